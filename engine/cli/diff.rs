//! Unified diffs with colours, as `git diff` shows them and `git apply` takes them.

use std::io::{self, Write};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use camino::Utf8Path;
use similar::{ChangeTag, TextDiff};

const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const HUNK: Style = AnsiColor::Cyan.on_default();
const HEADER: Style = Style::new().bold();

/// After so long a diff is still right, and no longer the shortest.
const PATIENCE: Duration = Duration::from_secs(1);

/// Writes a unified diff that was made before, with colours.
pub(crate) fn lines(out: &mut impl Write, diff: &str) -> io::Result<()> {
    for line in diff.lines() {
        let style = match line.as_bytes().first() {
            Some(b'-') => REMOVED,
            Some(b'+') => ADDED,
            Some(b'@') => HUNK,
            _ => Style::new(),
        };
        writeln!(out, "{style}{line}{style:#}")?;
    }
    Ok(())
}

/// Writes the diff of a file; `before` is `None` for a new one.
pub(crate) fn write(
    out: &mut impl Write,
    path: &Utf8Path,
    before: Option<&str>,
    after: &str,
) -> io::Result<()> {
    match before {
        Some(_) => writeln!(out, "{HEADER}--- a/{path}{HEADER:#}")?,
        None => writeln!(out, "{HEADER}--- /dev/null{HEADER:#}")?,
    }
    writeln!(out, "{HEADER}+++ b/{path}{HEADER:#}")?;
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(before.unwrap_or(""), after);
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        writeln!(out, "{HUNK}{}{HUNK:#}", hunk.header())?;
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', REMOVED),
                ChangeTag::Insert => ('+', ADDED),
                ChangeTag::Equal => (' ', Style::new()),
            };
            let text = change.value();
            let line = text.strip_suffix('\n').unwrap_or(text);
            writeln!(out, "{style}{sign}{line}{style:#}")?;
            if !text.ends_with('\n') {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}
