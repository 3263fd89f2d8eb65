//! The `hcgen` command. Everything it does is in the library.

use std::process::ExitCode;

/// Trees are made of many small pieces, on several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    hcgen::cli::main()
}
