//! What commands look for in test files: how a target's own is found, and what covers a target.

use super::Str;

/// How a test file is found that is not at the mirror's place.
#[derive(Debug)]
pub struct Search {
    /// The kind of target; every kind without a search of its own, if absent.
    pub on: Option<Str>,
    /// The score that a file needs.
    pub accept: Option<i64>,
    /// From this share of the best score on, in percent, another file is as good.
    pub rival: Option<i64>,
    /// What counts.
    pub evidence: Vec<Evidence>,
}

/// Something about a test file that counts for a target, or against it.
#[derive(Debug)]
pub struct Evidence {
    /// How much it counts.
    pub weight: i64,
    /// What it is.
    pub kind: EvidenceKind,
}

/// The kinds of evidence.
#[derive(Debug)]
pub enum EvidenceKind {
    /// One of these texts stands in the file.
    Says(Says),
    /// The file imports one of these names, templates, from the target's module or a package of it.
    Imports(Vec<Str>),
    /// Its name is one of these, templates, or else that of the mirror, but for underscores.
    Stem(Vec<Str>),
    /// As much of it as the words of its path are those of the mirror.
    Path,
    /// Its path is like one of these globs.
    Under(Vec<Str>),
}

/// Texts that a file may hold.
#[derive(Debug)]
pub struct Says {
    /// Templates; `*` in what they make is any part without `/`, quotes and line ends.
    pub texts: Vec<Str>,
    /// Once for each item of a list.
    pub each: Option<Each>,
    /// How much every further time counts.
    pub again: i64,
    /// It counts no more than this.
    pub most: Option<i64>,
}

/// Once for each item of a list.
#[derive(Debug)]
pub struct Each {
    /// The name that the item is bound to.
    pub name: Str,
    /// The list, an expression.
    pub list: Str,
}

/// When targets count as tested.
#[derive(Debug)]
pub struct Audit {
    /// The kind of target.
    pub on: Str,
    /// The category of the tests.
    pub category: Str,
    /// What must be covered: each item of a list, or else the target itself.
    pub each: Option<Each>,
    /// What an item is called, a template.
    pub item: Option<Str>,
    /// Any of these: texts that must all stand in one test file.
    pub covered: Vec<Vec<Says>>,
}
