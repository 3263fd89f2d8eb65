//! What is kept from one run to the next: the nodes of spec files that are not the shipped ones, and
//! that the check of a spec found nothing. Both are known by the whole text of the files: what is
//! kept can be old, but never wrong.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::{fs, io::Write};

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::kdl::Node;

/// What is kept: the text, to be compared, and its nodes.
#[derive(Serialize, Deserialize)]
struct Kept {
    text: String,
    nodes: Vec<Node>,
}

/// The nodes of `text`, if they were kept.
pub(crate) fn get(folder: &Utf8Path, text: &str) -> Option<Vec<Node>> {
    let bytes = fs::read(file(folder, "nodes", text)).ok()?;
    let kept: Kept = postcard::from_bytes(&bytes).ok()?;
    (kept.text == text).then_some(kept.nodes)
}

/// Keeps the nodes of `text`. A cache that cannot be written is none.
pub(crate) fn put(folder: &Utf8Path, text: &str, nodes: &[Node]) {
    let kept = Kept { text: text.to_owned(), nodes: nodes.to_vec() };
    let Ok(bytes) = postcard::to_stdvec(&kept) else { return };
    let _ = write(&file(folder, "nodes", text), &bytes);
}

/// Whether the files of these texts, together, were checked and nothing was found.
pub(crate) fn is_checked(folder: &Utf8Path, texts: &str) -> bool {
    fs::read(file(folder, "checked", texts)).is_ok_and(|kept| kept == texts.as_bytes())
}

/// Keeps that nothing was found in the files of these texts.
pub(crate) fn mark_checked(folder: &Utf8Path, texts: &str) {
    let _ = write(&file(folder, "checked", texts), texts.as_bytes());
}

fn write(path: &Utf8Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.persist(path)?;
    Ok(())
}

/// Another build may read or check otherwise: it has files of its own.
fn file(folder: &Utf8Path, kind: &str, text: &str) -> Utf8PathBuf {
    let mut hasher = DefaultHasher::new();
    (env!("HCGEN_BUILD"), text).hash(&mut hasher);
    folder.join(format!("{:016x}.{kind}", hasher.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kdl::tree;

    #[test]
    fn what_is_kept_is_found_again_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        let text = "part \"a\" \"b\"\n";
        assert!(get(folder, text).is_none());
        put(folder, text, &tree::parse(text).unwrap());
        assert_eq!(get(folder, text).map(|it| it.len()), Some(1));
        assert!(get(folder, "part \"a\" \"c\"\n").is_none());
    }

    #[test]
    fn a_damaged_file_is_as_good_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        fs::write(file(folder, "nodes", "text"), b"\x01garbage").unwrap();
        assert!(get(folder, "text").is_none());
    }
}
