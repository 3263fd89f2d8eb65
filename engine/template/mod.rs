//! The template language: Python with holes, and the expressions that `when=` shares with it.
//! Stops at text: a template reaches nothing but its context, and knows nothing of spec files.
//!
//! Text is cut into pieces (`parse`), laid out in lines (`layout`), nested (`blocks`), and then
//! either checked against what is known of the context (`check`) or rendered (`render`).

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::value::{Map, Value};

mod blocks;
mod bounded;
mod check;
mod evaluate;
mod fault;
mod filters;
mod imply;
mod layout;
mod output;
mod parse;
mod parse_error;
mod parse_expression;
mod path;
mod render;
mod scan;
mod scope;
mod shape;
mod skeleton;
mod syntax;
#[cfg(test)]
mod tests;

pub use shape::Shape;
pub use skeleton::{outside_holes, skeleton};

/// How deep brackets nest in an expression, and blocks in a template.
const NESTING_LIMIT: usize = 32;
/// How deep parts include parts.
const INCLUDE_LIMIT: usize = 16;
/// How deep blocks nest around an include, those of the parts it stands in counted.
const DEPTH_LIMIT: usize = 96;
/// How often all loops together turn, an include counted as one turn.
const TURN_LIMIT: usize = 100_000;
/// How many names are set at the same time.
const NAME_LIMIT: usize = 256;
/// How many items a list that an expression makes may have, those of lists inside it included.
const ITEM_LIMIT: usize = 100_000;
/// How many bytes a text that an expression or a template makes may have.
const TEXT_LIMIT: usize = 4 << 20;

/// What is wrong with a template or an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// Byte range in the template text, half open.
    pub range: Range<usize>,
    /// Lower case, names in backquotes, no full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The part that it stands in, if it is known, and where in that: `range` is then its include's.
    pub part: Option<Box<(String, Range<usize>)>>,
}

impl TemplateError {
    /// An error at `range`.
    pub fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None, part: None }
    }

    fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, " ({help})"))
    }
}

impl std::error::Error for TemplateError {}

/// A template that was read and waits for its context.
#[derive(Clone, Debug)]
pub struct Template {
    block: syntax::Block,
    includes: Vec<(String, Range<usize>)>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// Every tag and hole that cannot be understood, in the order in which they stand.
    pub fn parse(text: &str) -> Result<Self, Vec<TemplateError>> {
        let mut errors = Vec::new();
        let pieces = parse::pieces(text, &mut errors);
        let includes = parse::includes(&pieces);
        let block = blocks::nest(text, layout::lines(text, pieces), &mut errors);
        errors.sort_by_key(|error| error.range.start);
        if errors.is_empty() { Ok(Self { block, includes }) } else { Err(errors) }
    }

    /// The parts that it includes, each with the byte range of the tag.
    pub fn includes(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.includes.iter().map(|(name, range)| (name.as_str(), range.clone()))
    }

    /// The text with its holes filled from `context`.
    ///
    /// # Errors
    /// The first hole or tag that cannot be filled; in a part, the range is that of its include.
    pub fn render(&self, context: &Map, parts: &dyn Parts) -> Result<String, TemplateError> {
        render::render(&self.block, context, parts)
    }

    /// The names and filters that cannot be right in a context of `shape`.
    pub fn check(&self, shape: &Shape, parts: &dyn Parts) -> Vec<TemplateError> {
        check::template(&self.block, shape, parts)
    }
}

/// Where `{% include "part" %}` finds its templates.
pub trait Parts {
    /// The part called `name`.
    fn part(&self, name: &str) -> Option<&Template>;

    /// The names there are, for "did you mean".
    fn names(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// No parts at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoParts;

impl Parts for NoParts {
    fn part(&self, _name: &str) -> Option<&Template> {
        None
    }
}

/// An expression that was read, such as the one in `when=`.
#[derive(Clone, Debug)]
pub struct Expression {
    root: syntax::Expr,
    names: Box<[Arc<str>]>,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// The first place that cannot be understood.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let root = parse_expression::whole(text, 0, "the expression")?;
        let mut paths = Vec::new();
        root.collect_paths(&mut paths);
        let mut names: Vec<Arc<str>> =
            paths.iter().filter_map(|it| it.split('.').next()).map(Arc::from).collect();
        names.dedup();
        Ok(Self { root, names: names.into() })
    }

    /// Its value in `context`.
    ///
    /// # Errors
    /// The first name, filter or operator that has no value.
    pub fn evaluate(&self, context: &Map) -> Result<Value, TemplateError> {
        let scope = scope::Scope::new(context);
        let value = scope.evaluate(&self.root).map_err(fault::Fault::into_error)?;
        Ok(value.into_owned())
    }

    /// The shape of its value in a context of `shape`.
    ///
    /// # Errors
    /// The names and filters that cannot be right.
    pub fn check(&self, shape: &Shape) -> Result<Shape, Vec<TemplateError>> {
        check::expression(&self.root, shape)
    }

    /// The names that it reads, `model` of `model.kind`.
    pub fn names(&self) -> &[Arc<str>] {
        &self.names
    }

    /// Whether `then` is known to hold whenever this does.
    pub fn implies(&self, then: &Self) -> bool {
        imply::implies(&self.root, &then.root)
    }

    /// Whether it is known never to hold.
    pub fn is_never(&self) -> bool {
        imply::is_never(&self.root)
    }

    /// The dotted names it reads, each once, in the order in which they stand: `model.kind`.
    pub fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        self.root.collect_paths(&mut paths);
        paths
    }
}

/// The filters there are: how each is written, and a line about it.
pub fn filters() -> impl Iterator<Item = (String, &'static str)> {
    filters::FILTERS.iter().map(|filter| (filter.usage(), filter.doc))
}

/// An identifier in snake case, as the filter of that name writes it.
pub fn snake(text: &str) -> String {
    filters::case::joined(text, "_")
}

/// The singular of an English noun, as the filter of that name writes it.
pub fn singular(noun: &str) -> String {
    filters::inflect::singular(noun)
}
