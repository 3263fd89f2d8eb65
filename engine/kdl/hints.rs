//! What is said of the mistakes that people really make in KDL, seen in the text around a syntax
//! error.

use std::ops::Range;

use super::format::{Kind, Token, tokens};
use super::tree::SyntaxProblem;

/// The mistakes that `problems` tell of, in better words where there are any. One mistake makes the
/// parser stumble several times: of each line the first problem counts, and that something has no
/// end only where nothing else is wrong.
pub(crate) fn causes(text: &str, problems: &[SyntaxProblem]) -> Vec<SyntaxProblem> {
    let consequence = |it: &&SyntaxProblem| {
        let message = it.message.to_lowercase();
        CONSEQUENCES.iter().any(|consequence| message.starts_with(consequence))
    };
    let mut causes: Vec<&SyntaxProblem> = problems.iter().filter(|it| !consequence(it)).collect();
    if causes.is_empty() {
        causes = problems.iter().collect();
    }
    let line = |it: &SyntaxProblem| line_number(text, it.range.start);
    causes.dedup_by_key(|it| line(it));
    let mut told: Vec<(SyntaxProblem, bool)> = Vec::new();
    // What is wrong in a text over several lines makes its lines look like nodes.
    let mut inside = 0;
    for problem in causes.into_iter().filter(|it| it.range.start <= text.len()) {
        if problem.range.start >= inside {
            inside = string_end(text, problem.range.start);
            told.push(advised(text, problem));
        }
    }
    // The parser's own words, and what is missing only because of what stands elsewhere, give way.
    let (clear, vague): (Vec<_>, Vec<_>) =
        told.into_iter().partition(|(it, is_known)| *is_known && !consequence(&it));
    let mut suspects = if vague.is_empty() { Vec::new() } else { suspects(text) };
    suspects.retain(|it| clear.iter().all(|(other, _)| line(other) != line(it)));
    let rest = if suspects.is_empty() { vague } else { Vec::new() };
    let mut causes: Vec<SyntaxProblem> = clear.into_iter().chain(rest).map(|(it, _)| it).collect();
    causes.extend(suspects);
    causes.sort_by_key(|it| it.range.start);
    causes.dedup_by_key(|it| line(it));
    causes
}

/// What looks like a mistake that people make, anywhere in a text that is no KDL.
fn suspects(text: &str) -> Vec<SyntaxProblem> {
    let tokens = tokens(text);
    let before = |at: usize| at.checked_sub(1).map(|at| &tokens[at]);
    let suspect = |(at, token): (usize, &Token<'_>)| {
        let (message, help) = suspicious(before(at), token)?;
        let range = token.start..token.start + token.text.len();
        Some(SyntaxProblem { range, message: message.to_owned(), help: Some(help) })
    };
    tokens.iter().enumerate().filter_map(suspect).collect()
}

/// What is wrong with `token` behind the one `before` it, and the way out.
fn suspicious(before: Option<&Token<'_>>, token: &Token<'_>) -> Option<(&'static str, String)> {
    let (kind, text) = (before.map(|it| it.kind), token.text);
    match token.kind {
        Kind::Open if matches!(kind, Some(Kind::Newline)) => {
            Some(("a block without a node", "put the `{` behind its node, on the same line".into()))
        }
        Kind::Word | Kind::Text if matches!(kind, Some(Kind::Close)) => {
            Some(("two nodes run together", "put `;` or a line break before it".into()))
        }
        Kind::Word if text.ends_with(',') => Some((
            "a comma separates nothing in KDL",
            format!("write `{}`", text.trim_end_matches(',')),
        )),
        Kind::Word if text.starts_with('[') || text.contains("=[") => {
            Some(("a list in brackets", LISTS.into()))
        }
        Kind::Word if text.contains(":\"") && !text.starts_with(['"', '#']) => {
            let (name, value) = text.split_once(':')?;
            Some(("a property takes `=`, not `:`", format!("write `{name}={value}`")))
        }
        _ => None,
    }
}

const LISTS: &str =
    "KDL has no lists in brackets: write the values one after the other, `node \"a\" \"b\"`";

/// How the parser begins to say that something did not end where it thought.
const CONSEQUENCES: &[&str] =
    &["no closing '}'", "closing '}' was not found", "expected end of document"];

/// The problem with the best that can be said of it, and whether that is more than the parser says.
fn advised(text: &str, problem: &SyntaxProblem) -> (SyntaxProblem, bool) {
    let start = problem.range.start;
    let rest = text.get(start..).unwrap_or("");
    let line_start = text.get(..start).and_then(|it| it.rfind('\n')).map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    if let Some(problem) = raw_string(text, start) {
        return (problem, true);
    }
    let in_brackets = line.split('"').step_by(2).any(|it| it.contains('['));
    let is_complete = line.matches('"').count().is_multiple_of(2) && !in_brackets;
    if let Some((at, message, help)) = in_string(rest, is_complete) {
        let range = start + at.start..start + at.end;
        return (SyntaxProblem { range, message, help: Some(help) }, true);
    }
    if is_hash_comment(rest) {
        let message = "`#` begins no comment".to_owned();
        let help = Some("comments begin with `//`".to_owned());
        return (SyntaxProblem { message, help, ..problem.clone() }, true);
    }
    let help = if problem.message.to_lowercase().starts_with("no closing '}'") {
        Some(brace(text, line_start))
    } else {
        known(line, rest).map(str::to_owned)
    };
    let is_known = help.is_some();
    (SyntaxProblem { help: help.or_else(|| problem.help.clone()), ..problem.clone() }, is_known)
}

/// What is wrong with a raw string on one line that ends without its number signs.
fn raw_string(text: &str, start: usize) -> Option<SyntaxProblem> {
    let before = text.get(..start)?.trim_end_matches('#');
    let rest = text[before.len()..].lines().next()?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let quoted = &rest[hashes..];
    let closing = format!("\"{}", "#".repeat(hashes));
    if hashes == 0 || !quoted.starts_with('"') || quoted.starts_with("\"\"\"") {
        return None;
    }
    (!quoted[1..].contains(&closing)).then(|| SyntaxProblem {
        range: before.len()..before.len() + hashes + 1,
        message: format!("this text has no end: it ends with `{closing}`"),
        help: Some(format!("add `{}` behind the quote that ends it", "#".repeat(hashes))),
    })
}

/// A number sign that begins no raw string and no keyword.
fn is_hash_comment(rest: &str) -> bool {
    let Some(after) = rest.strip_prefix('#') else { return false };
    let after = after.trim_start_matches('#');
    let word = after.split(|it: char| !it.is_alphanumeric()).next().unwrap_or("");
    !after.starts_with(['"', '-']) && !["true", "false", "null", "inf", "nan"].contains(&word)
}

/// Where a block ends that begins on the line at `line_start`, by its indentation.
fn brace(text: &str, line_start: usize) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text[line_start..].lines();
    let own = lines.next().map_or(0, indent);
    let next = lines.position(|it| !it.trim().is_empty() && indent(it) <= own);
    match next {
        Some(after) => {
            let number = line_number(text, line_start) + after + 2;
            format!("by the indentation, the block ends before line {number}: add `}}` there")
        }
        None => "add `}` where the block ends".to_owned(),
    }
}

/// What is wrong with the quoted string that `rest` begins with: where, what, and the way out. Only on
/// a line that is complete, every quote of which has another one, has a text too many quotes.
fn in_string(rest: &str, is_complete: bool) -> Option<(Range<usize>, String, String)> {
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let quoted = &rest[hashes..];
    if quoted.starts_with("\"\"\"") {
        return in_lines(rest, hashes);
    }
    if hashes > 0 || !quoted.starts_with('"') {
        return None;
    }
    let mut characters = quoted.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '\n' => return None,
            '\\' => {
                let (_, escaped) = characters.next()?;
                if !is_escape(escaped) {
                    return Some(no_escape(at, escaped, "#\"…\"#"));
                }
            }
            '"' => {
                let (_, next) = *characters.peek()?;
                if next == ',' && is_complete {
                    let message = "a comma separates nothing in KDL".to_owned();
                    let help =
                        "leave it out: values stand one after the other, with spaces between";
                    return Some((at + 1..at + 2, message, help.to_owned()));
                }
                let goes_on = next.is_alphanumeric() || "_.,([{')=\\%$".contains(next);
                let message = "the text ends at this quote".to_owned();
                let help = "inside of a text write `\\\"`, or put it into `#\"…\"#`, where nothing \
                            is escaped";
                return (goes_on && is_complete).then(|| (at..at + 1, message, help.to_owned()));
            }
            _ => {}
        }
    }
    None
}

/// Whether a backslash may stand before the character.
fn is_escape(escaped: char) -> bool {
    "nrt\\\"bfsu".contains(escaped) || escaped.is_whitespace()
}

/// What is wrong with the backslash at `at` and the character behind it; `raw` is how a text looks in
/// which nothing is escaped.
fn no_escape(at: usize, escaped: char, raw: &str) -> (Range<usize>, String, String) {
    let message = format!("`\\{escaped}` is no escape of a quoted text");
    let help =
        format!("write `\\\\{escaped}`, or put the text into `{raw}`, where nothing is escaped");
    (at..at + 1 + escaped.len_utf8(), message, help)
}

/// What is wrong with the text over several lines that `rest` begins with, behind so many `hashes`.
fn in_lines(rest: &str, hashes: usize) -> Option<(Range<usize>, String, String)> {
    let opening = hashes + 3;
    let first = rest[opening..].lines().next().unwrap_or("");
    if !first.trim().is_empty() {
        let message = "a text over several lines begins on the line after its quotes".to_owned();
        let help = "put a line break behind the opening `\"\"\"`; a text on one line stands between \
                    `\"` and `\"`";
        return Some((opening..opening + first.len(), message, help.to_owned()));
    }
    let end = string_end(rest, 0);
    let closing = end.checked_sub(hashes + 3).filter(|it| *it >= opening)?;
    let last = rest[..closing].rfind('\n').map_or(0, |at| at + 1);
    let indent = &rest[last..closing];
    if !indent.trim().is_empty() {
        let message = "the quotes that end a text over several lines stand on a line of their own";
        let help = "put a line break before the closing `\"\"\"`".to_owned();
        return Some((closing..end, message.to_owned(), help));
    }
    let mut at = rest.find('\n').map_or(last, |it| it + 1);
    for line in rest[at..last].split_inclusive('\n') {
        if !line.trim().is_empty() && !line.starts_with(indent) {
            let content = line.trim_end().len();
            let message = "this line stands further left than the quotes that end the text";
            let help = "indent it: the indentation of the closing quotes is taken off every line";
            return Some((at..at + content, message.to_owned(), help.to_owned()));
        }
        at += line.len();
    }
    let mut characters = rest[..closing].char_indices().skip(opening);
    while let Some((at, character)) = characters.next().filter(|_| hashes == 0) {
        if character == '\\' {
            let (_, escaped) = characters.next()?;
            if !is_escape(escaped) {
                return Some(no_escape(at, escaped, "#\"\"\"…\"\"\"#"));
            }
        }
    }
    None
}

/// Where the text over several lines ends that begins at `start`; `start` itself for anything else.
fn string_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or("");
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let quotes = "\"\"\"";
    if !rest[hashes..].starts_with(quotes) {
        return start;
    }
    let closing = format!("{quotes}{}", "#".repeat(hashes));
    let body = hashes + quotes.len();
    rest[body..].find(&closing).map_or(start, |at| start + body + at + closing.len())
}

fn line_number(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or(text).matches('\n').count()
}

fn known(line: &str, rest: &str) -> Option<&'static str> {
    let word = rest.split(|it: char| it.is_whitespace() || it == '"').next().unwrap_or("");
    let bare = |it: &str| matches!(it, "true" | "false" | "null");
    // What stands in a string is the string's business.
    let outside: String = line.split('"').step_by(2).collect();
    if bare(word) || outside.split(['=', ' ', ';']).any(bare) {
        Some("write `#true`, `#false` or `#null`: a bare word of that spelling is no KDL 2 value")
    } else if [" r#", "=r#", " r\"", "=r\""].iter().any(|it| line.contains(it)) {
        Some("write a raw string `#\"…\"#`: the `r` before it is KDL 1")
    } else if outside.contains('[') {
        Some(LISTS)
    } else if rest.starts_with('=') || line.trim_end().ends_with('=') {
        Some(
            "a property is `name=value` with nothing missing; a value that stands alone needs no `=`",
        )
    } else if line.contains('}') && rest.trim_start().starts_with(|it: char| it.is_alphanumeric()) {
        Some("two nodes on one line are separated by `;`")
    } else if line.matches('"').count() % 2 == 1 {
        Some(
            "a quote is missing on this line; a text over several lines stands between `\"\"\"` and \
             `\"\"\"`, each on a line's end or start",
        )
    } else {
        None
    }
}
