//! Moving a note: what has to be written where, so that every link leads where
//! it led before.
//!
//! The result is checked and not hoped for: the changed texts are parsed and
//! resolved again, and every link of the book is compared with what it was.

mod redirect;
mod target;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Code;
use crate::model::{Book, Config, Link, LinkKind, Note, NoteId, Url};
use crate::parse::{self, Dialect};
use crate::resolve::{self, Destination, Everything, Facets, Links, Names};
use crate::source::{Inputs, SourceFile, SourcePath, Span};
use crate::trace::{Table, Trace};

/// What moving a note changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The file of the note before.
    pub from: SourcePath,
    /// The file of the note afterwards.
    pub to: SourcePath,
    /// The new texts of all files that change, the moved one among them, by
    /// their path afterwards.
    pub texts: BTreeMap<SourcePath, Arc<str>>,
    /// Each link that is written anew: where it stands now, and its new target.
    pub links: Vec<(Span, String)>,
    /// The old address, if the page gets another; readers who come there are
    /// led to the new one.
    pub redirect: Option<Url>,
}

/// Why a note cannot be moved. Nothing has been changed then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such note.
    Unknown(NoteId),
    /// There is a note at the new place already.
    Taken(NoteId),
    /// The new name is no path of a note.
    NoName(String),
    /// Links that cannot be written in a way that leads where they lead now.
    Links(Vec<Span>),
    /// The front matter of the note cannot take the old address in.
    FrontMatter(SourcePath),
}

/// Works out what moving the note `from` to `to` changes.
///
/// Text is changed only where a link would lead elsewhere, or nowhere; every
/// other byte stays. Links that name the note by its title or an alias lead to
/// it as before and stay too.
///
/// # Errors
///
/// See [`Refusal`].
pub fn rename(inputs: &Inputs, from: &NoteId, to: &NoteId) -> Result<Move, Refusal> {
    let Some(file) = inputs.notes.get(from) else { return Err(Refusal::Unknown(from.clone())) };
    if !is_path(to.as_str()) || from == to {
        return Err(Refusal::NoName(to.to_string()));
    }
    if inputs.notes.contains_key(to) {
        return Err(Refusal::Taken(to.clone()));
    }
    let old_path = file.path.clone();
    let end = old_path.as_str().len() - dot_extension(old_path.as_str()).len();
    let folder = old_path.as_str()[..end].strip_suffix(from.as_str());
    let Some(folder) = folder else { return Err(Refusal::Unknown(from.clone())) };
    let new_path = SourcePath::new(format!("{folder}{to}{}", dot_extension(old_path.as_str())));

    let before = World::new(inputs, inputs.notes.clone());
    let moved = |id: &NoteId| if id == from { to.clone() } else { id.clone() };
    let mut files: BTreeMap<NoteId, SourceFile> = BTreeMap::new();
    for (id, file) in &inputs.notes {
        let path = if id == from { new_path.clone() } else { file.path.clone() };
        files.insert(moved(id), SourceFile { path, text: file.text.clone() });
    }

    // Each link that goes astray is given the first of its possible targets that
    // leads home. All get their next one at once, as trying costs a look at the
    // whole book.
    let mut edits: BTreeMap<NoteId, BTreeMap<usize, Edit>> = BTreeMap::new();
    // There is an end to it, as each link has few possible targets.
    let mut attempt = 0;
    loop {
        let world = World::new(inputs, edited(&files, &edits));
        let mut astray = astray(&before, &world, &moved);
        if attempt == 0 {
            astray.extend(by_file_name(&before, from));
            astray.sort();
            astray.dedup();
        }
        if astray.is_empty() {
            return finish(inputs, before, files, edits, world.names, (from, to), old_path);
        }
        let mut stuck = Vec::new();
        for (id, at) in astray {
            let link = &before.book.notes[&id].links[at];
            let expected = moved_destination(&before.links[&id][at], &moved);
            let text = &*inputs.notes[&id].text;
            let choice = target::written(text, link).and_then(|range| {
                let choices = target::choices(&text[range.clone()], link, &expected, &moved(&id));
                Some(Edit { range, new: choices.into_iter().nth(attempt)? })
            });
            match choice {
                Some(edit) if text[edit.range.clone()] == edit.new && attempt == 0 => {}
                Some(edit) => drop(edits.entry(moved(&id)).or_default().insert(edit.range.start, edit)),
                None => stuck.push(link.span.clone()),
            }
        }
        if !stuck.is_empty() {
            return Err(Refusal::Links(stuck));
        }
        attempt += 1;
    }
}

/// A piece of a text that is written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    range: Range<usize>,
    new: String,
}

/// A book with everything that is needed to say where its links lead.
struct World {
    book: Book,
    names: Names,
    links: Links,
    /// The links, by note and number, that fit several notes.
    ambiguous: BTreeSet<(NoteId, usize)>,
}

impl World {
    fn new(inputs: &Inputs, files: BTreeMap<NoteId, SourceFile>) -> World {
        let config: Arc<Config> =
            inputs.config.as_ref().map_or_else(Arc::default, |file| parse::config(file).value);
        let dialect = Dialect { smart_punctuation: config.smart_punctuation };
        // Drafts are no part of the site, but their links are kept right as well.
        let notes: BTreeMap<NoteId, Arc<Note>> =
            files.into_iter().map(|(id, file)| (id, parse::note(&file, dialect).value)).collect();
        let facets: Vec<(&NoteId, Facets)> =
            notes.iter().map(|(id, note)| (id, Facets::of(id, note))).collect();
        let calls = facets.iter().map(|(id, facets)| ((*id).clone(), facets.called.clone())).collect();
        let places = facets.iter().map(|(id, facets)| ((*id).clone(), facets.places.clone())).collect();
        let terms: Vec<_> = facets.iter().map(|(id, facets)| ((*id).clone(), facets.terms.clone())).collect();
        let assets: Vec<_> = inputs.assets.keys().cloned().collect();
        let names = resolve::names(&calls, &assets).value;
        let lexicon = resolve::lexicon(&terms, &config.language).value;
        let trace = Trace::default();
        let all = Everything {
            names: names.asked(&trace),
            lexicon: lexicon.asked(&trace),
            places: Table::new("places", &places, &trace),
        };
        let mut links = Links::new();
        let mut diagnostics = Vec::new();
        for (id, note) in &notes {
            let found = resolve::links(id, note, all);
            links.insert(id.clone(), Arc::new(found.value));
            diagnostics.extend(found.diagnostics);
        }
        let (notes, assets) = (Arc::new(notes), inputs.assets.clone());
        let book = Book { config, notes, references: Arc::default(), assets };
        let reported: BTreeSet<&Span> = diagnostics
            .iter()
            .filter(|problem| problem.code == Code::AmbiguousLink)
            .map(|problem| &problem.span)
            .collect();
        let ambiguous = book
            .notes
            .iter()
            .flat_map(|(id, note)| note.links.iter().enumerate().map(move |(at, link)| (id, at, link)))
            .filter(|(_, _, link)| reported.contains(&link.span))
            .map(|(id, at, _)| (id.clone(), at))
            .collect();
        World { names, links, ambiguous, book }
    }
}

/// The links, by note and number in the old book, that do not lead where they
/// led, or do so only by a guess that was not needed before.
fn astray(before: &World, after: &World, moved: &impl Fn(&NoteId) -> NoteId) -> Vec<(NoteId, usize)> {
    let mut astray = Vec::new();
    for (id, destinations) in &before.links {
        let now = &after.links[&moved(id)];
        for (at, destination) in destinations.iter().enumerate() {
            if matches!(destination, Destination::Nothing | Destination::External) {
                continue;
            }
            let guessed =
                after.ambiguous.contains(&(moved(id), at)) && !before.ambiguous.contains(&(id.clone(), at));
            if guessed || now.get(at) != Some(&moved_destination(destination, moved)) {
                astray.push((id.clone(), at));
            }
        }
    }
    astray
}

/// The links that name a note by its file's name, and not by its title or an
/// alias. Some may lead to it afterwards by chance, as its title is much like
/// its old name; nobody could tell why.
fn by_file_name(before: &World, id: &NoteId) -> Vec<(NoteId, usize)> {
    let note = &before.book.notes[id];
    let stem = id.file_stem().to_lowercase();
    let named = |link: &Link| {
        let name = link.target.split('#').next().unwrap_or_default().trim();
        let called = *name == note.title || note.front.aliases.iter().any(|alias| alias.value == name);
        let file = name.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_lowercase();
        !called && file == stem
    };
    let mut links = Vec::new();
    for (from, destinations) in &before.links {
        for (at, destination) in destinations.iter().enumerate() {
            let link = &before.book.notes[from].links[at];
            let wiki = matches!(link.kind, LinkKind::Wiki | LinkKind::Embed);
            if wiki && matches!(destination, Destination::Note(to, _) if to == id) && named(link) {
                links.push((from.clone(), at));
            }
        }
    }
    links
}

fn moved_destination(destination: &Destination, moved: &impl Fn(&NoteId) -> NoteId) -> Destination {
    match destination {
        Destination::Note(id, anchor) => Destination::Note(moved(id), anchor.clone()),
        other => other.clone(),
    }
}

/// The files with their edits made.
fn edited(
    files: &BTreeMap<NoteId, SourceFile>,
    edits: &BTreeMap<NoteId, BTreeMap<usize, Edit>>,
) -> BTreeMap<NoteId, SourceFile> {
    let mut files = files.clone();
    for (id, edits) in edits {
        let file = files.get_mut(id).expect("edits are made to files that are there");
        let mut text = file.text.to_string();
        for edit in edits.values().rev() {
            text.replace_range(edit.range.clone(), &edit.new);
        }
        file.text = text.into();
    }
    files
}

/// Leaves the old address in the note, and gathers what is new.
fn finish(
    inputs: &Inputs,
    before: World,
    files: BTreeMap<NoteId, SourceFile>,
    mut edits: BTreeMap<NoteId, BTreeMap<usize, Edit>>,
    names: Names,
    (from, to): (&NoteId, &NoteId),
    old_path: SourcePath,
) -> Result<Move, Refusal> {
    let links = edits.iter().flat_map(|(id, edits)| {
        let old = if id == to { from } else { id };
        edits.values().map(|edit| (inputs.notes[old].span(edit.range.clone()), edit.new.clone()))
    });
    let links = links.collect();

    let note = &before.book.notes[from];
    let old_url = before.names.urls.get(from).filter(|url| names.urls.get(to) != Some(*url));
    let redirect = old_url.filter(|_| !note.front.draft).cloned();
    if let Some(url) = &redirect {
        let edit = redirect::edit(&inputs.notes[from].text, note, url.as_str());
        edits.entry(to.clone()).or_default().insert(edit.range.start, edit);
    }
    let after = edited(&files, &edits);
    if let Some(url) = &redirect {
        let note = parse::note(&after[to], Dialect { smart_punctuation: true }).value;
        if !note.front.redirect_from.iter().any(|old| old.value == url.as_str()) {
            return Err(Refusal::FrontMatter(old_path));
        }
    }
    let mut changed: BTreeSet<&NoteId> = edits.keys().collect();
    changed.insert(to);
    let texts = changed.into_iter().map(|id| (after[id].path.clone(), after[id].text.clone())).collect();
    Ok(Move { from: old_path, to: after[to].path.clone(), texts, links, redirect })
}

/// Whether a text can be the id of a note.
fn is_path(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && part.trim() == part;
    text.split('/').all(part) && !text.contains(['\\', ':', '#', '|', '[', ']', '^', '"', '<', '>', '?', '*'])
}

fn dot_extension(path: &str) -> &str {
    path.rfind('.').map_or("", |at| &path[at..])
}
