//! What a file imports of the spec's symbols, as rules look at it: one item of one statement.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::checkout::Loaded;
use crate::model::{Symbol, SymbolPlace, Symbols};
use crate::pattern::MATCH_LIMIT;
use crate::python::{self, ByteRange, Import, ImportScope, ImportedName};
use crate::splice::Words;
use crate::value::Value;

use super::conditions::State;
use super::{Checker, code};

/// The symbols, by all the names that they have had.
pub(super) struct Imports<'a>(HashMap<&'a str, Vec<(&'a str, &'a Symbol)>>);

impl<'a> Imports<'a> {
    pub(super) fn of(symbols: &'a Symbols) -> Self {
        let mut by_name: HashMap<&str, Vec<_>> = HashMap::new();
        for (own, symbol) in &symbols.0 {
            let names = symbol.places.iter().filter_map(|it| it.name.as_deref());
            for name in names.chain([own.as_str()]) {
                let symbols = by_name.entry(name).or_default();
                if !symbols.iter().any(|(it, _)| it == own) {
                    symbols.push((own.as_str(), symbol));
                }
            }
        }
        Self(by_name)
    }

    /// The symbols among what `module` itself imports.
    pub(super) fn find(&self, checker: &Checker<'_>, module: &Arc<Loaded>) -> Imported {
        let words = Words::of(&module.module);
        let mut earlier: HashSet<(&str, &str, &str)> = HashSet::new();
        let mut states: Vec<State> = Vec::new();
        for (import, from, item) in items(module) {
            let known = self.0.get(item.name.as_str()).into_iter().flatten();
            let mut known = known.filter(|(own, symbol)| symbol.is_at(own, from, &item.name));
            let Some((own, _)) = known.next() else { continue };
            let local = item.asname.as_deref().unwrap_or(&item.name);
            if states.len() == MATCH_LIMIT {
                let cut_at = states.last().map(|it| it.place.range.start);
                return Imported { states, cut_at };
            }
            let again = !earlier.insert((from, &item.name, local));
            let mut there = is_there(checker, from, &item.name);
            let home =
                if there { None } else { checker.vocabulary().locate(own).map(|it| it.place) };
            let home = home.as_ref();
            // An example does not bring the modules that it takes for granted.
            let is_home = |it: &SymbolPlace| {
                it.module == from && it.name.as_deref() == Some(item.name.as_str())
            };
            there |= home.is_some_and(is_home);
            let text = |it: Option<&str>| it.map_or(Value::None, Value::from);
            let imported = Value::map([
                ("symbol", (*own).into()),
                ("module", from.into()),
                ("name", item.name.as_str().into()),
                ("local", local.into()),
                ("used", words.contain(local).into()),
                ("again", again.into()),
                ("there", there.into()),
                ("noted", is_noted(module, &import.range).into()),
                ("home", text(home.map(|it| it.module.as_str()))),
                ("called", text(home.and_then(|it| it.name.as_deref()))),
            ]);
            let mut state = State::at(code(module, item.range.clone()));
            state.lets.insert("imported".into(), imported);
            states.push(state);
        }
        Imported { states, cut_at: None }
    }
}

/// What a file imports of the symbols.
pub(super) struct Imported {
    /// One at each item; `imported` says what it is.
    pub(super) states: Vec<State>,
    /// The last that was looked at, where there are more than [`MATCH_LIMIT`].
    pub(super) cut_at: Option<usize>,
}

/// The items of `from … import …` at module level, with their modules.
fn items(module: &Loaded) -> impl Iterator<Item = (&Import, &str, &ImportedName)> {
    let imports = module.module.outline.imports.iter();
    let imports = imports.filter(|it| it.scope == ImportScope::Module && it.level == 0);
    imports.flat_map(|import| {
        let from = import.module.as_deref();
        from.into_iter().flat_map(move |from| import.names.iter().map(move |it| (import, from, it)))
    })
}

/// Whether a comment stands in or beside the import statement at `range`.
fn is_noted(module: &Loaded, range: &ByteRange) -> bool {
    let text = &module.module.text;
    let rest = text[range.end..].lines().next().unwrap_or_default();
    text[range.clone()].contains('#') || rest.contains('#')
}

/// Whether `from module import name` works in the checkout, as far as it can be known.
fn is_there(checker: &Checker<'_>, module: &str, name: &str) -> bool {
    let checkout = checker.checkout;
    checker.memo.members.get_or(&(module.to_owned(), name.to_owned()), || {
        !checkout.has_package(module)
            || checkout.binds(module, name)
            || checkout.file(&format!("{module}.{name}")).is_some()
    })
}

/// The item of an import statement that stands at just this place.
pub(super) fn item_at<'m>(module: &'m Loaded, range: &ByteRange) -> Option<&'m ImportedName> {
    let import = python::around(&module.module.outline.imports, |it| &it.range, range)?;
    import.names.iter().find(|it| it.range == *range)
}
