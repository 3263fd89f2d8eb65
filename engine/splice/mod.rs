//! Inserts classes, functions and methods into a Python file and merges the imports they need;
//! every other byte stays. Stops at text: what is inserted, and what it needs, was decided before.
//!
//! Imports stand where isort's black profile puts them, definitions as far apart as black wants
//! them. A file that follows both still does afterwards.

mod bodies;
mod edits;
mod import_block;
mod import_order;
mod import_statement;
mod imports;
mod lines;
mod names;
#[cfg(test)]
mod tests;
mod unused;

use std::fmt;
use std::sync::Arc;

use crate::python::{Module, SyntaxError};

pub use edits::{Edit, apply};
pub use names::{Binding, binding_of, local_name};
pub use unused::{Words, removal, without_item, without_unused};

/// Text that goes into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// Where it goes.
    pub placement: Placement,
    /// Formatted, with LF line endings, written at indentation 0: decorators, header and body of
    /// classes or functions, or one or more methods formatted for the depth they go to.
    pub text: String,
}

/// The place of an insertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// The end of the module, before `if __name__ == "__main__":`.
    Module,
    /// The end of the class of this name, `Outer.Inner` for a nested one.
    Class(String),
}

/// An import that the inserted text relies on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeededImport {
    /// The module, with the leading dots of a relative import.
    pub module: String,
    /// The name taken from it; `None` for `import module`.
    pub name: Option<String>,
    /// The name after `as`.
    pub asname: Option<String>,
}

/// The file's house rules.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// The column that lines must not pass.
    pub line_length: usize,
    /// Blank lines between two sections of imports.
    pub lines_between_sections: usize,
    /// Blank lines after the imports of a file that had none; `None`: two before a class or
    /// function, otherwise one.
    pub lines_after_imports: Option<usize>,
    /// Whether a module, outside the standard library, belongs to the project itself.
    pub is_first_party: &'a dyn Fn(&str) -> bool,
}

/// A file as it will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Sorted and disjoint.
    pub edits: Vec<Edit>,
    /// The whole new text.
    pub text: String,
}

/// Why nothing was inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpliceError {
    /// No class of this name stands in the module.
    NoSuchClass(String),
    /// The class or, without one, the module already binds the name that an insertion defines.
    NameTaken {
        /// The name.
        name: String,
        /// The class whose method it is.
        class: Option<String>,
    },
    /// A needed import would bind a name that stands for something else.
    ImportConflict {
        /// The name.
        name: String,
        /// What was to be imported, dotted.
        wanted: String,
        /// What the name stands for, dotted; `None` where it is no import.
        existing: Option<String>,
    },
    /// An insertion is not Python.
    Syntax(SyntaxError),
}

/// Inserts `insertions` into `module`, with the imports they need.
///
/// # Errors
/// A [`SpliceError`] where an insertion has no place or a name would be bound twice.
pub fn splice(
    module: &Module,
    insertions: &[Insertion],
    imports: &[NeededImport],
    settings: &Settings<'_>,
) -> Result<Draft, SpliceError> {
    let layout = module.layout();
    let missing = names::missing(module, insertions, imports)?;
    let mut pieces = imports::merge(module, layout, &missing, settings);
    pieces.extend(bodies::insert(module, layout, insertions)?);
    let edits = edits::join(&module.text, lines::newline(&module.text), pieces);
    let text = edits::apply(&module.text, &edits);
    Ok(Draft { edits, text })
}

/// A new file of `insertions` and the imports they need.
///
/// # Errors
/// A [`SpliceError`], as for [`splice`].
pub fn new_file(
    insertions: &[Insertion],
    imports: &[NeededImport],
    settings: &Settings<'_>,
) -> Result<String, SpliceError> {
    let empty = Module::parse(Arc::from("")).map_err(SpliceError::Syntax)?;
    splice(&empty, insertions, imports, settings).map(|draft| draft.text)
}

impl NeededImport {
    /// `from module import name`.
    pub fn from(module: impl Into<String>, name: impl Into<String>) -> Self {
        Self { module: module.into(), name: Some(name.into()), asname: None }
    }

    /// `import module`.
    pub fn module(module: impl Into<String>) -> Self {
        Self { module: module.into(), name: None, asname: None }
    }
}

impl fmt::Debug for Settings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("line_length", &self.line_length)
            .field("lines_between_sections", &self.lines_between_sections)
            .field("lines_after_imports", &self.lines_after_imports)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for SpliceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchClass(name) => write!(f, "the file has no class `{name}`"),
            Self::NameTaken { name, class: None } => write!(f, "the file already binds `{name}`"),
            Self::NameTaken { name, class: Some(class) } => {
                write!(f, "class `{class}` already binds `{name}`")
            }
            Self::ImportConflict { name, wanted, existing: Some(existing) } => {
                write!(f, "`{name}` is imported from `{existing}`, not from `{wanted}`")
            }
            Self::ImportConflict { name, wanted, existing: None } => {
                write!(f, "the file binds `{name}` itself and cannot import `{wanted}`")
            }
            Self::Syntax(error) => write!(f, "inserted text is not Python: {}", error.message),
        }
    }
}

impl std::error::Error for SpliceError {}
