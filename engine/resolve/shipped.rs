//! Where an entry is that an overlay speaks of: in a file of the shipped pack that was not read
//! before it.

use crate::pack;
use crate::sources::Sources;
use crate::span::SourceId;
use crate::spec::Key;

/// What was read, in this order.
pub(super) struct Read<'a> {
    pub sources: &'a Sources,
    pub files: &'a [SourceId],
}

impl Read<'_> {
    /// How the file `overlay` gets to read the entry, if the shipped pack has it.
    pub(super) fn help(&self, (kind, name): &Key, overlay: SourceId) -> Option<String> {
        let (home, shown) = pack::home(kind, name)?;
        let path = |it: SourceId| self.sources.get(it).path.clone();
        let mut before = self.files.iter().take_while(|it| **it != overlay);
        if before.any(|it| path(*it).file_name() == Some(home)) {
            return None;
        }
        Some(format!(
            "the shipped `{home}` has it: name a spec of the pack before this file, \
             `hcgen spec check {shown} {}`, or keep this in a project file `hcgen.kdl`",
            path(overlay)
        ))
    }
}
