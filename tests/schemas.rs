//! The schemas of the JSON that commands print: those in `schemas/` are the program's own, and what
//! the cases printed fits them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use jsonschema::Validator;
use serde_json::Value;

/// What `hcgen schema` prints, with the words of `command` behind it.
fn schema(command: &str) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_hcgen"));
    let output = program.arg("schema").args(command.split_whitespace()).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that have a schema.
fn commands() -> Vec<String> {
    schema("").lines().map(str::to_owned).collect()
}

#[test]
fn the_published_schemas_are_those_that_the_program_prints() {
    let mut there: Vec<String> = Vec::new();
    for command in commands() {
        let path = format!("schemas/{}.json", command.replace(' ', "-"));
        let printed = schema(&command);
        if std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
            fs::create_dir_all("schemas").unwrap();
            fs::write(&path, &printed).unwrap();
        }
        let published = fs::read_to_string(&path).unwrap_or_default();
        let help = "INSTA_UPDATE=always cargo test --test schemas";
        assert!(published == printed, "{path} is not what the program prints: {help}");
        there.push(path);
    }
    for entry in fs::read_dir("schemas").unwrap() {
        let path = entry.unwrap().path().display().to_string();
        assert!(there.contains(&path), "no command has the schema {path}");
    }
}

/// What a snapshot of a case shows: its command line, and the JSON that it printed.
fn shown(text: &str) -> Option<(&str, Value)> {
    let line = text.lines().find_map(|it| it.strip_prefix("$ hcgen "))?;
    let (_, after) = text.split_once("──── stdout\n")?;
    let json = after.split("\n────").next()?;
    Some((line, serde_json::from_str(json).ok()?))
}

#[test]
fn what_the_cases_printed_fits_the_schemas() {
    let validators: BTreeMap<String, Validator> = commands()
        .into_iter()
        .map(|it| {
            let schema: Value = serde_json::from_str(&schema(&it)).unwrap();
            let validator = jsonschema::validator_for(&schema).unwrap();
            (it, validator)
        })
        .collect();
    let mut checked = 0;
    for entry in fs::read_dir("snapshots").unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let Some((line, value)) = shown(&text).filter(|it| it.0.contains("--output-format json"))
        else {
            continue;
        };
        let command = validators.keys().filter(|it| line.starts_with(it.as_str()));
        let Some(command) = command.max_by_key(|it| it.len()) else {
            panic!("{}: no schema for `{line}`", path.display());
        };
        let mistakes = validators[command].iter_errors(&value).map(|it| it.to_string());
        let mistakes: Vec<String> = mistakes.collect();
        assert!(mistakes.is_empty(), "{}: {mistakes:#?}", path.display());
        assert!(value["version"].is_u64(), "{}: no version", path.display());
        checked += 1;
    }
    assert!(checked > 2, "only {checked} cases print JSON");
}
