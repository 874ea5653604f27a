//! What the program must reach, beside what was measured.

use super::super::corpus::Reader;
use super::super::live::{Live, Shown};
use super::super::measure::Cost;
use super::super::peers::{Clean, PeerCost};
use super::super::{Cold, Measured, Results, Time};
use super::{megabytes, thousands, times};

/// From how many notes on there are targets beside other programs and for memory.
const LARGE: usize = 10_000;

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
    /// Nothing if what was measured does not say it.
    pub(super) met: Option<bool>,
}

/// All targets that the measured sizes and programs say something about.
pub(super) fn targets(results: &Results) -> Vec<Target> {
    let mut targets = Vec::new();
    for size in &results.sizes {
        floor(&mut targets, size);
        peers(&mut targets, size);
        memory(&mut targets, size);
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
        title(&mut targets, small, large);
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
    if size.notes < LARGE {
        return;
    }
    let most = 4 * size.text + 60_000_000;
    let peak = size.memory.cold.peak;
    targets.push(Target {
        what: format!("Peak memory of a cold build, {} notes", count(size)),
        aim: format!("at most {} (4 times the text and 60 MB)", megabytes(most)),
        measured: megabytes(peak),
        cpu: None,
        met: Some(peak <= most),
    });
}

/// Cold builds beside those of peers.
fn peers(targets: &mut Vec<Target>, size: &Measured) {
    if size.notes < LARGE {
        return;
    }
    let own = size.memory.cold;
    let aims = [
        (Reader::Hugo, 5.0, ""),
        (Reader::HugoExtras, 15.0, ""),
        (Reader::ZolaExtras, 12.0, " (no timeline)"),
        (Reader::Quartz, 100.0, ""),
    ];
    for (reader, aim, but) in aims {
        let Some(PeerCost { peer, clean }) = size.peers.iter().find(|cost| cost.peer.reader == reader) else {
            continue;
        };
        let what = format!("{}{but} / cold build, {} notes", peer.name, count(size));
        match clean {
            Clean::Built { cost, .. } => at_least(targets, what, aim, Ratio::of(*cost, own)),
            // It was ended before it was done.
            Clean::Over(limit) => {
                at_least(targets, what, aim, Ratio::waited(limit.as_secs_f64() / own.clock));
                let last = targets.last_mut().expect("it was added");
                last.measured = format!("over {}", last.measured);
                last.met = last.met.filter(|met| *met);
            }
        }
    }
}

/// What a new title costs beyond a look at the book, for each file that is written:
/// the same in a large book as in a small one, if it costs in proportion to the pages
/// that show it.
fn title(targets: &mut Vec<Target>, small: &Measured, large: &Measured) {
    let part = |size: &Measured| {
        let find = |name| size.edits.iter().find(|(edit, ..)| edit == name);
        let (Some((_, look, _)), Some((_, title, files))) = (find("nothing"), find("title")) else {
            return None;
        };
        let files = *files as f64;
        let part = Time { cpu: (title.cpu - look.cpu) / files, clock: (title.clock - look.clock) / files };
        // Where a look took as long, nothing can be said.
        (part.clock.is_finite() && part.clock > 0.0 && part.cpu > 0.0).then_some(part)
    };
    let (Some(small_part), Some(large_part)) = (part(small), part(large)) else { return };
    let what = format!(
        "A new title beyond a look, for each file that it changes, {} / {} notes",
        count(large),
        count(small)
    );
    let ratio =
        Ratio { clock: large_part.clock / small_part.clock, cpu: Some(large_part.cpu / small_part.cpu) };
    at_most(targets, what, 2.0, ratio);
}

/// Edits beside those of peers, and beside the cold build.
fn edits(targets: &mut Vec<Target>, size: &Measured) {
    let find = |name: &str, shown| size.live.iter().find(|live| live.name == name && live.shown == shown);
    let own = find("briefbook", Shown::OnDisk).and_then(|live| live.prose);
    if let Some(own) = own.filter(|_| size.notes >= LARGE) {
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
    targets.push(Target {
        what,
        aim,
        measured: times(ratio.clock),
        cpu: ratio.cpu.map(times),
        met: Some(met),
    });
}

fn count(size: &Measured) -> String {
    thousands(size.notes)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::super::peers::PEERS;
    use super::*;

    /// The targets of books of these sizes, a line each: here a build takes a second
    /// for ten thousand notes, and the floor a tenth of that.
    fn check(sizes: &[usize], peers: &[(Reader, Clean)]) -> Vec<String> {
        let size = |&notes: &usize| {
            let seconds = notes as f64 / 10_000.0;
            let cost = cost(seconds);
            let time = |share: f64| Time { cpu: seconds * share, clock: seconds * share };
            let cold = Cold { floor: time(0.1), cold: cost };
            let peers = peers.iter().map(|&(reader, clean)| {
                let peer = PEERS.into_iter().find(|peer| peer.reader == reader);
                PeerCost { peer: peer.expect("it is one"), clean }
            });
            Measured {
                notes,
                text: notes as u64 * 5_000,
                memory: cold,
                disk: cold,
                output: (notes, 0),
                edits: vec![("nothing".into(), time(0.01), 0), ("title".into(), time(0.02), 80)],
                search: Vec::new(),
                peers: peers.collect(),
                live: Vec::new(),
                skipped: Vec::new(),
            }
        };
        let results = Results {
            sizes: sizes.iter().map(size).collect(),
            starts: Vec::new(),
            missing: Vec::new(),
            guide: None,
            machine: String::new(),
        };
        let line = |Target { what, aim, measured, cpu, met }| {
            let met = met.map_or("not known", |met| if met { "met" } else { "missed" });
            format!("{what}: {aim}, {measured} ({}) {met}", cpu.unwrap_or_default())
        };
        targets(&results).into_iter().map(line).collect()
    }

    fn cost(seconds: f64) -> Cost {
        Cost { cpu: seconds * 2.0, clock: seconds, peak: 100_000_000 }
    }

    fn built(seconds: f64) -> Clean {
        Clean::Built { cost: cost(seconds), output: (0, 0), search: None }
    }

    #[test]
    fn a_small_book_is_measured_beside_the_floor_alone() {
        assert_eq!(
            check(&[1_000], &[(Reader::Hugo, built(1.0))]),
            [
                "Cold build / floor in memory, 1,000 notes: at most 12, 10 (20) met",
                "Cold build / floor on disk, 1,000 notes: at most 6, 10 (20) missed",
            ]
        );
    }

    #[test]
    fn a_large_book_is_measured_beside_what_was_built_and_what_took_too_long() {
        let peers = [
            (Reader::Hugo, built(4.0)),
            (Reader::HugoExtras, Clean::Over(Duration::from_secs(14))),
            (Reader::ZolaExtras, built(12.0)),
            (Reader::Quartz, Clean::Over(Duration::from_secs(420))),
        ];
        assert_eq!(
            check(&[10_000], &peers)[2..],
            [
                "Hugo, bare / cold build, 10,000 notes: at least 5, 4.0 (4.0) missed",
                "Hugo with extras / cold build, 10,000 notes: at least 15, over 14 () not known",
                "Zola with search and extras (no timeline) / cold build, 10,000 notes: at least 12, 12 (12) met",
                "Quartz / cold build, 10,000 notes: at least 100, over 420 () met",
                "Peak memory of a cold build, 10,000 notes: at most 260 MB (4 times the text and 60 MB), 100 MB () met",
            ]
        );
    }

    #[test]
    fn growth_is_told_for_each_step_of_ten_times() {
        let grown: Vec<String> = check(&[1_000, 100_000], &[])
            .into_iter()
            .filter(|line| line.contains(" 1,000 ") && !line.contains("floor"))
            .collect();
        assert_eq!(
            grown,
            [
                "Cold build, 1,000 to 100,000 notes, each ten times as many: at most 11, 10 (10) met",
                "A new title beyond a look, for each file that it changes, 100,000 / 1,000 notes: at most 2, 100 (100) missed",
            ]
        );
    }
}
