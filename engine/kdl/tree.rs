//! KDL text as plain nodes. The `kdl` crate's types stay in this file, which `build.rs` compiles
//! too, so that the shipped pack is parsed once, at build time.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// One node.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// The name's place in the file, in bytes.
    pub name_range: Range<usize>,
    /// The whole node, children included.
    pub range: Range<usize>,
    /// Arguments and properties, as written.
    pub entries: Vec<Entry>,
    /// The nodes between the braces; empty without braces.
    pub children: Vec<Node>,
}

/// An argument, or a property when it has a name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The name of a property.
    pub name: Option<String>,
    /// The value.
    pub value: Scalar,
    /// The whole entry.
    pub range: Range<usize>,
}

/// A KDL value.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Scalar {
    /// A string of any notation.
    Text(Text),
    /// A whole number.
    Int(i64),
    /// `#true` or `#false`.
    Bool(bool),
    /// A float, `#null`, or a number too large: nothing in a spec takes one.
    Other(String),
}

/// A string and how its bytes map to the file, so that an error inside a template has a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The string.
    pub value: String,
    /// From offset `.0` of the value on, byte `n` stands at `.1 + (n - .0)` in the file.
    pub segments: Vec<(usize, usize)>,
}

/// Why a text is not KDL.
#[derive(Clone, Debug)]
pub struct SyntaxProblem {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// What is wrong, in the parser's words.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Text {
    /// The place in the file of a range of the value.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }

    fn offset(&self, at: usize) -> usize {
        let following = self.segments.partition_point(|(value, _)| *value <= at);
        self.segments.get(following.saturating_sub(1)).map_or(at, |(value, file)| file + at - value)
    }
}

/// Whether the nodes differ in their places only.
pub fn say_the_same(left: &[Node], right: &[Node]) -> bool {
    let entry = |(left, right): (&Entry, &Entry)| {
        left.name == right.name && left.value.says_the_same(&right.value)
    };
    let node = |(left, right): (&Node, &Node)| {
        left.name == right.name
            && left.entries.len() == right.entries.len()
            && left.entries.iter().zip(&right.entries).all(entry)
            && say_the_same(&left.children, &right.children)
    };
    left.len() == right.len() && left.iter().zip(right).all(node)
}

impl Scalar {
    fn says_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Scalar::Text(left), Scalar::Text(right)) => left.value == right.value,
            (Scalar::Int(left), Scalar::Int(right)) => left == right,
            (Scalar::Bool(left), Scalar::Bool(right)) => left == right,
            (Scalar::Other(left), Scalar::Other(right)) => left == right,
            _ => false,
        }
    }
}

/// How deep braces may nest.
const DEPTH_LIMIT: usize = 128;

/// Parses KDL 2.
///
/// # Errors
/// Every problem that the parser finds in one run.
pub fn parse(text: &str) -> Result<Vec<Node>, Vec<SyntaxProblem>> {
    check_depth(text)?;
    match kdl::KdlDocument::parse_v2(text) {
        Ok(document) => Ok(document.nodes().iter().map(node).collect()),
        Err(error) => Err(error.diagnostics.into_iter().map(problem).collect()),
    }
}

/// The parser calls itself for each block in a block. Braces in strings count as well: no template
/// comes near the limit.
fn check_depth(text: &str) -> Result<(), Vec<SyntaxProblem>> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_LIMIT {
            return Err(vec![SyntaxProblem {
                range: at..at + 1,
                message: format!("Braces nest more than {DEPTH_LIMIT} deep"),
                help: None,
            }]);
        }
    }
    Ok(())
}

fn problem(diagnostic: kdl::KdlDiagnostic) -> SyntaxProblem {
    let start = diagnostic.span.offset();
    SyntaxProblem {
        range: start..start + diagnostic.span.len(),
        message: diagnostic.message.or(diagnostic.label).unwrap_or_else(|| "not KDL 2".to_owned()),
        help: diagnostic.help,
    }
}

fn node(it: &kdl::KdlNode) -> Node {
    let (span, name) = (it.span(), it.name().span());
    Node {
        name: it.name().value().to_owned(),
        name_range: name.offset()..name.offset() + name.len(),
        range: span.offset()..span.offset() + span.len(),
        entries: it.entries().iter().map(entry).collect(),
        children: it.iter_children().map(node).collect(),
    }
}

fn entry(it: &kdl::KdlEntry) -> Entry {
    let span = it.span();
    let range = span.offset()..span.offset() + span.len();
    let value = match it.value() {
        kdl::KdlValue::String(value) => {
            let notation = it.format().map_or("", |it| it.value_repr.as_str());
            let start = range.end.saturating_sub(notation.len());
            Scalar::Text(Text { segments: segments(notation, start), value: value.clone() })
        }
        kdl::KdlValue::Integer(value) => {
            i64::try_from(*value).map_or_else(|_| Scalar::Other(value.to_string()), Scalar::Int)
        }
        kdl::KdlValue::Bool(value) => Scalar::Bool(*value),
        other => Scalar::Other(other.to_string()),
    };
    Entry { name: it.name().map(|it| it.value().to_owned()), value, range }
}

/// Where the bytes of a string stand, from its notation, which begins at `start` in the file.
fn segments(notation: &str, start: usize) -> Vec<(usize, usize)> {
    let hashes = notation.len() - notation.trim_start_matches('#').len();
    let quoted = &notation[hashes..];
    if quoted.starts_with("\"\"\"") {
        lines(notation, start)
    } else if quoted.starts_with('"') && hashes == 0 {
        escapes(notation, start)
    } else {
        let quote = usize::from(quoted.starts_with('"'));
        vec![(0, start + hashes + quote)]
    }
}

/// A multi-line string: each line of the value is a line of the file without the indentation of the
/// closing quotes.
fn lines(notation: &str, start: usize) -> Vec<(usize, usize)> {
    let Some(opening) = notation.find('\n') else { return vec![(0, start)] };
    let last = notation.rfind('\n').unwrap_or(opening);
    let closing = &notation[last + 1..];
    let indent = closing.len() - closing.trim_start_matches([' ', '\t']).len();
    let (mut segments, mut value, mut file) = (Vec::new(), 0, opening + 1);
    for line in notation[opening + 1..=last].split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let kept = if content.trim().is_empty() { 0 } else { content.len().saturating_sub(indent) };
        segments.push((value, start + file + content.len() - kept));
        value += kept + 1;
        file += line.len();
    }
    segments
}

/// A quoted string: a new segment after each escape, whose value is shorter than its notation.
fn escapes(notation: &str, start: usize) -> Vec<(usize, usize)> {
    let mut segments = vec![(0, start + 1)];
    let (mut value, mut characters) = (0, notation.char_indices().skip(1).peekable());
    while let Some((at, character)) = characters.next() {
        if character != '\\' {
            value += character.len_utf8();
            continue;
        }
        let Some((_, escaped)) = characters.next() else { break };
        let mut length = usize::from(!escaped.is_whitespace());
        if escaped == 'u' {
            let mut digits = String::new();
            while let Some((_, digit)) = characters.next_if(|(_, it)| *it != '}') {
                digits.extend(digit.is_ascii_hexdigit().then_some(digit));
            }
            characters.next();
            let code = u32::from_str_radix(&digits, 16).ok();
            length = code.and_then(char::from_u32).map_or(1, char::len_utf8);
        }
        while escaped.is_whitespace() && characters.next_if(|(_, it)| it.is_whitespace()).is_some()
        {
        }
        value += length;
        let next = characters.peek().map_or(notation.len(), |(next, _)| *next);
        segments.push((value, start + next.max(at)));
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of the first entry, and what stands in the file at the place of `part` of it.
    #[track_caller]
    fn check(kdl: &str, part: &str, value: &str) {
        let nodes = parse(kdl).unwrap();
        let Scalar::Text(text) = &nodes[0].entries[0].value else { panic!("no string") };
        assert_eq!(text.value, value);
        let at = text.value.find(part).unwrap();
        assert_eq!(&kdl[text.place(&(at..at + part.len()))], part);
    }

    #[test]
    fn a_place_in_a_quoted_string_is_found_behind_escapes() {
        check(r#"node "a\tb\"c {{ d }}""#, "{{ d }}", "a\tb\"c {{ d }}");
        check(r#"node "\u{e9} {{ d }}""#, "{{ d }}", "é {{ d }}");
    }

    #[test]
    fn a_place_in_a_raw_string_is_found() {
        check(r##"node #"a "b" {{ d }}"#"##, "{{ d }}", "a \"b\" {{ d }}");
    }

    #[test]
    fn a_place_in_a_dedented_string_is_found_on_its_line() {
        let kdl = "node #\"\"\"\n    first\n\n      {{ d }}\n    \"\"\"#\n";
        check(kdl, "{{ d }}", "first\n\n  {{ d }}");
        check(kdl, "first", "first\n\n  {{ d }}");
    }

    #[test]
    fn a_bare_word_stands_where_it_stands() {
        check("node word", "word", "word");
    }
}
