//! The files that properties are tried on.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// What is larger is data, and only slows the tests.
const SIZE_LIMIT: u64 = 1 << 20;

/// The files of a small tree of the project's own, and those below the folders of `HCGEN_FILES`, sorted.
pub(crate) fn all() -> Vec<PathBuf> {
    let named = std::env::var_os("HCGEN_FILES").unwrap_or_default();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checkouts/region");
    let mut files = Vec::new();
    let named = std::env::split_paths(&named).filter(|it| !it.as_os_str().is_empty());
    for folder in named.chain([own]) {
        assert!(folder.is_dir(), "`{}` is no folder", folder.display());
        collect(&folder, &mut files);
    }
    files.sort();
    files
}

/// The text of a file; `None` where it is not UTF-8.
pub(crate) fn read(path: &Path) -> Option<String> {
    let is_small = fs::metadata(path).is_ok_and(|it| it.len() <= SIZE_LIMIT);
    is_small.then(|| fs::read_to_string(path).ok())?
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() {
            collect(&path, files);
        } else if kind.is_file() && path.extension() == Some(OsStr::new("py")) {
            files.push(path);
        }
    }
}
