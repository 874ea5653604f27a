//! The timeline: all events of the book in order of time.

use std::sync::Arc;

use super::share::Told;
use crate::model::{EventId, NoteId};

/// All events, in order of time; of those at one time, in the order of notes.
pub type Timeline = Vec<TimelineEvent>;

/// An event with the note that tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEvent {
    /// The note's name.
    pub id: NoteId,
    /// All events of the note.
    pub told: Arc<Vec<Told>>,
    /// Which of the note's events.
    pub event: EventId,
}

impl TimelineEvent {
    /// The event itself.
    pub fn event(&self) -> &Told {
        &self.told[self.event.0 as usize]
    }
}

/// Gathers the events of all notes.
pub fn timeline(notes: &[(NoteId, Arc<Vec<Told>>)]) -> Timeline {
    let mut events: Vec<TimelineEvent> = notes
        .iter()
        .flat_map(|(id, told)| {
            (0..told.len() as u32).map(move |n| TimelineEvent {
                id: id.clone(),
                told: told.clone(),
                event: EventId(n),
            })
        })
        .collect();
    events.sort_by_key(|event| event.event().date.key);
    events
}
