//! Snapshots as insta keeps them: a head in YAML between lines of dashes, then the text.

use std::fmt::Write;

/// A snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The spec file that it shows something of, by its name.
    pub spec: Option<String>,
    /// The lines between the dashes.
    head: String,
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
        Self { spec: field("input_file"), head: head.to_owned(), text: normal(text) }
    }

    /// Whether it shows `text`.
    pub fn shows(&self, text: &str) -> bool {
        self.text == normal(text)
    }

    /// The file that keeps `text`, of the spec file `spec`, in the place of `old`, whose head stays
    /// if it is of no other file.
    pub fn write(old: Option<&Self>, title: &str, spec: &str, text: &str) -> String {
        let is_same =
            |it: &&Self| !it.head.is_empty() && it.spec.as_deref().is_none_or(|it| it == spec);
        if let Some(old) = old.filter(is_same) {
            return format!("---\n{}\n---\n{}\n", old.head, normal(text));
        }
        let mut file = "---\nsource: hcgen spec test\n".to_owned();
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
    fn the_head_of_a_snapshot_is_kept() {
        let old = Snapshot::read("---\nsource: tests/pack.rs\n---\nold\n");
        let new = Snapshot::write(Some(&old), "title", "house.kdl", "new");
        assert!(new.starts_with("---\nsource: tests/pack.rs\n"));
    }
}
