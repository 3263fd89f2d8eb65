//! Lines: which of them leave no line behind, and how far each hole is indented. Stops at where
//! things stand: what they print is not known yet.

use std::ops::Range;
use std::sync::Arc;

use super::parse::{Piece, PieceKind, Tag};
use super::syntax::Expr;

/// A piece in its place.
#[derive(Debug)]
pub(super) enum Laid {
    /// Printed as it stands in the template.
    Text(Range<usize>),
    /// The end of a line that holds no text of its own.
    LineEnd { newline: &'static str, range: Range<usize> },
    /// The same, where the template ends.
    LastLine,
    /// A value, its further lines indented.
    Hole { value: Expr, indent: Box<str> },
    /// A part, its further lines indented.
    Include { part: Arc<str>, indent: Box<str>, range: Range<usize> },
    /// A tag that prints nothing.
    Tag(Tag, Range<usize>),
}

/// Lays out the `pieces` of `text`, line by line.
pub(super) fn lines(text: &str, pieces: Vec<Piece>) -> Vec<Laid> {
    let mut line = Line { text, laid: Vec::new(), start: 0, ..Line::default() };
    for piece in pieces {
        match piece.kind {
            PieceKind::Text => line.text(piece.range),
            PieceKind::Hole(value) => {
                let indent = line.print();
                line.laid.push(Laid::Hole { value, indent });
            }
            PieceKind::Include(part) => {
                let indent = line.print();
                line.laid.push(Laid::Include { part, indent, range: piece.range });
            }
            PieceKind::Tag(tag) => {
                line.has_tag = true;
                line.laid.push(Laid::Tag(tag, piece.range));
            }
        }
    }
    line.end("", 0..0);
    line.laid.dedup_by(|next, before| match (before, next) {
        (Laid::Text(before), Laid::Text(next)) if before.end == next.start => {
            before.end = next.end;
            true
        }
        _ => false,
    });
    line.laid
}

/// The line that is being laid out.
#[derive(Default)]
struct Line<'t> {
    text: &'t str,
    laid: Vec<Laid>,
    /// Where the line begins in `laid`.
    start: usize,
    /// The whitespace before the first thing that is printed.
    indent: String,
    /// Whether text other than whitespace stands on the line.
    has_text: bool,
    /// Whether a hole or an include stands on the line.
    prints: bool,
    /// Whether a tag that prints nothing stands on the line.
    has_tag: bool,
}

impl Line<'_> {
    fn text(&mut self, range: Range<usize>) {
        let mut start = range.start;
        while let Some(length) = memchr::memchr(b'\n', &self.text.as_bytes()[start..range.end]) {
            let end = start + length;
            let is_crlf = end > start && self.text.as_bytes()[end - 1] == b'\r';
            self.stretch(start..end - usize::from(is_crlf));
            let newline = if is_crlf { "\r\n" } else { "\n" };
            self.end(newline, end - usize::from(is_crlf)..end + 1);
            start = end + 1;
        }
        self.stretch(start..range.end);
    }

    /// Text without a line end.
    fn stretch(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let stretch = &self.text[range.clone()];
        let rest = stretch.trim_start_matches([' ', '\t']);
        if !self.has_text && !self.prints {
            self.indent.push_str(&stretch[..stretch.len() - rest.len()]);
        }
        self.has_text |= !rest.is_empty();
        self.push_text(range);
    }

    /// Something is printed here; gives the indentation of its further lines.
    fn print(&mut self) -> Box<str> {
        self.prints = true;
        self.indent.as_str().into()
    }

    fn end(&mut self, newline: &'static str, range: Range<usize>) {
        let is_last = newline.is_empty();
        if !self.has_text && self.has_tag && !self.prints {
            let tags = self.laid.split_off(self.start);
            self.laid.extend(tags.into_iter().filter(|it| matches!(it, Laid::Tag(..))));
        }
        match (self.has_text, self.prints, self.has_tag) {
            (false, true, _) | (false, _, true) if is_last => self.laid.push(Laid::LastLine),
            (false, true, _) => self.laid.push(Laid::LineEnd { newline, range }),
            (false, false, true) => {}
            _ => self.push_text(range),
        }
        self.start = self.laid.len();
        self.indent.clear();
        (self.has_text, self.prints, self.has_tag) = (false, false, false);
    }

    fn push_text(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.laid.push(Laid::Text(range));
        }
    }
}
