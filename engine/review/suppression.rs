//! Comments that suppress findings: `# hcgen: ignore[ID] reason` on the line or above it, and
//! `# hcgen: ignore-file[ID] reason` for the whole file. Only comments count, never strings.

use camino::Utf8Path;

use crate::builtin;
use crate::check::{Finding, Fix};
use crate::model::Safety;
use crate::python::{ByteRange, Layout};
use crate::splice::Edit;

use super::edit;
use super::selection::{Active, Selection};

/// What a text must contain to have any.
const MARK: &str = "hcgen:";

/// The comments of a file that suppress.
#[derive(Debug, Default)]
pub(super) struct Suppressions {
    all: Vec<Suppression>,
    findings: Vec<Finding>,
}

#[derive(Debug)]
struct Suppression {
    /// What is covered: a finding that starts here, or whose first lines reach it.
    covers: Option<ByteRange>,
    /// The comment's part that is meant for us.
    range: ByteRange,
    items: Vec<Item>,
}

#[derive(Debug)]
struct Item {
    /// The rule, by its place in the selection.
    rule: usize,
    text: String,
    range: ByteRange,
    used: bool,
}

/// Whether `text` can hold any.
pub(super) fn may_have(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), MARK.as_bytes()).is_some()
}

/// Reads the comments of `text`.
pub(super) fn read(
    text: &str,
    path: &Utf8Path,
    layout: &Layout,
    selection: &Selection,
) -> Suppressions {
    let mut found = Suppressions::default();
    for comment in &layout.comments {
        for range in parts(text, comment) {
            let parsed = parse(text, path, &range, selection);
            found.findings.extend(parsed.findings);
            if !parsed.items.is_empty() {
                let covers = (!parsed.is_file).then(|| covers(text, layout, comment));
                found.all.push(Suppression { covers, range, items: parsed.items });
            }
        }
    }
    found
}

impl Suppressions {
    /// Whether a finding of `rule` whose first lines are `head` is suppressed; notes the use.
    pub(super) fn suppress(&mut self, rule: usize, head: &ByteRange) -> bool {
        let mut suppressed = false;
        for it in &mut self.all {
            if it.covers.as_ref().is_none_or(|covers| meet(covers, head)) {
                for item in it.items.iter_mut().filter(|item| item.rule == rule) {
                    item.used = true;
                    suppressed = true;
                }
            }
        }
        suppressed
    }

    /// What is wrong with the comments themselves, once all findings went by.
    pub(super) fn into_findings(
        self,
        text: &str,
        path: &Utf8Path,
        active: &Active,
    ) -> Vec<Finding> {
        let mut findings = self.findings;
        for it in &self.all {
            // Of a rule that is switched off nothing is known.
            let is_unused = |item: &Item| !item.used && active.has(item.rule);
            let unused = it.items.iter().filter(|item| is_unused(item)).count();
            for item in it.items.iter().filter(|item| is_unused(item)) {
                let message = format!("the comment suppresses no `{}`", item.text);
                let edit = if unused == it.items.len() {
                    edit::without_comment(text, &it.range)
                } else {
                    edit::without_item(text, &item.range)
                };
                findings.push(Finding {
                    fix: Some(safe("take it out", edit)),
                    ..Finding::built_in(builtin::UNUSED_IGNORE, path, item.range.clone(), message)
                });
            }
        }
        findings
    }
}

fn meet(a: &ByteRange, b: &ByteRange) -> bool {
    a.start < b.end.max(b.start + 1) && b.start < a.end
}

/// The logical line that a comment is about: the one it stands in or behind, or, for a comment with
/// a line of its own, the next one.
fn covers(text: &str, layout: &Layout, comment: &ByteRange) -> ByteRange {
    let ends = &layout.line_ends;
    let next = ends.partition_point(|end| *end <= comment.start);
    let start = if next == 0 { 0 } else { ends[next - 1] };
    let end = ends.get(next).copied().unwrap_or(text.len());
    // Behind the last logical line stands nothing.
    start..end.max(comment.end)
}

/// The parts of a comment that speak to us; `# noqa  # hcgen: ignore[…] …` has one.
fn parts(text: &str, comment: &ByteRange) -> Vec<ByteRange> {
    let mut starts: Vec<usize> = text[comment.clone()]
        .match_indices('#')
        .map(|(at, _)| comment.start + at)
        .filter(|at| *at == comment.start || text[..*at].ends_with(char::is_whitespace))
        .collect();
    starts.push(comment.end);
    let pairs = starts.windows(2).map(|pair| pair[0]..pair[1]);
    let ours = |it: &ByteRange| text[it.start + 1..it.end].trim_start().starts_with(MARK);
    pairs.filter(ours).map(|it| it.start..it.start + text[it.clone()].trim_end().len()).collect()
}

struct Parsed {
    is_file: bool,
    items: Vec<Item>,
    findings: Vec<Finding>,
}

/// Reads `# hcgen: ignore[A, B] reason`.
fn parse(text: &str, path: &Utf8Path, range: &ByteRange, selection: &Selection) -> Parsed {
    let mut parsed = Parsed { is_file: false, items: Vec::new(), findings: Vec::new() };
    let wrong = |range: &ByteRange, message| {
        Finding::built_in(builtin::INVALID_IGNORE, path, range.clone(), message)
    };
    let part = &text[range.clone()];
    let rest = part[1..].trim_start();
    let rest = rest.strip_prefix(MARK).unwrap_or(rest).trim_start();
    let word_end = rest.find(|it: char| !(it.is_alphanumeric() || it == '-')).unwrap_or(rest.len());
    let (word, rest) = rest.split_at(word_end);
    parsed.is_file = word == "ignore-file";
    if word != "ignore" && word != "ignore-file" {
        let message = format!("`{MARK}` is followed by `{word}`, not by `ignore[…]`");
        parsed.findings.push(wrong(range, message));
        return parsed;
    }
    let Some((list, reason)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) else {
        let message = format!("`{word}` names no rule in brackets");
        parsed.findings.push(wrong(range, message));
        return parsed;
    };
    let mut at = range.start + part.len() - rest.len() + 1;
    for name in list.split(',') {
        let start = at + name.len() - name.trim_start().len();
        let item = start..start + name.trim().len();
        at += name.len() + 1;
        match selection.index(name.trim()) {
            Some(rule) => {
                let text = name.trim().to_owned();
                parsed.items.push(Item { rule, text, range: item, used: false });
            }
            None => {
                let message = format!("there is no rule `{}`", name.trim());
                let help = selection.suggestion(name.trim());
                let wrong = wrong(&item, message);
                parsed.findings.push(Finding { help: help.unwrap_or(wrong.help), ..wrong });
            }
        }
    }
    if reason.trim().is_empty() && !parsed.items.is_empty() {
        let kind = builtin::UNEXPLAINED_IGNORE;
        parsed.findings.push(Finding::built_in(kind, path, range.clone(), kind.title));
    }
    parsed
}

/// A fix of one edit that leaves the meaning as it is.
fn safe(title: &str, edit: Edit) -> Fix {
    Fix { title: title.to_owned(), safety: Safety::Safe, edits: vec![edit], imports: Vec::new() }
}
