//! `hcgen spec`: for those who edit specs.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Diagnostics;
use crate::pipeline::{self, Inventory};
use crate::report::{self, ReportedDiagnostic};

use super::arguments::{Arguments, OutputFormat, Spec, SpecCheck};
use super::study::{self, json};
use super::{Exit, counted, exit_of, fmt, new, show, sources, tell, trial, unheard, verify, watch};

/// `hcgen spec check --output-format json`
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Checked {
    /// Changes when the shape of this data does.
    version: u32,
    /// How many test cases the spec has.
    cases: usize,
    /// How many rules.
    rules: usize,
    /// How many examples; each was rendered.
    examples: usize,
    /// What is worth knowing.
    diagnostics: Vec<ReportedDiagnostic>,
}

/// Does what a `spec` command says.
pub(super) fn spec(arguments: &Arguments, command: &Spec) -> io::Result<Exit> {
    match command {
        Spec::Check(it) if it.watch => watch::watch(arguments, &it.files),
        Spec::Check(it) => check(arguments, it),
        Spec::Test(it) => trial::test(arguments, it),
        Spec::New(it) => new::new(arguments, it),
        Spec::Fmt(it) => fmt::fmt(it),
        Spec::Show(it) => show::show(arguments, it),
        Spec::Verify(it) => verify::verify(arguments, it),
    }
}

fn check(arguments: &Arguments, check: &SpecCheck) -> io::Result<Exit> {
    let (sources, mut problems) = (sources(arguments, None)?, Diagnostics::default());
    let files = study::specs(&check.files, &[], &sources);
    let checked = pipeline::check_spec(&files, &sources, &mut problems);
    if check.output_format == OutputFormat::Json {
        return unheard(wrong(exit_of(&problems.0)), |exit| {
            match checked {
                Err(_) => json(&report::failure(&sources, &problems))?,
                Ok(it) => json(&Checked {
                    version: 1,
                    cases: it.cases,
                    rules: it.rules,
                    examples: it.examples,
                    diagnostics: report::diagnostics(&sources, &problems),
                })?,
            }
            Ok(exit)
        });
    }
    let exit = wrong(tell(&sources, &problems)?);
    if let (Ok(checked), false) = (checked, arguments.quiet) {
        count(&checked)?;
    }
    Ok(exit)
}

/// The target of an example is part of the spec.
pub(super) fn wrong(exit: Exit) -> Exit {
    if exit == Exit::Target { Exit::Usage } else { exit }
}

/// Says how much there is in a spec that is fine.
pub(super) fn count(checked: &Inventory) -> io::Result<()> {
    let parts = [
        counted(checked.cases, "case"),
        counted(checked.rules, "rule"),
        counted(checked.examples, "example"),
    ];
    writeln!(anstream::stderr(), "fine: {}", parts.join(", "))
}
