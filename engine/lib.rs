//! hcgen writes tests from declarative specs, into the files where they belong, and checks them.
//!
//! The line: load → resolve → inspect → plan → render → splice → check → report.

pub mod checkout;
pub mod diagnostic;
pub mod kdl;
pub mod load;
pub mod pack;
pub mod pattern;
pub mod python;
pub mod sources;
pub mod span;
pub mod spec;
pub mod splice;
pub mod template;
pub mod value;
