//! Numbers in the order of the file.
//!
//! While a note is read, links and citations are numbered as they are found.
//! Here they, runs of text and footnotes get the numbers that readers of the
//! tree may rely on, in the tables and in the tree alike.

use std::collections::VecDeque;

use super::tables::Tables;
use crate::diagnostic::Code;
use crate::model::{Block, CitationId, Footnote, FootnoteId, Inline, LinkId, TextId};

/// Puts the tables of a note, and the numbers in its tree, in order. Returns the
/// footnotes: first those that are referred to, in the order of the marks.
pub(super) fn in_file_order(body: &mut [Block], tables: &mut Tables<'_>) -> Vec<Footnote> {
    let footnotes = footnotes_by_first_mark(tables);
    let numbers = Numbers {
        links: positions(&tables.links, |link| (link.span.start, std::cmp::Reverse(link.span.end))),
        citations: positions(&tables.citations, |citation| citation.span.start),
        texts: positions(&tables.texts, |start| *start),
        footnotes: positions_of(&footnotes),
    };
    numbers.blocks(body);
    for heading in &mut tables.headings {
        numbers.inlines(&mut heading.content);
    }
    for event in &mut tables.events {
        numbers.inlines(&mut event.text);
    }
    for item in tables.citations.iter_mut().flat_map(|citation| &mut citation.items) {
        numbers.inlines(&mut item.prefix);
        numbers.inlines(&mut item.suffix);
    }
    for (footnote, _) in &mut tables.footnotes {
        numbers.blocks(&mut footnote.body);
    }
    tables.texts.sort_unstable();
    tables.links = sorted(std::mem::take(&mut tables.links), &numbers.links);
    tables.citations = sorted(std::mem::take(&mut tables.citations), &numbers.citations);
    let all = std::mem::take(&mut tables.footnotes).into_iter().map(|(footnote, _)| footnote).collect();
    sorted(all, &numbers.footnotes)
}

/// The footnotes by their old numbers, in their new order. Counts their marks,
/// and reports those without any.
fn footnotes_by_first_mark(tables: &mut Tables<'_>) -> Vec<u32> {
    tables.marks.sort_by_key(|(place, ..)| *place);
    let mut within: Vec<Vec<u32>> = vec![Vec::new(); tables.footnotes.len()];
    let mut queue = VecDeque::new();
    for (_, id, around) in &tables.marks {
        tables.footnotes[id.0 as usize].0.references += 1;
        match around {
            Some(around) => within[around.0 as usize].push(id.0),
            None => queue.push_back(id.0),
        }
    }
    let mut order = Vec::new();
    let mut seen = vec![false; tables.footnotes.len()];
    while let Some(next) = queue.pop_front() {
        if !std::mem::replace(&mut seen[next as usize], true) {
            order.push(next);
            queue.extend(&within[next as usize]);
        }
    }
    let unseen = seen.iter().enumerate().filter(|(_, seen)| !**seen).map(|(index, _)| index);
    for index in unseen {
        order.push(index as u32);
        let (footnote, place) = &tables.footnotes[index];
        if let Some(place) = place.clone() {
            let message = format!("nothing refers to the footnote `[^{}]`", footnote.label);
            tables.report(Code::UnusedFootnote, place, message, Some("put its mark where it belongs"));
        }
    }
    order
}

/// For each entry, its position when entries are ordered by a key. Equal keys
/// stay in their order.
fn positions<T, K: Ord>(entries: &[T], key: impl Fn(&T) -> K) -> Vec<u32> {
    let mut order: Vec<u32> = (0..entries.len() as u32).collect();
    order.sort_by_key(|index| key(&entries[*index as usize]));
    positions_of(&order)
}

/// For each entry, where it stands in a list of all entries.
fn positions_of(order: &[u32]) -> Vec<u32> {
    let mut positions = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        positions[*old as usize] = new as u32;
    }
    positions
}

/// Entries at their new positions.
fn sorted<T>(entries: Vec<T>, positions: &[u32]) -> Vec<T> {
    let mut entries: Vec<_> = positions.iter().zip(entries).collect();
    entries.sort_by_key(|(position, _)| **position);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// New numbers by old ones.
struct Numbers {
    links: Vec<u32>,
    citations: Vec<u32>,
    texts: Vec<u32>,
    footnotes: Vec<u32>,
}

impl Numbers {
    fn link(&self, id: &mut LinkId) {
        id.0 = self.links[id.0 as usize];
    }

    fn blocks(&self, blocks: &mut [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&self, block: &mut Block) {
        match block {
            Block::Paragraph(content) | Block::Plain(content) => self.inlines(content),
            Block::Quote(inner) => self.blocks(inner),
            Block::Callout(callout) => {
                self.inlines(callout.title.as_deref_mut().unwrap_or_default());
                self.blocks(&mut callout.body);
            }
            Block::List(list) => list.items.iter_mut().for_each(|item| self.blocks(&mut item.body)),
            Block::DefinitionList(entries) => {
                for entry in entries {
                    entry.terms.iter_mut().for_each(|term| self.inlines(term));
                    entry.definitions.iter_mut().for_each(|definition| self.blocks(definition));
                }
            }
            Block::Table(table) => {
                let cells = table.head.iter_mut().chain(table.rows.iter_mut().flatten());
                cells.for_each(|cell| self.inlines(cell));
                self.inlines(table.caption.as_deref_mut().unwrap_or_default());
            }
            Block::Figure(figure) => {
                self.link(&mut figure.image.link);
                self.inlines(figure.caption.as_deref_mut().unwrap_or_default());
            }
            Block::Embed(link) => self.link(link),
            Block::Anchored(_, inner) => self.block(inner),
            Block::Heading(_)
            | Block::Code(_)
            | Block::Timeline(_)
            | Block::Chart(_)
            | Block::Html(_)
            | Block::Rule => {}
        }
    }

    fn inlines(&self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(id, _) => *id = TextId(self.texts[id.0 as usize]),
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strikethrough(inner)
                | Inline::Highlight(inner) => self.inlines(inner),
                Inline::Link(id, content) => {
                    self.link(id);
                    self.inlines(content);
                }
                Inline::Image(image) => self.link(&mut image.link),
                Inline::Embed(id) => self.link(id),
                Inline::Citation(id) => *id = CitationId(self.citations[id.0 as usize]),
                Inline::Footnote(id) => *id = FootnoteId(self.footnotes[id.0 as usize]),
                Inline::Code(_) | Inline::Html(_) | Inline::SoftBreak | Inline::HardBreak => {}
            }
        }
    }
}
