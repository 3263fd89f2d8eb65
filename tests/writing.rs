//! Writing, killed and raced: each file is the old one or the new one, and nothing is lost.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "how much was tried is worth knowing")]

mod support;

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use support::{Files, Folder};

const MODELS: usize = 24;
/// How many runs are killed, unless `HCGEN_KILLS` says.
const KILLS: u64 = 6;

/// A checkout with many models; every second has a test file already.
fn many_models() -> Folder {
    let folder = Folder::checkout("region");
    let model = fs::read_to_string(folder.path.join("src/sentry/models/apikey.py")).unwrap();
    for index in 0..MODELS {
        folder.write(&format!("src/sentry/models/key{index}.py"), &model);
        if index % 2 == 0 {
            let text = format!("# {index}\nx = 1\n");
            folder.write(&format!("tests/sentry/models/test_key{index}.py"), text);
        }
    }
    folder
}

const WRITE: [&str; 5] = ["run", "--spec", "outbox.kdl", "--write", "src/sentry/models"];

#[track_caller]
fn write(folder: &Folder) {
    let outcome = folder.run(&WRITE);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stderr, outcome.stdout);
}

fn start(folder: &Folder) -> Child {
    let mut command = folder.command(&WRITE);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn is_temporary(path: &str) -> bool {
    path.rsplit('/').next().unwrap().starts_with(".hcgen-tmp-")
}

#[track_caller]
fn check_old_or_new(now: &Files, old: &Files, new: &Files) {
    for (path, bytes) in now.iter().filter(|(path, _)| !is_temporary(path)) {
        let known = [old.get(path), new.get(path)];
        assert!(known.contains(&Some(bytes)), "{path} is neither the old file nor the new one");
    }
    assert!(old.keys().all(|it| now.contains_key(it)), "a file is gone");
}

#[test]
fn killed_at_any_moment_each_file_is_the_old_one_or_the_new_one() {
    let whole = many_models();
    let old = whole.files();
    write(&whole);
    let new = whole.files();
    let kills = std::env::var("HCGEN_KILLS").map_or(KILLS, |it| it.parse().unwrap());
    let (mut killed, mut midway) = (0, 0);
    for kill in 0..kills {
        let folder = many_models();
        let mut child = start(&folder);
        // From the first thing that is written on.
        let tests = folder.path.join("tests/sentry/models");
        let before = fs::read_dir(&tests).unwrap().count();
        while fs::read_dir(&tests).unwrap().count() == before && child.try_wait().unwrap().is_none()
        {
        }
        sleep(Duration::from_micros(kill * 6_000 / kills * 3));
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().signal() == Some(9));
        let now = folder.files();
        check_old_or_new(&now, &old, &new);
        midway += usize::from(now != new);
        // The next run ends what this one began, and leaves nothing behind.
        write(&folder);
        assert!(folder.files() == new, "the next run makes it whole");
    }
    println!("{killed} of {kills} runs killed, {midway} before all was written");
    assert!(midway > 0, "no run was killed while it wrote");
}

#[test]
fn two_runs_at_once_lose_nothing() {
    let whole = many_models();
    write(&whole);
    let new = whole.files();
    for _ in 0..4 {
        let folder = many_models();
        let outcomes = [start(&folder), start(&folder)].map(|mut it| it.wait().unwrap().code());
        assert!(outcomes.contains(&Some(0)), "{outcomes:?}");
        assert!(outcomes.iter().all(|it| [Some(0), Some(3)].contains(it)), "{outcomes:?}");
        assert!(folder.files() == new, "what one of them writes is what both would");
    }
}

#[test]
fn two_runs_for_one_file_do_not_undo_each_other() {
    // Both write into one test file, each other tests.
    let run = |only: &'static str| {
        ["run", "--spec", "outbox.kdl", "--write", "--only", only, "src/sentry/models/team.py"]
    };
    let (first, second) = (run("test_save_*"), run("test_delete_*"));
    for _ in 0..4 {
        let folder = Folder::checkout("region");
        let children = [first, second].map(|arguments| {
            let mut command = folder.command(&arguments);
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        });
        let outcomes = children.map(|mut it| it.wait().unwrap().code());
        let text =
            fs::read_to_string(folder.path.join("tests/sentry/models/test_team.py")).unwrap();
        for (arguments, outcome, name) in
            [(first, outcomes[0], "def test_save_"), (second, outcomes[1], "def test_delete_")]
        {
            let is_there = text.contains(name);
            assert_eq!(is_there, outcome == Some(0), "{arguments:?} ends with {outcome:?}\n{text}");
        }
    }
}
