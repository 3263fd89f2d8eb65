//! What agents can ask for: the commands' own answers as JSON, no longer than an agent reads.

use std::io;

use camino::Utf8PathBuf;
use schemars::{JsonSchema, Schema, schema_for};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::cli::arguments::{Arguments, Mcp};
use crate::cli::project::sources;
use crate::cli::study::specs;
use crate::cli::{diff, run, working_folder};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::inspect::TargetPath;
use crate::pipeline::{self, Aim, CheckRequest, Outcome, Request};
use crate::plan::Selection;
use crate::report;
use crate::review::{self, Input, Options};
use crate::sources::Sources;

/// What an agent is told before it calls anything.
pub(super) const INSTRUCTIONS: &str = "Writes tests from specs into the test files where they \
    belong. `generate` shows a diff; look at it, then call it again with `write`. Answers are JSON; \
    `left_out` says what was cut off. A failed call has `diagnostics`: `received`, `expected`, and \
    in `help` what to try.";

/// How many characters an answer has at most; harnesses cut off what is longer.
const LONGEST: usize = 20_000;
/// How many items a list has, unless the agent asks for more.
const ITEMS: usize = 20;

/// One tool.
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) input: fn() -> Schema,
    pub(super) call: fn(&Ground, Value) -> Called,
    pub(super) writes: bool,
}

/// What a call gave, as JSON.
pub(super) enum Called {
    Fine(String),
    Failed(String),
}

/// The tools.
pub(super) const TOOLS: &[Tool] = &[
    Tool {
        name: "generate",
        description: "Generate tests for source files or classes: the diff, which test covers what, \
            and why one is skipped. Writes only if `write` is true. A second call changes nothing.",
        input: || schema_for!(Generate),
        call: |ground, input| call(ground, input, generate),
        writes: true,
    },
    Tool {
        name: "classify",
        description: "Say which category of tests a request in words means, and what speaks for it.",
        input: || schema_for!(Classify),
        call: |ground, input| call(ground, input, classify),
        writes: false,
    },
    Tool {
        name: "inspect",
        description: "Say what is known of source files or classes: facts, the test file and why \
            that one, what is tested, what becomes of each case and what would unlock it.",
        input: || schema_for!(Inspect),
        call: |ground, input| call(ground, input, inspect),
        writes: false,
    },
    Tool {
        name: "check",
        description: "Check test files against the checklist: each finding with its place, the \
            reason and the fix, and how often each rule was broken.",
        input: || schema_for!(Check),
        call: |ground, input| call(ground, input, check),
        writes: false,
    },
];

/// What all calls share.
pub(super) struct Ground {
    specs: Vec<Utf8PathBuf>,
    root: Option<Utf8PathBuf>,
    start: Utf8PathBuf,
    cache: Option<Utf8PathBuf>,
    project: Option<Utf8PathBuf>,
}

impl Ground {
    pub(super) fn new(arguments: &Arguments, mcp: &Mcp) -> io::Result<Self> {
        let start = working_folder()?;
        let sources = sources(arguments, mcp.root.as_deref())?;
        let specs = specs(&mcp.spec, &mcp.overlay, &sources);
        let root = mcp.root.as_ref().map(|root| start.join(root));
        Ok(Self { specs, root, start, cache: sources.cache, project: sources.project })
    }

    /// Each call reads the files anew: an agent changes them in between.
    fn sources(&self) -> Sources {
        let mut sources = Sources::with_cache(self.cache.clone());
        sources.project.clone_from(&self.project);
        sources
    }

    fn request(&self) -> Request {
        Request {
            specs: self.specs.clone(),
            root: self.root.clone(),
            start: self.start.clone(),
            ..Request::default()
        }
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Generate {
    /// `path/to/file.py`, `path/to/file.py::Class`, `package.module.Class` or a folder
    targets: Vec<String>,
    /// Only tests of these categories
    #[serde(default)]
    categories: Vec<String>,
    /// Only tests whose names contain one of these, also those that are written on request only
    #[serde(default)]
    only: Vec<String>,
    /// Not the tests whose names contain one of these
    #[serde(default)]
    exclude: Vec<String>,
    /// Write the files; otherwise nothing changes
    #[serde(default)]
    write: bool,
    /// At most so many items in each list; 20 by default
    limit: Option<usize>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Classify {
    /// The request, in words; paths and class names in it count
    text: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Inspect {
    /// `path/to/file.py`, `path/to/file.py::Class`, `package.module.Class` or a folder
    targets: Vec<String>,
    /// At most so many targets; 20 by default
    limit: Option<usize>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Check {
    /// Files and folders; none: the test folders of the checkout
    #[serde(default)]
    paths: Vec<String>,
    /// Only these rules: ids, slugs or beginnings of ids
    #[serde(default)]
    select: Vec<String>,
    /// Only findings on lines that changed since this commit, for example `HEAD`
    changed: Option<String>,
    /// At most so many findings; 20 by default
    limit: Option<usize>,
}

/// Reads what the agent sent, and answers.
fn call<T: DeserializeOwned>(
    ground: &Ground,
    input: Value,
    answer: fn(&Ground, T, &Sources, &mut Diagnostics) -> Option<String>,
) -> Called {
    let (sources, mut problems) = (ground.sources(), Diagnostics::default());
    let answer = match serde_json::from_value(input) {
        Ok(input) => answer(ground, input, &sources, &mut problems),
        Err(error) => {
            let diagnostic = Diagnostic::placeless("arguments", error.to_string());
            problems.push(diagnostic.with_help("the tool's input schema says what it takes"));
            None
        }
    };
    answer.map_or_else(|| Called::Failed(text(&report::failure(&sources, &problems))), Called::Fine)
}

fn text(data: &impl Serialize) -> String {
    serde_json::to_string(data).unwrap_or_default()
}

fn generate(
    ground: &Ground,
    input: Generate,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Option<String> {
    let request = Request {
        aim: Aim::Targets(targets(input.targets, problems)?),
        selection: Selection {
            only: input.only,
            exclude: input.exclude,
            categories: input.categories,
        },
        ..ground.request()
    };
    let mut outcome = pipeline::run(&request, sources, problems).ok()?;
    if input.write && !run::write_files(&mut outcome, problems) {
        return None;
    }
    outcome.report.diagnostics = report::diagnostics(sources, problems);
    Some(bounded(outcome, input.limit.unwrap_or(ITEMS)))
}

/// The report and the diff, both shortened until they fit.
fn bounded(mut outcome: Outcome, mut most: usize) -> String {
    loop {
        outcome.report.limit(most);
        let (diff, left) = shortened(&diffs(&outcome));
        let mut answer = json!({ "diff": diff, "diff_lines_left_out": left });
        if let (Value::Object(answer), Ok(Value::Object(report))) =
            (&mut answer, serde_json::to_value(&outcome.report))
        {
            answer.extend(report);
        }
        let answer = text(&answer);
        if answer.len() <= LONGEST || most <= 1 {
            return answer;
        }
        most /= 2;
    }
}

fn diffs(outcome: &Outcome) -> String {
    let mut out = Vec::new();
    let files = outcome.report.files.iter().zip(&outcome.report.texts);
    for (file, texts) in files.filter(|(_, it)| it.before.as_deref() != Some(&it.after)) {
        // Nothing can fail that is written to memory.
        let _ = diff::write(&mut out, &file.path, texts.before.as_deref(), &texts.after);
    }
    anstream::adapter::strip_str(&String::from_utf8_lossy(&out)).to_string()
}

/// As many lines as half an answer has room for, and how many lines there are beyond.
fn shortened(diff: &str) -> (String, usize) {
    let mut kept = String::new();
    let mut lines = diff.lines();
    for line in lines.by_ref() {
        if kept.len() + line.len() > LONGEST / 2 {
            return (kept, lines.count() + 1);
        }
        kept.push_str(line);
        kept.push('\n');
    }
    (kept, 0)
}

fn classify(
    ground: &Ground,
    Classify { text: request }: Classify,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Option<String> {
    let mut answer = pipeline::classify(&ground.request(), &request, sources, problems).ok()?;
    answer.candidates.truncate(ITEMS);
    answer.targets.truncate(ITEMS);
    Some(text(&answer))
}

fn inspect(
    ground: &Ground,
    input: Inspect,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Option<String> {
    let aim = Aim::Targets(targets(input.targets, problems)?);
    let request = Request { aim, ..ground.request() };
    let mut description = pipeline::describe(&request, sources, problems).ok()?;
    let mut most = input.limit.unwrap_or(ITEMS);
    loop {
        description.limit(most);
        let answer = text(&description);
        if answer.len() <= LONGEST {
            return Some(answer);
        }
        if most <= 1 {
            break;
        }
        most /= 2;
    }
    // The facts of a single target may be long; what is shown says the most of them.
    for it in &mut description.targets {
        drop(std::mem::take(&mut it.facts));
        it.values.truncate(ITEMS);
        it.methods.truncate(ITEMS);
        it.cases.truncate(ITEMS);
    }
    description.left_out.note("facts", 1);
    Some(text(&description))
}

/// The targets, of which there must be one.
fn targets(targets: Vec<String>, problems: &mut Diagnostics) -> Option<Vec<TargetPath>> {
    if targets.is_empty() {
        let diagnostic = Diagnostic::placeless("arguments", "`targets` is empty");
        problems.push(diagnostic.with_help("name a file, `file.py::Class` or a folder"));
        return None;
    }
    Some(targets.into_iter().map(TargetPath).collect())
}

fn check(
    ground: &Ground,
    input: Check,
    sources: &Sources,
    problems: &mut Diagnostics,
) -> Option<String> {
    let request = CheckRequest {
        specs: ground.specs.clone(),
        root: ground.root.clone(),
        start: ground.start.clone(),
        input: Input::Paths(input.paths.into_iter().map(Into::into).collect()),
        pattern: None,
        options: Options { select: input.select, changed: input.changed, ..Options::default() },
    };
    let checked = pipeline::check(&request, sources, &|_, _| (), problems).ok()?;
    let mut most = input.limit.unwrap_or(ITEMS);
    loop {
        let mut output = review::output(&checked.review, false, Some(most));
        output.statistics = Some(review::statistics(&checked.review.findings));
        let answer = text(&output);
        if answer.len() <= LONGEST || most <= 1 {
            return Some(answer);
        }
        most /= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_diff_loses_its_end_and_says_how_much() {
        let line = format!("+{}\n", "x".repeat(99));
        let (kept, left) = shortened(&line.repeat(LONGEST / 100));
        assert_eq!((kept.lines().count() + left, left > 0), (LONGEST / 100, true));
        assert!(kept.len() <= LONGEST / 2 + 100);
        assert_eq!(shortened(&line), (line.clone(), 0));
    }
}
