//! What always holds, over every Python file at hand, as it is and bent in twenty ways.
//!
//! `HCGEN_FILES` names folders of files to try, separated by `:`, beside the project's own:
//! `HCGEN_FILES=/some/tree cargo test --release --test properties -- --nocapture` says how many.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "how much was tried is worth knowing")]

mod files;
mod kdl;
mod mending;
mod mutations;
mod patterns;
mod splicing;
mod templates;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;

use mutations::MUTATIONS;

/// How often each mutation was tried, and how often something came of it.
#[derive(Default)]
struct Tally(Mutex<BTreeMap<&'static str, (usize, usize)>>);

impl Tally {
    fn count(&self, name: &'static str, came_of_it: bool) {
        let mut counts = self.0.lock().unwrap();
        let count = counts.entry(name).or_default();
        count.0 += 1;
        count.1 += usize::from(came_of_it);
    }

    /// A property that nothing was tried for says nothing.
    fn print(self, title: &str) {
        let counts = self.0.into_inner().unwrap();
        let tried: usize = counts.values().map(|it| it.1).sum();
        println!("{title}: {tried} texts");
        for (name, (all, tried)) in &counts {
            println!("  {name:<24} {tried:>7} of {all:>7}");
            assert!(*tried > 0, "{title}: nothing was tried of `{name}`");
        }
    }
}

/// Tries `property` on every file and every mutation of it; it says whether the text was one that
/// can be tried.
fn for_every_text(title: &str, property: impl Fn(&Path, &str) -> bool + Sync) {
    let tally = Tally::default();
    files::all().par_iter().for_each(|path| {
        let Some(text) = files::read(path) else { return };
        tally.count("as it is", property(path, &text));
        for mutation in MUTATIONS {
            let bent = (mutation.bend)(&text);
            tally.count(mutation.name, property(path, &bent));
        }
    });
    tally.print(title);
}

#[test]
fn what_is_inserted_is_all_that_changes() {
    for_every_text("splicing", |path, text| splicing::check_text(text, &path.to_string_lossy()));
}

#[test]
fn mending_comes_to_an_end_and_leaves_python() {
    let rules = mending::Rules::shipped();
    for_every_text("mending", |path, text| rules.check_text(text, &path.to_string_lossy()));
}
