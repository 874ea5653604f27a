//! What is looked for only where somebody asks: it is no fault in most books,
//! and takes time to find.

use std::collections::{BTreeMap, BTreeSet};

use super::Backlinks;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Book, Note, NoteId};
use crate::resolve::{Destination, Links, Names, mentions};
use crate::source::Span;

/// Reports what is asked for.
pub fn asked(
    book: &Book,
    names: &Names,
    links: &Links,
    backlinks: &Backlinks,
    asked: &BTreeSet<Code>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if asked.contains(&Code::OrphanNote) {
        diagnostics.extend(orphans(book, names, backlinks));
    }
    if asked.contains(&Code::UnlinkedMention) {
        diagnostics.extend(unlinked(book, links));
    }
    diagnostics
}

/// Notes that no other note links to or shows. The pages of sections, topics and
/// terms are found by other ways than links.
fn orphans(book: &Book, names: &Names, backlinks: &Backlinks) -> Vec<Diagnostic> {
    let is_found = |id: &NoteId, note: &Note| {
        names.is_section_page(id)
            || note.front.topic.is_some()
            || note.front.term.is_some()
            || crate::resolve::is_glossary(id)
    };
    let orphans = book.notes.iter().filter(|(id, note)| !backlinks.contains_key(*id) && !is_found(id, note));
    orphans
        .map(|(id, note)| {
            let message = format!("no other note links to `{id}`");
            Diagnostic::new(Code::OrphanNote, Span::start_of(&note.file), message)
                .with_help("link to it from where it matters")
        })
        .collect()
}

/// The shortest title that is looked for: shorter ones stand in other words.
const SHORTEST: usize = 4;

/// Sentences that name another note by its title or another name without a link
/// to it, where the note has no other link to it either.
fn unlinked(book: &Book, links: &Links) -> Vec<Diagnostic> {
    let mut names: BTreeMap<&str, &NoteId> = BTreeMap::new();
    let mut ambiguous: BTreeSet<&str> = BTreeSet::new();
    for (id, note) in &*book.notes {
        let aliases = note.front.aliases.iter().map(|alias| alias.value.as_str());
        for name in aliases.chain([note.title.as_str()]).filter(|name| name.chars().count() >= SHORTEST) {
            if names.insert(name, id).is_some_and(|other| other != id) {
                ambiguous.insert(name);
            }
        }
    }
    names.retain(|name, _| !ambiguous.contains(name));
    let mut diagnostics = Vec::new();
    for (id, note, to, sentence) in mentions(book, &names) {
        let linked = links[id].iter().any(|link| matches!(link, Destination::Note(other, _) if other == to));
        if linked || id == to {
            continue;
        }
        let message = format!("this note names `{to}` without a link: “{sentence}”");
        diagnostics.push(
            Diagnostic::new(Code::UnlinkedMention, Span::start_of(&note.file), message)
                .with_help(format!("write `[[{to}]]` where it is named first")),
        );
    }
    diagnostics
}
