//! The command line: words for people and exit codes.

mod args;
mod build;
mod by_hand;
mod draft;
mod entry;
mod init;
mod inspect;
mod mv;
mod new;
mod place;
mod progress;
mod report;
mod schema;
mod serve;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// What the program says to the shell that called it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Fine,
    /// The book has errors.
    BookHasErrors,
    /// The program was used wrongly, or the machine failed it.
    Failed,
}

/// Runs the program as its arguments say.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let outcome = match args.command {
        Command::Build(options) => build::build(&options),
        Command::Check(options) => build::check(&options),
        Command::Serve(options) => serve::serve(&options),
        Command::Watch(options) => serve::watch(&options),
        Command::Init(options) => init::init(&options),
        Command::New(options) => new::new(&options),
        Command::Mv(options) => mv::mv(&options),
        Command::Theme(options) => inspect::theme(&options),
        Command::Doctor(options) => inspect::doctor(&options),
        Command::Completions(options) => inspect::completions(&options),
        Command::Schema(options) => schema::schema(&options),
        Command::Man(options) => inspect::man(&options),
    };
    let outcome = outcome.unwrap_or_else(|error| {
        report::failure(&error);
        Outcome::Failed
    });
    ExitCode::from(match outcome {
        Outcome::Fine => 0,
        Outcome::BookHasErrors => 1,
        Outcome::Failed => 2,
    })
}
