//! Moving a part of a note, a heading with all that stands under it, into
//! another note.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::pieces::{self, Piece};
use super::world::{LinkPlace, World};
use super::{Edit, Edits, Move, Refusal, target};
use crate::model::{Anchor, Note, NoteId};
use crate::parse::{self, Dialect};
use crate::resolve::Destination;
use crate::source::{Inputs, SourceFile, Span};

/// A part of a note and where it goes.
pub(super) struct Part<'a> {
    pub(super) from: &'a NoteId,
    /// Its heading by its text or its id.
    pub(super) heading: &'a str,
    pub(super) to: &'a NoteId,
    /// The heading at the end of whose text it comes; at the end of the note if
    /// there is none.
    pub(super) under: Option<&'a str>,
}

/// Works out what moving a part of a note means.
pub(super) fn rename(inputs: &Inputs, part: &Part) -> Result<Move, Refusal> {
    let before = World::new(inputs, inputs.notes.clone(), inputs.assets.clone(), None);
    let for_both = [part.from, part.to].map(|id| before.book.notes.get(id).ok_or(id));
    let [from, to] = for_both.map(|note| note.map_err(|id| Refusal::Unknown(id.to_string())));
    let (from, to) = (from?, to?);
    let refuse = |reason| Err(Refusal::Part(part.heading.to_owned(), reason));
    if part.from == part.to {
        return refuse("it is in that note already; where in it, makes no difference to links");
    }
    let number = number(from, part.from, part.heading)?;
    if from.title == from.headings[number].plain {
        return refuse("it is the title of its note; move the note");
    }
    let text = &*before.files[part.from].text;
    let Some(range) = under(text, from, number) else {
        return refuse("it stands inside something else, such as a quotation");
    };
    let into = &*before.files[part.to].text;
    let place = match part.under {
        None => into.len(),
        Some(heading) => match under(into, to, self::number(to, part.to, heading)?) {
            Some(range) => range.end,
            None => return refuse("what it shall come under stands inside something else"),
        },
    };
    let Some(pieces) = pieces::cut(text, range.clone()) else {
        return refuse("a footnote is used in it and in the rest of its note; write it twice first");
    };
    let [kept, moved] = pieces;
    let mut edits = Edits::default();
    for edit in pieces::labels(text, &moved, into) {
        edits.put(part.from, edit);
    }
    let moving = Moving {
        inputs,
        part,
        before: &before,
        left: pieces::joined(part.from, text, &kept),
        grown: pieces::inserted(part.to, into, place, part.from, text, &moved),
    };
    let heading = from.headings[number].span.clone();
    let (links, texts) = moving.settle(edits)?;
    let path = before.files[part.to].path.clone();
    Ok(Move { texts, links, part: Some((heading, path)), ..Move::default() })
}

fn number(note: &Note, id: &NoteId, said: &str) -> Result<usize, Refusal> {
    super::heading::find(note, said).map(|(number, _)| number).ok_or_else(|| {
        let there = note.headings.iter().map(|heading| heading.plain.clone()).collect();
        Refusal::NoHeading(id.clone(), there)
    })
}

/// A heading with all that stands under it; `None` if it does not begin a line.
fn under(text: &str, note: &Note, number: usize) -> Option<Range<usize>> {
    let line = |at: u32| {
        let at = at as usize;
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        text[line..at].trim().is_empty().then_some(line)
    };
    let heading = &note.headings[number];
    let later = note.headings[number + 1..].iter().filter(|later| later.level <= heading.level);
    let end = later.filter_map(|later| line(later.span.start)).next();
    Some(line(heading.span.start)?..end.unwrap_or(text.len()))
}

struct Moving<'a> {
    inputs: &'a Inputs,
    part: &'a Part<'a>,
    before: &'a World,
    /// What is left of the one note, and what the other becomes.
    left: Vec<Piece>,
    grown: Vec<Piece>,
}

/// What is written anew in links, and the new texts.
type Settled = (Vec<(Span, String)>, std::collections::BTreeMap<crate::source::SourcePath, Arc<str>>);

impl Moving<'_> {
    /// Rewrites links until each leads where it led.
    fn settle(&self, mut edits: Edits) -> Result<Settled, Refusal> {
        let labels = edits.clone();
        let mut attempt = 0;
        loop {
            let world = self.world(&edits);
            if attempt == 0 {
                self.check(&world)?;
            }
            let astray = self.astray(&world, &edits)?;
            if astray.is_empty() {
                return Ok(self.finish(&edits, &labels, &world));
            }
            let mut stuck = Vec::new();
            for ((id, at), expected) in astray {
                let link = &self.before.book.notes[&id].links[at];
                let (from, _) = self.place(&edits, &id, link.span.start as usize);
                let text = &*self.before.files[&id].text;
                match target::parted(text, link, &from, &expected).into_iter().nth(attempt) {
                    Some(choice) => {
                        let span = link.span.start as usize..link.span.end as usize;
                        edits.replace(&id, span, target::ranges(text, link), choice);
                    }
                    None => stuck.push(link.span.clone()),
                }
            }
            if !stuck.is_empty() {
                return Err(Refusal::Links(stuck));
            }
            attempt += 1;
        }
    }

    /// The book with edits, and the part where it shall be.
    fn world(&self, edits: &Edits) -> World {
        let mut files = edits.made(&self.before.files);
        for (id, pieces) in [(self.part.from, &self.left), (self.part.to, &self.grown)] {
            let text = pieces::text(pieces, &self.before.files, edits);
            let file = files.get_mut(id).expect("both notes are there");
            *file = SourceFile { path: file.path.clone(), text: text.into() };
        }
        World::new(self.inputs, files, self.inputs.assets.clone(), Some(self.before))
    }

    /// Where in which note a place is afterwards.
    fn place(&self, edits: &Edits, id: &NoteId, at: usize) -> (NoteId, usize) {
        for (note, pieces) in [(self.part.from, &self.left), (self.part.to, &self.grown)] {
            if let Some(at) = pieces::place(pieces, &self.before.files, edits, id, at) {
                return (note.clone(), at);
            }
        }
        (id.clone(), edits.shifted(id, 0, at))
    }

    /// Whether the two notes have together what they had before.
    fn check(&self, after: &World) -> Result<(), Refusal> {
        let refuse = |reason| Err(Refusal::Part(self.part.heading.to_owned(), reason));
        let notes = |world: &World| [self.part.from, self.part.to].map(|id| world.book.notes[id].clone());
        let (old, new) = (notes(self.before), notes(after));
        let titles = |notes: &[Arc<Note>; 2]| notes.clone().map(|note| note.title.clone());
        if titles(&old) != titles(&new) {
            return refuse("a note would get another title; give both a `title` in their front matter first");
        }
        let footnotes = |notes: &[Arc<Note>; 2]| {
            let all = notes.iter().flat_map(|note| &note.footnotes);
            let mut all: Vec<_> = all.map(|note| (note.references, note.body.is_empty())).collect();
            all.sort_unstable();
            all
        };
        let counts = |notes: &[Arc<Note>; 2]| {
            let count = |of: &dyn Fn(&Note) -> usize| notes.iter().map(|note| of(note)).sum::<usize>();
            [
                count(&|note| note.links.len()),
                count(&|note| note.citations.len()),
                count(&|note| note.headings.len()),
                count(&|note| note.events.len()),
                count(&|note| note.blocks.len()),
                count(&|note| note.index_marks.len()),
            ]
        };
        let problems = |world: &World| {
            let dialect = Dialect::of(&world.book.config);
            let of = |id: &NoteId| parse::note(&world.files[id], dialect).diagnostics;
            let all = of(self.part.from).into_iter().chain(of(self.part.to));
            let mut all: Vec<&str> = all.map(|problem| problem.code.name()).collect();
            all.sort_unstable();
            all
        };
        if footnotes(&old) != footnotes(&new)
            || counts(&old) != counts(&new)
            || problems(self.before) != problems(after)
        {
            return refuse("something in it would be read otherwise in the other note; move it by hand");
        }
        let blocks = |note: &Note| note.blocks.iter().cloned().collect::<BTreeSet<Anchor>>();
        let gone: BTreeSet<_> = blocks(&old[0]).difference(&blocks(&new[0])).cloned().collect();
        if !gone.is_disjoint(&blocks(&old[1])) {
            return refuse("both notes have a block with the same id");
        }
        Ok(())
    }

    /// The links that do not lead where they led, and where they shall lead.
    fn astray(&self, after: &World, edits: &Edits) -> Result<Vec<(LinkPlace, Destination)>, Refusal> {
        let (mut astray, mut lost) = (Vec::new(), Vec::new());
        for (id, destinations) in &self.before.links {
            for (at, destination) in destinations.iter().enumerate() {
                if matches!(destination, Destination::Nothing | Destination::External) {
                    continue;
                }
                let link = &self.before.book.notes[id].links[at];
                let (to, start) = self.place(edits, id, link.span.start as usize);
                let links = &after.book.notes[&to].links;
                let Some(now) = links.iter().position(|link| link.span.start as usize == start) else {
                    lost.push(link.span.clone());
                    continue;
                };
                let expected = self.expected(destination, after, edits);
                let guessed = after.ambiguous.contains(&(to.clone(), now))
                    && !self.before.ambiguous.contains(&(id.clone(), at));
                if guessed || after.links[&to][now] != expected {
                    astray.push(((id.clone(), at), expected));
                }
            }
        }
        if lost.is_empty() { Ok(astray) } else { Err(Refusal::Links(lost)) }
    }

    /// Where a link must lead afterwards.
    fn expected(&self, destination: &Destination, after: &World, edits: &Edits) -> Destination {
        let Destination::Note(id, Some(anchor)) = destination else { return destination.clone() };
        if id != self.part.from && id != self.part.to {
            return destination.clone();
        }
        let heading = self.before.book.notes[id].headings.iter().find(|heading| heading.anchor == *anchor);
        if let Some(heading) = heading {
            let (note, at) = self.place(edits, id, heading.span.start as usize);
            let headings = &after.book.notes[&note].headings;
            let now = headings.iter().find(|heading| heading.span.start as usize == at);
            return Destination::Note(note, now.map(|heading| heading.anchor.clone()));
        }
        let has = |id: &NoteId| {
            let note = &after.book.notes[id];
            note.blocks.contains(anchor) || note.events.iter().any(|event| event.anchor == *anchor)
        };
        let moved = id == self.part.from && !has(id) && has(self.part.to);
        Destination::Note(if moved { self.part.to.clone() } else { id.clone() }, Some(anchor.clone()))
    }

    fn finish(&self, edits: &Edits, labels: &Edits, world: &World) -> Settled {
        let mut links = Vec::new();
        for (id, edits) in &edits.0 {
            let is_label = |at: &usize| labels.0.get(id).is_some_and(|labels| labels.contains_key(at));
            let written = edits.iter().filter(|(at, _)| !is_label(at)).map(|(_, edit)| edit);
            let file = &self.before.files[id];
            links.extend(written.map(|Edit { range, new }| (file.span(range.clone()), new.clone())));
        }
        let changed = world.files.iter().filter(|(id, file)| self.before.files[*id].text != file.text);
        let texts = changed.map(|(_, file)| (file.path.clone(), file.text.clone())).collect();
        (links, texts)
    }
}
