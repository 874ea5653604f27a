//! The index at the back of the book: what it speaks of, from A to Z, and where.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::topics::Topics;
use crate::model::{Anchor, NoteId, TermId};
use crate::resolve::{Called, SubjectsOf};

/// The most notes of a book whose titles and headings are all in its index. In
/// a larger one only topics, terms and the author's own marks are.
const NOTES: usize = 1_000;

/// Everything that the book speaks of, by its name.
pub type Subjects = BTreeMap<String, Subject>;

/// Something that the book speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Where, each place once; the ones that say most first.
    pub places: Vec<Spot>,
    /// Its aspects, for marks such as `%%index: Huawei, founding%%`.
    pub aspects: BTreeMap<String, Vec<Spot>>,
}

/// A place that speaks of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// The page of a topic, by the topic's id.
    Topic(Anchor),
    /// The entry of a term.
    Term(TermId),
    /// A note, or a heading in it.
    Note(NoteId, Option<Anchor>),
}

/// What a note says that the index is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaking {
    /// Its name.
    pub id: NoteId,
    /// How it is called.
    pub called: Arc<Called>,
    /// What it speaks of.
    pub of: Arc<SubjectsOf>,
    /// Whether it is the page of a topic.
    pub is_topic: bool,
}

/// Whether titles and headings of so many notes are all in the index.
pub fn has_headings(notes: usize) -> bool {
    notes <= NOTES
}

/// Gathers topics, terms, titles, headings and the author's marks. `notes` are
/// all notes, if their headings are listed, else those that have marks.
pub fn subjects<'a>(
    notes: &[Speaking],
    with_headings: bool,
    terms: impl Iterator<Item = &'a TermId>,
    topics: &Topics,
) -> Subjects {
    let mut subjects = Subjects::new();
    for (key, topic) in topics {
        add(&mut subjects, topic.name.as_str(), Spot::Topic(key.clone()));
    }
    for term in terms {
        add(&mut subjects, &term.0, Spot::Term(term.clone()));
    }
    for Speaking { id, called, of, is_topic } in notes {
        if with_headings {
            if !is_topic && !id.is_section() {
                add(&mut subjects, &called.title, Spot::Note(id.clone(), None));
            }
            for (words, anchor) in &of.headings {
                add(&mut subjects, words, Spot::Note(id.clone(), Some(anchor.clone())));
            }
        }
        for (name, aspect, above) in &of.marks {
            let spot = Spot::Note(id.clone(), above.clone());
            let subject = subjects.entry(name.clone()).or_default();
            let places = match aspect {
                Some(aspect) => subject.aspects.entry(aspect.clone()).or_default(),
                None => &mut subject.places,
            };
            if !places.contains(&spot) {
                places.push(spot);
            }
        }
    }
    subjects
}

fn add(subjects: &mut Subjects, name: &str, spot: Spot) {
    let name = name.trim();
    if name.is_empty() {
        return;
    }
    let places = &mut subjects.entry(name.to_owned()).or_default().places;
    if !places.contains(&spot) {
        places.push(spot);
    }
}
