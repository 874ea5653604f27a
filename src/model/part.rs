//! Parts of a note that links can name and embeds can show.

use std::collections::BTreeSet;

use super::{Anchor, Block, Definition, EventId, FootnoteId, Inline, LinkId, List, ListItem, Note};

/// How much of a note is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    Whole,
    /// The heading with this anchor and all that stands under it.
    Section(Anchor),
    /// The block with this id.
    Block(Anchor),
}

/// What a part of a note holds.
pub enum Found<'b> {
    /// Blocks that stand one after the other.
    Blocks(&'b [Block]),
    /// One item of a list.
    Item(&'b List, &'b ListItem),
    /// One entry of a definition list.
    Definition(&'b Definition),
    /// One event.
    Event(EventId),
}

impl Part {
    /// The part of a note that a place in it stands for; all of it without a
    /// place.
    pub fn at(note: &Note, place: Option<&Anchor>) -> Part {
        match place {
            None => Part::Whole,
            Some(anchor) if note.headings.iter().any(|heading| heading.anchor == *anchor) => {
                Part::Section(anchor.clone())
            }
            Some(anchor) => Part::Block(anchor.clone()),
        }
    }

    /// What the part holds in its note; no blocks if the note has no such part.
    pub fn find<'b>(&self, note: &'b Note) -> Found<'b> {
        let nothing = Found::Blocks(&[]);
        match self {
            Part::Whole => Found::Blocks(&note.body),
            Part::Section(anchor) => {
                section(note, &note.body, anchor).unwrap_or(match is_title(note, anchor) {
                    true => Found::Blocks(&note.body),
                    false => nothing,
                })
            }
            Part::Block(anchor) => block(note, &note.body, anchor).unwrap_or(nothing),
        }
    }

    /// The embeds that are shown in place where the part is shown: those that are
    /// blocks of it, and of footnotes that it refers to.
    pub fn embeds(&self, note: &Note) -> BTreeSet<LinkId> {
        let mut shown = Shown { note, embeds: BTreeSet::new(), footnotes: BTreeSet::new() };
        match self.find(note) {
            Found::Blocks(blocks) => shown.blocks(blocks),
            Found::Item(_, item) => shown.blocks(&item.body),
            Found::Definition(entry) => entry.definitions.iter().for_each(|blocks| shown.blocks(blocks)),
            Found::Event(_) => {}
        }
        shown.embeds
    }
}

/// What is shown with a part of a note.
struct Shown<'n> {
    note: &'n Note,
    embeds: BTreeSet<LinkId>,
    footnotes: BTreeSet<FootnoteId>,
}

impl Shown<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Embed(link) => {
                    self.embeds.insert(*link);
                }
                Block::Paragraph(line) | Block::Plain(line) => self.line(line),
                Block::Heading(id) => {
                    let note = self.note;
                    if let Some(heading) = note.headings.get(id.0 as usize) {
                        self.line(&heading.content);
                    }
                }
                Block::Table(table) => {
                    table.caption.iter().for_each(|caption| self.line(caption));
                    table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| self.line(cell));
                }
                Block::Figure(figure) => figure.caption.iter().for_each(|caption| self.line(caption)),
                Block::Callout(callout) => callout.title.iter().for_each(|title| self.line(title)),
                Block::DefinitionList(entries) => {
                    entries.iter().flat_map(|entry| &entry.terms).for_each(|term| self.line(term));
                }
                _ => {}
            }
            inside(block).for_each(|blocks| self.blocks(blocks));
        }
    }

    fn line(&mut self, line: &[Inline]) {
        for inline in line {
            match inline {
                Inline::Footnote(id) if self.footnotes.insert(*id) => {
                    let note = self.note;
                    if let Some(footnote) = note.footnotes.get(id.0 as usize) {
                        self.blocks(&footnote.body);
                    }
                }
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strikethrough(inner)
                | Inline::Highlight(inner)
                | Inline::Link(_, inner) => self.line(inner),
                _ => {}
            }
        }
    }
}

/// Whether an anchor names the heading that became the note's title, and so
/// stands in no block.
fn is_title(note: &Note, anchor: &Anchor) -> bool {
    note.headings.first().is_some_and(|heading| heading.anchor == *anchor)
}

/// The heading with an anchor and what stands under it.
fn section<'b>(note: &'b Note, blocks: &'b [Block], anchor: &Anchor) -> Option<Found<'b>> {
    for (start, block) in blocks.iter().enumerate() {
        let Some((level, own)) = heading(note, block) else {
            if let Some(found) = inside(block).find_map(|blocks| section(note, blocks, anchor)) {
                return Some(found);
            }
            continue;
        };
        if own == anchor {
            let rest = &blocks[start + 1..];
            let length = rest
                .iter()
                .position(|block| heading(note, block).is_some_and(|(other, _)| other <= level))
                .unwrap_or(rest.len());
            return Some(Found::Blocks(&blocks[start..=start + length]));
        }
    }
    None
}

/// The block with an id; also an item, an entry of a definition list, an event.
fn block<'b>(note: &'b Note, blocks: &'b [Block], anchor: &Anchor) -> Option<Found<'b>> {
    for block_here in blocks {
        match block_here {
            Block::Anchored(own, _) if own == anchor => {
                return Some(Found::Blocks(std::slice::from_ref(block_here)));
            }
            Block::List(list) => {
                if let Some(item) = list.items.iter().find(|item| item.anchor.as_ref() == Some(anchor)) {
                    return Some(Found::Item(list, item));
                }
            }
            Block::DefinitionList(entries) => {
                if let Some(entry) = entries.iter().find(|entry| entry.anchor == *anchor) {
                    return Some(Found::Definition(entry));
                }
            }
            Block::Timeline(events) => {
                let at = |id: &&EventId| {
                    note.events.get(id.0 as usize).is_some_and(|event| event.anchor == *anchor)
                };
                if let Some(event) = events.iter().find(at) {
                    return Some(Found::Event(*event));
                }
            }
            _ => {}
        }
        if let Some(found) = inside(block_here).find_map(|blocks| block(note, blocks, anchor)) {
            return Some(found);
        }
    }
    None
}

fn heading<'b>(note: &'b Note, block: &Block) -> Option<(u8, &'b Anchor)> {
    match block {
        Block::Heading(id) => {
            note.headings.get(id.0 as usize).map(|heading| (heading.level, &heading.anchor))
        }
        Block::Anchored(_, inner) => heading(note, inner),
        _ => None,
    }
}

/// The blocks that stand in a block.
pub(super) fn inside(block: &Block) -> Box<dyn Iterator<Item = &[Block]> + '_> {
    match block {
        Block::Quote(inner) => Box::new(std::iter::once(inner.as_slice())),
        Block::Callout(callout) => Box::new(std::iter::once(callout.body.as_slice())),
        Block::List(list) => Box::new(list.items.iter().map(|item| item.body.as_slice())),
        Block::DefinitionList(entries) => {
            Box::new(entries.iter().flat_map(|entry| entry.definitions.iter().map(Vec::as_slice)))
        }
        Block::Anchored(_, inner) => Box::new(std::iter::once(std::slice::from_ref(&**inner))),
        _ => Box::new(std::iter::empty()),
    }
}
