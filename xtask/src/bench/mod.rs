//! How fast the program is, as ratios to what the machine can do and to what
//! other programs take.
//!
//! Single times say little on a machine that does other things: everything is
//! measured in one run, beside the floor, and the least of several runs counts.

mod beside;
mod corpus;
mod guide;
mod live;
mod measure;
mod options;
mod peers;
mod place;
mod report;
mod search;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use self::beside::{Beside, beside};
use self::corpus::Reader;
use self::guide::Guide;
use self::live::{Conditions, Live, Shown};
use self::measure::Cost;
pub(crate) use self::options::Options;
use self::peers::{Clean, Installed, Missing, PEERS, PeerCost};
use self::place::{Place, weigh};
use self::search::Query;
use crate::{fixtures, run};

/// How often the start of a program is measured.
const STARTS: usize = 5;

/// Up to how many notes everything is measured several times.
const SMALL: usize = 2_000;

/// All that was measured.
struct Results {
    sizes: Vec<Measured>,
    /// What it costs to start a program and end it: this one, and the peers with
    /// their versions.
    starts: Vec<(String, Cost)>,
    /// Peers that could not be had.
    missing: Vec<Missing>,
    guide: Option<Guide>,
    machine: String,
}

/// What was measured on a book of one size.
struct Measured {
    /// How many notes it has.
    notes: usize,
    /// How many bytes its text has.
    text: u64,
    /// In memory and on disk.
    memory: Cold,
    disk: Cold,
    /// What the cold build wrote: files, and their bytes.
    output: (usize, u64),
    /// Builds after an edit, by the edit's name, with how many files each wrote.
    edits: Vec<(String, Time, usize)>,
    /// What searching costs a reader.
    search: Vec<Query>,
    /// Other programs.
    peers: Vec<PeerCost>,
    /// Programs that wait for edits.
    live: Vec<Live>,
    /// What of them could not be measured, and why.
    skipped: Vec<Missing>,
}

/// A cold build beside the floor.
#[derive(Debug, Clone, Copy)]
struct Cold {
    /// The least that any generator must do.
    floor: Time,
    /// A build with nothing remembered.
    cold: Cost,
}

impl Cold {
    /// The least of two runs of each.
    fn least(self, other: Cold) -> Cold {
        Cold { floor: self.floor.least(other.floor), cold: self.cold.least(other.cold) }
    }
}

/// Seconds of CPU, and of the clock.
#[derive(Debug, Clone, Copy)]
struct Time {
    cpu: f64,
    clock: f64,
}

impl Time {
    /// The least of two runs.
    fn least(self, other: Time) -> Time {
        Time { cpu: self.cpu.min(other.cpu), clock: self.clock.min(other.clock) }
    }
}

/// The programs that measure, compiled.
struct Programs {
    briefbook: PathBuf,
    floor: PathBuf,
    edits: PathBuf,
}

/// Measures what was asked for, and writes `docs/benchmarks.md` with its plots.
///
/// # Errors
///
/// When something cannot be built, run or written.
pub(crate) fn bench(options: &Options) -> Result<()> {
    let machine = machine();
    let (installed, missing) = match options.peers {
        true => peers::install(options.quartz.as_deref()),
        false => Default::default(),
    };
    for Missing { tool, why } in &missing {
        eprintln!("without {tool}: {why}");
    }
    // As it is handed to others, and so are the peers.
    let compiled = run::compiled(&["floor", "edits"], "dist")?;
    let programs = Programs {
        briefbook: compiled.program("briefbook")?,
        floor: compiled.program("floor")?,
        edits: compiled.program("edits")?,
    };
    let packages = if options.browser { Some(fixtures::browser()?) } else { None };
    let only = &options.only;
    let is_wanted =
        |name: &str| only.is_empty() || only.iter().any(|part| name.to_lowercase().contains(part));
    let wanted = PEERS.into_iter().filter(|peer| is_wanted(peer.name)).collect();
    let conditions = Conditions { limit: options.limit, packages, peers: wanted, rounds: 3 };
    let ends = options.time.map(|time| Instant::now() + time);
    let starts = starts(&programs.briefbook, &installed)?;
    let on_disk = on_disk(&options.sizes, &programs, options.limit)?;
    let memory = Place::in_memory()?;
    let mut sizes = Vec::new();
    for (&notes, disk) in options.sizes.iter().zip(on_disk) {
        sizes.push(size(&memory, disk, notes, &programs, &installed, &conditions, ends)?);
    }
    let mdbook = installed.iter().find(|program| program.tool == peers::Tool::Mdbook);
    let guide = match (&options.guide, mdbook) {
        (None, _) => None,
        (Some(_), None) => bail!("`--guide` needs mdBook: add `--peers`"),
        (Some(guide), Some(mdbook)) => {
            eprintln!("\n== the bundled book, and {}", guide.display());
            Some(guide::measure(guide, mdbook, &programs.briefbook, &memory, options.limit)?)
        }
    };
    let results = Results { sizes, starts, missing, guide, machine };
    report::write(&results, options.to.as_deref())
}

/// Writes a book of so many notes for a program, with all that it needs.
///
/// # Errors
///
/// When the program is not known, or a file cannot be written.
pub(crate) fn lay(folder: &Path, notes: usize, reader: &str) -> Result<()> {
    let known = Reader::NAMES.into_iter().find(|(name, _)| *name == reader);
    let (_, reader) = known.with_context(|| {
        let names = Reader::NAMES.map(|(name, _)| format!("`{name}`"));
        format!("`{reader}` is not among the programs a book can be for: {}", names.join(", "))
    })?;
    peers::lay(reader, folder, notes)
}

/// Measures clean builds of all sizes on the drive. Nothing is deleted there
/// before the last of them is over.
fn on_disk(sizes: &[usize], programs: &Programs, limit: Duration) -> Result<Vec<Cold>> {
    let disk = Place::on_disk()?;
    let cold = |&notes| cold(&disk, &disk.path(&format!("book-{notes}")), notes, programs, limit);
    sizes.iter().map(cold).collect()
}

/// Measures a book of one size.
fn size(
    memory: &Place,
    disk: Cold,
    notes: usize,
    programs: &Programs,
    installed: &[Installed],
    conditions: &Conditions,
    ends: Option<Instant>,
) -> Result<Measured> {
    let limit = conditions.limit;
    eprintln!("\n== {notes} notes");
    memory.clear()?;
    let (book, out) = (memory.path("book"), memory.path("site"));
    let in_memory = cold(memory, &book, notes, programs, limit)?;
    let output = weigh(&out)?;
    let text = weigh(&book)?.1;
    let search = search::measure(&out, conditions.packages.as_deref())?;
    // As often as the others.
    let conditions = &Conditions { rounds: runs(notes), ..conditions.clone() };
    let mut live = Vec::new();
    for shown in [Shown::OnDisk, Shown::Served] {
        let own = live::own(&programs.briefbook, memory, shown, conditions)?;
        eprintln!("{own}");
        live.push(own);
    }
    let mut edits = lines(&programs.edits, &book, &out)?;
    // The first line is a build with nothing remembered, and was measured above.
    edits.remove(0);
    let Beside { peers, live: others, skipped } = beside(memory, notes, installed, conditions, ends)?;
    live.extend(others);
    Ok(Measured { notes, text, memory: in_memory, disk, output, edits, search, peers, live, skipped })
}

/// Lays out a book, and measures the floor and a build from nothing, in turns: so
/// both have the same machine and the same drive.
fn cold(place: &Place, book: &Path, notes: usize, programs: &Programs, limit: Duration) -> Result<Cold> {
    corpus::write(book, notes, Reader::Briefbook)?;
    let mut least: Option<Cold> = None;
    for _ in 0..runs(notes) {
        let floor = lines(&programs.floor, book, &place.site()?)?.pop();
        let (_, floor, _) = floor.context("the floor has told nothing")?;
        let cold = measure::run(&mut build(&programs.briefbook, book, &place.site()?), limit)?;
        let cold =
            cold.with_context(|| format!("briefbook takes over {} s for {notes} notes", limit.as_secs()))?;
        let now = Cold { floor, cold };
        least = Some(least.map_or(now, |least| least.least(now)));
    }
    let least = least.expect("there is a run");
    let Cold { floor, cold } = least;
    eprintln!(
        "{notes} notes in `{}`: the floor {:.3} s, briefbook {:.2} s",
        place.path("").display(),
        floor.clock,
        cold.clock
    );
    Ok(least)
}

/// How often a book of so many notes is built from nothing, by each program alike.
fn runs(notes: usize) -> usize {
    if notes <= SMALL { 3 } else { 2 }
}

/// The command of a build.
fn build(program: &Path, book: &Path, out: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["build", "--quiet", "--root"]).arg(book).arg("--out").arg(out);
    command
}

/// What it costs to start each program.
fn starts(briefbook: &Path, installed: &[Installed]) -> Result<Vec<(String, Cost)>> {
    let limit = Duration::from_secs(20);
    let own = measure::best(STARTS, limit, || {
        let mut command = Command::new(briefbook);
        command.arg("--version");
        Ok(command)
    })?;
    let mut starts = vec![("briefbook".to_owned(), own.context("the program does not start")?)];
    for program in installed {
        let cost = measure::best(STARTS, limit, || {
            let mut command = program.command();
            command.arg(program.tool.version());
            Ok(command)
        })?;
        starts.extend(cost.map(|cost| (format!("{} {}", program.tool.name(), program.version), cost)));
    }
    Ok(starts)
}

/// Runs a program of `benches/` and reads what it tells: names with times.
fn lines(program: &Path, book: &Path, out: &Path) -> Result<Vec<(String, Time, usize)>> {
    let told = Command::new(program).arg(book).arg(out).output()?;
    if !told.status.success() {
        bail!("{} failed: {}", program.display(), String::from_utf8_lossy(&told.stderr));
    }
    let line = |line: &str| {
        let mut parts = line.split('\t');
        let name = parts.next()?.to_owned();
        let time = Time { cpu: parts.next()?.parse().ok()?, clock: parts.next()?.parse().ok()? };
        Some((name, time, parts.next()?.parse().ok()?))
    };
    Ok(String::from_utf8_lossy(&told.stdout).lines().filter_map(line).collect())
}

/// What it is measured on, in a few words, and whether it does other things.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let told = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        told.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map(|(_, name)| name);
    let model = model.unwrap_or(std::env::consts::ARCH).trim();
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    match load.split_whitespace().next() {
        Some(load) => format!("{cores} cores ({model}); other work took {load} cores' worth before it"),
        None => format!("{cores} cores ({model})"),
    }
}
