//! The page `docs/benchmarks.md`.

use std::fmt::Write as _;

use super::super::live::{Live, Shown};
use super::super::measure::Cost;
use super::super::peers::{Clean, Missing, PeerCost};
use super::super::{Measured, Results};
use super::targets::targets;
use super::{kilobytes, megabytes, seconds, thousands, times};

/// The whole page.
pub(super) fn page(results: &Results) -> String {
    let mut out = format!("{HEAD}\nThis was written by a run on {}.\n", results.machine);
    targets_table(&mut out, results);
    for size in &results.sizes {
        cold(&mut out, size);
    }
    out.push_str("\n![Clean builds of all programs](images/benchmarks.svg)\n");
    growth(&mut out, &results.sizes);
    live(&mut out, &results.sizes);
    kinds(&mut out, &results.sizes);
    search(&mut out, &results.sizes);
    starts(&mut out, results);
    guide(&mut out, results);
    peers(&mut out, results);
    out
}

const HEAD: &str = "\
# Benchmarks

`cargo xtask bench --peers` writes this page; nothing on it is written by hand. It makes a book of so many notes, the
same each time: 600 words a note, eight links, five citations, terms, tables, footnotes, events, code; search and all
other features on. The *floor* is the least that any generator must do: read each note, turn it to HTML with
pulldown-cmark, write one file, with all cores. All programs run on the same machine one after the other, on the same
text, in a file system in memory if it is not said otherwise, so ratios say more than seconds do. The floor and briefbook
are built by the profile `dist`, as programs are that are handed to others. Each builds as often
as the others, but for those that take longer than a minute, which build once; the least time counts, and the most memory.
On disk, the floor and briefbook build in turns; every run writes into a
folder that was never used, after all that was written before has reached the drive, and nothing is deleted until all
of these runs are over: ext4 takes longer to make a file in the minutes after many were deleted.
";

fn targets_table(out: &mut String, results: &Results) {
    out.push_str(
        "\n## Targets\n\nWhat counts is the clock; where a machine does other things too, the time of the CPU says \
         more.\n\n| | target | by the clock | by the CPU | |\n|---|---|--:|--:|---|\n",
    );
    for target in targets(results) {
        let met = target.met.map_or("not known", |met| if met { "met" } else { "**missed**" });
        let cpu = target.cpu.unwrap_or_default();
        let _ = writeln!(out, "| {} | {} | {} | {cpu} | {met} |", target.what, target.aim, target.measured);
    }
}

/// Clean builds of one size.
fn cold(out: &mut String, size: &Measured) {
    let _ = write!(
        out,
        "\n## A clean build of {} notes ({} of text)\n\n| | clock | CPU | times as long as briefbook | memory at most \
         | site | loaded before the first search |\n|---|--:|--:|--:|--:|--:|--:|\n",
        thousands(size.notes),
        megabytes(size.text),
    );
    let own = size.memory.cold;
    for (place, cold) in [("in memory", size.memory), ("on disk", size.disk)] {
        let _ = writeln!(
            out,
            "| floor {place} | {} | {} | {} | | | |",
            seconds(cold.floor.clock),
            seconds(cold.floor.cpu),
            times(cold.floor.clock / cold.cold.clock),
        );
    }
    let site = |(files, bytes): (usize, u64)| format!("{} files, {}", thousands(files), megabytes(bytes));
    row(out, "**briefbook**", own, own, &site(size.output), "see below");
    row(out, "briefbook on disk", size.disk.cold, own, &site(size.output), "");
    for PeerCost { peer, clean } in &size.peers {
        match clean {
            Clean::Built { cost, output, search } => {
                row(out, peer.name, *cost, own, &site(*output), &search.map(megabytes).unwrap_or_default());
            }
            Clean::Over(limit) => {
                let over = limit.as_secs_f64();
                let ratio = times(over / own.clock);
                let _ = writeln!(out, "| {} | over {} | | over {ratio} | | | |", peer.name, seconds(over));
            }
        }
    }
    not_measured(out, &size.skipped);
}

fn not_measured(out: &mut String, missing: &[Missing]) {
    if !missing.is_empty() {
        out.push('\n');
    }
    for missing in missing {
        let _ = writeln!(out, "- {} was not measured: {}.", missing.tool, missing.why);
    }
}

fn row(out: &mut String, name: &str, cost: Cost, own: Cost, site: &str, search: &str) {
    let _ = writeln!(
        out,
        "| {name} | {} | {} | {} | {} | {site} | {search} |",
        seconds(cost.clock),
        seconds(cost.cpu),
        times(cost.clock / own.clock),
        megabytes(cost.peak),
    );
}

fn growth(out: &mut String, sizes: &[Measured]) {
    for pair in sizes.windows(2) {
        let [small, large] = pair else { continue };
        let _ = write!(
            out,
            "\nFrom {} to {} notes, a clean build grows {} times by the clock, {} times in CPU and {} times in memory.\n",
            thousands(small.notes),
            thousands(large.notes),
            times(large.memory.cold.clock / small.memory.cold.clock),
            times(large.memory.cold.cpu / small.memory.cold.cpu),
            times(large.memory.cold.peak as f64 / small.memory.cold.peak as f64),
        );
    }
}

/// Programs that wait for edits.
fn live(out: &mut String, sizes: &[Measured]) {
    out.push_str(
        "\n## From the save until it shows\n\nEach program waits for changes as its authors use it, and one note is \
         saved. *On disk* is until its page has the new bytes in the folder of the site; *served* until its server answers \
         with them, asked every millisecond. A title has come only when the page of the section that lists the note has it \
         too. Bare Hugo shows it on these two; briefbook shows it on every page that names the note, and has made all of them when one is seen. How Eleventy and Quartz wait for edits is not measured: they leave out what an edit changes elsewhere. The waits that a watcher makes by itself are in it (Zola's is a second by default). *Never* is not within two minutes, or the limit of the run if that is less. *In Chromium* is until a page that was open before has it, and nothing where that was not within a minute.\n\n| |",
    );
    for size in sizes {
        let notes = thousands(size.notes);
        let _ = write!(
            out,
            " a sentence, {notes} | a title, {notes} | a sentence in Chromium, {notes} | memory, {notes} |"
        );
    }
    let _ = writeln!(out, "\n|---|{}", "--:|--:|--:|--:|".repeat(sizes.len()));
    let mut names: Vec<(&str, Shown)> = Vec::new();
    for live in sizes.iter().flat_map(|size| &size.live) {
        if !names.contains(&(&live.name, live.shown)) {
            names.push((&live.name, live.shown));
        }
    }
    for (name, shown) in names {
        let _ = write!(out, "| {name}, {shown} |");
        for size in sizes {
            let live = size.live.iter().find(|live| live.name == name && live.shown == shown);
            let _ = write!(out, " {} |", live.map(edited).unwrap_or_else(|| "| | |".to_owned()));
        }
        out.push('\n');
    }
    out.push_str("\n![From the save of a sentence until it shows](images/benchmarks-edits.svg)\n");
}

fn edited(live: &Live) -> String {
    let time = |time: Option<f64>| time.map_or_else(|| "never".to_owned(), seconds);
    let title = if live.has_titles() { time(live.title) } else { "in another file".to_owned() };
    let browser = live.browser.map(seconds).unwrap_or_default();
    format!("{} | {title} | {browser} | {}", time(live.prose), live.peak.map(megabytes).unwrap_or_default())
}

/// Edits of each kind, in a process.
fn kinds(out: &mut String, sizes: &[Measured]) {
    out.push_str(
        "\n## Edits of each kind\n\nFrom the saved file to the changed bytes of the site, in a process that has built \
         before and is told to look: by the clock, with how many files were written.\n\n| |",
    );
    for size in sizes {
        let _ = write!(out, " {} notes | files |", thousands(size.notes));
    }
    let _ = writeln!(out, "\n|---|{}", "--:|--:|".repeat(sizes.len()));
    let edits = sizes.first().map(|size| size.edits.as_slice()).unwrap_or_default();
    for (at, (name, ..)) in edits.iter().enumerate() {
        let _ = write!(out, "| {name} |");
        for size in sizes {
            if let Some((_, time, written)) = size.edits.get(at) {
                let _ = write!(out, " {} | {} |", seconds(time.clock), thousands(*written));
            }
        }
        out.push('\n');
    }
}

/// What a query costs a reader.
fn search(out: &mut String, sizes: &[Measured]) {
    out.push_str(
        "\n## A search\n\nWhat a page that has searched for nothing before loads for one query, and how long it takes \
         (in Chromium with `--browser`, else in Node) from the query to the first ten titles, with the files at hand.\n\n| notes | query | files | loaded | \
         compressed | time | found |\n|--:|---|--:|--:|--:|--:|--:|\n",
    );
    for size in sizes {
        for query in &size.search {
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} | {} |",
                thousands(size.notes),
                query.text,
                query.files,
                kilobytes(query.bytes),
                kilobytes(query.compressed),
                seconds(query.seconds),
                thousands(query.found),
            );
        }
    }
}

fn starts(out: &mut String, results: &Results) {
    out.push_str(
        "\n## Start\n\nTo print its version, and end.\n\n| | clock | CPU | memory |\n|---|--:|--:|--:|\n",
    );
    for (name, cost) in &results.starts {
        let (clock, cpu) = (seconds(cost.clock), seconds(cost.cpu));
        let _ = writeln!(out, "| {name} | {clock} | {cpu} | {} |", megabytes(cost.peak));
    }
}

fn guide(out: &mut String, results: &Results) {
    let Some(guide) = &results.guide else { return };
    let _ = write!(
        out,
        "\n## The bundled book and mdBook's guide\n\nBoth from nothing, with search; the bundled book with citations, \
         highlighting, cards and all else.\n\n| | text | clock | CPU | memory |\n|---|--:|--:|--:|--:|\n"
    );
    let rows = [
        ("briefbook, the bundled book", guide.own, guide.own_text),
        ("mdBook, its guide", guide.mdbook, guide.mdbook_text),
    ];
    for (name, cost, text) in rows {
        let _ = writeln!(
            out,
            "| {name} | {} | {} | {} | {} |",
            megabytes(text),
            seconds(cost.clock),
            seconds(cost.cpu),
            megabytes(cost.peak),
        );
    }
}

/// What the peers were, and which were not there.
fn peers(out: &mut String, results: &Results) {
    if results.starts.len() > 1 || !results.missing.is_empty() {
        out.push_str(PEERS);
    }
    not_measured(out, &results.missing);
}

const PEERS: &str = "
## What the others do

The same prose, in each program's own dialect, with templates of a few lines (`xtask/src/bench/peers/`):

- Hugo, bare: a page a note with its table of contents, a page a section. Links are addresses, and not checked.
- Hugo with extras: links resolved and checked by a link hook, backlinks, sources and where they are cited, a glossary
  and where its terms are used, a timeline, the text for a search. What many pages need is made once.
- Zola with search: its own links, checked; its own search index.
- Zola with search and extras: backlinks, and sources and terms as taxonomies. No timeline.
- mdBook with search: as it comes. Eleventy, bare: a page a note.
- Quartz: as it comes, with its search, backlinks, graph and callouts; fonts and pictures for cards, which it asks the
  network for, are switched off, and so are formulas, its icon and dates from Git. Citations are plain text, and there is no glossary.

Zola is on npm as a library for Node; what Node needs to start is in its times, and can be seen above.
";
