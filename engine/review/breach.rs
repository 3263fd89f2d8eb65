//! Findings that the engine makes by itself, in the form of those of rules.

use camino::Utf8Path;

use crate::builtin::BuiltIn;
use crate::check::{Finding, Fix};
use crate::model::{Level, Safety};
use crate::python::ByteRange;
use crate::splice::Edit;

/// A finding of the engine itself.
pub(super) fn built_in(
    kind: BuiltIn,
    path: &Utf8Path,
    range: ByteRange,
    message: impl Into<String>,
) -> Finding {
    Finding {
        id: kind.id.to_owned(),
        slug: kind.id.to_owned(),
        level: if kind.error { Level::Error } else { Level::Warning },
        path: path.to_owned(),
        range,
        message: message.into(),
        help: kind.why.to_owned(),
        fix: None,
    }
}

/// A fix of one edit that leaves the meaning as it is.
pub(super) fn safe(title: &str, edit: Edit) -> Fix {
    Fix { title: title.to_owned(), safety: Safety::Safe, edits: vec![edit], imports: Vec::new() }
}
