//! Where classes, functions and methods go. Stops at their places: their text is only indented.

use std::cmp::Reverse;

use crate::python::{
    ByteRange, Class, Indentation, Layout, Module, Statement, StatementKind, reindent,
};

use super::edits::{Piece, Rank};
use super::lines;
use super::{Insertion, Placement, SpliceError};

/// The pieces that bring `insertions` into `module`, those of one place joined.
pub(super) fn insert(
    module: &Module,
    layout: &Layout,
    insertions: &[Insertion],
) -> Result<Vec<Piece>, SpliceError> {
    let mut groups: Vec<(&Placement, Vec<&str>)> = Vec::new();
    for insertion in insertions {
        match groups.iter_mut().find(|(placement, _)| *placement == &insertion.placement) {
            Some((_, texts)) => texts.push(&insertion.text),
            None => groups.push((&insertion.placement, vec![&insertion.text])),
        }
    }
    let site = Site { module, layout, text: &module.text };
    let mut pieces = Vec::new();
    for (placement, texts) in groups {
        match placement {
            Placement::Module => pieces.push(site.at_module_end(&texts)?),
            Placement::Class(path) => {
                let class = find_class(&module.outline.classes, path)
                    .ok_or_else(|| SpliceError::NoSuchClass(path.clone()))?;
                let depth = path.split('.').count();
                pieces.extend(site.at_class_end(class, depth, &texts)?);
            }
        }
    }
    Ok(pieces)
}

/// The class of the dotted name `path`; of several, the one that the name stands for in the end.
pub(super) fn find_class<'a>(classes: &'a [Class], path: &str) -> Option<&'a Class> {
    let (name, inner) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
    let class = classes.iter().rev().find(|class| class.name == name)?;
    match inner {
        Some(inner) => find_class(&class.classes, inner),
        None => Some(class),
    }
}

const FOUR_SPACES: &str = "    ";

struct Site<'a> {
    module: &'a Module,
    layout: &'a Layout,
    text: &'a str,
}

impl<'a> Site<'a> {
    fn at_module_end(&self, texts: &[&str]) -> Result<Piece, SpliceError> {
        let indentation = Indentation { base: "", unit: self.usual_unit() };
        let text = written(texts, indentation, 2)?;
        let guard = self.layout.statements.last().filter(|it| it.kind == StatementKind::MainGuard);
        let end = guard.map_or(self.text.len(), |guard| self.top_of(guard));
        let range = self.gap_before(end);
        let after = if range.end == end { 2 } else { 0 };
        Ok(Piece { rank: Rank::Module, range, before: 2, text, after })
    }

    /// Where the comment lines that belong to `statement` start.
    fn top_of(&self, statement: &Statement) -> usize {
        let start = lines::line_start(self.text, statement.range.start);
        lines::comments_above(self.text, self.layout, start)
    }

    /// The blank lines before `end`, which starts a line; none of them where they hold more than
    /// white space.
    fn gap_before(&self, end: usize) -> ByteRange {
        let floor = lines::content_start(self.text);
        let content = self.text[floor..end].trim_end().len() + floor;
        let after_comment =
            if content == floor { floor } else { lines::line_end(self.text, content) };
        let last_line = self.layout.statements.iter().rev().find(|it| it.range.end <= content);
        let logical = last_line.and_then(|it| self.layout.line_end(it.range.end));
        let gap = after_comment.max(logical.unwrap_or(floor)).min(end)..end;
        if lines::is_plain_gap(self.text, &gap) { gap } else { gap.start..gap.start }
    }

    /// The indentation of the first class or function, or four spaces.
    fn usual_unit(&self) -> &'a str {
        let outline = &self.module.outline;
        let classes = outline.classes.iter().map(|it| (&it.name_range, &it.body));
        let functions = outline.functions.iter().map(|it| (&it.name_range, &it.body));
        classes
            .chain(functions)
            .filter(|(name, body)| self.is_block(name, body))
            .map(|(name, body)| self.unit(name.start, body.start))
            .next()
            .unwrap_or(FOUR_SPACES)
    }

    /// Whether the body stands on lines of its own.
    fn is_block(&self, name: &ByteRange, body: &ByteRange) -> bool {
        self.layout.line_end(name.end).is_some_and(|end| end <= body.start)
    }

    /// What the line at `inner` is indented by beyond the one at `outer`.
    fn unit(&self, outer: usize, inner: usize) -> &'a str {
        let outer = lines::indentation(self.text, outer);
        let inner = lines::indentation(self.text, inner);
        inner.strip_prefix(outer).filter(|unit| !unit.is_empty()).unwrap_or(FOUR_SPACES)
    }

    fn at_class_end(
        &self,
        class: &Class,
        depth: usize,
        texts: &[&str],
    ) -> Result<Vec<Piece>, SpliceError> {
        let rank = Rank::Class(Reverse(depth));
        let block = self.is_block(&class.name_range, &class.body);
        let base = if block {
            lines::indentation(self.text, class.body.start).to_owned()
        } else {
            lines::indentation(self.text, class.name_range.start).to_owned() + self.usual_unit()
        };
        let unit = if block {
            self.unit(class.name_range.start, class.body.start)
        } else {
            self.usual_unit()
        };
        let text = written(texts, Indentation { base: &base, unit }, 1)?;
        let body = self.module.body_of(class);
        let end = self.end_of_class(class, &base);
        let insertion = Piece { rank, range: end..end, before: 1, text, after: 0 };
        Ok(match (self.sole_placeholder(&body, end), block) {
            (Some(place), true) => vec![self.instead_of(place, class, insertion)],
            (Some(_), false) => {
                let range = self.colon_end(class)..end;
                let text = format!("\n{}", insertion.text);
                vec![Piece { range, before: 0, text, ..insertion }]
            }
            (None, true) => vec![insertion],
            (None, false) => vec![self.own_line(class, rank, &base), insertion],
        })
    }

    /// The statement that `body` consists of, beside the docstring, if it is one that only fills
    /// the place and nothing is noted about it.
    fn sole_placeholder<'b>(&self, body: &'b [Statement], end: usize) -> Option<&'b Statement> {
        let first = body.first()?;
        let (StatementKind::Placeholder, true) = (body.last()?.kind, body.len() <= 2) else {
            return None;
        };
        let is_sole = body.len() == 1 || first.kind == StatementKind::Docstring;
        let noted = !self.layout.comments_in(&(first.range.start..end)).is_empty();
        let on_one_line = body.len() == 2 && self.layout.line_end(first.range.end)? == end;
        body.last().filter(|_| is_sole && !noted && !on_one_line)
    }

    fn instead_of(&self, placeholder: &Statement, class: &Class, insertion: Piece) -> Piece {
        let range = lines::line_start(self.text, placeholder.range.start)..insertion.range.end;
        let before = usize::from(class.docstring.is_some());
        let gap = lines::line_end(self.text, self.text[..range.start].trim_end().len());
        let start = if before == 1 { gap.min(range.start) } else { range.start };
        Piece { range: start..range.end, before, ..insertion }
    }

    /// The end of the colon that ends the header of `class`, whose body follows on the same line.
    fn colon_end(&self, class: &Class) -> usize {
        let header = &self.text[..class.body.start];
        header.rfind(':').map_or(class.body.start, |at| at + 1)
    }

    /// Moves the body of `class`, which shares the header's line, to a line of its own.
    fn own_line(&self, class: &Class, rank: Rank, base: &str) -> Piece {
        let range = self.colon_end(class)..class.body.start;
        Piece { rank, range, before: 0, text: format!("\n{base}"), after: 0 }
    }

    /// Where the lines of `class` end, the comments that follow at the indentation of its body
    /// included.
    fn end_of_class(&self, class: &Class, base: &str) -> usize {
        let mut end = self.layout.line_end(class.body.end).unwrap_or(class.body.end);
        for line in lines::lines_from(self.text, end) {
            if lines::is_blank(&self.text[line.clone()]) {
                continue;
            }
            let column = lines::column(lines::indentation(self.text, line.start));
            if column < lines::column(base) || !lines::is_comment(self.text, self.layout, &line) {
                break;
            }
            end = line.end;
        }
        end
    }
}

/// `texts` at `indentation`, as many `blank` lines apart, each ending in a line break.
fn written(
    texts: &[&str],
    indentation: Indentation<'_>,
    blank: usize,
) -> Result<String, SpliceError> {
    let mut result = String::new();
    for text in texts {
        let text = reindent(text.trim_end().trim_start_matches('\n'), indentation)
            .map_err(SpliceError::Syntax)?;
        if !result.is_empty() {
            result += &"\n".repeat(blank);
        }
        result += &text;
        result.push('\n');
    }
    Ok(result)
}
