//! What was measured, for people: a page of the docs with its plot.

use std::fmt::Write as _;

use super::Measured;
use super::measure::Cost;

/// The page. `start` is what it costs to start the program and end it.
pub(super) fn markdown(measured: &[Measured], start: Cost) -> String {
    let mut out = String::from(HEAD);
    out.push_str("\n| | ");
    row(&mut out, measured, |size| format!("{} notes", size.notes));
    out.push_str("|---|");
    out.push_str(&"--:|".repeat(measured.len()));
    out.push_str("\n| Text | ");
    row(&mut out, measured, |size| megabytes(size.text));
    out.push_str("| Floor, CPU | ");
    row(&mut out, measured, |size| seconds(size.floor.cpu));
    out.push_str("| Cold build, CPU | ");
    row(&mut out, measured, |size| seconds(size.cold.cpu));
    out.push_str("| **Cold build / floor, CPU** | ");
    row(&mut out, measured, |size| format!("**{:.1}**", size.cold.cpu / size.floor.cpu));
    out.push_str("| Cold build / floor, clock | ");
    row(&mut out, measured, |size| format!("{:.1}", size.cold.clock / size.floor.clock));
    out.push_str("| Cold build, memory at most | ");
    row(&mut out, measured, |size| megabytes(size.cold.peak));
    out.push_str("| Site | ");
    row(&mut out, measured, |size| format!("{} files, {}", size.output.0, megabytes(size.output.1)));
    let edits = measured.first().map(|size| size.edits.as_slice()).unwrap_or_default();
    for (at, (name, ..)) in edits.iter().enumerate() {
        let _ = write!(out, "| Cold build / edit of {name}, clock (files written) | ");
        row(&mut out, measured, |size| match size.edits.get(at) {
            Some((_, time, written)) => format!("{:.0} ({written})", size.cold.clock / time.clock),
            None => String::new(),
        });
    }
    let _ = write!(out, "\nStarting the program and ending it takes {:.1} ms of CPU.\n", start.cpu * 1e3);
    for pair in measured.windows(2) {
        let [small, large] = pair else { continue };
        let _ = writeln!(
            out,
            "From {} to {} notes, the cold build grows {:.1} times in CPU and {:.1} times in memory.",
            small.notes,
            large.notes,
            large.cold.cpu / small.cold.cpu,
            large.cold.peak as f64 / small.cold.peak as f64,
        );
    }
    out.push_str("\n![Cold builds and edits as multiples of the floor](images/benchmarks.svg)\n");
    out
}

const HEAD: &str = "\
# Benchmarks

`cargo xtask bench` writes this page. It makes a book of so many notes, the same each time: 600 words a note, eight
links, five citations, terms, tables, footnotes, events, code; search and all other features on. The *floor* is the
least that any generator must do: read each note, turn it to HTML with pulldown-cmark, write one file. Both run on the
same machine in the same minutes, in a file system in memory, so ratios say more than seconds do.

An edit is measured from the saved file to the changed bytes of the site, in a process that has built before, as
`briefbook serve` has. What the watcher waits for, until the folder is quiet, comes on top.
";

fn row(out: &mut String, measured: &[Measured], cell: impl Fn(&Measured) -> String) {
    let cells: Vec<String> = measured.iter().map(cell).collect();
    let _ = writeln!(out, "{} |", cells.join(" | "));
}

fn seconds(seconds: f64) -> String {
    format!("{seconds:.2} s")
}

fn megabytes(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1e6)
}

/// Bars on a scale of powers of ten: how many times the floor each thing takes.
pub(super) fn plot(measured: &[Measured]) -> String {
    let mut bars = Vec::new();
    for size in measured {
        let mut bar = |name: &str, clock: f64| {
            bars.push((format!("{name}, {} notes", size.notes), clock / size.floor.clock));
        };
        bar("floor", size.floor.clock);
        bar("cold build", size.cold.clock);
        for (name, time, _) in &size.edits {
            bar(&format!("edit of {name}"), time.clock);
        }
    }
    let height = 20 * bars.len() + 10;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 {height}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<title>Multiples of the floor, by the clock</title>\n"
    );
    for (at, (name, times)) in bars.iter().enumerate() {
        let y = 20 * at + 8;
        // From a tenth of the floor to a hundred times as much.
        let width = ((times.log10() + 1.0) * 110.0).clamp(2.0, 380.0);
        let _ = writeln!(
            out,
            "<text x=\"190\" y=\"{}\" text-anchor=\"end\">{name}</text><rect x=\"200\" y=\"{y}\" width=\"{width:.0}\" \
             height=\"14\" fill=\"#4a6fa5\"/><text x=\"{:.0}\" y=\"{}\">{times:.1}</text>",
            y + 11,
            width + 206.0,
            y + 11,
        );
    }
    out.push_str("</svg>\n");
    out
}
