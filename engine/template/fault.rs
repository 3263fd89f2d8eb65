//! An error in the making. Stops at words: its advice is looked for only when it is shown.

use std::ops::Range;
use std::sync::Arc;

use super::TemplateError;

/// What stopped an evaluation. As small as a pointer, since every evaluation may return it.
#[derive(Debug)]
pub(super) struct Fault(Box<Details>);

#[derive(Debug)]
struct Details {
    range: Range<usize>,
    message: String,
    advice: Advice,
    is_missing: bool,
}

#[derive(Debug)]
enum Advice {
    Nothing,
    Words(&'static str),
    Nearest { name: Arc<str>, known: Vec<Arc<str>> },
}

impl Fault {
    /// Something that cannot be done.
    pub(super) fn new(range: &Range<usize>, message: impl Into<String>) -> Self {
        let (range, message) = (range.clone(), message.into());
        Self(Box::new(Details { range, message, advice: Advice::Nothing, is_missing: false }))
    }

    /// A value that is not there.
    pub(super) fn missing(range: &Range<usize>, message: impl Into<String>) -> Self {
        let mut fault = Self::new(range, message);
        fault.0.is_missing = true;
        fault
    }

    /// The same fault with advice.
    pub(super) fn with_help(mut self, help: &'static str) -> Self {
        self.0.advice = Advice::Words(help);
        self
    }

    /// The same fault, `name` being perhaps a misspelling of one of `known`.
    pub(super) fn with_known(mut self, name: &str, known: Vec<Arc<str>>) -> Self {
        self.0.advice = Advice::Nearest { name: name.into(), known };
        self
    }

    /// The same fault, in the part `name` that the tag at `range` includes.
    pub(super) fn in_part(mut self, name: &str, range: &Range<usize>) -> Self {
        self.0.message = in_part(name, &self.0.message);
        self.0.range = range.clone();
        self
    }

    /// Whether it is the lack of a value, which `default` and `is defined` make up for.
    pub(super) fn is_missing(&self) -> bool {
        self.0.is_missing
    }

    /// The error as it is shown.
    pub(super) fn into_error(self) -> TemplateError {
        let help = match self.0.advice {
            Advice::Nothing => None,
            Advice::Words(help) => Some(help.to_owned()),
            Advice::Nearest { name, known } => suggestion(&name, known.iter().map(AsRef::as_ref)),
        };
        TemplateError { range: self.0.range, message: self.0.message, help, part: None }
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
    if matches!(name, "null" | "nil" | "undefined") {
        return Some("write `none`".to_owned());
    }
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(name, &known) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if known.is_empty() || known.len() > 24 => None,
        None => {
            let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            // Names are in lower case here.
            let is_text = name.starts_with(char::is_uppercase);
            let text =
                if is_text { format!("; the text itself is `'{name}'`") } else { String::new() };
            Some(format!("known here: {}{text}", names.join(", ")))
        }
    }
}

/// The one of `known` that `name` is most likely a misspelling of.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    // The distance takes memory for the product of both lengths.
    const LONGEST: usize = 64;
    let close = |distance: usize, candidate: &str| {
        let length = name.len().max(candidate.len());
        distance <= (length / 3).max(1) && distance * 2 <= length
    };
    known
        .iter()
        .filter(|candidate| name.len().max(candidate.len()) <= LONGEST)
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), *candidate))
        .filter(|(distance, candidate)| close(*distance, candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
