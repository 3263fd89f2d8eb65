//! Places in a text as people count them: lines and columns from 1, columns in characters.

use schemars::JsonSchema;
use serde::Serialize;

/// Lines longer than this are data: nobody is shown them.
const LINE_LIMIT: usize = 1000;
/// Lines of a finding that are shown.
const SHOWN_LINES: usize = 8;

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters (Unicode code points).
    pub column: usize,
}

/// A stretch of a file, half open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Range {
    /// Its first character.
    pub start: Position,
    /// One past its last character.
    pub end: Position,
}

/// Whole lines, and what is meant in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The number of the first line.
    pub line: usize,
    /// The lines, without the last line break.
    pub text: String,
    /// What is meant, in bytes of `text`.
    pub range: std::ops::Range<usize>,
}

/// The lines of a text; a carriage return alone ends one, as it does for Python.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

/// Where counting stopped: going on from there keeps lines of any length cheap.
#[derive(Clone, Copy, Default)]
pub(super) struct Counted {
    line: usize,
    offset: usize,
    column: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let breaks = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        Self { text, starts: std::iter::once(first).chain(breaks.map(|at| at + 1)).collect() }
    }

    /// The number of the line that `offset` lies in, from 1.
    pub(super) fn number(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    pub(super) fn position(&self, offset: usize, counted: &mut Counted) -> Position {
        let line = self.number(offset);
        let start = self.starts[line - 1].min(offset);
        let (from, column) = if counted.line == line && counted.offset <= offset {
            (counted.offset, counted.column)
        } else {
            (start, 1)
        };
        let column = column + self.text[from..offset].chars().count();
        *counted = Counted { line, offset, column };
        Position { line, column }
    }

    /// The text of line `number`, without its line break.
    pub(super) fn line(&self, number: usize) -> &'t str {
        let start = self.starts.get(number - 1).copied().unwrap_or(self.text.len());
        let end = self.starts.get(number).copied().unwrap_or(self.text.len());
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }

    /// The lines around `range`; `None` where there are none, or they are too long to be shown.
    pub(super) fn excerpt(&self, range: &std::ops::Range<usize>) -> Option<Excerpt> {
        let first = self.number(range.start);
        let last = self.number(range.end.max(range.start + 1) - 1).min(first + SHOWN_LINES - 1);
        let start = self.starts[first - 1];
        let end = self.starts[last - 1] + self.line(last).len();
        let is_short = !self.text.is_empty()
            && end - start <= LINE_LIMIT * SHOWN_LINES
            && (first..=last).all(|it| self.line(it).len() <= LINE_LIMIT);
        is_short.then(|| Excerpt {
            line: first,
            text: self.text[start..end].to_owned(),
            range: range.start.clamp(start, end) - start..range.end.clamp(start, end) - start,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, offset: usize, expected: (usize, usize)) {
        let position = Lines::new(text).position(offset, &mut Counted::default());
        assert_eq!((position.line, position.column), expected);
    }

    #[test]
    fn columns_count_characters_and_lines_end_as_python_ends_them() {
        check("é = 1\nx", 2, (1, 2));
        check("a\r\nb", 3, (2, 1));
        check("a\rb", 2, (2, 1));
        check("a\n", 2, (2, 1));
        check("", 0, (1, 1));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        check("\u{feff}ab", 4, (1, 2));
        check("\u{feff}ab", 0, (1, 1));
    }

    #[test]
    fn an_excerpt_is_whole_lines_and_none_of_a_line_that_is_data() {
        let text = "a\n  call(\n    1)\nb\n";
        let excerpt = Lines::new(text).excerpt(&(4..16)).unwrap();
        assert_eq!((excerpt.line, excerpt.text.as_str()), (2, "  call(\n    1)"));
        assert_eq!(&excerpt.text[excerpt.range], "call(\n    1)");
        let long = format!("x = '{}'\n", "y".repeat(2000));
        assert!(Lines::new(&long).excerpt(&(0..1)).is_none());
    }
}
