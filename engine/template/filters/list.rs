//! What is done to lists, and to whatever is there or not.

use std::collections::HashSet;

use super::{items_of, text_argument};
use crate::template::bounded::Bounded;
use crate::value::Value;

pub(super) fn default(input: &Value, arguments: &[Value]) -> Value {
    let stand_in = || arguments.first().cloned().unwrap_or_default();
    if *input == Value::None { stand_in() } else { input.clone() }
}

pub(super) fn first(input: &Value, _: &[Value]) -> Value {
    items_of(input).first().cloned().unwrap_or_default()
}

pub(super) fn last(input: &Value, _: &[Value]) -> Value {
    items_of(input).last().cloned().unwrap_or_default()
}

pub(super) fn length(input: &Value, _: &[Value]) -> Result<Value, String> {
    let length = match input {
        Value::Str(text) => text.chars().count(),
        Value::List(items) => items.len(),
        Value::Map(entries) => entries.len(),
        _ => 0,
    };
    i64::try_from(length).map(Value::Int).map_err(|error| error.to_string())
}

pub(super) fn join(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    let separator = if arguments.is_empty() { ", " } else { text_argument(arguments, 0)? };
    joined(items_of(input), separator)
}

pub(super) fn lines(input: &Value, _: &[Value]) -> Result<Value, String> {
    joined(items_of(input), "\n")
}

pub(super) fn map(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    let name = text_argument(arguments, 0)?;
    let field = |item: &Value| field(item, name)?.cloned().ok_or_else(|| no_field(name));
    Ok(Value::list(items_of(input).iter().map(field).collect::<Result<Vec<Value>, String>>()?))
}

pub(super) fn call(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    pairs(input, arguments, |name, value| format!("{name}={value}"))
}

pub(super) fn entries(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    pairs(input, arguments, |name, value| format!("\"{name}\": {value}"))
}

/// The `name` of each item with a field of it, as `write` writes them.
fn pairs(
    input: &Value,
    arguments: &[Value],
    write: fn(&Value, &Value) -> String,
) -> Result<Value, String> {
    let wanted = if arguments.is_empty() { "value" } else { text_argument(arguments, 0)? };
    let pair = |item: &Value| -> Result<Value, String> {
        let get = |name| field(item, name)?.ok_or_else(|| no_field(name));
        Ok(write(get("name")?, get(wanted)?).into())
    };
    let pairs = items_of(input).iter().map(pair).collect::<Result<Vec<Value>, String>>()?;
    joined(&pairs, ", ")
}

pub(super) fn filter(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    select(input, arguments, true)
}

pub(super) fn reject(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    select(input, arguments, false)
}

pub(super) fn sort(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    let mut items: Vec<(Value, &Value)> = Vec::new();
    for item in items_of(input) {
        let key = if arguments.is_empty() {
            item
        } else {
            let name = text_argument(arguments, 0)?;
            field(item, name)?.ok_or_else(|| no_field(name))?
        };
        items.push((key.clone(), item));
    }
    let texts = items.iter().all(|(key, _)| matches!(key, Value::Str(_)));
    let numbers = items.iter().all(|(key, _)| matches!(key, Value::Int(_)));
    if !texts && !numbers {
        return Err("only strings among strings, and numbers among numbers, have an order".into());
    }
    items.sort_by(|(left, _), (right, _)| match (left, right) {
        (Value::Int(left), Value::Int(right)) => left.cmp(right),
        _ => left.as_str().cmp(&right.as_str()),
    });
    Ok(Value::list(items.into_iter().map(|(_, item)| item.clone())))
}

pub(super) fn unique(input: &Value, _: &[Value]) -> Value {
    let mut texts: HashSet<&str> = HashSet::new();
    let mut numbers: HashSet<i64> = HashSet::new();
    let mut kept: Vec<Value> = Vec::new();
    for item in items_of(input) {
        let is_new = match item {
            Value::Str(text) => texts.insert(text),
            Value::Int(number) => numbers.insert(*number),
            other => !kept.contains(other),
        };
        if is_new {
            kept.push(item.clone());
        }
    }
    Value::list(kept)
}

/// The items whose field is the second argument (without one: whose field holds), or the others.
fn select(input: &Value, arguments: &[Value], wanted: bool) -> Result<Value, String> {
    let name = text_argument(arguments, 0)?;
    let mut kept = Vec::new();
    for item in items_of(input) {
        let field = field(item, name)?;
        let matches = match arguments.get(1) {
            Some(value) => field == Some(value),
            None => field.is_some_and(Value::holds),
        };
        if matches == wanted {
            kept.push(item.clone());
        }
    }
    Ok(Value::list(kept))
}

fn field<'v>(item: &'v Value, name: &str) -> Result<Option<&'v Value>, String> {
    match item {
        Value::Map(entries) => Ok(entries.get(name)),
        other => Err(format!("an item is {}, so it has no `{name}`", other.kind())),
    }
}

fn no_field(name: &str) -> String {
    format!("an item has no `{name}`")
}

fn joined(items: &[Value], separator: &str) -> Result<Value, String> {
    let mut text = Bounded::default();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(separator)?;
        }
        text.push_value(item)?;
    }
    Ok(text.into_string().into())
}
