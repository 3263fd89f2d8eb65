//! The `hcgen` command.

fn main() {}
