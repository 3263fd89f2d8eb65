//! What must hold before a grammar is asked: strings end, brackets match and are not too deep.

use std::ops::Range;

use super::{NESTING_LIMIT, TemplateError};

/// Looks at the strings and brackets of the expression `text`, which stands at byte `offset`.
///
/// # Errors
/// The first string without an end, or bracket without its other half. A grammar recurses as deep
/// as brackets nest, so their number is limited here.
pub(super) fn brackets(text: &str, offset: usize) -> Result<(), TemplateError> {
    let at = |range: Range<usize>| range.start + offset..range.end + offset;
    let bytes = text.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        match byte {
            b'"' | b'\'' => {
                let Some(end) = string_end(bytes, index) else {
                    let end = line_end(bytes, index);
                    return Err(TemplateError::new(at(index..end), "the string is not closed"));
                };
                index = end;
            }
            b'(' | b'[' if open.len() == NESTING_LIMIT => {
                let message = format!("brackets nest deeper than {NESTING_LIMIT}");
                let error = TemplateError::new(at(index..index + 1), message);
                return Err(error.with_help("name the inner values with `{% set … %}`"));
            }
            b'(' | b'[' => open.push(index),
            b')' | b']' => match open.pop() {
                Some(start) if closing(bytes[start]) == byte => {}
                Some(start) => {
                    let (left, right) = (char::from(bytes[start]), char::from(byte));
                    let message = format!("`{left}` is closed by `{right}`");
                    return Err(TemplateError::new(at(start..index + 1), message));
                }
                None => {
                    let message = format!("`{}` closes nothing", char::from(byte));
                    return Err(TemplateError::new(at(index..index + 1), message));
                }
            },
            _ => {}
        }
        index += 1;
    }
    match open.last() {
        Some(&start) => {
            let message = format!("`{}` is not closed", char::from(bytes[start]));
            Err(TemplateError::new(at(start..start + 1), message))
        }
        None => Ok(()),
    }
}

fn closing(opening: u8) -> u8 {
    if opening == b'(' { b')' } else { b']' }
}

/// The index of the quote that ends the string which begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut index = start + 1;
    loop {
        match bytes.get(index)? {
            b'\n' | b'\r' => return None,
            b'\\' => index += 2,
            byte if *byte == bytes[start] => return Some(index),
            _ => index += 1,
        }
    }
}

fn line_end(bytes: &[u8], start: usize) -> usize {
    memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |length| start + length)
}
