//! How test files are found: what counts for a file.

use crate::kdl::Reader;
use crate::spec::{Evidence, EvidenceKind, Says, Search};

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
        "stem" => EvidenceKind::Stem,
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
    let (name, list) = (reader.property("each"), reader.property("in"));
    let (again, most) = (reader.number_property("again"), reader.number_property("most"));
    let first = reader.required_argument("a text");
    let texts = std::iter::once(first?).chain(reader.arguments()).collect();
    Some(Says { texts, each: name.zip(list), again: again.unwrap_or(0), most })
}
