//! One file: read, checked, what is suppressed or not asked for left out, mended. Stops at its text.

use std::io;
use std::sync::Arc;

use camino::Utf8Path;

use crate::builtin;
use crate::check::{self, Checker};
use crate::checkout::Loaded;
use crate::model::Safety;
use crate::python::{ByteRange, Layout, SyntaxError};

use super::changed::ChangedLines;
use super::finding::{Finding, locate};
use super::selection::{Active, Selection};
use super::{Change, suppression};

/// Rounds of mending: a mend may bring about another, but not for ever.
const ROUNDS: usize = 20;

/// What files of the same settings have in common.
#[derive(Clone, Copy)]
pub(super) struct Common<'a> {
    pub(super) checker: &'a Checker<'a>,
    pub(super) selection: &'a Selection,
    pub(super) active: &'a Active,
    /// Fixes that are made: none, or up to these.
    pub(super) fixing: Option<Safety>,
}

/// What came of one file.
#[derive(Debug, Default)]
pub(super) struct Reviewed {
    pub(super) findings: Vec<Finding>,
    pub(super) change: Option<Change>,
}

/// Reviews the file at `path`, whose text or error is `text`.
pub(super) fn review(
    common: Common<'_>,
    path: &Utf8Path,
    text: io::Result<Arc<str>>,
    changed: Option<&ChangedLines>,
) -> Reviewed {
    let text = match text {
        Ok(text) => text,
        Err(error) => {
            let message = format!("the file cannot be read: {error}");
            let found = check::Finding::built_in(builtin::UNREADABLE_FILE, path, 0..0, message);
            let found = common.selected(vec![found]);
            return Reviewed { findings: locate(path, "", found), change: None };
        }
    };
    let module = match common.checker.checkout.detached(path, text.clone()) {
        Ok(module) => module,
        Err(error) => {
            let mut found = common.selected(vec![syntax(path, &text, error)]);
            found.retain(|it| changed.is_none_or(|changed| changed.touch(&text, &it.range)));
            return Reviewed { findings: locate(path, &text, found), change: None };
        }
    };
    let findings = common.findings(&module, changed);
    match common.fixing {
        Some(safety) if findings.iter().any(|it| is_wanted(it, safety)) => {
            common.mended(&module, findings, safety, changed)
        }
        _ => Reviewed { findings: locate(path, &text, findings), change: None },
    }
}

impl Common<'_> {
    /// What is found in `module` and neither suppressed nor unasked for, by place.
    fn findings(
        &self,
        module: &Arc<Loaded>,
        changed: Option<&ChangedLines>,
    ) -> Vec<check::Finding> {
        let text: &str = &module.module.text;
        let mut findings = self.selected(check::check_module(self.checker, module));
        let has_comments = suppression::may_have(text);
        if !has_comments && (findings.is_empty() || changed.is_none()) {
            return findings;
        }
        let layout = module.module.layout();
        if has_comments {
            let mut comments = suppression::read(text, &module.path, layout, self.selection);
            findings.retain(|it| {
                let rule = self.selection.index(&it.id);
                let head = head(text, layout, &it.range);
                !rule.is_some_and(|rule| comments.suppress(rule, &head))
            });
            findings.extend(self.selected(comments.into_findings(text, &module.path, self.active)));
            findings.sort_by_key(|it| (it.range.start, it.range.end));
        }
        if let Some(changed) = changed {
            findings.retain(|it| changed.touch(text, &head(text, layout, &it.range)));
        }
        findings
    }

    /// Those of the engine's own findings that are asked for.
    fn selected(&self, mut found: Vec<check::Finding>) -> Vec<check::Finding> {
        found.retain(|it| self.selection.index(&it.id).is_none_or(|it| self.active.has(it)));
        found
    }

    /// Mends round after round, until nothing more is to be mended.
    fn mended(
        &self,
        before: &Arc<Loaded>,
        mut findings: Vec<check::Finding>,
        safety: Safety,
        changed: Option<&ChangedLines>,
    ) -> Reviewed {
        let text = &before.module.text;
        let (mut module, mut fixed) = (before.clone(), 0);
        for _ in 0..ROUNDS {
            let wanted = findings.iter().filter(|it| is_wanted(it, safety)).cloned().collect();
            let Some((next, done)) = check::round(self.checker, &module, wanted) else { break };
            (module, fixed) = (next, fixed + done.len());
            let moved = changed.map(|it| it.moved(text, &module.module.text));
            findings = self.findings(&module, moved.as_ref());
        }
        let after = &module.module.text;
        let change = (after != text).then(|| Change {
            path: module.path.clone(),
            before: text.clone(),
            after: after.clone(),
            fixed,
        });
        Reviewed { findings: locate(&module.path, after, findings), change }
    }
}

fn is_wanted(finding: &check::Finding, safety: Safety) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.safety <= safety)
}

fn syntax(path: &Utf8Path, text: &str, error: SyntaxError) -> check::Finding {
    let end = error.range.end.min(text.len());
    let range = error.range.start.min(end)..end;
    check::Finding::built_in(builtin::INVALID_SYNTAX, path, range, error.message)
}

/// The lines by which a finding is known: of a compound statement its decorators and its header, of
/// anything else all of it.
fn head(text: &str, layout: &Layout, range: &ByteRange) -> ByteRange {
    let mut line = range.start;
    loop {
        let end = layout.line_end(line).unwrap_or(text.len());
        let is_decorator = text[line..].trim_start().starts_with('@');
        if !is_decorator || end >= range.end || end <= line {
            return range.start..end.min(range.end).max(range.start);
        }
        line = end;
    }
}
