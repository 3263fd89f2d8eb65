//! Whether a class is what a predicate says, and whether a name in the code is a symbol's.

use crate::checkout::{Checkout, Kind, Loaded, Place};
use crate::model::{Predicate, Symbol, Symbols};
use crate::pattern::{Bindings, Depth, Names, Pattern};

/// Names in patterns stand for all the names that their symbol has had.
pub struct SymbolNames<'a>(pub &'a Symbols);

impl Names for SymbolNames<'_> {
    fn same(&self, written: &str, found: &str) -> bool {
        if written == found {
            return true;
        }
        match (written.split_once('.'), found.split_once('.')) {
            (Some((owner, member)), Some((found_owner, found_member))) => {
                self.0.0.get(owner).is_some_and(|symbol| {
                    symbol.is_called(owner, found_owner)
                        && symbol
                            .members
                            .get(member)
                            .is_some_and(|others| others.iter().any(|other| other == found_member))
                })
            }
            (None, None) => self.0.0.get(written).is_some_and(|it| it.is_called(written, found)),
            _ => false,
        }
    }

    fn others(&self, written: &str) -> Vec<String> {
        match written.split_once('.') {
            None => {
                let places = self.0.0.get(written).into_iter().flat_map(|it| &it.places);
                places.filter_map(|it| it.name.clone()).collect()
            }
            Some((owner, member)) => {
                let members = self.0.0.get(owner).and_then(|it| it.members.get(member));
                members.into_iter().flatten().map(|it| format!("{owner}.{it}")).collect()
            }
        }
    }
}

impl Symbol {
    /// Whether `found` is one of the names over time of this symbol, which the pack calls `own`.
    pub fn is_called(&self, own: &str, found: &str) -> bool {
        own == found || self.places.iter().any(|place| place.name.as_deref() == Some(found))
    }

    /// Whether `name` of `module` is this symbol. The name decides, within the same top-level
    /// package: modules move more often than names change.
    pub(crate) fn is_at(&self, own: &str, module: &str, name: &str) -> bool {
        let package = |module: &str| module.split('.').next().map(str::to_owned);
        self.is_called(own, name)
            && self.places.iter().any(|place| package(&place.module) == package(module))
    }
}

/// Whether the file imports the symbol that the pack calls `own`.
pub(crate) fn imports(symbols: &Symbols, loaded: &Loaded, own: &str) -> bool {
    let Some(symbol) = symbols.0.get(own) else { return false };
    let imports = loaded.module.outline.imports.iter();
    imports.into_iter().any(|import| match &import.module {
        Some(module) => import.names.iter().any(|it| symbol.is_at(own, module, &it.name)),
        None => import.names.iter().any(|it| {
            symbol.places.iter().any(|place| place.name.is_none() && place.module == it.name)
        }),
    })
}

/// Whether the class or method at `place` is what `predicate` says.
pub(crate) fn holds(
    predicate: &Predicate,
    symbols: &Symbols,
    checkout: &Checkout<'_>,
    place: &Place,
) -> bool {
    if !matches!(place.kind, Kind::Class | Kind::Function) {
        return false;
    }
    let named =
        || predicate.names.is_empty() || predicate.names.iter().any(|glob| fits(glob, &place.name));
    let path = predicate.path.as_ref().is_none_or(|glob| fits(glob, place.module.path.as_str()));
    let is_any = |names: &[String], module: &str, name: &str| {
        names.iter().any(|own| symbols.0.get(own).is_some_and(|it| it.is_at(own, module, name)))
    };
    let decorated = || {
        place.decorators().iter().filter(|it| !it.name.is_empty()).any(|decorator| {
            let (start, name) = (place.range.start, &decorator.name);
            let (module, origin) = checkout.origin(&place.module, start, name);
            is_any(&predicate.decorators, &module, &origin) || {
                let resolved = checkout.resolve(&place.module, start, name);
                resolved.hops.iter().any(|(m, n)| is_any(&predicate.decorators, m, n))
            }
        })
    };
    let derived =
        || checkout.derives(place, &|module, name| is_any(&predicate.bases, module, name));
    let found = |pattern: &Pattern| {
        let (names, module) = (SymbolNames(symbols), &place.module.module);
        !pattern.find(module, &place.range, Depth::Any, &Bindings::default(), &names).is_empty()
    };
    path && named()
        && (predicate.decorators.is_empty() || decorated())
        && predicate.has.as_ref().is_none_or(found)
        && !predicate.lacks.as_ref().is_some_and(found)
        && (predicate.bases.is_empty() || derived())
}

/// Whether `path` fits a glob in which `*` is any part of a name and `**` any part at all.
pub fn fits(glob: &str, path: &str) -> bool {
    match glob.split_once('*') {
        None => glob == path,
        Some((before, after)) => {
            let Some(rest) = path.strip_prefix(before) else { return false };
            let (after, crosses) = match after.strip_prefix('*') {
                Some(after) => (after, true),
                None => (after, false),
            };
            let ends = (0..=rest.len()).filter(|at| rest.is_char_boundary(*at));
            ends.take_while(|at| crosses || !rest[..*at].contains('/'))
                .any(|at| fits(after, &rest[at..]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn one_star_stays_in_its_folder_and_two_do_not() {
        assert!(fits("src/*/models/*.py", "src/shop/models/order.py"));
        assert!(!fits("src/*.py", "src/shop/order.py"));
        assert!(fits("src/**.py", "src/shop/order.py"));
        assert!(fits("src/**/order.py", "src/shop/deep/order.py"));
    }
}
