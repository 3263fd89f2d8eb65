//! How a test comes by values, as written.

use super::{Predicate, Str};

/// How a test comes by a value.
#[derive(Debug)]
pub struct ValueRow {
    /// What its variable is called.
    pub called: Option<Str>,
    /// The class whose instance it is.
    pub of: Option<Str>,
    /// The expression, a template; other values are named in it.
    pub template: Str,
    /// Names that a parameter may have.
    pub parameter: Option<Str>,
    /// Annotations that a parameter may have.
    pub annotation: Option<Str>,
    /// Whose parameter it may be.
    pub owner: Option<Str>,
    /// A text that the parameter's pattern must match.
    pub sample: Option<Str>,
    /// A condition on the parameter.
    pub when: Option<Str>,
    /// The context in which it is made, a template.
    pub within: Option<Str>,
    /// It is there already: a test that does not name it has no line for it.
    pub fetched: bool,
    /// Other ways to write it, by name.
    pub forms: Vec<(Str, Str)>,
    /// What a test with it needs besides, by name.
    pub flags: Vec<(Str, Str)>,
    /// The values it is made of that are not known by name.
    pub givens: Vec<Given>,
}

impl ValueRow {
    /// Whether it says what parameters it is good for.
    pub fn is_for_parameters(&self) -> bool {
        let conditions = [&self.parameter, &self.annotation, &self.owner, &self.sample, &self.when];
        conditions.into_iter().any(Option::is_some)
    }
}

/// A value that a test or another value starts from.
#[derive(Debug)]
pub struct Given {
    /// What the template calls it.
    pub name: Str,
    /// The class whose instance it is, an expression.
    pub of: Option<Str>,
    /// The values that the instance must be made of, an expression for their names.
    pub from: Option<Str>,
    /// The value's name, where it is not found by class.
    pub value: Option<Str>,
    /// The value's name, an expression.
    pub named: Option<Str>,
    /// The parameters that it is the arguments for, an expression.
    pub parameters: Option<Str>,
    /// Names of parameters that get an argument though they need none, an expression.
    pub also: Option<Str>,
    /// Whose parameters they are, an expression.
    pub owner: Option<Str>,
    /// `None` is good enough where an annotation allows it.
    pub none: bool,
    /// Names of parameters whose arguments get a variable, an expression.
    pub apart: Option<Str>,
    /// A test does without it where nothing makes it.
    pub optional: bool,
}

/// The methods of the checkout that make instances.
#[derive(Debug)]
pub struct Factories {
    /// The style of test that calls them.
    pub on: Str,
    /// The class they are methods of, a symbol.
    pub of: Str,
    /// What they are called, `{name}` for the value's name.
    pub method: Str,
    /// What a method returns: patterns with `$CLASS`.
    pub returns: Vec<Str>,
    /// Parameters that get an argument though they need none.
    pub passes: Vec<Str>,
}

/// Functions of the checkout that make an instance of one class of that of another.
#[derive(Debug)]
pub struct Maker {
    /// The expression, a template.
    pub template: Str,
    /// What the functions are called.
    pub function: Str,
    /// The files they stand in.
    pub path: Str,
    /// The context in which it is made, a template.
    pub within: Option<Str>,
    /// Other ways to write it, by name.
    pub forms: Vec<(Str, Str)>,
}

/// Classes whose instances are made by what they consist of.
#[derive(Debug)]
pub struct Structure {
    /// What they consist of: `member`, `keys` or `fields`.
    pub made_of: Str,
    /// What such a class is like.
    pub is: Predicate,
    /// Defaults that say nothing.
    pub blank: Vec<Str>,
    /// Other ways to write it, by name.
    pub forms: Vec<(Str, Str)>,
}
