//! The lines of text in a tree, one after the other.

use crate::model::{Block, Heading, Inline};

/// Calls `see` with every line of text in blocks, in reading order: paragraphs,
/// headings, cells, captions, terms. Events and footnotes stand in their own
/// tables.
pub(super) fn lines<'a>(blocks: &'a [Block], headings: &'a [Heading], see: &mut impl FnMut(&'a [Inline])) {
    for block in blocks {
        line(block, headings, see);
    }
}

fn line<'a>(block: &'a Block, headings: &'a [Heading], see: &mut impl FnMut(&'a [Inline])) {
    match block {
        Block::Paragraph(content) | Block::Plain(content) => see(content),
        Block::Heading(id) => see(headings.get(id.0 as usize).map_or(&[], |heading| &heading.content)),
        Block::Quote(inner) => lines(inner, headings, see),
        Block::Callout(callout) => {
            see(callout.title.as_deref().unwrap_or_default());
            lines(&callout.body, headings, see);
        }
        Block::List(list) => list.items.iter().for_each(|item| lines(&item.body, headings, see)),
        Block::DefinitionList(entries) => {
            for entry in entries {
                entry.terms.iter().for_each(|term| see(term));
                entry.definitions.iter().for_each(|definition| lines(definition, headings, see));
            }
        }
        Block::Table(table) => {
            see(table.caption.as_deref().unwrap_or_default());
            table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| see(cell));
        }
        Block::Figure { caption, .. } => see(caption.as_deref().unwrap_or_default()),
        Block::Anchored(_, inner) => line(inner, headings, see),
        Block::Code { .. }
        | Block::Embed(_)
        | Block::Timeline(_)
        | Block::Chart(_)
        | Block::Html(_)
        | Block::Rule => {}
    }
}
