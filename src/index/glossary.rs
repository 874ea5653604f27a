//! Which notes use which terms.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Book, NoteId, TermId};
use crate::resolve::{Destination, Lexicon, Links, TermUse};
use crate::source::Span;

/// The notes that use each term, and a report of the terms that none uses. A
/// link to a term is a use as well; a term's own entry is none.
pub(super) fn term_uses(
    lexicon: &Lexicon,
    uses: &BTreeMap<NoteId, Arc<Vec<TermUse>>>,
    links: &Links,
    book: &Book,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<TermId, Vec<NoteId>> {
    let mut used: BTreeMap<TermId, Vec<NoteId>> =
        lexicon.terms.keys().map(|term| (term.clone(), Vec::new())).collect();
    for (id, uses) in uses {
        let found = uses.iter().map(|term_use| &term_use.term);
        let linked = links[id].iter().filter_map(|destination| match destination {
            Destination::Term(term) => Some(term),
            _ => None,
        });
        for term in found.chain(linked) {
            let notes = used.entry(term.clone()).or_default();
            let is_entry = lexicon.terms.get(term).is_some_and(|entry| entry.note == *id);
            if !is_entry && notes.last() != Some(id) {
                notes.push(id.clone());
            }
        }
    }
    for (term, notes) in &used {
        let entry = &lexicon.terms[term];
        let note = &book.notes[&entry.note];
        // Nobody looks for the uses of a term that is not to be linked.
        if notes.is_empty() && !note.front.unlinked {
            let span = match (&entry.definition, &note.front.term) {
                (Some(definition), _) => definition.span.clone(),
                (None, Some(term)) => term.span.clone(),
                (None, None) => Span::start_of(&note.file),
            };
            diagnostics.push(
                Diagnostic::new(Code::UnusedTerm, span, format!("no note uses the term `{}`", term.0))
                    .with_help("add the forms in which it occurs, or take it out of the glossary"),
            );
        }
    }
    used
}
