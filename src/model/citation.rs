//! Citations: the places where a note relies on a source. Syntax and meaning
//! follow Pandoc's manual, locators the Citation Style Language.

use std::sync::Arc;

use super::{Inline, ReferenceKey, Sentence};
use crate::source::Span;

/// The position of a citation among the citations of its note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CitationId(pub u32);

/// One group of cited works: `[see @a, p. 4; @b]` or `@a [p. 4]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// How the citation stands in its sentence.
    pub mode: CitationMode,
    /// The works, in the order in which they were written; at least one.
    pub items: Box<[CitationItem]>,
    /// The sentence the citation stands in.
    pub sentence: Arc<Sentence>,
    /// The whole citation as written.
    pub span: Span,
}

/// How a citation stands in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CitationMode {
    /// Beside the sentence: `[@ahrens]` becomes "(Ahrens 2013)".
    Parenthetical,
    /// Part of the sentence: `@ahrens` becomes "Ahrens (2013)".
    Narrative,
}

/// One work in a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationItem {
    /// The work's key.
    pub key: ReferenceKey,
    /// Text before the work: "see".
    pub prefix: Box<[Inline]>,
    /// Where in the work.
    pub locator: Option<Locator>,
    /// Text after the work and its locator.
    pub suffix: Box<[Inline]>,
    /// Whether the author is left out because the sentence names them: `[-@key]`.
    pub suppress_author: bool,
    /// The key as written, with its `@`.
    pub span: Span,
}

/// A place inside a work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locator {
    /// What is counted.
    pub kind: LocatorKind,
    /// Which ones, as written: `130-132`.
    pub value: String,
}

/// What a locator counts: the locator terms of CSL 1.0.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the CSL specification")]
pub enum LocatorKind {
    Act,
    Appendix,
    ArticleLocator,
    Book,
    Canon,
    Chapter,
    Column,
    Elocation,
    Equation,
    Figure,
    Folio,
    Issue,
    Line,
    Note,
    Opus,
    Page,
    Paragraph,
    Part,
    Rule,
    Scene,
    Section,
    SubVerbo,
    Supplement,
    Table,
    Timestamp,
    TitleLocator,
    Verse,
    Version,
    Volume,
}
