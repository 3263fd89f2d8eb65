//! The whole line. Before the first NUL the module under test, after it the test file that is there.

#![no_main]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use camino::{Utf8Path, Utf8PathBuf};
use hcgen::diagnostic::Diagnostics;
use hcgen::inspect::TargetPath;
use hcgen::model::Model;
use hcgen::pipeline;
use hcgen::plan::Selection;
use hcgen::python::Module;
use hcgen::sources::{Sources, Tree};
use libfuzzer_sys::fuzz_target;

const TARGET: &str = "src/sentry/models/fuzzed.py";
const TESTS: &str = "tests/sentry/models/test_fuzzed.py";

thread_local! {
    static MODEL: RefCell<Model> = RefCell::new(model());
}

fn model() -> Model {
    let specs: Vec<Utf8PathBuf> =
        ["outbox", "rpc", "gateway", "endpoint"].map(|it| format!("{it}.kdl").into()).into();
    pipeline::model(&specs, &Sources::default(), &mut Diagnostics::default())
        .expect("the shipped specs are right")
}

/// The small checkout that the module under test is put into.
static AROUND: LazyLock<BTreeMap<Utf8PathBuf, Arc<str>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/checkouts/region");
    let root = Utf8PathBuf::from_path_buf(root).expect("the path is UTF-8");
    let tree = Tree::Disk(root.clone());
    let paths = tree.python_files(Utf8Path::new("."));
    paths.into_iter().map(|it| (it.clone(), tree.read(&it).expect("it is there"))).collect()
});

fuzz_target!(|text: &str| {
    let (module, tests) = text.split_once('\0').unwrap_or((text, ""));
    let mut files = AROUND.clone();
    files.insert(TARGET.into(), module.into());
    files.insert(TESTS.into(), tests.into());
    let (sources, mut problems) = (Sources::default(), Diagnostics::default());
    let selection = Selection { only: vec!["test_".to_owned()], ..Selection::default() };
    let targets = vec![TargetPath(TARGET.to_owned())];
    let tree = Tree::Memory(files);
    let outcome = MODEL.with_borrow_mut(|model| {
        let policies = model.policies.clone();
        let outcome =
            pipeline::in_tree(model, tree, targets, &selection, &sources, &mut problems);
        // The next text is another checkout.
        model.policies = policies;
        outcome
    });
    let Ok(outcome) = outcome else { return };
    for texts in &outcome.report.texts {
        if let Err(error) = Module::parse(texts.after.as_str().into()) {
            panic!("{error:?}\n{}", texts.after);
        }
    }
});
