//! `hcgen spec show`: where an entry comes from.

use std::io::{self, Write};

use anstyle::Style;

use crate::pipeline;
use crate::show::{Action, Origin};

use super::arguments::{Arguments, OutputFormat, Show};
use super::study::{json, study};
use super::{Exit, stdout};

const NAME: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Shows the entries of a name.
pub(super) fn show(arguments: &Arguments, show: &Show) -> io::Result<Exit> {
    let words = match show.words.as_slice() {
        [kind, name] => (Some(kind.as_str()), name.as_str()),
        other => (None, other.first().map_or("", String::as_str)),
    };
    let shown = study(arguments, &show.study, &[], |request, sources, problems| {
        pipeline::show(&request.specs, words, sources, problems)
    })?;
    let shown = match shown {
        Ok(shown) => shown,
        Err(exit) => return Ok(exit),
    };
    if show.study.output_format == OutputFormat::Json {
        json(&shown)?;
        return Ok(Exit::Fine);
    }
    let mut out = stdout();
    for (index, origin) in shown.entries.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        text(&mut out, origin)?;
    }
    out.flush()?;
    Ok(Exit::Fine)
}

fn text(out: &mut impl Write, origin: &Origin) -> io::Result<()> {
    let end = if origin.holds { "" } else { ", removed" };
    writeln!(out, "{NAME}{} {}{NAME:#}{end}", origin.kind, quoted(&origin.name))?;
    for it in &origin.sayings {
        let does = match it.action {
            Action::Adds => "adds it",
            Action::Replaces => "replaces it",
            Action::Extends => "extends it",
            Action::Removes => "removes it",
            Action::Sets => "makes a choice",
        };
        let overridden = if it.overridden { ", overridden below" } else { "" };
        writeln!(out, "\n{DIM}{}:{}{DIM:#} {does}{overridden}", it.path, it.line)?;
        for line in it.text.lines() {
            writeln!(out, "{}", format!("    {line}").trim_end())?;
        }
    }
    Ok(())
}

/// The name as it would stand in a spec.
fn quoted(name: &str) -> String {
    if name.contains(['"', '\\']) { format!("#\"{name}\"#") } else { format!("\"{name}\"") }
}
