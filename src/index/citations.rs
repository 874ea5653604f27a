//! The citation index: which places rely on which work.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::turned::{ByThing, Said};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Locator, NoteId, Reference, ReferenceKey, Sentence};
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
    /// Whether it stands in the title of the note, which is shown without it.
    pub is_in_title: bool,
    /// Where in the work.
    pub locator: Option<Locator>,
    /// The sentence.
    pub sentence: Arc<Sentence>,
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
    same_works(references, &mut diagnostics);
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

/// Reports references that are one work under two keys.
fn same_works(references: &AllReferences, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<String, &Reference> = BTreeMap::new();
    let mut in_file_order: Vec<&Reference> = references.values().map(|work| &**work).collect();
    in_file_order.sort_by_key(|work| (&work.span.file, work.span.start, &work.key));
    for work in in_file_order {
        let same = identities(work).into_iter().find_map(|identity| match first.entry(identity) {
            Entry::Occupied(entry) => Some(*entry.get()),
            Entry::Vacant(entry) => {
                entry.insert(work);
                None
            }
        });
        if let Some(same) = same {
            let message = format!("`{}` is the same work as `{}`", work.key, same.key);
            diagnostics.push(
                Diagnostic::new(Code::SameWork, work.span.clone(), message)
                    .with_help("keep one of them, and cite it by its key"),
            );
        }
    }
}

/// What no two works have in common: a DOI; title, authors, date and all that is
/// said of where the work stands.
fn identities(work: &Reference) -> Vec<String> {
    let folded = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    // A chapter may have the DOI of its book.
    let doi = work
        .doi
        .as_ref()
        .map(|doi| format!("doi {} {:?}", doi.to_lowercase(), work.title.as_deref().map(folded)));
    let title = work.title.as_deref().map(folded).filter(|title| !title.is_empty());
    let said = title.filter(|_| !work.authors.is_empty()).map(|title| {
        let places =
            ["container-title", "volume", "issue", "page", "number", "edition", "version", "chapter-number"];
        let places = places.map(|name| work.fields.get(name).map(|value| folded(value)));
        let date = work.issued.as_ref().map(|date| &date.edtf);
        format!("{title} {:?} {date:?} {:?} {places:?} {:?}", work.authors, work.issued_literal, work.url)
    });
    doi.into_iter().chain(said).collect()
}
