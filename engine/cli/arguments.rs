//! What can be written on the command line.

use camino::Utf8PathBuf;
use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::pack;
use crate::start;

/// What every command takes stands apart in help texts.
const GLOBAL: &str = "Global options";
use super::check::arguments::Check;
use super::explain::Explain;

/// Write tests from declarative specs, into the files where they belong
#[derive(Debug, Parser)]
#[command(name = "hcgen", version, about, max_term_width = 100)]
#[command(after_help = with_spec("Examples:
  hcgen run --spec specs/SPEC
      shows the tests that the spec makes for its own first example
  hcgen run --spec SPEC src/package/models/thing.py::Thing
      shows, as a diff, the tests that would be added for one class
  hcgen run --spec SPEC src/package/models --write
      adds the tests for every target in a folder
  hcgen check tests --diff
      checks a folder of tests, and shows what can be mended
  hcgen spec check specs/SPEC
      checks a spec

Exit status: 0 fine, 1 something would change or was found, 2 the command line or the spec is
wrong, 3 the target cannot be used."))]
pub(crate) struct Arguments {
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colours; `NO_COLOR` is honoured
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = GLOBAL)]
    pub(crate) color: ColorChoice,
    /// Say less: only errors
    #[arg(short, long, global = true, help_heading = GLOBAL)]
    pub(crate) quiet: bool,
    /// Say more: why each file, which tests are there already
    #[arg(short, long, global = true, help_heading = GLOBAL)]
    pub(crate) verbose: bool,
    /// The spec file of the project; `hcgen.kdl`, found upward from the root, by default
    #[arg(long, global = true, value_name = "FILE", value_parser = path, conflicts_with = "no_config", help_heading = GLOBAL)]
    pub(crate) config: Option<Utf8PathBuf>,
    /// Leave the spec file of the project out
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub(crate) no_config: bool,
}

/// A path that is not empty: an unset variable of a script is no path.
pub(super) fn path(text: &str) -> Result<Utf8PathBuf, String> {
    if text.is_empty() { Err("it is empty".to_owned()) } else { Ok(text.into()) }
}

/// The text with the name of a shipped spec that has an example, so that it can be tried as it is.
fn with_spec(text: &str) -> String {
    text.replace("SPEC", pack::demo().unwrap_or("FILE.kdl"))
}

/// When to use colours.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate tests; shows a diff, `--write` applies it
    Run(Run),
    /// Say what is known of a target: its facts, its test file, what is tested, what can be made
    Inspect(Inspect),
    /// Say which category of tests a request in words means
    Classify(Classify),
    /// Check test files against the checklist, and mend them
    Check(Check),
    /// Say what a rule, a category, a symbol or the code of a diagnostic means
    Explain(Explain),
    /// Say what in a checkout no test covers
    Audit(Audit),
    /// For those who edit specs
    #[command(subcommand, after_help = SPEC_EXAMPLES)]
    Spec(Spec),
    /// Write instructions for coding agents, made from the specs
    #[command(after_help = "Examples:
  hcgen skill --out .claude/skills
      for a machine that has hcgen: the agent calls it
  hcgen skill --flavor standalone --out .claude/skills
      for one that has not: the tables, the checklist and the templates are in the pages")]
    Skill(Skill),
    /// Serve agents over the Model Context Protocol, on stdin and stdout
    #[cfg(feature = "mcp")]
    #[command(after_help = "Example, for an agent that reads `.mcp.json`:
  {\"mcpServers\": {\"hcgen\": {\"command\": \"hcgen\", \"args\": [\"mcp\"]}}}")]
    Mcp(Mcp),
    /// The shape of a command's JSON, as a JSON schema
    #[command(
        after_help = "Examples:\n  hcgen schema\n      lists the commands\n  hcgen schema run"
    )]
    Schema {
        /// The command, for example `run` or `spec verify`; none: lists them
        #[arg(value_name = "COMMAND", num_args = 0..)]
        command: Vec<String>,
    },
    /// A script that completes commands and options in a shell
    #[command(after_help = "Examples:
  hcgen completions bash > ~/.local/share/bash-completion/completions/hcgen
  hcgen completions zsh > ~/.zfunc/_hcgen
  hcgen completions fish > ~/.config/fish/completions/hcgen.fish")]
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// A manual page; with `--out`, one for each command
    #[command(after_help = "Examples:
  hcgen man | man -l -
  hcgen man --out ~/.local/share/man/man1")]
    Man {
        /// The folder that the pages are written to
        #[arg(long, value_name = "DIR", value_parser = path)]
        out: Option<Utf8PathBuf>,
    },
}

/// `hcgen run`
#[derive(Debug, Args)]
#[command(after_help = with_spec("Examples:
  hcgen run --spec specs/SPEC
  hcgen run --spec SPEC src/package/models/thing.py
  hcgen run --spec SPEC package.models.thing.Thing --only delete
  hcgen run --spec SPEC src --check --output-format json"))]
pub(crate) struct Run {
    /// A spec file, on disk or of the shipped pack; may be given several times
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) spec: Vec<Utf8PathBuf>,
    /// A spec file that adds to the others, replaces or removes entries
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) overlay: Vec<Utf8PathBuf>,
    /// A source file, `file.py::Class`, a dotted path or a folder; none: the spec's first example
    #[arg(value_name = "TARGET", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) targets: Vec<String>,
    /// The root of the checkout; found upward from the working folder by default
    #[arg(long, value_name = "DIR", value_parser = path)]
    pub(crate) root: Option<Utf8PathBuf>,
    /// Only tests of this category
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) category: Vec<String>,
    /// Only tests whose names contain this, also those that are written on request only
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) only: Vec<String>,
    /// Not the tests whose names contain this
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) exclude: Vec<String>,
    /// Write the files
    #[arg(long, conflicts_with = "check")]
    pub(crate) write: bool,
    /// Exit with 1 if anything would change
    #[arg(long)]
    pub(crate) check: bool,
    /// At most so many items in each list of the JSON; `left_out` counts the others
    #[arg(long, value_name = "NUMBER")]
    pub(crate) limit: Option<usize>,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: OutputFormat,
}

/// `hcgen mcp`
#[cfg(feature = "mcp")]
#[derive(Debug, Args)]
pub(crate) struct Mcp {
    /// A spec file, on disk or of the shipped pack; the whole shipped pack, if none
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) spec: Vec<Utf8PathBuf>,
    /// A spec file that adds to the others, replaces or removes entries
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) overlay: Vec<Utf8PathBuf>,
    /// The root of the checkout, beyond which nothing is written; found upward by default
    #[arg(long, value_name = "DIR", value_parser = path)]
    pub(crate) root: Option<Utf8PathBuf>,
}

/// `hcgen skill`
#[derive(Debug, Args)]
pub(crate) struct Skill {
    /// The folder that the skill's own folder is put into
    #[arg(long, value_name = "DIR", value_parser = path)]
    pub(crate) out: Utf8PathBuf,
    /// Which flavor; the skill's first by default
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) flavor: Option<String>,
    /// A spec file, on disk or of the shipped pack; the whole shipped pack, if none
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) spec: Vec<Utf8PathBuf>,
    /// A spec file that adds to the others, replaces or removes entries
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) overlay: Vec<Utf8PathBuf>,
    /// Write nothing; exit with 1 if anything would change
    #[arg(long)]
    pub(crate) check: bool,
    /// How the names of the pages that changed are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: OutputFormat,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

const SPEC_EXAMPLES: &str = "Examples:
  hcgen spec new rule no-sleep
      begins a file of your own
  hcgen spec check no-sleep.kdl
      names every mistake in it, with its place and a way out
  hcgen spec test no-sleep.kdl --accept
      keeps what it finds now, to be compared with later";

/// `hcgen spec`
#[derive(Debug, Subcommand)]
pub(crate) enum Spec {
    /// Check spec files, and render their examples
    #[command(after_help = with_spec("Examples:
  hcgen spec check specs/SPEC
  hcgen spec check --watch hcgen.kdl
      shows on every save what the examples make now"))]
    Check(SpecCheck),
    /// Begin a spec file of your own: a start that works, to be changed
    #[command(after_help = "Examples:
  hcgen spec new rule print-in-test
      writes print-in-test.kdl, and the snapshots of what it finds
  hcgen spec new category billing-job --out specs")]
    New(SpecNew),
    /// Try every example and every rule, and compare with the snapshots beside the specs
    #[command(after_help = "Examples:
  hcgen spec test
      the shipped pack, with the project's file: only what that changes needs a snapshot
  hcgen spec test specs/*.kdl --accept
      keeps what is made now

Snapshots are insta's: what differs waits in `.snap.new` files, for `cargo insta review` or a plain
diff. Exit status: 0 all as it was, 1 something differs, is new or is left over.")]
    Test(SpecTest),
    /// Lay spec files out: indentation, blank lines, spaces; comments and strings stay
    #[command(after_help = "Examples:
  hcgen spec fmt specs hcgen.kdl
  hcgen spec fmt specs --check")]
    Fmt(SpecFmt),
    /// Where an entry comes from, what it overrides, and how it reads
    #[command(after_help = "Examples:
  hcgen spec show HC002
  hcgen spec show value team
  hcgen spec show category --output-format json")]
    Show(Show),
    /// What a checkout lacks of all that the specs name: exits with 1 if anything
    #[command(after_help = with_spec("Examples:
  hcgen spec verify --root ../checkout
  hcgen spec verify --root ../checkout --spec SPEC --output-format json"))]
    Verify(Verify),
}

/// `hcgen spec verify`
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// At most so many items in the list of the JSON; `left_out` counts the others
    #[arg(long, value_name = "NUMBER")]
    pub(crate) limit: Option<usize>,
    /// Where to look
    #[command(flatten)]
    pub(crate) study: Study,
}

/// `hcgen inspect`
#[derive(Debug, Args)]
#[command(after_help = with_spec("Examples:
  hcgen inspect src/package/models/thing.py::Thing
  hcgen inspect package.models.thing.Thing -v
  hcgen inspect --spec SPEC src/package/models --output-format json"))]
pub(crate) struct Inspect {
    /// A source file, `file.py::Class`, a dotted path or a folder
    #[arg(value_name = "TARGET", required = true, value_parser = NonEmptyStringValueParser::new())]
    pub(crate) targets: Vec<String>,
    /// At most so many targets
    #[arg(long, value_name = "NUMBER")]
    pub(crate) limit: Option<usize>,
    /// Where to look
    #[command(flatten)]
    pub(crate) study: Study,
}

/// `hcgen audit`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hcgen audit --root ../checkout
  hcgen audit src/package/api -v
  hcgen audit --html > audit.html")]
pub(crate) struct Audit {
    /// Only what is in these files and folders; all sources, if none
    #[arg(value_name = "TARGET", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) targets: Vec<String>,
    /// Print a page for a browser, which needs nothing else
    #[arg(long, conflicts_with = "output_format")]
    pub(crate) html: bool,
    /// At most so many items in each list of the JSON, those that nothing covers first; `left_out`
    /// counts the others
    #[arg(long, value_name = "NUMBER")]
    pub(crate) limit: Option<usize>,
    /// Where to look
    #[command(flatten)]
    pub(crate) study: Study,
}

/// `hcgen classify`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hcgen classify is the order sent when it is saved
  hcgen classify 'permission checks of src/package/api/thing.py'
  hcgen classify --output-format json 'which tests for ThingService?'

Exit status: 0 one category is meant, 3 several may be; on a terminal you are asked which.")]
pub(crate) struct Classify {
    /// The request: what is to be tested, in words; paths and names of classes count too
    #[arg(value_name = "TEXT", required = true)]
    pub(crate) text: Vec<String>,
    /// Where to look
    #[command(flatten)]
    pub(crate) study: Study,
}

/// `hcgen spec check`
#[derive(Debug, Args)]
pub(crate) struct SpecCheck {
    /// The spec files, overlays last; the whole shipped pack, if none
    #[arg(value_name = "FILE", value_parser = path)]
    pub(crate) files: Vec<Utf8PathBuf>,
    /// Check again on every save, and show what the examples make
    #[arg(long, conflicts_with = "output_format")]
    pub(crate) watch: bool,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: OutputFormat,
}

/// `hcgen spec new`
#[derive(Debug, Args)]
pub(crate) struct SpecNew {
    /// What: a category of tests, or a rule of the checklist
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(start::kinds()))]
    pub(crate) kind: String,
    /// What it is called
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// The folder that the file is put into
    #[arg(long, value_name = "DIR", value_parser = path, default_value = ".")]
    pub(crate) out: Utf8PathBuf,
    /// How the names of the new files are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: OutputFormat,
}

/// `hcgen spec test`
#[derive(Debug, Args)]
pub(crate) struct SpecTest {
    /// The spec files, overlays last; the whole shipped pack, if none
    #[arg(value_name = "FILE", value_parser = path)]
    pub(crate) files: Vec<Utf8PathBuf>,
    /// Keep what is made now: write changed and new snapshots, remove those that nothing makes
    #[arg(long)]
    pub(crate) accept: bool,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: OutputFormat,
}

/// `hcgen spec fmt`
#[derive(Debug, Args)]
pub(crate) struct SpecFmt {
    /// Spec files, and folders of them
    #[arg(value_name = "PATH", value_parser = path, required = true)]
    pub(crate) paths: Vec<Utf8PathBuf>,
    /// Write nothing; exit with 1 if anything would change
    #[arg(long)]
    pub(crate) check: bool,
    /// Write nothing and show what would change; exit with 1 if anything would
    #[arg(long, conflicts_with = "output_format")]
    pub(crate) diff: bool,
    /// How the names of the changed files are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: OutputFormat,
}

/// `hcgen spec show`
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The entry's name, its kind before it where several kinds have one; a rule's id or slug
    #[arg(value_name = "[KIND] NAME", num_args = 1..=2, required = true)]
    pub(crate) words: Vec<String>,
    /// Which specs
    #[command(flatten)]
    pub(crate) study: Study,
}

/// Which specs, and which checkout: for commands that look and write nothing.
#[derive(Debug, Args)]
pub(crate) struct Study {
    /// A spec file, on disk or of the shipped pack; the whole shipped pack, if none
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) spec: Vec<Utf8PathBuf>,
    /// A spec file that adds to the others, replaces or removes entries
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) overlay: Vec<Utf8PathBuf>,
    /// The root of the checkout; found upward from the working folder by default
    #[arg(long, value_name = "DIR", value_parser = path)]
    pub(crate) root: Option<Utf8PathBuf>,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: OutputFormat,
}
