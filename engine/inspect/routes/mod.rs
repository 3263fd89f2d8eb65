//! Which routes lead to a class: tables that Python builds, evaluated without running it. A table is
//! evaluated when a fact first asks, once for a run.

mod evaluate;
mod path;

use std::collections::HashMap;
use std::sync::OnceLock;

use indexmap::IndexMap;

use crate::checkout::{Checkout, Place};
use crate::model::Model;
use crate::value::Value;

use evaluate::{Row, evaluate};
use path::Path;

/// The tables of a run.
pub(crate) struct Routes<'a> {
    model: &'a Model,
    checkout: &'a Checkout<'a>,
    tables: IndexMap<&'a str, OnceLock<Table>>,
}

/// The rows of a table: those of each class by its name, and those of each route by its own.
struct Table {
    rows: Vec<Row>,
    by_name: HashMap<String, Vec<usize>>,
    by_route: HashMap<String, Vec<usize>>,
}

impl<'a> Routes<'a> {
    /// The tables that `model` declares.
    pub(crate) fn new(model: &'a Model, checkout: &'a Checkout<'a>) -> Self {
        let tables = model.routes.keys().map(|name| (name.as_str(), OnceLock::new())).collect();
        Self { model, checkout, tables }
    }

    /// The entries of the table `name` that lead to the class at `place`, and what each says.
    pub(super) fn leading_to(&self, name: &str, place: &Place) -> Vec<(Place, Value)> {
        let Some(table) = self.tables.get(name).map(|it| it.get_or_init(|| self.table(name)))
        else {
            return Vec::new();
        };
        let called = table.by_name.get(&place.name).into_iter().flatten();
        let rows = called.map(|index| &table.rows[*index]).filter(|it| self.is_of(it, place));
        // One entry may name the view for several methods.
        let mut routes: IndexMap<_, Vec<&Row>> = IndexMap::new();
        for row in rows {
            let key = (&row.entry.module.path, row.entry.range.start, &row.pattern);
            routes.entry(key).or_default().push(row);
        }
        routes.values().map(|rows| (rows[0].entry.clone(), value(rows))).collect()
    }

    /// The classes that a route of this name leads to, in any of the tables.
    pub(crate) fn called(&self, name: &str) -> Vec<Place> {
        let tables = self.tables.iter().map(|(key, it)| it.get_or_init(|| self.table(key)));
        let rows = tables.flat_map(|table| {
            let rows = table.by_route.get(name).into_iter().flatten();
            rows.map(|index| &table.rows[*index])
        });
        let view =
            |it: &Row| self.checkout.resolve(&it.view.module, it.view.at, &it.view.name).place;
        rows.filter_map(view).collect()
    }

    fn table(&self, name: &str) -> Table {
        let rows = self.model.routes.get(name).map(|it| evaluate(self.model, self.checkout, it));
        let rows = rows.unwrap_or_default();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, row) in rows.iter().enumerate() {
            let (_, name) = self.checkout.origin(&row.view.module, row.view.at, &row.view.name);
            let last = name.rsplit('.').next().unwrap_or(&name).to_owned();
            by_name.entry(last).or_default().push(index);
        }
        let mut by_route: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, row) in rows.iter().enumerate() {
            if let Some(name) = &row.name {
                by_route.entry(name.clone()).or_default().push(index);
            }
        }
        Table { rows, by_name, by_route }
    }

    /// Whether the row's view is the class at `place`. Most views are never asked for, so each name
    /// is followed only then.
    fn is_of(&self, row: &Row, place: &Place) -> bool {
        let view = self.checkout.resolve(&row.view.module, row.view.at, &row.view.name).place;
        view.is_some_and(|it| it.module.path == place.module.path && it.range == place.range)
    }
}

/// What a fact says of a route, which has a row for each method that is named.
fn value(rows: &[&Row]) -> Value {
    let row = rows[0];
    let methods = rows.iter().filter_map(|it| it.view.method.as_deref());
    let path = row.pattern.as_deref().map(Path::of);
    let text = |it: Option<&str>| it.map_or(Value::None, Value::from);
    let parameters = path.iter().flat_map(|it| &it.parameters).map(|it| {
        Value::map([
            ("name", it.name.as_str().into()),
            ("pattern", it.pattern.as_str().into()),
            ("before", it.before.as_str().into()),
        ])
    });
    let reversible = row.name.is_some() && path.as_ref().is_some_and(|it| it.reversible);
    Value::map([
        ("name", text(row.name.as_deref())),
        ("pattern", text(row.pattern.as_deref())),
        ("path", path.as_ref().map_or(Value::None, |it| it.template().into())),
        ("after", text(path.as_ref().map(|it| it.after.as_str()))),
        ("reversible", reversible.into()),
        ("parameters", Value::list(parameters)),
        ("methods", Value::list(methods.map(Value::from))),
        ("wrapper", text(row.view.wrapper.as_deref())),
    ])
}
