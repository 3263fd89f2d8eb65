//! What is known of a value before there is one.

use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexMap;

use super::scope::Turn;
use crate::value::Value;

/// What is known of a value before it exists.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shape {
    /// Nothing is known, so nothing is wrong with it.
    #[default]
    Any,
    /// Always none.
    None,
    /// A boolean.
    Bool,
    /// A whole number.
    Int,
    /// A string.
    Str,
    /// One of these strings.
    OneOf(Vec<Arc<str>>),
    /// A list, and what its items are.
    List(Box<Shape>),
    /// A map with these names and no others.
    Map(IndexMap<Arc<str>, Shape>),
    /// None or what is inside.
    Optional(Box<Shape>),
}

impl Shape {
    /// A list of `items`.
    pub fn list(items: Shape) -> Self {
        Shape::List(Box::new(items))
    }

    /// A map with `entries` and no others.
    pub fn map<K: Into<Arc<str>>>(entries: impl IntoIterator<Item = (K, Shape)>) -> Self {
        Shape::Map(entries.into_iter().map(|(name, shape)| (name.into(), shape)).collect())
    }

    /// One of the strings `known`.
    pub fn one_of<T: Into<Arc<str>>>(known: impl IntoIterator<Item = T>) -> Self {
        Shape::OneOf(known.into_iter().map(Into::into).collect())
    }

    /// None or `inner`.
    pub fn optional(inner: Shape) -> Self {
        match inner {
            Shape::Any | Shape::None | Shape::Optional(_) => inner,
            known => Shape::Optional(Box::new(known)),
        }
    }

    /// The shape of `value`; that of a list is the shape that all its items have.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::None => Shape::None,
            Value::Bool(_) => Shape::Bool,
            Value::Int(_) => Shape::Int,
            Value::Str(_) => Shape::Str,
            Value::List(items) => Shape::list(Shape::common(items.iter().map(Shape::of))),
            Value::Map(entries) => {
                Shape::map(entries.iter().map(|(name, item)| (name.clone(), Shape::of(item))))
            }
        }
    }

    /// The word for it in messages, that of [`Value::kind`].
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Shape::Any => "anything",
            Shape::None => "none",
            Shape::Bool => "a boolean",
            Shape::Int => "a number",
            Shape::Str | Shape::OneOf(_) => "a string",
            Shape::List(_) => "a list",
            Shape::Map(_) => "a map",
            Shape::Optional(inner) => inner.kind(),
        }
    }

    /// The shape itself, without the possibility of none.
    pub(super) fn present(&self) -> &Shape {
        match self {
            Shape::Optional(inner) => inner.present(),
            other => other,
        }
    }

    /// The shape of the items of a list; `Any` where nothing is known of them.
    pub(super) fn items(&self) -> &Shape {
        match self.present() {
            Shape::List(items) => items,
            _ => &Shape::Any,
        }
    }

    /// What is known of a value that is one of `shapes`.
    pub(super) fn common(shapes: impl IntoIterator<Item = Shape>) -> Shape {
        shapes.into_iter().reduce(Shape::or).unwrap_or_default()
    }

    /// What is known of a value that is either.
    pub(super) fn or(self, other: Shape) -> Shape {
        match (self, other) {
            (left, right) if left == right => left,
            (Shape::OneOf(mut left), Shape::OneOf(right)) => {
                left.extend(right);
                Shape::OneOf(left)
            }
            (Shape::OneOf(_), Shape::Str) | (Shape::Str, Shape::OneOf(_)) => Shape::Str,
            (Shape::None, other) | (other, Shape::None) => Shape::optional(other),
            (Shape::Optional(inner), other) | (other, Shape::Optional(inner)) => {
                Shape::optional(inner.or(other.present().clone()))
            }
            _ => Shape::Any,
        }
    }

    /// The shape of `loop`.
    pub(super) fn of_loop() -> Shape {
        let turn = Turn { index0: 0, length: 1 };
        let value = |name| turn.get(name).unwrap_or_default();
        Shape::map(Turn::NAMES.into_iter().map(|name| (name, Shape::of(&value(name)))))
    }

    /// What is read of a shape that is borrowed or not.
    pub(super) fn part(
        whole: Cow<'_, Shape>,
        find: impl Fn(&Shape) -> Option<&Shape>,
    ) -> Option<Cow<'_, Shape>> {
        match whole {
            Cow::Borrowed(whole) => find(whole).map(Cow::Borrowed),
            Cow::Owned(whole) => find(&whole).cloned().map(Cow::Owned),
        }
    }
}
