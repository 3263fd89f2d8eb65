//! The items of Python's lists, of whatever kind, so that one algorithm matches them all.

use ruff_python_ast::comparable::{ComparableAlias, ComparableKeyword, ComparableStmt};
use ruff_python_ast::{
    Alias, AnyParameterRef, Decorator, DictItem, ElifElseClause, ExceptHandler, Expr, Identifier,
    Keyword, MatchCase, Stmt, WithItem,
};
use ruff_text_size::{Ranged, TextRange};

use super::bindings::{Item, same_expression};
use crate::python::byte_range;

/// One item of a list.
#[derive(Clone, Copy)]
pub(super) enum Element<'a> {
    Expression(&'a Expr),
    Keyword(&'a Keyword),
    Entry(&'a DictItem),
    Parameter(AnyParameterRef<'a>),
    Decorator(&'a Decorator),
    WithItem(&'a WithItem),
    Alias(&'a Alias),
    Name(&'a Identifier),
    Statement(&'a Stmt),
    Clause(&'a ElifElseClause),
    Handler(&'a ExceptHandler),
    Case(&'a MatchCase),
}

impl<'a> Element<'a> {
    /// The identifier that the item is, if it is nothing else.
    pub(super) fn bare_name(self) -> Option<&'a str> {
        match self {
            Element::Expression(Expr::Name(name)) => Some(&name.id),
            Element::Decorator(it) => Element::Expression(&it.expression).bare_name(),
            Element::Name(it) => Some(it),
            Element::Entry(DictItem { key: None, value }) => Element::Expression(value).bare_name(),
            Element::WithItem(it) if it.optional_vars.is_none() => {
                Element::Expression(&it.context_expr).bare_name()
            }
            Element::Alias(it) if it.asname.is_none() => Some(&it.name),
            Element::Parameter(it @ AnyParameterRef::NonVariadic(_))
                if it.annotation().is_none() && it.default().is_none() =>
            {
                Some(it.name())
            }
            Element::Statement(Stmt::Expr(it)) => Element::Expression(&it.value).bare_name(),
            _ => None,
        }
    }

    pub(super) fn item(self, source: &str) -> Item {
        let written = |node: &dyn Ranged| source[byte_range(&node.range())].to_owned();
        let text = written(&self);
        let (name, value_text) = match self {
            Element::Keyword(it) => (it.arg.as_ref().map(ToString::to_string), written(&it.value)),
            Element::Entry(it) => (it.key.as_ref().map(|key| written(key)), written(&it.value)),
            Element::Parameter(it) => {
                let default = it.default().map_or_else(String::new, |it| written(it));
                (Some(it.name().to_string()), default)
            }
            _ => (None, text.clone()),
        };
        Item { name, text, value_text, range: byte_range(&self) }
    }

    /// Whether both are the same code, however it is laid out.
    pub(super) fn equals(self, other: Element<'_>) -> bool {
        match (self, other) {
            (Element::Expression(a), Element::Expression(b)) => same_expression(a, b),
            (Element::Keyword(a), Element::Keyword(b)) => {
                ComparableKeyword::from(a) == ComparableKeyword::from(b)
            }
            (Element::Entry(a), Element::Entry(b)) => {
                same_optional(a.key.as_ref(), b.key.as_ref()) && same_expression(&a.value, &b.value)
            }
            (Element::Decorator(a), Element::Decorator(b)) => {
                same_expression(&a.expression, &b.expression)
            }
            (Element::Statement(a), Element::Statement(b)) => {
                ComparableStmt::from(a) == ComparableStmt::from(b)
            }
            (Element::Parameter(a), Element::Parameter(b)) => {
                a.name().id == b.name().id
                    && same_optional(a.annotation(), b.annotation())
                    && same_optional(a.default(), b.default())
            }
            (Element::Alias(a), Element::Alias(b)) => {
                ComparableAlias::from(a) == ComparableAlias::from(b)
            }
            (Element::Name(a), Element::Name(b)) => a.id == b.id,
            (Element::WithItem(a), Element::WithItem(b)) => {
                same_expression(&a.context_expr, &b.context_expr)
                    && same_optional(a.optional_vars.as_deref(), b.optional_vars.as_deref())
            }
            _ => false,
        }
    }
}

fn same_optional(a: Option<&Expr>, b: Option<&Expr>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same_expression(a, b),
        (None, None) => true,
        _ => false,
    }
}

impl Ranged for Element<'_> {
    fn range(&self) -> TextRange {
        match self {
            Element::Expression(it) => it.range(),
            Element::Keyword(it) => it.range(),
            Element::Entry(it) => it.range(),
            Element::Parameter(it) => it.range(),
            Element::Decorator(it) => it.range(),
            Element::WithItem(it) => it.range(),
            Element::Alias(it) => it.range(),
            Element::Name(it) => it.range(),
            Element::Statement(it) => it.range(),
            Element::Clause(it) => it.range(),
            Element::Handler(it) => it.range(),
            Element::Case(it) => it.range(),
        }
    }
}
