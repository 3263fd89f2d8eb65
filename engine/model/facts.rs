//! What tests are made for, and what is to be found out about it.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::pattern::Pattern;
use crate::template::Expression;

use super::{Compiled, Patterns};

/// A kind of class or method that tests are made for.
#[derive(Debug)]
pub struct Target {
    /// The target whose methods these are.
    pub within: Option<String>,
    /// What it is, if it is no method.
    pub of: TargetOf,
    /// Methods of ancestors count as the class's own.
    pub inherited: bool,
    /// A class that derives from such a class, and is none, stands for it.
    pub implemented: bool,
    /// Any of these makes a class or method one.
    pub when: Vec<Predicate>,
    /// None of these must hold.
    pub except: Vec<Predicate>,
    /// What to find out about it, in order.
    pub facts: IndexMap<String, Fact>,
}

/// What the targets of a kind are that are no methods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TargetOf {
    /// Classes of a module.
    #[default]
    Class,
    /// Functions of a module.
    Function,
}

/// What a class or method must be like. All that is given must hold.
#[derive(Debug, Default)]
pub struct Predicate {
    /// Its name is one of these, `*` for any part.
    pub names: Vec<String>,
    /// Symbols of which one is an ancestor.
    pub bases: Vec<String>,
    /// Symbols of which one decorates it.
    pub decorators: Vec<String>,
    /// A statement of its body.
    pub has: Option<Pattern>,
    /// What nothing in it is like.
    pub lacks: Option<Pattern>,
    /// A glob for its path.
    pub path: Option<String>,
}

/// Something to find out about a target.
#[derive(Debug)]
pub enum Fact {
    /// By steps through the source.
    Steps {
        /// Every find, not just the first.
        list: bool,
        /// What the bindings make.
        value: Option<Compiled<Expression>>,
        /// The way.
        steps: Vec<Step>,
    },
    /// By the first row that holds.
    Table(Vec<Row>),
}

/// One step of a fact.
#[derive(Debug)]
pub enum Step {
    /// To a symbol's definition.
    Symbol(String),
    /// To the module that this names, or that is around the place.
    Module(Option<Compiled<Expression>>),
    /// To where another fact was found.
    Fact(String),
    /// To a method.
    Method {
        /// Its name, or the binding that holds it.
        name: MethodName,
        /// Also among the ancestors.
        inherited: bool,
    },
    /// To each match.
    Find {
        /// Any of these.
        patterns: Patterns,
        /// Only direct statements of the body.
        body: bool,
        /// Also in the ancestors.
        inherited: bool,
    },
    /// To the definition of what is bound to this name.
    Follow(String),
    /// To each entry of this table of routes that leads to the class.
    Routes(String),
    /// On, if the class is like this.
    Is(Predicate),
    /// On, if this holds.
    Where(Compiled<Expression>),
    /// On, with a further binding.
    Let(Arc<str>, Compiled<Expression>),
    /// On, once for each item of a list, bound to the name.
    Each(Arc<str>, Compiled<Expression>),
    /// On, if these lead nowhere.
    Not(Vec<Step>),
    /// The first way that leads anywhere.
    Either(Vec<Vec<Step>>),
}

/// The name of a method, known or bound.
#[derive(Debug)]
pub enum MethodName {
    /// This name.
    Known(String),
    /// The text of this binding.
    Bound(String),
}

/// A row of a decision table.
#[derive(Debug)]
pub struct Row {
    /// Its name, the table's value `row`.
    pub name: String,
    /// When it holds.
    pub when: Option<Compiled<Expression>>,
    /// What the class must be like.
    pub is: Predicate,
    /// The columns.
    pub cells: IndexMap<String, String>,
}
