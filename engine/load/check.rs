//! What a project wants of the checklist: `check`.

use crate::kdl::Reader;
use crate::spec::{Check, CheckPath};

/// Reads `check`.
pub(super) fn check(reader: &Reader<'_>) -> Check {
    let mut check = Check::default();
    for child in reader.children(&["select", "ignore", "exclude", "path"]) {
        match child.name() {
            "select" => check.select.extend(child.arguments()),
            "ignore" => check.ignore.extend(child.arguments()),
            "exclude" => check.exclude.extend(child.arguments()),
            _ => check.paths.extend(path(&child)),
        }
        child.finish();
    }
    check
}

fn path(reader: &Reader<'_>) -> Option<CheckPath> {
    let glob = reader.required_argument("a glob of files");
    let (mut select, mut ignore) = (Vec::new(), Vec::new());
    for child in reader.children(&["select", "ignore"]) {
        let list = if child.name() == "select" { &mut select } else { &mut ignore };
        list.extend(child.arguments());
        child.finish();
    }
    Some(CheckPath { glob: glob?, select, ignore })
}
