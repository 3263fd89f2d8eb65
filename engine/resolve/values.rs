//! The values that tests start from: rows whose templates may name each other.

use indexmap::IndexMap;

use crate::diagnostic::Diagnostic;
use crate::model::{Arguments, Fits, Given, GivenSource, Model, ValueRow};
use crate::spec::{self, Entry, Item, Str};
use crate::template::Shape;

use super::compile::Compiler;
use super::shapes::{self, Names};
use super::text;

type Row<'a> = (String, &'a Str, &'a spec::ValueRow);

/// The values, whose templates may name each other.
pub(super) fn values(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    let rows: Vec<Row<'_>> = entries
        .iter()
        .filter_map(|entry| match &entry.item {
            Item::Value(row) => Some((text(&entry.name), &entry.name, &**row)),
            _ => None,
        })
        .collect();
    let names: Vec<&str> = rows.iter().map(|(name, ..)| name.as_str()).collect();
    let mut values = IndexMap::new();
    for (name, _, row) in &rows {
        values.extend(self::row(compiler, model, &names, row).map(|it| (name.clone(), it)));
    }
    rivals(compiler, &rows);
    cycles(compiler, &rows, &values);
    model.values = values;
}

fn row(
    compiler: &mut Compiler<'_>,
    model: &Model,
    names: &[&str],
    row: &spec::ValueRow,
) -> Option<ValueRow> {
    let parts = parts(row);
    let mut shape = compiler.names(|| shapes::value(model, names, &parts));
    let mut givens = Vec::new();
    for given in &row.givens {
        givens.extend(self::given(compiler, names, given, &Shape::Map(shape.clone())));
        shape.insert(text(&given.name).into(), given_shape(model, given));
    }
    let own: Vec<String> =
        row.givens.iter().map(|it| text(&it.name)).chain(parts.clone()).collect();
    let fits = fits(compiler, row, parts, &Shape::Map(shape.clone()));
    let mut template = |it: &Str, shape: &Names| {
        compiler.checked_template(it, &Shape::Map(shape.clone()), &model.parts)
    };
    let within = row.within.as_ref().and_then(|it| template(it, &shape));
    let flags = row.flags.iter().filter_map(|(name, it)| Some((text(name), template(it, &shape)?)));
    let flags = flags.collect();
    let made = template(&row.template, &shape);
    shape.insert("it".into(), Shape::Str);
    let forms = row.forms.iter().filter_map(|(name, it)| Some((text(name), template(it, &shape)?)));
    let forms = forms.collect();
    let others: Vec<&str> =
        names.iter().copied().filter(|name| own.iter().all(|it| it != name)).collect();
    let texts = [Some(&row.template), row.within.as_ref()].into_iter().flatten();
    let needs = needs(texts, &others);
    let (called, of) = (row.called.as_ref().map(text), row.of.as_ref().map(text));
    let fetched = row.fetched;
    Some(ValueRow {
        called,
        of,
        template: made?,
        fits,
        needs,
        givens,
        within,
        fetched,
        forms,
        flags,
    })
}

/// What a parameter must be like for the row, if the row is for parameters at all.
fn fits(
    compiler: &mut Compiler<'_>,
    row: &spec::ValueRow,
    parts: Vec<String>,
    shape: &Shape,
) -> Option<Fits> {
    let any = [&row.parameter, &row.annotation, &row.owner, &row.sample, &row.when];
    let first = any.into_iter().flatten().next()?;
    if row.of.is_some() {
        let message = "a value is either the instance of a class or good for parameters, not both";
        let help = "leave out one of them: a parameter that is annotated with the class `of=` \
                    names finds its value without more";
        compiler
            .problems
            .push(Diagnostic::error("other-property", first.span, message).with_help(help));
    }
    let list = |it: &Option<Str>| it.as_ref().map(|it| alternatives(&text(it))).unwrap_or_default();
    Some(Fits {
        names: list(&row.parameter),
        annotations: list(&row.annotation),
        owners: list(&row.owner),
        sample: row.sample.as_ref().map(text),
        when: compiler.condition(row.when.as_ref(), shape),
        parts,
    })
}

/// What stands between `|`, those in brackets left alone.
fn alternatives(text: &str) -> Vec<String> {
    let (mut depth, mut parts) = (0_usize, vec![String::new()]);
    for character in text.chars() {
        match character {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match parts.last_mut() {
            Some(part) if character != '|' || depth > 0 => part.push(character),
            _ => parts.push(String::new()),
        }
    }
    parts.iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

/// The `{name}` parts that a row's parameter and annotation give.
fn parts(row: &spec::ValueRow) -> Vec<String> {
    let mut parts = Vec::new();
    for text in [&row.parameter, &row.annotation].into_iter().flatten() {
        let names = text.value.value.split('{').skip(1).filter_map(|it| it.split_once('}'));
        parts.extend(names.map(|(name, _)| name.to_owned()));
    }
    parts.sort();
    parts.dedup();
    parts
}

/// A given of a case or of a value, where `known` are the names of the values.
pub(super) fn given(
    compiler: &mut Compiler<'_>,
    known: &[&str],
    given: &spec::Given,
    shape: &Shape,
) -> Option<Given> {
    let name = text(&given.name);
    let source = match (&given.of, &given.value, &given.named, &given.parameters) {
        (Some(of), None, None, None) => {
            let (expression, found) = compiler.checked_expression(of, shape)?;
            if is_thing(&found) {
                let message = "`of=` wants the name of a class, not all that is known of it";
                let help = format!("write `{}.name`", text(of).trim());
                compiler
                    .problems
                    .push(Diagnostic::error("wrong-type", of.span, message).with_help(help));
            }
            GivenSource::Of(expression)
        }
        (None, Some(value), None, None) => {
            if !known.contains(&text(value).as_str()) {
                compiler.unknown("value", value, &text(value), known.iter().copied());
            }
            GivenSource::Value(text(value))
        }
        (None, None, Some(it), None) => GivenSource::Named(compiler.condition(Some(it), shape)?),
        (None, None, None, Some(parameters)) => GivenSource::Parameters(Box::new(Arguments {
            parameters: compiler.condition(Some(parameters), shape)?,
            also: compiler.condition(given.also.as_ref(), shape),
            owner: compiler.condition(given.owner.as_ref(), shape),
            none: given.none,
            apart: compiler.condition(given.apart.as_ref(), shape),
        })),
        _ => {
            let message =
                format!("`given \"{name}\"` wants one of `of=`, `value=`, `named=`, `parameters=`");
            let help = "`of=` is an expression that names a class, `value=` the name of a value, \
                        `named=` an expression for one, `parameters=` an expression for a list of \
                        parameters";
            compiler.problems.push(
                Diagnostic::error("missing-property", given.name.span, message).with_help(help),
            );
            return None;
        }
    };
    let from = compiler.condition(given.from.as_ref(), shape);
    Some(Given { name, source, from, optional: given.optional })
}

fn is_thing(shape: &Shape) -> bool {
    match shape {
        Shape::Map(names) => names.contains_key("name"),
        Shape::Optional(inside) => is_thing(inside),
        _ => false,
    }
}

/// What a template sees of a given: an expression, or the arguments.
pub(super) fn given_shape(model: &Model, given: &spec::Given) -> Shape {
    match &given.parameters {
        None if given.optional => return Shape::optional(Shape::Str),
        None => return Shape::Str,
        Some(_) => {}
    }
    let names = ["name", "before", "value"].into_iter().chain(model.forms());
    Shape::list(shapes::map(names.map(|name| (name, Shape::Str))))
}

/// What the values of a test may ask of it.
pub(super) fn flags_shape(model: &Model) -> Shape {
    let names = model.values.values().flat_map(|row| row.flags.keys());
    shapes::map(names.map(|name| (name.as_str(), Shape::optional(Shape::Str))))
}

/// The values that templates name in their holes.
fn needs<'a>(templates: impl Iterator<Item = &'a Str>, names: &[&str]) -> Vec<String> {
    let holes = templates.flat_map(|it| it.value.value.split("{{").skip(1));
    let holes = holes.filter_map(|it| it.split("}}").next());
    let words = holes.flat_map(|it| it.split(|c: char| !c.is_alphanumeric() && c != '_'));
    let mut needs: Vec<String> = Vec::new();
    for word in words.filter(|it| names.contains(it)) {
        if !needs.iter().any(|it| it == word) {
            needs.push(word.to_owned());
        }
    }
    needs
}

/// Of two values that are instances of one class, the second would never be used.
fn rivals(compiler: &mut Compiler<'_>, rows: &[Row<'_>]) {
    for (index, (name, place, row)) in rows.iter().enumerate() {
        let of = row.of.as_ref().map(text);
        let first =
            rows[..index].iter().find(|it| of.is_some() && it.2.of.as_ref().map(text) == of);
        if let (Some(first), Some(of)) = (first, of) {
            let message =
                format!("`{}` makes a `{of}` already; `{name}` would never be used", first.0);
            let help = format!(
                "leave out `of=`, or put the value into `replace {{ … }}` as `{}`",
                first.0
            );
            compiler
                .problems
                .push(Diagnostic::error("duplicate", place.span, message).with_help(help));
        }
    }
}

fn cycles(compiler: &mut Compiler<'_>, rows: &[Row<'_>], values: &IndexMap<String, ValueRow>) {
    for (name, place, _) in rows {
        let (mut reached, mut open) = (Vec::new(), vec![name.as_str()]);
        while let Some(next) = open.pop() {
            for need in values.get(next).into_iter().flat_map(|it| &it.needs) {
                if need == name {
                    let message = format!("the value `{name}` is made of itself");
                    let help =
                        "break the circle: one of the values must be made without the others";
                    compiler.problems.push(
                        Diagnostic::error("value-cycle", place.span, message).with_help(help),
                    );
                    open.clear();
                    break;
                }
                if !reached.contains(&need.as_str()) {
                    reached.push(need);
                    open.push(need);
                }
            }
        }
    }
}
