//! Seventh stage: the checklist, on what was just drafted.

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::draft::{Action, Drafts};
use crate::inspect::SymbolNames;
use crate::model::{Level, Model, Rule};
use crate::pattern::{Bindings, Depth, Match};
use crate::python::{ByteRange, Module};

/// One breach of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's stable id.
    pub id: String,
    /// The rule's name.
    pub slug: String,
    /// Whether it must be mended.
    pub error: bool,
    /// The file.
    pub path: Utf8PathBuf,
    /// Where, in bytes.
    pub range: ByteRange,
    /// Line and column, from 1.
    pub position: (usize, usize),
    /// What the rule says.
    pub message: String,
    /// Why.
    pub help: String,
}

/// Checks the drafts. Only what a run added counts: the rest of a file is not its business.
pub fn check(model: &Model, drafts: &Drafts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for draft in &drafts.files {
        let added = match draft.action {
            Action::Create => std::iter::once(0..draft.after.len()).collect(),
            _ => added(&draft.edits),
        };
        if added.is_empty() {
            continue;
        }
        let Ok(module) = Module::parse(draft.after.as_str().into()) else { continue };
        let all = check_module(model, &draft.path, &module);
        let is_added = |it: &Finding| added.iter().any(|range| overlaps(range, &it.range));
        findings.extend(all.into_iter().filter(is_added));
    }
    findings
}

/// Checks one module against every rule.
pub fn check_module(model: &Model, path: &Utf8Path, module: &Module) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        model.rules.iter().flat_map(|rule| check_rule(model, rule, path, module)).collect();
    findings.sort_by_key(|it| (it.range.start, it.id.clone()));
    findings
}

fn check_rule(model: &Model, rule: &Rule, path: &Utf8Path, module: &Module) -> Vec<Finding> {
    let names = SymbolNames(&model.symbols);
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
            error: rule.level == Level::Error,
            path: path.to_owned(),
            position: position(&module.text, it.range.start),
            range: it.range,
            message: rule.title.clone(),
            help: rule.why.clone(),
        })
        .collect()
}

/// Tries every rule on its own examples: a rule must find its bad code and leave its good code.
pub fn check_rules(model: &Model, problems: &mut Diagnostics) {
    for rule in &model.rules {
        let fires = |code: &str| {
            let module = Module::parse(code.into()).ok()?;
            Some(!check_rule(model, rule, Utf8Path::new("example.py"), &module).is_empty())
        };
        let examples = rule.bad.iter().map(|it| (it, true));
        for (code, wanted) in examples.chain(rule.good.iter().map(|it| (it, false))) {
            let message = match (fires(&code.value.value), wanted) {
                (None, _) => format!("this example of `{}` is not Python", rule.id),
                (Some(false), true) => format!("`{}` does not find its own bad example", rule.id),
                (Some(true), false) => format!("`{}` finds its own good example", rule.id),
                _ => continue,
            };
            let help = "mend the pattern or the example: together they say what the rule means";
            problems.push(Diagnostic::error("rule-example", code.span, message).with_help(help));
        }
    }
}

/// Line and column of a byte offset, from 1; the column counts characters.
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let line = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let number = memchr::memchr_iter(b'\n', &text.as_bytes()[..offset]).count() + 1;
    (number, text[line..offset].chars().count() + 1)
}

/// The ranges of the new text that the edits brought.
fn added(edits: &[crate::splice::Edit]) -> Vec<ByteRange> {
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
