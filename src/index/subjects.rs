//! The index at the back of the book: what it speaks of, from A to Z, and where.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::topics::Topics;
use crate::model::{Anchor, NoteId, TermId};
use crate::resolve::{Called, SubjectsOf, Term, fold, is_glossary};

/// The most notes of a book whose titles are all in its index. In a larger one
/// only topics, terms and the author's own marks are.
const NOTES: usize = 1_000;

/// Everything that the book speaks of, by its name with case folded: "decoupling"
/// and "Decoupling" are one subject.
pub type Subjects = BTreeMap<String, Subject>;

/// Something that the book speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// What it is called.
    pub name: String,
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

/// Whether the titles of so many notes are all in the index.
pub fn has_titles(notes: usize) -> bool {
    notes <= NOTES
}

/// Gathers topics, terms, titles and the author's marks. Headings are no subjects:
/// most say nothing where nothing stands around them. `notes` are all notes, if
/// their titles are listed, else those that have marks.
pub fn subjects(
    notes: &[Speaking],
    with_titles: bool,
    terms: &BTreeMap<TermId, Arc<Term>>,
    topics: &Topics,
) -> Subjects {
    let mut subjects = Subjects::new();
    for (key, topic) in topics {
        add(&mut subjects, topic.name.as_str(), Spot::Topic(key.clone()));
    }
    for (id, term) in terms {
        // The title of a note that explains a term is one place with the term.
        let spot = match term.definition {
            Some(_) => Spot::Term(id.clone()),
            None => Spot::Note(term.note.clone(), None),
        };
        add(&mut subjects, &id.0, spot);
    }
    for Speaking { id, called, is_topic, .. } in notes.iter().filter(|_| with_titles) {
        if !is_topic && !id.is_section() && !is_glossary(id) {
            add(&mut subjects, &called.title, Spot::Note(id.clone(), None));
        }
    }
    for Speaking { id, of, .. } in notes {
        for (name, aspect, above) in &of.marks {
            let spot = Spot::Note(id.clone(), above.clone());
            let subject = named(&mut subjects, name);
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
    let places = &mut named(subjects, name).places;
    if !places.contains(&spot) {
        places.push(spot);
    }
}

/// The subject with a name. It is called as it was called first.
fn named<'s>(subjects: &'s mut Subjects, name: &str) -> &'s mut Subject {
    subjects.entry(fold(name)).or_insert_with(|| Subject { name: name.to_owned(), ..Subject::default() })
}
