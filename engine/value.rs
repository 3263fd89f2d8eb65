//! The values that facts hold, expressions compute and templates print.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Names and their values, in the order they were put in.
pub type Map = IndexMap<Arc<str>, Value>;

/// One value. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing was found. Printed as Python's `None`.
    #[default]
    None,
    /// Printed as Python's `True` or `False`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text, printed as it is.
    Str(Arc<str>),
    /// An ordered list.
    List(Arc<Vec<Value>>),
    /// Names and values.
    Map(Arc<Map>),
}

impl Value {
    /// A list of `items`.
    pub fn list(items: impl IntoIterator<Item = Value>) -> Self {
        Value::List(Arc::new(items.into_iter().collect()))
    }

    /// A map of `entries`.
    pub fn map<K: Into<Arc<str>>>(entries: impl IntoIterator<Item = (K, Value)>) -> Self {
        Value::Map(Arc::new(entries.into_iter().map(|(k, v)| (k.into(), v)).collect()))
    }

    /// What a condition makes of it: `None`, `False`, zero and everything empty do not hold.
    pub fn holds(&self) -> bool {
        match self {
            Value::None => false,
            Value::Bool(it) => *it,
            Value::Int(it) => *it != 0,
            Value::Str(it) => !it.is_empty(),
            Value::List(it) => !it.is_empty(),
            Value::Map(it) => !it.is_empty(),
        }
    }

    /// The entry `name` of a map.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Map(it) => it.get(name),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(it) => Some(it),
            _ => None,
        }
    }

    /// The word for its type that error messages use.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::None => "none",
            Value::Bool(_) => "a boolean",
            Value::Int(_) => "a number",
            Value::Str(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}

impl From<&str> for Value {
    fn from(it: &str) -> Self {
        Value::Str(it.into())
    }
}

impl From<String> for Value {
    fn from(it: String) -> Self {
        Value::Str(it.into())
    }
}

impl From<bool> for Value {
    fn from(it: bool) -> Self {
        Value::Bool(it)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::None => f.write_str("None"),
            Value::Bool(true) => f.write_str("True"),
            Value::Bool(false) => f.write_str("False"),
            Value::Int(it) => it.fmt(f),
            Value::Str(it) => f.write_str(it),
            Value::List(it) => {
                for (index, item) in it.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    item.fmt(f)?;
                }
                Ok(())
            }
            Value::Map(it) => {
                for (index, (name, item)) in it.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{name}={item}")?;
                }
                Ok(())
            }
        }
    }
}
