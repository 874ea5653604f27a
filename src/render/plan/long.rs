//! Lists that are too long for the page they belong to. The page shows the first
//! entries and leads to pages that show all, in parts: so no page of a note grows
//! with the book.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::notes::empty_page;
use super::{Planner, Prepared, WorkParts};
use crate::index::{Backlink, Indexes, Stop, with_term};
use crate::model::{Anchor, NoteId, ReferenceKey, TermId, Url};
use crate::render::page::{Content, ListPage, Page, Place, Rest};
use crate::resolve::{FileNames, SectionPath, Term, url_path};

/// The most entries of a list on the page of a note, a section or a topic.
pub(super) const SHOWN: usize = 60;

/// The most sections, and the most notes beside them, on the first page.
pub(super) const SHOWN_AT_HOME: usize = 30;

/// The most pages that an entry of an index names as its users.
pub(super) const SHOWN_IN_INDEX: usize = 20;

/// How many entries a part of a long list has.
const PART: usize = 200;

/// A list that is too long for the page it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Long {
    of: ListOf,
    /// The address of its first part.
    url: Url,
    /// How many parts it has.
    parts: usize,
}

/// What is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ListOf {
    /// What a section holds.
    Section(SectionPath),
    /// The events of a section.
    SectionEvents(SectionPath),
    /// The notes of a topic.
    Topic(Anchor),
    /// The events of a topic.
    TopicEvents(Anchor),
    /// Who mentions a note.
    Mentions(NoteId),
    /// Who uses a term.
    Uses(TermId),
    /// Who cites a work.
    Citing(ReferenceKey),
}

impl Long {
    /// The parts by address, with their numbers.
    pub(super) fn parts(&self) -> impl Iterator<Item = (Url, usize)> + '_ {
        (0..self.parts).map(|part| (self.address(part), part))
    }

    fn address(&self, part: usize) -> Url {
        match (part, self.url.as_str().strip_suffix(".html")) {
            (1.., Some(stem)) => Url::new(format!("{stem}-{}.html", part + 1)),
            _ => self.url.clone(),
        }
    }
}

/// All lists of a book that are too long for their page. `prepared` is read for what
/// comes of the settings, the names of files, and the indexes.
pub fn long_lists(
    prepared: &Prepared,
    files: &FileNames,
    indexes: &Indexes,
    terms: &BTreeMap<TermId, Arc<Term>>,
    works: &WorkParts,
) -> Vec<Long> {
    let mut lists: BTreeMap<Url, Long> = BTreeMap::new();
    let mut add = |count: usize, shown: usize, long: &dyn Fn() -> (Url, ListOf)| {
        if count > shown {
            let (url, of) = long();
            lists.insert(url.clone(), Long { of, url, parts: count.div_ceil(PART) });
        }
    };
    for (key, topic) in &*indexes.topics {
        let page = &prepared.topics[key].url;
        add(topic.notes.len(), SHOWN, &|| (all_notes(page), ListOf::Topic(key.clone())));
        add(topic.events.len(), SHOWN, &|| (all_events(page), ListOf::TopicEvents(key.clone())));
    }
    // After topics: where a section is a topic, its page shows what the section holds.
    for (folder, section) in &indexes.outline.sections {
        // A list of the whole book takes the place of what such a section holds.
        if prepared.settings.site.is_listing(&section.url) {
            continue;
        }
        let page = &section.url;
        let shown = if folder.is_empty() { SHOWN_AT_HOME } else { SHOWN };
        add(section.children.len(), shown, &|| (all_notes(page), ListOf::Section(folder.clone())));
        let events = prepared.events.get(&**folder).map_or(0, Vec::len);
        add(events, SHOWN, &|| (all_events(page), ListOf::SectionEvents(folder.clone())));
    }
    let count = |mentions: Option<&Arc<Vec<Backlink>>>| mentions.map_or(0, |mentions| mentions.len());
    let urls = &files.urls;
    let mentioned = |id: &NoteId| (all_mentions(&urls[id]), ListOf::Mentions(id.clone()));
    for (id, mentions) in indexes.backlinks.iter().filter(|(id, _)| urls.contains_key(*id)) {
        add(mentions.len(), SHOWN, &|| mentioned(id));
    }
    for (id, term) in terms {
        let users = indexes.term_uses.get(id);
        add(count(users), SHOWN_IN_INDEX, &|| (all_uses(&term.anchor), ListOf::Uses(id.clone())));
        let mentions = indexes.backlinks.get(&term.note);
        if term.definition.is_none() && count(users) + count(mentions) > SHOWN {
            let none = Arc::default();
            let all = with_term(mentions.unwrap_or(&none), users.unwrap_or(&none)).len();
            add(all, SHOWN, &|| mentioned(&term.note));
        }
    }
    for (key, places) in &*indexes.cited {
        let citing = || (works.files[key].citing.clone(), ListOf::Citing(key.clone()));
        add(places.len(), SHOWN_IN_INDEX, &citing);
    }
    lists.into_values().collect()
}

/// The first entries of a list, and what is left out. `whole` says where all of
/// it stands.
pub(super) fn first<T>(list: &[T], shown: usize, whole: impl FnOnce() -> Url) -> (&[T], Option<Rest>) {
    match list.split_at_checked(shown) {
        Some((first, left)) if !left.is_empty() => (first, Some(Rest { url: whole(), count: left.len() })),
        _ => (list, None),
    }
}

/// Where all of what a section or topic holds stands.
pub(super) fn all_notes(page: &Url) -> Url {
    address(page, "notes")
}

/// Where all events of a section or topic stand.
pub(super) fn all_events(page: &Url) -> Url {
    address(page, "dates")
}

/// Where all mentions of a note stand.
pub(super) fn all_mentions(page: &Url) -> Url {
    address(page, "mentions")
}

/// Where all uses of a term stand.
pub(super) fn all_uses(term: &Anchor) -> Url {
    Url::new(format!("_lists/terms/{}-uses.html", url_path(&format!("of-{term}"))))
}

/// The address of a whole list that belongs to a page.
fn address(page: &Url, what: &str) -> Url {
    let page = page.as_str().strip_suffix(".html").unwrap_or(page.as_str());
    Url::new(format!("_lists/{page}-{what}.html"))
}

impl Planner<'_> {
    /// A part of a long list.
    pub(super) fn long(&self, long: &Long, part: usize) -> Page {
        let labels = self.known.labels;
        let (of, heading) = match &long.of {
            ListOf::Section(folder) => (self.section_place(folder), &labels.notes),
            ListOf::SectionEvents(folder) => (self.section_place(folder), &labels.dates),
            ListOf::Topic(key) => (self.topics[key].clone(), &labels.notes),
            ListOf::TopicEvents(key) => (self.topics[key].clone(), &labels.dates),
            ListOf::Mentions(id) => (self.note_place(id), &labels.mentioned_in),
            ListOf::Uses(id) => {
                let (url, anchor) = self.term_address(id);
                (
                    Place { title: id.0.clone(), url: url.clone(), anchor: anchor.cloned() },
                    &labels.mentioned_in,
                )
            }
            ListOf::Citing(key) => {
                let title = self.known.references[key].title.clone();
                let title = title.map_or_else(|| key.0.clone(), |title| title.as_str().into());
                (Place { title, ..self.work_place(key) }, &labels.where_cited)
            }
        };
        let place = |part: usize| {
            let title = match part {
                0 => format!("{} \u{203A} {heading}", of.title),
                _ => format!("{} \u{203A} {heading} ({})", of.title, part + 1),
            };
            Place { title: title.into(), url: long.address(part), anchor: None }
        };
        Page {
            breadcrumbs: match of.url == self.section_place("").url {
                true => self.breadcrumbs(""),
                false => [self.section_place(""), of.clone()].into(),
            },
            previous: part.checked_sub(1).map(place),
            next: (part + 1 < long.parts).then(|| place(part + 1)),
            content: Content::List(Box::new(self.entries(&long.of, part))),
            ..self.page(place(part))
        }
    }

    fn entries(&self, of: &ListOf, part: usize) -> ListPage {
        let known = self.known;
        let mut page = ListPage { note: empty_page(), cited_on: Vec::new() };
        let note = &mut page.note;
        match of {
            ListOf::Section(folder) => {
                let stops: &[Stop] = &known.sections[folder].children;
                note.children = slice(stops, part).iter().map(|stop| self.card(stop)).collect();
            }
            ListOf::Topic(key) => {
                note.children = self.cards(slice(&known.topics[key].notes, part));
            }
            ListOf::SectionEvents(folder) => {
                let events = known.events.get(&**folder).map(Vec::as_slice).unwrap_or_default();
                note.events = self.event_items(slice(events, part));
            }
            ListOf::TopicEvents(key) => {
                note.events = self.event_items(slice(&known.topics[key].events, part));
            }
            ListOf::Mentions(id) => {
                let all = self.mentions(id);
                note.backlinks = slice(&all, part).iter().map(|mention| self.backlink(mention, 1)).collect();
            }
            ListOf::Uses(id) => {
                let users: &[Backlink] = &known.term_uses[id];
                note.backlinks = slice(users, part).iter().map(|user| self.backlink(user, 1)).collect();
            }
            ListOf::Citing(key) => {
                page.cited_on =
                    slice(&known.cited[key], part).iter().map(|place| self.cited_on(place)).collect();
            }
        }
        page
    }
}

/// A part of a list; nothing if it has none of that number.
fn slice<T>(list: &[T], part: usize) -> &[T] {
    list.chunks(PART).nth(part).unwrap_or_default()
}
