//! Writing what a run drafted: all files or none, each by a temporary file beside it and a rename.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::{NamedTempFile, TempPath};

use crate::draft::Action;
use crate::report::Report;

/// How the names of temporary files begin.
const TEMPORARY: &str = ".hcgen-tmp-";

/// A file to write.
pub(crate) struct NewText<'a> {
    /// Seen from the root.
    pub(crate) path: &'a Utf8Path,
    /// As it was read; `None` for a new file.
    pub(crate) before: Option<&'a str>,
    /// As it is to be.
    pub(crate) after: &'a str,
}

/// Writes the changed files of `report` under `root`; gives their paths.
///
/// # Errors
/// The file system's words, with the path. Nothing is in place then.
pub(crate) fn write(root: &Utf8Path, report: &Report) -> io::Result<Vec<Utf8PathBuf>> {
    let changed = report.files.iter().zip(&report.texts);
    let changed =
        changed.filter(|(file, _)| matches!(file.action, Action::Create | Action::Insert));
    let texts = changed.map(|(file, texts)| NewText {
        path: &file.path,
        before: texts.before.as_deref(),
        after: &texts.after,
    });
    write_all(root, &texts.collect::<Vec<_>>())
}

/// Writes `files` under `root`, all of them or none; gives their paths. Killed at any moment, it
/// leaves each file as it was or as it is to be.
///
/// # Errors
/// As [`write`].
pub(crate) fn write_all(root: &Utf8Path, files: &[NewText<'_>]) -> io::Result<Vec<Utf8PathBuf>> {
    let lock = lock(root);
    if lock.is_some() {
        remove_leftovers(root, files);
    }
    let mut made = Vec::new();
    let prepared = files
        .iter()
        .map(|file| prepare(root, file, &mut made).map_err(|error| named(file.path, &error)));
    let placed =
        prepared.collect::<io::Result<Vec<_>>>().and_then(|ready| place(root, files, ready));
    if placed.is_err() {
        // Deepest first; what somebody else put into them meanwhile stays.
        made.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    placed.map(|()| files.iter().map(|file| file.path.to_owned()).collect())
}

/// Keeps other runs from writing under `root` until it is dropped, or until this process ends in
/// whatever way. `None` where the file system knows no locks.
fn lock(root: &Utf8Path) -> Option<fs::File> {
    let folder = fs::File::open(root).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// Removes what a killed run left beside `files`. Nobody else may be writing.
fn remove_leftovers(root: &Utf8Path, files: &[NewText<'_>]) {
    let folders: BTreeSet<&Utf8Path> = files.iter().filter_map(|it| it.path.parent()).collect();
    for folder in folders {
        for entry in fs::read_dir(root.join(folder)).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Puts every file in its place. Writing them took a while, so each is looked at once more.
fn place(root: &Utf8Path, files: &[NewText<'_>], ready: Vec<TempPath>) -> io::Result<()> {
    for file in files {
        unchanged(&root.join(file.path), file.before).map_err(|error| named(file.path, &error))?;
    }
    for (index, (file, temporary)) in files.iter().zip(ready).enumerate() {
        let target = root.join(file.path);
        let placed = match file.before {
            Some(_) => temporary.persist(target),
            None => temporary.persist_noclobber(target),
        };
        if let Err(error) = placed {
            let left = take_back(root, &files[..index]).into_iter().map(|(file, error)| {
                format!("; `{file}` is written and cannot be taken back: {error}")
            });
            let message = format!("{}{}", error.error, left.collect::<String>());
            return Err(named(file.path, &io::Error::new(error.error.kind(), message)));
        }
    }
    Ok(())
}

/// Undoes what was placed; gives what could not be undone.
fn take_back(root: &Utf8Path, files: &[NewText<'_>]) -> Vec<(Utf8PathBuf, io::Error)> {
    let undone = files.iter().map(|file| {
        let target = root.join(file.path);
        let undone = match file.before {
            Some(before) => fs::metadata(&target)
                .and_then(|it| temporary(&target, before, Some(it.permissions())))
                .and_then(|temporary| temporary.persist(&target).map_err(|it| it.error)),
            None => fs::remove_file(&target),
        };
        (file.path.to_owned(), undone)
    });
    undone.filter_map(|(path, undone)| Some((path, undone.err()?))).collect()
}

fn named(path: &Utf8Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{path}` was not written: {error}"))
}

/// The new text in a temporary file in the same folder, after everything that can go wrong before
/// the rename was looked at.
fn prepare(
    root: &Utf8Path,
    file: &NewText<'_>,
    made: &mut Vec<Utf8PathBuf>,
) -> io::Result<TempPath> {
    let target = root.join(file.path);
    let folder = target.parent().unwrap_or(root);
    // Before any folder is made: one behind a link would be made outside.
    let there = folder.ancestors().find(|it| it.exists()).unwrap_or(root);
    if !there.canonicalize_utf8()?.starts_with(root.canonicalize_utf8()?) {
        return Err(io::Error::other("a link leads out of the root"));
    }
    let missing: Vec<&Utf8Path> = folder.ancestors().take_while(|it| !it.exists()).collect();
    for folder in missing.into_iter().rev() {
        fs::create_dir(folder)?;
        made.push(folder.to_owned());
    }
    let permissions = unchanged(&target, file.before)?;
    temporary(&target, file.after, permissions)
}

/// The permissions of the file at `target`, if it is there; an error unless it is as it was read.
fn unchanged(target: &Utf8Path, before: Option<&str>) -> io::Result<Option<fs::Permissions>> {
    match (before, fs::symlink_metadata(target)) {
        (_, Ok(metadata)) if metadata.is_symlink() => Err(io::Error::other("it is a link")),
        (Some(before), Ok(metadata)) => {
            if fs::read(target)? != before.as_bytes() {
                return Err(io::Error::other("it changed while the run read it"));
            }
            if metadata.permissions().readonly() {
                return Err(io::Error::other("it is read-only"));
            }
            Ok(Some(metadata.permissions()))
        }
        (Some(_), Err(error)) => Err(error),
        (None, Ok(_)) => Err(io::Error::other("it appeared while the run was at work")),
        (None, Err(_)) => Ok(None),
    }
}

/// `text` in a file beside `target`. It is closed: there may be more of them than a program may
/// have open.
fn temporary(
    target: &Utf8Path,
    text: &str,
    permissions: Option<fs::Permissions>,
) -> io::Result<TempPath> {
    let folder = target.parent().unwrap_or(target);
    let mut temporary = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)?;
    match permissions {
        Some(permissions) => temporary.as_file().set_permissions(permissions)?,
        None => readable(&temporary)?,
    }
    temporary.write_all(text.as_bytes())?;
    temporary.as_file().sync_all()?;
    Ok(temporary.into_temp_path())
}

/// A new file is for everybody to read, unlike a temporary one.
#[cfg(unix)]
fn readable(temporary: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    temporary.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &NamedTempFile) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;
    use crate::report::{File, Texts};

    fn file(path: &str) -> (File, Texts) {
        let file = File {
            path: path.into(),
            action: Action::Create,
            rank: crate::plan::Rank::New,
            reason: String::new(),
            ambiguous: false,
            runners_up: Vec::new(),
            tests: Vec::new(),
        };
        (file, Texts { before: None, after: "new\n".to_owned() })
    }

    #[test]
    fn a_refused_file_leaves_no_file_and_no_folder_of_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        std::os::unix::fs::symlink("/nowhere", root.join("link.py")).unwrap();
        let (files, texts) = [file("new/deep/a.py"), file("link.py")].into_iter().unzip();
        let report = Report { files, texts, ..Report::default() };
        assert!(write(root, &report).is_err());
        let left: Vec<_> = fs::read_dir(root).unwrap().map(|it| it.unwrap().file_name()).collect();
        assert_eq!(left, ["link.py"]);
    }

    fn new_text<'a>(path: &'a str, before: Option<&'a str>) -> NewText<'a> {
        NewText { path: path.into(), before, after: "new\n" }
    }

    #[track_caller]
    fn check_refused(root: &Utf8Path, file: NewText<'_>, message: &str) {
        let other = NewText { path: "other.py".into(), before: None, after: "new\n" };
        let error = write_all(root, &[other, file]).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(!root.join("other.py").exists());
    }

    #[test]
    fn what_changed_after_it_was_read_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        fs::write(root.join("a.py"), "theirs\n").unwrap();
        let changed = "`a.py` was not written: it changed while the run read it";
        check_refused(root, new_text("a.py", Some("read\n")), changed);
        let appeared = "`a.py` was not written: it appeared while the run was at work";
        check_refused(root, new_text("a.py", None), appeared);
        assert_eq!(fs::read_to_string(root.join("a.py")).unwrap(), "theirs\n");
    }

    #[test]
    fn what_is_in_place_is_taken_back_when_a_later_file_finds_none() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        fs::write(root.join("old.py"), "old\n").unwrap();
        let files = [
            new_text("old.py", Some("old\n")),
            new_text("new.py", None),
            new_text("late.py", None),
        ];
        let mut made = Vec::new();
        let ready =
            files.iter().map(|it| prepare(root, it, &mut made).unwrap()).collect::<Vec<_>>();
        // Gone, as if somebody had tidied up.
        fs::remove_file(&ready[2]).unwrap();
        place(root, &files, ready).unwrap_err();
        assert_eq!(fs::read_to_string(root.join("old.py")).unwrap(), "old\n");
        assert_eq!(fs::read_dir(root).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_run_left_goes_with_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        fs::write(root.join(".hcgen-tmp-x1"), "half").unwrap();
        fs::write(root.join(".hcgen-baseline"), "mine").unwrap();
        write_all(root, &[new_text("a.py", None)]).unwrap();
        assert!(!root.join(".hcgen-tmp-x1").exists() && root.join(".hcgen-baseline").exists());
    }

    #[test]
    fn files_are_written_with_the_folders_that_they_need() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let (files, texts) = [file("new/deep/a.py")].into_iter().unzip();
        let report = Report { files, texts, ..Report::default() };
        assert_eq!(write(root, &report).unwrap(), ["new/deep/a.py"]);
        assert_eq!(fs::read_to_string(root.join("new/deep/a.py")).unwrap(), "new\n");
    }
}
