//! Last stage: what a run did, as data. `cli` prints it, as text or as JSON.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Finding, position};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::draft::{Action, DraftedTest, Drafts};
use crate::left_out::LeftOut;
use crate::model::{Level, Model};
use crate::plan::{Candidate, Rank, Skipped};
use crate::sources::Sources;
use crate::template::NoParts;
use crate::value::{Map, Value};

/// The version of the JSON that reports are printed as.
pub const VERSION: u32 = 1;

/// What a run did, or would do.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Report {
    /// Changes when the shape of this data does.
    pub version: u32,
    /// The test files.
    pub files: Vec<File>,
    /// Tests that are not written.
    pub skipped: Vec<Skipped>,
    /// Names of tests that are written when they are asked for.
    pub on_request: Vec<String>,
    /// Files that were written.
    #[schemars(with = "Vec<String>")]
    pub written: Vec<Utf8PathBuf>,
    /// Breaches of the checklist in what was written.
    pub findings: Vec<ReportedFinding>,
    /// What was said about the spec, the targets and the test files.
    pub diagnostics: Vec<ReportedDiagnostic>,
    /// Files that were asked for and hold no target.
    #[schemars(with = "Vec<String>")]
    pub barren: Vec<Utf8PathBuf>,
    /// The command that runs the tests.
    pub command: Option<String>,
    /// What a person still has to look at.
    pub reminders: Vec<String>,
    /// How many items a list would have had beyond `--limit`.
    pub left_out: LeftOut,
    /// Old and new texts, in the order of `files`.
    #[serde(skip)]
    pub texts: Vec<Texts>,
}

/// A file before and after.
#[derive(Debug)]
pub struct Texts {
    /// As it was read; `None` for a new file.
    pub before: Option<std::sync::Arc<str>>,
    /// As it will be.
    pub after: String,
}

/// One test file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct File {
    /// Relative to the root.
    #[schemars(with = "String")]
    pub path: Utf8PathBuf,
    /// What happens to it.
    pub action: Action,
    /// How it was found.
    pub rank: Rank,
    /// Why this file.
    pub reason: String,
    /// Another file is nearly as good.
    pub ambiguous: bool,
    /// Others that came into question, best first.
    pub runners_up: Vec<Candidate>,
    /// Its tests.
    pub tests: Vec<DraftedTest>,
}

/// A breach of the checklist.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReportedFinding {
    /// The rule's stable id.
    pub id: String,
    /// The rule's name.
    pub slug: String,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The file.
    #[schemars(with = "String")]
    pub path: Utf8PathBuf,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
    /// What the rule says.
    pub message: String,
    /// Why.
    pub help: String,
}

/// Something that is wrong, and where.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReportedDiagnostic {
    /// A stable name.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// The file, where there is one.
    #[schemars(with = "Option<String>")]
    pub path: Option<Utf8PathBuf>,
    /// From 1.
    pub line: Option<usize>,
    /// From 1.
    pub column: Option<usize>,
    /// What to do about it.
    pub help: Option<String>,
    /// The name that was not known, or else the line at the place.
    pub received: Option<String>,
    /// Names that are known there, the nearest first; not all of them where there are many.
    pub expected: Vec<String>,
}

/// What a command prints that came to nothing.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Failure {
    /// Changes when the shape of this data does.
    pub version: u32,
    /// Why.
    pub diagnostics: Vec<ReportedDiagnostic>,
}

/// What a command prints: what was asked for, or why there is none.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Answer<T> {
    /// What was asked for.
    Fine(T),
    /// Why there is none.
    Failure(Failure),
}

/// Why a command came to nothing.
pub fn failure(sources: &Sources, problems: &Diagnostics) -> Failure {
    Failure { version: VERSION, diagnostics: diagnostics(sources, problems) }
}

/// The report of a run that came to nothing.
pub fn failed_run(sources: &Sources, problems: &Diagnostics) -> Report {
    let diagnostics = diagnostics(sources, problems);
    Report { version: VERSION, diagnostics, ..Report::default() }
}

/// The diagnostics with their places in words.
pub fn diagnostics(sources: &Sources, problems: &Diagnostics) -> Vec<ReportedDiagnostic> {
    let report = |it: &Diagnostic| {
        let place = it.span.map(|span| {
            let source = sources.get(span.source);
            let start = span.start.min(source.text.len());
            let line = source.text[start..].lines().next().unwrap_or_default();
            (source.path.clone(), position(&source.text, start), line.chars().take(120).collect())
        });
        let line = place.as_ref().map(|(_, _, line): &(_, _, String)| line.clone());
        let (path, position) = place.map(|(path, position, _)| (path, position)).unzip();
        ReportedDiagnostic {
            code: it.code,
            severity: if it.severity == Severity::Error { "error" } else { "warning" },
            message: it.message.clone(),
            path,
            line: position.map(|it| it.line),
            column: position.map(|it| it.column),
            help: it.help.clone(),
            received: it.received.clone().or(line),
            expected: it.expected.clone(),
        }
    };
    problems.0.iter().map(report).collect()
}

impl Report {
    /// Whether writing would change a file.
    pub fn changes(&self) -> bool {
        self.files.iter().any(|it| matches!(it.action, Action::Create | Action::Insert))
    }

    /// Keeps `most` items of each list, and notes how many were left out.
    pub fn limit(&mut self, most: usize) {
        let left_out = &mut self.left_out;
        for file in &mut self.files {
            left_out.shorten("tests", &mut file.tests, most);
        }
        left_out.shorten("files", &mut self.files, most);
        left_out.shorten("skipped", &mut self.skipped, most);
        left_out.shorten("on_request", &mut self.on_request, most);
        left_out.shorten("written", &mut self.written, most);
        left_out.shorten("findings", &mut self.findings, most);
        left_out.shorten("diagnostics", &mut self.diagnostics, most);
        left_out.shorten("barren", &mut self.barren, most);
        self.texts.truncate(most);
    }
}

/// The report of a run.
pub fn report(
    model: &Model,
    planned_skips: Vec<Skipped>,
    barren: Vec<Utf8PathBuf>,
    drafts: Drafts,
    findings: Vec<Finding>,
) -> Report {
    let (on_request, skipped): (Vec<Skipped>, Vec<Skipped>) =
        planned_skips.into_iter().chain(drafts.skipped).partition(|it| it.on_request);
    let on_request: BTreeSet<String> = on_request.into_iter().map(|it| it.case).collect();
    let (mut files, mut texts) = (Vec::new(), Vec::new());
    for draft in drafts.files {
        texts.push(Texts { before: draft.before, after: draft.after });
        files.push(File {
            path: draft.path,
            action: draft.action,
            rank: draft.location.rank,
            reason: draft.location.reason,
            ambiguous: draft.location.ambiguous,
            runners_up: draft.location.runners_up,
            tests: draft.tests,
        });
    }
    let command = command(model, &files);
    let findings = findings.into_iter().map(|it| {
        let file = files.iter().position(|file| file.path == it.path);
        let text = file.map_or("", |index| texts[index].after.as_str());
        finding(text, it)
    });
    let findings = findings.collect();
    let reminders = model.layout.reminders.clone();
    Report {
        version: VERSION,
        files,
        skipped,
        on_request: on_request.into_iter().collect(),
        findings,
        barren,
        command,
        reminders,
        texts,
        ..Report::default()
    }
}

fn finding(text: &str, it: Finding) -> ReportedFinding {
    let start = position(text, it.range.start.min(text.len()));
    ReportedFinding {
        id: it.id,
        slug: it.slug,
        severity: if it.level == Level::Error { "error" } else { "warning" },
        path: it.path,
        line: start.line,
        column: start.column,
        message: it.message,
        help: it.help,
    }
}

fn command(model: &Model, files: &[File]) -> Option<String> {
    let template = model.layout.command.as_ref().filter(|_| !files.is_empty())?;
    let tests = files.iter().filter(|it| !it.tests.is_empty());
    let paths: Vec<&str> = tests.map(|it| it.path.as_str()).collect();
    let context = Map::from_iter([("path".into(), Value::from(paths.join(" ")))]);
    template.render(&context, &NoParts).ok()
}
