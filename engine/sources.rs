//! The one place where files are read. Texts are kept, so that a span can always be shown.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::{Arc, PoisonError, RwLock};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use crate::span::SourceId;

/// No source file is larger, in bytes: what is larger is data, not code.
pub const FILE_LIMIT: u64 = 4 << 20;

/// A text with the path it is shown under.
#[derive(Debug)]
pub struct Source {
    /// Relative to the tree's root, or as the user wrote it.
    pub path: Utf8PathBuf,
    /// The bytes, unchanged.
    pub text: Arc<str>,
}

impl Source {
    /// Line and column of a byte, both from 1, the column in characters.
    pub fn position(&self, at: usize) -> (usize, usize) {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &self.text[..at];
        let start = before.rfind('\n').map_or(0, |it| it + 1);
        (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
    }
}

/// Every text read so far. Shared by reference; reading needs no `mut`.
#[derive(Debug, Default)]
pub struct Sources {
    all: RwLock<Vec<Arc<Source>>>,
    by_path: RwLock<HashMap<Utf8PathBuf, SourceId>>,
    /// A folder in which parsed spec files may be kept.
    pub cache: Option<Utf8PathBuf>,
    /// The spec file of the project that is worked in: what it says of files that are not loaded is
    /// left out.
    pub project: Option<Utf8PathBuf>,
}

/// Where the files of a checkout come from.
#[derive(Clone, Debug)]
pub enum Tree {
    /// A folder on disk. Nothing outside it is read or written.
    Disk(Utf8PathBuf),
    /// The files of an example.
    Memory(BTreeMap<Utf8PathBuf, Arc<str>>),
}

impl Sources {
    /// No sources yet; parsed spec files may be kept in the folder `cache`.
    pub fn with_cache(cache: Option<Utf8PathBuf>) -> Self {
        Self { cache, ..Self::default() }
    }

    /// Keeps `text` under `path`.
    pub fn add(&self, path: impl Into<Utf8PathBuf>, text: impl Into<Arc<str>>) -> SourceId {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        let id = SourceId(u32::try_from(all.len()).unwrap_or(u32::MAX));
        all.push(Arc::new(Source { path: path.into(), text: text.into() }));
        id
    }

    /// The source behind `id`.
    ///
    /// # Panics
    /// When `id` comes from other `Sources`.
    pub fn get(&self, id: SourceId) -> Arc<Source> {
        self.all.read().unwrap_or_else(PoisonError::into_inner)[id.0 as usize].clone()
    }

    /// How many texts were read so far.
    pub fn count(&self) -> usize {
        self.all.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The paths of all texts.
    pub fn paths(&self) -> Vec<Utf8PathBuf> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|it| it.path.clone()).collect()
    }

    /// Whether `id` is the spec file of the project.
    pub fn is_project(&self, id: SourceId) -> bool {
        self.project.as_ref().is_some_and(|it| normal(it) == self.get(id).path)
    }

    /// The texts behind `ids`, in one.
    pub fn joined(&self, ids: &[SourceId]) -> String {
        let texts: Vec<Arc<Source>> = ids.iter().map(|id| self.get(*id)).collect();
        texts.iter().flat_map(|it| [it.text.as_ref(), "\0"]).collect()
    }

    /// Reads `path` of `tree`, once.
    ///
    /// # Errors
    /// What the file system says; a file that is too large or not UTF-8 is `InvalidData`.
    pub fn read(&self, tree: &Tree, path: &Utf8Path) -> io::Result<SourceId> {
        let known = self.by_path.read().unwrap_or_else(PoisonError::into_inner).get(path).copied();
        // Examples may have files of the same name, each with a text of its own.
        let is_it = |id: &SourceId| match tree {
            Tree::Disk(_) => true,
            Tree::Memory(files) => files.get(path).is_some_and(|it| *it == self.get(*id).text),
        };
        if let Some(id) = known.filter(is_it) {
            return Ok(id);
        }
        let id = self.add(path, tree.read(path)?);
        let mut by_path = self.by_path.write().unwrap_or_else(PoisonError::into_inner);
        if let Tree::Memory(_) = tree {
            by_path.insert(path.to_owned(), id);
        }
        Ok(*by_path.entry(path.to_owned()).or_insert(id))
    }
}

impl Tree {
    /// The text of a file.
    ///
    /// # Errors
    /// What the file system says; a file that is too large or not UTF-8 is `InvalidData`.
    pub fn read(&self, path: &Utf8Path) -> io::Result<Arc<str>> {
        match self {
            Tree::Disk(root) => read_text(&root.join(contained(path)?)).map(Arc::from),
            Tree::Memory(files) => {
                files.get(path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
            }
        }
    }

    /// Whether `path` is a file.
    pub fn is_file(&self, path: &Utf8Path) -> bool {
        match self {
            Tree::Disk(root) => contained(path).is_ok_and(|path| root.join(path).is_file()),
            Tree::Memory(files) => files.contains_key(path),
        }
    }

    /// Whether `path` is a folder.
    pub fn is_dir(&self, path: &Utf8Path) -> bool {
        match self {
            Tree::Disk(root) => contained(path).is_ok_and(|path| root.join(path).is_dir()),
            Tree::Memory(files) => files.keys().any(|it| it.starts_with(path) && it != path),
        }
    }

    /// The Python files under `folder`, sorted; hidden and ignored ones are left out.
    pub fn python_files(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        let mut files = match self {
            Tree::Disk(root) => walk(root, folder),
            Tree::Memory(files) => {
                let within =
                    |it: &&Utf8PathBuf| it.starts_with(folder) && it.extension() == Some("py");
                files.keys().filter(within).cloned().collect()
            }
        };
        files.sort();
        files
    }
}

fn walk(root: &Utf8Path, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    ignore::WalkBuilder::new(root.join(folder))
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|it| it.is_file()))
        .filter_map(|entry| Utf8PathBuf::from_path_buf(entry.into_path()).ok())
        .filter(|path| path.extension() == Some("py"))
        .filter_map(|path| path.strip_prefix(root).ok().map(Utf8Path::to_owned))
        .collect()
}

/// Reads a file of at most [`FILE_LIMIT`] bytes.
///
/// # Errors
/// What the file system says; a file that is too large or not UTF-8 is `InvalidData`.
pub fn read_text(path: &Utf8Path) -> io::Result<String> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    if metadata.len() > FILE_LIMIT {
        let message = format!("the file has {} bytes, more than {FILE_LIMIT}", metadata.len());
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    String::from_utf8(std::fs::read(path)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the file is not UTF-8"))
}

/// The path without `.` and with `..` taken back, so that a file has one name.
pub(crate) fn normal(path: &Utf8Path) -> Utf8PathBuf {
    let mut normal = Utf8PathBuf::new();
    for component in path.components() {
        match component.as_str() {
            "." => {}
            ".." if normal.file_name().is_some_and(|it| it != "..") => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// `path` itself when it cannot lead out of the root.
fn contained(path: &Utf8Path) -> io::Result<&Utf8Path> {
    let inside =
        path.components().all(|it| matches!(it, Utf8Component::Normal(_) | Utf8Component::CurDir));
    inside.then_some(path).ok_or_else(|| io::Error::from(io::ErrorKind::PermissionDenied))
}
