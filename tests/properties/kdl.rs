//! Any value, written in any of KDL's ways, is read back; any document that is laid out says the same.

use hcgen::kdl::{Scalar, format, tree};
use kdl::KdlValue;
use proptest::collection::vec;
use proptest::prelude::*;

/// What may stand in a text, and what is hard to tell from KDL.
const TEXT: &str =
    r##"([a-zé🙂 ]|"|'|#|\\|\\n|\\u\{41\}|/\*|//|/-|\{|\}|;|=|\{\{ x \}\}|\$A|"""|"#|\t){0,12}"##;

/// The scalar of `node …`.
fn scalar(kdl: &str) -> Scalar {
    let nodes = tree::parse(kdl).unwrap_or_else(|it| panic!("{it:?}\n{kdl}"));
    assert_eq!((nodes.len(), nodes[0].entries.len()), (1, 1), "{kdl}");
    nodes[0].entries[0].value.clone()
}

#[track_caller]
fn check_text(kdl: &str, text: &str) {
    let Scalar::Text(read) = scalar(kdl) else { panic!("no text: {kdl}") };
    assert_eq!(read.value, text, "{kdl}");
}

/// `text` over several lines, between `fence` and its mirror.
fn over_lines(text: &str, fence: &str) -> String {
    let lines = text.lines().map(|it| format!("    {it}\n")).collect::<String>();
    let hashes: String = fence.chars().filter(|it| *it == '#').collect();
    format!("node {fence}\n{lines}    \"\"\"{hashes}\n")
}

/// A node with entries in every layout that KDL allows.
fn line() -> impl Strategy<Value = String> {
    let entry = prop_oneof![
        TEXT.prop_map(|it| KdlValue::String(it).to_string()),
        Just("key=\"value\"".to_owned()),
        Just("#true".to_owned()),
        Just("12".to_owned()),
        Just("/* why */ word".to_owned()),
        Just("\\\n  \"on the next line\"".to_owned()),
        Just("#\"\"\"\n      raw\n        {{ deeper }}\n\n      \"\"\"#".to_owned()),
    ];
    (vec(entry, 0..4), "[ \t]{1,3}")
        .prop_map(|(entries, gap)| format!("node{gap}{}", entries.join(&gap)))
}

/// Nodes with children, on lines or behind `;`, and comments.
fn node() -> impl Strategy<Value = String> {
    line().prop_recursive(4, 24, 4, |inner| {
        let ends = "(\n|;|\n\n\n|  // said\n)[ \t]{0,3}";
        (line(), vec((inner, ends), 0..4)).prop_map(|(head, children)| {
            let children = children.iter().map(|(node, end)| format!("{node}{end}"));
            format!("{head} {{ {}\n}}", children.collect::<String>())
        })
    })
}

proptest! {
    #[test]
    fn a_text_is_read_as_it_was_written(text in TEXT) {
        check_text(&format!("node {}", KdlValue::String(text.clone())), &text);
    }

    #[test]
    fn a_text_over_lines_is_read_without_its_indentation(lines in vec(r"[a-zé'{}$]([a-zé '{}$]{0,8}[a-z])?", 1..6)) {
        let text = lines.join("\n");
        check_text(&over_lines(&text, "\"\"\""), &text);
        check_text(&over_lines(&text, "##\"\"\""), &text);
    }

    #[test]
    fn a_number_is_read_as_it_was_written(number in any::<i64>()) {
        let kdl = format!("node {number}");
        match scalar(&kdl) {
            Scalar::Int(read) => prop_assert_eq!(read, number),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn what_is_laid_out_says_the_same_and_stays_so(text in vec(node(), 1..4)) {
        let text = text.join("\n") + "\n";
        let nodes = tree::parse(&text).unwrap_or_else(|it| panic!("{it:?}\n{text}"));
        let out = format(&text);
        let again = tree::parse(&out).unwrap_or_else(|it| panic!("{it:?}\n{text}\n---\n{out}"));
        prop_assert!(tree::say_the_same(&nodes, &again), "{}\n---\n{}", text, out);
        prop_assert_eq!(format(&out), out.clone(), "{}\n---\n{}", text, out);
    }
}
