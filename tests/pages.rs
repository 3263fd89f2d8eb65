//! The pages of the book that are made from the specs and the schemas: one for each category and
//! rule, with what their examples make, and one of all fields of the JSON.
//! `INSTA_UPDATE=always cargo test --test pages` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use camino::Utf8PathBuf;
use hcgen::diagnostic::Diagnostics;
use hcgen::explain::{CategoryTopic, ExampleFile, Topic};
use hcgen::model::{Level, Model, Rule};
use hcgen::sources::Sources;
use hcgen::{pack, pipeline};
use serde_json::Value;

/// Where the pages stand.
const BOOK: &str = "book/src";

fn specs() -> Vec<Utf8PathBuf> {
    pack::names().map(Into::into).collect()
}

fn model() -> Model {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let model = pipeline::model(&specs(), &sources, &mut problems);
    model.unwrap_or_else(|_| panic!("{:#?}", problems.0))
}

/// The folder `folder` of the book must hold just these pages; they are written when snapshots are.
fn check_pages(folder: &str, pages: &BTreeMap<String, String>) {
    let folder = Path::new(BOOK).join(folder);
    if std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in pages {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let there: BTreeMap<String, String> = fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .map(|it| it.unwrap().path())
        .map(|it| (it.file_name().unwrap().to_str().unwrap().to_owned(), read(&it)))
        .collect();
    let stale: Vec<&String> =
        pages.iter().filter(|(name, text)| there.get(*name) != Some(text)).map(|it| it.0).collect();
    let gone: Vec<&String> = there.keys().filter(|it| !pages.contains_key(*it)).collect();
    let help = "INSTA_UPDATE=always cargo test --test pages";
    assert!(
        stale.is_empty() && gone.is_empty(),
        "{stale:?}, {gone:?} of {}: {help}",
        folder.display()
    );
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

fn code(page: &mut String, language: &str, text: &str) {
    writeln!(page, "```{language}\n{}\n```\n", text.trim_end()).unwrap();
}

/// A template's name with its holes as dots.
fn readable(name: &str) -> String {
    let mut parts = name.split("{{");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| name + "…" + part.split_once("}}").map_or("", |it| it.1))
}

#[test]
fn every_category_has_a_page() {
    let (mut pages, mut overview) = (BTreeMap::new(), head("Categories of tests"));
    overview.push_str("| category | tests for each | covers |\n|---|---|---|\n");
    for name in model().categories.keys() {
        let (sources, mut problems) = (Sources::default(), Diagnostics::default());
        let topics = pipeline::explain(&specs(), Some(name), &sources, &mut problems).unwrap();
        for topic in topics {
            if let Topic::Category(it) = topic {
                let covers: Vec<&str> = it.covers.iter().map(|it| it.name.as_str()).collect();
                writeln!(
                    overview,
                    "| [{}]({name}.md) | {} | {} |",
                    it.title,
                    it.targets.join(", "),
                    covers.join(", ")
                )
                .unwrap();
                pages.insert(format!("{name}.md"), category(&it));
            }
        }
    }
    assert!(pages.len() > 3);
    pages.insert("index.md".to_owned(), overview);
    check_pages("categories", &pages);
}

fn head(title: &str) -> String {
    format!(
        "# {title}\n\nMade from the specs: `INSTA_UPDATE=always cargo test --test pages` writes it anew.\n\n"
    )
}

fn category(it: &CategoryTopic) -> String {
    let mut page = head(&it.title);
    let signals: Vec<String> = it.signals.iter().map(|it| format!("*{it}*")).collect();
    writeln!(
        page,
        "Category `{}`, for each target `{}`. Words that mean it: {}.\n",
        it.name,
        it.targets.join("`, `"),
        signals.join(", ")
    )
    .unwrap();
    page.push_str("## What its tests cover\n\n| item | | tests |\n|---|---|---|\n");
    for it in &it.covers {
        let mut tests: Vec<String> =
            it.tests.iter().map(|it| format!("`{}`", readable(it))).collect();
        tests.dedup();
        writeln!(page, "| {} | {} | {} |", it.name, it.meaning, tests.join("<br>")).unwrap();
    }
    let request: Vec<String> = it
        .tests
        .iter()
        .filter(|it| it.on_request)
        .map(|it| format!("`{}`", readable(&it.name)))
        .collect();
    if !request.is_empty() {
        writeln!(page, "\nOnly on request, with `--only`: {}.", request.join(", ")).unwrap();
    }
    for it in &it.examples {
        writeln!(page, "\n## Example: {}\n\n`{}`, in this checkout:\n", it.title, it.target)
            .unwrap();
        it.sources.iter().for_each(|it| file(&mut page, it));
        page.push_str("is given these tests:\n\n");
        it.tests.iter().for_each(|it| file(&mut page, it));
    }
    page.trim_end().to_owned() + "\n"
}

fn file(page: &mut String, file: &ExampleFile) {
    writeln!(page, "`{}`\n", file.path).unwrap();
    code(page, "python", &file.text);
}

#[test]
fn every_rule_has_a_page() {
    let model = model();
    let (mut pages, mut overview) = (BTreeMap::new(), head("The checklist"));
    overview.push_str("| rule | | severity | mended |\n|---|---|---|---|\n");
    for rule in &model.rules {
        let name = format!("{}.md", rule.id.to_lowercase());
        let fixable = !rule.fixes.is_empty() || rule.finds.iter().any(|it| !it.fixes.is_empty());
        let request = if rule.on_demand { ", on request" } else { "" };
        writeln!(
            overview,
            "| [{} {}]({name}) | {} | {}{request} | {} |",
            rule.id,
            rule.slug,
            rule.title,
            severity(rule),
            if fixable { "yes" } else { "by people" }
        )
        .unwrap();
        pages.insert(name, rule_page(rule));
    }
    overview.push_str("\nWhat is found without a rule, such as a file that is not Python: `hcgen explain`. [Check a test tree](../how-to/check.md) says how they are run.\n");
    pages.insert("index.md".to_owned(), overview);
    check_pages("rules", &pages);
}

fn severity(rule: &Rule) -> &'static str {
    if rule.level == Level::Error { "error" } else { "warning" }
}

fn rule_page(rule: &Rule) -> String {
    let mut page = head(&format!("{} {}", rule.id, rule.slug));
    let request = if rule.on_demand { ", only on request: `--select`" } else { "" };
    writeln!(page, "**{}** ({}{request})\n\n{}\n", rule.title, severity(rule), rule.why).unwrap();
    if !rule.spares.is_empty() {
        page.push_str("It spares:\n\n");
        rule.spares.iter().for_each(|it| writeln!(page, "- {it}").unwrap());
        page.push('\n');
    }
    for (path, text) in &rule.files {
        writeln!(page, "Where `{path}` is\n").unwrap();
        code(&mut page, "python", text);
    }
    page.push_str("## What it finds\n\n");
    for it in &rule.bad {
        code(&mut page, "python", &it.shown());
        if let Some(fixed) = &it.fixed {
            page.push_str("becomes\n\n");
            code(&mut page, "python", &fixed.value.value);
        }
    }
    if !rule.good.is_empty() {
        page.push_str("## What it leaves alone\n\n");
    }
    for it in &rule.good {
        code(&mut page, "python", &it.shown());
    }
    writeln!(
        page,
        "To excuse one, on its line or above it: `# hcgen: ignore[{}] reason`.",
        rule.id
    )
    .unwrap();
    page
}

#[test]
fn every_field_of_the_schemas_is_on_a_page() {
    let mut page = "# The JSON, field by field\n\nMade from `schemas/`: `INSTA_UPDATE=always cargo test --test pages` writes it anew. \
                    What the fields mean together is told in [the JSON report](../reference/json.md).\n"
        .to_owned();
    let mut paths: Vec<_> = fs::read_dir("schemas").unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let command = path.file_stem().unwrap().to_str().unwrap().replace("spec-", "spec ");
        let schema: Value = serde_json::from_str(&read(&path)).unwrap();
        writeln!(page, "\n## `hcgen {command}`").unwrap();
        for (name, shape) in shapes(&schema) {
            writeln!(page, "\n**{name}**\n\n| field | type | |\n|---|---|---|").unwrap();
            for (field, it) in shape["properties"].as_object().into_iter().flatten() {
                let text = it["description"].as_str().unwrap_or_default().replace('|', "\\|");
                let text = text.replace('\n', " ");
                writeln!(page, "| `{field}` | {} | {text} |", kind(it)).unwrap();
            }
        }
    }
    check_pages("schemas", &BTreeMap::from([("index.md".to_owned(), page)]));
}

/// The objects of a schema, the outermost first.
fn shapes(schema: &Value) -> Vec<(String, &Value)> {
    let defined = schema["$defs"].as_object().into_iter().flatten();
    let named = defined.map(|(name, it)| (name.clone(), it));
    let own = (schema["title"].as_str().unwrap_or("answer").to_owned(), schema);
    let mut found = Vec::new();
    for (name, it) in std::iter::once(own).chain(named) {
        let variants = ["oneOf", "anyOf"].map(|it_| it[it_].as_array());
        let inner = variants.into_iter().flatten().flatten().map(|it| (name.clone(), it));
        found.extend(std::iter::once((name.clone(), it)).chain(inner));
    }
    found.retain(|(_, it)| it["properties"].is_object());
    found
}

/// A field's type in words.
fn kind(it: &Value) -> String {
    if let Some(name) = it["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or(name).to_owned();
    }
    if let Some(any) = it["anyOf"].as_array() {
        return any.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    if let Some(constant) = it["const"].as_str() {
        return format!("`{constant}`");
    }
    match &it["type"] {
        Value::String(name) if name == "array" => format!("list of {}", kind(&it["items"])),
        Value::String(name) if name == "object" => match &it["additionalProperties"] {
            Value::Object(_) => format!("map of {}", kind(&it["additionalProperties"])),
            _ => "object".to_owned(),
        },
        Value::String(name) => name.clone(),
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or ")
        }
        _ => "any".to_owned(),
    }
}
