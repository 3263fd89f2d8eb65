//! Fourth stage: which test for which target, into which file and class. Each test that is not
//! written carries its reason.

mod joining;
mod mirror;
mod search;
mod values;

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::Utf8PathBuf;
use indexmap::IndexMap;

use crate::checkout::{Checkout, Loaded};
use crate::diagnostic::{Diagnostic, Diagnostics, Failed, Severity};
use crate::inspect::{Facts, Subject};
use crate::model::{Case, Compiled, Decorate, Model, Suite};
use crate::settings::Settings;
use crate::template::{Expression, Template};
use crate::value::{Map, Value};

pub use joining::Host;
pub(crate) use mirror::mirrors;
pub use mirror::{Location, Rank};
pub use search::Candidate;
pub(crate) use search::{each, evaluate, fill, search_texts, test_files, texts};
pub use values::Variable;

/// Which tests a run is about.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Parts of names of cases or suites; all, if empty.
    pub only: Vec<String>,
    /// Parts of names of cases or suites that are left out.
    pub exclude: Vec<String>,
    /// Suites of these categories; all, if empty.
    pub categories: Vec<String>,
}

/// What is to be written.
#[derive(Default)]
pub struct Plan<'m> {
    /// By test file, in the order of the first target that goes there.
    pub files: IndexMap<Utf8PathBuf, FilePlan<'m>>,
    /// What is not, and why.
    pub skipped: Vec<Skipped>,
    /// The test file of each subject, in the order of [`Facts::subjects`].
    pub locations: Vec<Location>,
}

/// One test file.
pub struct FilePlan<'m> {
    /// Why this file.
    pub location: Location,
    /// The file as it is, if there is one.
    pub existing: Option<Arc<Loaded>>,
    /// Classes or functions.
    pub style: FileStyle,
    /// What goes into it.
    pub suites: Vec<SuitePlan<'m>>,
}

/// How tests look in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileStyle {
    /// Methods of classes.
    Classes,
    /// Functions.
    Functions,
}

impl Suite {
    /// How the suite's tests look in a file of `style`.
    pub(crate) fn style_in(&self, style: FileStyle) -> FileStyle {
        if self.methods { FileStyle::Classes } else { style }
    }
}

/// The tests of one target in one class.
pub struct SuitePlan<'m> {
    /// The spec of the tests.
    pub suite: &'m Suite,
    /// Index into [`Facts::subjects`].
    pub subject: usize,
    /// The class they go into.
    pub host: Host,
    /// Whether functions are annotated with `-> None`.
    pub annotated: bool,
    /// The tests.
    pub cases: Vec<CasePlan<'m>>,
}

/// One test.
pub struct CasePlan<'m> {
    /// The spec of the test.
    pub case: &'m Case,
    /// The function's name.
    pub name: String,
    /// The case's name; the function's may say whose test it is as well.
    pub title: String,
    /// The function's own decorators, outermost first, without `@`.
    pub decorators: Vec<String>,
    /// What the template sees of the values it starts from, by its names for them.
    pub givens: Map,
    /// Lines that make the givens, in order.
    pub setup: Vec<String>,
    /// The variables that these lines make.
    pub variables: Vec<Variable>,
    /// What the values ask of the test, by name.
    pub flags: Map,
    /// Names in the values, and the modules that define them.
    pub brought: IndexMap<String, String>,
}

/// A test that is not written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Skipped {
    /// The target.
    pub target: String,
    /// The test's name.
    pub case: String,
    /// The case's name as the spec writes it, the same for all targets.
    pub case_template: String,
    /// Why not.
    pub reason: String,
    /// What would change it, ready to paste where it is a row.
    pub unlock: Option<String>,
    /// Nothing stands in its way: it is written when it is asked for. A report names it elsewhere.
    #[serde(skip)]
    pub on_request: bool,
}

/// Plans the tests of `facts`.
///
/// # Errors
/// Codes: `render` for templates that fail, `no-name` for a base or a decorator that is `None`,
/// `test-file` for an existing file that cannot be used.
pub fn plan<'m>(
    model: &'m Model,
    checkout: &Checkout<'_>,
    settings: &Settings,
    facts: &Facts,
    selection: &Selection,
    problems: &mut Diagnostics,
) -> Result<Plan<'m>, Failed> {
    let from = problems.0.len();
    for category in &selection.categories {
        if !model.categories.contains_key(category) {
            let message = format!("there is no category `{category}`");
            let known = model.categories.keys().map(String::as_str);
            problems.push(
                Diagnostic::placeless("unknown-category", message).with_suggestion(category, known),
            );
        }
    }
    problems.stop_since(from)?;
    let locations = mirror::locate(model, checkout, &facts.subjects, problems);
    let mut planner = Planner {
        model,
        checkout,
        settings,
        selection,
        problems,
        plan: Plan::default(),
        names: BTreeSet::new(),
        known: values::Known::default(),
    };
    for ((index, subject), location) in facts.subjects.iter().enumerate().zip(&locations) {
        for suite in model.suites.iter().filter(|it| it.target == subject.target) {
            planner.suite(suite, index, subject, location);
        }
    }
    let Planner { mut plan, problems, names, .. } = planner;
    plan.locations = locations;
    unmatched(selection, &names, problems);
    problems.stop_since(from)?;
    Ok(plan)
}

/// Warns of an `--only` or `--exclude` that no test is called.
fn unmatched(selection: &Selection, names: &BTreeSet<String>, problems: &mut Diagnostics) {
    for part in selection.only.iter().chain(&selection.exclude) {
        if !names.is_empty() && !names.iter().any(|it| it.contains(part.as_str())) {
            let message = format!("no test of these targets is called `{part}`");
            let error = Diagnostic::placeless("unmatched-name", message)
                .with_suggestion(part, names.iter().map(String::as_str));
            // What is not there needs no leaving out; but who asks for it wants it.
            let severity =
                if selection.only.contains(part) { Severity::Error } else { Severity::Warning };
            problems.push(Diagnostic { severity, ..error });
        }
    }
}

struct Planner<'m, 'r> {
    model: &'m Model,
    checkout: &'r Checkout<'r>,
    settings: &'r Settings,
    selection: &'r Selection,
    problems: &'r mut Diagnostics,
    plan: Plan<'m>,
    /// The names of all tests and suites that apply, asked for or not.
    names: BTreeSet<String>,
    known: values::Known,
}

impl<'m> Planner<'m, '_> {
    fn suite(&mut self, suite: &'m Suite, index: usize, subject: &Subject, location: &Location) {
        let categories = &self.selection.categories;
        if !categories.is_empty() && !categories.contains(&suite.category) {
            return;
        }
        let context = context(self.model, subject);
        let cases: Vec<&Case> =
            suite.cases.iter().filter(|case| self.wanted(suite, case, subject, &context)).collect();
        if cases.is_empty() {
            return;
        }
        let names = joining::class_names(self, suite, &context);
        let Some((file_style, existing)) = self.file(location) else { return };
        let style = suite.style_in(file_style);
        let planned: Vec<CasePlan<'m>> = cases
            .into_iter()
            .filter_map(|it| self.case(suite, it, subject, &context, style))
            .collect();
        if planned.is_empty() {
            return;
        }
        // A class has what any of its tests asks for.
        let asked = planned.iter().flat_map(|it| it.flags.clone());
        let context = with_flags(&context, asked);
        let host = match style {
            FileStyle::Functions => Host::Module,
            FileStyle::Classes => {
                let tests = planned.iter().map(|it| it.name.as_str()).collect();
                let (path, existing) = (location.path.as_path(), existing.as_ref());
                let sought = joining::Sought { path, existing, names: &names, tests };
                joining::host(self, suite, &context, &sought)
            }
        };
        let annotated = joining::annotated(self, location, existing.as_ref(), &host);
        let file = self.plan.files.entry(location.path.clone());
        let file = file.or_insert_with(|| FilePlan {
            location: location.clone(),
            existing,
            style: file_style,
            suites: Vec::new(),
        });
        file.suites.push(SuitePlan { suite, subject: index, host, annotated, cases: planned });
    }

    /// Whether the case applies to the subject and was asked for. One that is only written on
    /// request is listed, so that people learn of it.
    fn wanted(&mut self, suite: &Suite, case: &Case, subject: &Subject, context: &Map) -> bool {
        if !self.holds(case.when.as_ref(), context) {
            return false;
        }
        let name = self.text(&case.name, context);
        self.names.extend([name.clone(), suite.name.clone()]);
        let named = |list: &[String]| {
            list.iter().any(|part| name.contains(part.as_str()) || suite.name == *part)
        };
        if named(&self.selection.exclude) {
            return false;
        }
        if !self.selection.only.is_empty() {
            return named(&self.selection.only);
        }
        if case.on_demand {
            self.plan.skipped.push(Skipped {
                target: subject.title(),
                reason: "written on request".to_owned(),
                unlock: Some(format!("--only {name}")),
                case: name,
                case_template: case.template().to_owned(),
                on_request: true,
            });
        }
        !case.on_demand
    }

    /// The file as it is, and how tests look in it.
    fn file(&mut self, location: &Location) -> Option<(FileStyle, Option<Arc<Loaded>>)> {
        if let Some(file) = self.plan.files.get(&location.path) {
            return Some((file.style, file.existing.clone()));
        }
        if !self.checkout.tree.is_file(&location.path) {
            return Some((FileStyle::Classes, None));
        }
        match self.checkout.load(&location.path) {
            Ok(loaded) => {
                let style = joining::style(&loaded.module.outline);
                Some((style, Some(loaded)))
            }
            Err(unusable) => {
                self.problems.push(joining::unusable(&location.path, &unusable));
                None
            }
        }
    }

    fn case(
        &mut self,
        suite: &Suite,
        case: &'m Case,
        subject: &Subject,
        context: &Map,
        style: FileStyle,
    ) -> Option<CasePlan<'m>> {
        let title = self.text(&case.name, context);
        let mut name = title.clone();
        if style == FileStyle::Functions {
            // Functions of several targets share a module: the name says whose they are.
            let rest = name.strip_prefix("test_").unwrap_or(&name);
            name = format!("test_{}_{rest}", crate::template::snake(&subject.class.name));
        }
        let fixture = match style {
            FileStyle::Classes => &self.model.class_style.fixture,
            FileStyle::Functions => &self.model.function_style.fixture,
        };
        let mut skip_context = context.clone();
        skip_context.insert("fixture".into(), fixture.as_str().into());
        if let Some(skipped) = self.skip(case, &name, subject, &skip_context) {
            self.plan.skipped.push(skipped);
            return None;
        }
        match values::givens(self, (suite, case), subject, context, style) {
            Ok(values::Givens { names: givens, setup, variables, flags, brought }) => {
                // Some skips depend on what the values ask for.
                let skip_context = with_flags(&skip_context, flags.clone());
                if let Some(skipped) = self.skip(case, &name, subject, &skip_context) {
                    self.plan.skipped.push(skipped);
                    return None;
                }
                let context = with_flags(context, flags.clone());
                let decorators = self.function_decorators(suite, case, &context, style);
                Some(CasePlan {
                    case,
                    name,
                    title,
                    decorators,
                    givens,
                    setup,
                    variables,
                    flags,
                    brought,
                })
            }
            Err(missing) => {
                self.plan.skipped.push(Skipped {
                    target: subject.title(),
                    case: name,
                    case_template: case.template().to_owned(),
                    reason: missing.reason(),
                    unlock: Some(missing.unlock(self.model)),
                    on_request: false,
                });
                None
            }
        }
    }

    /// The first reason of the case itself to be left out.
    fn skip(
        &mut self,
        case: &Case,
        name: &str,
        subject: &Subject,
        context: &Map,
    ) -> Option<Skipped> {
        let skip = case.skips.iter().find(|it| self.holds(Some(&it.when), context))?;
        Some(Skipped {
            target: subject.title(),
            case: name.to_owned(),
            case_template: case.template().to_owned(),
            reason: self.text(&skip.reason, context),
            unlock: skip.unlock.as_ref().map(|it| self.text(it, context)),
            on_request: false,
        })
    }

    /// The decorators of a test; where tests are functions, no class carries those of the suite.
    fn function_decorators(
        &mut self,
        suite: &Suite,
        case: &Case,
        context: &Map,
        style: FileStyle,
    ) -> Vec<String> {
        let mut decorators = match style {
            FileStyle::Classes => Vec::new(),
            FileStyle::Functions => {
                let own = self.decorators(&suite.decorators, context);
                self.model.function_style.decorators.iter().cloned().chain(own).collect()
            }
        };
        decorators.extend(self.decorators(&case.decorators, context));
        decorators
    }

    /// Those of `decorators` whose conditions hold, without empty ones.
    fn decorators(&mut self, decorators: &[Decorate], context: &Map) -> Vec<String> {
        let mut written = Vec::new();
        for decorator in decorators {
            if self.holds(decorator.when.as_ref(), context) {
                written.extend(self.name(&decorator.text, context));
            }
        }
        written
    }

    fn holds(&mut self, condition: Option<&Compiled<Expression>>, context: &Map) -> bool {
        condition.is_none_or(|it| self.value(it, context).holds())
    }

    fn value(&mut self, expression: &Compiled<Expression>, context: &Map) -> Value {
        expression.evaluate(context).unwrap_or_else(|error| {
            let span = expression.place(&error.range);
            self.problems.push(Diagnostic {
                help: error.help,
                ..Diagnostic::error("expression", span, error.message)
            });
            Value::None
        })
    }

    /// A base or a decorator; `None` where the template leaves it empty.
    fn name(&mut self, template: &Compiled<Template>, context: &Map) -> Option<String> {
        let text = self.text(template, context);
        if text == Value::None.to_string() {
            let message = "a class cannot have `None` for a base or a decorator";
            let help = "a row lacks the column, or a fact was not found: give it, or end the hole \
                        with `| default('')` where nothing is to be written";
            let error = Diagnostic::error("no-name", template.text.span, message);
            self.problems.push(error.with_help(help));
            return None;
        }
        (!text.is_empty()).then_some(text)
    }

    fn text(&mut self, template: &Compiled<Template>, context: &Map) -> String {
        template.render(context, &self.model.parts).unwrap_or_else(|error| {
            let span = template.place(&error.range);
            self.problems.push(Diagnostic {
                help: error.help,
                ..Diagnostic::error("render", span, error.message)
            });
            String::new()
        })
    }
}

/// The names that the expressions and templates of a suite may use.
pub(crate) fn context(model: &Model, subject: &Subject) -> Map {
    let policies = model.policies.iter();
    let policies = policies.map(|(name, choice)| (name.as_str(), choice.as_str().into()));
    Map::from_iter([
        (subject.target.as_str().into(), subject.value.clone()),
        ("policy".into(), Value::map(policies)),
        ("flags".into(), Value::Map(Arc::new(values::no_flags(model)))),
    ])
    .into_iter()
    .chain(subject.outer.clone())
    .collect()
}

/// `context` with what values ask for.
pub(crate) fn with_flags(context: &Map, flags: impl IntoIterator<Item = (Arc<str>, Value)>) -> Map {
    let mut context = context.clone();
    let mut all = match context.get("flags") {
        Some(Value::Map(all)) => (**all).clone(),
        _ => Map::default(),
    };
    all.extend(flags.into_iter().filter(|(_, value)| *value != Value::None));
    context.insert("flags".into(), Value::Map(Arc::new(all)));
    context
}
