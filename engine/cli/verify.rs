//! `hcgen spec verify`: what a checkout lacks goes to stdout, the count to stderr.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::pipeline;
use crate::verify::Report;

use super::arguments::{Arguments, OutputFormat, Verify};
use super::study::{json, study};
use super::{Exit, stdout};

const BAD: Style = AnsiColor::Red.on_default();
const DIM: Style = Style::new().dimmed();

/// Looks for all that the specs name.
pub(super) fn verify(arguments: &Arguments, verify: &Verify) -> io::Result<Exit> {
    let mut report = match study(arguments, &verify.study, &[], pipeline::verify)? {
        Ok(report) => report,
        Err(exit) => return Ok(exit),
    };
    let exit = if report.missing.is_empty() { Exit::Fine } else { Exit::Findings };
    match verify.study.output_format {
        OutputFormat::Json => {
            verify.limit.into_iter().for_each(|most| report.limit(most));
            json(&report)?;
        }
        OutputFormat::Text => text(&report)?,
    }
    Ok(exit)
}

fn text(report: &Report) -> io::Result<()> {
    let mut out = stdout();
    for it in &report.missing {
        let place = format!("{}:{}:{}", it.path, it.line, it.column);
        writeln!(out, "{place}: {BAD}no {}{BAD:#} `{}` in {}", it.kind, it.name, it.sought)?;
        if let Some(nearest) = &it.nearest {
            writeln!(out, "    {DIM}did you mean{DIM:#} `{nearest}`?")?;
        }
    }
    out.flush()?;
    let checked = report.checked;
    writeln!(
        anstream::stderr(),
        "{} missing, of {} symbols, {} members, {} methods, {} keyword arguments, {} classes",
        report.missing.len(),
        checked.symbols,
        checked.members,
        checked.methods,
        checked.keywords,
        checked.classes
    )
}
