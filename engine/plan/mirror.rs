//! Which test file is a source file's own: its mirror, or else the one that says most of the target,
//! or else a new one at the mirror's place.

use std::collections::HashSet;

use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;

use crate::checkout::Checkout;
use crate::diagnostic::Diagnostics;
use crate::inspect::Subject;
use crate::model::Model;

use super::search::{self, Candidate};

/// A test file and why it is the one.
#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    /// Relative to the root.
    pub path: Utf8PathBuf,
    /// How it was found.
    pub rank: Rank,
    /// Why this one, for people.
    pub reason: String,
    /// Another file has nearly its score.
    pub ambiguous: bool,
    /// Others that came into question, best first.
    pub runners_up: Vec<Candidate>,
}

impl Location {
    /// The file that makes a package of its new folder.
    pub(crate) fn package(path: Utf8PathBuf) -> Self {
        let reason = "the folder is new, and the one around it is a package".to_owned();
        Self { path, rank: Rank::New, reason, ambiguous: false, runners_up: Vec::new() }
    }
}

/// How a test file was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Rank {
    /// It stands where the spec says that it must.
    Mirror,
    /// What it says has the highest score.
    Search,
    /// There is none yet.
    New,
}

/// How many runners-up are named.
const RUNNERS_UP: usize = 5;

/// The test files of `subjects`, in their order. The tests are read once, and only if a mirror is
/// missing.
pub(crate) fn locate(
    model: &Model,
    checkout: &Checkout<'_>,
    subjects: &[Subject],
    problems: &mut Diagnostics,
) -> Vec<Location> {
    // The methods of a class are tested where it is.
    let mut first: IndexMap<(&Utf8Path, usize), usize> = IndexMap::new();
    let mut classes: Vec<&Subject> = Vec::new();
    let of_class: Vec<usize> = (subjects.iter())
        .map(|it| {
            let class = (it.class.module.path.as_path(), it.class.range.start);
            *first.entry(class).or_insert_with(|| {
                classes.push(it);
                classes.len() - 1
            })
        })
        .collect();
    let mut locations = locate_classes(model, checkout, &classes, problems);
    keep_together(&classes, &mut locations);
    of_class.into_iter().map(|it| locations[it].clone()).collect()
}

/// Puts a class whose tests nothing was found of beside another of its module whose tests were
/// found: a new file at the mirror's place would draw them all to it in the next run.
fn keep_together(classes: &[&Subject], locations: &mut [Location]) {
    let mut found: IndexMap<&Utf8Path, Vec<Location>> = IndexMap::new();
    for (class, location) in classes.iter().zip(locations.iter()) {
        if location.rank == Rank::Search {
            found.entry(&class.class.module.path).or_default().push(location.clone());
        }
    }
    for (class, location) in classes.iter().zip(locations) {
        let path = &class.class.module.path;
        let found = found.get(path.as_path()).map(Vec::as_slice).unwrap_or_default();
        if let (Rank::New, Some(beside)) = (location.rank, most_frequent(found)) {
            let reason = format!("the tests of another class of {path} are there");
            *location = Location { reason, ..beside.clone() };
        }
    }
}

/// The file in which most are; of several, the first.
fn most_frequent(found: &[Location]) -> Option<&Location> {
    let times = |it: &Location| found.iter().filter(|other| other.path == it.path).count();
    // The last of the greatest is taken.
    found.iter().rev().max_by_key(|it| times(it))
}

fn locate_classes(
    model: &Model,
    checkout: &Checkout<'_>,
    subjects: &[&Subject],
    problems: &mut Diagnostics,
) -> Vec<Location> {
    let mirrors: Vec<Utf8PathBuf> =
        subjects.iter().map(|it| mirror(model, &it.class.module.path)).collect();
    let there: Vec<bool> = mirrors.iter().map(|it| checkout.tree.is_file(it)).collect();
    let wanted = || subjects.iter().zip(&mirrors).zip(&there).filter(|(_, there)| !**there);
    let wanted: Vec<(&Subject, &Utf8Path)> =
        wanted().map(|((subject, mirror), _)| (*subject, mirror.as_path())).collect();
    let mut found = search::search(model, checkout, &wanted, problems).into_iter();
    let locations = subjects.iter().zip(mirrors).zip(there).map(|((subject, mirror), there)| {
        let source = &subject.class.module.path;
        if there {
            let reason = format!("mirror of {source}");
            let (rank, runners_up) = (Rank::Mirror, Vec::new());
            return Location { path: mirror, rank, reason, ambiguous: false, runners_up };
        }
        searched(mirror, source, found.next().unwrap_or_default())
    });
    locations.collect()
}

fn searched(mirror: Utf8PathBuf, source: &Utf8Path, found: search::Found) -> Location {
    let search::Found { mut candidates, accept, rival } = found;
    let runners_up = |mut rest: Vec<Candidate>| {
        rest.truncate(RUNNERS_UP);
        rest
    };
    match candidates.first() {
        Some(best) if best.score >= accept => {
            let best = candidates.remove(0);
            let second = candidates.first().filter(|it| it.score >= accept);
            let ambiguous = second.is_some_and(|it| it.score >= best.score * rival);
            let reason = format!("found by its score of {}: {}", best.score, best.reason);
            let (rank, runners_up) = (Rank::Search, runners_up(candidates));
            Location { path: best.path, rank, reason, ambiguous, runners_up }
        }
        _ => {
            let reason = format!("new file: no test file of {source} was found");
            let (rank, runners_up) = (Rank::New, runners_up(candidates));
            Location { path: mirror, rank, reason, ambiguous: false, runners_up }
        }
    }
}

/// Where the tests of all source files of the checkout stand by the spec's rules.
pub(crate) fn mirrors(model: &Model, checkout: &Checkout<'_>) -> HashSet<Utf8PathBuf> {
    let files = model.layout.source_roots.iter().flat_map(|it| checkout.tree.python_files(it));
    files.map(|it| mirror(model, &it)).collect()
}

/// The path at which the tests of `source` stand by the spec's rules.
fn mirror(model: &Model, source: &Utf8Path) -> Utf8PathBuf {
    for mirror in &model.mirrors {
        let mut parts = IndexMap::new();
        if fit(&mirror.from, source.as_str(), &mut parts) {
            return fill(&mirror.to, &parts).into();
        }
    }
    let stem = source.file_stem().unwrap_or_default();
    let root = model.layout.test_roots.first().cloned().unwrap_or_default();
    root.join(format!("test_{stem}.py"))
}

/// Whether `path` fits `pattern`, and what its named parts are. `{name}` is a part without a slash,
/// `{name...}` any part, with the slash behind it also none.
fn fit(pattern: &str, path: &str, parts: &mut IndexMap<String, String>) -> bool {
    let Some((before, rest)) = pattern.split_once('{') else { return pattern == path };
    let (Some(tail), Some((name, after))) = (path.strip_prefix(before), rest.split_once('}'))
    else {
        return false;
    };
    let (name, deep) = name.strip_suffix("...").map_or((name, false), |name| (name, true));
    if deep && let Some(after) = after.strip_prefix('/') {
        let mut none = parts.clone();
        none.insert(name.to_owned(), String::new());
        if fit(after, tail, &mut none) {
            *parts = none;
            return true;
        }
    }
    let ends = (1..=tail.len()).filter(|at| tail.is_char_boundary(*at));
    for end in ends.take_while(|end| deep || !tail[..*end].contains('/')) {
        let mut tried = parts.clone();
        tried.insert(name.to_owned(), tail[..end].to_owned());
        if fit(after, &tail[end..], &mut tried) {
            *parts = tried;
            return true;
        }
    }
    false
}

fn fill(pattern: &str, parts: &IndexMap<String, String>) -> String {
    let mut path = pattern.to_owned();
    for (name, part) in parts {
        if part.is_empty() {
            path = path.replace(&format!("{{{name}...}}/"), "");
        }
        path = path.replace(&format!("{{{name}...}}"), part).replace(&format!("{{{name}}}"), part);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, to: &str, path: &str, expected: Option<&str>) {
        let mut parts = IndexMap::new();
        let mirror = fit(from, path, &mut parts).then(|| fill(to, &parts));
        assert_eq!(mirror.as_deref(), expected);
    }

    #[test]
    fn folders_in_the_middle_may_be_none() {
        let (from, to) = ("src/{dirs...}/{stem}.py", "tests/{dirs...}/test_{stem}.py");
        check(from, to, "src/shop/models/order.py", Some("tests/shop/models/test_order.py"));
        check(from, to, "src/order.py", Some("tests/test_order.py"));
    }

    #[test]
    fn a_part_without_dots_stays_in_its_folder() {
        let (from, to) =
            ("src/{dirs...}/services/{name}/impl.py", "tests/{dirs...}/test_{name}.py");
        check(from, to, "src/shop/services/order/impl.py", Some("tests/shop/test_order.py"));
        check(from, to, "src/shop/services/order/deep/impl.py", None);
    }
}
