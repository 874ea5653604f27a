//! How fast the program is, as ratios to what the machine can do.
//!
//! Single times say little on a machine that does other things: everything is
//! measured in one run, beside the floor, and the least of several runs counts.

pub(crate) mod corpus;
mod measure;
mod table;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use self::corpus::Reader;
use self::measure::Cost;
use crate::run;

/// How often the floor and the start are measured.
const RUNS: usize = 5;

/// How often a cold build is measured.
const BUILDS: usize = 2;

/// What was measured on a book of one size.
pub(crate) struct Measured {
    /// How many notes it has.
    notes: usize,
    /// How many bytes its text has.
    text: u64,
    /// The least that any generator must do.
    floor: Time,
    /// A build with nothing remembered.
    cold: Cost,
    /// What the cold build wrote: files, and their bytes.
    output: (usize, u64),
    /// Builds after an edit, by the edit's name, with how many files each wrote.
    edits: Vec<(String, Time, usize)>,
}

/// Seconds of CPU, and of the clock.
#[derive(Debug, Clone, Copy)]
struct Time {
    cpu: f64,
    clock: f64,
}

/// Measures books of some sizes, and writes `docs/benchmarks.md` with its plot.
///
/// # Errors
///
/// When something cannot be built, run or written.
pub(crate) fn bench(sizes: &[usize]) -> Result<()> {
    run::cargo("program", &["build", "--release", "--locked"])?;
    let floor = bench_program("floor")?;
    let edits = bench_program("edits")?;
    let program = run::root().join("target/release/briefbook");
    let start = measure::best(RUNS * 4, || {
        let mut command = Command::new(&program);
        command.arg("--version");
        Ok(command)
    })?;
    let place = Place::new()?;
    let mut measured = Vec::new();
    for &notes in sizes {
        eprintln!("\n== {notes} notes");
        measured.push(size(&place, notes, &program, &floor, &edits)?);
    }
    let docs = run::root().join("docs");
    put(&docs.join("benchmarks.md"), &table::markdown(&measured, start))?;
    put(&docs.join("images/benchmarks.svg"), &table::plot(&measured))
}

/// Measures a book of one size.
fn size(place: &Place, notes: usize, program: &Path, floor: &Path, edits: &Path) -> Result<Measured> {
    let (book, out) = (place.0.join("book"), place.0.join("site"));
    place.clear()?;
    corpus::write(&book, notes, Reader::Briefbook)?;
    let mut least: Option<Time> = None;
    for _ in 0..RUNS {
        let (_, time, _) = lines(floor, &book, &out)?.pop().context("the floor has told nothing")?;
        least = Some(least.map_or(time, |least| if time.cpu < least.cpu { time } else { least }));
        std::fs::remove_dir_all(&out)?;
    }
    let cold = measure::best(BUILDS, || {
        if out.exists() {
            std::fs::remove_dir_all(&out)?;
        }
        let mut command = Command::new(program);
        command.args(["build", "--quiet", "--root"]).arg(&book).arg("--out").arg(&out);
        Ok(command)
    })?;
    let output = weigh(&out)?;
    let text = weigh(&book)?.1;
    let mut told = lines(edits, &book, &out)?;
    // The first line is a build with nothing remembered, and was measured above.
    told.remove(0);
    let floor = least.context("the floor is measured at least once")?;
    Ok(Measured { notes, text, floor, cold, output, edits: told })
}

/// Where books are written: in memory if the system has such a place, because
/// drives differ more than programs. It is removed at the end.
struct Place(PathBuf);

impl Place {
    fn new() -> Result<Place> {
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let place = Place(parent.join(format!("briefbook-bench-{}", std::process::id())));
        place.clear()?;
        Ok(place)
    }

    fn clear(&self) -> Result<()> {
        if self.0.exists() {
            std::fs::remove_dir_all(&self.0)?;
        }
        std::fs::create_dir_all(&self.0).with_context(|| format!("cannot make `{}`", self.0.display()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What cannot be removed is no reason to lose what was measured.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Compiles one of the programs in `benches/`; returns its path.
fn bench_program(name: &str) -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["bench", "--no-run", "--locked", "--message-format=json", "--bench", name]);
    let told = command.current_dir(run::root()).output().context("cannot run Cargo")?;
    // One JSON object a line; that of the program has its path at the end.
    let text = String::from_utf8_lossy(&told.stdout);
    let path = text
        .lines()
        .filter(|line| line.contains(&format!("\"name\":\"{name}\"")))
        .find_map(|line| line.split("\"executable\":\"").nth(1)?.split('"').next());
    path.map(PathBuf::from).with_context(|| format!("the benchmark `{name}` does not compile"))
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

/// How many files a folder has, and how many bytes they have.
fn weigh(folder: &Path) -> Result<(usize, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let (more, size) = match entry.file_type()?.is_dir() {
            true => weigh(&entry.path())?,
            false => (1, entry.metadata()?.len()),
        };
        files += more;
        bytes += size;
    }
    Ok((files, bytes))
}

fn put(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
}
