//! Which classes and functions a run is about: from a path, a class in it, a dotted name or a folder.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::checkout::{Checkout, Kind, Loaded, Place, Unusable};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::model::{Model, Predicate, Target, TargetOf};
use crate::span::Span;

use super::matching::holds;

/// A target as the user named it.
#[derive(Clone, Debug)]
pub struct TargetPath(pub String);

/// A class that was found.
pub(super) struct FoundClass {
    /// The kind of target.
    pub(super) target: String,
    pub(super) place: Place,
    /// The one method of it that was asked for.
    pub(super) method: Option<String>,
}

/// The classes that were found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) subjects: Vec<FoundClass>,
    pub(super) barren: Vec<Utf8PathBuf>,
}

/// What a target path names.
enum Named {
    Folder(Utf8PathBuf),
    File { path: Utf8PathBuf, class: Option<String> },
}

/// Finds the classes that `paths` name.
pub(super) fn find(
    model: &Model,
    checkout: &Checkout<'_>,
    paths: &[TargetPath],
    problems: &mut Diagnostics,
) -> Found {
    let mut found = Found::default();
    for path in paths {
        match named(checkout, &path.0) {
            Some(Named::Folder(folder)) => {
                folder_targets(model, checkout, &folder, problems, &mut found);
            }
            Some(Named::File { path, class }) => {
                file_targets(model, checkout, &path, class.as_deref(), problems, &mut found);
            }
            None => problems.push(not_found(checkout, &path.0)),
        }
    }
    let mut seen = BTreeSet::new();
    found.subjects.retain(|it| {
        let place = (it.place.module.path.clone(), it.place.range.start);
        seen.insert((it.target.clone(), place, it.method.clone()))
    });
    found
}

fn not_found(checkout: &Checkout<'_>, path: &str) -> Diagnostic {
    if leads_out(Utf8Path::new(path)) {
        let message = format!("`{path}` leads out of the root");
        return Diagnostic::placeless("target-outside-root", message)
            .with_help("`--root DIR` names another root; nothing outside it is read or written");
    }
    let message = format!("there is no file, folder, module or class `{path}` under the root");
    let diagnostic = Diagnostic::placeless("target-not-found", message);
    match neighbour(checkout, path) {
        Some(near) => diagnostic
            .with_suggestion(path, [near.as_str()])
            .with_help(format!("did you mean `{near}`?")),
        None => diagnostic.with_suggestion(path, []).with_help(
            "a target is `path/to/file.py`, `path/to/file.py::Class`, `package.module.Class` or a \
             folder, seen from the root; `--root DIR` names another root",
        ),
    }
}

/// Whether `..` takes more folders back than the path has.
fn leads_out(path: &Utf8Path) -> bool {
    let mut depth = 0_i32;
    path.components().any(|it| {
        depth += if it.as_str() == ".." { -1 } else { 1 };
        depth < 0
    })
}

/// The file in the folder of `path` that it may be a misspelling of.
fn neighbour(checkout: &Checkout<'_>, path: &str) -> Option<Utf8PathBuf> {
    let path = Utf8Path::new(path.split("::").next().unwrap_or(path));
    let folder = path.parent().filter(|it| checkout.tree.is_dir(it))?;
    let files = checkout.tree.python_files(folder);
    let own = files.iter().filter(|it| it.parent() == Some(folder));
    let near = nearest(path.file_name()?, own.filter_map(|it| it.file_name()))?;
    Some(folder.join(near))
}

fn named(checkout: &Checkout<'_>, text: &str) -> Option<Named> {
    let (path, class) = match text.split_once("::") {
        Some((path, class)) => (Utf8Path::new(path), Some(class.to_owned())),
        None => (Utf8Path::new(text), None),
    };
    let path: Utf8PathBuf = path.components().filter(|it| it.as_str() != ".").collect();
    if checkout.tree.is_file(&path) {
        return Some(Named::File { path, class });
    }
    if checkout.tree.is_dir(&path) && class.is_none() {
        return Some(Named::Folder(path));
    }
    // A dotted module, perhaps with a class behind it.
    let plain = !text.contains(['/', ':']) && !text.is_empty();
    let module = plain.then(|| checkout.file(text)).flatten();
    if let Some(path) = module {
        return Some(Named::File { path, class: None });
    }
    let (module, class) = text.rsplit_once('.').filter(|_| plain)?;
    // A package may pass on a class that one of its modules defines.
    if let Some(place) = checkout.member(module, class).place
        && place.kind == Kind::Class
    {
        return Some(Named::File { path: place.module.path.clone(), class: Some(place.name) });
    }
    let path = checkout.file(module)?;
    Some(Named::File { path, class: Some(class.to_owned()) })
}

fn file_targets(
    model: &Model,
    checkout: &Checkout<'_>,
    path: &Utf8Path,
    named: Option<&str>,
    problems: &mut Diagnostics,
    found: &mut Found,
) {
    let (class, method) = match named.and_then(|it| it.split_once("::").or(it.split_once('.'))) {
        Some((class, method)) => (Some(class), Some(method)),
        None => (named, None),
    };
    let loaded = match checkout.load(path) {
        Ok(loaded) => loaded,
        Err(unusable) => return problems.push(unusable_target(path, &unusable)),
    };
    let places = places(model, &loaded);
    if let Some(class) = class
        && !places.iter().any(|(it, _)| it.name == class)
    {
        return problems.push(not_defined(path, class, &places));
    }
    let before = found.subjects.len();
    for (it, of) in places.iter().filter(|(it, _)| class.is_none_or(|class| it.name == class)) {
        let targets = model.targets.iter();
        for (name, target) in targets.filter(|(_, it)| it.within.is_none() && it.of == *of) {
            if let Some(place) = meant(model, checkout, target, it) {
                let (target, method) = (name.clone(), method.map(str::to_owned));
                found.subjects.push(FoundClass { target, place, method });
            }
        }
    }
    if found.subjects.len() == before {
        found.barren.push(path.to_owned());
    }
}

/// What of a module may be a target: its classes, and its functions, if any kind of target is one.
fn places(model: &Model, loaded: &Arc<Loaded>) -> Vec<(Place, TargetOf)> {
    let outline = &loaded.module.outline;
    let classes = outline.classes.iter().map(|it| (loaded.class_place(it), TargetOf::Class));
    let has_functions = model.targets.values().any(|it| it.of == TargetOf::Function);
    let functions = outline.functions.iter().filter(|_| has_functions);
    let functions = functions.map(|it| (loaded.function_place(it), TargetOf::Function));
    let mut places: Vec<(Place, TargetOf)> = classes.chain(functions).collect();
    places.sort_by_key(|(it, _)| it.range.start);
    places
}

fn not_defined(path: &Utf8Path, class: &str, places: &[(Place, TargetOf)]) -> Diagnostic {
    let names: Vec<&str> = places.iter().map(|(it, _)| it.name.as_str()).collect();
    let has_functions = places.iter().any(|(_, of)| *of == TargetOf::Function);
    let what = if has_functions { "class or function" } else { "class" };
    let message = format!("`{path}` defines no {what} `{class}`");
    let diagnostic = Diagnostic::placeless("target-not-found", message);
    let near = nearest(class, names.iter().copied());
    let diagnostic = diagnostic.with_suggestion(class, names.iter().copied());
    match near {
        Some(near) => diagnostic.with_help(format!("did you mean `{path}::{near}`?")),
        None => diagnostic,
    }
}

/// The class that `place` means as such a target: itself, or the one that it implements.
fn meant(model: &Model, checkout: &Checkout<'_>, target: &Target, place: &Place) -> Option<Place> {
    if fits(model, checkout, target, place) {
        return Some(place.clone());
    }
    let ancestors = target.implemented.then(|| checkout.ancestors(place)).into_iter().flatten();
    let mut places = ancestors.filter_map(|it| it.place);
    places.find(|it| fits(model, checkout, target, it))
}

/// Whether the class at `place` is a target of the kind `name`.
pub(crate) fn is_target(model: &Model, checkout: &Checkout<'_>, name: &str, place: &Place) -> bool {
    model.targets.get(name).is_some_and(|it| fits(model, checkout, it, place))
}

fn fits(model: &Model, checkout: &Checkout<'_>, target: &Target, place: &Place) -> bool {
    let is = |it: &Predicate| holds(it, &model.symbols, checkout, place);
    target.when.iter().any(is) && !target.except.iter().any(is)
}

fn unusable_target(path: &Utf8Path, unusable: &Unusable) -> Diagnostic {
    match unusable {
        Unusable::Unreadable(why) => {
            Diagnostic::placeless("target-unreadable", format!("`{path}` cannot be read: {why}"))
        }
        Unusable::Syntax(source, error) => {
            let span = Span::new(*source, error.range.clone());
            Diagnostic::error("target-syntax", span, format!("not valid Python: {}", error.message))
                .with_help("nothing was written; mend the file and run again")
        }
    }
}

/// The targets under a folder. Only files that hold a word which a target must have are parsed;
/// a class that is found adds its own name to the words, for classes that derive from it.
fn folder_targets(
    model: &Model,
    checkout: &Checkout<'_>,
    folder: &Utf8Path,
    problems: &mut Diagnostics,
    found: &mut Found,
) {
    let files = checkout.tree.python_files(folder);
    let mut words = words(model);
    let mut done: BTreeSet<&Utf8PathBuf> = BTreeSet::new();
    let mut subjects: Vec<FoundClass> = Vec::new();
    loop {
        let finders: Vec<_> =
            words.iter().map(|word| memchr::memmem::Finder::new(word.as_bytes())).collect();
        let todo: Vec<&Utf8PathBuf> = files.iter().filter(|it| !done.contains(it)).collect();
        let holding: Vec<(&Utf8PathBuf, Found, Diagnostics)> = todo
            .into_par_iter()
            .filter(|path| {
                let text = checkout.tree.read(path).unwrap_or_default();
                finders.iter().any(|it| it.find(text.as_bytes()).is_some())
            })
            .map(|path| {
                let mut found = Found::default();
                let mut problems = Diagnostics::default();
                file_targets(model, checkout, path, None, &mut problems, &mut found);
                (path, found, problems)
            })
            .collect();
        let mut further = BTreeSet::new();
        for (path, it, passed_over) in holding {
            done.insert(path);
            problems.0.extend(passed_over.0.into_iter().map(passed_over_warning));
            further.extend(it.subjects.iter().map(|it| it.place.name.clone()));
            subjects.extend(it.subjects);
        }
        further.retain(|name| !words.contains(name));
        if further.is_empty() {
            break;
        }
        words = further;
    }
    subjects.sort_by(|a, b| {
        let place = |it: &FoundClass| (it.place.module.path.clone(), it.place.range.start);
        place(a).cmp(&place(b))
    });
    if subjects.is_empty() {
        found.barren.push(folder.to_owned());
    }
    found.subjects.extend(subjects);
}

/// A file of a folder that cannot be used is no error: it was not asked for by name.
fn passed_over_warning(problem: Diagnostic) -> Diagnostic {
    let help = "the file was passed over; what may be in it was not looked at";
    Diagnostic { severity: Severity::Warning, ..problem }.with_help(help)
}

/// Words of which a file must hold one to hold a target.
fn words(model: &Model) -> BTreeSet<String> {
    let classes = model.targets.values().filter(|target| target.within.is_none());
    let predicates = classes.flat_map(|target| &target.when);
    let symbols = predicates.flat_map(|it| it.bases.iter().chain(&it.decorators));
    let mut words = BTreeSet::new();
    for name in symbols {
        words.insert(name.clone());
        let places = model.symbols.0.get(name).into_iter().flat_map(|symbol| &symbol.places);
        words.extend(places.filter_map(|place| place.name.clone()));
    }
    words
}
