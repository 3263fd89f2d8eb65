//! What commands that look at a checkout and write nothing have in common.

use std::io::{self, Write};

use camino::Utf8PathBuf;
use serde::Serialize;

use crate::diagnostic::{Diagnostics, Failed};
use crate::inspect::TargetPath;
use crate::pack;
use crate::pipeline::{Aim, Request};
use crate::report;
use crate::sources::{Sources, normal};

use super::arguments::{Arguments, OutputFormat, Study};
use super::{Exit, progress, sources, stdout, tell, working_folder};

/// Asks about the `targets`, with `ask`; gives the answer, or how the command ends.
pub(super) fn study<T>(
    arguments: &Arguments,
    study: &Study,
    targets: &[String],
    ask: impl FnOnce(&Request, &Sources, &mut Diagnostics) -> Result<T, Failed>,
) -> io::Result<Result<T, Exit>> {
    let sources = sources(arguments, study.root.as_deref())?;
    let mut problems = Diagnostics::default();
    let request = request(study, targets, &sources)?;
    let answer = progress::watched(arguments, progress::reading(&sources), || {
        ask(&request, &sources, &mut problems)
    });
    match answer {
        Ok(answer) => tell(&sources, &problems).map(|_| Ok(answer)),
        Err(_) => failed(study.output_format, &sources, &problems).map(Err),
    }
}

fn request(study: &Study, targets: &[String], sources: &Sources) -> io::Result<Request> {
    let start = working_folder()?;
    Ok(Request {
        specs: specs(&study.spec, &study.overlay, sources),
        root: study.root.as_ref().map(|root| start.join(root)),
        start,
        aim: Aim::Targets(targets.iter().cloned().map(TargetPath).collect()),
        ..Request::default()
    })
}

/// The spec files that were named, or the whole shipped pack; then the project's; then the
/// overlays, since whoever names one at a command means more than what holds for every command.
pub(super) fn specs(
    named: &[Utf8PathBuf],
    overlays: &[Utf8PathBuf],
    sources: &Sources,
) -> Vec<Utf8PathBuf> {
    // The project's file stands on the pack and says nothing alone.
    let is_project = |it: &&Utf8PathBuf| sources.project.as_deref().map(normal) == Some(normal(it));
    let mut specs: Vec<Utf8PathBuf> = named.iter().filter(|it| !is_project(it)).cloned().collect();
    if specs.is_empty() {
        specs.extend(pack::names().map(pack::path));
    }
    specs.extend(sources.project.clone());
    specs.extend(overlays.iter().cloned());
    specs
}

/// Says what went wrong, as JSON besides where that was asked for; gives how the command ends.
pub(super) fn failed(
    format: OutputFormat,
    sources: &Sources,
    problems: &Diagnostics,
) -> io::Result<Exit> {
    if format == OutputFormat::Json {
        json(&report::failure(sources, problems))?;
    }
    tell(sources, problems)
}

/// Prints `data`.
pub(super) fn json(data: &impl Serialize) -> io::Result<()> {
    let mut stdout = stdout();
    serde_json::to_writer_pretty(&mut stdout, data)?;
    writeln!(stdout)?;
    stdout.flush()
}
