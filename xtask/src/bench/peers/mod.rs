//! Other programs that make sites from Markdown, measured on the same text.

mod install;
mod project;

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

/// All that can be measured.
pub(crate) const PEERS: [Peer; 6] = [
    Peer { name: "Hugo, bare", tool: Tool::Hugo, reader: Reader::Hugo },
    Peer { name: "Hugo with extras", tool: Tool::Hugo, reader: Reader::HugoExtras },
    Peer { name: "Zola with search and extras", tool: Tool::Zola, reader: Reader::ZolaExtras },
    Peer { name: "Zola with search", tool: Tool::Zola, reader: Reader::Zola },
    Peer { name: "mdBook with search", tool: Tool::Mdbook, reader: Reader::Mdbook },
    Peer { name: "Eleventy, bare", tool: Tool::Eleventy, reader: Reader::Eleventy },
];

/// What a clean build of a peer took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PeerCost {
    pub(crate) peer: Peer,
    pub(crate) cold: Cost,
    /// Files of the site, and their bytes.
    pub(crate) output: (usize, u64),
    /// How much a browser loads before it can search, in bytes; nothing if there
    /// is no search.
    pub(crate) search: Option<u64>,
}

impl fmt::Display for PeerCost {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {:.2} s", self.peer.name, self.cold.clock)
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
        }
        command
    }

    /// The file that a note becomes, in the site.
    pub(crate) fn page(self, note: usize) -> String {
        page(note, self.reader)
    }

    /// Builds the notes in `place` from nothing, `runs` times. There is no cost if
    /// that takes longer than `limit`.
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
    ) -> Result<Option<PeerCost>> {
        let (book, out) = (place.path("book"), place.path("site"));
        place.clear()?;
        lay(self.reader, &book, notes)?;
        let cold = measure::best(runs, limit, || {
            remove(&out)?;
            remove(&book.join("cache"))?;
            Ok(self.build(program, &book, &out))
        });
        let cold = cold.with_context(|| format!("{} on {notes} notes", self.name))?;
        let Some(cold) = cold else { return Ok(None) };
        // Not every program tells by its exit code that something went wrong.
        if !out.join(self.page(7)).is_file() {
            bail!("{} has made no page `{}`", self.name, self.page(7));
        }
        Ok(Some(PeerCost { peer: self, cold, output: weigh(&out)?, search: search(self.reader, &out) }))
    }
}

/// The file that a note becomes: all programs keep to one of two ways.
pub(crate) fn page(note: usize, reader: Reader) -> String {
    let path = super::corpus::path(note, reader);
    let stem = path.trim_end_matches(".md");
    match reader {
        Reader::Briefbook | Reader::Mdbook => format!("{}.html", stem.replace("_index", "index")),
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
