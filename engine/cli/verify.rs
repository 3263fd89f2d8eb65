//! `hcgen spec verify`: what a checkout lacks goes to stdout, the count to stderr.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::pipeline;
use crate::verify::Report;

use super::arguments::{Arguments, OutputFormat, Study};
use super::study::{json, study};
use super::{Exit, stdout};

const BAD: Style = AnsiColor::Red.on_default();
const DIM: Style = Style::new().dimmed();

/// Looks for all that the specs name.
pub(super) fn verify(arguments: &Arguments, about: &Study) -> io::Result<Exit> {
    let report = match study(arguments, about, &[], pipeline::verify)? {
        Ok(report) => report,
        Err(exit) => return Ok(exit),
    };
    match about.output_format {
        OutputFormat::Json => json(&report)?,
        OutputFormat::Text => text(&report)?,
    }
    Ok(if report.missing.is_empty() { Exit::Fine } else { Exit::Findings })
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
