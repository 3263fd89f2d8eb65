//! `hcgen skill`: writes the pages of a skill.

use std::fs;
use std::io::{self, Write};

use crate::diagnostic::Diagnostics;
use crate::skill::{self, Page};

use super::arguments::{Arguments, OutputFormat, Skill};
use super::study::{failed, specs};
use super::{Exit, sources, tell, written};

/// Writes what changed, or says with `--check` that something did.
pub(super) fn skill(arguments: &Arguments, command: &Skill) -> io::Result<Exit> {
    let (sources, mut problems) = (sources(arguments, None)?, Diagnostics::default());
    let specs = specs(&command.spec, &command.overlay, &sources);
    let pages = skill::skill(&specs, command.flavor.as_deref(), &sources, &mut problems);
    let Ok(pages) = pages else { return failed(command.output_format, &sources, &problems) };
    tell(&sources, &problems)?;
    let is_stale = |page: &&Page| {
        fs::read_to_string(command.out.join(&page.path)).ok().as_deref() != Some(&page.text)
    };
    let stale: Vec<&Page> = pages.iter().filter(is_stale).collect();
    for page in &stale {
        let path = command.out.join(&page.path);
        if !command.check {
            fs::create_dir_all(path.parent().unwrap_or(&command.out))?;
            fs::write(&path, &page.text)?;
        }
        if !arguments.quiet && command.output_format == OutputFormat::Text {
            let word = if command.check { "stale" } else { "wrote" };
            writeln!(anstream::stderr(), "{word} {path}")?;
        }
    }
    if command.output_format == OutputFormat::Json {
        let paths = stale.iter().map(|it| command.out.join(&it.path));
        written::print(command.output_format, !command.check, paths)?;
    }
    Ok(if command.check && !stale.is_empty() { Exit::Findings } else { Exit::Fine })
}
