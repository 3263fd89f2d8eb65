//! Seventh stage: the checklist, on what was just drafted or on any module.

mod apply;
mod conditions;
mod examples;
mod fix;
mod imported;
mod words;

use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::builtin::{self, BuiltIn};
use crate::checkout::{Checkout, Kind, Loaded, Place};
use crate::draft::{Action, Drafts};
use crate::inspect::{Routes, SymbolNames};
use crate::model::{Among, Find, Level, Model, Rule, Safety};
use crate::pattern::{Found, MATCH_LIMIT, Set, header};
use crate::python::ByteRange;
use crate::render::{Fallback, Vocabulary};
use crate::settings::Settings;
use crate::splice::{Edit, NeededImport};
use crate::template::NoParts;
use crate::value::Value;

use conditions::{Judge, Memo, State};
use imported::Imports;
use words::Words;

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

impl Finding {
    /// A finding of the engine itself.
    pub(crate) fn built_in(
        kind: BuiltIn,
        path: &Utf8Path,
        range: ByteRange,
        message: impl Into<String>,
    ) -> Self {
        Self {
            id: kind.id.to_owned(),
            slug: kind.id.to_owned(),
            level: if kind.error { Level::Error } else { Level::Warning },
            path: path.to_owned(),
            range,
            message: message.into(),
            help: kind.why.to_owned(),
            fix: None,
        }
    }
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
    fallback: Fallback,
    routes: Routes<'a>,
    policies: Value,
    rules: Vec<&'a Rule>,
    /// For each pattern, the rule and the find of it that it belongs to.
    owners: Vec<(usize, &'a Find)>,
    /// The finds that need no pattern.
    others: Vec<(usize, &'a Find)>,
    imports: Imports<'a>,
    patterns: Set<'a>,
    words: Words,
    memo: Memo,
}

impl<'a> Checker<'a> {
    /// The `rules` of `model`, for modules of `checkout`.
    pub fn new(
        model: &'a Model,
        checkout: &'a Checkout<'a>,
        settings: &'a Settings,
        rules: impl IntoIterator<Item = &'a Rule>,
    ) -> Self {
        let rules: Vec<&Rule> = rules.into_iter().collect();
        let (mut owners, mut others, mut patterns) = (Vec::new(), Vec::new(), Vec::new());
        for (index, rule) in rules.iter().enumerate() {
            for find in &rule.finds {
                patterns.extend(&find.patterns);
                owners.extend(find.patterns.iter().map(|_| (index, find)));
                others.extend((find.among != Among::Code).then_some((index, find)));
            }
        }
        let names = SymbolNames(&model.symbols);
        let policies = model.policies.iter();
        Self {
            model,
            checkout,
            settings,
            fallback: fix::fallback(checkout.tree),
            routes: Routes::new(model, checkout),
            policies: Value::map(policies.map(|(name, it)| (name.as_str(), it.as_str().into()))),
            rules,
            owners,
            imports: Imports::of(&model.symbols),
            others,
            words: Words::of(&patterns, &names),
            patterns: Set::new(patterns, &names),
            memo: Memo::default(),
        }
    }

    /// Whether any rule may find something in a file of this text. To be asked before it is parsed.
    pub fn concerns(&self, text: &str) -> bool {
        !self.others.is_empty() || self.words.any_may_match(&self.words.present(text))
    }

    fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary::new(&self.model.symbols, self.checkout, self.fallback)
    }

    fn judge(&self) -> Judge<'_> {
        Judge {
            model: self.model,
            checkout: self.checkout,
            routes: &self.routes,
            policies: &self.policies,
            memo: &self.memo,
        }
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

/// Checks one module, loaded or [`Checkout::detached`], against every rule. A rule finds a place
/// once: by the first of its patterns that matches and counts there. Where there is more than any
/// code has, a finding says so; what stands below is not looked at, and nothing is mended.
pub fn check_module(checker: &Checker<'_>, module: &Arc<Loaded>) -> Vec<Finding> {
    let names = SymbolNames(&checker.model.symbols);
    let present = checker.words.present(&module.module.text);
    let wanted = |pattern: usize| checker.words.may_match(pattern, &present);
    let mut seen: HashSet<(usize, usize, usize)> = HashSet::new();
    let mut findings = Vec::new();
    let Found { matches, is_cut } = checker.patterns.find(&module.module, &names, &wanted);
    let last = matches.last().filter(|_| is_cut);
    findings.extend(last.map(|(_, last)| too_many(module, "places", last.range.start)));
    for (pattern, found) in matches {
        let (rule, find) = checker.owners[pattern];
        let place = (rule, found.range.start, found.range.end);
        if seen.contains(&place) {
            continue;
        }
        let state = State { bindings: found.bindings, ..State::at(code(module, found.range)) };
        if let Some(finding) = judged(checker, checker.rules[rule], find, state) {
            seen.insert(place);
            findings.push(finding);
        }
    }
    // What a file imports is looked at once, for all rules.
    let imported = OnceCell::new();
    let find_imported = || checker.imports.find(checker, module);
    for &(rule, find) in &checker.others {
        let states = match find.among {
            Among::Imports => imported.get_or_init(find_imported).states.clone(),
            Among::Files => vec![State::at(module.place())],
            Among::Code => Vec::new(),
        };
        let judged = |state| judged(checker, checker.rules[rule], find, state);
        findings.extend(states.into_iter().filter_map(judged));
    }
    let last = imported.get().and_then(|it| it.cut_at);
    findings.extend(last.map(|last| too_many(module, "imports", last)));
    if is_cut || last.is_some() {
        // What is data is not mended either: each round would bring the next ones to light.
        for finding in &mut findings {
            finding.fix = None;
        }
    }
    findings.sort_by(|a, b| (a.range.start, &a.id).cmp(&(b.range.start, &b.id)));
    findings
}

fn too_many(module: &Loaded, what: &str, last: usize) -> Finding {
    let line = module.module.line(last);
    let message = format!(
        "rules look at {MATCH_LIMIT} {what} of a file; none below line {line} was looked at"
    );
    Finding::built_in(builtin::TOO_MANY_MATCHES, &module.path, last..last, message)
}

fn code(module: &Arc<Loaded>, range: ByteRange) -> Place {
    Place { module: module.clone(), name: String::new(), kind: Kind::Code, range }
}

/// The finding that a match is, if it counts.
fn judged(checker: &Checker<'_>, rule: &Rule, find: &Find, mut state: State) -> Option<Finding> {
    let judge = checker.judge();
    if !judge.all(&find.conditions, &mut state) || !judge.all(&rule.conditions, &mut state) {
        return None;
    }
    let module = &state.place.module;
    let range = match find.among {
        Among::Files => first_line(&module.module.text),
        _ => header(&module.module, &state.place.range),
    };
    let message = rule.message.as_ref();
    let message = message.and_then(|it| it.render(&judge.context(&state), &NoParts).ok());
    Some(Finding {
        id: rule.id.clone(),
        slug: rule.slug.clone(),
        level: rule.level,
        path: module.path.clone(),
        range,
        message: message.unwrap_or_else(|| rule.title.clone()),
        help: rule.why.clone(),
        fix: fix::fix(checker, find.fixes.iter().chain(&rule.fixes), &state),
    })
}

fn first_line(text: &str) -> ByteRange {
    0..text.lines().next().map_or(0, str::len)
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
