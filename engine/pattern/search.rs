//! Where patterns match: anywhere, in a body, or around a place.

use ruff_python_ast::visitor::source_order::{self, SourceOrderVisitor};
use ruff_python_ast::{AnyNodeRef, Expr, ModModule, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::bindings::{Bindings, Known};
use super::matcher::Matcher;
use super::{Names, NodeKind, Pattern};
use crate::python::{ByteRange, Module, byte_range};

/// How far below `within` a match may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// At any depth.
    Any,
    /// Among the statements of a body only, not below them. `within` is the range of that body; an
    /// expression matches where it is a statement.
    Body,
}

/// A place where a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The expression, without parentheses around it, or the statement, with its decorators.
    pub range: ByteRange,
    /// What was bound before, and what the pattern binds.
    pub bindings: Bindings,
}

impl Pattern {
    /// The matches that lie in `within`, in source order; an outer one before those inside it.
    /// Metavariables that are `bound` stand for the same code as there.
    pub fn find(
        &self,
        module: &Module,
        within: &ByteRange,
        depth: Depth,
        bound: &Bindings,
        names: &dyn Names,
    ) -> Vec<Match> {
        let known = Known::read(&self.metavariables, bound);
        let matchers = vec![Matcher::new(self, module, names, &known)];
        let mut search = Search::new(matchers, text_range(within), depth, bound);
        search.visit_body(&module.syntax().body);
        search.found.into_iter().map(|(_, it)| it).collect()
    }

    /// The nearest node around `range` that the pattern matches: a statement in whose body it
    /// lies, or an expression or simple statement that it is a part of.
    pub fn matches_ancestor(
        &self,
        module: &Module,
        range: &ByteRange,
        bound: &Bindings,
        names: &dyn Names,
    ) -> Option<Match> {
        let known = Known::read(&self.metavariables, bound);
        let mut matcher = Matcher::new(self, module, names, &known);
        let found = ancestors(module.syntax(), text_range(range)).into_iter().rev().find(
            |node| match *node {
                Ancestor::Statement(it) => matcher.matches_statement(it),
                Ancestor::Expression(it) => matcher.matches_expression(it),
            },
        )?;
        Some(matcher.found(byte_range(&found), bound))
    }
}

/// The matches of several patterns in one traversal, each with the index of its pattern, in source
/// order. At one node they come in the order of the patterns.
pub fn find_all(patterns: &[&Pattern], module: &Module, names: &dyn Names) -> Vec<(usize, Match)> {
    let nothing = Bindings::new();
    let known: Vec<_> =
        patterns.iter().map(|it| Known::read(&it.metavariables, &nothing)).collect();
    let matcher = |(pattern, known)| Matcher::new(pattern, module, names, known);
    let matchers = patterns.iter().copied().zip(known.iter().map(Vec::as_slice)).map(matcher);
    let everywhere = TextRange::new(TextSize::new(0), TextSize::new(u32::MAX));
    let mut search = Search::new(matchers.collect(), everywhere, Depth::Any, &nothing);
    search.visit_body(&module.syntax().body);
    search.found
}

/// The place beyond all text is as good as any place that cannot be counted.
fn text_range(range: &ByteRange) -> TextRange {
    let offset = |it: usize| TextSize::new(u32::try_from(it).unwrap_or(u32::MAX));
    let start = offset(range.start);
    TextRange::new(start, offset(range.end).max(start))
}

struct Search<'s, 'p, 'a> {
    matchers: Vec<Matcher<'p, 'a>>,
    /// For each kind of node, the matchers to try there.
    by_kind: Vec<Vec<usize>>,
    /// Whether expressions have to be looked at, which are most of a tree.
    expressions: bool,
    within: TextRange,
    depth: Depth,
    bound: &'s Bindings,
    found: Vec<(usize, Match)>,
}

impl<'s, 'p, 'a> Search<'s, 'p, 'a> {
    fn new(
        matchers: Vec<Matcher<'p, 'a>>,
        within: TextRange,
        depth: Depth,
        bound: &'s Bindings,
    ) -> Self {
        let mut by_kind = vec![Vec::new(); NodeKind::COUNT];
        for (index, matcher) in matchers.iter().enumerate() {
            for kind in matcher.pattern.kind().and_what_it_matches() {
                by_kind[kind].push(index);
            }
        }
        let expressions = matchers.iter().any(|it| it.pattern.is_expression());
        Self { matchers, by_kind, expressions, within, depth, bound, found: Vec::new() }
    }

    fn is_outside(&self, range: TextRange) -> bool {
        range.end() <= self.within.start() || range.start() >= self.within.end()
    }

    fn try_statement(&mut self, statement: &'a Stmt) {
        let kind = NodeKind::of(AnyNodeRef::from(statement));
        self.try_each(kind, byte_range(statement), |it| it.matches_statement(statement));
    }

    fn try_expression(&mut self, expression: &'a Expr) {
        let kind = NodeKind::of(AnyNodeRef::from(expression));
        self.try_each(kind, byte_range(expression), |it| it.matches_expression(expression));
    }

    fn try_each(
        &mut self,
        kind: NodeKind,
        range: ByteRange,
        attempt: impl Fn(&mut Matcher<'p, 'a>) -> bool,
    ) {
        for &index in &self.by_kind[kind.index()] {
            let matcher = &mut self.matchers[index];
            if attempt(matcher) {
                self.found.push((index, matcher.found(range.clone(), self.bound)));
            }
        }
    }
}

impl<'a> SourceOrderVisitor<'a> for Search<'_, '_, 'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let range = statement.range();
        if self.is_outside(range) {
            return;
        }
        let inside = self.within.contains_range(range);
        if inside {
            self.try_statement(statement);
        }
        match (self.depth, statement) {
            (Depth::Body, Stmt::Expr(it)) if inside => self.try_expression(&it.value),
            (Depth::Body, _) if inside => {}
            _ => source_order::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        let range = expression.range();
        if !self.expressions || self.depth == Depth::Body || self.is_outside(range) {
            return;
        }
        if self.within.contains_range(range) {
            self.try_expression(expression);
        }
        source_order::walk_expr(self, expression);
    }
}

/// A node around a place.
#[derive(Clone, Copy)]
enum Ancestor<'a> {
    Statement(&'a Stmt),
    Expression(&'a Expr),
}

impl Ranged for Ancestor<'_> {
    fn range(&self) -> TextRange {
        match self {
            Ancestor::Statement(it) => it.range(),
            Ancestor::Expression(it) => it.range(),
        }
    }
}

/// The nodes around `range`, outermost first.
fn ancestors(module: &ModModule, range: TextRange) -> Vec<Ancestor<'_>> {
    let mut path = Path { range, nodes: Vec::new() };
    path.visit_body(&module.body);
    path.nodes
}

struct Path<'a> {
    range: TextRange,
    nodes: Vec<Ancestor<'a>>,
}

impl<'a> SourceOrderVisitor<'a> for Path<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if statement.range().contains_range(self.range) {
            if is_inside(statement, self.range) {
                self.nodes.push(Ancestor::Statement(statement));
            }
            source_order::walk_stmt(self, statement);
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        let range = expression.range();
        if range.contains_range(self.range) {
            if range != self.range {
                self.nodes.push(Ancestor::Expression(expression));
            }
            source_order::walk_expr(self, expression);
        }
    }
}

/// Whether `range` lies in the statement's body, or in a statement that has none.
fn is_inside(statement: &Stmt, range: TextRange) -> bool {
    let body = match statement {
        Stmt::FunctionDef(it) => &it.body,
        Stmt::ClassDef(it) => &it.body,
        Stmt::For(it) => &it.body,
        Stmt::While(it) => &it.body,
        Stmt::If(it) => &it.body,
        Stmt::With(it) => &it.body,
        Stmt::Try(it) => &it.body,
        Stmt::Match(it) => return it.cases.iter().any(|case| case.range.contains_range(range)),
        _ => return statement.range() != range,
    };
    match (body.first(), body.last()) {
        (Some(first), Some(last)) => {
            TextRange::new(first.start(), last.end()).contains_range(range)
        }
        _ => false,
    }
}
