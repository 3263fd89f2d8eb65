//! `hcgen spec new`: a start that works, in a file of its own, with the snapshots of what it makes.
//! What is there is never overwritten.

use std::fs::{self, File};
use std::io::{self, Write};

use anstyle::Style;
use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pipeline;
use crate::start::{self, Start};

use super::arguments::{Arguments, OutputFormat, SpecNew};
use super::{Exit, sources, study, trial, written};

const DIM: Style = Style::new().dimmed();

/// Writes the start.
pub(super) fn new(arguments: &Arguments, new: &SpecNew) -> io::Result<Exit> {
    let (sources, mut problems) = (sources(arguments, None)?, Diagnostics::default());
    let model = pipeline::model(&study::specs(&[], &[], &sources), &sources, &mut problems);
    let begun = model.and_then(|it| start::start(&it, (&new.kind, &new.name), &mut problems));
    let path = begun.and_then(|it| write(&new.out, &it, &mut problems));
    let Ok(path) = path else {
        return study::failed(new.output_format, &sources, &problems);
    };
    // What it makes is as it should be, by definition.
    let specs = study::specs(std::slice::from_ref(&path), &[], &sources);
    let trials = pipeline::trials(&specs, &sources, &mut problems);
    let snapshots = match trials {
        Ok(trials) => trial::keep_new(&path, &trials)?,
        Err(_) => return study::failed(new.output_format, &sources, &problems),
    };
    written::print(new.output_format, true, std::iter::once(&path).chain(&snapshots))?;
    if !arguments.quiet && new.output_format == OutputFormat::Text {
        let mut err = anstream::stderr().lock();
        writeln!(
            err,
            "{DIM}change it, and see what comes of it:{DIM:#} hcgen spec check --watch {path}"
        )?;
        writeln!(
            err,
            "{DIM}to have it in every command:{DIM:#}         include \"{path}\" {DIM}in hcgen.kdl{DIM:#}"
        )?;
    }
    Ok(Exit::Fine)
}

/// Writes the file, which must be new.
fn write(
    folder: &Utf8Path,
    start: &Start,
    problems: &mut Diagnostics,
) -> Result<Utf8PathBuf, crate::diagnostic::Failed> {
    let path =
        if folder == "." { Utf8PathBuf::from(&start.file) } else { folder.join(&start.file) };
    let written = fs::create_dir_all(folder)
        .and_then(|()| File::create_new(&path))
        .and_then(|mut file| file.write_all(start.text.as_bytes()));
    written.map(|()| path.clone()).map_err(|error| {
        let help = if error.kind() == io::ErrorKind::AlreadyExists {
            "nothing is ever overwritten: choose another name, or another folder with `--out`"
        } else {
            "name a folder that can be written to with `--out`"
        };
        let message = format!("`{path}` was not written: {error}");
        problems.fail(Diagnostic::placeless("not-written", message).with_help(help))
    })
}
