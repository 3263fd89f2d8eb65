//! Metavariables become identifiers that no source uses, so that the parser can read the rest.

use std::sync::Arc;

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::Ranged;

use super::{Metavariable, PatternError};
use crate::python::ByteRange;

/// Stands on both sides of a metavariable's number. It is a letter to the parser, survives its
/// normalization, and is not ASCII, so that plain identifiers are told apart by one cheap test.
pub(super) const MARK: char = 'ꙮ';

/// One place of a pattern where a metavariable stands.
#[derive(Clone, Debug)]
pub(super) struct Hole {
    /// Index into the metavariables; `None` for what is not bound.
    pub(super) slot: Option<usize>,
    pub(super) many: bool,
    /// As written in the pattern.
    pub(super) range: ByteRange,
    pub(super) written: String,
}

/// A pattern's text, cut at its metavariables.
pub(super) struct Template<'a> {
    text: &'a str,
    pub(super) holes: Vec<Hole>,
    pub(super) metavariables: Vec<Metavariable>,
}

/// Python text in which every hole is an identifier.
pub(super) struct Rendered {
    pub(super) text: String,
    /// For each hole: where its identifier stands in `text`, and what it stands for.
    places: Vec<(ByteRange, ByteRange)>,
}

impl<'a> Template<'a> {
    /// # Errors
    /// If one name is used for one item and for many.
    pub(super) fn read(text: &'a str) -> Result<Self, PatternError> {
        let mut template = Self { text, holes: Vec::new(), metavariables: Vec::new() };
        let mut from = 0;
        while let Some(found) = text[from..].find('$') {
            let start = from + found;
            from = match metavariable(&text[start..]) {
                Some(token) => {
                    template.add(start, &token)?;
                    start + token.length
                }
                None => start + text[start..].bytes().take_while(|it| *it == b'$').count(),
            };
        }
        Ok(template)
    }

    fn add(&mut self, start: usize, token: &Token<'_>) -> Result<(), PatternError> {
        let range = start..start + token.length;
        let slot = match token.name {
            None => None,
            Some(name) => Some(self.slot(name, token.many).ok_or_else(|| {
                PatternError::new(range.clone(), format!("`{name}` is both one item and many"))
                    .with_help("give the list another name")
            })?),
        };
        let written = self.text[range.clone()].to_owned();
        self.holes.push(Hole { slot, many: token.many, range, written });
        Ok(())
    }

    fn slot(&mut self, name: &str, many: bool) -> Option<usize> {
        if let Some(slot) = self.metavariables.iter().position(|it| *it.name == *name) {
            return (self.metavariables[slot].many == many).then_some(slot);
        }
        self.metavariables.push(Metavariable { name: Arc::from(name), many });
        Some(self.metavariables.len() - 1)
    }

    /// The text with identifiers for holes, and `**` before those that are entries of a dict.
    pub(super) fn render(&self, entries: &[usize]) -> Rendered {
        let mut rendered = Rendered { text: String::new(), places: Vec::new() };
        let mut from = 0;
        for (index, hole) in self.holes.iter().enumerate() {
            rendered.text.push_str(&self.text[from..hole.range.start]);
            let start = rendered.text.len();
            if entries.contains(&index) {
                rendered.text.push_str("**");
            }
            rendered.text.extend([MARK.to_string(), index.to_string(), MARK.to_string()]);
            rendered.places.push((start..rendered.text.len(), hole.range.clone()));
            from = hole.range.end;
        }
        rendered.text.push_str(&self.text[from..]);
        rendered
    }

    /// The holes for many that stand among the entries of a dict. Alone, they would parse as the
    /// elements of a set.
    pub(super) fn entries(&self, rendered: &Rendered, tokens: &Tokens) -> Vec<usize> {
        let mut entries = Vec::new();
        let mut open: Vec<Brackets> = Vec::new();
        let mut previous = TokenKind::Newline;
        for token in tokens {
            match token.kind() {
                TokenKind::Lbrace | TokenKind::Lpar | TokenKind::Lsqb => {
                    open.push(Brackets::default());
                }
                TokenKind::Rbrace => {
                    entries.extend(
                        open.pop().filter(|it| it.dict).into_iter().flat_map(|it| it.holes),
                    );
                }
                TokenKind::Rpar | TokenKind::Rsqb => drop(open.pop()),
                kind => {
                    if let Some(innermost) = open.last_mut() {
                        let hole = placeholder(&rendered.text[token.range()]);
                        innermost.read(kind, previous, hole.filter(|it| self.holes[*it].many));
                    }
                }
            }
            previous = token.kind();
        }
        entries
    }
}

#[derive(Default)]
struct Brackets {
    lambdas: usize,
    dict: bool,
    holes: Vec<usize>,
}

impl Brackets {
    fn read(&mut self, kind: TokenKind, previous: TokenKind, hole: Option<usize>) {
        match kind {
            TokenKind::Lambda => self.lambdas += 1,
            TokenKind::Colon if self.lambdas > 0 => self.lambdas -= 1,
            TokenKind::Colon => self.dict = true,
            TokenKind::DoubleStar => {
                self.dict |= matches!(previous, TokenKind::Lbrace | TokenKind::Comma);
            }
            _ => self.holes.extend(hole),
        }
    }
}

impl Rendered {
    /// The range of the pattern that `range` of the rendered text came from.
    pub(super) fn original(&self, range: &ByteRange) -> ByteRange {
        let start = self.offset(range.start, |hole| hole.start);
        start..self.offset(range.end, |hole| hole.end).max(start)
    }

    fn offset(&self, offset: usize, inside: impl Fn(&ByteRange) -> usize) -> usize {
        match self.places.iter().rev().find(|(place, _)| place.start < offset) {
            Some((place, hole)) if offset < place.end => inside(hole),
            Some((place, hole)) => hole.end + (offset - place.end),
            None => offset,
        }
    }
}

/// `message` with the metavariables as they were written.
pub(super) fn restore(message: &str, holes: &[Hole]) -> String {
    let restore = |text: String, (index, hole): (usize, &Hole)| {
        text.replace(&format!("{MARK}{index}{MARK}"), &hole.written)
    };
    holes.iter().enumerate().fold(message.to_owned(), restore)
}

/// The number of the hole that `identifier` stands for, if it stands for nothing else.
pub(super) fn placeholder(identifier: &str) -> Option<usize> {
    if identifier.is_ascii() {
        return None;
    }
    identifier.strip_prefix(MARK)?.strip_suffix(MARK)?.parse().ok()
}

struct Token<'a> {
    /// `None` for what is not bound.
    name: Option<&'a str>,
    many: bool,
    length: usize,
}

/// The metavariable at the start of `text`.
fn metavariable(text: &str) -> Option<Token<'_>> {
    let dollars = text.bytes().take_while(|it| *it == b'$').count();
    let many = match dollars {
        1 => false,
        3 => true,
        _ => return None,
    };
    let rest = &text[dollars..];
    let (name, length) = match rest.strip_prefix('{').and_then(|it| it.split_once('}')) {
        Some((name, _)) if name_length(name) == name.len() && !name.is_empty() => {
            (name, name.len() + 2)
        }
        _ => (&rest[..name_length(rest)], name_length(rest)),
    };
    let bare = rest.starts_with(|it: char| it.is_alphanumeric()) && length == 0;
    if bare || (name.is_empty() && !many) {
        return None;
    }
    let name = (!name.is_empty() && !name.starts_with('_')).then_some(name);
    Some(Token { name, many, length: dollars + length })
}

/// The length of the name at the start of `text`: upper case words joined by `_`, or `_`, or both.
fn name_length(text: &str) -> usize {
    let wildcard = usize::from(text.starts_with('_'));
    let (mut length, mut next) = (wildcard, wildcard);
    while let Some(word) = upper_case_word(&text[next..]) {
        if next == wildcard && text[next..].starts_with(|it: char| it.is_ascii_digit()) {
            break;
        }
        length = next + word;
        if !text[length..].starts_with('_') {
            break;
        }
        next = length + 1;
    }
    length
}

/// The length of the word at the start of `text`, unless it goes on in lower case.
fn upper_case_word(text: &str) -> Option<usize> {
    let is_part = |it: &u8| it.is_ascii_uppercase() || it.is_ascii_digit();
    let length = text.bytes().take_while(is_part).count();
    let ends = !text[length..].starts_with(char::is_alphanumeric);
    (length > 0 && ends).then_some(length)
}
