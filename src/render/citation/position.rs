//! Where a citation stands among the others of its page.

use std::collections::BTreeMap;

use crate::model::{Citation, CitationId, Locator, ReferenceKey};

/// What came before a work is cited, on the same page. Pages have no order
/// among each other, because readers enter a site anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// The work was not cited before.
    First,
    /// The work was cited before, first in this citation.
    Later(CitationId),
    /// The citation right before is of this work alone, and of the same place.
    Again(CitationId),
    /// The citation right before is of this work alone, and of another place.
    AgainElsewhere(CitationId),
}

/// The positions of all works in the citations of a page, in the same order.
/// `read` says in which order they are read; those that it leaves out stand
/// apart, and never follow another.
pub fn positions(citations: &[Citation], read: &[CitationId]) -> Vec<Vec<Position>> {
    let mut seen: BTreeMap<&ReferenceKey, CitationId> = BTreeMap::new();
    let mut last: Option<(&ReferenceKey, Option<&Locator>)> = None;
    let mut positions = vec![Vec::new(); citations.len()];
    let mut apart: Vec<bool> = vec![true; citations.len()];
    for id in read {
        let Some(citation) = citations.get(id.0 as usize) else { continue };
        apart[id.0 as usize] = false;
        for item in &citation.items {
            let place = item.locator.as_ref();
            let is_new = !seen.contains_key(&item.key);
            let first = *seen.entry(&item.key).or_insert(*id);
            positions[id.0 as usize].push(match last {
                _ if is_new => Position::First,
                Some((key, before)) if *key == item.key => match (before, place) {
                    (before, place) if before == place => Position::Again(first),
                    (Some(_), None) => Position::Later(first),
                    _ => Position::AgainElsewhere(first),
                },
                _ => Position::Later(first),
            });
            last = Some((&item.key, place));
        }
        // After a group of several works "ibid." would be a riddle.
        if citation.items.len() > 1 {
            last = None;
        }
    }
    for (n, citation) in citations.iter().enumerate().filter(|(n, _)| apart[*n]) {
        let position = |key| seen.get(key).map_or(Position::First, |first| Position::Later(*first));
        positions[n] = citation.items.iter().map(|item| position(&item.key)).collect();
    }
    positions
}
