//! The shipped pack: it is free of mistakes, and what its examples make is held by snapshots.

use camino::Utf8PathBuf;
use hcgen::diagnostic::Diagnostics;
use hcgen::pipeline;
use hcgen::sources::Sources;
use hcgen::{load, pack};

fn specs() -> Vec<Utf8PathBuf> {
    pack::names().map(Into::into).collect()
}

#[test]
fn the_pack_has_no_mistakes_and_nothing_unused() {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let checked = pipeline::check_spec(&specs(), &sources, &mut problems);
    // What nothing meets is `tests/requirements.rs`' business.
    problems.0.retain(|it| it.code != "unmet");
    assert!(checked.is_ok() && problems.0.is_empty(), "{:#?}", problems.0);
}

/// What `hcgen spec test` compares, compared by insta too.
#[test]
fn every_example_and_rule_makes_what_its_snapshot_says() {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let trials = pipeline::trials(&specs(), &sources, &mut problems);
    let Ok(trials) = trials else { panic!("{:#?}", problems.0) };
    assert!(trials.iter().any(|it| it.name.starts_with("example-")));
    for trial in &trials {
        insta::with_settings!({
            snapshot_path => "../specs/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
            description => trial.title.as_str(),
            input_file => trial.spec.as_str(),
        }, {
            insta::assert_snapshot!(trial.name.as_str(), trial.shown);
        });
    }
}

#[test]
fn every_file_of_the_pack_is_laid_out() {
    let files = pack::names().filter_map(|name| Some((name, pack::text(name)?)));
    for (name, text) in files.chain(pack::starts().iter().copied()) {
        let (sources, mut problems) = (Sources::default(), Diagnostics::default());
        let laid_out = load::format(&sources, &mut problems, name.into(), text);
        assert!(
            laid_out.is_ok_and(|it| it == text),
            "cargo run -- spec fmt specs: {name} is not laid out"
        );
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
