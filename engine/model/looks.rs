//! What commands look for: how a target's test file is found, what is shown of a target, and what
//! covers it.

use std::sync::Arc;

use crate::template::{Expression, Template};

use super::Compiled;

/// How a test file is found that is not at the mirror's place.
#[derive(Debug)]
pub struct Search {
    /// The kind of target; every kind without a search of its own, if absent.
    pub on: Option<String>,
    /// The score that a file needs.
    pub accept: f64,
    /// From this share of the best score on another file is as good.
    pub rival: f64,
    /// What counts, in words or by names.
    pub evidence: Vec<Evidence>,
}

/// Something about a test file that counts for a target, or against it.
#[derive(Debug)]
pub struct Evidence {
    /// How much it counts.
    pub weight: f64,
    /// What it is.
    pub kind: EvidenceKind,
}

/// The kinds of evidence.
#[derive(Debug)]
pub enum EvidenceKind {
    /// One of these texts stands in the file.
    Says(Says),
    /// The file imports one of these names from the target's module or a package of it.
    Imports(Vec<Compiled<Template>>),
    /// Its name is one of these, or else that of the mirror, but for underscores.
    Stem(Vec<Compiled<Template>>),
    /// As much of it as the words of its path are those of the mirror.
    Path,
    /// Its path is like one of these globs.
    Under(Vec<String>),
}

/// Texts that a file may hold.
#[derive(Debug)]
pub struct Says {
    /// The texts; `*` is any part without `/`, quotes and line ends.
    pub texts: Vec<Compiled<Template>>,
    /// Once for each item of a list.
    pub each: Option<Each>,
    /// How much every further time counts.
    pub again: f64,
    /// It counts no more than this.
    pub most: f64,
}

/// Once for each item of a list.
#[derive(Debug)]
pub struct Each {
    /// The name that the item is bound to.
    pub name: Arc<str>,
    /// The list.
    pub list: Compiled<Expression>,
}

/// Something that is shown of a target.
#[derive(Debug)]
pub struct Show {
    /// What it is called.
    pub title: String,
    /// What it is.
    pub value: Compiled<Expression>,
}

/// When targets count as tested.
#[derive(Debug)]
pub struct Audit {
    /// What they are, in words.
    pub title: String,
    /// The kind of target.
    pub on: String,
    /// The category of the tests.
    pub category: String,
    /// What must be covered: each item of a list, or else the target itself.
    pub each: Option<Each>,
    /// What an item is called.
    pub item: Option<Compiled<Template>>,
    /// Any of these: texts that must all stand in one test file.
    pub covered: Vec<Vec<Says>>,
}
