//! What the acceptance tests share: a copy of a small checkout, the built binary run in it, and what
//! became of its files.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder of its own for one test, gone when the test is.
pub(crate) struct Folder {
    /// Removes it, and what the binary keeps beside it.
    guard: TempDir,
    /// Its real path.
    pub(crate) path: PathBuf,
}

/// What a run of the binary gave.
pub(crate) struct Outcome {
    /// The exit code.
    pub(crate) code: i32,
    /// As printed, the folder's path replaced by `[ROOT]`.
    pub(crate) stdout: String,
    /// As printed, the folder's path replaced by `[ROOT]`.
    pub(crate) stderr: String,
}

/// Every file of a folder, by its path in it.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

impl Folder {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        let guard = tempfile::Builder::new().prefix("hcgen-test-").tempdir().unwrap();
        let path = guard.path().canonicalize().unwrap().join("root");
        fs::create_dir(&path).unwrap();
        Self { guard, path }
    }

    /// A copy of `tests/checkouts/NAME`.
    pub(crate) fn checkout(name: &str) -> Self {
        let folder = Self::empty();
        folder.lay(&project().join("tests/checkouts").join(name));
        folder
    }

    /// Copies the files below `from` over this folder.
    pub(crate) fn lay(&self, from: &Path) {
        for (path, bytes) in files(from) {
            self.write(&path, &bytes);
        }
    }

    /// Writes one file, and the folders it lies in.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The files as they are now.
    pub(crate) fn files(&self) -> Files {
        files(&self.path)
    }

    /// The binary with `arguments`, in this folder and without colours.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hcgen"));
        command.args(arguments).current_dir(&self.path).stdin(Stdio::null());
        command.env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE").env("COLUMNS", "100");
        // Nobody reviews here.
        command.env("INSTA_UPDATE", "no");
        command.env("XDG_CACHE_HOME", self.guard.path().join("cache"));
        command
    }

    /// Runs the binary with `arguments` in this folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.outcome(self.command(arguments))
    }

    /// Runs `command` to its end.
    pub(crate) fn outcome(&self, mut command: Command) -> Outcome {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            text.replace(self.path.to_str().unwrap(), "[ROOT]")
        };
        Outcome {
            code: output.status.code().unwrap_or(-1),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// The folder of the project.
pub(crate) fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `root`; none, if there is no such folder.
fn files(root: &Path) -> Files {
    let (mut found, mut open) = (Files::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => panic!("{}: {error}", folder.display()),
        };
        for entry in entries {
            let path = entry.unwrap().path();
            // Whoever ran the checkouts' Python left these.
            if path.ends_with("__pycache__") {
                continue;
            }
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap_or_default());
            }
        }
    }
    found
}
