//! Snapshots as insta keeps them: a head in YAML between lines of dashes, then the text.

use std::fmt::Write;

/// A snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The spec file that it shows something of, by its name.
    pub spec: Option<String>,
    /// Who made it.
    source: Option<String>,
    /// What it shows.
    pub text: String,
}

impl Snapshot {
    /// Reads a snapshot; what has no head is all text.
    pub fn read(file: &str) -> Self {
        let whole = file.replace("\r\n", "\n");
        let body = whole.strip_prefix("---\n").and_then(|it| it.split_once("\n---\n"));
        let (head, text) = body.unwrap_or(("", &whole));
        let field = |name: &str| {
            let value = head.lines().find_map(|it| it.strip_prefix(name)?.strip_prefix(": "))?;
            Some(value.trim_matches('"').to_owned())
        };
        Self { spec: field("input_file"), source: field("source"), text: normal(text) }
    }

    /// Whether it shows `text`.
    pub fn shows(&self, text: &str) -> bool {
        self.text == normal(text)
    }

    /// The file that keeps `text`, of the spec file `spec`, in the place of `old`.
    pub fn write(old: Option<&Self>, title: &str, spec: &str, text: &str) -> String {
        let source = old.and_then(|it| it.source.as_deref()).unwrap_or("hcgen spec test");
        let mut file = format!("---\nsource: {source}\n");
        let _ = writeln!(file, "description: {}", quoted(title));
        let _ = writeln!(file, "input_file: {}\n---\n{}", quoted(spec), normal(text));
        file
    }
}

/// The text without what insta takes away before it compares.
fn normal(text: &str) -> String {
    text.trim_start_matches(['\r', '\n']).trim_end().to_owned()
}

/// A string of YAML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let file = Snapshot::write(None, "a \"title\"", "house.kdl", "one\n---\ntwo\n\n");
        let snapshot = Snapshot::read(&file);
        assert_eq!(snapshot.spec.as_deref(), Some("house.kdl"));
        assert!(snapshot.shows("one\n---\ntwo\n"));
        assert_eq!(
            Snapshot::write(Some(&snapshot), "a \"title\"", "house.kdl", &snapshot.text),
            file
        );
    }

    #[test]
    fn who_made_a_snapshot_is_kept() {
        let old = Snapshot::read("---\nsource: tests/pack.rs\n---\nold\n");
        let new = Snapshot::write(Some(&old), "title", "house.kdl", "new");
        assert!(new.starts_with("---\nsource: tests/pack.rs\n"));
    }
}
