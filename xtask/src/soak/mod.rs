//! A long day of the author's loop: a book is edited at random and at speed for
//! as long as is asked for, while `serve` runs on it.
//!
//! Again and again the author stops, and what is served must then be what a
//! clean build makes, file by file and byte by byte: no change may be missed. At
//! the end, the program may not take more memory than after it had warmed up.

mod author;
mod served;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use self::author::{Author, Chance, files};
use self::served::{Served, Usage};

/// How many edits there are between two comparisons.
const ROUND: u64 = 250;

/// How many rounds there are between two looks at the memory.
const PAGE: u64 = 2;

/// How long a change may take to be served, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long the author thinks before the memory is looked at. The program gives
/// back what it needed for a time when there is a pause, and what matters is what
/// it keeps.
const REST: Duration = Duration::from_secs(4);

/// The first of so many parts of the time is for warming up. The part after it is
/// compared with the last one, by their medians: single looks differ.
const PART: usize = 4;

/// By how much memory may differ between the two.
const GROWTH: f64 = 1.1;

/// Edits a book for `time` and says what came of it.
///
/// # Errors
///
/// When a change was missed, when memory has grown, when the program ended.
pub(crate) fn soak(time: Duration, program: &Path, seed: u64) -> Result<()> {
    // What is in it tells what was missed, if something was.
    let folder = std::env::temp_dir().join(format!("briefbook-soak-{}", std::process::id()));
    let root = folder.join("book");
    let mut author = Author::new(&root, seed)?;
    let served = Served::start(program, &root)?;
    let mut chance = Chance(seed + 1);
    let mut samples: Vec<Usage> = Vec::new();
    let (mut rounds, mut compared) = (0, 0);

    let started = Instant::now();
    while started.elapsed() < time {
        for _ in 0..ROUND {
            author.edit()?;
            // Mostly at once; at times as long as a look takes, or longer.
            match chance.below(10) {
                0..6 => {}
                pause => thread::sleep(Duration::from_millis([1, 8, 40, 90][pause - 6])),
            }
        }
        rounds += 1;
        let weighed = rounds % PAGE == 0;
        if weighed {
            author.begin_again()?;
        }
        let words = format!("Round {rounds} is over.");
        author.sign(&words)?;
        until_shown(&served, &words)?;
        served.look_in("index.html")?;
        compared += until_equal(&served, program, &folder)?;
        if weighed {
            thread::sleep(REST);
            samples.extend(served.usage());
        }
        if rounds % 8 == 0 {
            say(started.elapsed(), author.edits, samples.last());
        }
    }
    say(started.elapsed(), author.edits, samples.last());
    println!(
        "{} edits in {:.1} minutes, looked at {rounds} times, {compared} files compared: no change was missed",
        author.edits,
        started.elapsed().as_secs_f64() / 60.0
    );
    compare(&samples)?;
    drop(served);
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove `{}`", folder.display()))
}

fn say(time: Duration, edits: u64, usage: Option<&Usage>) {
    let usage = usage.map_or_else(String::new, |usage| {
        format!(", {:.1} MB, {} threads, {} open files", megabytes(usage.memory), usage.threads, usage.files)
    });
    println!("{:>6.1} min: {edits} edits{usage}", time.as_secs_f64() / 60.0);
}

/// Waits until the first page says the words.
fn until_shown(served: &Served, words: &str) -> Result<()> {
    let started = Instant::now();
    loop {
        let page = served.get("index.html")?.unwrap_or_default();
        if String::from_utf8_lossy(&page).contains(words) {
            return Ok(());
        }
        if started.elapsed() > PATIENCE {
            bail!("a change was missed: the first page does not say `{words}`");
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// Waits until everything that is served is what a clean build makes; returns
/// how many files that are.
fn until_equal(served: &Served, program: &Path, folder: &Path) -> Result<u64> {
    let out = folder.join("clean");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let mut build = Command::new(program);
    build.args(["build", "--quiet", "--root"]).arg(folder.join("book")).arg("--out").arg(&out);
    let status = build.stderr(Stdio::null()).status().context("cannot run the program")?;
    // 1 says that the book has errors, as it often has.
    if !matches!(status.code(), Some(0 | 1)) {
        bail!("a clean build failed ({status})");
    }
    let clean = site(&out)?;
    let started = Instant::now();
    loop {
        let mut different = Vec::new();
        for (url, bytes) in &clean {
            let now = served.get(url)?.map(without_script);
            if now.as_ref() != Some(bytes) {
                different.push(url.as_str());
            }
        }
        if different.is_empty() {
            return Ok(clean.len() as u64);
        }
        if started.elapsed() > PATIENCE {
            bail!("a change was missed: a clean build has other bytes in {}", different.join(", "));
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// The files of a built site by address.
fn site(out: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut site = BTreeMap::new();
    for path in files(out)? {
        let url = path.strip_prefix(out)?.to_string_lossy().replace('\\', "/");
        // What is hidden belongs to the writing and not to the site.
        if !url.starts_with('.') {
            site.insert(url, fs::read(path)?);
        }
    }
    Ok(site)
}

/// A page as it is published: without what the server puts into it.
fn without_script(mut page: Vec<u8>) -> Vec<u8> {
    let find = |page: &[u8], words: &[u8]| page.windows(words.len()).position(|window| window == words);
    if let Some(start) = find(&page, b"<script src=\"/_live/")
        && let Some(length) = find(&page[start..], b"</script>")
    {
        page.drain(start..start + length + b"</script>".len());
    }
    page
}

/// Compares what the program took after it had warmed up with what it took at
/// the end.
fn compare(samples: &[Usage]) -> Result<()> {
    let part = samples.len() / PART;
    if part == 0 {
        println!("memory was not compared: the time was too short, or the system does not tell");
        return Ok(());
    }
    let warm = median(&samples[part..2 * part]);
    let end = median(&samples[samples.len() - part..]);
    let change = (end as f64 / warm as f64 - 1.0) * 100.0;
    println!("memory: {:.1} MB warm, {:.1} MB at the end ({change:+.1} %)", megabytes(warm), megabytes(end));
    if end as f64 > warm as f64 * GROWTH {
        bail!("memory has grown by {change:.1} %");
    }
    Ok(())
}

fn median(samples: &[Usage]) -> u64 {
    let mut memory: Vec<u64> = samples.iter().map(|usage| usage.memory).collect();
    memory.sort_unstable();
    memory[memory.len() / 2]
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
