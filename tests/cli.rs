//! How the command line behaves around a run: colours, pipes, help, and what happens when a file
//! cannot be written.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::fs;
use std::io::Read;
use std::process::Stdio;

use support::{Folder, project};

const TEAM: &str = "src/sentry/models/team.py";
const KEY: &str = "src/sentry/models/apikey.py";
const TEAM_TESTS: &str = "tests/sentry/models/test_team.py";
const KEY_TESTS: &str = "tests/sentry/models/test_apikey.py";

#[track_caller]
fn check_help(name: &str, arguments: &[&str]) {
    let outcome = Folder::empty().run(arguments);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, outcome.stdout));
}

#[test]
fn help_shows_the_commands_with_examples() {
    check_help("help-hcgen", &["--help"]);
    check_help("help-run", &["run", "--help"]);
    check_help("help-check", &["check", "--help"]);
    check_help("help-explain", &["explain", "--help"]);
    check_help("help-spec-check", &["spec", "check", "--help"]);
}

#[test]
fn the_first_example_is_the_same_from_the_files_and_from_the_binary() {
    let (project, folder) = (project(), Folder::empty());
    let path = project.join("specs/outbox.kdl");
    let named = folder.run(&["run", "--spec", path.to_str().unwrap()]);
    let embedded = folder.run(&["run", "--spec", "outbox.kdl"]);
    let mut beside = folder.command(&["run", "--spec", "specs/outbox.kdl"]);
    beside.current_dir(&project);
    let beside = folder.outcome(beside);
    assert_eq!(named.code, 0, "{}", named.stderr);
    assert!(named.stdout.contains("def test_"), "{}", named.stdout);
    assert_eq!(named.stdout, embedded.stdout);
    assert_eq!(named.stdout, beside.stdout);
    assert!(folder.files().is_empty());
}

#[test]
fn the_root_is_found_upward_from_the_working_folder() {
    let folder = Folder::checkout("region");
    let mut below = folder.command(&["run", "--spec", "outbox.kdl", "team.py"]);
    below.current_dir(folder.path.join("src/sentry/models"));
    let below = folder.outcome(below);
    let above = folder.run(&["run", "--spec", "outbox.kdl", TEAM]);
    assert_eq!(below.code, 0, "{}", below.stderr);
    assert!(below.stdout.contains(TEAM_TESTS), "{}", below.stdout);
    assert_eq!(below.stdout, above.stdout);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = Folder::checkout("region");
    let arguments =
        ["run", "--spec", "outbox.kdl", "src", "--output-format", "json", "--only", "test_"];
    let first = folder.run(&arguments);
    assert_eq!(first.code, 0, "{}", first.stderr);
    for _ in 0..4 {
        assert_eq!(folder.run(&arguments).stdout, first.stdout);
    }
}

#[test]
fn a_spec_that_was_kept_from_an_earlier_run_is_not_taken_for_a_changed_one() {
    let folder = Folder::checkout("region");
    let spec = |label: &str| {
        let value = format!("{{{{ fixture }}}}.create_api_key(label='{label}')");
        format!("replace {{\n    value \"api_key\" \"{value}\" of=\"ApiKey\"\n}}\n")
    };
    for label in ["ant", "ant", "bee", "ant"] {
        folder.write("house.kdl", spec(label));
        let outcome = folder.run(&["run", "--spec", "outbox.kdl", "--overlay", "house.kdl", KEY]);
        let made = format!("create_api_key(label=\"{label}\")");
        assert!(outcome.stdout.contains(&made), "{label}: {}{}", outcome.stdout, outcome.stderr);
    }
}

#[test]
fn a_diff_is_what_git_apply_takes() {
    let folder = Folder::checkout("region");
    let diff = folder.run(&["run", "--spec", "outbox.kdl", TEAM, KEY]);
    assert_eq!(diff.code, 0, "{}", diff.stderr);
    folder.write("tests.diff", &diff.stdout);
    let mut apply = std::process::Command::new("git");
    apply.args(["apply", "tests.diff"]).current_dir(&folder.path);
    // A repository of its own, or the folder's surroundings would count.
    apply.env("GIT_CEILING_DIRECTORIES", folder.path.parent().unwrap());
    let applied = folder.outcome(apply);
    assert_eq!((applied.code, applied.stderr.as_str()), (0, ""));
    let written = Folder::checkout("region");
    written.run(&["run", "--spec", "outbox.kdl", TEAM, KEY, "--write"]);
    for path in [TEAM_TESTS, KEY_TESTS] {
        assert_eq!(folder.files()[path], written.files()[path]);
    }
}

#[test]
fn check_is_quiet_once_the_tests_are_written() {
    let folder = Folder::checkout("region");
    let check = ["run", "--spec", "outbox.kdl", TEAM, KEY, "--check"];
    assert_eq!(folder.run(&check).code, 1);
    let written = folder.run(&["run", "--spec", "outbox.kdl", TEAM, KEY, "--write"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    let again = folder.run(&check);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::checkout("region");
    let mut command = folder.command(&["run", "--spec", "outbox.kdl", "src", "--only", "test_"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    let status = child.wait().unwrap();
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));
}

#[test]
fn a_closed_pipe_changes_neither_what_is_written_nor_how_it_ends() {
    let folder = Folder::checkout("region");
    let ends = |arguments: &[&str]| {
        let mut command = folder.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        child.wait().unwrap().code()
    };
    assert_eq!(ends(&["run", "--spec", "outbox.kdl", TEAM, "--check"]), Some(1));
    assert_eq!(ends(&["run", "--spec", "outbox.kdl", TEAM, "--write"]), Some(0));
    assert_eq!(ends(&["run", "--spec", "outbox.kdl", TEAM, "--check"]), Some(0));
}

#[test]
fn an_empty_argument_is_refused() {
    let folder = Folder::checkout("region");
    for arguments in
        [["run", "--only", "", TEAM], ["run", "--spec", "", TEAM], ["run", "-q", "", TEAM]]
    {
        let outcome = folder.run(&arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
    }
}

#[test]
fn a_write_that_fails_is_in_the_json() {
    let folder = Folder::checkout("region");
    let tests = folder.path.join(TEAM_TESTS);
    fs::rename(&tests, folder.path.join("elsewhere.py")).unwrap();
    std::os::unix::fs::symlink(folder.path.join("elsewhere.py"), &tests).unwrap();
    let arguments =
        ["-q", "run", "--spec", "outbox.kdl", TEAM, "--write", "--output-format", "json"];
    let outcome = folder.run(&arguments);
    assert_eq!(outcome.code, 3);
    assert!(outcome.stdout.contains("\"not-written\""), "{}", outcome.stdout);
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let folder = Folder::checkout("region");
    let arguments = ["run", "--spec", "outbox.kdl", TEAM];
    let coloured = |extra: &[&str], no_color: bool| {
        let mut command = folder.command(&arguments);
        command.args(extra);
        if !no_color {
            command.env_remove("NO_COLOR");
        }
        let outcome = folder.outcome(command);
        (outcome.stdout.contains('\u{1b}'), outcome.stderr.contains('\u{1b}'))
    };
    assert_eq!(coloured(&[], false), (false, false));
    assert_eq!(coloured(&[], true), (false, false));
    assert_eq!(coloured(&["--color", "always"], true), (true, true));
    assert_eq!(coloured(&["--color", "never"], false), (false, false));
}

#[test]
fn quiet_leaves_only_the_product_and_the_errors() {
    let folder = Folder::checkout("region");
    let loud = folder.run(&["run", "--spec", "outbox.kdl", TEAM]);
    let quiet = folder.run(&["run", "--spec", "outbox.kdl", TEAM, "-q"]);
    assert!(!loud.stderr.is_empty());
    assert_eq!((quiet.stderr.as_str(), quiet.stdout), ("", loud.stdout));
    let failed = folder.run(&["run", "--spec", "outbox.kdl", "no/such.py", "-q"]);
    assert_eq!(failed.code, 3);
    assert!(failed.stderr.contains("no/such.py"), "{}", failed.stderr);
}

#[test]
fn a_wrong_command_line_exits_with_two() {
    let folder = Folder::checkout("region");
    for arguments in [
        &["run", "--spec", "outbox.kdl", TEAM, "--write", "--check"][..],
        &["run", "--spec", "outbox.kdl", TEAM, "--output-format", "yaml"],
        &["runn"],
        &[],
    ] {
        let outcome = folder.run(arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.stdout.is_empty() && !outcome.stderr.is_empty(), "{arguments:?}");
    }
}

/// Runs for two files with `--write`, the second of which cannot be written: neither is.
#[cfg(unix)]
#[track_caller]
fn check_all_or_none(folder: &Folder, reason: &str) {
    let before = folder.files();
    let outcome = folder.run(&["run", "--spec", "outbox.kdl", TEAM, KEY, "--write"]);
    assert_ne!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains(reason), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("wrote"), "{}", outcome.stderr);
    assert!(folder.files() == before, "a file was changed or left behind");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_second_file_stops_the_first_too() {
    let folder = Folder::checkout("region");
    folder.write("elsewhere.py", "");
    std::os::unix::fs::symlink(folder.path.join("elsewhere.py"), folder.path.join(KEY_TESTS))
        .unwrap();
    check_all_or_none(&folder, KEY_TESTS);
}

#[cfg(unix)]
#[test]
fn a_dangling_link_in_the_place_of_the_second_file_stops_the_first_too() {
    let folder = Folder::checkout("region");
    std::os::unix::fs::symlink("nowhere.py", folder.path.join(KEY_TESTS)).unwrap();
    check_all_or_none(&folder, KEY_TESTS);
}

#[cfg(unix)]
#[test]
fn a_folder_in_the_place_of_the_second_file_stops_the_first_too() {
    let folder = Folder::checkout("region");
    folder.write(&format!("{KEY_TESTS}/keep.txt"), "");
    check_all_or_none(&folder, KEY_TESTS);
}

#[cfg(unix)]
#[test]
fn a_read_only_second_file_stops_the_first_too() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::checkout("region");
    folder.write(KEY_TESTS, "from sentry.testutils.cases import TestCase\n\nCASE = TestCase\n");
    let read_only = fs::Permissions::from_mode(0o444);
    fs::set_permissions(folder.path.join(KEY_TESTS), read_only).unwrap();
    check_all_or_none(&folder, "read-only");
}

#[cfg(unix)]
#[test]
fn a_file_where_a_folder_must_be_stops_all_files() {
    let folder = Folder::checkout("region");
    // The mirror of the second target lies in a folder that is a file.
    let model = fs::read_to_string(folder.path.join(KEY)).unwrap();
    folder.write("src/sentry/keys/__init__.py", "");
    folder.write("src/sentry/keys/apikey.py", model);
    folder.write("tests/sentry/keys", "not a folder\n");
    let before = folder.files();
    let target = "src/sentry/keys/apikey.py";
    let outcome = folder.run(&["run", "--spec", "outbox.kdl", TEAM, target, "--write"]);
    assert_ne!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("tests/sentry/keys/test_apikey.py"), "{}", outcome.stderr);
    assert!(folder.files() == before, "a file was changed or left behind");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_folder_that_leads_out_of_the_root() {
    let (folder, outside) = (Folder::checkout("region"), Folder::empty());
    fs::remove_dir_all(folder.path.join("tests/sentry/models")).unwrap();
    std::os::unix::fs::symlink(&outside.path, folder.path.join("tests/sentry/models")).unwrap();
    let outcome = folder.run(&["run", "--spec", "outbox.kdl", KEY, "--write"]);
    assert_ne!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains(KEY_TESTS), "{}", outcome.stderr);
    assert!(outside.files().is_empty());
}

#[cfg(unix)]
#[test]
fn no_folder_is_made_outside_the_root() {
    let (folder, outside) = (Folder::checkout("region"), Folder::empty());
    fs::remove_dir_all(folder.path.join("tests/sentry")).unwrap();
    std::os::unix::fs::symlink(&outside.path, folder.path.join("tests/sentry")).unwrap();
    let outcome = folder.run(&["run", "--spec", "outbox.kdl", KEY, "--write"]);
    assert_ne!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(fs::read_dir(&outside.path).unwrap().count(), 0, "a folder was made outside");
}

#[cfg(unix)]
#[test]
fn a_target_behind_a_link_out_of_the_root_is_refused() {
    let (folder, outside) = (Folder::checkout("region"), Folder::empty());
    outside.write("team.py", fs::read(folder.path.join(TEAM)).unwrap());
    fs::remove_file(folder.path.join(TEAM)).unwrap();
    std::os::unix::fs::symlink(outside.path.join("team.py"), folder.path.join(TEAM)).unwrap();
    let outcome = folder.run(&["run", "--spec", "outbox.kdl", TEAM, "--write"]);
    // Reading through the link is fine; writing through one is not.
    assert!(outcome.code == 0 || outcome.code == 3, "{}", outcome.stderr);
    assert_eq!(outside.files().keys().collect::<Vec<_>>(), ["team.py"]);
}

#[cfg(unix)]
#[test]
fn a_written_file_keeps_its_mode_and_a_new_one_can_be_read_by_all() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::checkout("region");
    let mode =
        |path: &str| fs::metadata(folder.path.join(path)).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(folder.path.join(TEAM_TESTS), fs::Permissions::from_mode(0o664)).unwrap();
    let outcome = folder.run(&["run", "--spec", "outbox.kdl", TEAM, KEY, "--write"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!((mode(TEAM_TESTS), mode(KEY_TESTS)), (0o664, 0o644));
}

#[test]
fn a_run_leaves_no_temporary_file_behind() {
    let folder = Folder::checkout("region");
    let before: Vec<String> = folder.files().into_keys().collect();
    let outcome = folder.run(&["run", "--spec", "outbox.kdl", TEAM, KEY, "--write"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let new: Vec<String> = folder.files().into_keys().filter(|it| !before.contains(it)).collect();
    assert_eq!(new, [KEY_TESTS]);
}

#[test]
fn the_order_of_specs_orders_classes_and_changes_no_line() {
    let folder = Folder::checkout("region");
    let lines = |specs: [&str; 4]| {
        let specs = specs.iter().flat_map(|it| ["--spec", it]);
        let arguments: Vec<&str> = ["run"].into_iter().chain(specs).chain(["src"]).collect();
        let outcome = folder.run(&arguments);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let added = outcome.stdout.lines().filter(|it| it.starts_with('+'));
        let mut added: Vec<String> = added.map(str::to_owned).collect();
        added.sort();
        added
    };
    let first = lines(["outbox.kdl", "rpc.kdl", "gateway.kdl", "endpoint.kdl"]);
    assert!(first.len() > 500);
    assert_eq!(first, lines(["endpoint.kdl", "gateway.kdl", "rpc.kdl", "outbox.kdl"]));
}

/// What the README's picture shows besides what hcgen finds there by itself.
const CHECKED: &str = "tests/sentry/models/test_team_name.py";
const CHECKED_TEXT: &str = "\
from sentry.testutils.cases import TestCase


class TeamNameTest(TestCase):
    def test_slug_follows_name(self):
        team = self.create_team(name=\"Ants\")

        self.assertEqual(team.slug, \"ants\")
";

#[test]
fn the_picture_of_a_terminal_is_of_today() {
    let folder = Folder::checkout("region");
    folder.write(CHECKED, CHECKED_TEXT);
    let team = "src/sentry/models/team.py";
    let mut shown = String::new();
    for arguments in
        [&["run", "--spec", "outbox.kdl", "--only", "save_creates", team][..], &["check", CHECKED]]
    {
        let mut command = folder.command(arguments);
        command.args(["--color", "always"]).env_remove("NO_COLOR");
        let outcome = folder.outcome(command);
        let prompt = format!("\u{1b}[1m$ hcgen {}\u{1b}[0m", arguments.join(" "));
        shown.extend([prompt.as_str(), "\n", &outcome.stdout, &outcome.stderr, "\n"]);
    }
    let picture = anstyle_svg::Term::new().render_svg(shown.trim_end());
    let path = project().join("book/src/terminal.svg");
    if std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
        fs::write(&path, &picture).unwrap();
    }
    let is_of_today = fs::read_to_string(&path).unwrap() == picture;
    assert!(is_of_today, "INSTA_UPDATE=always cargo test --test cli picture");
}
