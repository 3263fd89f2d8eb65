//! Python source, read only: parsed modules and their outline. The parser's own types stay under
//! `python/` and `pattern/`; everything else works with byte ranges and the types below.

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
    #[allow(dead_code, reason = "read by pattern/")]
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
    /// The first [`SyntaxError`].
    pub fn parse(text: Arc<str>) -> Result<Self, SyntaxError> {
        match ruff_python_parser::parse_module(&text) {
            Ok(parsed) => Ok(Self { outline: outline::of(&text, &parsed), text, parsed }),
            Err(error) => Err(SyntaxError {
                message: error.error.to_string(),
                range: error.location.start().to_usize()..error.location.end().to_usize(),
            }),
        }
    }

    /// The text at `range`.
    pub fn slice(&self, range: &ByteRange) -> &str {
        &self.text[range.clone()]
    }
}

/// The bytes that a node, token or range of the parser covers.
pub(crate) fn byte_range(node: &impl Ranged) -> ByteRange {
    node.start().to_usize()..node.end().to_usize()
}
