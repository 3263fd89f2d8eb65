//! What is known of a template's names before there is a target.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::Model;
use crate::template::Shape;

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
    let strings = ["name", "module", "path", "text"].map(|name| (name.into(), Shape::Str));
    strings.into_iter().chain([("line".into(), Shape::Int)]).collect()
}

/// The names that every expression and template about a target may use.
pub(super) fn roots(model: &Model, target: &str, shape: Shape) -> IndexMap<Arc<str>, Shape> {
    let policies = map(model.policies.keys().map(|name| (name.as_str(), Shape::Str)));
    [(Arc::from(target), shape), (Arc::from("policy"), policies)].into_iter().collect()
}
