//! What is written in the place of a match: Python with the metavariables that the match bound.
//! What comes out parses as the replacement says: parentheses are put where they are needed and
//! nowhere else. Stops where a comment would be lost: then there is no replacement.

use ruff_python_ast::visitor::source_order::{self, SourceOrderVisitor};
use ruff_python_ast::{Expr, Stmt};

use super::bindings::{Bindings, Bound};
use super::compile::compile;
use super::lex::{self, MARK, Template};
use super::place::{NodeAt, is_atom, is_simple, statement_around};
use super::search::Depth;
use super::{Metavariable, Names, Pattern, PatternError};
use crate::python::{
    ByteRange, FormatOptions, Indentation, Module, byte_range, dedent, format, free_names, reindent,
};

/// A compiled replacement.
#[derive(Debug)]
pub struct Replacement {
    what: What,
}

#[derive(Debug)]
enum What {
    /// The match is taken away.
    Nothing,
    /// The statements that a list metavariable is bound to.
    Statements(Metavariable),
    /// A statement or expression.
    Code(Box<Pattern>),
}

/// Where and how a replacement is written.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// The file.
    pub module: &'a Module,
    /// What is replaced.
    pub range: &'a ByteRange,
    /// What was bound there.
    pub bindings: &'a Bindings,
    /// Names that the file knows under others: as the replacement writes them, and as it is to be.
    pub renamed: &'a [(String, String)],
    /// The column that lines should not pass.
    pub line_length: usize,
}

impl Replacement {
    /// Compiles `text`; none at all takes the match away.
    ///
    /// # Errors
    /// If it is not one expression or statement, or a list of statements: `$$$NAME`.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if text.trim().is_empty() {
            return Ok(Self { what: What::Nothing });
        }
        let template = Template::read(text)?;
        if let [hole] = template.holes.as_slice()
            && let (true, Some(slot)) = (hole.many && hole.written == text.trim(), hole.slot)
        {
            return Ok(Self { what: What::Statements(template.metavariables[slot].clone()) });
        }
        compile(text).map(|it| Self { what: What::Code(Box::new(it)) })
    }

    /// Whether it takes the match away.
    pub fn is_empty(&self) -> bool {
        matches!(self.what, What::Nothing)
    }

    /// What it writes that must have been bound.
    pub fn metavariables(&self) -> &[Metavariable] {
        match &self.what {
            What::Nothing => &[],
            What::Statements(it) => std::slice::from_ref(it),
            What::Code(it) => it.metavariables(),
        }
    }

    /// The names that it writes itself and that something must define.
    pub fn names(&self) -> Vec<String> {
        let What::Code(pattern) = &self.what else { return Vec::new() };
        let free = free_names(&pattern.text).unwrap_or_default();
        let mut names: Vec<String> = free.into_iter().map(|it| it.name).collect();
        names.retain(|it| !it.contains(MARK) && !matches!(it.as_str(), "self" | "cls"));
        names.dedup();
        names
    }

    /// What is to be replaced by what; `None` where it cannot be said, or a comment would be lost.
    pub fn write(&self, site: Site<'_>) -> Option<(ByteRange, String)> {
        let node = NodeAt::find(site.module, site.range)?;
        let (range, text) = match (&self.what, &node) {
            (What::Nothing, _) => (node.statement()?, String::new()),
            (What::Statements(list), _) => {
                let range = node.statement()?;
                let block = site.block(&list.name, site.indentation(range.start))?;
                (range.start..block.end.max(range.end), block.text)
            }
            (What::Code(pattern), NodeAt::Expression(found)) if pattern.is_expression() => {
                (site.range.clone(), site.expression(pattern, found)?)
            }
            (What::Code(pattern), _) => {
                let range = node.statement()?;
                let (text, end) = site.statement(pattern, &range)?;
                (range.start..end, text)
            }
        };
        if !site.keeps_comments(&range, self.metavariables()) {
            return None;
        }
        let (range, text) = match site.laid_out(&range, &text) {
            Some(whole) if matches!(self.what, What::Code(_)) => whole,
            _ => (range, text),
        };
        Some((range, site.with_newlines(text)))
    }
}

/// A list of statements, moved, and where the last of their lines ends in the file.
struct Block {
    text: String,
    end: usize,
}

impl<'a> Site<'a> {
    fn text(&self) -> &'a str {
        &self.module.text
    }

    /// The white space before the statement at `start`.
    fn indentation(&self, start: usize) -> &'a str {
        let text = self.text();
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[line..start];
        &line[..line.len() - line.trim_start().len()]
    }

    fn expression(&self, pattern: &Pattern, found: &Expr) -> Option<String> {
        let text = self.filled(pattern, "")?;
        let Stmt::Expr(written) = &*pattern.statement else { return None };
        let is_same = std::mem::discriminant(&*written.value) == std::mem::discriminant(found);
        Some(if is_same || is_atom(&written.value) { text } else { format!("({text})") })
    }

    /// The new text of a statement, and where the old one ends.
    fn statement(&self, pattern: &Pattern, range: &ByteRange) -> Option<(String, usize)> {
        let indentation = self.indentation(range.start);
        let text = self.filled(pattern, indentation)?;
        let lists = statement_lists(pattern);
        let blocks = lists.iter().filter_map(|it| self.block(it, indentation));
        let end = blocks.map(|it| it.end).max().unwrap_or(range.end).max(range.end);
        let rest = self.text()[range.end..].lines().next().unwrap_or_default();
        let columns = indentation.chars().count() + text.chars().count() + rest.chars().count();
        let is_plain = !text.contains('\n') && columns <= self.line_length;
        if is_plain || !is_simple(&pattern.statement) {
            return Some((text, end));
        }
        Some((self.formatted(&text, indentation)?, end))
    }

    /// A statement as the formatter writes it at this indentation.
    fn formatted(&self, text: &str, indentation: &str) -> Option<String> {
        self.formatted_for(text, indentation, indentation)
    }

    /// A statement as the formatter writes it where lines are indented by `indentation`, but with
    /// the indentation `base`.
    fn formatted_for(&self, text: &str, base: &str, indentation: &str) -> Option<String> {
        let room = self.line_length.saturating_sub(indentation.chars().count());
        let formatted = format(text, &FormatOptions::new(room, 0)).ok()?;
        let moved = reindent(&formatted, Indentation { base, unit: "    " }).ok()?;
        Some(moved.trim().to_owned())
    }

    /// A statement of several lines at the indentation `own`, as it is to be when it moves to
    /// `indentation`, where it may fit into fewer.
    fn widened(&self, text: &str, own: &str, indentation: &str) -> Option<String> {
        let old = text.replace("\r\n", "\n");
        let is_plain = old.contains('\n') && !old.contains('#');
        let is_formatted = is_plain && self.formatted(&old, own)? == old;
        if is_formatted { self.formatted_for(&old, own, indentation) } else { None }
    }

    /// The whole statement around a new expression, laid out anew, where a line would be too long.
    /// A statement that was not as the formatter writes it stays as it is.
    fn laid_out(&self, range: &ByteRange, expression: &str) -> Option<(ByteRange, String)> {
        let around = byte_range(statement_around(self.module, range)?);
        let text = self.text();
        let indentation = self.indentation(around.start);
        let old = text[around.clone()].replace("\r\n", "\n");
        let (before, after) = (around.start..range.start, range.end..around.end);
        let new = [&text[before], expression, &text[after]].concat().replace("\r\n", "\n");
        let fits = |line: &str| line.chars().count() <= self.line_length;
        let first = new.lines().next().unwrap_or_default();
        let is_fine = fits(&format!("{indentation}{first}")) && new.lines().skip(1).all(fits);
        if is_fine || old.contains('#') || self.formatted(&old, indentation)? != old {
            return None;
        }
        Some((around, self.formatted(&new, indentation)?))
    }

    /// The pattern with its holes filled, for a statement so far indented; parentheses stand where
    /// the text would otherwise be read as something else.
    fn filled(&self, pattern: &Pattern, indentation: &str) -> Option<String> {
        let bare = bare_holes(pattern);
        let mut parentheses = vec![false; pattern.holes.len()];
        if !self.reads_back(pattern, &parentheses) {
            for hole in &bare {
                parentheses[*hole] = true;
            }
            if !self.reads_back(pattern, &parentheses) {
                return None;
            }
            for hole in bare {
                parentheses[hole] = false;
                if !self.reads_back(pattern, &parentheses) {
                    parentheses[hole] = true;
                }
            }
        }
        self.assembled(pattern, &parentheses, indentation)
    }

    /// Whether the text, parsed, is the pattern with just these bindings.
    fn reads_back(&self, pattern: &Pattern, parentheses: &[bool]) -> bool {
        let Some(text) = self.assembled(pattern, parentheses, "") else { return false };
        let Ok(module) = Module::parse(text.as_str().into()) else { return false };
        let lists = statement_lists(pattern);
        let known =
            self.bindings.iter().filter(|(name, _)| !lists.iter().any(|it| **it == ***name));
        let known: Bindings = known.map(|(name, it)| (name.clone(), it.clone())).collect();
        let all = 0..text.len();
        let found = pattern.find(&module, &all, Depth::Body, &known, &Renamed(self.renamed));
        module.syntax().body.len() == 1 && found.iter().any(|it| it.range.start == 0)
    }

    fn assembled(
        &self,
        pattern: &Pattern,
        parentheses: &[bool],
        indentation: &str,
    ) -> Option<String> {
        let lists = statement_lists(pattern);
        let template = self.renamed_text(pattern);
        let mut result = String::new();
        for (number, line) in template.lines().enumerate() {
            if number > 0 {
                result.push('\n');
            }
            let hole = lex::placeholder(line.trim()).map(|it| &pattern.holes[it]);
            let name = hole.and_then(|it| Some(&pattern.metavariables[it.slot?].name));
            if let Some(name) = name.filter(|it| lists.iter().any(|list| **list == ***it)) {
                let deeper = &line[..line.len() - line.trim_start().len()];
                let target = format!("{indentation}{deeper}");
                let block = self.block(name, &target)?;
                result.push_str(if number > 0 { &target } else { "" });
                result.push_str(&block.text);
                continue;
            }
            if number > 0 && !line.is_empty() {
                result.push_str(indentation);
            }
            self.fill_line(pattern, parentheses, line, &mut result)?;
        }
        Some(result)
    }

    /// The pattern's text under the names of the file.
    fn renamed_text(&self, pattern: &Pattern) -> String {
        let mut text = pattern.text.clone();
        if self.renamed.is_empty() {
            return text;
        }
        let free = free_names(&text).unwrap_or_default();
        for name in free.iter().rev() {
            if let Some((_, new)) = self.renamed.iter().find(|(old, _)| *old == name.name) {
                text.replace_range(name.range.clone(), new);
            }
        }
        text
    }

    fn fill_line(
        &self,
        pattern: &Pattern,
        parentheses: &[bool],
        line: &str,
        result: &mut String,
    ) -> Option<()> {
        let mut rest = line;
        while let Some((before, after)) = rest.split_once(MARK) {
            let (number, after) = after.split_once(MARK)?;
            let index: usize = number.parse().ok()?;
            let name = &pattern.metavariables[pattern.holes[index].slot?].name;
            result.push_str(before);
            rest = after;
            match self.bindings.get(name)? {
                Bound::One(it) if parentheses[index] => {
                    result.extend(["(", &it.text.replace("\r\n", "\n"), ")"]);
                }
                Bound::One(it) => result.push_str(&it.text.replace("\r\n", "\n")),
                Bound::Many(items) if items.is_empty() => match rest.strip_prefix(", ") {
                    Some(after) => rest = after,
                    None => result.truncate(result.trim_end_matches([',', ' ']).len()),
                },
                Bound::Many(items) => {
                    let texts: Vec<_> = items.iter().map(|it| it.text.as_str()).collect();
                    result.push_str(&texts.join(", ").replace("\r\n", "\n"));
                }
            }
        }
        result.push_str(rest);
        Some(())
    }

    /// The statements bound to `name`, with the comments around them, moved to `indentation`, which
    /// the first line does not get.
    fn block(&self, name: &str, indentation: &str) -> Option<Block> {
        let Some(Bound::Many(items)) = self.bindings.get(name) else { return None };
        let (text, lines) = (self.text(), self.block_lines(items)?);
        let own = self.indentation(items.first()?.range.start);
        let mut source = text[lines.clone()].to_owned();
        for item in items.iter().rev() {
            if let Some(new) = self.widened(&text[item.range.clone()], own, indentation) {
                let at = item.range.start - lines.start..item.range.end - lines.start;
                source.replace_range(at, &new);
            }
        }
        let source = format!("if _:\n{}", source.replace("\r\n", "\n"));
        let moved = match own.strip_prefix(indentation) {
            Some(extra) => dedent(&source, extra).ok()?,
            None => return None,
        };
        let body = moved.strip_prefix("if _:\n")?.trim_end();
        let body = body.strip_prefix(indentation).unwrap_or(body);
        let end = lines.start + text[lines].trim_end().len();
        Some(Block { text: body.to_owned(), end })
    }

    /// The lines of a list of statements: comments directly above and below belong to it.
    fn block_lines(&self, items: &[super::Item]) -> Option<ByteRange> {
        let text = self.text();
        let (first, last) = (items.first()?, items.last()?);
        let own = self.indentation(first.range.start);
        let mut start = text[..first.range.start].rfind('\n')? + 1;
        if !text[start..first.range.start].trim().is_empty() {
            return None;
        }
        while let Some(above) = text[..start - 1].rfind('\n').map(|at| at + 1) {
            if !text[above..start].trim_start().starts_with('#') {
                break;
            }
            start = above;
        }
        let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |it| at + it + 1);
        let mut end = line_end(last.range.end);
        while end < text.len() {
            let below = &text[end..line_end(end)];
            if !(below.starts_with(own) && below.trim_start().starts_with('#')) {
                break;
            }
            end = line_end(end);
        }
        Some(start..end)
    }

    /// Whether every comment of `range` lies in what the replacement takes over.
    fn keeps_comments(&self, range: &ByteRange, used: &[Metavariable]) -> bool {
        if !self.text()[range.clone()].contains('#') {
            return true;
        }
        let bound = used.iter().filter_map(|it| self.bindings.get(&it.name));
        let kept: Vec<ByteRange> = bound
            .flat_map(|bound| match bound {
                Bound::One(it) => vec![it.range.clone()],
                Bound::Many(items) if items.iter().any(|it| self.is_statement(&it.range)) => {
                    self.block_lines(items).into_iter().collect()
                }
                Bound::Many(items) => items.iter().map(|it| it.range.clone()).collect(),
            })
            .collect();
        let layout = self.module.layout();
        let mut comments = layout.comments_in(range).iter();
        comments.all(|it| kept.iter().any(|kept| kept.start <= it.start && it.end <= kept.end))
    }

    fn is_statement(&self, range: &ByteRange) -> bool {
        matches!(NodeAt::find(self.module, range), Some(NodeAt::Statement(_) | NodeAt::Both(_)))
    }

    /// `text` with the line breaks that the file begins with.
    fn with_newlines(&self, text: String) -> String {
        let is_crlf =
            || self.text().split_inclusive('\n').next().is_some_and(|it| it.ends_with("\r\n"));
        if text.contains('\n') && is_crlf() { text.replace('\n', "\r\n") } else { text }
    }
}

/// Names under which a file knows others.
struct Renamed<'a>(&'a [(String, String)]);

impl Names for Renamed<'_> {
    fn same(&self, written: &str, found: &str) -> bool {
        written == found || self.0.iter().any(|(old, new)| old == written && new == found)
    }
}

/// The holes that are whole expressions and stand for one.
fn bare_holes(pattern: &Pattern) -> Vec<usize> {
    struct Holes(Vec<usize>);
    impl<'a> SourceOrderVisitor<'a> for Holes {
        fn visit_expr(&mut self, expression: &'a Expr) {
            if let Expr::Name(it) = expression {
                self.0.extend(lex::placeholder(&it.id));
            }
            source_order::walk_expr(self, expression);
        }
    }
    let mut holes = Holes(Vec::new());
    holes.visit_stmt(&pattern.statement);
    holes.0.retain(|it| !pattern.holes[*it].many);
    holes.0
}

/// The names of the metavariables that stand for lists of statements.
fn statement_lists(pattern: &Pattern) -> Vec<&str> {
    struct Lists(Vec<usize>);
    impl<'a> SourceOrderVisitor<'a> for Lists {
        fn visit_stmt(&mut self, statement: &'a Stmt) {
            if let Stmt::Expr(it) = statement
                && let Expr::Name(name) = &*it.value
            {
                self.0.extend(lex::placeholder(&name.id));
            }
            source_order::walk_stmt(self, statement);
        }
    }
    let mut lists = Lists(Vec::new());
    lists.visit_stmt(&pattern.statement);
    let holes = lists.0.into_iter().map(|it| &pattern.holes[it]).filter(|it| it.many);
    holes.filter_map(|it| Some(&*pattern.metavariables[it.slot?].name)).collect()
}
