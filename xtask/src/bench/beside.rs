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

/// Measures all peers that are installed, until the time for everything is over.
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
    for &peer in &conditions.peers {
        let Some(program) = installed.iter().find(|program| program.tool == peer.tool) else { continue };
        let mut skip = |what: &str, why: String| {
            eprintln!("{what}: {why}");
            beside.skipped.push(Missing { tool: what.to_owned(), why });
        };
        let left = ends.map_or(conditions.limit, |ends| ends.saturating_duration_since(Instant::now()));
        if left < Duration::from_secs(5) {
            skip(peer.name, "the time for the whole run was over".to_owned());
            continue;
        }
        let conditions = Conditions { limit: conditions.limit.min(left), ..conditions.clone() };
        let cost = match peer.measure(program, place, notes, conditions.rounds, conditions.limit) {
            Ok(cost) => cost,
            Err(error) => {
                skip(peer.name, format!("{error:#}"));
                continue;
            }
        };
        eprintln!("{cost}");
        beside.peers.push(cost);
        // It builds once before it waits for edits, and is asked for several.
        if cost.clean.clock() >= PATIENCE.as_secs_f64() {
            let why = format!("a clean build took over {} s", PATIENCE.as_secs());
            skip(&format!("An edit with {}", peer.name), why);
            continue;
        }
        for shown in [Shown::OnDisk, Shown::Served] {
            edited(&mut beside, peer, program, place, shown, &conditions);
        }
    }
    place.clear()?;
    Ok(beside)
}

/// Measures a peer that waits for edits, if it does.
fn edited(
    beside: &mut Beside,
    peer: Peer,
    program: &Installed,
    place: &Place,
    shown: Shown,
    conditions: &Conditions,
) {
    match live::peer(peer, program, place, shown, conditions) {
        Ok(Some(live)) => {
            eprintln!("{live}");
            beside.live.push(live);
        }
        Ok(None) => {}
        Err(error) => {
            let (what, why) = (format!("{}, {shown}", peer.name), format!("{error:#}"));
            eprintln!("{what}: {why}");
            beside.skipped.push(Missing { tool: what, why });
        }
    }
}
