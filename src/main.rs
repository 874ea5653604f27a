//! The program `briefbook`. Everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    briefbook::cli::main()
}
