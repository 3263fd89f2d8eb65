//! The top-level entries of a spec file, one function a kind.

use crate::diagnostic::Diagnostic;
use crate::kdl::{Node, Reader, Scalar, Text};
use crate::span::{Span, Spanned};
use crate::spec::{
    Category, Checkout, Entry, Example, Item, Meets, Mode, PolicyRead, Renamed, Requirements, Str,
    Style, Symbol, SymbolPlace,
};

use super::{cases, check, facts, looks, rules, skill, values};

/// Reads one entry; `None` when what makes it usable is missing, which is reported.
pub(super) fn entry(reader: Reader<'_>, mode: Mode) -> Option<Entry> {
    let span = reader.span();
    // Without a name nothing of the entry can be read, and the rest of it is no further mistake.
    let name = name(&reader)?;
    let item = item(&reader, &name);
    let meets = meets(&reader);
    reader.finish();
    Some(Entry { name, span, mode, item: item?, meets })
}

fn meets(reader: &Reader<'_>) -> Vec<Meets> {
    let place = |(node, ids): (&Node, Str)| {
        let name = node.entries.iter().find(|it| it.name.is_none());
        let name = name.and_then(|it| match &it.value {
            Scalar::Text(text) => Some(text.value.clone()),
            _ => None,
        });
        let span = Span::new(ids.span.source, node.range.clone());
        Meets { ids, node: node.name.clone(), name, span }
    };
    reader.everywhere().into_iter().map(place).collect()
}

fn name(reader: &Reader<'_>) -> Option<Str> {
    match reader.name() {
        "checkout" | "check" => {
            let text = Text { value: reader.name().to_owned(), segments: Vec::new() };
            Some(Spanned::new(text, reader.name_span()))
        }
        "remove" => {
            // `remove "rule" "HC002"`: the kind stands first and is read again by `item`.
            let mut arguments = reader.arguments();
            let name = arguments.pop();
            if arguments.len() != 1 {
                reader.report(removes(reader, name.as_ref()));
                return None;
            }
            name
        }
        _ => reader.required_argument("a name"),
    }
}

/// What a `remove` lacks, which says `only` one thing: a kind, or a name without it.
fn removes(reader: &Reader<'_>, only: Option<&Str>) -> Diagnostic {
    let message = "`remove` lacks the kind and the name of what it removes";
    let help = match only.map(|it| it.value.value.as_str()) {
        None => "write the kind and the name: `remove \"rule\" \"…\"`".to_owned(),
        Some(kind) if super::TOP.contains(&kind) => format!("write `remove \"{kind}\" \"…\"`"),
        Some(name) => format!("the kind stands first, for a rule: `remove \"rule\" \"{name}\"`"),
    };
    Diagnostic::error("missing-argument", reader.name_span(), message).with_help(help)
}

fn item(reader: &Reader<'_>, name: &Str) -> Option<Item> {
    Some(match reader.name() {
        "remove" => Item::Remove { kind: reader.first_argument()? },
        "set" => Item::Set { choice: reader.required_argument("a choice")? },
        "checkout" => Item::Checkout(checkout(reader)),
        "mirror" => Item::Mirror { to: reader.required_property("to")? },
        "search" => Item::Search(looks::search(reader)),
        "inspect" => looks::inspect(reader),
        "audit" => Item::Audit(looks::audit(reader)?),
        "policy" => policy(reader)?,
        "symbol" => Item::Symbol(symbol(reader, name)),
        "style" => style(reader)?,
        "value" => values::value(reader)?,
        "factories" => values::factories(reader)?,
        "maker" => values::maker(reader)?,
        "structure" => values::structure(reader)?,
        "target" => facts::target(reader),
        "routes" => facts::routes(reader),
        "fact" => facts::fact(reader)?,
        "table" => facts::table(reader)?,
        "category" => category(reader)?,
        "part" => Item::Part { template: reader.required_argument("a template")? },
        "suite" => cases::suite(reader)?,
        "check" => Item::Check(check::check(reader)),
        "rule" => rules::rule(reader)?,
        "example" => example(reader)?,
        "requirements" => requirements(reader)?,
        "skill" => skill::skill(reader)?,
        _ => return None,
    })
}

fn checkout(reader: &Reader<'_>) -> Checkout {
    let mut checkout = Checkout::default();
    for child in reader.children(&["marker", "source-root", "test-root", "command", "reminder"]) {
        match (child.name(), child.required_argument("a path or text")) {
            ("marker", value) => checkout.markers.extend(value),
            ("source-root", value) => checkout.source_roots.extend(value),
            ("test-root", value) => checkout.test_roots.extend(value),
            ("reminder", value) => checkout.reminders.extend(value),
            (_, value) => checkout.command = value,
        }
        child.finish();
    }
    checkout
}

fn policy(reader: &Reader<'_>) -> Option<Item> {
    let default = reader.required_property("default");
    let (mut choices, mut reads) = (Vec::new(), Vec::new());
    for child in reader.children(&["choice", "read"]) {
        if let Some(choice) = child.required_argument("the choice's name") {
            if child.name() == "choice" {
                choices.push((choice, child.argument()));
            } else {
                let place = child.required_property("in").zip(child.required_property("has"));
                reads.extend(place.map(|(path, has)| PolicyRead { choice, path, has }));
            }
        }
        child.finish();
    }
    Some(Item::Policy { default: default?, choices, reads })
}

fn symbol(reader: &Reader<'_>, name: &Str) -> Symbol {
    let mut symbol = Symbol {
        places: Vec::new(),
        members: Vec::new(),
        keywords: Vec::new(),
        observed: reader.flag("observed"),
    };
    // The common case, a symbol that never moved, is one line: `symbol "X" "module"`.
    if let Some(module) = reader.argument() {
        let import = reader.flag("import");
        symbol.places.push(SymbolPlace { module, name: None, default: true, import });
    }
    for child in reader.children(&["in", "member", "keyword"]) {
        match child.name() {
            "in" => symbol.places.extend(place(&child)),
            kind => {
                let renamed = child.required_argument("the name in this pack").map(|name| {
                    let others = child.property("was").into_iter().chain(child.property("now"));
                    Renamed { name, others: others.collect() }
                });
                match kind {
                    "member" => symbol.members.extend(renamed),
                    _ => symbol.keywords.extend(renamed),
                }
            }
        }
        child.finish();
    }
    if symbol.places.is_empty() {
        let message = format!("the symbol `{name}` has no place", name = name.value.value);
        reader.report(
            Diagnostic::error("missing-argument", name.span, message)
                .with_help("name its module: `symbol \"name\" \"package.module\"`"),
        );
    }
    symbol
}

fn place(reader: &Reader<'_>) -> Option<SymbolPlace> {
    Some(SymbolPlace {
        module: reader.required_argument("a dotted module")?,
        name: reader.property("as"),
        default: reader.flag("default"),
        import: false,
    })
}

fn style(reader: &Reader<'_>) -> Option<Item> {
    let fixture = reader.required_property("fixture");
    let mut decorators = Vec::new();
    for child in reader.children(&["decorate"]) {
        decorators.extend(child.required_argument("a decorator"));
        child.finish();
    }
    Some(Item::Style(Style { fixture: fixture?, decorators }))
}

fn category(reader: &Reader<'_>) -> Option<Item> {
    let title = reader.required_property("title");
    let (mut signals, mut covers) = (Vec::new(), Vec::new());
    for child in reader.children(&["signal", "covers"]) {
        if child.name() == "signal" {
            signals.extend(child.arguments());
        } else if let Some(name) = child.required_argument("the item's name") {
            covers.push((name, child.argument()));
        }
        child.finish();
    }
    Some(Item::Category(Category { title: title?, signals, covers }))
}

fn example(reader: &Reader<'_>) -> Option<Item> {
    let target = reader.required_property("target");
    let mut files = Vec::new();
    for child in reader.children(&["file"]) {
        let path = child.required_argument("the file's path");
        files.extend(path.zip(child.required_argument("the file's text")));
        child.finish();
    }
    Some(Item::Example(Example { target: target?, files }))
}

fn requirements(reader: &Reader<'_>) -> Option<Item> {
    let (title, category) = (reader.required_property("title"), reader.property("category"));
    let (mut columns, mut items) = (Vec::new(), Vec::new());
    for child in reader.children(&["columns", "item"]) {
        if child.name() == "columns" {
            columns.extend(child.arguments());
        } else if let Some(name) = child.required_argument("the item's name") {
            let text = child.required_argument("the item's text");
            items.push((name, text.into_iter().chain(child.arguments()).collect()));
        }
        child.finish();
    }
    Some(Item::Requirements(Requirements { title: title?, category, columns, items }))
}
