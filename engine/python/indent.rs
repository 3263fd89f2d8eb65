//! Moving text to another indentation. Stops at white space at the start of lines; the inside of
//! a string of several lines keeps its bytes, unless it is a docstring, which moves with its code.

use ruff_python_ast::statement_visitor::{StatementVisitor, walk_stmt};
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{ModModule, Stmt, helpers::is_docstring_stmt};
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange};

use super::SyntaxError;

/// The indentation that a text moves to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indentation<'a> {
    /// What every line gets.
    pub base: &'a str,
    /// What stands for one more level.
    pub unit: &'a str,
}

impl Indentation<'static> {
    /// One level of four spaces.
    pub const LEVEL: Self = Self { base: "    ", unit: "    " };
}

/// `text`, written at level 0 with four spaces or a tab a level, moved to `indentation`.
///
/// # Errors
/// The first [`SyntaxError`] of `text`.
pub fn reindent(text: &str, indentation: Indentation<'_>) -> Result<String, SyntaxError> {
    map_lines(text, |line| {
        let (levels, rest) = split_levels(line);
        format!("{}{}{rest}", indentation.base, indentation.unit.repeat(levels))
    })
}

/// `text` without the first `prefix` of each line; lines inside a string keep theirs.
///
/// # Errors
/// The first [`SyntaxError`] of `text`.
pub fn dedent(text: &str, prefix: &str) -> Result<String, SyntaxError> {
    map_lines(text, |line| line.strip_prefix(prefix).unwrap_or(line).to_owned())
}

/// Changes each line that is neither blank nor inside a string.
fn map_lines(text: &str, change: impl Fn(&str) -> String) -> Result<String, SyntaxError> {
    let parsed = super::parsed(text)?;
    let fixed = fixed_ranges(&parsed);
    let mut result = String::with_capacity(text.len() * 2);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let inside = fixed.iter().any(|range| range.start < start && start < range.end);
        if inside || line.trim().is_empty() {
            result.push_str(line);
        } else {
            result.push_str(&change(line));
        }
        start += line.len();
    }
    Ok(result)
}

/// Leading levels of indentation, and what follows them.
fn split_levels(line: &str) -> (usize, &str) {
    let mut levels = 0;
    let mut rest = line;
    while let Some(inner) = rest.strip_prefix("    ").or_else(|| rest.strip_prefix('\t')) {
        levels += 1;
        rest = inner;
    }
    (levels, rest)
}

/// Where the strings stand whose lines are data.
fn fixed_ranges(parsed: &Parsed<ModModule>) -> Vec<std::ops::Range<usize>> {
    let mut docstrings = Docstrings::default();
    docstrings.body(parsed.suite());
    let mut ranges: Vec<TextRange> = Vec::new();
    let mut open = Vec::new();
    for token in parsed.tokens() {
        match token.kind() {
            TokenKind::String => ranges.push(token.range()),
            TokenKind::FStringStart | TokenKind::TStringStart => open.push(token.start()),
            TokenKind::FStringEnd | TokenKind::TStringEnd => {
                let start = open.pop().unwrap_or(token.start());
                ranges.push(TextRange::new(start, token.end()));
            }
            _ => {}
        }
    }
    let is_code = |range: &TextRange| docstrings.0.iter().any(|it| it.contains_range(*range));
    ranges.retain(|range| !is_code(range));
    ranges.into_iter().map(Into::into).collect()
}

#[derive(Default)]
struct Docstrings(Vec<TextRange>);

impl Docstrings {
    fn body(&mut self, body: &[Stmt]) {
        self.0.extend(body.first().filter(|it| is_docstring_stmt(it)).map(Ranged::range));
        self.visit_body(body);
    }
}

impl<'a> StatementVisitor<'a> for Docstrings {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(it) => self.body(&it.body),
            Stmt::ClassDef(it) => self.body(&it.body),
            _ => walk_stmt(self, statement),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(indentation: Indentation<'_>, text: &str, expected: &str) {
        assert_eq!(reindent(text, indentation).as_deref(), Ok(expected));
    }

    const TWO: Indentation<'_> = Indentation { base: "  ", unit: "  " };
    const TABS: Indentation<'_> = Indentation { base: "\t", unit: "\t" };

    #[test]
    fn each_level_gets_the_unit() {
        check(TWO, "if a:\n    if b:\n        c\n", "  if a:\n    if b:\n      c\n");
        check(TABS, "if a:\n    b\n\nc\n", "\tif a:\n\t\tb\n\n\tc\n");
    }

    #[test]
    fn the_inside_of_strings_stays() {
        check(TWO, "x = '''\n    a\n'''\n", "  x = '''\n    a\n'''\n");
        check(TWO, "x = f'''\n    {\n    a}\n'''\n", "  x = f'''\n    {\n    a}\n'''\n");
    }

    #[test]
    fn docstrings_move() {
        let text = "def f():\n    '''A\n\n    b\n      c\n    '''\n";
        check(TABS, text, "\tdef f():\n\t\t'''A\n\n\t\tb\n\t\t  c\n\t\t'''\n");
    }

    #[test]
    fn continued_lines_move() {
        check(TABS, "f(\n    a,\n)\n", "\tf(\n\t\ta,\n\t)\n");
    }
}
