//! What is known of a template's names before there is a target.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::Model;
use crate::template::Shape;

use super::facts::target_shape;

/// A map shape of names and shapes.
pub(super) fn map<K: Into<Arc<str>>>(entries: impl IntoIterator<Item = (K, Shape)>) -> Shape {
    Shape::Map(entries.into_iter().map(|(name, shape)| (name.into(), shape)).collect())
}

/// What a value's template may name: the other values and what factories are called on.
pub(super) fn values(names: &[&str]) -> Shape {
    map(names.iter().copied().chain(["fixture"]).map(|name| (name, Shape::Str)))
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

/// What is known of every place in the source.
pub(super) fn place() -> IndexMap<Arc<str>, Shape> {
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
pub(super) fn roots(model: &Model, target: &str) -> IndexMap<Arc<str>, Shape> {
    let outer = model.targets.get(target).and_then(|it| it.within.as_deref());
    let mut roots = any_roots(model);
    for name in outer.into_iter().chain([target]) {
        roots.insert(name.into(), target_shape(model, name));
    }
    roots
}

/// The names that expressions and templates about anything may use.
pub(super) fn any_roots(model: &Model) -> IndexMap<Arc<str>, Shape> {
    let policies = map(model.policies.keys().map(|name| (name.as_str(), Shape::Str)));
    IndexMap::from([(Arc::from("policy"), policies)])
}
