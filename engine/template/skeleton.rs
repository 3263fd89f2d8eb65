//! A template as Python that can be parsed before anything is filled in. Stops at names: what holes
//! would give is not known.

/// The text with tags and comments blanked, and a name in the place of every hole: `fixture` for the
/// hole of that name, `_` for others. Every other byte stays where it was.
pub fn skeleton(text: &str, fixture: &str) -> String {
    let mut skeleton = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, end)) = next(rest) {
        let (before, piece) = (&rest[..at], &rest[at..end]);
        skeleton.push_str(before);
        let inner = piece.get(2..piece.len() - 2).unwrap_or_default().trim();
        let name = match piece.as_bytes().get(1) {
            Some(b'{') if inner == "fixture" && fixture.len() <= piece.len() => fixture,
            Some(b'{') => "_",
            Some(b'%') if inner.starts_with("include") => "_",
            _ => "",
        };
        skeleton.push_str(name);
        let left = piece.bytes().skip(name.len());
        skeleton.extend(left.map(|it| if it == b'\n' { '\n' } else { ' ' }));
        rest = &rest[end..];
    }
    skeleton.push_str(rest);
    skeleton
}

/// What stands before, between and behind the holes, tags and comments; behind one that has no end
/// stands nothing.
pub fn outside_holes(text: &str) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some((at, end)) = next(rest) {
        parts.push(&rest[..at]);
        rest = &rest[end..];
    }
    parts.push(&rest[..opening(rest).map_or(rest.len(), |(at, _)| at)]);
    parts
}

/// The next hole, tag or comment.
fn next(text: &str) -> Option<(usize, usize)> {
    let (at, close) = opening(text)?;
    let end = text[at..].find(close)?;
    Some((at, at + end + close.len()))
}

/// Where the next one begins, and what it ends with.
fn opening(text: &str) -> Option<(usize, &'static str)> {
    let marks = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
    let starts = marks.into_iter().filter_map(|(open, close)| Some((text.find(open)?, close)));
    starts.min_by_key(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_outside_of_tags_stays_where_it_was() {
        let text = "{{ fixture }}.make(a={{ b }}.c)\n{% if x %}\n{% include \"d\" %}\n{# e #}f\n";
        let expected = "self         .make(a=_      .c)\n          \n_                \n       f\n";
        assert_eq!(skeleton(text, "self"), expected);
    }

    #[test]
    fn what_stands_outside_of_holes_is_all_but_them() {
        assert_eq!(outside_holes("test_it"), ["test_it"]);
        assert_eq!(outside_holes("{{ a }}_b{% if c %}d{% endif %}"), ["", "_b", "d", ""]);
        assert_eq!(outside_holes("a{{ b"), ["a"]);
    }
}
