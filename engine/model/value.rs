//! How a test comes by values.

use indexmap::IndexMap;

use crate::pattern::Pattern;
use crate::template::{Expression, Template};

use super::{Compiled, Model, Predicate};

impl Model {
    /// The names of the forms that values may have besides their expression.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        let rows = self.values.values().map(|it| &it.forms);
        let makers = self.makers.iter().map(|it| &it.forms);
        let structures = self.structures.iter().map(|it| &it.forms);
        rows.chain(makers).chain(structures).flat_map(IndexMap::keys).map(String::as_str)
    }
}

/// How a test comes by a value.
#[derive(Debug)]
pub struct ValueRow {
    /// What its variable is called, if not like the row.
    pub called: Option<String>,
    /// The class whose instance it is.
    pub of: Option<String>,
    /// The expression.
    pub template: Compiled<Template>,
    /// The parameters it is good for; without any, it is a variable that others name.
    pub fits: Option<Fits>,
    /// The values it is made of, by name.
    pub needs: Vec<String>,
    /// The values it is made of that follow from the parameter.
    pub givens: Vec<Given>,
    /// The context in which it is made.
    pub within: Option<Compiled<Template>>,
    /// It is there already: a test that does not name it has no line for it.
    pub fetched: bool,
    /// Other ways to write it; `it` is the expression.
    pub forms: IndexMap<String, Compiled<Template>>,
    /// What a test with it needs besides.
    pub flags: IndexMap<String, Compiled<Template>>,
}

/// What a parameter must be like. All that is given must hold.
#[derive(Debug, Default)]
pub struct Fits {
    /// One of these is its name: `*` stands for any part, `{name}` for a part that templates read.
    pub names: Vec<String>,
    /// One of these is its annotation, or one of a union.
    pub annotations: Vec<String>,
    /// One of these is whose parameter it is.
    pub owners: Vec<String>,
    /// Its pattern matches this text.
    pub sample: Option<String>,
    /// This holds.
    pub when: Option<Compiled<Expression>>,
    /// The parts that names and annotations give.
    pub parts: Vec<String>,
}

/// A value that a test or another value starts from.
#[derive(Debug)]
pub struct Given {
    /// What the template calls it.
    pub name: String,
    /// How it is found among the values.
    pub source: GivenSource,
    /// The values that it must be made of, by name.
    pub from: Option<Compiled<Expression>>,
    /// A test does without it where nothing makes it.
    pub optional: bool,
}

/// How a given is found among the values.
#[derive(Debug)]
pub enum GivenSource {
    /// The instance of the class that the expression names.
    Of(Compiled<Expression>),
    /// The value of this name.
    Value(String),
    /// The value of the name that the expression gives.
    Named(Compiled<Expression>),
    /// The arguments for a list of parameters.
    Parameters(Box<Arguments>),
}

/// The arguments for a list of parameters.
#[derive(Debug)]
pub struct Arguments {
    /// The parameters: maps with `name`, and what is known of `annotation`, `default`, `kind`,
    /// `required` and `pattern`.
    pub parameters: Compiled<Expression>,
    /// Those that get an argument though they need none, by name.
    pub also: Option<Compiled<Expression>>,
    /// Whose parameters they are: a name, or several.
    pub owner: Option<Compiled<Expression>>,
    /// `None` is good enough where an annotation allows it.
    pub none: bool,
    /// Those whose arguments get a variable, by name.
    pub apart: Option<Compiled<Expression>>,
}

/// The methods of the checkout that make instances.
#[derive(Debug)]
pub struct Factories {
    /// The fixture that they are called on is that of this style.
    pub on: StyleName,
    /// The symbol of the class they are methods of.
    pub of: String,
    /// What they are called, `{name}` for the value's name.
    pub method: String,
    /// What they return, each as `return …` and as `$RESULT = …`, with `$CLASS`.
    pub returns: Vec<Pattern>,
    /// Parameters that get an argument though they need none.
    pub passes: Vec<String>,
}

/// A style of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleName {
    /// Methods of classes.
    Class,
    /// Functions.
    Function,
}

/// Functions of the checkout that make an instance of one class of that of another.
#[derive(Debug)]
pub struct Maker {
    /// The expression.
    pub template: Compiled<Template>,
    /// What the functions are called, `*` for any part.
    pub function: String,
    /// A glob for the files they stand in.
    pub path: String,
    /// The context in which it is made.
    pub within: Option<Compiled<Template>>,
    /// Other ways to write it; `it` is the expression.
    pub forms: IndexMap<String, Compiled<Template>>,
}

/// Classes whose instances are made by what they consist of.
#[derive(Debug)]
pub struct Structure {
    /// What they consist of.
    pub made_of: Substance,
    /// What such a class is like.
    pub is: Predicate,
    /// Defaults that say nothing: such fields get a value where one can be made.
    pub blank: Vec<String>,
    /// Other ways to write it; `it` is the expression.
    pub forms: IndexMap<String, Compiled<Template>>,
}

/// What an instance is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Substance {
    /// It is the first member of its class.
    Member,
    /// A dict with the class's attributes as keys.
    Keys,
    /// A call with the class's attributes as keyword arguments.
    Fields,
}
