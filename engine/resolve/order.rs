//! Facts and tables in an order in which each stands behind those that it reads, so that what an
//! overlay brings can be read by what was there.

use std::collections::HashMap;

use crate::span::Spanned;
use crate::spec::{Entry, Fact, Item, Row, Step, Str, Table};

/// The facts and tables of `entries`; as they were declared, but for those that read others behind
/// them. In a circle, the first one stands first.
pub(super) fn ordered<'e>(entries: &[&'e Entry]) -> Vec<&'e Entry> {
    let facts: Vec<Found<'e>> = entries.iter().filter_map(|it| found(it)).collect();
    let named: HashMap<(&str, &str), usize> =
        facts.iter().enumerate().map(|(index, it)| ((it.on, it.name), index)).collect();
    let mut order =
        Order { facts: &facts, named: &named, seen: vec![false; facts.len()], out: Vec::new() };
    (0..facts.len()).for_each(|index| order.place(index));
    order.out
}

/// A fact or table, and all of its texts that may name others.
struct Found<'e> {
    entry: &'e Entry,
    on: &'e str,
    name: &'e str,
    texts: Vec<&'e str>,
}

struct Order<'a, 'e> {
    facts: &'a [Found<'e>],
    named: &'a HashMap<(&'e str, &'e str), usize>,
    seen: Vec<bool>,
    out: Vec<&'e Entry>,
}

impl Order<'_, '_> {
    fn place(&mut self, index: usize) {
        if std::mem::replace(&mut self.seen[index], true) {
            return;
        }
        let it = &self.facts[index];
        let read = it.texts.iter().flat_map(|text| paths(text)).chain(it.steps());
        for other in read.filter_map(|path| self.named.get(&path).copied()).collect::<Vec<_>>() {
            self.place(other);
        }
        self.out.push(it.entry);
    }
}

impl<'e> Found<'e> {
    /// The facts that its steps start from.
    fn steps(&self) -> impl Iterator<Item = (&'e str, &'e str)> {
        let steps = match &self.entry.item {
            Item::Fact(fact) => fact.steps.as_slice(),
            _ => &[],
        };
        let on = self.on;
        steps.iter().filter_map(move |step| match &step.value {
            Step::Fact(name) => {
                let name = name.value.value.as_str();
                Some(name.split_once('.').unwrap_or((on, name)))
            }
            _ => None,
        })
    }
}

fn found(entry: &Entry) -> Option<Found<'_>> {
    let mut texts = Vec::new();
    let on = match &entry.item {
        Item::Fact(Fact { on, value, steps, .. }) => {
            texts.extend(value.as_ref().map(string));
            of_steps(steps, &mut texts);
            on
        }
        Item::Table(Table { on, rows }) => {
            for Row { when, cells, .. } in rows {
                texts.extend(when.iter().chain(cells.iter().map(|(_, it)| it)).map(string));
            }
            on
        }
        _ => return None,
    };
    Some(Found { entry, on: string(on), name: string(&entry.name), texts })
}

fn of_steps<'e>(steps: &'e [Spanned<Step>], texts: &mut Vec<&'e str>) {
    for step in steps {
        match &step.value {
            Step::Module(Some(it)) | Step::Where(it) => texts.push(string(it)),
            Step::Let { value, .. } => texts.push(string(value)),
            Step::Each { list, .. } => texts.push(string(list)),
            Step::Not(steps) => of_steps(steps, texts),
            Step::Either(ways) => ways.iter().for_each(|way| of_steps(way, texts)),
            _ => {}
        }
    }
}

fn string(it: &Str) -> &str {
    &it.value.value
}

/// What stands before and behind each dot of an expression.
fn paths(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_name = |it: char| it.is_alphanumeric() || it == '_';
    text.match_indices('.').map(move |(dot, _)| {
        let before = text[..dot].trim_end_matches(is_name).len();
        let after = text[dot + 1..].find(|it| !is_name(it)).map_or(text.len(), |at| dot + 1 + at);
        (&text[before..dot], &text[dot + 1..after])
    })
}
