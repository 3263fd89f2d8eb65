//! What is known of a template's names before there is a target.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::Model;
use crate::template::Shape;

use super::facts::target_shape;

/// Names and what is known of them.
pub(super) type Names = IndexMap<Arc<str>, Shape>;

/// A map shape of names and shapes.
pub(super) fn map<K: Into<Arc<str>>>(entries: impl IntoIterator<Item = (K, Shape)>) -> Shape {
    Shape::Map(entries.into_iter().map(|(name, shape)| (name.into(), shape)).collect())
}

/// What a value's template may name: the other values, what factories are called on, the parameter
/// that it is for, and the `parts` of its name.
pub(super) fn value(model: &Model, names: &[&str], parts: &[String]) -> Names {
    let policies = policies(model);
    let known = ["annotation", "default", "pattern", "before"];
    let known = known.into_iter().map(|name| (name, Shape::optional(Shape::Str)));
    let parameter = map([("name", Shape::Str)].into_iter().chain(known));
    let mut shape: Names =
        names.iter().chain([&"fixture"]).map(|name| (Arc::from(*name), Shape::Str)).collect();
    shape.extend([
        (Arc::from("policy"), policies),
        (Arc::from("parameter"), parameter),
        (Arc::from("owner"), Shape::Any),
        (Arc::from("beside"), Shape::list(Shape::Str)),
    ]);
    shape.extend(parts.iter().map(|part| (part.as_str().into(), Shape::optional(Shape::Str))));
    shape
}

/// What is known of the policies.
pub(super) fn policies(model: &Model) -> Shape {
    map(model.policies.keys().map(|name| {
        let choices = model.policy_choices.get(name).into_iter().flatten();
        (name.as_str(), Shape::one_of(choices.map(String::as_str)))
    }))
}

/// What is known of a route.
pub(super) fn route() -> Shape {
    let maybe = || Shape::Optional(Shape::Str.into());
    let names = |shape: fn() -> Shape| move |name: &'static str| (name, shape());
    let parameter = ["name", "pattern", "before"].map(names(|| Shape::Str));
    map([
        ("name", maybe()),
        ("pattern", maybe()),
        ("path", maybe()),
        ("after", maybe()),
        ("reversible", Shape::Bool),
        ("parameters", Shape::List(map(parameter).into())),
        ("methods", Shape::list(Shape::Str)),
        ("wrapper", maybe()),
    ])
}

/// What is known of an import of a symbol.
pub(super) fn imported() -> Shape {
    map([
        ("symbol", Shape::Str),
        ("module", Shape::Str),
        ("name", Shape::Str),
        ("local", Shape::Str),
        ("used", Shape::Bool),
        ("again", Shape::Bool),
        ("there", Shape::Bool),
        ("noted", Shape::Bool),
        ("home", Shape::optional(Shape::Str)),
        ("called", Shape::optional(Shape::Str)),
    ])
}

/// What is known of every place in the source.
pub(super) fn place() -> Names {
    let maybe = || Shape::optional(Shape::Str);
    let strings = ["name", "module", "path", "text"].map(|name| (name.into(), Shape::Str));
    let parameter = map([
        ("name", Shape::Str),
        ("kind", Shape::Str),
        ("annotation", maybe()),
        ("default", maybe()),
        ("required", Shape::Bool),
    ]);
    let decorator = map([("name", Shape::Str), ("arguments", maybe())]);
    let signature = [
        ("line".into(), Shape::Int),
        ("parameters".into(), Shape::list(parameter)),
        ("returns".into(), maybe()),
        ("decorators".into(), Shape::list(decorator)),
    ];
    strings.into_iter().chain(signature).collect()
}

/// The names that every expression and template about a target may use.
pub(super) fn roots(model: &Model, target: &str) -> Names {
    let outer = model.targets.get(target).and_then(|it| it.within.as_deref());
    let mut roots = any_roots(model);
    for name in outer.into_iter().chain([target]) {
        roots.insert(name.into(), target_shape(model, name));
    }
    roots
}

/// The names that expressions and templates about anything may use.
pub(super) fn any_roots(model: &Model) -> Names {
    let policies = policies(model);
    IndexMap::from([(Arc::from("policy"), policies)])
}
