//! The free names of a fragment: renamed to what the checkout and the file call them, and turned
//! into imports.

use std::sync::Arc;

use camino::Utf8PathBuf;
use indexmap::IndexMap;

use crate::checkout::Loaded;
use crate::inspect::Subject;
use crate::python::{ByteRange, FreeName, ImportScope, free_names};
use crate::splice::{Binding, NeededImport, binding_of, local_name};

use super::vocabulary::{Located, Vocabulary};

/// A name as the file spells it.
struct Local {
    name: String,
    bound: bool,
}

/// Looks up names for the tests of one subject in one file.
pub(super) struct Resolver<'a> {
    pub(super) vocabulary: &'a Vocabulary<'a>,
    pub(super) subject: &'a Subject,
    pub(super) existing: Option<&'a Arc<Loaded>>,
}

/// Why a fragment cannot be used.
pub(super) enum Unresolved {
    /// Nothing defines this name.
    Unknown(String),
    /// The text does not parse.
    NotPython(String),
    /// The checkout does not have this symbol.
    Absent { symbol: String, places: String },
    /// A file that may define this symbol does not parse.
    Broken { symbol: String, path: Utf8PathBuf },
    /// The file binds the name to something else.
    Taken { name: String, by: String },
}

/// What stands behind a name.
struct Target {
    import: NeededImport,
    located: Option<Located>,
}

impl Resolver<'_> {
    /// `text` under the names of checkout and file, and the imports it needs.
    ///
    /// `brought` says which modules define names that neither the spec nor the facts know.
    pub(super) fn resolve(
        &self,
        text: &str,
        brought: &IndexMap<String, String>,
    ) -> Result<(String, Vec<NeededImport>), Unresolved> {
        let free = free_names(text).map_err(|error| Unresolved::NotPython(error.message))?;
        let mut imports: Vec<NeededImport> = Vec::new();
        let mut edits: Vec<(ByteRange, String)> = Vec::new();
        for name in &free {
            let target = self.target(&name.name, brought)?;
            let local = self.local(&target)?;
            if local.name != name.name {
                edits.push((name.range.clone(), local.name));
            }
            if let Some(located) = &target.located {
                self.parts(name, located, &mut edits);
            }
            if !local.bound && !imports.contains(&target.import) {
                imports.push(target.import);
            }
        }
        edits.sort_by_key(|(range, _)| range.start);
        let mut text = text.to_owned();
        for (range, new) in edits.into_iter().rev() {
            text.replace_range(range, &new);
        }
        Ok((text, imports))
    }

    fn target(&self, name: &str, brought: &IndexMap<String, String>) -> Result<Target, Unresolved> {
        let defined =
            |module: &String| Target { import: NeededImport::from(module, name), located: None };
        // What a value was read from is known for certain; a symbol says where things usually are.
        if let Some(module) = brought.get(name) {
            return Ok(defined(module));
        }
        let known = self.subject.brought.get(name);
        if let Some(symbol) = self.vocabulary.symbol(name) {
            let Some(located) = self.vocabulary.locate(name) else {
                if let Some(module) = known {
                    return Ok(defined(module));
                }
                if let Some(path) = self.vocabulary.broken(symbol) {
                    return Err(Unresolved::Broken { symbol: name.to_owned(), path });
                }
                let places = symbol.places.iter().map(|it| it.module.as_str());
                let places = places.collect::<Vec<_>>().join(", ");
                return Err(Unresolved::Absent { symbol: name.to_owned(), places });
            };
            let place = &located.place;
            let import = NeededImport {
                module: place.module.clone(),
                name: place.name.clone(),
                asname: None,
            };
            return Ok(Target { import, located: Some(located) });
        }
        known.map(defined).ok_or_else(|| Unresolved::Unknown(name.to_owned()))
    }

    /// What the file calls it, now or once it is imported.
    fn local(&self, target: &Target) -> Result<Local, Unresolved> {
        let import = &target.import;
        let own = import.name.clone().unwrap_or_else(|| import.module.clone());
        let Some(existing) = self.existing else { return Ok(Local { name: own, bound: false }) };
        if let Some(name) = local_name(&existing.module, import) {
            return Ok(Local { name, bound: true });
        }
        match binding_of(&existing.module, &own) {
            // To bind it a second time is what linters call a redefinition.
            None if is_for_type_checker(existing, &own) => Err(Unresolved::Taken {
                name: own,
                by: "imported for the type checker only".into(),
            }),
            None => Ok(Local { name: own, bound: false }),
            // The same name from elsewhere in the same package is a re-export of the same thing.
            Some(Binding::Import(path)) if is_reexport(&path, import) => {
                Ok(Local { name: own, bound: true })
            }
            Some(Binding::Import(path)) => {
                Err(Unresolved::Taken { name: own, by: format!("imported from `{path}`") })
            }
            Some(Binding::Definition) => {
                Err(Unresolved::Taken { name: own, by: "defined".to_owned() })
            }
        }
    }

    /// Members and keyword arguments that the checkout calls otherwise.
    fn parts(&self, name: &FreeName, located: &Located, edits: &mut Vec<(ByteRange, String)>) {
        if let (Some(member), Some(range)) = (name.attributes.first(), name.chain_ranges.first()) {
            let there = self.vocabulary.member(&name.name, located, member);
            if there != *member {
                edits.push((range.clone(), there));
            }
        }
        for (keyword, range) in &name.keywords {
            let there = self.vocabulary.keyword(&name.name, located, keyword);
            if there != *keyword {
                edits.push((range.clone(), there));
            }
        }
    }
}

fn is_for_type_checker(existing: &Loaded, name: &str) -> bool {
    let imports = existing.module.outline.imports.iter();
    let mut names =
        imports.filter(|it| matches!(it.scope, ImportScope::TypeChecking)).flat_map(|it| &it.names);
    names.any(|it| it.asname.as_ref().unwrap_or(&it.name) == name)
}

fn is_reexport(path: &str, import: &NeededImport) -> bool {
    let package = |path: &str| path.split('.').next().map(str::to_owned);
    let name = path.rsplit('.').next();
    import.name.as_deref() == name && package(path) == package(&import.module)
}
