//! Moving notes, folders, files and headings, and renaming them: what has to be
//! written where, so that every link leads where it led before.
//!
//! The result is checked and not hoped for: the changed texts are parsed and
//! resolved again, and every link of the book is compared with what it was.

mod heading;
mod part;
mod pieces;
mod redirect;
mod target;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use self::heading::Renamed;
use self::world::World;
use crate::model::{AssetPath, NoteId, Url};
use crate::parse::{self, Dialect};
use crate::resolve::Destination;
use crate::source::{AssetFile, AssetFiles, Inputs, NoteFiles, SourceFile, SourcePath, Span};

/// What an author wants to be called otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A note.
    Note(NoteId, NoteId),
    /// A folder with all that is in it, both by their path inside the content
    /// folder.
    Folder(String, String),
    /// Another file.
    Asset(AssetPath, AssetPath),
    /// A heading of a note, found by its text or its id, and its new text as
    /// Markdown.
    Heading(NoteId, String, String),
    /// A heading of a note, found by its text or its id, with all that stands under
    /// it, and the note that it goes to: under which of its headings, or to its end.
    Part(NoteId, String, NoteId, Option<String>),
}

/// Whether the old address goes on to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldAddress {
    /// Readers who come to it are led on.
    Kept,
    /// It is forgotten, as it was never published.
    Dropped,
}

/// What a change means for the files of a book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Move {
    /// Files that move: where they are, and where they will be.
    pub files: BTreeMap<SourcePath, SourcePath>,
    /// The new texts of all files whose text changes, by their path afterwards.
    pub texts: BTreeMap<SourcePath, Arc<str>>,
    /// The heading that is written anew: where its text stands now, and the text.
    pub heading: Option<(Span, String)>,
    /// The heading that goes to another note with all that stands under it: where it
    /// stands now, and the file of that note.
    pub part: Option<(Span, SourcePath)>,
    /// What is written anew in links: where it stands now, and what stands there
    /// then.
    pub links: Vec<(Span, String)>,
    /// Old addresses from which readers are led on.
    pub redirects: Vec<Url>,
}

/// Why something cannot be moved. Nothing has been changed then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing of this name.
    Unknown(String),
    /// There is something at the new place already.
    Taken(String),
    /// This cannot be a name.
    NoName(String),
    /// The note has no such heading; it has these.
    NoHeading(NoteId, Vec<String>),
    /// This cannot be the text of a heading, or only by hand, for this reason.
    NoHeadingText(String, &'static str),
    /// What stands under this heading cannot be moved, or only by hand, for this
    /// reason.
    Part(String, &'static str),
    /// Links that cannot be written in a way that leads where they lead now.
    Links(Vec<Span>),
    /// The front matter of a note cannot take the old address in.
    FrontMatter(SourcePath),
}

/// Works out what a change means.
///
/// Text is changed only where a link would lead elsewhere, or nowhere, or would
/// do so by chance; every other byte stays. Links that name a note by its title
/// or an alias lead to it as before and stay too.
///
/// # Errors
///
/// See [`Refusal`].
pub fn rename(inputs: &Inputs, change: &Change, old: OldAddress) -> Result<Move, Refusal> {
    if let Change::Part(from, heading, to, under) = change {
        return part::rename(inputs, &part::Part { from, heading, to, under: under.as_deref() });
    }
    let paths = Paths::new(inputs, change)?;
    let before = World::new(inputs, inputs.notes.clone(), inputs.assets.clone(), None);
    let renamed = match change {
        Change::Heading(note, said, text) => Some(heading::rename(&before, note, said, text, old)?),
        _ => None,
    };
    let files = paths.notes(inputs);
    let assets = paths.assets(inputs);

    let mut edits = Edits::default();
    if let Some(Renamed { note, edit, .. }) = &renamed {
        edits.put(note, edit.clone());
    }
    let heading = edits.clone();
    // What leads astray is given the first of its possible targets that leads
    // home. All get their next one at once, as trying costs a look at the whole
    // book. There is an end to it, as each link has few possible targets.
    let mut attempt = 0;
    loop {
        let world = World::new(inputs, edits.made(&files), assets.clone(), Some(&before));
        let expected =
            |destination: &Destination| paths.destination(destination, &before, &world, renamed.as_ref());
        let mut astray = world::astray(&before, &world, &|id| paths.note(id), &expected);
        if attempt == 0 {
            astray.extend(world::called(&before, &paths.moved, renamed.as_ref()));
            astray.sort();
            astray.dedup();
        }
        if astray.is_empty() {
            let moved = Finished { inputs, paths: &paths, before: &before, world: &world, files: &files };
            return moved.finish(edits, &heading, old);
        }
        let mut stuck = Vec::new();
        for (id, at) in astray {
            let link = &before.book.notes[&id].links[at];
            let text = &*inputs.notes[&id].text;
            let expected = expected(&before.links[&id][at]);
            let aim = target::Aim {
                written: link,
                text,
                from: &paths.note(&id),
                to: &expected,
                renamed: renamed.as_ref(),
            };
            match aim.choices().into_iter().nth(attempt) {
                Some(choice) => {
                    let span = link.span.start as usize..link.span.end as usize;
                    edits.replace(&paths.note(&id), span, aim.ranges(), choice);
                }
                // What leads home by chance, and can be written in no other way.
                None if attempt == 0 => {}
                None => stuck.push(link.span.clone()),
            }
        }
        if !stuck.is_empty() {
            return Err(Refusal::Links(stuck));
        }
        attempt += 1;
    }
}

/// What moves where.
#[derive(Debug, Default)]
struct Paths {
    moved: BTreeMap<NoteId, NoteId>,
    moved_assets: BTreeMap<AssetPath, AssetPath>,
}

impl Paths {
    fn new(inputs: &Inputs, change: &Change) -> Result<Paths, Refusal> {
        let mut paths = Paths::default();
        match change {
            Change::Note(from, to) => {
                if !inputs.notes.contains_key(from) {
                    return Err(Refusal::Unknown(from.to_string()));
                }
                check_name(to.as_str(), from.as_str())?;
                paths.moved.insert(from.clone(), to.clone());
            }
            Change::Asset(from, to) => {
                if !inputs.assets.contains_key(from) {
                    return Err(Refusal::Unknown(from.to_string()));
                }
                check_name(to.as_str(), from.as_str())?;
                paths.moved_assets.insert(from.clone(), to.clone());
            }
            Change::Folder(from, to) => {
                check_name(to, from)?;
                let inside = format!("{from}/");
                if to.starts_with(&inside) {
                    return Err(Refusal::NoName(to.clone()));
                }
                let there = format!("{to}/");
                let mut known = inputs
                    .notes
                    .keys()
                    .map(NoteId::as_str)
                    .chain(inputs.assets.keys().map(AssetPath::as_str));
                if known.any(|path| path.starts_with(&there)) {
                    return Err(Refusal::Taken(to.clone()));
                }
                let new = |path: &str| path.strip_prefix(&inside).map(|rest| format!("{to}/{rest}"));
                paths.moved.extend(
                    inputs.notes.keys().filter_map(|id| Some((id.clone(), NoteId::new(new(id.as_str())?)))),
                );
                paths.moved_assets.extend(
                    inputs
                        .assets
                        .keys()
                        .filter_map(|path| Some((path.clone(), AssetPath::new(new(path.as_str())?)))),
                );
                if paths.moved.is_empty() && paths.moved_assets.is_empty() {
                    return Err(Refusal::Unknown(from.clone()));
                }
            }
            Change::Heading(note, ..) if !inputs.notes.contains_key(note) => {
                return Err(Refusal::Unknown(note.to_string()));
            }
            Change::Heading(..) | Change::Part(..) => {}
        }
        let taken = paths.moved.values().find(|to| inputs.notes.contains_key(*to)).map(NoteId::as_str);
        let taken = taken.or_else(|| {
            let taken = paths.moved_assets.values().find(|to| inputs.assets.contains_key(*to));
            taken.map(AssetPath::as_str)
        });
        taken.map_or(Ok(()), |taken| Err(Refusal::Taken(taken.to_owned())))?;
        Ok(paths)
    }

    fn note(&self, id: &NoteId) -> NoteId {
        self.moved.get(id).unwrap_or(id).clone()
    }

    fn asset(&self, path: &AssetPath) -> AssetPath {
        self.moved_assets.get(path).unwrap_or(path).clone()
    }

    /// The notes at their new places, with their old text.
    fn notes(&self, inputs: &Inputs) -> NoteFiles {
        let file = |(id, file): (&NoteId, &SourceFile)| {
            let path = match self.moved.get(id) {
                Some(to) => moved_path(&file.path, id.as_str(), to.as_str()),
                None => file.path.clone(),
            };
            (self.note(id), SourceFile { path, text: file.text.clone() })
        };
        inputs.notes.iter().map(file).collect()
    }

    fn assets(&self, inputs: &Inputs) -> AssetFiles {
        let file = |(path, file): (&AssetPath, &AssetFile)| {
            let mut file = file.clone();
            if let Some(to) = self.moved_assets.get(path) {
                file.source = moved_path(&file.source, path.as_str(), to.as_str());
            }
            (self.asset(path), file)
        };
        inputs.assets.iter().map(file).collect()
    }

    /// Where a link must lead afterwards that leads to `destination` now.
    fn destination(
        &self,
        destination: &Destination,
        before: &World,
        after: &World,
        renamed: Option<&Renamed>,
    ) -> Destination {
        match destination {
            Destination::Note(id, anchor) => {
                let headings = |world: &World, id: &NoteId| world.book.notes[id].headings.clone();
                let place = anchor.as_ref().filter(|_| renamed.is_some_and(|renamed| renamed.note == *id));
                let number = place.and_then(|anchor| {
                    headings(before, id).iter().position(|heading| heading.anchor == *anchor)
                });
                let anchor = match number {
                    Some(number) => Some(headings(after, &self.note(id))[number].anchor.clone()),
                    None => anchor.clone(),
                };
                Destination::Note(self.note(id), anchor)
            }
            Destination::Asset(path) => Destination::Asset(self.asset(path)),
            other => other.clone(),
        }
    }
}

/// A piece of a text that is written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    range: Range<usize>,
    new: String,
}

/// Edits by the note's name afterwards and the place in its text before.
#[derive(Debug, Clone, Default)]
struct Edits(BTreeMap<NoteId, BTreeMap<usize, Edit>>);

impl Edits {
    fn put(&mut self, note: &NoteId, edit: Edit) {
        self.0.entry(note.clone()).or_default().insert(edit.range.start, edit);
    }

    /// Takes back what was tried for a link, and tries something else. A
    /// definition, `[label]: target`, stands outside its link.
    fn replace(&mut self, note: &NoteId, link: Range<usize>, ranges: Vec<Range<usize>>, choice: Vec<Edit>) {
        let edits = self.0.entry(note.clone()).or_default();
        edits.retain(|start, _| !link.contains(start) && !ranges.iter().any(|range| range.start == *start));
        edits.extend(choice.into_iter().map(|edit| (edit.range.start, edit)));
    }

    /// The edits in a range of a note, in order.
    fn inside(&self, note: &NoteId, range: &Range<usize>) -> impl DoubleEndedIterator<Item = &Edit> {
        self.0.get(note).into_iter().flat_map(|edits| edits.range(range.clone())).map(|(_, edit)| edit)
    }

    /// Where a place of a note is when the edits between `start` and it are made.
    fn shifted(&self, note: &NoteId, start: usize, at: usize) -> usize {
        self.inside(note, &(start..at)).fold(at, |at, edit| at + edit.new.len() - edit.range.len())
    }

    /// The files with their edits made.
    fn made(&self, files: &NoteFiles) -> NoteFiles {
        let mut files = files.clone();
        for (id, edits) in &self.0 {
            let file = files.get_mut(id).expect("edits are made to files that are there");
            let mut text = file.text.to_string();
            for edit in edits.values().rev() {
                text.replace_range(edit.range.clone(), &edit.new);
            }
            file.text = text.into();
        }
        files
    }
}

/// A change after which every link leads home.
struct Finished<'a> {
    inputs: &'a Inputs,
    paths: &'a Paths,
    before: &'a World,
    world: &'a World,
    files: &'a NoteFiles,
}

impl Finished<'_> {
    /// Leaves old addresses in the notes, and gathers what is new.
    fn finish(&self, mut edits: Edits, heading: &Edits, old: OldAddress) -> Result<Move, Refusal> {
        let before: BTreeMap<NoteId, &NoteId> =
            self.inputs.notes.keys().map(|id| (self.paths.note(id), id)).collect();
        let (mut links, mut headings) = (Vec::new(), Vec::new());
        for (id, edits) in &edits.0 {
            let file = &self.inputs.notes[before[id]];
            for (start, edit) in edits {
                let written = (file.span(edit.range.clone()), edit.new.clone());
                let is_heading = heading.0.get(id).is_some_and(|heading| heading.contains_key(start));
                if is_heading { headings.push(written) } else { links.push(written) }
            }
        }

        let mut redirects = Vec::new();
        for (from, to) in self.paths.moved.iter().filter(|_| old == OldAddress::Kept) {
            let note = &self.before.book.notes[from];
            let url = self
                .before
                .names
                .files
                .urls
                .get(from)
                .filter(|url| self.world.names.files.urls.get(to) != Some(*url));
            let Some(url) = url.filter(|_| !note.front.draft) else { continue };
            edits.put(to, redirect::edit(&self.inputs.notes[from].text, note, url.as_str()));
            redirects.push(url.clone());
        }
        let after = edits.made(self.files);
        for (from, to) in self.paths.moved.iter().filter(|_| !redirects.is_empty()) {
            let url = self.before.names.files.urls.get(from).filter(|url| redirects.contains(url));
            let Some(url) = url else { continue };
            let note =
                parse::note(&after[to], Dialect { smart_punctuation: true, ..Dialect::default() }).value;
            if !note.front.redirect_from.iter().any(|old| old.value == url.as_str()) {
                return Err(Refusal::FrontMatter(self.inputs.notes[from].path.clone()));
            }
        }

        let changed: BTreeSet<&NoteId> =
            edits.0.iter().filter(|(_, edits)| !edits.is_empty()).map(|(id, _)| id).collect();
        let texts = changed.into_iter().map(|id| (after[id].path.clone(), after[id].text.clone())).collect();
        let notes = self.paths.moved.iter();
        let notes = notes.map(|(from, to)| (self.inputs.notes[from].path.clone(), after[to].path.clone()));
        let assets = self.paths.moved_assets.iter().map(|(from, to)| {
            let source = &self.inputs.assets[from].source;
            (source.clone(), moved_path(source, from.as_str(), to.as_str()))
        });
        let files = notes.chain(assets).collect();
        Ok(Move { files, texts, heading: headings.pop(), part: None, links, redirects })
    }
}

/// The path of a file whose name inside the content folder changes; the folder
/// before it and the extension stay.
fn moved_path(path: &SourcePath, from: &str, to: &str) -> SourcePath {
    match split(path.as_str(), from) {
        Some((base, extension)) => SourcePath::new(format!("{base}{to}{extension}")),
        None => path.clone(),
    }
}

/// What stands in the path of a file before and after its name in the book: the
/// content folder, and the extension of a note.
pub(crate) fn split<'a>(path: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    path.rmatch_indices(name).map(|(at, _)| (&path[..at], &path[at + name.len()..])).find(|(base, rest)| {
        let begins = base.is_empty() || base.ends_with('/');
        begins && (rest.is_empty() || rest.starts_with('.') && !rest.contains('/'))
    })
}

fn check_name(to: &str, from: &str) -> Result<(), Refusal> {
    if is_path(to) && from != to { Ok(()) } else { Err(Refusal::NoName(to.to_owned())) }
}

/// Whether a text can be the name of a note, a folder or a file.
fn is_path(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && part.trim() == part;
    text.split('/').all(part) && !text.contains(['\\', ':', '#', '|', '[', ']', '^', '"', '<', '>', '?', '*'])
}
