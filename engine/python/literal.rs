//! What expressions say without being run: texts, lists, names and calls; and what the statements of
//! a body do to names. Stops at syntax: what a name stands for is not known here.

use ruff_python_ast::{self as ast, Expr, InterpolatedStringElement, Operator, Stmt};

use super::outline::{blocks, dotted};
use super::{ByteRange, Module, byte_range};

/// One expression, as far as it can be read.
#[derive(Clone, Debug)]
pub struct Literal {
    /// Where it stands, without parentheses around it.
    pub range: ByteRange,
    /// What it says.
    pub kind: LiteralKind,
}

/// What an expression says.
#[derive(Clone, Debug)]
pub enum LiteralKind {
    /// A string, f-string or several joined.
    Text(Vec<Piece>),
    /// A list, tuple or set.
    List(Vec<Element>),
    /// `a + b`.
    Sum(Box<Literal>, Box<Literal>),
    /// A dotted name.
    Name(String),
    /// A call.
    Call {
        /// The dotted name that is called; empty where it is no name.
        function: String,
        /// In order; unpacked ones are left out.
        arguments: Vec<Argument>,
    },
    /// `a if … else b`, `a or b`: one of these.
    Choice(Vec<Literal>),
    /// Anything else.
    Unread,
}

/// A piece of a string.
#[derive(Clone, Debug)]
pub enum Piece {
    /// What stands there.
    Text(String),
    /// What an f-string fills in.
    Hole(Literal),
}

/// An element of a list.
#[derive(Clone, Debug)]
pub struct Element {
    /// `*element`.
    pub unpacked: bool,
    /// What it says.
    pub value: Literal,
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The keyword, if it has one.
    pub name: Option<String>,
    /// What it says.
    pub value: Literal,
}

/// What a statement does to a name of its own scope.
#[derive(Clone, Debug)]
pub enum Effect {
    /// `name = value`.
    Bind(String, Literal),
    /// `name += values`, `name.extend(values)`.
    Extend(String, Literal),
    /// `name.append(value)`, `name.insert(0, value)`.
    Append(String, Literal),
    /// `return value`.
    Return(Literal),
    /// What a block may do that need not run.
    Perhaps(Vec<Effect>),
}

impl Module {
    /// What the statements of the module do.
    pub fn effects(&self) -> Vec<Effect> {
        effects(&self.syntax().body)
    }

    /// The names of the parameters of the module's function at `range`, and what its statements do.
    pub fn function_effects(&self, range: &ByteRange) -> Option<(Vec<String>, Vec<Effect>)> {
        let function = function(&self.syntax().body, range)?;
        let parameters = &function.parameters;
        let names = parameters.iter_non_variadic_params().map(|it| it.parameter.name.to_string());
        Some((names.collect(), effects(&function.body)))
    }
}

impl Literal {
    /// The literal at `range`: this one or one inside it.
    pub fn at(&self, range: &ByteRange) -> Option<&Literal> {
        if self.range == *range {
            return Some(self);
        }
        if !(self.range.start <= range.start && range.end <= self.range.end) {
            return None;
        }
        match &self.kind {
            LiteralKind::List(elements) => elements.iter().find_map(|it| it.value.at(range)),
            LiteralKind::Sum(a, b) => a.at(range).or_else(|| b.at(range)),
            LiteralKind::Call { arguments, .. } => {
                arguments.iter().find_map(|it| it.value.at(range))
            }
            LiteralKind::Choice(choices) => choices.iter().find_map(|it| it.at(range)),
            _ => None,
        }
    }
}

fn function<'a>(body: &'a [Stmt], range: &ByteRange) -> Option<&'a ast::StmtFunctionDef> {
    body.iter().find_map(|statement| match statement {
        Stmt::FunctionDef(it) if byte_range(it) == *range => Some(it),
        Stmt::FunctionDef(_) | Stmt::ClassDef(_) => None,
        other => blocks(other).into_iter().find_map(|(_, block)| function(block, range)),
    })
}

fn effects(body: &[Stmt]) -> Vec<Effect> {
    body.iter().flat_map(effect).collect()
}

fn effect(statement: &Stmt) -> Vec<Effect> {
    match statement {
        Stmt::Assign(it) => {
            let names = it.targets.iter().filter_map(|target| match target {
                Expr::Name(name) => Some(name.id.to_string()),
                _ => None,
            });
            names.map(|name| Effect::Bind(name, literal(&it.value))).collect()
        }
        Stmt::AnnAssign(it) => match (&*it.target, &it.value) {
            (Expr::Name(name), Some(value)) => {
                vec![Effect::Bind(name.id.to_string(), literal(value))]
            }
            _ => Vec::new(),
        },
        Stmt::AugAssign(it) => match &*it.target {
            Expr::Name(name) if it.op == Operator::Add => {
                vec![Effect::Extend(name.id.to_string(), literal(&it.value))]
            }
            _ => Vec::new(),
        },
        Stmt::Expr(it) => added(&it.value).into_iter().collect(),
        Stmt::Return(it) => it.value.iter().map(|it| Effect::Return(literal(it))).collect(),
        // The body of `with` runs in any case, the branches of the others need not.
        Stmt::With(it) => effects(&it.body),
        other => {
            let blocks = blocks(other).into_iter().map(|(_, block)| effects(block));
            let blocks = blocks.filter(|it| !it.is_empty());
            blocks.map(Effect::Perhaps).collect()
        }
    }
}

/// What a statement like `name.append(value)` does.
fn added(expression: &Expr) -> Option<Effect> {
    let Expr::Call(call) = expression else { return None };
    let function = dotted(&call.func)?;
    let (name, method) = function.rsplit_once('.')?;
    let last = literal(call.arguments.args.last()?);
    match method {
        "append" | "insert" | "add" => Some(Effect::Append(name.to_owned(), last)),
        "extend" => Some(Effect::Extend(name.to_owned(), last)),
        _ => None,
    }
}

fn literal(expression: &Expr) -> Literal {
    Literal { range: byte_range(expression), kind: kind(expression) }
}

fn kind(expression: &Expr) -> LiteralKind {
    match expression {
        Expr::StringLiteral(it) => {
            LiteralKind::Text(vec![Piece::Text(it.value.to_str().to_owned())])
        }
        Expr::FString(it) => LiteralKind::Text(it.value.iter().flat_map(pieces).collect()),
        Expr::List(it) => list(&it.elts),
        Expr::Tuple(it) => list(&it.elts),
        Expr::Set(it) => list(&it.elts),
        Expr::BinOp(it) if it.op == Operator::Add => {
            LiteralKind::Sum(literal(&it.left).into(), literal(&it.right).into())
        }
        Expr::Name(_) | Expr::Attribute(_) => {
            dotted(expression).map_or(LiteralKind::Unread, LiteralKind::Name)
        }
        Expr::Call(it) => LiteralKind::Call {
            function: dotted(&it.func).unwrap_or_default(),
            arguments: arguments(&it.arguments),
        },
        Expr::If(it) => LiteralKind::Choice(vec![literal(&it.body), literal(&it.orelse)]),
        Expr::BoolOp(it) => LiteralKind::Choice(it.values.iter().map(literal).collect()),
        Expr::Named(it) => kind(&it.value),
        _ => LiteralKind::Unread,
    }
}

fn list(elements: &[Expr]) -> LiteralKind {
    let element = |it: &Expr| match it {
        Expr::Starred(it) => Element { unpacked: true, value: literal(&it.value) },
        it => Element { unpacked: false, value: literal(it) },
    };
    LiteralKind::List(elements.iter().map(element).collect())
}

fn arguments(arguments: &ast::Arguments) -> Vec<Argument> {
    let plain = arguments.args.iter().filter(|it| !it.is_starred_expr());
    let plain = plain.map(|it| Argument { name: None, value: literal(it) });
    let keywords = arguments.keywords.iter().filter_map(|it| {
        let name = Some(it.arg.as_ref()?.to_string());
        Some(Argument { name, value: literal(&it.value) })
    });
    plain.chain(keywords).collect()
}

fn pieces(part: &ast::FStringPart) -> Vec<Piece> {
    match part {
        ast::FStringPart::Literal(it) => vec![Piece::Text(it.value.to_string())],
        ast::FStringPart::FString(it) => it.elements.iter().map(piece).collect(),
    }
}

fn piece(element: &InterpolatedStringElement) -> Piece {
    match element {
        InterpolatedStringElement::Literal(it) => Piece::Text(it.value.to_string()),
        InterpolatedStringElement::Interpolation(it) => Piece::Hole(literal(&it.expression)),
    }
}
