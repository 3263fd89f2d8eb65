//! What makes values without a row: the checkout's factories, its functions that make one thing of
//! another, and the structure of its classes.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::Diagnostic;
use crate::model::{Compiled, Factories, Maker, Model, Structure, StyleName, Substance};
use crate::pattern::Pattern;
use crate::spec::{self, Entry, Item, Str};
use crate::template::{Shape, Template};

use super::compile::Compiler;
use super::{facts, text};

/// Compiles them.
pub(super) fn sources(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    for entry in entries {
        match &entry.item {
            Item::Factories(it) => {
                let it = factories(compiler, model, it);
                model.factories.extend(it);
            }
            Item::Maker(it) => {
                let it = maker(compiler, model, it);
                model.makers.extend(it);
            }
            Item::Structure(it) => {
                let it = structure(compiler, model, it);
                model.structures.extend(it);
            }
            _ => {}
        }
    }
}

fn factories(
    compiler: &mut Compiler<'_>,
    model: &Model,
    it: &spec::Factories,
) -> Option<Factories> {
    let of = text(&it.of);
    if !model.symbols.0.contains_key(&of) {
        compiler.unknown("symbol", &it.of, &of, model.symbols.0.keys().map(String::as_str));
    }
    let on = one_of(
        compiler,
        &it.on,
        &[("class", StyleName::Class), ("function", StyleName::Function)],
    )?;
    let method = text(&it.method);
    if !method.contains("{name}") {
        let message = format!("`{method}` does not say where the name of the value stands");
        let help = "write `{name}` in its place: `create_{name}`";
        compiler
            .problems
            .push(Diagnostic::error("missing-name", it.method.span, message).with_help(help));
    }
    let returns = it.returns.iter().flat_map(|it| returns(compiler, it)).collect();
    Some(Factories { on, of, method, returns, passes: it.passes.iter().map(text).collect() })
}

/// The statements in which a method may return what `written` matches.
fn returns(compiler: &mut Compiler<'_>, written: &Str) -> Vec<Pattern> {
    if compiler.pattern(written).is_none() {
        return Vec::new();
    }
    let pattern = &written.value.value;
    let statements = ["return ", "$RESULT = ", "$RESULT, $_ = "];
    statements.iter().filter_map(|it| Pattern::parse(&format!("{it}{pattern}")).ok()).collect()
}

fn maker(compiler: &mut Compiler<'_>, model: &Model, it: &spec::Maker) -> Option<Maker> {
    let names = ["function", "class", "it", "fixture"];
    let shape = Shape::map(names.map(|name| (name, Shape::Str)));
    let within = it.within.as_ref();
    let within = within.and_then(|it| compiler.checked_template(it, &shape, &model.parts));
    let forms = forms(compiler, model, &it.forms);
    Some(Maker {
        template: compiler.checked_template(&it.template, &shape, &model.parts)?,
        function: text(&it.function),
        path: text(&it.path),
        within,
        forms,
    })
}

fn structure(
    compiler: &mut Compiler<'_>,
    model: &Model,
    it: &spec::Structure,
) -> Option<Structure> {
    let kinds =
        [("member", Substance::Member), ("keys", Substance::Keys), ("fields", Substance::Fields)];
    let made_of = one_of(compiler, &it.made_of, &kinds)?;
    let is = facts::predicate(compiler, model, &it.is);
    let blank = it.blank.iter().map(text).collect();
    Some(Structure { made_of, is, blank, forms: forms(compiler, model, &it.forms) })
}

fn forms(
    compiler: &mut Compiler<'_>,
    model: &Model,
    forms: &[(Str, Str)],
) -> IndexMap<String, Compiled<Template>> {
    let shape = Shape::map([(Arc::from("it"), Shape::Str)]);
    let compiled = forms.iter().filter_map(|(name, it)| {
        Some((text(name), compiler.checked_template(it, &shape, &model.parts)?))
    });
    compiled.collect()
}

/// What `written` stands for among `choices`.
fn one_of<T: Copy>(compiler: &mut Compiler<'_>, written: &Str, choices: &[(&str, T)]) -> Option<T> {
    let name = text(written);
    let choice = choices.iter().find(|(it, _)| *it == name).map(|(_, choice)| *choice);
    if choice.is_none() {
        let message = format!("`{name}` is not one of the choices");
        compiler.problems.push(
            Diagnostic::error("unknown-name", written.span, message)
                .with_suggestion(&name, choices.iter().map(|(it, _)| *it)),
        );
    }
    choice
}
