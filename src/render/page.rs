//! Pages as values: everything that a page is printed from, and nothing else.
//!
//! A page is printed again only when its value changes, so it holds of other
//! notes just what it shows of them: a title, an address, a sentence. What stands
//! beside its text is a value of its own, the [`Sidebar`](super::Sidebar). Addresses
//! are relative to the root of the site here, and become relative to the page
//! when it is printed; what is the same on many pages is shared.

use std::sync::Arc;

use super::body::{Body, DateText};
use super::fragment::Fragment;
use super::outputs::exports::WorkFiles;
use super::plan::{ListPart, WorkPart};
use super::view::{CountsView, FilterView, PeriodView, ScaleView, SiteView};
use crate::model::{Anchor, Excerpt, Url};

/// One page of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its address.
    pub url: Url,
    /// Its title.
    pub title: Arc<str>,
    /// One or two sentences on what it says; may be empty.
    pub description: Arc<str>,
    /// The book as every page shows it.
    pub site: Arc<SiteView>,
    /// The way from the home page to here, without the page itself.
    pub breadcrumbs: Arc<[Place]>,
    /// The page before in reading order.
    pub previous: Option<Place>,
    /// The page after in reading order.
    pub next: Option<Place>,
    /// What is on it.
    pub content: Content,
}

/// What is on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The first page of the book.
    Home(Box<NotePage>, Box<HomePage>),
    /// The page of a section.
    Section(Box<NotePage>),
    /// A note.
    Note(Box<NotePage>),
    /// The page of a topic.
    Topic(Box<NotePage>),
    /// The timeline.
    Timeline(Box<TimelinePage>),
    /// The glossary.
    Glossary(Box<GlossaryPage>),
    /// The index of citations, or a part of it.
    Citations(Box<CitationsPage>),
    /// All topics, by kind.
    Topics(Box<TopicsPage>),
    /// The index at the back of the book.
    Subjects(Box<SubjectsPage>),
    /// The whole book.
    Book(Box<BookPage>),
    /// A page that leads to another one.
    Redirect(Place),
    /// A part of a list that is too long for the page it belongs to.
    List(Box<ListPage>),
    /// What a host shows for an address that is not there, with the sections of the
    /// book.
    NotFound(Arc<[Place]>),
}

impl Content {
    /// What stands around the text of a note, on the kinds of pages that have
    /// one.
    pub fn note(&self) -> Option<&NotePage> {
        match self {
            Content::Home(note, _) | Content::Section(note) | Content::Note(note) | Content::Topic(note) => {
                Some(note)
            }
            _ => None,
        }
    }
}

/// A page or a place on one, with what it is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// What it is called.
    pub title: Arc<str>,
    /// The page.
    pub url: Url,
    /// The place on the page.
    pub anchor: Option<Anchor>,
}

/// What a page leaves out of a list, which stands whole on pages of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// The first page of the whole list.
    pub url: Url,
    /// How many entries are left out.
    pub count: usize,
}

/// What is left out of the lists on the page of a note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rests {
    /// Of [`NotePage::children`].
    pub children: Option<Rest>,
    /// Of [`NotePage::events`].
    pub events: Option<Rest>,
    /// Of [`NotePage::backlinks`].
    pub backlinks: Option<Rest>,
}

/// A part of a list that is too long for the page it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// Notes, events or mentions, in the fields of their name.
    pub note: NotePage,
    /// Places that cite a work.
    pub cited_on: Vec<CitedPlace>,
}

/// A place that cites a work, where in the work, and the sentence.
pub type CitedPlace = (Place, String, Arc<Excerpt>);

/// A note with what its page shows around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotePage {
    /// The text; `None` where no note stands and the program makes the page.
    pub body: Option<Body>,
    /// Topics that the note belongs to.
    pub topics: Vec<Place>,
    /// When it was last changed in substance.
    pub updated: Option<DateText>,
    /// In a section what it holds, in a topic the notes that name it.
    pub children: Vec<Card>,
    /// What kind of topic it is.
    pub topic_kind: Option<String>,
    /// In a section or topic the events that belong to it.
    pub events: Vec<EventItem>,
    /// Who mentions it.
    pub backlinks: Vec<BacklinkItem>,
    /// What is left out of these lists.
    pub rests: Rests,
    /// The works it cites.
    pub sources: Vec<SourceItem>,
    /// How it can be cited itself; `None` where no note stands.
    pub cite: Option<CitePage>,
}

/// How a page can be cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitePage {
    /// In the book's citation style, as HTML.
    pub html: Arc<str>,
    /// As an entry for BibTeX.
    pub bibtex: Arc<str>,
}

/// A page with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The page.
    pub place: Place,
    /// One or two sentences; may be empty.
    pub description: Arc<str>,
}

/// An event where it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventItem {
    /// When.
    pub date: DateText,
    /// What happened.
    pub text: Fragment,
    /// Its tags.
    pub tags: Vec<String>,
    /// On the timeline, the numbers of the choices that it answers to.
    pub choices: Vec<usize>,
    /// Its id in a list of events.
    pub anchor: Anchor,
    /// Where it is told.
    pub place: Place,
}

/// A note that mentions the page, or uses a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BacklinkItem {
    /// The note.
    pub place: Place,
    /// How it mentions it, as keys of the theme's words: `mention_link`,
    /// `mention_embed`, `mention_term`.
    pub kinds: Vec<&'static str>,
    /// The first sentences.
    pub excerpts: Vec<Arc<Excerpt>>,
}

/// A work in a page's list of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceItem {
    /// The entry's id on the page.
    pub anchor: Anchor,
    /// The full entry.
    pub html: Arc<str>,
    /// The work in the citation index.
    pub index: Place,
    /// The ids of the places on the page that cite it.
    pub cited_at: Vec<Anchor>,
}

/// What the home page shows beside its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomePage {
    /// Where to begin: the first page that has something to read.
    pub start: Option<Place>,
    /// The first sections of the first level.
    pub sections: Vec<HomeSectionItem>,
    /// The sections that are left out.
    pub rest: Option<Rest>,
    /// The first notes that stand beside the sections.
    pub notes: Vec<Card>,
    /// The notes that are left out.
    pub notes_rest: Option<Rest>,
    /// The last events, the latest first.
    pub latest: Vec<EventItem>,
    /// How much there is in the book.
    pub counts: CountsView,
}

/// A section on the home page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeSectionItem {
    /// The section with what it says.
    pub card: Card,
    /// Its first notes.
    pub notes: Vec<Place>,
    /// How many notes it has.
    pub count: usize,
}

/// The timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelinePage {
    /// What a note at the page's address says.
    pub intro: Fragment,
    /// Stretches of time. The views' own events are empty until printing.
    pub periods: Vec<(PeriodView, Vec<EventItem>)>,
    /// How much happened when.
    pub scale: Option<ScaleView>,
    /// What readers can choose from.
    pub filters: Vec<FilterView>,
    /// The parts of a timeline that is too long for one page, if this is its first
    /// page; then there are no periods and no filters.
    pub parts: Vec<Arc<ListPart>>,
}

/// The glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryPage {
    /// What the glossary's own note says, without its definition lists.
    pub intro: Fragment,
    /// The letters with their terms.
    pub letters: Vec<(String, Vec<Arc<TermItem>>)>,
    /// The parts of a glossary that is too long for one page, if this is its first
    /// page; then there are no letters.
    pub parts: Vec<Arc<ListPart>>,
}

/// A term of the glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermItem {
    /// The term.
    pub name: Arc<str>,
    /// Other names for it.
    pub forms: Vec<String>,
    /// Its id on the page.
    pub anchor: Anchor,
    /// What it means.
    pub text: Fragment,
    /// The note that explains it at length.
    pub note: Option<Place>,
    /// The first pages that use it.
    pub used_in: Arc<Vec<BacklinkItem>>,
    /// How many pages use it.
    pub uses: usize,
    /// The pages that are left out.
    pub rest: Option<Rest>,
}

/// The index of citations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationsPage {
    /// What a note at the page's address says.
    pub intro: Fragment,
    /// The kinds of works.
    pub groups: Vec<CitationGroup>,
    /// The parts of an index that is too long for one page, if this is its first
    /// page; then there are no groups.
    pub parts: Vec<Arc<WorkPart>>,
}

/// All topics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicsPage {
    /// What a note at the page's address says.
    pub intro: Fragment,
    /// The kinds of topics.
    pub kinds: Vec<TopicKind>,
}

/// The works of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationGroup {
    /// The kind as a key of the theme's words.
    pub word: String,
    /// The works in order.
    pub works: Vec<Arc<WorkItem>>,
}

/// A work in the index of citations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    /// Its key in the bibliography.
    pub key: String,
    /// Its id on the page.
    pub anchor: Anchor,
    /// The full entry.
    pub html: Arc<str>,
    /// An archived copy.
    pub archived: Option<String>,
    /// What the bibliography remarks on the work, for readers.
    pub annotation: Option<String>,
    /// When the work was looked at last.
    pub accessed: Option<DateText>,
    /// The first places that cite it.
    pub cited_on: Arc<Vec<CitedPlace>>,
    /// The places that are left out.
    pub rest: Option<Rest>,
    /// The work alone for reference managers.
    pub files: WorkFiles,
}

/// The index at the back of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectsPage {
    /// The letters with their subjects.
    pub letters: Vec<(String, Vec<SubjectItem>)>,
}

/// Something that the book speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectItem {
    /// What it is called.
    pub name: String,
    /// The page or entry of that name.
    pub own: Option<Place>,
    /// Where else the book speaks of it.
    pub places: Vec<Place>,
    /// The subject under whose name it stands.
    pub see: Option<Place>,
    /// Its aspects; they have none of their own.
    pub aspects: Vec<SubjectItem>,
}

/// The whole book on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookPage {
    /// All sections and notes in reading order.
    pub chapters: Vec<Chapter>,
    /// The works that the book cites: the id of each entry, and the entry.
    pub sources: Vec<(Anchor, Arc<str>)>,
}

/// A section or note of the book on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Its title.
    pub title: Arc<str>,
    /// The level of its heading, from 2 to 6.
    pub level: u8,
    /// Its id on the page.
    pub anchor: Anchor,
    /// Its text; `None` for a section without a note of its own.
    pub body: Option<Body>,
}

/// The topics of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicKind {
    /// The kind; empty for topics without one.
    pub kind: String,
    /// Each topic with how many notes and events it has.
    pub topics: Vec<(Card, usize, usize)>,
}
