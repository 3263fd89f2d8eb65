//! What is said to the user when something is wrong. Stops at data: `cli` draws it.

use crate::span::Span;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the work goes on.
    Warning,
    /// The stage that found it gives no result.
    Error,
}

/// One thing that is wrong, where, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable name, for example `unknown-node`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// Lower case, names in backquotes, no full stop.
    pub message: String,
    /// The place, where there is one.
    pub span: Option<Span>,
    /// What to do about it.
    pub help: Option<String>,
    /// The name that was not known.
    pub received: Option<String>,
    /// Names that are, the nearest first; not all of them where there are many.
    pub expected: Vec<String>,
}

/// How many known names are listed.
const LISTED: usize = 24;

impl Diagnostic {
    /// An error at `span`.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            code,
            severity: Severity::Error,
            message,
            span: Some(span),
            help: None,
            received: None,
            expected: Vec::new(),
        }
    }

    /// An error that has no place in a file, such as a missing folder.
    pub fn placeless(code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            code,
            severity: Severity::Error,
            message,
            span: None,
            help: None,
            received: None,
            expected: Vec::new(),
        }
    }

    /// A warning at `span`.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// The same diagnostic with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same diagnostic, with the advice that `name` may be a misspelling of one of `known`.
    #[must_use]
    pub fn with_suggestion<'a>(
        mut self,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let mut listed = known.clone();
        listed.sort_by_cached_key(|it| strsim::damerau_levenshtein(name, it));
        listed.truncate(LISTED);
        self.expected = listed.into_iter().map(str::to_owned).collect();
        self.received = Some(name.to_owned());
        match nearest(name, known.iter().copied()) {
            Some(near) => self.with_help(format!("did you mean `{near}`?")),
            None if known.is_empty() || known.len() > LISTED => self,
            None => self.with_help(format!("known here: {}", backquoted(&known))),
        }
    }
}

/// The diagnostics of a run, in the order they were found.
#[derive(Debug, Default)]
pub struct Diagnostics(pub Vec<Diagnostic>);

/// Proof that the user was told: a stage that fails returns it after pushing an error.
#[derive(Debug)]
pub struct Failed(());

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds an error and gives the proof that it was added.
    pub fn fail(&mut self, diagnostic: Diagnostic) -> Failed {
        self.push(Diagnostic { severity: Severity::Error, ..diagnostic });
        Failed(())
    }

    /// Ends a stage: an error found since `from` stops the line.
    ///
    /// # Errors
    /// [`Failed`] when one of the diagnostics from index `from` on is an error.
    pub fn stop_since(&self, from: usize) -> Result<(), Failed> {
        let erroneous = self.0[from..].iter().any(|it| it.severity == Severity::Error);
        if erroneous { Err(Failed(())) } else { Ok(()) }
    }
}

/// The one of `known` that `name` is most likely a misspelling of.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, candidate)| {
            let longer = name.len().max(candidate.len());
            // One letter is not a misspelling of another.
            *distance <= (longer / 3).max(1) && *distance < longer
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters differ: added, left out, exchanged or swapped.
pub fn distance(a: &str, b: &str) -> usize {
    strsim::damerau_levenshtein(a, b)
}

/// The names in backquotes, separated by commas.
pub fn backquoted<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}
