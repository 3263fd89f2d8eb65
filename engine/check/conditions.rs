//! Whether what a rule demands of a find holds. A condition leads from a place to others; the
//! conditions in it must hold at one of them, and what is bound on the way stays bound.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use camino::Utf8PathBuf;
use indexmap::IndexMap;

use crate::checkout::{Checkout, Kind, Loaded, Place};
use crate::inspect::{self, Routes, SymbolNames, description};
use crate::kept::Kept;
use crate::model::{Compiled, Condition, MethodName, Model, Relation, Surrounding};
use crate::pattern::{Bindings, Bound, Captured, Depth, Match, Pattern, Side, body_statements};
use crate::plan;
use crate::python::{self, ByteRange, Class, Function, Module};
use crate::template::Expression;
use crate::value::{Map, Value};

/// A place, and what is known there.
#[derive(Clone)]
pub(super) struct State {
    pub(super) place: Place,
    pub(super) bindings: Bindings,
    pub(super) lets: Map,
    /// Places that fixes speak of.
    pub(super) named: IndexMap<Arc<str>, ByteRange>,
}

impl State {
    /// Nothing is known but the place.
    pub(super) fn at(place: Place) -> Self {
        let (bindings, lets, named) = Default::default();
        Self { place, bindings, lets, named }
    }
}

/// Answers that hold for a whole checkout, kept.
#[derive(Default)]
pub(super) struct Memo {
    /// By the condition, and what it is asked about: what it bound, if it holds.
    symbols: Kept<(usize, Vec<String>), Option<Map>>,
    /// By the target and the class: its facts, if it is one.
    targets: Kept<(Arc<str>, String), Option<Value>>,
    /// By the predicate and the class.
    classes: Kept<(usize, String), bool>,
    /// Where the tests of all source files belong.
    mirrors: OnceLock<HashSet<Utf8PathBuf>>,
    /// By module and name: whether the checkout has it.
    pub(super) members: Kept<(String, String), bool>,
}

/// Tries conditions.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) model: &'a Model,
    pub(super) checkout: &'a Checkout<'a>,
    pub(super) routes: &'a Routes<'a>,
    pub(super) policies: &'a Value,
    pub(super) memo: &'a Memo,
}

impl Judge<'_> {
    /// Whether all `conditions` hold; `state` then knows what they bound.
    pub(super) fn all(self, conditions: &[Condition], state: &mut State) -> bool {
        conditions.iter().all(|it| self.holds(it, state))
    }

    fn holds(self, condition: &Condition, state: &mut State) -> bool {
        match condition {
            Condition::Pattern { relation: Relation::Only, patterns, then, .. } => {
                let module = state.place.module.clone();
                let body = body_statements(&module.module, &state.place.range);
                let fits = |range| self.is_any(patterns, range, then, state);
                !body.is_empty() && body.into_iter().all(fits)
            }
            Condition::Pattern { relation, patterns, nearest, name, then } => {
                let found = self.related(*relation, patterns, *nearest, state);
                found.into_iter().any(|it| self.at_match(it, name.as_ref(), then, state))
            }
            Condition::Not(inner) => !self.all(inner, &mut state.clone()),
            Condition::Any(inner) => inner.iter().any(|it| self.attempt(it, state)),
            Condition::All(inner) => self.all(inner, state),
            Condition::Where(expression) => {
                self.value(expression, state).is_some_and(|it| it.holds())
            }
            Condition::Let(name, expression) => {
                let value = self.value(expression, state).unwrap_or_default();
                state.lets.insert(name.clone(), value);
                true
            }
            Condition::Around(kind, then) => {
                let place = around(*kind, &state.place);
                place.is_some_and(|place| self.at(place, then, state))
            }
            Condition::Is(predicate) => self.is(predicate, &state.place),
            Condition::Method { name, inherited, then } => {
                let place = self.method(name, *inherited, state);
                place.is_some_and(|place| self.at(place, then, state))
            }
            Condition::Follow(name, then) => {
                let place = self.follow(name, state);
                place.is_some_and(|place| self.at(place, then, state))
            }
            Condition::Route(name, then) => {
                let views = self.views(name, state);
                views.into_iter().any(|place| self.at(place, then, state))
            }
            Condition::Mirror => {
                let mirrors = || plan::mirrors(self.model, self.checkout);
                self.memo.mirrors.get_or_init(mirrors).contains(&state.place.module.path)
            }
            Condition::Symbol { name, then, needs } => {
                let key = std::ptr::from_ref(condition) as usize;
                self.symbol(key, name, then, needs, state)
            }
            Condition::Target(target) => self.target(target, state),
            Condition::Path(globs) => {
                let path = state.place.module.path.as_str();
                globs.iter().any(|glob| inspect::path_fits(glob, path))
            }
            Condition::Imports(symbols) => {
                let module = &state.place.module;
                symbols.iter().any(|it| inspect::imports(&self.model.symbols, module, it))
            }
        }
    }

    /// Whether `condition` holds; where it does not, what it bound is forgotten.
    fn attempt(self, condition: &Condition, state: &mut State) -> bool {
        let mut attempt = state.clone();
        let holds = self.holds(condition, &mut attempt);
        if holds {
            *state = attempt;
        }
        holds
    }

    /// The classes that the route leads to whose name is bound to `name`.
    fn views(self, name: &str, state: &State) -> Vec<Place> {
        let text = self.known(name, state).map(|it| it.to_string());
        text.map(|it| self.routes.called(&it)).unwrap_or_default()
    }

    /// Whether the statement at `range` is one of `patterns`, and `then` holds there.
    fn is_any(
        self,
        patterns: &[Pattern],
        range: ByteRange,
        then: &[Condition],
        state: &State,
    ) -> bool {
        let names = SymbolNames(&self.model.symbols);
        let module = &state.place.module.module;
        let fits = |it: &Pattern| it.matches_at(module, &range, &state.bindings, &names);
        patterns
            .iter()
            .filter_map(fits)
            .any(|found| self.at_match(found, None, then, &mut state.clone()))
    }

    /// The matches from a place, nearest first.
    fn related(
        self,
        relation: Relation,
        patterns: &[Pattern],
        nearest: bool,
        state: &State,
    ) -> Vec<Match> {
        let names = SymbolNames(&self.model.symbols);
        let (module, range) = (&state.place.module.module, &state.place.range);
        let known = given(state);
        let mut found: Vec<Match> = patterns
            .iter()
            .flat_map(|it| match relation {
                Relation::Inside => it.matches_ancestors(module, range, &known, &names),
                Relation::Has => {
                    let inner = it.find(module, range, Depth::Any, &known, &names);
                    let is_module = state.place.kind == Kind::Module;
                    inner.into_iter().filter(|it| is_module || it.range != *range).collect()
                }
                Relation::Body => match body_of(module, range) {
                    Some(body) => it.find(module, &body, Depth::Body, &known, &names),
                    None => Vec::new(),
                },
                Relation::Precedes => sibling(it, module, range, Side::After, &known, &names),
                Relation::Follows => sibling(it, module, range, Side::Before, &known, &names),
                Relation::Matches | Relation::Only => {
                    it.matches_at(module, range, &known, &names).into_iter().collect()
                }
            })
            .collect();
        match relation {
            Relation::Inside => found.sort_by_key(|it| std::cmp::Reverse(it.range.start)),
            _ => found.sort_by_key(|it| it.range.start),
        }
        if nearest {
            found.truncate(1);
        }
        found
    }

    /// Whether `then` holds at a match.
    fn at_match(
        self,
        found: Match,
        name: Option<&Arc<str>>,
        then: &[Condition],
        state: &mut State,
    ) -> bool {
        let mut next = state.clone();
        next.place.range = found.range.clone();
        next.place.kind = Kind::Code;
        next.place.name.clear();
        next.bindings = found.bindings;
        next.named.extend(name.map(|it| (it.clone(), found.range)));
        let holds = self.all(then, &mut next);
        if holds {
            next.place = state.place.clone();
            *state = next;
        }
        holds
    }

    /// Whether `then` holds at another place.
    fn at(self, place: Place, then: &[Condition], state: &mut State) -> bool {
        let own = std::mem::replace(&mut state.place, place);
        let holds = self.all(then, state);
        state.place = own;
        holds
    }

    fn is(self, predicate: &crate::model::Predicate, place: &Place) -> bool {
        let key = (
            std::ptr::from_ref(predicate) as usize,
            format!("{}:{}", place.module.path, place.range.start),
        );
        let holds = || inspect::class_is(predicate, &self.model.symbols, self.checkout, place);
        self.memo.classes.get_or(&key, holds)
    }

    fn method(self, name: &MethodName, inherited: bool, state: &State) -> Option<Place> {
        let name = match name {
            MethodName::Known(name) => name.clone(),
            MethodName::Bound(name) => self.known(name, state)?.as_str()?.to_owned(),
        };
        state.place.method(&name).or_else(|| {
            let ancestors = inherited.then(|| self.checkout.ancestors(&state.place));
            let mut places = ancestors.into_iter().flatten().filter_map(|it| it.place);
            places.find_map(|place| place.method(&name))
        })
    }

    fn follow(self, name: &str, state: &State) -> Option<Place> {
        let module = &state.place.module;
        let bound = state.bindings.iter().find(|(it, _)| it.to_lowercase() == name);
        let (at, text) = match bound {
            Some((_, Bound::One(captured))) => (captured.range.start, captured.text.as_str()),
            _ => (state.place.range.start, state.lets.get(name)?.as_str()?),
        };
        self.checkout.resolve(module, at, text).place
    }

    /// The same question about a symbol is asked of many files, and has one answer.
    fn symbol(
        self,
        condition: usize,
        name: &str,
        then: &[Condition],
        needs: &[Arc<str>],
        state: &mut State,
    ) -> bool {
        let asked = needs.iter().filter_map(|it| Some((it.clone(), self.known(it, state)?)));
        let asked: Map = asked.collect();
        let key = (condition, asked.values().map(ToString::to_string).collect());
        let answer = self.memo.symbols.get_or(&key, || {
            let place = inspect::definition(&self.model.symbols, self.checkout, name);
            let mut there = state.clone();
            there.lets.extend(asked.clone());
            let holds = place.is_some_and(|place| self.at(place, then, &mut there));
            let bound = there.bindings.iter().filter(|(it, _)| !state.bindings.contains_key(*it));
            let bound = bound.map(|(it, bound)| (it.to_lowercase().into(), bound.to_value()));
            holds.then(|| bound.chain(there.lets.clone()).collect())
        });
        match answer {
            Some(bound) => {
                for (name, value) in bound {
                    if self.known(&name, state).is_none() {
                        state.lets.insert(name, value);
                    }
                }
                true
            }
            None => false,
        }
    }

    fn target(self, target: &Arc<str>, state: &mut State) -> bool {
        let place = &state.place;
        let key = (target.clone(), format!("{}:{}", place.module.path, place.range.start));
        let facts = self.memo.targets.get_or(&key, || {
            inspect::is_target(self.model, self.checkout, target, place).then(|| {
                inspect::facts_of(self.model, self.checkout, self.routes, target, place.clone())
            })
        });
        match facts {
            Some(facts) => {
                state.lets.insert(target.clone(), facts);
                true
            }
            None => false,
        }
    }

    /// The value of `expression`, for which only what it names is looked up.
    fn value(self, expression: &Compiled<Expression>, state: &State) -> Option<Value> {
        let names = expression.names().ok()?;
        let known = names.iter().filter_map(|it| Some((it.clone(), self.known(it, state)?)));
        expression.evaluate(&known.collect()).ok()
    }

    /// What one name stands for.
    fn known(self, name: &str, state: &State) -> Option<Value> {
        let bound = || {
            let bound = state.bindings.iter().find(|(it, _)| it.to_lowercase() == name);
            bound.map(|(_, it)| it.to_value())
        };
        let policies = || (name == "policy").then(|| self.policies.clone());
        let let_value = state.lets.get(name).cloned();
        let_value.or_else(bound).or_else(policies).or_else(|| description(&state.place, name))
    }

    /// What expressions may name.
    pub(super) fn context(self, state: &State) -> Map {
        let mut context = inspect::described(&state.place);
        context.insert("policy".into(), self.policies.clone());
        let bindings = state.bindings.iter();
        context.extend(bindings.map(|(name, it)| (name.to_lowercase().into(), it.to_value())));
        context.extend(state.lets.clone());
        context
    }
}

/// From the first to the last statement of the body of the statement at `range`.
fn body_of(module: &Module, range: &ByteRange) -> Option<ByteRange> {
    let statements = body_statements(module, range);
    Some(statements.first()?.start..statements.last()?.end)
}

fn sibling(
    pattern: &Pattern,
    module: &Module,
    range: &ByteRange,
    side: Side,
    known: &Bindings,
    names: &SymbolNames<'_>,
) -> Vec<Match> {
    pattern.matches_sibling(module, range, side, known, names).into_iter().collect()
}

/// What patterns may take as bound: names given by `let` too.
pub(super) fn given(state: &State) -> Bindings {
    let texts = state.lets.iter().filter_map(|(name, value)| {
        let captured = Captured { text: value.as_str()?.to_owned(), range: 0..0 };
        Some((Arc::from(name.to_uppercase()), Bound::One(captured)))
    });
    texts.chain(state.bindings.clone()).collect()
}

/// The class, function or module that `place` is, or is in.
fn around(kind: Surrounding, place: &Place) -> Option<Place> {
    let module = &place.module;
    match kind {
        Surrounding::Class => class_around(module, &place.range).map(|it| module.class_place(it)),
        Surrounding::Function => {
            function_around(module, &place.range).map(|it| module.function_place(it))
        }
        Surrounding::Module => Some(module.place()),
    }
}

fn class_around<'m>(module: &'m Arc<Loaded>, range: &ByteRange) -> Option<&'m Class> {
    let mut classes = &module.module.outline.classes;
    let mut innermost = None;
    while let Some(class) = python::around(classes, |it| &it.range, range) {
        innermost = Some(class);
        classes = &class.classes;
    }
    innermost
}

fn function_around<'m>(module: &'m Arc<Loaded>, range: &ByteRange) -> Option<&'m Function> {
    let functions = match class_around(module, range) {
        Some(class) => &class.methods,
        None => &module.module.outline.functions,
    };
    python::around(functions, |it| &it.range, range)
}
