//! The checklist over files that people wrote: which files, which rules for each, which of the
//! findings count, and what mending them makes of a file. Stops at data: `cli` prints and writes.

mod baseline;
mod changed;
mod edit;
mod file;
mod files;
mod finding;
mod lines;
mod output;
mod selection;
mod suppression;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

pub use baseline::{Baseline, Compared};
pub use finding::{Finding, Fix, FixEdit, Severity};
pub use lines::{Excerpt, Position, Range};
pub use output::{CheckOutput, FixedFile, RuleCount, output, statistics};

use crate::check::Checker;
use crate::checkout::Checkout;
use crate::diagnostic::{Diagnostic, Diagnostics, Failed};
use crate::model::{Model, Safety};
use crate::settings::Settings;
use crate::sources::read_text;

use changed::Changes;
use file::{Common, Reviewed};
use selection::{Active, Selection};

/// The parser's tree is walked by recursion; its depth is bounded for a stack of this size.
const STACK: usize = 8 << 20;

/// What is looked at, and what counts.
#[derive(Debug, Default)]
pub struct Options {
    /// Rules by id, slug or beginning of the id; none: all that the settings select.
    pub select: Vec<String>,
    /// The same, left out.
    pub ignore: Vec<String>,
    /// Only findings on lines that changed since this commit.
    pub changed: Option<String>,
    /// Only findings that this file does not know.
    pub baseline: Option<Utf8PathBuf>,
    /// The baseline is to be made, not compared.
    pub rebase: bool,
    /// Fixes that are made: none, or up to these.
    pub fixing: Option<Safety>,
}

/// What is looked at.
#[derive(Clone, Debug)]
pub enum Input {
    /// Files and folders, as the user wrote them; none: the checkout's test folders.
    Paths(Vec<Utf8PathBuf>),
    /// One text, and the path that it is said to have.
    Text(Utf8PathBuf, Arc<str>),
}

/// What it is checked with, and where.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The rules.
    pub model: &'a Model,
    /// Where names lead.
    pub checkout: &'a Checkout<'a>,
    /// The checkout's own settings.
    pub settings: &'a Settings,
    /// The root that paths are relative to.
    pub root: &'a Utf8Path,
    /// The folder that the user is in.
    pub start: &'a Utf8Path,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Review {
    /// The findings that are left, by file and place.
    pub findings: Vec<Finding>,
    /// The files that mending changed.
    pub changes: Vec<Change>,
    /// How many files were looked at.
    pub files: usize,
    /// What the comparison with a baseline gave.
    pub compared: Option<Compared>,
    /// The new baseline, where one was asked for.
    pub baseline: Option<Baseline>,
}

/// A file that mending changed.
#[derive(Debug)]
pub struct Change {
    /// Seen from the root.
    pub path: Utf8PathBuf,
    /// As it was read.
    pub before: Arc<str>,
    /// As it is to be.
    pub after: Arc<str>,
    /// How many findings were mended.
    pub fixed: usize,
}

/// Checks `input` against the rules of `model`. `progress` is told how many of how many files are
/// done.
///
/// # Errors
/// Codes: `unknown-rule`, `target-not-found`, `git`, `baseline`.
pub fn review(
    ground: Ground<'_>,
    input: &Input,
    options: &Options,
    progress: &(dyn Fn(usize, usize) + Sync),
    problems: &mut Diagnostics,
) -> Result<Review, Failed> {
    let from = problems.0.len();
    let selection = Selection::new(ground.model, &options.select, &options.ignore, problems);
    let baseline = options.baseline.as_deref().filter(|_| !options.rebase);
    let baseline = baseline.and_then(|it| read_baseline(ground.start, it, problems));
    let changes = options.changed.as_ref().and_then(|it| changes(ground.root, it, problems));
    problems.stop_since(from)?;
    let mut listed = match input {
        Input::Paths(paths) if paths.is_empty() => {
            files::list(ground.root, ground.start, &test_folders(ground), problems)?
        }
        Input::Paths(paths) => files::list(ground.root, ground.start, paths, problems)?,
        Input::Text(path, _) => vec![files::seen_from(ground.root, &ground.start.join(path))],
    };
    listed.retain(|it| !selection.is_excluded(it));
    if let Some(changes) = &changes {
        listed.retain(|it| changes.of(it).is_some());
    }
    let mut review = Review { files: listed.len(), ..Review::default() };
    let all = All { ground, selection: &selection, changes: changes.as_ref(), options, progress };
    for it in all.review(&listed, input) {
        review.findings.extend(it.findings);
        review.changes.extend(it.change);
    }
    if options.rebase {
        review.baseline = Some(Baseline::of(&review.findings));
        review.findings.clear();
    } else if let Some(baseline) = baseline {
        let paths: HashSet<&str> = listed.iter().map(|it| it.as_str()).collect();
        let is_whole = changes.is_none();
        let is_checked = |path: &str, id: &str| {
            let active = selection.index(id).is_none_or(|it| selection.at(path.into()).has(it));
            is_whole && paths.contains(path) && active
        };
        review.compared = Some(baseline.apply(&mut review.findings, &is_checked));
    }
    Ok(review)
}

/// All files of a review.
struct All<'a> {
    ground: Ground<'a>,
    selection: &'a Selection,
    changes: Option<&'a Changes>,
    options: &'a Options,
    progress: &'a (dyn Fn(usize, usize) + Sync),
}

impl All<'_> {
    fn review(&self, listed: &[Utf8PathBuf], input: &Input) -> Vec<Reviewed> {
        // Files for which the same rules hold share a checker.
        let actives: Vec<Active> = listed.iter().map(|it| self.selection.at(it)).collect();
        let ground = self.ground;
        let checker = |active: &Active| {
            let rules = active.rules(&ground.model.rules);
            Checker::new(ground.model, ground.checkout, ground.settings, rules)
        };
        let mut checkers: HashMap<&Active, Checker<'_>> = HashMap::new();
        for active in &actives {
            checkers.entry(active).or_insert_with(|| checker(active));
        }
        let done = AtomicUsize::new(0);
        let one = |(path, active): (&Utf8PathBuf, &Active)| {
            let checker = &checkers[active];
            let reviewed = self.one(path, active, checker, input);
            (self.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, listed.len());
            reviewed
        };
        match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
            Ok(pool) if listed.len() > 1 => {
                pool.install(|| listed.par_iter().zip(&actives).map(one).collect())
            }
            _ => listed.iter().zip(&actives).map(one).collect(),
        }
    }

    fn one(
        &self,
        path: &Utf8Path,
        active: &Active,
        checker: &Checker<'_>,
        input: &Input,
    ) -> Reviewed {
        // Outside the root nothing is written, but it may be looked at.
        let fixing = if path.is_absolute() { None } else { self.options.fixing };
        let common = Common { checker, selection: self.selection, active, fixing };
        let text = match input {
            Input::Text(_, text) => Ok(text.clone()),
            Input::Paths(_) => read_text(&self.ground.root.join(path)).map(Arc::from),
        };
        file::review(common, path, text, self.changes.and_then(|it| it.of(path)))
    }
}

/// The checkout's test folders; the folder that the user is in, where there are none.
fn test_folders(ground: Ground<'_>) -> Vec<Utf8PathBuf> {
    let folders = ground.model.layout.test_roots.iter().map(|it| ground.root.join(it));
    let folders: Vec<Utf8PathBuf> = folders.filter(|it| it.is_dir()).collect();
    if folders.is_empty() { vec![ground.start.to_owned()] } else { folders }
}

fn changes(root: &Utf8Path, reference: &str, problems: &mut Diagnostics) -> Option<Changes> {
    let error = match changed::since(root, reference) {
        Ok(changes) => return Some(changes),
        Err(error) => error,
    };
    problems.push(
        Diagnostic::placeless("git", error)
            .with_help("`--changed` needs a git checkout; `--changed=REF` names a commit of it"),
    );
    None
}

fn read_baseline(
    start: &Utf8Path,
    path: &Utf8Path,
    problems: &mut Diagnostics,
) -> Option<Baseline> {
    let text = read_text(&start.join(path)).map_err(|error| error.to_string());
    match text.and_then(|text| Baseline::parse(&text)) {
        Ok(baseline) => Some(baseline),
        Err(error) => {
            let message = format!("`{path}` is no baseline: {error}");
            let help = "write it with `--write-baseline`";
            problems.push(Diagnostic::placeless("baseline", message).with_help(help));
            None
        }
    }
}
