//! What the names of a module stand for, and which of the needed imports it lacks. Stops at the
//! module's own level: imports inside functions and for the type checker bind nothing here.

use std::collections::BTreeSet;

use crate::python::{self, Import, ImportScope, ImportedName, Module};

use super::bodies::find_class;
use super::{Insertion, NeededImport, Placement, SpliceError};

/// What a name of a module stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binding {
    /// It is imported: `a.b` for `from a import b` and for `import a.b as c`, `a` for the name that
    /// `import a.b` binds. Relative modules keep their dots.
    Import(String),
    /// The module defines it, as a class, a function or a variable.
    Definition,
}

/// What `name` stands for when `module` has run; of several imports, as in `try` and `except`, the
/// first.
pub fn binding_of(module: &Module, name: &str) -> Option<Binding> {
    bindings_of(module, name).into_iter().next()
}

/// How `module` spells what `import` brings: the name or alias it is imported by already, or the
/// dotted name that `import a.b` makes usable.
pub fn local_name(module: &Module, import: &NeededImport) -> Option<String> {
    let wanted = import.target();
    let plain = import.bound_name();
    let found =
        run_time_names(module).filter(|(statement, name)| target(statement, name) == wanted);
    let names = found.map(|(statement, name)| spelling(statement, name).to_owned());
    let mut names: Vec<String> = names.collect();
    names.sort_by_key(|name| *name != plain);
    names.into_iter().next()
}

/// Those of `imports` that `module` does not have yet, each once.
pub(super) fn missing(
    module: &Module,
    insertions: &[Insertion],
    imports: &[NeededImport],
) -> Result<Vec<NeededImport>, SpliceError> {
    let defined = check_definitions(module, insertions)?;
    let mut missing: Vec<NeededImport> = Vec::new();
    for import in imports {
        let name = import.bound_name();
        let existing = bindings_of(module, &name);
        if missing.contains(import) || is_satisfied(module, import, &existing) {
            continue;
        }
        let own = defined.contains(&name).then_some(Binding::Definition);
        let other = missing.iter().filter(|it| it.bound_name() == name).map(NeededImport::binding);
        let conflict = existing.into_iter().chain(own).chain(other);
        if let Some(existing) = conflict.into_iter().find(|it| *it != import.binding()) {
            return Err(import.conflict(existing));
        }
        missing.push(import.clone());
    }
    Ok(missing)
}

/// The names that `insertions` define at module level, when none of them is bound already.
fn check_definitions(
    module: &Module,
    insertions: &[Insertion],
) -> Result<BTreeSet<String>, SpliceError> {
    let mut defined: BTreeSet<(Option<&str>, String)> = BTreeSet::new();
    for insertion in insertions {
        let (class, taken) = match &insertion.placement {
            Placement::Module => (None, module.bound_names()),
            Placement::Class(path) => (Some(path.as_str()), names_in_class(module, path)),
        };
        for name in python::bound_names(&insertion.text).map_err(SpliceError::Syntax)? {
            if taken.contains(&name) || !defined.insert((class, name.clone())) {
                return Err(SpliceError::NameTaken { name, class: class.map(str::to_owned) });
            }
        }
    }
    Ok(defined.into_iter().filter(|(class, _)| class.is_none()).map(|(_, name)| name).collect())
}

fn names_in_class(module: &Module, path: &str) -> Vec<String> {
    let Some(class) = find_class(&module.outline.classes, path) else { return Vec::new() };
    let methods = class.methods.iter().map(|it| &it.name);
    let assignments = class.assignments.iter().map(|it| &it.name);
    let classes = class.classes.iter().map(|it| &it.name);
    methods.chain(assignments).chain(classes).cloned().collect()
}

/// Everything that `name` stands for on some way through the module; imports first.
fn bindings_of(module: &Module, name: &str) -> Vec<Binding> {
    let imports =
        run_time_names(module).filter(|(statement, it)| bound_name(statement, it) == name);
    let mut bindings: Vec<Binding> =
        imports.map(|(statement, it)| Binding::Import(bound_target(statement, it))).collect();
    if defines(module, name) {
        bindings.push(Binding::Definition);
    }
    bindings
}

fn defines(module: &Module, name: &str) -> bool {
    let outline = &module.outline;
    let listed = outline.definition(name).is_some();
    // Loops, `with` and the like bind names that the outline does not list.
    let imported = || {
        let statements = outline.imports.iter();
        let mut outer = statements.filter(|it| !matches!(it.scope, ImportScope::Local(_)));
        outer.any(|import| import.names.iter().any(|it| bound_name(import, it) == name))
    };
    listed || (!imported() && module.bound_names().iter().any(|it| it == name))
}

/// The items of the imports that bind names of the module when it runs.
fn run_time_names(module: &Module) -> impl Iterator<Item = (&Import, &ImportedName)> {
    module
        .outline
        .imports
        .iter()
        .filter(|it| matches!(it.scope, ImportScope::Module | ImportScope::Conditional))
        .flat_map(|import| import.names.iter().map(move |name| (import, name)))
}

fn is_satisfied(module: &Module, import: &NeededImport, existing: &[Binding]) -> bool {
    if !existing.contains(&import.binding()) {
        return false;
    }
    // `import a` binds the same name as `import a.b` and yet does not load `a.b`.
    let loads = |statement: &Import, name: &ImportedName| {
        statement.module.is_none()
            && name.asname.is_none()
            && name
                .name
                .strip_prefix(&import.module)
                .is_some_and(|it| it.is_empty() || it.starts_with('.'))
    };
    let is_dotted = import.is_plain() && import.module.contains('.');
    !is_dotted || run_time_names(module).any(|(statement, name)| loads(statement, name))
}

/// The name that an item of an import binds.
pub(super) fn bound_name<'a>(import: &Import, name: &'a ImportedName) -> &'a str {
    match (&name.asname, &import.module) {
        (Some(asname), _) => asname,
        (None, Some(_)) => &name.name,
        (None, None) => name.name.split('.').next().unwrap_or(&name.name),
    }
}

/// What stands for the thing that an item imports: `a.b` after `import a.b`.
fn spelling<'a>(import: &Import, name: &'a ImportedName) -> &'a str {
    match (&name.asname, &import.module) {
        (None, None) => &name.name,
        _ => bound_name(import, name),
    }
}

/// The dotted name of what an item imports.
fn target(import: &Import, name: &ImportedName) -> String {
    match &import.module {
        Some(_) => member(&full_module(import), &name.name),
        None => name.name.clone(),
    }
}

/// The dotted name of what the name that an item binds stands for.
fn bound_target(import: &Import, name: &ImportedName) -> String {
    match (&import.module, &name.asname) {
        (None, None) => bound_name(import, name).to_owned(),
        _ => target(import, name),
    }
}

/// The module of a `from` import with its dots; empty for `import …`.
pub(super) fn full_module(import: &Import) -> String {
    let module = import.module.as_deref().unwrap_or_default();
    ".".repeat(import.level as usize) + module
}

fn member(module: &str, name: &str) -> String {
    let separator = if module.ends_with('.') { "" } else { "." };
    format!("{module}{separator}{name}")
}

impl NeededImport {
    fn bound_name(&self) -> String {
        let own = || match &self.name {
            Some(name) => name.clone(),
            None => self.module.split('.').next().unwrap_or(&self.module).to_owned(),
        };
        self.asname.clone().unwrap_or_else(own)
    }

    fn target(&self) -> String {
        match &self.name {
            Some(name) => member(&self.module, name),
            None => self.module.clone(),
        }
    }

    /// `import a.b`, which binds `a`.
    fn is_plain(&self) -> bool {
        self.name.is_none() && self.asname.is_none()
    }

    fn binding(&self) -> Binding {
        Binding::Import(if self.is_plain() { self.bound_name() } else { self.target() })
    }

    fn conflict(&self, existing: Binding) -> SpliceError {
        let existing = match existing {
            Binding::Import(existing) => Some(existing),
            Binding::Definition => None,
        };
        SpliceError::ImportConflict { name: self.bound_name(), wanted: self.target(), existing }
    }
}
