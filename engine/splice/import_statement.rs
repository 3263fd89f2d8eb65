//! The text of one import statement: writing a new one, extending one that is there. Stops at the
//! statement's own lines.

use crate::python::{ByteRange, Import, Layout};

use super::edits::{Piece, Rank};
use super::import_block::trailing_comment;
use super::import_order::{NameKey, gap_for};
use super::lines;

/// A name of a `from` import, and its alias.
pub(super) type Item = (String, Option<String>);

const INDENT: &str = "    ";

/// `from module import items` without its line break, one item a line where it is too long.
pub(super) fn written(module: &str, items: &[Item], comment: &str, line_length: usize) -> String {
    let items: Vec<String> = items.iter().map(item_text).collect();
    let comment = if comment.is_empty() { String::new() } else { format!("  {comment}") };
    let line = format!("from {module} import {}{comment}", items.join(", "));
    if line.chars().count() <= line_length {
        return line;
    }
    let rows = rows(INDENT, &items);
    format!("from {module} import ({comment}\n{rows})")
}

/// `items`, which are sorted, in as many statements as isort writes: an item with an alias stands
/// alone, and so does the same name without one. `aliased` are names that have their statements.
pub(super) fn split_at_aliases(items: &[Item], aliased: &[NameKey]) -> Vec<Vec<Item>> {
    let is_alone = |item: &Item| items.iter().any(|it| it.0 == item.0 && it.1.is_some());
    let are_parted = |a: &Item, b: &Item| {
        let (above, below) = (item_key(a), item_key(b));
        aliased.iter().any(|it| above <= *it && *it <= below)
    };
    let groups = items.chunk_by(|a, b| !is_alone(a) && !is_alone(b) && !are_parted(a, b));
    groups.map(<[Item]>::to_vec).collect()
}

pub(super) fn item_key(item: &Item) -> NameKey {
    NameKey::new(&item.0, item.1.as_deref())
}

/// Each of `items` on a line of its own.
fn rows(indent: &str, items: &[String]) -> String {
    items.iter().flat_map(|item| [indent, item, ",\n"]).collect()
}

fn item_text((name, asname): &Item) -> String {
    match asname {
        Some(asname) => format!("{name} as {asname}"),
        None => name.clone(),
    }
}

/// A statement of the file that takes more items.
pub(super) struct Extension<'a> {
    pub(super) text: &'a str,
    pub(super) layout: &'a Layout,
    pub(super) import: &'a Import,
    /// With the leading dots.
    pub(super) module: &'a str,
    pub(super) line_length: usize,
}

impl Extension<'_> {
    /// The pieces that add `items` to the statement, each in its place.
    pub(super) fn pieces(&self, items: &[Item]) -> Vec<Piece> {
        let rows = self.rows();
        if rows.is_none() && self.has_inner_comments() {
            return self.inline(items);
        }
        match rows {
            Some(rows) if items.iter().all(|it| it.1.is_none()) => self.added_rows(&rows, items),
            _ => vec![self.rewritten(items)],
        }
    }

    /// Whether the statement can be written anew without touching a comment.
    pub(super) fn can_be_rewritten(&self) -> bool {
        !self.has_inner_comments() && self.trailing_comment().is_none()
    }

    fn has_inner_comments(&self) -> bool {
        !self.layout.comments_in(&self.import.range).is_empty()
    }

    fn trailing_comment(&self) -> Option<ByteRange> {
        trailing_comment(self.text, self.layout, &self.import.range)
    }

    /// The statement with its items and `items`, in a form that fits the line.
    fn rewritten(&self, items: &[Item]) -> Piece {
        let merged = self.merged(items);
        let prefix =
            self.import.range.start - lines::line_start(self.text, self.import.range.start);
        let room = self.line_length.saturating_sub(prefix);
        let comment = self.trailing_comment();
        let note = comment.as_ref().map_or("", |it| self.text[it.clone()].trim_end());
        let with_note = written(self.module, &merged, note, room);
        let (range, text) = match comment {
            // The comment moves only where the statement no longer fits its line.
            Some(comment) if with_note.contains('\n') => {
                (self.import.range.start..comment.end, with_note)
            }
            Some(_) => (self.import.range.clone(), written(self.module, &merged, "", room)),
            None => {
                let statements = split_at_aliases(&merged, &[]);
                let statements = statements.iter().map(|it| written(self.module, it, "", room));
                (self.import.range.clone(), statements.collect::<Vec<_>>().join("\n"))
            }
        };
        Piece { rank: Rank::Extension, range, before: 0, text, after: 0 }
    }

    fn merged(&self, items: &[Item]) -> Vec<Item> {
        let own = self.import.names.iter().map(|it| (it.name.clone(), it.asname.clone()));
        let mut merged: Vec<Item> = own.collect();
        for item in items {
            let keys: Vec<NameKey> = merged.iter().map(item_key).collect();
            merged.insert(gap_for(&keys, &item_key(item)), item.clone());
        }
        merged
    }

    /// The lines of the statement's items where each item has a line of its own, and so have the
    /// parentheses.
    fn rows(&self) -> Option<Vec<ByteRange>> {
        let line_of = |at| lines::line_start(self.text, at)..lines::line_end(self.text, at);
        let names = &self.import.names;
        let rows: Vec<ByteRange> = names.iter().map(|it| line_of(it.range.start)).collect();
        let closing = self.import.range.end.checked_sub(1)?;
        let is_alone = names.iter().zip(&rows).all(|(name, row)| {
            lines::is_blank(&self.text[row.start..name.range.start]) && name.range.end <= row.end
        });
        let opens_above = rows.first()?.start > self.import.range.start;
        let is_parenthesized = self.text[..self.import.range.end].ends_with(')');
        let closes_below = closing >= rows.last()?.end;
        let are_distinct = rows.windows(2).all(|pair| pair[0].end <= pair[1].start);
        let fits = is_alone && opens_above && is_parenthesized && closes_below && are_distinct;
        fits.then_some(rows)
    }

    /// A line for each of `items`, under the line of the item it comes after.
    fn added_rows(&self, rows: &[ByteRange], items: &[Item]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (gap, items) in self.by_gap(items) {
            let (at, model) = match gap.checked_sub(1) {
                Some(above) => (rows[above].end, above),
                None => (self.first_row_start(rows), 0),
            };
            let indent = lines::indentation(self.text, rows[model].start);
            let items: Vec<String> = items.into_iter().map(item_text).collect();
            let text = self::rows(indent, &items);
            if gap == rows.len() {
                pieces.extend(self.comma_after_last());
            }
            pieces.push(Piece { rank: Rank::Extension, range: at..at, before: 0, text, after: 0 });
        }
        pieces
    }

    /// Under the line of the opening parenthesis, above comments on the first item.
    fn first_row_start(&self, rows: &[ByteRange]) -> usize {
        let header = self.text[..rows[0].start].rfind('(').unwrap_or(rows[0].start);
        lines::line_end(self.text, header).min(rows[0].start)
    }

    fn comma_after_last(&self) -> Option<Piece> {
        let last = self.import.names.last()?;
        let rest = &self.text[last.range.end..self.import.range.end];
        let at = last.range.end;
        let comma =
            Piece { rank: Rank::Extension, range: at..at, before: 0, text: ",".into(), after: 0 };
        (!rest.starts_with(',')).then_some(comma)
    }

    /// The items next to those they follow, for a layout that cannot be told.
    fn inline(&self, items: &[Item]) -> Vec<Piece> {
        let names = &self.import.names;
        let place = |(gap, items): (usize, Vec<&Item>)| {
            let texts: Vec<String> = items.into_iter().map(item_text).collect();
            let (at, text) = match names.get(gap) {
                Some(next) => (next.range.start, texts.join(", ") + ", "),
                None => (names[gap - 1].range.end, format!(", {}", texts.join(", "))),
            };
            Piece { rank: Rank::Extension, range: at..at, before: 0, text, after: 0 }
        };
        self.by_gap(items).into_iter().map(place).collect()
    }

    /// `items` by the number of the statement's own items above them.
    fn by_gap<'i>(&self, items: &'i [Item]) -> Vec<(usize, Vec<&'i Item>)> {
        let own = self.import.names.iter();
        let keys: Vec<NameKey> =
            own.map(|it| NameKey::new(&it.name, it.asname.as_deref())).collect();
        let mut items: Vec<&Item> = items.iter().collect();
        items.sort_by_key(|item| item_key(item));
        let mut groups: Vec<(usize, Vec<&Item>)> = Vec::new();
        for item in items {
            let gap = gap_for(&keys, &item_key(item));
            match groups.last_mut() {
                Some((last, group)) if *last == gap => group.push(item),
                _ => groups.push((gap, vec![item])),
            }
        }
        groups
    }
}
