//! The timeline: all events of the book in order of time.

use std::sync::Arc;

use crate::model::{Book, EventId, Note, NoteId};

/// All events, in order of time; of those at one time, in the order of notes.
pub type Timeline = Vec<TimelineEvent>;

/// An event with the note that tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEvent {
    /// The note's name.
    pub id: NoteId,
    /// The note.
    pub note: Arc<Note>,
    /// Which of the note's events.
    pub event: EventId,
}

impl TimelineEvent {
    /// The event itself.
    pub fn event(&self) -> &crate::model::Event {
        &self.note.events[self.event.0 as usize]
    }
}

/// Gathers the events of all notes.
pub(super) fn timeline(book: &Book) -> Timeline {
    let mut events: Vec<TimelineEvent> = book
        .notes
        .iter()
        .flat_map(|(id, note)| {
            (0..note.events.len() as u32).map(move |n| TimelineEvent {
                id: id.clone(),
                note: note.clone(),
                event: EventId(n),
            })
        })
        .collect();
    events.sort_by_key(|event| event.event().date.key);
    events
}
