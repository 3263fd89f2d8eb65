//! The spec file of the project that is worked in, and where the user's caches are.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::sources::Sources;

use super::arguments::Arguments;
use super::working_folder;

/// What the file is called.
const NAME: &str = "hcgen.kdl";

/// Sources that know the project's spec file, looked for upward from `root` or else the working
/// folder, and keep parsed spec files where the user's other programs keep such things.
pub(super) fn sources(arguments: &Arguments, root: Option<&Utf8Path>) -> io::Result<Sources> {
    let folder = |name: &str| std::env::var(name).ok().filter(|it| !it.is_empty());
    let base = folder("XDG_CACHE_HOME")
        .map(Utf8PathBuf::from)
        .or_else(|| folder("HOME").map(|home| Utf8PathBuf::from(home).join(".cache")));
    let mut sources = Sources::with_cache(base.map(|it| it.join("hcgen")));
    sources.project = project(arguments, root)?;
    Ok(sources)
}

fn project(arguments: &Arguments, root: Option<&Utf8Path>) -> io::Result<Option<Utf8PathBuf>> {
    if arguments.no_config {
        return Ok(None);
    }
    if let Some(named) = &arguments.config {
        return Ok(Some(named.clone()));
    }
    let here = working_folder()?;
    let start = root.map_or_else(|| here.clone(), |root| here.join(root));
    let start = start.canonicalize_utf8().unwrap_or(start);
    let found = start.ancestors().map(|it| it.join(NAME)).find(|it| it.is_file());
    // As the user would write it.
    Ok(found.map(|it| it.strip_prefix(&here).map(Utf8Path::to_owned).unwrap_or(it)))
}
