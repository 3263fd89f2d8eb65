//! Third stage: what the sources say. Classes that are targets are found, and the facts that the
//! spec declares about them. Modules are read when a fact leads into them, never before.

mod facts;
mod matching;
mod policies;
mod routes;
mod targets;

use indexmap::IndexMap;

use crate::checkout::{Checkout, Place};
use crate::diagnostic::{Diagnostics, Failed};
use crate::model::Model;
use crate::value::Value;

pub use matching::{SymbolNames, fits as path_fits};
pub use policies::settle_policies;
pub use targets::TargetPath;

use routes::Routes;

/// What was found out about the targets of a run.
#[derive(Default)]
pub struct Facts {
    /// In the order of their files and lines.
    pub subjects: Vec<Subject>,
    /// Files that were asked for and hold no target.
    pub barren: Vec<camino::Utf8PathBuf>,
}

/// One class under test, and its facts.
pub struct Subject {
    /// The kind of target: a name in [`Model::targets`].
    pub target: String,
    /// The class.
    pub place: Place,
    /// Its name, module, path and line, and its facts, by name.
    pub value: Value,
    /// Definitions that facts led to, which tests may name: name and module.
    pub brought: IndexMap<String, String>,
}

/// Finds the targets that `paths` name, and their facts.
///
/// # Errors
/// Codes: `target-not-found`, `target-outside-root`, `target-unreadable`, `target-syntax`,
/// `expression`.
pub fn inspect(
    model: &Model,
    checkout: &Checkout<'_>,
    paths: &[TargetPath],
    problems: &mut Diagnostics,
) -> Result<Facts, Failed> {
    let from = problems.0.len();
    let found = targets::find(model, checkout, paths, problems);
    problems.stop_since(from)?;
    let routes = Routes::new(model, checkout);
    let subjects = found
        .subjects
        .into_iter()
        .map(|(target, place)| facts::subject(model, checkout, &routes, &target, place, problems));
    let subjects = subjects.collect();
    problems.stop_since(from)?;
    Ok(Facts { subjects, barren: found.barren })
}
