//! Which pages the site has, and what is on each: the whole book goes in, and
//! out come pages that need to know nothing more.

mod bodies;
mod book;

mod filters;

mod cards;
mod cite;

mod listings;
mod notes;
mod period;
mod search;
mod subjects;

pub use cards::{card_digits, cards};
pub use search::findables;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::date::date;
use super::fragment::Fragment;
use super::labels::Labels;
use super::outputs::feed;
use super::page::{Content, Page, Place};
use super::view::{SectionLink, SiteView};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::index::{Indexes, Stop};
use crate::model::{Anchor, Book, Config, Note, NoteId, ReferenceKey, TermId, Url};
use crate::resolve::{Lexicon, Links, Names, TermUse, is_glossary, url_path};

/// The most sections that the navigation of every page lists.
const SECTIONS_SHOWN: usize = 30;

/// The most pages of its own section that a page lists.
const SIBLINGS_SHOWN: usize = 60;

/// What a plan is made from: the book with everything known about it.
pub struct Known<'a> {
    /// The book.
    pub book: &'a Book,
    /// The names and addresses of notes.
    pub names: &'a Names,
    /// The terms.
    pub lexicon: &'a Lexicon,
    /// Where links lead.
    pub links: &'a Links,
    /// Where notes use terms.
    pub uses: &'a BTreeMap<NoteId, Arc<Vec<TermUse>>>,
    /// Views across the book.
    pub indexes: &'a Indexes,
    /// Words of the book's language.
    pub labels: Arc<Labels>,
    /// The words of the citation style for each work.
    pub works: &'a super::works::Works,
}

/// Plans all pages of the site, in the order of their addresses.
pub fn plan(known: &Known) -> Checked<Vec<Page>> {
    let planner = Planner::new(known);
    let stops = &known.indexes.outline.order;
    let stops = || (0..stops.len()).into_par_iter().map(|at| planner.stop(at)).collect();
    let (mut pages, generated): (Vec<Page>, Vec<Page>) = rayon::join(stops, || planner.generated());
    pages.extend(generated);
    pages.extend(planner.whole_book());
    pages.extend(planner.book_index());
    let (redirects, diagnostics) = planner.redirects();
    pages.extend(redirects);
    pages.sort_by(|a, b| a.url.cmp(&b.url));
    Checked { value: pages, diagnostics }
}

/// The book, with what every page needs worked out once.
struct Planner<'a> {
    known: &'a Known<'a>,
    site: Arc<SiteView>,
    /// The pages of each section, for navigation beside its pages.
    siblings: BTreeMap<&'a str, Arc<[Place]>>,
    /// Where each page stands among those of its section.
    among: FxHashMap<Url, usize>,
    /// Every note's page: the one thing that is asked for again and again.
    places: FxHashMap<&'a NoteId, Place>,
    /// The events that stand in each folder or below it, by their place on the
    /// timeline.
    events: BTreeMap<&'a str, Vec<usize>>,
    /// Where the pages are that the program makes; all of them, shown or not.
    addresses: Addresses,
    /// The address of each topic's page, by the topic's id.
    topics: BTreeMap<Anchor, Place>,
    /// The text of each note's events.
    event_texts: BTreeMap<NoteId, Vec<Fragment>>,
    /// How pages are cited.
    cite: cite::CiteForms,
}

/// The addresses of pages that the program makes.
struct Addresses {
    timeline: Url,
    glossary: Url,
    citations: Url,
    topics: Url,
}

impl Addresses {
    fn new(known: &Known) -> Self {
        let has_glossary_folder =
            known.book.notes.keys().any(|id| is_glossary(id) && !id.folder().is_empty());
        Addresses {
            timeline: Url::new("timeline.html"),
            glossary: Url::new(if has_glossary_folder { "glossary/index.html" } else { "glossary.html" }),
            citations: Url::new("citations.html"),
            topics: Url::new("topics/index.html"),
        }
    }
}

impl<'a> Planner<'a> {
    fn new(known: &'a Known<'a>) -> Self {
        let addresses = Addresses::new(known);
        let mut planner = Planner {
            known,
            site: Arc::new(site(known, &addresses)),
            siblings: BTreeMap::new(),
            among: FxHashMap::default(),
            places: note_places(known),
            events: events_by_folder(known),
            topics: topic_places(known),
            event_texts: BTreeMap::new(),
            cite: cite::CiteForms::new(&known.book.config, &known.works.style),
            addresses,
        };
        planner.event_texts = planner.print_events();
        for (folder, section) in &known.indexes.outline.sections {
            // The sections of the first level stand in the navigation already.
            let listed = |stop: &&Stop| !folder.is_empty() || matches!(stop, Stop::Note(_));
            let places: Arc<[Place]> =
                section.children.iter().filter(listed).map(|stop| planner.stop_place(stop)).collect();
            planner.among.extend(places.iter().enumerate().map(|(at, place)| (place.url.clone(), at)));
            planner.siblings.insert(folder, places);
        }
        planner
    }

    /// The page at a place in reading order.
    fn stop(&self, at: usize) -> Page {
        let stops = &self.known.indexes.outline.order;
        let stop = &stops[at];
        let place = self.stop_place(stop);
        let (folder, above) = match stop {
            Stop::Note(id) => (id.folder(), Some(id.folder())),
            Stop::Section(folder) => (
                &**folder,
                (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above)),
            ),
        };
        let around = |at: Option<usize>| at.and_then(|at| stops.get(at)).map(|stop| self.stop_place(stop));
        Page {
            description: self.description(stop),
            breadcrumbs: above.map_or_else(|| [].into(), |above| self.breadcrumbs(above)),
            previous: around(at.checked_sub(1)),
            next: around(Some(at + 1)),
            section: self.first_level(folder),
            siblings: self.window(folder, &place),
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
            section: None,
            siblings: [].into(),
            content: Content::NotFound,
        }
    }

    /// What is on the page at a stop. A note that stands where the program makes
    /// a page becomes the introduction of that page.
    fn content(&self, stop: &Stop, url: &Url) -> Content {
        let id = match stop {
            Stop::Note(id) => Some(id),
            Stop::Section(folder) => self.known.indexes.outline.sections[folder].page.as_ref(),
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
                if self.known.book.notes[id].front.topic.is_some() {
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
        let place = Place { title: "Index".into(), url, anchor: None };
        let content = Content::Subjects(Box::new(self.subjects()));
        Some(Page { content, breadcrumbs: self.breadcrumbs(""), ..self.page(place) })
    }

    /// The pages that no note stands for: lists, topics, the page for addresses
    /// that are not there.
    fn generated(&self) -> Vec<Page> {
        let taken: BTreeSet<&Url> =
            self.known.indexes.outline.order.iter().map(|stop| self.stop_url(stop)).collect();
        let mut pages = Vec::new();
        let labels = &self.known.labels;
        let lists = [
            (&self.addresses.timeline, &self.site.timeline, &labels.timeline),
            (&self.addresses.glossary, &self.site.glossary, &labels.glossary),
            (&self.addresses.citations, &self.site.citations, &labels.sources),
            (&self.addresses.topics, &self.site.topics, &labels.topics),
        ];
        for (url, shown, title) in lists {
            if shown.is_some() && !taken.contains(url) {
                let place = Place { title: title.as_str().into(), url: url.clone(), anchor: None };
                let content = self.listing(url, None).expect("these are the addresses of lists");
                pages.push(Page { content, breadcrumbs: self.breadcrumbs(""), ..self.page(place) });
            }
        }
        for (key, topic) in self.known.indexes.topics.iter().filter(|(_, topic)| topic.page.is_none()) {
            let breadcrumbs = [self.section_place(""), self.topics_place()].into();
            let content = Content::Topic(Box::new(self.bare_topic(topic)));
            pages.push(Page { content, breadcrumbs, ..self.page(self.topics[key].clone()) });
        }
        let place =
            Place { title: labels.not_found.as_str().into(), url: Url::new("404.html"), anchor: None };
        if !taken.contains(&place.url) {
            pages.push(self.page(place));
        }
        pages
    }

    /// Pages at addresses that notes once had.
    fn redirects(&self) -> (Vec<Page>, Vec<Diagnostic>) {
        let mut taken: BTreeSet<Url> = self.known.names.urls.values().cloned().collect();
        let made = [
            &self.addresses.timeline,
            &self.addresses.glossary,
            &self.addresses.citations,
            &self.addresses.topics,
        ];
        taken.extend(made.into_iter().cloned());
        let mut pages = Vec::new();
        let mut diagnostics = Vec::new();
        for (id, note) in &self.known.book.notes {
            // Hugo's aliases are old addresses; Obsidian's are names and have no slash in front.
            let aliases = note.front.aliases.iter().filter(|alias| alias.value.starts_with('/'));
            for old in note.front.redirect_from.iter().chain(aliases) {
                let path = url_path(old.value.trim_end_matches(".html"));
                let file = if old.value.ends_with('/') {
                    format!("{path}/index.html")
                } else {
                    format!("{path}.html")
                };
                let url = Url::new(file);
                if path.is_empty() || !taken.insert(url.clone()) {
                    diagnostics.push(
                        Diagnostic::new(
                            Code::DuplicateNote,
                            old.span.clone(),
                            format!("`{}` cannot lead here: there is a page at that address", old.value),
                        )
                        .with_help("take the line out, or move the other page"),
                    );
                    continue;
                }
                let to = self.note_place(id);
                let place = Place { title: to.title.clone(), url, anchor: None };
                pages.push(Page { content: Content::Redirect(to), ..self.page(place) });
            }
        }
        (pages, diagnostics)
    }

    fn note_place(&self, id: &NoteId) -> Place {
        self.places[id].clone()
    }

    fn section_place(&self, folder: &str) -> Place {
        let section = &self.known.indexes.outline.sections[folder];
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

    fn stop_url(&self, stop: &Stop) -> &'a Url {
        match stop {
            Stop::Note(id) => &self.known.names.urls[id],
            Stop::Section(folder) => &self.known.indexes.outline.sections[folder].url,
        }
    }

    fn description(&self, stop: &Stop) -> Arc<str> {
        let id = match stop {
            Stop::Note(id) => Some(id),
            Stop::Section(folder) => self.known.indexes.outline.sections[folder].page.as_ref(),
        };
        id.map_or_else(|| "".into(), |id| self.note_description(id))
    }

    fn note_description(&self, id: &NoteId) -> Arc<str> {
        let note = &self.known.book.notes[id];
        note.front.description.as_deref().unwrap_or(&note.lead).into()
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

    fn first_level(&self, folder: &str) -> Option<Url> {
        let first = folder.split('/').next().filter(|first| !first.is_empty())?;
        Some(self.known.indexes.outline.sections[first].url.clone())
    }

    /// The pages of a section around one of them: all, or as many as are shown.
    fn window(&self, folder: &str, own: &Place) -> Arc<[Place]> {
        let places = &self.siblings[folder];
        if places.len() <= SIBLINGS_SHOWN {
            return places.clone();
        }
        let at = self.among.get(&own.url).copied().unwrap_or(0);
        let start = at.saturating_sub(SIBLINGS_SHOWN / 2).min(places.len() - SIBLINGS_SHOWN);
        places[start..start + SIBLINGS_SHOWN].into()
    }

    /// Where a term is explained.
    fn term_address(&self, term: &TermId) -> (&Url, Option<&Anchor>) {
        let entry = &self.known.lexicon.terms[term];
        match entry.definition {
            Some(_) => (&self.addresses.glossary, Some(&entry.anchor)),
            None => (&self.known.names.urls[&entry.note], None),
        }
    }

    fn config(&self) -> &Config {
        &self.known.book.config
    }
}

/// The id of a work in the index of citations.
fn work_anchor(key: &ReferenceKey) -> Anchor {
    Anchor::new(format!("work-{key}"))
}

fn site(known: &Known, addresses: &Addresses) -> SiteView {
    let config = &known.book.config;
    let indexes = known.indexes;
    let sections = indexes.outline.sections[""]
        .children
        .iter()
        .filter_map(|stop| match stop {
            Stop::Section(folder) => Some(&indexes.outline.sections[folder]),
            Stop::Note(_) => None,
        })
        .take(SECTIONS_SHOWN)
        .map(|section| SectionLink { title: section.title.clone(), url: section.url.clone() })
        .collect();
    let print = Url::new("print.html");
    let is_printed =
        book::is_put_on_one_page(known.book) && known.names.urls.values().all(|url| *url != print);
    // Titles and headings alone are in the contents of the book already.
    let book_index = Url::new("book-index.html");
    let has_marks = known.book.notes.values().any(|note| !note.index_marks.is_empty());
    let has_index = (has_marks || !indexes.topics.is_empty() || !known.lexicon.terms.is_empty())
        && known.names.urls.values().all(|url| *url != book_index);
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
        timeline: shown(!indexes.timeline.is_empty(), &addresses.timeline),
        glossary: shown(!known.lexicon.terms.is_empty(), &addresses.glossary),
        citations: shown(!indexes.cited.is_empty(), &addresses.citations),
        topics: shown(!indexes.topics.is_empty(), &addresses.topics),
        book_index: shown(has_index, &book_index),
        print: shown(is_printed, &print),
        card_digits: card_digits(known),
        feed: shown(config.base_url.is_some() && feed::has_entries(known.book), &Url::new(feed::ADDRESS)),
        sections,
    }
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

/// The page of each note.
fn note_places<'a>(known: &Known<'a>) -> FxHashMap<&'a NoteId, Place> {
    let place = |(id, note): (&'a NoteId, &'a Arc<Note>)| {
        let url = known.names.urls[id].clone();
        (id, Place { title: note.title.as_str().into(), url, anchor: None })
    };
    known.book.notes.iter().map(place).collect()
}

/// The events of each folder and what is below it, in order of time.
fn events_by_folder<'a>(known: &Known<'a>) -> BTreeMap<&'a str, Vec<usize>> {
    let mut events: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, event) in known.indexes.timeline.iter().enumerate() {
        let mut folder = event.id.folder();
        while !folder.is_empty() {
            events.entry(folder).or_default().push(at);
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    events
}

/// Each topic's page: its note, or an address of its own that no note has.
fn topic_places(known: &Known) -> BTreeMap<Anchor, Place> {
    let taken: BTreeSet<&Url> = known.names.urls.values().collect();
    let mut places = BTreeMap::new();
    for (key, topic) in &known.indexes.topics {
        let url = match &topic.page {
            Some(id) => known.names.urls[id].clone(),
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
