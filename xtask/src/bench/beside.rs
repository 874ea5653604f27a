//! Other programs on the same text as this one.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::live::{self, Conditions, Live, PATIENCE, Shown};
use super::peers::{Installed, Missing, Peer, PeerCost};
use super::place::Place;

/// What was measured of peers on a book of one size.
#[derive(Default)]
pub(super) struct Beside {
    /// Clean builds.
    pub(super) peers: Vec<PeerCost>,
    /// Those that wait for edits.
    pub(super) live: Vec<Live>,
    /// What could not be measured, and why.
    pub(super) skipped: Vec<Missing>,
}

/// Measures all peers that are installed, until the time for everything is over: first
/// clean builds of all of them, then edits.
///
/// # Errors
///
/// When a book cannot be written.
pub(super) fn beside(
    place: &Place,
    notes: usize,
    installed: &[Installed],
    conditions: &Conditions,
    ends: Option<Instant>,
) -> Result<Beside> {
    let mut beside = Beside::default();
    let program = |peer: Peer| installed.iter().find(|program| program.tool == peer.tool);
    let wanted = conditions.peers.iter().filter_map(|peer| Some((*peer, program(*peer)?)));
    let mut built = Vec::new();
    for (peer, program) in wanted {
        let Some(limit) = limit(conditions, ends) else {
            beside.skip(peer.name, OVER.to_owned());
            continue;
        };
        match peer.measure(program, place, notes, conditions.rounds, limit) {
            Ok(cost) => {
                eprintln!("{cost}");
                built.push((peer, program, cost.clean.clock()));
                beside.peers.push(cost);
            }
            Err(error) => beside.skip(peer.name, format!("{error:#}")),
        }
    }
    for (peer, program, clock) in built.into_iter().filter(|(peer, ..)| peer.writes_while_it_waits()) {
        let what = format!("An edit with {}", peer.name);
        // It builds once before it waits for edits, and is asked for several.
        if clock >= PATIENCE.as_secs_f64() {
            beside.skip(&what, format!("a clean build took over {} s", PATIENCE.as_secs()));
            continue;
        }
        if let Err(error) = peer.lay(program, place, notes) {
            beside.skip(&what, format!("{error:#}"));
            continue;
        }
        for shown in [Shown::OnDisk, Shown::Served] {
            let Some(limit) = limit(conditions, ends) else {
                beside.skip(&format!("{what}, {shown}"), OVER.to_owned());
                continue;
            };
            edited(&mut beside, peer, program, place, shown, &Conditions { limit, ..conditions.clone() });
        }
    }
    place.clear()?;
    Ok(beside)
}

/// Why something was not measured.
const OVER: &str = "the time for the whole run was over";

/// How long the next thing may take; nothing if the time for everything is over.
fn limit(conditions: &Conditions, ends: Option<Instant>) -> Option<Duration> {
    let left = ends.map_or(conditions.limit, |ends| ends.saturating_duration_since(Instant::now()));
    (left >= Duration::from_secs(5)).then(|| conditions.limit.min(left))
}

impl Beside {
    /// Takes note of what could not be measured.
    fn skip(&mut self, what: &str, why: String) {
        eprintln!("{what}: {why}");
        self.skipped.push(Missing { tool: what.to_owned(), why });
    }
}

/// Measures a peer that waits for edits.
fn edited(
    beside: &mut Beside,
    peer: Peer,
    program: &Installed,
    place: &Place,
    shown: Shown,
    conditions: &Conditions,
) {
    match live::peer(peer, program, place, shown, conditions) {
        Ok(live) => {
            eprintln!("{live}");
            beside.live.push(live);
        }
        Err(error) => {
            beside.skip(&format!("{}, {shown}", peer.name), format!("{error:#}"));
        }
    }
}
