//! Third stage: what the sources say. Classes that are targets are found, and the facts that the
//! spec declares about them. Modules are read when a fact leads into them, never before.

mod description;
mod facts;
mod matching;
mod members;
mod policies;
mod routes;
mod targets;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::checkout::{Checkout, Place};
use crate::diagnostic::{Diagnostic, Diagnostics, Failed};
use crate::model::Model;
use crate::value::Value;

pub(crate) use description::{described, description};
pub(crate) use facts::{definition, facts_of};
pub use matching::{SymbolNames, fits as path_fits};
pub(crate) use matching::{holds as class_is, imports};
pub use policies::settle_policies;
pub use targets::TargetPath;
pub(crate) use targets::is_target;

pub(crate) use routes::Routes;

/// What was found out about the targets of a run.
#[derive(Default)]
pub struct Facts {
    /// In the order of their files and lines.
    pub subjects: Vec<Subject>,
    /// Files that were asked for and hold no target.
    pub barren: Vec<camino::Utf8PathBuf>,
}

/// One class or method under test, and its facts.
pub struct Subject {
    /// The kind of target: a name in [`Model::targets`].
    pub target: String,
    /// The class or method.
    pub place: Place,
    /// Its name, module, path and line, and its facts, by name.
    pub value: Value,
    /// Definitions that facts led to, which tests may name: name and module.
    pub brought: IndexMap<String, String>,
    /// Of a method: the kind of the class around it, and what is known of that.
    pub outer: Option<(Arc<str>, Value)>,
    /// The class: the place itself, or around the method.
    pub class: Place,
    /// Where its facts were found, by name; those of the class around a method as `class.fact`.
    pub found: IndexMap<String, Place>,
}

impl Subject {
    /// The name that reports have for it: a method's with its class.
    pub fn title(&self) -> String {
        let class = &self.class.name;
        match self.outer {
            Some(_) => format!("{class}.{}", self.place.name),
            None => class.clone(),
        }
    }

    /// What is known of the class.
    pub fn class_value(&self) -> &Value {
        self.outer.as_ref().map_or(&self.value, |(_, value)| value)
    }

    /// The kind of the class: a name in [`Model::targets`].
    pub fn class_target(&self) -> &str {
        self.outer.as_ref().map_or(&self.target, |(target, _)| target)
    }
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
    let ground = facts::Ground { model, checkout, routes: &routes };
    let mut subjects = Vec::new();
    for found in found.subjects {
        let outer = facts::walk(ground, &found.target, found.place, None, problems);
        let members = members::of(ground, &outer, found.method.as_deref());
        if let Some(method) = found.method.as_deref().filter(|_| members.is_empty()) {
            problems.push(no_method(&outer, method));
        }
        let inner = members
            .into_iter()
            .map(|(target, place)| facts::walk(ground, target, place, Some(&outer), problems));
        let inner: Vec<Subject> = inner.collect();
        subjects.extend(found.method.is_none().then_some(outer));
        subjects.extend(inner);
    }
    problems.stop_since(from)?;
    Ok(Facts { subjects, barren: found.barren })
}

fn no_method(class: &Subject, method: &str) -> Diagnostic {
    let Place { name, module, .. } = &class.place;
    let message = format!("`{name}` of `{}` has no method `{method}` to test", module.path);
    let methods = class.place.methods();
    Diagnostic::placeless("target-not-found", message)
        .with_suggestion(method, methods.iter().map(|it| it.name.as_str()))
}
