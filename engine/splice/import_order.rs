//! The order of imports that isort's black profile keeps. Stops at keys: where a statement goes
//! among those of a file is the block's business.

use crate::python::{Import, is_standard_library};

use super::Settings;
use super::names::full_module;

/// The place of an import statement among others; statements are sorted by it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ImportKey {
    pub(super) section: Section,
    pub(super) kind: Kind,
    module: Natural,
    first: NameKey,
}

/// A group of imports, set off by blank lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Future,
    StandardLibrary,
    ThirdParty,
    FirstParty,
    LocalFolder,
}

/// The two forms of an import, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `import module`
    Straight,
    /// `from module import name`
    From,
}

/// The place of a name among those of one module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NameKey {
    case: Case,
    name: Natural,
    alias: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Case {
    /// Of a star, which no name goes before.
    Star,
    /// Of the only name of a statement that ends in a comment.
    Noted,
    Constant,
    Class,
    Other,
}

/// Text compared without case, its digits by their value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Natural(Vec<NaturalPart>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum NaturalPart {
    Text(String),
    /// Without leading zeros: the longer number is the greater one.
    Number(usize, String),
}

impl ImportKey {
    /// The key of `from module import name as asname`.
    pub(super) fn from(module: &str, first: NameKey, settings: &Settings<'_>) -> Self {
        let section = section(module, settings);
        Self { section, kind: Kind::From, module: module_order(module), first }
    }

    /// The key of `import module as asname`.
    pub(super) fn straight(module: &str, asname: Option<&str>, settings: &Settings<'_>) -> Self {
        let section = section(module, settings);
        let first = NameKey::new("", asname);
        Self { section, kind: Kind::Straight, module: module_order(module), first }
    }

    /// The key of a statement of the file.
    pub(super) fn of(import: &Import, settings: &Settings<'_>) -> Self {
        let names = import.names.iter();
        if import.module.is_none() {
            let first = names.map(|it| Self::straight(&it.name, it.asname.as_deref(), settings));
            return first.min().unwrap_or_else(|| Self::straight("", None, settings));
        }
        let first = names.map(|it| NameKey::new(&it.name, it.asname.as_deref())).min();
        let first = first.unwrap_or_else(|| NameKey::new("", None));
        Self::from(&full_module(import), first, settings)
    }
}

impl ImportKey {
    /// The key of a statement whose only name has a comment: it goes before its module's others.
    pub(super) fn noted(mut self) -> Self {
        self.first.case = self.first.case.min(Case::Noted);
        self
    }
}

impl NameKey {
    pub(super) fn new(name: &str, asname: Option<&str>) -> Self {
        let is_constant = name.chars().count() > 1
            && name.chars().any(char::is_uppercase)
            && !name.chars().any(char::is_lowercase);
        let case = if name == "*" {
            Case::Star
        } else if is_constant {
            Case::Constant
        } else if name.starts_with(char::is_uppercase) {
            Case::Class
        } else {
            Case::Other
        };
        Self { case, name: natural(name), alias: asname.map(str::to_owned) }
    }
}

/// The section of `module`, which may start with dots.
fn section(module: &str, settings: &Settings<'_>) -> Section {
    if module.starts_with('.') {
        Section::LocalFolder
    } else if module == "__future__" {
        Section::Future
    } else if is_standard_library(module) {
        Section::StandardLibrary
    } else if (settings.is_first_party)(module) {
        Section::FirstParty
    } else {
        Section::ThirdParty
    }
}

/// Modules further up come first: the underscore sorts after the dot.
fn module_order(module: &str) -> Natural {
    let name = module.trim_start_matches('.');
    let dots = &module[..module.len() - name.len()];
    natural(&if dots.is_empty() { name.to_owned() } else { format!("{dots}_{name}") })
}

fn natural(text: &str) -> Natural {
    let mut parts = vec![NaturalPart::Text(String::new())];
    for character in text.to_lowercase().chars() {
        match (parts.last_mut(), character.is_ascii_digit()) {
            (Some(NaturalPart::Number(_, digits)), true) => digits.push(character),
            (Some(NaturalPart::Text(text)), false) => text.push(character),
            (_, true) => parts.push(NaturalPart::Number(0, character.to_string())),
            (_, false) => parts.push(NaturalPart::Text(character.to_string())),
        }
    }
    for part in &mut parts {
        if let NaturalPart::Number(length, digits) = part {
            *digits = digits.trim_start_matches('0').to_owned();
            *length = digits.len();
        }
    }
    Natural(parts)
}

/// Where `key` goes among `keys`: the gap with the fewest neighbours out of order, and of several
/// the last. In a sorted list that is its sorted place, in another a sensible one.
pub(super) fn gap_for<K: Ord>(keys: &[K], key: &K) -> usize {
    let mut wrong = keys.iter().filter(|it| *it < key).count();
    let mut best = (wrong, 0);
    for (index, before) in keys.iter().enumerate() {
        if before > key {
            wrong += 1;
        } else if before < key {
            wrong -= 1;
        }
        if wrong <= best.0 {
            best = (wrong, index + 1);
        }
    }
    best.1
}
