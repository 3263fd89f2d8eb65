//! Which category of tests a request means: by the words that the spec calls signals, and by the
//! targets that it names. Stops at candidates: who asks decides between those that are as good.

mod words;

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use serde::Serialize;

use crate::checkout::Checkout;
use crate::diagnostic::Diagnostics;
use crate::inspect::{self, TargetPath};
use crate::model::Model;
use crate::needles::Needles;

use words::{Request, Signal, Word};

/// What a named target counts, in words.
const TARGET: f64 = 4.0;
/// A category with at least this share of the best score is as good.
const RIVAL: f64 = 0.6;
/// Less than this is no more than a word that might mean anything.
const LEAST: f64 = 0.3;
/// What a category's tests cover says what they are, but not as plainly as its signals.
const COVERS: f64 = 0.4;

/// The categories that a request may mean.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Classification {
    /// Changes when the shape of this data does.
    pub version: u32,
    /// The request.
    pub text: String,
    /// The category, where only one is meant.
    pub category: Option<String>,
    /// All that something speaks for, best first; all there are, if nothing speaks for any.
    pub candidates: Vec<Candidate>,
    /// The targets that the request names.
    pub targets: Vec<Named>,
}

/// A category, and what speaks for it.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Candidate {
    /// Its name.
    pub category: String,
    /// What people call it.
    pub title: String,
    /// Its signals: what it is known by.
    pub known_by: Vec<String>,
    /// How much speaks for it.
    pub score: f64,
    /// What the request says of its signals and of what it covers, in whole or in part, best first.
    pub said: Vec<String>,
    /// The targets that tests of this category are for.
    pub targets: Vec<String>,
}

/// A class that the request names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// The kind of target.
    pub target: String,
    /// Its file.
    #[schemars(with = "String")]
    pub path: Utf8PathBuf,
    /// Its line, from 1.
    pub line: usize,
}

/// Classifies `text`; with a checkout, the targets that it names count too.
pub fn classify(model: &Model, checkout: Option<&Checkout<'_>>, text: &str) -> Classification {
    let targets = checkout.map(|it| named(model, it, text)).unwrap_or_default();
    // The words of a path are those of its folders, not of the request.
    let words = text.split_whitespace().filter(|it| !it.contains(['/', ':']));
    let request = Request::of(&words.collect::<Vec<_>>().join(" "));
    let signals: Vec<Vec<Signal>> = model
        .categories
        .values()
        .map(|it| {
            let signals = it.signals.iter().map(|it| Signal::of(it, 1.0));
            signals.chain(it.covers.values().map(|it| Signal::of(it, COVERS))).collect()
        })
        .collect();
    let weights = weights(&signals);
    let mut candidates: Vec<Candidate> = model
        .categories
        .iter()
        .zip(&signals)
        .map(|((name, about), signals)| {
            let (score, said) = score(&request, signals, &weights);
            let of = |it: &&Named| model.categories_of(&it.target).any(|it| it == name);
            let targets: Vec<String> =
                targets.iter().filter(of).map(|it| it.name.clone()).collect();
            let score = score + if targets.is_empty() { 0.0 } else { TARGET };
            let (category, title) = (name.clone(), about.title.clone());
            let score = (score * 100.0).round() / 100.0;
            let known_by = about.signals.clone();
            Candidate { category, title, known_by, score, said, targets }
        })
        .collect();
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    if candidates.first().is_some_and(|it| it.score > 0.0) {
        candidates.retain(|it| it.score > 0.0);
    }
    let category = decided(&candidates).map(|it| it.category.clone());
    Classification { version: 1, text: text.to_owned(), category, candidates, targets }
}

/// The candidate that no other comes near.
fn decided(candidates: &[Candidate]) -> Option<&Candidate> {
    let best = candidates.first().filter(|it| it.score >= LEAST)?;
    let rival = candidates.get(1).is_some_and(|it| it.score >= best.score * RIVAL);
    (!rival).then_some(best)
}

/// A word that several categories share says less about each. Where one is a signal, only those
/// whose signal it is count.
fn weights(signals: &[Vec<Signal>]) -> BTreeMap<&str, f64> {
    let mut weights = BTreeMap::new();
    for plain in [true, false] {
        let mut shared: BTreeMap<&str, f64> = BTreeMap::new();
        for signals in signals {
            let signals = signals.iter().filter(|it| (it.factor >= 1.0) == plain);
            let words = signals.flat_map(|it| &it.words).map(|it| it.stem.as_str());
            for word in words.collect::<BTreeSet<&str>>() {
                *shared.entry(word).or_default() += 1.0;
            }
        }
        for (word, count) in shared {
            weights.entry(word).or_insert(1.0 / count);
        }
    }
    weights
}

/// What the words of the request count for a category, and the signals that they are of. A word
/// counts once, and the more, the more of its signal is said.
fn score(
    request: &Request,
    signals: &[Signal],
    weights: &BTreeMap<&str, f64>,
) -> (f64, Vec<String>) {
    let weight = |word: &Word| weights.get(word.stem.as_str()).copied().unwrap_or_default();
    let mut counted: BTreeMap<&str, f64> = BTreeMap::new();
    let mut said: Vec<(f64, &str)> = Vec::new();
    for signal in signals {
        let words: Vec<&Word> = signal.words.iter().filter(|it| request.says(it)).collect();
        let all: f64 = signal.words.iter().map(weight).sum();
        let share = words.iter().map(|it| weight(it)).sum::<f64>() / all.max(f64::MIN_POSITIVE);
        if words.is_empty() {
            continue;
        }
        said.push((share * signal.factor, &signal.text));
        for word in words {
            let counts = counted.entry(&word.stem).or_default();
            *counts = counts.max(weight(word) * share * signal.factor);
        }
    }
    said.sort_by(|a, b| b.0.total_cmp(&a.0));
    said.truncate(3);
    (counted.values().sum(), said.into_iter().map(|(_, text)| text.to_owned()).collect())
}

/// The targets that pieces of the text name: paths, dotted names, names of classes.
fn named(model: &Model, checkout: &Checkout<'_>, text: &str) -> Vec<Named> {
    let edge = |it: char| !it.is_alphanumeric() && it != '_' && it != '/';
    let pieces: Vec<&str> = text
        .split_whitespace()
        .map(|it| it.trim_matches(edge))
        .filter(|it| !it.is_empty())
        .collect();
    let is_class = |it: &&&str| {
        it.starts_with(char::is_uppercase)
            && it.chars().skip(1).any(char::is_lowercase)
            && it.chars().all(|it| it.is_alphanumeric() || it == '_')
    };
    let mut paths: Vec<String> = pieces
        .iter()
        .filter(|it| it.contains(['/', '.', ':']))
        .map(|it| (*it).to_owned())
        .collect();
    paths.extend(classes(
        model,
        checkout,
        &pieces.iter().filter(is_class).copied().collect::<Vec<_>>(),
    ));
    let mut found: Vec<Named> = Vec::new();
    for path in paths {
        // What names nothing is a word like others.
        let mut unheard = Diagnostics::default();
        let facts = inspect::inspect(model, checkout, &[TargetPath(path)], &mut unheard);
        let subjects = facts.map(|it| it.subjects).unwrap_or_default();
        // A class is meant with all of its methods.
        let whole = subjects.iter().any(|it| it.outer.is_none());
        for subject in subjects.iter().filter(|it| !whole || it.outer.is_none()) {
            let place = &subject.place;
            let named = Named {
                name: subject.title(),
                target: subject.target.clone(),
                path: place.module.path.clone(),
                line: place.line(),
            };
            if !found.contains(&named) {
                found.push(named);
            }
        }
    }
    found
}

/// Where the sources define classes of these names, as target paths.
fn classes(model: &Model, checkout: &Checkout<'_>, names: &[&str]) -> Vec<String> {
    if names.is_empty() {
        return Vec::new();
    }
    let in_tests =
        |path: &Utf8PathBuf| model.layout.test_roots.iter().any(|it| path.starts_with(it));
    let roots = model.layout.source_roots.iter().filter(|it| checkout.tree.is_dir(it));
    let mut files: Vec<Utf8PathBuf> =
        roots.flat_map(|it| checkout.tree.python_files(it)).filter(|it| !in_tests(it)).collect();
    files.sort();
    files.dedup();
    let mut needles = Needles::default();
    let asked: Vec<_> =
        names.iter().map(|name| (name, needles.text(&format!("class {name}")))).collect();
    let hits = needles.search(checkout.tree, &files);
    let found = asked.into_iter().flat_map(|(name, id)| {
        let files = id.map(|id| hits.of(id).to_vec()).unwrap_or_default();
        files.into_iter().map(move |(file, _)| (file, name))
    });
    found.map(|(file, name)| format!("{}::{name}", files[file])).collect()
}
