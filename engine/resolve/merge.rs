//! Overlays: entries that replace, extend, remove or set what was read before them.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::sources::Sources;
use crate::spec::{Case, Entry, Item, Key, Mode, Spec, Str};

use super::shipped::Read;

/// The entries that hold after all overlays, in the order they were first read; policies that are
/// set carry the choice as their default.
pub(super) fn merge(sources: &Sources, problems: &mut Diagnostics, spec: Spec) -> Vec<Entry> {
    let mut kept: IndexMap<Key, Entry> = IndexMap::new();
    let mut front = 0;
    let Spec { entries, files, .. } = spec;
    let read = Read { sources, files: &files };
    for entry in entries {
        let key = key(&entry, &kept);
        match (&entry.item, entry.mode) {
            (Item::Remove { .. }, _) if kept.shift_remove(&key).is_none() => {
                missing(problems, &read, &kept, "nothing-to-remove", &key, &entry);
            }
            (Item::Remove { .. }, _) => {}
            (Item::Set { .. }, _) => set(problems, &read, &mut kept, &key, &entry),
            // The first row that is good for a parameter decides: an overlay's rows come first.
            (Item::Value(_), Mode::Extend) => {
                kept.shift_remove(&key);
                kept.shift_insert(front, key, entry);
                front += 1;
            }
            (_, Mode::Add) => match kept.get(&key) {
                Some(first) => duplicate(problems, first, &entry),
                None => {
                    kept.insert(key, entry);
                }
            },
            (_, mode) => match (kept.get_mut(&key), mode) {
                (Some(base), Mode::Extend) => match other_head(&base.item, &entry.item) {
                    Some((place, head)) => {
                        let message = format!("the head is not that of the {} `{}`", key.0, key.1);
                        let help = format!("it says `{}` there", head.value.value);
                        let diagnostic = Diagnostic::error("other-head", place.span, message);
                        problems.push(diagnostic.with_help(help));
                    }
                    None => {
                        extend(&mut base.item, entry.item);
                        base.meets.extend(entry.meets);
                    }
                },
                (Some(base), _) => *base = entry,
                // The first row that is good for a parameter decides: an overlay's comes first.
                (None, Mode::Extend) => {
                    missing(problems, &read, &kept, "nothing-to-extend", &key, &entry);
                }
                (None, _) => missing(problems, &read, &kept, "nothing-to-replace", &key, &entry),
            },
        }
    }
    kept.into_values().collect()
}

/// What the entry is about; what is removed may be named without its target.
fn key(entry: &Entry, kept: &IndexMap<Key, Entry>) -> Key {
    let key = entry.key();
    if !matches!(entry.item, Item::Remove { .. }) || kept.contains_key(&key) {
        return key;
    }
    let is_it = |(kind, name): &&Key| {
        *kind == key.0 && name.split_once('.').is_some_and(|(_, own)| own == key.1)
    };
    kept.keys().find(is_it).cloned().unwrap_or(key)
}

/// Where the head of an extension differs from the entry's own, and what stands there.
fn other_head<'a>(base: &'a Item, more: &'a Item) -> Option<(&'a Str, &'a Str)> {
    let pairs = match (base, more) {
        (Item::Table(base), Item::Table(more)) => vec![(&more.on, &base.on)],
        (Item::Suite(base), Item::Suite(more)) => {
            let class = more.class.as_ref().zip(base.class.as_ref());
            let head = [(&more.category, &base.category), (&more.target, &base.target)];
            head.into_iter().chain(class).collect()
        }
        (Item::Policy { default: base, .. }, Item::Policy { default: more, .. }) => {
            vec![(more, base)]
        }
        (Item::Category(base), Item::Category(more)) => vec![(&more.title, &base.title)],
        (Item::Requirements(base), Item::Requirements(more)) => vec![(&more.title, &base.title)],
        _ => Vec::new(),
    };
    pairs.into_iter().find(|(more, base)| more.value.value != base.value.value)
}

/// Adds what `more` lists to `base`. Of the same name, the new one takes the old one's place; new
/// rows and places come first, where the first that fits decides.
fn extend(base: &mut Item, more: Item) {
    match (base, more) {
        (Item::Table(base), Item::Table(more)) => {
            let new = replace_named(&mut base.rows, more.rows, |row| row.name.value.value.clone());
            base.rows.splice(0..0, new);
        }
        (Item::Suite(base), Item::Suite(more)) => {
            let name = |case: &Case| case.name.value.value.clone();
            let new = replace_named(&mut base.cases, more.cases, name);
            base.cases.extend(new);
        }
        (Item::Symbol(base), Item::Symbol(more)) => {
            base.places.splice(0..0, more.places);
            base.members.extend(more.members);
            base.keywords.extend(more.keywords);
        }
        (Item::Category(base), Item::Category(more)) => {
            base.signals.extend(more.signals);
            base.covers.extend(more.covers);
        }
        (
            Item::Policy { choices, reads, .. },
            Item::Policy { choices: more, reads: further, .. },
        ) => {
            choices.extend(more);
            reads.splice(0..0, further);
        }
        (Item::Check(base), Item::Check(more)) => {
            base.select.extend(more.select);
            base.ignore.extend(more.ignore);
            base.exclude.extend(more.exclude);
            base.paths.extend(more.paths);
        }
        (Item::Inspect { shows }, Item::Inspect { shows: more }) => shows.extend(more),
        (Item::Requirements(base), Item::Requirements(more)) => {
            let name = |it: &(Str, Vec<Str>)| it.0.value.value.clone();
            let new = replace_named(&mut base.items, more.items, name);
            base.items.extend(new);
        }
        _ => {}
    }
}

/// Puts each of `more` where one of its name stands; gives the others back.
fn replace_named<T>(list: &mut [T], more: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    let mut new = Vec::new();
    for item in more {
        match list.iter_mut().find(|it| name(it) == name(&item)) {
            Some(old) => *old = item,
            None => new.push(item),
        }
    }
    new
}

fn set(
    problems: &mut Diagnostics,
    read: &Read<'_>,
    kept: &mut IndexMap<Key, Entry>,
    key: &Key,
    entry: &Entry,
) {
    let Item::Set { choice } = &entry.item else { return };
    let policy = kept.get_mut(key).map(|it| &mut it.item);
    let Some(Item::Policy { default, choices, reads }) = policy else {
        return missing(problems, read, kept, "unknown-policy", key, entry);
    };
    // Who sets a policy knows better than any sign in a checkout.
    reads.clear();
    let known: Vec<&str> = choices.iter().map(|(it, _)| it.value.value.as_str()).collect();
    if known.contains(&choice.value.value.as_str()) {
        *default = choice.clone();
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
        "to change it here, put it into `replace { … }`, or what is new into `extend { … }`"
    };
    problems.push(Diagnostic::error("duplicate", entry.name.span, message).with_help(help));
}

fn missing(
    problems: &mut Diagnostics,
    read: &Read<'_>,
    kept: &IndexMap<Key, Entry>,
    code: &'static str,
    key @ (kind, name): &Key,
    entry: &Entry,
) {
    let message = format!("there is no {kind} `{name}`");
    let diagnostic = Diagnostic::error(code, entry.name.span, message);
    if let Some(help) = read.help(key, entry.span.source) {
        return problems.push(diagnostic.with_help(help));
    }
    if let (Item::Remove { kind: place }, false) =
        (&entry.item, kept.keys().any(|(it, _)| it == kind))
    {
        let kinds: BTreeSet<&str> = kept.keys().map(|(it, _)| it.as_str()).collect();
        let message = format!("there are no entries of a kind `{kind}`");
        let diagnostic = Diagnostic::error(code, place.span, message);
        return problems.push(diagnostic.with_suggestion(kind, kinds));
    }
    let known = kept.keys().filter(|(it, key)| it == kind && key != name);
    problems.push(diagnostic.with_suggestion(name, known.map(|(_, key)| key.as_str())));
}
