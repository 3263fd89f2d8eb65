//! What of the checklist holds, and where.

/// What of the checklist holds, and where.
#[derive(Debug, Default)]
pub struct CheckSettings {
    /// Ids, slugs, or beginnings of ids; none: all.
    pub select: Vec<String>,
    /// The same, left out.
    pub ignore: Vec<String>,
    /// Globs of files that are not looked at.
    pub exclude: Vec<String>,
    /// What holds in a part of the tree, in order: the last word counts.
    pub paths: Vec<CheckPath>,
}

/// What of the checklist holds in a part of the tree.
#[derive(Debug)]
pub struct CheckPath {
    /// The part.
    pub glob: String,
    /// As for all.
    pub select: Vec<String>,
    /// As for all.
    pub ignore: Vec<String>,
}
