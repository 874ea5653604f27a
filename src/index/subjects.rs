//! The index at the back of the book: what it speaks of, from A to Z, and where.

use std::collections::BTreeMap;

use super::topics::Topics;
use crate::model::{Anchor, Block, Book, Note, NoteId, TermId};
use crate::resolve::Lexicon;

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

/// Gathers topics, terms, titles, headings and the author's marks.
pub(super) fn subjects(book: &Book, lexicon: &Lexicon, topics: &Topics) -> Subjects {
    let mut subjects = Subjects::new();
    for (key, topic) in topics {
        add(&mut subjects, topic.name.as_str(), Spot::Topic(key.clone()));
    }
    for term in lexicon.terms.keys() {
        add(&mut subjects, &term.0, Spot::Term(term.clone()));
    }
    for (id, note) in &book.notes {
        if book.notes.len() <= NOTES {
            if note.front.topic.is_none() && !id.is_section() {
                add(&mut subjects, &note.title, Spot::Note(id.clone(), None));
            }
            for block in &note.body {
                let Block::Heading(heading) = block else { continue };
                let Some(heading) = note.headings.get(heading.0 as usize) else { continue };
                add(&mut subjects, &heading.plain, Spot::Note(id.clone(), Some(heading.anchor.clone())));
            }
        }
        for mark in &note.index_marks {
            let spot = Spot::Note(id.clone(), heading_before(note, mark.span.start));
            let subject = subjects.entry(mark.subject.clone()).or_default();
            let places = match &mark.aspect {
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

/// The heading under which a place of the file stands; `None` above the first
/// and under the title.
fn heading_before(note: &Note, place: u32) -> Option<Anchor> {
    let above = note.headings.iter().filter(|heading| heading.span.start < place);
    above
        .max_by_key(|heading| heading.span.start)
        .filter(|heading| heading.plain != note.title)
        .map(|heading| heading.anchor.clone())
}
