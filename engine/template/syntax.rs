//! The syntax tree. Stops at what was written: nothing here is computed.

use std::ops::Range;
use std::sync::Arc;

use super::filters::Filter;
use crate::value::Value;

/// An expression and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Expr {
    /// Byte range in the template text.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
}

/// The kinds of expression. Chains are flat, so that only brackets make the tree deeper.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Literal(Value),
    Name(Arc<str>),
    List(Box<[Expr]>),
    Access(Box<Expr>, Box<[Step]>),
    Filtered(Box<Expr>, Box<[Call]>),
    Sum(Box<Expr>, Box<[(Sign, Expr)]>),
    Concatenation(Box<[Expr]>),
    Comparison(Box<Expr>, Box<[(Comparator, Expr)]>),
    Test {
        operand: Box<Expr>,
        test: Test,
        negated: bool,
    },
    Not(Box<Expr>),
    And(Box<[Expr]>),
    Or(Box<[Expr]>),
    /// Conditions with their values, tried in order, and the value when none holds.
    Choice(Box<[(Expr, Expr)]>, Box<Expr>),
}

/// One step of a path.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Byte range of the step, its dot or brackets included.
    pub(super) range: Range<usize>,
    /// The way it goes.
    pub(super) kind: StepKind,
}

/// `.name` or `[index]`.
#[derive(Clone, Debug)]
pub(super) enum StepKind {
    Attribute(Arc<str>),
    Index(Expr),
}

/// A filter as it is called.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// Byte range of the name and the arguments.
    pub(super) range: Range<usize>,
    /// What is called.
    pub(super) filter: &'static Filter,
    /// As many as the filter takes.
    pub(super) arguments: Box<[Expr]>,
}

/// `+` or `-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Plus,
    Minus,
}

/// An operator between two values that gives a boolean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparator {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
}

/// What stands after `is`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Test {
    None,
    Defined,
}

/// What is printed in order.
pub(super) type Block = Box<[Node]>;

/// One thing that a block prints or does.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// Printed as it is.
    Text { text: Box<str>, range: Range<usize> },
    /// Printed, its further lines indented.
    Hole { value: Expr, indent: Box<str> },
    /// The end of a line that holds no text of its own: no line, if nothing was printed.
    LineEnd { newline: &'static str, range: Range<usize> },
    /// The end of the template, on a line that holds no text of its own.
    LastLine,
    /// Conditions with their blocks, tried in order, and the block when none holds.
    If(Box<[(Expr, Block)]>, Block),
    /// A loop.
    For(Box<Loop>),
    /// A name for the rest of the block.
    Set { name: Arc<str>, value: Expr },
    /// A part, its further lines indented.
    Include { part: Arc<str>, indent: Box<str>, range: Range<usize> },
}

/// `{% for item in list %}`.
#[derive(Clone, Debug)]
pub(super) struct Loop {
    /// What the loop names.
    pub(super) variables: Variables,
    /// What it goes through.
    pub(super) list: Expr,
    /// Printed for each item.
    pub(super) body: Block,
    /// Printed when there is no item.
    pub(super) otherwise: Block,
}

/// The names that a loop gives.
#[derive(Clone, Debug)]
pub(super) enum Variables {
    /// The items of a list, or the names of a map.
    One(Arc<str>),
    /// The names and the values of a map.
    Two(Arc<str>, Arc<str>),
}

impl Expr {
    /// The name or dotted path as it is written, where the expression is no more than that.
    pub(super) fn spelled(&self) -> Option<String> {
        match &self.kind {
            Kind::Name(name) => Some(name.to_string()),
            Kind::Access(base, steps) => spelled(base, steps),
            _ => None,
        }
    }

    /// Adds the dotted names that are read here, unless they are there already.
    pub(super) fn collect_paths(&self, paths: &mut Vec<String>) {
        if let Some(path) = self.dotted()
            && !paths.contains(&path)
        {
            paths.push(path);
        }
        self.each_operand(&mut |operand| operand.collect_paths(paths));
    }

    /// The longest dotted name that the expression begins with: `a.b` of `a.b[0].c`.
    fn dotted(&self) -> Option<String> {
        match &self.kind {
            Kind::Name(name) => Some(name.to_string()),
            Kind::Access(base, steps) => {
                let Kind::Name(name) = &base.kind else { return None };
                let mut path = name.to_string();
                for step in steps {
                    let StepKind::Attribute(attribute) = &step.kind else { break };
                    path.push('.');
                    path.push_str(attribute);
                }
                Some(path)
            }
            _ => None,
        }
    }

    fn each_operand(&self, visit: &mut dyn FnMut(&Expr)) {
        match &self.kind {
            Kind::Literal(_) | Kind::Name(_) => {}
            Kind::List(items) | Kind::Concatenation(items) | Kind::And(items) | Kind::Or(items) => {
                items.iter().for_each(visit);
            }
            Kind::Access(base, steps) => {
                // The name itself is part of the path.
                if !matches!(base.kind, Kind::Name(_)) {
                    visit(base);
                }
                for step in steps {
                    if let StepKind::Index(index) = &step.kind {
                        visit(index);
                    }
                }
            }
            Kind::Filtered(base, calls) => {
                visit(base);
                calls.iter().flat_map(|call| &call.arguments).for_each(visit);
            }
            Kind::Sum(first, rest) => {
                visit(first);
                rest.iter().for_each(|(_, operand)| visit(operand));
            }
            Kind::Comparison(first, rest) => {
                visit(first);
                rest.iter().for_each(|(_, operand)| visit(operand));
            }
            Kind::Test { operand, .. } | Kind::Not(operand) => visit(operand),
            Kind::Choice(arms, otherwise) => {
                for (condition, value) in arms {
                    visit(value);
                    visit(condition);
                }
                visit(otherwise);
            }
        }
    }
}

/// `base` and `steps` as they are written, where nothing in them is computed.
pub(super) fn spelled(base: &Expr, steps: &[Step]) -> Option<String> {
    let mut path = base.spelled()?;
    for step in steps {
        let written = match &step.kind {
            StepKind::Attribute(name) => format!(".{name}"),
            StepKind::Index(Expr { kind: Kind::Literal(Value::Int(index)), .. }) => {
                format!("[{index}]")
            }
            StepKind::Index(Expr { kind: Kind::Literal(Value::Str(name)), .. }) => {
                format!("[\"{name}\"]")
            }
            StepKind::Index(_) => return None,
        };
        path.push_str(&written);
    }
    Some(path)
}
