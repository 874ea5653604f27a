//! The search: an index in small files that a page loads as it needs them.
//!
//! What can be found is a [`Findable`]: a note, a term, a source or an event.
//! Each becomes a [`Record`] of its words. Records are gathered in groups of
//! about [`GROUP`], and the groups are turned round, cell by cell, into lists of
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
//! results that it shows. How the files are written stands in [`cell`] and
//! [`results`]; `themes/default/search.js` reads them.

mod cell;
mod group;
mod number;
mod record;
mod results;
mod text;
mod words;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

pub use cell::{Cell, CellFiles, cell};
pub use group::{Group, Slice, group};
pub use record::{Record, record};
pub use results::results;
pub use text::plain;

use crate::model::{LinkId, Note};

/// How many entries a group has on average, at most. More make an edit dear,
/// fewer make many groups to be gone through in each build.
const GROUP: usize = 64;

/// How many bytes of text a file of results is to hold. A file is read for each
/// result that is shown, so it should hold one note; but thousands of files with
/// a sentence each would be a burden to copy.
const RESULTS_BYTES: usize = 4_000;

/// About how many bytes a result has beside its text.
const RESULT_BYTES: usize = 100;

/// How many words a book must have for its dictionary to be cut by the first two
/// letters of words instead of by the first.
const TWO_LETTERS_FROM: u64 = 100_000;

/// Something that the search finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findable {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Its name, unique among those of its kind and the same in every build.
    pub key: Arc<str>,
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
        /// The words that readers see for links without text of their own, in
        /// the order of links.
        titles: Vec<(LinkId, Arc<str>)>,
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

/// How the index of a book is cut. Every number is a power of two, or counts
/// what readers see, so that an edit leaves it alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Whether words are cut down to English stems.
    pub stems: bool,
    /// How many letters of a word say in which cell it is: 1 or 2.
    pub depth: u8,
    /// How many numbers each group has for its entries.
    pub capacity: u32,
    /// How many groups each kind has.
    pub groups: [u32; 4],
    /// How many entries a file of results has, by kind.
    pub per_file: [u32; 4],
    /// How many things there are, by kind.
    pub counts: [usize; 4],
    /// About how many words a note has.
    pub average: u32,
}

/// The things of a book in their groups.
#[derive(Debug)]
pub struct Arranged {
    /// How they are cut.
    pub layout: Layout,
    /// The members of each group in order. An entry's number is its group's
    /// number times the capacity, plus its place in the group.
    pub groups: Vec<Vec<Placed>>,
}

/// A thing with its place in its group.
pub type Placed = (u16, Arc<Findable>);

/// The words of a text as the index of a book in some language has them, in
/// order. A query is cut by the same rules in the browser.
pub fn terms(text: &str, language: &str) -> Vec<String> {
    let stems = words::Stems::of(language);
    let mut terms = Vec::new();
    words::words(text, |word| terms.push(stems.stem(word).into_owned()));
    terms
}

/// Puts all that can be found into groups by a hash of its key, so that what is
/// added or taken away moves nothing in other groups.
pub fn arrange(findables: Vec<Findable>, language: &str) -> Arranged {
    let mut by_kind: [Vec<Arc<Findable>>; 4] = Default::default();
    for findable in findables {
        by_kind[findable.kind as usize].push(Arc::new(findable));
    }
    let words: u64 = by_kind.iter().flatten().map(|findable| findable.size() as u64 / 6).sum();
    let notes = &by_kind[Kind::Note as usize];
    let note_words = notes.iter().map(|note| note.size() / 6).sum::<usize>() / notes.len().max(1);
    let mut layout = Layout {
        stems: words::is_stemmed(language),
        depth: if words < TWO_LETTERS_FROM { 1 } else { 2 },
        // A file of results must not reach into the next group.
        capacity: 16,
        groups: [0; 4],
        per_file: [1; 4],
        counts: std::array::from_fn(|kind| by_kind[kind].len()),
        average: (note_words.max(1) as u32).next_power_of_two(),
    };
    let mut groups = Vec::new();
    let sizes = by_kind.each_ref().map(|members| members.iter().map(|member| member.size()).sum::<usize>());
    for (kind, members) in by_kind.into_iter().enumerate() {
        let count = members.len().div_ceil(GROUP).next_power_of_two();
        layout.groups[kind] = if members.is_empty() { 0 } else { count as u32 };
        let mut parts = vec![Vec::new(); layout.groups[kind] as usize];
        for member in members {
            parts[hash(&member.key) as usize % count].push(member);
        }
        let largest = parts.iter().map(Vec::len).max().unwrap_or_default();
        layout.capacity = layout.capacity.max((largest * 3 / 2).next_power_of_two() as u32);
        groups.append(&mut parts);
    }
    for (kind, size) in sizes.into_iter().enumerate() {
        let things = layout.counts[kind].max(1);
        let places = layout.groups[kind] as usize * layout.capacity as usize;
        let size = size / things + RESULT_BYTES;
        layout.per_file[kind] = 1 << (RESULTS_BYTES * places / things / size).clamp(1, 16).ilog2();
    }
    let groups = groups.into_iter().map(|members| placed(members, layout.capacity)).collect();
    Arranged { layout, groups }
}

/// Gives each member of a group a place by its hash, or the next one that is
/// free, so that a new one takes a gap and moves at most a few.
fn placed(members: Vec<Arc<Findable>>, capacity: u32) -> Vec<Placed> {
    let wanted = |member: &Findable| (hash(&member.key) >> 16) % capacity;
    let mut members: Vec<Placed> =
        members.into_iter().map(|member| (wanted(&member) as u16, member)).collect();
    members.sort_by(|a, b| (a.0, &a.1.key).cmp(&(b.0, &b.1.key)));
    let count = members.len();
    let mut free = 0;
    for (at, (place, _)) in members.iter_mut().enumerate() {
        // Those that are still to come need a place each.
        let last = capacity as usize - (count - at);
        *place = usize::from(*place).max(free).min(last) as u16;
        free = usize::from(*place) + 1;
    }
    members
}

/// The root of the index: what a page reads before anything else.
pub fn root(layout: &Layout, cells: impl Iterator<Item = Cell>) -> Arc<str> {
    let cells: Vec<String> = cells.map(|cell| cell.name(layout.depth)).collect();
    let mut out = String::from("briefbookSearch(\"root\",{");
    let Layout { stems, depth, capacity, groups, per_file, counts, .. } = layout;
    write!(out, "\"stems\":{stems},\"depth\":{depth},\"capacity\":{capacity},").expect(INFALLIBLE);
    write!(out, "\"groups\":{groups:?},\"perFile\":{per_file:?},\"counts\":{counts:?},").expect(INFALLIBLE);
    writeln!(out, "\"longest\":{},\"cells\":\"{}\"}});", cell::LONGEST_LIST, cells.join(" "))
        .expect(INFALLIBLE);
    out.into()
}

impl Arranged {
    /// The files of results by their path without `.js`, with their members.
    pub fn results(&self) -> Vec<(String, Vec<Placed>)> {
        let kinds = Kind::ALL.iter().flat_map(|kind| {
            let count = self.layout.groups[*kind as usize] as usize;
            std::iter::repeat_n(*kind, count)
        });
        let mut files = Vec::new();
        for ((members, kind), number) in self.groups.iter().zip(kinds).zip(0..) {
            let per_file = self.layout.per_file[kind as usize];
            let first: u32 = number * self.layout.capacity / per_file;
            let file = |place: u16| u32::from(place) / per_file;
            for members in members.chunk_by(|(a, _), (b, _)| file(*a) == file(*b)) {
                let within = |place: u16| (u32::from(place) % per_file) as u16;
                let placed = members.iter().map(|(place, member)| (within(*place), member.clone()));
                files.push((results::path(kind, first + file(members[0].0)), placed.collect()));
            }
        }
        files
    }
}

/// The parts of each group by the cell of their words, in the order of groups.
pub fn cells(groups: &[Arc<Group>]) -> BTreeMap<Cell, Vec<Slice>> {
    let mut cells: BTreeMap<Cell, Vec<Slice>> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for (cell, range) in group.cells() {
            let slice = Slice { number: number as u32, group: group.clone(), range };
            cells.entry(cell).or_default().push(slice);
        }
    }
    cells
}

const INFALLIBLE: &str = "writing to a string does not fail";

/// A hash of a text that is the same on every machine: FNV-1a, 32 bits.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
