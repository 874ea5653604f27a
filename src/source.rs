//! The text of a book as it was read: files, places in them, and the whole of
//! what a build is made from.

use std::collections::BTreeSet;
use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::ops::Range;
use std::sync::Arc;

use imbl::OrdMap;
use rustc_hash::FxHasher;

use crate::diagnostic::{Code, Diagnostic};
pub use crate::model::SourcePath;
use crate::model::{AssetPath, NoteId};

/// One text file. A note, a bibliography, a template.
#[derive(Debug, Clone, Eq)]
pub struct SourceFile {
    /// Where the file is.
    pub path: SourcePath,
    /// All of its text. A byte order mark at the start has been taken off.
    pub text: Arc<str>,
}

impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && is_same_text(&self.text, &other.text)
    }
}

/// Whether two texts are equal, without a look at them if they are one value. The
/// standard library looks at every byte of a shared text all the same, and a large
/// book is compared several times for each edit.
pub(crate) fn is_same_text(a: &Arc<str>, b: &Arc<str>) -> bool {
    Arc::ptr_eq(a, b) || a == b
}

impl SourceFile {
    /// A file from its path and its text.
    pub fn new(path: &str, text: &str) -> Self {
        SourceFile { path: SourcePath::new(path), text: text.into() }
    }

    /// A number by which the text is known to be the same in one run of the program.
    pub fn fingerprint(&self) -> u64 {
        BuildHasherDefault::<FxHasher>::default().hash_one(&*self.text)
    }

    /// The span of a range of bytes in this file.
    ///
    /// A range that leaves the text, or cuts a character in two, is pulled to
    /// the nearest place that does neither: a diagnostic that points a little
    /// beside its subject is better than none.
    pub fn span(&self, range: Range<usize>) -> Span {
        let floor = |at: usize| {
            let at = at.min(self.text.len());
            (0..=at).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0)
        };
        let start = floor(range.start);
        Span { file: self.path.clone(), start: start as u32, end: floor(range.end).max(start) as u32 }
    }
}

/// A range of UTF-8 bytes in one source file.
///
/// Offsets are 0-based and half-open, and fall on `char` boundaries. Lines and
/// columns are worked out only when a diagnostic is printed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: SourcePath,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The very start of a file: for problems with a file as a whole.
    pub fn start_of(file: &SourcePath) -> Self {
        Span { file: file.clone(), start: 0, end: 0 }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{}", self.file, self.start, self.end)
    }
}

/// A file of the book that is copied as it is: a picture, a table, a paper.
///
/// Its bytes stay on disk until they are copied. Length and time of change
/// stand for them, so that a changed file is a changed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetFile {
    /// Where the file is.
    pub source: SourcePath,
    /// Its length in bytes.
    pub length: u64,
    /// When it was changed last, in nanoseconds since 1970. Only ever compared.
    pub modified: u128,
}

/// The files of notes.
pub type NoteFiles = OrdMap<NoteId, SourceFile>;

/// The files of a book that are copied as they are.
pub type AssetFiles = OrdMap<AssetPath, AssetFile>;

/// The text files of a theme by name.
pub type ThemeFiles = OrdMap<Arc<str>, SourceFile>;

/// Everything a build is made from, as values: the book's folder at one moment. Tables
/// of two moments share what is the same in both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs {
    /// `book.toml`, if there is one.
    pub config: Option<SourceFile>,
    /// All notes by their id.
    pub notes: NoteFiles,
    /// The bibliographies in the order in which they are named.
    pub bibliographies: Vec<SourceFile>,
    /// The file of the citation style, and that of the style whose rules it takes;
    /// none if the style comes with the program.
    pub styles: Vec<SourceFile>,
    /// The theme's text files by name (`note.html`, `words/en.toml`,
    /// `book.css`): the built-in ones with the book's own laid over them.
    pub theme: ThemeFiles,
    /// Files that are copied as they are.
    pub assets: AssetFiles,
    /// Where the site will be published, if that was said when the program was
    /// called; goes before what `book.toml` says.
    pub base_url: Option<String>,
    /// Problems to look for that are no fault in most books; see
    /// [`Code::is_asked_for`].
    pub asked: BTreeSet<Code>,
    /// What was wrong with the files themselves, such as text that is not UTF-8.
    pub problems: Vec<Diagnostic>,
}

impl Inputs {
    /// The text of a file, if it is one of the book's text files.
    pub fn text(&self, path: &SourcePath) -> Option<&str> {
        self.files().find(|file| file.path == *path).map(|file| &*file.text)
    }

    /// All text files of the book.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.config
            .iter()
            .chain(&self.bibliographies)
            .chain(&self.styles)
            .chain(self.theme.values())
            .chain(self.notes.values())
    }
}
