//! What becomes of a line or a block when it ends.

use std::ops::Range;

use super::builder::Builder;
use super::callout::{self, Head};
use super::chart;
use super::frame::{Container, Frame, Line};
use super::link;
use super::pieces::{Piece, PieceKind, Rest, trim, trim_end};
use super::tables::{exact, exact_text};
use super::timeline;
use crate::diagnostic::Code;
use crate::model::{
    Anchor, Block, Callout, CodeBlock, Definition, Figure, Heading, HeadingId, Image, Inline, List, ListItem,
    Table, plain,
};
use crate::parse::highlight;

impl Builder<'_, '_> {
    /// Closes what was opened; `range` is all of it.
    pub(super) fn close(&mut self, frame: Frame, range: Range<usize>) {
        // The parser counts line ends to the block before them.
        let length = self.origin.text.get(range.clone()).map_or(range.len(), |all| all.trim_end().len());
        let range = range.start..range.start + length;
        match frame {
            Frame::Line { kind, pieces, range: opened } => {
                let range = opened.start..range.end.max(opened.start);
                self.close_line(kind, range, pieces);
            }
            Frame::Blocks { kind, blocks, .. } => self.close_container(kind, range, blocks),
            Frame::List { start, items } => match self.too_deep() {
                true => items.into_iter().flat_map(|item| item.body).for_each(|block| self.block(block)),
                false => self.block(Block::List(Box::new(List { start, items: exact(items) }))),
            },
            Frame::Definitions(entries) => self.block(Block::DefinitionList(entries)),
            Frame::Table { alignments, rows, .. } => self.close_table(alignments, rows),
            Frame::Code { language, text } => self.close_code(language, text),
            Frame::Html(html) => self.block(Block::Html(html)),
        }
    }

    fn close_line(&mut self, kind: Line, range: Range<usize>, mut pieces: Vec<Piece>) {
        match kind {
            Line::Emphasis => self.close_inline(range, pieces, Inline::Emphasis),
            Line::Strong => self.close_inline(range, pieces, Inline::Strong),
            Line::Strikethrough => self.close_inline(range, pieces, Inline::Strikethrough),
            Line::Link(written) => self.close_link(written, range, pieces),
            Line::Image(written) => self.close_image(written, range, pieces),
            Line::Citation(brackets) => self.close_citation(brackets, range, pieces),
            Line::Paragraph => self.close_paragraph(pieces, Block::Paragraph),
            Line::Plain => self.close_paragraph(pieces, Block::Plain),
            Line::Heading(level, id) => {
                trim_end(&mut pieces);
                let anchor = self.block_id_at_end(&mut pieces).map(|id| id.anchor);
                let content = self.finish(pieces);
                let plain = plain(&content, &self.tables.links, &self.tables.citations);
                let span = self.tables.file.span(self.origin.places.range(range));
                let id = Anchor::new(id.unwrap_or_default());
                self.tables.headings.push(Heading { level, anchor: id, content, plain, span });
                let heading = Block::Heading(HeadingId(self.tables.headings.len() as u32 - 1));
                self.block(anchored(anchor, heading));
            }
            Line::Cell => {
                let cell = self.finish(pieces);
                if let Some(Frame::Table { row, .. }) = self.parent() {
                    row.push(cell);
                }
            }
            Line::Terms => {
                let span = self.tables.file.span(self.origin.places.range(range));
                let terms: Vec<Vec<Inline>> =
                    lines(pieces).into_iter().map(|line| self.finish(line)).collect();
                let plain = terms
                    .iter()
                    .map(|term| plain(term, &self.tables.links, &self.tables.citations))
                    .collect();
                let anchor = Anchor::new("");
                if let Some(Frame::Definitions(entries)) = self.parent() {
                    entries.push(Definition { terms, plain, anchor, definitions: Vec::new(), span });
                }
            }
        }
    }

    fn close_inline(&mut self, range: Range<usize>, pieces: Vec<Piece>, make: fn(Box<[Inline]>) -> Inline) {
        let content = self.finish(pieces);
        self.piece(Piece::node(range, make(content.into())));
    }

    fn close_paragraph(&mut self, pieces: Vec<Piece>, make: fn(Vec<Inline>) -> Block) {
        let pieces = self.take_task(pieces);
        let mut pieces = self.take_callout_head(pieces);
        if pieces.is_empty() {
            return;
        }
        if let Some(id) = self.block_id_alone(&pieces) {
            return self.name_block_before(id);
        }
        trim_end(&mut pieces);
        let id = self.block_id_at_end(&mut pieces);
        let Some(pieces) = self.take_caption(pieces, &id) else { return };
        let mut blocks = self.cut_at_embeds(pieces, make).into_iter();
        let Some(block) = blocks.next() else { return };
        match (id, self.parent()) {
            (Some(id), _) if id.outer => {
                self.name_outermost(id.anchor);
                self.block(block);
            }
            (Some(id), Some(Frame::Blocks { kind: Container::Item { anchor: slot @ None, .. }, .. })) => {
                *slot = Some(id.anchor);
                self.block(block);
            }
            (id, _) => self.block(anchored(id.map(|id| id.anchor), block)),
        }
        blocks.for_each(|block| self.block(block));
    }

    /// The blocks that a paragraph is: one, unless notes are shown in the middle of
    /// it. They stand on lines of their own, so what is around them does too.
    fn cut_at_embeds(&mut self, pieces: Vec<Piece>, make: fn(Vec<Inline>) -> Block) -> Vec<Block> {
        let is_shown = |piece: &Piece| match &piece.kind {
            PieceKind::Node(Inline::Embed(id)) => {
                link::is_shown_apart(&self.tables.links[id.0 as usize].target)
            }
            _ => false,
        };
        if !pieces.iter().any(is_shown) {
            return if pieces.is_empty() { Vec::new() } else { vec![self.paragraph(pieces, make)] };
        }
        let mut parts: Vec<Vec<Piece>> = vec![Vec::new()];
        for piece in pieces {
            let cut = is_shown(&piece);
            match parts.last_mut() {
                Some(part) if !cut => part.push(piece),
                _ => parts.extend([vec![piece], Vec::new()]),
            }
        }
        let mut blocks = Vec::new();
        for mut part in parts {
            trim(&mut part);
            if !part.is_empty() {
                blocks.push(self.paragraph(part, make));
            }
        }
        blocks
    }

    /// A paragraph, or what stands in its place: a picture or embed alone.
    fn paragraph(&mut self, pieces: Vec<Piece>, make: fn(Vec<Inline>) -> Block) -> Block {
        match link::alone(&pieces) {
            Some(Inline::Embed(link)) => Block::Embed(*link),
            Some(Inline::Image(image)) => {
                let image = (**image).clone();
                let caption = self.caption(&image, pieces[0].range.clone());
                Block::Figure(Box::new(Figure { image, caption }))
            }
            _ => make(self.finish(pieces)),
        }
    }

    /// The words under a picture: its title, in which markup counts.
    fn caption(&mut self, image: &Image, range: Range<usize>) -> Option<Vec<Inline>> {
        if image.title.is_empty() {
            return None;
        }
        // A title with escapes or line ends is not there letter by letter.
        let written = self.origin.text.get(range.clone()).and_then(|all| all.rfind(&image.title));
        Some(match written.filter(|_| !image.title.contains('\n')) {
            Some(at) => self.inlines(range.start + at..range.start + at + image.title.len()),
            None => vec![self.tables.text(self.origin.places.at(range.start), image.title.clone())],
        })
    }

    /// Takes the box off a task that is marked in a way of its own, such as `[/]`
    /// or `[-]`. As in Obsidian, any mark but a blank means that it is done with.
    fn take_task(&mut self, pieces: Vec<Piece>) -> Vec<Piece> {
        let [first, ..] = pieces.as_slice() else { return pieces };
        let start = first.range.start;
        let written = self.origin.text.as_bytes().get(start..start + 4).unwrap_or_default();
        let marked = match written {
            [b'[', mark, b']', b' '] => mark.is_ascii_punctuation() && !b"[]^@\\`|".contains(mark),
            _ => false,
        };
        if !marked || first.as_text().is_none() {
            return pieces;
        }
        match self.parent() {
            Some(Frame::Blocks { kind: Container::Item { task: task @ None, .. }, blocks })
                if blocks.is_empty() =>
            {
                *task = Some(true);
            }
            _ => return pieces,
        }
        let mut rest = Rest::new(pieces);
        rest.until(start + 4);
        rest.all()
    }

    /// Takes the first line off the first paragraph of a quote, if it makes the
    /// quote a callout.
    fn take_callout_head(&mut self, pieces: Vec<Piece>) -> Vec<Piece> {
        match self.parent() {
            Some(Frame::Blocks { kind: Container::Quote(None), blocks }) if blocks.is_empty() => {}
            _ => return pieces,
        }
        match callout::head(self.origin.text, pieces) {
            Err(pieces) => pieces,
            Ok((head, mut rest)) => {
                if let Some(Frame::Blocks { kind: Container::Quote(slot), .. }) = self.parent() {
                    *slot = Some(head);
                }
                trim(&mut rest);
                rest
            }
        }
    }

    fn close_container(&mut self, kind: Container, range: Range<usize>, blocks: Vec<Block>) {
        let deep = self.too_deep();
        match kind {
            Container::Quote(Some(head)) if !deep => {
                let callout = self.callout(head, blocks);
                self.block(Block::Callout(Box::new(callout)));
            }
            Container::Quote(None) if !deep => self.block(Block::Quote(exact(blocks))),
            Container::Note | Container::Quote(_) => blocks.into_iter().for_each(|block| self.block(block)),
            Container::Item { task, anchor } => {
                if let Some(Frame::List { items, .. }) = self.parent() {
                    items.push(ListItem { task, anchor, body: exact(blocks) });
                }
            }
            Container::Definition => {
                if let Some(Frame::Definitions(entries)) = self.parent()
                    && let Some(entry) = entries.last_mut()
                {
                    entry.definitions.push(exact(blocks));
                }
            }
            Container::Footnote(id) => {
                let place = self.origin.places.range(range);
                let (footnote, defined) = &mut self.tables.footnotes[id.0 as usize];
                if defined.is_none() {
                    footnote.body = exact(blocks);
                    *defined = Some(place);
                } else {
                    let message = format!("the footnote `[^{}]` is defined twice", footnote.label);
                    self.tables.report(Code::DuplicateFootnote, place, message, Some("the first one counts"));
                }
            }
        }
    }

    fn callout(&mut self, head: Head, body: Vec<Block>) -> Callout {
        let title = match (head.title.is_empty(), head.unknown) {
            (false, _) => Some(self.finish(head.title)),
            (true, Some(name)) => {
                let mut letters = name.chars();
                let title = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
                let start = self.origin.places.at(head.range.start);
                Some(vec![self.tables.text(start, title)])
            }
            (true, None) => None,
        };
        Callout { kind: head.kind, title, fold: head.fold, body: exact(body) }
    }

    fn close_table(&mut self, alignments: Vec<crate::model::Alignment>, rows: Vec<Vec<Vec<Inline>>>) {
        let mut rows = rows.into_iter();
        let head = rows.next().unwrap_or_default();
        let mut rows: Vec<_> = rows.collect();
        // A line right after a table is a row of it for the parser.
        let id = match rows.last().map(Vec::as_slice) {
            Some([first, others @ ..]) if others.iter().all(Vec::is_empty) => match first.as_slice() {
                [Inline::Text(_, text)] => block_id(text).map(str::to_owned),
                _ => None,
            },
            _ => None,
        };
        if id.is_some() {
            rows.pop();
        }
        let anchor = id.and_then(|id| self.new_block_id(&id, None));
        let (caption, outer) = match self.caption_above() {
            Some((caption, outer)) => (Some(caption), outer),
            None => (None, None),
        };
        let table = anchored(anchor, Block::Table(Box::new(Table { alignments, head, rows, caption })));
        self.block(anchored(outer, table));
    }

    /// Takes a paragraph `Table: words` away that stands right before a table, with its
    /// block id. One that follows a table without a caption is the caption of that.
    fn caption_above(&mut self) -> Option<(Vec<Inline>, Option<Anchor>)> {
        let Some(Frame::Blocks { blocks, .. }) = self.parent() else { return None };
        let words = |block: &Block| match block {
            Block::Paragraph(words) => caption_start(words),
            _ => None,
        };
        let start = match blocks.last()? {
            Block::Anchored(_, inner) => words(inner),
            block => words(block),
        }?;
        let (block, anchor) = match blocks.pop()? {
            Block::Anchored(anchor, inner) => (*inner, Some(anchor)),
            block => (block, None),
        };
        let Block::Paragraph(mut words) = block else { return None };
        if let Some(Inline::Text(id, text)) = words.first_mut() {
            *text = text[start..].into();
            self.tables.texts[id.0 as usize] += start;
        }
        Some((words, anchor))
    }

    fn close_code(&mut self, language: String, text: Vec<(String, Range<usize>)>) {
        if language == "chart"
            && let Some(chart) = chart::chart(self, &text)
        {
            return self.block(Block::Chart(Box::new(chart)));
        }
        if language != "timeline" {
            let text: String = text.into_iter().map(|(text, _)| text).collect();
            let runs = highlight(&language, &text).unwrap_or_default().into();
            return self.block(Block::Code(Box::new(CodeBlock { language, text: exact_text(text), runs })));
        }
        let (events, bad) = timeline::lines(self, &text);
        if !events.is_empty() {
            self.block(Block::Timeline(events));
        }
        for line in bad {
            let content = self.inlines(line);
            self.block(Block::Paragraph(content));
        }
    }

    /// Makes a paragraph `Table: words` the caption of the table before it. Gives
    /// it back if it is none.
    fn take_caption(&mut self, pieces: Vec<Piece>, id: &Option<BlockId>) -> Option<Vec<Piece>> {
        let start = pieces.first().map_or(0, |piece| piece.range.start);
        let sign = CAPTION_SIGNS.into_iter().find(|sign| {
            self.origin.text[start..].strip_prefix(sign).is_some_and(|rest| rest.starts_with([' ', '\t']))
        });
        let text = pieces.first().is_some_and(|piece| piece.as_text().is_some());
        let table = |frame: Option<&mut Frame>| match frame {
            Some(Frame::Blocks { blocks, .. }) => blocks.last().is_some_and(is_uncaptioned_table),
            _ => false,
        };
        let (true, Some(sign), true) = (text, sign, table(self.parent())) else { return Some(pieces) };
        let mut rest = Rest::new(pieces);
        rest.until(start + sign.len());
        let mut words = rest.all();
        trim(&mut words);
        let words = self.finish(words);
        if let Some(Frame::Blocks { blocks, .. }) = self.parent()
            && let Some(mut block) = blocks.pop()
        {
            if let Some(table) = table_in(&mut block) {
                table.caption = Some(words);
            }
            blocks.push(anchored(id.as_ref().map(|id| id.anchor.clone()), block));
        }
        None
    }

    /// The id of a paragraph that is nothing but ` ^id`, if there is a block
    /// before it that it can name.
    fn block_id_alone(&mut self, pieces: &[Piece]) -> Option<Anchor> {
        let [piece] = pieces else { return None };
        let id = block_id(piece.as_text()?)?.to_owned();
        if !piece.is_verbatim() || self.origin.text[..piece.range.start].ends_with('\\') {
            return None;
        }
        match self.parent() {
            Some(Frame::Blocks { blocks, .. }) if !blocks.is_empty() => {}
            _ => return None,
        }
        self.new_block_id(&id, Some(piece.range.clone()))
    }

    fn name_block_before(&mut self, anchor: Anchor) {
        if let Some(Frame::Blocks { blocks, .. }) = self.parent()
            && let Some(block) = blocks.pop()
        {
            blocks.push(anchored(Some(anchor), block));
        }
    }

    /// Takes ` ^id` off the end of a line of text.
    fn block_id_at_end(&mut self, pieces: &mut Vec<Piece>) -> Option<BlockId> {
        let last = pieces.last().filter(|piece| piece.is_verbatim())?;
        let text = last.as_text()?;
        let caret = text.rfind('^')?;
        let name = block_id(&text[caret..])?.to_owned();
        let starts_piece = caret == 0;
        let own_line = starts_piece && pieces.len() > 1 && pieces[pieces.len() - 2].is_break();
        if !own_line && !text[..caret].ends_with([' ', '\t']) {
            return None;
        }
        let range = last.range.start + caret..last.range.end;
        // A continuation line without the mark of its quote or list item.
        let margin = self.origin.text[..range.start].ends_with('\n');
        let outer = own_line && margin && self.in_quote_or_list();
        let anchor = self.new_block_id(&name, Some(range.clone()));
        let (before, _) = {
            let mut rest = Rest::new(std::mem::take(pieces));
            (rest.until(range.start), rest)
        };
        *pieces = before;
        trim_end(pieces);
        anchor.map(|anchor| BlockId { anchor, outer })
    }

    /// Keeps a block id, unless the note has it already.
    pub(super) fn new_block_id(&mut self, id: &str, range: Option<Range<usize>>) -> Option<Anchor> {
        let anchor = Anchor::new(id);
        if self.tables.blocks.contains(&anchor) {
            let place = range.map_or(0..0, |range| self.origin.places.range(range));
            let message = format!("the id `{id}` stands twice in this note");
            self.tables.report(Code::DuplicateAnchor, place, message, Some("links lead to the first one"));
            return None;
        }
        self.tables.blocks.push(anchor.clone());
        Some(anchor)
    }
}

/// A block id at the end of a line.
struct BlockId {
    anchor: Anchor,
    /// Whether it names the outermost block that is open.
    outer: bool,
}

/// The id in `^id`: Latin letters, digits and dashes.
fn block_id(text: &str) -> Option<&str> {
    let id = text.strip_prefix('^')?;
    let valid = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    valid.then_some(id)
}

/// A block under its id, if it has one.
fn anchored(anchor: Option<Anchor>, block: Block) -> Block {
    match anchor {
        Some(anchor) => Block::Anchored(anchor, Box::new(block)),
        None => block,
    }
}

/// What a paragraph begins with that is the caption of a table, as in Pandoc. With a
/// colon alone it is a definition instead where the paragraph before can be a term.
const CAPTION_SIGNS: [&str; 3] = ["Table:", "table:", ":"];

/// Where the words of a caption begin in a paragraph `Table: words`.
fn caption_start(words: &[Inline]) -> Option<usize> {
    let Some(Inline::Text(_, text)) = words.first() else { return None };
    let rest = CAPTION_SIGNS.iter().find_map(|sign| text.strip_prefix(sign))?;
    let caption = rest.trim_start();
    let is_caption = caption.len() < rest.len() && (!caption.is_empty() || words.len() > 1);
    is_caption.then(|| text.len() - caption.len())
}

fn is_uncaptioned_table(block: &Block) -> bool {
    match block {
        Block::Table(table) => table.caption.is_none(),
        Block::Anchored(_, inner) => is_uncaptioned_table(inner),
        _ => false,
    }
}

fn table_in(block: &mut Block) -> Option<&mut Table> {
    match block {
        Block::Table(table) => Some(table),
        Block::Anchored(_, inner) => table_in(inner),
        _ => None,
    }
}

/// Pieces cut at line ends.
fn lines(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut lines = vec![Vec::new()];
    for piece in pieces {
        match (&piece.kind, lines.last_mut()) {
            (PieceKind::Node(Inline::SoftBreak | Inline::HardBreak), _) => lines.push(Vec::new()),
            (_, Some(line)) => line.push(piece),
            _ => {}
        }
    }
    lines.iter_mut().for_each(trim);
    lines.retain(|line| !line.is_empty());
    lines
}
