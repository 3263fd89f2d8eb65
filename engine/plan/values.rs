//! How a test comes by the values it starts from: rows of the spec, each made of other values.

use indexmap::IndexMap;

use crate::model::{Case, GivenSource, Model};
use crate::value::{Map, Value};

use super::Planner;

/// The variables of a case's givens, and the lines that make them, or the class that no row makes.
pub(super) fn givens(
    planner: &mut Planner<'_, '_>,
    case: &Case,
    context: &Map,
    fixture: &str,
) -> Result<(IndexMap<String, String>, Vec<String>), String> {
    let (mut variables, mut order) = (IndexMap::new(), Vec::new());
    for given in &case.givens {
        let value = match &given.source {
            GivenSource::Value(name) => name.clone(),
            GivenSource::Of(class) => {
                let class = planner.value(class, context).to_string();
                value_of(planner.model, &class).ok_or(class)?
            }
        };
        arrange(planner.model, &value, &mut order);
        variables.insert(given.name.clone(), value);
    }
    let mut names = context.clone();
    names.insert("fixture".into(), fixture.into());
    names.extend(order.iter().map(|name| (name.as_str().into(), Value::from(name.as_str()))));
    let model = planner.model;
    let lines = order.iter().map(|name| line(planner, model, name, &names));
    Ok((variables, lines.collect()))
}

fn line(planner: &mut Planner<'_, '_>, model: &Model, name: &str, names: &Map) -> String {
    let Some(row) = model.values.get(name) else { return String::new() };
    let text = planner.text(&row.template, names);
    // A row of one expression is assigned; one of several lines assigns its name itself.
    if text.contains('\n') { text } else { format!("{name} = {text}") }
}

fn value_of(model: &Model, class: &str) -> Option<String> {
    model.values.iter().find(|(_, row)| row.of.as_deref() == Some(class)).map(|(it, _)| it.clone())
}

/// Puts `name` into `order`, after what it is made of.
fn arrange(model: &Model, name: &str, order: &mut Vec<String>) {
    if order.iter().any(|it| it == name) {
        return;
    }
    for need in model.values.get(name).into_iter().flat_map(|row| &row.needs) {
        arrange(model, need, order);
    }
    order.push(name.to_owned());
}

/// The row that would make a `class`, to be completed.
pub(super) fn row_for(class: &str, fixture: &str) -> String {
    let name = crate::template::snake(class);
    format!("value \"{name}\" \"{fixture}.create_{name}(…)\" of=\"{class}\"")
}
