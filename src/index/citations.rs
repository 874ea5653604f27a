//! The citation index: which places rely on which work.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Book, NoteId, Reference, ReferenceKey};
use crate::source::Span;

/// The places that cite each work, in the order of notes. Works that are listed
/// in `nocite` are there too, with no place.
pub type CitedWorks = BTreeMap<ReferenceKey, Vec<CitedOn>>;

/// A place that cites a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedOn {
    /// The note.
    pub note: NoteId,
    /// Which of its citations.
    pub citation: usize,
    /// Which work in the citation.
    pub item: usize,
}

/// How many works that nobody cites are reported one by one. A bibliography that
/// was exported whole has hundreds, and then their number says more.
const UNCITED_ONE_BY_ONE: usize = 20;

/// Turns the citations of a book round, and reports works that nobody cites.
pub(super) fn citations(book: &Book, diagnostics: &mut Vec<Diagnostic>) -> CitedWorks {
    let mut cited = CitedWorks::new();
    for (id, note) in &book.notes {
        for (citation, group) in note.citations.iter().enumerate() {
            for (item, work) in group.items.iter().enumerate() {
                if book.references.contains_key(&work.key) {
                    cited.entry(work.key.clone()).or_default().push(CitedOn {
                        note: id.clone(),
                        citation,
                        item,
                    });
                }
            }
        }
        for key in &note.front.nocite {
            if &*key.value.0 == "*" {
                for key in book.references.keys() {
                    cited.entry(key.clone()).or_default();
                }
            } else if book.references.contains_key(&key.value) {
                cited.entry(key.value.clone()).or_default();
            }
        }
    }
    let mut uncited: BTreeMap<_, Vec<&Reference>> = BTreeMap::new();
    for reference in book.references.values().filter(|reference| !cited.contains_key(&reference.key)) {
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
    cited
}
