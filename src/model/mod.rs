//! The nouns of a briefing book, as plain data.

mod book;
mod chart;
mod citation;
mod config;
pub mod date;
mod document;
mod event;
mod excerpt;
mod hash;
mod lines;
mod media;
mod name;
mod note;
mod numbered;
mod part;
mod plain;
mod raw_html;
mod reference;
mod term;

pub use book::{Book, by_key};
pub use chart::{Chart, ChartKind};
pub use citation::{Citation, CitationId, CitationItem, CitationMode, Locator, LocatorKind};
pub use config::{Config, HtmlPolicy};
pub use date::{EventDate, SortKey};
pub use document::{
    Alignment, Block, Callout, Cell, CodeBlock, CodeRun, Definition, Figure, Fold, Footnote, FootnoteId,
    Heading, HeadingId, Image, ImageSize, Inline, Link, LinkId, LinkKind, List, ListItem, Table, Text,
    TextId, links_in, page_of_file,
};
pub use event::{Event, EventId};
pub(crate) use excerpt::ends as sentence_ends;
pub use excerpt::{Excerpt, Sentence};
pub(crate) use hash::hash;
pub use lines::{citations_as_read, citations_in_title, lines};
pub use media::Media;
pub use name::{Anchor, AssetPath, NoteId, SourcePath, TopicName, Url, slug};
pub use note::{FrontMatter, IndexMark, Located, Note, TermLinks};
pub use numbered::{Numbered, NumberedKind, numbered};
pub use part::{Found, Part};
pub(crate) use plain::{Mark, end_of_lead, is_of_word, marked, marked_with_texts, plain, wording};
pub use plain::{Open, Wording};
pub(crate) use raw_html::ids_in;
pub use reference::{Name, Record, Reference, ReferenceKey, ReferenceKind};
pub use term::TermId;
