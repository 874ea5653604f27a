//! The part of a note that is shown.

use crate::model::{Anchor, Block, Definition, EventId, List, ListItem, Note};
use crate::render::body::{Body, Part};

/// What is shown.
pub(in crate::render) enum Found<'b> {
    /// Blocks that stand one after the other.
    Blocks(&'b [Block]),
    /// One item of a list.
    Item(&'b List, &'b ListItem),
    /// One entry of a definition list.
    Definition(&'b Definition),
    /// One event.
    Event(EventId),
}

/// Finds the part of its note that a body shows; no blocks if there is no such
/// part.
pub(in crate::render) fn find(body: &Body) -> Found<'_> {
    let note = &*body.note;
    let nothing = Found::Blocks(&[]);
    match &body.part {
        Part::Whole => Found::Blocks(&note.body),
        Part::Section(anchor) => section(note, &note.body, anchor).unwrap_or(match is_title(note, anchor) {
            true => Found::Blocks(&note.body),
            false => nothing,
        }),
        Part::Block(anchor) => block(note, &note.body, anchor).unwrap_or(nothing),
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
fn inside(block: &Block) -> Box<dyn Iterator<Item = &[Block]> + '_> {
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
