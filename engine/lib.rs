//! hcgen writes tests from declarative specs, into the files where they belong, and checks them.
//!
//! The line: load → resolve → inspect → plan → render → splice → check → report.

pub mod diagnostic;
pub mod python;
pub mod span;
pub mod template;
pub mod value;
