//! Formatting of Python text, black's way. Stops at text of our own making: a file that somebody
//! wrote is never formatted.
//!
//! The formatter follows the current black. Where black 22 differs and generated code should keep
//! clear: `assert` with a long message, `with` of several items that do not fit one line, and
//! the blank lines that newer styles put after a module docstring and take after a function's
//! header.

use ruff_formatter::{IndentStyle, LineWidth};
use ruff_python_formatter::{FormatModuleError, PyFormatOptions, format_module_source};

use super::SyntaxError;
use super::indent::{Indentation, dedent, reindent};
use super::nesting;

/// How text is formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatOptions {
    /// The column that lines must not pass; 1 to 320.
    pub line_length: u16,
    /// Indent by tabs instead of four spaces.
    pub tabs: bool,
    /// How many levels deep the text will stand: 1 for the methods of a class. The result is
    /// indented as for level 0 and fits the line there.
    pub depth: usize,
}

impl FormatOptions {
    /// For lines of `line_length` columns, as a checkout asks for them, at `depth`.
    pub fn new(line_length: usize, depth: usize) -> Self {
        let line_length = u16::try_from(line_length.clamp(20, 320)).unwrap_or(88);
        Self { line_length, depth, ..Self::default() }
    }
}

impl Default for FormatOptions {
    fn default() -> Self {
        Self { line_length: 88, tabs: false, depth: 0 }
    }
}

/// `text` as the formatter writes it, with LF line endings.
///
/// # Errors
/// The first [`SyntaxError`]; one over the whole text where the formatter gives up.
pub fn format(text: &str, options: &FormatOptions) -> Result<String, SyntaxError> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    if options.depth == 0 {
        return format_module(text, options);
    }
    // Only inside a class does the formatter know that methods stand one blank line apart.
    let depth = options.depth;
    let indent = |level: usize| FOUR_SPACES.repeat(level);
    let headers: String = (0..depth).map(|level| indent(level) + "class _:\n").collect();
    let body = reindent(text, Indentation { base: &indent(depth), unit: FOUR_SPACES })?;
    let nested = format_module(&(headers + &body), options)?;
    let unit = if options.tabs { "\t" } else { FOUR_SPACES };
    let dedented = dedent(&nested, &unit.repeat(depth))?;
    Ok(dedented.split_inclusive('\n').skip(depth).collect())
}

const FOUR_SPACES: &str = "    ";

fn format_module(text: &str, options: &FormatOptions) -> Result<String, SyntaxError> {
    nesting::check(text)?;
    let whole = 0..text.len();
    let style = if options.tabs { IndentStyle::Tab } else { IndentStyle::Space };
    let width = LineWidth::try_from(options.line_length).unwrap_or(LineWidth::default());
    let style = PyFormatOptions::default().with_indent_style(style).with_line_width(width);
    match format_module_source(text, style) {
        Ok(printed) => Ok(printed.into_code()),
        Err(FormatModuleError::ParseError(error)) => Err(error.into()),
        Err(error) => Err(SyntaxError { message: error.to_string(), range: whole }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(options: FormatOptions, text: &str, expected: &str) {
        let formatted = format(text, &options).expect("the text is Python");
        assert_eq!(formatted, expected);
        assert_eq!(format(&formatted, &options).as_deref(), Ok(expected), "formatting is stable");
    }

    #[test]
    fn text_is_formatted_for_the_line_length() {
        let options = FormatOptions { line_length: 20, ..FormatOptions::default() };
        check(options, "call(argument, another)", "call(\n    argument,\n    another,\n)\n");
        check(FormatOptions::default(), "call( 'a' )", "call(\"a\")\n");
    }

    #[test]
    fn nothing_stays_nothing() {
        check(FormatOptions { depth: 1, ..FormatOptions::default() }, "\n", "");
    }

    #[test]
    fn methods_are_formatted_for_where_they_will_stand() {
        let options = FormatOptions { depth: 1, line_length: 21, ..FormatOptions::default() };
        let text = "def a(self):\n  return x + yyyyy\ndef b(self): pass\n";
        let formatted =
            "def a(self):\n    return (\n        x + yyyyy\n    )\n\ndef b(self):\n    pass\n";
        check(options, text, formatted);
    }

    #[test]
    fn strings_of_several_lines_keep_their_bytes() {
        let options = FormatOptions { depth: 2, ..FormatOptions::default() };
        let text = "def a(self):\n    x = \"\"\"\n  1\n    2\n\"\"\"\n";
        check(options, text, text);
    }

    #[test]
    fn docstrings_move_with_their_code() {
        let options = FormatOptions { depth: 1, ..FormatOptions::default() };
        let text = "def a(self):\n    \"\"\"One.\n\n    Two.\n    \"\"\"\n";
        check(options, text, text);
    }

    #[test]
    fn tabs_indent_where_they_are_asked_for() {
        let options = FormatOptions { depth: 1, tabs: true, ..FormatOptions::default() };
        check(
            options,
            "def a(self):\n    if a:\n        b()\n",
            "def a(self):\n\tif a:\n\t\tb()\n",
        );
    }

    #[test]
    fn text_that_is_no_python_is_an_error_at_its_own_place() {
        let options = FormatOptions { depth: 2, ..FormatOptions::default() };
        let error = format("x = (\n", &options).expect_err("it is not Python");
        assert!(error.range.start >= 5, "{error:?}");
    }
}
