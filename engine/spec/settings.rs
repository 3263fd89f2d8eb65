//! What a project wants of the checklist, as written.

use super::Str;

/// What of the checklist holds in a project, and where.
#[derive(Debug, Default)]
pub struct Check {
    /// Ids, slugs, or beginnings of ids.
    pub select: Vec<Str>,
    /// The same, left out.
    pub ignore: Vec<Str>,
    /// Globs of files that are not looked at.
    pub exclude: Vec<Str>,
    /// What holds in a part of the tree only.
    pub paths: Vec<CheckPath>,
}

/// What of the checklist holds in a part of the tree.
#[derive(Debug)]
pub struct CheckPath {
    /// The part.
    pub glob: Str,
    /// As for all.
    pub select: Vec<Str>,
    /// As for all.
    pub ignore: Vec<Str>,
}
