//! Where an entry of a spec comes from: each file that has a say in it, in the order in which they
//! are read. Stops at what is written; what comes of it is `resolve`'s business.

use camino::Utf8PathBuf;
use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, Failed};
use crate::sources::Sources;
use crate::spec::{Entry, Item, Key, Mode, Spec};

/// The version of the form.
const VERSION: u32 = 1;

/// The entries of one name.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Shown {
    /// The version of this form.
    pub version: u32,
    /// One for each kind that has an entry of the name.
    pub entries: Vec<Origin>,
}

/// Where an entry comes from.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Origin {
    /// Its kind, for example `rule`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Whether it holds in the end.
    pub holds: bool,
    /// Who has a say in it, as they are read.
    pub sayings: Vec<Saying>,
}

/// What a file says of an entry.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Saying {
    /// The file.
    #[schemars(with = "String")]
    pub path: Utf8PathBuf,
    /// Its first line, from 1.
    pub line: usize,
    /// What it does.
    pub action: Action,
    /// Whether a later one takes its place.
    pub overridden: bool,
    /// As written.
    pub text: String,
}

/// What an entry does to those that were read before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It is the first.
    Adds,
    /// It takes the place of the one before.
    Replaces,
    /// It lists more.
    Extends,
    /// It takes it out.
    Removes,
    /// It makes a choice.
    Sets,
}

/// The entries of `spec` that are called `words`: a name, or a kind and a name. A rule may be called
/// by its slug.
///
/// # Errors
/// `unknown-entry`, with what may have been meant.
pub fn show(
    sources: &Sources,
    problems: &mut Diagnostics,
    spec: &Spec,
    (kind, name): (Option<&str>, &str),
) -> Result<Shown, Failed> {
    let means = |key: &Key| kind.is_none_or(|kind| kind == key.0);
    let mut keys: Vec<Key> = Vec::new();
    for entry in &spec.entries {
        let key = entry.key();
        if means(&key)
            && (key.1 == name || entry.name.value.value == name || slug(entry) == Some(name))
            && !keys.contains(&key)
        {
            keys.push(key);
        }
    }
    if keys.is_empty() {
        return Err(problems.fail(unknown(spec, kind, name)));
    }
    let entries = keys.into_iter().map(|key| origin(sources, spec, key)).collect();
    Ok(Shown { version: VERSION, entries })
}

fn slug(entry: &Entry) -> Option<&str> {
    match &entry.item {
        Item::Rule(rule) => Some(rule.slug.value.value.as_str()),
        _ => None,
    }
}

fn origin(sources: &Sources, spec: &Spec, key: Key) -> Origin {
    let mut sayings: Vec<Saying> = Vec::new();
    for entry in spec.entries.iter().filter(|it| it.key() == key) {
        let action = action(entry);
        let replaces = matches!(action, Action::Replaces | Action::Removes);
        for it in &mut sayings {
            it.overridden |= replaces || (action == Action::Sets && it.action == Action::Sets);
        }
        sayings.push(saying(sources, entry, action));
    }
    let holds = sayings.last().is_some_and(|it| it.action != Action::Removes);
    Origin { kind: key.0, name: key.1, holds, sayings }
}

fn saying(sources: &Sources, entry: &Entry, action: Action) -> Saying {
    let source = sources.get(entry.span.source);
    let text = source.text.get(entry.span.range()).unwrap_or_default();
    let start = entry.span.start + text.len() - text.trim_start().len();
    let (line, column) = source.position(start);
    Saying {
        path: source.path.clone(),
        line,
        action,
        overridden: false,
        text: dedented(text.trim(), column - 1),
    }
}

/// The text without the indentation of its first line, which stands in column `indent`.
fn dedented(text: &str, indent: usize) -> String {
    let cut = |line: &str| {
        let blank = line.len() - line.trim_start().len();
        line[blank.min(indent)..].to_owned()
    };
    text.lines().map(cut).collect::<Vec<_>>().join("\n")
}

fn action(entry: &Entry) -> Action {
    match (&entry.item, entry.mode) {
        (Item::Remove { .. }, _) => Action::Removes,
        (Item::Set { .. }, _) => Action::Sets,
        (_, Mode::Add) => Action::Adds,
        (_, Mode::Replace) => Action::Replaces,
        (_, Mode::Extend) => Action::Extends,
    }
}

fn unknown(spec: &Spec, kind: Option<&str>, name: &str) -> Diagnostic {
    let mut kinds: Vec<String> = spec.entries.iter().map(|it| it.key().0).collect();
    kinds.sort();
    kinds.dedup();
    if let Some(kind) = kind.filter(|kind| !kinds.iter().any(|it| it == kind)) {
        return Diagnostic::placeless("unknown-entry", format!("there is no kind `{kind}`"))
            .with_suggestion(kind, kinds.iter().map(String::as_str));
    }
    let what = kind.unwrap_or("entry");
    let message = format!("there is no {what} `{name}`");
    let of_kind = spec.entries.iter().filter(|it| kind.is_none_or(|kind| it.key().0 == kind));
    let known: Vec<&str> = of_kind.map(|it| it.name.value.value.as_str()).collect();
    Diagnostic::placeless("unknown-entry", message).with_suggestion(name, known)
}
