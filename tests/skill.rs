//! The skill that is made from the specs: a folder that agents can read, in which nothing is
//! missing of what the pack is held to.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;
use std::process::Command;

use camino::Utf8PathBuf;
use hcgen::diagnostic::Diagnostics;
use hcgen::skill::{self, Page};
use hcgen::sources::Sources;
use hcgen::{load, pack, resolve};

const FLAVORS: [&str; 2] = ["tool", "standalone"];

fn specs() -> Vec<Utf8PathBuf> {
    pack::names().map(Into::into).collect()
}

fn pages(flavor: &str) -> Vec<Page> {
    let mut problems = Diagnostics::default();
    let pages = skill::skill(&specs(), Some(flavor), &Sources::default(), &mut problems);
    pages.unwrap_or_else(|_| panic!("{:#?}", problems.0))
}

/// The text as one line, so that neither indentation nor breaks count.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn neither_flavor_lacks_a_word_of_what_the_pack_is_held_to() {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let spec = load::load(&sources, &mut problems, &specs()).unwrap();
    let model = resolve::resolve(&sources, &mut problems, spec).unwrap();
    for flavor in FLAVORS {
        let text: String = pages(flavor).iter().map(|it| plain(&it.text)).collect();
        let mut missing = Vec::new();
        for (name, group) in &model.requirements {
            // Those of a category are in its page, once there is the category.
            if group.category.as_ref().is_some_and(|it| !model.categories.contains_key(it)) {
                continue;
            }
            for (item, it) in &group.items {
                let lacks = |words: &&String| !text.contains(&plain(words));
                missing
                    .extend(it.texts.iter().find(lacks).map(|it| format!("{name}.{item}: {it}")));
            }
        }
        assert!(missing.is_empty(), "{flavor}: {missing:#?}");
    }
}

/// Counted as one token for three characters: more than any model's tokenizer makes of English and
/// Python, which is nearer to four.
#[test]
fn the_first_page_is_short_and_has_a_head() {
    for flavor in FLAVORS {
        let pages = pages(flavor);
        let first = &pages[0];
        let folder = first.path.parent().unwrap();
        assert_eq!(first.path.file_name(), Some("SKILL.md"));
        assert!(first.text.lines().count() < 500, "{flavor}: {}", first.text.lines().count());
        let tokens = first.text.chars().count() / 3;
        assert!(tokens < 5000, "{flavor}: {tokens} tokens");
        let (head, _) = first.text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap();
        let (name, description) = head.split_once('\n').unwrap();
        assert_eq!(name, format!("name: {folder}"));
        assert!(folder.as_str().chars().all(|it| it.is_ascii_lowercase() || it == '-'));
        let description = description.strip_prefix("description: \"").unwrap();
        let description = description.strip_suffix('"').unwrap();
        assert!(!description.contains(['"', '\n', '\\']) && description.len() < 1024);
    }
}

#[test]
fn every_link_of_a_page_leads_to_a_page() {
    for flavor in FLAVORS {
        let pages = pages(flavor);
        for page in &pages {
            for link in page.text.split("](").skip(1).filter_map(|it| it.split(')').next()) {
                let target = page.path.parent().unwrap().join(link);
                assert!(pages.iter().any(|it| it.path == target), "{}: {link}", page.path);
            }
        }
    }
}

#[test]
fn the_standalone_flavor_carries_every_rule_name_value_and_example() {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let spec = load::load(&sources, &mut problems, &specs()).unwrap();
    let model = resolve::resolve(&sources, &mut problems, spec).unwrap();
    let text: String = pages("standalone").into_iter().map(|it| it.text).collect();
    let rules = model.rules.iter().map(|it| format!("## {} `{}`", it.id, it.slug));
    let symbols = model.symbols.0.keys().map(|it| format!("| `{it}` |"));
    let values = model.values.keys().map(|it| format!("- `{it}`"));
    let examples = model.examples.iter().map(|it| format!("## Template: {}", it.title));
    let wanted = rules.chain(symbols).chain(values).chain(examples);
    let missing: Vec<String> = wanted.filter(|it| !text.contains(it)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The commands and options in the pages' blocks, and in code within a line, are there.
#[test]
fn every_command_of_the_skill_is_there() {
    let mut tried = 0;
    for page in pages("tool") {
        let lines = page.text.split('`').flat_map(str::lines);
        for line in lines.filter_map(|it| it.strip_prefix("hcgen ")) {
            let line = line.split(" #").next().unwrap_or_default();
            let mut words = line.split_whitespace();
            let Some(command) = words.next() else { continue };
            let help = Command::new(env!("CARGO_BIN_EXE_hcgen")).args([command, "--help"]).output();
            let help = String::from_utf8(help.unwrap().stdout).unwrap();
            assert!(help.contains(&format!("hcgen {command}")), "{}: {line}", page.path);
            for option in words.filter(|it| it.starts_with("--")) {
                assert!(
                    help.contains(&format!("{option} ")) || help.contains(&format!("{option}\n")),
                    "{}: {line}",
                    page.path
                );
            }
            tried += 1;
        }
    }
    assert!(tried > 4, "only {tried} commands were found");
}

#[test]
fn check_says_whether_the_folder_is_what_the_specs_say() {
    let folder = tempfile::tempdir().unwrap();
    let run = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hcgen"));
        command.args(["skill", "--out", "skills"]).args(more).current_dir(folder.path());
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run(&["--check"]).0, 1);
    assert!(!Path::new(&folder.path().join("skills")).exists());
    assert_eq!(run(&[]).0, 0);
    assert_eq!(run(&["--check"]), (0, String::new()));
    std::fs::write(folder.path().join("skills/hybrid-cloud-test-gen/SKILL.md"), "mine").unwrap();
    let (code, said) = run(&["--check"]);
    assert_eq!((code, said.trim()), (1, "stale skills/hybrid-cloud-test-gen/SKILL.md"));
    let (code, said) = run(&["--flavor", "solo"]);
    assert_eq!(code, 2);
    assert!(said.contains("known here: `tool`, `standalone`"), "{said}");
}

#[test]
fn the_first_pages_are_what_the_snapshots_show() {
    for flavor in FLAVORS {
        let first = pages(flavor).swap_remove(0).text;
        insta::with_settings!({
            snapshot_path => "../snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(format!("skill-{flavor}"), first);
        });
    }
}
