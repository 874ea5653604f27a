//! How long a saved edit takes until it shows, in programs that wait for it.

use std::fmt;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::corpus::{self, Reader};
use super::measure::{self, Running};
use super::peers::{self, Installed, Peer, Tool};
use super::place::{Place, remove};
use crate::run;

/// How long there is between two looks at what is shown.
const LOOK: Duration = Duration::from_millis(1);

/// How long an edit is waited for at most, if the limit is not less.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// The note that is edited; and, for its title, that of the section it is in.
const NOTE: usize = 7;
const SECTION: usize = 0;

/// What was measured of one program that waits for edits.
#[derive(Debug, Clone)]
pub(crate) struct Live {
    /// What it is called in the tables.
    pub(crate) name: String,
    /// Whom the notes are written for.
    pub(crate) reader: Reader,
    /// Where the edit is looked for.
    pub(crate) shown: Shown,
    /// From the save of a sentence more to the changed page, in seconds; nothing
    /// if it never came.
    pub(crate) prose: Option<f64>,
    /// From the save of another title to the change of the last page that shows
    /// it; nothing if one never did, or there is no such page.
    pub(crate) title: Option<f64>,
    /// From the save of a sentence more until Chromium shows it, in a page that was
    /// open before; nothing if no browser was asked for, or it never came.
    pub(crate) browser: Option<f64>,
    /// The most memory held, in bytes, where the system tells.
    pub(crate) peak: Option<u64>,
}

/// What all programs are given.
#[derive(Clone)]
pub(crate) struct Conditions {
    /// How long one of them may take for one thing.
    pub(crate) limit: Duration,
    /// The folder of packages for Node, if a browser is to be opened.
    pub(crate) packages: Option<PathBuf>,
    /// The peers that are measured, if they can be had.
    pub(crate) peers: Vec<Peer>,
    /// How often each edit is made. The least of the times counts.
    pub(crate) rounds: usize,
}

impl Live {
    /// Whether a note says its title itself: the titles of mdBook's pages stand in
    /// one file for all.
    pub(crate) fn has_titles(&self) -> bool {
        self.reader != Reader::Mdbook
    }
}

impl fmt::Display for Live {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let time = |time: Option<f64>| time.map_or_else(|| "never".to_owned(), |time| format!("{time:.3} s"));
        write!(
            f,
            "{}, {}: a sentence {}, a title {}",
            self.name,
            self.shown,
            time(self.prose),
            time(self.title)
        )?;
        self.browser.map_or(Ok(()), |shown| write!(f, ", a sentence in Chromium {shown:.3} s"))
    }
}

/// Where an edit shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// In the files of the site.
    OnDisk,
    /// In what is served.
    Served,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Shown::OnDisk => "on disk",
            Shown::Served => "served",
        })
    }
}

/// Measures this program on a book that is laid out already.
///
/// # Errors
///
/// When it does not start, or ends.
pub(crate) fn own(program: &Path, place: &Place, shown: Shown, conditions: &Conditions) -> Result<Live> {
    let (book, out) = (place.path("book"), place.path("site"));
    remove(&out)?;
    let mut command = Command::new(program);
    let source = match shown {
        Shown::OnDisk => {
            command.args(["watch", "--root"]).arg(&book).arg("--out").arg(&out);
            Source::Folder(out)
        }
        Shown::Served => {
            let port = free_port()?;
            command.args(["serve", "--root"]).arg(&book).args(["--port", &port.to_string()]);
            Source::Server(port)
        }
    };
    live("briefbook", Reader::Briefbook, &mut command, &source, &book, conditions)
}

/// Measures a peer that writes files while it waits, on a book that is laid out already.
///
/// # Errors
///
/// When it does not start, or ends.
pub(crate) fn peer(
    peer: Peer,
    program: &Installed,
    place: &Place,
    shown: Shown,
    conditions: &Conditions,
) -> Result<Live> {
    let (book, out) = (place.path("book"), place.path("site"));
    remove(&out)?;
    let mut command = program.command();
    let source = match shown {
        Shown::OnDisk => Source::Folder(out.clone()),
        Shown::Served => Source::Server(free_port()?),
    };
    match (peer.tool, &source) {
        (Tool::Hugo, source) => {
            match source {
                Source::Folder(out) => command.args(["build", "--watch", "--destination"]).arg(out),
                Source::Server(port) => {
                    command.args(["server", "--renderToMemory", "--port", &port.to_string()])
                }
            };
            command.args(["--noBuildLock", "--source"]).arg(&book).arg("--cacheDir").arg(book.join("cache"));
        }
        (Tool::Zola, source) => {
            command.arg("--root").arg(&book).args(["serve", "--force", "--output-dir"]).arg(&out);
            match source {
                Source::Folder(_) => command.args(["--store-html", "--port", &free_port()?.to_string()]),
                Source::Server(port) => command.args(["--port", &port.to_string()]),
            };
        }
        (Tool::Mdbook, Source::Folder(out)) => {
            // It builds when something changes, and not at the start.
            measure::run(&mut peer.build(program, &book, out), conditions.limit)?;
            command.args(["watch", "--dest-dir"]).arg(out).arg(&book);
        }
        (Tool::Mdbook, Source::Server(port)) => {
            command
                .args(["serve", "--hostname", "127.0.0.1", "--port", &port.to_string(), "--dest-dir"])
                .arg(&out)
                .arg(&book);
        }
        (Tool::Eleventy | Tool::Quartz, _) => bail!("how it waits for edits is not measured"),
    }
    live(peer.name, peer.reader, &mut command, &source, &book, conditions)
}

/// Where a program puts its pages.
enum Source {
    Folder(PathBuf),
    Server(u16),
}

impl Source {
    /// What is at a page now; nothing if there is no page.
    fn page(&self, page: &str) -> Option<String> {
        match self {
            Source::Folder(folder) => std::fs::read_to_string(folder.join(page)).ok(),
            Source::Server(port) => get(*port, page).ok(),
        }
    }

    /// Waits until a page has a text; says how long after `since` it was seen.
    fn wait(&self, page: &str, text: &str, since: Instant, limit: Duration) -> Option<f64> {
        loop {
            if self.page(page).is_some_and(|now| now.contains(text)) {
                return Some(since.elapsed().as_secs_f64());
            }
            if since.elapsed() > limit {
                return None;
            }
            std::thread::sleep(LOOK);
        }
    }
}

/// Starts a program, edits, and waits for what it shows.
fn live(
    name: &str,
    reader: Reader,
    command: &mut Command,
    source: &Source,
    book: &Path,
    conditions: &Conditions,
) -> Result<Live> {
    let note = book.join(reader.content()).join(corpus::path(NOTE, reader));
    let (page, section) = (peers::page(NOTE, reader), peers::page(SECTION, reader));
    let text = std::fs::read_to_string(&note)?;
    let limit = conditions.limit;
    let mut running = Running::start(command)?;
    // Every program has the heading in the page, and shows pages only then.
    let began = source.wait(&page, "</html>", Instant::now(), limit);
    running.check().with_context(|| format!("{name} does not wait for edits"))?;
    if began.is_none() {
        bail!("{name} has shown no `{page}` after {} s", limit.as_secs());
    }
    running.settle(limit);
    let patience = limit.min(PATIENCE);
    let mut prose: Option<f64> = None;
    for round in 0..conditions.rounds {
        let mark = format!("Sentence number {round} is new");
        std::fs::write(&note, format!("{text}\n{mark}.\n"))?;
        let Some(time) = source.wait(&page, &mark, Instant::now(), patience) else { break };
        prose = least(prose, time);
        running.settle(limit);
    }
    let mut title = None;
    for round in 0..conditions.rounds {
        let mark = format!("New{round} ");
        let Some(changed) = retitled(&text, &mark).filter(|_| reader != Reader::Mdbook) else { break };
        std::fs::write(&note, changed)?;
        let saved = Instant::now();
        let own = source.wait(&page, &mark, saved, patience);
        let list = own.and_then(|_| source.wait(&section, &mark, saved, patience));
        let Some(time) = list else { break };
        title = least(title, time);
        running.settle(limit);
    }
    std::fs::write(&note, text)?;
    running.settle(limit);
    let browser = match (source, &conditions.packages) {
        (Source::Server(port), Some(packages)) => in_browser(*port, &page, &note, packages)?,
        _ => None,
    };
    let shown = match source {
        Source::Folder(_) => Shown::OnDisk,
        Source::Server(_) => Shown::Served,
    };
    Ok(Live { name: name.to_owned(), reader, shown, prose, title, browser, peak: running.peak() })
}

fn least(best: Option<f64>, time: f64) -> Option<f64> {
    Some(best.map_or(time, |best| best.min(time)))
}

/// The text with a mark at the start of its title.
fn retitled(text: &str, mark: &str) -> Option<String> {
    let starts = ["title: ", "title = \""];
    let start = starts.into_iter().find(|start| text.contains(start))?;
    Some(text.replacen(start, &format!("{start}{mark}"), 1))
}

/// How long an edit takes until Chromium shows it.
fn in_browser(port: u16, page: &str, note: &Path, packages: &Path) -> Result<Option<f64>> {
    let mut node = Command::new("node");
    node.arg(run::root().join("xtask/src/bench/shown.mjs")).env("NODE_MODULES", packages);
    let told = node.arg(format!("http://localhost:{port}/{}", address(page))).arg(note).output();
    let told = told.context("cannot run node")?;
    // Some programs never tell the page; what they showed until then counts.
    let times = String::from_utf8_lossy(&told.stdout)
        .lines()
        .filter_map(|line| line.parse().ok())
        .collect::<Vec<f64>>();
    Ok(times.into_iter().reduce(f64::min))
}

/// The address of a page: that of a folder rather than its file, which some
/// servers do not know.
fn address(page: &str) -> &str {
    page.strip_suffix("index.html").unwrap_or(page)
}

/// A port that nobody listens on.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// What a server on this machine answers, head and all.
fn get(port: u16, page: &str) -> Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let page = address(page);
    write!(stream, "GET /{page} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
