//! The shortest way to the expression that most holes hold: a dotted path. Everything else, errors
//! included, is the grammar's.

use super::syntax::{Expr, Kind, Step, StepKind};

/// The words that name no value, as in the grammar.
const RESERVED: [&str; 13] = [
    "and", "or", "not", "if", "else", "in", "is", "None", "none", "True", "true", "False", "false",
];

/// The path that `text`, which stands at byte `offset`, consists of, if it is one without blanks
/// inside.
pub(super) fn plain(text: &str, offset: usize) -> Option<Expr> {
    let path = text.trim_matches([' ', '\t', '\r', '\n']);
    let start = offset + text.find(path)?;
    let mut names = path.split('.');
    let first = names.next().filter(|name| is_word(name) && !RESERVED.contains(name))?;
    let mut end = start + first.len();
    let base = Expr { range: start..end, kind: Kind::Name(first.into()) };
    let mut steps = Vec::new();
    for name in names {
        if !is_word(name) {
            return None;
        }
        let range = end..end + 1 + name.len();
        end = range.end;
        steps.push(Step { range, kind: StepKind::Attribute(name.into()) });
    }
    if steps.is_empty() {
        return Some(base);
    }
    Some(Expr { range: start..end, kind: Kind::Access(base.into(), steps.into()) })
}

fn is_word(name: &str) -> bool {
    let bytes = name.as_bytes();
    let begins = bytes.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    begins && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}
