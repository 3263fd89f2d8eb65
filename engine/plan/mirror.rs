//! Which test file is a source file's own: its mirror, or else one that says it is, or else a new
//! one at the mirror's place.

use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;
use rayon::prelude::*;

use crate::checkout::Checkout;
use crate::inspect::Subject;
use crate::model::Model;

/// A test file and why it is the one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// Relative to the root.
    pub path: Utf8PathBuf,
    /// Why this one, for people.
    pub reason: String,
    /// Others that came into question.
    pub runners_up: Vec<Utf8PathBuf>,
}

/// Finds the test file of `subject`; `classes` are the names of classes its tests may stand in.
pub(super) fn locate(
    model: &Model,
    checkout: &Checkout<'_>,
    subject: &Subject,
    classes: &[String],
) -> Location {
    let source = &subject.place.module.path;
    let mirror = mirror(model, source);
    if checkout.tree.is_file(&mirror) {
        let reason = format!("mirror of {source}");
        return Location { path: mirror, reason, runners_up: Vec::new() };
    }
    let mut found = search(model, checkout, subject, classes, &mirror);
    if found.is_empty() {
        let reason = format!("new file: no test file of {source} was found");
        return Location { path: mirror, reason, runners_up: Vec::new() };
    }
    let (path, reason) = found.remove(0);
    Location { path, reason, runners_up: found.into_iter().map(|(path, _)| path).collect() }
}

/// Files that are about the subject though not its mirror, best first: those that define a class
/// for its tests, then those of the same stem, each only if they name the subject.
fn search(
    model: &Model,
    checkout: &Checkout<'_>,
    subject: &Subject,
    classes: &[String],
    mirror: &Utf8Path,
) -> Vec<(Utf8PathBuf, String)> {
    let roots = model.layout.test_roots.iter().filter(|root| checkout.tree.is_dir(root));
    let files: Vec<Utf8PathBuf> = roots.flat_map(|root| checkout.tree.python_files(root)).collect();
    let stem = squash(mirror.file_stem().unwrap_or_default());
    let headers: Vec<String> = classes.iter().map(|name| format!("class {name}(")).collect();
    let name = &subject.place.name;
    let module = format!("from {} import", subject.place.module.name);
    let mut ranked: Vec<(usize, Utf8PathBuf, String)> = files
        .par_iter()
        .filter_map(|path| {
            let text = checkout.tree.read(path).ok()?;
            if !contains(&text, name) {
                return None;
            }
            let imports = contains(&text, &module);
            if let Some(at) = headers.iter().position(|it| imports && contains(&text, it)) {
                let reason = format!("it defines {} and imports {name}", classes[at]);
                return Some((0, path.clone(), reason));
            }
            (squash(path.file_stem()?) == stem && is_near(path, mirror))
                .then(|| (1, path.clone(), format!("same stem, and it names {name}")))
        })
        .collect();
    ranked.sort();
    ranked.into_iter().map(|(_, path, reason)| (path, reason)).collect()
}

/// Whether two test files share a folder below the package's own: the same stem in another part of
/// the tree is about another thing of that name.
fn is_near(path: &Utf8Path, mirror: &Utf8Path) -> bool {
    fn folders(path: &Utf8Path) -> Vec<&str> {
        let mut folders: Vec<&str> = path.components().skip(2).map(|it| it.as_str()).collect();
        folders.pop();
        folders
    }
    let (own, wanted) = (folders(path), folders(mirror));
    wanted.is_empty() || own.iter().any(|folder| wanted.contains(folder))
}

fn contains(text: &str, word: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some()
}

fn squash(stem: &str) -> String {
    stem.replace('_', "").to_lowercase()
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
