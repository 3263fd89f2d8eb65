//! Where a node belongs that stands in the wrong place. Stops at advice: what stands where is read
//! elsewhere.

use crate::diagnostic::Diagnostic;

use super::EXTENSIBLE;

/// Nodes that stand in other nodes only, and which.
const INSIDE: &[(&str, &str)] = &[
    ("attribute", "suite"),
    ("bad", "rule"),
    ("base", "suite"),
    ("body", "case"),
    ("case", "suite"),
    ("choice", "policy"),
    ("class", "suite"),
    ("command", "checkout"),
    ("covers", "category"),
    ("decorate", "suite"),
    ("entry", "routes"),
    ("except", "target"),
    ("exclude", "check"),
    ("exclusive", "suite"),
    ("file", "example"),
    ("find", "rule"),
    ("fix", "rule"),
    ("flavor", "skill"),
    ("given", "case"),
    ("good", "rule"),
    ("ignore", "check"),
    ("item", "requirements"),
    ("joins", "suite"),
    ("keyword", "symbol"),
    ("marker", "checkout"),
    ("member", "symbol"),
    ("page", "flavor"),
    ("reminder", "checkout"),
    ("row", "table"),
    ("select", "check"),
    ("show", "inspect"),
    ("signal", "category"),
    ("skip", "case"),
    ("source-root", "checkout"),
    ("test-root", "checkout"),
    ("view", "routes"),
    ("when", "target"),
    ("why", "rule"),
];

/// The diagnostic with the place where its node belongs, if it is one that stands elsewhere.
pub(super) fn advised(diagnostic: Diagnostic) -> Diagnostic {
    let name = match &diagnostic.received {
        Some(name) if diagnostic.code == "unknown-node" => name.clone(),
        _ => return diagnostic,
    };
    let Some((_, inside)) = INSIDE.iter().find(|(it, _)| *it == name) else { return diagnostic };
    let help = if EXTENSIBLE.contains(inside) {
        format!(
            "a `{name}` stands in a `{inside}`; to add one to a `{inside}` of another file: \
             `extend {{ {inside} \"…\" {{ {name} … }} }}`"
        )
    } else {
        format!("a `{name}` stands in a `{inside}`: look at the braces above")
    };
    diagnostic.with_help(help)
}
