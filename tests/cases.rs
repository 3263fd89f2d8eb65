//! Every folder of `tests/cases` is a case: a small checkout, files laid over it, a command; and
//! what the command says and writes, in a snapshot.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;
use support::{Files, Folder, Outcome};

/// `case.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What the case is there to show.
    title: String,
    /// The arguments.
    command: Vec<String>,
    /// The folder of `tests/checkouts` that it starts from; none: an empty one.
    checkout: Option<String>,
    /// Whether the command is told where the root is.
    #[serde(default = "yes")]
    root: bool,
}

fn yes() -> bool {
    true
}

#[test]
fn every_case_says_and_writes_what_its_snapshot_shows() {
    let mut breaches: Vec<String> = Vec::new();
    insta::glob!("cases/*/case.toml", |file| {
        let folder = file.parent().unwrap();
        let name = folder.file_name().unwrap().to_str().unwrap();
        let case: Case = toml::from_str(&std::fs::read_to_string(file).unwrap())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let (shown, broken) = run(&case, folder);
        breaches.extend(broken.into_iter().map(|it| format!("{name}: {it}")));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.remove_input_file();
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(format!("case-{name}"), shown));
    });
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Runs the case, once and then once more: what came of it, and what should hold of every run and
/// does not.
fn run(case: &Case, folder: &Path) -> (String, Vec<String>) {
    let place = match &case.checkout {
        Some(checkout) => Folder::checkout(checkout),
        None => Folder::empty(),
    };
    place.lay(&folder.join("files"));
    let before = place.files();
    let arguments = arguments(case, &place);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = place.run(&arguments);
    let after = place.files();
    let writes = arguments.contains(&"--write") && outcome.code == 0;
    let mut breaches = Vec::new();
    let mends = ["--fix", "--write-baseline"].iter().any(|it| arguments.contains(it));
    if writes || mends {
        if writes {
            losses(&before, &after, &mut breaches);
        }
        place.run(&arguments);
        if place.files() != after {
            breaches.push("a second run changes a file".to_owned());
        }
    } else if before != after {
        breaches.push("a run that does not write, or fails, changes a file".to_owned());
    }
    (shown(case, &outcome, &before, &after), breaches)
}

fn arguments(case: &Case, place: &Folder) -> Vec<String> {
    let mut arguments = case.command.clone();
    if case.root && !arguments.iter().any(|it| it == "--root") {
        arguments.extend(["--root".to_owned(), place.path.to_str().unwrap().to_owned()]);
    }
    arguments
}

fn shown(case: &Case, outcome: &Outcome, before: &Files, after: &Files) -> String {
    let mut text = format!("{}\n$ hcgen {}\n", case.title, case.command.join(" "));
    writeln!(text, "exit {}", outcome.code).unwrap();
    for (stream, said) in [("stdout", &outcome.stdout), ("stderr", &outcome.stderr)] {
        if !said.is_empty() {
            writeln!(text, "──── {stream}\n{}", said.trim_end_matches('\n')).unwrap();
        }
    }
    for (path, bytes) in after {
        if before.get(path) != Some(bytes) {
            let word = if before.contains_key(path) { "changed" } else { "new" };
            writeln!(text, "──── {word}: {path}\n{}", visible(bytes)).unwrap();
        }
    }
    text
}

/// The text with what one does not see made visible: `␍` a carriage return, `→` a tab, `⟨BOM⟩`, and
/// whether the last line ends.
fn visible(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let end = if text.ends_with('\n') { "" } else { "⟨no newline⟩" };
    let text = text.replace('\r', "␍").replace('\t', "→   ").replace('\u{feff}', "⟨BOM⟩");
    format!("{}{end}", text.strip_suffix('\n').unwrap_or(&text))
}

/// What is lost: every old line must still be there, in order; but for import statements, which may
/// be extended and laid out anew, yet keep every word, and the end of a last line.
fn losses(before: &Files, after: &Files, breaches: &mut Vec<String>) {
    for (path, old) in before {
        let Some(new) = after.get(path) else {
            breaches.push(format!("{path} is gone"));
            continue;
        };
        let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
        let (imports, mut lines): (Vec<&str>, Vec<&str>) =
            old.split_inclusive('\n').partition(|line| {
                let line = line.trim_start_matches('\u{feff}');
                line.starts_with("from ") || line.starts_with("import ")
            });
        if let Some(last) = lines.pop_if(|it| !it.ends_with('\n'))
            && !new.contains(&format!("\n{last}"))
        {
            breaches.push(format!("{path} lost its last line"));
        }
        if !subsequence(lines.into_iter(), new.split_inclusive('\n')) {
            breaches.push(format!("{path} lost a line"));
        }
        let mut there = words(&new);
        for word in imports.into_iter().flat_map(words) {
            match there.iter().position(|it| *it == word) {
                Some(at) => drop(there.swap_remove(at)),
                None => breaches.push(format!("{path} lost `{word}` of an import")),
            }
        }
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(|it: char| !it.is_alphanumeric() && it != '_').filter(|it| !it.is_empty()).collect()
}

fn subsequence<'t>(
    mut parts: impl Iterator<Item = &'t str>,
    mut whole: impl Iterator<Item = &'t str>,
) -> bool {
    parts.all(|part| whole.any(|it| it == part))
}
