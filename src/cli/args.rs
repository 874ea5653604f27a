//! The arguments of the program. The comments are what `--help` prints.

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};

use crate::diagnostic::{Code, did_you_mean};

/// Turns a folder of Markdown notes into a briefing book: a cross-referenced
/// website with a timeline, a glossary and a citation index, that reads the same
/// from a web host and from a USB stick.
#[derive(Debug, Parser)]
#[command(
    name = "briefbook",
    version,
    arg_required_else_help = true,
    after_help = "\
Examples:
  briefbook build                         Build the book in this folder into public/
  briefbook build --root ~/vault --out /tmp/site
                                          Build an Obsidian vault as it is
  briefbook check --strict                Report everything that is wrong, write nothing

Exit codes: 0 all is well, 1 the book has errors, 2 wrong usage or the machine failed.
Colour follows the terminal; NO_COLOR switches it off."
)]
pub(super) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build the book into a folder
    #[command(after_help = "\
Examples:
  briefbook build
  briefbook build --root notes --out /var/www/book --base-url https://example.org/book/
  briefbook build --strict --quiet        For publishing: any warning fails the build")]
    Build(BuildOptions),
    /// Report everything that is wrong with the book, and write nothing
    #[command(after_help = "\
Examples:
  briefbook check
  briefbook check --root notes --strict   For continuous integration")]
    Check(CheckOptions),
}

#[derive(Debug, clap::Args)]
pub(super) struct BuildOptions {
    #[command(flatten)]
    pub book: BookOptions,
    /// The folder to build into [default: `public` in the book's folder]
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Where the book will be published, for metadata that needs whole addresses
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckOptions {
    #[command(flatten)]
    pub book: BookOptions,
}

#[derive(Debug, clap::Args)]
pub(super) struct BookOptions {
    /// The folder of the book: one with a book.toml, or any folder of Markdown
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Let warnings fail the build as errors do
    #[arg(long)]
    pub strict: bool,
    /// Treat problems of this kind as errors; may be given several times
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub deny: Vec<Code>,
    /// Leave out problems of this kind; may be given several times
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub allow: Vec<Code>,
    /// How to print problems: as lines for people, or for other programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// How many threads to use [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Say nothing but what is wrong
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: which files were written and removed
    #[arg(short, long, action = ArgAction::Count)]
    pub verbose: u8,
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// The line of the source with a caret, on standard error
    Human,
    /// One JSON object a line, on standard output
    Json,
    /// A SARIF 2.1.0 log, on standard output
    Sarif,
    /// Commands of GitHub's workflows, on standard output
    Github,
}

/// A code from its name.
fn code(name: &str) -> Result<Code, String> {
    Code::ALL.iter().copied().find(|code| code.name() == name).ok_or_else(|| {
        let names = Code::ALL.iter().map(|code| code.name());
        match did_you_mean(name, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the codes are {}", names.collect::<Vec<_>>().join(", ")),
        }
    })
}
