//! Lists: in order, in order among others, and in any order.

use ruff_text_size::Ranged;

use super::bindings::{Capture, is_literal};
use super::element::Element;
use super::matcher::{Mark, Matcher};
use crate::python::byte_range;

/// What stands at one place of a list in a pattern.
#[derive(Clone, Copy)]
enum Wanted<'p> {
    One(Element<'p>),
    /// Any number of items, and the metavariable they are bound to.
    Many(Option<usize>),
}

/// The items that one `$$$` has taken so far.
struct Taken {
    /// Its place in the pattern's list.
    at: usize,
    from: usize,
    to: usize,
    mark: Mark,
}

impl<'p, 'a> Matcher<'p, 'a> {
    /// Matches a list in order; the last `$$$` of it takes the items of `extra` as well.
    pub(super) fn sequence(
        &mut self,
        wanted: &[Element<'p>],
        found: &[Element<'a>],
        extra: &[Element<'a>],
    ) -> bool {
        let is_open = self.is_open(wanted);
        let wanted = self.read(wanted);
        (is_open || (wanted.len() == found.len() && extra.is_empty()))
            && self.in_order(&wanted, found, extra)
    }

    /// Matches items that stand in the list in this order, whatever else stands there. Where the
    /// pattern says by `$$$` what else does, it has the whole list.
    pub(super) fn among(&mut self, wanted: &[Element<'p>], found: &[Element<'a>]) -> bool {
        if self.is_open(wanted) {
            return self.sequence(wanted, found, &[]);
        }
        let mut all = vec![Wanted::Many(None)];
        for element in wanted {
            all.extend([Wanted::One(*element), Wanted::Many(None)]);
        }
        wanted.is_empty() || self.in_order(&all, found, &[])
    }

    fn is_open(&self, wanted: &[Element<'p>]) -> bool {
        wanted.iter().any(|element| self.many(*element).is_some())
    }

    fn read(&self, wanted: &[Element<'p>]) -> Vec<Wanted<'p>> {
        let read = |element: &Element<'p>| match self.many(*element) {
            Some(hole) => Wanted::Many(hole.slot),
            None => Wanted::One(*element),
        };
        wanted.iter().map(read).collect()
    }

    /// A `$$$` takes as little as it can, and more when what follows does not match. Without
    /// repeated metavariables only the last one ever has to; with them any other may, within the
    /// steps of the attempt.
    fn in_order(
        &mut self,
        wanted: &[Wanted<'p>],
        found: &[Element<'a>],
        extra: &[Element<'a>],
    ) -> bool {
        let mut taken: Vec<Taken> = Vec::new();
        let (mut at, mut next) = (0, 0);
        loop {
            let matched = match wanted.get(at) {
                Some(Wanted::Many(_)) => {
                    taken.push(Taken { at, from: next, to: next, mark: self.mark() });
                    true
                }
                Some(Wanted::One(element)) if next < found.len() => {
                    next += 1;
                    self.element(*element, found[next - 1])
                }
                None if next == found.len() && self.bind_taken(wanted, &taken, found, extra) => {
                    return true;
                }
                _ => false,
            };
            if matched {
                at += 1;
            } else if let Some(last) = self.take_more(&mut taken, found.len()) {
                (at, next) = (last.at + 1, last.to);
            } else {
                return false;
            }
        }
    }

    /// Lets the last `$$$` that can take one more item do so.
    fn take_more<'t>(&mut self, taken: &'t mut Vec<Taken>, items: usize) -> Option<&'t Taken> {
        while taken.last().is_some_and(|last| last.to >= items) {
            taken.pop();
            if !self.pattern.repeats {
                return None;
            }
        }
        let last = taken.last_mut()?;
        if !self.step() {
            return None;
        }
        last.to += 1;
        self.undo(last.mark);
        Some(last)
    }

    fn bind_taken(
        &mut self,
        wanted: &[Wanted<'p>],
        taken: &[Taken],
        found: &[Element<'a>],
        extra: &[Element<'a>],
    ) -> bool {
        taken.iter().enumerate().all(|(index, it)| {
            let Some(Wanted::Many(Some(slot))) = wanted.get(it.at) else { return true };
            let mut items = found[it.from..it.to].to_vec();
            if index + 1 == taken.len() {
                items.extend(extra);
                items.sort_by_key(Ranged::start);
            }
            self.bind(Some(*slot), Capture::List(items))
        })
    }

    /// Matches a list in any order, and gives the items that are left over.
    pub(super) fn any_order(
        &mut self,
        wanted: &[Element<'p>],
        found: &[Element<'a>],
    ) -> Option<Vec<Element<'a>>> {
        let wanted = self.literal_first(wanted);
        let mut chosen: Vec<(usize, Mark)> = Vec::new();
        let mut free = vec![true; found.len()];
        let mut next = 0;
        while let Some(element) = wanted.get(chosen.len()) {
            let mark = self.mark();
            let fits = |matcher: &mut Self, index: usize| {
                free[index] && matcher.attempt(|it| it.element(*element, found[index]))
            };
            if let Some(index) = (next..found.len()).find(|index| fits(self, *index)) {
                free[index] = false;
                chosen.push((index, mark));
                next = 0;
            } else {
                let (index, mark) = chosen.pop()?;
                free[index] = true;
                self.undo(mark);
                next = index + 1;
            }
        }
        let left = found.iter().zip(free).filter(|(_, free)| *free);
        Some(left.map(|(element, _)| *element).collect())
    }

    /// What is written out first: it fits in one place only, so nothing has to be tried twice.
    fn literal_first(&self, wanted: &[Element<'p>]) -> Vec<Element<'p>> {
        let is_open = |element: &Element<'p>| match element {
            Element::Keyword(it) => it.arg.as_ref().is_none_or(|name| !is_literal(name)),
            other => !is_literal(&self.pattern.text[byte_range(other)]),
        };
        let mut sorted = wanted.to_vec();
        sorted.sort_by_key(is_open);
        sorted
    }

    fn element(&mut self, wanted: Element<'p>, found: Element<'a>) -> bool {
        use Element as E;
        if !self.step() {
            return false;
        }
        match (wanted, found) {
            (E::Expression(wanted), E::Expression(found)) => self.expression(wanted, found),
            (E::Keyword(wanted), E::Keyword(found)) => self.keyword(wanted, found),
            (E::Entry(wanted), E::Entry(found)) => {
                self.optional(wanted.key.as_ref(), found.key.as_ref())
                    && self.expression(&wanted.value, &found.value)
            }
            (E::Parameter(wanted), E::Parameter(found)) => self.parameter(wanted, found),
            (E::Decorator(wanted), E::Decorator(found)) => {
                self.expression(&wanted.expression, &found.expression)
            }
            (E::WithItem(wanted), E::WithItem(found)) => {
                let (variables, bound) = (&wanted.optional_vars, &found.optional_vars);
                self.expression(&wanted.context_expr, &found.context_expr)
                    && self.if_wanted(variables.as_deref(), bound.as_deref())
            }
            (E::Alias(wanted), E::Alias(found)) => self.alias(wanted, found),
            (E::Name(wanted), E::Name(found)) => self.identifier(wanted, found),
            (E::Statement(wanted), E::Statement(found)) => self.statement(wanted, found),
            (E::Clause(wanted), E::Clause(found)) => self.clause(wanted, found),
            (E::Handler(wanted), E::Handler(found)) => self.handler(wanted, found),
            (E::Case(wanted), E::Case(found)) => self.case(wanted, found),
            _ => false,
        }
    }
}
