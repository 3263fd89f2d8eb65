//! Text and lists that cannot outgrow their limit.

use std::fmt::{self, Write};

use super::{ITEM_LIMIT, NESTING_LIMIT, TEXT_LIMIT};
use crate::value::Value;

/// A text of at most [`TEXT_LIMIT`] bytes.
#[derive(Debug, Default)]
pub(super) struct Bounded(String);

/// The text would have grown beyond its limit.
#[derive(Debug)]
pub(super) struct TooLong;

impl Bounded {
    /// Adds `text`.
    pub(super) fn push(&mut self, text: &str) -> Result<(), TooLong> {
        if self.0.len() + text.len() > TEXT_LIMIT {
            return Err(TooLong);
        }
        self.0.push_str(text);
        Ok(())
    }

    /// Adds `value` as it is printed.
    pub(super) fn push_value(&mut self, value: &Value) -> Result<(), TooLong> {
        match value {
            Value::Str(text) => self.push(text),
            _ => write!(self, "{value}").map_err(|_| TooLong),
        }
    }

    /// What was added so far.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// What was added so far, to be shortened or taken apart.
    pub(super) fn inner(&mut self) -> &mut String {
        &mut self.0
    }

    /// The whole text.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text).map_err(|_| fmt::Error)
    }
}

impl From<TooLong> for String {
    fn from(_: TooLong) -> Self {
        format!("the text is longer than {} MiB", TEXT_LIMIT >> 20)
    }
}

/// The list of `items`, unless it is too large or too deep.
///
/// Only lists are looked into: an expression makes no maps, so nothing grows inside one.
pub(super) fn list(items: Vec<Value>) -> Result<Value, String> {
    let mut room = ITEM_LIMIT;
    if fits(&items, 0, &mut room) {
        return Ok(Value::list(items));
    }
    Err(format!("the list has more than {ITEM_LIMIT} items, or lists in lists too deep"))
}

fn fits(items: &[Value], depth: usize, room: &mut usize) -> bool {
    if depth > NESTING_LIMIT || items.len() > *room {
        return false;
    }
    *room -= items.len();
    items.iter().all(|item| match item {
        Value::List(inner) => fits(inner, depth + 1, room),
        _ => true,
    })
}
