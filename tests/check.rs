//! How `hcgen check` works with git, baselines, pipes, odd files, and the schemas of its outputs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "check/conditions.rs"]
mod conditions;
mod support;

use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use support::{Folder, Outcome, project};

const SPEC: [&str; 5] = ["check", "--spec", "house.kdl", "--output-format", "concise"];
const CART: &str = "tests/test_cart.py";

/// The findings as `file:line rule`, one a line.
fn found(outcome: &Outcome) -> Vec<String> {
    let short = |line: &str| {
        let (place, rest) = line.split_once(": ").unwrap();
        let place = place.rsplit_once(':').unwrap().0;
        let rule = rest.split(['[', ']']).nth(1).unwrap();
        format!("{place} {rule}")
    };
    outcome.stdout.lines().map(short).collect()
}

fn check(folder: &Folder, more: &[&str]) -> Outcome {
    folder.run(&[&SPEC[..], more].concat())
}

/// A shop with one test file of one line.
fn shop(text: &str) -> Folder {
    let folder = Folder::empty();
    let spec = fs::read(project().join("tests/checkouts/shop/house.kdl")).unwrap();
    folder.write("house.kdl", spec);
    folder.write("tests/test_a.py", text);
    folder
}

fn git(folder: &Folder, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=a", "-c", "user.email=a@example.com"]).args(arguments);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = git.current_dir(&folder.path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn committed(text: &str) -> Folder {
    let folder = shop(text);
    git(&folder, &["init", "-q", "-b", "main"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "first"]);
    folder
}

#[test]
fn only_changed_lines_and_new_files_are_looked_at() {
    let folder = committed("print(1)\nprint(2)\n");
    assert_eq!(check(&folder, &["--changed"]).code, 0);
    folder.write("tests/test_a.py", "print(1)\nprint(22)\nprint(3)\n");
    folder.write("tests/a b é.py", "print(1)\n");
    let outcome = check(&folder, &["--changed"]);
    let expected = ["tests/a b é.py:1 SH001", "tests/test_a.py:2 SH001", "tests/test_a.py:3 SH001"];
    assert_eq!(found(&outcome), expected, "{}", outcome.stderr);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "second"]);
    assert_eq!(check(&folder, &["--changed"]).code, 0);
    assert_eq!(found(&check(&folder, &["--changed=HEAD~1"])), expected);
}

#[test]
fn what_others_did_since_a_branch_began_is_not_its_change() {
    let folder = committed("print(1)\nx = 1\n");
    git(&folder, &["checkout", "-qb", "branch"]);
    folder.write("tests/test_a.py", "print(1)\nx = 1\nprint(2)\n");
    git(&folder, &["commit", "-qam", "mine"]);
    git(&folder, &["checkout", "-q", "main"]);
    folder.write("tests/test_a.py", "print(0)\nx = 1\n");
    git(&folder, &["commit", "-qam", "theirs"]);
    git(&folder, &["checkout", "-q", "branch"]);
    assert_eq!(found(&check(&folder, &["--changed=main"])), ["tests/test_a.py:3 SH001"]);
}

#[test]
fn a_block_counts_as_changed_by_its_header_only() {
    let rule = "rule \"BL001\" slug=\"block\" title=\"no `while`\" {\n    find \"while $_: ...\"\n    bad \"while True: pass\"\n    good \"pass\"\n}\n";
    let folder = committed("while True:\n    a\n    b\n");
    folder.write("more.kdl", rule);
    let arguments = ["--overlay", "more.kdl", "--select", "BL", "--changed"];
    folder.write("tests/test_a.py", "while True:\n    a\n    c\n");
    assert_eq!(check(&folder, &arguments).code, 0);
    folder.write("tests/test_a.py", "while False:\n    a\n    b\n");
    assert_eq!(found(&check(&folder, &arguments)), ["tests/test_a.py:1 BL001"]);
}

#[test]
fn without_a_commit_to_compare_with_it_says_so() {
    let folder = shop("print(1)\n");
    let outcome = check(&folder, &["--changed"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("error[git]: git "), "{}", outcome.stderr);
    let outcome = check(&committed("print(1)\n"), &["--changed=--output=x"]);
    assert!(outcome.stderr.contains("git knows no commit `--output=x`"), "{}", outcome.stderr);
}

#[test]
fn a_baseline_knows_findings_again_when_lines_move() {
    let folder = shop("print(1)\nprint(2)\nprint(2)\n");
    let write = ["--baseline", "known.json", "--write-baseline"];
    assert_eq!(check(&folder, &write).code, 0);
    let compare = ["--baseline", "known.json"];
    assert_eq!(check(&folder, &compare).code, 0);
    folder.write("tests/test_a.py", "import os\n\nif os:\n    print(2)\n    print(2)\nprint(2)\n");
    let outcome = check(&folder, &compare);
    // One of the three is new; `print(1)` is gone.
    assert_eq!(found(&outcome), ["tests/test_a.py:6 SH001"]);
    assert!(outcome.stderr.contains("the baseline knows 2 more findings"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("1 finding of the baseline is gone"), "{}", outcome.stderr);
    check(&folder, &write);
    assert_eq!(check(&folder, &compare).code, 0);
}

#[test]
fn of_what_was_not_checked_a_baseline_says_nothing() {
    let folder = shop("print(1)\n");
    folder.write("tests/test_b.py", "print(1)\n");
    check(&folder, &["--baseline", "known.json", "--write-baseline"]);
    folder.write("tests/test_b.py", "");
    let outcome = check(&folder, &["--baseline", "known.json", "tests/test_a.py"]);
    assert!(!outcome.stderr.contains("gone"), "{}", outcome.stderr);
    let outcome = check(&folder, &["--baseline", "known.json", "--select", "SH002"]);
    assert!(!outcome.stderr.contains("gone"), "{}", outcome.stderr);
}

#[test]
fn a_broken_baseline_is_no_baseline() {
    let folder = shop("print(1)\n");
    for text in ["", "{}", "{\"version\": 9, \"findings\": {}}", "[1]"] {
        folder.write("known.json", text);
        let outcome = check(&folder, &["--baseline", "known.json"]);
        assert_eq!(outcome.code, 2, "{text}");
        assert!(outcome.stderr.contains("`known.json` is no baseline"), "{}", outcome.stderr);
    }
}

/// Runs with `text` on stdin.
fn piped(folder: &Folder, more: &[&str], text: &str) -> (i32, String, String) {
    let mut command = folder.command(&[&SPEC[..], more].concat());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_text_on_stdin_is_checked_under_the_path_it_is_given() {
    let folder = shop("");
    let overlay = "check {\n    path \"tests/old/**\" {\n        ignore \"SH\"\n    }\n}\n";
    folder.write("hcgen.kdl", overlay);
    let (code, stdout, _) = piped(&folder, &["-"], "print(1)\n");
    assert_eq!(code, 1);
    assert_eq!(stdout, "stdin.py:1:1: warning[SH001] no `print` in tests\n");
    let named = ["-", "--overlay", "hcgen.kdl", "--stdin-filename", "tests/old/test_x.py"];
    assert_eq!(piped(&folder, &named, "print(1)\n").0, 0);
}

#[test]
fn the_text_on_stdin_comes_back_mended() {
    let folder = shop("");
    let text = "a = 1  # hcgen: ignore[SH001] gone\r\nprint(2)";
    let (code, stdout, stderr) = piped(&folder, &["-", "--fix"], text);
    assert_eq!((code, stdout.as_str()), (1, "a = 1\r\nprint(2)"));
    assert!(stderr.contains("no `print` in tests"), "{stderr}");
    // Also where nothing is to be mended: whoever pipes it through keeps the text.
    assert_eq!(piped(&folder, &["-", "--fix"], "a = 1\n").1, "a = 1\n");
    assert_eq!(piped(&folder, &["-", "--fix"], "def (\n").1, "def (\n");
}

#[test]
fn ignored_hidden_and_excluded_files_are_left_out_and_named_ones_are_not() {
    let folder = shop("print(1)\n");
    folder.write(".gitignore", "tests/made\n");
    for path in ["tests/made/test_b.py", "tests/.hidden/test_c.py", "tests/data.txt"] {
        folder.write(path, "print(1)\n");
    }
    assert_eq!(found(&check(&folder, &[])), ["tests/test_a.py:1 SH001"]);
    let named = check(&folder, &["tests/made/test_b.py", "tests/made", "tests/data.txt"]);
    assert_eq!(found(&named), ["tests/data.txt:1 SH001", "tests/made/test_b.py:1 SH001"]);
}

#[test]
fn a_file_outside_of_all_checkouts_is_checked_and_mended() {
    let (folder, alone) = (shop(""), Folder::empty());
    alone.write("deep/test_x.py", "a = 1  # hcgen: ignore[SH001] gone\nprint(1)\n");
    let spec = folder.path.join("house.kdl");
    let file = alone.path.join("deep/test_x.py");
    let arguments = ["check", "--spec", spec.to_str().unwrap(), file.to_str().unwrap(), "--fix"];
    let outcome = folder.run(&[&arguments[..], &["--output-format", "concise"]].concat());
    assert_eq!(found(&outcome), ["test_x.py:2 SH001"], "{}", outcome.stderr);
    assert_eq!(fs::read_to_string(file).unwrap(), "a = 1\nprint(1)\n");
}

#[test]
fn nothing_is_written_outside_the_root() {
    let (folder, other) = (shop(""), Folder::empty());
    let text = "a = 1  # hcgen: ignore[SH001] gone\n";
    other.write("test_x.py", text);
    let file = other.path.join("test_x.py");
    let root = folder.path.to_str().unwrap();
    let outcome = check(&folder, &["--root", root, "--fix", file.to_str().unwrap()]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    let baseline = other.path.join("known.json");
    let baseline = baseline.to_str().unwrap();
    let outcome = check(&folder, &["--root", root, "--baseline", baseline, "--write-baseline"]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert_eq!(other.files().len(), 1);
}

#[cfg(unix)]
#[test]
fn when_one_file_cannot_be_written_none_is() {
    let text = "a = 1  # hcgen: ignore[SH001] gone\n";
    let (folder, other) = (shop(text), Folder::empty());
    other.write("real.py", text);
    std::os::unix::fs::symlink(other.path.join("real.py"), folder.path.join("tests/test_z.py"))
        .unwrap();
    let before = folder.files();
    let outcome = check(&folder, &["--fix", "tests", "tests/test_z.py"]);
    assert_eq!(outcome.code, 3);
    assert!(outcome.stderr.contains("it is a link"), "{}", outcome.stderr);
    assert_eq!(folder.files(), before);
}

#[test]
fn no_file_makes_it_panic_or_hang() {
    let folder = shop("");
    let deep = format!("x = {}1{}\n", "(".repeat(5000), ")".repeat(5000));
    let chain = format!("x = a{}\n", ".b".repeat(50_000));
    let long = format!("x = [{}]\nprint(x)\n", "print(1), ".repeat(30_000));
    let comments = "# hcgen: ignore[SH001, no-sleep, TI001] a\n".repeat(2000);
    let files: &[(&str, &[u8])] = &[
        ("nul", b"print(1)\0\n"),
        ("bom", b"\xef\xbb\xbfprint(1)\n"),
        ("half_bom", b"\xef\xbb"),
        ("latin", b"# \xe9\nprint(1)\n"),
        ("crlf", b"print(\r\n1)\r\nprint(2)\r\n"),
        ("cr", b"print(1)\rprint(2)\r"),
        ("empty", b""),
        ("comment_only", b"# hcgen: ignore[SH001] x"),
        ("unclosed", b"print('''\n# hcgen: ignore[SH001]"),
        ("brackets", b"# hcgen: ignore[\n# hcgen:\n# hcgen: ignore[]\n# hcgen: ignore[,] x\n"),
        ("deep", deep.as_bytes()),
        ("chain", chain.as_bytes()),
        ("long", long.as_bytes()),
        ("comments", comments.as_bytes()),
        ("tabs", b"if x:\n\tprint(1)\n        print(2)\n"),
    ];
    for (name, bytes) in files {
        folder.write(&format!("tests/{name}.py"), bytes);
    }
    for format in ["text", "concise", "json", "github", "sarif"] {
        let arguments = ["check", "--spec", "house.kdl", "--output-format", format];
        let outcome = folder.run(&arguments);
        assert_eq!(outcome.code, 1, "{format}: {}", outcome.stderr);
    }
    let outcome = check(&folder, &["--fix"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let places = found(&outcome);
    for place in ["tests/bom.py:1 SH001", "tests/crlf.py:3 SH001", "tests/cr.py:2 SH001"] {
        assert!(places.contains(&place.to_owned()), "{place} of {places:#?}");
    }
    // Of 30,001 as many as are looked at, and that there are more.
    assert_eq!(places.iter().filter(|it| it.starts_with("tests/long.py")).count(), 10_001);
}

#[test]
fn that_a_file_could_not_be_looked_at_is_said_whatever_is_selected() {
    let folder = shop("def f(:\n");
    let places = |more: &[&str]| found(&check(&folder, more));
    let said = ["tests/test_a.py:1 invalid-syntax"];
    assert_eq!(places(&["--select", "SH001"]), said);
    assert_eq!(places(&["--select", "SH001", "--ignore", "all"]), said);
    assert!(places(&["--ignore", "invalid-syntax"]).is_empty());
    let folder = shop(&"print(1)\n".repeat(10_001));
    let outcome = check(&folder, &["--select", "SH001"]);
    assert_eq!(found(&outcome).last().unwrap(), "tests/test_a.py:10000 too-many-matches");
}

#[test]
fn what_has_more_places_than_are_looked_at_is_not_mended() {
    let folder = shop("");
    let rule = "rule \"R1\" slug=\"own\" title=\"own\" {\n    find \"f($A)\" fix=\"str($A)\"\n}\n";
    folder.write("own.kdl", rule);
    for (count, text) in [(10_000, "str(1)\n"), (10_001, "f(1)\n")] {
        folder.write("tests/test_a.py", "f(1)\n".repeat(count));
        let outcome =
            folder.run(&["check", "--spec", "own.kdl", "--fix", "--unsafe-fixes", "tests"]);
        let is_as_wanted = folder.files()["tests/test_a.py"] == text.repeat(count).into_bytes();
        assert!(is_as_wanted, "{count}: {}", outcome.stderr);
    }
}

#[test]
fn that_a_file_has_more_places_than_are_looked_at_is_said_where_it_has() {
    let last = |count: usize| {
        let places = found(&check(&shop(&"print(1)\n".repeat(count)), &[]));
        (places.len(), places.last().cloned().unwrap())
    };
    assert_eq!(last(10_000), (10_000, "tests/test_a.py:10000 SH001".to_owned()));
    assert_eq!(last(10_001), (10_001, "tests/test_a.py:10000 too-many-matches".to_owned()));
}

#[test]
fn a_closed_pipe_changes_nothing_about_how_it_ends() {
    let folder = shop(&"print(1)\n".repeat(20_000));
    let mut command = folder.command(&SPEC);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut one = [0];
    child.stdout.take().unwrap().read_exact(&mut one).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn exit_zero_says_all_the_same_and_fails_nobody() {
    let outcome = check(&shop("print(1)\n"), &["--exit-zero"]);
    assert_eq!((outcome.code, found(&outcome).len()), (0, 1));
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let folder = Folder::checkout("shop");
    for number in 0..40 {
        folder.write(&format!("tests/test_{number}.py"), fs::read(folder.path.join(CART)).unwrap());
    }
    let first = check(&folder, &[]).stdout;
    assert!((0..4).all(|_| check(&folder, &[]).stdout == first));
}

#[test]
fn sarif_holds_to_its_schema() {
    let schema = project().join("tests/schemas/sarif-2.1.0.json");
    let mut schema: serde_json::Value = serde_json::from_slice(&fs::read(schema).unwrap()).unwrap();
    // Two patterns for the names of languages, which we do not use, are no regular expressions.
    for holder in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][holder]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    let schema = jsonschema::validator_for(&schema).unwrap();
    let folder = Folder::checkout("shop");
    folder.write("tests/a b%é.py", "print(1)\n");
    let arguments = ["check", "--spec", "house.kdl", "--output-format", "sarif"];
    for more in [&[][..], &["--exit-zero", "house.kdl"], &["--select", "SH002"]] {
        let outcome = folder.run(&[&arguments[..], more].concat());
        let log: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        let errors: Vec<String> = schema.iter_errors(&log).map(|it| it.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}
