//! What the spec is held to, and which of its nodes say that they meet it.

use indexmap::IndexMap;

use crate::span::Span;

/// A group of requirements.
#[derive(Debug)]
pub struct Requirements {
    /// What people call it.
    pub title: String,
    /// The category that it is about.
    pub category: Option<String>,
    /// Heads of the columns, where the items are rows of a table.
    pub columns: Vec<String>,
    /// The requirements by name.
    pub items: IndexMap<String, Requirement>,
}

/// Something that the spec is held to.
#[derive(Debug)]
pub struct Requirement {
    /// Its text, or the cells of its row.
    pub texts: Vec<String>,
    /// Where it stands.
    pub span: Span,
    /// What meets it.
    pub met: Vec<Met>,
}

/// A node of the spec that meets a requirement.
#[derive(Clone, Debug)]
pub struct Met {
    /// The kind of the entry that the node stands in.
    pub kind: &'static str,
    /// The entry's name.
    pub entry: String,
    /// The node's own name.
    pub node: String,
    /// Its first argument.
    pub name: Option<String>,
    /// The node's place.
    pub span: Span,
}
