//! `hcgen spec check --watch`: checks again whenever one of the files changes, and shows what the
//! examples make. Ends when it is interrupted, or when nobody reads any more.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::thread;
use std::time::{Duration, SystemTime};

use anstyle::{AnsiColor, Style};
use camino::Utf8PathBuf;
use similar::{ChangeTag, TextDiff};

use crate::diagnostic::Diagnostics;
use crate::pipeline::{self, Inventory};
use crate::sources::Sources;
use crate::trial::Trial;

use super::arguments::Arguments;
use super::{Exit, sources, spec, stdout, study, tell};

const NEW: Style = AnsiColor::Green.on_default();
const OLD: Style = AnsiColor::Red.on_default();
const DIM: Style = Style::new().dimmed();

/// How often the files are looked at. Polling sees what editors do to a file, on every system and
/// over a network.
const PAUSE: Duration = Duration::from_millis(150);

/// When each file was changed, and how long it is; none for one that is not there.
type Stamps = BTreeMap<Utf8PathBuf, Option<(SystemTime, u64)>>;

/// Checks `files` on every save.
pub(super) fn watch(arguments: &Arguments, files: &[Utf8PathBuf]) -> io::Result<Exit> {
    let mut shown: BTreeMap<String, String> = BTreeMap::new();
    loop {
        let sources = sources(arguments, None)?;
        let before = stamps(files, &sources);
        let mut problems = Diagnostics::default();
        let specs = study::specs(files, &[], &sources);
        let checked = pipeline::check_spec(&specs, &sources, &mut problems);
        if io::stdout().is_terminal() {
            write!(anstream::stdout(), "\x1b[2J\x1b[H")?;
        }
        if let Ok(checked) = &checked {
            let is_first = shown.is_empty();
            if !examples(files, checked, &mut shown)? && is_first {
                writeln!(
                    anstream::stderr(),
                    "{DIM}an example is shown when a save changes it{DIM:#}"
                )?;
            }
        }
        tell(&sources, &problems)?;
        if let Ok(checked) = &checked {
            spec::count(checked)?;
        }
        writeln!(anstream::stderr(), "{DIM}watching; Ctrl-C ends{DIM:#}")?;
        // A file that was saved between the look and the check has another stamp than before.
        let mut known = stamps(files, &sources);
        known.extend(before);
        wait(&known);
    }
}

/// Waits until a file is not as `known`, and no longer changes.
fn wait(known: &Stamps) {
    let mut last = known.clone();
    loop {
        thread::sleep(PAUSE);
        let next: Stamps = known.keys().map(|it| (it.clone(), stamp(it))).collect();
        if next != *known && next == last {
            return;
        }
        last = next;
    }
}

/// The files that were asked for, and all that were read.
fn stamps(files: &[Utf8PathBuf], sources: &Sources) -> Stamps {
    let read = sources.paths();
    files.iter().cloned().chain(read).map(|it| (it.clone(), stamp(&it))).collect()
}

fn stamp(path: &Utf8PathBuf) -> Option<(SystemTime, u64)> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Prints the examples of the files that are watched, or of all, if they differ from what was
/// `shown`; what is new and what is gone is marked. Says whether there was anything to print.
fn examples(
    files: &[Utf8PathBuf],
    checked: &Inventory,
    shown: &mut BTreeMap<String, String>,
) -> io::Result<bool> {
    let mut out = stdout();
    let (mut any, mut said) = (false, false);
    let is_first = shown.is_empty();
    let is_watched = |it: &Trial| !is_first || files.contains(&it.spec);
    for trial in &checked.shown {
        let before = shown.insert(trial.title.clone(), trial.shown.clone());
        // All cases come after those that are made by default, and would say most of it again.
        let is_news = !trial.all || (before.is_some() && !said);
        said = match before {
            Some(before) if is_news && before != trial.shown => {
                head(&mut out, trial)?;
                difference(&mut out, &before, &trial.shown)?;
                true
            }
            None if is_news && is_watched(trial) => {
                head(&mut out, trial)?;
                writeln!(out, "{}", trial.shown.trim_end())?;
                true
            }
            _ => false,
        };
        any |= said;
    }
    out.flush()?;
    Ok(any)
}

fn head(out: &mut impl Write, trial: &Trial) -> io::Result<()> {
    writeln!(out, "{DIM}──── {} ({}){DIM:#}", trial.title, trial.spec)
}

fn difference(out: &mut impl Write, before: &str, after: &str) -> io::Result<()> {
    let diff = TextDiff::from_lines(before.trim_end(), after.trim_end());
    for change in diff.iter_all_changes() {
        let line = change.value().trim_end_matches('\n');
        match change.tag() {
            ChangeTag::Equal => writeln!(out, "  {line}")?,
            ChangeTag::Insert => writeln!(out, "{NEW}+ {line}{NEW:#}")?,
            ChangeTag::Delete => writeln!(out, "{OLD}- {line}{OLD:#}")?,
        }
    }
    Ok(())
}
