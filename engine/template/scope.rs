//! What names mean: those of the context, and over them those that the template itself set.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::fault::Fault;
use crate::value::{Map, Value};

/// The names in reach, innermost last.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    context: &'a Map,
    locals: Vec<(&'a str, Local)>,
}

/// What a name of the template itself means.
#[derive(Debug)]
pub(super) enum Local {
    /// The value it was set to.
    Value(Value),
    /// The state of the loop around it.
    Loop(Turn),
}

/// How far a loop is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    /// Turns before this one.
    pub(super) index0: usize,
    /// Turns in all.
    pub(super) length: usize,
}

impl Turn {
    /// The attributes of `loop`.
    pub(super) const NAMES: [&'static str; 5] = ["index", "index0", "first", "last", "length"];

    /// The attribute `name` of `loop`.
    pub(super) fn get(self, name: &str) -> Option<Value> {
        let number = |count| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
        Some(match name {
            "index" => number(self.index0 + 1),
            "index0" => number(self.index0),
            "first" => Value::Bool(self.index0 == 0),
            "last" => Value::Bool(self.index0 + 1 == self.length),
            "length" => number(self.length),
            _ => return None,
        })
    }

    fn to_value(self) -> Value {
        Value::map(Self::NAMES.into_iter().filter_map(|name| Some((name, self.get(name)?))))
    }
}

impl<'a> Scope<'a> {
    /// The names of `context` alone.
    pub(super) fn new(context: &'a Map) -> Self {
        Self { context, locals: Vec::new() }
    }

    /// How many names the template itself has set, to come back to with [`Scope::forget`].
    pub(super) fn depth(&self) -> usize {
        self.locals.len()
    }

    /// Forgets the names that were set since there were `depth` of them.
    pub(super) fn forget(&mut self, depth: usize) {
        self.locals.truncate(depth);
    }

    /// Sets a name, over any that is the same.
    pub(super) fn set(&mut self, name: &'a str, local: Local) {
        self.locals.push((name, local));
    }

    /// Sets a name, in place of the same name if that was set since there were `depth` of them.
    pub(super) fn reset(&mut self, name: &'a str, value: Value, depth: usize) {
        match self.locals[depth..].iter_mut().find(|(known, _)| *known == name) {
            Some((_, local)) => *local = Local::Value(value),
            None => self.set(name, Local::Value(value)),
        }
    }

    /// What the template itself set `name` to.
    pub(super) fn local(&self, name: &str) -> Option<&Local> {
        self.locals.iter().rev().find(|(known, _)| *known == name).map(|(_, local)| local)
    }

    /// The value of `name`, which is read at `range`.
    pub(super) fn lookup(&self, name: &str, range: &Range<usize>) -> Result<Cow<'_, Value>, Fault> {
        match self.local(name) {
            Some(Local::Value(value)) => return Ok(Cow::Borrowed(value)),
            Some(Local::Loop(turn)) => return Ok(Cow::Owned(turn.to_value())),
            None => {}
        }
        match self.context.get(name) {
            Some(value) => Ok(Cow::Borrowed(value)),
            None => Err(Fault::missing(range, format!("`{name}` is not defined"))
                .with_known(name, self.names())),
        }
    }

    fn names(&self) -> Vec<Arc<str>> {
        let locals = self.locals.iter().map(|(name, _)| Arc::from(*name));
        let mut names: Vec<Arc<str>> = locals.chain(self.context.keys().cloned()).collect();
        names.sort();
        names.dedup();
        names
    }
}
