//! What is looked for only where somebody asks: it is no fault in most books,
//! and takes time to find.

use std::collections::{BTreeMap, BTreeSet};

use super::Backlinks;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Book, Note, NoteId, TextId};
use crate::resolve::{Destination, Lexicon, Links, Names, abbreviations, mentions};
use crate::source::{NoteFiles, Span};

/// What is looked for although it is no fault in most books.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Which problems.
    pub codes: &'a BTreeSet<Code>,
    /// The text of the notes, to point at the words.
    pub files: &'a NoteFiles,
}

/// Reports what is asked for.
pub fn asked(
    book: &Book,
    names: &Names,
    lexicon: &Lexicon,
    links: &Links,
    backlinks: &Backlinks,
    asked: Asked,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if asked.codes.contains(&Code::OrphanNote) {
        diagnostics.extend(orphans(book, names, backlinks));
    }
    if asked.codes.contains(&Code::UnlinkedMention) {
        diagnostics.extend(unlinked(book, links, asked));
    }
    if asked.codes.contains(&Code::WantedTerm) {
        diagnostics.extend(wanted(book, lexicon, asked));
    }
    diagnostics
}

impl Asked<'_> {
    /// Where a word stands in a note: in a run of text, after as many that are the
    /// same.
    fn place(&self, id: &NoteId, note: &Note, run: TextId, word: &str, before: usize) -> Span {
        let start = note.texts.get(run.0 as usize).map_or(0, |start| *start as usize);
        let file = self.files.get(id);
        let text = file.and_then(|file| file.text.get(start..)).unwrap_or_default();
        match (file, text.match_indices(word).nth(before)) {
            (Some(file), Some((at, _))) => file.span(start + at..start + at + word.len()),
            // It is written with entities or escapes.
            _ => Span::start_of(&note.file),
        }
    }
}

/// Notes that no other note links to or shows. The pages of sections, topics and
/// terms are found by other ways than links.
fn orphans(book: &Book, names: &Names, backlinks: &Backlinks) -> Vec<Diagnostic> {
    let is_found = |id: &NoteId, note: &Note| {
        names.files.is_section_page(id)
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

/// Words that name another note by its title or another name without a link to it,
/// where the note has no other link to it either.
fn unlinked(book: &Book, links: &Links, asked: Asked) -> Vec<Diagnostic> {
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
    for mention in mentions(book, &names) {
        let (from, to) = (mention.from, mention.to);
        let is_it = |link: &Destination| matches!(link, Destination::Note(other, _) if other == to);
        if links[from].iter().any(is_it) {
            continue;
        }
        let place = asked.place(from, &book.notes[from], mention.text, &mention.name, mention.before);
        let name = mention.name.replace('\n', " ");
        let link = match book.notes[to].title == name {
            true => format!("[[{name}]]"),
            false => format!("[[{to}|{name}]]"),
        };
        let message = format!("`{name}` names `{to}` without a link");
        diagnostics.push(
            Diagnostic::new(Code::UnlinkedMention, place, message).with_help(format!("write `{link}`")),
        );
    }
    diagnostics
}

/// In how many notes an abbreviation must stand to be missed in the glossary.
const NOTES: usize = 2;

/// Abbreviations that several notes use, and that neither the glossary nor the name
/// of a note explains. Each is reported where it stands first.
fn wanted(book: &Book, lexicon: &Lexicon, asked: Asked) -> Vec<Diagnostic> {
    let names = book.notes.values().flat_map(|note| {
        let topics = note.front.topics.iter().chain(&note.front.topic).map(|topic| topic.value.as_str());
        let aliases = note.front.aliases.iter().map(|alias| alias.value.as_str());
        topics.chain(aliases).chain([note.title.as_str()])
    });
    let known: BTreeSet<&str> = names.collect();
    let mut used: BTreeMap<String, (Span, usize)> = BTreeMap::new();
    for (id, note) in &*book.notes {
        for found in abbreviations(note) {
            if lexicon.has(&found.name) || known.contains(found.name.as_str()) {
                continue;
            }
            let place = || (asked.place(id, note, found.text, &found.name, 0), 0);
            used.entry(found.name.clone()).or_insert_with(place).1 += 1;
        }
    }
    let used = used.into_iter().filter(|(_, (_, notes))| *notes >= NOTES);
    used.map(|(name, (place, notes))| {
        let message = format!("{notes} notes use `{name}`, and nothing explains it");
        Diagnostic::new(Code::WantedTerm, place, message)
            .with_help(format!("define it in the glossary: `{name}` on a line, then `: ` and what it means"))
    })
    .collect()
}
