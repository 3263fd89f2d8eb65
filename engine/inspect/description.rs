//! What is known of every place without a fact: its name, where it stands, and its signature.

use crate::checkout::{Kind, Place};
use crate::python::{Decorator, Parameter, ParameterKind};
use crate::value::{Map, Value};

/// What is known of a place.
const KNOWN: [&str; 8] =
    ["name", "module", "path", "line", "text", "parameters", "returns", "decorators"];

/// The name, module, path, line and signature of `place`.
pub(crate) fn described(place: &Place) -> Map {
    KNOWN.iter().filter_map(|it| Some(((*it).into(), description(place, it)?))).collect()
}

/// What `name` is of all that is known of `place`.
pub(crate) fn description(place: &Place, name: &str) -> Option<Value> {
    let function = || place.function();
    Some(match name {
        "name" => place.name.as_str().into(),
        "module" => place.module.name.as_str().into(),
        "path" => place.module.path.as_str().into(),
        "line" => Value::Int(i64::try_from(place.line()).unwrap_or_default()),
        "text" if place.kind == Kind::Code => place.module.module.slice(&place.range).into(),
        "text" => "".into(),
        "parameters" => {
            Value::list(function().map(|it| parameters(&it.parameters)).unwrap_or_default())
        }
        "returns" => text_or_none(function().and_then(|it| it.returns.as_deref())),
        "decorators" => Value::list(place.decorators().iter().map(decorator)),
        _ => return None,
    })
}

/// What a caller may give; the receiver of a method is not among it.
fn parameters(parameters: &[Parameter]) -> Vec<Value> {
    let is_receiver = |it: &Parameter| it.name == "self" || it.name == "cls";
    let receiver = usize::from(parameters.first().is_some_and(is_receiver));
    parameters[receiver..].iter().map(parameter).collect()
}

fn parameter(it: &Parameter) -> Value {
    let (kind, takes_any) = match it.kind {
        ParameterKind::PositionalOnly => ("positional-only", false),
        ParameterKind::Plain => ("plain", false),
        ParameterKind::VarPositional => ("var-positional", true),
        ParameterKind::KeywordOnly => ("keyword-only", false),
        ParameterKind::VarKeyword => ("var-keyword", true),
    };
    Value::map([
        ("name", it.name.as_str().into()),
        ("kind", kind.into()),
        ("annotation", text_or_none(it.annotation.as_deref())),
        ("default", text_or_none(it.default.as_deref())),
        ("required", Value::Bool(it.default.is_none() && !takes_any)),
    ])
}

fn decorator(it: &Decorator) -> Value {
    Value::map([
        ("name", it.name.as_str().into()),
        ("arguments", text_or_none(it.arguments.as_deref())),
    ])
}

fn text_or_none(text: Option<&str>) -> Value {
    text.map(Into::into).unwrap_or_default()
}
