//! Lists that were asked to be short, and how much of each is missing.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

/// How many items each shortened list had beyond its limit, by the list's name.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct LeftOut(IndexMap<&'static str, usize>);

impl LeftOut {
    /// Keeps the first `most` of `list`, and notes how many there were beyond.
    pub fn shorten<T>(&mut self, name: &'static str, list: &mut Vec<T>, most: usize) {
        self.note(name, list.len().saturating_sub(most));
        list.truncate(most);
    }

    /// Notes that `count` more of the list `name` are missing.
    pub fn note(&mut self, name: &'static str, count: usize) {
        if count > 0 {
            *self.0.entry(name).or_default() += count;
        }
    }

    /// Whether nothing is missing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
