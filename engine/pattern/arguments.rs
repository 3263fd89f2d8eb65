//! Arguments and parameters.

use ruff_python_ast::{AnyParameterRef, Arguments, Keyword, Parameters};

use super::element::Element;
use super::matcher::Matcher;
use crate::python::byte_range;

impl<'p, 'a> Matcher<'p, 'a> {
    /// Matches positional arguments in order, and keyword arguments in any. A missing list is an
    /// empty one.
    pub(super) fn arguments(
        &mut self,
        wanted: Option<&'p Arguments>,
        found: Option<&'a Arguments>,
    ) -> bool {
        let (wanted_positional, wanted_keywords) = split(wanted);
        let (found_positional, found_keywords) = split(found);
        match self.any_order(&wanted_keywords, &found_keywords) {
            Some(left) => self.sequence(&wanted_positional, &found_positional, &left),
            None => false,
        }
    }

    pub(super) fn keyword(&mut self, wanted: &'p Keyword, found: &'a Keyword) -> bool {
        let names = match (&wanted.arg, &found.arg) {
            (Some(wanted), Some(found)) => self.identifier(wanted, found),
            (None, None) => true,
            _ => false,
        };
        names && self.expression(&wanted.value, &found.value)
    }

    pub(super) fn parameters(&mut self, wanted: &'p Parameters, found: &'a Parameters) -> bool {
        let wanted: Vec<_> = wanted.iter_source_order().map(Element::Parameter).collect();
        let found: Vec<_> = found.iter_source_order().map(Element::Parameter).collect();
        self.sequence(&wanted, &found, &[])
    }

    /// Matches one parameter. What the pattern leaves out, annotation or default, may be there.
    pub(super) fn parameter(
        &mut self,
        wanted: AnyParameterRef<'p>,
        found: AnyParameterRef<'a>,
    ) -> bool {
        stars(&self.pattern.text, wanted) == stars(self.source, found)
            && self.identifier(wanted.name(), found.name())
            && self.if_wanted(wanted.annotation(), found.annotation())
            && self.if_wanted(wanted.default(), found.default())
    }
}

fn split(arguments: Option<&Arguments>) -> (Vec<Element<'_>>, Vec<Element<'_>>) {
    let Some(arguments) = arguments else { return (Vec::new(), Vec::new()) };
    let positional = arguments.args.iter().map(Element::Expression).collect();
    (positional, arguments.keywords.iter().map(Element::Keyword).collect())
}

/// None for a plain parameter, one for `*args`, two for `**kwargs`.
fn stars(text: &str, parameter: AnyParameterRef<'_>) -> usize {
    text[byte_range(&parameter)].bytes().take_while(|byte| *byte == b'*').count()
}
