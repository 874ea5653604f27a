//! What templates see: the contract with the authors of themes.
//!
//! Each template gets `site` ([`SiteView`]), `page` ([`PageView`]), `words` (the
//! theme's words in the book's language, by key), and one value of its own:
//!
//! | template | value |
//! |---|---|
//! | `note.html`, `topic.html`, `section.html` | `note`: [`NoteView`] |
//! | `home.html` | `note`: [`NoteView`] and `home`: [`HomeView`] |
//! | `timeline.html` | `timeline`: [`TimelineView`] |
//! | `glossary.html` | `glossary`: [`GlossaryView`] |
//! | `citations.html` | `citations`: [`CitationsView`] |
//! | `list.html` | `note`: [`NoteView`], of which one list is not empty, or `cited_on`: a list of [`CitedOnView`] |
//! | `topics.html` | `topics`: [`TopicsView`] |
//! | `book-index.html` | `subjects`: [`SubjectsView`] |
//! | `print.html` | `book`: [`BookView`] |
//! | `redirect.html` | `redirect`: [`LinkView`] |
//! | `404.html` | `sections`: a list of [`LinkView`], at most 30 |
//!
//! Three templates are printed by themselves, and what they print is put into pages. They
//! see `site`, `words` and one value more, and no `page`:
//!
//! | template | value |
//! |---|---|
//! | `parts/sidebar.html` | `sidebar`: [`SidebarView`] |
//! | `parts/term.html` | `term`: [`TermView`] |
//! | `parts/work.html` | `work`: [`WorkView`] |
//!
//! Fields named `html` hold HTML that is safe to print with `| safe`; all others
//! hold plain text, which Tera escapes. Fields named `href` hold addresses
//! relative to the page (in `404.html`, to the site's root, or from the root of the
//! host if the book has a base URL), percent-encoded.
//! A template has no functions that look elsewhere: what a page shows is here.

use std::sync::Arc;

use serde::Serialize;

use super::body::DateText;
use crate::model::{Anchor, Excerpt, Url};

/// The book as every page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiteView {
    /// The book's title.
    pub title: String,
    /// A second line under the title.
    pub subtitle: Option<String>,
    /// What the book is for.
    pub description: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its language as a BCP 47 tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The date up to which its statements hold.
    pub as_of: Option<DateText>,
    /// Where it will be published, with a final slash.
    pub base_url: Option<String>,
    /// The address of a picture for previews of the book, relative to the root.
    pub image: Option<Url>,
    /// Addresses of the pages that the program makes, relative to the root:
    /// `None` where the book has nothing to show there.
    pub timeline: Option<Url>,
    /// See `timeline`.
    pub glossary: Option<Url>,
    /// See `timeline`.
    pub citations: Option<Url>,
    /// See `timeline`.
    pub topics: Option<Url>,
    /// See `timeline`: the index at the back of the book.
    pub book_index: Option<Url>,
    /// See `timeline`: the whole book on one page, if it is not too large.
    pub print: Option<Url>,
    /// See `timeline`: the feed of changed notes, which also needs a base URL.
    pub feed: Option<Url>,
    /// How many digits the names of the files of cards have, for the script that
    /// reads them; 0 if there are none.
    pub card_digits: u8,
}

impl SiteView {
    /// Whether a list of the whole book stands at an address.
    pub(super) fn is_listing(&self, url: &Url) -> bool {
        let lists = [&self.timeline, &self.glossary, &self.citations, &self.topics];
        lists.into_iter().flatten().any(|list| list == url)
    }
}

/// The page itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageView {
    /// Its address relative to the root: `strategy/index.html`.
    pub url: Url,
    /// What leads from this page to the root: empty, or `../` some times; in
    /// `404.html` of a book with a base URL its path. Put it before addresses that
    /// are relative to the root.
    pub root: String,
    /// Its title.
    pub title: Arc<str>,
    /// One or two sentences on what it says; may be empty.
    pub description: String,
    /// `home`, `section`, `note`, `topic`, `timeline`, `glossary`, `citations`,
    /// `topics`, `book-index`, `list` (a part of a list that is too long for the page
    /// it belongs to), `print`, `redirect` or `404`.
    pub kind: &'static str,
    /// Its absolute address, if the book has a base URL.
    pub canonical: Option<String>,
    /// The way from the home page to here, without the page itself.
    pub breadcrumbs: Vec<LinkView>,
    /// The page before in reading order.
    pub previous: Option<LinkView>,
    /// The page after in reading order.
    pub next: Option<LinkView>,
    /// What `parts/sidebar.html` has printed, to be put in its place with `| safe`. It is
    /// printed once for many pages, so there is nothing to be seen of it yet.
    pub sidebar: &'static str,
    /// What the page says about itself to programs.
    pub metadata: MetadataView,
}

/// What a page says about itself to programs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MetadataView {
    /// For `<meta property="..." content="...">`: Open Graph, if the book has a
    /// base URL.
    pub properties: Vec<MetaView>,
    /// For `<meta name="..." content="...">`: `citation_*`.
    pub names: Vec<MetaView>,
    /// JSON-LD for `<script type="application/ld+json">`, to be printed with
    /// `| safe`: what could end the element is escaped.
    pub json_ld: Option<String>,
    /// The address of the page's twin in Markdown.
    pub markdown: Option<String>,
}

/// One thing that a page says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MetaView {
    /// What is said: `og:title`.
    pub name: String,
    /// What it is.
    pub content: String,
}

/// A link with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// The text.
    pub title: Arc<str>,
    /// The address.
    pub href: String,
}

/// What stands beside the text of all pages of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SidebarView {
    /// The sections of the first level in order; at most 30.
    pub sections: Vec<SidebarSection>,
    /// Beside a note that is in no section, the notes that are in none; at most 60.
    pub notes: Vec<SidebarLink>,
}

/// A section in the sidebar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SidebarSection {
    /// The link to it.
    pub link: SidebarLink,
    /// Whether the page stands in it.
    pub is_open: bool,
    /// If it does, the pages of its section, or of the section below it that it stands
    /// in, a note among them itself; at most 60.
    pub pages: Vec<SidebarLink>,
}

/// A link in the sidebar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SidebarLink {
    /// The text.
    pub title: Arc<str>,
    /// The address.
    pub href: String,
    /// To be printed with `| safe` inside the tag of the link: on the page that it leads
    /// to it becomes ` aria-current="page"`, on others nothing.
    pub current: String,
}

/// A link with what is said there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardView {
    /// The title.
    pub title: Arc<str>,
    /// The address.
    pub href: String,
    /// One or two sentences; may be empty.
    pub description: Arc<str>,
}

/// A note as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteView {
    /// What the author says that the note says, to be shown over the text;
    /// `None` if the author says nothing, as the text then speaks for itself.
    pub summary: Option<String>,
    /// The text, with its footnotes at the end.
    pub html: String,
    /// The headings, for a table of contents.
    pub contents: Vec<ContentsView>,
    /// How many minutes it takes to read, at 200 words a minute; at least 1.
    pub minutes: u32,
    /// Topics that the note belongs to.
    pub topics: Vec<LinkView>,
    /// When the note was last changed in substance.
    pub updated: Option<DateText>,
    /// In a section: its notes and sub-sections, in order. In a topic: the notes
    /// that name it. Of these lists at most 60 entries (30 on the first page) are here;
    /// `more` has the others.
    pub children: Vec<CardView>,
    /// In a topic: what kind of topic it is (`company`, `law`), if the author
    /// says so.
    pub topic_kind: Option<String>,
    /// In a section or a topic: the events told there, in order of time. In a
    /// note none, as its text shows them.
    pub events: Vec<EventView>,
    /// Places in other notes that mention this one.
    pub backlinks: Vec<BacklinkView>,
    /// What is left out of these lists.
    pub more: MoreView,
    /// The works that the page cites, in the order of the citation style.
    pub sources: Vec<SourceView>,
    /// How the page can be cited itself; `None` where no note stands.
    pub cite: Option<CiteView>,
}

/// What is left out of the lists of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MoreView {
    /// Of `children`.
    pub children: Option<RestView>,
    /// Of `events`.
    pub events: Option<RestView>,
    /// Of `backlinks`.
    pub backlinks: Option<RestView>,
}

/// What is left out of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RestView {
    /// The address of the whole list.
    pub href: String,
    /// How many entries are left out.
    pub count: usize,
}

/// How a page can be cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CiteView {
    /// In the book's citation style.
    pub html: Arc<str>,
    /// As an entry for BibTeX, plain text.
    pub bibtex: Arc<str>,
}

/// A heading in a table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentsView {
    /// 2 or 3: deeper headings are left out.
    pub level: u8,
    /// Its text.
    pub title: String,
    /// Its id on the page.
    pub anchor: Anchor,
}

/// A note that mentions the page, or uses a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BacklinkView {
    /// The note in which it stands.
    pub title: Arc<str>,
    /// The address of that note.
    pub href: String,
    /// How it mentions the page, as keys of the theme's words: `mention_link`,
    /// `mention_embed` (it, or a part of it, is shown there), `mention_term`.
    pub kinds: Vec<&'static str>,
    /// The first sentences: at most three where notes mention a note, one where
    /// they use a term.
    pub excerpts: Vec<Excerpt>,
}

/// A work in a page's list of sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceView {
    /// The entry's id on the page.
    pub anchor: Anchor,
    /// The full entry in the citation style.
    pub html: Arc<str>,
    /// Where the citation index has the work with all places that cite it.
    pub href: String,
    /// The ids of the places on this page that cite it.
    pub cited_at: Vec<Anchor>,
}

/// What the home page shows beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HomeView {
    /// Where to begin: the first page in reading order that is no list.
    pub start: Option<LinkView>,
    /// The sections of the first level, in order; at most 30.
    pub sections: Vec<HomeSection>,
    /// The sections that are left out.
    pub more: Option<RestView>,
    /// The notes that stand beside the sections, at most 30. Those that introduce the
    /// timeline or another list are not among them.
    pub notes: Vec<CardView>,
    /// The notes that are left out.
    pub more_notes: Option<RestView>,
    /// The last events of the timeline, at most six, the latest first.
    pub latest: Vec<EventView>,
    /// How many notes, events, terms, sources and topics the book has.
    pub counts: CountsView,
}

/// A section on the home page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HomeSection {
    /// Its title.
    pub title: Arc<str>,
    /// Its address.
    pub href: String,
    /// What it says.
    pub description: Arc<str>,
    /// Its first notes, at most five.
    pub notes: Vec<LinkView>,
    /// How many notes it has in all.
    pub count: usize,
}

/// How much there is in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CountsView {
    /// Notes, sections among them.
    pub notes: usize,
    /// Events on the timeline.
    pub events: usize,
    /// Terms in the glossary.
    pub terms: usize,
    /// References in the bibliographies.
    pub sources: usize,
    /// Topics.
    pub topics: usize,
}

/// An event where it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventView {
    /// When.
    pub date: DateText,
    /// What happened, with links and citations.
    pub html: String,
    /// Its tags, without `#`.
    pub tags: Vec<String>,
    /// On the timeline, the numbers of the choices that it answers to; see
    /// [`FilterView`].
    pub choices: Vec<usize>,
    /// Its id where it is listed, the same on every page.
    pub anchor: Anchor,
    /// The note that tells it, and the place there.
    pub note: LinkView,
}

/// The timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimelineView {
    /// What a note at the page's address says; may be empty.
    pub html: String,
    /// Stretches of time with their events, in order.
    pub periods: Vec<PeriodView>,
    /// How much happened when, to be drawn; `None` if all is of one year, or
    /// nothing has a place in time.
    pub scale: Option<ScaleView>,
    /// What readers can choose from to see fewer events: a filter for tags, and
    /// one for each kind of topics.
    pub filters: Vec<FilterView>,
    /// The parts of a timeline of more than 200 events, which stand on pages of their
    /// own, if this is the first page; then it has no periods and no filters. A part
    /// has filters for its own events.
    pub parts: Vec<ListPartView>,
    /// How many events there are on the page or in its parts.
    pub count: usize,
}

/// A year or a longer stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodView {
    /// How it is called: "2019", "1990s", "Undated".
    pub title: String,
    /// Its id on the page.
    pub anchor: Anchor,
    /// Its events in order.
    pub events: Vec<EventView>,
    /// The twelve months of a year with many events; else none.
    pub months: Vec<MonthView>,
}

/// A month of a year on the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthView {
    /// 1 to 12.
    pub number: u8,
    /// Its name.
    pub title: &'static str,
    /// How many events begin in it.
    pub count: usize,
    /// The same in percent of the month that has most.
    pub share: u8,
    /// The id of its first event on the page.
    pub first: Option<Anchor>,
}

/// How much happened when. Places and widths are in percent of the whole time
/// (`12.5%`), for attributes of SVG.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScaleView {
    /// Bars, those first that lie behind others.
    pub bars: Vec<BarView>,
    /// Round years below them.
    pub ticks: Vec<TickView>,
}

/// A bar on the scale of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BarView {
    /// How the time that it stands for is called: "2019", "1990s", "14 – 19".
    pub title: String,
    /// Leads to its events: to the first of its periods on the page, or on the page
    /// of the part where that stands.
    pub href: String,
    /// Where it begins.
    pub x: String,
    /// How much time it stands for.
    pub width: String,
    /// How many events it stands for, in percent of the highest bar; at least 4.
    pub height: u8,
    /// Whether it stands for events of which no more is known than that they are
    /// of this longer time, such as a decade.
    pub wide: bool,
    /// How many events it stands for.
    pub count: usize,
}

/// A year below the scale of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TickView {
    /// Where it begins.
    pub x: String,
    /// How it is called.
    pub title: String,
}

/// A list of choices, of which a reader takes one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilterView {
    /// What is chosen from, as a key of `words`: `tags` or `topics`.
    pub word: &'static str,
    /// The kind of the topics as the author writes it ("company"); empty for tags
    /// and for topics without a kind.
    pub title: String,
    /// The choices, the one with most events first; at most 24 tags, and 24
    /// topics of all kinds.
    pub choices: Vec<ChoiceView>,
}

/// Something that events have in common: a tag or a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChoiceView {
    /// Its number among the choices of all filters, from 1 on.
    pub number: usize,
    /// The tag without `#`, or the name of the topic.
    pub name: String,
    /// How many events have it.
    pub count: usize,
}

/// The glossary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GlossaryView {
    /// What the glossary's own note says beside its list; may be empty.
    pub html: String,
    /// The letters that have terms, in the order of the language.
    pub letters: Vec<LetterView>,
    /// The parts of a glossary of more than 200 terms, which stand on pages of their
    /// own, if this is the first page; then it has no letters.
    pub parts: Vec<ListPartView>,
    /// How many terms there are on the page or in its parts.
    pub count: usize,
}

/// A part of the glossary or of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListPartView {
    /// What it is called: a letter, a year, the first and the last of several.
    pub title: String,
    /// Its address.
    pub href: String,
    /// How much it lists.
    pub count: usize,
}

/// A letter of the glossary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterView {
    /// The letter in upper case; `#` for digits and signs.
    pub letter: String,
    /// Its id on the page.
    pub anchor: Anchor,
    /// Its terms in order, each as `parts/term.html` has printed it.
    pub terms: Vec<EntryView>,
}

/// An entry of a list that a template of its own has printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryView {
    /// The entry.
    pub html: Arc<str>,
}

/// A term of the glossary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermView {
    /// The term.
    pub name: Arc<str>,
    /// Other names for it: abbreviations, plurals.
    pub forms: Vec<String>,
    /// Its id on the page.
    pub anchor: Anchor,
    /// What it means.
    pub html: String,
    /// The note that explains it at length, if there is one.
    pub note: Option<LinkView>,
    /// The pages that use it, at most 20.
    pub used_in: Vec<BacklinkView>,
    /// How many pages use it.
    pub uses: usize,
    /// The pages that are left out.
    pub more: Option<RestView>,
}

/// The index of citations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitationsView {
    /// What a note at the page's address says; may be empty.
    pub html: String,
    /// The kinds of works, each with its works in order.
    pub groups: Vec<CitationGroupView>,
    /// The parts of an index of more than 120 works, which stand on pages of their
    /// own, if this is the first page; then it has no groups.
    pub parts: Vec<WorkPartView>,
    /// All works in BibLaTeX and CSL-JSON.
    pub downloads: DownloadsView,
    /// How many works there are on the page or in its parts.
    pub count: usize,
}

/// A part of the index of citations: works of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkPartView {
    /// The kind, as a key of `words`.
    pub word: &'static str,
    /// Its address.
    pub href: String,
    /// By whom its first work is; the title if nobody is named.
    pub from: String,
    /// By whom its last work is.
    pub to: String,
    /// How many works it has.
    pub count: usize,
}

/// The works of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitationGroupView {
    /// The kind, as a key of `words`: `kind_report`.
    pub word: String,
    /// Its id on the page.
    pub anchor: Anchor,
    /// The works, each as `parts/work.html` has printed it.
    pub works: Vec<EntryView>,
}

/// A work in the index of citations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkView {
    /// Its key in the bibliography.
    pub key: String,
    /// Its id on the page.
    pub anchor: Anchor,
    /// The full entry in the citation style.
    pub html: Arc<str>,
    /// An archived copy.
    pub archived: Option<String>,
    /// What the bibliography remarks on the work, plain text.
    pub annotation: Option<String>,
    /// When the work was looked at last.
    pub accessed: Option<DateText>,
    /// The first places that cite it, at most 20.
    pub cited_on: Vec<CitedOnView>,
    /// How many places cite it.
    pub citations: usize,
    /// The places that are left out.
    pub more: Option<RestView>,
    /// The work alone in BibLaTeX and CSL-JSON.
    pub downloads: DownloadsView,
}

/// Works as files for reference managers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DownloadsView {
    /// The address of the BibLaTeX file.
    pub bibtex: String,
    /// The address of the CSL-JSON file.
    pub csl_json: String,
}

/// A place that cites a work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitedOnView {
    /// The note, and the place there.
    pub note: LinkView,
    /// Where in the work: "p. 12"; empty for the whole of it.
    pub locator: String,
    /// The sentence that relies on it.
    pub excerpt: Excerpt,
}

/// The index at the back of the book.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SubjectsView {
    /// The letters that have subjects.
    pub letters: Vec<SubjectLetterView>,
}

/// A letter of the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubjectLetterView {
    /// The letter in upper case; `#` for digits and signs.
    pub letter: String,
    /// Its id on the page.
    pub anchor: Anchor,
    /// Its subjects in order.
    pub subjects: Vec<SubjectView>,
}

/// Something that the book speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubjectView {
    /// What it is called.
    pub name: String,
    /// The address of the page or entry of that name, if there is one.
    pub href: Option<String>,
    /// Where else the book speaks of it.
    pub places: Vec<LinkView>,
    /// The subject under whose name it stands, where its own leads to nothing else.
    pub see: Option<LinkView>,
    /// Its aspects; they have none of their own.
    pub aspects: Vec<SubjectView>,
}

/// The whole book on one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BookView {
    /// All sections and notes in reading order.
    pub chapters: Vec<ChapterView>,
    /// The works that the book cites, in the order of the citation style.
    pub sources: Vec<BookSourceView>,
}

/// A section or note of the book on one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChapterView {
    /// Its title.
    pub title: Arc<str>,
    /// The level of its heading, from 2 to 6; in `html` headings are deeper.
    pub level: u8,
    /// The number of the chapter of level 2 that it is or stands in, from 1.
    pub section: usize,
    /// Its id on the page. All ids in `html` begin with it.
    pub anchor: Anchor,
    /// What the author says that it says.
    pub summary: Option<String>,
    /// The text, with its footnotes at the end.
    pub html: String,
}

/// A work in the list of the whole book's sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BookSourceView {
    /// The entry's id on the page.
    pub anchor: Anchor,
    /// The full entry in the citation style.
    pub html: Arc<str>,
}

/// All topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TopicsView {
    /// What a note at the page's address says; may be empty.
    pub html: String,
    /// The kinds of topics, each with its topics in order.
    pub kinds: Vec<TopicKindView>,
    /// How many topics there are.
    pub count: usize,
}

/// The topics of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TopicKindView {
    /// The kind as the author writes it; empty for topics without one.
    pub kind: String,
    /// The topics.
    pub topics: Vec<TopicCardView>,
}

/// A topic in the list of all topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TopicCardView {
    /// Its name.
    pub title: Arc<str>,
    /// Its address.
    pub href: String,
    /// What its note says in one or two sentences; may be empty.
    pub description: Arc<str>,
    /// How many notes belong to it.
    pub notes: usize,
    /// How many events belong to it.
    pub events: usize,
}
