//! The lines that changed since a commit, as git tells it. Stops at line numbers.

use std::collections::HashMap;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use similar::{DiffTag, TextDiff};

use crate::python::ByteRange;

/// The files that changed, and in each the lines.
#[derive(Debug, Default)]
pub(super) struct Changes(HashMap<Utf8PathBuf, ChangedLines>);

/// The lines of one file that changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ChangedLines {
    /// The file is new.
    All,
    /// First line and one past the last, in order.
    Some(Vec<(usize, usize)>),
}

/// What changed below `root` since the commit where `reference` and the working folder part.
///
/// # Errors
/// In words: no git, no repository, no such commit.
pub(super) fn since(root: &Utf8Path, reference: &str) -> Result<Changes, String> {
    let commit = format!("{reference}^{{commit}}");
    let commit = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
        .map_err(|error| match error {
            Refused::Silent => format!("git knows no commit `{reference}`"),
            Refused::Words(words) => words,
        })?;
    // What others did on the branch meanwhile is not this change's business.
    let base = git(root, &["merge-base", commit.trim(), "HEAD"]).unwrap_or(commit);
    let diff = git(
        root,
        &[
            "-c",
            "core.quotepath=off",
            "diff",
            "-U0",
            "-M",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "--diff-filter=d",
            "--ignore-submodules",
            "--relative",
            base.trim(),
            "--",
            ".",
        ],
    )
    .map_err(Refused::into_words)?;
    let mut changes = read(&diff);
    let new = git(root, &["ls-files", "-z", "--others", "--exclude-standard"])
        .map_err(Refused::into_words)?;
    for path in new.split('\0').filter(|it| !it.is_empty()) {
        changes.0.insert(path.into(), ChangedLines::All);
    }
    Ok(changes)
}

impl Changes {
    /// The changed lines of the file at `path`, if there are any.
    pub(super) fn of(&self, path: &Utf8Path) -> Option<&ChangedLines> {
        self.0.get(path)
    }
}

impl ChangedLines {
    /// Whether one of the lines of `range` changed.
    pub(super) fn touch(&self, text: &str, range: &ByteRange) -> bool {
        let ChangedLines::Some(lines) = self else { return true };
        // As git counts: a carriage return alone ends no line.
        let number = |at: usize| memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() + 1;
        let first = number(range.start);
        let last = number(range.end.saturating_sub(1).max(range.start));
        lines.iter().any(|(start, end)| *start <= last && first < *end)
    }

    /// The same lines, and what mending did to them, where `after` was made of `before`.
    pub(super) fn moved(&self, before: &str, after: &str) -> Self {
        let ChangedLines::Some(lines) = self else { return ChangedLines::All };
        let mut moved = Vec::new();
        for operation in TextDiff::from_lines(before, after).ops() {
            let (old, new) = (operation.old_range(), operation.new_range());
            if operation.tag() != DiffTag::Equal {
                moved.push((new.start + 1, new.end + 1));
                continue;
            }
            for (start, end) in lines {
                // Lines count from 1, the operations' from 0.
                let (start, end) = ((start - 1).max(old.start), (end - 1).min(old.end));
                if start < end {
                    moved
                        .push((start - old.start + new.start + 1, end - old.start + new.start + 1));
                }
            }
        }
        ChangedLines::Some(moved)
    }
}

/// Why git gave nothing.
enum Refused {
    Silent,
    Words(String),
}

impl Refused {
    fn into_words(self) -> String {
        match self {
            Refused::Silent => "git failed and did not say why".to_owned(),
            Refused::Words(words) => words,
        }
    }
}

fn git(root: &Utf8Path, arguments: &[&str]) -> Result<String, Refused> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .output()
        .map_err(|error| Refused::Words(format!("git cannot be run: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    match words.lines().find(|it| !it.trim().is_empty()) {
        Some(line) => Err(Refused::Words(format!("git says: {}", line.trim()))),
        None => Err(Refused::Silent),
    }
}

/// Reads a diff without context.
fn read(diff: &str) -> Changes {
    let mut changes = Changes::default();
    let (mut path, mut skip) = (None, 0);
    for line in diff.split('\n') {
        // The lines of a hunk may look like anything.
        if skip > 0 && line.starts_with(['+', '-']) {
            skip -= 1;
        } else if let Some(name) = line.strip_prefix("+++ ") {
            path = target(name);
        } else if let Some((removed, start, added)) = hunk(line) {
            skip = removed + added;
            if let (Some(path), true) = (&path, added > 0) {
                let lines = changes.0.entry(path.clone());
                let lines = lines.or_insert_with(|| ChangedLines::Some(Vec::new()));
                if let ChangedLines::Some(lines) = lines {
                    lines.push((start, start + added));
                }
            }
        }
    }
    changes
}

/// The path behind `+++ `.
fn target(name: &str) -> Option<Utf8PathBuf> {
    let name = name.trim_end_matches(['\r', '\t']);
    let name = match name.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        Some(quoted) => unquoted(quoted),
        None => name.to_owned(),
    };
    name.strip_prefix("b/").map(Into::into)
}

/// A path with the escapes that git puts into quotes.
fn unquoted(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.bytes().peekable());
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(digit @ b'0'..=b'3') => {
                let mut value = digit - b'0';
                while let Some(digit @ b'0'..=b'7') = rest.peek().copied() {
                    value = value.wrapping_mul(8).wrapping_add(digit - b'0');
                    rest.next();
                }
                bytes.push(value);
            }
            Some(b't') => bytes.push(b'\t'),
            Some(b'n') => bytes.push(b'\n'),
            Some(b'r') => bytes.push(b'\r'),
            Some(other) => bytes.push(other),
            None => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `@@ -a,removed +start,added @@`.
fn hunk(line: &str) -> Option<(usize, usize, usize)> {
    let rest = line.strip_prefix("@@ -")?;
    let (old, rest) = rest.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let pair = |text: &str| -> Option<(usize, usize)> {
        let (start, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((start.parse().ok()?, count.parse().ok()?))
    };
    let ((_, removed), (start, added)) = (pair(old)?, pair(new)?);
    Some((removed, start, added))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_are_read_and_their_lines_are_not_mistaken_for_headers() {
        let diff = "diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n@@ -1,2 +1 @@ def a():\n--- a/old\n-b\n+++ b/evil.py\n@@ -9,0 +9,2 @@\n+c\n+d\n";
        let changes = read(diff);
        assert_eq!(changes.of("x.py".into()), Some(&ChangedLines::Some(vec![(1, 2), (9, 11)])));
        assert!(changes.of("evil.py".into()).is_none());
    }

    #[test]
    fn quoted_paths_are_read() {
        assert_eq!(target("\"b/a\\tb \\303\\251.py\"").unwrap(), "a\tb é.py");
    }

    #[test]
    fn changed_lines_move_with_their_text() {
        let changed = ChangedLines::Some(vec![(3, 4)]);
        let moved = changed.moved("a\nb\nc\n", "new\na\nb\nc\n");
        assert_eq!(moved, ChangedLines::Some(vec![(1, 2), (4, 5)]));
    }

    #[test]
    fn a_range_is_touched_by_any_of_its_lines() {
        let changed = ChangedLines::Some(vec![(2, 3)]);
        assert!(changed.touch("a\nb\nc\n", &(2..3)));
        assert!(changed.touch("a\nb\nc\n", &(0..5)));
        assert!(!changed.touch("a\nb\nc\n", &(4..5)));
        assert!(!changed.touch("a\nb\nc\n", &(0..2)));
    }
}
