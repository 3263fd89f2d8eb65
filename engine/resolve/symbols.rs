//! Symbols: names that generated code may use.

use indexmap::IndexMap;

use crate::model::{Symbol, SymbolPlace};
use crate::spec::{self, Str};

use super::text;

/// A symbol as the model keeps it.
pub(super) fn symbol(symbol: &spec::Symbol, name: &Str) -> Symbol {
    let renamed = |list: &[spec::Renamed]| -> IndexMap<String, Vec<String>> {
        list.iter().map(|it| (text(&it.name), it.others.iter().map(text).collect())).collect()
    };
    let any_default = symbol.places.iter().any(|it| it.default);
    let place = |(index, it): (usize, &spec::SymbolPlace)| SymbolPlace {
        module: text(&it.module),
        name: (!it.import).then(|| it.name.as_ref().map_or_else(|| text(name), text)),
        // Without a mark the newest place is the pack's own.
        default: if any_default { it.default } else { index == 0 },
    };
    Symbol {
        places: symbol.places.iter().enumerate().map(place).collect(),
        members: renamed(&symbol.members),
        keywords: renamed(&symbol.keywords),
        observed: symbol.observed,
        span: name.span,
    }
}
