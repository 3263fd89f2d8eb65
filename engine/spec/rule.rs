//! Rules as written.

use crate::span::Spanned;

use super::{Predicate, Str};

/// An item of the checklist.
#[derive(Debug)]
pub struct Rule {
    /// A name people remember.
    pub slug: Str,
    /// `error` or `warning`.
    pub severity: Option<Str>,
    /// Only where it is asked for by name.
    pub on_demand: bool,
    /// One line.
    pub title: Str,
    /// The reason.
    pub why: Option<Str>,
    /// What it deliberately leaves alone.
    pub spares: Vec<Str>,
    /// What a finding says, a template; the title, if absent.
    pub message: Option<Str>,
    /// What it finds.
    pub finds: Vec<Find>,
    /// What must hold for a find to count.
    pub conditions: Vec<Spanned<Condition>>,
    /// How to mend a find.
    pub fixes: Vec<Fix>,
    /// A checkout for the examples: path and text.
    pub files: Vec<(Str, Str)>,
    /// Code that it must find.
    pub bad: Vec<Sample>,
    /// Code that it must leave alone.
    pub good: Vec<Sample>,
}

/// Code that a rule is tried on.
#[derive(Debug)]
pub struct Sample {
    /// The code.
    pub code: Str,
    /// The file that it stands in.
    pub path: Option<Str>,
    /// What the rule's fixes make of it.
    pub fixed: Option<Str>,
}

/// What a rule looks for.
#[derive(Debug)]
pub struct Find {
    /// What of a file is looked at.
    pub among: Among,
    /// Any of these; of code only.
    pub patterns: Vec<Str>,
    /// What must hold besides.
    pub conditions: Vec<Spanned<Condition>>,
    /// How to mend just this.
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
    /// What is written in its place, with the metavariables of the patterns.
    pub text: Str,
    /// A symbol that is imported besides: an expression.
    pub import: Option<Str>,
    /// The `as` of the place that is replaced; the find itself, if absent.
    pub of: Option<Str>,
    /// `safe` or `unsafe`.
    pub safety: Option<Str>,
    /// What it does, in a line.
    pub title: Option<Str>,
    /// When it can be applied.
    pub conditions: Vec<Spanned<Condition>>,
}

/// Something that must hold at a place; the conditions in it must hold where it leads.
#[derive(Debug)]
pub enum Condition {
    /// A pattern matches in the direction of the relation.
    Pattern {
        /// Where to: `inside`, `has` …
        relation: String,
        /// Any of these.
        patterns: Vec<Str>,
        /// Only the nearest match is looked at.
        nearest: bool,
        /// What fixes call the place.
        name: Option<Str>,
        /// What must hold there.
        then: Vec<Spanned<Condition>>,
    },
    /// Not all of these hold.
    Not(Vec<Spanned<Condition>>),
    /// One of these holds.
    Any(Vec<Spanned<Condition>>),
    /// All of these hold.
    All(Vec<Spanned<Condition>>),
    /// The expression holds.
    Where(Str),
    /// A name for an expression's value.
    Let {
        /// The name.
        name: Str,
        /// The expression.
        value: Str,
    },
    /// The nearest class, function or module around the place.
    Around {
        /// `class`, `function` or `module`.
        kind: &'static str,
        /// What must hold there.
        then: Vec<Spanned<Condition>>,
    },
    /// The class is like this.
    Is(Box<Predicate>),
    /// The class has this method.
    Method {
        /// Its name; `$NAME` for a bound one.
        name: Str,
        /// Also among the ancestors.
        inherited: bool,
        /// What must hold there.
        then: Vec<Spanned<Condition>>,
    },
    /// The bound name leads to a definition.
    Follow {
        /// The metavariable's name.
        name: Str,
        /// What must hold there.
        then: Vec<Spanned<Condition>>,
    },
    /// The bound text is the name of a route, which leads to a class.
    Route {
        /// The metavariable's name.
        name: Str,
        /// What must hold there.
        then: Vec<Spanned<Condition>>,
    },
    /// The file stands where the tests of some source file belong.
    Mirror,
    /// The symbol has a definition.
    Symbol {
        /// Its name.
        name: Str,
        /// What must hold there.
        then: Vec<Spanned<Condition>>,
    },
    /// The class is such a target; its facts are known from here on.
    Target(Str),
    /// The file fits one of these globs.
    Path(Vec<Str>),
    /// The file imports one of these symbols.
    Imports(Vec<Str>),
}

impl Condition {
    /// The patterns, expressions and names that it is made of.
    pub(crate) fn texts<'a>(&'a self, texts: &mut Vec<&'a str>) {
        let mut add = |text: &'a Str| texts.push(&text.value.value);
        let inner: &[Spanned<Condition>] = match self {
            Condition::Pattern { patterns, then, .. } => {
                patterns.iter().for_each(add);
                then
            }
            Condition::Not(inner) | Condition::Any(inner) | Condition::All(inner) => inner,
            Condition::Around { then, .. } => then,
            Condition::Where(text) | Condition::Let { value: text, .. } => {
                add(text);
                &[]
            }
            Condition::Method { name, then, .. }
            | Condition::Follow { name, then }
            | Condition::Route { name, then }
            | Condition::Symbol { name, then } => {
                add(name);
                then
            }
            Condition::Is(predicate) => {
                predicate.has.iter().for_each(add);
                &[]
            }
            Condition::Mirror
            | Condition::Target(_)
            | Condition::Path(_)
            | Condition::Imports(_) => &[],
        };
        for condition in inner {
            condition.value.texts(texts);
        }
    }
}
