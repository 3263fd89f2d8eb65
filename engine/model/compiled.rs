//! What is compiled of a spec's small languages, perhaps only when it is first used.

use std::collections::BTreeSet;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use super::PartTable;
use crate::kdl::Text;
use crate::pattern::Pattern;
use crate::span::{Span, Spanned};
use crate::template::{Expression, Parts, Template, TemplateError};
use crate::value::{Map, Value};

/// Something compiled, with the text it came from, so that an error while it runs has a place.
#[derive(Debug)]
pub struct Compiled<T> {
    it: OnceLock<Result<T, TemplateError>>,
    /// Its text.
    pub text: Spanned<Text>,
}

impl<T> Compiled<T> {
    /// `it`, compiled from `text`.
    pub fn new(it: T, text: Spanned<Text>) -> Self {
        Self { it: OnceLock::from(Ok(it)), text }
    }

    /// What `text` compiles to, when it is first used: for texts that are known to compile.
    pub fn later(text: Spanned<Text>) -> Self {
        Self { it: OnceLock::new(), text }
    }

    /// The place in the spec file of a range of the text.
    pub fn place(&self, range: &Range<usize>) -> Span {
        Span::new(self.text.span.source, self.text.value.place(range))
    }

    fn get(&self, compile: fn(&str) -> Result<T, TemplateError>) -> Result<&T, TemplateError> {
        let compiled = self.it.get_or_init(|| compile(&self.text.value.value));
        compiled.as_ref().map_err(Clone::clone)
    }
}

impl Compiled<Template> {
    /// A template that prints nothing.
    pub fn nothing() -> Self {
        Self::later(Spanned::new(Text::default(), Span::default()))
    }

    /// The template.
    ///
    /// # Errors
    /// The first mistake in its text.
    pub fn template(&self) -> Result<&Template, TemplateError> {
        self.get(|text| Template::parse(text).map_err(|mut errors| errors.swap_remove(0)))
    }

    /// The first place that `find` finds in it, or in a part that it includes.
    pub fn place_of(
        &self,
        parts: &PartTable,
        find: impl Fn(&str) -> Option<Range<usize>>,
    ) -> Option<Span> {
        let (mut seen, mut open) = (BTreeSet::new(), vec![self]);
        while let Some(template) = open.pop() {
            if let Some(range) = find(&template.text.value.value) {
                return Some(template.place(&range));
            }
            let included = template.template().into_iter().flat_map(Template::includes);
            let new = included.map(|(part, _)| part).filter(|it| seen.insert(it.to_owned()));
            open.extend(new.filter_map(|part| parts.0.get(part)));
        }
        None
    }

    /// The template, filled.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render(&self, context: &Map, parts: &dyn Parts) -> Result<String, TemplateError> {
        self.template()?.render(context, parts)
    }
}

impl Compiled<Expression> {
    /// The expression.
    ///
    /// # Errors
    /// The mistake in its text.
    pub fn expression(&self) -> Result<&Expression, TemplateError> {
        self.get(Expression::parse)
    }

    /// The names that it reads, `model` of `model.kind`.
    ///
    /// # Errors
    /// The mistake in its text.
    pub fn names(&self) -> Result<&[Arc<str>], TemplateError> {
        Ok(self.expression()?.names())
    }

    /// The expression's value.
    ///
    /// # Errors
    /// As [`Expression::evaluate`].
    pub fn evaluate(&self, context: &Map) -> Result<Value, TemplateError> {
        self.expression()?.evaluate(context)
    }
}

/// Patterns, of which any may match.
#[derive(Debug)]
pub struct Patterns {
    it: OnceLock<Vec<Pattern>>,
    texts: Vec<Spanned<Text>>,
}

impl Patterns {
    /// What `texts` compile to, when they are first used: for texts that are known to compile.
    pub fn later(texts: Vec<Spanned<Text>>) -> Self {
        Self { it: OnceLock::new(), texts }
    }
}

impl From<Vec<Pattern>> for Patterns {
    fn from(it: Vec<Pattern>) -> Self {
        Self { it: OnceLock::from(it), texts: Vec::new() }
    }
}

impl Deref for Patterns {
    type Target = [Pattern];

    fn deref(&self) -> &[Pattern] {
        let compiled = || self.texts.iter().filter_map(|it| Pattern::parse(&it.value.value).ok());
        self.it.get_or_init(|| compiled().collect())
    }
}
