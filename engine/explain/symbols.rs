//! What a symbol is: where it lives, over time, and what is called otherwise along with it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Model;

/// A name, and where it is imported from.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SymbolTopic {
    /// What specs call it.
    pub name: String,
    /// Its places, newest first: the first that a checkout has is taken.
    pub places: Vec<PlaceTopic>,
    /// Members that had other names elsewhere.
    pub members: Vec<RenamedTopic>,
    /// Keyword arguments that had other names elsewhere.
    pub keywords: Vec<RenamedTopic>,
    /// Facts and rules speak of it, generated code does not.
    pub observed: bool,
}

/// One place of a symbol.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlaceTopic {
    /// The dotted path.
    pub path: String,
    /// It holds where there is no checkout.
    pub default: bool,
}

/// Something with several names.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RenamedTopic {
    /// What specs call it.
    pub name: String,
    /// What it is or was called elsewhere.
    pub others: Vec<String>,
}

impl SymbolTopic {
    /// Whether `name` is one of its places, its name there, or a member of it.
    pub(super) fn is_also_called(&self, name: &str) -> bool {
        let is_it = |name: &str| {
            let there = |path: &str| path.rsplit_once('.').is_some_and(|(_, it)| it == name);
            self.name == name || self.places.iter().any(|it| it.path == name || there(&it.path))
        };
        is_it(name) || name.rsplit_once('.').is_some_and(|(owner, _)| is_it(owner))
    }
}

/// The symbols of the model.
pub(super) fn symbols(model: &Model) -> impl Iterator<Item = SymbolTopic> {
    let renamed = |names: &IndexMap<String, Vec<String>>| {
        let one = |(name, others): (&String, &Vec<String>)| RenamedTopic {
            name: name.clone(),
            others: others.clone(),
        };
        names.iter().map(one).collect()
    };
    model.symbols.0.iter().map(move |(name, symbol)| SymbolTopic {
        name: name.clone(),
        places: symbol
            .places
            .iter()
            .map(|it| PlaceTopic {
                path: match &it.name {
                    Some(name) => format!("{}.{name}", it.module),
                    None => it.module.clone(),
                },
                default: it.default,
            })
            .collect(),
        members: renamed(&symbol.members),
        keywords: renamed(&symbol.keywords),
        observed: symbol.observed,
    })
}
