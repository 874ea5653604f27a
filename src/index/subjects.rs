//! The index at the back of the book: what it speaks of, from A to Z, and where.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::topics::Topics;
use crate::model::{Anchor, NoteId, TermId};
use crate::resolve::{Called, Places, SubjectsOf, Term, TopicsOf, fold, is_glossary};

/// The most notes of a book whose titles and headings are all in its index. In a
/// larger one only topics, terms and the author's own marks are.
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
    /// The subject under whose name it stands, for other names of topics and terms.
    pub see: Option<String>,
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
    /// Its headings, if those are listed.
    pub places: Option<Arc<Places>>,
    /// The topic that it is the page of.
    pub topics: Arc<TopicsOf>,
}

/// Whether the titles and headings of so many notes are all in the index.
pub fn has_titles(notes: usize) -> bool {
    notes <= NOTES
}

/// Gathers topics, terms, titles, the author's marks and headings. `notes` are all
/// notes, if their titles are listed, else those that have marks or are the page of
/// a topic.
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
    for Speaking { id, called, topics, .. } in notes.iter().filter(|_| with_titles) {
        if topics.topic.is_none() && !id.is_section() && !is_glossary(id) {
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
    for Speaking { id, called, places, .. } in notes {
        for (anchor, _, heading) in places.iter().flat_map(|places| &places.headings) {
            let is_known = || subjects.contains_key(&fold(heading));
            if fold(heading) != fold(&called.title) && (is_telling(heading) || is_known()) {
                add(&mut subjects, heading, Spot::Note(id.clone(), Some(anchor.clone())));
            }
        }
    }
    other_names(notes, terms, &mut subjects);
    subjects
}

/// Whether a heading says what it is about where nothing stands around it. One
/// common word such as "Cost", or a question, does not.
fn is_telling(heading: &str) -> bool {
    let capitals = heading.chars().skip(1).any(|c| c.is_uppercase() || c.is_numeric());
    let words = heading.split_whitespace().count();
    let unspaced = !heading.is_ascii() && words == 1 && heading.chars().count() > 2;
    (words > 1 || capitals || unspaced) && !heading.ends_with(['?', '？'])
}

/// Lists the other names of terms and topics under their own letters. Plurals and
/// the like would stand right beside their subject, and are left out.
fn other_names(notes: &[Speaking], terms: &BTreeMap<TermId, Arc<Term>>, subjects: &mut Subjects) {
    let of_terms = terms.iter().flat_map(|(id, term)| term.forms.iter().map(|form| (form.as_str(), &*id.0)));
    let of_topics = notes.iter().flat_map(|note| {
        let topic = note.topics.topic.as_ref().map(|topic| topic.value.as_str());
        note.called.aliases.iter().filter_map(move |alias| Some((alias.as_str(), topic?)))
    });
    for (other, name) in of_terms.chain(of_topics) {
        let (key, own) = (fold(other), fold(name));
        let alike = key.chars().take(4).eq(own.chars().take(4));
        let is_name = !key.is_empty() && !key.starts_with('/');
        if is_name && !alike && !subjects.contains_key(&key) && subjects.contains_key(&own) {
            subjects.insert(key, Subject { name: other.to_owned(), see: Some(own), ..Subject::default() });
        }
    }
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
