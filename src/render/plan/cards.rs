//! What the cards of links show: for each address that a link may lead to, a
//! title and the first words of what stands there.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::search::titles;
use super::{Addresses, Known, work_anchor};
use crate::index::search::plain;
use crate::model::{Anchor, Block, Note, NoteId, Url};
use crate::render::cards::{Card, CardText, digits};
use crate::render::html::without_tags;
use crate::resolve::{Destination, Term};

/// How many digits the names of the files of cards have. Places in notes are not
/// counted: they are few, and a new link must not change all pages.
pub fn card_digits(known: &Known) -> u8 {
    digits(known.book.notes.len() + known.lexicon.terms.len() + known.works.works.len())
}

/// Gathers the cards of a book: of its notes, of the places in them to which its
/// links lead, of its terms and of the works it cites.
pub fn cards(known: &Known) -> Vec<Card> {
    let addresses = Addresses::new(known);
    let mut cards: Vec<Card> = known.book.notes.iter().map(|(id, note)| note_card(known, id, note)).collect();
    cards.extend(places(known).into_iter().filter_map(|(id, anchor)| place_card(known, id, anchor)));
    let defined = known.lexicon.terms.iter().filter_map(|(id, term)| {
        let blocks = &term.definition.as_ref()?.definitions;
        Some(card(&addresses.glossary, Some(&term.anchor), &id.0, vec![text_of(known, term, blocks)]))
    });
    cards.extend(defined);
    cards.extend(known.works.works.keys().map(|key| {
        let entry = without_tags(&known.works.entry(key));
        card(&addresses.citations, Some(&work_anchor(key)), "", vec![entry])
    }));
    cards.retain(|card| !card.text.is_empty());
    cards
}

fn card(url: &Url, anchor: Option<&Anchor>, title: &str, text: Vec<String>) -> Card {
    let address = match anchor {
        None => url.as_str().to_owned(),
        Some(anchor) => format!("{url}#{anchor}"),
    };
    Card { address: address.into(), text: Arc::new(CardText::new(title, text)) }
}

fn note_card(known: &Known, id: &NoteId, note: &Note) -> Card {
    let said = note.front.description.clone().unwrap_or_default();
    card(&known.names.urls[id], None, &note.title, vec![said, note.lead.clone()])
}

/// The headings and blocks to which links lead. A card for every heading would
/// be one that nobody opens, most often.
fn places<'a>(known: &'a Known) -> BTreeSet<(&'a NoteId, &'a Anchor)> {
    let destinations = known.links.values().flatten();
    destinations
        .filter_map(|destination| match destination {
            Destination::Note(id, Some(anchor)) => Some((id, anchor)),
            _ => None,
        })
        .collect()
}

/// The card of a heading: its words, and what is said first under it; of a
/// block: the note's title, and the block.
fn place_card(known: &Known, id: &NoteId, anchor: &Anchor) -> Option<Card> {
    let note = &known.book.notes[id];
    let plain =
        |block: &Block| plain(note, &titles(known, id, note), &[vec![block.clone()]]).trim().to_owned();
    let mut blocks = note.body.iter();
    let (title, text) = blocks.find_map(|block| match block {
        Block::Heading(heading) => {
            let heading = note.headings.get(heading.0 as usize)?;
            (heading.anchor == *anchor).then(|| (format!("{} \u{203A} {}", note.title, heading.plain), None))
        }
        Block::Anchored(own, inner) if own == anchor => Some((note.title.clone(), Some(plain(inner)))),
        _ => None,
    })?;
    let first = |block: &Block| match block {
        Block::Paragraph(_) => Some(plain(block)).filter(|text| !text.is_empty()),
        _ => None,
    };
    let under = blocks.take_while(|block| !matches!(block, Block::Heading(_)));
    let text = text.or_else(|| under.clone().find_map(first)).unwrap_or_default();
    Some(card(&known.names.urls[id], Some(anchor), &title, vec![text]))
}

fn text_of(known: &Known, term: &Term, blocks: &[Vec<Block>]) -> String {
    let note = &known.book.notes[&term.note];
    plain(note, &titles(known, &term.note, note), blocks).trim().to_owned()
}
