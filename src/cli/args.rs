//! The arguments of the program. The comments are what `--help` prints.

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};

use crate::diagnostic::{Code, did_you_mean};
use crate::serve::Editor;

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
  briefbook serve --open                  Show the book while it is written
  briefbook init my-book                  Make a small book to begin with

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
    /// Show the book in a browser while it is written
    #[command(
        long_about = "\
Show the book in a browser while it is written. Pages that are open change by themselves when a file of the \
book is saved, and show what is wrong with it. The site is kept in memory: nothing is written, and nobody but \
this machine can read it unless --host says so. Ctrl-C ends.",
        after_help = "\
Examples:
  briefbook serve --open
  briefbook serve --port 8080 --editor zed
  briefbook serve --poll                  For network drives, whose changes no system tells
  briefbook serve --host 0.0.0.0          For other machines, in a network that you trust"
    )]
    Serve(ServeOptions),
    /// Build the book into a folder, and again whenever it is changed
    #[command(after_help = "\
Examples:
  briefbook watch
  briefbook watch --out /var/www/book --explain")]
    Watch(WatchOptions),
    /// Make a small book in an empty folder, or settings for a folder of notes
    #[command(after_help = "\
Examples:
  briefbook init my-book --title \"The long talks\"
  briefbook init --from ~/vault           Write the book.toml that fits a vault of Obsidian
  briefbook init --from ../site           The same for a project of mdBook, Zola or Hugo")]
    Init(InitOptions),
    /// Begin a note, section, term, source or event where it belongs
    #[command(after_help = "\
Examples:
  briefbook new note \"Key vendors\" --section strategy
  briefbook new section \"Looking ahead\"
  briefbook new term \"Open RAN\"
  briefbook new source doe-2020 --kind report --title \"On networks\" --date 2020-05
  briefbook new event 2020-05-15 \"The rule is published\" --note hisilicon-rule")]
    New(NewOptions),
    /// Move a note, section, file or heading, or rename it, and rewrite every link to it
    #[command(
        long_about = "\
Move a note, a section with all that is in it, another file, or a heading with all that is under it, or give it \
another name, and rewrite every link that would lead elsewhere. All other text stays as it is, byte for byte. Readers who come to an old address are led to \
the new one. Without --write, it is only said what would be done.",
        after_help = "\
Examples:
  briefbook mv treaty accord              Say what renaming a note would change
  briefbook mv treaty accord --write      Do it
  briefbook mv content/treaty.md papers/ --write
                                          Move it into another section
  briefbook mv treaty#Annex \"First annex\" --write
                                          Rename a heading
  briefbook mv treaty#Annex accord# --write
                                          Move it with all that is under it to the end of another note
  briefbook mv talks/ negotiations --write
                                          Rename a section
  briefbook mv images/map.svg images/routes.svg --write"
    )]
    Mv(MoveOptions),
    /// List the files of the built-in theme, or copy one into the book to change it
    #[command(after_help = "\
Examples:
  briefbook theme list
  briefbook theme eject parts/footer.html")]
    Theme(ThemeOptions),
    /// Say what the program sees in a folder
    #[command(after_help = "\
Examples:
  briefbook doctor
  briefbook doctor --root ~/vault")]
    Doctor(DoctorOptions),
    /// Print completions for a shell
    #[command(after_help = "\
Examples:
  briefbook completions bash > ~/.local/share/bash-completion/completions/briefbook
  briefbook completions zsh > ~/.zfunc/_briefbook      In a folder of your fpath
  briefbook completions fish > ~/.config/fish/completions/briefbook.fish")]
    Completions(CompletionsOptions),
    /// Print what may stand in front matter or book.toml as JSON Schema
    #[command(after_help = "\
Examples:
  briefbook schema book > book.schema.json
  briefbook schema front-matter > front-matter.schema.json")]
    Schema(SchemaOptions),
    /// Print the manual page of the program or of a command, or write all of them
    #[command(after_help = "\
Examples:
  briefbook man | man -l -
  briefbook man new source
  briefbook man --out ~/.local/share/man/man1")]
    Man(ManOptions),
}

#[derive(Debug, clap::Args)]
pub(super) struct ManOptions {
    /// The command, such as `serve` or `new source` [default: the program]
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
    /// Write the pages of the program and of all its commands into this folder
    #[arg(short, long, value_name = "DIR", conflicts_with = "command")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct InitOptions {
    /// The folder of the new book
    #[arg(value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// The title of the book [default: the folder's name]
    #[arg(long)]
    pub title: Option<String>,
    /// Write the book.toml that fits this folder of notes, and nothing else
    #[arg(long, value_name = "DIR", conflicts_with = "root")]
    pub from: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct NewOptions {
    /// The folder of the book
    #[arg(short, long, value_name = "DIR", default_value = ".", global = true)]
    pub root: PathBuf,
    /// What to begin.
    #[command(subcommand)]
    pub thing: NewThing,
}

#[derive(Debug, Subcommand)]
pub(super) enum NewThing {
    /// A note
    #[command(after_help = "\
Examples:
  briefbook new note \"Key vendors\"
  briefbook new note \"Key vendors\" --section strategy")]
    Note {
        /// Its title
        title: String,
        /// The section to put it into [default: the book's first level]
        #[arg(short, long)]
        section: Option<String>,
    },
    /// A section, after the last one
    #[command(after_help = "\
Examples:
  briefbook new section \"Looking ahead\"
  briefbook new section Vendors --section strategy")]
    Section {
        /// Its title
        title: String,
        /// The section to put it into [default: the book's first level]
        #[arg(short, long)]
        section: Option<String>,
    },
    /// A term of the glossary
    #[command(after_help = "\
Examples:
  briefbook new term \"Open RAN\"")]
    Term {
        /// The term
        name: String,
    },
    /// A work that notes can cite
    #[command(after_help = "\
Examples:
  briefbook new source doe-2020 --kind report --title \"On networks\" --author \"Doe, Jane\" --date 2020-05")]
    Source(NewSource),
    /// An event of the timeline
    #[command(after_help = "\
Examples:
  briefbook new event 2020-05-15 \"The rule is published\" --note hisilicon-rule
  briefbook new event 1985~ \"They begin to talk\" --note talks")]
    Event(NewEvent),
}

#[derive(Debug, clap::Args)]
pub(super) struct NewSource {
    /// The key to cite it by: `doe-2020`
    pub key: String,
    /// Its kind, as BibLaTeX names it
    #[arg(long, default_value = "misc", value_parser = ["article", "book", "collection", "inbook", "incollection",
        "inproceedings", "jurisdiction", "legislation", "misc", "online", "report", "thesis"])]
    pub kind: String,
    /// Its title
    #[arg(long)]
    pub title: Option<String>,
    /// Its authors: `Doe, Jane and Roe, Richard`
    #[arg(long)]
    pub author: Option<String>,
    /// When it was published
    #[arg(long)]
    pub date: Option<String>,
    /// Where it can be read
    #[arg(long)]
    pub url: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct NewEvent {
    /// When, as precise as is known: `2020-05-15`, `2020-05`, `197X`, `1985~`
    pub date: String,
    /// What happened, in Markdown
    pub text: String,
    /// The note that tells it
    #[arg(short, long)]
    pub note: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct MoveOptions {
    /// A note, a section or a file by its name or its path, or a heading as `note#heading`
    pub from: String,
    /// Its new name, its new path, or a folder with a slash at its end; of a heading its new text, or the note that it
    /// goes to: `note#`, `note#heading`
    pub to: String,
    /// The folder of the book
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Do it, and do not only say it
    #[arg(short, long)]
    pub write: bool,
    /// Let old addresses go, as those of pages that were never published
    #[arg(long)]
    pub no_redirect: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ThemeOptions {
    /// What to do.
    #[command(subcommand)]
    pub command: ThemeCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ThemeCommand {
    /// List the files of the built-in theme
    #[command(after_help = "\
Examples:
  briefbook theme list")]
    List,
    /// Copy a file of the built-in theme into the book, where it goes before the built-in one
    #[command(after_help = "\
Examples:
  briefbook theme eject parts/footer.html
  briefbook theme eject book.css --theme plain")]
    Eject {
        /// The file: `parts/footer.html`
        file: String,
        /// The folder of the book
        #[arg(short, long, value_name = "DIR", default_value = ".")]
        root: PathBuf,
        /// The theme to copy it into, a folder in themes/ [default: the one that the book uses]
        #[arg(long, value_name = "NAME", value_parser = theme_name)]
        theme: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct DoctorOptions {
    /// The folder to look at
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct CompletionsOptions {
    /// The shell
    pub shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
pub(super) struct SchemaOptions {
    /// Of what
    #[arg(value_enum)]
    pub of: SchemaOf,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// The settings of a book
    Book,
    /// The beginning of a note
    FrontMatter,
}

/// The name of a theme, which is the name of a folder.
fn theme_name(name: &str) -> Result<String, String> {
    let fits = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    if fits { Ok(name.to_owned()) } else { Err("write letters, digits, `-` and `_`".to_owned()) }
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
pub(super) struct ServeOptions {
    #[command(flatten)]
    pub author: AuthorOptions,
    /// The port to listen on [default: 3030, or the next free one]
    #[arg(short, long, value_name = "N")]
    pub port: Option<u16>,
    /// The address to listen on, and a further name for the server [default: this machine only]
    #[arg(long, value_name = "NAME")]
    pub host: Option<String>,
    /// Open the first page in the browser
    #[arg(long)]
    pub open: bool,
    /// The editor that links in the page open: a name, an address with {path},
    /// {line} and {column}, or `none`
    #[arg(long, value_name = "EDITOR", default_value = "vscode", value_parser = Editor::parse)]
    pub editor: Editor,
}

#[derive(Debug, clap::Args)]
pub(super) struct WatchOptions {
    #[command(flatten)]
    pub author: AuthorOptions,
    /// The folder to build into [default: `public` in the book's folder]
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Where the book will be published, for metadata that needs whole addresses
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct AuthorOptions {
    #[command(flatten)]
    pub source: SourceOptions,
    /// Look at the files every so many seconds, instead of being told by the system
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "0.5")]
    pub poll: Option<f64>,
    /// Say of each page why it was rendered again
    #[arg(long)]
    pub explain: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct BookOptions {
    #[command(flatten)]
    pub source: SourceOptions,
    /// Look for problems of this kind too, which are no fault in most books:
    /// orphan-note, unlinked-mention, wanted-term
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub warn: Vec<Code>,
    /// Let warnings fail the build as errors do
    #[arg(long)]
    pub strict: bool,
    /// How to print problems: as lines for people, or for other programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Say more: which files were written and removed
    #[arg(short, long, action = ArgAction::Count, conflicts_with = "quiet")]
    pub verbose: u8,
}

#[derive(Debug, clap::Args)]
pub(super) struct SourceOptions {
    /// The folder of the book: one with a book.toml, or any folder of Markdown
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Treat problems of this kind as errors; may be given several times
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub deny: Vec<Code>,
    /// Leave out problems of this kind; may be given several times
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub allow: Vec<Code>,
    /// How many threads to use [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Say nothing but what is wrong
    #[arg(short, long)]
    pub quiet: bool,
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
