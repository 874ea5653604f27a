//! The program `briefbook`. Everything it does is in the library.

use std::process::ExitCode;

/// Takes a quarter less CPU of a build than the C library's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    briefbook::cli::main()
}
