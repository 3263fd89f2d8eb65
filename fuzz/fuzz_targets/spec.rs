//! A spec file of any text: loaded, resolved and laid out. What is laid out says the same and stays.

#![no_main]

use std::sync::LazyLock;

use camino::Utf8PathBuf;
use hcgen::diagnostic::Diagnostics;
use hcgen::sources::Sources;
use hcgen::{load, pipeline, report};
use libfuzzer_sys::fuzz_target;

static PATH: LazyLock<Utf8PathBuf> = LazyLock::new(|| {
    let name = format!("hcgen-fuzz-{}.kdl", std::process::id());
    Utf8PathBuf::from_path_buf(std::env::temp_dir()).expect("the path is UTF-8").join(name)
});

fuzz_target!(|text: &str| {
    std::fs::write(&*PATH, text).expect("the temporary folder takes it");
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let _ = pipeline::model(&[PATH.clone()], &sources, &mut problems);
    let _ = report::diagnostics(&sources, &problems);
    let mut format = |text: &str| load::format(&sources, &mut problems, &PATH, text).ok();
    let Some(once) = format(text) else { return };
    assert_eq!(format(&once).as_ref(), Some(&once));
});
