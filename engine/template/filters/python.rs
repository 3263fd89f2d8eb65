//! Python literals.

use std::fmt::Write;

use crate::template::bounded::{Bounded, TooLong};
use crate::value::Value;

pub(super) fn repr(input: &Value, _: &[Value]) -> Result<Value, String> {
    let mut text = Bounded::default();
    literal(input, &mut text)?;
    Ok(text.into_string().into())
}

fn literal(value: &Value, text: &mut Bounded) -> Result<(), TooLong> {
    match value {
        Value::None | Value::Bool(_) | Value::Int(_) => text.push_value(value),
        Value::Str(it) => quoted(it, text),
        Value::List(items) => {
            text.push("[")?;
            for (index, item) in items.iter().enumerate() {
                text.push(if index > 0 { ", " } else { "" })?;
                literal(item, text)?;
            }
            text.push("]")
        }
        Value::Map(entries) => {
            text.push("{")?;
            for (index, (name, item)) in entries.iter().enumerate() {
                text.push(if index > 0 { ", " } else { "" })?;
                quoted(name, text)?;
                text.push(": ")?;
                literal(item, text)?;
            }
            text.push("}")
        }
    }
}

/// Double quotes, unless single ones need fewer escapes.
fn quoted(content: &str, text: &mut Bounded) -> Result<(), TooLong> {
    let count = |quote| content.chars().filter(|character| *character == quote).count();
    let quote = if count('"') > count('\'') { '\'' } else { '"' };
    write!(text, "{quote}").map_err(|_| TooLong)?;
    for character in content.chars() {
        match character {
            '\\' => text.push("\\\\")?,
            '\n' => text.push("\\n")?,
            '\r' => text.push("\\r")?,
            '\t' => text.push("\\t")?,
            _ => other(character, quote, text).map_err(|_| TooLong)?,
        }
    }
    write!(text, "{quote}").map_err(|_| TooLong)
}

fn other(character: char, quote: char, text: &mut Bounded) -> std::fmt::Result {
    let code = u32::from(character);
    // What Rust would show as a code is what Python would not print either.
    let is_printed = character.is_ascii_graphic()
        || character == ' '
        || !character.escape_debug().to_string().starts_with('\\');
    match code {
        _ if character == quote => write!(text, "\\{character}"),
        _ if is_printed => text.write_char(character),
        0..=0xff => write!(text, "\\x{code:02x}"),
        0x100..=0xffff => write!(text, "\\u{code:04x}"),
        _ => write!(text, "\\U{code:08x}"),
    }
}
