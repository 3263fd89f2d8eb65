//! Which patterns may match in a file, by the words that they write out: a file that lacks a
//! pattern's words is not looked at for it.

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use indexmap::{IndexMap, IndexSet};

use crate::pattern::{Names, Pattern};

/// Shorter words are in every file.
const SHORTEST: usize = 5;

/// The words of several patterns.
pub(super) struct Words {
    matcher: Option<AhoCorasick>,
    /// For each word of the matcher, the groups that it belongs to: a word under one of its names.
    groups: Vec<Vec<usize>>,
    count: usize,
    /// For each pattern, the groups of which the file must hold a word.
    needed: Vec<Vec<usize>>,
}

/// What was found of them in a file.
pub(super) struct Present(Vec<bool>);

impl Words {
    pub(super) fn of(patterns: &[&Pattern], names: &dyn Names) -> Self {
        let mut groups: IndexSet<&str> = IndexSet::new();
        let needed = patterns.iter().map(|pattern| {
            let words = pattern.literals().iter().filter(|it| it.len() >= SHORTEST);
            words.map(|word| groups.insert_full(word).0).collect()
        });
        let needed: Vec<Vec<usize>> = needed.collect();
        let mut words: IndexMap<String, Vec<usize>> = IndexMap::new();
        for (index, group) in groups.iter().enumerate() {
            for word in names.others(group).into_iter().chain([(*group).to_owned()]) {
                words.entry(word).or_default().push(index);
            }
        }
        // Larger than other kinds, and twice as fast over the texts of a whole tree.
        let mut builder = AhoCorasick::builder();
        let matcher = builder.kind(Some(AhoCorasickKind::DFA)).build(words.keys());
        let matcher = matcher.ok().filter(|_| !words.is_empty());
        let count = groups.len();
        Self { matcher, groups: words.into_values().collect(), count, needed }
    }

    pub(super) fn present(&self, text: &str) -> Present {
        let mut present = vec![self.matcher.is_none(); self.count];
        for found in self.matcher.iter().flat_map(|it| it.find_overlapping_iter(text)) {
            for group in &self.groups[found.pattern().as_usize()] {
                present[*group] = true;
            }
        }
        Present(present)
    }

    /// Whether the pattern may match where these words are.
    pub(super) fn may_match(&self, pattern: usize, present: &Present) -> bool {
        self.needed[pattern].iter().all(|group| present.0[*group])
    }

    /// Whether any pattern may match where these words are.
    pub(super) fn any_may_match(&self, present: &Present) -> bool {
        (0..self.needed.len()).any(|it| self.may_match(it, present))
    }
}
