//! What is known of every place without a fact: its name, where it stands, and its signature.

use crate::checkout::{Kind, Place};
use crate::python::{Decorator, Parameter, ParameterKind};
use crate::value::{Map, Value};

/// The name, module, path, line and signature of `place`.
pub(crate) fn described(place: &Place) -> Map {
    let text = || place.module.module.slice(&place.range).to_owned();
    let function = place.function();
    let parameters = function.map(|it| parameters(&it.parameters)).unwrap_or_default();
    let returns = function.and_then(|it| it.returns.as_deref());
    Map::from_iter([
        ("name".into(), place.name.as_str().into()),
        ("module".into(), place.module.name.as_str().into()),
        ("path".into(), place.module.path.as_str().into()),
        ("line".into(), Value::Int(i64::try_from(place.line()).unwrap_or_default())),
        ("text".into(), if place.kind == Kind::Code { text().into() } else { "".into() }),
        ("parameters".into(), Value::list(parameters)),
        ("returns".into(), text_or_none(returns)),
        ("decorators".into(), Value::list(place.decorators().iter().map(decorator))),
    ])
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
