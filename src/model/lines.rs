//! The lines of text in a tree, one after the other, and what stands in them.

use super::{Block, CitationId, FootnoteId, Heading, Inline, Note};

/// Calls `see` with every line of text in blocks, in reading order: paragraphs,
/// headings, cells, captions, terms. Events and footnotes stand in their own
/// tables.
pub fn lines<'a>(blocks: &'a [Block], headings: &'a [Heading], see: &mut impl FnMut(&'a [Inline])) {
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
        Block::Figure(figure) => see(figure.caption.as_deref().unwrap_or_default()),
        Block::Anchored(_, inner) => line(inner, headings, see),
        Block::Code(_)
        | Block::Embed(_)
        | Block::Timeline(_)
        | Block::Chart(_)
        | Block::Html(_)
        | Block::Rule => {}
    }
}

/// The citations of a note as they are read: those of a footnote where its mark
/// is met first. Those in events and in footnotes without a mark are left out.
pub fn citations_as_read(note: &Note) -> Vec<CitationId> {
    let mut reading = Reading { note, seen: Vec::new(), citations: Vec::new() };
    reading.blocks(&note.body);
    reading.citations
}

/// The citations in the heading that became the title of its note. A title names
/// works by their keys at most, so nothing can lead to them.
pub fn citations_in_title(note: &Note) -> Vec<CitationId> {
    let Some(first) = note.headings.first().filter(|heading| heading.plain == note.title) else {
        return Vec::new();
    };
    let is_first = |block: &Block| match block {
        Block::Heading(id) => id.0 == 0,
        Block::Anchored(_, inner) => matches!(**inner, Block::Heading(id) if id.0 == 0),
        _ => false,
    };
    if note.body.iter().any(is_first) {
        return Vec::new();
    }
    let mut reading = Reading { note, seen: Vec::new(), citations: Vec::new() };
    reading.inlines(&first.content);
    reading.citations
}

/// How far a note was read.
struct Reading<'n> {
    note: &'n Note,
    /// The footnotes that were met.
    seen: Vec<FootnoteId>,
    citations: Vec<CitationId>,
}

impl<'n> Reading<'n> {
    fn blocks(&mut self, blocks: &'n [Block]) {
        lines(blocks, &self.note.headings, &mut |line| self.inlines(line));
    }

    fn inlines(&mut self, inlines: &'n [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Citation(id) => self.citations.push(*id),
                Inline::Footnote(id) if !self.seen.contains(id) => {
                    self.seen.push(*id);
                    let note = self.note;
                    self.blocks(note.footnotes.get(id.0 as usize).map_or(&[], |footnote| &footnote.body));
                }
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strikethrough(inner)
                | Inline::Highlight(inner)
                | Inline::Link(_, inner) => self.inlines(inner),
                Inline::Text(..)
                | Inline::Code(_)
                | Inline::Footnote(_)
                | Inline::Image(_)
                | Inline::Embed(_)
                | Inline::Html(_)
                | Inline::SoftBreak
                | Inline::HardBreak => {}
            }
        }
    }
}
