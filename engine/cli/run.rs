//! `hcgen run`: what was generated goes to stdout, what is to be said about it to stderr.

use std::io::{self, BufWriter, Write};

use anstyle::{AnsiColor, Style};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::draft::Action;
use crate::inspect::TargetPath;
use crate::pipeline::{self, Aim, Outcome, Request};
use crate::plan::Selection;
use crate::report::{self, Report};
use crate::sources::Sources;

use super::arguments::{Arguments, OutputFormat, Run};
use super::study::{self, json};
use super::{Exit, diff, exit_of, sources, tell, unheard, working_folder, write};

const GOOD: Style = AnsiColor::Green.on_default();
const WARN: Style = AnsiColor::Yellow.on_default();
const DIM: Style = Style::new().dimmed();

/// Runs the line and prints what came of it.
pub(super) fn run(arguments: &Arguments, run: &Run) -> io::Result<Exit> {
    let (sources, mut problems) =
        (sources(arguments, run.root.as_deref())?, Diagnostics::default());
    let request = request(run, &sources)?;
    let outcome = pipeline::run(&request, &sources, &mut problems);
    let Ok(mut outcome) = outcome else {
        return unheard(exit_of(&problems.0), |_| {
            if run.output_format == OutputFormat::Json {
                json(&report::failed_run(&sources, &problems))?;
            }
            tell(&sources, &problems)
        });
    };
    let mut exit = exit(run, &outcome.report);
    // Files first: whoever reads what is printed may stop reading.
    if run.write && !write_files(&mut outcome, &mut problems) {
        exit = Exit::Target;
    }
    outcome.report.diagnostics = report::diagnostics(&sources, &problems);
    unheard(exit, |exit| {
        if !arguments.quiet || exit == Exit::Target {
            tell(&sources, &problems)?;
        }
        if let (Some(most), OutputFormat::Json) = (run.limit, run.output_format) {
            outcome.report.limit(most);
        }
        print(arguments, run, &outcome)?;
        Ok(exit)
    })
}

/// Writes what was made, unless it breaks the checklist; false where it cannot be written.
pub(super) fn write_files(outcome: &mut Outcome, problems: &mut Diagnostics) -> bool {
    let Some(root) = outcome.root.as_ref().filter(|_| !failed(&outcome.report)) else {
        return true;
    };
    match write::write(root, &outcome.report) {
        Ok(written) => outcome.report.written = written,
        Err(error) => {
            problems.push(Diagnostic::placeless("not-written", error.to_string()).with_help(
                "no file was changed; mend that one, or leave it out with `--exclude` or another target",
            ));
            return false;
        }
    }
    true
}

fn request(run: &Run, sources: &Sources) -> io::Result<Request> {
    let selection = Selection {
        only: run.only.clone(),
        exclude: run.exclude.clone(),
        categories: run.category.clone(),
    };
    let start = working_folder()?;
    let aim = if run.targets.is_empty() {
        Aim::FirstExample
    } else {
        Aim::Targets(run.targets.iter().cloned().map(TargetPath).collect())
    };
    Ok(Request {
        specs: study::specs(&run.spec, &run.overlay, sources),
        aim,
        root: run.root.as_ref().map(|root| start.join(root)),
        start,
        selection,
    })
}

/// What was made breaks the checklist: it is shown, and not written.
fn failed(report: &Report) -> bool {
    report.findings.iter().any(|it| it.severity == "error")
}

fn exit(run: &Run, report: &Report) -> Exit {
    let barren_file = |it: &camino::Utf8PathBuf| it.extension() == Some("py");
    if report.files.is_empty() && report.barren.iter().any(barren_file) {
        Exit::Target
    } else if failed(report) || (run.check && report.changes()) {
        Exit::Findings
    } else {
        Exit::Fine
    }
}

fn print(arguments: &Arguments, run: &Run, outcome: &Outcome) -> io::Result<()> {
    let report = &outcome.report;
    if run.output_format == OutputFormat::Json {
        return json(report);
    }
    let mut stdout = BufWriter::new(anstream::stdout().lock());
    if outcome.root.is_none() {
        // An example is nowhere: it is shown whole, not as a difference.
        for texts in &report.texts {
            write!(stdout, "{}", texts.after)?;
        }
    } else if !run.write {
        for (file, texts) in report.files.iter().zip(&report.texts) {
            if matches!(file.action, Action::Create | Action::Insert) {
                diff::write(&mut stdout, &file.path, texts.before.as_deref(), &texts.after)?;
            }
        }
    }
    stdout.flush()?;
    if !arguments.quiet {
        summary(&mut anstream::stderr().lock(), arguments.verbose, run, outcome)?;
    }
    Ok(())
}

/// What was made, what was not and why, and what comes next.
fn summary(out: &mut impl Write, verbose: bool, run: &Run, outcome: &Outcome) -> io::Result<()> {
    let report = &outcome.report;
    for path in &report.barren {
        writeln!(
            out,
            "{WARN}nothing to do{WARN:#} in {path}: no class there is a target of the spec"
        )?;
    }
    if report.files.is_empty() && report.skipped.is_empty() && report.barren.is_empty() {
        writeln!(out, "{WARN}nothing to do{WARN:#}: no test is left to write")?;
    }
    for file in &report.files {
        file_summary(out, verbose, file)?;
    }
    for it in &report.skipped {
        writeln!(out, "{WARN}skip{WARN:#}      {} {}: {}", it.target, it.case, it.reason)?;
        if let Some(unlock) = &it.unlock {
            writeln!(out, "          {DIM}to have it: {unlock}{DIM:#}")?;
        }
    }
    if !report.on_request.is_empty() {
        let names = report.on_request.join(", ");
        writeln!(out, "{DIM}on request, with --only:{DIM:#} {names}")?;
    }
    for path in &report.written {
        writeln!(out, "{GOOD}wrote{GOOD:#}     {path}")?;
    }
    for it in &report.findings {
        let place = format!("{}:{}:{}", it.path, it.line, it.column);
        writeln!(out, "{WARN}{}{WARN:#} {} {place}: {}", it.severity, it.id, it.message)?;
    }
    if failed(report) {
        writeln!(out, "{WARN}nothing is written{WARN:#} while the checklist finds errors in it")?;
        return Ok(());
    }
    if let (Some(command), true) = (&report.command, outcome.root.is_some()) {
        writeln!(out, "{DIM}run them:{DIM:#}  {command}")?;
    }
    if report.changes() && !run.write && outcome.root.is_some() {
        writeln!(out, "{DIM}to write them, add{DIM:#} --write")?;
    }
    if report.changes() && verbose {
        for reminder in &report.reminders {
            writeln!(out, "{DIM}look at:{DIM:#}   {reminder}")?;
        }
    }
    Ok(())
}

fn file_summary(out: &mut impl Write, verbose: bool, file: &crate::report::File) -> io::Result<()> {
    let count = |action| file.tests.iter().filter(|it| it.action == action).count();
    let (new, same) = (count(Action::Insert), count(Action::Identical));
    let (word, style) = match file.action {
        Action::Create => ("create   ", GOOD),
        Action::Insert => ("insert   ", GOOD),
        _ => ("identical", DIM),
    };
    if file.tests.is_empty() {
        return writeln!(out, "{style}{word}{style:#} {} {DIM}({}){DIM:#}", file.path, file.reason);
    }
    let same = if same > 0 { format!(", {same} there already") } else { String::new() };
    writeln!(
        out,
        "{style}{word}{style:#} {} {DIM}({new} new{same}; {}){DIM:#}",
        file.path, file.reason
    )?;
    if file.ambiguous {
        let second = file.runners_up.first().map(|it| it.path.as_str()).unwrap_or_default();
        writeln!(out, "          {WARN}nearly as good:{WARN:#} {second}")?;
    }
    for it in file.runners_up.iter().filter(|_| verbose) {
        writeln!(out, "          {DIM}not {} ({}: {}){DIM:#}", it.path, it.score, it.reason)?;
    }
    for test in &file.tests {
        if verbose || test.action == Action::Skip {
            let class = test.class.as_ref().map(|it| format!("{it}::")).unwrap_or_default();
            let action = format!("{:?}", test.action).to_lowercase();
            let reason = test.reason.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
            writeln!(out, "  {action:<9} {class}{}{reason}", test.name)?;
        }
    }
    Ok(())
}
