//! How a fact was found out, in words.

use crate::checkout::{Checkout, Place};
use crate::inspect::Subject;
use crate::model::{Compiled, Fact, Model, Row};
use crate::template::Expression;
use crate::value::Value;

/// How the first fact that `expression` reads was found out.
pub(super) fn origin(
    model: &Model,
    checkout: &Checkout<'_>,
    subject: &Subject,
    expression: &Compiled<Expression>,
) -> Option<String> {
    let paths = expression.expression().ok()?.paths();
    let own = format!("{}.", subject.target);
    let name = paths.iter().find_map(|it| it.strip_prefix(&own)?.split('.').next())?;
    match model.targets.get(&subject.target)?.facts.get(name)? {
        Fact::Table(rows) => {
            let row = subject.value.get(name)?.get("row")?.as_str()?;
            row_origin(model, checkout, subject, rows.iter().find(|it| it.name == row)?)
        }
        Fact::Steps { .. } => {
            subject.value.get(name).filter(|it| it.holds())?;
            let place = subject.found.get(name)?;
            let is_own = place.range == subject.place.range
                && place.module.path == subject.place.module.path;
            (!is_own).then(|| place_of(place))
        }
    }
}

fn place_of(place: &Place) -> String {
    format!("{}:{}", place.module.path, place.line())
}

/// What about a class made a row hold.
fn row_origin(
    model: &Model,
    checkout: &Checkout<'_>,
    subject: &Subject,
    row: &Row,
) -> Option<String> {
    let class = subject.place.class()?;
    let is = |names: &[String], found: &str| {
        let last = found.rsplit('.').next().unwrap_or(found);
        names.iter().any(|own| model.symbols.0.get(own).is_some_and(|it| it.is_called(own, last)))
    };
    let decorator = class.decorators.iter().find(|it| is(&row.is.decorators, &it.name));
    if let Some(decorator) = decorator {
        return Some(format!("decorated with `@{}`", decorator.name));
    }
    let ancestors = checkout.ancestors(&subject.place);
    let mut names = ancestors.iter().filter_map(|it| it.hops.last()).map(|(_, name)| name);
    if let Some(base) = names.find(|it| is(&row.is.bases, it)) {
        return Some(format!("derives from `{base}`"));
    }
    row.is.path.as_ref().map(|it| format!("its path is like `{it}`"))
}

/// Text for people: a map by its `name`, or else by its row.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Map(_) => {
            let name = value.get("name").or_else(|| value.get("row"));
            name.map_or_else(|| value.to_string(), Value::to_string)
        }
        Value::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
