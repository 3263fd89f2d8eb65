//! Edits of one text: collected in any order, joined where they meet, applied at once.

use std::cmp::Reverse;

use crate::python::ByteRange;

use super::lines::content_start;

/// One change: the bytes at `range` give way to `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub range: ByteRange,
    /// What is written there, in the file's own line endings.
    pub text: String,
}

/// Which of the edits at one place comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Import statements on lines of their own.
    NewImport,
    /// Part of an import statement that is there.
    Extension,
    /// Methods of a class so many levels deep; a nested class ends before the one around it.
    Class(Reverse<usize>),
    Module,
}

/// What one part of the work wants to write.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) rank: Rank,
    /// What is replaced; empty for an insertion.
    pub(super) range: ByteRange,
    /// Blank lines wanted above, unless the file starts here.
    pub(super) before: usize,
    /// With LF line endings; whole lines, or part of one where `before` and `after` are 0.
    pub(super) text: String,
    /// Blank lines wanted below, unless the file ends here.
    pub(super) after: usize,
}

/// The edits that `pieces` of changes to `text` amount to, sorted and disjoint, with the line
/// break `newline`. Pieces that start at one place are joined, the blank lines between them shared.
pub(super) fn join(text: &str, newline: &str, mut pieces: Vec<Piece>) -> Vec<Edit> {
    pieces.sort_by_key(|piece| (piece.range.start, piece.rank));
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if piece.range.start == last.range.start => {
                last.text += &"\n".repeat(last.after.max(piece.before));
                last.text += &piece.text;
                last.range.end = last.range.end.max(piece.range.end);
                last.after = piece.after;
            }
            _ => joined.push(piece),
        }
    }
    joined.into_iter().map(|piece| piece.edit(text, newline)).collect()
}

impl Piece {
    fn edit(self, text: &str, newline: &str) -> Edit {
        let Self { range, before, after, .. } = self;
        let is_first = range.start == content_start(text);
        let opens_line = range.start == text.len() && !is_first && !text.ends_with(['\n', '\r']);
        let before = if is_first { 0 } else { before + usize::from(opens_line) };
        let after = if range.end == text.len() { 0 } else { after };
        let lines = "\n".repeat(before) + &self.text + &"\n".repeat(after);
        let text = if newline == "\n" { lines } else { lines.replace('\n', newline) };
        Edit { range, text }
    }
}

/// `text` after `edits`, which are sorted and disjoint.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut result = String::with_capacity(text.len() + added);
    let mut done = 0;
    for edit in edits {
        result.push_str(&text[done..edit.range.start]);
        result.push_str(&edit.text);
        done = edit.range.end;
    }
    result.push_str(&text[done..]);
    result
}
