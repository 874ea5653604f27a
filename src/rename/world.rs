//! A book with everything that is needed to say where its links lead.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::heading::Renamed;
use super::target::unnumbered;
use crate::diagnostic::Code;
use crate::model::{AssetPath, Book, Config, Link, LinkKind, Note, NoteId};
use crate::parse::{self, Dialect};
use crate::resolve::{self, Destination, Everything, Facets, Links, Names};
use crate::source::{AssetFiles, Inputs, NoteFiles, SourceFile, Span};
use crate::trace::{Table, Trace};

/// A link, by its note and its number among the links of that note.
pub(super) type LinkPlace = (NoteId, usize);

pub(super) struct World {
    pub(super) book: Book,
    pub(super) names: Names,
    pub(super) links: Links,
    pub(super) files: NoteFiles,
    /// The links that fit several notes or files.
    pub(super) ambiguous: BTreeSet<LinkPlace>,
}

impl World {
    /// The book of these files; what `earlier` has parsed is not parsed again.
    pub(super) fn new(
        inputs: &Inputs,
        files: NoteFiles,
        assets: AssetFiles,
        earlier: Option<&World>,
    ) -> World {
        let config: Arc<Config> =
            inputs.config.as_ref().map_or_else(Arc::default, |file| parse::config(file).value);
        let dialect = Dialect::of(&config);
        // Drafts are no part of the site, but their links are kept right as well.
        let note = |(id, file): (&NoteId, &SourceFile)| {
            let known = earlier.filter(|earlier| earlier.files.get(id) == Some(file));
            let known = known.and_then(|earlier| earlier.book.notes.get(id).cloned());
            (id.clone(), known.unwrap_or_else(|| parse::note(file, dialect).value))
        };
        let notes: Vec<(NoteId, Arc<Note>)> =
            files.iter().collect::<Vec<_>>().into_par_iter().map(note).collect();
        let notes: BTreeMap<NoteId, Arc<Note>> = notes.into_iter().collect();
        let facets: Vec<(&NoteId, Facets)> =
            notes.iter().map(|(id, note)| (id, Facets::of(id, note))).collect();
        let calls = facets.iter().map(|(id, facets)| ((*id).clone(), facets.called.clone())).collect();
        let places = facets.iter().map(|(id, facets)| ((*id).clone(), facets.places.clone())).collect();
        let terms: Vec<_> = facets.iter().map(|(id, facets)| ((*id).clone(), facets.terms.clone())).collect();
        let files_of: Vec<_> = notes.iter().map(|(id, note)| (id.clone(), note.file.clone())).collect();
        let paths: Vec<AssetPath> = assets.keys().cloned().collect();
        let names = resolve::names(&Arc::new(resolve::file_names(&files_of, &paths).value), &calls);
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
        let book = Book { config, notes: Arc::new(notes), references: Arc::default(), assets };
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
        World { names, links, ambiguous, files, book }
    }
}

/// The links, by their place in the old book, that do not lead where they led,
/// or do so only by a guess that was not needed before.
pub(super) fn astray(
    before: &World,
    after: &World,
    moved: &impl Fn(&NoteId) -> NoteId,
    expected: &impl Fn(&Destination) -> Destination,
) -> Vec<LinkPlace> {
    let mut astray = Vec::new();
    for (id, destinations) in &before.links {
        let now = &after.links[&moved(id)];
        for (at, destination) in destinations.iter().enumerate() {
            if matches!(destination, Destination::Nothing | Destination::External) {
                continue;
            }
            let guessed =
                after.ambiguous.contains(&(moved(id), at)) && !before.ambiguous.contains(&(id.clone(), at));
            if guessed || now.get(at) != Some(&expected(destination)) {
                astray.push((id.clone(), at));
            }
        }
    }
    astray
}

/// The links that call something by what it is called no longer. Some may lead to
/// it afterwards by chance, as a note's title is much like its old name; nobody
/// could tell why.
pub(super) fn called(
    before: &World,
    moved: &BTreeMap<NoteId, NoteId>,
    renamed: Option<&Renamed>,
) -> Vec<LinkPlace> {
    let by_file_name = |link: &Link, id: &NoteId, to: &NoteId| {
        let (old, new) = (file_name(id).to_lowercase(), file_name(to).to_lowercase());
        let note = &before.book.notes[id];
        let name = link.target.split('#').next().unwrap_or_default().trim();
        let called = *name == note.title || note.front.aliases.iter().any(|alias| alias.value == name);
        let file = name.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_lowercase();
        let wiki = matches!(link.kind, LinkKind::Wiki | LinkKind::Embed);
        wiki && !called && old != new && unnumbered(&file) == old
    };
    let mut links = Vec::new();
    for (from, destinations) in &before.links {
        for (at, destination) in destinations.iter().enumerate() {
            let Destination::Note(id, place) = destination else { continue };
            let link = &before.book.notes[from].links[at];
            let by_name = moved.get(id).is_some_and(|to| by_file_name(link, id, to));
            let by_heading = renamed.is_some_and(|renamed| {
                renamed.note == *id && place.as_ref().is_some_and(|place| renamed.is_called(link, place))
            });
            if by_name || by_heading {
                links.push((from.clone(), at));
            }
        }
    }
    links
}

/// What links call a note: its file's name, or the name of its folder if it is
/// the page of that, without the number that orders it.
fn file_name(id: &NoteId) -> &str {
    let folder = || id.folder().rsplit('/').next().unwrap_or_default();
    unnumbered(if id.is_section() { folder() } else { id.file_stem() })
}
