//! Lines of a text, whatever their line endings. Stops at white space: what a line holds is the
//! layout's business.

use crate::python::{ByteRange, Layout};

/// The line break that most lines of `text` end in.
pub(super) fn newline(text: &str) -> &'static str {
    let crlf = text.matches("\r\n").count();
    let lf = text.matches('\n').count() - crlf;
    let cr = text.matches('\r').count() - crlf;
    if crlf > lf && crlf >= cr {
        "\r\n"
    } else if cr > lf {
        "\r"
    } else {
        "\n"
    }
}

/// Where the content of `text` starts: after the byte order mark, if there is one.
pub(super) fn content_start(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Where the physical line that holds `offset` starts.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(['\n', '\r']).map_or_else(|| content_start(text), |at| at + 1)
}

/// Where the physical line that holds `offset` ends, its line break included.
pub(super) fn line_end(text: &str, offset: usize) -> usize {
    let rest = &text[offset..];
    match rest.find(['\n', '\r']) {
        Some(at) if rest[at..].starts_with("\r\n") => offset + at + 2,
        Some(at) => offset + at + 1,
        None => text.len(),
    }
}

/// The physical lines from `offset` on, which is the start of one, line breaks included.
pub(super) fn lines_from(text: &str, offset: usize) -> impl Iterator<Item = ByteRange> + '_ {
    let mut start = offset;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let line = start..line_end(text, start);
        start = line.end;
        Some(line)
    })
}

/// Whether `line` holds white space only.
pub(super) fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Whether `line` holds a comment only; `offset` is where it starts.
pub(super) fn is_comment(text: &str, layout: &Layout, line: &ByteRange) -> bool {
    layout
        .comments_in(line)
        .first()
        .is_some_and(|comment| is_blank(&text[line.start..comment.start]))
}

/// Whether `range` of `text` may be replaced by other blank lines: a form feed is kept.
pub(super) fn is_plain_gap(text: &str, range: &ByteRange) -> bool {
    text[range.clone()].bytes().all(|byte| matches!(byte, b'\n' | b'\r' | b' ' | b'\t'))
}

/// Where the unindented comment lines directly above the line at `start` begin; `start` if there
/// are none.
pub(super) fn comments_above(text: &str, layout: &Layout, start: usize) -> usize {
    let mut top = start;
    while top > content_start(text) {
        let line = line_start(text, line_break_before(text, top))..top;
        if layout.comments_in(&line).first().is_none_or(|comment| comment.start != line.start) {
            break;
        }
        top = line.start;
    }
    top
}

/// Where the line break starts that ends just before `offset`.
fn line_break_before(text: &str, offset: usize) -> usize {
    let before = &text[..offset];
    if before.ends_with("\r\n") { offset - 2 } else { offset.saturating_sub(1) }
}

/// The white space at the start of the line that holds `offset`, as far as Python counts it: a form
/// feed begins it anew.
pub(super) fn indentation(text: &str, offset: usize) -> &str {
    let line = &text[line_start(text, offset)..];
    let width = line.len() - line.trim_start_matches([' ', '\t', '\u{c}']).len();
    let counted = line[..width].rfind('\u{c}').map_or(0, |at| at + 1);
    &line[counted..width]
}

/// The column that `indentation` reaches, as Python counts it.
pub(super) fn column(indentation: &str) -> usize {
    indentation.chars().fold(0, |column, character| match character {
        '\t' => (column / 8 + 1) * 8,
        _ => column + 1,
    })
}
