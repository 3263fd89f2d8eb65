//! Advice for the mistakes that people really make in KDL, seen in the text around a syntax error.

use super::tree::SyntaxProblem;

/// Advice for `problem` in `text`; the parser's own where nothing better is known.
pub(crate) fn hint(text: &str, problem: &SyntaxProblem) -> Option<String> {
    let start = problem.range.start.min(text.len());
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    known(line, text.get(start..).unwrap_or("")).map(str::to_owned).or_else(|| problem.help.clone())
}

/// The problems that tell of a mistake. One mistake makes the parser stumble several times: of each
/// line the first problem counts, and that something has no end only where nothing else is wrong.
pub(crate) fn causes<'p>(text: &str, problems: &'p [SyntaxProblem]) -> Vec<&'p SyntaxProblem> {
    let consequence = |it: &&SyntaxProblem| {
        let message = it.message.to_lowercase();
        CONSEQUENCES.iter().any(|consequence| message.starts_with(consequence))
    };
    let mut causes: Vec<&SyntaxProblem> = problems.iter().filter(|it| !consequence(it)).collect();
    if causes.is_empty() {
        causes = problems.iter().collect();
    }
    let line =
        |it: &SyntaxProblem| text.get(..it.range.start).unwrap_or(text).matches('\n').count();
    causes.dedup_by_key(|it| line(it));
    causes
}

/// How the parser begins to say that something did not end where it thought.
const CONSEQUENCES: &[&str] =
    &["no closing '}'", "closing '}' was not found", "expected end of document"];

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
            "a quote is missing on this line; a text over several lines stands between `\"\"\"` and \
             `\"\"\"`, each on a line's end or start",
        )
    } else {
        None
    }
}
