//! Where the statements, comments and logical lines of a module stand. Stops at places: what a
//! statement defines is the outline's business.

use ruff_python_ast::statement_visitor::{StatementVisitor, walk_stmt};
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Expr, Stmt, StmtClassDef, helpers::is_docstring_stmt};
use ruff_text_size::Ranged;

use super::bindings;
use super::{ByteRange, Class, Module, byte_range};

/// The places of a module's parts, in source order.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The statements of the module itself.
    pub statements: Vec<Statement>,
    /// Every comment, from `#` to the end of its line.
    pub comments: Vec<ByteRange>,
    /// Where each logical line ends, its line break included.
    pub line_ends: Vec<usize>,
}

/// One statement of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The whole statement.
    pub range: ByteRange,
    /// What it is.
    pub kind: StatementKind,
}

/// What a statement is, as far as its place in the file depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// The docstring.
    Docstring,
    /// `import …` or `from … import …`.
    Import,
    /// `pass` or `...`.
    Placeholder,
    /// `if __name__ == "__main__":`.
    MainGuard,
    /// Anything else.
    Other,
}

impl Layout {
    /// The end of the logical line that holds `offset`, its line break included.
    pub fn line_end(&self, offset: usize) -> Option<usize> {
        let next = self.line_ends.partition_point(|end| *end <= offset);
        self.line_ends.get(next).or(self.line_ends.last()).copied()
    }

    /// The comments that start in `range`.
    pub fn comments_in(&self, range: &ByteRange) -> &[ByteRange] {
        let from = self.comments.partition_point(|it| it.start < range.start);
        let to = self.comments.partition_point(|it| it.start < range.end);
        &self.comments[from..to.max(from)]
    }
}

impl Module {
    /// Where the module's statements, comments and lines stand. Found when first asked for.
    pub fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| self.find_layout())
    }

    fn find_layout(&self) -> Layout {
        let of_kind = |kind: TokenKind| {
            self.parsed.tokens().iter().filter(move |it| it.kind() == kind).map(byte_range)
        };
        Layout {
            statements: statements(self.parsed.suite()),
            comments: of_kind(TokenKind::Comment).collect(),
            line_ends: of_kind(TokenKind::Newline).map(|it| it.end).collect(),
        }
    }

    /// The statements in the body of `class`, which the module's outline lists.
    pub fn body_of(&self, class: &Class) -> Vec<Statement> {
        let mut search = ClassSearch { name: &class.name_range, found: None };
        search.visit_body(self.parsed.suite());
        search.found.map(|it| statements(&it.body)).unwrap_or_default()
    }

    /// The names that the module binds at its top level, sorted, each once.
    pub fn bound_names(&self) -> Vec<String> {
        bindings::of_module(self.parsed.suite())
    }
}

fn statements(body: &[Stmt]) -> Vec<Statement> {
    let kind_at = |(index, statement)| match kind(statement) {
        StatementKind::Other if index == 0 && is_docstring_stmt(statement) => {
            StatementKind::Docstring
        }
        kind => kind,
    };
    let places = body.iter().map(byte_range);
    let kinds = body.iter().enumerate().map(kind_at);
    places.zip(kinds).map(|(range, kind)| Statement { range, kind }).collect()
}

fn kind(statement: &Stmt) -> StatementKind {
    match statement {
        Stmt::Import(_) | Stmt::ImportFrom(_) => StatementKind::Import,
        Stmt::Pass(_) => StatementKind::Placeholder,
        Stmt::Expr(it) if it.value.is_ellipsis_literal_expr() => StatementKind::Placeholder,
        Stmt::If(it) if is_main_test(&it.test) => StatementKind::MainGuard,
        _ => StatementKind::Other,
    }
}

fn is_main_test(test: &Expr) -> bool {
    let Expr::Compare(it) = test else { return false };
    let is_name = |side: &Expr| side.as_name_expr().is_some_and(|name| name.id == "__name__");
    let is_main = |side: &Expr| {
        side.as_string_literal_expr().is_some_and(|string| string.value.to_str() == "__main__")
    };
    let sides = it.comparators.first().map(|right| (&*it.left, right));
    sides.is_some_and(|(left, right)| {
        (is_name(left) && is_main(right)) || (is_main(left) && is_name(right))
    })
}

struct ClassSearch<'a> {
    name: &'a ByteRange,
    found: Option<&'a StmtClassDef>,
}

impl<'a> StatementVisitor<'a> for ClassSearch<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::ClassDef(it) if byte_range(&it.name) == *self.name => self.found = Some(it),
            _ if statement.end().to_usize() < self.name.start => {}
            _ => walk_stmt(self, statement),
        }
    }
}
