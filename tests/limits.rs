//! What is too large or too deep is said to be, with the place; nothing hangs or is cut in silence.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use support::{Folder, Outcome};

const TARGET: &str = "src/sentry/models/large.py";
const SIZE: usize = (4 << 20) + 1;

fn run_on(text: &str) -> Outcome {
    let folder = Folder::checkout("region");
    folder.write(TARGET, text);
    let before = folder.files();
    let outcome = folder.run(&["run", "--spec", "outbox.kdl", "--write", TARGET]);
    assert!(folder.files() == before, "nothing is written of what cannot be read");
    outcome
}

fn check_on(text: &str) -> Outcome {
    let folder = Folder::empty();
    folder.write("test_large.py", text);
    folder.run(&["check", "--output-format", "concise", "test_large.py"])
}

fn spec(text: &str) -> Outcome {
    let folder = Folder::empty();
    folder.write("own.kdl", text);
    folder.run(&["spec", "check", "own.kdl"])
}

/// Expects that the outcome has this exit code and says `words`.
#[track_caller]
fn check_said(outcome: &Outcome, code: i32, words: &str) {
    let said = format!("{}{}", outcome.stdout, outcome.stderr);
    assert_eq!(outcome.code, code, "{said}");
    assert!(said.contains(words), "{said}");
}

#[test]
fn a_file_of_more_than_four_megabytes_is_data() {
    let large = "#".repeat(SIZE);
    check_said(&run_on(&large), 3, "the file has 4194305 bytes, more than 4194304");
    check_said(&check_on(&large), 1, "the file has 4194305 bytes, more than 4194304");
    check_said(&spec(&large), 2, "`own.kdl` cannot be read: the file has 4194305 bytes");
}

#[test]
fn what_nests_too_deeply_is_not_walked() {
    let brackets = format!("x = {}{}\n", "(".repeat(201), ")".repeat(201));
    check_said(&run_on(&brackets), 3, "nest");
    check_said(&check_on(&brackets), 1, "nest");
    let chain = format!("x = {}1\n", "1 + ".repeat(2000));
    check_said(&check_on(&chain), 1, "nest");
    let blocks: String = (0..101).map(|it| format!("{}if x:\n", " ".repeat(it))).collect();
    check_said(
        &check_on(&format!("{blocks}{}x\n", " ".repeat(101))),
        1,
        "too many levels of indentation",
    );
    check_said(&spec(&"a {".repeat(200)), 2, "races nest more than 128 deep");
}

#[test]
fn specs_that_include_each_other_are_read_once() {
    let folder = Folder::empty();
    folder.write("a.kdl", "include \"b.kdl\"\n");
    folder.write("b.kdl", "include \"a.kdl\"\ninclude \"b.kdl\"\n");
    let outcome = folder.run(&["spec", "check", "a.kdl"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
}

#[test]
fn a_part_that_includes_itself_is_an_error_of_the_spec() {
    let folder = Folder::empty();
    let text = "replace {\n    part \"changed\" #\"{% include \"changed\" %}\"#\n}\n";
    folder.write("own.kdl", text);
    let outcome = folder.run(&["spec", "check", "outbox.kdl", "own.kdl"]);
    check_said(&outcome, 2, "`changed` includes itself");
}

/// How many findings of `rule` there are, and what is said of those beyond the limit.
fn found(text: &str, rule: &str) -> (usize, Vec<String>) {
    let outcome = check_on(text);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let cut = outcome.stdout.lines().filter(|it| it.contains("too-many-matches"));
    (outcome.stdout.matches(rule).count(), cut.map(str::to_owned).collect())
}

/// Expects that of so many `lines` as are looked at all are found, and of one more that it is said.
#[track_caller]
fn check_limit(line: &str, rule: &str, words: &str) {
    assert_eq!(found(&line.repeat(10_000), rule), (10_000, Vec::new()));
    let (count, cut) = found(&line.repeat(10_001), rule);
    assert_eq!((count, cut.len()), (10_000, 1));
    assert!(cut[0].contains(words), "{}", cut[0]);
}

#[test]
fn imports_beyond_the_limit_are_said_to_be_left() {
    let words = "10000 imports of a file; none below line 10000";
    check_limit("from sentry.silo.base import SiloMode\n", "HC010", words);
}

#[test]
fn places_are_counted_however_many_patterns_match_there() {
    // Three patterns of the rule match each.
    let words = "10000 places of a file; none below line 10000";
    check_limit("self.assertEqual(a, b)\n", "HC003", words);
}
