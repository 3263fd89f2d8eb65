//! How a test comes by values.

use crate::kdl::Reader;
use crate::spec::{Given, Item, Str, ValueRow};

/// A `value`.
pub(super) fn value(reader: &Reader<'_>) -> Option<Item> {
    let (of, parameter) = (reader.property("of"), reader.property("parameter"));
    let (annotation, owner) = (reader.property("annotation"), reader.property("owner"));
    let (sample, when) = (reader.property("sample"), reader.property("when"));
    let within = reader.property("within");
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
        of,
        template: reader.required_argument("the expression that makes it")?,
        parameter,
        annotation,
        owner,
        sample,
        when,
        within,
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
    let name = reader.required_argument("a name")?;
    Some(Given { name, of, value, named, parameters, also, owner, none })
}
