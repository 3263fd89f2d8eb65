//! What commands look for: the texts and names that count, and what is shown, compiled.

use std::sync::Arc;

use crate::model::{Audit, Compiled, Each, Evidence, EvidenceKind, Model, Says, Search, Show};
use crate::spec::{self, Entry, Item, Str};
use crate::template::{Shape, Template};

use super::compile::Compiler;
use super::shapes::{self, Names};
use super::text;

/// What a search for every kind of target calls the target.
const ANY: &str = "target";

/// Compiles the searches, those for one kind of target first.
pub(super) fn searches(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    for entry in entries {
        if let Item::Search(search) = &entry.item
            && let Some(search) = self::search(compiler, model, search)
        {
            model.searches.push(search);
        }
    }
    model.searches.sort_by_key(|it| it.on.is_none());
}

fn search(compiler: &mut Compiler<'_>, model: &Model, search: &spec::Search) -> Option<Search> {
    let on = search.on.as_ref().map(text);
    let roots = match &search.on {
        Some(target) => target_roots(compiler, model, target)?,
        None => compiler.names(|| {
            let mut roots = shapes::any_roots(model);
            roots.insert(ANY.into(), Shape::Map(shapes::place()));
            roots
        }),
    };
    let evidence = search.evidence.iter();
    let evidence = evidence.map(|it| self::evidence(compiler, model, it, &roots)).collect();
    Some(Search {
        on,
        accept: number(search.accept.unwrap_or(1)),
        rival: number(search.rival.unwrap_or(80)) / 100.0,
        evidence,
    })
}

/// A whole number of the spec, which is small.
fn number(it: i64) -> f64 {
    f64::from(i32::try_from(it).unwrap_or(i32::MAX))
}

fn evidence(
    compiler: &mut Compiler<'_>,
    model: &Model,
    evidence: &spec::Evidence,
    roots: &Names,
) -> Evidence {
    let kind = match &evidence.kind {
        spec::EvidenceKind::Says(it) => {
            EvidenceKind::Says(says(compiler, model, it, number(evidence.weight), roots))
        }
        spec::EvidenceKind::Imports(names) => {
            EvidenceKind::Imports(templates(compiler, model, names, roots))
        }
        spec::EvidenceKind::Stem(names) => {
            EvidenceKind::Stem(templates(compiler, model, names, roots))
        }
        spec::EvidenceKind::Path => EvidenceKind::Path,
        spec::EvidenceKind::Under(globs) => EvidenceKind::Under(globs.iter().map(text).collect()),
    };
    Evidence { weight: number(evidence.weight), kind }
}

fn templates(
    compiler: &mut Compiler<'_>,
    model: &Model,
    templates: &[Str],
    roots: &Names,
) -> Vec<Compiled<Template>> {
    let shape = Shape::Map(roots.clone());
    let compiled =
        templates.iter().filter_map(|it| compiler.checked_template(it, &shape, &model.parts));
    compiled.collect()
}

/// Texts, with what each binds.
fn says(
    compiler: &mut Compiler<'_>,
    model: &Model,
    says: &spec::Says,
    weight: f64,
    roots: &Names,
) -> Says {
    let mut names = roots.clone();
    let each = says.each.as_ref().and_then(|it| each(compiler, it, &mut names));
    let shape = Shape::Map(names);
    let texts = says.texts.iter();
    let texts = texts.filter_map(|it| compiler.checked_template(it, &shape, &model.parts));
    Says {
        texts: texts.collect(),
        each,
        again: number(says.again),
        most: says.most.map_or(f64::from(i32::MAX), number).max(weight),
    }
}

/// A loop, whose name is added to `names`.
fn each(compiler: &mut Compiler<'_>, each: &spec::Each, names: &mut Names) -> Option<Each> {
    let (list, shape) = compiler.checked_expression(&each.list, &Shape::Map(names.clone()))?;
    let item = match shape {
        Shape::List(item) => *item,
        _ => Shape::Any,
    };
    let name: Arc<str> = text(&each.name).into();
    names.insert(name.clone(), item);
    Some(Each { name, list })
}

/// Compiles what is shown of targets, and when they count as tested.
pub(super) fn looks(compiler: &mut Compiler<'_>, model: &mut Model, entries: &[&Entry]) {
    for entry in entries {
        match &entry.item {
            Item::Inspect { shows } => {
                let Some(roots) = target_roots(compiler, model, &entry.name) else { continue };
                let shape = Shape::Map(roots);
                let shows = shows.iter().filter_map(|(title, value)| {
                    let value = compiler.condition(Some(value), &shape)?;
                    Some(Show { title: text(title), value })
                });
                let shows = shows.collect();
                model.shows.insert(text(&entry.name), shows);
            }
            Item::Audit(audit) => {
                let audit = self::audit(compiler, model, &entry.name, audit);
                model.audits.extend(audit);
            }
            _ => {}
        }
    }
}

fn audit(
    compiler: &mut Compiler<'_>,
    model: &Model,
    title: &Str,
    audit: &spec::Audit,
) -> Option<Audit> {
    let mut roots = target_roots(compiler, model, &audit.on)?;
    let (title, on, category) = (text(title), text(&audit.on), text(&audit.category));
    if !model.categories.contains_key(&category) {
        let known = model.categories.keys().map(String::as_str);
        compiler.unknown("category", &audit.category, &category, known);
    }
    let each = audit.each.as_ref().and_then(|it| each(compiler, it, &mut roots));
    let shape = Shape::Map(roots.clone());
    let item = audit.item.as_ref();
    let item = item.and_then(|it| compiler.checked_template(it, &shape, &model.parts));
    let covered = audit
        .covered
        .iter()
        .map(|texts| texts.iter().map(|it| says(compiler, model, it, 1.0, &roots)).collect());
    let covered = covered.collect();
    Some(Audit { title, on, category, each, item, covered })
}

/// What may be named about the kind of target that an entry is called.
fn target_roots(compiler: &mut Compiler<'_>, model: &Model, name: &Str) -> Option<Names> {
    let target = text(name);
    if !model.targets.contains_key(&target) {
        let known = model.targets.keys().map(String::as_str);
        compiler.unknown("target", name, &target, known);
        return None;
    }
    Some(compiler.names(|| shapes::roots(model, &target)))
}
