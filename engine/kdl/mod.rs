//! Reading KDL 2: from text to nodes with their places, and from nodes to typed values, strictly.
//! Stops before meaning: which nodes there are is `load`'s business.

mod format;
pub(crate) mod hints;
pub mod reader;
pub mod tree;

pub use format::format;
pub use reader::Reader;
pub use tree::{Entry, Node, Scalar, Text};
