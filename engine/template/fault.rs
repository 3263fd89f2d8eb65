//! An error in the making. Stops at words: its advice is looked for only when it is shown.

use std::ops::Range;
use std::sync::Arc;

use super::TemplateError;

/// What stopped an evaluation.
#[derive(Debug)]
pub(super) struct Fault {
    range: Range<usize>,
    message: String,
    advice: Advice,
    /// Whether it is the lack of a value, which `default` and `is defined` make up for.
    pub(super) missing: bool,
}

#[derive(Debug)]
enum Advice {
    Nothing,
    Words(&'static str),
    Nearest { name: Arc<str>, known: Vec<Arc<str>> },
}

impl Fault {
    /// Something that cannot be done.
    pub(super) fn new(range: &Range<usize>, message: impl Into<String>) -> Box<Self> {
        let message = message.into();
        Box::new(Self { range: range.clone(), message, advice: Advice::Nothing, missing: false })
    }

    /// A value that is not there.
    pub(super) fn missing(range: &Range<usize>, message: impl Into<String>) -> Box<Self> {
        let mut fault = Self::new(range, message);
        fault.missing = true;
        fault
    }

    /// The same fault with advice.
    pub(super) fn with_help(mut self: Box<Self>, help: &'static str) -> Box<Self> {
        self.advice = Advice::Words(help);
        self
    }

    /// The same fault, `name` being perhaps a misspelling of one of `known`.
    pub(super) fn with_known(mut self: Box<Self>, name: &str, known: Vec<Arc<str>>) -> Box<Self> {
        self.advice = Advice::Nearest { name: name.into(), known };
        self
    }

    /// The same fault, in the part `name` that the tag at `range` includes.
    pub(super) fn in_part(mut self: Box<Self>, name: &str, range: &Range<usize>) -> Box<Self> {
        self.message = in_part(name, &self.message);
        self.range = range.clone();
        self
    }

    /// The error as it is shown.
    pub(super) fn into_error(self) -> TemplateError {
        let help = match self.advice {
            Advice::Nothing => None,
            Advice::Words(help) => Some(help.to_owned()),
            Advice::Nearest { name, known } => suggestion(&name, known.iter().map(AsRef::as_ref)),
        };
        TemplateError { range: self.range, message: self.message, help }
    }
}

/// `message` about the part `name`.
pub(super) fn in_part(name: &str, message: &str) -> String {
    format!("in part `{name}`: {message}")
}

/// The one of `known` that `name` probably means, or all of them where they are few.
pub(super) fn suggestion<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(name, &known) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if known.is_empty() || known.len() > 24 => None,
        None => {
            let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            Some(format!("known here: {}", names.join(", ")))
        }
    }
}

/// The one of `known` that `name` is most likely a misspelling of.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    // The distance takes memory for the product of both lengths.
    const LONGEST: usize = 64;
    let close =
        |distance: usize, candidate: &str| distance <= (name.len().max(candidate.len()) / 3).max(1);
    known
        .iter()
        .filter(|candidate| name.len().max(candidate.len()) <= LONGEST)
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), *candidate))
        .filter(|(distance, candidate)| close(*distance, candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
