//! What must be wrong with an expression or a template, whatever the values will be.

use std::borrow::Cow;
use std::ops::Range;

use super::fault::{in_part, suggestion};
use super::filters::{Gives, Takes};
use super::syntax::spelled;
use super::syntax::{Block, Call, Expr, Kind, Loop, Node, Sign, Step, StepKind, Test, Variables};
use super::{DEPTH_LIMIT, INCLUDE_LIMIT, Parts, Shape, TURN_LIMIT, TemplateError};
use crate::value::Value;

/// The errors of a template whose context has the shape `root`.
pub(super) fn template(block: &Block, root: &Shape, parts: &dyn Parts) -> Vec<TemplateError> {
    let mut checker = Checker { is_template: true, ..Checker::new(root, parts) };
    checker.block(block);
    checker.errors
}

/// The shape of an expression whose context has the shape `root`.
pub(super) fn expression(expr: &Expr, root: &Shape) -> Result<Shape, Vec<TemplateError>> {
    let mut checker = Checker::new(root, &super::NoParts);
    let shape = checker.shape(expr).into_owned();
    if checker.errors.is_empty() { Ok(shape) } else { Err(checker.errors) }
}

struct Checker<'a> {
    root: &'a Shape,
    parts: &'a dyn Parts,
    locals: Vec<(&'a str, Cow<'a, Shape>)>,
    /// Paths that a condition around here has found to be defined.
    defined: Vec<String>,
    /// The parts that are being checked, outermost first.
    including: Vec<&'a str>,
    includes: usize,
    /// How many blocks are being checked, one in the other.
    depth: usize,
    errors: Vec<TemplateError>,
    /// Whether it is more than an expression.
    is_template: bool,
}

impl<'a> Checker<'a> {
    fn new(root: &'a Shape, parts: &'a dyn Parts) -> Self {
        Self {
            root,
            parts,
            locals: Vec::new(),
            defined: Vec::new(),
            including: Vec::new(),
            includes: 0,
            depth: 0,
            errors: Vec::new(),
            is_template: false,
        }
    }

    fn block(&mut self, block: &'a [Node]) {
        let names = self.locals.len();
        self.depth += 1;
        for node in block {
            self.node(node);
        }
        self.depth -= 1;
        self.locals.truncate(names);
    }

    fn node(&mut self, node: &'a Node) {
        match node {
            Node::Text { .. } | Node::LineEnd { .. } | Node::LastLine => {}
            Node::Hole { value, .. } => drop(self.shape(value)),
            Node::If(arms, otherwise) => {
                for (condition, block) in arms {
                    self.shape(condition);
                    self.assuming([condition], |checker| checker.block(block));
                }
                self.block(otherwise);
            }
            Node::For(repetition) => self.repetition(repetition),
            Node::Set { name, value } => {
                let shape = self.shape(value);
                self.locals.push((name, shape));
            }
            Node::Include { part, range, .. } => self.include(part, range),
        }
    }

    fn repetition(&mut self, repetition: &'a Loop) {
        let list = self.shape(&repetition.list);
        let kind = list.kind();
        let depth = self.locals.len();
        self.locals.push(("loop", Cow::Owned(Shape::of_loop())));
        let wrong = match (&repetition.variables, list.present()) {
            (Variables::One(name), Shape::List(_) | Shape::Any) => {
                let items = Shape::part(list, |list| Some(list.items())).unwrap_or_default();
                self.locals.push((name, items));
                None
            }
            (Variables::One(name), Shape::Map(_)) => {
                self.locals.push((name, Cow::Owned(Shape::Str)));
                None
            }
            (Variables::Two(name, value), Shape::Map(_) | Shape::Any) => {
                let values = match list.present() {
                    Shape::Map(entries) => Shape::common(entries.values().cloned()),
                    _ => Shape::Any,
                };
                self.locals.push((name, Cow::Owned(Shape::Str)));
                self.locals.push((value, Cow::Owned(values)));
                None
            }
            (Variables::One(name), _) => {
                self.locals.push((name, Cow::Owned(Shape::Any)));
                Some(format!("a loop goes through a list, this is {kind}"))
            }
            (Variables::Two(name, value), _) => {
                self.locals.push((name, Cow::Owned(Shape::Any)));
                self.locals.push((value, Cow::Owned(Shape::Any)));
                Some(format!("a loop with two names goes through a map, this is {kind}"))
            }
        };
        if let Some(message) = wrong {
            self.errors.push(TemplateError::new(repetition.list.range.clone(), message));
        }
        self.block(&repetition.body);
        self.locals.truncate(depth);
        self.block(&repetition.otherwise);
    }

    fn include(&mut self, name: &'a str, range: &Range<usize>) {
        self.includes += 1;
        if self.includes > TURN_LIMIT {
            return;
        }
        if self.including.contains(&name) {
            let message = format!("part `{name}` includes itself");
            self.errors.push(TemplateError::new(range.clone(), message));
        } else if self.including.len() == INCLUDE_LIMIT {
            let message = format!("parts nest deeper than {INCLUDE_LIMIT}");
            self.errors.push(TemplateError::new(range.clone(), message));
        } else if self.depth > DEPTH_LIMIT {
            let message = format!("blocks nest deeper than {DEPTH_LIMIT}");
            self.errors.push(TemplateError::new(range.clone(), message));
        } else if let Some(part) = self.parts.part(name) {
            let outer = std::mem::take(&mut self.errors);
            self.including.push(name);
            self.block(&part.block);
            self.including.pop();
            let inner = std::mem::replace(&mut self.errors, outer);
            self.errors.extend(inner.into_iter().map(|error| TemplateError {
                message: in_part(name, &error.message),
                part: error.part.or_else(|| Some((name.to_owned(), error.range).into())),
                range: range.clone(),
                ..error
            }));
        } else {
            let help = suggestion(name, self.parts.names());
            let message = format!("no part `{name}`");
            self.errors.push(TemplateError { range: range.clone(), message, help, part: None });
        }
    }

    /// Does `check` where all of `conditions` hold.
    fn assuming<T>(
        &mut self,
        conditions: impl IntoIterator<Item = &'a Expr>,
        check: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let depth = self.defined.len();
        for condition in conditions {
            collect_defined(condition, &mut self.defined);
        }
        let result = check(self);
        self.defined.truncate(depth);
        result
    }

    fn shape(&mut self, expr: &'a Expr) -> Cow<'a, Shape> {
        Cow::Owned(match &expr.kind {
            Kind::Literal(value) => Shape::of(value),
            Kind::Name(name) => return self.name(name, &expr.range),
            Kind::List(items) => Shape::list(Shape::common(self.each(items))),
            Kind::Access(base, steps) => return self.walk(base, steps),
            Kind::Filtered(base, calls) => return self.filtered(base, calls),
            Kind::Sum(first, rest) => self.sum(first, rest),
            Kind::Concatenation(operands) => {
                self.each(operands);
                Shape::Str
            }
            Kind::Comparison(first, rest) => {
                let shape = self.shape(first);
                for (_, operand) in rest {
                    self.shape(operand);
                    self.one_of(first, &shape, operand);
                }
                Shape::Bool
            }
            Kind::Test { operand, test, .. } => {
                let before = self.errors.len();
                self.shape(operand);
                if *test == Test::Defined {
                    self.errors.truncate(before);
                }
                Shape::Bool
            }
            Kind::Not(operand) => {
                self.shape(operand);
                Shape::Bool
            }
            Kind::And(operands) => self.conjunction(operands),
            Kind::Or(operands) => self.disjunction(operands),
            Kind::Choice(arms, otherwise) => {
                let mut shapes = Vec::new();
                for (condition, value) in arms {
                    self.shape(condition);
                    shapes.push(self.assuming([condition], |it| it.shape(value).into_owned()));
                }
                shapes.push(self.shape(otherwise).into_owned());
                Shape::common(shapes)
            }
        })
    }

    /// What is compared with one of a few texts must be one of them.
    fn one_of(&mut self, first: &Expr, shape: &Shape, operand: &Expr) {
        let Shape::OneOf(known) = shape.present() else { return };
        let items = match &operand.kind {
            Kind::List(items) => items,
            _ => std::slice::from_ref(operand),
        };
        for it in items {
            let Kind::Literal(Value::Str(text)) = &it.kind else { continue };
            // The empty text stands for none.
            if !text.is_empty() && !known.contains(text) {
                let first = first.spelled().map_or("this".to_owned(), |it| format!("`{it}`"));
                let message = format!("{first} is never `{text}`");
                let help = suggestion(text, known.iter().map(AsRef::as_ref));
                let range = it.range.clone();
                self.errors.push(TemplateError { range, message, help, part: None });
            }
        }
    }

    fn each(&mut self, exprs: &'a [Expr]) -> Vec<Shape> {
        exprs.iter().map(|expr| self.shape(expr).into_owned()).collect()
    }

    fn sum(&mut self, first: &'a Expr, rest: &'a [(Sign, Expr)]) -> Shape {
        let first = self.shape(first).into_owned();
        rest.iter().fold(first, |sum, (_, operand)| sum.or(self.shape(operand).into_owned()))
    }

    fn conjunction(&mut self, operands: &'a [Expr]) -> Shape {
        let mut shapes = Vec::new();
        for (index, operand) in operands.iter().enumerate() {
            shapes.push(self.assuming(&operands[..index], |it| it.shape(operand).into_owned()));
        }
        Shape::common(shapes)
    }

    /// Only the last operand of `or` can be none.
    fn disjunction(&mut self, operands: &'a [Expr]) -> Shape {
        let shapes = self.each(operands);
        let last = shapes.len().saturating_sub(1);
        let shapes = shapes.into_iter().enumerate();
        Shape::common(shapes.filter_map(|(index, shape)| match shape {
            Shape::None if index < last => None,
            Shape::Optional(inner) if index < last => Some(*inner),
            other => Some(other),
        }))
    }

    fn name(&mut self, name: &str, range: &Range<usize>) -> Cow<'a, Shape> {
        let local = self.locals.iter().rev().find(|(known, _)| *known == name);
        if let Some((_, shape)) = local {
            return shape.clone();
        }
        let Shape::Map(entries) = self.root else { return Cow::Owned(Shape::Any) };
        if let Some(shape) = entries.get(name) {
            return Cow::Borrowed(shape);
        }
        if !self.is_defined(Some(name)) {
            let mut known: Vec<&str> = self.locals.iter().map(|(name, _)| *name).collect();
            known.extend(entries.keys().map(AsRef::as_ref));
            known.sort_unstable();
            known.dedup();
            let message = format!("`{name}` is not defined");
            let help = suggestion(name, known);
            self.errors.push(TemplateError { range: range.clone(), message, help, part: None });
        }
        Cow::Owned(Shape::Any)
    }

    /// Whether a condition around here says that there is a value at `path`.
    fn is_defined(&self, path: Option<&str>) -> bool {
        path.is_some_and(|path| {
            self.defined.iter().any(|defined| {
                defined.strip_prefix(path).is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with('.') || rest.starts_with('[')
                })
            })
        })
    }

    fn walk(&mut self, base: &'a Expr, steps: &'a [Step]) -> Cow<'a, Shape> {
        let mut shape = self.shape(base);
        for (done, step) in steps.iter().enumerate() {
            let name = match &step.kind {
                StepKind::Attribute(name)
                | StepKind::Index(Expr { kind: Kind::Literal(Value::Str(name)), .. }) => Some(name),
                StepKind::Index(index) => {
                    self.shape(index);
                    None
                }
            };
            shape = match name {
                Some(name) => self.attribute(shape, name, base, &steps[..=done]),
                None => Shape::part(shape, |list| Some(list.items())).unwrap_or_default(),
            };
        }
        shape
    }

    /// The shape of the attribute `name`, the last of `steps`.
    fn attribute(
        &mut self,
        owner: Cow<'a, Shape>,
        name: &str,
        base: &'a Expr,
        steps: &'a [Step],
    ) -> Cow<'a, Shape> {
        let unknown = || Cow::Owned(Shape::Any);
        let (message, help) = match owner.present() {
            Shape::Any => return unknown(),
            Shape::Map(entries) if entries.contains_key(name) => {
                return Shape::part(owner, |owner| match owner.present() {
                    Shape::Map(entries) => entries.get(name),
                    _ => None,
                })
                .unwrap_or_default();
            }
            Shape::Map(entries) => {
                let known = entries.keys().map(AsRef::as_ref);
                (format!("has no `{name}`"), suggestion(name, known))
            }
            other => {
                let help = self.behind_braces(other, name, base, steps);
                (format!("is {}, so it has no `{name}`", other.kind()), help)
            }
        };
        if self.is_defined(spelled(base, steps).as_deref()) {
            return unknown();
        }
        let [before @ .., last] = steps else { return unknown() };
        let owner = spelled(base, before).map_or("the value".to_owned(), |it| format!("`{it}`"));
        let message = format!("{owner} {message}");
        self.errors.push(TemplateError { range: last.range.clone(), message, help, part: None });
        unknown()
    }

    /// How the attribute of what a string names is written, where a template takes it of the string.
    fn behind_braces(&self, of: &Shape, name: &str, base: &Expr, steps: &[Step]) -> Option<String> {
        let is_string = matches!(of, Shape::Str | Shape::OneOf(_));
        let variable = base.spelled().filter(|_| matches!(base.kind, Kind::Name(_)))?;
        (self.is_template && is_string && steps.len() == 1).then(|| {
            format!("if the Python that it names has one, write `{{{{ {variable} }}}}.{name}`")
        })
    }

    fn filtered(&mut self, base: &'a Expr, calls: &'a [Call]) -> Cow<'a, Shape> {
        let before = self.errors.len();
        let mut shape = self.shape(base);
        for call in calls {
            if call.filter.tolerant {
                self.errors.truncate(before);
            }
            let arguments: Vec<Shape> = self.each(&call.arguments);
            if let Some(message) = mismatch(call, &shape) {
                self.errors.push(TemplateError::new(call.range.clone(), message));
                shape = Cow::Owned(Shape::Any);
            }
            shape = self.filter(call, shape, &arguments);
        }
        shape
    }

    /// What a filter gives when its input has the shape `input`.
    fn filter(&mut self, call: &'a Call, input: Cow<'a, Shape>, rest: &[Shape]) -> Cow<'a, Shape> {
        Cow::Owned(match call.filter.gives {
            Gives::Bool => Shape::Bool,
            Gives::Int => Shape::Int,
            Gives::Str => Shape::Str,
            Gives::Strings => Shape::list(Shape::Str),
            Gives::Present => match (input.into_owned(), rest.first()) {
                (Shape::Optional(inner), Some(other)) => inner.or(other.clone()),
                (Shape::None, Some(other)) => other.clone(),
                (shape, _) => shape,
            },
            Gives::Item => Shape::optional(input.items().clone()),
            Gives::Same => {
                self.field(call, input.items());
                return input;
            }
            Gives::Fields => Shape::list(self.field(call, input.items())),
        })
    }

    /// The shape of the field of `items` that the first argument names.
    fn field(&mut self, call: &Call, items: &Shape) -> Shape {
        let Some(Expr { kind: Kind::Literal(Value::Str(name)), range }) = call.arguments.first()
        else {
            return Shape::Any;
        };
        let Shape::Map(entries) = items.present() else { return Shape::Any };
        if let Some(shape) = entries.get(name) {
            return shape.clone();
        }
        let message = format!("the items have no `{name}`");
        let help = suggestion(name, entries.keys().map(AsRef::<str>::as_ref));
        self.errors.push(TemplateError { range: range.clone(), message, help, part: None });
        Shape::Any
    }
}

fn mismatch(call: &Call, shape: &Shape) -> Option<String> {
    let fits = matches!(
        (call.filter.takes, shape.present()),
        (Takes::Any, _)
            | (_, Shape::Any)
            | (Takes::Text | Takes::Sized, Shape::Str | Shape::OneOf(_))
            | (Takes::List | Takes::Sized, Shape::List(_))
            | (Takes::Sized, Shape::Map(_))
    );
    (!fits).then(|| call.filter.refusal(shape.kind()))
}

/// Adds the paths that are defined where `condition` holds.
fn collect_defined(condition: &Expr, paths: &mut Vec<String>) {
    match &condition.kind {
        Kind::Test { operand, test: Test::Defined, negated: false } => {
            paths.extend(operand.spelled());
        }
        Kind::And(operands) => operands.iter().for_each(|it| collect_defined(it, paths)),
        _ => {}
    }
}
