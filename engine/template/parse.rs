//! From text to pieces: what stands between the braces is understood, what nests is not yet.

use std::iter::Peekable;
use std::ops::Range;
use std::sync::Arc;

use pest::Parser;
use pest::iterators::Pair;

use super::TemplateError;
use super::fault::suggestion;
use super::parse_error::{self, RAW_BRACES};
use super::parse_expression::{self, Builder, Grammar, Rule, required};
use super::scan;
use super::syntax::{Expr, Kind, Variables};
use crate::value::Value;

/// Text, or something between braces.
#[derive(Debug)]
pub(super) struct Piece {
    /// Byte range in the template, braces included.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: PieceKind,
}

/// What a piece does.
#[derive(Debug)]
pub(super) enum PieceKind {
    /// Printed as it is.
    Text,
    /// Prints a value.
    Hole(Expr),
    /// Prints a part.
    Include(Arc<str>),
    /// Prints nothing.
    Tag(Tag),
}

/// A tag that prints nothing by itself.
#[derive(Debug)]
pub(super) enum Tag {
    If(Expr),
    Elif(Expr),
    Else,
    EndIf,
    For(Variables, Expr),
    EndFor,
    Set(Arc<str>, Expr),
    /// A comment, an end of `raw`, or a tag that an error was reported for.
    Nothing,
}

const TAGS: [&str; 10] =
    ["if", "elif", "else", "endif", "for", "endfor", "set", "include", "raw", "endraw"];

type Parsed<T> = Result<T, TemplateError>;

/// The pieces of `text`. Those that cannot be understood are reported, and stood in for.
pub(super) fn pieces(text: &str, errors: &mut Vec<TemplateError>) -> Vec<Piece> {
    match Grammar::parse(Rule::pieces, text) {
        Ok(pairs) => pairs.flat_map(Pair::into_inner).flat_map(|it| piece(it, errors)).collect(),
        Err(error) => {
            errors.push(parse_error::explain(&error, text, 0, "the template"));
            Vec::new()
        }
    }
}

/// The parts that `pieces` include, each with the range of its tag.
pub(super) fn includes(pieces: &[Piece]) -> Vec<(String, Range<usize>)> {
    pieces
        .iter()
        .filter_map(|piece| match &piece.kind {
            PieceKind::Include(name) => Some((name.to_string(), piece.range.clone())),
            _ => None,
        })
        .collect()
}

fn piece(pair: Pair<'_, Rule>, errors: &mut Vec<TemplateError>) -> Vec<Piece> {
    let range = pair.as_span().start()..pair.as_span().end();
    let kind = match pair.as_rule() {
        Rule::EOI => return Vec::new(),
        Rule::raw => return pair.into_inner().map(|part| raw_piece(&part)).collect(),
        Rule::text => PieceKind::Text,
        Rule::hole => match hole(pair) {
            Ok(value) => PieceKind::Hole(value),
            Err(error) => {
                errors.push(error);
                PieceKind::Hole(nothing())
            }
        },
        Rule::tag => tag(pair, errors),
        Rule::open_tag => {
            let word = first_word(&pair.as_str()[2..]);
            let error = unclosed(Rule::open_tag, range.start);
            let is_tag = TAGS.contains(&word);
            errors.push(if is_tag { error } else { error.with_help(RAW_BRACES) });
            stand_in(word)
        }
        rule @ (Rule::open_hole | Rule::open_comment | Rule::open_raw) => {
            errors.push(unclosed(rule, range.start));
            PieceKind::Tag(Tag::Nothing)
        }
        _ => PieceKind::Tag(Tag::Nothing),
    };
    vec![Piece { range, kind }]
}

fn raw_piece(pair: &Pair<'_, Rule>) -> Piece {
    let range = pair.as_span().start()..pair.as_span().end();
    let is_text = pair.as_rule() == Rule::raw_text;
    Piece { range, kind: if is_text { PieceKind::Text } else { PieceKind::Tag(Tag::Nothing) } }
}

fn unclosed(rule: Rule, start: usize) -> TemplateError {
    let (message, help) = match rule {
        Rule::open_hole => ("the hole is not closed", "a hole ends with `}}`"),
        Rule::open_tag => ("the tag is not closed", "a tag ends with `%}`"),
        Rule::open_comment => ("the comment is not closed", "a comment ends with `#}`"),
        _ => ("`raw` is not closed", "add `{% endraw %}`"),
    };
    TemplateError::new(start..start + 2, message).with_help(help)
}

fn hole(pair: Pair<'_, Rule>) -> Parsed<Expr> {
    let start = pair.as_span().start();
    let body = required(pair.into_inner().next(), start)?;
    parse_expression::whole(body.as_str(), body.as_span().start(), "the hole")
}

/// The tag, or on an error one that opens and closes the same blocks, so that the error does not
/// bring about others.
fn tag(pair: Pair<'_, Rule>, errors: &mut Vec<TemplateError>) -> PieceKind {
    let mut inner = pair.into_inner().peekable();
    let word = inner.next_if(|part| part.as_rule() == Rule::tag_word);
    let Some(body) = inner.next() else { return PieceKind::Tag(Tag::Nothing) };
    let Some(word) = word else {
        let offset = body.as_span().start();
        errors.push(parse_error::unexpected("", body.as_str(), offset));
        return stand_in(first_word(body.as_str()));
    };
    understood(&word, &body).unwrap_or_else(|error| {
        errors.push(error);
        stand_in(word.as_str())
    })
}

fn understood(word: &Pair<'_, Rule>, body: &Pair<'_, Rule>) -> Parsed<PieceKind> {
    let (text, offset) = (body.as_str(), body.as_span().start());
    let alone = |tag| match text.trim() {
        "" => Ok(tag),
        _ => Err(parse_error::unexpected(word.as_str(), text, offset)),
    };
    let tag = match word.as_str() {
        "if" => Tag::If(parse_expression::whole(text, offset, "the tag")?),
        "elif" => Tag::Elif(parse_expression::whole(text, offset, "the tag")?),
        "else" => alone(Tag::Else)?,
        "endif" => alone(Tag::EndIf)?,
        "for" => repetition(text, offset)?,
        "endfor" => alone(Tag::EndFor)?,
        "set" => setting(text, offset)?,
        "include" => return inclusion(text, offset),
        "raw" => alone(Tag::Nothing)?,
        known_or_not => return Err(wrong_word(known_or_not, word.as_span().start())),
    };
    Ok(PieceKind::Tag(tag))
}

fn repetition(text: &str, offset: usize) -> Parsed<Tag> {
    let mut parts = parts(Rule::for_tag, text, offset)?;
    let first = required(parts.next(), offset)?.as_str().into();
    let second =
        parts.next_if(|part| part.as_rule() == Rule::variable).map(|name| name.as_str().into());
    let list = Builder { offset }.expression(required(parts.next(), offset)?)?;
    let variables = match second {
        Some(second) => Variables::Two(first, second),
        None => Variables::One(first),
    };
    Ok(Tag::For(variables, list))
}

fn setting(text: &str, offset: usize) -> Parsed<Tag> {
    let mut parts = parts(Rule::set_tag, text, offset)?;
    let name = required(parts.next(), offset)?.as_str().into();
    let value = Builder { offset }.expression(required(parts.next(), offset)?)?;
    Ok(Tag::Set(name, value))
}

fn inclusion(text: &str, offset: usize) -> Parsed<PieceKind> {
    let name = required(parts(Rule::include_tag, text, offset)?.next(), offset)?;
    Ok(PieceKind::Include(Builder { offset }.string(&name)?.into()))
}

/// The names, strings and expressions of the tag that `rule` describes.
fn parts(
    rule: Rule,
    text: &str,
    offset: usize,
) -> Parsed<Peekable<impl Iterator<Item = Pair<'_, Rule>>>> {
    scan::brackets(text, offset)?;
    let pairs = Grammar::parse(rule, text)
        .map_err(|error| parse_error::explain(&error, text, offset, "the tag"))?;
    Ok(pairs.filter(|part| !matches!(part.as_rule(), Rule::kw_in | Rule::equals)).peekable())
}

fn wrong_word(word: &str, start: usize) -> TemplateError {
    let range = start..start + word.len();
    if word == "endraw" {
        return TemplateError::new(range, "`endraw` closes nothing");
    }
    let error = TemplateError::new(range, format!("unknown tag `{word}`"));
    match suggestion(word, TAGS) {
        Some(help) => error.with_help(help),
        None => error,
    }
}

/// The first word of a tag, trim markers or not.
fn first_word(tag: &str) -> &str {
    let tag = tag.trim_start_matches(|character: char| !character.is_alphanumeric());
    tag.split(|character: char| !character.is_alphanumeric()).next().unwrap_or_default()
}

/// A tag that opens or closes what `word` does.
fn stand_in(word: &str) -> PieceKind {
    PieceKind::Tag(match word {
        "if" => Tag::If(nothing()),
        "endif" => Tag::EndIf,
        "for" => Tag::For(Variables::One("".into()), nothing()),
        "endfor" => Tag::EndFor,
        _ => Tag::Nothing,
    })
}

fn nothing() -> Expr {
    Expr { range: 0..0, kind: Kind::Literal(Value::None) }
}
