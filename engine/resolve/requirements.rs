//! What the spec is held to, and which of its nodes say that they meet it.

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Met, Model, Requirement, Requirements};
use crate::span::{SourceId, Span};
use crate::spec::{self, Entry};

use super::compile::Compiler;
use super::text;

/// A group, met by nothing yet.
pub(super) fn group(group: &spec::Requirements) -> Requirements {
    let item = |(name, texts): &(spec::Str, Vec<spec::Str>)| {
        let texts = texts.iter().map(text).collect();
        (text(name), Requirement { texts, span: name.span, met: Vec::new() })
    };
    Requirements {
        title: text(&group.title),
        category: group.category.as_ref().map(text),
        columns: group.columns.iter().map(text).collect(),
        items: group.items.iter().map(item).collect(),
    }
}

/// Notes which node meets what, and gives coverage items without a meaning that of the requirement.
pub(super) fn meets(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    for entry in entries {
        for meets in &entry.meets {
            let met = Met {
                kind: entry.item.kind(),
                entry: text(&entry.name),
                node: meets.node.clone(),
                name: meets.name.clone(),
                span: meets.span,
            };
            note(compiler, model, meets, &met);
        }
    }
}

fn note(compiler: &mut Compiler<'_>, model: &mut Model, meets: &spec::Meets, met: &Met) {
    let ids = &meets.ids.value.value;
    for id in ids.split('|') {
        let found = id
            .split_once('.')
            .and_then(|(group, item)| model.requirements.get_mut(group)?.items.get_mut(item));
        let Some(requirement) = found else {
            let start = id.as_ptr() as usize - ids.as_ptr() as usize;
            let range = meets.ids.value.place(&(start..start + id.len()));
            let span = Span::new(meets.ids.span.source, range);
            compiler.problems.push(unknown(&model.requirements, id, span));
            continue;
        };
        requirement.met.push(met.clone());
        let meaning = requirement.texts.last().cloned().unwrap_or_default();
        if let ("category", "covers", Some(item)) = (met.kind, met.node.as_str(), &met.name)
            && let Some(category) = model.categories.get_mut(&met.entry)
            && let Some(empty) = category.covers.get_mut(item).filter(|it| it.is_empty())
        {
            *empty = meaning;
        }
    }
}

fn unknown(groups: &IndexMap<String, Requirements>, id: &str, span: Span) -> Diagnostic {
    let known: Vec<String> = groups
        .iter()
        .flat_map(|(group, it)| it.items.keys().map(move |item| format!("{group}.{item}")))
        .collect();
    let diagnostic =
        Diagnostic::error("unknown-requirement", span, format!("there is no requirement `{id}`"))
            .with_suggestion(id, known.iter().map(String::as_str));
    match (&diagnostic.help, id.split_once('.')) {
        (Some(_), _) => diagnostic,
        (None, Some((group, _))) if groups.contains_key(group) => {
            let items: Vec<_> = groups[group].items.keys().collect();
            diagnostic.with_help(format!("known in it: {}", crate::diagnostic::backquoted(&items)))
        }
        (None, _) => {
            diagnostic.with_help("name one as `GROUP.ITEM`, of a `requirements \"GROUP\"`")
        }
    }
}

/// Reports the requirements that nothing meets, of the files that were asked for. A group of a
/// category that the spec does not have is left alone, and so is a file of requirements alone.
pub fn unmet(model: &Model, asked: &[SourceId], problems: &mut Diagnostics) {
    let groups = || {
        model.requirements.iter().filter(|(_, group)| {
            group.category.as_ref().is_none_or(|it| model.categories.contains_key(it))
        })
    };
    if groups().all(|(_, group)| group.items.values().all(|it| it.met.is_empty())) {
        return;
    }
    for (name, group) in groups() {
        let mine = group.items.iter().filter(|(_, it)| asked.contains(&it.span.source));
        for (item, it) in mine.filter(|(_, it)| it.met.is_empty()) {
            let message = format!("nothing meets `{name}.{item}`");
            let help = format!("say `meets=\"{name}.{item}\"` on the node that does");
            problems.push(Diagnostic::warning("unmet", it.span, message).with_help(help));
        }
    }
}
