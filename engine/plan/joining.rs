//! The class that tests go into: one that exists for the target, if it fits, or a new one.

use std::sync::Arc;

use camino::Utf8Path;

use crate::checkout::{Checkout, Loaded, Place, Unusable};
use crate::diagnostic::Diagnostic;
use crate::inspect::class_is;
use crate::model::{Attribute, Suite};
use crate::python::{Class, Decorator, Function, Outline};
use crate::span::Span;
use crate::value::Map;

use super::{FileStyle, Location, Planner, SuitePlan};

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

impl Host {
    /// The name of the class.
    fn class(&self) -> Option<&str> {
        match self {
            Self::Module => None,
            Self::Existing(name) | Self::New { name, .. } => Some(name),
        }
    }
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

/// What a class is chosen by, beside the suite: where, and for which tests.
pub(super) struct Sought<'a> {
    /// The test file.
    pub(super) path: &'a Utf8Path,
    /// The file as it is.
    pub(super) existing: Option<&'a Arc<Loaded>>,
    /// What classes may be called, the suite's own name first.
    pub(super) names: &'a [String],
    /// The names of the tests.
    pub(super) tests: Vec<&'a str>,
}

/// Chooses the class for the suite's tests.
pub(super) fn host(
    planner: &mut Planner<'_, '_>,
    suite: &Suite,
    context: &Map,
    sought: &Sought<'_>,
) -> Host {
    let wanted = Wanted::of(planner, suite, context);
    let name = sought.names.first().map_or("", String::as_str);
    let own = named_as_neighbours(name, sought.existing);
    // An earlier run may have seen other neighbours.
    let owns = [name.to_owned(), prefixed(name)];
    let numbered = |from: usize| (from..).map(|it| format!("{own}{it}"));
    let class = |name: &str| sought.existing?.module.outline.class(name);
    let (planned, symbols) = (Planned::of(planner, sought.path), &planner.model.symbols);
    let mut candidates: Vec<String> = std::iter::once(&own).chain(sought.names).cloned().collect();
    candidates.extend(owns.iter().filter(|it| class(it).is_some()).cloned());
    // A class that an earlier run made because the suite's own name was taken.
    candidates.extend(numbered(2).take_while(|it| class(it).is_some()));
    let fitting = candidates.iter().find(|name| {
        let (Some(existing), Some(class)) = (sought.existing, class(name)) else { return false };
        let place = existing.class_place(class);
        let is_own = owns.iter().any(|own| name.strip_prefix(own.as_str()).is_some_and(is_number));
        wanted.has_attributes(planner.checkout, &place)
            && wanted.is_unchanged(planner.checkout, &place)
            && !suite.except.iter().any(|it| class_is(it, symbols, planner.checkout, &place))
            && wanted.is_fit(planner.checkout, &place, is_own, &sought.tests)
            && !planned.repeats(name, &sought.tests)
    });
    if let Some(name) = fitting {
        return Host::Existing(name.clone());
    }
    let free = candidates.into_iter().chain(numbered(2)).find_map(|name| {
        let host = wanted.new_class(name.clone());
        (class(&name).is_none() && planned.lets(&name, &host, &sought.tests)).then_some(host)
    });
    // Of the numbers without end, one is free.
    free.unwrap_or_else(|| wanted.new_class(own))
}

/// What follows the suite's own name: nothing, or a number.
fn is_number(rest: &str) -> bool {
    rest.bytes().all(|it| it.is_ascii_digit())
}

/// The classes that this run puts tests into, with the names of these.
struct Planned<'p>(Vec<(&'p Host, Vec<&'p str>)>);

impl<'p> Planned<'p> {
    fn of(planner: &'p Planner<'_, '_>, path: &Utf8Path) -> Self {
        let suites = planner.plan.files.get(path).into_iter().flat_map(|it| &it.suites);
        let tests = |it: &'p SuitePlan<'_>| it.cases.iter().map(|it| it.name.as_str()).collect();
        Self(suites.map(|it| (&it.host, tests(it))).collect())
    }

    /// Whether a class of that name gets a test of one of these names: another target's.
    fn repeats(&self, name: &str, tests: &[&str]) -> bool {
        let of_name = self.0.iter().filter(|(host, _)| host.class() == Some(name));
        of_name.flat_map(|(_, it)| it).any(|it| tests.contains(it))
    }

    /// Whether the tests may go into the new class `host`, beside what goes there already.
    fn lets(&self, name: &str, host: &Host, tests: &[&str]) -> bool {
        let mut of_name = self.0.iter().filter(|(host, _)| host.class() == Some(name));
        of_name.all(|(it, _)| *it == host) && !self.repeats(name, tests)
    }
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
        let bases = suite.bases.iter().filter_map(|it| planner.name(it, context)).collect();
        let decorators = planner.decorators(&suite.decorators, context);
        let mut attributes = Vec::new();
        for attribute in &suite.attributes {
            if planner.holds(attribute.when.as_ref(), context) {
                attributes.push((attribute, planner.text(&attribute.value, context)));
            }
        }
        Self { suite, bases, decorators, attributes }
    }

    fn new_class(&self, name: String) -> Host {
        let written = self.attributes.iter().filter(|(it, _)| !it.inherited);
        let attributes = written.map(|(it, value)| format!("{} = {value}", it.name)).collect();
        let (bases, decorators) = (self.bases.clone(), self.decorators.clone());
        Host::New { name, bases, decorators, attributes }
    }

    /// Whether the tests may stand in an existing class. One under the suite's own name was written
    /// for it, whatever its bases are; one that has all of its tests also whatever decorates it.
    fn is_fit(&self, checkout: &Checkout<'_>, place: &Place, is_own: bool, tests: &[&str]) -> bool {
        let Some(class) = place.class() else { return false };
        if is_own {
            let has = |test: &&str| class.methods.iter().any(|it| it.name == *test);
            return self.is_decorated(class) || tests.iter().all(has);
        }
        let derives = |base: &String| checkout.derives(place, &|_, name| name == base);
        self.bases.iter().all(derives) && self.is_decorated(class)
    }

    /// Whether neither it nor a class between it and the suite's bases changes what these bring.
    fn is_unchanged(&self, checkout: &Checkout<'_>, place: &Place) -> bool {
        if self.suite.unchanged.is_empty() {
            return true;
        }
        let ancestors = checkout.ancestors(place).into_iter().filter_map(|it| it.place);
        let derives = |place: &Place| {
            self.bases.iter().any(|base| checkout.derives(place, &|_, name| name == base))
        };
        let mut between = std::iter::once(place.clone()).chain(ancestors).filter(|it| derives(it));
        between.all(|it| {
            let methods = it.class().map(|it| it.methods.as_slice()).unwrap_or_default();
            methods.iter().all(|it| !self.suite.unchanged.contains(&it.name))
        })
    }

    /// Whether it has, of the exclusive decorators, just those of the suite. One that the suite gives
    /// arguments must have the same ones; what an existing one is given besides does no harm.
    fn is_decorated(&self, class: &Class) -> bool {
        let exclusive = |name: &str| self.suite.exclusive.iter().any(|it| it == name);
        let wanted = self.decorators.iter().filter(|it| exclusive(bare(it)));
        let found = class.decorators.iter().filter(|it| exclusive(&it.name));
        let is_same = |(wanted, found): (&String, &Decorator)| {
            let arguments = found.arguments.as_deref().unwrap_or_default();
            bare(wanted) == found.name
                && (bare(wanted) == wanted
                    || plain(wanted) == plain(&format!("{}({arguments})", found.name)))
        };
        wanted.clone().count() == found.clone().count() && wanted.zip(found).all(is_same)
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

/// How tests look in a file: like the first that is there, after which all others are added.
pub(super) fn style(outline: &Outline) -> FileStyle {
    let is_test = |it: &&Function| it.name.starts_with("test");
    let holds_tests =
        |it: &&Class| it.name.contains("Test") || it.methods.iter().any(|it| is_test(&it));
    let function = outline.functions.iter().find(is_test).map(|it| it.range.start);
    let class = outline.classes.iter().find(holds_tests).map(|it| it.range.start);
    match (function, class) {
        (Some(function), class) if class.is_none_or(|class| function < class) => {
            FileStyle::Functions
        }
        _ => FileStyle::Classes,
    }
}

/// `OrderTest` in a file of `TestThing` classes is `TestOrder`.
fn named_as_neighbours(name: &str, existing: Option<&Arc<Loaded>>) -> String {
    let classes = existing.map(|it| it.module.outline.classes.as_slice()).unwrap_or_default();
    let has_prefixed = classes.iter().any(|it| it.name.starts_with("Test"));
    let has_suffixed = classes.iter().any(|it| it.name.ends_with("Test"));
    if has_prefixed && !has_suffixed { prefixed(name) } else { name.to_owned() }
}

/// `TestOrder` for `OrderTest`.
fn prefixed(name: &str) -> String {
    name.strip_suffix("Test").map_or_else(|| name.to_owned(), |stem| format!("Test{stem}"))
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
