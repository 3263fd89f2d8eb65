//! The command line: arguments in, text and exit code out. The only part that prints, and the only
//! one that writes files.

mod arguments;
mod audit;
mod check;
mod classify;
mod diff;
mod excerpt;
mod explain;
mod fmt;
mod inspect;
#[cfg(feature = "mcp")]
mod mcp;
mod new;
mod page;
mod progress;
mod project;
mod run;
mod schema;
mod shell;
mod show;
mod skill;
mod spec;
mod study;
mod summary;
mod tips;
mod trial;
mod verify;
mod watch;
mod write;
mod written;

use std::io::{self, Write};
use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::Parser;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::sources::Sources;

use project::sources;

use arguments::{Arguments, ColorChoice, Command};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Fine.
    Fine,
    /// Findings, or something would change.
    Findings,
    /// The command line or the spec is wrong.
    Usage,
    /// The target cannot be used.
    Target,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Fine => ExitCode::SUCCESS,
            Exit::Findings => ExitCode::from(1),
            Exit::Usage => ExitCode::from(2),
            Exit::Target => ExitCode::from(3),
        }
    }
}

/// Reads the arguments, does what they say.
pub fn main() -> ExitCode {
    let arguments = Arguments::try_parse().unwrap_or_else(|it| tips::tipped(it).exit());
    match arguments.color {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    let exit = match &arguments.command {
        Command::Run(run) => run::run(&arguments, run),
        Command::Inspect(command) => inspect::inspect(&arguments, command),
        Command::Audit(command) => audit::audit(&arguments, command),
        Command::Classify(command) => classify::classify(&arguments, command),
        Command::Check(check) => check::check(&arguments, check),
        Command::Explain(command) => explain::explain(&arguments, command),
        Command::Spec(command) => spec::spec(&arguments, command),
        Command::Skill(skill) => skill::skill(&arguments, skill),
        #[cfg(feature = "mcp")]
        Command::Mcp(mcp) => mcp::serve(&arguments, mcp),
        Command::Schema { command } => schema::schema(command),
        Command::Completions { shell } => shell::completions(*shell),
        Command::Man { out } => shell::man(out.as_deref()),
    };
    match exit {
        Ok(exit) => exit.into(),
        // Whoever reads our output may stop reading: `hcgen … | head` is no error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(anstream::stderr(), "error: {error}");
            Exit::Usage.into()
        }
    }
}

/// The working folder, which must have a UTF-8 name.
fn working_folder() -> io::Result<Utf8PathBuf> {
    Utf8PathBuf::from_path_buf(std::env::current_dir()?)
        .map_err(|_| io::Error::other("the working folder's name is not UTF-8"))
}

/// What `say` gives; a closed pipe changes nothing about how the command ends.
fn unheard(exit: Exit, say: impl FnOnce(Exit) -> io::Result<Exit>) -> io::Result<Exit> {
    match say(exit) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(exit),
        other => other,
    }
}

/// Standard output, without colours where they are not wanted, written in large pieces: the system's
/// own buffer would write a pipe line by line.
fn stdout() -> anstream::AutoStream<Box<dyn Write>> {
    let stdout = io::stdout();
    let choice = anstream::AutoStream::choice(&stdout);
    anstream::AutoStream::new(Box::new(io::BufWriter::new(stdout.lock())), choice)
}

/// `1 case`, `2 cases`.
fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// Prints the diagnostics to stderr and says how the command ends.
fn tell(sources: &Sources, problems: &Diagnostics) -> io::Result<Exit> {
    let mut stderr = anstream::stderr().lock();
    for problem in &problems.0 {
        writeln!(stderr, "{}\n", excerpt::render(sources, problem))?;
    }
    Ok(exit_of(&problems.0))
}

/// A target that cannot be used ends otherwise than a spec that is wrong.
fn exit_of(problems: &[Diagnostic]) -> Exit {
    let errors = || problems.iter().filter(|it| it.severity == Severity::Error);
    let is_target = |it: &Diagnostic| {
        it.code.starts_with("target-")
            || matches!(it.code, "root-not-found" | "test-file" | "splice" | "not-written")
    };
    if errors().next().is_none() {
        Exit::Fine
    } else if errors().all(is_target) {
        Exit::Target
    } else {
        Exit::Usage
    }
}
