//! `hcgen spec fmt`: lays spec files out.

use std::fs;
use std::io::{self, Write};

use camino::Utf8PathBuf;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load;
use crate::sources::{Sources, read_text};

use super::arguments::SpecFmt;
use super::study::failed;
use super::{Exit, diff, exit_of, stdout, tell, written};

/// Lays the files out; all are read before one is written.
pub(super) fn fmt(arguments: &SpecFmt) -> io::Result<Exit> {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let mut changed: Vec<(Utf8PathBuf, String, String)> = Vec::new();
    for path in files(&arguments.paths)? {
        match read_text(&path) {
            Err(error) => problems.push(
                Diagnostic::placeless(
                    "spec-not-found",
                    format!("`{path}` cannot be read: {error}"),
                )
                .with_help("name spec files that are on disk, or folders of them"),
            ),
            Ok(text) => {
                let laid_out = load::format(&sources, &mut problems, &path, &text);
                if let Some(after) = laid_out.ok().filter(|it| *it != text) {
                    changed.push((path, text, after));
                }
            }
        }
    }
    if exit_of(&problems.0) != Exit::Fine {
        return failed(arguments.output_format, &sources, &problems);
    }
    tell(&sources, &problems)?;
    let only_looks = arguments.check || arguments.diff;
    for (path, _, after) in changed.iter().filter(|_| !only_looks) {
        fs::write(path, after)?;
    }
    if arguments.diff {
        let mut out = stdout();
        for (path, before, after) in &changed {
            diff::write(&mut out, path, Some(before), after)?;
        }
        out.flush()?;
    } else {
        let paths = changed.iter().map(|(path, ..)| path);
        written::print(arguments.output_format, !only_looks, paths)?;
    }
    Ok(if only_looks && !changed.is_empty() { Exit::Findings } else { Exit::Fine })
}

/// The files, and those of that kind directly in the folders, sorted.
fn files(paths: &[Utf8PathBuf]) -> io::Result<Vec<Utf8PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut inside = Vec::new();
        for entry in path.read_dir_utf8()? {
            let path = entry?.into_path();
            if path.extension() == Some("kdl") {
                inside.push(path);
            }
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}
