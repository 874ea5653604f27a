//! Which pages the site has, and what is on each: the whole book goes in, and
//! out come pages that need to know nothing more.
//!
//! Everything here is a function of one thing (a page, a note) that reads the
//! tables of [`Facts`], and is run again only if it would be told something
//! else.

mod bodies;
mod book;
mod cards;
mod cite;
mod cut;
mod filters;
mod known;
mod listings;
mod long;
mod notes;
mod parts;
mod period;
mod scale;
mod search;
mod sidebars;
mod subjects;
mod wording;

pub use cards::{CardOf, card, card_digits};
pub use cite::CiteForms;
pub use cut::{ListPart, ListParts, list_parts};
pub(super) use known::Known;
pub use known::{Facts, Uses};
pub use long::{Long, long_lists};
pub use parts::{WorkPart, WorkParts, work_parts};
pub use search::{FoundIn, findables};
pub use sidebars::Sidebars;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::date::date;
use super::fragment::Fragment;
use super::labels::Labels;
use super::outputs::feed;
use super::page::{BacklinkItem, CitedPlace, Content, Page, Place};
use super::view::SiteView;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::index::{Outline, Section, Stop, Timeline, Topics};
use crate::model::{Anchor, AssetPath, Config, Located, NoteId, ReferenceKey, TermId, Url};
use crate::render::citation::Style;
use crate::render::metadata::PREVIEWED;
use crate::resolve::{Calls, FileNames, Names, SectionPath, fold, former_url, is_glossary, url_path};
use crate::trace::{Hashed, Table, Trace, differences};

/// The most sections that the navigation of every page lists.
const SECTIONS_SHOWN: usize = 30;

/// A page that is to be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Planned {
    /// The page at a stop of the reading order, with those before and after it.
    Stop {
        /// The page before.
        previous: Option<Stop>,
        /// The page itself.
        stop: Stop,
        /// The page after.
        next: Option<Stop>,
    },
    /// A list that the program makes.
    List(Place),
    /// A topic that no note stands for, by its id.
    Topic(Anchor),
    /// What a host shows for an address that is not there, with the sections where to
    /// go on.
    NotFound(Place, Arc<[Place]>),
    /// The whole book on one page.
    Book,
    /// The index at the back of the book.
    Index,
    /// A part of a list that is too long for its page.
    Long(Long, usize),
    /// A part of the index of citations.
    Works(InOrder<WorkPart>),
    /// A part of the glossary or of the timeline.
    ListPart(InOrder<ListPart>),
    /// The page at an address that a note once had.
    Redirect(Url, NoteId),
}

/// A part of a list, between those before and after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InOrder<T> {
    before: Option<Arc<T>>,
    part: Arc<T>,
    after: Option<Arc<T>>,
}

impl<T> InOrder<T> {
    /// All parts of a list.
    fn all(parts: &[Arc<T>]) -> impl Iterator<Item = InOrder<T>> {
        parts.iter().enumerate().map(|(at, part)| InOrder {
            before: at.checked_sub(1).map(|at| parts[at].clone()),
            part: part.clone(),
            after: parts.get(at + 1).cloned(),
        })
    }
}

/// All pages of the site that are to be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// The pages by address, in the order of addresses.
    pub planned: Vec<(Url, Planned)>,
    /// What stands beside them.
    pub sidebars: Sidebars,
}

/// What is the same for all pages of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    config: Arc<Config>,
    labels: Arc<Labels>,
    style: Arc<Style>,
    site: Arc<SiteView>,
    addresses: Addresses,
    /// How pages are cited.
    cite: Arc<CiteForms>,
}

impl Settings {
    fn new(from: &Preparation) -> Settings {
        let addresses = Addresses::new(from.calls.keys());
        Settings {
            config: from.config.clone(),
            labels: from.labels.clone(),
            style: from.style.clone(),
            site: Arc::new(site(from, &addresses)),
            addresses,
            cite: from.cite.clone(),
        }
    }
}

/// What the tables that planning needs are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preparation {
    /// What `book.toml` says.
    pub config: Arc<Config>,
    /// Words of the book's language.
    pub labels: Arc<Labels>,
    /// The citation style.
    pub style: Arc<Style>,
    /// How pages are cited in that style.
    pub cite: Arc<CiteForms>,
    /// How notes are called.
    pub calls: Arc<Calls>,
    /// Names and addresses.
    pub names: Arc<Names>,
    /// Sections and reading order.
    pub outline: Arc<Outline>,
    /// All events.
    pub timeline: Arc<Timeline>,
    /// All topics.
    pub topics: Arc<Topics>,
    /// How many terms there are.
    pub terms: usize,
    /// How many works are cited.
    pub works: usize,
    /// Whether any note has a mark for the index of the book.
    pub has_marks: bool,
    /// Whether any note says on which day it was updated.
    pub has_updates: bool,
}

impl Preparation {
    /// Whether by this all pages show the same of the book.
    fn shows_the_same(&self, other: &Preparation) -> bool {
        let lists = |of: &Preparation| (of.timeline.is_empty(), of.topics.is_empty(), of.terms, of.works);
        self.names.files == other.names.files
            && (&self.config, &self.labels) == (&other.config, &other.labels)
            && (&self.style, &self.cite) == (&other.style, &other.cite)
            && (self.has_marks, self.has_updates) == (other.has_marks, other.has_updates)
            && lists(self) == lists(other)
    }
}

/// What every page needs, worked out once.
#[derive(Debug, PartialEq, Eq)]
pub struct Prepared {
    /// What is the same for all pages.
    pub settings: Arc<Settings>,
    /// The sections of the first level, at most as many as are shown.
    sections: Arc<[Place]>,
    /// The pages of each section, for navigation beside its pages.
    siblings: BTreeMap<SectionPath, Arc<[Place]>>,
    places: Hashed<NoteId, Place>,
    events: Arc<BTreeMap<String, Vec<usize>>>,
    topics: Arc<BTreeMap<Anchor, Place>>,
}

impl Prepared {
    /// Works out what every page needs. Of an earlier edition of the book, what is
    /// made from the same is taken over.
    pub fn new(from: &Preparation, before: Option<(&Preparation, &Prepared)>) -> Prepared {
        let before = before.filter(|(old, _)| old.names.files == from.names.files);
        let mut places = before.map(|(_, old)| old.places.clone()).unwrap_or_default();
        let none = Calls::new();
        let called_before = before.map_or(&none, |(old, _)| &old.calls);
        let called: Vec<_> =
            differences(called_before, &from.calls).filter_map(|(id, _, now)| Some((id, now?))).collect();
        for (id, called) in &called {
            let url = from.names.files.urls[*id].clone();
            places.insert((*id).clone(), Place { title: called.title.clone(), url, anchor: None });
        }
        let sections = &from.outline.sections;
        let pages = |folder: &str| -> Arc<[Place]> {
            // The sections of the first level stand in the navigation already.
            let listed = |stop: &&Stop| !folder.is_empty() || matches!(stop, Stop::Note(_));
            let place = |stop: &Stop| match stop {
                Stop::Note(id) => places.get(id).expect("every note has a page").clone(),
                Stop::Section(folder) => page_of(&sections[folder]),
            };
            sections[folder].children.iter().filter(listed).map(place).collect()
        };
        let (sections, siblings) = match before.filter(|(old, _)| old.outline == from.outline) {
            Some((_, old)) => {
                let mut siblings = old.siblings.clone();
                let folders: BTreeSet<&str> = called.iter().map(|(id, _)| id.folder()).collect();
                siblings.extend(folders.into_iter().map(|folder| (folder.into(), pages(folder))));
                (old.sections.clone(), siblings)
            }
            None => {
                let siblings = sections.keys().map(|folder| (folder.clone(), pages(folder)));
                (first_sections(&from.outline), siblings.collect())
            }
        };
        let settings = match before.filter(|(old, _)| old.shows_the_same(from)) {
            Some((_, old)) => old.settings.clone(),
            None => Arc::new(Settings::new(from)),
        };
        let events = match before.filter(|(old, _)| old.timeline == from.timeline) {
            Some((_, old)) => old.events.clone(),
            None => Arc::new(events_by_folder(&from.timeline)),
        };
        let topics = match before.filter(|(old, _)| old.topics == from.topics) {
            Some((_, old)) => old.topics.clone(),
            None => Arc::new(topic_places(&from.topics, &from.names)),
        };
        Prepared { settings, sections, siblings, places, events, topics }
    }

    /// All pages of the site, in the order of addresses. `redirects`
    /// are the addresses that notes once had, `long`, `parts` and `list_parts` the lists
    /// that take several pages.
    pub fn pages(
        &self,
        (outline, files, topics): (&Outline, &FileNames, &Topics),
        redirects: &[(NoteId, Arc<Vec<Located<String>>>)],
        long: &[Long],
        parts: &[Arc<WorkPart>],
        list_parts: &ListParts,
    ) -> Checked<Pages> {
        let stops = &outline.order;
        let around = |at: Option<usize>| at.and_then(|at| stops.get(at)).cloned();
        let mut pages = Vec::with_capacity(stops.len() + 100);
        for (at, stop) in stops.iter().enumerate() {
            let url = match stop {
                Stop::Note(id) => &files.urls[id],
                Stop::Section(folder) => &outline.sections[folder].url,
            };
            let (previous, next) = (around(at.checked_sub(1)), around(Some(at + 1)));
            pages.push((url.clone(), Planned::Stop { previous, stop: stop.clone(), next }));
        }
        pages.extend(self.generated(topics, &pages));
        let site = &self.settings.site;
        pages.extend(site.print.clone().map(|url| (url, Planned::Book)));
        pages.extend(site.book_index.clone().map(|url| (url, Planned::Index)));
        let long = long.iter().flat_map(|list| list.parts().map(move |part| (list, part)));
        pages.extend(long.map(|(list, (url, part))| (url, Planned::Long(list.clone(), part))));
        pages.extend(InOrder::all(parts).map(|works| (works.part.url.clone(), Planned::Works(works))));
        for parts in [&list_parts.terms, &list_parts.events] {
            pages.extend(InOrder::all(parts).map(|list| (list.part.url.clone(), Planned::ListPart(list))));
        }
        let (old, mut diagnostics) = self.redirects(redirects, files, &pages);
        diagnostics.extend(wrong_picture(&self.settings.config, files));
        pages.extend(old);
        pages.sort_by(|(a, _), (b, _)| a.cmp(b));
        Checked { value: Pages { sidebars: self.placed(&pages), planned: pages }, diagnostics }
    }

    /// The pages that no note stands for: lists, topics, the page for addresses
    /// that are not there.
    fn generated(&self, topics: &Topics, stops: &[(Url, Planned)]) -> Vec<(Url, Planned)> {
        let Settings { site, labels, addresses, .. } = &*self.settings;
        let not_found = Url::new("404.html");
        let made =
            [&addresses.timeline, &addresses.glossary, &addresses.citations, &addresses.topics, &not_found];
        let taken: BTreeSet<&Url> =
            stops.iter().map(|(url, _)| url).filter(|url| made.contains(url)).collect();
        let mut pages = Vec::new();
        let lists = [
            (&addresses.timeline, &site.timeline, &labels.timeline),
            (&addresses.glossary, &site.glossary, &labels.glossary),
            (&addresses.citations, &site.citations, &labels.sources),
            (&addresses.topics, &site.topics, &labels.topics),
        ];
        for (url, shown, title) in lists {
            if shown.is_some() && !taken.contains(url) {
                let place = Place { title: title.as_str().into(), url: url.clone(), anchor: None };
                pages.push((url.clone(), Planned::List(place)));
            }
        }
        for (key, _) in topics.iter().filter(|(_, topic)| topic.page.is_none()) {
            pages.push((self.topics[key].url.clone(), Planned::Topic(key.clone())));
        }
        if !taken.contains(&not_found) {
            let place =
                Place { title: labels.not_found.as_str().into(), url: not_found.clone(), anchor: None };
            pages.push((not_found, Planned::NotFound(place, self.sections.clone())));
        }
        pages
    }

    /// Pages at addresses that notes once had; `there` are those of all other pages.
    fn redirects(
        &self,
        redirects: &[(NoteId, Arc<Vec<Located<String>>>)],
        files: &FileNames,
        there: &[(Url, Planned)],
    ) -> (Vec<(Url, Planned)>, Vec<Diagnostic>) {
        if redirects.is_empty() {
            return Default::default();
        }
        // Case is ignored, as many drives do.
        let key = |url: &Url| fold(url.as_str());
        let mut taken: BTreeMap<String, Taken<'_>> = there
            .iter()
            .map(|(url, _)| url)
            .chain(files.asset_urls.values())
            .map(|url| (key(url), Taken::Page))
            .collect();
        taken.extend(files.urls.iter().map(|(id, url)| (key(url), Taken::Note(id))));
        let mut pages = Vec::new();
        let mut diagnostics = Vec::new();
        for (id, old) in redirects.iter().flat_map(|(id, all)| all.iter().map(move |old| (id, old))) {
            let url = former_url(&old.value);
            let (why, help) = match url.as_ref().map(|url| taken.entry(key(url))) {
                None => ("it names no page".to_owned(), "write the path of the page that was there"),
                Some(Entry::Vacant(entry)) => {
                    entry.insert(Taken::Former(id, &old.value));
                    pages.extend(url.map(|url| (url.clone(), Planned::Redirect(url, id.clone()))));
                    continue;
                }
                Some(Entry::Occupied(entry)) => match entry.get() {
                    Taken::Former(other, address) if *other == id && **address == old.value => continue,
                    Taken::Former(other, address) if *other == id && url == former_url(address) => continue,
                    Taken::Former(other, address) if *other == id => (
                        format!(
                            "it differs from `{address}` in capitals only, and many drives hold but one of the two"
                        ),
                        "keep the address that readers have used, and take the other line out",
                    ),
                    Taken::Former(other, _) => {
                        (format!("that address leads to `{other}`"), "take one of the two lines out")
                    }
                    Taken::Note(other) if *other == id => {
                        ("that is where this page is now".to_owned(), "take the line out")
                    }
                    Taken::Note(other) => (
                        format!("the page of `{other}` is at that address"),
                        "take the line out, or give that note another file name",
                    ),
                    Taken::Page => (
                        "there is a page or a file at that address".to_owned(),
                        "take the line out, or move the other page",
                    ),
                },
            };
            let message = format!("`{}` cannot lead here: {why}", old.value);
            diagnostics.push(Diagnostic::new(Code::DuplicateNote, old.span.clone(), message).with_help(help));
        }
        (pages, diagnostics)
    }
}

/// What an address is taken by.
enum Taken<'a> {
    Note(&'a NoteId),
    /// The old address of a note, as written.
    Former(&'a NoteId, &'a str),
    /// A list or a file.
    Page,
}

/// Plans one page.
pub fn page(planned: &Planned, facts: &Facts, trace: &Trace) -> Page {
    let planner = Planner::new(facts.asked(trace));
    match planned {
        Planned::Stop { previous, stop, next } => planner.stop(previous.as_ref(), stop, next.as_ref()),
        Planned::List(place) => {
            let content = planner.listing(&place.url, None).expect("these are the addresses of lists");
            Page { content, breadcrumbs: planner.breadcrumbs(""), ..planner.page(place.clone()) }
        }
        Planned::Topic(key) => {
            let breadcrumbs = [planner.section_place(""), planner.topics_place()].into();
            let content = Content::Topic(Box::new(
                planner.bare_topic(&planner.known.topics[key], &planner.topics[key].url),
            ));
            Page { content, breadcrumbs, ..planner.page(planner.topics[key].clone()) }
        }
        Planned::NotFound(place, sections) => {
            Page { content: Content::NotFound(sections.clone()), ..planner.page(place.clone()) }
        }
        Planned::Long(list, part) => planner.long(list, *part),
        Planned::Works(works) => planner.work_part(works),
        Planned::ListPart(list) => planner.list_part(list),
        Planned::Book => planner.whole_book().expect("it is planned where it is shown"),
        Planned::Index => planner.book_index().expect("it is planned where it is shown"),
        Planned::Redirect(url, id) => {
            let to = planner.note_place(id);
            let place = Place { title: to.title.clone(), url: url.clone(), anchor: None };
            Page { content: Content::Redirect(to), ..planner.page(place) }
        }
    }
}

/// The text of a note's events, for the lists on other pages.
pub fn event_texts(id: &NoteId, facts: &Facts, trace: &Trace) -> Arc<Vec<Fragment>> {
    Planner::new(facts.asked(trace)).print_events(id)
}

/// Who uses a term, as far as the glossary shows it.
pub fn users_shown(term: &TermId, facts: &Facts, trace: &Trace) -> Arc<Vec<BacklinkItem>> {
    Planner::new(facts.asked(trace)).users_of(term)
}

/// Who cites a work, as far as the index of citations shows it.
pub fn citing_shown(work: &ReferenceKey, facts: &Facts, trace: &Trace) -> Arc<Vec<CitedPlace>> {
    Planner::new(facts.asked(trace)).citing(work)
}

/// The book, with what every page needs worked out once.
struct Planner<'a> {
    known: Known<'a>,
    site: &'a Arc<SiteView>,
    addresses: &'a Addresses,
    cite: &'a CiteForms,
    siblings: Table<'a, BTreeMap<SectionPath, Arc<[Place]>>>,
    topics: Table<'a, BTreeMap<Anchor, Place>>,
}

/// The addresses of pages that the program makes; all of them, shown or not.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Addresses {
    timeline: Url,
    glossary: Url,
    citations: Url,
    topics: Url,
}

impl Addresses {
    fn new<'n>(mut notes: impl Iterator<Item = &'n NoteId>) -> Self {
        let has_glossary_folder = notes.any(|id| is_glossary(id) && !id.folder().is_empty());
        Addresses {
            timeline: Url::new("timeline.html"),
            glossary: Url::new(if has_glossary_folder { "glossary/index.html" } else { "glossary.html" }),
            citations: Url::new("citations.html"),
            topics: Url::new("topics/index.html"),
        }
    }
}

impl<'a> Planner<'a> {
    fn new(known: Known<'a>) -> Self {
        let Settings { site, addresses, cite, .. } = &*known.prepared.settings;
        Planner { known, site, addresses, cite, siblings: known.siblings, topics: known.topic_places }
    }

    /// The page at a stop of the reading order.
    fn stop(&self, previous: Option<&Stop>, stop: &Stop, next: Option<&Stop>) -> Page {
        let place = self.stop_place(stop);
        let above = match stop {
            Stop::Note(id) => Some(id.folder()),
            Stop::Section(folder) if folder.is_empty() => None,
            Stop::Section(folder) => Some(folder.rsplit_once('/').map_or("", |(above, _)| above)),
        };
        Page {
            description: self.description(stop),
            breadcrumbs: above.map_or_else(|| [].into(), |above| self.breadcrumbs(above)),
            previous: previous.map(|stop| self.stop_place(stop)),
            next: next.map(|stop| self.stop_place(stop)),
            content: self.content(stop, &place.url),
            ..self.page(place)
        }
    }

    /// A page with nothing on it yet.
    fn page(&self, place: Place) -> Page {
        Page {
            url: place.url,
            title: place.title,
            description: "".into(),
            site: self.site.clone(),
            breadcrumbs: [].into(),
            previous: None,
            next: None,
            content: Content::NotFound([].into()),
        }
    }

    /// What is on the page at a stop. A note that stands where the program makes
    /// a page becomes the introduction of that page.
    fn content(&self, stop: &Stop, url: &Url) -> Content {
        let id = match stop {
            Stop::Note(id) => Some(id),
            Stop::Section(folder) => self.known.sections[folder].page.as_ref(),
        };
        if let Some(listing) = self.listing(url, id) {
            return listing;
        }
        match stop {
            Stop::Section(folder) if folder.is_empty() => {
                Content::Home(Box::new(self.section_page(folder, id)), Box::new(self.home()))
            }
            Stop::Section(folder) => Content::Section(Box::new(self.section_page(folder, id))),
            Stop::Note(id) => {
                let page = Box::new(self.note_page(id));
                if self.known.notes[id].front.topic.is_some() {
                    Content::Topic(page)
                } else {
                    Content::Note(page)
                }
            }
        }
    }

    /// The whole book on one page.
    fn whole_book(&self) -> Option<Page> {
        let url = self.site.print.clone()?;
        let place = Place { title: self.config().title.as_str().into(), url, anchor: None };
        Some(Page { content: Content::Book(Box::new(self.book_page())), ..self.page(place) })
    }

    /// The index at the back of the book.
    fn book_index(&self) -> Option<Page> {
        let url = self.site.book_index.clone()?;
        let place = Place { title: self.known.labels.book_index.as_str().into(), url, anchor: None };
        let content = Content::Subjects(Box::new(self.subjects()));
        Some(Page { content, breadcrumbs: self.breadcrumbs(""), ..self.page(place) })
    }

    fn note_place(&self, id: &NoteId) -> Place {
        self.known.note_places[id].clone()
    }

    fn section_place(&self, folder: &str) -> Place {
        let section = &self.known.sections[folder];
        // The first page is where the book is, so it goes by the book's title.
        let title = if folder.is_empty() { self.site.title.as_str().into() } else { section.title.clone() };
        Place { title, url: section.url.clone(), anchor: None }
    }

    fn topics_place(&self) -> Place {
        Place {
            title: self.known.labels.topics.as_str().into(),
            url: self.addresses.topics.clone(),
            anchor: None,
        }
    }

    fn stop_place(&self, stop: &Stop) -> Place {
        match stop {
            Stop::Note(id) => self.note_place(id),
            Stop::Section(folder) => self.section_place(folder),
        }
    }

    fn description(&self, stop: &Stop) -> Arc<str> {
        let id = match stop {
            Stop::Note(id) => Some(id),
            Stop::Section(folder) => self.known.sections[folder].page.as_ref(),
        };
        id.map_or_else(|| "".into(), |id| self.known.description(id))
    }

    /// The way from the home page to a folder, the folder among it.
    fn breadcrumbs(&self, folder: &str) -> Arc<[Place]> {
        let mut places = vec![self.section_place(folder)];
        let mut folder = folder;
        while !folder.is_empty() {
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            places.push(self.section_place(folder));
        }
        places.reverse();
        places.into()
    }

    /// Where a term is explained.
    fn term_address(&self, term: &TermId) -> (&'a Url, Option<&'a Anchor>) {
        let entry = self.known.terms.get(term).expect("terms that are used are there");
        match entry.definition {
            Some(_) => (self.known.term_page(term), Some(&entry.anchor)),
            None => (self.known.urls.get(&entry.note).expect("every note has an address"), None),
        }
    }

    fn config(&self) -> &Config {
        self.known.config
    }
}

/// The id of a work in the index of citations.
fn work_anchor(key: &ReferenceKey) -> Anchor {
    Anchor::new(format!("work-{key}"))
}

fn site(from: &Preparation, addresses: &Addresses) -> SiteView {
    let config = &from.config;
    let is_free = |url: &Url| from.names.files.urls.values().all(|taken| taken != url);
    let print = Url::new("print.html");
    let is_printed = book::is_put_on_one_page(from.calls.len()) && is_free(&print);
    // Titles and headings alone are in the contents of the book already.
    let book_index = Url::new("book-index.html");
    let has_subjects = from.has_marks || !from.topics.is_empty() || from.terms > 0;
    let has_index = has_subjects && is_free(&book_index);
    let shown = |is_shown: bool, url: &Url| is_shown.then(|| url.clone());
    SiteView {
        title: config.title.clone(),
        subtitle: config.subtitle.clone(),
        description: config.description.clone(),
        authors: config.authors.clone(),
        language: config.language.clone(),
        direction: direction(&config.language),
        as_of: config.as_of.as_ref().map(|as_of| date(as_of, &config.language)),
        base_url: config.base_url.clone(),
        image: picture(config, &from.names.files).filter(|url| is_previewed(url)).cloned(),
        timeline: shown(!from.timeline.is_empty(), &addresses.timeline),
        glossary: shown(from.terms > 0, &addresses.glossary),
        citations: shown(from.works > 0, &addresses.citations),
        topics: shown(!from.topics.is_empty(), &addresses.topics),
        book_index: shown(has_index, &book_index),
        print: shown(is_printed, &print),
        card_digits: card_digits(from.calls.len() + from.terms + from.works),
        feed: shown(config.base_url.is_some() && from.has_updates, &Url::new(feed::ADDRESS)),
    }
}

/// The sections of the first level that are shown.
fn first_sections(outline: &Outline) -> Arc<[Place]> {
    let sections = outline.sections[""].children.iter().filter_map(|stop| match stop {
        Stop::Section(folder) => Some(&outline.sections[folder]),
        Stop::Note(_) => None,
    });
    sections.take(SECTIONS_SHOWN).map(page_of).collect()
}

/// The page of a section.
fn page_of(section: &Section) -> Place {
    Place { title: section.title.clone(), url: section.url.clone(), anchor: None }
}

/// The picture for previews of the book that the settings name.
fn picture<'a>(config: &Config, files: &'a FileNames) -> Option<&'a Url> {
    let image = config.image.as_ref()?;
    files.asset_urls.get(&AssetPath::new(image.value.as_str()))
}

fn is_previewed(url: &Url) -> bool {
    PREVIEWED.iter().any(|end| url.as_str().to_lowercase().ends_with(end))
}

/// What is wrong with that picture.
fn wrong_picture(config: &Config, files: &FileNames) -> Option<Diagnostic> {
    let image = config.image.as_ref()?;
    let (message, help) = match picture(config, files) {
        None => ("there is no file `{}` in the content folder", "write its path from the content folder on"),
        Some(url) if !is_previewed(url) => {
            ("`{}` cannot be shown in previews of links", "take a picture in PNG, JPEG, WebP or GIF")
        }
        Some(_) => return None,
    };
    let message = message.replace("{}", &image.value);
    Some(Diagnostic::new(Code::Config, image.span.clone(), message).with_help(help))
}

/// `rtl` for languages that are written from right to left.
fn direction(language: &str) -> &'static str {
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    if matches!(primary.as_str(), "ar" | "he" | "fa" | "ur" | "ps" | "yi" | "dv" | "ckb" | "sd" | "ug") {
        "rtl"
    } else {
        "ltr"
    }
}

/// The events of each folder and what is below it, in order of time.
fn events_by_folder(timeline: &Timeline) -> BTreeMap<String, Vec<usize>> {
    let mut events: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, event) in timeline.iter().enumerate() {
        let mut folder = event.id.folder();
        while !folder.is_empty() {
            match events.get_mut(folder) {
                Some(all) => all.push(at),
                None => drop(events.insert(folder.to_owned(), vec![at])),
            }
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    events
}

/// Each topic's page: its note, or an address of its own that no note has.
fn topic_places(topics: &Topics, names: &Names) -> BTreeMap<Anchor, Place> {
    if topics.is_empty() {
        return BTreeMap::new();
    }
    let taken: BTreeSet<&Url> =
        names.files.urls.values().filter(|url| url.as_str().starts_with("topics/")).collect();
    let mut places = BTreeMap::new();
    for (key, topic) in topics {
        let url = match &topic.page {
            Some(id) => names.files.urls[id].clone(),
            None => {
                let path = format!("topics/{}", url_path(key.as_str()));
                let urls = ["", "-topic", "-topic-2"].map(|end| Url::new(format!("{path}{end}.html")));
                urls.into_iter()
                    .find(|url| !taken.contains(url))
                    .unwrap_or_else(|| Url::new(format!("{path}-topic-3.html")))
            }
        };
        places.insert(key.clone(), Place { title: topic.name.as_str().into(), url, anchor: None });
    }
    places
}
