//! What can be written after `hcgen check`.

use camino::Utf8PathBuf;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};

use crate::cli::arguments::path;

/// `hcgen check`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hcgen check
      checks the test folders of the checkout
  hcgen check tests/models/test_thing.py --diff
      shows what the safe fixes would change
  hcgen check --fix --select unused-ignore
      makes the safe fixes of one rule
  hcgen check --changed=origin/main --output-format github
      in CI: only what a branch brought
  hcgen check --baseline hcgen-baseline.json --write-baseline
      keeps what is found today; from then on, --baseline alone finds only what is new
  hcgen check --pattern 'self.assertEqual($A, $B)'
      finds code by a pattern

Exit status: 0 nothing was found, 1 something was found or would change, 2 the command line or the
spec is wrong, 3 a path is not there or a file could not be written.")]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Check {
    /// Files and folders; `-`: the text on stdin; none: the test folders of the checkout
    #[arg(value_name = "PATH", value_parser = path)]
    pub(crate) paths: Vec<Utf8PathBuf>,
    /// A spec file, on disk or of the shipped pack; may be given several times; none: the whole pack
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) spec: Vec<Utf8PathBuf>,
    /// A spec file that adds to the others, replaces or removes entries
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) overlay: Vec<Utf8PathBuf>,
    /// The root of the checkout; found upward from the first path by default
    #[arg(long, value_name = "DIR", value_parser = path)]
    pub(crate) root: Option<Utf8PathBuf>,
    /// Only these rules: ids, slugs, beginnings of ids, or `all`
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    pub(crate) select: Vec<String>,
    /// Not these rules; of two that fit, the longer name decides
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    pub(crate) ignore: Vec<String>,
    /// Make the fixes that leave the meaning as it is
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix or --diff, also the fixes that may change the meaning
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what the fixes would change, and change nothing; exit with 1 if anything would
    #[arg(long, conflicts_with_all = ["fix", "baseline", "statistics", "output_format"])]
    pub(crate) diff: bool,
    /// Only findings on lines that changed since a commit, new files included
    #[arg(long, value_name = "REF", num_args = 0..=1, require_equals = true, default_missing_value = "HEAD")]
    pub(crate) changed: Option<String>,
    /// Only findings that this file does not know
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) baseline: Option<Utf8PathBuf>,
    /// Write the baseline: what is found now is known from then on
    #[arg(long, requires = "baseline", conflicts_with_all = ["changed", "fix"])]
    pub(crate) write_baseline: bool,
    /// Find code by this pattern, instead of the rules
    #[arg(long, value_name = "PATTERN", conflicts_with_all = ["select", "ignore", "baseline"], value_parser = NonEmptyStringValueParser::new())]
    pub(crate) pattern: Option<String>,
    /// The path that the text on stdin is said to have
    #[arg(long, value_name = "PATH", value_parser = path)]
    pub(crate) stdin_filename: Option<Utf8PathBuf>,
    /// Exit with 0 even if something was found
    #[arg(long)]
    pub(crate) exit_zero: bool,
    /// Count the findings of each rule, instead of listing them
    #[arg(long)]
    pub(crate) statistics: bool,
    /// At most so many findings in the JSON; `left_out` counts the others
    #[arg(long, value_name = "NUMBER")]
    pub(crate) limit: Option<usize>,
    /// How findings are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: Format,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the code, for people
    Text,
    /// One line a finding
    Concise,
    /// For programs
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}
