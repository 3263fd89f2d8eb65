//! Patterns: Python with metavariables, matched on the syntax tree.
//!
//! A pattern is one expression or one statement of Python. It matches code that is the same but for
//! layout: white space, line breaks, comments, quotes, redundant parentheses, trailing commas.
//!
//! # Metavariables
//!
//! | written | stands for |
//! |---|---|
//! | `$NAME` | one expression, bound to `NAME`. As a statement of its own: one statement |
//! | `$_`, `$_NAME` | the same, bound to nothing |
//! | `$$$`, `$$$_` | any number of items of a list, none included |
//! | `$$$NAME` | the same, bound to `NAME` as a list |
//! | `${NAME}` | `$NAME`, where letters follow: `${NAME}Factory` |
//!
//! Names are upper case: words of letters and digits, joined by `_`. A `_` before lower case is no
//! part of the name, so `$NAME_id` is `$NAME` and then `_id`.
//!
//! A metavariable that stands twice stands for the same code twice, again but for layout. It also
//! stands for the same code where it was bound before matching.
//!
//! `$NAME` may be, or be part of, any identifier: of a variable, an attribute, a keyword argument, a
//! parameter, a function, a class, an import. It is then bound to the identifier or the part of it,
//! of at least one character and as few as possible: `create_$WHAT`, `f($KEY=$_.$KEY)`.
//! In a string it is bound to the content, `"$ROUTE"`, or to part of it, `"$ROUTE/index"`. A `$` in
//! a string that starts no metavariable is a `$`, and so is `$$$`.
//!
//! `$NAME` does not stand for an unpacked argument or element; `*$NAME` and `**$NAME` do.
//!
//! `$$$` may stand among the arguments of a call or class, parameters, the elements of a list, set,
//! tuple or dict, the operands of `and` and `or`, decorators, statements of a body, items of `with`,
//! names of an import, targets of `del`. It takes as few items as it can.
//!
//! # What matches what
//!
//! - **An expression** matches anywhere, as a part of others and as a statement.
//! - **Arguments**: positional ones in order, keyword arguments in any order. Without `$$$` there
//!   are no others. With it there may be others of both sorts; the last `$$$` takes the keywords.
//! - **Lists and tuples** match in order, **sets and dicts** in any order. `{$$$}` is both a set
//!   and a dict.
//! - **Strings** match by value, whatever their quotes and prefixes and however they are joined;
//!   f-strings piece by piece.
//! - **A body `...`** is any body. Any other body matches statement by statement.
//! - **What a pattern leaves out** may be there: decorators, annotations of parameters and results,
//!   defaults of parameters, type parameters, the bases of `class C:` (but `class C():` has none),
//!   `as` of `with`, `except` and imports, `from` of `raise`, the message of `assert`, `elif`,
//!   `else`, `finally`, and `async`. What it has must be there.
//! - **Decorators, items of `with`, handlers of `try`, names of an import, targets of `a = b = c`**
//!   are found among others, in the order of the pattern. With a `$$$` it has the whole list.
//! - **`a = b`** also matches `a: T = b`.
//! - **`from $M import …`** matches any module, relative ones with their dots.
//! - In `match`, metavariables stand in the subject, the guards and the bodies only.
//!
//! # Names that change
//!
//! Identifiers are compared by [`Names`], so that a pattern finds a symbol under all the names it
//! has had. A dotted name without metavariables, of up to ten parts, is compared as a whole too.
//!
//! # Limits
//!
//! A pattern has at most 4 KB. Matching takes time linear in the nodes of a module. Where a
//! metavariable is repeated, `$$$` gives back what it took within its own list only, and within a
//! bounded number of steps: which items an inner list bound is not tried again for an outer one.

mod arguments;
mod bindings;
mod compile;
mod element;
mod expression;
mod kind;
mod lex;
mod matcher;
mod place;
mod replace;
mod search;
mod sequence;
mod statement;
mod word;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use ruff_python_ast::{AnyNodeRef, Stmt};

pub use bindings::{Bindings, Bound, Captured, Item};
pub use kind::NodeKind;
pub use place::{body_statements, header};
pub use replace::{Replacement, Site};
pub use search::{Depth, Found, MATCH_LIMIT, Match, Set, Side, find_all};

use crate::python::ByteRange;
use element::Element;
use lex::Hole;

/// Bytes that a pattern may have.
const MAX_LENGTH: usize = 4096;

/// A compiled pattern.
pub struct Pattern {
    /// The text that was parsed, with identifiers for metavariables.
    text: String,
    statement: Box<Stmt>,
    holes: Vec<Hole>,
    metavariables: Vec<Metavariable>,
    literals: Vec<String>,
    /// Whether a metavariable stands more than once.
    repeats: bool,
}

/// A metavariable that a pattern binds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metavariable {
    /// Its name, without `$`.
    pub name: Arc<str>,
    /// Bound to a list.
    pub many: bool,
}

/// Why a text is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// Where, in the pattern.
    pub range: ByteRange,
    /// What is wrong; lower case, no full stop.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// The names of the symbols that patterns mention.
pub trait Names {
    /// Whether `found` in a source is what a pattern means by `written`. Both are identifiers, or
    /// both are dotted names.
    fn same(&self, written: &str, found: &str) -> bool;

    /// What else a source may call what a pattern calls `written`.
    fn others(&self, written: &str) -> Vec<String> {
        let _ = written;
        Vec::new()
    }
}

/// Every name is what it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exact;

impl Names for Exact {
    fn same(&self, written: &str, found: &str) -> bool {
        written == found
    }
}

impl Pattern {
    /// Compiles `text`.
    ///
    /// # Errors
    /// If it is not one expression or statement of Python with metavariables.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        compile::compile(text)
    }

    /// What it binds, in the order of the pattern.
    pub fn metavariables(&self) -> &[Metavariable] {
        &self.metavariables
    }

    /// Words that a file must contain, under these or other names, if the pattern is to match
    /// there: identifiers and parts of identifiers.
    pub fn literals(&self) -> &[String] {
        &self.literals
    }

    /// The kind of node that it matches.
    pub fn kind(&self) -> NodeKind {
        match &*self.statement {
            _ if self.is_any_statement() => NodeKind::ANY_STATEMENT,
            Stmt::Expr(it) => NodeKind::of(AnyNodeRef::from(&*it.value)),
            other => NodeKind::of(AnyNodeRef::from(other)),
        }
    }

    /// Whether it matches expressions, not only statements.
    fn is_expression(&self) -> bool {
        matches!(*self.statement, Stmt::Expr(_)) && !self.is_any_statement()
    }

    /// Whether the pattern is one metavariable and nothing else.
    fn is_any_statement(&self) -> bool {
        Element::Statement(&self.statement).bare_name().and_then(lex::placeholder).is_some()
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&lex::restore(&self.text, &self.holes)).finish()
    }
}

impl PatternError {
    fn new(range: ByteRange, message: String) -> Self {
        Self { range, message, help: None }
    }

    fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PatternError {}
