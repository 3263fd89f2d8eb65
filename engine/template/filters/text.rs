//! What is done to text.

use super::{text_argument, text_of, width_argument};
use crate::template::bounded::{self, Bounded};
use crate::value::Value;

pub(super) fn basename(path: &str) -> String {
    last_part(path).to_owned()
}

pub(super) fn stem(path: &str) -> String {
    let name = last_part(path);
    match name.rfind('.') {
        Some(dot) if dot > 0 => name[..dot].to_owned(),
        _ => name.to_owned(),
    }
}

pub(super) fn strip(text: &str) -> String {
    text.trim().to_owned()
}

pub(super) fn startswith(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    Ok(text_of(input).starts_with(text_argument(arguments, 0)?).into())
}

pub(super) fn endswith(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    Ok(text_of(input).ends_with(text_argument(arguments, 0)?).into())
}

pub(super) fn replace(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    let (old, new) = (text_argument(arguments, 0)?, text_argument(arguments, 1)?);
    if old.is_empty() {
        return Err("there is nothing to replace in an empty text".to_owned());
    }
    joined(text_of(input).split(old), new)
}

pub(super) fn split(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    let text = text_of(input);
    let parts: Vec<Value> = if arguments.is_empty() {
        text.split_whitespace().map(Value::from).collect()
    } else {
        let separator = text_argument(arguments, 0)?;
        if separator.is_empty() {
            return Err("the separator is empty".to_owned());
        }
        text.split(separator).map(Value::from).collect()
    };
    bounded::list(parts)
}

pub(super) fn indent(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    let spaces = " ".repeat(width_argument(arguments, 0)?);
    let mut text = Bounded::default();
    for line in text_of(input).split_inclusive('\n') {
        if !line.trim().is_empty() {
            text.push(&spaces)?;
        }
        text.push(line)?;
    }
    Ok(text.into_string().into())
}

/// Paragraphs are kept apart; a word that is too long has a line of its own.
pub(super) fn wrap(input: &Value, arguments: &[Value]) -> Result<Value, String> {
    let width = width_argument(arguments, 0)?;
    let mut text = Bounded::default();
    let mut used = 0;
    let mut pending = "";
    for line in text_of(input).lines() {
        if line.trim().is_empty() && !text.as_str().is_empty() {
            pending = "\n\n";
        }
        for word in line.split_whitespace() {
            let length = word.chars().count();
            let separator = match pending {
                " " if used + 1 + length > width => "\n",
                other => other,
            };
            used = if separator == " " { used + 1 + length } else { length };
            text.push(separator)?;
            text.push(word)?;
            pending = " ";
        }
    }
    Ok(text.into_string().into())
}

/// The parts with `separator` between them.
pub(super) fn joined<'t>(
    parts: impl Iterator<Item = &'t str>,
    separator: &str,
) -> Result<Value, String> {
    let mut text = Bounded::default();
    for (index, part) in parts.enumerate() {
        if index > 0 {
            text.push(separator)?;
        }
        text.push(part)?;
    }
    Ok(text.into_string().into())
}

fn last_part(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}
