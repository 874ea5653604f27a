//! The page of the index at the back of the book.

use super::Planner;
use crate::index::{Collation, Spot};
use crate::render::page::{Place, SubjectItem, SubjectsPage};

impl Planner<'_> {
    /// The index from A to Z.
    pub(super) fn subjects(&self) -> SubjectsPage {
        let order = Collation::new(&self.config().language);
        let mut subjects: Vec<_> = self.known.subjects().iter().collect();
        subjects.sort_by(|(a, _), (b, _)| order.compare(a, b));
        let mut letters: Vec<(String, Vec<SubjectItem>)> = Vec::new();
        for (name, subject) in subjects {
            let letter = order.letter(name);
            let aspects = subject.aspects.iter();
            let item = SubjectItem {
                name: name.clone(),
                places: subject.places.iter().map(|spot| self.spot(spot)).collect(),
                aspects: aspects
                    .map(|(name, spots)| SubjectItem {
                        name: name.clone(),
                        places: spots.iter().map(|spot| self.spot(spot)).collect(),
                        aspects: Vec::new(),
                    })
                    .collect(),
            };
            match letters.last_mut() {
                Some((last, items)) if *last == letter => items.push(item),
                _ => letters.push((letter, vec![item])),
            }
        }
        SubjectsPage { letters }
    }

    fn spot(&self, spot: &Spot) -> Place {
        match spot {
            Spot::Topic(key) => self.topics[key].clone(),
            Spot::Term(term) => {
                let (url, anchor) = self.term_address(term);
                Place { title: term.0.clone(), url: url.clone(), anchor: anchor.cloned() }
            }
            Spot::Note(id, anchor) => Place { anchor: anchor.clone(), ..self.note_place(id) },
        }
    }
}
