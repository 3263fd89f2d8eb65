//! Which tests of a file are about a target: those in classes, and functions, that say what the
//! spec's search looks for.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use schemars::JsonSchema;
use serde::Serialize;

use crate::audit;
use crate::checkout::Checkout;
use crate::diagnostic::Diagnostics;
use crate::inspect::Subject;
use crate::model::Model;
use crate::needles::{NeedleId, Needles};
use crate::plan::search_texts;
use crate::python::Function;
use crate::sources::Tree;

/// A test that is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tested {
    /// The class it stands in.
    pub class: Option<String>,
    /// Its name.
    pub name: String,
    /// From 1.
    pub line: usize,
}

/// The tests in the file `path` that are about `subject`.
pub(super) fn tested(
    model: &Model,
    checkout: &Checkout<'_>,
    subject: &Subject,
    path: &Utf8Path,
    problems: &mut Diagnostics,
) -> Vec<Tested> {
    if !checkout.tree.is_file(path) {
        return Vec::new();
    }
    let Ok(loaded) = checkout.load(path) else { return Vec::new() };
    let (outline, text) = (&loaded.module.outline, &loaded.module.text);
    let is_test = |it: &&Function| it.name.starts_with("test");
    let test = |class: Option<&str>, it: &Function| Tested {
        class: class.map(str::to_owned),
        name: it.name.clone(),
        line: loaded.module.line(it.name_range.start),
    };
    let classes = outline.classes.iter().map(|class| {
        let tests = class.methods.iter().filter(is_test).map(|it| test(Some(&class.name), it));
        (class.range.clone(), tests.collect::<Vec<_>>())
    });
    let functions = outline.functions.iter().filter(is_test);
    let functions = functions.map(|it| (it.range.clone(), vec![test(None, it)]));
    let units: Vec<_> = classes.chain(functions).filter(|(_, tests)| !tests.is_empty()).collect();
    let pieces: Vec<&str> = units.iter().map(|(range, _)| &text[range.clone()]).collect();
    let about = about(model, subject, &pieces, problems);
    let tests = units.into_iter().enumerate().filter(|(index, _)| about.contains(index));
    tests.flat_map(|(_, (_, tests))| tests).collect()
}

/// Which of the pieces say anything of the subject.
fn about(
    model: &Model,
    subject: &Subject,
    pieces: &[&str],
    problems: &mut Diagnostics,
) -> BTreeSet<usize> {
    let files: Vec<Utf8PathBuf> = (0..pieces.len()).map(|it| it.to_string().into()).collect();
    let tree =
        Tree::Memory(files.iter().cloned().zip(pieces.iter().map(|it| (*it).into())).collect());
    // What is said of its class is said of all its methods.
    if subject.outer.is_some() && model.audits.iter().any(|it| it.on == subject.target) {
        return audit::covering(model, subject, &tree, &files, problems);
    }
    let mut needles = Needles::default();
    let mut texts = search_texts(model, subject, problems);
    texts.push(subject.class.name.clone());
    let ids: Vec<NeedleId> = texts.iter().filter_map(|it| needles.text(it)).collect();
    let hits = needles.search(&tree, &files);
    ids.iter().flat_map(|it| hits.of(*it)).map(|(file, _)| *file).collect()
}
