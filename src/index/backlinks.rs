//! Backlinks: which notes mention a note, and in what words.

use std::sync::Arc;

use super::turned::{ByThing, Said};
use crate::model::{Excerpt, NoteId};

/// The mentions of each note, by the note that is mentioned. A note's mentions
/// of itself are left out.
pub type Backlinks = ByThing<NoteId, Backlink>;

/// The mentions of one note in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlink {
    /// The note that mentions it.
    pub from: NoteId,
    /// How it is mentioned; an embed counts more than a link.
    pub kind: MentionKind,
    /// The sentences in which it is mentioned, in reading order, each once.
    pub excerpts: Vec<Arc<Excerpt>>,
}

impl Said for Backlink {
    type By = NoteId;

    fn by(&self) -> &NoteId {
        &self.from
    }
}

/// How a note is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionKind {
    /// By a link.
    Link,
    /// It, or a part of it, is shown in place.
    Embed,
}
