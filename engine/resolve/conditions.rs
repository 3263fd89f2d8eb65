//! What must hold for a rule's find to count.

use std::sync::Arc;

use crate::model::{Condition, MethodName, Model, Relation, Surrounding};
use crate::pattern::Pattern;
use crate::span::Spanned;
use crate::spec::{self, Str};
use crate::template::Shape;

use super::compile::Compiler;
use super::facts::{check_symbol, predicate, target_shape};
use super::shapes::{self, Names};
use super::text;

/// Compiles conditions; what they bind is known to those after them.
pub(super) struct ConditionCompiler<'a, 'p> {
    pub(super) compiler: &'a mut Compiler<'p>,
    pub(super) model: &'a Model,
    /// What places are called.
    pub(super) places: &'a mut Vec<Arc<str>>,
}

impl ConditionCompiler<'_, '_> {
    pub(super) fn all(
        &mut self,
        conditions: &[Spanned<spec::Condition>],
        known: &mut Names,
    ) -> Vec<Condition> {
        conditions.iter().filter_map(|it| self.one(&it.value, known)).collect()
    }

    fn one(&mut self, condition: &spec::Condition, known: &mut Names) -> Option<Condition> {
        let shape = |known: &Names| Shape::Map(known.clone());
        Some(match condition {
            spec::Condition::Pattern { relation, patterns, nearest, name, then } => {
                let patterns = self.compiler.patterns(patterns);
                add_bindings(&patterns, known);
                let name: Option<Arc<str>> = name.as_ref().map(|it| text(it).into());
                self.places.extend(name.clone());
                let (relation, nearest) = (self::relation(relation), *nearest);
                let then = self.all(then, known);
                Condition::Pattern { relation, patterns, nearest, name, then }
            }
            spec::Condition::Not(inner) => Condition::Not(self.all(inner, &mut known.clone())),
            spec::Condition::Any(inner) => Condition::Any(self.all(inner, known)),
            spec::Condition::All(inner) => Condition::All(self.all(inner, known)),
            spec::Condition::Where(it) => {
                Condition::Where(self.compiler.condition(Some(it), &shape(known))?)
            }
            spec::Condition::Let { name, value } => {
                let value = self.compiler.condition(Some(value), &shape(known))?;
                let name: Arc<str> = text(name).into();
                known.insert(name.clone(), Shape::Any);
                Condition::Let(name, value)
            }
            spec::Condition::Around { kind, then } => {
                Condition::Around(surrounding(kind), self.all(then, known))
            }
            spec::Condition::Is(it) => Condition::Is(predicate(self.compiler, self.model, it)),
            spec::Condition::Method { name, inherited, then } => {
                let method = self.method(name, known);
                let then = self.all(then, known);
                Condition::Method { name: method, inherited: *inherited, then }
            }
            spec::Condition::Follow { name, then } => {
                let bound = self.binding(name, &text(name), known);
                Condition::Follow(bound, self.all(then, known))
            }
            spec::Condition::Route { name, then } => {
                let bound = self.binding(name, &text(name), known);
                Condition::Route(bound, self.all(then, known))
            }
            spec::Condition::Mirror => Condition::Mirror,
            spec::Condition::Symbol { name, then } => {
                self.symbol(name);
                let needs = needs(then, known);
                Condition::Symbol { name: text(name), then: self.all(then, known), needs }
            }
            spec::Condition::Target(name) => self.target(name, known)?,
            spec::Condition::Path(globs) => Condition::Path(globs.iter().map(text).collect()),
            spec::Condition::Imports(names) => {
                for name in names {
                    self.symbol(name);
                }
                Condition::Imports(names.iter().map(text).collect())
            }
        })
    }

    fn target(&mut self, name: &Str, known: &mut Names) -> Option<Condition> {
        let target = text(name);
        if !self.model.targets.contains_key(&target) {
            let all = self.model.targets.keys().map(String::as_str);
            self.compiler.unknown("target", name, &target, all);
            return None;
        }
        let target: Arc<str> = target.into();
        let is_checked = self.compiler.is_checked;
        let shape = if is_checked { Shape::Any } else { target_shape(self.model, &target) };
        known.insert(target.clone(), shape);
        Some(Condition::Target(target))
    }

    fn method(&mut self, name: &Str, known: &Names) -> MethodName {
        let written = text(name);
        match written.strip_prefix('$') {
            Some(bound) => MethodName::Bound(self.binding(name, bound, known)),
            None => MethodName::Known(written),
        }
    }

    fn symbol(&mut self, name: &Str) {
        check_symbol(self.compiler, self.model, name, &text(name));
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

fn surrounding(node: &str) -> Surrounding {
    match node {
        "class" => Surrounding::Class,
        "function" => Surrounding::Function,
        _ => Surrounding::Module,
    }
}

fn relation(node: &str) -> Relation {
    match node {
        "inside" => Relation::Inside,
        "has" => Relation::Has,
        "matches" => Relation::Matches,
        "only" => Relation::Only,
        "body" => Relation::Body,
        "precedes" => Relation::Precedes,
        _ => Relation::Follows,
    }
}

/// Makes known what `patterns` bind. Where there are several, one of them may not bind it.
pub(super) fn add_bindings(patterns: &[Pattern], known: &mut Names) {
    for variable in patterns.iter().flat_map(Pattern::metavariables) {
        let fields = ["name", "text", "value"].map(|it| (it, Shape::Str));
        let many = || Shape::List(shapes::map(fields).into());
        let bound = if variable.many { many() } else { Shape::Str };
        known.insert(variable.name.to_lowercase().into(), Shape::Optional(bound.into()));
    }
}

/// What is bound before that the texts of `conditions` speak of, in either case.
fn needs(conditions: &[Spanned<spec::Condition>], known: &Names) -> Vec<Arc<str>> {
    let mut texts = Vec::new();
    for condition in conditions {
        condition.value.texts(&mut texts);
    }
    let named = |name: &str| {
        texts.iter().any(|text| {
            let words = text.split(|it: char| !it.is_alphanumeric() && it != '_');
            words.into_iter().any(|word| word.to_lowercase() == name)
        })
    };
    known.keys().filter(|it| named(it)).cloned().collect()
}
