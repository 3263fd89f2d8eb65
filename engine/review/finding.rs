//! Findings as they are reported: with lines, columns, and what the reader needs to see.

use camino::{Utf8Path, Utf8PathBuf};
use schemars::JsonSchema;
use serde::Serialize;

use crate::check;
use crate::model::{Level, Safety};

use super::lines::{Counted, Excerpt, Lines, Position, Range};

/// Characters of a line by which a baseline knows it.
const KEY_LENGTH: usize = 120;

/// One finding of the checklist.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Finding {
    /// The rule's stable id.
    pub id: String,
    /// The rule's name.
    pub slug: String,
    /// Whether it must be mended.
    pub severity: Severity,
    /// The file, seen from the root.
    #[schemars(with = "String")]
    pub path: Utf8PathBuf,
    /// What was found.
    pub range: Range,
    /// What the rule says.
    pub message: String,
    /// Why, or what to do.
    pub help: String,
    /// How it can be mended by the program.
    pub fix: Option<Fix>,
    /// What the reader is shown.
    #[serde(skip)]
    pub excerpt: Option<Excerpt>,
    /// The text of its first line, by which it is known again when lines move.
    #[serde(skip)]
    pub key: String,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Must be mended.
    Error,
    /// Should be looked at.
    Warning,
}

/// Edits that mend a finding, all of them or none. Imports that the new code needs, or that nothing
/// needs any more, are added and removed along with it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// The code means the same afterwards: `--fix` does it; otherwise `--unsafe-fixes` is needed.
    pub safe: bool,
    /// In the order of the file; they do not touch each other.
    pub edits: Vec<FixEdit>,
}

/// One replacement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FixEdit {
    /// What is replaced; empty for an insertion.
    pub range: Range,
    /// What is written there.
    pub text: String,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
        }
    }
}

impl Severity {
    /// Its name in all outputs.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// `findings` in the file at `path`, sorted by place, as they are reported.
pub(super) fn locate(path: &Utf8Path, text: &str, findings: Vec<check::Finding>) -> Vec<Finding> {
    if findings.is_empty() {
        return Vec::new();
    }
    let lines = Lines::new(text);
    let mut places = Places { lines: &lines, starts: Counted::default(), ends: Counted::default() };
    let mut key = (0, String::new());
    let locate = |it: check::Finding| {
        let range = places.range(&it.range);
        if key.0 != range.start.line {
            key = (range.start.line, self::key(lines.line(range.start.line)));
        }
        Finding {
            id: it.id,
            slug: it.slug,
            severity: it.level.into(),
            path: path.to_owned(),
            range,
            message: it.message,
            help: it.help,
            fix: it.fix.map(|fix| Fix {
                title: fix.title,
                safe: fix.safety == Safety::Safe,
                edits: fix
                    .edits
                    .into_iter()
                    .map(|it| FixEdit { range: places.range(&it.range), text: it.text })
                    .collect(),
            }),
            excerpt: lines.excerpt(&it.range),
            key: key.1.clone(),
        }
    };
    findings.into_iter().map(locate).collect()
}

struct Places<'l, 't> {
    lines: &'l Lines<'t>,
    starts: Counted,
    ends: Counted,
}

impl Places<'_, '_> {
    fn range(&mut self, range: &std::ops::Range<usize>) -> Range {
        let start: Position = self.lines.position(range.start, &mut self.starts);
        Range { start, end: self.lines.position(range.end, &mut self.ends) }
    }
}

/// The line without what formatting changes; a long one by its beginning and a number for the rest.
fn key(line: &str) -> String {
    let line = line.trim();
    match line.char_indices().nth(KEY_LENGTH) {
        None => line.to_owned(),
        Some((at, _)) => format!("{} #{:08x}", &line[..at], fnv(line.as_bytes())),
    }
}

/// A hash that is the same in every build: it is written into files.
fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
