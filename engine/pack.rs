//! The shipped pack: its texts, and their nodes as `build.rs` parsed them.

use camino::{Utf8Path, Utf8PathBuf};

use crate::kdl::{Node, Scalar};

struct Embedded {
    name: &'static str,
    text: &'static str,
    nodes: &'static [u8],
}

impl Embedded {
    fn has_example(&self) -> bool {
        self.text.contains("\nexample ")
    }
}

const FILES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/pack.rs"));

/// What the shipped files' examples make: names and snapshots.
const SNAPSHOTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/snapshots.rs"));

/// Starts for new entries: kinds and texts.
const STARTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/starts.rs"));

/// Where the shipped files are said to lie, so that no file on disk is taken for one of them.
pub(crate) const FOLDER: &str = "<shipped>";

/// The starts for new entries, by their kind.
pub fn starts() -> &'static [(&'static str, &'static str)] {
    STARTS
}

/// The shipped snapshot of that name.
pub fn snapshot(name: &str) -> Option<&'static str> {
    SNAPSHOTS.iter().find(|(it, _)| *it == name).map(|(_, text)| *text)
}

/// The names of the shipped files, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|it| it.name)
}

/// The path of a shipped file, which no file on disk can take the place of.
pub fn path(name: &str) -> Utf8PathBuf {
    Utf8Path::new(FOLDER).join(name)
}

/// The text of a shipped file.
pub fn text(name: &str) -> Option<&'static str> {
    FILES.iter().find(|it| it.name == name).map(|it| it.text)
}

/// Whether the nodes of a shipped file are embedded, so that no start parses it.
pub fn is_compiled(name: &str) -> bool {
    text(name).and_then(nodes).is_some()
}

/// The first shipped file with an example.
pub fn demo() -> Option<&'static str> {
    FILES.iter().find(|it| it.has_example()).map(|it| it.name)
}

/// The shipped file with the entry `name` of that kind, and the first with an example that stands on
/// it. A name may be qualified, as `target.name`.
pub(crate) fn home(kind: &str, name: &str) -> Option<(&'static str, &'static str)> {
    let has = |it: &&Embedded| {
        let nodes = nodes(it.text).unwrap_or_default();
        nodes.iter().any(|node| node.name == kind && is_called(node, name))
    };
    let home = FILES.iter().find(has)?.name;
    let shown = |it: &&Embedded| it.has_example() && stands_on(it.name, home);
    Some((home, FILES.iter().find(shown)?.name))
}

fn is_called(node: &Node, name: &str) -> bool {
    let Some(own) = node_text(node, None) else { return node.name == name };
    let qualified = || Some(format!("{}.{own}", node_text(node, Some("on"))?));
    own == name || qualified().is_some_and(|it| it == name)
}

/// The first argument, or a property's value.
fn node_text<'a>(node: &'a Node, property: Option<&str>) -> Option<&'a str> {
    let entry = node.entries.iter().find(|it| it.name.as_deref() == property)?;
    match &entry.value {
        Scalar::Text(text) => Some(&text.value),
        _ => None,
    }
}

/// Whether the shipped file `name` is `home`, or includes it, if only through others.
fn stands_on(name: &str, home: &str) -> bool {
    let (mut files, mut at) = (vec![name.to_owned()], 0);
    while let Some(file) = files.get(at) {
        let nodes = text(file).and_then(nodes).unwrap_or_default();
        let includes = nodes.iter().filter(|it| it.name == "include");
        for other in includes.filter_map(|it| node_text(it, None)) {
            if !files.iter().any(|it| it == other) {
                files.push(other.to_owned());
            }
        }
        at += 1;
    }
    files.iter().any(|it| it == home)
}

/// The nodes of a text that is word for word a shipped one, without parsing it.
pub(crate) fn nodes(text: &str) -> Option<Vec<Node>> {
    let file = FILES.iter().find(|it| it.text == text)?;
    postcard::from_bytes::<Option<Vec<Node>>>(file.nodes).ok()?
}
