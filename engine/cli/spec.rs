//! `hcgen spec`: for those who edit specs.

use std::io::{self, Write};

use camino::Utf8PathBuf;

use crate::diagnostic::Diagnostics;
use crate::pipeline;

use super::arguments::{Arguments, Spec};
use super::{Exit, fmt, show, sources, study, tell, trial, verify};

/// Does what a `spec` command says.
pub(super) fn spec(arguments: &Arguments, command: &Spec) -> io::Result<Exit> {
    match command {
        Spec::Check { files } => check(arguments, files),
        Spec::Test(it) => trial::test(arguments, it),
        Spec::Fmt(it) => fmt::fmt(it),
        Spec::Show(it) => show::show(arguments, it),
        Spec::Verify(study) => verify::verify(arguments, study),
    }
}

fn check(arguments: &Arguments, files: &[Utf8PathBuf]) -> io::Result<Exit> {
    let (sources, mut problems) = (sources(arguments, None)?, Diagnostics::default());
    let files = study::specs(files, &[], &sources);
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
