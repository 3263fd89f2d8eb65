//! Seventh stage: the checklist, on what was just drafted or on any module.

mod apply;
mod examples;

use std::sync::Arc;

use camino::Utf8PathBuf;

use crate::checkout::{Checkout, Loaded};
use crate::draft::{Action, Drafts};
use crate::inspect::SymbolNames;
use crate::model::{Level, Model, Rule, Safety};
use crate::pattern::{Bindings, Depth, Match};
use crate::python::ByteRange;
use crate::settings::Settings;
use crate::splice::{Edit, NeededImport};

pub use apply::{Fixed, apply, round};
pub use examples::check_rules;

/// One breach of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's stable id.
    pub id: String,
    /// The rule's name.
    pub slug: String,
    /// Whether it must be mended.
    pub level: Level,
    /// The file.
    pub path: Utf8PathBuf,
    /// Where, in bytes.
    pub range: ByteRange,
    /// What is wrong here.
    pub message: String,
    /// Why.
    pub help: String,
    /// How to mend it.
    pub fix: Option<Fix>,
}

/// A place as people count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a line.
    pub title: String,
    /// Whether the code surely means the same afterwards.
    pub safety: Safety,
    /// Sorted and disjoint.
    pub edits: Vec<Edit>,
    /// What the new text relies on. [`apply`] adds them, and takes away the imports that nothing
    /// uses any more.
    pub imports: Vec<NeededImport>,
}

/// Rules, ready for the modules of one checkout. Shared by reference between threads.
pub struct Checker<'a> {
    model: &'a Model,
    /// Where names lead.
    pub checkout: &'a Checkout<'a>,
    settings: &'a Settings,
    rules: Vec<&'a Rule>,
}

impl<'a> Checker<'a> {
    /// The `rules` of `model`, for modules of `checkout`.
    pub fn new(
        model: &'a Model,
        checkout: &'a Checkout<'a>,
        settings: &'a Settings,
        rules: impl IntoIterator<Item = &'a Rule>,
    ) -> Self {
        Self { model, checkout, settings, rules: rules.into_iter().collect() }
    }

    /// Whether any rule may find something in a file of this text. To be asked before it is parsed.
    pub fn concerns(&self, _text: &str) -> bool {
        !self.rules.is_empty()
    }
}

/// Checks the drafts. Only what a run added counts: the rest of a file is not its business.
pub fn check(checker: &Checker<'_>, drafts: &Drafts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for draft in &drafts.files {
        let added = match draft.action {
            Action::Create => std::iter::once(0..draft.after.len()).collect(),
            _ => added(&draft.edits),
        };
        if added.is_empty() {
            continue;
        }
        let text = Arc::from(draft.after.as_str());
        let Ok(module) = checker.checkout.detached(&draft.path, text) else { continue };
        let is_added = |it: &Finding| added.iter().any(|range| overlaps(range, &it.range));
        findings.extend(check_module(checker, &module).into_iter().filter(is_added));
    }
    findings
}

/// Checks one module, loaded or [`Checkout::detached`], against every rule.
pub fn check_module(checker: &Checker<'_>, module: &Arc<Loaded>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        checker.rules.iter().flat_map(|rule| check_rule(checker, rule, module)).collect();
    findings.sort_by(|a, b| (a.range.start, &a.id).cmp(&(b.range.start, &b.id)));
    findings
}

fn check_rule(checker: &Checker<'_>, rule: &Rule, loaded: &Arc<Loaded>) -> Vec<Finding> {
    let module = &loaded.module;
    let names = SymbolNames(&checker.model.symbols);
    let all = 0..module.text.len();
    let found = rule
        .find
        .iter()
        .flat_map(|it| it.find(module, &all, Depth::Any, &Bindings::default(), &names));
    let counts = |it: &Match| {
        let within = |patterns: &[crate::pattern::Pattern]| {
            patterns.iter().any(|pattern| {
                pattern.matches_ancestor(module, &it.range, &it.bindings, &names).is_some()
            })
        };
        (rule.inside.is_empty() || within(&rule.inside))
            && !within(&rule.not_inside)
            && rule.when.as_ref().is_none_or(|when| {
                let bindings = it.bindings.iter();
                let context =
                    bindings.map(|(name, it)| (name.to_lowercase().into(), it.to_value()));
                when.evaluate(&context.collect()).is_ok_and(|it| it.holds())
            })
    };
    found
        .filter(counts)
        .map(|it| Finding {
            id: rule.id.clone(),
            slug: rule.slug.clone(),
            level: rule.level,
            path: loaded.path.clone(),
            range: it.range,
            message: rule.title.clone(),
            help: rule.why.clone(),
            fix: None,
        })
        .collect()
}

/// Where a byte offset stands.
pub fn position(text: &str, offset: usize) -> Position {
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..offset]).count() + 1;
    Position { line, column: text[start..offset].chars().count() + 1 }
}

/// The ranges of the new text that the edits brought.
fn added(edits: &[Edit]) -> Vec<ByteRange> {
    let (mut ranges, mut grown, mut shrunk) = (Vec::new(), 0, 0);
    for edit in edits {
        let start = edit.range.start + grown - shrunk;
        ranges.push(start..start + edit.text.len());
        grown += edit.text.len();
        shrunk += edit.range.len();
    }
    ranges
}

fn overlaps(a: &ByteRange, b: &ByteRange) -> bool {
    a.start < b.end && b.start < a.end
}
