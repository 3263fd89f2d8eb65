//! The shipped pack: it is free of mistakes, and what its examples make is held by snapshots.

use std::fmt::Write;

use camino::Utf8PathBuf;
use hcgen::diagnostic::Diagnostics;
use hcgen::pipeline::{self, Aim, Request};
use hcgen::sources::Sources;
use hcgen::{load, pack, resolve};

fn specs() -> Vec<Utf8PathBuf> {
    pack::names().map(Into::into).collect()
}

/// A title as part of a file name.
fn slug(title: &str) -> String {
    title.to_lowercase().replace(|it: char| !it.is_alphanumeric(), "-")
}

#[test]
fn the_pack_has_no_mistakes_and_nothing_unused() {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let checked = pipeline::check_spec(&specs(), &sources, &mut problems);
    // What nothing meets is `tests/requirements.rs`' business.
    problems.0.retain(|it| it.code != "unmet");
    assert!(checked.is_ok() && problems.0.is_empty(), "{:#?}", problems.0);
}

#[test]
fn every_example_makes_what_its_snapshot_says() {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let spec = load::load(&sources, &mut problems, &specs()).expect("the pack loads");
    let model = resolve::resolve(&sources, &mut problems, spec).expect("the pack resolves");
    assert!(!model.examples.is_empty());
    for example in &model.examples {
        let aim = Aim::Example(example.title.clone());
        // Every case, those on request too.
        for only in [vec![], vec!["test_".to_owned()]] {
            let all = if only.is_empty() { "" } else { "-all-cases" };
            let selection = hcgen::plan::Selection { only, ..Default::default() };
            let request =
                Request { specs: specs(), aim: aim.clone(), selection, ..Request::default() };
            let outcome = pipeline::run(&request, &sources, &mut problems);
            let Ok(outcome) = outcome else { panic!("{:#?}", problems.0) };
            let mut shown = String::new();
            for (file, texts) in outcome.report.files.iter().zip(&outcome.report.texts) {
                let _ = writeln!(shown, "# {}\n{}", file.path, texts.after);
            }
            for it in &outcome.report.skipped {
                let _ = writeln!(shown, "# skip {} {}: {}", it.target, it.case, it.reason);
            }
            insta::with_settings!({
                snapshot_path => "../snapshots",
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(format!("example-{}{all}", slug(&example.title)), shown);
            });
        }
    }
}

#[test]
fn every_file_of_the_pack_is_embedded_as_parsed_nodes() {
    for name in pack::names() {
        let on_disk = std::fs::read_to_string(format!("specs/{name}")).expect("it is in specs/");
        assert_eq!(pack::text(name), Some(on_disk.as_str()));
        assert!(pack::is_compiled(name), "{name} would be parsed at every start");
    }
}
