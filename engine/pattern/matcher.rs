//! One attempt to match a pattern: what is bound so far, and how to take it back.

use ruff_python_ast::{Expr, Identifier, Stmt};

use super::bindings::{Bindings, Capture, Known, is_literal};
use super::element::Element;
use super::lex::{self, Hole};
use super::search::Match;
use super::{Names, Pattern, word};
use crate::python::{ByteRange, Module, byte_range};

/// Comparisons that one attempt may take. Only lists with several `$$$` and repeated
/// metavariables come near it; what is not found by then does not match.
const STEPS: u32 = 50_000;

/// Matches one pattern against the nodes of one module.
pub(super) struct Matcher<'p, 'a> {
    pub(super) pattern: &'p Pattern,
    pub(super) source: &'a str,
    pub(super) names: &'p dyn Names,
    known: &'p [Option<Known>],
    slots: Vec<Option<Capture<'a>>>,
    /// The slots in the order they were filled.
    trail: Vec<usize>,
    steps: u32,
}

/// A state to go back to.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize);

impl<'p, 'a> Matcher<'p, 'a> {
    pub(super) fn new(
        pattern: &'p Pattern,
        module: &'a Module,
        names: &'p dyn Names,
        known: &'p [Option<Known>],
    ) -> Self {
        let slots = vec![None; pattern.metavariables.len()];
        Self { pattern, source: &module.text, names, known, slots, trail: Vec::new(), steps: 0 }
    }

    /// Matches the whole pattern against a statement.
    pub(super) fn matches_statement(&mut self, node: &'a Stmt) -> bool {
        self.reset();
        match (&*self.pattern.statement, node) {
            (Stmt::Expr(wanted), Stmt::Expr(found)) if !self.pattern.is_any_statement() => {
                self.expression(&wanted.value, &found.value)
            }
            (wanted, _) => self.statement(wanted, node),
        }
    }

    /// Matches the whole pattern against an expression.
    pub(super) fn matches_expression(&mut self, node: &'a Expr) -> bool {
        self.reset();
        match &*self.pattern.statement {
            Stmt::Expr(wanted) => self.expression(&wanted.value, node),
            _ => false,
        }
    }

    /// The match at `range`, which adds its bindings to `bound`.
    pub(super) fn found(&self, range: ByteRange, bound: &Bindings) -> Match {
        let mut bindings = bound.clone();
        for (metavariable, slot) in self.pattern.metavariables.iter().zip(&self.slots) {
            if let Some(capture) = slot {
                bindings.insert(metavariable.name.clone(), capture.bound(self.source));
            }
        }
        Match { range, bindings }
    }

    fn reset(&mut self) {
        self.undo(Mark(0));
        self.steps = STEPS;
    }

    /// Counts a comparison; `false` when there have been too many.
    pub(super) fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }

    pub(super) fn mark(&self) -> Mark {
        Mark(self.trail.len())
    }

    pub(super) fn undo(&mut self, mark: Mark) {
        for slot in self.trail.drain(mark.0..) {
            self.slots[slot] = None;
        }
    }

    /// Runs `attempt`, whose bindings are taken back if it fails.
    pub(super) fn attempt(&mut self, attempt: impl FnOnce(&mut Self) -> bool) -> bool {
        let mark = self.mark();
        let matched = attempt(self);
        if !matched {
            self.undo(mark);
        }
        matched
    }

    /// The hole that `identifier` stands for, if it stands for nothing else.
    pub(super) fn hole(&self, identifier: &str) -> Option<&'p Hole> {
        self.pattern.holes.get(lex::placeholder(identifier)?)
    }

    /// The list metavariable that an item of the pattern is.
    pub(super) fn many(&self, element: Element<'p>) -> Option<&'p Hole> {
        self.hole(element.bare_name()?).filter(|hole| hole.many)
    }

    pub(super) fn bind(&mut self, slot: Option<usize>, capture: Capture<'a>) -> bool {
        let Some(slot) = slot else { return true };
        if let Some(known) = &self.known[slot] {
            return capture.is(known, self.source);
        }
        if let Some(earlier) = &self.slots[slot] {
            return earlier.equals(&capture);
        }
        self.slots[slot] = Some(capture);
        self.trail.push(slot);
        true
    }

    /// The identifier or text that a metavariable stands for already.
    pub(super) fn bound_word(&self, slot: usize) -> Option<&str> {
        match &self.known[slot] {
            Some(Known::One { text, .. }) => Some(text),
            _ => self.slots[slot].as_ref().and_then(Capture::word),
        }
    }

    pub(super) fn identifier(&mut self, wanted: &'p Identifier, found: &'a Identifier) -> bool {
        self.word(wanted, found, byte_range(found))
    }

    /// Matches an identifier, or a dotted name that is one token to the reader.
    pub(super) fn word(&mut self, wanted: &'p str, found: &'a str, range: ByteRange) -> bool {
        if is_literal(wanted) {
            return wanted == found || self.names.same(wanted, found);
        }
        match self.hole(wanted) {
            Some(hole) => !hole.many && self.bind(hole.slot, Capture::Word(found, range)),
            None => self.parts(&word::parts(wanted, &self.pattern.holes), found, range),
        }
    }

    /// Matches text around metavariables.
    pub(super) fn parts(
        &mut self,
        parts: &[word::Part<'p>],
        found: &'a str,
        range: ByteRange,
    ) -> bool {
        let bound = |slot| self.bound_word(slot).map(str::to_owned);
        let Some(spans) = word::split(parts, bound, found) else { return false };
        // Escapes and normalized identifiers are not written as they read.
        let in_place = self.source.get(range.clone()) == Some(found);
        spans.into_iter().all(|(slot, span)| {
            let text = &found[span.clone()];
            let part = range.start + span.start..range.start + span.end;
            let range = if in_place { part } else { range.clone() };
            self.bind(slot, Capture::Word(text, range))
        })
    }
}
