//! The page of the index at the back of the book.

use std::sync::Arc;

use super::Planner;
use crate::index::{Collation, Spot, Subject};
use crate::render::page::{Place, SubjectItem, SubjectsPage};

impl Planner<'_> {
    /// The index from A to Z.
    pub(super) fn subjects(&self) -> SubjectsPage {
        let order = Collation::new(&self.config().language);
        let mut subjects: Vec<&Subject> = self.known.subjects().values().collect();
        subjects.sort_by(|a, b| order.compare(&a.name, &b.name));
        let mut letters: Vec<(String, Vec<SubjectItem>)> = Vec::new();
        for subject in subjects {
            let letter = order.letter(&subject.name);
            let item = self.subject(subject);
            match letters.last_mut() {
                Some((last, items)) if *last == letter => items.push(item),
                _ => letters.push((letter, vec![item])),
            }
        }
        SubjectsPage { letters }
    }

    fn subject(&self, subject: &Subject) -> SubjectItem {
        let spots = subject.places.iter().enumerate();
        let mut places: Vec<Place> = spots.map(|(at, spot)| self.spot(spot, at == 0)).collect();
        // The page that is called like the subject needs not be named twice.
        let is_alike = |place: &Place| place.title.to_lowercase() == subject.name.to_lowercase();
        let own = places.iter().position(is_alike).map(|at| places.remove(at));
        let aspect = |(name, spots): (&String, &Vec<Spot>)| SubjectItem {
            name: name.clone(),
            own: None,
            places: spots.iter().map(|spot| self.spot(spot, false)).collect(),
            see: None,
            aspects: Vec::new(),
        };
        let see = subject.see.as_ref().and_then(|name| self.known.subjects().get(name));
        SubjectItem {
            name: subject.name.clone(),
            own,
            places,
            see: see.and_then(|see| {
                let place = self.spot(see.places.first()?, true);
                Some(Place { title: see.name.as_str().into(), ..place })
            }),
            aspects: subject.aspects.iter().map(aspect).collect(),
        }
    }

    /// A place that speaks of a subject. The entry of a term is called like it if it
    /// stands first, and else by where it stands.
    fn spot(&self, spot: &Spot, is_first: bool) -> Place {
        match spot {
            Spot::Topic(key) => self.topics[key].clone(),
            Spot::Term(term) => {
                let (url, anchor) = self.term_address(term);
                let title: Arc<str> = match is_first {
                    true => term.0.clone(),
                    false => self.known.labels.glossary.as_str().into(),
                };
                Place { title, url: url.clone(), anchor: anchor.cloned() }
            }
            Spot::Note(id, anchor) => Place { anchor: anchor.clone(), ..self.note_place(id) },
        }
    }
}
