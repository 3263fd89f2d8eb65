//! From an expression to its value. Borrows from the context wherever it can.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use super::bounded::{self, Bounded};
use super::fault::Fault;
use super::scope::{Local, Scope};
use super::syntax::{Call, Comparator, Expr, Kind, Sign, Step, StepKind, Test, spelled};
use crate::value::Value;

type Evaluated<'s> = Result<Cow<'s, Value>, Fault>;

impl Scope<'_> {
    /// The value of `expr` with these names.
    pub(super) fn evaluate<'s>(&'s self, expr: &'s Expr) -> Evaluated<'s> {
        match &expr.kind {
            Kind::Literal(value) => Ok(Cow::Borrowed(value)),
            Kind::Name(name) => self.lookup(name, &expr.range),
            Kind::Access(base, steps) => self.walk(base, steps),
            Kind::Filtered(base, calls) => self.filtered(base, calls),
            Kind::List(items) => self.list(items, &expr.range),
            Kind::Sum(first, rest) => self.sum(first, rest),
            Kind::Concatenation(operands) => self.concatenation(operands, &expr.range),
            Kind::Comparison(first, rest) => self.comparison(first, rest).map(boolean),
            Kind::Test { operand, test, negated } => {
                Ok(boolean(self.test(operand, *test)? != *negated))
            }
            Kind::Not(operand) => Ok(boolean(!self.evaluate(operand)?.holds())),
            Kind::And(operands) => self.first_that(operands, false),
            Kind::Or(operands) => self.first_that(operands, true),
            Kind::Choice(arms, otherwise) => {
                for (condition, value) in arms {
                    if self.evaluate(condition)?.holds() {
                        return self.evaluate(value);
                    }
                }
                self.evaluate(otherwise)
            }
        }
    }

    /// The first operand that `holds` or does not, otherwise the last: what `or` and `and` give.
    fn first_that<'s>(&'s self, operands: &'s [Expr], holds: bool) -> Evaluated<'s> {
        let mut last = Cow::Owned(Value::None);
        for operand in operands {
            last = self.evaluate(operand)?;
            if last.holds() == holds {
                break;
            }
        }
        Ok(last)
    }

    fn walk<'s>(&'s self, base: &'s Expr, steps: &'s [Step]) -> Evaluated<'s> {
        let mut done = 0;
        let mut value = match self.turn(base, steps) {
            Some(value) => {
                done = 1;
                Cow::Owned(value)
            }
            None => self.evaluate(base)?,
        };
        while let Some(step) = steps.get(done) {
            let owner = || match spelled(base, &steps[..done]) {
                Some(path) => format!("`{path}`"),
                None => "the value".to_owned(),
            };
            value = match &step.kind {
                StepKind::Attribute(name) => attribute(&value, name, &step.range, &owner)?,
                StepKind::Index(index) => {
                    let index = self.evaluate(index)?;
                    item(&value, &index, &step.range, &owner)?
                }
            };
            done += 1;
        }
        Ok(value)
    }

    /// `loop.index` and the like, without making a map of `loop`.
    fn turn(&self, base: &Expr, steps: &[Step]) -> Option<Value> {
        let Kind::Name(name) = &base.kind else { return None };
        let Some(Local::Loop(turn)) = self.local(name) else { return None };
        let StepKind::Attribute(attribute) = &steps.first()?.kind else { return None };
        turn.get(attribute)
    }

    fn filtered<'s>(&'s self, base: &'s Expr, calls: &'s [Call]) -> Evaluated<'s> {
        // What is missing goes through the filters up to one that makes up for it.
        calls.iter().fold(self.evaluate(base), |input, call| self.call(input, call))
    }

    fn call<'s>(&'s self, input: Evaluated<'s>, call: &'s Call) -> Evaluated<'s> {
        let input = match input {
            Err(fault) if fault.is_missing() && call.filter.tolerant => Cow::Owned(Value::None),
            other => other?,
        };
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            arguments.push(self.evaluate(argument)?.into_owned());
        }
        let output = call.filter.apply(&input, &arguments);
        Ok(Cow::Owned(output.map_err(|message| Fault::new(&call.range, message))?))
    }

    fn list<'s>(&'s self, items: &'s [Expr], range: &Range<usize>) -> Evaluated<'s> {
        let items: Result<Vec<Value>, _> =
            items.iter().map(|item| self.evaluate(item).map(Cow::into_owned)).collect();
        let list = bounded::list(items?).map_err(|message| Fault::new(range, message))?;
        Ok(Cow::Owned(list))
    }

    fn sum<'s>(&'s self, first: &'s Expr, rest: &'s [(Sign, Expr)]) -> Evaluated<'s> {
        let mut total = self.evaluate(first)?;
        let start = first.range.start;
        for (sign, operand) in rest {
            let next = self.evaluate(operand)?;
            let range = start..operand.range.end;
            total = Cow::Owned(match sign {
                Sign::Plus => plus(&total, &next, &range)?,
                Sign::Minus => minus(&total, &next, &range)?,
            });
        }
        Ok(total)
    }

    fn concatenation<'s>(&'s self, operands: &'s [Expr], range: &Range<usize>) -> Evaluated<'s> {
        let mut text = Bounded::default();
        for operand in operands {
            let pushed = text.push_value(&*self.evaluate(operand)?);
            pushed.map_err(|too_long| Fault::new(range, too_long))?;
        }
        Ok(Cow::Owned(text.into_string().into()))
    }

    fn comparison(&self, first: &Expr, rest: &[(Comparator, Expr)]) -> Result<bool, Fault> {
        let mut left = self.evaluate(first)?;
        let mut start = first.range.start;
        for (comparator, operand) in rest {
            let right = self.evaluate(operand)?;
            if !compare(&left, *comparator, &right, &(start..operand.range.end))? {
                return Ok(false);
            }
            start = operand.range.start;
            left = right;
        }
        Ok(true)
    }

    fn test(&self, operand: &Expr, test: Test) -> Result<bool, Fault> {
        match (test, self.evaluate(operand)) {
            (Test::None, value) => Ok(matches!(*value?, Value::None)),
            (Test::Defined, Err(fault)) if fault.is_missing() => Ok(false),
            (Test::Defined, value) => value.map(|_| true),
        }
    }
}

fn boolean(truth: bool) -> Cow<'static, Value> {
    Cow::Owned(Value::Bool(truth))
}

fn attribute<'s>(
    value: &Cow<'s, Value>,
    name: &str,
    range: &Range<usize>,
    owner: &dyn Fn() -> String,
) -> Evaluated<'s> {
    let found = match value {
        Cow::Borrowed(value) => value.get(name).map(Cow::Borrowed),
        Cow::Owned(value) => value.get(name).cloned().map(Cow::Owned),
    };
    if let Some(found) = found {
        return Ok(found);
    }
    let owner = owner();
    Err(match &**value {
        Value::Map(entries) => Fault::missing(range, format!("{owner} has no `{name}`"))
            .with_known(name, entries.keys().cloned().collect()),
        Value::None => Fault::missing(range, format!("{owner} is none, so it has no `{name}`"))
            .with_help("guard it with `and` or `{% if … %}`, or add `| default(…)`"),
        other => {
            let fault = Fault::missing(
                range,
                format!("{owner} is {}, so it has no `{name}`", other.kind()),
            );
            if name == "length" { fault.with_help("write `| length`") } else { fault }
        }
    })
}

fn item<'s>(
    value: &Cow<'s, Value>,
    index: &Value,
    range: &Range<usize>,
    owner: &dyn Fn() -> String,
) -> Evaluated<'s> {
    match (&**value, index) {
        (Value::List(items), Value::Int(index)) => {
            let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
            let place = if *index < 0 { index.saturating_add(length) } else { *index };
            let item = usize::try_from(place).ok().and_then(|place| items.get(place));
            let message = || format!("{} has {} items, so no `[{index}]`", owner(), items.len());
            item.cloned().map(Cow::Owned).ok_or_else(|| Fault::missing(range, message()))
        }
        (Value::Map(_) | Value::None, Value::Str(name)) => attribute(value, name, range, owner),
        (Value::None, _) => Err(Fault::missing(range, format!("{} is none", owner()))),
        (other, index) => {
            let (other, index) = (other.kind(), index.kind());
            let message = format!("{} is {other} and is not indexed by {index}", owner());
            Err(Fault::new(range, message))
        }
    }
}

fn plus(left: &Value, right: &Value, range: &Range<usize>) -> Result<Value, Fault> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => left
            .checked_add(*right)
            .map(Value::Int)
            .ok_or_else(|| Fault::new(range, "the number is too large")),
        (Value::Str(left), Value::Str(right)) => {
            let mut text = Bounded::default();
            text.push(left)
                .and_then(|()| text.push(right))
                .map_err(|too_long| Fault::new(range, too_long))?;
            Ok(text.into_string().into())
        }
        (Value::List(left), Value::List(right)) => {
            bounded::list(left.iter().chain(right.iter()).cloned().collect())
                .map_err(|message| Fault::new(range, message))
        }
        _ => {
            let message = format!("`+` does not join {} and {}", left.kind(), right.kind());
            Err(Fault::new(range, message).with_help("`~` joins any values to text"))
        }
    }
}

fn minus(left: &Value, right: &Value, range: &Range<usize>) -> Result<Value, Fault> {
    let (Value::Int(left), Value::Int(right)) = (left, right) else {
        let message = format!("`-` does not go with {} and {}", left.kind(), right.kind());
        return Err(Fault::new(range, message));
    };
    left.checked_sub(*right)
        .map(Value::Int)
        .ok_or_else(|| Fault::new(range, "the number is too large"))
}

fn compare(
    left: &Value,
    comparator: Comparator,
    right: &Value,
    range: &Range<usize>,
) -> Result<bool, Fault> {
    let order = || match (left, right) {
        (Value::Int(left), Value::Int(right)) => Ok(left.cmp(right)),
        (Value::Str(left), Value::Str(right)) => Ok(left.cmp(right)),
        _ => {
            let message = format!("{} and {} have no order", left.kind(), right.kind());
            Err(Fault::new(range, message))
        }
    };
    Ok(match comparator {
        Comparator::Equal => left == right,
        Comparator::Unequal => left != right,
        Comparator::Less => order()? == Ordering::Less,
        Comparator::LessOrEqual => order()? != Ordering::Greater,
        Comparator::Greater => order()? == Ordering::Greater,
        Comparator::GreaterOrEqual => order()? != Ordering::Less,
        Comparator::In => contains(right, left, range)?,
        Comparator::NotIn => !contains(right, left, range)?,
    })
}

fn contains(whole: &Value, part: &Value, range: &Range<usize>) -> Result<bool, Fault> {
    match (whole, part) {
        (Value::List(items), _) => Ok(items.contains(part)),
        (Value::Map(entries), Value::Str(name)) => Ok(entries.contains_key(name)),
        (Value::Str(text), Value::Str(part)) => Ok(text.contains(&**part)),
        _ => {
            let message = format!("{} is not in {}", part.kind(), whole.kind());
            Err(Fault::new(range, message).with_help("`in` takes a list, a map or a string"))
        }
    }
}
