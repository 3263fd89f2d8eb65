//! What a checkout has instead of what it lacks.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;

use crate::checkout::{Checkout, Loaded};
use crate::diagnostic::nearest;
use crate::model::Model;
use crate::needles::Needles;

use super::Missing;

/// Takes back the classes that are somewhere, and says for the rest what is nearest. All sources are
/// read once.
pub(super) fn complete(model: &Model, checkout: &Checkout<'_>, missing: &mut Vec<Missing>) {
    let wanted: BTreeSet<String> = missing
        .iter()
        .filter(|it| matches!(it.kind, "class" | "symbol"))
        .flat_map(|it| names(model, it))
        .collect();
    if wanted.is_empty() {
        return;
    }
    let roots = model.layout.source_roots.iter().filter(|it| checkout.tree.is_dir(it));
    let files: BTreeSet<Utf8PathBuf> =
        roots.flat_map(|it| checkout.tree.python_files(it)).collect();
    let files: Vec<Utf8PathBuf> = files.into_iter().collect();
    let definitions = definitions(checkout, &files, &wanted);
    missing.retain(|it| it.kind != "class" || !definitions.contains_key(&it.name));
    if missing.iter().any(|it| it.kind == "class") {
        let classes = classes(checkout, &files);
        for it in missing.iter_mut().filter(|it| it.kind == "class") {
            let near = nearest(&it.name, classes.keys().map(String::as_str));
            it.nearest = near.map(|near| format!("{}.{near}", classes[near]));
        }
    }
    for it in missing.iter_mut().filter(|it| it.nearest.is_none()) {
        let elsewhere = names(model, it).into_iter().find_map(|name| {
            let module = definitions.get(&name)?;
            Some(format!("{module}.{name}"))
        });
        it.nearest = elsewhere.or_else(|| neighbour(model, checkout, it));
    }
}

/// The names that it has had.
fn names(model: &Model, missing: &Missing) -> Vec<String> {
    let symbol = model.symbols.0.get(&missing.name).filter(|_| missing.kind == "symbol");
    let places = symbol.into_iter().flat_map(|it| &it.places);
    let names: BTreeSet<String> = places.filter_map(|it| it.name.clone()).collect();
    if names.is_empty() { vec![missing.name.clone()] } else { names.into_iter().collect() }
}

/// The modules that define the names, one for each, the shortest.
fn definitions(
    checkout: &Checkout<'_>,
    files: &[Utf8PathBuf],
    names: &BTreeSet<String>,
) -> BTreeMap<String, String> {
    let mut needles = Needles::default();
    let asked: Vec<_> = names
        .iter()
        .map(|name| {
            let texts = [format!("class {name}"), format!("def {name}"), format!("{name} =")];
            (name, texts.map(|it| needles.text(&it)))
        })
        .collect();
    let hits = needles.search(checkout.tree, files);
    let mut definitions = BTreeMap::new();
    for (name, ids) in asked {
        let found = ids.iter().flatten().flat_map(|id| hits.of(*id));
        let modules: BTreeSet<(usize, String)> = found
            .map(|(file, _)| checkout.dotted(&files[*file]))
            .map(|module| (module.len(), module))
            .collect();
        let defining = modules.into_iter().find(|(_, module)| checkout.binds(module, name));
        if let Some((_, module)) = defining {
            definitions.insert(name.clone(), module);
        }
    }
    definitions
}

/// The classes at the beginnings of lines, and a module of each.
fn classes(checkout: &Checkout<'_>, files: &[Utf8PathBuf]) -> BTreeMap<String, String> {
    let mut classes = BTreeMap::new();
    for path in files {
        let text = checkout.tree.read(path).unwrap_or_default();
        for line in text.lines().filter_map(|it| it.strip_prefix("class ")) {
            let name = line.split(['(', ':', '[']).next().unwrap_or_default();
            classes.entry(name.to_owned()).or_insert_with(|| checkout.dotted(path));
        }
    }
    classes
}

/// A name like it in one of its modules, or a module like its own.
fn neighbour(model: &Model, checkout: &Checkout<'_>, missing: &Missing) -> Option<String> {
    let symbol = model.symbols.0.get(&missing.name).filter(|_| missing.kind == "symbol")?;
    symbol.places.iter().find_map(|place| {
        let name = place.name.as_deref().unwrap_or(&missing.name);
        let Some(module) = checkout.module(&place.module) else {
            return module_like(checkout, &place.module);
        };
        let near = nearest(name, bound(&module))?;
        Some(format!("{}.{near}", place.module))
    })
}

/// What a module defines or imports.
fn bound(module: &Loaded) -> impl Iterator<Item = &str> {
    let outline = &module.module.outline;
    let classes = outline.classes.iter().map(|it| it.name.as_str());
    let functions = outline.functions.iter().map(|it| it.name.as_str());
    let assignments = outline.assignments.iter().map(|it| it.name.as_str());
    let imports = outline.imports.iter().flat_map(|it| &it.names);
    let imports = imports.map(|it| it.asname.as_deref().unwrap_or(&it.name));
    classes.chain(functions).chain(assignments).chain(imports)
}

/// A module beside the one that is missing, with a name like it.
fn module_like(checkout: &Checkout<'_>, dotted: &str) -> Option<String> {
    let (package, name) = dotted.rsplit_once('.')?;
    let file = checkout.file(package)?;
    let folder = file.parent()?;
    let files = checkout.tree.python_files(folder);
    let siblings: BTreeSet<&str> = files
        .iter()
        .filter_map(|it| it.strip_prefix(folder).ok()?.components().next())
        .map(|it| it.as_str().trim_end_matches(".py"))
        .collect();
    Some(format!("{package}.{}", nearest(name, siblings)?))
}
