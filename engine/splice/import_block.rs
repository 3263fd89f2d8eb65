//! The block of imports at the top of a file and the gaps in it. Stops at lines: which names a
//! statement imports is not looked at.

use crate::python::{ByteRange, Import, Layout, Module, Statement, StatementKind};

use super::Settings;
use super::edits::{Piece, Rank};
use super::import_order::{ImportKey, Section, gap_for};
use super::lines;

/// The first run of imports at module level that is not for `__future__` alone.
pub(super) struct Block<'a> {
    text: &'a str,
    pub(super) entries: Vec<Entry<'a>>,
    /// Whether nothing but the docstring stands above.
    pub(super) is_first: bool,
}

/// A logical line of imports.
pub(super) struct Entry<'a> {
    /// Its first statement.
    pub(super) import: &'a Import,
    pub(super) key: ImportKey,
    /// The line, with its line break and the comments directly above.
    lines: ByteRange,
    has_comments_above: bool,
}

/// An import statement to be written.
pub(super) struct NewStatement {
    pub(super) key: ImportKey,
    /// With its line break.
    pub(super) text: String,
}

/// The comment that ends the line of the statement at `range`, if there is one.
pub(super) fn trailing_comment(
    text: &str,
    layout: &Layout,
    range: &ByteRange,
) -> Option<ByteRange> {
    let line = range.end..lines::line_end(text, range.end);
    let comment = layout.comments_in(&line).first()?;
    lines::is_blank(&text[range.end..comment.start]).then(|| comment.clone())
}

impl<'a> Block<'a> {
    /// The block of `module`, without entries where it has none.
    pub(super) fn of(module: &'a Module, layout: &Layout, settings: &Settings<'_>) -> Self {
        let entry_at = |statement: &Statement| {
            let import = module.outline.imports.iter().find(|it| it.range == statement.range)?;
            let starts_line = lines::line_start(&module.text, import.range.start);
            let starts_line = starts_line == import.range.start;
            starts_line.then(|| Entry::new(module, layout, import, settings))
        };
        let runs = layout.statements.chunk_by(|a, b| a.kind == b.kind);
        let runs = runs.map(|run| run.iter().filter_map(entry_at).collect());
        let mut runs: Vec<Vec<Entry<'a>>> = runs.filter(|run: &Vec<_>| !run.is_empty()).collect();
        let is_future = |entry: &Entry<'_>| entry.key.section == Section::Future;
        let found = runs.iter().position(|run| !run.iter().all(is_future)).unwrap_or(0);
        let entries = if runs.is_empty() { Vec::new() } else { runs.swap_remove(found) };
        let is_first = entries.first().is_some_and(|entry| {
            let mut above = layout.statements.iter();
            above
                .find(|it| it.kind != StatementKind::Docstring)
                .is_some_and(|it| it.range == entry.import.range)
        });
        Self { text: &module.text, entries, is_first }
    }

    /// The pieces that write `statements`, each in its place.
    pub(super) fn insert(
        &self,
        mut statements: Vec<NewStatement>,
        settings: &Settings<'_>,
    ) -> Vec<Piece> {
        statements.sort_by(|a, b| a.key.cmp(&b.key));
        let keys: Vec<&ImportKey> = self.entries.iter().map(|entry| &entry.key).collect();
        let mut pieces = Vec::new();
        for gap in 0..=self.entries.len() {
            let run: Vec<&NewStatement> =
                statements.iter().filter(|it| gap_for(&keys, &&it.key) == gap).collect();
            if !run.is_empty() {
                pieces.extend(self.fill(gap, &run, settings.lines_between_sections));
            }
        }
        pieces
    }

    /// The pieces that write `run` between the entries before and after `gap`.
    fn fill(&self, gap: usize, run: &[&NewStatement], between: usize) -> Vec<Piece> {
        let above = gap.checked_sub(1).map(|index| &self.entries[index]);
        let below = self.entries.get(gap);
        let joins_above = |it: &NewStatement| above.is_some_and(|entry| entry.takes(it, below));
        let split = run.iter().take_while(|it| joins_above(it)).count();
        let (upper, lower) = run.split_at(split);
        let joins_below =
            lower.last().zip(below).is_some_and(|(it, entry)| entry.key.section == it.key.section);
        let mut pieces = Vec::new();
        if let (Some(above), false) = (above, upper.is_empty()) {
            let blank = if lower.is_empty() || joins_below { 0 } else { between };
            pieces.push(piece(above.lines.end, 0, paragraphs(upper, between), blank));
        }
        match (lower.is_empty(), joins_below, below, above) {
            (false, true, Some(below), _) => {
                let blank = usize::from(below.has_comments_above);
                pieces.push(piece(below.lines.start, 0, paragraphs(lower, between), blank));
            }
            (false, _, _, Some(above)) => {
                pieces.push(piece(above.lines.end, between, paragraphs(lower, between), 0));
            }
            (false, _, Some(below), None) => {
                pieces.push(piece(below.lines.start, 0, paragraphs(lower, between), between));
            }
            _ => {}
        }
        pieces
    }

    /// The blank lines that the imports of a file without any replace.
    pub(super) fn opening(module: &Module, layout: &Layout) -> ByteRange {
        let text = &module.text;
        let docstring = layout.statements.first().filter(|it| it.kind == StatementKind::Docstring);
        let start = match docstring {
            Some(docstring) => layout.line_end(docstring.range.end).unwrap_or(text.len()),
            None => end_of_header(text, layout),
        };
        let mut next = lines::lines_from(text, start);
        let end = next.find(|line| !lines::is_blank(&text[line.clone()]));
        let gap = start..end.map_or(text.len(), |line| line.start);
        if lines::is_plain_gap(text, &gap) { gap } else { gap.start..gap.start }
    }

    /// Blank lines that isort wants between imports and what stands at `offset`.
    pub(super) fn blank_lines_before(&self, offset: usize) -> usize {
        const DEFINITIONS: [&str; 4] = ["def ", "class ", "@", "async def"];
        let mut lines =
            lines::lines_from(self.text, offset).map(|line| &self.text[line]).peekable();
        while let Some(line) = lines.next() {
            let goes_on = lines.peek().is_some_and(|next| !lines::is_blank(next));
            if line.trim_start().starts_with('#') && goes_on {
                continue;
            }
            return if DEFINITIONS.iter().any(|start| line.starts_with(start)) { 2 } else { 1 };
        }
        1
    }
}

impl<'a> Entry<'a> {
    fn new(module: &Module, layout: &Layout, import: &'a Import, settings: &Settings<'_>) -> Self {
        let text = &module.text;
        let key = ImportKey::of(import, settings);
        let is_noted = import.names.len() == 1
            && import.names.iter().all(|it| it.asname.is_none())
            && trailing_comment(text, layout, &import.range).is_some();
        let key = if is_noted { key.noted() } else { key };
        let start = lines::line_start(text, import.range.start);
        let top = lines::comments_above(text, layout, start);
        // A comment at the very top is the file's, not the import's.
        let top = if top == lines::content_start(text) { start } else { top };
        let end = layout.line_end(import.range.end).unwrap_or(import.range.end);
        Self { import, key, lines: top..end, has_comments_above: top < start }
    }

    /// Whether `statement`, whose place is between this entry and `below`, goes directly under it.
    fn takes(&self, statement: &NewStatement, below: Option<&Self>) -> bool {
        let below = below.filter(|it| it.key.section == statement.key.section);
        let fits_below = below
            .is_some_and(|it| it.key.kind == statement.key.kind && it.lines.start > self.lines.end);
        self.key.section == statement.key.section
            && (self.key.kind == statement.key.kind || !fits_below)
    }
}

/// The end of the comments that a file starts with.
fn end_of_header(text: &str, layout: &Layout) -> usize {
    let start = lines::content_start(text);
    let comments = lines::lines_from(text, start);
    let header = comments.take_while(|line| lines::is_comment(text, layout, line));
    header.last().map_or(start, |line| line.end)
}

/// `statements`, which are sorted, with `between` blank lines wherever the section changes.
pub(super) fn paragraphs(statements: &[&NewStatement], between: usize) -> String {
    let mut text = String::new();
    let mut section = None;
    for statement in statements {
        if section.is_some_and(|it| it != statement.key.section) {
            text += &"\n".repeat(between);
        }
        section = Some(statement.key.section);
        text += &statement.text;
    }
    text
}

fn piece(at: usize, before: usize, text: String, after: usize) -> Piece {
    Piece { rank: Rank::NewImport, range: at..at, before, text, after }
}
