//! How a name is written.

use super::text_of;
use crate::value::Value;

pub(super) fn snake(input: &Value, _: &[Value]) -> Result<Value, String> {
    Ok(joined(text_of(input), "_").into())
}

pub(super) fn words(input: &Value, _: &[Value]) -> Result<Value, String> {
    Ok(joined(text_of(input), " ").into())
}

pub(super) fn pascal(input: &Value, _: &[Value]) -> Result<Value, String> {
    Ok(capitalized(text_of(input), split(text_of(input))).into())
}

pub(super) fn camel(input: &Value, _: &[Value]) -> Result<Value, String> {
    let words = split(text_of(input));
    let Some((first, rest)) = words.split_first() else { return Ok("".into()) };
    Ok((first.to_lowercase() + &capitalized(text_of(input), rest.to_vec())).into())
}

pub(super) fn upper(input: &Value, _: &[Value]) -> Result<Value, String> {
    Ok(text_of(input).to_uppercase().into())
}

pub(super) fn lower(input: &Value, _: &[Value]) -> Result<Value, String> {
    Ok(text_of(input).to_lowercase().into())
}

pub(super) fn squash(input: &Value, _: &[Value]) -> Result<Value, String> {
    Ok(text_of(input).to_lowercase().replace('_', "").into())
}

pub(super) fn title(input: &Value, _: &[Value]) -> Result<Value, String> {
    let mut title = String::new();
    let mut inside = false;
    for character in text_of(input).chars() {
        if character.is_alphabetic() && !inside {
            title.extend(character.to_uppercase());
        } else {
            title.push(character);
        }
        inside = character.is_alphanumeric() || character == '\'';
    }
    Ok(title.into())
}

pub(in crate::template) fn joined(name: &str, separator: &str) -> String {
    let words: Vec<String> = split(name).into_iter().map(str::to_lowercase).collect();
    words.join(separator)
}

/// `words` run together, each with a capital. A name all in capitals (`ORG_AUTH`) is brought down,
/// the capitals of any other (`HTTPServer`) stay.
fn capitalized(name: &str, words: Vec<&str>) -> String {
    let keep = name.chars().any(char::is_lowercase);
    let mut text = String::with_capacity(name.len());
    for word in words {
        let mut characters = word.chars();
        text.extend(characters.next().into_iter().flat_map(char::to_uppercase));
        let rest = characters.as_str();
        if keep { text.push_str(rest) } else { text.push_str(&rest.to_lowercase()) }
    }
    text
}

/// The words of a name in any style: `HTTPServer_v2` has `HTTP`, `Server` and `v2`.
fn split(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for run in name.split(|character: char| !character.is_alphanumeric()) {
        let mut start = 0;
        let mut before: Option<char> = None;
        let mut characters = run.char_indices().peekable();
        while let Some((index, character)) = characters.next() {
            let next_is_lower = characters.peek().is_some_and(|(_, next)| next.is_lowercase());
            let begins = character.is_uppercase()
                && before.is_some_and(|before| !before.is_uppercase() || next_is_lower);
            if begins {
                words.push(&run[start..index]);
                start = index;
            }
            before = Some(character);
        }
        if start < run.len() {
            words.push(&run[start..]);
        }
    }
    words
}
