//! Python source, read only: parsed modules and their outline. The parser's own types stay under
//! `python/` and `pattern/`; everything else works with byte ranges and the types below.

mod annotation;
mod bindings;
mod definitions;
mod format;
mod free_names;
mod indent;
mod layout;
mod literal;
mod mentions;
pub(crate) mod nesting;
pub mod outline;
mod scopes;
mod skim;
mod stdlib;

use std::ops::Range;
use std::sync::{Arc, LazyLock, OnceLock};

use ruff_python_ast::ModModule;
use ruff_python_parser::{ParseError, Parsed};
use ruff_text_size::Ranged;

pub use annotation::Annotation;
pub use bindings::bound_names;
pub use definitions::{Definition, around};
pub use format::{FormatOptions, format};
pub use free_names::{FreeName, free_names};
pub use indent::{Indentation, dedent, reindent};
pub use layout::{Layout, Statement, StatementKind};
pub use literal::{Argument, Effect, Element, Literal, LiteralKind, Piece};
pub use mentions::{Mention, mentions};
pub use outline::{
    Assignment, Class, Decorator, Function, Import, ImportScope, ImportedName, Outline, Parameter,
    ParameterKind,
};
pub use stdlib::is_standard_library;

/// A byte range in a module's text, half open.
pub type ByteRange = Range<usize>;

/// One parsed source file.
pub struct Module {
    /// The text as read, line endings and byte order mark included.
    pub text: Arc<str>,
    /// Imports, classes and functions, taken in one traversal when they are first asked for.
    pub outline: LazyOutline,
    line_breaks: OnceLock<Box<[usize]>>,
    layout: OnceLock<Layout>,
    parsed: Arc<Parsed<ModModule>>,
}

/// An outline to be: not every module is asked for its own.
pub type LazyOutline = LazyLock<Outline, Box<dyn FnOnce() -> Outline + Send>>;

/// Why a text is not Python.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The parser's words, lower case.
    pub message: String,
    /// Where it stopped.
    pub range: ByteRange,
}

impl From<ParseError> for SyntaxError {
    fn from(error: ParseError) -> Self {
        Self {
            message: decapitalized(&error.error.to_string()),
            range: byte_range(&error.location),
        }
    }
}

impl Module {
    /// Parses `text`.
    ///
    /// # Errors
    /// The first [`SyntaxError`]; also for a text that nests too deeply to be walked.
    pub fn parse(text: Arc<str>) -> Result<Self, SyntaxError> {
        let parsed = Arc::new(parsed(&text)?);
        let (source, tree) = (text.clone(), parsed.clone());
        let outline = LazyLock::new(Box::new(move || outline::of(&source, &tree)) as Box<_>);
        let (line_breaks, layout) = (OnceLock::new(), OnceLock::new());
        Ok(Self { text, outline, line_breaks, layout, parsed })
    }

    pub(crate) fn syntax(&self) -> &ModModule {
        self.parsed.syntax()
    }

    /// The line that `offset` stands on, from 1.
    pub fn line(&self, offset: usize) -> usize {
        let breaks = || memchr::memchr_iter(b'\n', self.text.as_bytes()).collect();
        self.line_breaks.get_or_init(breaks).partition_point(|it| *it < offset) + 1
    }

    /// The text at `range`.
    pub fn slice(&self, range: &ByteRange) -> &str {
        &self.text[range.clone()]
    }
}

/// Every text is parsed here, whatever is then made of it.
fn parsed(text: &str) -> Result<Parsed<ModModule>, SyntaxError> {
    nesting::check(text)?;
    Ok(ruff_python_parser::parse_module(text)?)
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
