//! What a spec says of a checkout: its layout, its tests, its routes.

use super::Str;

/// How a checkout is laid out and how its tests are run.
#[derive(Debug, Default)]
pub struct Checkout {
    /// Paths that only a root has.
    pub markers: Vec<Str>,
    /// Folders that module names start from.
    pub source_roots: Vec<Str>,
    /// Folders that hold tests.
    pub test_roots: Vec<Str>,
    /// The command that runs the tests, a template.
    pub command: Option<Str>,
    /// What a person still has to look at after generating.
    pub reminders: Vec<Str>,
}

/// A sign by which a checkout says which choice of a policy holds.
#[derive(Debug)]
pub struct PolicyRead {
    /// The choice.
    pub choice: Str,
    /// The file to look into.
    pub path: Str,
    /// What is found there, a pattern.
    pub has: Str,
}

/// How tests look in a file that holds classes, or only functions.
#[derive(Debug)]
pub struct Style {
    /// What factories are called on.
    pub fixture: Str,
    /// Decorators that each test function needs.
    pub decorators: Vec<Str>,
}

/// A table of routes that Python builds: where it starts, and what its calls look like.
#[derive(Debug, Default)]
pub struct Routes {
    /// Modules and variables; the first module that the checkout has.
    pub starts: Vec<(Str, Str)>,
    /// Calls that make an entry: `$PATTERN`, `$VIEW`, perhaps `$NAME`.
    pub entries: Vec<Str>,
    /// Calls that take in other routes: `$ROUTES`, perhaps `$NAMESPACE`.
    pub includes: Vec<Str>,
    /// Calls that make a view of a class or another view: `$VIEW` or `$$$VIEW`.
    pub views: Vec<WrappedView>,
}

/// Calls that make a view.
#[derive(Debug)]
pub struct WrappedView {
    /// The calls.
    pub patterns: Vec<Str>,
    /// What a route says of a view that went through one.
    pub wrapper: Option<Str>,
}
