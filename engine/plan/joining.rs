//! The class that tests go into: one that exists for the target, if it fits, or a new one.

use std::sync::Arc;

use camino::Utf8Path;

use crate::checkout::{Checkout, Loaded, Place, Unusable};
use crate::diagnostic::Diagnostic;
use crate::model::{Attribute, Suite};
use crate::python::{Class, Function};
use crate::span::Span;
use crate::value::Map;

use super::{Location, Planner};

/// Where in a file tests go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// The module: functions.
    Module,
    /// A class that is there.
    Existing(String),
    /// A class that is written with them.
    New {
        /// Its name.
        name: String,
        /// Its bases.
        bases: Vec<String>,
        /// Its decorators, outermost first, without `@`.
        decorators: Vec<String>,
        /// Its attributes, each `name = value`.
        attributes: Vec<String>,
    },
}

/// The names of classes that the suite's tests may stand in, the suite's own first.
pub(super) fn class_names(
    planner: &mut Planner<'_, '_>,
    suite: &Suite,
    context: &Map,
) -> Vec<String> {
    let templates = std::iter::once(&suite.class).chain(&suite.joins);
    templates.map(|it| planner.text(it, context)).collect()
}

/// Chooses the class for the suite's tests.
pub(super) fn host(
    planner: &mut Planner<'_, '_>,
    suite: &Suite,
    context: &Map,
    existing: Option<&Arc<Loaded>>,
    names: &[String],
) -> Host {
    let wanted = Wanted::of(planner, suite, context);
    let own = named_as_neighbours(names.first().map_or("", String::as_str), existing);
    let Some(existing) = existing else { return wanted.new_class(own) };
    let class = |name: &str| existing.module.outline.class(name);
    let candidates = || std::iter::once(&own).chain(names);
    let fitting = candidates().find(|name| {
        class(name).is_some_and(|class| {
            let place = existing.class_place(class);
            // A class under the suite's own name was written for it, whatever its bases are.
            let fits = own == **name || wanted.fits(planner.checkout, &place);
            fits && wanted.is_decorated(class) && wanted.has_attributes(planner.checkout, &place)
        })
    });
    if let Some(name) = fitting {
        return Host::Existing(name.clone());
    }
    let free = candidates().find(|name| class(name).is_none()).cloned();
    // Of one number more than there are classes, one is free.
    let numbers = 2..existing.module.outline.classes.len() + 3;
    let numbered = || numbers.map(|it| format!("{own}{it}")).find(|name| class(name).is_none());
    let name = free.or_else(numbered).unwrap_or_else(|| own.clone());
    wanted.new_class(name)
}

/// What a suite wants of its class.
struct Wanted<'m> {
    suite: &'m Suite,
    bases: Vec<String>,
    decorators: Vec<String>,
    /// What a new class has written, and what an existing one must have.
    attributes: Vec<(&'m Attribute, String)>,
}

impl<'m> Wanted<'m> {
    fn of(planner: &mut Planner<'_, '_>, suite: &'m Suite, context: &Map) -> Self {
        let bases = suite.bases.iter().map(|it| planner.text(it, context));
        let bases = bases.filter(|it| !it.is_empty()).collect();
        let decorators = planner.decorators(&suite.decorators, context);
        let mut attributes = Vec::new();
        for attribute in &suite.attributes {
            if planner.holds(attribute.when.as_ref(), context) {
                attributes.push((attribute, planner.text(&attribute.value, context)));
            }
        }
        Self { suite, bases, decorators, attributes }
    }

    fn new_class(self, name: String) -> Host {
        let written = self.attributes.iter().filter(|(it, _)| !it.inherited);
        let attributes = written.map(|(it, value)| format!("{} = {value}", it.name)).collect();
        Host::New { name, bases: self.bases, decorators: self.decorators, attributes }
    }

    /// Whether an existing class derives from all of the suite's bases.
    fn fits(&self, checkout: &Checkout<'_>, place: &Place) -> bool {
        let derives = |base: &String| checkout.derives(place, &|_, name| name == base);
        self.bases.iter().all(derives)
    }

    /// Whether it has, of the exclusive decorators, just those of the suite.
    fn is_decorated(&self, class: &Class) -> bool {
        let exclusive = |name: &str| self.suite.exclusive.iter().any(|it| it == name);
        let wanted = self.decorators.iter().map(|it| bare(it)).filter(|it| exclusive(it));
        let found = class.decorators.iter().map(|it| it.name.as_str()).filter(|it| exclusive(it));
        wanted.eq(found)
    }

    /// Whether the class has the suite's attributes, its own or its ancestors'.
    fn has_attributes(&self, checkout: &Checkout<'_>, place: &Place) -> bool {
        if self.attributes.is_empty() {
            return true;
        }
        let ancestors = checkout.ancestors(place).into_iter().filter_map(|it| it.place);
        let line: Vec<Place> = std::iter::once(place.clone()).chain(ancestors).collect();
        self.attributes.iter().all(|(attribute, value)| {
            let found = line.iter().find_map(|place| assigned(place, &attribute.name));
            // What the bases bring may lie outside the checkout.
            found.map_or(attribute.inherited, |it| plain(&it) == plain(value))
        })
    }
}

/// What the class at `place` itself assigns to `name`, as written.
fn assigned(place: &Place, name: &str) -> Option<String> {
    let assignment = place.class()?.assignments.iter().rev().find(|it| it.name == name)?;
    Some(place.module.module.slice(assignment.value.as_ref()?).to_owned())
}

/// An expression without what says nothing: which quotes it has, and blanks.
fn plain(expression: &str) -> String {
    expression.replace('\'', "\"").split_whitespace().collect()
}

/// The name of a decorator without its arguments.
fn bare(decorator: &str) -> &str {
    decorator.split('(').next().unwrap_or(decorator)
}

/// `OrderTest` in a file of `TestThing` classes is `TestOrder`.
fn named_as_neighbours(name: &str, existing: Option<&Arc<Loaded>>) -> String {
    let classes = existing.map(|it| it.module.outline.classes.as_slice()).unwrap_or_default();
    let prefixed = classes.iter().any(|it| it.name.starts_with("Test"));
    let suffixed = classes.iter().any(|it| it.name.ends_with("Test"));
    match name.strip_suffix("Test") {
        Some(stem) if prefixed && !suffixed => format!("Test{stem}"),
        _ => name.to_owned(),
    }
}

/// Whether tests there are annotated: where the checkout asks for it, or where most are.
pub(super) fn annotated(
    planner: &Planner<'_, '_>,
    location: &Location,
    existing: Option<&Arc<Loaded>>,
    host: &Host,
) -> bool {
    if planner.settings.wants_annotations(&planner.checkout.dotted(&location.path)) {
        return true;
    }
    let Some(outline) = existing.map(|it| &it.module.outline) else { return false };
    let most = |functions: &mut dyn Iterator<Item = &Function>| {
        let tests: Vec<bool> = functions
            .filter(|it| it.name.starts_with("test"))
            .map(|it| it.returns.is_some())
            .collect();
        let with = tests.iter().filter(|it| **it).count();
        (!tests.is_empty()).then_some(with * 2 > tests.len())
    };
    let own = match host {
        Host::Existing(name) => outline.class(name),
        Host::Module | Host::New { .. } => None,
    };
    let own = own.and_then(|class| most(&mut class.methods.iter()));
    let methods = outline.classes.iter().flat_map(|it| &it.methods);
    own.or_else(|| most(&mut methods.chain(&outline.functions))).unwrap_or(false)
}

/// What to say about a test file that cannot be used.
pub(super) fn unusable(path: &Utf8Path, unusable: &Unusable) -> Diagnostic {
    match unusable {
        Unusable::Unreadable(why) => {
            Diagnostic::placeless("test-file", format!("`{path}` cannot be read: {why}"))
        }
        Unusable::Syntax(source, error) => {
            let span = Span::new(*source, error.range.clone());
            let message = format!("the test file is not valid Python: {}", error.message);
            Diagnostic::error("test-file", span, message)
                .with_help("mend it first: tests are added by the file's syntax")
        }
    }
}
