//! What one note adds to the views across the book.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::backlinks::{Backlink, MentionKind};
use super::citations::CitedOn;
use crate::model::{
    Anchor, CitationId, Event, EventDate, Inline, Link, LinkKind, Note, NoteId, ReferenceKey, TermId,
    Wording, citations_in_title, links_in,
};
use crate::resolve::{Destination, TermUse};

/// The share of a note in the views across the book, each part by what it is
/// filed under.
///
/// As with [`Facets`](crate::resolve::Facets), each part is one value as long as
/// it stays the same, and holds no places in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Its mentions of other notes.
    pub mentions: Arc<Vec<(NoteId, Backlink)>>,
    /// The works it cites.
    pub cites: Arc<Vec<(ReferenceKey, CitedOn)>>,
    /// The works that it lists without citing them; `*` stands for all.
    pub lists: Arc<Vec<ReferenceKey>>,
    /// The terms it uses.
    pub terms: Arc<Vec<(TermId, Backlink)>>,
    /// The events it tells.
    pub events: Arc<Vec<Told>>,
    /// The places in notes to which it links.
    pub places: Arc<Vec<(NoteId, Anchor)>>,
}

/// An event as the views across the book have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When it happened.
    pub date: EventDate,
    /// What happened, without markup.
    pub plain: Wording,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its id on the page of its note.
    pub anchor: Anchor,
    /// The notes to which it links.
    pub to: Vec<NoteId>,
    /// The works that it cites, each once.
    pub sources: Vec<ReferenceKey>,
}

/// What a note adds, given where its links lead and which terms it uses.
pub fn share(id: &NoteId, note: &Note, destinations: &[Destination], uses: &[TermUse]) -> Share {
    Share {
        mentions: Arc::new(mentions(id, note, destinations)),
        cites: Arc::new(cites(id, note)),
        lists: Arc::new(note.front.nocite.iter().map(|key| key.value.clone()).collect()),
        terms: Arc::new(terms(id, note, destinations, uses)),
        events: Arc::new(note.events.iter().map(|event| told(event, note, destinations)).collect()),
        places: Arc::new(places(destinations)),
    }
}

/// The mentions of other notes, by the note that is mentioned.
fn mentions(from: &NoteId, note: &Note, destinations: &[Destination]) -> Vec<(NoteId, Backlink)> {
    let mut mentions: Vec<(NoteId, Backlink)> = Vec::new();
    for (link, destination) in note.links.iter().zip(destinations) {
        let Destination::Note(to, _) = destination else { continue };
        if to == from {
            continue;
        }
        let at = mentions.iter().position(|(other, _)| other == to).unwrap_or_else(|| {
            mentions.push((to.clone(), Backlink::of(from.clone())));
            mentions.len() - 1
        });
        mentions[at].1.add(kind(link), &link.sentence);
    }
    mentions
}

/// How a link mentions what it leads to.
fn kind(link: &Link) -> MentionKind {
    match link.kind {
        LinkKind::Embed | LinkKind::Image => MentionKind::Embed,
        LinkKind::Wiki | LinkKind::Markdown => MentionKind::Link,
    }
}

fn cites(id: &NoteId, note: &Note) -> Vec<(ReferenceKey, CitedOn)> {
    let mut cites = Vec::new();
    let in_title = citations_in_title(note);
    for (citation, group) in note.citations.iter().enumerate() {
        for work in &group.items {
            let place = CitedOn {
                note: id.clone(),
                citation,
                is_in_title: in_title.contains(&CitationId(citation as u32)),
                locator: work.locator.clone(),
                sentence: group.sentence.clone(),
            };
            cites.push((work.key.clone(), place));
        }
    }
    cites
}

/// The terms that a note uses, each once, with what it says. A link to a term is a
/// use as well.
fn terms(
    id: &NoteId,
    note: &Note,
    destinations: &[Destination],
    uses: &[TermUse],
) -> Vec<(TermId, Backlink)> {
    let mut terms: BTreeMap<&TermId, Backlink> = BTreeMap::new();
    let mut add = |term, kind, sentence| {
        terms.entry(term).or_insert_with(|| Backlink::of(id.clone())).add(kind, sentence);
    };
    for found in uses {
        add(&found.term, MentionKind::Term, &found.sentence);
    }
    for (link, destination) in note.links.iter().zip(destinations) {
        if let Destination::Term(term) = destination {
            add(term, kind(link), &link.sentence);
        }
    }
    terms.into_iter().map(|(term, said)| (term.clone(), said)).collect()
}

fn places(destinations: &[Destination]) -> Vec<(NoteId, Anchor)> {
    let places = destinations.iter().filter_map(|destination| match destination {
        Destination::Note(id, Some(anchor)) => Some((id.clone(), anchor.clone())),
        _ => None,
    });
    places.collect()
}

fn told(event: &Event, note: &Note, destinations: &[Destination]) -> Told {
    let to = links_in(&event.text).filter_map(|link| match destinations.get(link.0 as usize) {
        Some(Destination::Note(to, _)) => Some(to.clone()),
        _ => None,
    });
    Told {
        date: event.date.clone(),
        plain: event.plain.clone(),
        tags: event.tags.clone(),
        anchor: event.anchor.clone(),
        to: to.collect(),
        sources: sources(note, &event.text),
    }
}

/// The works that a run of text cites, in its order, each once.
fn sources(note: &Note, text: &[Inline]) -> Vec<ReferenceKey> {
    let mut found = Vec::new();
    cited(text, &mut |id| {
        for item in note.citations.get(id).into_iter().flat_map(|citation| &citation.items) {
            if !found.contains(&item.key) {
                found.push(item.key.clone());
            }
        }
    });
    found
}

fn cited(text: &[Inline], found: &mut impl FnMut(usize)) {
    for inline in text {
        match inline {
            Inline::Citation(id) => found(id.0 as usize),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Highlight(inner)
            | Inline::Link(_, inner) => cited(inner, found),
            _ => {}
        }
    }
}
