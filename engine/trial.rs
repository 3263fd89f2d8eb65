//! Every example of a spec, and every rule on its own examples, tried: what comes of it, as text to
//! be kept in a snapshot. Stops at text: whoever asked compares and keeps it.

use std::fmt::Write;

use camino::{Utf8Path, Utf8PathBuf};
use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Checker, Finding, apply, check_module, position};
use crate::checkout::Checkout;
use crate::model::{Model, Rule, Safety};
use crate::report;
use crate::settings::Settings;
use crate::sources::{Sources, Tree};

/// Something that was tried.
#[derive(Debug)]
pub struct Trial {
    /// The name of its snapshot.
    pub name: String,
    /// What was tried, for people.
    pub title: String,
    /// The spec file that it stands in.
    pub spec: Utf8PathBuf,
    /// What came of it.
    pub shown: String,
    /// It has the cases that are made on request, too.
    pub all: bool,
}

/// What came of all trials, against their snapshots.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Changes when the shape of this data does.
    pub version: u32,
    /// One for each example and rule.
    pub tests: Vec<Outcome>,
    /// Snapshots that nothing makes any more.
    pub orphans: Vec<String>,
}

/// What came of one trial.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// The name of its snapshot.
    pub name: String,
    /// What was tried.
    pub title: String,
    /// How it compares.
    pub state: State,
    /// The snapshot's file; none for one of the shipped pack.
    pub snapshot: Option<String>,
    /// What is different, as a unified diff.
    pub diff: Option<String>,
}

/// How something compares with its snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As the snapshot says.
    Same,
    /// Otherwise.
    Changed,
    /// There is no snapshot.
    New,
    /// There is now one that says it.
    Accepted,
}

/// What a run made of an example; with `all` cases, those on request too.
pub fn example(title: &str, all: bool, spec: &Utf8Path, report: &report::Report) -> Trial {
    let mut shown = String::new();
    for (file, texts) in report.files.iter().zip(&report.texts) {
        let _ = writeln!(shown, "# {}\n{}", file.path, texts.after);
    }
    for it in &report.skipped {
        let _ = writeln!(shown, "# skip {} {}: {}", it.target, it.case, it.reason);
    }
    let end = if all { "-all-cases" } else { "" };
    let name = format!("example-{}{end}", slug(title));
    let title = if all { format!("{title}, all cases") } else { title.to_owned() };
    Trial { name, title, spec: spec.to_owned(), shown, all }
}

/// What each rule finds in its own examples, and what its fix makes of them.
pub fn rules(model: &Model, sources: &Sources) -> Vec<Trial> {
    let settings = Settings::default();
    let trial = |rule: &Rule| {
        let files = rule.files.iter().map(|(path, text)| (path.clone(), text.as_str().into()));
        let (own, tree) = (Sources::default(), Tree::Memory(files.collect()));
        let checkout = Checkout::new(&own, &tree, model.layout.source_roots.clone());
        let checker = Checker::new(model, &checkout, &settings, [rule]);
        let place = rule.bad.iter().chain(&rule.good).next()?.code.span.source;
        Some(Trial {
            name: format!("rule-{}", slug(&rule.id)),
            title: format!("{} {}", rule.id, rule.slug),
            spec: sources.get(place).path.clone(),
            shown: shown(&checker, rule),
            all: false,
        })
    };
    model.rules.iter().filter_map(trial).collect()
}

fn shown(checker: &Checker<'_>, rule: &Rule) -> String {
    let mut out = String::new();
    let examples = rule.bad.iter().map(|it| ("bad", it));
    for (kind, sample) in examples.chain(rule.good.iter().map(|it| ("good", it))) {
        let code = sample.code.value.value.trim_end();
        let _ = writeln!(out, "──── {kind}\n{code}");
        let Ok(module) = checker.checkout.detached(&sample.path, code.into()) else {
            out.push_str("──── is not Python\n");
            continue;
        };
        for it in check_module(checker, &module) {
            let _ = writeln!(out, "──── {}", found(&it, code));
        }
        let fixed = apply(checker, &module, Safety::Unsafe, &|_| true);
        if fixed.text.as_ref() != code {
            let _ = writeln!(out, "──── fixed\n{}", fixed.text.trim_end());
        }
    }
    out
}

fn found(it: &Finding, code: &str) -> String {
    let [start, end] = [it.range.start, it.range.end].map(|at| position(code, at));
    let place = format!("{}:{}–{}:{}", start.line, start.column, end.line, end.column);
    let fix = it.fix.as_ref().map(|it| format!(" (fix: {})", it.title)).unwrap_or_default();
    format!("{place} {}{fix}", it.message)
}

/// A title as part of a file name.
fn slug(title: &str) -> String {
    title.to_lowercase().replace(|it: char| !it.is_alphanumeric(), "-")
}
