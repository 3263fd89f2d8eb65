//! Which files a command wrote, or would have: the JSON of commands that make files and say no more.

use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};
use schemars::JsonSchema;
use serde::Serialize;

use super::arguments::OutputFormat;
use super::stdout;
use super::study::json;

/// Files that were written or would be.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Changes {
    /// Changes when the shape of this data does.
    version: u32,
    /// Whether they were written; with `--check`, nothing is.
    written: bool,
    /// The files that are new or changed.
    #[schemars(with = "Vec<String>")]
    files: Vec<Utf8PathBuf>,
}

/// Prints the files to stdout, one a line or as JSON.
pub(super) fn print(
    format: OutputFormat,
    written: bool,
    files: impl IntoIterator<Item = impl AsRef<Utf8Path>>,
) -> io::Result<()> {
    let files: Vec<_> = files.into_iter().map(|it| it.as_ref().to_owned()).collect();
    if format == OutputFormat::Json {
        return json(&Changes { version: 1, written, files });
    }
    let mut out = stdout();
    files.iter().try_for_each(|it| writeln!(out, "{it}"))?;
    out.flush()
}
