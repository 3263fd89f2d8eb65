//! Sixth stage: fragments into files. What is there already stays, byte for byte; a test whose name
//! is there is compared, never overwritten.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::checkout::{Checkout, Loaded};
use crate::diagnostic::{Diagnostic, Diagnostics, Failed};
use crate::plan::{FilePlan, Host, Location, Skipped};
use crate::python::{self, ByteRange, FormatOptions, Indentation};
use crate::render::{FileFragments, Fragment, Rendered, Test};
use crate::settings::Settings;
use crate::splice::{self, Edit, Insertion, NeededImport, Placement, SpliceError};

/// What happens to a file or a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// A file that was not there.
    Create,
    /// Something is added.
    Insert,
    /// It is there already, word for word.
    Identical,
    /// It is not written, for a reason.
    Skip,
    /// It cannot be written, for a reason.
    Conflict,
}

/// One file as it will be.
pub struct Draft {
    /// Relative to the root.
    pub path: Utf8PathBuf,
    /// What happens to it.
    pub action: Action,
    /// Why this file.
    pub location: Location,
    /// The file as it was read.
    pub before: Option<Arc<str>>,
    /// The file as it will be.
    pub after: String,
    /// The difference, as ranges of `before`.
    pub edits: Vec<Edit>,
    /// What became of each test.
    pub tests: Vec<DraftedTest>,
}

/// What became of one test.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct DraftedTest {
    /// The target's name.
    pub target: String,
    /// The category's name.
    pub category: String,
    /// The class it stands in.
    pub class: Option<String>,
    /// The function's name.
    pub name: String,
    /// The case's name.
    pub case: String,
    /// The case's name as the spec writes it, the same for all targets.
    pub case_template: String,
    /// The coverage items it serves.
    pub covers: Vec<String>,
    /// What happens to it.
    pub action: Action,
    /// Why, where it is not written.
    pub reason: Option<String>,
}

/// Every file of a run.
pub struct Drafts {
    /// In the plan's order.
    pub files: Vec<Draft>,
    /// Tests that are in none.
    pub skipped: Vec<Skipped>,
}

/// Puts the fragments into their files.
///
/// # Errors
/// Code `splice`: an insertion has no place.
pub fn draft(
    checkout: &Checkout<'_>,
    settings: &Settings,
    rendered: Rendered<'_>,
    problems: &mut Diagnostics,
) -> Result<Drafts, Failed> {
    let from = problems.0.len();
    let mut files = Vec::new();
    for file in &rendered.files {
        match draft_file(checkout, settings, file) {
            Ok(draft) => files.push(draft),
            Err(error) => problems.push(refused(&file.path, &error)),
        }
    }
    let created = files.iter().filter(|it| it.action == Action::Create);
    let packages: BTreeSet<Utf8PathBuf> =
        created.flat_map(|it| packages(checkout, &it.path)).collect();
    files.extend(packages.into_iter().map(package));
    problems.stop_since(from)?;
    Ok(Drafts { files, skipped: rendered.skipped })
}

/// The files that make packages of the new folders around `path`, where the folder that they are in
/// is one: modules of the same name in folders that are none would take each other's place.
fn packages(checkout: &Checkout<'_>, path: &Utf8Path) -> Vec<Utf8PathBuf> {
    let is_new = |folder: &&Utf8Path| !checkout.tree.is_dir(folder);
    let folders: Vec<&Utf8Path> = path.ancestors().skip(1).take_while(is_new).collect();
    let marker = |folder: &Utf8Path| folder.join("__init__.py");
    let around = folders.last().and_then(|it| it.parent());
    match around {
        Some(around) if checkout.tree.is_file(&marker(around)) => {
            folders.into_iter().map(marker).collect()
        }
        _ => Vec::new(),
    }
}

fn package(path: Utf8PathBuf) -> Draft {
    Draft {
        location: Location::package(path.clone()),
        path,
        action: Action::Create,
        before: None,
        after: String::new(),
        edits: Vec::new(),
        tests: Vec::new(),
    }
}

fn draft_file(
    checkout: &Checkout<'_>,
    settings: &Settings,
    file: &FileFragments<'_>,
) -> Result<Draft, SpliceError> {
    let (mut insertions, mut imports, mut tests) = (Vec::new(), Vec::new(), Vec::new());
    let existing = file.file.existing.as_ref();
    for fragment in &joined(&file.fragments) {
        fragment_pieces(settings, existing, fragment, &mut insertions, &mut imports, &mut tests);
    }
    let is_first_party = |module: &str| is_first_party(settings, checkout, module);
    let rules = house_rules(settings, &is_first_party);
    let (after, edits) = match existing {
        Some(loaded) => {
            let draft = splice::splice(&loaded.module, &insertions, &imports, &rules)?;
            (draft.text, draft.edits)
        }
        None => (splice::new_file(&insertions, &imports, &rules)?, Vec::new()),
    };
    let action = match existing {
        None => Action::Create,
        Some(_) if edits.is_empty() => Action::Identical,
        Some(_) => Action::Insert,
    };
    let FilePlan { location, .. } = file.file;
    Ok(Draft {
        path: file.path.clone(),
        action,
        location: location.clone(),
        before: existing.map(|it| it.module.text.clone()),
        after,
        edits,
        tests,
    })
}

/// The fragments, those of one new class together: the first brings its header.
fn joined(fragments: &[Fragment]) -> Vec<Fragment> {
    let mut joined: Vec<Fragment> = Vec::new();
    for fragment in fragments {
        let is_same = |it: &&mut Fragment| match (&it.host, &fragment.host) {
            (Host::New { name, .. }, Host::New { name: other, .. }) => name == other,
            _ => false,
        };
        match joined.iter_mut().find(is_same) {
            Some(first) => first.tests.extend(fragment.tests.iter().cloned()),
            None => joined.push(fragment.clone()),
        }
    }
    joined
}

/// Whether the import sorter counts `module` as the project's own.
pub(crate) fn is_first_party(settings: &Settings, checkout: &Checkout<'_>, module: &str) -> bool {
    let package = module.split('.').next().unwrap_or(module);
    settings.first_party.iter().any(|it| it == package) || checkout.has_package(module)
}

/// How imports are written in a checkout with these settings.
pub(crate) fn house_rules<'a>(
    settings: &Settings,
    is_first_party: &'a dyn Fn(&str) -> bool,
) -> splice::Settings<'a> {
    splice::Settings {
        line_length: settings.line_length,
        lines_between_sections: 1,
        lines_after_imports: None,
        is_first_party,
    }
}

/// What a fragment adds to its file; tests that are there already add nothing.
fn fragment_pieces(
    settings: &Settings,
    existing: Option<&Arc<Loaded>>,
    fragment: &Fragment,
    insertions: &mut Vec<Insertion>,
    imports: &mut Vec<NeededImport>,
    tests: &mut Vec<DraftedTest>,
) {
    let mut added: Vec<&Test> = Vec::new();
    let there = existing.map(|it| definitions(it, &fragment.host)).unwrap_or_default();
    for test in &fragment.tests {
        let same_name = there.iter().find(|(name, _)| *name == test.name);
        let (action, reason) = match (same_name, existing) {
            (Some((_, range)), Some(loaded)) if is_same(loaded, range, test, settings) => {
                (Action::Identical, None)
            }
            (Some(_), _) => (Action::Skip, Some("a test of that name is there".to_owned())),
            (None, _) => (Action::Insert, None),
        };
        if action == Action::Insert {
            added.push(test);
        }
        let class = match &fragment.host {
            Host::Module => None,
            Host::Existing(name) | Host::New { name, .. } => Some(name.clone()),
        };
        tests.push(DraftedTest {
            target: test.target.clone(),
            category: fragment.category.clone(),
            class,
            name: test.name.clone(),
            case: test.case.clone(),
            case_template: test.case_template.clone(),
            covers: test.covers.clone(),
            action,
            reason,
        });
    }
    if added.is_empty() {
        return;
    }
    imports.extend(fragment.imports.iter().cloned());
    imports.extend(added.iter().flat_map(|it| it.imports.iter().cloned()));
    insertions.extend(placed(settings, fragment, &added));
}

fn placed(settings: &Settings, fragment: &Fragment, added: &[&Test]) -> Vec<Insertion> {
    match &fragment.host {
        Host::Module => added
            .iter()
            .map(|test| Insertion { placement: Placement::Module, text: test.text.clone() })
            .collect(),
        Host::Existing(name) => {
            let text = added.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join("\n");
            vec![Insertion { placement: Placement::Class(name.clone()), text }]
        }
        Host::New { .. } => {
            let bodies: Vec<String> = added.iter().map(|it| indented(&it.text)).collect();
            let text = format!("{}\n{}", fragment.header, bodies.join("\n"));
            // The header is formatted here: only now is there a body to format it with.
            let options = FormatOptions::new(settings.line_length, 0);
            let text = python::format(&text, &options).unwrap_or(text);
            vec![Insertion { placement: Placement::Module, text }]
        }
    }
}

/// A test as it stands in a class; the inside of a string of several lines stays as it is.
fn indented(text: &str) -> String {
    python::reindent(text, Indentation::LEVEL).unwrap_or_else(|_| text.to_owned())
}

/// Names and places of the functions that stand where the fragment goes.
fn definitions(loaded: &Loaded, host: &Host) -> Vec<(String, ByteRange)> {
    let outline = &loaded.module.outline;
    let functions = match host {
        Host::Module => Some(&outline.functions),
        Host::Existing(name) => outline.class(name).map(|it| &it.methods),
        Host::New { .. } => None,
    };
    functions.into_iter().flatten().map(|it| (it.name.clone(), it.range.clone())).collect()
}

/// Whether the function that is there says the same, its layout aside.
fn is_same(loaded: &Loaded, range: &ByteRange, test: &Test, settings: &Settings) -> bool {
    let text = loaded.module.text.as_ref();
    let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line..range.start];
    // Only under a header is an indented function Python.
    let header = if indent.is_empty() { "" } else { "class _:\n" };
    let Ok(dedented) = python::dedent(&format!("{header}{}\n", &text[line..range.end]), indent)
    else {
        return false;
    };
    let dedented = &dedented[header.len()..];
    let depth = usize::from(!indent.is_empty());
    python::format(dedented, &FormatOptions::new(settings.line_length, depth))
        .is_ok_and(|it| it == test.text)
}

fn refused(path: &camino::Utf8Path, error: &SpliceError) -> Diagnostic {
    Diagnostic::placeless("splice", format!("nothing can be added to `{path}`: {error}"))
        .with_help("mend the file, or leave the target out with `--exclude`")
}
