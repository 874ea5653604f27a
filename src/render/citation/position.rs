//! Where a citation stands among the others of its page.

use std::collections::BTreeSet;

use crate::model::{Citation, Locator, ReferenceKey};

/// What came before a work is cited, on the same page. Pages have no order
/// among each other, because readers enter a site anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::render) enum Position {
    /// The work was not cited before.
    First,
    /// The work was cited before.
    Later,
    /// The citation right before is of this work alone, and of the same place.
    Again,
    /// The citation right before is of this work alone, and of another place.
    AgainElsewhere,
}

/// What was cited so far on a page.
#[derive(Debug, Default)]
pub(in crate::render) struct Positions {
    seen: BTreeSet<ReferenceKey>,
    /// The only work of the citation before, with its place.
    last: Option<(ReferenceKey, Option<Locator>)>,
}

impl Positions {
    /// The positions of the works in the next citation of the page.
    pub(in crate::render) fn next(&mut self, citation: &Citation) -> Vec<Position> {
        let mut positions = Vec::with_capacity(citation.items.len());
        for item in &citation.items {
            let is_new = self.seen.insert(item.key.clone());
            positions.push(match &self.last {
                _ if is_new => Position::First,
                Some((key, before)) if *key == item.key => match (before, &item.locator) {
                    (before, place) if before == place => Position::Again,
                    (Some(_), None) => Position::Later,
                    _ => Position::AgainElsewhere,
                },
                _ => Position::Later,
            });
            self.last = Some((item.key.clone(), item.locator.clone()));
        }
        // After a group of several works "ibid." would be a riddle.
        if citation.items.len() > 1 {
            self.last = None;
        }
        positions
    }
}
