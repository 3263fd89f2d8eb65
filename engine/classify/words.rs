//! Words of a request against the signals of categories. Stops at English: endings are dropped,
//! a letter may be wrong, names are taken apart.

use std::collections::BTreeSet;

use rust_stemmers::{Algorithm, Stemmer};

use crate::diagnostic::distance;

/// Words that say nothing about what is wanted: everybody who asks for a test says "test".
const EMPTY: &[&str] = &[
    "a", "add", "all", "an", "and", "are", "be", "by", "can", "check", "create", "do", "does",
    "for", "from", "generate", "how", "i", "if", "in", "is", "it", "its", "make", "me", "need",
    "of", "on", "or", "please", "should", "some", "test", "that", "the", "their", "this", "to",
    "verify", "want", "when", "which", "with", "write",
];
/// Shorter words are too easily mistaken for one another.
const LONG: usize = 6;

/// The words that a category is known by.
pub(super) struct Signal {
    /// As the spec says it.
    pub(super) text: String,
    /// How much it counts.
    pub(super) factor: f64,
    /// Each once, without empty ones.
    pub(super) words: Vec<Word>,
}

/// A word of a signal.
pub(super) struct Word {
    /// Its stem.
    pub(super) stem: String,
    /// The stems of it and a neighbour in one: "round-trip" may be said as "roundtrip".
    joined: Vec<String>,
}

/// The words of a request.
pub(super) struct Request(BTreeSet<String>);

impl Signal {
    pub(super) fn of(text: &str, factor: f64) -> Self {
        let all: Vec<String> = pieces(text).map(|it| it.to_lowercase()).collect();
        let mut words: Vec<Word> = Vec::new();
        for (index, word) in all.iter().enumerate() {
            let before = index.checked_sub(1).map(|it| format!("{}{word}", all[it]));
            let after = all.get(index + 1).map(|it| format!("{word}{it}"));
            let joined = before.into_iter().chain(after).map(|it| self::stem(&it)).collect();
            let stem = stem(word);
            if !is_empty(&stem) && !words.iter().any(|it| it.stem == stem) {
                words.push(Word { stem, joined });
            }
        }
        Self { text: text.to_owned(), factor, words }
    }
}

impl Request {
    /// The words of `text`: as written, names also taken apart, and neighbours also joined, as
    /// "round trip" may be written `RoundTrip`.
    pub(super) fn of(text: &str) -> Self {
        let mut words = BTreeSet::new();
        let mut last = String::new();
        for whole in pieces(text) {
            let joined = format!("{last}{}", whole.to_lowercase());
            words.insert(stem(&joined));
            words.insert(stem(&whole));
            words.extend(parts(&whole).iter().map(|it| stem(it)));
            last = whole.to_lowercase();
        }
        words.retain(|it| !is_empty(it));
        Self(words)
    }

    /// Whether a word of a signal was said: its stem, that with a few letters more or less at the
    /// end, or with one letter wrong.
    pub(super) fn says(&self, word: &Word) -> bool {
        let alike = |said: &String| {
            let (short, long) = (said.len().min(word.stem.len()), said.len().max(word.stem.len()));
            let begins = said.starts_with(&word.stem) || word.stem.starts_with(said);
            short >= LONG && ((begins && long - short <= 3) || distance(said, &word.stem) == 1)
        };
        self.0.contains(&word.stem)
            || word.joined.iter().any(|it| self.0.contains(it))
            || self.0.iter().any(alike)
    }
}

/// What stands between spaces and punctuation.
fn pieces(text: &str) -> impl Iterator<Item = String> {
    let pieces = text.split(|it: char| !it.is_alphanumeric() && it != '_');
    pieces.filter(|it| !it.is_empty()).map(str::to_owned)
}

/// The words of a name: `OrderLine`, `order_line`.
fn parts(name: &str) -> Vec<String> {
    crate::template::snake(name).split('_').filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn stem(word: &str) -> String {
    let lower = word.to_lowercase();
    Stemmer::create(Algorithm::English).stem(&lower).into_owned()
}

fn is_empty(stem: &str) -> bool {
    stem.len() < 2 || EMPTY.iter().any(|it| *it == stem || self::stem(it) == stem)
}
