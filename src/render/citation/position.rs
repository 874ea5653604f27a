//! Where a citation stands among the others of its page.

use std::collections::BTreeSet;

use crate::model::{Citation, Locator, ReferenceKey};

/// What came before a work is cited, on the same page. Pages have no order
/// among each other, because readers enter a site anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// The work was not cited before.
    First,
    /// The work was cited before.
    Later,
    /// The citation right before is of this work alone, and of the same place.
    Again,
    /// The citation right before is of this work alone, and of another place.
    AgainElsewhere,
}

/// The positions of all works in the citations of a page, in the same order.
pub fn positions<'c>(citations: impl IntoIterator<Item = &'c Citation>) -> Vec<Vec<Position>> {
    let mut seen: BTreeSet<&ReferenceKey> = BTreeSet::new();
    let mut last: Option<(&ReferenceKey, Option<&Locator>)> = None;
    let mut positions = Vec::new();
    for citation in citations {
        let mut of_citation = Vec::new();
        for item in &citation.items {
            let place = item.locator.as_ref();
            let is_new = seen.insert(&item.key);
            of_citation.push(match last {
                _ if is_new => Position::First,
                Some((key, before)) if *key == item.key => match (before, place) {
                    (before, place) if before == place => Position::Again,
                    (Some(_), None) => Position::Later,
                    _ => Position::AgainElsewhere,
                },
                _ => Position::Later,
            });
            last = Some((&item.key, place));
        }
        // After a group of several works "ibid." would be a riddle.
        if citation.items.len() > 1 {
            last = None;
        }
        positions.push(of_citation);
    }
    positions
}
