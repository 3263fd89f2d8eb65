//! Entries that nothing uses: most often a misspelling, or what a removed case left behind.

use memchr::memmem;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Model;
use crate::spec::{Entry, Item, Table};

/// Reports the entries of the kinds below that no text of the spec names.
pub(super) fn unused(
    problems: &mut Diagnostics,
    model: &Model,
    entries: &[&Entry],
    texts: &[&str],
) {
    let named = |name: &str| count(texts, name) > 0;
    // A file of names and values alone is there for others.
    let uses = !model.suites.is_empty() || !model.rules.is_empty();
    for entry in entries {
        let name = &entry.name.value.value;
        let (used, help) = match &entry.item {
            Item::Part { .. } => {
                let tag = format!("{{% include \"{name}\" %}}");
                (named(&tag), format!("include it, `{tag}`, or remove it"))
            }
            Item::Policy { .. } => (
                named(&format!("policy.{name}")),
                format!("ask for it, `policy.{name}`, or remove it"),
            ),
            Item::Symbol(_) if uses => (
                count(texts, name) > 1,
                "name it in a template, a step or a rule, or remove it".to_owned(),
            ),
            // What is good for a class or for parameters is asked for by those.
            Item::Value(row) if uses && row.of.is_none() && !row.is_for_parameters() => {
                (count(texts, name) > 1, format!("ask for it, `value=\"{name}\"`, or remove it"))
            }
            Item::Routes(_) => (
                count(texts, &format!("routes \"{name}\"")) > 1,
                format!("go to them in a fact, `routes \"{name}\"`, or remove it"),
            ),
            Item::Target(_) if uses => (
                count(texts, &format!("\"{name}\"")) > 1,
                format!("make a suite for it, `for=\"{name}\"`, or remove it"),
            ),
            Item::Category(category) if !category.covers.is_empty() => (
                named(&format!("category=\"{name}\"")),
                format!("give it a suite, `suite \"…\" category=\"{name}\"`, or remove it"),
            ),
            Item::Fact(_) | Item::Table(_) => {
                let path = model.targets.keys().find(|target| named(&format!("{target}.{name}")));
                // Once where it is declared; a second time as a step of another fact.
                let step = count(texts, &format!("fact \"{name}\"")) > 1;
                (
                    path.is_some() || step,
                    "use it in a case or another fact, or remove it".to_owned(),
                )
            }
            _ => continue,
        };
        if let (true, Item::Table(table)) = (used, &entry.item) {
            unread(problems, texts, table);
        }
        if !used {
            let message = format!("nothing uses the {} `{name}`", entry.item.kind());
            problems.push(Diagnostic::warning("unused", entry.name.span, message).with_help(help));
        }
    }
}

/// Reports the columns of a table that nothing reads.
fn unread(problems: &mut Diagnostics, texts: &[&str], table: &Table) {
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    let is_read = |name: &str| count(texts, &format!(".{name}")) > 0;
    for (name, cell) in cells().filter(|(name, _)| !is_read(name)) {
        let message = format!("nothing reads the column `{name}`");
        let known = cells().map(|(name, _)| name.as_str()).filter(|it| is_read(it));
        problems
            .push(Diagnostic::warning("unused", cell.span, message).with_suggestion(name, known));
    }
}

/// How often `word` stands in the texts, not as the beginning of a longer word.
fn count(texts: &[&str], word: &str) -> usize {
    let finder = memmem::Finder::new(word.as_bytes());
    let ends = |text: &str, at: usize| {
        let next = text[at + word.len()..].chars().next();
        !next.is_some_and(|it| it.is_alphanumeric() || it == '_')
    };
    texts
        .iter()
        .map(|text| finder.find_iter(text.as_bytes()).filter(|at| ends(text, *at)).count())
        .sum()
}
