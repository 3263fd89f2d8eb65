//! Advice for the mistakes that people really make in KDL, seen in the text around a syntax error.

use super::tree::SyntaxProblem;

/// Advice for `problem` in `text`; the parser's own where nothing better is known.
pub(crate) fn hint(text: &str, problem: &SyntaxProblem) -> Option<String> {
    let start = problem.range.start.min(text.len());
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    known(line, text.get(start..).unwrap_or("")).map(str::to_owned).or_else(|| problem.help.clone())
}

fn known(line: &str, rest: &str) -> Option<&'static str> {
    let word = rest.split(|it: char| it.is_whitespace() || it == '"').next().unwrap_or("");
    let bare = |it: &str| matches!(it, "true" | "false" | "null");
    if bare(word) || line.split(['=', ' ', ';']).any(bare) {
        Some("write `#true`, `#false` or `#null`: a bare word of that spelling is no KDL 2 value")
    } else if line.contains("r#\"") || line.contains("r\"") {
        Some("write a raw string `#\"…\"#`: the `r` before it is KDL 1")
    } else if line.contains('[') && !line.contains('"') {
        Some(
            "KDL has no lists in brackets: write the values one after the other, `node \"a\" \"b\"`",
        )
    } else if rest.starts_with('=') || line.trim_end().ends_with('=') {
        Some(
            "a property is `name=value` with nothing missing; a value that stands alone needs no `=`",
        )
    } else if line.contains('}') && rest.trim_start().starts_with(|it: char| it.is_alphanumeric()) {
        Some("two nodes on one line are separated by `;`")
    } else if line.matches('"').count() % 2 == 1 {
        Some(
            "a text over several lines stands between `\"\"\"` and `\"\"\"`, each on a line's end or start",
        )
    } else {
        None
    }
}
