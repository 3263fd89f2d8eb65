//! What a review is as JSON. Its schema is published: a change of shape changes the version.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::Review;
use super::finding::{Finding, Severity};

/// The version of the JSON.
const VERSION: u32 = 1;

/// `hcgen check --output-format json`
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckOutput<'a> {
    /// Changes when the shape of this data does.
    pub version: u32,
    /// How many files were looked at.
    pub files: usize,
    /// What was found, by file and place.
    pub findings: &'a [Finding],
    /// How many findings there are beyond `--limit`.
    pub left_out: usize,
    /// The files that `--fix` changed.
    pub fixed: Vec<FixedFile<'a>>,
    /// How many findings the baseline knows.
    pub baseline: Option<usize>,
    /// With `--statistics`, in place of the findings: the rules, those with the most first.
    pub statistics: Option<Vec<RuleCount>>,
}

/// A file that was mended.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FixedFile<'a> {
    /// Seen from the root.
    pub path: &'a str,
    /// How many findings were mended.
    pub count: usize,
}

/// The findings of one rule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleCount {
    /// The rule's stable id.
    pub id: String,
    /// The rule's name.
    pub slug: String,
    /// Whether they must be mended.
    pub severity: Severity,
    /// How many there are.
    pub count: usize,
    /// How many of them the program can mend.
    pub fixable: usize,
}

/// `review` as JSON: `counted`, or with each finding, but no more than `most`.
pub fn output(review: &Review, counted: bool, most: Option<usize>) -> CheckOutput<'_> {
    let fixed = review.changes.iter();
    let all = review.findings.as_slice();
    let shown = if counted { &[] } else { &all[..most.unwrap_or(all.len()).min(all.len())] };
    CheckOutput {
        version: VERSION,
        files: review.files,
        findings: shown,
        left_out: if counted { 0 } else { all.len() - shown.len() },
        statistics: counted.then(|| statistics(&review.findings)),
        fixed: fixed.map(|it| FixedFile { path: it.path.as_str(), count: it.fixed }).collect(),
        baseline: review.compared.map(|it| it.known),
    }
}

/// How often each rule was broken, most often first.
pub fn statistics(findings: &[Finding]) -> Vec<RuleCount> {
    let mut counts: IndexMap<&str, RuleCount> = IndexMap::new();
    for it in findings {
        let count = counts.entry(&it.id).or_insert_with(|| RuleCount {
            id: it.id.clone(),
            slug: it.slug.clone(),
            severity: it.severity,
            count: 0,
            fixable: 0,
        });
        count.count += 1;
        count.fixable += usize::from(it.fix.is_some());
    }
    let mut statistics: Vec<RuleCount> = counts.into_values().collect();
    statistics.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
    statistics
}
