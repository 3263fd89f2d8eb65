//! Writing what a run drafted: all files or none, each by a temporary file beside it and a rename.

use std::fs;
use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::{NamedTempFile, TempPath};

use crate::draft::Action;
use crate::report::Report;

/// A file that is ready to take its place. It is closed: there may be more of them than a program
/// may have open.
struct Ready {
    temporary: TempPath,
    path: Utf8PathBuf,
}

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
/// The file system's words, with the path. Nothing is in place then, unless a rename itself failed.
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

/// Writes `files` under `root`, all of them or none; gives their paths.
///
/// # Errors
/// As [`write`].
pub(crate) fn write_all(root: &Utf8Path, files: &[NewText<'_>]) -> io::Result<Vec<Utf8PathBuf>> {
    let (mut ready, mut made) = (Vec::new(), Vec::new());
    for file in files {
        match prepare(root, file, &mut made) {
            Ok(prepared) => ready.push(prepared),
            Err(error) => {
                drop(ready);
                // Deepest first; what somebody else put into them meanwhile stays.
                made.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
                return Err(named(file.path, &error));
            }
        }
    }
    let mut written = Vec::new();
    for Ready { temporary, path } in ready {
        temporary.persist(root.join(&path)).map_err(|error| named(&path, &error.error))?;
        written.push(path);
    }
    Ok(written)
}

fn named(path: &Utf8Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{path}` was not written: {error}"))
}

/// The new text in a temporary file in the same folder, after everything that can go wrong before
/// the rename was looked at.
fn prepare(root: &Utf8Path, file: &NewText<'_>, made: &mut Vec<Utf8PathBuf>) -> io::Result<Ready> {
    let path = file.path;
    let target = root.join(path);
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
    let mut temporary = tempfile::Builder::new().prefix(".hcgen-").tempfile_in(folder)?;
    match (file.before, fs::symlink_metadata(&target)) {
        (_, Ok(metadata)) if metadata.is_symlink() => {
            return Err(io::Error::other("it is a link"));
        }
        (Some(before), Ok(metadata)) => {
            if fs::read(&target)? != before.as_bytes() {
                return Err(io::Error::other("it changed while the run read it"));
            }
            if metadata.permissions().readonly() {
                return Err(io::Error::other("it is read-only"));
            }
            temporary.as_file().set_permissions(metadata.permissions())?;
        }
        (Some(_), Err(error)) => return Err(error),
        (None, Ok(_)) => return Err(io::Error::other("it appeared while the run was at work")),
        (None, Err(_)) => readable(&temporary)?,
    }
    temporary.write_all(file.after.as_bytes())?;
    temporary.as_file().sync_all()?;
    Ok(Ready { temporary: temporary.into_temp_path(), path: path.to_owned() })
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
