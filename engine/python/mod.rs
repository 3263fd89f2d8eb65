//! Python source, read only: parsed modules and their outline. The parser's own types stay under
//! `python/` and `pattern/`; everything else works with byte ranges and the types below.

pub(crate) mod nesting;
pub mod outline;

use std::ops::Range;
use std::sync::Arc;

use ruff_python_ast::ModModule;
use ruff_python_parser::Parsed;
use ruff_text_size::Ranged;

pub use outline::{
    Assignment, Class, Decorator, Function, Import, ImportScope, ImportedName, Outline, Parameter,
    ParameterKind,
};

/// A byte range in a module's text, half open.
pub type ByteRange = Range<usize>;

/// One parsed source file.
pub struct Module {
    /// The text as read, line endings and byte order mark included.
    pub text: Arc<str>,
    /// Imports, classes and functions, taken in one traversal.
    pub outline: Outline,
    parsed: Parsed<ModModule>,
}

/// Why a text is not Python.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The parser's words, lower case.
    pub message: String,
    /// Where it stopped.
    pub range: ByteRange,
}

impl Module {
    /// Parses `text`.
    ///
    /// # Errors
    /// The first [`SyntaxError`]; also for a text that nests too deeply to be walked.
    pub fn parse(text: Arc<str>) -> Result<Self, SyntaxError> {
        nesting::check(&text)?;
        match ruff_python_parser::parse_module(&text) {
            Ok(parsed) => Ok(Self { outline: outline::of(&text, &parsed), text, parsed }),
            Err(error) => Err(SyntaxError {
                message: decapitalized(&error.error.to_string()),
                range: byte_range(&error.location),
            }),
        }
    }

    pub(crate) fn syntax(&self) -> &ModModule {
        self.parsed.syntax()
    }

    /// The text at `range`.
    pub fn slice(&self, range: &ByteRange) -> &str {
        &self.text[range.clone()]
    }
}

/// `message` as this program's own messages begin: lower case.
pub(crate) fn decapitalized(message: &str) -> String {
    let mut chars = message.chars();
    match chars.next() {
        Some(first) if !chars.as_str().starts_with(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => message.to_owned(),
    }
}

/// The bytes that a node, token or range of the parser covers.
pub(crate) fn byte_range(node: &impl Ranged) -> ByteRange {
    node.start().to_usize()..node.end().to_usize()
}
