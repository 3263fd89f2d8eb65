//! `hcgen schema`: the shapes of what commands print as JSON.

use std::io::{self, Write};

use schemars::{Schema, schema_for};

use crate::audit;
use crate::classify;
use crate::describe;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::explain::Explained;
use crate::report::{Answer, Report};
use crate::review::CheckOutput;
use crate::show::Shown;
use crate::sources::Sources;
use crate::trial;
use crate::verify;

use super::spec::Checked;
use super::written::Changes;
use super::{Exit, stdout, tell};

/// A command that prints JSON, and its shape.
type Shape = (&'static str, fn() -> Schema);

/// All of them.
const SCHEMAS: &[Shape] = &[
    ("check", || schema_for!(Answer<CheckOutput<'static>>)),
    ("explain", || schema_for!(Answer<Explained>)),
    ("audit", || schema_for!(Answer<audit::Report>)),
    ("classify", || schema_for!(Answer<classify::Classification>)),
    ("inspect", || schema_for!(Answer<describe::Description>)),
    ("run", || schema_for!(Report)),
    ("skill", || schema_for!(Answer<Changes>)),
    ("spec check", || schema_for!(Answer<Checked>)),
    ("spec fmt", || schema_for!(Answer<Changes>)),
    ("spec new", || schema_for!(Answer<Changes>)),
    ("spec show", || schema_for!(Answer<Shown>)),
    ("spec test", || schema_for!(Answer<trial::Report>)),
    ("spec verify", || schema_for!(Answer<verify::Report>)),
];

/// Prints the schema of `command`, or the names of the commands that have one.
pub(super) fn schema(command: &[String]) -> io::Result<Exit> {
    let name = command.join(" ");
    let names = SCHEMAS.iter().map(|(name, _)| *name);
    let mut stdout = stdout();
    if name.is_empty() {
        names.into_iter().try_for_each(|it| writeln!(stdout, "{it}"))?;
    } else if let Some((_, schema)) = SCHEMAS.iter().find(|(it, _)| *it == name) {
        serde_json::to_writer_pretty(&mut stdout, &schema())?;
        writeln!(stdout)?;
    } else {
        let mut problems = Diagnostics::default();
        let message = format!("the command `{name}` prints no JSON");
        problems
            .push(Diagnostic::placeless("unknown-command", message).with_suggestion(&name, names));
        return tell(&Sources::default(), &problems);
    }
    stdout.flush()?;
    Ok(Exit::Fine)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::SCHEMAS;
    use crate::cli::arguments::Arguments;

    fn names(command: &clap::Command, above: &str, found: &mut Vec<String>) {
        for it in command.get_subcommands() {
            let name = format!("{above}{}", it.get_name());
            if it.get_arguments().any(|it| it.get_id() == "output_format") {
                found.push(name.clone());
            }
            names(it, &format!("{name} "), found);
        }
    }

    #[test]
    fn every_command_that_prints_json_has_a_schema() {
        let mut found = Vec::new();
        names(&Arguments::command(), "", &mut found);
        let known: Vec<&str> = SCHEMAS.iter().map(|(name, _)| *name).collect();
        found.sort();
        let mut sorted = known;
        sorted.sort_unstable();
        assert_eq!(found, sorted);
    }
}
