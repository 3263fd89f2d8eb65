//! What a shell and `man` want to know of the command line.

use std::io::{self, Write};

use camino::Utf8Path;
use clap::{Command, CommandFactory};

use super::Exit;
use super::arguments::Arguments;

/// Prints a script that completes the command line.
pub(super) fn completions(shell: clap_complete::Shell) -> io::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "hcgen", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Exit::Fine)
}

/// Prints the manual page, or writes those of all commands into `out`.
pub(super) fn man(out: Option<&Utf8Path>) -> io::Result<Exit> {
    match out {
        None => clap_mangen::Man::new(versioned(Arguments::command()))
            .render(&mut io::stdout().lock())?,
        Some(folder) => {
            std::fs::create_dir_all(folder)?;
            clap_mangen::generate_to(versioned(Arguments::command()), folder)?;
        }
    }
    Ok(Exit::Fine)
}

/// The command, each part of which says its version at the foot of its page.
fn versioned(command: Command) -> Command {
    let command = command.version(env!("CARGO_PKG_VERSION"));
    command.mut_subcommands(|it| versioned(it).disable_version_flag(true))
}
