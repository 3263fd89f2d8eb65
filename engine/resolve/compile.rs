//! Compiling the small languages inside a spec, with their errors placed in the spec file.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Compiled, PartTable, Patterns};
use crate::pattern::Pattern;
use crate::spec::Str;
use crate::template::{Expression, Shape, Template, TemplateError};

use super::shapes::Names;

/// Compiles, and reports what does not compile.
pub(super) struct Compiler<'a> {
    pub(super) problems: &'a mut Diagnostics,
    /// Templates and expressions are compiled when they are used, and names not held against shapes.
    pub(super) is_checked: bool,
    /// These very texts were checked before and found to be right: so are patterns.
    pub(super) is_known: bool,
}

impl Compiler<'_> {
    pub(super) fn template(&mut self, text: &Str) -> Option<Compiled<Template>> {
        if self.is_checked {
            return Some(Compiled::later(text.clone()));
        }
        match Template::parse(&text.value.value) {
            Ok(it) => Some(Compiled::new(it, text.clone())),
            Err(errors) => {
                for error in errors {
                    self.report("template", text, error);
                }
                None
            }
        }
    }

    pub(super) fn expression(&mut self, text: &Str) -> Option<Compiled<Expression>> {
        if self.is_checked {
            return Some(Compiled::later(text.clone()));
        }
        match Expression::parse(&text.value.value) {
            Ok(it) => Some(Compiled::new(it, text.clone())),
            Err(error) => {
                self.report("expression", text, error);
                None
            }
        }
    }

    pub(super) fn pattern(&mut self, text: &Str) -> Option<Pattern> {
        match Pattern::parse(&text.value.value) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let message = if error.message.starts_with("unexpected EOF") {
                    "the pattern ends before its brackets are closed".to_owned()
                } else {
                    error.message
                };
                let (help, error) = (error.help, TemplateError::new(error.range, message));
                self.report("pattern", text, TemplateError { help, ..error });
                None
            }
        }
    }

    pub(super) fn patterns(&mut self, texts: &[Str]) -> Vec<Pattern> {
        texts.iter().filter_map(|text| self.pattern(text)).collect()
    }

    /// Patterns that are not all used in every run.
    pub(super) fn patterns_of_step(&mut self, texts: &[Str]) -> Patterns {
        if self.is_known { Patterns::later(texts.to_vec()) } else { self.patterns(texts).into() }
    }

    /// What is known of the names in a text; asked for only where texts are checked against it.
    pub(super) fn names(&self, known: impl FnOnce() -> Names) -> Names {
        if self.is_checked { Names::new() } else { known() }
    }

    /// A template whose names are checked against `shape`.
    pub(super) fn checked_template(
        &mut self,
        text: &Str,
        shape: &Shape,
        parts: &PartTable,
    ) -> Option<Compiled<Template>> {
        let template = self.template(text)?;
        if !self.is_checked
            && let Ok(it) = template.template()
        {
            for error in it.check(shape, parts) {
                let part = error.part.clone();
                let part = part.and_then(|it| Some((&parts.0.get(&it.0)?.text, it.1)));
                match part {
                    Some((text, range)) => {
                        self.report("unknown-name", text, TemplateError { range, ..error });
                    }
                    None => self.report("unknown-name", text, error),
                }
            }
        }
        Some(template)
    }

    /// An expression whose names are checked against `shape`, and the shape of its value.
    pub(super) fn checked_expression(
        &mut self,
        text: &Str,
        shape: &Shape,
    ) -> Option<(Compiled<Expression>, Shape)> {
        let expression = self.expression(text)?;
        let Some(it) = (!self.is_checked).then(|| expression.expression().ok()).flatten() else {
            return Some((expression, Shape::Any));
        };
        let result = match it.check(shape) {
            Ok(result) => result,
            Err(errors) => {
                for error in errors {
                    self.report("unknown-name", text, error);
                }
                Shape::Any
            }
        };
        Some((expression, result))
    }

    pub(super) fn condition(
        &mut self,
        text: Option<&Str>,
        shape: &Shape,
    ) -> Option<Compiled<Expression>> {
        self.checked_expression(text?, shape).map(|(expression, _)| expression)
    }

    /// Reports `error`, which lies in `text`, at its place in the file.
    pub(super) fn report(&mut self, code: &'static str, text: &Str, error: TemplateError) {
        // A mistake in a part is found again wherever the part is included; once is enough.
        let known = |it: &Diagnostic| it.code == code && it.message == error.message;
        if error.message.starts_with("in part ") && self.problems.0.iter().any(known) {
            return;
        }
        let span = crate::span::Span::new(text.span.source, text.value.place(&error.range));
        let diagnostic = Diagnostic::error(code, span, error.message);
        self.problems.push(match error.help {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        });
    }

    /// Reports that `text` names no entry of the `kind`.
    pub(super) fn unknown<'a>(
        &mut self,
        kind: &str,
        text: &Str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let code = match kind {
            "symbol" => "unknown-symbol",
            "fact" => "unknown-fact",
            "target" => "unknown-target",
            "category" => "unknown-category",
            "rule" => "unknown-rule",
            _ => "unknown-name",
        };
        let diagnostic = Diagnostic::error(code, text.span, format!("there is no {kind} `{name}`"));
        let diagnostic = diagnostic.with_suggestion(name, known);
        self.problems.push(match (&diagnostic.help, kind) {
            (None, "symbol") => {
                diagnostic.with_help(format!("add `symbol \"{name}\" \"package.module\"`"))
            }
            _ => diagnostic,
        });
    }
}
