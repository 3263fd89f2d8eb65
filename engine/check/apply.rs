//! Applying fixes to a text, to a fixpoint.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::checkout::Loaded;
use crate::draft::{house_rules, is_first_party};
use crate::model::Safety;
use crate::python::ByteRange;
use crate::splice::{self, Edit, NeededImport};

use super::{Checker, Finding, Fix, check_module};

/// Rounds after which fixes that bring forth each other are left.
const ROUNDS: usize = 20;

/// A text after its fixes.
pub struct Fixed {
    /// The whole new text.
    pub text: Arc<str>,
    /// The findings that were mended, each with its place in the text of its round.
    pub mended: Vec<Finding>,
}

/// Applies the fixes of findings that are `wanted` and at least as safe as `safety`, round after
/// round until none is left. Of fixes that overlap the first goes first; one that would break the
/// file is left out.
pub fn apply(
    checker: &Checker<'_>,
    module: &Arc<Loaded>,
    safety: Safety,
    wanted: &dyn Fn(&Finding) -> bool,
) -> Fixed {
    let mut current = module.clone();
    let mut mended = Vec::new();
    for _ in 0..ROUNDS {
        let findings = check_module(checker, &current);
        let fixable = findings.into_iter().filter(|it| is_allowed(it, safety) && wanted(it));
        let Some((next, done)) = round(checker, &current, fixable.collect()) else { break };
        mended.extend(done);
        current = next;
    }
    Fixed { text: current.module.text.clone(), mended }
}

fn is_allowed(finding: &Finding, safety: Safety) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.safety <= safety)
}

/// Applies the fixes of `findings` of `module` that do not overlap, once, and gives the findings that
/// were mended; `None` if nothing could be done.
pub fn round(
    checker: &Checker<'_>,
    module: &Arc<Loaded>,
    findings: Vec<Finding>,
) -> Option<(Arc<Loaded>, Vec<Finding>)> {
    let mut round = Round { checker, module, next: None, done: Vec::new() };
    round.add(without_overlaps(findings));
    Some((round.next?, round.done))
}

/// Fixes of one text, as far as it stays Python with them.
struct Round<'a> {
    checker: &'a Checker<'a>,
    module: &'a Arc<Loaded>,
    next: Option<Arc<Loaded>>,
    done: Vec<Finding>,
}

impl Round<'_> {
    /// Adds those of `findings` that break nothing; if one does, the halves are tried for themselves.
    fn add(&mut self, mut findings: Vec<Finding>) {
        let (before, half) = (self.done.len(), findings.len() / 2);
        self.done.append(&mut findings);
        if let Some(next) = fixed(self.checker, self.module, &self.done) {
            self.next = Some(next);
            return;
        }
        let mut first = self.done.split_off(before);
        if half > 0 {
            let second = first.split_off(half);
            self.add(first);
            self.add(second);
        }
    }
}

/// The findings whose edits do not overlap those of the ones before. Equal fixes count as one.
fn without_overlaps(findings: Vec<Finding>) -> Vec<Finding> {
    // By where they start: what meets an edit is the one before or the one after it.
    let mut taken: BTreeMap<usize, Edit> = BTreeMap::new();
    let mut chosen = Vec::new();
    for finding in findings {
        let Some(fix) = &finding.fix else { continue };
        let repeated = fix.edits.iter().all(|it| taken.get(&it.range.start) == Some(it));
        let is_free = |edit: &Edit| {
            let before = taken.range(..=edit.range.start).next_back();
            let after = taken.range(edit.range.start..).next();
            let mut beside = before.into_iter().chain(after);
            !beside.any(|(_, it)| meet(&it.range, &edit.range))
        };
        if repeated || fix.edits.iter().all(is_free) {
            let edits = fix.edits.iter().filter(|_| !repeated);
            taken.extend(edits.map(|it| (it.range.start, it.clone())));
            chosen.push(finding);
        }
    }
    chosen
}

/// Whether two edits touch the same text, or write at the same place.
fn meet(a: &ByteRange, b: &ByteRange) -> bool {
    a.start < b.end && b.start < a.end || a.start == b.start
}

/// The module after the fixes of `findings`; `None` where it is as before, or no Python.
fn fixed(checker: &Checker<'_>, module: &Arc<Loaded>, findings: &[Finding]) -> Option<Arc<Loaded>> {
    let fixes: Vec<&Fix> = findings.iter().filter_map(|it| it.fix.as_ref()).collect();
    let mut edits: Vec<Edit> = fixes.iter().flat_map(|it| it.edits.clone()).collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    edits.dedup();
    let text = splice::apply(&module.module.text, &edits);
    let mut imports: Vec<NeededImport> = Vec::new();
    for import in fixes.iter().flat_map(|it| &it.imports) {
        if !imports.contains(import) {
            imports.push(import.clone());
        }
    }
    if edits.is_empty() || *text == *module.module.text {
        return None;
    }
    let next = checker.checkout.detached(&module.path, text.into()).ok()?;
    let is_first_party = |module: &str| is_first_party(checker.settings, checker.checkout, module);
    let rules = house_rules(checker.settings, &is_first_party);
    let draft = splice::splice(&next.module, &[], &imports, &rules).ok()?;
    let next = checker.checkout.detached(&module.path, draft.text.into()).ok()?;
    let unused = splice::without_unused(&module.module, &next.module, &rules);
    let text = splice::apply(&next.module.text, &unused);
    checker.checkout.detached(&module.path, text.into()).ok()
}
