//! The spec file of a project speaks of the whole pack. Where only some of the pack is loaded, what
//! it says of the rest is left out.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;

use crate::kdl::{Node, Scalar};
use crate::pack;
use crate::span::SourceId;
use crate::spec::{Entry, Item, Key, Mode, Spec, Str};

/// Takes the entries of `project` that stand on files of the pack that are not among `loaded` out of
/// `spec`.
pub(super) fn leave_out(spec: &mut Spec, project: SourceId, loaded: &[(Utf8PathBuf, SourceId)]) {
    let is_loaded = |name: &&str| loaded.iter().any(|(it, _)| it == *name);
    let mut absent: BTreeSet<Key> = pack::names()
        .filter(|name| !is_loaded(name))
        .flat_map(|name| pack::text(name).and_then(pack::nodes).unwrap_or_default())
        .filter_map(|node| Some((node.name.clone(), first_argument(&node)?)))
        .collect();
    for entry in spec.entries.iter().filter(|it| it.span.source != project) {
        absent.remove(&entry.key());
    }
    if !absent.is_empty() {
        spec.entries.retain(|it| it.span.source != project || !stands_on(it, &absent));
    }
}

/// Whether `entry` changes, or belongs to, something that is `absent`.
fn stands_on(entry: &Entry, absent: &BTreeSet<Key>) -> bool {
    let is_absent =
        |kind: &str, name: &Str| absent.contains(&(kind.to_owned(), name.value.value.clone()));
    let belongs = match &entry.item {
        Item::Fact(fact) => is_absent("target", &fact.on),
        Item::Table(table) => is_absent("target", &table.on),
        Item::Search(search) => search.on.as_ref().is_some_and(|it| is_absent("target", it)),
        Item::Suite(suite) => {
            is_absent("target", &suite.target) || is_absent("category", &suite.category)
        }
        _ => false,
    };
    let changes =
        entry.mode != Mode::Add || matches!(entry.item, Item::Remove { .. } | Item::Set { .. });
    belongs || (changes && absent.contains(&entry.key()))
}

fn first_argument(node: &Node) -> Option<String> {
    let first = node.entries.iter().find(|it| it.name.is_none());
    match first.map(|it| &it.value) {
        Some(Scalar::Text(text)) => Some(text.value.clone()),
        // A `checkout` has no name of its own.
        None => Some(node.name.clone()),
        Some(_) => None,
    }
}
