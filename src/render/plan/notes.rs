//! Pages with the text of notes: notes, sections, topics and the home page.

use super::Planner;
use crate::index::{Backlink, MentionKind, Stop, Topic, with_term};
use crate::model::{Anchor, Note, NoteId, TermId, slug};
use crate::render::address::to_root;
use crate::render::date::date;
use crate::render::page::{BacklinkItem, Card, HomePage, HomeSectionItem, NotePage, Place};
use crate::render::view::CountsView;

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
        let (children, events) = topic.map_or_else(Default::default, |topic| {
            (self.topic_notes(topic), topic.events.iter().map(|&at| self.event_item(at)).collect())
        });
        NotePage {
            body: Some(body),
            topics,
            updated: note.front.updated.as_ref().map(|updated| date(updated, &self.config().language)),
            children,
            topic_kind: note.front.kind.clone(),
            events,
            backlinks: self.backlinks(id, note),
            sources,
            cite: Some(self.cite.page(self.config(), note, &self.note_place(id).title, &self.known.urls[id])),
        }
    }

    /// The page of a section, with or without a note of its own.
    pub(super) fn section_page(&self, folder: &str, id: Option<&NoteId>) -> NotePage {
        let mut page = id.map_or_else(empty_page, |id| self.note_page(id));
        page.children = self.known.sections[folder].children.iter().map(|stop| self.card(stop)).collect();
        if !folder.is_empty() {
            let events = self.known.events.get(folder).map(Vec::as_slice).unwrap_or_default();
            page.events = events.iter().map(|&at| self.event_item(at)).collect();
        }
        page
    }

    /// The page of a topic that no note stands for.
    pub(super) fn bare_topic(&self, topic: &Topic) -> NotePage {
        NotePage {
            children: self.topic_notes(topic),
            events: topic.events.iter().map(|&at| self.event_item(at)).collect(),
            ..empty_page()
        }
    }

    /// What the home page shows beside its text.
    pub(super) fn home(&self) -> HomePage {
        let known = self.known;
        let sections = known.sections[""]
            .children
            .iter()
            .filter_map(|stop| match stop {
                Stop::Section(folder) => Some((folder, self.card(stop))),
                Stop::Note(_) => None,
            })
            .map(|(folder, card)| HomeSectionItem {
                card,
                notes: self.siblings[&**folder].iter().take(HOME_NOTES).cloned().collect(),
                count: self.siblings[&**folder].len(),
            })
            .collect();
        HomePage {
            sections,
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

    fn topic_notes(&self, topic: &Topic) -> Vec<Card> {
        topic
            .notes
            .iter()
            .map(|id| Card { place: self.note_place(id), description: self.note_description(id) })
            .collect()
    }

    fn card(&self, stop: &Stop) -> Card {
        Card { place: self.stop_place(stop), description: self.description(stop) }
    }

    /// Who mentions a note, by links and by the name of the term that it explains.
    fn backlinks(&self, id: &NoteId, note: &Note) -> Vec<BacklinkItem> {
        let mentions = self.known.backlinks.get(id).map(|list| list.as_slice()).unwrap_or_default();
        let term = note.front.term.as_ref().map(|term| TermId(term.value.as_str().into()));
        // Another note may have been first with the term.
        let term = term.filter(|term| self.known.terms.get(term).is_some_and(|term| term.note == *id));
        let show = |backlink: &Backlink| self.backlink(backlink, EXCERPTS_SHOWN);
        match term.and_then(|term| self.known.term_uses.get(&term)) {
            Some(uses) => with_term(mentions, uses).iter().map(show).collect(),
            None => mentions.iter().map(show).collect(),
        }
    }

    /// A mention with at most so many of its sentences.
    pub(super) fn backlink(&self, backlink: &Backlink, excerpts: usize) -> BacklinkItem {
        let word = |kind: &MentionKind| match kind {
            MentionKind::Link => "mention_link",
            MentionKind::Embed => "mention_embed",
            MentionKind::Term => "mention_term",
        };
        BacklinkItem {
            place: Place { anchor: None, ..self.note_place(&backlink.from) },
            kinds: backlink.kinds.iter().map(word).collect(),
            excerpts: backlink.excerpts.iter().take(excerpts).cloned().collect(),
        }
    }
}

fn empty_page() -> NotePage {
    NotePage {
        body: None,
        topics: Vec::new(),
        updated: None,
        children: Vec::new(),
        topic_kind: None,
        events: Vec::new(),
        backlinks: Vec::new(),
        sources: Vec::new(),
        cite: None,
    }
}
