//! Rules, ready for use.

use std::sync::Arc;

use camino::Utf8PathBuf;
use indexmap::IndexMap;

use crate::kdl::Text;
use crate::pattern::{Pattern, Replacement};
use crate::span::Spanned;
use crate::template::{Expression, Template};

use super::{Compiled, MethodName, Predicate};

/// How much a rule weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Must be mended.
    Error,
    /// Should be looked at.
    Warning,
}

/// Whether a fix can be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// The code surely means the same afterwards.
    Safe,
    /// It most likely does; a person should look.
    Unsafe,
}

/// An item of the checklist.
#[derive(Debug)]
pub struct Rule {
    /// Its stable id.
    pub id: String,
    /// A name people remember.
    pub slug: String,
    /// How much it weighs.
    pub level: Level,
    /// Only where it is asked for by name.
    pub on_demand: bool,
    /// One line.
    pub title: String,
    /// The reason.
    pub why: String,
    /// What it deliberately leaves alone.
    pub spares: Vec<String>,
    /// What a finding says; the title, if absent.
    pub message: Option<Compiled<Template>>,
    /// What it finds.
    pub finds: Vec<Find>,
    /// What must hold for a find to count.
    pub conditions: Vec<Condition>,
    /// How to mend a find; the first whose conditions hold.
    pub fixes: Vec<Fix>,
    /// A checkout for the examples.
    pub files: IndexMap<Utf8PathBuf, String>,
    /// Code that it must find.
    pub bad: Vec<Sample>,
    /// Code that it must leave alone.
    pub good: Vec<Sample>,
}

/// Code that a rule is tried on.
#[derive(Debug)]
pub struct Sample {
    /// The code, with its place.
    pub code: Spanned<Text>,
    /// The file that it stands in.
    pub path: Utf8PathBuf,
    /// What the rule's fixes make of it.
    pub fixed: Option<Spanned<Text>>,
}

impl Sample {
    /// Where code stands that says nothing of its path.
    pub const PATH: &'static str = "tests/test_example.py";

    /// The code, below the path where that was said: the same code may be right elsewhere.
    pub fn shown(&self) -> String {
        let code = &self.code.value.value;
        if self.path == Self::PATH { code.clone() } else { format!("# {}\n{code}", self.path) }
    }
}

/// What a rule looks for.
#[derive(Debug)]
pub struct Find {
    /// What of a file is looked at.
    pub among: Among,
    /// Any of these; of code only.
    pub patterns: Vec<Pattern>,
    /// What must hold besides.
    pub conditions: Vec<Condition>,
    /// How to mend just this; before those of the rule.
    pub fixes: Vec<Fix>,
}

/// What of a file is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// Whatever patterns match.
    Code,
    /// Each symbol of the spec that the file imports.
    Imports,
    /// The file itself.
    Files,
}

/// How to mend a find.
#[derive(Debug)]
pub struct Fix {
    /// What is written.
    pub text: Replacement,
    /// Gives the name of a symbol that is imported besides.
    pub import: Option<Compiled<Expression>>,
    /// The place that is replaced; the find itself, if absent.
    pub of: Option<Arc<str>>,
    /// Whether it can be applied unseen.
    pub safety: Safety,
    /// What it does, in a line; what it writes, if absent.
    pub title: Option<String>,
    /// When it can be applied.
    pub conditions: Vec<Condition>,
}

/// Something that must hold at a place; the conditions in it must hold where it leads.
#[derive(Debug)]
pub enum Condition {
    /// A pattern matches in the direction of the relation.
    Pattern {
        /// Where to.
        relation: Relation,
        /// Any of these.
        patterns: Vec<Pattern>,
        /// Only the nearest match is looked at.
        nearest: bool,
        /// What fixes call the place.
        name: Option<Arc<str>>,
        /// What must hold there.
        then: Vec<Condition>,
    },
    /// Not all of these hold.
    Not(Vec<Condition>),
    /// One of these holds.
    Any(Vec<Condition>),
    /// All of these hold.
    All(Vec<Condition>),
    /// The expression holds.
    Where(Compiled<Expression>),
    /// A name for an expression's value.
    Let(Arc<str>, Compiled<Expression>),
    /// The nearest class, function or module around the place.
    Around(Surrounding, Vec<Condition>),
    /// The class is like this.
    Is(Predicate),
    /// The class has this method.
    Method {
        /// Its name, known or bound.
        name: MethodName,
        /// Also among the ancestors.
        inherited: bool,
        /// What must hold there.
        then: Vec<Condition>,
    },
    /// The name that is bound leads to a definition.
    Follow(String, Vec<Condition>),
    /// The text that is bound names a route, which leads to a class.
    Route(String, Vec<Condition>),
    /// The file stands where the tests of some source file belong.
    Mirror,
    /// The symbol has a definition.
    Symbol {
        /// The symbol's name.
        name: String,
        /// What must hold there.
        then: Vec<Condition>,
        /// The bindings that the answer depends on.
        needs: Vec<Arc<str>>,
    },
    /// The class is such a target.
    Target(Arc<str>),
    /// The file fits one of these globs.
    Path(Vec<String>),
    /// The file imports one of these symbols.
    Imports(Vec<String>),
}

/// What stands around a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surrounding {
    /// The nearest class.
    Class,
    /// The nearest function.
    Function,
    /// The whole module.
    Module,
}

/// Where a pattern is looked for, from a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Around it.
    Inside,
    /// In it.
    Has,
    /// It is this.
    Matches,
    /// Each statement of its body is this.
    Only,
    /// One of the statements of its body is this.
    Body,
    /// Among the statements after it.
    Precedes,
    /// Among the statements before it.
    Follows,
}
