//! Requests in words, and the categories they mean.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use camino::Utf8PathBuf;
use hcgen::classify::{Classification, classify};
use hcgen::diagnostic::Diagnostics;
use hcgen::sources::Sources;
use hcgen::{load, pack, resolve};

/// The category; `?` for several, `-` for none.
fn meaning(classification: &Classification) -> &str {
    let known = classification.candidates.iter().any(|it| it.score > 0.0);
    classification.category.as_deref().unwrap_or(if known { "?" } else { "-" })
}

#[test]
fn every_request_means_what_is_said_beside_it() {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let specs: Vec<Utf8PathBuf> = pack::names().map(Into::into).collect();
    let spec = load::load(&sources, &mut problems, &specs).unwrap();
    let model = resolve::resolve(&sources, &mut problems, spec).unwrap();
    let requests = std::fs::read_to_string("tests/classify/requests.txt").unwrap();
    let requests: Vec<(&str, &str)> = requests
        .lines()
        .filter(|it| !it.is_empty() && !it.starts_with('#'))
        .map(|it| it.split_once(": ").unwrap())
        .collect();
    assert!(requests.len() > 30);
    let wrong = requests.iter().filter_map(|(category, text)| {
        let classification = classify(&model, None, text);
        let found = meaning(&classification);
        (found != *category).then(|| format!("{text}: {found}, not {category}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
