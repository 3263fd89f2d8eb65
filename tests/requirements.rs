//! What the pack is held to: nothing of the page that it replaces is lost, everything is met by a
//! node of the pack, and the book's table says by which, and which snapshot shows it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use camino::Utf8PathBuf;
use hcgen::diagnostic::Diagnostics;
use hcgen::model::{Met, Model};
use hcgen::sources::Sources;
use hcgen::{load, pack, pipeline, resolve};

/// How many requirements each group of the page has.
const GROUPS: &[(&str, usize)] = &[
    ("overview", 2),
    ("constraint", 7),
    ("signal", 4),
    ("context", 4),
    ("rpc-coverage", 5),
    ("rpc-scenario", 3),
    ("rpc-case", 10),
    ("gateway-purpose", 1),
    ("gateway-coverage", 4),
    ("gateway-scenario", 1),
    ("gateway-case", 6),
    ("outbox-purpose", 1),
    ("outbox-coverage", 4),
    ("outbox-scenario", 3),
    ("outbox-case", 9),
    ("endpoint-purpose", 1),
    ("endpoint-coverage", 4),
    ("endpoint-mapping", 4),
    ("endpoint-case", 7),
    ("checklist", 10),
    ("import", 6),
    ("context-manager", 8),
];

/// Snapshots that show what no name in them gives away.
const SHOWN: &[(&str, &str)] = &[
    ("mirror", "mirror of src/"),
    ("command", "pytest -svv --reuse-db tests/"),
    ("joins", "Test(TestCase):"),
    ("test-root", "mirror of src/"),
    ("source-root", "import "),
];

const PAGE: &str = "book/src/reference/requirements.md";

fn specs() -> Vec<Utf8PathBuf> {
    pack::names().map(Into::into).collect()
}

fn model() -> (Sources, Model) {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let spec = load::load(&sources, &mut problems, &specs()).unwrap();
    let model = resolve::resolve(&sources, &mut problems, spec).unwrap();
    (sources, model)
}

#[test]
fn every_item_of_the_page_has_an_id() {
    let (_, model) = model();
    let counts = model.requirements.iter().map(|(name, it)| (name.as_str(), it.items.len()));
    assert_eq!(counts.collect::<BTreeMap<_, _>>(), GROUPS.iter().copied().collect());
}

#[test]
fn every_requirement_is_met() {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let _ = pipeline::check_spec(&specs(), &sources, &mut problems);
    let unmet = problems.0.iter().filter(|it| it.code == "unmet").map(|it| it.message.as_str());
    let missing: Vec<&str> = unmet.collect();
    assert!(missing.is_empty(), "say `meets=` on the nodes of specs/ that meet {missing:#?}");
}

/// The page's imports are the places that hold without a checkout.
#[test]
fn every_import_of_the_page_is_the_default_place_of_a_symbol() {
    let (_, model) = model();
    let mut wrong = Vec::new();
    for (id, it) in &model.requirements["import"].items {
        let statements = it.texts[1].replace(['(', ')'], " ");
        let statements = statements.split("from ").filter(|it| !it.trim().is_empty());
        for (module, names) in statements.filter_map(|it| it.split_once(" import ")) {
            for name in names.split([',', '\n']).map(str::trim).filter(|it| !it.is_empty()) {
                let places = model.symbols.0.get(name).map(|it| &it.places);
                let fits = places.is_some_and(|it| {
                    it.iter().any(|it| {
                        it.default && it.module == module && it.name.as_deref() == Some(name)
                    })
                });
                if !fits {
                    wrong.push(format!("{id}: from {module} import {name}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The snapshots, those of examples first.
fn snapshots() -> Vec<(String, String)> {
    let folders = ["specs/snapshots", "snapshots"].map(|it| fs::read_dir(it).unwrap());
    let names = folders.into_iter().flatten().map(|it| it.unwrap().path());
    let mut names: Vec<_> =
        names.filter(|it| it.extension().is_some_and(|it| it == "snap")).collect();
    // Mistakes and explanations name what they do not show.
    let names_only = |it: &str| it.starts_with("case-mistake-") || it.starts_with("case-explain-");
    names.retain(|it| !names_only(it.file_stem().unwrap().to_str().unwrap()));
    names.sort_by_key(|it| {
        let name = it.file_stem().unwrap().to_str().unwrap().to_owned();
        (!name.starts_with("example-"), !name.starts_with("rule-"), name)
    });
    let read = |it: &std::path::PathBuf| {
        let name = it.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(it).unwrap())
    };
    names.iter().map(read).collect()
}

/// Whether `text` has a function of that name: the parts around its holes, in order, on its line.
fn has_case(text: &str, name: &str) -> bool {
    let parts: Vec<&str> = name.split("{{").map(|it| it.rsplit("}}").next().unwrap()).collect();
    let in_order = |mut it: &str| {
        parts.iter().all(|part| match it.find(part.trim()) {
            Some(at) => {
                it = &it[at + part.trim().len()..];
                true
            }
            None => false,
        })
    };
    let lines = text.lines().map(|it| it.trim_start_matches('+').trim());
    lines.filter_map(|it| it.strip_prefix("def ")).any(in_order)
}

/// Whether `text` shows what the node does.
fn shows(met: &Met, model: &Model, text: &str) -> bool {
    let name = met.name.as_deref().unwrap_or_default();
    if let Some((_, words)) = SHOWN.iter().find(|(kind, _)| *kind == met.node) {
        return text.contains(words);
    }
    let word =
        |word: &str| text.split(|it: char| !it.is_alphanumeric() && it != '_').any(|it| it == word);
    match (met.kind, met.node.as_str()) {
        (_, "case") => has_case(text, name),
        // A test that covers the item.
        ("category", "covers") => {
            let suites = model.suites.iter().filter(|it| it.category == met.entry);
            let mut cases =
                suites.flat_map(|it| &it.cases).filter(|it| it.covers.iter().any(|it| it == name));
            cases.any(|it| has_case(text, &it.name.text.value.value))
        }
        ("symbol", "symbol") => word(name),
        ("symbol", "member") => word(&met.entry) && text.contains(&format!("{}.{name}", met.entry)),
        ("rule", _) => word(&met.entry),
        ("value", _) => text.contains(&format!("create_{name}(")),
        ("checkout", "reminder") => text.contains(name),
        ("table", "row") => {
            let facts = model.targets.values().filter_map(|it| it.facts.get(&met.entry));
            let rows = facts.filter_map(|it| match it {
                hcgen::model::Fact::Table(rows) => Some(rows),
                hcgen::model::Fact::Steps { .. } => None,
            });
            let row = rows.flatten().find(|it| it.name == name);
            row.is_some_and(|row| !row.cells.is_empty() && row.cells.values().all(|it| word(it)))
        }
        ("category", _) => text.contains(&met.entry),
        _ => false,
    }
}

#[test]
fn the_table_of_the_book_is_made_from_the_specs() {
    let (sources, model) = model();
    let snapshots = snapshots();
    let mut page = String::from(
        "# What the pack is held to\n\n\
         The pack replaces a page of instructions. Each item of that page, and of the templates that it points to, is a requirement in\n\
         `specs/requirements.kdl`, and `meets=` on a node of the pack says what encodes it. This page is made from the specs:\n\
         `INSTA_UPDATE=always cargo test --test requirements` writes it anew. The snapshot is the first that shows it.\n",
    );
    for (name, group) in &model.requirements {
        let _ = write!(
            page,
            "\n## {} (`{name}`)\n\n| id | in words | encoded by | shown in |\n|---|---|---|---|\n",
            group.title
        );
        for (item, it) in &group.items {
            let words = it.texts.join(" · ").replace('\n', " ").replace('|', "\\|");
            let mut by: Vec<String> = Vec::new();
            for met in &it.met {
                let file = sources.get(met.span.source).path.file_name().unwrap().to_owned();
                let entry = if met.entry == met.kind {
                    format!("`{}`", met.kind)
                } else {
                    format!("{} `{}`", met.kind, met.entry)
                };
                let node = match &met.name {
                    _ if met.node == met.kind => String::new(),
                    Some(name) if met.node != "reminder" => format!(", {} `{name}`", met.node),
                    _ => format!(", {}", met.node),
                };
                by.push(format!("{file}: {entry}{node}").replace('|', "\\|"));
            }
            let shown = snapshots
                .iter()
                .find(|(_, text)| it.met.iter().any(|met| shows(met, &model, text)));
            let shown = shown.map_or("", |(name, _)| name.as_str());
            let by = by.join("<br>");
            let _ = writeln!(page, "| `{name}.{item}` | {words} | {by} | {shown} |");
        }
    }
    fresh(PAGE, &page);
}

/// The file must hold `text`; it is written when snapshots are.
fn fresh(path: &str, text: &str) {
    if std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
        fs::write(path, text).unwrap();
    }
    let there = fs::read_to_string(path).unwrap_or_default();
    assert!(
        there == text,
        "{path} is not what the specs say: INSTA_UPDATE=always cargo test --test requirements"
    );
}
