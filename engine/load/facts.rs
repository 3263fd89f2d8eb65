//! Facts, tables and what a target must be like.

use crate::kdl::Reader;
use crate::span::Spanned;
use crate::spec::{Fact, Item, Predicate, Routes, Row, Step, Table, Target, WrappedView};

pub(super) const STEPS: &[&str] = &[
    "symbol", "module", "fact", "method", "find", "body", "follow", "routes", "is", "where", "let",
    "each", "not", "either",
];

/// A `target`.
pub(super) fn target(reader: &Reader<'_>) -> Item {
    let mut target = Target {
        within: reader.property("within"),
        of: reader.property("of"),
        inherited: reader.flag("inherited"),
        implemented: reader.flag("implemented"),
        ..Target::default()
    };
    for child in reader.children(&["when", "except"]) {
        let list = if child.name() == "when" { &mut target.when } else { &mut target.except };
        list.push(predicate(&child));
        child.finish();
    }
    Item::Target(target)
}

pub(super) fn predicate(reader: &Reader<'_>) -> Predicate {
    Predicate {
        name: reader.property("name"),
        base: reader.property("base"),
        decorator: reader.property("decorator"),
        has: reader.property("has"),
        lacks: reader.property("lacks"),
        path: reader.property("path"),
    }
}

/// A `routes`.
pub(super) fn routes(reader: &Reader<'_>) -> Item {
    let mut routes = Routes::default();
    for child in reader.children(&["start", "entry", "include", "view"]) {
        let first = child.required_argument(match child.name() {
            "start" => "a dotted module",
            _ => "a pattern",
        });
        match child.name() {
            "start" => routes.starts.extend(first.zip(child.required_argument("a variable"))),
            "entry" => routes.entries.extend(first.into_iter().chain(child.arguments())),
            "include" => routes.includes.extend(first.into_iter().chain(child.arguments())),
            _ => routes.views.push(WrappedView {
                patterns: first.into_iter().chain(child.arguments()).collect(),
                wrapper: child.property("as"),
            }),
        }
        child.finish();
    }
    Item::Routes(routes)
}

/// A `fact`.
pub(super) fn fact(reader: &Reader<'_>) -> Option<Item> {
    let on = reader.required_property("on");
    let (list, value) = (reader.flag("list"), reader.property("value"));
    let steps = steps(reader);
    Some(Item::Fact(Fact { on: on?, list, value, steps }))
}

fn steps(reader: &Reader<'_>) -> Vec<Spanned<Step>> {
    let mut steps = Vec::new();
    for child in reader.children(STEPS) {
        let span = child.name_span();
        steps.extend(step(&child).map(|step| Spanned::new(step, span)));
        child.finish();
    }
    steps
}

fn step(reader: &Reader<'_>) -> Option<Step> {
    Some(match reader.name() {
        "symbol" => Step::Symbol(reader.required_argument("a symbol")?),
        "module" => Step::Module(reader.argument()),
        "fact" => Step::Fact(reader.required_argument("a fact")?),
        "method" => Step::Method {
            inherited: reader.flag("inherited"),
            name: reader.required_argument("a method's name")?,
        },
        kind @ ("find" | "body") => Step::Find {
            body: kind == "body",
            inherited: reader.flag("inherited"),
            patterns: std::iter::once(reader.required_argument("a pattern")?)
                .chain(reader.arguments())
                .collect(),
        },
        "follow" => Step::Follow(reader.required_argument("a bound name")?),
        "routes" => Step::Routes(reader.required_argument("a table of routes")?),
        "is" => Step::Is(Box::new(predicate(reader))),
        "where" => Step::Where(reader.required_argument("an expression")?),
        "let" => Step::Let {
            name: reader.required_argument("a name")?,
            value: reader.required_argument("an expression")?,
        },
        "each" => Step::Each {
            name: reader.required_argument("a name")?,
            list: reader.required_property("in")?,
        },
        "not" => Step::Not(steps(reader)),
        _ => {
            let mut ways = Vec::new();
            for way in reader.children(&["way"]) {
                ways.push(steps(&way));
                way.finish();
            }
            Step::Either(ways)
        }
    })
}

/// A `table`.
pub(super) fn table(reader: &Reader<'_>) -> Option<Item> {
    let on = reader.required_property("on");
    let mut rows = Vec::new();
    for child in reader.children(&["row"]) {
        rows.extend(row(&child));
        child.finish();
    }
    Some(Item::Table(Table { on: on?, rows }))
}

fn row(reader: &Reader<'_>) -> Option<Row> {
    let (when, is) = (reader.property("when"), predicate(reader));
    let (span, name) = (reader.span(), reader.required_argument("a name"));
    Some(Row { name: name?, span, when, is, cells: reader.properties() })
}
