//! Other programs that make sites from Markdown, measured on the same text.

mod install;
mod project;
mod quartz;

use std::fmt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

pub(crate) use self::install::{Installed, Missing, Tool, install};
pub(crate) use self::project::lay;
use super::corpus::Reader;
use super::measure::{self, Cost};
use super::place::{Place, remove, weigh};

/// A program with the settings and templates that it is measured with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Peer {
    /// What it is called in the tables.
    pub(crate) name: &'static str,
    /// The program.
    pub(crate) tool: Tool,
    /// Whom the notes are written for.
    pub(crate) reader: Reader,
}

/// All that can be measured, in this order: what a target names comes first, in
/// case the time runs out.
pub(crate) const PEERS: [Peer; 7] = [
    Peer { name: "Hugo, bare", tool: Tool::Hugo, reader: Reader::Hugo },
    Peer { name: "Hugo with extras", tool: Tool::Hugo, reader: Reader::HugoExtras },
    Peer { name: "Zola with search and extras", tool: Tool::Zola, reader: Reader::ZolaExtras },
    Peer { name: "Quartz", tool: Tool::Quartz, reader: Reader::Quartz },
    Peer { name: "Zola with search", tool: Tool::Zola, reader: Reader::Zola },
    Peer { name: "Eleventy, bare", tool: Tool::Eleventy, reader: Reader::Eleventy },
    Peer { name: "mdBook with search", tool: Tool::Mdbook, reader: Reader::Mdbook },
];

/// What a clean build of a peer took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PeerCost {
    pub(crate) peer: Peer,
    pub(crate) clean: Clean,
}

/// What came of a clean build.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Clean {
    Built {
        cost: Cost,
        /// Files of the site, and their bytes.
        output: (usize, u64),
        /// How much a browser loads before it can search, in bytes; nothing if there
        /// is no search.
        search: Option<u64>,
    },
    /// It was ended after that time.
    Over(Duration),
}

impl Clean {
    /// The seconds that it took, at least.
    pub(crate) fn clock(self) -> f64 {
        match self {
            Clean::Built { cost, .. } => cost.clock,
            Clean::Over(limit) => limit.as_secs_f64(),
        }
    }
}

impl fmt::Display for PeerCost {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let over = if matches!(self.clean, Clean::Over(_)) { "over " } else { "" };
        write!(f, "{}: {over}{:.2} s", self.peer.name, self.clean.clock())
    }
}

impl Peer {
    /// The command of a clean build.
    pub(crate) fn build(self, program: &Installed, book: &Path, out: &Path) -> Command {
        let mut command = program.command();
        match self.tool {
            Tool::Hugo => {
                command.args(["build", "--quiet", "--noBuildLock", "--source"]).arg(book);
                command.arg("--cacheDir").arg(book.join("cache")).arg("--destination").arg(out);
            }
            Tool::Zola => {
                command.arg("--root").arg(book).args(["build", "--force", "--output-dir"]).arg(out);
            }
            Tool::Mdbook => {
                command.args(["build", "--dest-dir"]).arg(out).arg(book);
            }
            Tool::Eleventy => {
                command.current_dir(book).arg("--quiet").arg(format!("--output={}", out.display()));
            }
            Tool::Quartz => {
                command.current_dir(book).args(["build", "--output"]).arg(out);
            }
        }
        command
    }

    /// The file that a note becomes, in the site.
    pub(crate) fn page(self, note: usize) -> String {
        page(note, self.reader)
    }

    /// Whether its edits are measured. The modes of the others that wait for edits leave out
    /// what an edit changes elsewhere.
    pub(crate) fn writes_while_it_waits(self) -> bool {
        !matches!(self.tool, Tool::Eleventy | Tool::Quartz)
    }

    /// Empties the place, and writes a book of so many notes for it.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub(crate) fn lay(self, program: &Installed, place: &Place, notes: usize) -> Result<()> {
        place.clear()?;
        let book = place.path("book");
        lay(self.reader, &book, notes)?;
        program.join(&book)
    }

    /// Builds the notes in `place` from nothing, `runs` times at most, each in no
    /// more than `limit`.
    ///
    /// # Errors
    ///
    /// When the peer fails, or makes no page of a note.
    pub(crate) fn measure(
        self,
        program: &Installed,
        place: &Place,
        notes: usize,
        runs: usize,
        limit: Duration,
    ) -> Result<PeerCost> {
        self.lay(program, place, notes)?;
        let (book, out) = (place.path("book"), place.site()?);
        let cost = measure::best(runs, limit, || {
            remove(&book.join("cache"))?;
            Ok(self.build(program, &book, &place.site()?))
        });
        let cost = cost.with_context(|| format!("{} on {notes} notes", self.name))?;
        let Some(cost) = cost else { return Ok(PeerCost { peer: self, clean: Clean::Over(limit) }) };
        // Not every program tells by its exit code that something went wrong.
        if !out.join(self.page(7)).is_file() {
            bail!("{} has made no page `{}`", self.name, self.page(7));
        }
        let clean = Clean::Built { cost, output: weigh(&out)?, search: search(self.reader, &out) };
        Ok(PeerCost { peer: self, clean })
    }
}

/// The file that a note becomes: all programs keep to one of two ways.
pub(crate) fn page(note: usize, reader: Reader) -> String {
    let path = super::corpus::path(note, reader);
    let stem = path.trim_end_matches(".md");
    match reader {
        Reader::Briefbook | Reader::Mdbook | Reader::Quartz => {
            format!("{}.html", stem.replace("_index", "index"))
        }
        _ if path.ends_with("index.md") => {
            format!("{}/index.html", stem.rsplit_once('/').map_or("", |(folder, _)| folder))
        }
        _ => format!("{stem}/index.html"),
    }
}

/// The size of what a browser loads before the first result.
fn search(reader: Reader, out: &Path) -> Option<u64> {
    match reader {
        Reader::HugoExtras => Some(out.join("index.json").metadata().ok()?.len()),
        Reader::Quartz => Some(out.join("static/contentIndex.json").metadata().ok()?.len()),
        Reader::Zola | Reader::ZolaExtras | Reader::Mdbook => {
            let files = std::fs::read_dir(out).ok()?.filter_map(Result::ok);
            let sizes = files.filter(|file| {
                let name = file.file_name();
                let name = name.to_string_lossy();
                // mdBook puts a hash into the name.
                (name.starts_with("search_index") || name.starts_with("searchindex")) && name.ends_with(".js")
            });
            sizes.filter_map(|file| Some(file.metadata().ok()?.len())).max()
        }
        _ => None,
    }
}
