//! `hcgen run`: what was generated goes to stdout, what is to be said about it to stderr.

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::draft::Action;
use crate::inspect::TargetPath;
use crate::pipeline::{self, Aim, Outcome, Request};
use crate::plan::Selection;
use crate::report::{self, Report};
use crate::sources::Sources;

use super::arguments::{Arguments, OutputFormat, Run};
use super::study::{self, json};
use super::summary::summary;
use super::{Exit, diff, exit_of, progress, sources, stdout, tell, unheard, working_folder, write};

/// Runs the line and prints what came of it.
pub(super) fn run(arguments: &Arguments, run: &Run) -> io::Result<Exit> {
    let (sources, mut problems) =
        (sources(arguments, run.root.as_deref())?, Diagnostics::default());
    let request = request(run, &sources)?;
    let outcome = progress::watched(arguments, progress::reading(&sources), || {
        pipeline::run(&request, &sources, &mut problems)
    });
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
pub(super) fn failed(report: &Report) -> bool {
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
    let mut stdout = stdout();
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
