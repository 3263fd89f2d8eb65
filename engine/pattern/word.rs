//! Identifiers and strings with metavariables inside them.

use std::borrow::Cow;
use std::ops::Range;

use super::lex::{Hole, MARK};

/// A piece of an identifier or string of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'p> {
    Text(Cow<'p, str>),
    /// Index into the metavariables; `None` for what is not bound.
    Hole(Option<usize>),
}

impl<'p> Part<'p> {
    /// What is written out.
    pub(super) fn text(self) -> Option<Cow<'p, str>> {
        match self {
            Part::Text(text) => Some(text),
            Part::Hole(_) => None,
        }
    }
}

/// The parts of `text`. A list metavariable is no part of a word, so it stands as it is written.
pub(super) fn parts<'p>(text: &'p str, holes: &'p [Hole]) -> Vec<Part<'p>> {
    let pieces = text.split(MARK).enumerate().filter(|(_, piece)| !piece.is_empty());
    let read = |(index, piece): (usize, &'p str)| {
        let hole = piece.parse().ok().and_then(|it: usize| holes.get(it));
        match hole.filter(|_| index % 2 == 1) {
            Some(hole) if hole.many => Part::Text(Cow::Borrowed(&hole.written)),
            Some(hole) => Part::Hole(hole.slot),
            None => Part::Text(Cow::Borrowed(piece)),
        }
    };
    pieces.map(read).collect()
}

/// What each hole takes of `found`: the least that lets the rest match, and at least one
/// character. Metavariables that are `bound` already stand for their text.
pub(super) fn split(
    parts: &[Part<'_>],
    bound: impl Fn(usize) -> Option<String>,
    found: &str,
) -> Option<Vec<(Option<usize>, Range<usize>)>> {
    let parts = resolve(parts, bound);
    let mut spans = Vec::new();
    let mut at = 0;
    let mut open: Option<Option<usize>> = None;
    for (index, part) in parts.iter().enumerate() {
        let first = found[at..].chars().next().map_or(0, char::len_utf8);
        match (part, open) {
            (Part::Text(text), None) => {
                at += found[at..].starts_with(&**text).then_some(text.len())?;
            }
            (Part::Text(text), Some(slot)) => {
                let rest = &found[at + first..];
                let is_last = index + 1 == parts.len();
                let end = if is_last {
                    rest.strip_suffix(&**text).map(str::len)
                } else {
                    rest.find(&**text)
                };
                let length = end?;
                let end = at + first + length;
                spans.push((slot, at..end));
                (at, open) = (end + text.len(), None);
            }
            (Part::Hole(slot), earlier) => {
                if let Some(earlier) = earlier {
                    spans.push((earlier, at..at + first));
                    at += first;
                }
                open = Some(*slot);
            }
        }
        if open.is_some() && at == found.len() {
            return None;
        }
    }
    match open {
        Some(slot) => spans.push((slot, at..found.len())),
        None if at < found.len() => return None,
        None => {}
    }
    Some(spans)
}

/// Puts the text of bound metavariables in their place, and neighbouring texts together.
fn resolve<'p>(parts: &[Part<'p>], bound: impl Fn(usize) -> Option<String>) -> Vec<Part<'p>> {
    let mut resolved: Vec<Part<'p>> = Vec::with_capacity(parts.len());
    for part in parts {
        let part = match part {
            Part::Hole(Some(slot)) => match bound(*slot) {
                Some(text) => Part::Text(Cow::Owned(text)),
                None => part.clone(),
            },
            _ => part.clone(),
        };
        match (resolved.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(text)) => before.to_mut().push_str(&text),
            (_, part) => resolved.push(part),
        }
    }
    resolved
}
