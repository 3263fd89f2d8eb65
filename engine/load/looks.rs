//! What commands look for: in test files for targets, and in targets for people.

use crate::kdl::Reader;
use crate::spec::{Audit, Each, Evidence, EvidenceKind, Item, Says, Search};

/// A `search`.
pub(super) fn search(reader: &Reader<'_>) -> Search {
    let on = reader.property("on");
    let (mut accept, mut rival, mut evidence) = (None, None, Vec::new());
    for child in reader.children(&["accept", "rival", "says", "imports", "stem", "path", "under"]) {
        match child.name() {
            "accept" => accept = child.required_number("the score that a file needs"),
            "rival" => rival = child.required_number("a share of the best score, in percent"),
            _ => evidence.extend(self::evidence(&child)),
        }
        child.finish();
    }
    Search { on, accept, rival, evidence }
}

fn evidence(reader: &Reader<'_>) -> Option<Evidence> {
    let weight = reader.required_number("how much it counts");
    let kind = match reader.name() {
        "says" => EvidenceKind::Says(says(reader)?),
        "imports" => EvidenceKind::Imports(reader.arguments()),
        "stem" => EvidenceKind::Stem(reader.arguments()),
        "path" => EvidenceKind::Path,
        _ => EvidenceKind::Under(
            std::iter::once(reader.required_argument("a path")?)
                .chain(reader.arguments())
                .collect(),
        ),
    };
    Some(Evidence { weight: weight?, kind })
}

fn says(reader: &Reader<'_>) -> Option<Says> {
    let each = each(reader);
    let (again, most) = (reader.number_property("again"), reader.number_property("most"));
    let first = reader.required_argument("a text");
    let texts = std::iter::once(first?).chain(reader.arguments()).collect();
    Some(Says { texts, each, again: again.unwrap_or(0), most })
}

fn each(reader: &Reader<'_>) -> Option<Each> {
    let (name, list) = (reader.property("each"), reader.property("in"));
    Some(Each { name: name?, list: list? })
}

/// An `inspect`.
pub(super) fn inspect(reader: &Reader<'_>) -> Item {
    let mut shows = Vec::new();
    for child in reader.children(&["show"]) {
        let title = child.required_argument("a title");
        shows.extend(title.zip(child.required_argument("an expression")));
        child.finish();
    }
    Item::Inspect { shows }
}

/// An `audit`.
pub(super) fn audit(reader: &Reader<'_>) -> Option<Audit> {
    let (on, category) = (reader.required_property("on"), reader.required_property("category"));
    let (each, item) = (each(reader), reader.property("item"));
    let mut covered = Vec::new();
    for child in reader.children(&["covered"]) {
        let mut texts = Vec::new();
        for it in child.children(&["says"]) {
            texts.extend(text(&it));
            it.finish();
        }
        child.finish();
        covered.push(texts);
    }
    Some(Audit { on: on?, category: category?, each, item, covered })
}

/// Texts that count only by standing there.
fn text(reader: &Reader<'_>) -> Option<Says> {
    let each = each(reader);
    let first = reader.required_argument("a text");
    let texts = std::iter::once(first?).chain(reader.arguments()).collect();
    Some(Says { texts, each, again: 0, most: None })
}
