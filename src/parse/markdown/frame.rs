//! What is open while a text is read.

use std::ops::Range;

use super::callout::Head;
use super::link;
use super::pieces::Piece;
use crate::model::{Alignment, Anchor, Block, Cell, Definition, FootnoteId, ListItem};

/// A block or inline that has been opened.
pub(super) enum Frame {
    /// Something that holds blocks.
    Blocks { kind: Container, blocks: Vec<Block> },
    /// Something that holds inlines.
    Line { kind: Line, range: Range<usize>, pieces: Vec<Piece> },
    /// A list.
    List { start: Option<u64>, items: Vec<ListItem> },
    /// A definition list.
    Definitions(Vec<Definition>),
    /// A table: its rows so far, the header first, and the row being read.
    Table { alignments: Vec<Alignment>, rows: Vec<Vec<Cell>>, row: Vec<Cell> },
    /// Code, in pieces with their places.
    Code { language: String, text: Vec<(String, Range<usize>)> },
    /// Raw HTML.
    Html(String),
}

/// What holds blocks.
pub(super) enum Container {
    /// The note.
    Note,
    /// A quotation, or a callout if it has a head.
    Quote(Option<Head>),
    /// An item of a list.
    Item { task: Option<bool>, anchor: Option<Anchor> },
    /// A footnote.
    Footnote(FootnoteId),
    /// A definition of a term.
    Definition,
}

/// What holds inlines.
pub(super) enum Line {
    /// A paragraph.
    Paragraph,
    /// Text that stands in a list item or the like without being a paragraph.
    Plain,
    /// A heading with its level and the id that `{#id}` gives it.
    Heading(u8, Option<String>),
    /// A cell of a table.
    Cell,
    /// The terms of an entry of a definition list.
    Terms,
    /// `*text*`
    Emphasis,
    /// `**text**`
    Strong,
    /// `~~text~~`
    Strikethrough,
    /// A link.
    Link(link::Written),
    /// An image or embed.
    Image(link::Written),
    /// `[@key]`, `[@key][]`, or `[text][@key]`.
    Citation(link::Brackets),
}

impl Line {
    /// Whether this is a part of a line and not a whole one.
    pub(super) fn is_inline(&self) -> bool {
        use Line::*;
        matches!(self, Emphasis | Strong | Strikethrough | Link(_) | Image(_) | Citation(_))
    }
}
