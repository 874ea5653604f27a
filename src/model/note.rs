//! Notes: one Markdown file each.

use std::sync::Arc;

use super::{
    Anchor, Block, Citation, Event, EventDate, Footnote, Heading, Link, ReferenceKey, TopicName, Wording,
};
use crate::source::{SourcePath, Span};

/// One parsed Markdown file.
///
/// The tree (`body`) holds no positions in the file: links, citations and
/// headings stand in side tables with their spans, and the tree refers to them
/// by number. So what is shown of a note does not change when something above
/// it moves it down by a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The file it was read from.
    pub file: SourcePath,
    /// What stands before the text.
    pub front: FrontMatter,
    /// The note's title: from front matter, else its first heading, else its
    /// file name.
    pub title: String,
    /// The text, without the heading that became the title.
    pub body: Vec<Block>,
    /// Links, images and embeds, in reading order.
    pub links: Vec<Link>,
    /// Citations, in reading order.
    pub citations: Vec<Citation>,
    /// Headings, in reading order.
    pub headings: Vec<Heading>,
    /// Footnotes, in the order in which they are first referred to.
    pub footnotes: Vec<Footnote>,
    /// Events, from front matter first, then from `timeline` blocks.
    pub events: Vec<Event>,
    /// Ids of blocks (` ^id`).
    pub blocks: Vec<Anchor>,
    /// Marks for the index of the book, in the order of the file.
    pub index_marks: Vec<IndexMark>,
    /// Where in the file each run of text begins, in reading order, by its
    /// [`TextId`](super::TextId).
    pub texts: Vec<u32>,
    /// The first paragraph without markup, for descriptions; may be empty.
    pub lead: Arc<Wording>,
    /// How many words the text has.
    pub words: u32,
}

/// A mark for the index at the back of the book: a comment
/// `%%index: subject%%` or `%%index: subject, aspect%%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexMark {
    /// What is spoken of.
    pub subject: String,
    /// What is said of it, in a word.
    pub aspect: Option<String>,
    /// The whole comment.
    pub span: Span,
}

/// What stands before the text of a note, between `---` (YAML) or `+++` (TOML).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The title.
    pub title: Option<String>,
    /// One or two sentences on what the note says.
    pub description: Option<String>,
    /// Topics that the note belongs to.
    pub topics: Vec<Located<TopicName>>,
    /// The topic that this note is the page of.
    pub topic: Option<Located<TopicName>>,
    /// What the note is about, in one word of the author's: `company`, `law`.
    pub kind: Option<String>,
    /// Other names by which links may call the note.
    pub aliases: Vec<Located<String>>,
    /// Addresses that shall lead to this note, relative to the site's root.
    pub redirect_from: Vec<Located<String>>,
    /// Free tags.
    pub tags: Vec<String>,
    /// The term that this note defines.
    pub term: Option<Located<String>>,
    /// Other forms of the term: abbreviations, plurals.
    pub forms: Vec<String>,
    /// The terms that are linked on this page.
    pub terms: TermLinks,
    /// Whether notes that use the term that this note defines stay without links
    /// to it: `link: false`.
    pub unlinked: bool,
    /// Works that go into the page's list of sources although no sentence cites
    /// them. `*` stands for all.
    pub nocite: Vec<Located<ReferenceKey>>,
    /// Events, as `date: text` lines, not parsed yet.
    pub events: Vec<Located<String>>,
    /// When the note was last changed in substance.
    pub updated: Option<Arc<EventDate>>,
    /// Whether the note is left out of the site.
    pub draft: bool,
    /// Its place among its siblings, before names are compared. Low comes first.
    pub order: Option<i64>,
}

/// The terms of the glossary that are linked where a note uses them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum TermLinks {
    /// All of them.
    #[default]
    All,
    /// All but these, by any of their names: `no_terms: [RAN, core]`.
    AllBut(Vec<String>),
    /// None: `no_terms: true`.
    None,
}

/// A value from front matter with the place where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}
