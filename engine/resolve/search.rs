//! How test files are found: the texts and names that count, compiled.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{Evidence, EvidenceKind, Model, Says, Search};
use crate::spec::{self, Entry, Item};
use crate::template::Shape;

use super::compile::Compiler;
use super::{shapes, text};

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
    if let (Some(place), Some(target)) = (&search.on, &on)
        && !model.targets.contains_key(target)
    {
        let known = model.targets.keys().map(String::as_str);
        compiler.unknown("target", place, target, known);
        return None;
    }
    let roots = match &on {
        _ if compiler.is_checked => IndexMap::new(),
        Some(target) => shapes::roots(model, target),
        None => {
            let mut roots = shapes::any_roots(model);
            roots.insert(ANY.into(), Shape::Map(shapes::place()));
            roots
        }
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
    roots: &IndexMap<Arc<str>, Shape>,
) -> Evidence {
    let kind = match &evidence.kind {
        spec::EvidenceKind::Says(it) => {
            EvidenceKind::Says(says(compiler, model, it, number(evidence.weight), roots))
        }
        spec::EvidenceKind::Imports(names) => {
            let shape = Shape::Map(roots.clone());
            let names =
                names.iter().filter_map(|it| compiler.checked_template(it, &shape, &model.parts));
            EvidenceKind::Imports(names.collect())
        }
        spec::EvidenceKind::Stem => EvidenceKind::Stem,
        spec::EvidenceKind::Path => EvidenceKind::Path,
        spec::EvidenceKind::Under(globs) => EvidenceKind::Under(globs.iter().map(text).collect()),
    };
    Evidence { weight: number(evidence.weight), kind }
}

/// Texts, with what each binds.
pub(super) fn says(
    compiler: &mut Compiler<'_>,
    model: &Model,
    says: &spec::Says,
    weight: f64,
    roots: &IndexMap<Arc<str>, Shape>,
) -> Says {
    let mut names = roots.clone();
    let each = says.each.as_ref().and_then(|(name, list)| {
        let shape = Shape::Map(roots.clone());
        let (list, shape) = compiler.checked_expression(list, &shape)?;
        let item = match shape {
            Shape::List(item) => *item,
            _ => Shape::Any,
        };
        let name: Arc<str> = text(name).into();
        names.insert(name.clone(), item);
        Some((name, list))
    });
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
