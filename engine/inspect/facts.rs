//! Walking the steps of a fact. A step gives any number of states; the first way to the end wins.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::checkout::{Checkout, Kind, Place};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Compiled, Fact, MethodName, Model, Row, Step, Symbols, Target};
use crate::pattern::{Bindings, Bound, Captured, Depth, Pattern};
use crate::python::{self, ByteRange};
use crate::template::Expression;
use crate::value::{Map, Value};

use super::Subject;
use super::description::described;
use super::matching::{SymbolNames, holds};
use super::routes::Routes;

/// A fact that takes more steps than this is given up.
const STEP_LIMIT: usize = 20_000;

/// Where facts are looked for.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) model: &'a Model,
    pub(super) checkout: &'a Checkout<'a>,
    pub(super) routes: &'a Routes<'a>,
}

/// The facts of the class at `place`, or of the method of `outer` there.
pub(super) fn walk(
    ground: Ground<'_>,
    target: &str,
    place: Place,
    outer: Option<&Subject>,
    problems: &mut Diagnostics,
) -> Subject {
    let outer_class = outer.map(|it| it.class.clone());
    let outer_places = outer.iter().flat_map(|outer| {
        let around = &outer.target;
        outer.found.iter().map(move |(fact, place)| (format!("{around}.{fact}"), place.clone()))
    });
    let mut walk = Walk {
        model: ground.model,
        checkout: ground.checkout,
        routes: ground.routes,
        kind: target,
        subject: place.clone(),
        known: described(&place),
        outer: outer.map(|it| (it.target.as_str().into(), it.value.clone())),
        places: outer_places.collect(),
        left: STEP_LIMIT,
        problems,
    };
    let mut brought = outer.map(|it| it.brought.clone()).unwrap_or_default();
    bring(&mut brought, &place);
    let facts = ground.model.targets.get(target).map(|it: &Target| &it.facts);
    for (name, fact) in facts.into_iter().flatten() {
        walk.left = STEP_LIMIT;
        let (value, places) = walk.fact(fact);
        for found in &places {
            bring(&mut brought, found);
        }
        if let Some(first) = places.into_iter().next() {
            walk.places.insert(name.clone(), first);
        }
        walk.known.insert(name.as_str().into(), value);
    }
    let Walk { known, places, outer, .. } = walk;
    let value = Value::Map(Arc::new(known));
    let class = outer_class.unwrap_or_else(|| place.clone());
    Subject { target: target.to_owned(), place, value, brought, outer, class, found: places }
}

/// Notes where a test imports what was found from, if it is something that a module binds.
fn bring(brought: &mut IndexMap<String, String>, found: &Place) {
    let outline = &found.module.module.outline;
    let is_bound = match found.kind {
        Kind::Class | Kind::Assignment => true,
        Kind::Function => python::around(&outline.functions, |it| &it.range, &found.range)
            .is_some_and(|it| it.range == found.range),
        Kind::Module | Kind::Code => false,
    };
    if is_bound {
        brought.entry(found.name.clone()).or_insert_with(|| found.module.name.clone());
    }
}

/// The facts of the class at `place` alone.
pub(crate) fn facts_of(
    model: &Model,
    checkout: &Checkout<'_>,
    routes: &Routes<'_>,
    target: &str,
    place: Place,
) -> Value {
    // Expressions were checked against what is known of targets; what fails all the same is none.
    let ground = Ground { model, checkout, routes };
    walk(ground, target, place, None, &mut Diagnostics::default()).value
}

/// Where `checkout` defines the symbol that the pack calls `name`: the first of its places that is
/// there.
pub(crate) fn definition(symbols: &Symbols, checkout: &Checkout<'_>, name: &str) -> Option<Place> {
    symbols.0.get(name)?.places.iter().find_map(|place| match &place.name {
        Some(name) => checkout.member(&place.module, name).place,
        None => checkout.module(&place.module).map(|it| it.place()),
    })
}

struct Walk<'a, 'p> {
    model: &'a Model,
    checkout: &'a Checkout<'a>,
    routes: &'a Routes<'a>,
    kind: &'a str,
    subject: Place,
    known: Map,
    /// The kind of the class around a method, and what is known of it.
    outer: Option<(Arc<str>, Value)>,
    places: IndexMap<String, Place>,
    left: usize,
    problems: &'p mut Diagnostics,
}

/// How far a walk has come.
#[derive(Clone)]
struct State {
    place: Place,
    bindings: Bindings,
    lets: Map,
}

impl Walk<'_, '_> {
    fn fact(&mut self, fact: &Fact) -> (Value, Vec<Place>) {
        match fact {
            Fact::Table(rows) => (self.table(rows), Vec::new()),
            Fact::Steps { list, value, steps } => {
                let start = State {
                    place: self.subject.clone(),
                    bindings: Bindings::default(),
                    lets: Map::default(),
                };
                let mut ends = Vec::new();
                self.steps(steps, start, *list, &mut ends);
                let values: Vec<Value> =
                    ends.iter().map(|state| self.value(state, value.as_ref(), steps)).collect();
                let places = ends.into_iter().map(|state| state.place).collect();
                let value = if *list {
                    Value::list(values)
                } else {
                    values.into_iter().next().unwrap_or_default()
                };
                (value, places)
            }
        }
    }

    fn table(&mut self, rows: &[Row]) -> Value {
        for row in rows {
            let is = holds(&row.is, &self.model.symbols, self.checkout, &self.subject);
            if !is || !row.when.as_ref().is_none_or(|it| self.evaluate(it, None).holds()) {
                continue;
            }
            let mut value = Map::from_iter([("row".into(), row.name.as_str().into())]);
            for name in rows.iter().flat_map(|it| it.cells.keys()) {
                let cell = row.cells.get(name).map(|it| it.as_str().into());
                value.insert(name.as_str().into(), cell.unwrap_or_default());
            }
            return Value::Map(Arc::new(value));
        }
        Value::None
    }

    /// The states at the end of `steps`; only the first unless `all`.
    fn steps(&mut self, steps: &[Step], state: State, all: bool, ends: &mut Vec<State>) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let Some((step, rest)) = steps.split_first() else { return ends.push(state) };
        for next in self.step(step, state, all) {
            self.steps(rest, next, all, ends);
            if !all && !ends.is_empty() {
                return;
            }
        }
    }

    fn step(&mut self, step: &Step, mut state: State, all: bool) -> Vec<State> {
        let at = |place: Option<Place>, state: State| -> Vec<State> {
            place.map(|place| State { place, ..state }).into_iter().collect()
        };
        match step {
            Step::Symbol(name) => at(definition(&self.model.symbols, self.checkout, name), state),
            Step::Module(None) => at(Some(state.place.module.place()), state),
            Step::Module(Some(name)) => {
                let name = self.evaluate(name, Some(&state));
                let module = name.as_str().and_then(|it| self.checkout.module(it));
                at(module.map(|it| it.place()), state)
            }
            Step::Fact(name) => at(self.places.get(name).cloned(), state),
            Step::Method { name, inherited } => at(self.method(name, *inherited, &state), state),
            Step::Find { patterns, body, inherited } => {
                let own = self.find(patterns, *body, &state.place, &state);
                // As in Python the nearest definition hides those of the ancestors.
                if !*inherited || (!all && !own.is_empty()) {
                    return own;
                }
                let ancestors = self.checkout.ancestors(&state.place);
                let places = ancestors.into_iter().filter_map(|it| it.place);
                let further = places.flat_map(|it| self.find(patterns, *body, &it, &state));
                own.into_iter().chain(further.collect::<Vec<_>>()).collect()
            }
            Step::Follow(name) => at(self.follow(name, &state), state),
            Step::Routes(name) => {
                let routes = self.routes.leading_to(name, &state.place).into_iter();
                let to = |(place, route): (Place, Value)| {
                    let mut lets = state.lets.clone();
                    lets.insert("route".into(), route);
                    State { place, lets, ..state.clone() }
                };
                routes.map(to).collect()
            }
            Step::Is(predicate) => {
                let is = holds(predicate, &self.model.symbols, self.checkout, &state.place);
                is.then_some(state).into_iter().collect()
            }
            Step::Where(condition) => {
                let holds = self.evaluate(condition, Some(&state)).holds();
                holds.then_some(state).into_iter().collect()
            }
            Step::Let(name, expression) => {
                let value = self.evaluate(expression, Some(&state));
                state.lets.insert(name.clone(), value);
                vec![state]
            }
            Step::Each(name, list) => self.each(name, list, &state),
            Step::Not(steps) => {
                let mut ends = Vec::new();
                self.steps(steps, state.clone(), false, &mut ends);
                if ends.is_empty() { vec![state] } else { Vec::new() }
            }
            Step::Either(ways) => self.either(ways, &state),
        }
    }

    /// The state once for each item of the list.
    fn each(&mut self, name: &Arc<str>, list: &Compiled<Expression>, state: &State) -> Vec<State> {
        let Value::List(items) = self.evaluate(list, Some(state)) else { return Vec::new() };
        let bind = |item: &Value| {
            let mut next = state.clone();
            next.lets.insert(name.clone(), item.clone());
            next
        };
        items.iter().map(bind).collect()
    }

    /// The matches of any of the patterns at `place`.
    fn find(&self, patterns: &[Pattern], body: bool, place: &Place, state: &State) -> Vec<State> {
        let (known, names) = (given(state), SymbolNames(&self.model.symbols));
        let (module, within) =
            (&place.module.module, if body { body_of(place) } else { place.range.clone() });
        let depth = || if body { Depth::Body } else { Depth::Any };
        let found =
            patterns.iter().flat_map(|it| it.find(module, &within, depth(), &known, &names));
        let states = found.map(|it| State {
            place: code(place, it.range),
            bindings: it.bindings,
            lets: state.lets.clone(),
        });
        states.collect()
    }

    fn either(&mut self, ways: &[Vec<Step>], state: &State) -> Vec<State> {
        for way in ways {
            let mut ends = Vec::new();
            self.steps(way, state.clone(), true, &mut ends);
            if !ends.is_empty() {
                return ends;
            }
        }
        Vec::new()
    }

    fn method(&self, name: &MethodName, inherited: bool, state: &State) -> Option<Place> {
        let name = match name {
            MethodName::Known(name) => name.clone(),
            MethodName::Bound(name) => {
                self.context(Some(state)).get(name.as_str())?.as_str()?.to_owned()
            }
        };
        state.place.method(&name).or_else(|| {
            let ancestors = inherited.then(|| self.checkout.ancestors(&state.place));
            let mut places = ancestors.into_iter().flatten().filter_map(|it| it.place);
            places.find_map(|place| place.method(&name))
        })
    }

    /// The definition of the name that is bound to `name`.
    fn follow(&self, name: &str, state: &State) -> Option<Place> {
        let bound = state.bindings.iter().find(|(it, _)| it.to_lowercase() == name);
        if let Some((_, Bound::One(captured))) = bound {
            let module = &state.place.module;
            return self.checkout.resolve(module, captured.range.start, &captured.text).place;
        }
        let text = state.lets.get(name)?.as_str()?;
        self.checkout.resolve(&state.place.module, state.place.range.start, text).place
    }

    fn value(
        &mut self,
        state: &State,
        value: Option<&Compiled<Expression>>,
        steps: &[Step],
    ) -> Value {
        if let Some(value) = value {
            return self.evaluate(value, Some(state));
        }
        let mut map = described(&state.place);
        declared(steps, &mut map);
        map.extend(bound(state));
        Value::Map(Arc::new(map))
    }

    fn context(&self, state: Option<&State>) -> Map {
        let policies = self.model.policies.iter();
        let policies = policies.map(|(name, choice)| (name.as_str(), choice.as_str().into()));
        let mut context = Map::from_iter([
            (Arc::from(self.kind), Value::Map(Arc::new(self.known.clone()))),
            (Arc::from("policy"), Value::map(policies)),
        ]);
        context.extend(self.outer.clone());
        if let Some(state) = state {
            context.extend(described(&state.place));
            context.extend(bound(state));
        }
        context
    }

    fn evaluate(&mut self, expression: &Compiled<Expression>, state: Option<&State>) -> Value {
        match expression.evaluate(&self.context(state)) {
            Ok(value) => value,
            Err(error) => {
                let message = format!("{} (for `{}`)", error.message, self.subject.name);
                let diagnostic =
                    Diagnostic::error("expression", expression.place(&error.range), message);
                self.problems.push(Diagnostic { help: error.help, ..diagnostic });
                Value::None
            }
        }
    }
}

fn code(place: &Place, range: ByteRange) -> Place {
    Place { module: place.module.clone(), name: String::new(), kind: Kind::Code, range }
}

/// The statements of a class; of any other place, all of it.
fn body_of(place: &Place) -> ByteRange {
    place.class().map_or_else(|| place.range.clone(), |class| class.body.clone())
}

/// What a pattern's metavariables stand for already: bindings, and texts that were `let`.
fn given(state: &State) -> Bindings {
    let texts = state.lets.iter().filter_map(|(name, value)| {
        let captured = Captured { text: value.as_str()?.to_owned(), range: 0..0 };
        Some((Arc::from(name.to_uppercase()), Bound::One(captured)))
    });
    texts.chain(state.bindings.clone()).collect()
}

fn bound(state: &State) -> Map {
    let bindings = state.bindings.iter();
    let bindings = bindings.map(|(name, it)| (Arc::from(name.to_lowercase()), it.to_value()));
    bindings.chain(state.lets.clone()).collect()
}

/// Every name that the steps may bind, as none: a way that was not taken binds nothing.
fn declared(steps: &[Step], map: &mut Map) {
    for step in steps {
        match step {
            Step::Find { patterns, .. } => {
                for variable in patterns.iter().flat_map(Pattern::metavariables) {
                    map.insert(variable.name.to_lowercase().into(), Value::None);
                }
            }
            Step::Let(name, _) | Step::Each(name, _) => {
                map.insert(name.clone(), Value::None);
            }
            Step::Routes(_) => {
                map.insert("route".into(), Value::None);
            }
            Step::Either(ways) => ways.iter().for_each(|way| declared(way, map)),
            _ => {}
        }
    }
}
