//! Better tips for spec files that are named in another command's way.

use camino::Utf8Path;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The error with a tip that says how this command takes spec files, if that is what was missed.
pub(super) fn tipped(mut error: clap::Error) -> clap::Error {
    if let Some(tip) = tip(&error) {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

fn tip(error: &clap::Error) -> Option<&'static str> {
    let context = |kind| error.get(kind).map(ToString::to_string);
    let argument =
        context(ContextKind::InvalidArg).filter(|_| error.kind() == ErrorKind::UnknownArgument)?;
    let usage = context(ContextKind::Usage)?;
    let takes_files = usage.contains("[FILE]...") || usage.contains("<FILE>...");
    match argument.as_str() {
        "--spec" | "--overlay" if takes_files => {
            Some("name the files without a flag, overlays last: `SPEC OVERLAY`")
        }
        path if Utf8Path::new(path).extension() == Some("kdl") => {
            Some("name a spec file with `--spec FILE`, an overlay with `--overlay FILE`")
        }
        _ => None,
    }
}
