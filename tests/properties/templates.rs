//! A template that is printed, parsed and rendered gives what its parts say.

use hcgen::template::{NoParts, Template};
use hcgen::value::Map;
use proptest::collection::vec;
use proptest::prelude::*;

/// A template to be, on one line: how lines are laid out is tested by examples.
#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Hole(usize),
    If(usize, Vec<Piece>, Vec<Piece>),
    For(usize, Vec<Piece>),
}

const CONTEXT: &str =
    r#"{"no": "", "one": "1", "brace": "{{ one }}", "empty": [], "two": ["a", "{%"]}"#;
/// Names with what a hole makes of them; the empty one is false.
const TEXTS: [(&str, &str); 3] = [("no", ""), ("one", "1"), ("brace", "{{ one }}")];
const LISTS: [(&str, &[&str]); 2] = [("empty", &[]), ("two", &["a", "{%"])];

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let leaf = prop_oneof![
        "([a-zé🙂 ]|'|\"|%\\}|\\}\\}|#|\\\\|\\{ ){1,6}".prop_map(Piece::Text),
        (0..TEXTS.len()).prop_map(Piece::Hole),
    ];
    let piece = leaf.prop_recursive(4, 32, 4, |inner| {
        let body = vec(inner, 0..4);
        prop_oneof![
            (0..TEXTS.len(), body.clone(), body.clone()).prop_map(|(of, a, b)| Piece::If(of, a, b)),
            (0..LISTS.len(), body).prop_map(|(of, body)| Piece::For(of, body)),
        ]
    });
    vec(piece, 0..5)
}

fn printed(pieces: &[Piece], out: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => *out += text,
            Piece::Hole(of) => out.extend(["{{ ", TEXTS[*of].0, " }}"]),
            Piece::If(of, then, otherwise) => {
                out.extend(["{% if ", TEXTS[*of].0, " %}"]);
                printed(then, out);
                *out += "{% else %}";
                printed(otherwise, out);
                *out += "{% endif %}";
            }
            Piece::For(of, body) => {
                out.extend(["{% for item in ", LISTS[*of].0, " %}{{ item }}"]);
                printed(body, out);
                *out += "{% endfor %}";
            }
        }
    }
}

fn expected(pieces: &[Piece], out: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => *out += text,
            Piece::Hole(of) => *out += TEXTS[*of].1,
            Piece::If(of, then, otherwise) => {
                expected(if TEXTS[*of].1.is_empty() { otherwise } else { then }, out);
            }
            Piece::For(of, body) => {
                for item in LISTS[*of].1 {
                    *out += item;
                    expected(body, out);
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn what_is_printed_and_parsed_renders_as_its_parts_say(pieces in pieces()) {
        // A line of nothing but tags leaves nothing behind.
        let (mut text, mut wanted) = ("> ".to_owned(), "> ".to_owned());
        printed(&pieces, &mut text);
        expected(&pieces, &mut wanted);
        let context: Map = serde_json::from_str(CONTEXT).unwrap();
        let template = Template::parse(&text).unwrap_or_else(|it| panic!("{it:?}\n{text}"));
        prop_assert_eq!(template.render(&context, &NoParts).unwrap(), wanted, "{}", text);
    }
}
