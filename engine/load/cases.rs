//! Suites and their cases.

use crate::kdl::Reader;
use crate::spec::{Attribute, Case, Decorate, Item, Skip, Suite};

use super::facts::predicate;
use super::values;

/// What stands in a `suite`.
pub(super) const CHILDREN: &[&str] = &[
    "class",
    "joins",
    "base",
    "decorate",
    "attribute",
    "unchanged",
    "ready",
    "except",
    "exclusive",
    "case",
];

/// A `suite`.
pub(super) fn suite(reader: &Reader<'_>) -> Option<Item> {
    let (category, target) =
        (reader.required_property("category"), reader.required_property("for"));
    let methods = reader.flag("methods");
    let (mut class, mut joins, mut bases) = (None, Vec::new(), Vec::new());
    let (mut decorators, mut exclusive, mut cases) = (Vec::new(), Vec::new(), Vec::new());
    let (mut attributes, mut unchanged, mut except) = (Vec::new(), Vec::new(), Vec::new());
    let mut ready = Vec::new();
    for child in reader.children(CHILDREN) {
        match child.name() {
            "class" => class = child.required_argument("the class's name"),
            "joins" => joins.extend(child.arguments()),
            "base" => bases.extend(child.arguments()),
            "exclusive" => exclusive.extend(child.arguments()),
            "unchanged" => unchanged.extend(child.arguments()),
            "ready" => ready.extend(child.arguments()),
            "except" => except.push(predicate(&child)),
            "decorate" => decorators.extend(decorate(&child)),
            "attribute" => attributes.extend(attribute(&child)),
            _ => cases.extend(case(&child)),
        }
        child.finish();
    }
    let (category, target) = (category?, target?);
    Some(Item::Suite(Box::new(Suite {
        category,
        target,
        methods,
        class,
        joins,
        bases,
        decorators,
        attributes,
        unchanged,
        ready,
        except,
        exclusive,
        cases,
    })))
}

fn decorate(reader: &Reader<'_>) -> Option<Decorate> {
    let when = reader.property("when");
    Some(Decorate { text: reader.required_argument("a decorator")?, when })
}

fn attribute(reader: &Reader<'_>) -> Option<Attribute> {
    let (when, inherited) = (reader.property("when"), reader.flag("inherited"));
    let name = reader.required_argument("the attribute's name");
    let value = reader.required_argument("its value, a template")?;
    Some(Attribute { value, name: name?, inherited, when })
}

fn case(reader: &Reader<'_>) -> Option<Case> {
    let span = reader.name_span();
    let (covers, when) = (reader.property("covers"), reader.property("when"));
    let on_demand = reader.flag("on-demand");
    let name = reader.required_argument("the test's name");
    let (mut givens, mut skips, mut template) = (Vec::new(), Vec::new(), None);
    let mut decorators = Vec::new();
    let mut covers: Vec<_> = covers.into_iter().collect();
    for child in reader.children(&["given", "skip", "covers", "decorate", "body"]) {
        match child.name() {
            "given" => givens.extend(values::given(&child)),
            "decorate" => decorators.extend(decorate(&child)),
            "skip" => skips.extend(skip(&child)),
            "covers" => covers.extend(child.arguments()),
            _ => template = child.required_argument("a template"),
        }
        child.finish();
    }
    if template.is_none() {
        let message = format!("the case `{}` has no body", name.as_ref()?.value.value);
        let help = "give it a template: `body #\"\"\"` … `\"\"\"#`";
        reader.report(
            crate::diagnostic::Diagnostic::error("missing-body", span, message).with_help(help),
        );
    }
    let (name, template) = (name?, template?);
    Some(Case { name, covers, when, on_demand, givens, skips, decorators, template, span })
}

fn skip(reader: &Reader<'_>) -> Option<Skip> {
    let (when, unlock) = (reader.required_property("when"), reader.property("unlock"));
    Some(Skip { reason: reader.required_argument("the reason")?, when: when?, unlock })
}
