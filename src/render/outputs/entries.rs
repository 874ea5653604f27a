//! The events of the timeline as every format of it needs them.

use std::collections::BTreeSet;

use crate::model::{Event, Inline, Note, ReferenceKey};
use crate::render::address::href;
use crate::render::body::DateText;
use crate::render::date::date;
use crate::render::plan::Known;

/// An event with where it is told.
pub(super) struct Entry<'a> {
    /// The event.
    pub event: &'a Event,
    /// The note that tells it.
    pub note: &'a Note,
    /// Its date in words, in the book's language.
    pub date: DateText,
    /// The address of the place that tells it, relative to the site's root.
    pub href: String,
    /// The works that it cites, each once.
    pub sources: Vec<&'a ReferenceKey>,
}

/// All events in order of time.
pub(super) fn entries<'a>(known: &Known<'a>) -> Vec<Entry<'a>> {
    let timeline = &known.indexes.timeline;
    timeline
        .iter()
        .map(|found| {
            let event = found.event();
            Entry {
                event,
                note: &found.note,
                date: date(&event.date, &known.book.config.language),
                href: href("", &known.names.urls[&found.id], Some(&event.anchor)),
                sources: sources(&found.note, &event.text),
            }
        })
        .collect()
}

/// The works that a run of text cites, in its order, each once.
fn sources<'a>(note: &'a Note, text: &[Inline]) -> Vec<&'a ReferenceKey> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    cited(text, &mut |id| {
        for item in note.citations.get(id).into_iter().flat_map(|citation| &citation.items) {
            if seen.insert(&item.key) {
                found.push(&item.key);
            }
        }
    });
    found
}

fn cited(text: &[Inline], found: &mut impl FnMut(usize)) {
    for inline in text {
        match inline {
            Inline::Citation(id) => found(id.0 as usize),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Highlight(inner)
            | Inline::Link(_, inner) => cited(inner, found),
            _ => {}
        }
    }
}
