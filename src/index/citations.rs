//! The citation index: which places rely on which work.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::turned::{ByThing, Said};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Excerpt, Locator, NoteId, Reference, ReferenceKey};
use crate::source::Span;

/// The places that cite each work, in the order of notes. Works that are listed
/// in `nocite` are there too, with no place.
pub type CitedWorks = Arc<BTreeMap<ReferenceKey, Arc<Vec<CitedOn>>>>;

/// A place that cites a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedOn {
    /// The note.
    pub note: NoteId,
    /// Which of its citations.
    pub citation: usize,
    /// Where in the work.
    pub locator: Option<Locator>,
    /// The sentence.
    pub excerpt: Arc<Excerpt>,
}

impl Said for CitedOn {
    type By = NoteId;

    fn by(&self) -> &NoteId {
        &self.note
    }
}

/// How many works that nobody cites are reported one by one. A bibliography that
/// was exported whole has hundreds, and then their number says more.
const UNCITED_ONE_BY_ONE: usize = 20;

/// The works of a book.
pub type AllReferences = Arc<BTreeMap<ReferenceKey, Arc<Reference>>>;

/// The works that are cited, and those that notes list; of those that the book
/// has.
pub fn cited<'a>(
    places: &ByThing<ReferenceKey, CitedOn>,
    lists: impl Iterator<Item = &'a ReferenceKey>,
    references: &AllReferences,
) -> CitedWorks {
    let mut cited: BTreeMap<ReferenceKey, Arc<Vec<CitedOn>>> = places
        .iter()
        .filter(|(key, _)| references.contains_key(*key))
        .map(|(key, places)| (key.clone(), places.clone()))
        .collect();
    for key in lists {
        if &*key.0 == "*" {
            for key in references.keys() {
                cited.entry(key.clone()).or_default();
            }
        } else if references.contains_key(key) {
            cited.entry(key.clone()).or_default();
        }
    }
    Arc::new(cited)
}

/// Reports works that nobody cites.
pub fn uncited(cited: &CitedWorks, references: &AllReferences) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut uncited: BTreeMap<_, Vec<&Reference>> = BTreeMap::new();
    for reference in references.values().filter(|reference| !cited.contains_key(&reference.key)) {
        uncited.entry(reference.span.file.clone()).or_default().push(reference);
    }
    for (file, works) in uncited {
        if works.len() > UNCITED_ONE_BY_ONE {
            let message = format!("{} works of this bibliography are never cited", works.len());
            let help = "this is fine for an export of a whole library";
            diagnostics.push(
                Diagnostic::new(Code::UncitedReference, Span::start_of(&file), message).with_help(help),
            );
            continue;
        }
        for work in works {
            diagnostics.push(
                Diagnostic::new(
                    Code::UncitedReference,
                    work.span.clone(),
                    format!("no note cites `@{}`", work.key),
                )
                .with_help("cite it, name it in a note's `nocite`, or take it out"),
            );
        }
    }
    diagnostics
}
