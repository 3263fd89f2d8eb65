//! Targets as people want to see them: what they are and how that was found out, where their tests
//! stand, what is tested, what can be made. Stops at data: `cli` prints it.

mod origin;
mod tested;

use camino::Utf8PathBuf;
use schemars::JsonSchema;
use serde::Serialize;

use crate::checkout::Checkout;
use crate::diagnostic::Diagnostics;
use crate::draft::{Action, Drafts};
use crate::inspect::{Facts, Subject};
use crate::left_out::LeftOut;
use crate::model::Model;
use crate::plan::{Candidate, Location, Plan, Rank, context, evaluate};
use crate::python::{Function, ParameterKind};
use crate::value::Value;

pub use origin::plain;
pub use tested::Tested;

/// Targets, and all that is known of them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Description {
    /// Changes when the shape of this data does.
    pub version: u32,
    /// In the order of their files and lines.
    pub targets: Vec<Target>,
    /// Files and folders that were asked for and hold no target.
    #[schemars(with = "Vec<String>")]
    pub barren: Vec<Utf8PathBuf>,
    /// With a limit: how many items each shortened list had beyond it.
    #[serde(skip_serializing_if = "LeftOut::is_empty", default)]
    pub left_out: LeftOut,
}

impl Description {
    /// Keeps the first `most` targets.
    pub fn limit(&mut self, most: usize) {
        self.left_out.shorten("targets", &mut self.targets, most);
    }
}

/// One target.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// The kind of target.
    pub kind: String,
    /// Its file.
    #[schemars(with = "String")]
    pub path: Utf8PathBuf,
    /// From 1.
    pub line: usize,
    /// The categories of tests that are made for it.
    pub categories: Vec<String>,
    /// What the spec shows of it.
    pub shown: Vec<Shown>,
    /// Where its tests stand.
    pub tests: TestFile,
    /// Its public methods.
    pub methods: Vec<Method>,
    /// What becomes of each case.
    pub cases: Vec<Case>,
    /// The values that its tests start from, and the lines that make them.
    pub values: Vec<Made>,
    /// All facts, by name.
    #[schemars(with = "serde_json::Value")]
    pub facts: Value,
}

/// Something that the spec shows of a target.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Shown {
    /// What it is called.
    pub title: String,
    /// What it is.
    #[schemars(with = "serde_json::Value")]
    pub value: Value,
    /// How it was found out.
    pub how: Option<String>,
}

/// Where the tests of a target stand.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TestFile {
    /// The file.
    #[schemars(with = "String")]
    pub path: Utf8PathBuf,
    /// How it was found.
    pub rank: Rank,
    /// Why this one.
    pub reason: String,
    /// Another file is nearly as good.
    pub ambiguous: bool,
    /// Others that came into question, best first.
    pub runners_up: Vec<Candidate>,
    /// The tests in it that are about the target.
    pub tested: Vec<Tested>,
}

/// A method of a target.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Method {
    /// Its name.
    pub name: String,
    /// Name, parameters and what it returns, as Python writes them.
    pub signature: String,
    /// From 1.
    pub line: usize,
}

/// A case of the spec, and what becomes of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Case {
    /// The test's name.
    pub name: String,
    /// `insert`: it can be written; `identical`: it is there; `skip`: it is not written.
    pub action: Action,
    /// Why not.
    pub reason: Option<String>,
    /// What would change that.
    pub unlock: Option<String>,
}

/// A value that tests start from.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Made {
    /// The variable.
    pub name: String,
    /// The lines that make it and what it is made of.
    pub lines: Vec<String>,
}

/// Describes the targets of `facts`.
pub fn describe(
    model: &Model,
    checkout: &Checkout<'_>,
    facts: Facts,
    plan: &Plan<'_>,
    drafts: &Drafts,
    problems: &mut Diagnostics,
) -> Description {
    let targets = facts.subjects.iter().enumerate().zip(plan.locations.clone());
    let targets = targets.map(|((index, subject), location)| {
        let place = &subject.place;
        Target {
            name: subject.title(),
            kind: subject.target.clone(),
            path: place.module.path.clone(),
            line: place.line(),
            categories: model.categories_of(&subject.target).map(str::to_owned).collect(),
            shown: shown(model, checkout, subject, problems),
            tests: test_file(model, checkout, subject, location, problems),
            methods: methods(subject),
            cases: cases(subject, plan, drafts),
            values: values(index, plan),
            facts: subject.value.clone(),
        }
    });
    Description {
        version: 1,
        targets: targets.collect(),
        barren: facts.barren,
        left_out: LeftOut::default(),
    }
}

fn shown(
    model: &Model,
    checkout: &Checkout<'_>,
    subject: &Subject,
    problems: &mut Diagnostics,
) -> Vec<Shown> {
    let context = context(model, subject);
    let shows = model.shows.get(&subject.target).into_iter().flatten();
    let shown = shows.map(|it| Shown {
        title: it.title.clone(),
        value: evaluate(&it.value, &context, problems),
        how: origin::origin(model, checkout, subject, &it.value),
    });
    shown.collect()
}

fn test_file(
    model: &Model,
    checkout: &Checkout<'_>,
    subject: &Subject,
    location: Location,
    problems: &mut Diagnostics,
) -> TestFile {
    let Location { path, rank, reason, ambiguous, runners_up } = location;
    let tested = tested::tested(model, checkout, subject, &path, problems);
    TestFile { path, rank, reason, ambiguous, runners_up, tested }
}

/// The public methods of a class.
fn methods(subject: &Subject) -> Vec<Method> {
    let module = &subject.place.module.module;
    let methods = subject.place.class().into_iter().flat_map(|it| &it.methods);
    let public = methods.filter(|it| !it.name.starts_with('_'));
    let method = |it: &Function| Method {
        name: it.name.clone(),
        signature: signature(it),
        line: module.line(it.name_range.start),
    };
    public.map(method).collect()
}

/// `name(a: int, *, b=None) -> str`, without `self`.
fn signature(function: &Function) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut named_only = false;
    for it in &function.parameters {
        if parts.is_empty() && matches!(it.name.as_str(), "self" | "cls") {
            continue;
        }
        let stars = match it.kind {
            ParameterKind::VarPositional => "*",
            ParameterKind::VarKeyword => "**",
            _ => "",
        };
        named_only |= it.kind == ParameterKind::VarPositional;
        if it.kind == ParameterKind::KeywordOnly && !named_only {
            parts.push("*".to_owned());
            named_only = true;
        }
        let annotation = it.annotation.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
        let equals = if annotation.is_empty() { "=" } else { " = " };
        let default = it.default.as_ref().map(|it| format!("{equals}{it}")).unwrap_or_default();
        parts.push(format!("{stars}{}{annotation}{default}", it.name));
    }
    let returns = function.returns.as_ref().map(|it| format!(" -> {it}")).unwrap_or_default();
    format!("{}({}){returns}", function.name, parts.join(", "))
}

fn cases(subject: &Subject, plan: &Plan<'_>, drafts: &Drafts) -> Vec<Case> {
    let name = subject.title();
    let drafted = drafts.files.iter().flat_map(|it| &it.tests).filter(|it| it.target == name);
    let drafted = drafted.map(|it| Case {
        name: it.name.clone(),
        action: it.action,
        reason: it.reason.clone(),
        unlock: None,
    });
    let skipped = plan.skipped.iter().chain(&drafts.skipped).filter(|it| it.target == name);
    let skipped = skipped.map(|it| Case {
        name: it.case.clone(),
        action: Action::Skip,
        reason: Some(it.reason.clone()),
        unlock: it.unlock.clone(),
    });
    drafted.chain(skipped).collect()
}

/// What the cases of a subject start from, each once.
fn values(subject: usize, plan: &Plan<'_>) -> Vec<Made> {
    let suites = plan.files.values().flat_map(|it| &it.suites).filter(|it| it.subject == subject);
    let mut values: Vec<Made> = Vec::new();
    for case in suites.flat_map(|it| &it.cases) {
        for name in case.givens.values() {
            let made = Made { name: name.to_string(), lines: case.setup.clone() };
            if !values.iter().any(|it| it.name == made.name) {
                values.push(made);
            }
        }
    }
    values
}
