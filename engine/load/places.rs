//! Where a node belongs that stands in the wrong place. Stops at advice: what stands where is read
//! elsewhere.

use crate::diagnostic::{Diagnostic, backquoted};

use super::facts::STEPS;
use super::rules::CONDITIONS;
use super::{EXTENSIBLE, NO_ENTRIES, TOP, cases, rules};

/// Nodes, and what stands in them, beside conditions and steps, and at no file's top.
const HOMES: &[(&str, &[&str])] = &[
    ("checkout", &["marker", "source-root", "test-root", "command", "reminder"]),
    ("search", &["accept", "rival", "says", "imports", "stem", "path", "under"]),
    ("inspect", &["show"]),
    ("audit", &["covered"]),
    ("covered", &["says"]),
    ("policy", &["choice", "read"]),
    ("symbol", &["in", "member", "keyword"]),
    ("style", &["decorate"]),
    ("value", &["form", "flag", "given"]),
    ("factories", &["returns", "passes"]),
    ("maker", &["form"]),
    ("structure", &["form", "blank"]),
    ("target", &["when", "except"]),
    ("routes", &["start", "entry", "view"]),
    ("either", &["way"]),
    ("table", &["row"]),
    ("category", &["signal", "covers"]),
    ("suite", cases::CHILDREN),
    ("case", &["covers", "given", "skip", "decorate", "body"]),
    ("check", &["select", "ignore", "exclude", "path"]),
    ("rule", rules::CHILDREN),
    ("find", &["fix"]),
    ("example", &["file"]),
    ("requirements", &["columns", "item"]),
    ("skill", &["flavor"]),
    ("flavor", &["page"]),
];

/// The diagnostic with the place where its node belongs, if it is one that stands elsewhere.
pub(super) fn advised(diagnostic: Diagnostic) -> Diagnostic {
    match &diagnostic.received {
        Some(name) if diagnostic.code == "unknown-node" => match help(name) {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        },
        _ => diagnostic,
    }
}

fn help(name: &str) -> Option<String> {
    if TOP.contains(&name) {
        let or = if TOP[NO_ENTRIES..].contains(&name) { ", or in `replace { … }`" } else { "" };
        return Some(format!("`{name}` stands at the top of a file{or}: look at the braces above"));
    }
    match homes(name).as_slice() {
        [] => None,
        [home] if EXTENSIBLE.contains(home) => Some(format!(
            "a `{name}` stands in a `{home}`; to add one to a `{home}` of another file: \
             `extend {{ {home}{} {{ {name} … }} }}`",
            head(home)
        )),
        [home] => Some(format!("a `{name}` stands in a `{home}`: look at the braces above")),
        several => Some(format!(
            "a `{name}` stands in one of {}: look at the braces above",
            backquoted(several)
        )),
    }
}

/// What stands between the name of an entry that can be extended and its braces.
fn head(home: &str) -> &'static str {
    match home {
        "check" => "",
        "policy" => " \"…\" default=\"…\"",
        "category" | "requirements" => " \"…\" title=\"…\"",
        "table" => " \"…\" on=\"…\"",
        "suite" => " \"…\" category=\"…\" for=\"…\"",
        _ => " \"…\"",
    }
}

/// The nodes that `name` stands in.
fn homes(name: &str) -> Vec<&'static str> {
    let own = HOMES.iter().filter(|(_, inside)| inside.contains(&name)).map(|(home, _)| *home);
    let fact = STEPS.contains(&name).then_some("fact");
    let rule: &[&str] = if CONDITIONS.contains(&name) { &["rule", "find"] } else { &[] };
    own.chain(fact).chain(rule.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::{CONDITIONS, HOMES, STEPS, TOP, homes};
    use crate::diagnostic::Diagnostics;
    use crate::load::Loader;
    use crate::sources::Sources;
    use crate::spec::Spec;

    /// Where a home itself stands, if not at the top.
    fn around(home: &str) -> Option<&'static str> {
        homes(home).first().copied()
    }

    fn is_known(home: &str, child: &str) -> bool {
        let named = "\"a\" \"b\" \"c\" slug=\"a\" title=\"a\"";
        let mut text = format!("{home} {named} {{ {child} \"a\" }}");
        if !TOP.contains(&home)
            && let Some(around) = around(home)
        {
            text = format!("{around} {named} {{ {text}; }}");
        }
        let sources = Sources::default();
        let source = sources.add("a.kdl", text.as_str());
        let (problems, spec) = (RefCell::<Diagnostics>::default(), Spec::default());
        let loader = Loader { sources: &sources, problems, spec, seen: Vec::new() };
        loader.entries(&loader.nodes(source).unwrap_or_default(), source);
        let said = loader.problems.into_inner().0;
        !said.iter().any(|it| it.code == "unknown-node" && it.message.contains(child))
    }

    #[test]
    fn nodes_stand_where_the_table_says_and_nowhere_else() {
        let steps = STEPS.iter().chain(CONDITIONS).filter(|it| !TOP.contains(it));
        let children: Vec<&str> =
            HOMES.iter().flat_map(|(_, inside)| *inside).chain(steps).copied().collect();
        for home in HOMES.iter().map(|(home, _)| *home).chain(["fact"]) {
            for child in &children {
                assert_eq!(
                    is_known(home, child),
                    homes(child).contains(&home),
                    "`{child}` in `{home}`"
                );
            }
        }
    }
}
