//! Pages with the text of notes: notes, sections, topics and the home page.

use std::borrow::Cow;
use std::sync::Arc;

use super::Planner;
use super::long::{self, SHOWN, SHOWN_AT_HOME};
use crate::index::{Backlink, MentionKind, Stop, Topic, with_term};
use crate::model::{Anchor, Excerpt, NoteId, TermId, Url, slug};
use crate::render::address::to_root;
use crate::render::date::date;
use crate::render::page::{BacklinkItem, Card, EventItem, HomePage, HomeSectionItem, NotePage, Place, Rests};
use crate::render::view::CountsView;
use crate::resolve::SectionPath;

/// The most sentences of one note that a backlink shows.
const EXCERPTS_SHOWN: usize = 3;

/// The most notes of a section that the home page names.
const HOME_NOTES: usize = 5;

/// The most events that the home page shows.
const HOME_EVENTS: usize = 6;

impl Planner<'_> {
    /// The page of a note that is not the page of a section.
    pub(super) fn note_page(&self, id: &NoteId) -> NotePage {
        let note = &self.known.notes[id];
        let (body, sources) = self.own_body(id, &to_root(&self.known.urls[id]));
        let own_topic = note.front.topic.as_ref().map(|name| Anchor::new(slug(name.value.as_str())));
        let topic = own_topic
            .as_ref()
            .map(|key| &self.known.topics[key])
            .filter(|topic| topic.page.as_ref() == Some(id));
        let topics = note
            .front
            .topics
            .iter()
            .map(|name| Anchor::new(slug(name.value.as_str())))
            .filter(|key| own_topic.as_ref() != Some(key))
            .filter_map(|key| self.topics.get(&key).cloned())
            .collect();
        let url = &self.known.urls[id];
        let mentions = self.mentions(id);
        let (shown, backlinks_left) = long::first(&mentions, SHOWN, || long::all_mentions(url));
        let mut page = NotePage {
            body: Some(body),
            topics,
            updated: note.front.updated.as_ref().map(|updated| date(updated, &self.config().language)),
            topic_kind: note.front.kind.clone(),
            backlinks: shown.iter().map(|mention| self.backlink(mention, EXCERPTS_SHOWN)).collect(),
            rests: Rests { backlinks: backlinks_left, ..Rests::default() },
            sources,
            cite: Some(self.cite.page(self.config(), note, &self.note_place(id).title, url)),
            ..empty_page()
        };
        if let Some(topic) = topic {
            self.gather(&mut page, topic, url);
        }
        page
    }

    /// The page of a section, with or without a note of its own.
    pub(super) fn section_page(&self, folder: &str, id: Option<&NoteId>) -> NotePage {
        let mut page = id.map_or_else(empty_page, |id| self.note_page(id));
        let section = &self.known.sections[folder];
        let shown = if folder.is_empty() { SHOWN_AT_HOME } else { SHOWN };
        let (children, left) = long::first(&section.children, shown, || long::all_notes(&section.url));
        page.children = children.iter().map(|stop| self.card(stop)).collect();
        page.rests.children = left;
        if !folder.is_empty() {
            let events = self.known.events.get(folder).map(Vec::as_slice).unwrap_or_default();
            self.list_events(&mut page, events, &section.url);
        }
        page
    }

    /// The page of a topic that no note stands for.
    pub(super) fn bare_topic(&self, topic: &Topic, url: &Url) -> NotePage {
        let mut page = empty_page();
        self.gather(&mut page, topic, url);
        page
    }

    /// Puts the notes and events of a topic on its page.
    fn gather(&self, page: &mut NotePage, topic: &Topic, url: &Url) {
        let (notes, left) = long::first(&topic.notes, SHOWN, || long::all_notes(url));
        page.children = self.cards(notes);
        page.rests.children = left;
        self.list_events(page, &topic.events, url);
    }

    fn list_events(&self, page: &mut NotePage, events: &[usize], url: &Url) {
        let (events, left) = long::first(events, SHOWN, || long::all_events(url));
        page.events = self.event_items(events);
        page.rests.events = left;
    }

    /// Events by their places on the timeline.
    pub(super) fn event_items(&self, events: &[usize]) -> Vec<EventItem> {
        events.iter().map(|&at| self.event_item(at)).collect()
    }

    /// What the home page shows beside its text.
    pub(super) fn home(&self) -> HomePage {
        let known = self.known;
        let root = &known.sections[""];
        let folders: Vec<&SectionPath> = root
            .children
            .iter()
            .filter_map(|stop| match stop {
                Stop::Section(folder) => Some(folder),
                Stop::Note(_) => None,
            })
            .collect();
        let is_text = |stop: &&Stop| match stop {
            Stop::Note(id) => !self.site.is_listing(&known.urls[id]),
            Stop::Section(_) => false,
        };
        let notes: Vec<&Stop> = root.children.iter().filter(is_text).collect();
        let (notes, notes_rest) = long::first(&notes, SHOWN_AT_HOME, || long::all_notes(&root.url));
        let (shown, rest) = long::first(&folders, SHOWN_AT_HOME, || long::all_notes(&root.url));
        let section = |folder: &&SectionPath| HomeSectionItem {
            card: self.card(&Stop::Section((*folder).clone())),
            notes: self.siblings[&***folder].iter().take(HOME_NOTES).cloned().collect(),
            count: self.siblings[&***folder].len(),
        };
        let stops = known.order().iter().skip(1).map(|stop| self.stop_place(stop));
        HomePage {
            start: stops.into_iter().find(|place| !self.site.is_listing(&place.url)),
            sections: shown.iter().map(section).collect(),
            rest,
            notes: notes.iter().map(|stop| self.card(stop)).collect(),
            notes_rest,
            latest: self.latest().map(|at| self.event_item(at)).collect(),
            counts: CountsView {
                notes: self.known.notes.len(),
                events: known.timeline().len(),
                terms: self.known.terms.len(),
                sources: known.cited.len(),
                topics: known.topics.len(),
            },
        }
    }

    /// The last events up to the date for which the book speaks: what is planned
    /// for later is no news.
    fn latest(&self) -> impl Iterator<Item = usize> {
        let timeline = self.known.timeline();
        let until = self.config().as_of.as_ref().map(|as_of| as_of.key.latest);
        let known =
            move |&at: &usize| until.is_none_or(|until| timeline[at].event().date.key.earliest <= until);
        (0..timeline.len()).rev().filter(known).take(HOME_EVENTS)
    }

    /// Notes with what they say.
    pub(super) fn cards(&self, notes: &[NoteId]) -> Vec<Card> {
        let card = |id: &NoteId| Card { place: self.note_place(id), description: self.known.description(id) };
        notes.iter().map(card).collect()
    }

    pub(super) fn card(&self, stop: &Stop) -> Card {
        Card { place: self.stop_place(stop), description: self.description(stop) }
    }

    /// Who mentions a note, by links and by the name of the term that it explains.
    pub(super) fn mentions(&self, id: &NoteId) -> Cow<'_, [Backlink]> {
        let mentions = self.known.backlinks.get(id).map(|list| list.as_slice()).unwrap_or_default();
        let term = self.known.notes[id].front.term.as_ref().map(|term| TermId(term.value.as_str().into()));
        // Another note may have been first with the term.
        let term = term.filter(|term| self.known.terms.get(term).is_some_and(|term| term.note == *id));
        match term.and_then(|term| self.known.term_uses.get(&term)) {
            Some(uses) => with_term(mentions, uses).into(),
            None => mentions.into(),
        }
    }

    /// A mention with at most so many of its sentences.
    pub(super) fn backlink(&self, backlink: &Backlink, excerpts: usize) -> BacklinkItem {
        let word = |kind| match kind {
            MentionKind::Link => "mention_link",
            MentionKind::Embed => "mention_embed",
            MentionKind::Term => "mention_term",
        };
        let mut shown: Vec<Arc<Excerpt>> = Vec::new();
        for sentence in &backlink.sentences {
            if shown.len() == excerpts {
                break;
            }
            let excerpt = self.known.excerpt(&backlink.from, sentence);
            // Two ways to write a link make one sentence for readers.
            if !shown.contains(&excerpt) {
                shown.push(excerpt);
            }
        }
        BacklinkItem {
            place: Place { anchor: None, ..self.note_place(&backlink.from) },
            kinds: backlink.kinds.iter().map(word).collect(),
            excerpts: shown,
        }
    }
}

/// A page with nothing on it.
pub(super) fn empty_page() -> NotePage {
    NotePage {
        body: None,
        topics: Vec::new(),
        updated: None,
        children: Vec::new(),
        topic_kind: None,
        events: Vec::new(),
        backlinks: Vec::new(),
        rests: Rests::default(),
        sources: Vec::new(),
        cite: None,
    }
}
