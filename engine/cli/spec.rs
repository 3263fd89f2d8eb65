//! `hcgen spec`: for those who edit specs.

use std::io::{self, Write};

use camino::Utf8PathBuf;

use crate::diagnostic::Diagnostics;
use crate::pack;
use crate::pipeline;

use super::arguments::Spec;
use super::{Exit, sources, tell, verify};

/// Does what a `spec` command says.
pub(super) fn spec(command: &Spec) -> io::Result<Exit> {
    match command {
        Spec::Check { files } => check(files),
        Spec::Verify(study) => verify::verify(study),
    }
}

fn check(files: &[Utf8PathBuf]) -> io::Result<Exit> {
    let files =
        if files.is_empty() { pack::names().map(Into::into).collect() } else { files.to_vec() };
    let (sources, mut problems) = (sources(), Diagnostics::default());
    let checked = pipeline::check_spec(&files, &sources, &mut problems);
    let exit = tell(&sources, &problems)?;
    if let Ok(checked) = checked {
        let count = |count: usize, word: &str| {
            format!("{count} {word}{}", if count == 1 { "" } else { "s" })
        };
        let parts = [
            count(checked.cases, "case"),
            count(checked.rules, "rule"),
            count(checked.examples, "example"),
        ];
        writeln!(anstream::stderr(), "fine: {}", parts.join(", "))?;
    }
    Ok(exit)
}
