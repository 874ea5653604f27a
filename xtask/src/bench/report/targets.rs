//! What the program must reach, beside what was measured.

use super::super::corpus::Reader;
use super::super::live::{Live, Shown};
use super::super::measure::Cost;
use super::super::{Cold, Measured, Results};
use super::{megabytes, thousands, times};

/// One thing that must be reached.
pub(super) struct Target {
    /// What is measured.
    pub(super) what: String,
    /// What it must be.
    pub(super) aim: String,
    /// What it is, by the clock.
    pub(super) measured: String,
    /// The same by the time of the CPU, which other work on the machine changes
    /// less; nothing for what is waited for.
    pub(super) cpu: Option<String>,
    pub(super) met: bool,
}

/// All targets that the measured sizes and programs say something about.
pub(super) fn targets(results: &Results) -> Vec<Target> {
    let mut targets = Vec::new();
    for size in &results.sizes {
        floor(&mut targets, size);
        peers(&mut targets, size);
        edits(&mut targets, size);
    }
    for pair in results.sizes.windows(2) {
        let [small, large] = pair else { continue };
        // A step is ten times as many notes: others are made such a step.
        let step = (large.notes as f64 / small.notes as f64).log10();
        let growth = Ratio::of(large.memory.cold, small.memory.cold).root(step);
        at_most(
            &mut targets,
            format!("Cold build, {} to {} notes, each ten times as many", count(small), count(large)),
            11.0,
            growth,
        );
        memory(&mut targets, large);
    }
    if let Some(guide) = &results.guide {
        at_most(
            &mut targets,
            "The bundled book / mdBook's guide".to_owned(),
            1.5,
            Ratio::of(guide.own, guide.mdbook),
        );
    }
    targets
}

fn floor(targets: &mut Vec<Target>, size: &Measured) {
    let ratio =
        |Cold { cold, floor }| Ratio { clock: cold.clock / floor.clock, cpu: Some(cold.cpu / floor.cpu) };
    let what = |place| format!("Cold build / floor {place}, {} notes", count(size));
    at_most(targets, what("in memory"), 12.0, ratio(size.memory));
    at_most(targets, what("on disk"), 6.0, ratio(size.disk));
}

/// The memory of a cold build follows the text.
fn memory(targets: &mut Vec<Target>, size: &Measured) {
    let most = 4 * size.text + 60_000_000;
    let peak = size.memory.cold.peak;
    targets.push(Target {
        what: format!("Peak memory of a cold build, {} notes", count(size)),
        aim: format!("at most {} (4 times the text and 60 MB)", megabytes(most)),
        measured: megabytes(peak),
        cpu: None,
        met: peak <= most,
    });
}

/// Cold builds beside those of peers.
fn peers(targets: &mut Vec<Target>, size: &Measured) {
    // Below ten thousand notes there is no target, and the tables say enough.
    if size.notes < 10_000 {
        return;
    }
    let aims = [(Reader::Hugo, 5.0), (Reader::HugoExtras, 15.0), (Reader::ZolaExtras, 12.0)];
    for (reader, aim) in aims {
        let Some(cost) = size.peers.iter().find(|cost| cost.peer.reader == reader) else { continue };
        let what = format!("{} / cold build, {} notes", cost.peer.name, count(size));
        at_least(targets, what, aim, Ratio::of(cost.cold, size.memory.cold));
    }
}

/// Edits beside those of peers, and beside the cold build.
fn edits(targets: &mut Vec<Target>, size: &Measured) {
    let find = |name: &str, shown| size.live.iter().find(|live| live.name == name && live.shown == shown);
    let own = find("briefbook", Shown::OnDisk).and_then(|live| live.prose);
    if let Some(own) = own.filter(|_| size.notes >= 10_000) {
        let what = |than: &str| format!("{than} / an edit of prose to disk, {} notes", count(size));
        at_least(targets, what("Cold build"), 50.0, Ratio::waited(size.memory.cold.clock / own));
        let hugo = find("Hugo, bare", Shown::OnDisk).and_then(|live| live.prose);
        if let Some(hugo) = hugo {
            at_least(targets, what("Hugo's, bare"), 20.0, Ratio::waited(hugo / own));
        }
    }
    for shown in [Shown::OnDisk, Shown::Served] {
        let Some(own) = find("briefbook", shown) else { continue };
        for (edit, time) in [("prose", (|live| live.prose) as fn(&Live) -> _), ("a title", |live| live.title)]
        {
            // Who shows a title only on its own page is not measured by its speed.
            let others = size.live.iter().filter(|live| live.name != own.name && live.shown == shown);
            let whole = others.filter(|live| live.title.is_some() || live.reader == Reader::Mdbook);
            let whole: Vec<&Live> = whole.collect();
            // Nor is it the same to show a title in a list of notes, and to show it wherever
            // the note is mentioned.
            let mentioned = whole.iter().filter(|live| edit == "a title" && live.reader.has_extras());
            let mut named = None;
            for others in [whole.clone(), mentioned.copied().collect()] {
                let fastest = others.iter().filter_map(|live| Some((time(live)?, &live.name)));
                let fastest = fastest.min_by(|one, other| one.0.total_cmp(&other.0));
                let (Some(own), Some((fastest, name))) = (time(own), fastest) else { continue };
                if named.replace(name) != Some(name) {
                    let what = format!("{name} / edit of {edit} {shown}, {} notes", count(size));
                    at_least(targets, what, 10.0, Ratio::waited(fastest / own));
                }
            }
        }
    }
}

/// How many times as long one thing takes as another.
#[derive(Debug, Clone, Copy)]
struct Ratio {
    clock: f64,
    cpu: Option<f64>,
}

impl Ratio {
    fn of(one: Cost, other: Cost) -> Ratio {
        Ratio { clock: one.clock / other.clock, cpu: Some(one.cpu / other.cpu) }
    }

    /// Of two times that somebody waits.
    fn waited(clock: f64) -> Ratio {
        Ratio { clock, cpu: None }
    }

    /// The part of it in one of several equal steps.
    fn root(self, steps: f64) -> Ratio {
        Ratio { clock: self.clock.powf(1.0 / steps), cpu: self.cpu.map(|cpu| cpu.powf(1.0 / steps)) }
    }
}

fn at_most(targets: &mut Vec<Target>, what: String, aim: f64, ratio: Ratio) {
    add(targets, what, format!("at most {aim}"), ratio, ratio.clock <= aim);
}

fn at_least(targets: &mut Vec<Target>, what: String, aim: f64, ratio: Ratio) {
    add(targets, what, format!("at least {aim}"), ratio, ratio.clock >= aim);
}

fn add(targets: &mut Vec<Target>, what: String, aim: String, ratio: Ratio, met: bool) {
    targets.push(Target { what, aim, measured: times(ratio.clock), cpu: ratio.cpu.map(times), met });
}

fn count(size: &Measured) -> String {
    thousands(size.notes)
}
