//! The text of a note as a tree: blocks that hold inlines.
//!
//! The tree follows Pandoc's, which writers of converters know, plus what
//! briefing books add: callouts, embeds, citations, timelines. It holds no
//! positions in the source; see [`Note`](super::Note).

use std::sync::Arc;

use super::{Anchor, Chart, CitationId, EventId, Sentence};
use crate::source::Span;

/// The position of a link among the links of its note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

/// The position of a heading among the headings of its note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeadingId(pub u32);

/// The position of a footnote among the footnotes of its note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FootnoteId(pub u32);

/// The number of a run of text in its note, in the order of the file. Terms
/// that are found in the text are told to the renderer by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u32);

/// A run of code in one colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeRun {
    /// A short class name for the style sheet; empty for plain text.
    ///
    /// Programs: `c` comment, `k` keyword, `o` operator, `s` string, `e` escape,
    /// `n` number or constant, `f` function, `ty` type, `v` parameter, `t` tag,
    /// `a` attribute, `x` invalid. Text: `h` heading, `b` bold, `i` italic, `ins`
    /// and `del` in diffs.
    pub class: &'static str,
    /// How long it is, in bytes.
    pub len: u32,
}

/// A part of a note that stands on lines of its own. Paragraphs are most, so what is
/// larger is boxed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// Text that is not a paragraph: an item of a tight list.
    Plain(Vec<Inline>),
    /// A heading; level, anchor and text stand in the note's table.
    Heading(HeadingId),
    /// A quotation.
    Quote(Vec<Block>),
    /// A callout: `> [!NOTE] Title`.
    Callout(Box<Callout>),
    /// An ordered or bullet list.
    List(Box<List>),
    /// Terms with their definitions.
    DefinitionList(Vec<Definition>),
    /// Code, or any other fenced block.
    Code(Box<CodeBlock>),
    /// A table.
    Table(Box<Table>),
    /// A picture that stands alone.
    Figure(Box<Figure>),
    /// Another note, or a part of one, shown in place: `![[note#heading]]`.
    Embed(LinkId),
    /// A block of events.
    Timeline(Vec<EventId>),
    /// A small table of numbers that is drawn.
    Chart(Box<Chart>),
    /// Raw HTML as written.
    Html(String),
    /// A line across the page.
    Rule,
    /// A block that links can name: ` ^id`.
    Anchored(Anchor, Box<Block>),
}

/// Code, or any other fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeBlock {
    /// The first word after the fence, in lower case; empty if there is none.
    pub language: String,
    /// The text, with its final newline.
    pub text: String,
    /// The text in runs of one colour, one after the other; empty if it is shown
    /// as it is.
    pub runs: Box<[CodeRun]>,
}

/// A picture that stands alone, with its caption: the image's title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The picture.
    pub image: Image,
    /// The words under it.
    pub caption: Option<Vec<Inline>>,
}

/// A heading of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its id: `{#id}`, else made as GitHub makes them; unique in its note.
    pub anchor: Anchor,
    /// Its text.
    pub content: Vec<Inline>,
    /// Its text without markup, footnote marks and citations beside it.
    pub plain: String,
    /// The whole heading.
    pub span: Span,
}

/// A box of its own colour beside the main text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callout {
    /// One of Obsidian's thirteen kinds or GFM's five, aliases resolved, in
    /// lower case; `note` for a kind that is not known.
    pub kind: &'static str,
    /// The title, if the author gave one.
    pub title: Option<Vec<Inline>>,
    /// Whether readers can fold it.
    pub fold: Option<Fold>,
    /// The text.
    pub body: Vec<Block>,
}

/// How a callout that can be folded is shown at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// `[!NOTE]+`
    Open,
    /// `[!NOTE]-`
    Closed,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The first number of an ordered list; `None` for bullets.
    pub start: Option<u64>,
    /// The items.
    pub items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// Whether the item is a task, and whether it is done.
    pub task: Option<bool>,
    /// An id that links can name.
    pub anchor: Option<Anchor>,
    /// What the item says.
    pub body: Vec<Block>,
}

/// An entry of a definition list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The term, then other names for the same thing, one a line in the source.
    pub terms: Vec<Vec<Inline>>,
    /// `terms` without markup.
    pub plain: Vec<String>,
    /// The entry's id, made from the first term.
    pub anchor: Anchor,
    /// What the term means; one or several.
    pub definitions: Vec<Vec<Block>>,
    /// The lines of the terms.
    pub span: Span,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// One for each column.
    pub alignments: Vec<Alignment>,
    /// The header row.
    pub head: Vec<Cell>,
    /// The other rows.
    pub rows: Vec<Vec<Cell>>,
    /// The words over the table: a paragraph `Table: ...` right after it.
    pub caption: Option<Vec<Inline>>,
}

/// A cell of a table.
pub type Cell = Vec<Inline>;

/// How the text of a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// As the language is read.
    Default,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// A part of a line. A note has about a hundred, so each is kept small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Text: see [`Text`].
    Text(TextId, Box<str>),
    /// Code.
    Code(Box<str>),
    /// `*text*`
    Emphasis(Box<[Inline]>),
    /// `**text**`
    Strong(Box<[Inline]>),
    /// `~~text~~`
    Strikethrough(Box<[Inline]>),
    /// `==text==`
    Highlight(Box<[Inline]>),
    /// A link of any kind. For a wiki link without text of its own, `content`
    /// is empty, and readers see the title of what it leads to.
    Link(LinkId, Box<[Inline]>),
    /// A picture in a line. Boxed, as it is large and rare, and runs of text are many.
    Image(Box<Image>),
    /// A note shown in place, in the middle of a line.
    Embed(LinkId),
    /// A citation.
    Citation(CitationId),
    /// The mark of a footnote.
    Footnote(FootnoteId),
    /// Raw HTML as written: one tag or comment.
    Html(Box<str>),
    /// A line end in the source.
    SoftBreak,
    /// A line end that shows.
    HardBreak,
}

/// A run of text, as readers see it: entities and escapes resolved, quotes made
/// typographic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'n> {
    /// The run's number in its note.
    pub id: TextId,
    /// The text.
    pub text: &'n str,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Where it comes from.
    pub link: LinkId,
    /// Its text alternative, plain text; empty if the author gave none.
    pub alt: String,
    /// Its title as written.
    pub title: String,
    /// The size to show it at: `![[map.png|300x200]]`.
    pub size: Option<ImageSize>,
}

/// The size at which a picture is shown, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageSize {
    /// The width.
    pub width: u32,
    /// The height, if the author gave one.
    pub height: Option<u32>,
}

/// A link, image or embed as written; what it leads to is for
/// [`resolve`](crate::resolve) to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// How it is written.
    pub kind: LinkKind,
    /// Where it leads, as written: `folder/note#heading`, `../a.md#b`,
    /// `https://example.org/`. For a wiki link without its text, the backslash
    /// of `\|` taken off.
    pub target: Box<str>,
    /// The title of an ordinary link; empty if there is none.
    pub title: Box<str>,
    /// Its text as readers see it, if the author gave one.
    pub text: Box<str>,
    /// The sentence it stands in.
    pub sentence: Arc<Sentence>,
    /// The whole link as written.
    pub span: Span,
}

impl Link {
    /// The page that a link to a paper asks for: `paper.pdf#page=3`.
    pub fn page(&self) -> Option<&str> {
        page_of_file(&self.target)
    }
}

/// The page that the target of a link to a paper asks for.
pub fn page_of_file(target: &str) -> Option<&str> {
    let (_, place) = target.split_once('#')?;
    let page = place.split('&').find_map(|part| part.strip_prefix("page="))?;
    (!page.is_empty() && page.bytes().all(|byte| byte.is_ascii_digit())).then_some(page)
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `[[target]]`
    Wiki,
    /// `[text](target)`, a reference link or an autolink.
    Markdown,
    /// `![[target]]`: an image if the target is one, else an embedded note.
    Embed,
    /// `![alt](target)`
    Image,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// Its label as written; made up for inline notes.
    pub label: String,
    /// What it says; empty if the note never says.
    pub body: Vec<Block>,
    /// How many marks refer to it.
    pub references: u32,
}

/// The links in a run of inlines, in reading order.
pub fn links_in(inlines: &[Inline]) -> impl Iterator<Item = LinkId> {
    let mut links = Vec::new();
    fn walk(inlines: &[Inline], links: &mut Vec<LinkId>) {
        for inline in inlines {
            match inline {
                Inline::Link(link, content) => {
                    links.push(*link);
                    walk(content, links);
                }
                Inline::Image(image) => links.push(image.link),
                Inline::Embed(link) => links.push(*link),
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strikethrough(inner)
                | Inline::Highlight(inner) => {
                    walk(inner, links);
                }
                Inline::Text(..)
                | Inline::Code(_)
                | Inline::Citation(_)
                | Inline::Footnote(_)
                | Inline::Html(_) => {}
                Inline::SoftBreak | Inline::HardBreak => {}
            }
        }
    }
    walk(inlines, &mut links);
    links.into_iter()
}
