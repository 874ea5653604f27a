//! Backlinks: which notes mention a note or a term, and in what words.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::turned::{ByThing, Said};
use crate::model::{NoteId, Sentence};

/// The mentions of each note, by the note that is mentioned. A note's mentions
/// of itself are left out.
pub type Backlinks = ByThing<NoteId, Backlink>;

/// The mentions of one note or term in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlink {
    /// The note that mentions it.
    pub from: NoteId,
    /// How it is mentioned, each way once.
    pub kinds: MentionKinds,
    /// The sentences in which it is mentioned, in reading order, each once.
    pub sentences: Vec<Arc<Sentence>>,
}

impl Backlink {
    /// No mention yet.
    pub(super) fn of(from: NoteId) -> Self {
        Backlink { from, kinds: MentionKinds::default(), sentences: Vec::new() }
    }

    /// Adds a mention.
    pub(super) fn add(&mut self, kind: MentionKind, sentence: &Arc<Sentence>) {
        self.kinds.add(kind);
        if !sentence.is_empty() {
            self.add_sentence(sentence);
        }
    }

    /// Adds what the same note says in another way.
    fn join(&mut self, other: &Backlink) {
        other.kinds.iter().for_each(|kind| self.kinds.add(kind));
        other.sentences.iter().for_each(|sentence| self.add_sentence(sentence));
    }

    fn add_sentence(&mut self, sentence: &Arc<Sentence>) {
        if !self.sentences.iter().any(|own| own.reads_like(sentence)) {
            // Most mentions are one sentence.
            self.sentences.reserve_exact(1);
            self.sentences.push(sentence.clone());
        }
    }
}

/// The mentions of a note together with those of the term that it explains.
pub fn with_term(of_note: &[Backlink], of_term: &[Backlink]) -> Vec<Backlink> {
    let mut all: BTreeMap<&NoteId, Backlink> =
        of_note.iter().map(|mention| (&mention.from, mention.clone())).collect();
    for mention in of_term {
        all.entry(&mention.from).or_insert_with(|| Backlink::of(mention.from.clone())).join(mention);
    }
    all.into_values().collect()
}

impl Said for Backlink {
    type By = NoteId;

    fn by(&self) -> &NoteId {
        &self.from
    }
}

/// How something is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionKind {
    /// By a link.
    Link,
    /// It, or a part of it, is shown in place.
    Embed,
    /// By the name of a term.
    Term,
}

/// The ways in which something is mentioned, each once, in the order in which they were
/// met. A book has some dozens of them a note, so there is no list behind them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MentionKinds([Option<MentionKind>; 3]);

impl MentionKinds {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = MentionKind> {
        self.0.into_iter().flatten()
    }

    fn add(&mut self, kind: MentionKind) {
        let place = self.0.iter_mut().find(|place| place.is_none_or(|other| other == kind));
        *place.expect("there is a place for each kind") = Some(kind);
    }
}
