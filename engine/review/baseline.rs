//! Findings that were there before and are left in peace: known by file, rule and the text of the
//! line, so that lines may move.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::finding::Finding;

/// The version of the file.
const VERSION: u32 = 1;

/// For each file and rule the lines, and how often each is found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    findings: BTreeMap<String, BTreeMap<String, BTreeMap<String, usize>>>,
}

/// What a comparison gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Findings that the baseline knows.
    pub known: usize,
    /// What the baseline knows and is gone.
    pub gone: usize,
}

impl Baseline {
    /// What `findings` are now.
    pub fn of(findings: &[Finding]) -> Self {
        let mut baseline = Self { version: VERSION, findings: BTreeMap::new() };
        for it in findings {
            let rules = baseline.findings.entry(it.path.to_string()).or_default();
            *rules.entry(it.id.clone()).or_default().entry(it.key.clone()).or_default() += 1;
        }
        baseline
    }

    /// Reads what [`Baseline::text`] wrote.
    ///
    /// # Errors
    /// In words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let baseline: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if baseline.version != VERSION {
            let version = baseline.version;
            return Err(format!("it has version {version}; this hcgen reads version {VERSION}"));
        }
        Ok(baseline)
    }

    /// The file's text: the same for the same findings, a line for a line, good to merge.
    pub fn text(&self) -> String {
        let json = serde_json::to_string_pretty(self).unwrap_or_default();
        json + "\n"
    }

    /// How many findings it knows.
    pub fn len(&self) -> usize {
        self.findings.values().flat_map(BTreeMap::values).flat_map(BTreeMap::values).sum()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes out of `findings` those that it knows. Of files and rules that were not
    /// checked nothing is said to be gone.
    pub fn apply(
        mut self,
        findings: &mut Vec<Finding>,
        is_checked: &dyn Fn(&str, &str) -> bool,
    ) -> Compared {
        let before = findings.len();
        findings.retain(|it| {
            let rules = self.findings.get_mut(it.path.as_str());
            let lines = rules.and_then(|it_rules| it_rules.get_mut(&it.id));
            match lines.and_then(|lines| lines.get_mut(&it.key)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            }
        });
        for (path, rules) in &mut self.findings {
            rules.retain(|id, _| is_checked(path, id));
        }
        Compared { known: before - findings.len(), gone: self.len() }
    }
}
