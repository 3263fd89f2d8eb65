//! Which files are looked at: those that were named, and the Python files of folders, without what
//! git ignores.

use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};
use ignore::{WalkBuilder, WalkState};

use crate::diagnostic::{Diagnostic, Diagnostics, Failed};
use crate::sources::normal;

/// The files that `paths`, seen from `start`, mean in the checkout at `root`, sorted, each once.
///
/// # Errors
/// Codes: `target-not-found`.
pub(super) fn list(
    root: &Utf8Path,
    start: &Utf8Path,
    paths: &[Utf8PathBuf],
    problems: &mut Diagnostics,
) -> Result<Vec<Utf8PathBuf>, Failed> {
    let from = problems.0.len();
    let mut files = Vec::new();
    for path in paths {
        // A path that exists where the user stands; otherwise one that is meant from the root.
        let places = [normal(&start.join(path)), normal(&root.join(path))];
        match places.iter().find(|it| it.exists()) {
            Some(folder) if folder.is_dir() => files.extend(walk(folder)),
            Some(file) => files.push(file.clone()),
            None => problems.push(not_found(path)),
        }
    }
    problems.stop_since(from)?;
    let mut files: Vec<Utf8PathBuf> = files.iter().map(|it| seen_from(root, it)).collect();
    files.sort();
    files.dedup();
    Ok(files)
}

fn not_found(path: &Utf8Path) -> Diagnostic {
    Diagnostic::placeless("target-not-found", format!("there is no file or folder `{path}`"))
        .with_help("name files or folders; without any, the checkout's test folders are checked")
}

/// The path of `file` in `root`, if it lies there.
pub(super) fn seen_from(root: &Utf8Path, file: &Utf8Path) -> Utf8PathBuf {
    if let Ok(inside) = file.strip_prefix(root) {
        return inside.to_owned();
    }
    // The same folder under another name; the file itself may be a link, which is then the user's.
    let real = || {
        let folder = file.parent()?.canonicalize_utf8().ok()?;
        let inside = folder.strip_prefix(root.canonicalize_utf8().ok()?).ok()?.to_owned();
        Some(inside.join(file.file_name()?))
    };
    real().unwrap_or_else(|| file.to_owned())
}

fn walk(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let found = Mutex::new(Vec::new());
    // `.gitignore` counts in a copy without `.git` as well.
    WalkBuilder::new(folder).require_git(false).build_parallel().run(|| {
        Box::new(|entry| {
            let Ok(entry) = entry else { return WalkState::Continue };
            let is_python = entry.path().extension().is_some_and(|it| it == "py");
            if is_python
                && entry.file_type().is_some_and(|it| it.is_file())
                && let Ok(path) = Utf8PathBuf::from_path_buf(entry.into_path())
                && let Ok(mut found) = found.lock()
            {
                found.push(path);
            }
            WalkState::Continue
        })
    });
    found.into_inner().unwrap_or_default()
}
