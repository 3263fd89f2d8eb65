//! Where patterns match: anywhere, in a body, or around a place.

use std::borrow::Cow;
use std::collections::HashMap;

use ruff_python_ast::name::UnqualifiedName;
use ruff_python_ast::visitor::source_order::{self, SourceOrderVisitor};
use ruff_python_ast::{AnyNodeRef, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::bindings::{Bindings, Known, is_literal};
use super::matcher::Matcher;
use super::place::{Ancestor, ancestors, overlapping, siblings, text_range};
use super::{Names, NodeKind, Pattern};
use crate::python::{ByteRange, Module, byte_range};

/// Places where one search finds something: a text that has more is data, and each may ask for
/// searches of its own.
pub const MATCH_LIMIT: usize = 10_000;

/// How far below `within` a match may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// At any depth.
    Any,
    /// Among the statements of a body only, not below them. `within` is the range of that body; an
    /// expression matches where it is a statement.
    Body,
}

/// Which of the statements beside a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those above.
    Before,
    /// Those below.
    After,
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
    /// The matches that lie in `within`, in source order; an outer one before those inside it, and
    /// at no more than [`MATCH_LIMIT`] places.
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
        let matchers = vec![Some(Matcher::new(self, module, names, &known))];
        let index = Index::of(&[self], names);
        let mut search = Search::new(matchers, &index, text_range(within), depth, bound);
        search.visit_body(&module.syntax().body);
        search.found.into_iter().map(|(_, it)| it).collect()
    }

    /// The nearest match among the statements of the same body that stand before or after `range`.
    pub fn matches_sibling(
        &self,
        module: &Module,
        range: &ByteRange,
        side: Side,
        bound: &Bindings,
        names: &dyn Names,
    ) -> Option<Match> {
        let known = Known::read(&self.metavariables, bound);
        let mut matcher = Matcher::new(self, module, names, &known);
        let range = text_range(range);
        let siblings = siblings(module.syntax(), range);
        let at = siblings.partition_point(|it| it.end() <= range.start());
        let found = match side {
            Side::Before => siblings[..at].iter().rev().find(|it| matcher.matches_statement(it)),
            Side::After => siblings.get(at + 1..)?.iter().find(|it| matcher.matches_statement(it)),
        }?;
        Some(matcher.found(byte_range(found), bound))
    }

    /// The match of just the node at `range`.
    pub fn matches_at(
        &self,
        module: &Module,
        range: &ByteRange,
        bound: &Bindings,
        names: &dyn Names,
    ) -> Option<Match> {
        self.find(module, range, Depth::Any, bound, names).into_iter().find(|it| it.range == *range)
    }

    /// The nodes around `range` that the pattern matches, nearest first: a statement in whose body
    /// it lies, or an expression or simple statement that it is a part of.
    pub fn matches_ancestors(
        &self,
        module: &Module,
        range: &ByteRange,
        bound: &Bindings,
        names: &dyn Names,
    ) -> Vec<Match> {
        let known = Known::read(&self.metavariables, bound);
        let mut matcher = Matcher::new(self, module, names, &known);
        let nodes = ancestors(module.syntax(), text_range(range)).into_iter().rev();
        nodes
            .filter_map(|node| {
                let matches = match node {
                    Ancestor::Statement(it) => matcher.matches_statement(it),
                    Ancestor::Expression(it) => matcher.matches_expression(it),
                };
                matches.then(|| matcher.found(byte_range(&node), bound))
            })
            .collect()
    }
}

/// What a search for several patterns found.
#[derive(Default)]
pub struct Found {
    /// Each with the index of its pattern, in source order; at one node in the order of the patterns.
    pub matches: Vec<(usize, Match)>,
    /// Whether they are found at more places than [`MATCH_LIMIT`].
    pub is_cut: bool,
}

/// Several patterns, to be found in one traversal of each of many modules.
pub struct Set<'p> {
    patterns: Vec<&'p Pattern>,
    index: Index,
}

impl<'p> Set<'p> {
    /// The `patterns`, whose identifiers are compared by `names`.
    pub fn new(patterns: Vec<&'p Pattern>, names: &dyn Names) -> Self {
        let index = Index::of(&patterns, names);
        Self { patterns, index }
    }

    /// The matches of those patterns that are `wanted`, at the first [`MATCH_LIMIT`] places.
    pub fn find(
        &self,
        module: &Module,
        names: &dyn Names,
        wanted: &dyn Fn(usize) -> bool,
    ) -> Found {
        let nothing = Bindings::new();
        let most = self.patterns.iter().map(|it| it.metavariables.len()).max().unwrap_or(0);
        let known: Vec<Option<Known>> = std::iter::repeat_with(|| None).take(most).collect();
        let matcher = |(index, pattern): (usize, &&'p Pattern)| {
            wanted(index).then(|| Matcher::new(pattern, module, names, &known))
        };
        let matchers: Vec<_> = self.patterns.iter().enumerate().map(matcher).collect();
        if matchers.iter().all(Option::is_none) {
            return Found::default();
        }
        let mut search = Search::new(matchers, &self.index, everywhere(), Depth::Any, &nothing);
        search.visit_body(&module.syntax().body);
        Found { matches: search.found, is_cut: search.is_cut }
    }
}

/// The matches of several patterns in one traversal, as of [`Set::find`].
pub fn find_all(patterns: &[&Pattern], module: &Module, names: &dyn Names) -> Vec<(usize, Match)> {
    Set::new(patterns.to_vec(), names).find(module, names, &|_| true).matches
}

fn everywhere() -> TextRange {
    TextRange::new(TextSize::new(0), TextSize::new(u32::MAX))
}

/// Which of several patterns to try at which node.
struct Index {
    /// By kind of node.
    by_kind: Vec<Vec<usize>>,
    /// Of calls, by the last name of what is called, under all the names it has had.
    calls: HashMap<String, Vec<usize>>,
}

impl Index {
    fn of(patterns: &[&Pattern], names: &dyn Names) -> Self {
        let (mut by_kind, mut calls) = (vec![Vec::new(); NodeKind::COUNT], HashMap::new());
        for (index, pattern) in patterns.iter().enumerate() {
            if let Some(callee) = pattern.callee() {
                for name in names.others(&callee).into_iter().chain([callee]) {
                    let last = name.rsplit('.').next().unwrap_or(&name).to_owned();
                    let entry: &mut Vec<usize> = calls.entry(last).or_default();
                    entry.extend((entry.last() != Some(&index)).then_some(index));
                }
                continue;
            }
            for kind in pattern.kind().and_what_it_matches() {
                by_kind[kind].push(index);
            }
        }
        Self { by_kind, calls }
    }

    /// The patterns to try at an expression, in their order.
    fn at<'i>(&'i self, kind: NodeKind, expression: &Expr) -> Cow<'i, [usize]> {
        let general = self.by_kind[kind.index()].as_slice();
        let Expr::Call(call) = expression else { return Cow::Borrowed(general) };
        let named = last_name(&call.func).and_then(|name| self.calls.get(name));
        match (general, named) {
            (general, None) => Cow::Borrowed(general),
            ([], Some(named)) => Cow::Borrowed(named),
            (general, Some(named)) => {
                let mut all = [general, named].concat();
                all.sort_unstable();
                Cow::Owned(all)
            }
        }
    }
}

/// The last part of a dotted name.
fn last_name(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Name(it) => Some(&it.id),
        Expr::Attribute(it) => Some(&it.attr),
        _ => None,
    }
}

impl Pattern {
    /// The name that a call must have: dotted where all of it is known, or else the last part.
    fn callee(&self) -> Option<String> {
        let Stmt::Expr(it) = &*self.statement else { return None };
        let Expr::Call(call) = &*it.value else { return None };
        let last = last_name(&call.func).filter(|name| is_literal(name))?;
        let dotted = UnqualifiedName::from_expr(&call.func).map(|it| it.to_string());
        Some(dotted.filter(|it| is_literal(it)).unwrap_or_else(|| last.to_owned()))
    }
}

struct Search<'s, 'p, 'a> {
    /// By the index of the pattern; `None` for one that is not wanted.
    matchers: Vec<Option<Matcher<'p, 'a>>>,
    index: &'s Index,
    /// Whether expressions have to be looked at, which are most of a tree.
    expressions: bool,
    within: TextRange,
    depth: Depth,
    bound: &'s Bindings,
    found: Vec<(usize, Match)>,
    /// Ranges with a match.
    places: usize,
    /// Whether there is one beyond those that are taken.
    is_cut: bool,
}

impl<'s, 'p, 'a> Search<'s, 'p, 'a> {
    fn new(
        matchers: Vec<Option<Matcher<'p, 'a>>>,
        index: &'s Index,
        within: TextRange,
        depth: Depth,
        bound: &'s Bindings,
    ) -> Self {
        let expressions = matchers.iter().flatten().any(|it| it.pattern.is_expression());
        Self {
            matchers,
            index,
            expressions,
            within,
            depth,
            bound,
            found: Vec::new(),
            places: 0,
            is_cut: false,
        }
    }

    fn is_done(&self, range: TextRange) -> bool {
        self.is_cut || range.end() <= self.within.start() || range.start() >= self.within.end()
    }

    fn try_statement(&mut self, statement: &'a Stmt) {
        let index = self.index;
        let kind = NodeKind::of(AnyNodeRef::from(statement));
        for &pattern in &index.by_kind[kind.index()] {
            self.attempt(pattern, byte_range(statement), |it| it.matches_statement(statement));
        }
    }

    fn try_expression(&mut self, expression: &'a Expr) {
        let index = self.index;
        let kind = NodeKind::of(AnyNodeRef::from(expression));
        for &pattern in &*index.at(kind, expression) {
            self.attempt(pattern, byte_range(expression), |it| it.matches_expression(expression));
        }
    }

    fn attempt(
        &mut self,
        pattern: usize,
        range: ByteRange,
        matches: impl Fn(&mut Matcher<'p, 'a>) -> bool,
    ) {
        if let Some(matcher) = &mut self.matchers[pattern]
            && !self.is_cut
            && matches(matcher)
        {
            let is_new = self.found.last().is_none_or(|(_, it)| it.range != range);
            self.is_cut = is_new && self.places == MATCH_LIMIT;
            if self.is_cut {
                return;
            }
            self.places += usize::from(is_new);
            self.found.push((pattern, matcher.found(range, self.bound)));
        }
    }
}

impl<'a> SourceOrderVisitor<'a> for Search<'_, '_, 'a> {
    fn visit_body(&mut self, body: &'a [Stmt]) {
        source_order::walk_body(self, overlapping(body, self.within));
    }

    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let range = statement.range();
        if self.is_done(range) {
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
        if !self.expressions || self.depth == Depth::Body || self.is_done(range) {
            return;
        }
        if self.within.contains_range(range) {
            self.try_expression(expression);
        }
        source_order::walk_expr(self, expression);
    }
}
