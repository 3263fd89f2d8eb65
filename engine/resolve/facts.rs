//! Targets, facts and tables.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{Fact, MethodName, Model, Predicate, Step, Target, TargetOf};
use crate::pattern::Pattern;
use crate::span::Spanned;
use crate::spec::{self, Entry, Item, Str};
use crate::template::Shape;

use super::compile::Compiler;
use super::rows::rows;
use super::shapes::{self, Names};
use super::text;

/// The targets, still without facts.
pub(super) fn targets(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    for entry in entries {
        let Item::Target(target) = &entry.item else { continue };
        if let Some(within) = &target.within
            && !model.targets.contains_key(&text(within))
        {
            let earlier = model.targets.keys().map(String::as_str);
            compiler.unknown("target", within, &text(within), earlier);
        }
        let of = target_of(compiler, target);
        let mut compile = |list: &[spec::Predicate]| -> Vec<Predicate> {
            list.iter().map(|it| predicate(compiler, model, it)).collect()
        };
        let compiled = Target {
            within: target.within.as_ref().map(text),
            of,
            inherited: target.inherited,
            implemented: target.implemented,
            when: compile(&target.when),
            except: compile(&target.except),
            facts: IndexMap::new(),
        };
        model.targets.insert(text(&entry.name), compiled);
    }
}

fn target_of(compiler: &mut Compiler<'_>, target: &spec::Target) -> TargetOf {
    let Some(of) = &target.of else { return TargetOf::Class };
    match text(of).as_str() {
        "class" => TargetOf::Class,
        "function" => TargetOf::Function,
        other => {
            compiler.unknown("kind of target", of, other, ["class", "function"]);
            TargetOf::Class
        }
    }
}

/// The shape of a target: what is known of its class, and its facts.
pub(super) fn target_shape(model: &Model, target: &str) -> Shape {
    let mut shape = shapes::place();
    for (name, fact) in model.targets.get(target).into_iter().flat_map(|it| &it.facts) {
        shape.insert(name.as_str().into(), fact_shape(fact));
    }
    Shape::Map(shape)
}

fn fact_shape(fact: &Fact) -> Shape {
    match fact {
        Fact::Table(rows) => {
            let mut columns: IndexMap<Arc<str>, Vec<&str>> = IndexMap::new();
            for (name, cell) in rows.iter().flat_map(|row| &row.cells) {
                columns.entry(name.as_str().into()).or_default().push(cell);
            }
            let columns = columns
                .into_iter()
                .map(|(name, cells)| (name, Shape::Optional(Shape::one_of(cells).into())));
            let names = Shape::one_of(rows.iter().map(|it| it.name.as_str()));
            let row = [(Arc::from("row"), names)];
            Shape::Optional(Shape::Map(row.into_iter().chain(columns).collect()).into())
        }
        Fact::Steps { list, value, steps } => {
            let one = match value {
                Some(_) => Shape::Any,
                None => Shape::Map(bindings(steps)),
            };
            if *list { Shape::List(one.into()) } else { Shape::Optional(one.into()) }
        }
    }
}

/// What the steps bind, with the place they lead to.
fn bindings(steps: &[Step]) -> Names {
    let mut shape = shapes::place();
    collect(steps, &mut shape);
    shape
}

fn collect(steps: &[Step], shape: &mut Names) {
    for step in steps {
        match step {
            Step::Find { patterns, .. } => {
                for variable in patterns.iter().flat_map(Pattern::metavariables) {
                    let item = || {
                        let fields = ["name", "text", "value"].map(|it| (it, Shape::Str));
                        Shape::List(shapes::map(fields).into())
                    };
                    let bound = if variable.many { item() } else { Shape::Str };
                    // Another way may not bind it.
                    shape
                        .insert(variable.name.to_lowercase().into(), Shape::Optional(bound.into()));
                }
            }
            Step::Let(name, _) | Step::Each(name, _) => {
                shape.insert(name.clone(), Shape::Any);
            }
            Step::Routes(_) => {
                shape.insert("route".into(), shapes::route());
            }
            Step::Either(ways) => ways.iter().for_each(|way| collect(way, shape)),
            _ => {}
        }
    }
}

/// Compiles the facts and tables, each of which may use those before it.
pub(super) fn facts(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    for entry in entries {
        let (on, fact) = match &entry.item {
            Item::Fact(fact) => (&fact.on, Ok(fact)),
            Item::Table(table) => (&table.on, Err(table)),
            _ => continue,
        };
        let target = text(on);
        if !model.targets.contains_key(&target) {
            let known: Vec<&str> = model.targets.keys().map(String::as_str).collect();
            compiler.unknown("target", on, &target, known);
            continue;
        }
        let roots = compiler.names(|| shapes::roots(model, &target));
        let fact = match fact {
            Ok(fact) => steps_fact(compiler, model, &target, fact, &roots),
            Err(table) => Fact::Table(rows(compiler, model, &table.rows, &Shape::Map(roots))),
        };
        if let Some(target) = model.targets.get_mut(&target) {
            target.facts.insert(text(&entry.name), fact);
        }
    }
}

fn steps_fact(
    compiler: &mut Compiler<'_>,
    model: &Model,
    target: &str,
    fact: &spec::Fact,
    roots: &Names,
) -> Fact {
    let mut known = roots.clone();
    let steps = StepCompiler { compiler, model, target }.steps(&fact.steps, &mut known);
    let mut shape = roots.clone();
    shape.extend(compiler.names(|| bindings(&steps)));
    let value = fact.value.as_ref();
    let value = value.and_then(|it| compiler.checked_expression(it, &Shape::Map(shape)));
    Fact::Steps { list: fact.list, value: value.map(|(it, _)| it), steps }
}

struct StepCompiler<'a, 'p> {
    compiler: &'a mut Compiler<'p>,
    model: &'a Model,
    target: &'a str,
}

impl StepCompiler<'_, '_> {
    fn steps(&mut self, steps: &[Spanned<spec::Step>], known: &mut Names) -> Vec<Step> {
        let mut compiled = Vec::new();
        for step in steps {
            if let Some(step) = self.step(&step.value, known) {
                if !self.compiler.is_checked {
                    collect(std::slice::from_ref(&step), known);
                    known.extend(shapes::place());
                }
                compiled.push(step);
            }
        }
        compiled
    }

    fn step(&mut self, step: &spec::Step, known: &mut Names) -> Option<Step> {
        let shape = || Shape::Map(known.clone());
        Some(match step {
            spec::Step::Symbol(name) => {
                check_symbol(self.compiler, self.model, name, &text(name));
                Step::Symbol(text(name))
            }
            spec::Step::Module(name) => Step::Module(match name {
                Some(name) => Some(self.compiler.condition(Some(name), &shape())?),
                None => None,
            }),
            spec::Step::Fact(name) => {
                let earlier = reachable(self.model, self.target);
                if !earlier.contains(&text(name)) {
                    let earlier = earlier.iter().map(String::as_str);
                    self.compiler.unknown("fact", name, &text(name), earlier);
                }
                Step::Fact(text(name))
            }
            spec::Step::Method { name, inherited } => {
                let written = text(name);
                let method = match written.strip_prefix('$') {
                    Some(bound) => MethodName::Bound(self.binding(name, bound, known)),
                    None => MethodName::Known(written),
                };
                Step::Method { name: method, inherited: *inherited }
            }
            spec::Step::Find { patterns, body, inherited } => Step::Find {
                patterns: self.compiler.patterns_of_step(patterns),
                body: *body,
                inherited: *inherited,
            },
            spec::Step::Follow(name) => Step::Follow(self.binding(name, &text(name), known)),
            spec::Step::Routes(name) => {
                if !self.model.routes.contains_key(&text(name)) {
                    let known = self.model.routes.keys().map(String::as_str);
                    self.compiler.unknown("table of routes", name, &text(name), known);
                }
                Step::Routes(text(name))
            }
            spec::Step::Is(it) => Step::Is(predicate(self.compiler, self.model, it)),
            spec::Step::Where(it) => Step::Where(self.compiler.condition(Some(it), &shape())?),
            spec::Step::Let { name, value } => {
                Step::Let(text(name).into(), self.compiler.condition(Some(value), &shape())?)
            }
            spec::Step::Each { name, list } => {
                Step::Each(text(name).into(), self.compiler.condition(Some(list), &shape())?)
            }
            spec::Step::Not(steps) => Step::Not(self.steps(steps, &mut known.clone())),
            spec::Step::Either(ways) => {
                Step::Either(ways.iter().map(|way| self.steps(way, &mut known.clone())).collect())
            }
        })
    }

    fn binding(&mut self, place: &Str, name: &str, known: &Names) -> String {
        let name = name.trim_start_matches('$').to_lowercase();
        if !self.compiler.is_checked && !known.contains_key(name.as_str()) {
            let bound = known.keys().map(AsRef::as_ref);
            self.compiler.unknown("binding", place, &name, bound);
        }
        name
    }
}

/// The facts whose places a fact of `target` may start from; those of the class around a method are
/// called `class.fact`.
fn reachable(model: &Model, target: &str) -> Vec<String> {
    let Some(own) = model.targets.get(target) else { return Vec::new() };
    let outer = own.within.iter().flat_map(|outer| {
        let facts = model.targets.get(outer).map(|it| it.facts.keys());
        facts.into_iter().flatten().map(move |fact| format!("{outer}.{fact}"))
    });
    own.facts.keys().cloned().chain(outer).collect()
}

/// Compiles a predicate; its symbols must exist.
pub(super) fn predicate(
    compiler: &mut Compiler<'_>,
    model: &Model,
    it: &spec::Predicate,
) -> Predicate {
    let mut names = |list: &Option<Str>| -> Vec<String> {
        let Some(list) = list else { return Vec::new() };
        let names: Vec<String> =
            list.value.value.split('|').map(|name| name.trim().to_owned()).collect();
        for name in &names {
            check_symbol(compiler, model, list, name);
        }
        names
    };
    let (bases, decorators) = (names(&it.base), names(&it.decorator));
    let split = |it: &Str| it.value.value.split('|').map(|name| name.trim().to_owned()).collect();
    Predicate {
        names: it.name.as_ref().map(split).unwrap_or_default(),
        bases,
        decorators,
        has: it.has.as_ref().and_then(|it| compiler.pattern(it)),
        lacks: it.lacks.as_ref().and_then(|it| compiler.pattern(it)),
        path: it.path.as_ref().map(text),
    }
}

/// Reports that there is no symbol `name`.
pub(super) fn check_symbol(compiler: &mut Compiler<'_>, model: &Model, place: &Str, name: &str) {
    if !model.symbols.0.contains_key(name) {
        compiler.unknown("symbol", place, name, model.symbols.0.keys().map(String::as_str));
    }
}
