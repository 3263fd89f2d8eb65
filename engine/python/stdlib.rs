//! What comes with Python.

use std::ops::RangeInclusive;

use ruff_python_stdlib::sys;

/// A module that any of these had belongs to the standard library, as import sorters see it.
const MINOR_VERSIONS: RangeInclusive<u8> = 7..=14;

/// Whether `module`, dotted or not, is part of the standard library of any Python 3.
pub fn is_standard_library(module: &str) -> bool {
    let package = module.split('.').next().unwrap_or(module);
    MINOR_VERSIONS.into_iter().any(|minor| sys::is_known_standard_library(minor, package))
}
