//! What can be called, and with which keyword arguments.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::checkout::{Checkout, Kind, Place};
use crate::model::{Fact, Model};
use crate::python::{Function, ParameterKind};

/// The keyword arguments of what stands somewhere.
pub(super) struct Signature {
    /// Where it stands.
    pub(super) place: String,
    names: BTreeSet<String>,
    any: bool,
}

impl Signature {
    /// What may take anything: where it is defined cannot be seen.
    pub(super) fn unknown() -> Self {
        Self { place: String::new(), names: BTreeSet::new(), any: true }
    }

    /// Of a function, of a class's `__init__`, or of anything in the module of another definition:
    /// what is assigned may be called in many ways.
    pub(super) fn of(place: &Place) -> Self {
        let outline = &place.module.module.outline;
        let methods = outline.classes.iter().flat_map(|it| &it.methods);
        let mut all = methods.chain(&outline.functions);
        let functions: Vec<&Function> = match place.kind {
            Kind::Function => all.filter(|it| it.range == place.range).collect(),
            Kind::Class => {
                let class = place.class();
                let methods = class.into_iter().flat_map(|it| &it.methods);
                methods.filter(|it| it.name == "__init__").collect()
            }
            Kind::Assignment => all.by_ref().collect(),
            Kind::Module | Kind::Code => Vec::new(),
        };
        let parameters = || functions.iter().flat_map(|it| &it.parameters);
        // In a module other functions take anything; a function that is called does as it says.
        let open = place.kind != Kind::Assignment
            && parameters().any(|it| it.kind == ParameterKind::VarKeyword);
        Self {
            place: format!("{}.{}", place.module.name, place.name),
            names: parameters().map(|it| it.name.clone()).collect(),
            any: open || functions.is_empty(),
        }
    }

    pub(super) fn takes(&self, keyword: &str) -> bool {
        self.any || self.names.contains(keyword)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// The attributes of a class and its ancestors; `None` where some of them cannot be seen.
pub(super) fn attributes(checkout: &Checkout<'_>, place: &Place) -> Option<Vec<String>> {
    place.class()?;
    let mut attributes = Vec::new();
    let ancestors = checkout.ancestors(place);
    let beyond = |module: &str| module != "enum" && !module.is_empty();
    let hidden = |it: &crate::checkout::Resolved| {
        it.place.is_none() && it.hops.last().is_none_or(|(module, _)| beyond(module))
    };
    if ancestors.iter().any(hidden) {
        return None;
    }
    for place in
        std::iter::once(place.clone()).chain(ancestors.into_iter().filter_map(|it| it.place))
    {
        let class = place.class()?;
        attributes.extend(class.assignments.iter().map(|it| it.name.clone()));
        attributes.extend(class.methods.iter().map(|it| it.name.clone()));
        attributes.extend(class.classes.iter().map(|it| it.name.clone()));
    }
    Some(attributes)
}

/// The classes that tests derive from, as far as the checkout defines them.
pub(super) struct Classes {
    roots: Vec<String>,
    methods: IndexMap<String, Place>,
}

impl Classes {
    /// Those that suites and the tables of their targets name as bases.
    pub(super) fn of(model: &Model, checkout: &Checkout<'_>) -> Self {
        let (mut roots, mut methods) = (Vec::new(), IndexMap::new());
        for name in names(model) {
            let Some(symbol) = model.symbols.0.get(&name) else { continue };
            let mut places = symbol.places.iter().filter_map(|it| {
                checkout.member(&it.module, it.name.as_deref().unwrap_or(&name)).place
            });
            let Some(place) = places.find(|it| it.kind == Kind::Class) else { continue };
            let ancestors = checkout.ancestors(&place).into_iter().filter_map(|it| it.place);
            for place in std::iter::once(place.clone()).chain(ancestors) {
                for method in place.class().into_iter().flat_map(|it| &it.methods) {
                    let found = place.method(&method.name);
                    if let (Some(found), false) = (found, methods.contains_key(&method.name)) {
                        methods.insert(method.name.clone(), found);
                    }
                }
            }
            roots.push(name);
        }
        Self { roots, methods }
    }

    pub(super) fn names(&self) -> String {
        self.roots.join(", ")
    }

    pub(super) fn method(&self, name: &str) -> Option<Place> {
        self.methods.get(name).cloned()
    }

    /// Whether these classes are the place for a method of that name: they have it, or several of
    /// its kind. Others may come from a base that the checkout does not define.
    pub(super) fn should_have(&self, name: &str) -> bool {
        let kin = |it: &&String| {
            name.split_once('_').is_some_and(|(word, _)| {
                it.strip_prefix(word).is_some_and(|rest| rest.starts_with('_'))
            })
        };
        self.methods.contains_key(name) || self.methods.keys().filter(kin).count() >= 3
    }

    pub(super) fn known(&self) -> impl Iterator<Item = &str> {
        self.methods.keys().map(String::as_str)
    }
}

/// The names that stand where suites say their bases, or in the columns that these read.
fn names(model: &Model) -> BTreeSet<String> {
    let bases = || model.suites.iter().flat_map(|it| &it.bases).map(|it| &it.text.value.value);
    let tables = model.targets.values().flat_map(|it| it.facts.values());
    let rows = tables.filter_map(|it| match it {
        Fact::Table(rows) => Some(rows),
        Fact::Steps { .. } => None,
    });
    let is_read = |column: &str| bases().any(|it| it.contains(&format!(".{column} ")));
    let cells = rows.flatten().flat_map(|it| &it.cells).filter(|(column, _)| is_read(column));
    let lists = bases().chain(cells.map(|(_, cell)| cell)).flat_map(|it| it.split(','));
    lists.map(|it| it.trim().to_owned()).filter(|it| model.symbols.0.contains_key(it)).collect()
}
