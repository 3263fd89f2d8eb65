//! Annotations by their structure. Stops at names: what they stand for is not known here.

use std::fmt;

use ruff_python_ast::{Expr, Operator};
use ruff_python_parser::parse_expression;

use super::nesting;

/// An annotation. Printed, names of modules and quotes are left out and the aliases of `typing`
/// written as the builtins they stand for: `Optional[List[x.Y]]` is `list[Y] | None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Annotation {
    /// `None`
    None,
    /// A name, dotted as written.
    Name(String),
    /// `Head[…]`
    Of(String, Vec<Annotation>),
    /// `A | B`
    Union(Vec<Annotation>),
    /// Any other expression as written, such as what stands in `Literal[…]`.
    Text(String),
}

impl Annotation {
    /// The annotation that `text` is; none if it is no expression.
    pub fn parse(text: &str) -> Option<Self> {
        nesting::check(text).ok()?;
        let parsed = parse_expression(text).ok()?;
        Some(read(parsed.expr(), text, 0))
    }

    /// What a value may be one of; `None` is no member.
    pub fn members(&self) -> Vec<&Annotation> {
        match self {
            Annotation::Union(members) => members.iter().flat_map(Annotation::members).collect(),
            Annotation::None => Vec::new(),
            other => vec![other],
        }
    }

    /// Whether `None` is a value of it.
    pub fn allows_none(&self) -> bool {
        match self {
            Annotation::None => true,
            Annotation::Union(members) => members.iter().any(Annotation::allows_none),
            _ => false,
        }
    }
}

fn read(expression: &Expr, text: &str, depth: usize) -> Annotation {
    let written = || Annotation::Text(text[super::byte_range(expression)].to_owned());
    match expression {
        Expr::NoneLiteral(_) => Annotation::None,
        Expr::Name(_) | Expr::Attribute(_) => match dotted(expression) {
            Some(name) => Annotation::Name(name),
            None => written(),
        },
        Expr::StringLiteral(it) if depth < 2 => {
            let inner = it.value.to_str();
            match parse_expression(inner) {
                Ok(parsed) => read(parsed.expr(), inner, depth + 1),
                Err(_) => written(),
            }
        }
        Expr::BinOp(it) if it.op == Operator::BitOr => {
            Annotation::Union(vec![read(&it.left, text, depth), read(&it.right, text, depth)])
        }
        Expr::Subscript(it) => {
            let Some(head) = dotted(&it.value) else { return written() };
            let items = match &*it.slice {
                Expr::Tuple(tuple) => tuple.elts.as_slice(),
                one => std::slice::from_ref(one),
            };
            subscript(head, items, text, depth)
        }
        _ => written(),
    }
}

fn subscript(head: String, items: &[Expr], text: &str, depth: usize) -> Annotation {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let read = |it: &Expr| self::read(it, text, depth);
    match (last(&head).as_str(), items) {
        ("Optional", [one]) => Annotation::Union(vec![read(one), Annotation::None]),
        ("Union", _) => Annotation::Union(items.iter().map(read).collect()),
        ("Annotated" | "Required" | "NotRequired" | "Final" | "ClassVar", [first, ..]) => {
            read(first)
        }
        ("Literal", _) => {
            let texts = items.iter().map(|it| text[super::byte_range(it)].to_owned());
            Annotation::Of(head, texts.map(Annotation::Text).collect())
        }
        _ => Annotation::Of(head, items.iter().map(read).collect()),
    }
}

fn dotted(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Name(it) => Some(it.id.to_string()),
        Expr::Attribute(it) => Some(format!("{}.{}", dotted(&it.value)?, it.attr)),
        _ => None,
    }
}

/// A name without its module, an alias of `typing` as the builtin.
fn plain(name: &str) -> &str {
    match name.rsplit('.').next().unwrap_or(name) {
        "List" => "list",
        "Dict" => "dict",
        "Set" => "set",
        "FrozenSet" => "frozenset",
        "Tuple" => "tuple",
        "Type" => "type",
        other => other,
    }
}

impl fmt::Display for Annotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, items: &[Annotation], separator: &str| {
            for (index, item) in items.iter().enumerate() {
                f.write_str(if index > 0 { separator } else { "" })?;
                item.fmt(f)?;
            }
            Ok(())
        };
        match self {
            Annotation::None => f.write_str("None"),
            Annotation::Name(name) => f.write_str(plain(name)),
            Annotation::Text(text) => f.write_str(text),
            Annotation::Union(members) => list(f, members, " | "),
            Annotation::Of(head, items) => {
                write!(f, "{}[", plain(head))?;
                list(f, items, ", ")?;
                f.write_str("]")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Annotation;

    #[track_caller]
    fn check(text: &str, printed: &str) {
        assert_eq!(Annotation::parse(text).map(|it| it.to_string()).as_deref(), Some(printed));
    }

    #[test]
    fn optional_is_a_union_with_none() {
        check("Optional[typing.List[models.Team]]", "list[Team] | None");
    }

    #[test]
    fn quotes_are_looked_through() {
        check("list['Team | None']", "list[Team | None]");
    }

    #[test]
    fn literals_stay_as_they_are_written() {
        check("Literal['a', 1]", "Literal['a', 1]");
    }

    #[test]
    fn none_is_no_member() {
        let annotation = Annotation::parse("int | None | str").unwrap_or(Annotation::None);
        let members: Vec<String> = annotation.members().iter().map(ToString::to_string).collect();
        assert_eq!(members, ["int", "str"]);
        assert!(annotation.allows_none());
    }
}
