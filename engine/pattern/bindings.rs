//! What metavariables are bound to: as handed out, and while matching.

use std::sync::Arc;

use indexmap::IndexMap;
use ruff_python_ast::comparable::{ComparableExpr, ComparableStmt};
use ruff_python_ast::{Expr, ModExpression, Stmt};
use ruff_python_parser::Parsed;
use ruff_text_size::{TextRange, TextSize};

use super::element::Element;
use super::{Metavariable, lex};
use crate::python::{ByteRange, byte_range, nesting};
use crate::value::Value;

/// Metavariables and what they stand for, by name without `$`.
pub type Bindings = IndexMap<Arc<str>, Bound>;

/// What a metavariable stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `$NAME`.
    One(Captured),
    /// `$$$NAME`.
    Many(Vec<Item>),
}

/// One expression, statement, identifier or part of one, or the content of a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// As written, without parentheses around it; of a string, the value.
    pub text: String,
    /// Where it stands; of a whole string, its quotes included.
    pub range: ByteRange,
}

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The keyword of an argument, the name of a parameter, the key of a dict's entry.
    pub name: Option<String>,
    /// As written.
    pub text: String,
    /// The value of a keyword argument or entry, the default of a parameter (empty without one);
    /// otherwise the text.
    pub value_text: String,
    /// Where it stands.
    pub range: ByteRange,
}

impl Bound {
    /// The text of one; a list of maps with `name`, `text` and `value` of many.
    pub fn to_value(&self) -> Value {
        match self {
            Bound::One(captured) => captured.text.as_str().into(),
            Bound::Many(items) => Value::list(items.iter().map(|item| {
                Value::map([
                    ("name", item.name.as_deref().map_or(Value::None, Value::from)),
                    ("text", item.text.as_str().into()),
                    ("value", item.value_text.as_str().into()),
                ])
            })),
        }
    }
}

/// What was bound before matching began, ready to be compared.
pub(super) enum Known {
    One { text: String, expression: Option<Parsed<ModExpression>> },
    Many(Vec<String>),
}

impl Known {
    /// What `bound` says about each of `metavariables`.
    pub(super) fn read(metavariables: &[Metavariable], bound: &Bindings) -> Vec<Option<Known>> {
        metavariables.iter().map(|it| bound.get(&it.name).map(Known::from)).collect()
    }
}

impl From<&Bound> for Known {
    fn from(bound: &Bound) -> Self {
        match bound {
            Bound::One(Captured { text, .. }) => {
                Known::One { text: text.clone(), expression: expression(text) }
            }
            Bound::Many(items) => Known::Many(items.iter().map(|it| it.text.clone()).collect()),
        }
    }
}

/// `text` as an expression. It may go over several lines, as it could where it was found.
fn expression(text: &str) -> Option<Parsed<ModExpression>> {
    nesting::check(text).ok()?;
    let all = TextRange::up_to(TextSize::of(text));
    ruff_python_parser::parse_parenthesized_expression_range(text, all).ok()
}

/// What a metavariable stands for in the source that is being matched.
#[derive(Clone)]
pub(super) enum Capture<'a> {
    Expression(&'a Expr),
    Statement(&'a Stmt),
    /// An identifier, a part of one, or the content of a string.
    Word(&'a str, ByteRange),
    List(Vec<Element<'a>>),
}

impl<'a> Capture<'a> {
    pub(super) fn bound(&self, source: &str) -> Bound {
        let one = |text: &str, range| Bound::One(Captured { text: text.to_owned(), range });
        match self {
            Capture::Expression(it) => one(&source[byte_range(*it)], byte_range(*it)),
            Capture::Statement(it) => one(&source[byte_range(*it)], byte_range(*it)),
            Capture::Word(text, range) => one(text, range.clone()),
            Capture::List(elements) => {
                Bound::Many(elements.iter().map(|it| it.item(source)).collect())
            }
        }
    }

    /// The identifier or text that it is, if it is nothing else.
    pub(super) fn word(&self) -> Option<&'a str> {
        match self {
            Capture::Word(text, _) => Some(text),
            Capture::Expression(Expr::Name(name)) => Some(&name.id),
            _ => None,
        }
    }

    /// Whether both are the same code, however it is laid out.
    pub(super) fn equals(&self, other: &Capture<'_>) -> bool {
        match (self, other) {
            (Capture::Expression(a), Capture::Expression(b)) => same_expression(a, b),
            (Capture::Statement(a), Capture::Statement(b)) => {
                ComparableStmt::from(*a) == ComparableStmt::from(*b)
            }
            (Capture::List(a), Capture::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(*b))
            }
            _ => self.word().is_some_and(|word| other.word() == Some(word)),
        }
    }

    /// Whether it is the code that was known before.
    pub(super) fn is(&self, known: &Known, source: &str) -> bool {
        match (self, known) {
            (Capture::Expression(it), Known::One { text, expression }) => {
                source[byte_range(*it)] == **text
                    || expression.as_ref().is_some_and(|known| same_expression(it, known.expr()))
            }
            (Capture::Statement(it), Known::One { text, .. }) => source[byte_range(*it)] == **text,
            (Capture::Word(word, _), Known::One { text, .. }) => word == text,
            (Capture::List(elements), Known::Many(texts)) => {
                let written = elements.iter().map(|it| &source[byte_range(it)]);
                written.eq(texts.iter().map(String::as_str))
            }
            _ => false,
        }
    }
}

pub(super) fn same_expression(a: &Expr, b: &Expr) -> bool {
    ComparableExpr::from(a) == ComparableExpr::from(b)
}

/// Whether `text` holds no metavariable.
pub(super) fn is_literal(text: &str) -> bool {
    text.is_ascii() || !text.contains(lex::MARK)
}
