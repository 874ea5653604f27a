//! The events of a note as every format of the timeline needs them.

use crate::index::Told;
use crate::model::{EventDate, NoteId, ReferenceKey};
use crate::render::address::href;
use crate::render::body::DateText;
use crate::render::date::date;
use crate::render::plan::Known;

/// An event with where it is told.
pub(super) struct Entry<'a> {
    /// The event.
    pub event: &'a Told,
    /// What happened, without markup.
    pub text: String,
    /// The title of the note that tells it.
    pub title: &'a str,
    /// When that note was last changed in substance.
    pub updated: Option<&'a EventDate>,
    /// Its date in words, in the book's language.
    pub date: DateText,
    /// The address of the place that tells it, relative to the site's root.
    pub href: String,
    /// The works that it cites, each once.
    pub sources: &'a [ReferenceKey],
}

/// The events that a note tells, in its order.
pub(super) fn entries<'a>(id: &NoteId, told: &'a [Told], known: &Known<'a>) -> Vec<Entry<'a>> {
    let entry = |event: &'a Told| Entry {
        event,
        text: known.filled(id, &event.plain),
        title: &known.calls.get(id).expect("every note has a title").title,
        updated: known.about.get(id).and_then(|about| about.updated.as_deref()),
        date: date(&event.date, &known.config.language),
        href: href("", &known.urls[id], Some(&event.anchor)),
        sources: &event.sources,
    };
    told.iter().map(entry).collect()
}
