//! Expressions.

use ruff_python_ast::{
    Comprehension, DictItem, Expr, ExprAttribute, ExprCompare, ExprLambda, ExprStringLiteral,
    FStringPart, InterpolatedStringElement,
};

use super::bindings::{Capture, is_literal};
use super::element::Element;
use super::matcher::Matcher;
use super::word;
use crate::python::byte_range;

/// Dots before the last one in names that are compared as a whole.
const DOTTED: usize = 8;

impl<'p, 'a> Matcher<'p, 'a> {
    pub(super) fn expression(&mut self, wanted: &'p Expr, found: &'a Expr) -> bool {
        if let Expr::Name(name) = wanted
            && let Some(hole) = self.hole(&name.id)
        {
            let one = !hole.many && !found.is_starred_expr();
            return one && self.bind(hole.slot, Capture::Expression(found));
        }
        match (wanted, found) {
            (Expr::Name(a), Expr::Name(b)) => self.word(&a.id, &b.id, byte_range(b)),
            (Expr::Attribute(a), Expr::Attribute(b)) => self.attribute(a, b),
            (Expr::Call(a), Expr::Call(b)) => {
                self.expression(&a.func, &b.func)
                    && self.arguments(Some(&a.arguments), Some(&b.arguments))
            }
            (Expr::StringLiteral(a), Expr::StringLiteral(b)) => self.string(a, b),
            (Expr::FString(a), Expr::FString(b)) => {
                let (a, b) = (a.value.as_slice(), b.value.as_slice());
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.part(a, b))
            }
            (Expr::TString(a), Expr::TString(b)) => {
                let (a, b) = (a.value.as_slice(), b.value.as_slice());
                let mut pairs = a.iter().zip(b);
                a.len() == b.len()
                    && pairs.all(|(a, b)| self.interpolated(&a.elements, &b.elements))
            }
            (Expr::BytesLiteral(a), Expr::BytesLiteral(b)) => a.value.bytes().eq(b.value.bytes()),
            (Expr::NumberLiteral(a), Expr::NumberLiteral(b)) => a.value == b.value,
            (Expr::BooleanLiteral(a), Expr::BooleanLiteral(b)) => a.value == b.value,
            (Expr::NoneLiteral(_), Expr::NoneLiteral(_))
            | (Expr::EllipsisLiteral(_), Expr::EllipsisLiteral(_)) => true,
            (Expr::List(a), Expr::List(b)) => self.elements(&a.elts, &b.elts),
            (Expr::Tuple(a), Expr::Tuple(b)) => self.elements(&a.elts, &b.elts),
            (Expr::Set(a), Expr::Set(b)) => self.set(&expressions(&a.elts), &expressions(&b.elts)),
            // `{$$$}` alone is a dict as well as a set.
            (Expr::Set(a), Expr::Dict(b)) => {
                let all = a.elts.iter().all(|it| self.many(Element::Expression(it)).is_some());
                all && self.set(&expressions(&a.elts), &entries(&b.items))
            }
            (Expr::Dict(a), Expr::Dict(b)) => self.set(&entries(&a.items), &entries(&b.items)),
            _ => self.operation(wanted, found) || self.scoped(wanted, found),
        }
    }

    /// Expressions made of a fixed number of others.
    fn operation(&mut self, wanted: &'p Expr, found: &'a Expr) -> bool {
        match (wanted, found) {
            (Expr::BoolOp(a), Expr::BoolOp(b)) => {
                a.op == b.op && self.elements(&a.values, &b.values)
            }
            (Expr::Named(a), Expr::Named(b)) => {
                self.expression(&a.target, &b.target) && self.expression(&a.value, &b.value)
            }
            (Expr::BinOp(a), Expr::BinOp(b)) => {
                a.op == b.op
                    && self.expression(&a.left, &b.left)
                    && self.expression(&a.right, &b.right)
            }
            (Expr::UnaryOp(a), Expr::UnaryOp(b)) => {
                a.op == b.op && self.expression(&a.operand, &b.operand)
            }
            (Expr::If(a), Expr::If(b)) => {
                self.expression(&a.test, &b.test)
                    && self.expression(&a.body, &b.body)
                    && self.expression(&a.orelse, &b.orelse)
            }
            (Expr::Compare(a), Expr::Compare(b)) => self.comparison(a, b),
            (Expr::Subscript(a), Expr::Subscript(b)) => {
                self.expression(&a.value, &b.value) && self.expression(&a.slice, &b.slice)
            }
            (Expr::Slice(a), Expr::Slice(b)) => {
                self.optional(a.lower.as_deref(), b.lower.as_deref())
                    && self.optional(a.upper.as_deref(), b.upper.as_deref())
                    && self.optional(a.step.as_deref(), b.step.as_deref())
            }
            (Expr::Starred(a), Expr::Starred(b)) => self.expression(&a.value, &b.value),
            (Expr::Await(a), Expr::Await(b)) => self.expression(&a.value, &b.value),
            (Expr::Yield(a), Expr::Yield(b)) => {
                self.optional(a.value.as_deref(), b.value.as_deref())
            }
            (Expr::YieldFrom(a), Expr::YieldFrom(b)) => self.expression(&a.value, &b.value),
            _ => false,
        }
    }

    /// Expressions that bind names of their own.
    fn scoped(&mut self, wanted: &'p Expr, found: &'a Expr) -> bool {
        match (wanted, found) {
            (Expr::Lambda(a), Expr::Lambda(b)) => self.lambda(a, b),
            (Expr::ListComp(a), Expr::ListComp(b)) => {
                self.expression(&a.elt, &b.elt) && self.generators(&a.generators, &b.generators)
            }
            (Expr::SetComp(a), Expr::SetComp(b)) => {
                self.expression(&a.elt, &b.elt) && self.generators(&a.generators, &b.generators)
            }
            (Expr::Generator(a), Expr::Generator(b)) => {
                self.expression(&a.elt, &b.elt) && self.generators(&a.generators, &b.generators)
            }
            (Expr::DictComp(a), Expr::DictComp(b)) => {
                self.optional(a.key.as_deref(), b.key.as_deref())
                    && self.expression(&a.value, &b.value)
                    && self.generators(&a.generators, &b.generators)
            }
            _ => false,
        }
    }

    /// Matches where both are there, or neither.
    pub(super) fn optional(&mut self, wanted: Option<&'p Expr>, found: Option<&'a Expr>) -> bool {
        match (wanted, found) {
            (Some(wanted), Some(found)) => self.expression(wanted, found),
            (None, None) => true,
            _ => false,
        }
    }

    /// Matches anything where the pattern says nothing.
    pub(super) fn if_wanted(&mut self, wanted: Option<&'p Expr>, found: Option<&'a Expr>) -> bool {
        wanted.is_none() || self.optional(wanted, found)
    }

    pub(super) fn elements(&mut self, wanted: &'p [Expr], found: &'a [Expr]) -> bool {
        self.sequence(&expressions(wanted), &expressions(found), &[])
    }

    /// Matches in any order; without `$$$` nothing may be left over.
    fn set(&mut self, wanted: &[Element<'p>], found: &[Element<'a>]) -> bool {
        let (many, one): (Vec<_>, Vec<_>) =
            wanted.iter().partition(|element| self.many(**element).is_some());
        match self.any_order(&one, found) {
            Some(left) => self.sequence(&many, &[], &left),
            None => false,
        }
    }

    /// An alias may stand for the whole of a dotted name, or for a part of it.
    fn attribute(&mut self, wanted: &'p ExprAttribute, found: &'a ExprAttribute) -> bool {
        let by_parts = self.attempt(|it| {
            it.identifier(&wanted.attr, &found.attr) && it.expression(&wanted.value, &found.value)
        });
        by_parts || self.same_chain(wanted, found)
    }

    fn same_chain(&self, wanted: &ExprAttribute, found: &ExprAttribute) -> bool {
        let written = &self.pattern.text[byte_range(wanted)];
        is_dotted(&wanted.value, DOTTED)
            && is_dotted(&found.value, DOTTED)
            && is_literal(written)
            && self.names.same(&compact(written), &compact(&self.source[byte_range(found)]))
    }

    fn comparison(&mut self, wanted: &'p ExprCompare, found: &'a ExprCompare) -> bool {
        wanted.ops == found.ops
            && self.expression(&wanted.left, &found.left)
            && self.elements(&wanted.comparators, &found.comparators)
    }

    fn lambda(&mut self, wanted: &'p ExprLambda, found: &'a ExprLambda) -> bool {
        let parameters = match (&wanted.parameters, &found.parameters) {
            (Some(wanted), Some(found)) => self.parameters(wanted, found),
            (None, None) => true,
            (Some(wanted), None) => {
                let wanted: Vec<_> = wanted.iter_source_order().map(Element::Parameter).collect();
                self.sequence(&wanted, &[], &[])
            }
            (None, Some(_)) => false,
        };
        parameters && self.expression(&wanted.body, &found.body)
    }

    fn generators(&mut self, wanted: &'p [Comprehension], found: &'a [Comprehension]) -> bool {
        let mut pairs = wanted.iter().zip(found);
        wanted.len() == found.len()
            && pairs.all(|(wanted, found)| {
                (found.is_async || !wanted.is_async)
                    && self.expression(&wanted.target, &found.target)
                    && self.expression(&wanted.iter, &found.iter)
                    && self.elements(&wanted.ifs, &found.ifs)
            })
    }

    fn string(&mut self, wanted: &'p ExprStringLiteral, found: &'a ExprStringLiteral) -> bool {
        let (wanted, text) = (wanted.value.to_str(), found.value.to_str());
        if is_literal(wanted) {
            return wanted == text;
        }
        if let Some(hole) = self.hole(wanted).filter(|hole| !hole.many) {
            return self.bind(hole.slot, Capture::Word(text, byte_range(found)));
        }
        let parts = word::parts(wanted, &self.pattern.holes);
        let range = match found.value.as_slice() {
            [one] => byte_range(&one.content_range()),
            _ => byte_range(found),
        };
        self.parts(&parts, text, range)
    }

    fn part(&mut self, wanted: &'p FStringPart, found: &'a FStringPart) -> bool {
        match (wanted, found) {
            (FStringPart::Literal(a), FStringPart::Literal(b)) => {
                self.literal(&a.value, &b.value, byte_range(&b.content_range()))
            }
            (FStringPart::FString(a), FStringPart::FString(b)) => {
                self.interpolated(&a.elements, &b.elements)
            }
            _ => false,
        }
    }

    /// Matches what stands between the quotes of an f-string or in a format, piece by piece.
    fn interpolated(
        &mut self,
        wanted: &'p [InterpolatedStringElement],
        found: &'a [InterpolatedStringElement],
    ) -> bool {
        use InterpolatedStringElement::{Interpolation, Literal};
        let mut pairs = wanted.iter().zip(found);
        wanted.len() == found.len()
            && pairs.all(|pair| match pair {
                (Literal(a), Literal(b)) => self.literal(&a.value, &b.value, byte_range(b)),
                (Interpolation(a), Interpolation(b)) => {
                    let formats = match (&a.format_spec, &b.format_spec) {
                        (Some(a), Some(b)) => self.interpolated(&a.elements, &b.elements),
                        (None, None) => true,
                        _ => false,
                    };
                    let debug = a.debug_text.is_some() == b.debug_text.is_some();
                    formats
                        && debug
                        && a.conversion == b.conversion
                        && self.expression(&a.expression, &b.expression)
                }
                _ => false,
            })
    }

    fn literal(&mut self, wanted: &'p str, found: &'a str, range: std::ops::Range<usize>) -> bool {
        if is_literal(wanted) {
            return wanted == found;
        }
        self.parts(&word::parts(wanted, &self.pattern.holes), found, range)
    }
}

fn expressions(list: &[Expr]) -> Vec<Element<'_>> {
    list.iter().map(Element::Expression).collect()
}

fn entries(list: &[DictItem]) -> Vec<Element<'_>> {
    list.iter().map(Element::Entry).collect()
}

/// Whether `expression` is a name with at most `dots` attributes.
fn is_dotted(expression: &Expr, dots: usize) -> bool {
    match expression {
        Expr::Name(_) => true,
        Expr::Attribute(it) if dots > 0 => is_dotted(&it.value, dots - 1),
        _ => false,
    }
}

/// A dotted name without the white space that may stand in it.
fn compact(written: &str) -> std::borrow::Cow<'_, str> {
    if written.contains(char::is_whitespace) {
        written.split_whitespace().collect::<String>().into()
    } else {
        written.into()
    }
}
