//! Which conditions hold whenever another one does, and which never do. Stops at what can be told
//! from the words: a `false` means that it is not known.

use super::syntax::{Comparator, Expr, Kind};
use crate::value::Value;

/// Whether `then` holds whenever `condition` does.
pub(super) fn implies(condition: &Expr, then: &Expr) -> bool {
    match (&condition.kind, &then.kind) {
        (_, Kind::And(all)) => all.iter().all(|it| implies(condition, it)),
        (Kind::Or(any), _) => any.iter().all(|it| implies(it, then)),
        (_, Kind::Or(any)) if any.iter().any(|it| implies(condition, it)) => true,
        (Kind::And(all), _) => all.iter().any(|it| implies(it, then)),
        (Kind::Not(condition), Kind::Not(then)) => implies(then, condition),
        _ => match (Fact::of(condition), Fact::of(then)) {
            (Some(fact), Some(then)) => fact.implies(&then),
            _ => false,
        },
    }
}

/// Whether two things that `condition` asks for exclude each other.
pub(super) fn is_never(condition: &Expr) -> bool {
    let Kind::And(all) = &condition.kind else { return false };
    let facts: Vec<Fact<'_>> = all.iter().filter_map(Fact::of).collect();
    facts
        .iter()
        .enumerate()
        .any(|(index, it)| facts[..index].iter().any(|other| it.excludes(other)))
}

/// What a simple condition says of a path.
struct Fact<'a> {
    path: String,
    says: Says<'a>,
}

/// The path's value is one of these, is none of these, or holds as it is.
enum Says<'a> {
    Is(Vec<&'a Value>),
    IsNot(Vec<&'a Value>),
    Holds,
    HoldsNot,
}

impl<'a> Fact<'a> {
    fn of(expr: &'a Expr) -> Option<Self> {
        let (path, says) = match &expr.kind {
            Kind::Comparison(first, rest) => {
                let [(comparator, operand)] = &**rest else { return None };
                let says = match (comparator, literals(operand)?) {
                    (Comparator::Equal, (values, false)) | (Comparator::In, (values, true)) => {
                        Says::Is(values)
                    }
                    (Comparator::Unequal, (values, false))
                    | (Comparator::NotIn, (values, true)) => Says::IsNot(values),
                    _ => return None,
                };
                (first.spelled()?, says)
            }
            Kind::Not(operand) => (operand.spelled()?, Says::HoldsNot),
            _ => (expr.spelled()?, Says::Holds),
        };
        Some(Self { path, says })
    }

    fn implies(&self, then: &Self) -> bool {
        self.path == then.path
            && match (&self.says, &then.says) {
                (Says::Is(these), Says::Is(those)) => these.iter().all(|it| those.contains(it)),
                (Says::Is(these), Says::IsNot(those)) => these.iter().all(|it| !those.contains(it)),
                (Says::Is(these), Says::Holds) => these.iter().all(|it| it.holds()),
                (Says::Is(these), Says::HoldsNot) => these.iter().all(|it| !it.holds()),
                (Says::IsNot(these), Says::IsNot(those)) => {
                    those.iter().all(|it| these.contains(it))
                }
                (Says::Holds, Says::Holds) | (Says::HoldsNot, Says::HoldsNot) => true,
                (Says::Holds, Says::IsNot(those)) => those.iter().all(|it| !it.holds()),
                _ => false,
            }
    }

    fn excludes(&self, other: &Self) -> bool {
        let one_way = |a: &Self, b: &Self| match (&a.says, &b.says) {
            (Says::Is(these), Says::Is(those)) => these.iter().all(|it| !those.contains(it)),
            (Says::Is(these), Says::IsNot(those)) => these.iter().all(|it| those.contains(it)),
            (Says::Is(these), Says::Holds) => these.iter().all(|it| !it.holds()),
            (Says::Is(these), Says::HoldsNot) => these.iter().all(|it| it.holds()),
            (Says::Holds, Says::HoldsNot) => true,
            _ => false,
        };
        self.path == other.path && (one_way(self, other) || one_way(other, self))
    }
}

/// The literal, or those of a list; whether it is a list.
fn literals(expr: &Expr) -> Option<(Vec<&Value>, bool)> {
    let literal = |it: &'_ Expr| matches!(it.kind, Kind::Literal(_));
    match &expr.kind {
        Kind::Literal(value) => Some((vec![value], false)),
        Kind::List(items) if items.iter().all(literal) => {
            let values = items.iter().filter_map(|it| match &it.kind {
                Kind::Literal(value) => Some(value),
                _ => None,
            });
            Some((values.collect(), true))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::template::Expression;

    #[track_caller]
    fn check(condition: &str, then: &str, expected: bool) {
        let parsed = [condition, then].map(|it| Expression::parse(it).unwrap());
        assert_eq!(parsed[0].implies(&parsed[1]), expected, "{condition} → {then}");
    }

    #[test]
    fn more_conditions_imply_fewer() {
        check("a.b == 'x' and c", "a.b == 'x'", true);
        check("a.b == 'x'", "a.b == 'x' and c", false);
        check("c and a.b == 'x'", "a.b == 'x' and c", true);
        check("a or b", "b or a", true);
        check("a", "b or a", true);
        check("a or b", "a", false);
    }

    #[test]
    fn a_value_implies_what_it_is_one_of() {
        check("a == 'x'", "a in ['x', 'y']", true);
        check("a in ['x', 'y']", "a == 'x'", false);
        check("a in ['x']", "a == 'x'", true);
        check("a == 'x'", "a != 'y'", true);
        check("a == 'x'", "a", true);
        check("a == ''", "a", false);
        check("not a", "not a", true);
        check("not a", "not (a and b)", true);
        check("a.b", "a.c", false);
    }

    #[track_caller]
    fn check_never(condition: &str, expected: bool) {
        assert_eq!(Expression::parse(condition).unwrap().is_never(), expected, "{condition}");
    }

    #[test]
    fn two_values_of_one_path_exclude_each_other() {
        check_never("a == 'x' and a == 'y'", true);
        check_never("a == 'x' and b == 'y'", false);
        check_never("a and not a", true);
        check_never("a == 'x' and a != 'x'", true);
        check_never("a in ['x', 'y'] and a != 'x'", false);
    }
}
