//! What stands at and around a place of a module: the node there, its siblings, the statements and
//! expressions it is a part of. Each is found from the top, past all that does not reach that place.

use ruff_python_ast::visitor::source_order::{self, SourceOrderVisitor};
use ruff_python_ast::{Expr, ModModule, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange, TextSize};

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
            fn visit_body(&mut self, body: &'a [Stmt]) {
                source_order::walk_body(self, overlapping(body, self.range));
            }

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
                walk_expr_at(self, expression, self.range);
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
        fn visit_body(&mut self, body: &'a [Stmt]) {
            source_order::walk_body(self, overlapping(body, self.range));
        }

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

/// The place beyond all text is as good as any place that cannot be counted.
pub(super) fn text_range(range: &ByteRange) -> TextRange {
    let offset = |it: usize| TextSize::new(u32::try_from(it).unwrap_or(u32::MAX));
    let start = offset(range.start);
    TextRange::new(start, offset(range.end).max(start))
}

/// Those of `nodes`, which stand in source order, that reach into `range`: found in few steps,
/// however many there are.
pub(super) fn overlapping<T: Ranged>(nodes: &[T], range: TextRange) -> &[T] {
    let from = nodes.partition_point(|it| it.end() <= range.start());
    let to = nodes.partition_point(|it| it.start() < range.end());
    &nodes[from..to.max(from)]
}

/// Visits what `expression` is made of; of many items those that reach into `range`.
fn walk_expr_at<'a>(
    visitor: &mut impl SourceOrderVisitor<'a>,
    expression: &'a Expr,
    range: TextRange,
) {
    let mut visit = |items: &'a [Expr]| {
        for item in overlapping(items, range) {
            visitor.visit_expr(item);
        }
    };
    match expression {
        Expr::List(it) => visit(&it.elts),
        Expr::Tuple(it) => visit(&it.elts),
        Expr::Set(it) => visit(&it.elts),
        Expr::Dict(it) => {
            for item in overlapping(&it.items, range) {
                item.key.iter().chain([&item.value]).for_each(|it| visitor.visit_expr(it));
            }
        }
        Expr::Call(it) => {
            visit(std::slice::from_ref(&it.func));
            visit(&it.arguments.args);
            for keyword in overlapping(&it.arguments.keywords, range) {
                visitor.visit_expr(&keyword.value);
            }
        }
        _ => source_order::walk_expr(visitor, expression),
    }
}

/// A node around a place.
#[derive(Clone, Copy)]
pub(super) enum Ancestor<'a> {
    Statement(&'a Stmt),
    Expression(&'a Expr),
}

impl Ranged for Ancestor<'_> {
    fn range(&self) -> TextRange {
        match self {
            Ancestor::Statement(it) => it.range(),
            Ancestor::Expression(it) => it.range(),
        }
    }
}

/// The statements of the innermost body that a statement around `range` stands in.
pub(super) fn siblings(module: &ModModule, range: TextRange) -> &[Stmt] {
    struct Bodies<'a> {
        range: TextRange,
        innermost: &'a [Stmt],
    }
    impl<'a> SourceOrderVisitor<'a> for Bodies<'a> {
        fn visit_body(&mut self, body: &'a [Stmt]) {
            let overlapping = overlapping(body, self.range);
            if overlapping.iter().any(|it| it.range().contains_range(self.range)) {
                self.innermost = body;
                source_order::walk_body(self, overlapping);
            }
        }

        fn visit_expr(&mut self, _: &'a Expr) {}
    }
    let mut bodies = Bodies { range, innermost: &[] };
    bodies.visit_body(&module.body);
    bodies.innermost
}

/// The ranges of the statements in the body of the compound statement at `range`.
pub fn body_statements(module: &Module, range: &ByteRange) -> Vec<ByteRange> {
    let body = statement_at(module, range).and_then(body_of);
    body.unwrap_or_default().iter().map(byte_range).collect()
}

/// The part of a compound statement that says what it is: the name of a class or function with its
/// keyword, what stands before the body of others; the whole range of anything else.
pub fn header(module: &Module, range: &ByteRange) -> ByteRange {
    let Some(statement) = statement_at(module, range) else { return range.clone() };
    let text = &module.text;
    match statement {
        Stmt::FunctionDef(StmtFunctionDef { name, .. })
        | Stmt::ClassDef(StmtClassDef { name, .. }) => {
            let name = byte_range(name);
            let line = text[..name.start].rfind('\n').map_or(0, |at| at + 1);
            let indent = text[line..].len() - text[line..].trim_start().len();
            line + indent..name.end
        }
        other => match body_of(other).and_then(|it| it.first()) {
            Some(first) => {
                let head = text[range.start..first.start().to_usize()].trim_end();
                let code = head.rfind(':').map_or(head.len(), |at| at + 1);
                range.start..range.start + code
            }
            None => range.clone(),
        },
    }
}

fn statement_at<'m>(module: &'m Module, range: &ByteRange) -> Option<&'m Stmt> {
    struct Finder<'a> {
        range: TextRange,
        found: Option<&'a Stmt>,
    }
    impl<'a> SourceOrderVisitor<'a> for Finder<'a> {
        fn visit_body(&mut self, body: &'a [Stmt]) {
            source_order::walk_body(self, overlapping(body, self.range));
        }

        fn visit_stmt(&mut self, statement: &'a Stmt) {
            if statement.range() == self.range {
                self.found = Some(statement);
            } else if statement.range().contains_range(self.range) {
                source_order::walk_stmt(self, statement);
            }
        }

        fn visit_expr(&mut self, _: &'a Expr) {}
    }
    let mut finder = Finder { range: text_range(range), found: None };
    finder.visit_body(&module.syntax().body);
    finder.found
}

/// The nodes around `range`, outermost first.
pub(super) fn ancestors(module: &ModModule, range: TextRange) -> Vec<Ancestor<'_>> {
    let mut path = Path { range, nodes: Vec::new() };
    path.visit_body(&module.body);
    path.nodes
}

struct Path<'a> {
    range: TextRange,
    nodes: Vec<Ancestor<'a>>,
}

impl<'a> SourceOrderVisitor<'a> for Path<'a> {
    fn visit_body(&mut self, body: &'a [Stmt]) {
        source_order::walk_body(self, overlapping(body, self.range));
    }

    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if statement.range().contains_range(self.range) {
            if is_inside(statement, self.range) {
                self.nodes.push(Ancestor::Statement(statement));
            }
            source_order::walk_stmt(self, statement);
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        let range = expression.range();
        if range.contains_range(self.range) {
            if range != self.range {
                self.nodes.push(Ancestor::Expression(expression));
            }
            walk_expr_at(self, expression, self.range);
        }
    }
}

fn body_of(statement: &Stmt) -> Option<&[Stmt]> {
    Some(match statement {
        Stmt::FunctionDef(it) => &it.body,
        Stmt::ClassDef(it) => &it.body,
        Stmt::For(it) => &it.body,
        Stmt::While(it) => &it.body,
        Stmt::If(it) => &it.body,
        Stmt::With(it) => &it.body,
        Stmt::Try(it) => &it.body,
        _ => return None,
    })
}

/// Whether `range` lies in the statement's body, or in a statement that has none.
fn is_inside(statement: &Stmt, range: TextRange) -> bool {
    if let Stmt::Match(it) = statement {
        return it.cases.iter().any(|case| case.range.contains_range(range));
    }
    let Some(body) = body_of(statement) else { return statement.range() != range };
    match (body.first(), body.last()) {
        (Some(first), Some(last)) => {
            TextRange::new(first.start(), last.end()).contains_range(range)
        }
        _ => false,
    }
}
