//! From the parser's events to the tree of blocks and inlines.
//!
//! The only file that names pulldown-cmark. What the parser knows nothing of -
//! callouts, block ids, citations, highlights - is found where a line or a
//! block ends, by the files beside this one.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::frame::{Container, Frame, Line};
use super::pieces::Piece;
use super::tables::{Origin, Tables};
use super::{Dialect, link};
use crate::model::{Alignment, Anchor, Block, FootnoteId, Inline, ids_in};
use crate::parse::citation;

/// How deep blocks and inlines may stand inside each other. What stands deeper
/// becomes part of what is around it, so that no note can exhaust the stack of
/// those who walk its tree.
const DEPTH: usize = 100;

/// Reads one text.
pub(super) struct Builder<'o, 't> {
    /// The text.
    pub(super) origin: Origin<'o>,
    /// What has been read so far.
    pub(super) tables: &'t mut Tables<'o>,
    /// The definitions of reference links, by folded label: address and title.
    definitions: BTreeMap<String, (String, String)>,
    pub(super) dialect: Dialect,
    /// Whether a straight double quote is open in the line.
    quoted: bool,
    /// What has been opened and not been closed, outermost first.
    stack: Vec<Frame>,
    /// Emphasis that was opened too deep to have a place of its own, by how much
    /// was open around it.
    flattened: Vec<usize>,
    /// A part of the text that has been read already.
    read: Range<usize>,
    /// A block id at the start of a line that continues a quote or list without
    /// its mark: it belongs to the outermost block.
    outer_id: Option<Anchor>,
}

impl<'o, 't> Builder<'o, 't> {
    /// A reader of a text that keeps what it finds in `tables`.
    pub(super) fn new(origin: Origin<'o>, dialect: Dialect, tables: &'t mut Tables<'o>) -> Self {
        Builder {
            origin,
            tables,
            definitions: BTreeMap::new(),
            dialect,
            quoted: false,
            stack: Vec::new(),
            flattened: Vec::new(),
            read: 0..0,
            outer_id: None,
        }
    }

    /// Reads all of the text.
    pub(super) fn blocks(mut self) -> Vec<Block> {
        self.stack.push(Frame::Blocks { kind: Container::Note, blocks: Vec::new() });
        let mut unknown = |link: pulldown_cmark::BrokenLink<'_>| citation_only(&link.reference);
        let parser = Parser::new_with_broken_link_callback(
            self.origin.text,
            options(self.dialect),
            Some(&mut unknown),
        );
        self.definitions = parser
            .reference_definitions()
            .iter()
            .map(|(label, definition)| {
                let title = definition.title.as_deref().unwrap_or_default().to_owned();
                (folded(label), (definition.dest.to_string(), title))
            })
            .collect();
        for (event, range) in parser.into_offset_iter() {
            self.event(event, range);
        }
        self.close_plain();
        match self.stack.pop() {
            Some(Frame::Blocks { blocks, .. }) => blocks,
            _ => Vec::new(),
        }
    }

    /// Reads a part of the text, which must be on one line, as the inside of a
    /// paragraph.
    pub(super) fn inlines(&mut self, range: Range<usize>) -> Vec<Inline> {
        // Two letters before the text keep it from being a heading or a list.
        let text = format!("x {}", &self.origin.text[range.clone()]);
        let definitions = std::mem::take(&mut self.definitions);
        let mut unknown = |link: pulldown_cmark::BrokenLink<'_>| {
            let defined = definitions.get(&folded(&link.reference));
            let defined = defined.map(|(address, title)| (address.clone().into(), title.clone().into()));
            defined.or_else(|| citation_only(&link.reference))
        };
        let mut inner = Builder::new(self.origin, self.dialect, &mut *self.tables);
        inner.stack.push(Frame::Line { kind: Line::Plain, range: range.clone(), pieces: Vec::new() });
        let parser = Parser::new_with_broken_link_callback(&text, options(self.dialect), Some(&mut unknown));
        for (event, place) in parser.into_offset_iter() {
            if matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)) {
                continue;
            }
            let (before, start) = (place.start < 2, (place.start + range.start).saturating_sub(2));
            let place = start.max(range.start)..(place.end + range.start).saturating_sub(2).max(range.start);
            match event {
                Event::Text(text) if before => inner.event(Event::Text(text[2..].to_owned().into()), place),
                event => inner.event(event, place),
            }
        }
        let pieces = match inner.stack.into_iter().next() {
            Some(Frame::Line { pieces, .. }) => pieces,
            _ => Vec::new(),
        };
        self.definitions = definitions;
        self.finish(pieces)
    }

    /// Whether citations are read here: not in the text of links, nor in what
    /// stands beside a cited work.
    pub(super) fn reads_citations(&self) -> bool {
        !self.stack.iter().any(|frame| {
            matches!(frame, Frame::Line { kind: Line::Link(_) | Line::Image(_) | Line::Citation(_), .. })
        })
    }

    /// The footnote whose definition is being read.
    pub(super) fn footnote_in_progress(&self) -> Option<FootnoteId> {
        self.stack.iter().rev().find_map(|frame| match frame {
            Frame::Blocks { kind: Container::Footnote(id), .. } => Some(*id),
            _ => None,
        })
    }

    /// Whether what is closed now stands too deep to have a place of its own.
    pub(super) fn too_deep(&self) -> bool {
        self.stack.len() >= DEPTH
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => {
                self.piece(Piece::node(range, Inline::Code(code.into_string().into())));
            }
            Event::Html(html) => {
                self.keep_ids(&html, &range);
                match self.stack.last_mut() {
                    Some(Frame::Html(all)) => all.push_str(&html),
                    _ => self.block(Block::Html(html.into_string())),
                }
            }
            Event::InlineHtml(html) => {
                self.keep_ids(&html, &range);
                self.piece(Piece::node(range, Inline::Html(html.into_string().into())));
            }
            Event::FootnoteReference(label) => {
                let id = self.tables.footnote(&label);
                let mark = self.footnote_mark(id, range);
                self.piece(mark);
            }
            Event::SoftBreak => self.piece(Piece::node(range, Inline::SoftBreak)),
            Event::HardBreak => self.piece(Piece::node(range, Inline::HardBreak)),
            Event::Rule => self.block(Block::Rule),
            Event::TaskListMarker(done) => {
                let item = self.stack.iter_mut().rev().find_map(|frame| match frame {
                    Frame::Blocks { kind: Container::Item { task, .. }, .. } => Some(task),
                    _ => None,
                });
                if let Some(task) = item {
                    *task = Some(done);
                }
            }
        }
    }

    /// Lets links name what raw HTML gives an id.
    fn keep_ids(&mut self, html: &str, range: &Range<usize>) {
        // Old pages give one tag the same id and name.
        let mut ids = ids_in(html);
        ids.dedup();
        for id in ids {
            self.new_block_id(id, Some(range.clone()));
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if is_emphasis(&tag.to_end()) && self.too_deep() {
            return self.flattened.push(self.stack.len());
        }
        let line = |kind| Frame::Line { kind, range: range.clone(), pieces: Vec::new() };
        let container = |kind| Frame::Blocks { kind, blocks: Vec::new() };
        let frame = match tag {
            // Inlines.
            Tag::Emphasis => line(Line::Emphasis),
            Tag::Strong => line(Line::Strong),
            Tag::Strikethrough => line(Line::Strikethrough),
            Tag::Superscript | Tag::Subscript => line(Line::Emphasis),
            Tag::Link { link_type, dest_url, title, .. } => line(match brackets(link_type, &dest_url) {
                Some(brackets) => Line::Citation(brackets),
                None => Line::Link(self.written(link_type, &dest_url, &title, &range)),
            }),
            Tag::Image { link_type, dest_url, title, .. } => {
                line(Line::Image(self.written(link_type, &dest_url, &title, &range)))
            }
            // Lines.
            Tag::Paragraph => line(Line::Paragraph),
            Tag::Heading { level, id, .. } => line(Line::Heading(level as u8, id.map(CowStr::into_string))),
            Tag::TableCell => line(Line::Cell),
            Tag::DefinitionListTitle => line(Line::Terms),
            // Blocks.
            Tag::BlockQuote(_) => container(Container::Quote(None)),
            Tag::Item => container(Container::Item { task: None, anchor: None }),
            Tag::FootnoteDefinition(label) => container(Container::Footnote(self.tables.footnote(&label))),
            Tag::DefinitionListDefinition => container(Container::Definition),
            Tag::List(start) => Frame::List { start, items: Vec::new() },
            Tag::DefinitionList => Frame::Definitions(Vec::new()),
            Tag::Table(alignments) => {
                let alignments = alignments.into_iter().map(alignment).collect();
                Frame::Table { alignments, rows: Vec::new(), row: Vec::new() }
            }
            Tag::TableHead | Tag::TableRow => return,
            Tag::CodeBlock(kind) => Frame::Code { language: language(&kind), text: Vec::new() },
            Tag::HtmlBlock | Tag::MetadataBlock(_) => Frame::Html(String::new()),
        };
        match &frame {
            Frame::Line { kind, .. } if kind.is_inline() => self.open_plain(&range),
            _ => {
                self.quoted = false;
                self.close_plain();
            }
        }
        self.stack.push(frame);
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if is_emphasis(&tag) && self.flattened.pop_if(|around| *around == self.stack.len()).is_some() {
            return;
        }
        if !is_emphasis(&tag) && !matches!(tag, TagEnd::Link | TagEnd::Image) {
            self.close_plain();
        }
        if matches!(tag, TagEnd::TableHead | TagEnd::TableRow) {
            if let Some(Frame::Table { rows, row, .. }) = self.stack.last_mut() {
                rows.push(std::mem::take(row));
            }
            return;
        }
        if let Some(frame) = self.stack.pop() {
            self.close(frame, range);
        }
    }

    fn text(&mut self, text: CowStr<'_>, range: Range<usize>) {
        match self.stack.last_mut() {
            Some(Frame::Code { text: all, .. }) => all.push((text.into_string(), range)),
            Some(Frame::Html(all)) => all.push_str(&text),
            _ => {
                let quotes = self.dialect.quotes;
                let sign = quotes.sign(self.origin.text, &range, &text, &mut self.quoted);
                self.piece(Piece::text(range, sign.map_or_else(|| text.into_string(), str::to_owned)));
            }
        }
    }

    /// Adds a piece to the line that is being read.
    pub(super) fn piece(&mut self, piece: Piece) {
        if self.read.contains(&piece.range.start) {
            let mut rest = super::pieces::Rest::new(vec![piece]);
            rest.until(self.read.end);
            return rest.all().into_iter().for_each(|piece| self.piece(piece));
        }
        self.open_plain(&piece.range);
        if let Some(Frame::Line { pieces, .. }) = self.stack.last_mut() {
            pieces.push(piece);
        }
    }

    /// What stands in a range that the parser is still to come to counts as read.
    pub(super) fn skip(&mut self, range: Range<usize>) {
        self.read = range;
    }

    /// Adds a block to what holds blocks.
    pub(super) fn block(&mut self, block: Block) {
        self.close_plain();
        let outermost = self.stack.len() == 1;
        let block = match self.outer_id.take_if(|_| outermost) {
            Some(anchor) => Block::Anchored(anchor, Box::new(block)),
            None => block,
        };
        let blocks = self.stack.iter_mut().rev().find_map(|frame| match frame {
            Frame::Blocks { blocks, .. } => Some(blocks),
            _ => None,
        });
        if let Some(blocks) = blocks {
            blocks.push(block);
        }
    }

    /// Keeps a block id for the outermost block that is open.
    pub(super) fn name_outermost(&mut self, anchor: Anchor) {
        self.outer_id = Some(anchor);
    }

    /// What is open around what is being closed.
    pub(super) fn parent(&mut self) -> Option<&mut Frame> {
        self.stack.last_mut()
    }

    /// Whether the outermost block that is open is a quote or a list.
    pub(super) fn in_quote_or_list(&self) -> bool {
        let outermost = self.stack.get(1);
        matches!(outermost, Some(Frame::List { .. } | Frame::Blocks { kind: Container::Quote(_), .. }))
    }

    /// Opens a line for text that stands right in a list item or the like.
    fn open_plain(&mut self, range: &Range<usize>) {
        if let Some(Frame::Blocks { .. }) = self.stack.last() {
            self.stack.push(Frame::Line { kind: Line::Plain, range: range.clone(), pieces: Vec::new() });
        }
    }

    /// Closes such a line.
    fn close_plain(&mut self) {
        let plain = matches!(self.stack.last(), Some(Frame::Line { kind: Line::Plain, .. }));
        if let Some(Frame::Line { kind, range, pieces }) = self.stack.pop_if(|_| plain) {
            let end = pieces.last().map_or(range.end, |piece| piece.range.end);
            let range = range.start..end;
            self.close(Frame::Line { kind, range: range.clone(), pieces }, range);
        }
    }

    fn written(&mut self, kind: LinkType, target: &str, title: &str, range: &Range<usize>) -> link::Written {
        let form = match kind {
            LinkType::WikiLink { has_pothole: true } => link::Form::WikiWithText,
            LinkType::WikiLink { has_pothole: false } => link::Form::Wiki,
            LinkType::Autolink | LinkType::Email => link::Form::Auto,
            LinkType::Inline => link::Form::Inline,
            _ => link::Form::Reference,
        };
        let target = match kind {
            LinkType::Email => format!("mailto:{target}"),
            _ => target.to_owned(),
        };
        let written = link::Written { form, target, title: title.to_owned() };
        match written.as_ordinary(self.origin.text, range) {
            Some(ordinary) => ordinary,
            None => written,
        }
    }
}

fn is_emphasis(tag: &TagEnd) -> bool {
    use TagEnd::*;
    matches!(tag, Emphasis | Strong | Strikethrough | Superscript | Subscript)
}

/// The parser's extensions. Left out: front matter, which it would also find in
/// mid-note; math, which reads prices as formulas; GFM's callouts, because we
/// read all of them ourselves.
fn options(dialect: Dialect) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    options.set(Options::ENABLE_SMART_PUNCTUATION, dialect.smart_punctuation);
    options
}

/// Makes the parser report citations in brackets as links.
///
/// Address and title must be empty: the parser counts their length against a
/// limit, and would silently stop to report citations in a long note.
fn citation_only(reference: &str) -> Option<(CowStr<'static>, CowStr<'static>)> {
    citation::is_group(reference).then(|| ("".into(), "".into()))
}

/// How a citation in brackets is written, if the link is one.
fn brackets(kind: LinkType, target: &str) -> Option<link::Brackets> {
    let unknown = match kind {
        LinkType::ShortcutUnknown => link::Brackets::Alone,
        LinkType::CollapsedUnknown => link::Brackets::ThenEmpty,
        LinkType::ReferenceUnknown => link::Brackets::AfterText,
        _ => return None,
    };
    // A definition that the callback found has an address.
    target.is_empty().then_some(unknown)
}

/// The label of a definition as labels are compared.
fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::Default,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}

fn language(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Indented => String::new(),
        CodeBlockKind::Fenced(words) => {
            words.split([' ', '\t', ',']).next().unwrap_or_default().to_lowercase()
        }
    }
}
