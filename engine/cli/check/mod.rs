//! `hcgen check`: the checklist over files that people wrote. Findings go to stdout in the form that
//! was asked for, what is said about them to stderr.

pub(crate) mod arguments;
mod github;
mod sarif;
mod text;

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use anstyle::{AnsiColor, Style};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Safety;
use crate::pipeline::{self, CheckRequest, Checked};
use crate::report;
use crate::review::{self, Input, Options};
use crate::sources::Sources;

use super::arguments::Arguments;
use super::study::{self, json};
use super::write::{self, NewText};
use super::{Exit, counted, diff, progress, sources, stdout, tell, unheard, working_folder};
use arguments::{Check, Format};

const GOOD: Style = AnsiColor::Green.on_default();
const WARN: Style = AnsiColor::Yellow.on_default();
const DIM: Style = Style::new().dimmed();

/// Checks, mends if that was asked for, and prints.
pub(super) fn check(arguments: &Arguments, check: &Check) -> io::Result<Exit> {
    let (sources, mut problems) =
        (sources(arguments, check.root.as_deref())?, Diagnostics::default());
    if let Some(wrong) = wrong_together(check) {
        problems.push(wrong);
        return tell(&sources, &problems);
    }
    let request = request(check, &sources)?;
    let (done, all) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let state = |_| match all.load(Ordering::Relaxed) {
        0 => None,
        all => Some(format!("checked {} of {all} files", done.load(Ordering::Relaxed))),
    };
    let checked = progress::watched(arguments, state, || {
        let note = |now: usize, of: usize| {
            done.fetch_max(now, Ordering::Relaxed);
            all.store(of, Ordering::Relaxed);
        };
        pipeline::check(&request, &sources, &note, &mut problems)
    });
    let Ok(mut checked) = checked else {
        if check.output_format == Format::Json {
            json(&report::failure(&sources, &problems))?;
        }
        return tell(&sources, &problems);
    };
    let mut exit = exit(check, &checked);
    let piped = match &request.input {
        Input::Text(_, text) => Some(text.as_ref()),
        Input::Paths(_) => None,
    };
    // Files first: whoever reads what is printed may stop reading.
    if let Err(error) = write_files(check, &checked, piped.is_some()) {
        problems.push(not_written(&error));
        checked.review.changes.clear();
        exit = Exit::Target;
    }
    unheard(exit, |exit| {
        tell(&sources, &problems)?;
        print(arguments, check, &checked, piped)?;
        Ok(exit)
    })
}

fn not_written(error: &io::Error) -> Diagnostic {
    Diagnostic::placeless("not-written", error.to_string())
        .with_help("no file was changed; mend that one, or leave it out")
}

/// What clap cannot say about options that do not go together.
fn wrong_together(check: &Check) -> Option<Diagnostic> {
    let stdin = check.paths.iter().any(|it| it == "-");
    let (message, help) = if stdin && check.paths.len() > 1 {
        ("`-` stands for stdin and goes with no other path", "name files, or pipe one in")
    } else if check.stdin_filename.is_some() && !stdin {
        ("`--stdin-filename` names the text on stdin, which is not asked for", "add `-`")
    } else if check.unsafe_fixes && !check.fix && !check.diff {
        ("`--unsafe-fixes` by itself changes nothing", "add `--fix`, or `--diff` to look first")
    } else if check.statistics && matches!(check.output_format, Format::Github | Format::Sarif) {
        ("`--statistics` are printed as text or JSON only", "leave out one of the two")
    } else {
        return None;
    };
    Some(Diagnostic::placeless("usage", message).with_help(help))
}

fn request(check: &Check, sources: &Sources) -> io::Result<CheckRequest> {
    let start = working_folder()?;
    let input = if check.paths.iter().any(|it| it == "-") {
        let path = check.stdin_filename.clone().unwrap_or_else(|| "stdin.py".into());
        Input::Text(path, stdin()?.into())
    } else {
        Input::Paths(check.paths.clone())
    };
    Ok(CheckRequest {
        specs: study::specs(&check.spec, &check.overlay, sources),
        root: check.root.as_ref().map(|root| start.join(root)),
        start,
        input,
        pattern: check.pattern.clone(),
        options: Options {
            select: match check.pattern {
                Some(_) => vec!["pattern".to_owned(), "invalid-syntax".to_owned()],
                None => check.select.clone(),
            },
            ignore: check.ignore.clone(),
            changed: check.changed.clone(),
            baseline: check.baseline.clone(),
            rebase: check.write_baseline,
            fixing: (check.fix || check.diff).then_some(if check.unsafe_fixes {
                Safety::Unsafe
            } else {
                Safety::Safe
            }),
        },
    })
}

fn stdin() -> io::Result<String> {
    let mut bytes = Vec::new();
    let limit = crate::sources::FILE_LIMIT;
    io::stdin().lock().take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::other(format!("the text on stdin has more than {limit} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::other("the text on stdin is not UTF-8"))
}

fn exit(check: &Check, checked: &Checked) -> Exit {
    let review = &checked.review;
    let found = if check.diff { !review.changes.is_empty() } else { !review.findings.is_empty() };
    if found && !check.exit_zero { Exit::Findings } else { Exit::Fine }
}

fn write_files(check: &Check, checked: &Checked, from_stdin: bool) -> io::Result<()> {
    let review = &checked.review;
    if check.fix && !from_stdin {
        let changes = review.changes.iter().map(|it| NewText {
            path: &it.path,
            before: Some(&it.before),
            after: &it.after,
        });
        write::write_all(&checked.root, &changes.collect::<Vec<_>>())?;
    }
    if let (Some(baseline), Some(path)) = (&review.baseline, &check.baseline) {
        let path = working_folder()?.join(path);
        let before = std::fs::read_to_string(&path).ok();
        let path = path.strip_prefix(&checked.root).unwrap_or(&path);
        let text = baseline.text();
        let file = NewText { path, before: before.as_deref(), after: &text };
        write::write_all(&checked.root, &[file])?;
    }
    Ok(())
}

fn print(
    arguments: &Arguments,
    check: &Check,
    checked: &Checked,
    piped: Option<&str>,
) -> io::Result<()> {
    let review = &checked.review;
    let mut stdout = stdout();
    if check.diff {
        for it in &review.changes {
            diff::write(&mut stdout, &it.path, Some(&it.before), &it.after)?;
        }
    } else if let (true, Some(text)) = (check.fix, piped) {
        // The text comes back, and what is still found in it goes to stderr.
        let after = review.changes.first().map_or(text, |it| &it.after);
        write!(stdout, "{after}")?;
        text::write(&mut anstream::stderr().lock(), &review.findings)?;
    } else if check.statistics && check.output_format != Format::Json {
        text::statistics(&mut stdout, &review::statistics(&review.findings))?;
    } else if !check.write_baseline {
        match check.output_format {
            Format::Text => text::write(&mut stdout, &review.findings)?,
            Format::Concise => text::concise(&mut stdout, &review.findings)?,
            Format::Json => {
                let output = review::output(review, check.statistics, check.limit);
                json_to(&mut stdout, &output)?;
            }
            Format::Github => github::write(&mut stdout, &review.findings)?,
            Format::Sarif => json_to(&mut stdout, &sarif::log(&checked.model, review))?,
        }
    }
    stdout.flush()?;
    if !arguments.quiet {
        summary(&mut anstream::stderr().lock(), check, checked)?;
    }
    Ok(())
}

fn json_to(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)?;
    out.flush()
}

fn summary(out: &mut impl Write, check: &Check, checked: &Checked) -> io::Result<()> {
    let review = &checked.review;
    let files = counted(review.files, "file");
    if review.files == 0 {
        let why = if check.changed.is_some() {
            "no Python file changed"
        } else {
            "no Python file is there"
        };
        return writeln!(out, "{WARN}nothing to check{WARN:#}: {why}");
    }
    let fixed: usize = review.changes.iter().map(|it| it.fixed).sum();
    let changed = counted(review.changes.len(), "file");
    if check.diff {
        return match fixed {
            0 => writeln!(out, "{GOOD}nothing would change{GOOD:#} in {files}"),
            _ => {
                writeln!(out, "{WARN}would mend{WARN:#} {} in {changed}", counted(fixed, "finding"))
            }
        };
    }
    if let Some(baseline) = &review.baseline {
        let path = check.baseline.as_deref().unwrap_or("".into());
        let findings = counted(baseline.len(), "finding");
        return writeln!(out, "{GOOD}wrote{GOOD:#} {path}: it knows {findings}");
    }
    if fixed > 0 {
        writeln!(out, "{GOOD}mended{GOOD:#} {} in {changed}", counted(fixed, "finding"))?;
    }
    match review.findings.len() {
        0 => writeln!(out, "{GOOD}nothing found{GOOD:#} in {files}")?,
        count => writeln!(out, "{WARN}found{WARN:#} {} in {files}", counted(count, "finding"))?,
    }
    if let Some(compared) = review.compared {
        if compared.known > 0 {
            writeln!(
                out,
                "{DIM}the baseline knows{DIM:#} {}",
                counted(compared.known, "more finding")
            )?;
        }
        if compared.gone > 0 {
            let gone = counted(compared.gone, "finding");
            writeln!(
                out,
                "{gone} of the baseline {} gone: write it anew with --write-baseline",
                if compared.gone == 1 { "is" } else { "are" }
            )?;
        }
    }
    fixable(out, check, review)
}

/// How what is left can be mended.
fn fixable(out: &mut impl Write, check: &Check, review: &review::Review) -> io::Result<()> {
    let fixes = || review.findings.iter().filter_map(|it| it.fix.as_ref());
    let safe = fixes().filter(|it| it.safe).count();
    let others = fixes().count() - safe;
    if safe > 0 && !check.fix {
        writeln!(out, "{DIM}to mend{DIM:#} {safe} of them, add --fix; --diff shows it first")?;
    }
    if others > 0 && !check.unsafe_fixes {
        let options = if check.fix { "--unsafe-fixes" } else { "--fix --unsafe-fixes" };
        writeln!(out, "{DIM}to mend{DIM:#} {others} in a way to look at, add {options}")?;
    }
    Ok(())
}
