//! Kinds of syntax nodes, to look up which patterns could match a node.

use ruff_python_ast::{AnyNodeRef, NodeKind as SyntaxKind};

/// The kind of node that a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeKind(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    AnyStatement,
    Of(SyntaxKind),
}

impl NodeKind {
    /// Matches every statement.
    pub(super) const ANY_STATEMENT: Self = Self(Kind::AnyStatement);
    /// How many indexes there are.
    pub(super) const COUNT: usize = SyntaxKind::Identifier as usize + 1;

    pub(super) fn of(node: AnyNodeRef<'_>) -> Self {
        Self(Kind::Of(node.kind()))
    }

    /// A number of its own for each kind of node.
    pub(super) fn index(self) -> usize {
        match self.0 {
            Kind::AnyStatement => 0,
            Kind::Of(kind) => kind as usize,
        }
    }

    /// The indexes of the nodes that a pattern of this kind may match.
    pub(super) fn and_what_it_matches(self) -> Vec<usize> {
        let statements =
            SyntaxKind::StmtFunctionDef as usize..=SyntaxKind::StmtIpyEscapeCommand as usize;
        match self.0 {
            Kind::AnyStatement => statements.collect(),
            Kind::Of(SyntaxKind::StmtAssign) => {
                vec![SyntaxKind::StmtAssign as usize, SyntaxKind::StmtAnnAssign as usize]
            }
            Kind::Of(SyntaxKind::ExprSet) => {
                vec![SyntaxKind::ExprSet as usize, SyntaxKind::ExprDict as usize]
            }
            Kind::Of(_) => vec![self.index()],
        }
    }
}
