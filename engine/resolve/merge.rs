//! Overlays: entries that replace, remove or set what was read before them.

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::spec::{Entry, Item, Mode, Spec, Str};

/// An entry's kind and name.
type Key<'a> = (&'a str, &'a str);

/// The entries that hold after all overlays, in the order they were first read; policies that are
/// set carry the choice as their default.
pub(super) fn merge<'a>(problems: &mut Diagnostics, spec: &'a Spec) -> Vec<&'a Entry> {
    let mut kept: IndexMap<Key<'a>, &'a Entry> = IndexMap::new();
    for entry in &spec.entries {
        let name = entry.name.value.value.as_str();
        match (&entry.item, entry.mode) {
            (Item::Remove { kind }, _) => remove(problems, &mut kept, kind, entry),
            (Item::Set { choice }, _) => set(problems, &mut kept, choice, entry),
            (item, Mode::Replace) => {
                let key = (item.kind(), name);
                if kept.insert(key, entry).is_none() {
                    missing(problems, &kept, "nothing-to-replace", key, entry);
                }
            }
            (item, Mode::Add) => {
                let key = (item.kind(), name);
                if let Some(first) = kept.get(&key) {
                    duplicate(problems, first, entry);
                } else {
                    kept.insert(key, entry);
                }
            }
        }
    }
    kept.into_values().collect()
}

fn remove<'a>(
    problems: &mut Diagnostics,
    kept: &mut IndexMap<Key<'a>, &'a Entry>,
    kind: &'a Str,
    entry: &'a Entry,
) {
    let key = (kind.value.value.as_str(), entry.name.value.value.as_str());
    if kept.shift_remove(&key).is_none() {
        missing(problems, kept, "nothing-to-remove", key, entry);
    }
}

fn set<'a>(
    problems: &mut Diagnostics,
    kept: &mut IndexMap<Key<'a>, &'a Entry>,
    choice: &Str,
    entry: &'a Entry,
) {
    let key = ("policy", entry.name.value.value.as_str());
    let Some(Item::Policy { choices, .. }) = kept.get(&key).map(|it| &it.item) else {
        return missing(problems, kept, "unknown-policy", key, entry);
    };
    let known: Vec<&str> = choices.iter().map(|(it, _)| it.value.value.as_str()).collect();
    if known.contains(&choice.value.value.as_str()) {
        kept.insert(("set", key.1), entry);
    } else {
        let message = format!("the policy `{}` has no choice `{}`", key.1, choice.value.value);
        problems.push(
            Diagnostic::error("unknown-name", choice.span, message)
                .with_suggestion(&choice.value.value, known),
        );
    }
}

fn duplicate(problems: &mut Diagnostics, first: &Entry, entry: &Entry) {
    let (kind, name) = (entry.item.kind(), &entry.name.value.value);
    let message = format!("the {kind} `{name}` is there already");
    let help = if first.span.source == entry.span.source {
        "keep one of them"
    } else {
        "to change it here, put it into `replace { … }`"
    };
    problems.push(Diagnostic::error("duplicate", entry.name.span, message).with_help(help));
}

fn missing(
    problems: &mut Diagnostics,
    kept: &IndexMap<Key<'_>, &Entry>,
    code: &'static str,
    (kind, name): Key<'_>,
    entry: &Entry,
) {
    let known = kept.keys().filter(|(it, key)| *it == kind && *key != name).map(|(_, key)| *key);
    let message = format!("there is no {kind} `{name}`");
    problems.push(Diagnostic::error(code, entry.name.span, message).with_suggestion(name, known));
}
