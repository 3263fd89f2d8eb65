//! From the parser's errors to words. No name of a grammar rule leaves this file.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::TemplateError;
use super::parse_expression::Rule;

/// What is wrong with `text`, which stands at byte `offset` and is called `place`.
pub(super) fn explain(
    error: &Error<Rule>,
    text: &str,
    offset: usize,
    place: &str,
) -> TemplateError {
    let position = match error.location {
        InputLocation::Pos(position) | InputLocation::Span((position, _)) => position,
    };
    let rest = text[position..].trim_start();
    let start = text.len() - rest.len();
    let found = token(rest);
    let before = text[..start].trim_end();
    let message = match (expected(error, before), found) {
        (Some(expected), "") => format!("expected {expected}, found the end of {place}"),
        (Some(expected), _) => format!("expected {expected}, found `{}`", shown(found)),
        (None, "") => format!("unexpected end of {place}"),
        (None, _) => format!("unexpected `{}`", shown(found)),
    };
    let range = start + offset..start + found.len() + offset;
    hinted(TemplateError::new(range, message), before, rest)
}

/// What stands in `text`, at byte `offset`, where a tag should have ended after `word`, or before
/// the word that every tag has.
pub(super) fn unexpected(word: &str, text: &str, offset: usize) -> TemplateError {
    let rest = text.trim_start();
    let start = offset + text.len() - rest.len();
    let found = token(rest);
    let message = match (word, found) {
        ("", "") => "the tag is empty".to_owned(),
        ("", _) => format!("expected the word of a tag, found `{}`", shown(found)),
        _ => format!("unexpected `{}` after `{word}`", shown(found)),
    };
    hinted(TemplateError::new(start..start + found.len(), message), word, rest)
}

fn hinted(error: TemplateError, before: &str, rest: &str) -> TemplateError {
    match hint(before, token(rest), rest) {
        Some(help) => error.with_help(help),
        None => error,
    }
}

/// The human word for what the grammar could have gone on with; none after a whole value, where
/// it would be a list of all operators.
fn expected(error: &Error<Rule>, before: &str) -> Option<&'static str> {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return None };
    let could_be = |rule| positives.contains(&rule);
    let words = [
        (Rule::kw_else, "`else`"),
        (Rule::equals, "`=`"),
        (Rule::expression, "a value"),
        (Rule::disjunction, "a value"),
        (Rule::conjunction, "a value"),
        (Rule::negation, "a value"),
        (Rule::comparison, "a value"),
        (Rule::concatenation, "a value"),
        (Rule::sum, "a value"),
        (Rule::filtered, "a value"),
        (Rule::access, "a value"),
        (Rule::int, "a value"),
        (Rule::name, "a name"),
        (Rule::variable, "a name"),
        (Rule::word, after(before)),
    ];
    if could_be(Rule::string) && !could_be(Rule::int) && positives.len() == 1 {
        return Some("a part name in quotes");
    }
    if could_be(Rule::kw_in) && !could_be(Rule::comparator) && !could_be(Rule::kw_is) {
        return Some("`in`");
    }
    words.iter().find(|(rule, _)| could_be(*rule)).map(|(_, words)| *words)
}

/// What a lone word could be, behind `before`.
fn after(before: &str) -> &'static str {
    match before.chars().next_back() {
        Some('|') => "the name of a filter",
        Some('.') => "a name",
        _ => "`none` or `defined`",
    }
}

/// The word, number or operator that `rest` begins with.
fn token(rest: &str) -> &str {
    const OPERATORS: [&str; 9] = ["==", "!=", "<=", ">=", "&&", "||", "**", "//", "%}"];
    if let Some(operator) = OPERATORS.iter().find(|operator| rest.starts_with(**operator)) {
        return &rest[..operator.len()];
    }
    let word = rest.find(|character| !is_word(character)).unwrap_or(rest.len());
    let length = if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) };
    &rest[..length]
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// `found` in a message: short, and without control characters.
fn shown(found: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown: String = found.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if found.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    // The escape is for control characters; a quote is shown as it was written.
    shown.replace("\\'", "'").replace("\\\"", "\"")
}

/// What to do about braces that are no hole and no tag.
pub(super) const RAW_BRACES: &str =
    "braces of the text itself stand between `{% raw %}` and `{% endraw %}`";

const NO_TRIM_MARKERS: &str =
    "there are no trim markers: a tag alone on its line leaves no line behind";

/// The way out of what people bring along from other languages.
fn hint(before: &str, found: &str, rest: &str) -> Option<&'static str> {
    Some(match found {
        "=" => "values are compared with `==`",
        "&&" | "&" => "write `and`",
        "||" => "write `or`",
        "|" if before.ends_with('|') => "write `or`",
        "!" => "write `not`",
        "?" => "write `a if condition else b`",
        "-" if before.is_empty() || rest.trim_end() == "-" => NO_TRIM_MARKERS,
        "" if before.ends_with('-') => NO_TRIM_MARKERS,
        "(" => {
            "there are no functions and no methods; a filter is written `value | filter(argument)`"
        }
        "." if before.ends_with(is_word) => {
            "to go on after a filter, put the filtered value in parentheses"
        }
        "{" | "}" => RAW_BRACES,
        "*" | "**" | "/" | "//" | "%" => "the operators on numbers are `+` and `-`",
        "if" if before == "else" => "write `elif`",
        "," => "several values stand in a list: `[a, b]`",
        ":" => "there are no slices: `[0]` is one item, `first` and `last` are filters",
        _ => return None,
    })
}
