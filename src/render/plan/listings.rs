//! Pages that list the whole book: timeline, glossary, citations, topics.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::bodies::citation_anchor;
use super::cut::by_letter;
use super::long::{self, SHOWN_IN_INDEX};
use super::period::{self, Period};
use super::scale::scale;
use super::{Planner, work_anchor};
use crate::index::{CitedOn, Collation};
use crate::model::{Anchor, CitationId, NoteId, ReferenceKey, TermId, Url};
use crate::render::address::{href, to_root};
use crate::render::date::{self, date};
use crate::render::fragment::Fragment;
use crate::render::html;
use crate::render::page::{
    BacklinkItem, Card, CitationGroup, CitationsPage, CitedPlace, Content, EventItem, GlossaryPage, Place,
    TermItem, TimelinePage, TopicKind, TopicsPage, WorkItem,
};
use crate::render::view::{MonthView, PeriodView};
use crate::render::works;

/// How many events of known months a year must have for its months to be drawn.
const MONTHS_FROM: usize = 5;

impl Planner<'_> {
    /// The list at an address, introduced by the note that stands there.
    pub(super) fn listing(&self, url: &Url, id: Option<&NoteId>) -> Option<Content> {
        let site = self.site;
        if Some(url) == site.timeline.as_ref() {
            return Some(Content::Timeline(Box::new(self.first_timeline(url, self.intro(id)))));
        }
        if Some(url) == site.glossary.as_ref() {
            return Some(Content::Glossary(Box::new(self.first_glossary(self.intro(id)))));
        }
        if Some(url) == site.citations.as_ref() {
            return Some(Content::Citations(Box::new(self.citations(self.intro(id)))));
        }
        if Some(url) == site.topics.as_ref() {
            return Some(Content::Topics(Box::new(self.topic_kinds(self.intro(id)))));
        }
        None
    }

    /// The event at a place on the timeline.
    pub(super) fn event_item(&self, at: usize) -> EventItem {
        let found = &self.known.timeline()[at];
        let event = found.event();
        EventItem {
            date: date(&event.date, &self.config().language),
            text: self.known.event_texts[&found.id][found.event.0 as usize].clone(),
            tags: event.tags.clone(),
            choices: Vec::new(),
            anchor: event_anchor(&self.known.urls[&found.id], &event.anchor),
            place: Place { anchor: Some(event.anchor.clone()), ..self.note_place(&found.id) },
        }
    }

    /// The events of a note, printed once for all pages.
    pub(super) fn print_events(&self, id: &NoteId) -> Arc<Vec<Fragment>> {
        let body = self.fragment_body(id);
        let events = body.note.events.iter();
        Arc::new(events.map(|event| Fragment::new(html::inlines(&body, &event.text))).collect())
    }

    /// The first page of the timeline: all events, or the parts of them.
    fn first_timeline(&self, url: &Url, intro: Fragment) -> TimelinePage {
        let parts = self.known.time_parts();
        let timeline = self.known.timeline();
        if parts.is_empty() {
            let all: Vec<usize> = (0..timeline.len()).collect();
            return self.timeline(intro, &all);
        }
        let mut counts: BTreeMap<Period, usize> = BTreeMap::new();
        let mut pages: BTreeMap<Period, &Url> = BTreeMap::new();
        for part in parts {
            for &at in part.events() {
                let period = Period::of(&timeline[at].event().date);
                *counts.entry(period).or_default() += 1;
                // A full year goes on in further parts.
                pages.entry(period).or_insert(&part.url);
            }
        }
        let counts: Vec<(Period, usize)> = counts.into_iter().collect();
        let root = to_root(url);
        let on_its_page = |period: Period| href(&root, pages[&period], Some(&period.anchor()));
        TimelinePage {
            intro,
            periods: Vec::new(),
            scale: scale(&counts, on_its_page, &self.config().language, self.known.labels),
            filters: Vec::new(),
            parts: parts.to_vec(),
        }
    }

    /// A timeline of events, given by their places.
    pub(super) fn timeline(&self, intro: Fragment, events: &[usize]) -> TimelinePage {
        let filters = self.filters(events);
        let language = &self.config().language;
        let mut periods: BTreeMap<Period, Vec<(Option<u8>, EventItem)>> = BTreeMap::new();
        for (&at, choices) in events.iter().zip(filters.of_event) {
            let item = EventItem { choices, ..self.event_item(at) };
            let date = &self.known.timeline()[at].event().date;
            periods.entry(Period::of(date)).or_default().push((period::month(date), item));
        }
        let counts: Vec<(Period, usize)> =
            periods.iter().map(|(period, events)| (*period, events.len())).collect();
        let periods = periods
            .into_iter()
            .map(|(key, events)| {
                let title = key.title(language, self.known.labels);
                let months = months(&events, language);
                let events = events.into_iter().map(|(_, event)| event).collect();
                (PeriodView { title, anchor: key.anchor(), events: Vec::new(), months }, events)
            })
            .collect();
        let on_this_page = |period: Period| format!("#{}", period.anchor());
        let scale = scale(&counts, on_this_page, language, self.known.labels);
        TimelinePage { intro, periods, scale, filters: filters.filters, parts: Vec::new() }
    }

    /// The first page of the glossary: all terms, or the parts of them.
    fn first_glossary(&self, intro: Fragment) -> GlossaryPage {
        match self.known.term_parts() {
            [] => self.glossary(intro, self.known.terms.keys()),
            parts => GlossaryPage { intro, letters: Vec::new(), parts: parts.to_vec() },
        }
    }

    /// A glossary of some terms.
    pub(super) fn glossary<'t>(
        &self,
        intro: Fragment,
        terms: impl Iterator<Item = &'t TermId>,
    ) -> GlossaryPage {
        let letters = by_letter(terms, &self.config().language);
        let all = letters.iter().flat_map(|(_, terms)| terms).map(|id| &self.known.terms[*id]);
        let defined = all.filter(|term| term.definition.is_some());
        let notes: BTreeSet<&NoteId> = defined.map(|term| &term.note).collect();
        let bodies: BTreeMap<&NoteId, _> = notes.into_iter().map(|id| (id, self.listing_body(id))).collect();
        let item = |id: &TermId| {
            let term = &self.known.terms[id];
            let users = &self.known.term_uses[id];
            let (_, rest) = long::first(users, SHOWN_IN_INDEX, || long::all_uses(&term.anchor));
            let shown = self.known.users_shown.get(id).cloned();
            let text = match &term.definition {
                Some(entry) => {
                    let body = &bodies[&term.note];
                    Fragment::new(entry.definitions.iter().map(|blocks| html::blocks(body, blocks)).collect())
                }
                None => Fragment::new(html::escape(&self.known.description(&term.note))),
            };
            Arc::new(TermItem {
                name: id.0.clone(),
                forms: term.forms.clone(),
                anchor: term.anchor.clone(),
                text,
                note: term.definition.is_none().then(|| self.note_place(&term.note)),
                used_in: shown.unwrap_or_else(|| self.users_of(id)),
                uses: users.len(),
                rest,
            })
        };
        let letters = letters.into_iter();
        let letters = letters.map(|(letter, terms)| (letter, terms.into_iter().map(item).collect()));
        GlossaryPage { intro, letters: letters.collect(), parts: Vec::new() }
    }

    /// The first pages that use a term.
    pub(super) fn users_of(&self, term: &TermId) -> Arc<Vec<BacklinkItem>> {
        let users = self.known.term_uses[term].iter().take(SHOWN_IN_INDEX);
        Arc::new(users.map(|user| self.backlink(user, 1)).collect())
    }

    fn citations(&self, intro: Fragment) -> CitationsPage {
        let parts = self.known.work_parts().to_vec();
        if !parts.is_empty() {
            return CitationsPage { intro, groups: Vec::new(), parts };
        }
        CitationsPage { intro, groups: self.groups(self.known.works.in_order()), parts }
    }

    /// The entries of works, which are in order, by kind.
    pub(super) fn groups(&self, works: Vec<&ReferenceKey>) -> Vec<CitationGroup> {
        let item = |key: &ReferenceKey| {
            let files = self.known.work_files[key].clone();
            let reference = &self.known.references[key];
            let (_, rest) = long::first(&self.known.cited[key], SHOWN_IN_INDEX, || files.citing.clone());
            let shown = self.known.citing_shown.get(key).cloned();
            let item = WorkItem {
                key: key.to_string(),
                anchor: work_anchor(key),
                html: self.known.works.entry(key),
                annotation: reference.fields.get("annote").cloned(),
                archived: reference.archived.clone().filter(|url| is_web(url)),
                accessed: reference.accessed.as_ref().map(|day| date(day, &self.config().language)),
                cited_on: shown.unwrap_or_else(|| self.citing(key)),
                rest,
                files,
            };
            (works::kind(reference.kind), Arc::new(item))
        };
        let items: Vec<_> = works.into_par_iter().map(item).collect();
        let mut groups: BTreeMap<(usize, &str), Vec<Arc<WorkItem>>> = BTreeMap::new();
        for (kind, item) in items {
            groups.entry(kind).or_default().push(item);
        }
        let group = |((_, word), works): ((usize, &str), _)| CitationGroup { word: word.to_owned(), works };
        groups.into_iter().map(group).collect()
    }

    /// The first places that cite a work.
    pub(super) fn citing(&self, work: &ReferenceKey) -> Arc<Vec<CitedPlace>> {
        let places = self.known.cited[work].iter().take(SHOWN_IN_INDEX);
        Arc::new(places.map(|place| self.cited_on(place)).collect())
    }

    /// A place that cites a work.
    pub(super) fn cited_on(&self, place: &CitedOn) -> CitedPlace {
        let anchor = citation_anchor(CitationId(place.citation as u32));
        let anchor = (!place.is_in_title).then_some(anchor);
        (
            Place { anchor, ..self.note_place(&place.note) },
            place.locator.as_ref().map_or_else(String::new, |locator| self.known.works.locator(locator)),
            self.known.excerpt(&place.note, &place.sentence),
        )
    }

    fn topic_kinds(&self, intro: Fragment) -> TopicsPage {
        let mut kinds: BTreeMap<String, Vec<(Card, usize, usize)>> = BTreeMap::new();
        for (key, topic) in self.known.topics.whole() {
            let page = topic.page.as_ref();
            let kind = page.and_then(|id| self.known.about[id].kind.clone()).unwrap_or_default();
            let description: Arc<str> = page.map_or_else(|| "".into(), |id| self.known.description(id));
            let card = Card { place: self.topics[key].clone(), description };
            kinds.entry(kind).or_default().push((card, topic.notes.len(), topic.events.len()));
        }
        let order = Collation::new(&self.config().language);
        let kinds = kinds.into_iter().map(|(kind, mut topics)| {
            topics.sort_by(|(a, ..), (b, ..)| order.compare(&a.place.title, &b.place.title));
            TopicKind { kind, topics }
        });
        let kinds = kinds.collect();
        TopicsPage { intro, kinds }
    }
}

/// The months of a year with their events: none if there are too few events of
/// which the month is known.
fn months(events: &[(Option<u8>, EventItem)], language: &str) -> Vec<MonthView> {
    let of = |month: u8| events.iter().filter(move |(at, _)| *at == Some(month)).map(|(_, event)| event);
    let counts: Vec<usize> = (1..=12).map(|month| of(month).count()).collect();
    if counts.iter().sum::<usize>() < MONTHS_FROM || counts.iter().filter(|count| **count > 0).count() < 2 {
        return Vec::new();
    }
    let most = counts.iter().max().copied().unwrap_or(1);
    (1..=12)
        .zip(counts)
        .map(|(number, count)| MonthView {
            number,
            title: date::month(number, language),
            count,
            share: (count * 100 / most) as u8,
            first: of(number).next().map(|event| event.anchor.clone()),
        })
        .collect()
}

/// Whether an address is one of the web, and not one that runs something.
fn is_web(url: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme))
}

/// The id of an event in lists of events: the address of its note's page, then
/// its id there. Ids of notes' own hold no slash before a colon, so that both can
/// stand on one page.
fn event_anchor(url: &Url, anchor: &Anchor) -> Anchor {
    let page = url.as_str().strip_suffix(".html").unwrap_or(url.as_str());
    Anchor::new(format!("/{page}:{anchor}"))
}
