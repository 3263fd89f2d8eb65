//! The documents are tried: specs in them load, commands print what is shown, the references name
//! everything there is. Stops at what needs a network or a build: those lines are left alone.
//!
//! How a block is marked: ` ```kdl ` must load beside the shipped pack, ` ```kdl,fails ` must not,
//! ` ```kdl,alone ` loads without it, ` ```kdl,ignore ` is not tried; `file=NAME` puts it where the
//! commands below it find it.
//! ` ```console ` holds commands behind `$ ` and what they print, `...` for lines left out.
//! ` ```sh ` holds commands alone.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use camino::Utf8PathBuf;
use hcgen::diagnostic::{Diagnostics, Severity};
use hcgen::pipeline;
use hcgen::sources::Sources;
use tempfile::TempDir;

/// A fenced block of a document.
struct Block {
    document: PathBuf,
    line: usize,
    marks: Vec<String>,
    text: String,
}

impl Block {
    fn is(&self, mark: &str) -> bool {
        self.marks.iter().any(|it| it == mark)
    }

    fn file(&self) -> Option<&str> {
        self.marks.iter().find_map(|it| it.strip_prefix("file="))
    }

    fn place(&self) -> String {
        format!("{}:{}", self.document.display(), self.line)
    }
}

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![PathBuf::from(folder)]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn documents() -> Vec<PathBuf> {
    let top = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"];
    top.into_iter().map(PathBuf::from).chain(files("book/src", "md")).collect()
}

/// The documents that speak of this repository; those made from the specs speak of the checkouts.
fn own_documents() -> impl Iterator<Item = PathBuf> {
    let made = ["reference/requirements.md", "/categories/", "/rules/"];
    let is_made = move |it: &PathBuf| made.iter().any(|part| it.to_string_lossy().contains(part));
    documents().into_iter().filter(move |it| !is_made(it))
}

fn blocks(document: &Path) -> Vec<Block> {
    let (text, mut blocks) = (read(document), Vec::new());
    let mut open: Option<(&str, Block)> = None;
    for (number, line) in text.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut open, fence) {
            (None, Some(info)) => {
                let indent = &line[..line.len() - line.trim_start().len()];
                let marks = info.split(',').map(|it| it.trim().to_owned()).collect();
                let document = document.to_owned();
                let block = Block { document, line: number + 1, marks, text: String::new() };
                open = Some((indent, block));
            }
            (Some(_), Some("")) => blocks.extend(open.take().map(|(_, block)| block)),
            (Some((indent, block)), _) => {
                block.text.push_str(line.strip_prefix(*indent).unwrap_or(line));
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{}: a block is not closed", document.display());
    blocks
}

/// What is wrong with a spec as an overlay of the shipped pack, its examples rendered too.
fn mistakes(block: &Block) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    let path = Utf8PathBuf::from_path_buf(folder.path().join("house.kdl")).unwrap();
    fs::write(&path, &block.text).unwrap();
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let pack = (!block.is("alone")).then(|| "outbox.kdl".into());
    let specs: Vec<Utf8PathBuf> = pack.into_iter().chain([path]).collect();
    let _ = pipeline::check_spec(&specs, &sources, &mut problems);
    let errors = problems.0.into_iter().filter(|it| it.severity == Severity::Error);
    errors.map(|it| format!("{}: {}", it.code, it.message)).collect()
}

#[test]
fn every_spec_in_the_documents_loads_beside_the_shipped_pack() {
    let mut wrong = Vec::new();
    for block in documents().iter().flat_map(|it| blocks(it)) {
        if !block.is("kdl") || block.is("ignore") {
            continue;
        }
        let mistakes = mistakes(&block);
        if block.is("fails") == mistakes.is_empty() {
            wrong.push(format!("{}: {mistakes:?}", block.place()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A folder like a clone of the repository, as far as the commands of a document need one.
fn clone() -> TempDir {
    let folder = TempDir::new().unwrap();
    for part in ["specs", "tests/checkouts"] {
        let to = folder.path().join(part);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        let status = Command::new("cp").arg("-r").arg(part).arg(to).status().unwrap();
        assert!(status.success());
    }
    folder
}

/// What `command` prints, both streams as they come, and whether it ends well.
fn shell(command: &str, folder: &Path) -> (String, bool) {
    let binary = Path::new(env!("CARGO_BIN_EXE_hcgen"));
    let path = std::env::var("PATH").unwrap_or_default();
    let command =
        command.replace("cargo run --release -- ", "hcgen ").replace("cargo run -- ", "hcgen ");
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}; }} 2>&1")])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", binary.parent().unwrap().display()))
        .env("NO_COLOR", "1")
        .env("XDG_CACHE_HOME", folder.join(".cache"))
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.success())
}

/// Whether `printed` is `shown`, where a line `...` stands for any lines.
fn fits(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((&"...", rest)) => (0..=printed.len()).any(|at| fits(rest, &printed[at..])),
        Some((line, rest)) => printed
            .split_first()
            .is_some_and(|(first, others)| first.trim_end() == *line && fits(rest, others)),
    }
}

/// The commands of a block, each with what is shown below it.
fn commands(block: &Block) -> Vec<(String, Vec<&str>)> {
    let mut commands: Vec<(String, Vec<&str>)> = Vec::new();
    for line in block.text.lines() {
        match (block.is("console"), line.strip_prefix("$ ")) {
            (true, None) => commands.last_mut().unwrap().1.push(line.trim_end()),
            (true, Some(command)) => commands.push((command.to_owned(), Vec::new())),
            (false, _) => commands.push((line.to_owned(), Vec::new())),
        }
    }
    commands
}

/// Whether a command can be tried: it needs no network, no build and no editor.
fn is_tried(command: &str) -> bool {
    let needs = ["git ", "cargo ", "mdbook ", "just ", "pytest ", "bash ", "#"];
    command.starts_with("cargo run ") || !needs.iter().any(|it| command.starts_with(it))
}

#[test]
fn every_command_in_the_documents_prints_what_they_show() {
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for document in documents() {
        let folder = clone();
        let mut here = folder.path().to_owned();
        for block in blocks(&document) {
            if let Some(name) = block.file() {
                fs::write(here.join(name), &block.text).unwrap();
            }
            if !block.is("console") && !block.is("sh") {
                continue;
            }
            for (command, shown) in commands(&block) {
                if let Some(next) = command.strip_prefix("cd ") {
                    here = here.join(next);
                } else if is_tried(&command) {
                    tried += 1;
                    let (printed, fine) = shell(&command, &here);
                    let lines: Vec<&str> = printed.lines().collect();
                    if !fine || (!shown.is_empty() && !fits(&shown, &lines)) {
                        wrong.push(format!("{}: {command}\n{printed}", block.place()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 10, "only {tried} commands were found");
}

/// The help of `command` and of those below it.
fn helps(command: &str, page: &mut String) {
    let folder = TempDir::new().unwrap();
    let (help, _) = shell(&format!("{command} --help"), folder.path());
    // In help texts a line may be indented by spaces alone.
    let help: String = help.lines().map(|it| format!("{}\n", it.trim_end())).collect();
    write!(page, "\n## `{command}`\n\n```text\n{help}```\n").unwrap();
    let list = help.split("\nCommands:\n").nth(1).unwrap_or_default();
    for line in list.lines().take_while(|it| !it.is_empty()) {
        match line.trim_start().split(' ').next() {
            Some("help") | None => {}
            // What goes on from the line above stands further right.
            Some(_) if line.starts_with("   ") => {}
            Some(name) => helps(&format!("{command} {name}"), page),
        }
    }
}

/// `INSTA_UPDATE=always` writes the page.
#[test]
fn the_page_of_commands_is_what_they_say_of_themselves() {
    let path = "book/src/reference/commands.md";
    let mut page = "# The commands\n\nMade from the program: what `--help` prints.\n".to_owned();
    helps("hcgen", &mut page);
    if std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
        fs::write(path, &page).unwrap();
    }
    let fresh = fs::read_to_string(path).is_ok_and(|it| it == page);
    assert!(fresh, "write {path} anew: INSTA_UPDATE=always cargo test --test book commands");
}

#[test]
fn every_filter_is_in_the_reference() {
    let page = read("book/src/reference/templates.md");
    let rows = hcgen::template::filters().map(|(usage, doc)| format!("| `{usage}` | {doc} |"));
    let missing: Vec<String> = rows.filter(|it| !page.contains(it)).collect();
    assert!(missing.is_empty(), "add to the table of filters:\n{}", missing.join("\n"));
}

/// The texts in quotes behind each `start` in `code`, up to `end`.
fn quoted<'t>(code: &'t str, start: &str, end: char) -> impl Iterator<Item = &'t str> {
    let pieces = code.split(start).skip(1).collect::<Vec<_>>();
    pieces.into_iter().flat_map(move |piece| {
        piece.split(end).next().unwrap_or_default().split('"').skip(1).step_by(2)
    })
}

/// The loader is strict: what it asks for is all there is.
#[test]
fn every_node_and_property_is_in_the_reference() {
    let page = read("book/src/reference/spec.md");
    let mut missing = BTreeSet::new();
    for path in files("engine/load", "rs") {
        let code = read(path);
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        let nodes = quoted(code, "&[&str] = &[", ']').chain(quoted(code, ".children(&[", ']'));
        missing.extend(nodes.map(|it| format!("`{it}`")).filter(|it| !page.contains(it)));
        let properties = ["property(", "flag("].map(|it| quoted(code, it, ')'));
        let properties = properties.into_iter().flatten().map(|it| format!("`{it}=`"));
        missing.extend(properties.filter(|it| !page.contains(it)));
    }
    assert!(missing.is_empty(), "the reference does not name {missing:?}");
}

#[test]
fn every_kind_of_entry_has_a_heading_in_the_reference() {
    let page = read("book/src/reference/spec.md");
    let code = read("engine/load/mod.rs");
    let top: Vec<&str> = quoted(&code, "const TOP: &[&str] = &[", ']').collect();
    assert!(top.contains(&"suite"));
    let headings: BTreeSet<&str> = page.lines().filter(|it| it.starts_with("## ")).collect();
    let missing: Vec<&&str> = top
        .iter()
        .filter(|node| !headings.iter().any(|it| it.contains(&format!("`{node}`"))))
        .collect();
    assert!(missing.is_empty(), "no heading for {missing:?}");
}

#[test]
fn the_reference_of_patterns_is_the_modules_own() {
    let (page, code) = (read("book/src/reference/patterns.md"), read("engine/pattern/mod.rs"));
    let lines = code.lines().map_while(|it| it.strip_prefix("//!"));
    // A link into the code is a name here.
    let lines = lines.map(|it| it.strip_prefix(' ').unwrap_or(it).replace("[`Names`]", "`Names`"));
    let document: Vec<String> =
        lines.map(|it| if it.starts_with('#') { format!("#{it}") } else { it }).collect();
    let (_, body) = document.split_at(2);
    assert!(page.contains(&body.join("\n")), "put this in:\n{}", body.join("\n"));
}

#[test]
fn every_field_of_the_report_is_in_the_reference() {
    fn names(value: &serde_json::Value, found: &mut BTreeSet<String>) {
        match value {
            serde_json::Value::Object(fields) => {
                found.extend(fields.keys().cloned());
                fields.values().for_each(|it| names(it, found));
            }
            serde_json::Value::Array(items) => items.iter().for_each(|it| names(it, found)),
            _ => {}
        }
    }
    let folder = clone();
    let rule = "rule \"X1\" slug=\"x\" title=\"x\" { find \"$IT.save()\"; bad \"a.save()\" }\n\
                remove \"value\" \"api_key\"";
    fs::write(folder.path().join("x.kdl"), rule).unwrap();
    let command = "hcgen -q run --spec outbox.kdl --overlay x.kdl --root tests/checkouts/region \
                   --output-format json src; true";
    let report = serde_json::from_str(&shell(command, folder.path()).0).unwrap();
    let (page, mut fields) = (read("book/src/reference/json.md"), BTreeSet::new());
    names(&report, &mut fields);
    assert!(fields.contains("unlock") && fields.contains("severity"));
    let missing: Vec<_> = fields.iter().filter(|it| !page.contains(&format!("`{it}`"))).collect();
    assert!(missing.is_empty(), "the reference does not name {missing:?}");
}

/// The targets of `[text](target)` outside of fenced blocks.
fn links(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    let pieces = prose.flat_map(|it| it.split("](").skip(1));
    pieces.filter_map(|it| it.split([')', '#']).next()).collect()
}

#[test]
fn every_link_and_path_leads_somewhere() {
    let mut wrong = Vec::new();
    for document in own_documents() {
        let text = read(&document);
        let folder = document.parent().unwrap();
        for link in links(&text).into_iter().filter(|it| !it.is_empty() && !it.contains("://")) {
            if !folder.join(link).exists() {
                wrong.push(format!("{}: no {link}", document.display()));
            }
        }
        let prose: Vec<&str> = text.split("```").step_by(2).collect();
        for code in prose.iter().flat_map(|it| it.split('`').skip(1).step_by(2)) {
            let ours = ["engine/", "specs/", "grammar/", "tests/", "book/", ".ci/"];
            let plain = !code.contains([' ', '*', '{', '<']);
            if plain && ours.iter().any(|it| code.starts_with(it)) && !Path::new(code).exists() {
                wrong.push(format!("{}: no `{code}`", document.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A test that a document names as its witness must be there.
#[test]
fn every_test_that_the_documents_name_is_there() {
    let code: String =
        files("tests", "rs").iter().chain(&files("engine", "rs")).map(read).collect();
    let mut wrong = Vec::new();
    for document in own_documents() {
        let text = read(&document);
        let words = text.split('`').skip(1).step_by(2);
        let named = words.filter(|it| {
            let plain =
                it.chars().all(|it| it.is_ascii_lowercase() || it == '_' || it.is_ascii_digit());
            plain && !it.starts_with("test_") && it.matches('_').count() >= 4
        });
        let missing = named.filter(|it| !code.contains(&format!("fn {it}(")));
        wrong.extend(missing.map(|it| format!("{}: {it}", document.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_is_in_the_summary() {
    let summary = read("book/src/SUMMARY.md");
    let pages = files("book/src", "md");
    let names = pages.iter().map(|it| it.strip_prefix("book/src").unwrap().display().to_string());
    let missing: Vec<String> =
        names.filter(|it| it != "SUMMARY.md" && !summary.contains(&format!("({it})"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
