//! What the search finds: notes, terms, sources and events, each with where a
//! result leads and what it shows.

use std::sync::Arc;

use super::{Facts, Known, work_anchor};
use crate::index::search::{Content, Findable, Key, Kind, plain};
use crate::model::{Name, Note, NoteId, ReferenceKey, TermId};
use crate::render::address::href;
use crate::render::date::date;
use crate::resolve::is_glossary;
use crate::trace::Trace;

/// Where something that is found stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FoundIn {
    /// A note with its events.
    Note(NoteId),
    /// An entry of the glossary.
    Term(TermId),
    /// A record of a work.
    Source(ReferenceKey),
}

/// What the search finds in one place.
pub fn findables(place: &FoundIn, facts: &Facts, trace: &Trace) -> Vec<Arc<Findable>> {
    let known = &facts.asked(trace);
    match place {
        FoundIn::Note(id) => {
            let note = &known.notes[id];
            let note_itself = std::iter::once(found_note(known, id, note));
            note_itself.chain(found_events(known, id, note)).map(Arc::new).collect()
        }
        FoundIn::Term(id) => vec![Arc::new(found_term(known, id))],
        FoundIn::Source(key) => vec![Arc::new(found_source(known, key))],
    }
}

fn found_note(known: &Known, id: &NoteId, note: &Arc<Note>) -> Findable {
    let is_page_of_folder = known.section_pages.get(id.folder()) == Some(id);
    let above = if is_page_of_folder { parent(id.folder()) } else { Some(id.folder()) };
    Findable {
        key: Key { kind: Kind::Note, name: id.as_str().into() },
        title: note.title.as_str().into(),
        href: href("", &known.urls[id], None).into(),
        context: above.map(|folder| trail(known, folder)).unwrap_or_default().into(),
        names: note.front.aliases.iter().map(|alias| alias.value.as_str().into()).collect(),
        text: Content::Note {
            note: note.clone(),
            opened: known.all_opened(id, note),
            // The glossary names every term, and each is found by itself.
            forms: if is_glossary(id) { Vec::new() } else { forms(known, id) },
            is_glossary: is_glossary(id),
        },
    }
}

/// The sections that a section stands in, and its own title at the end, but for
/// the book itself.
fn trail(known: &Known, folder: &str) -> String {
    let Some(above) = parent(folder) else { return String::new() };
    let title = &known.sections[folder].title;
    match trail(known, above) {
        above if above.is_empty() => title.to_string(),
        above => format!("{above} \u{203A} {title}"),
    }
}

/// The folder that a folder stands in; `None` for the content folder.
fn parent(folder: &str) -> Option<&str> {
    (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
}

/// Other names of the terms that a note uses: whoever looks for one of them
/// means the note as well.
fn forms(known: &Known, id: &NoteId) -> Vec<Arc<str>> {
    let terms = known.uses[id].iter().filter_map(|found| known.terms.get_key_value(&found.term));
    let mut forms: Vec<Arc<str>> = terms
        .filter(|(_, term)| !term.forms.is_empty())
        .flat_map(|(name, term)| term.forms.iter().map(|form| form.as_str().into()).chain([name.0.clone()]))
        .collect();
    forms.sort();
    forms.dedup();
    forms
}

fn found_events<'a>(known: &'a Known, id: &'a NoteId, note: &'a Note) -> impl Iterator<Item = Findable> {
    note.events.iter().map(move |event| Findable {
        key: Key { kind: Kind::Event, name: format!("{id}#{}", event.anchor).into() },
        title: known.filled(id, &event.plain).into(),
        href: href("", &known.urls[id], Some(&event.anchor)).into(),
        context: date(&event.date, &known.config.language).text.as_str().into(),
        names: Vec::new(),
        text: Content::Short(event.tags.join(" ")),
    })
}

fn found_term(known: &Known, id: &TermId) -> Findable {
    let term = &known.terms[id];
    let (href, text) = match &term.definition {
        Some(meaning) => {
            let note = &known.notes[&term.note];
            (
                href("", known.term_page(id), Some(&term.anchor)),
                plain(note, &known.all_opened(&term.note, note), &meaning.definitions),
            )
        }
        None => (href("", &known.urls[&term.note], None), known.description(&term.note).to_string()),
    };
    Findable {
        key: Key { kind: Kind::Term, name: id.0.clone() },
        title: id.0.clone(),
        href: href.into(),
        context: term.forms.join(", ").into(),
        names: term.forms.iter().map(|form| form.as_str().into()).collect(),
        text: Content::Short(text),
    }
}

fn found_source(known: &Known, key: &ReferenceKey) -> Findable {
    let work = &known.references[key];
    let language = &known.config.language;
    let makers = if work.authors.is_empty() { &work.editors } else { &work.authors };
    let makers: Vec<String> = makers.iter().filter_map(full_name).collect();
    let issued = work.issued.as_ref().map(|issued| date(issued, language).text.to_string());
    let issued = issued.or_else(|| work.issued_literal.clone());
    let context: Vec<String> = makers.into_iter().chain(issued).collect();
    let told = ["container-title", "publisher", "authority", "number", "genre"];
    let text: Vec<&str> =
        told.iter().filter_map(|field| work.fields.get(*field)).map(String::as_str).collect();
    Findable {
        key: Key { kind: Kind::Source, name: work.key.0.clone() },
        title: work.title.as_deref().unwrap_or(&work.key.0).into(),
        href: href("", known.work_page(key), Some(&work_anchor(&work.key))).into(),
        context: context.join(", ").into(),
        names: vec![work.key.0.clone()],
        text: Content::Short(text.join(". ")),
    }
}

/// A name as it is said: "Charles de Gaulle".
fn full_name(name: &Name) -> Option<String> {
    match name {
        Name::Person { family, given, particle, suffix } => {
            let parts = [given.as_deref(), particle.as_deref(), Some(family), suffix.as_deref()];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
        }
        Name::Literal(name) => Some(name.clone()),
        Name::Others => None,
    }
}
