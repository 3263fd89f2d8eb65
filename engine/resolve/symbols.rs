//! Symbols, and the values that tests start from.

use indexmap::IndexMap;

use crate::diagnostic::Diagnostic;
use crate::model::{Model, Symbol, SymbolPlace, ValueRow};
use crate::spec::{self, Entry, Item, Str};

use super::compile::Compiler;
use super::{shapes, text};

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

/// The values, whose templates may name each other.
pub(super) fn values(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    let rows: Vec<_> = entries
        .iter()
        .filter_map(|entry| match &entry.item {
            Item::Value(row) => Some((text(&entry.name), &entry.name, row)),
            _ => None,
        })
        .collect();
    let names: Vec<&str> = rows.iter().map(|(name, ..)| name.as_str()).collect();
    let shape = shapes::values(&names);
    let mut values = IndexMap::new();
    for (name, _, row) in &rows {
        let Some(template) = compiler.checked_template(&row.template, &shape, &model.parts) else {
            continue;
        };
        let needs = needs(&template.text.value.value, &names);
        let of = row.of.as_ref().map(text);
        values.insert(name.clone(), ValueRow { of, template, needs });
    }
    for (index, (name, place, row)) in rows.iter().enumerate() {
        let of = row.of.as_ref().map(text);
        let first =
            rows[..index].iter().find(|it| of.is_some() && it.2.of.as_ref().map(text) == of);
        if let (Some(first), Some(of)) = (first, of) {
            let message =
                format!("`{}` makes a `{of}` already; `{name}` would never be used", first.0);
            let help = format!(
                "leave out `of=`, or put the value into `replace {{ … }}` as `{}`",
                first.0
            );
            compiler
                .problems
                .push(Diagnostic::error("duplicate", place.span, message).with_help(help));
        }
    }
    cycles(compiler, &rows, &values);
    model.values = values;
}

/// The values that a template names in its holes.
fn needs(template: &str, names: &[&str]) -> Vec<String> {
    let holes = template.split("{{").skip(1).filter_map(|it| it.split("}}").next());
    let words = holes.flat_map(|it| it.split(|c: char| !c.is_alphanumeric() && c != '_'));
    let mut needs: Vec<String> = Vec::new();
    for word in words.filter(|it| names.contains(it)) {
        if !needs.iter().any(|it| it == word) {
            needs.push(word.to_owned());
        }
    }
    needs
}

fn cycles(
    compiler: &mut Compiler<'_>,
    rows: &[(String, &Str, &spec::ValueRow)],
    values: &IndexMap<String, ValueRow>,
) {
    for (name, place, _) in rows {
        let (mut reached, mut open) = (Vec::new(), vec![name.as_str()]);
        while let Some(next) = open.pop() {
            for need in values.get(next).into_iter().flat_map(|it| &it.needs) {
                if need == name {
                    let message = format!("the value `{name}` is made of itself");
                    let help =
                        "break the circle: one of the values must be made without the others";
                    compiler.problems.push(
                        Diagnostic::error("value-cycle", place.span, message).with_help(help),
                    );
                    open.clear();
                    break;
                }
                if !reached.contains(&need.as_str()) {
                    reached.push(need);
                    open.push(need);
                }
            }
        }
    }
}
