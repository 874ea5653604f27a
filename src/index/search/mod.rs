//! The search: an index in small files that a page loads as it needs them.
//!
//! What can be found is a [`Findable`]: a note, a term, a source or an event.
//! Each becomes a [`Record`] of its words. Records are gathered in groups of
//! about `GROUP`, and the groups are turned round, cell by cell, into lists of
//! entries by word. A *cell* holds the words with the same first characters.
//!
//! ```text
//! Findable -> Record ---> Group ---> cell: dictionary and lists of entries
//!     \-----------------> results: titles and text, for the results that are shown
//! ```
//!
//! Each arrow is a pure function of few values, so that after an edit only one
//! record, one group, the cells of the words that changed, and one file of
//! results are made again. Nothing depends on how many there are of anything but
//! by powers of two.
//!
//! A query reads the root, for each word a dictionary and a list, and then the
//! results that it shows. How the files are written stands in [`cell()`] and
//! [`results()`]; `themes/default/search-index.js` reads them.

mod cell;
mod group;
mod layout;
mod number;
mod record;
mod results;
mod stems;
mod text;
mod words;

use std::fmt::Write as _;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

pub use cell::{Cell, CellFiles, cell};
pub use group::{Group, Slice, group};
pub use layout::{Grouped, Layout, Member, files, files_of_group, grouped, layout};
pub use record::{Record, record};
pub use results::{entry, results};
pub use text::{Opened, Part, parts, plain};

use crate::model::Note;
use crate::source::is_same_text;

/// Something that the search finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findable {
    /// What it is known by.
    pub key: Key,
    /// What a result shows first.
    pub title: Arc<str>,
    /// Where a result leads, relative to the root of the site, percent-encoded.
    pub href: Arc<str>,
    /// What a result shows beside the title: where it stands, or when it was.
    pub context: Arc<str>,
    /// Other names for it.
    pub names: Vec<Arc<str>>,
    /// The text in which words are found.
    pub text: Content,
}

/// What something that is found is known by, in every build.
#[derive(Debug, Clone, Eq)]
pub struct Key {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Its name, unique among those of its kind.
    pub name: Arc<str>,
}

// Without a look at the text where it is one value: all keys are compared in every build.
impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && is_same_text(&self.name, &other.name)
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.kind.hash(hasher);
        self.name.hash(hasher);
    }
}

/// The kinds of things that are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A note, at the heading under which the words stand.
    Note,
    /// A term of the glossary.
    Term,
    /// A work that is cited.
    Source,
    /// An event.
    Event,
}

impl Kind {
    /// All kinds in the order in which entries are numbered.
    pub const ALL: [Kind; 4] = [Kind::Note, Kind::Term, Kind::Source, Kind::Event];

    /// The letter by which files of results are named.
    fn letter(self) -> char {
        match self {
            Kind::Note => 'n',
            Kind::Term => 't',
            Kind::Source => 's',
            Kind::Event => 'e',
        }
    }
}

/// The text of something that is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A note's.
    Note {
        /// The note.
        note: Arc<Note>,
        /// The words that it leaves to the book.
        opened: Opened,
        /// Other names of the terms that the note uses, by which it is found as
        /// well.
        forms: Vec<Arc<str>>,
        /// Whether its definition lists are found by themselves.
        is_glossary: bool,
    },
    /// A text of few sentences.
    Short(String),
}

impl Findable {
    /// About how many bytes of text it has.
    fn size(&self) -> usize {
        match &self.text {
            // Words have five to six letters in the languages that we measured.
            Content::Note { note, .. } => note.words as usize * 6,
            Content::Short(text) => text.len(),
        }
    }
}

/// The words of a text as the index of a book in some language has them, in
/// order. A query is cut by the same rules in the browser.
pub fn terms(text: &str, language: &str) -> Vec<String> {
    let stems = stems::Stems::of(language);
    let mut terms = Vec::new();
    words::words(text, |word| terms.push(stems.stem(word).into_owned()));
    terms
}

/// The root of the index: what a page reads before anything else.
pub fn root(layout: &Layout, cells: impl Iterator<Item = Cell>) -> Arc<str> {
    let cells: Vec<String> = cells.map(|cell| cell.name(layout.depth)).collect();
    let mut out = String::from("briefbookSearch(\"root\",{");
    let Layout { stems, depth, capacity, groups, per_file, counts, .. } = layout;
    write!(out, "\"stems\":\"{stems}\",\"depth\":{depth},\"capacity\":{capacity},").expect(INFALLIBLE);
    write!(out, "\"groups\":{groups:?},\"perFile\":{per_file:?},\"counts\":{counts:?},").expect(INFALLIBLE);
    writeln!(out, "\"longest\":{},\"cells\":\"{}\"}});", cell::LONGEST_LIST, cells.join(" "))
        .expect(INFALLIBLE);
    out.into()
}

const INFALLIBLE: &str = "writing to a string does not fail";
