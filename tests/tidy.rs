//! The architecture, held by tests: who may name whom, how large things may be, what stands where.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use camino::Utf8PathBuf;
use hcgen::diagnostic::Diagnostics;
use hcgen::sources::Sources;
use hcgen::{pack, pipeline};

/// Words of the framework that the shipped pack is about. None of them belongs into the engine.
const FRAMEWORK: &[&str] = &["sentry", "silo", "outbox", "hybrid_cloud", "hybridcloud", "rpc"];

/// Who may name whom: a module, and the modules of the crate that it may use.
/// `*` stands for everything.
const LAYERS: &[(&str, &[&str])] = &[
    ("span", &[]),
    ("builtin", &[]),
    ("kept", &[]),
    ("diagnostic", &["span"]),
    ("value", &[]),
    ("sources", &["diagnostic", "span"]),
    ("settings", &["sources"]),
    ("needles", &["sources"]),
    ("kdl", &["diagnostic", "span"]),
    ("python", &[]),
    ("template", &["value"]),
    ("pattern", &["python", "value"]),
    ("splice", &["python"]),
    ("pack", &["kdl"]),
    ("spec", &["kdl", "span"]),
    ("checkout", &["kept", "python", "sources", "span"]),
    ("model", &["kdl", "pattern", "span", "template", "value"]),
    ("cache", &["kdl"]),
    ("load", &["cache", "diagnostic", "kdl", "pack", "sources", "span", "spec"]),
    (
        "resolve",
        &[
            "builtin",
            "cache",
            "diagnostic",
            "kdl",
            "model",
            "pack",
            "pattern",
            "sources",
            "span",
            "spec",
            "template",
        ],
    ),
    (
        "inspect",
        &["checkout", "diagnostic", "model", "pattern", "python", "span", "template", "value"],
    ),
    (
        "plan",
        &[
            "checkout",
            "diagnostic",
            "inspect",
            "model",
            "needles",
            "pattern",
            "python",
            "settings",
            "span",
            "template",
            "value",
        ],
    ),
    (
        "render",
        &[
            "checkout",
            "diagnostic",
            "inspect",
            "model",
            "plan",
            "python",
            "settings",
            "splice",
            "template",
            "value",
        ],
    ),
    ("draft", &["checkout", "diagnostic", "plan", "python", "render", "settings", "splice"]),
    (
        "check",
        &[
            "builtin",
            "checkout",
            "diagnostic",
            "draft",
            "inspect",
            "kdl",
            "kept",
            "model",
            "pattern",
            "plan",
            "python",
            "render",
            "settings",
            "sources",
            "span",
            "splice",
            "template",
            "value",
        ],
    ),
    (
        "review",
        &[
            "builtin",
            "check",
            "checkout",
            "diagnostic",
            "model",
            "python",
            "settings",
            "sources",
            "splice",
        ],
    ),
    ("explain", &["builtin", "diagnostic", "kdl", "model", "span"]),
    ("left_out", &[]),
    (
        "report",
        &[
            "check",
            "diagnostic",
            "draft",
            "left_out",
            "model",
            "plan",
            "sources",
            "template",
            "value",
        ],
    ),
    (
        "audit",
        &["checkout", "diagnostic", "inspect", "left_out", "model", "needles", "plan", "sources"],
    ),
    (
        "describe",
        &[
            "audit",
            "checkout",
            "diagnostic",
            "draft",
            "inspect",
            "left_out",
            "model",
            "needles",
            "plan",
            "python",
            "sources",
            "template",
            "value",
        ],
    ),
    ("classify", &["checkout", "diagnostic", "inspect", "model", "needles", "template"]),
    (
        "verify",
        &[
            "checkout",
            "diagnostic",
            "left_out",
            "model",
            "needles",
            "python",
            "render",
            "sources",
            "span",
            "template",
        ],
    ),
    ("show", &["diagnostic", "sources", "spec"]),
    ("snapshot", &[]),
    ("start", &["diagnostic", "model", "pack"]),
    ("trial", &["check", "checkout", "model", "report", "settings", "sources"]),
    ("pipeline", &["*"]),
    ("skill", &["*"]),
    (
        "cli",
        &[
            "audit",
            "classify",
            "describe",
            "diagnostic",
            "draft",
            "explain",
            "inspect",
            "left_out",
            "load",
            "model",
            "pack",
            "pipeline",
            "plan",
            "report",
            "show",
            "skill",
            "snapshot",
            "span",
            "start",
            "review",
            "sources",
            "trial",
            "verify",
        ],
    ),
];

/// Third-party types that live in one place.
const HOMES: &[(&str, &[&str])] = &[
    ("kdl::Kdl", &["engine/kdl/tree.rs"]),
    ("ruff_", &["engine/python/", "engine/pattern/"]),
    ("pest", &["engine/template/parse"]),
    ("clap::", &["engine/cli/"]),
    ("rmcp::", &["engine/cli/mcp/"]),
    ("tokio::", &["engine/cli/mcp/"]),
    ("annotate_snippets", &["engine/cli/"]),
];

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The code of a file without its tests.
fn code(path: &Path) -> String {
    let text = read(path);
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..end].to_owned()
}

fn is_test(path: &Path) -> bool {
    path.file_name().is_some_and(|it| it == "tests.rs")
        || path.to_string_lossy().contains("/tests/")
}

#[test]
fn no_word_of_the_framework_stands_in_engine_or_grammar() {
    let mut breaches = Vec::new();
    let grammar = files("grammar", "pest");
    for path in files("engine", "rs").into_iter().chain(grammar) {
        for (number, line) in read(&path).lines().enumerate() {
            let lower = line.to_lowercase();
            let words = lower.split(|it: char| !it.is_alphanumeric() && it != '_');
            for word in words {
                if FRAMEWORK.iter().any(|it| word.contains(it)) {
                    breaches.push(format!("{}:{}: {line}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn modules_name_only_what_lies_below_them() {
    let modules: BTreeSet<&str> = LAYERS.iter().map(|(name, _)| *name).collect();
    let mut breaches = Vec::new();
    for path in files("engine", "rs") {
        let text = code(&path);
        let relative = path.strip_prefix("engine").unwrap_or(&path);
        let first = relative.components().next().map(|it| it.as_os_str().to_string_lossy());
        let module = first.unwrap_or_default().trim_end_matches(".rs").to_owned();
        if matches!(module.as_str(), "lib" | "main") || is_test(&path) {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == module) else {
            breaches.push(format!("{}: the module has no layer", path.display()));
            continue;
        };
        for piece in text.split("crate::").skip(1) {
            let used = piece.split(|it: char| !it.is_alphanumeric() && it != '_').next();
            let used = used.unwrap_or_default();
            let fine = used == module || allowed.contains(&"*") || allowed.contains(&used);
            if modules.contains(used) && !fine {
                breaches.push(format!("{}: {module} names {used}", path.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn third_party_types_live_in_one_place() {
    let mut breaches = Vec::new();
    for path in files("engine", "rs").into_iter().filter(|path| !is_test(path)) {
        let text = code(&path);
        for (crate_name, homes) in HOMES {
            let home = homes.iter().any(|it| path.to_string_lossy().starts_with(it));
            let named = text.lines().filter(|it| !it.trim_start().starts_with("//"));
            if !home && named.into_iter().any(|line| line.contains(crate_name)) {
                breaches.push(format!("{}: names {crate_name}", path.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn files_stay_small() {
    let long: Vec<String> = files("engine", "rs")
        .into_iter()
        .filter(|path| !is_test(path))
        .map(|path| (code(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > 500)
        .map(|(lines, path)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_module_says_what_it_is() {
    let mute: Vec<PathBuf> = files("engine", "rs")
        .into_iter()
        .filter(|path| !is_test(path) && !read(path).starts_with("//!"))
        .collect();
    assert!(mute.is_empty(), "{mute:?}");
}

/// Snapshots are named after the test function and the case, or lie in a case's folder.
#[test]
fn no_snapshot_is_orphaned() {
    let tests: String = files("tests", "rs").iter().map(|path| read(path)).collect();
    let cases: BTreeSet<String> = fs::read_dir("tests/cases")
        .into_iter()
        .flatten()
        .flatten()
        .map(|it| it.file_name().to_string_lossy().into_owned())
        .collect();
    let orphans: Vec<PathBuf> = files("snapshots", "snap")
        .into_iter()
        .filter(|path| {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let case = stem.strip_prefix("case-").is_some_and(|it| cases.contains(it));
            let (kind, _) = stem.split_once('-').unwrap_or((&stem, ""));
            let named = kind != "case" && tests.contains(&format!("\"{kind}-"));
            !case && !named
        })
        .collect();
    assert!(orphans.is_empty(), "{orphans:?}");
}

/// What `hcgen spec test` keeps beside the specs is made by their examples and rules.
#[test]
fn no_snapshot_of_a_spec_is_orphaned() {
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let specs: Vec<Utf8PathBuf> = pack::names().map(Into::into).collect();
    let trials = pipeline::trials(&specs, &sources, &mut problems);
    let Ok(trials) = trials else { panic!("{:#?}", problems.0) };
    let names: BTreeSet<&str> = trials.iter().map(|it| it.name.as_str()).collect();
    let is_made = |it: &PathBuf| {
        names.contains(it.file_stem().unwrap_or_default().to_string_lossy().as_ref())
    };
    let orphans: Vec<PathBuf> =
        files("specs/snapshots", "snap").into_iter().filter(|it| !is_made(it)).collect();
    assert!(orphans.is_empty(), "{orphans:?}");
}

/// The codes that the engine's diagnostics have, as far as they stand where one is made.
fn codes() -> BTreeSet<String> {
    let makers = ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::placeless("];
    let mut found = BTreeSet::new();
    for path in files("engine", "rs").into_iter().filter(|path| !is_test(path)) {
        let text = code(&path);
        for piece in makers.iter().flat_map(|maker| text.split(maker).skip(1)) {
            let literal = piece.trim_start().strip_prefix('"').and_then(|it| it.split('"').next());
            found.extend(literal.map(str::to_owned));
        }
    }
    found
}

#[test]
fn every_code_of_a_diagnostic_is_explained() {
    let text = read(Path::new("engine/explain/codes.rs"));
    let mute: Vec<String> =
        codes().into_iter().filter(|it| !text.contains(&format!("\"{it}\""))).collect();
    assert!(mute.is_empty(), "say in engine/explain/codes.rs what these mean: {mute:?}");
}

#[test]
fn every_code_that_is_explained_is_one_that_something_has() {
    let engine: String = files("engine", "rs")
        .iter()
        .filter(|path| !path.ends_with("explain/codes.rs"))
        .map(|path| code(path))
        .collect();
    let text = code(Path::new("engine/explain/codes.rs"));
    let explained = text.split("code(").skip(1).filter_map(|it| it.split('"').nth(1));
    let gone: Vec<&str> = explained.filter(|it| !engine.contains(&format!("\"{it}\""))).collect();
    assert!(gone.is_empty(), "no diagnostic has these: {gone:?}");
}
