//! What the spec is held to, and the nodes that say they meet it, as written.

use crate::span::Span;

use super::Str;

/// What the spec is held to, item by item.
#[derive(Debug)]
pub struct Requirements {
    /// What people call the group.
    pub title: Str,
    /// The category that it is about.
    pub category: Option<Str>,
    /// Heads of the columns, where the items are rows of a table.
    pub columns: Vec<Str>,
    /// Each item's name and texts.
    pub items: Vec<(Str, Vec<Str>)>,
}

/// A node that says which requirements it meets.
#[derive(Debug)]
pub struct Meets {
    /// `GROUP.ITEM`, several separated by `|`.
    pub ids: Str,
    /// The node's own name, for example `case`.
    pub node: String,
    /// Its first argument.
    pub name: Option<String>,
    /// Where the node stands.
    pub span: Span,
}
