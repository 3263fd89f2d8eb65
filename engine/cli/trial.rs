//! `hcgen spec test`: what came of each example against its snapshot. Differences go to stdout, the
//! count to stderr.

use std::fs;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use camino::{Utf8Path, Utf8PathBuf};
use similar::TextDiff;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pack;
use crate::pipeline;
use crate::snapshot::Snapshot;
use crate::trial::{Outcome, Report, State, Trial};

use super::arguments::{Arguments, OutputFormat, SpecTest};
use super::study::{self, json};
use super::{Exit, diff, sources, spec, stdout, tell, working_folder};

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const WARN: Style = AnsiColor::Yellow.on_default();
const DIM: Style = Style::new().dimmed();

/// Tries every example and compares.
pub(super) fn test(arguments: &Arguments, test: &SpecTest) -> io::Result<Exit> {
    let (sources, mut problems) = (sources(arguments, None)?, Diagnostics::default());
    let specs = study::specs(&test.files, &[], &sources);
    let trials = pipeline::trials(&specs, &sources, &mut problems);
    let Ok(trials) = trials else {
        return study::failed(test.output_format, &sources, &problems).map(spec::wrong);
    };
    let shelf = Shelf::of(&specs);
    if test.accept && shelf.folders.is_empty() {
        let message = "the shipped pack brings its own snapshots, which cannot be changed";
        problems.push(
            Diagnostic::placeless("not-written", message)
                .with_help("name spec files on disk; what they show is kept beside them"),
        );
        return tell(&sources, &problems);
    }
    let mut report = Report { version: 1, tests: Vec::new(), orphans: Vec::new() };
    for trial in &trials {
        report.tests.push(shelf.compare(trial, test.accept)?);
    }
    report.orphans = shelf.orphans(&trials, test.accept)?;
    match test.output_format {
        OutputFormat::Json => json(&report)?,
        OutputFormat::Text => text(&report, test.accept, arguments.quiet)?,
    }
    let fails = report.tests.iter().any(|it| matches!(it.state, State::Changed | State::New))
        || (!test.accept && !report.orphans.is_empty());
    Ok(if fails { Exit::Findings } else { Exit::Fine })
}

/// Keeps snapshots of the `trials` of the new file `spec`, where there are none; gives their paths.
pub(super) fn keep_new(spec: &Utf8Path, trials: &[Trial]) -> io::Result<Vec<Utf8PathBuf>> {
    let shelf = Shelf::of(&[spec.to_owned()]);
    let mut kept = Vec::new();
    for trial in trials.iter().filter(|it| it.spec == spec) {
        if shelf.find(&trial.name, &trial.spec).is_none() {
            kept.extend(shelf.compare(trial, true)?.snapshot.map(Utf8PathBuf::from));
        }
    }
    Ok(kept)
}

/// The folders in which snapshots are: beside the spec files, the last one first.
struct Shelf {
    folders: Vec<Utf8PathBuf>,
}

impl Shelf {
    fn of(specs: &[Utf8PathBuf]) -> Self {
        let mut folders: Vec<Utf8PathBuf> = Vec::new();
        for spec in specs.iter().rev().filter(|it| it.is_file()) {
            let folder = beside(spec);
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        Self { folders }
    }

    /// The snapshot of what the file `spec` shows under that name, and its file: in the folders at
    /// hand, or beside the file, which another one includes. The pack brings its own.
    fn find(&self, name: &str, spec: &Utf8Path) -> Option<(Snapshot, Option<Utf8PathBuf>)> {
        let own = spec.is_file().then(|| beside(spec));
        for folder in self.folders.iter().chain(&own) {
            let path = folder.join(format!("{name}.snap"));
            if let Ok(text) = fs::read_to_string(&path) {
                return Some((Snapshot::read(&text), Some(path)));
            }
        }
        pack::snapshot(name).map(|text| (Snapshot::read(text), None))
    }

    /// Compares, and writes what is to be kept or looked at.
    fn compare(&self, trial: &Trial, accept: bool) -> io::Result<Outcome> {
        let (old, path) = self.find(&trial.name, &trial.spec).unzip();
        let path = path.flatten();
        let mut state = match &old {
            Some(old) if old.shows(&trial.shown) => State::Same,
            Some(_) => State::Changed,
            None => State::New,
        };
        let diff = (state != State::Same).then(|| {
            let before = old.as_ref().map_or("", |it| it.text.as_str());
            let diff = TextDiff::from_lines(before, trial.shown.trim_end());
            diff.unified_diff().context_radius(3).missing_newline_hint(false).to_string()
        });
        let home = self.folders.first().map(|it| it.join(format!("{}.snap", trial.name)));
        if let Some(home) = &home {
            let pending = Utf8PathBuf::from(format!("{home}.new"));
            let spec = trial.spec.file_name().unwrap_or("");
            // The head of a shipped one names a file that is not here.
            let kept = old.as_ref().filter(|_| path.is_some());
            let text = || Snapshot::write(kept, &trial.title, spec, &trial.shown);
            if state == State::Same || accept {
                remove(&pending)?;
            }
            if state != State::Same && accept {
                write(home, &text())?;
                state = State::Accepted;
            } else if state != State::Same && is_reviewed() {
                write(&pending, &text())?;
            }
        }
        let snapshot = path.or(home).map(Utf8PathBuf::into_string);
        Ok(Outcome { name: trial.name.clone(), title: trial.title.clone(), state, snapshot, diff })
    }

    /// Snapshots of the spec files at hand, or of files that are gone, that no trial makes; `accept`
    /// takes them away.
    fn orphans(&self, trials: &[Trial], accept: bool) -> io::Result<Vec<String>> {
        let mut orphans = Vec::new();
        for folder in &self.folders {
            for path in snapshots(folder)? {
                let name = path.file_stem().unwrap_or_default();
                let snapshot = Snapshot::read(&fs::read_to_string(&path)?);
                // What no spec made is not ours.
                let Some(spec) = snapshot.spec else { continue };
                let there = folder.with_file_name(&spec).is_file() || pack::text(&spec).is_some();
                let loaded = trials.iter().any(|it| it.spec.file_name() == Some(&spec));
                if (loaded || !there) && trials.iter().all(|it| it.name != name) {
                    if accept {
                        remove(&path)?;
                    }
                    orphans.push(path.into_string());
                }
            }
        }
        Ok(orphans)
    }
}

/// Where the snapshots of a spec file are.
fn beside(spec: &Utf8Path) -> Utf8PathBuf {
    spec.parent().unwrap_or(Utf8Path::new("")).join("snapshots")
}

/// The snapshots in a folder, sorted; none, if there is no such folder.
fn snapshots(folder: &Utf8Path) -> io::Result<Vec<Utf8PathBuf>> {
    let entries = match folder.read_dir_utf8() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.into_path();
        if path.extension() == Some("snap") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether somebody may look at what is pending, as insta sees it.
fn is_reviewed() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|it| !it.is_empty());
    match set("INSTA_UPDATE").as_deref() {
        Some("no") => false,
        Some(_) => true,
        None => set("CI").is_none_or(|it| it == "0" || it == "false"),
    }
}

/// Whether a Cargo package is around, without which `cargo insta` does not start.
fn is_in_package() -> io::Result<bool> {
    Ok(working_folder()?.ancestors().any(|it| it.join("Cargo.toml").is_file()))
}

fn write(path: &Utf8Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn remove(path: &Utf8Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn text(report: &Report, accept: bool, quiet: bool) -> io::Result<()> {
    let mut out = stdout();
    for it in report.tests.iter().filter(|it| it.state != State::Same) {
        let word = match it.state {
            State::Accepted => format!("{GOOD}accepted{GOOD:#}"),
            State::New => format!("{WARN}new{WARN:#}"),
            _ => format!("{BAD}changed{BAD:#}"),
        };
        let place = it.snapshot.as_deref().unwrap_or("a snapshot of the shipped pack");
        writeln!(out, "{word} {} {DIM}{place}{DIM:#}", it.title)?;
        if it.state != State::Accepted {
            diff::lines(&mut out, it.diff.as_deref().unwrap_or_default())?;
        }
    }
    for it in &report.orphans {
        let word = if accept { "removed" } else { "orphan" };
        writeln!(out, "{WARN}{word}{WARN:#} {it}: no example or rule makes it")?;
    }
    out.flush()?;
    if quiet {
        return Ok(());
    }
    let count = |state| report.tests.iter().filter(|it| it.state == state).count();
    let states = [
        (State::Same, "as they were"),
        (State::Changed, "changed"),
        (State::New, "new"),
        (State::Accepted, "accepted"),
    ];
    let mut parts: Vec<String> = states
        .iter()
        .map(|(it, word)| (count(*it), word))
        .filter(|(it, _)| *it > 0)
        .map(|(it, word)| format!("{it} {word}"))
        .collect();
    if !report.orphans.is_empty() {
        parts.push(format!("{} without an example", report.orphans.len()));
    }
    let mut err = anstream::stderr().lock();
    writeln!(err, "{} tried: {}", report.tests.len(), parts.join(", "))?;
    if count(State::Changed) + count(State::New) > 0 {
        let review = if is_in_package()? { "--accept, or cargo insta review" } else { "--accept" };
        writeln!(err, "{DIM}if that is right: {review}{DIM:#}")?;
    }
    Ok(())
}
