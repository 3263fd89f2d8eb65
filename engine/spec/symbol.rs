//! Names that generated code may use, as written.

use super::Str;

/// A name that generated code may use, and where it lives.
#[derive(Debug)]
pub struct Symbol {
    /// Newest first.
    pub places: Vec<SymbolPlace>,
    /// Members that were renamed: the pack's name, then other names.
    pub members: Vec<Renamed>,
    /// Keyword arguments that were renamed.
    pub keywords: Vec<Renamed>,
    /// Facts and rules speak of it, generated code does not.
    pub observed: bool,
}

/// A place where a symbol was at some time.
#[derive(Debug)]
pub struct SymbolPlace {
    /// The dotted module; the symbol is the module itself when `import` is set.
    pub module: Str,
    /// Its name there, where that differs.
    pub name: Option<Str>,
    /// Without a checkout this place is taken.
    pub default: bool,
    /// `import module` rather than `from module import name`.
    pub import: bool,
}

/// A part of a symbol under its names over time.
#[derive(Debug)]
pub struct Renamed {
    /// The pack's name.
    pub name: Str,
    /// Its other names.
    pub others: Vec<Str>,
}
