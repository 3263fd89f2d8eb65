//! Last stage: what a run did, as data. `cli` prints it, as text or as JSON.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use serde::Serialize;

use crate::check::{Finding, position};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::draft::{Action, DraftedTest, Drafts};
use crate::model::{Level, Model};
use crate::plan::{Candidate, Rank, Skipped};
use crate::sources::Sources;
use crate::template::NoParts;
use crate::value::{Map, Value};

/// The version of the JSON that reports are printed as.
pub const VERSION: u32 = 1;

/// What a run did, or would do.
#[derive(Debug, Default, Serialize)]
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
    pub written: Vec<Utf8PathBuf>,
    /// Breaches of the checklist in what was written.
    pub findings: Vec<ReportedFinding>,
    /// What was said about the spec, the targets and the test files.
    pub diagnostics: Vec<ReportedDiagnostic>,
    /// Files that were asked for and hold no target.
    pub barren: Vec<Utf8PathBuf>,
    /// The command that runs the tests.
    pub command: Option<String>,
    /// What a person still has to look at.
    pub reminders: Vec<String>,
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
#[derive(Debug, Serialize)]
pub struct File {
    /// Relative to the root.
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
#[derive(Debug, Serialize)]
pub struct ReportedFinding {
    /// The rule's stable id.
    pub id: String,
    /// The rule's name.
    pub slug: String,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The file.
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
#[derive(Debug, Serialize)]
pub struct ReportedDiagnostic {
    /// A stable name.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// The file, where there is one.
    pub path: Option<Utf8PathBuf>,
    /// From 1.
    pub line: Option<usize>,
    /// From 1.
    pub column: Option<usize>,
    /// What to do about it.
    pub help: Option<String>,
}

/// The report of a run that came to nothing.
pub fn failure(sources: &Sources, problems: &Diagnostics) -> Report {
    let diagnostics = diagnostics(sources, problems);
    Report { version: VERSION, diagnostics, ..Report::default() }
}

/// The diagnostics with their places in words.
pub fn diagnostics(sources: &Sources, problems: &Diagnostics) -> Vec<ReportedDiagnostic> {
    let report = |it: &Diagnostic| {
        let place = it.span.map(|span| {
            let source = sources.get(span.source);
            (source.path.clone(), position(&source.text, span.start.min(source.text.len())))
        });
        let (path, position) = place.unzip();
        ReportedDiagnostic {
            code: it.code,
            severity: if it.severity == Severity::Error { "error" } else { "warning" },
            message: it.message.clone(),
            path,
            line: position.map(|it| it.line),
            column: position.map(|it| it.column),
            help: it.help.clone(),
        }
    };
    problems.0.iter().map(report).collect()
}

impl Report {
    /// Whether writing would change a file.
    pub fn changes(&self) -> bool {
        self.files.iter().any(|it| matches!(it.action, Action::Create | Action::Insert))
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
    let findings = findings.into_iter().map(finding).collect();
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

fn finding(it: Finding) -> ReportedFinding {
    ReportedFinding {
        id: it.id,
        slug: it.slug,
        severity: if it.level == Level::Error { "error" } else { "warning" },
        path: it.path,
        line: it.start.line,
        column: it.start.column,
        message: it.message,
        help: it.help,
    }
}

fn command(model: &Model, files: &[File]) -> Option<String> {
    let template = model.layout.command.as_ref().filter(|_| !files.is_empty())?;
    let paths: Vec<&str> = files.iter().map(|it| it.path.as_str()).collect();
    let context = Map::from_iter([("path".into(), Value::from(paths.join(" ")))]);
    template.render(&context, &NoParts).ok()
}
