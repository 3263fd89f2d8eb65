//! The text as it is printed: lines, their ends and their indentation.

use super::bounded::{Bounded, TooLong};
use crate::value::Value;

/// What was printed so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    text: Bounded,
    /// Where the text of the innermost part begins. It changes nothing before that.
    base: usize,
}

/// The place where a part began; see [`Output::begin_part`].
#[derive(Debug)]
pub(super) struct PartStart {
    outer_base: usize,
    start: usize,
}

impl Output {
    /// Prints `text` as it is.
    pub(super) fn push(&mut self, text: &str) -> Result<(), TooLong> {
        self.text.push(text)
    }

    /// Prints `value`, its further lines indented by `indent`.
    pub(super) fn push_value(&mut self, value: &Value, indent: &str) -> Result<(), TooLong> {
        match value {
            Value::Str(text) => self.push_lines(text, indent),
            Value::List(_) | Value::Map(_) => {
                let mut text = Bounded::default();
                text.push_value(value)?;
                self.push_lines(text.as_str(), indent)
            }
            _ => self.text.push_value(value),
        }
    }

    /// Prints `text`, its further lines indented by `indent` unless they are blank.
    fn push_lines(&mut self, text: &str, indent: &str) -> Result<(), TooLong> {
        let Some(first) = memchr::memchr(b'\n', text.as_bytes()) else { return self.push(text) };
        if is_blank(&text[..first]) {
            self.clear_blank_line();
        }
        if indent.is_empty() {
            return self.push(text);
        }
        self.push(&text[..first])?;
        for line in text[first + 1..].split('\n') {
            self.push("\n")?;
            if !is_blank(line) {
                self.push(indent)?;
            }
            self.push(line)?;
        }
        Ok(())
    }

    /// Ends a line that holds no text of its own: without trace, if it is blank.
    pub(super) fn end_line(&mut self, newline: &str) -> Result<(), TooLong> {
        if self.clear_blank_line() { Ok(()) } else { self.push(newline) }
    }

    /// Ends the text on a line that holds no text of its own: if it is blank, the line before it
    /// is the last one.
    pub(super) fn end_text(&mut self) {
        if self.clear_blank_line() {
            self.drop_newline();
        }
    }

    /// Begins to print a part.
    pub(super) fn begin_part(&mut self) -> PartStart {
        let start = self.text.as_str().len();
        PartStart { outer_base: std::mem::replace(&mut self.base, start), start }
    }

    /// Ends the part that began at `part`: drops its last line end, indents its further lines.
    pub(super) fn end_part(&mut self, part: &PartStart, indent: &str) -> Result<(), TooLong> {
        self.drop_newline();
        self.base = part.outer_base;
        if memchr::memchr(b'\n', &self.text.as_str().as_bytes()[part.start..]).is_none() {
            return Ok(());
        }
        let lines = self.text.inner().split_off(part.start);
        self.push_lines(&lines, indent)
    }

    /// The whole text.
    pub(super) fn into_string(self) -> String {
        self.text.into_string()
    }

    /// Empties the current line if it is blank, and says whether it is.
    fn clear_blank_line(&mut self) -> bool {
        let text = &self.text.as_str()[self.base..];
        let kept = text.trim_end_matches([' ', '\t']);
        let is_blank = kept.is_empty() || kept.ends_with('\n');
        if is_blank {
            let length = self.base + kept.len();
            self.text.inner().truncate(length);
        }
        is_blank
    }

    fn drop_newline(&mut self) {
        let text = &self.text.as_str()[self.base..];
        if let Some(rest) = text.strip_suffix('\n') {
            let length = self.base + rest.strip_suffix('\r').unwrap_or(rest).len();
            self.text.inner().truncate(length);
        }
    }
}

fn is_blank(line: &str) -> bool {
    line.trim_matches([' ', '\t', '\r']).is_empty()
}
