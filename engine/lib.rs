//! hcgen writes tests from declarative specs, into the files where they belong, and checks them.
//!
//! The line: load → resolve → inspect → plan → render → splice → check → report, eight calls in
//! [`pipeline::run`]. Each stage is a module; what several stages stand on (`python`, `template`,
//! `pattern`, `splice`, `kdl`) knows nothing of them.

pub mod audit;
mod builtin;
mod cache;
pub mod check;
pub mod checkout;
pub mod classify;
pub mod cli;
pub mod describe;
pub mod diagnostic;
pub mod draft;
pub mod explain;
pub mod inspect;
pub mod kdl;
mod kept;
pub mod left_out;
pub mod load;
pub mod model;
pub mod needles;
pub mod pack;
pub mod pattern;
pub mod pipeline;
pub mod plan;
pub mod python;
pub mod render;
pub mod report;
pub mod resolve;
pub mod review;
pub mod settings;
pub mod show;
pub mod skill;
pub mod snapshot;
pub mod sources;
pub mod span;
pub mod spec;
pub mod splice;
pub mod start;
pub mod template;
pub mod trial;
pub mod value;
pub mod verify;
