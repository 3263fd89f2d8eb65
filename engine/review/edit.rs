//! Edits that take comments, or parts of them, out of a text.

use crate::python::ByteRange;
use crate::splice::Edit;

/// Takes a comment, or a part of one, out: with the white space before it, and with its line where
/// it stands alone.
pub(super) fn without_comment(text: &str, range: &ByteRange) -> Edit {
    let before = text[..range.start].trim_end_matches([' ', '\t']);
    let after = &text[range.end..];
    let is_alone = before.is_empty() || before.ends_with(['\n', '\r', '\u{feff}']);
    let rest = after.trim_start_matches([' ', '\t']);
    let line_break = ["\r\n", "\n", "\r"].into_iter().find(|it| rest.starts_with(it));
    let range = match (is_alone, line_break) {
        (true, Some(line_break)) => before.len()..text.len() - rest.len() + line_break.len(),
        // Another part of the comment follows.
        (_, None) if !rest.is_empty() => range.start..text.len() - rest.len(),
        _ => before.len()..text.len() - rest.len(),
    };
    Edit { range, text: String::new() }
}

/// Takes an item out of a list in brackets, with one comma.
pub(super) fn without_item(text: &str, range: &ByteRange) -> Edit {
    let after = &text[range.end..];
    let rest = after.trim_start();
    let range = if let Some(rest) = rest.strip_prefix(',') {
        range.start..text.len() - rest.trim_start().len()
    } else {
        let before = text[..range.start].trim_end();
        before.strip_suffix(',').unwrap_or(before).trim_end().len()..range.end
    };
    Edit { range, text: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, part: &str, expected: &str) {
        let start = text.find(part).unwrap();
        let edit = without_comment(text, &(start..start + part.len()));
        let mut text = text.to_owned();
        text.replace_range(edit.range, &edit.text);
        assert_eq!(text, expected);
    }

    #[test]
    fn a_comment_goes_with_the_space_before_it_and_with_a_line_of_its_own() {
        check("a = 1  # gone\nb\n", "# gone", "a = 1\nb\n");
        check("a\n  # gone\nb\n", "# gone", "a\nb\n");
        check("a\r\n# gone\r\nb\r\n", "# gone", "a\r\nb\r\n");
        check("# gone", "# gone", "");
        check("a  # gone", "# gone", "a");
    }

    #[test]
    fn other_parts_of_a_comment_stay() {
        check("a  # noqa  # gone\n", "# gone", "a  # noqa\n");
        check("a  # gone  # noqa\n", "# gone", "a  # noqa\n");
    }
}
