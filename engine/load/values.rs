//! How a test comes by values.

use crate::kdl::Reader;
use crate::spec::{Factories, Given, Item, Maker, Str, Structure, ValueRow};

use super::facts;

/// A `value`.
pub(super) fn value(reader: &Reader<'_>) -> Option<Item> {
    let (of, parameter) = (reader.property("of"), reader.property("parameter"));
    let (annotation, owner) = (reader.property("annotation"), reader.property("owner"));
    let (sample, when) = (reader.property("sample"), reader.property("when"));
    let (called, within) = (reader.property("as"), reader.property("within"));
    let fetched = reader.flag("fetched");
    let (mut forms, mut flags, mut givens) = (Vec::new(), Vec::new(), Vec::new());
    for child in reader.children(&["form", "flag", "given"]) {
        match child.name() {
            "form" => forms.extend(pair(&child, "a template")),
            "flag" => flags.extend(pair(&child, "its value, a template")),
            _ => givens.extend(given(&child)),
        }
        child.finish();
    }
    Some(Item::Value(Box::new(ValueRow {
        called,
        of,
        template: reader.required_argument("the expression that makes it")?,
        parameter,
        annotation,
        owner,
        sample,
        when,
        within,
        fetched,
        forms,
        flags,
        givens,
    })))
}

fn pair(reader: &Reader<'_>, what: &str) -> Option<(Str, Str)> {
    let name = reader.required_argument("a name");
    name.zip(reader.required_argument(what))
}

/// A `given` of a case or a value.
pub(super) fn given(reader: &Reader<'_>) -> Option<Given> {
    let (of, value, named) =
        (reader.property("of"), reader.property("value"), reader.property("named"));
    let (parameters, also) = (reader.property("parameters"), reader.property("also"));
    let (owner, none) = (reader.property("owner"), reader.flag("none"));
    let (apart, optional) = (reader.property("apart"), reader.flag("optional"));
    let from = reader.property("from");
    let name = reader.required_argument("a name")?;
    Some(Given { name, of, from, value, named, parameters, also, owner, none, apart, optional })
}

/// A `factories`.
pub(super) fn factories(reader: &Reader<'_>) -> Option<Item> {
    let (on, of) = (reader.required_property("on"), reader.required_property("of"));
    let method = reader.required_property("method");
    let (mut returns, mut passes) = (Vec::new(), Vec::new());
    for child in reader.children(&["returns", "passes"]) {
        let list = if child.name() == "returns" { &mut returns } else { &mut passes };
        list.extend(child.arguments());
        child.finish();
    }
    Some(Item::Factories(Factories { on: on?, of: of?, method: method?, returns, passes }))
}

/// A `maker`.
pub(super) fn maker(reader: &Reader<'_>) -> Option<Item> {
    let (function, path) = (reader.required_property("function"), reader.required_property("path"));
    let (within, forms) = (reader.property("within"), forms(reader));
    let template = reader.required_argument("the expression that makes it")?;
    Some(Item::Maker(Maker { template, function: function?, path: path?, within, forms }))
}

/// A `structure`.
pub(super) fn structure(reader: &Reader<'_>) -> Option<Item> {
    let (made_of, is) = (reader.required_property("made-of"), facts::predicate(reader));
    let (mut forms, mut blank) = (Vec::new(), Vec::new());
    for child in reader.children(&["form", "blank"]) {
        match child.name() {
            "form" => forms.extend(pair(&child, "a template")),
            _ => blank.extend(child.arguments()),
        }
        child.finish();
    }
    Some(Item::Structure(Structure { made_of: made_of?, is, blank, forms }))
}

fn forms(reader: &Reader<'_>) -> Vec<(Str, Str)> {
    let mut forms = Vec::new();
    for child in reader.children(&["form"]) {
        forms.extend(pair(&child, "a template"));
        child.finish();
    }
    forms
}
