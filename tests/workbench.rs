//! What people who edit specs work with: starts for new entries, and checking on every save.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "shared with tests that use more of it")]
mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use hcgen::start;
use support::Folder;

#[test]
fn every_start_is_a_spec_without_mistakes_whose_snapshots_are_there() {
    for kind in start::kinds() {
        let folder = Folder::empty();
        let begun = folder.run(&["spec", "new", kind, "BillingJob", "--out", "house"]);
        assert_eq!((begun.code, begun.stderr.contains("house/billing-job.kdl")), (0, true));
        let written: Vec<&str> = begun.stdout.lines().collect();
        assert_eq!(written[0], "house/billing-job.kdl");
        assert!(written.len() > 1 && written.iter().all(|it| folder.path.join(it).is_file()));
        for command in ["check", "test"] {
            let outcome = folder.run(&["spec", command, written[0]]);
            assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{}", outcome.stderr);
            assert!(!outcome.stderr.contains("warning"), "{}", outcome.stderr);
        }
        let laid_out = folder.run(&["spec", "fmt", "--check", written[0]]);
        assert_eq!((laid_out.code, laid_out.stdout.as_str()), (0, ""));
    }
}

#[test]
fn a_start_is_part_of_every_command_once_the_project_includes_it() {
    let folder = Folder::empty();
    folder.run(&["spec", "new", "rule", "no-sleep", "-q"]);
    folder.write("hcgen.kdl", "include \"no-sleep.kdl\"\n");
    folder.write("test_it.py", "def test_it(self):\n    self.no_sleep(1)\n");
    let found = folder.run(&["check", "test_it.py"]);
    assert!(found.stdout.contains("no `no_sleep` in tests"), "{}{}", found.stdout, found.stderr);
}

#[track_caller]
fn check_refused(before: &[&str], arguments: &[&str], code: i32, part: &str) {
    let folder = Folder::empty();
    if !before.is_empty() {
        folder.run(before);
    }
    let files = folder.files();
    let outcome = folder.run(arguments);
    assert_eq!(outcome.code, code, "{}", outcome.stderr);
    assert!(outcome.stderr.contains(part), "{}", outcome.stderr);
    assert_eq!(folder.files(), files);
}

#[test]
fn a_start_never_overwrites() {
    let new = ["spec", "new", "rule", "no-sleep"];
    check_refused(&new, &new, 3, "nothing is ever overwritten");
}

#[test]
fn a_start_has_a_name_that_nothing_has() {
    let taken = ["spec", "new", "rule", "objects-create"];
    check_refused(&[], &taken, 2, "hcgen spec show objects-create");
    check_refused(&[], &["spec", "new", "category", "../up"], 2, "letters, digits");
}

/// A `spec check --watch`, ended with the test.
struct Watch {
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

/// The lines of a stream, as they come.
fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    let read = move || BufReader::new(stream).lines().try_for_each(|it| sender.send(it.unwrap()));
    thread::spawn(read);
    lines
}

/// Waits for a line that has `part` in it.
#[track_caller]
fn wait(lines: &Receiver<String>, part: &str) {
    let mut said = Vec::new();
    while let Ok(line) = lines.recv_timeout(Duration::from_mins(1)) {
        if line.contains(part) {
            return;
        }
        said.push(line);
    }
    panic!("no `{part}` in {said:#?}");
}

impl Watch {
    fn of(folder: &Folder, file: &str) -> Self {
        let mut command = folder.command(&["spec", "check", "--watch", file]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = lines(child.stdout.take().unwrap());
        let stderr = lines(child.stderr.take().unwrap());
        Self { child, stdout, stderr }
    }

    #[track_caller]
    fn shows(&self, part: &str) {
        wait(&self.stdout, part);
    }

    #[track_caller]
    fn says(&self, part: &str) {
        wait(&self.stderr, part);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_watched_spec_is_checked_and_its_example_shown_on_every_save() {
    let folder = Folder::empty();
    folder.run(&["spec", "new", "category", "thing"]);
    let path = folder.path.join("thing.kdl");
    let save = |from: &str, to: &str| {
        fs::write(&path, fs::read_to_string(&path).unwrap().replace(from, to)).unwrap();
    };
    let watch = Watch::of(&folder, "thing.kdl");
    watch.shows("    def test_is_made(self):");
    watch.says("watching");
    save("test_is_made", "test_can_be_made");
    watch.shows("-     def test_is_made(self):");
    watch.shows("+     def test_can_be_made(self):");
    watch.says("watching");
    save("suite \"thing\"", "suit \"thing\"");
    watch.says("unknown node `suit`");
    watch.says("did you mean `suite`?");
    watch.says("watching");
    save("suit \"thing\"", "suite \"thing\"");
    watch.says("fine: 2 cases");
}
