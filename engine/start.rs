//! A filled-in start for a new entry of a spec: `specs/new/KIND.kdl` with the names put in. Stops at
//! text: `cli` writes it.

use crate::diagnostic::{Diagnostic, Diagnostics, Failed};
use crate::model::Model;
use crate::pack;

/// What the starts call what they are about, in the ways in which names are written.
const SNAKE: &str = "sample_thing";
const KEBAB: &str = "sample-thing";
const PASCAL: &str = "SampleThing";
const WORDS: &str = "sample thing";
/// What they call a rule.
const RULE: &str = "X001";
/// The number of a project's first rule: the shipped ones stay below.
const FIRST_OWN: usize = 101;

/// A new spec file.
#[derive(Debug)]
pub struct Start {
    /// Its name.
    pub file: String,
    /// What it says.
    pub text: String,
}

/// The kinds of entries for which there is a start.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    pack::starts().iter().map(|(kind, _)| *kind)
}

/// A start for an entry of that `kind`, called `name`, beside the entries of `model`.
///
/// # Errors
/// `unknown-kind`, `wrong-name`, `duplicate`.
pub fn start(
    model: &Model,
    (kind, name): (&str, &str),
    problems: &mut Diagnostics,
) -> Result<Start, Failed> {
    let Some((_, template)) = pack::starts().iter().find(|(it, _)| *it == kind) else {
        let message = format!("there is no start for a {kind}");
        let diagnostic = Diagnostic::placeless("unknown-kind", message);
        return Err(problems.fail(diagnostic.with_suggestion(kind, kinds())));
    };
    let words = words(name);
    let starts_well = words.first().is_some_and(|it| it.starts_with(|it: char| it.is_alphabetic()));
    if !starts_well {
        let message = format!("`{name}` is no name");
        let help = "a name has letters, digits, `-` and `_`, and begins with a letter";
        return Err(problems.fail(Diagnostic::placeless("wrong-name", message).with_help(help)));
    }
    let (snake, kebab) = (words.join("_"), words.join("-"));
    let is_taken = model.categories.contains_key(&snake)
        || model.targets.contains_key(&snake)
        || model.rules.iter().any(|it| it.slug == kebab);
    if is_taken {
        let message = format!("the spec has a {kind} `{name}` already");
        let help = format!(
            "`hcgen spec show {snake}` shows it; add to it in an `extend {{ … }}`, or choose another name"
        );
        let help = if kind == "rule" { help.replace(&snake, &kebab) } else { help };
        return Err(problems.fail(Diagnostic::placeless("duplicate", message).with_help(help)));
    }
    let text = template
        .replace(SNAKE, &snake)
        .replace(KEBAB, &kebab)
        .replace(PASCAL, &words.iter().map(|it| capital(it)).collect::<String>())
        .replace(WORDS, &words.join(" "))
        .replace(RULE, &rule_id(model));
    Ok(Start { file: format!("{kebab}.kdl"), text })
}

/// The words of a name, in lower case, however they are joined; none, if it is no name.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = '_';
    for it in name.chars() {
        let joins = matches!(it, '-' | '_' | ' ');
        if !joins && !it.is_ascii_alphanumeric() {
            return Vec::new();
        }
        if joins || (it.is_uppercase() && before.is_lowercase()) {
            words.push(String::new());
        }
        if let (false, Some(word)) = (joins, words.last_mut()) {
            word.extend(it.to_lowercase());
        }
        before = it;
    }
    words.retain(|it| !it.is_empty());
    words
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_uppercase() + rest
}

/// An id like those of the model's rules that none of them has.
fn rule_id(model: &Model) -> String {
    let letters = |it: &str| it.trim_end_matches(|it: char| it.is_ascii_digit()).to_owned();
    let first = model.rules.first().map(|it| letters(&it.id)).filter(|it| !it.is_empty());
    let prefix = first.unwrap_or_else(|| "R".to_owned());
    let ids = (FIRST_OWN..).map(|number| format!("{prefix}{number}"));
    let is_free = |id: &String| model.rules.iter().all(|it| it.id != *id);
    ids.into_iter().find(is_free).unwrap_or(prefix)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_may_be_written_in_any_way() {
        for name in ["billing-job", "billing_job", "BillingJob", "Billing job"] {
            assert_eq!(super::words(name), ["billing", "job"], "{name}");
        }
        assert!(super::words("a/b").is_empty());
    }
}
