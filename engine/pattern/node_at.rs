//! The node at a place that is to be replaced, and the statement around it.

use ruff_python_ast::visitor::source_order::{self, SourceOrderVisitor};
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::search::text_range;
use crate::python::{ByteRange, Module, byte_range};

/// The node that is replaced.
pub(super) enum NodeAt<'a> {
    Statement(&'a Stmt),
    Expression(&'a Expr),
    /// An expression that is a statement.
    Both(&'a Stmt),
}

impl<'a> NodeAt<'a> {
    pub(super) fn find(module: &'a Module, range: &ByteRange) -> Option<Self> {
        struct Finder<'a> {
            range: TextRange,
            found: Option<NodeAt<'a>>,
        }
        impl<'a> SourceOrderVisitor<'a> for Finder<'a> {
            fn visit_stmt(&mut self, statement: &'a Stmt) {
                if !statement.range().contains_range(self.range) || self.found.is_some() {
                    return;
                }
                match statement {
                    Stmt::Expr(it) if it.value.range() == self.range => {
                        self.found = Some(NodeAt::Both(statement));
                    }
                    _ if statement.range() == self.range => {
                        self.found = Some(NodeAt::Statement(statement));
                    }
                    _ => source_order::walk_stmt(self, statement),
                }
            }

            fn visit_expr(&mut self, expression: &'a Expr) {
                if !expression.range().contains_range(self.range) || self.found.is_some() {
                    return;
                }
                if expression.range() == self.range {
                    self.found = Some(NodeAt::Expression(expression));
                    return;
                }
                source_order::walk_expr(self, expression);
            }
        }
        let mut finder = Finder { range: text_range(range), found: None };
        finder.visit_body(&module.syntax().body);
        finder.found
    }

    pub(super) fn statement(&self) -> Option<ByteRange> {
        match self {
            NodeAt::Statement(it) | NodeAt::Both(it) => Some(byte_range(*it)),
            NodeAt::Expression(_) => None,
        }
    }
}

/// The statement without a body that an expression at `range` is a part of.
pub(super) fn statement_around<'a>(module: &'a Module, range: &ByteRange) -> Option<&'a Stmt> {
    struct Finder<'a> {
        range: TextRange,
        innermost: Option<&'a Stmt>,
    }
    impl<'a> SourceOrderVisitor<'a> for Finder<'a> {
        fn visit_stmt(&mut self, statement: &'a Stmt) {
            if statement.range().contains_range(self.range) {
                self.innermost = Some(statement);
                source_order::walk_stmt(self, statement);
            }
        }

        fn visit_expr(&mut self, _: &'a Expr) {}
    }
    let mut finder = Finder { range: text_range(range), innermost: None };
    finder.visit_body(&module.syntax().body);
    finder.innermost.filter(|it| is_simple(it) && it.range() != text_range(range))
}

pub(super) fn is_atom(expression: &Expr) -> bool {
    matches!(
        expression,
        Expr::Call(_)
            | Expr::Name(_)
            | Expr::Attribute(_)
            | Expr::Subscript(_)
            | Expr::List(_)
            | Expr::Set(_)
            | Expr::Dict(_)
            | Expr::StringLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::BooleanLiteral(_)
    )
}

/// Whether a statement has no body.
pub(super) fn is_simple(statement: &Stmt) -> bool {
    !matches!(
        statement,
        Stmt::FunctionDef(_)
            | Stmt::ClassDef(_)
            | Stmt::With(_)
            | Stmt::If(_)
            | Stmt::For(_)
            | Stmt::While(_)
            | Stmt::Try(_)
            | Stmt::Match(_)
    )
}
