//! The text of a note as one page shows it: the note's tree with everything
//! that the tree only refers to by number.

use std::sync::Arc;

use super::labels::Labels;
pub use crate::model::Part;
use crate::model::{Anchor, HtmlPolicy, Note, TextId};

/// A note's text, or a part of it, ready to be printed on one page.
///
/// The tables are indexed by the numbers in the note's tree: `links` by
/// [`LinkId`](crate::model::LinkId), `citations` by
/// [`CitationId`](crate::model::CitationId). All addresses are relative to the
/// page that the text is printed on, percent-encoded, and not yet escaped for
/// HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The note.
    pub note: Arc<Note>,
    /// How much of it is shown.
    pub part: Part,
    /// What becomes of raw HTML.
    pub html: HtmlPolicy,
    /// What becomes of the ids of headings, blocks, footnotes and citations.
    pub ids: Ids,
    /// How many levels all headings are moved down, so that the page has just
    /// one heading of the first level.
    pub heading_shift: u8,
    /// Whether paragraphs are numbered.
    pub paragraphs: Paragraphs,
    /// Where each link leads.
    pub links: Vec<Target>,
    /// What each citation reads like.
    pub citations: Vec<CitationText>,
    /// The terms to be linked, in the order of the text; they do not overlap.
    pub terms: Vec<TermMark>,
    /// Words of the book's language.
    pub labels: Arc<Labels>,
    /// How each event's date reads, by [`EventId`](crate::model::EventId).
    pub dates: Vec<DateText>,
}

/// Whether the paragraphs of a text are numbered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paragraphs {
    /// They are not.
    #[default]
    Unnumbered,
    /// They are, so that they can be cited.
    Numbered,
}

/// What becomes of ids, which must be unique on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ids {
    /// They stand as they are.
    Plain,
    /// Each is put behind this prefix: for notes that share a page.
    Prefixed(String),
    /// They are left out: for notes that are shown inside others.
    Omitted,
}

/// Where a link leads, or what an image or embed shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page of this site, or a place on it.
    Page {
        /// Its address.
        href: String,
        /// The title of what is there: the text of a link that has none.
        title: Arc<str>,
    },
    /// A file of this site: a picture, or something to download.
    File {
        /// Its address.
        href: String,
    },
    /// Somewhere else.
    External {
        /// Its address.
        href: String,
    },
    /// Another note shown in place.
    Embed {
        /// The page that it comes from.
        href: String,
        /// Its title.
        title: Arc<str>,
        /// What is shown.
        body: Box<Body>,
    },
    /// Nowhere: the link is broken or refused, and a diagnostic says so. Its
    /// text stays.
    Nowhere,
}

/// What a citation reads like, as HTML of phrasing content with its links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationText {
    /// What stands in the sentence; empty if all of it stands in a note.
    pub text: String,
    /// What stands in a note of its own, numbered with the footnotes; empty in
    /// styles that have no notes.
    pub note: String,
    /// The same where it stands in a sentence: without its full stop.
    pub inside: String,
    /// The id of the place, so that sources can lead back to it.
    pub anchor: Anchor,
}

/// A stretch of text that is a term of the glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermMark {
    /// The run of text.
    pub text: TextId,
    /// The first byte in the run.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
    /// Where the term is explained.
    pub href: String,
}

/// How a date reads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct DateText {
    /// In words: "16 May 2019", "c. 1985", "spring 2020".
    pub text: String,
    /// For `<time datetime>`; `None` where HTML cannot carry the date.
    pub datetime: Option<String>,
}
