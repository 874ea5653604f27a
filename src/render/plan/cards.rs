//! What the cards of links show: for each address that a link may lead to, a
//! title and the first words of what stands there.

use std::sync::Arc;

use super::{Facts, Known, work_anchor};
use crate::index::search::plain;
use crate::model::{Anchor, Block, NoteId, ReferenceKey, TermId, Url};
use crate::render::cards::{Card, CardText, digits};
use crate::render::html::without_tags;
use crate::resolve::Term;
use crate::trace::Trace;

/// How many digits the names of the files of cards have, for so many notes, terms
/// and works. Places in notes are not counted: they are few, and a new link must
/// not change all pages.
pub fn card_digits(things: usize) -> u8 {
    digits(things)
}

/// What a card is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardOf {
    /// A note.
    Note(NoteId),
    /// A place in a note.
    Place(NoteId, Anchor),
    /// A term with an entry of its own.
    Term(TermId),
    /// A work.
    Work(ReferenceKey),
}

/// One card of a book; `None` if it would say nothing.
pub fn card(of: &CardOf, facts: &Facts, trace: &Trace) -> Option<Card> {
    let known = &facts.asked(trace);
    let card = match of {
        CardOf::Note(id) => note_card(known, id),
        CardOf::Place(id, anchor) => place_card(known, id, anchor)?,
        CardOf::Term(id) => {
            let term = &known.terms[id];
            let text = text_of(known, term, &term.definition.as_ref()?.definitions);
            made(known.term_page(id), Some(&term.anchor), &id.0, vec![text])
        }
        CardOf::Work(key) => {
            let entry = without_tags(&known.works.entry(key));
            made(known.work_page(key), Some(&work_anchor(key)), "", vec![entry])
        }
    };
    (!card.text.is_empty()).then_some(card)
}

fn made(url: &Url, anchor: Option<&Anchor>, title: &str, text: Vec<String>) -> Card {
    let address = match anchor {
        None => url.clone(),
        Some(anchor) => Url::new(format!("{url}#{anchor}")),
    };
    Card { address, text: Arc::new(CardText::new(title, text)) }
}

fn note_card(known: &Known, id: &NoteId) -> Card {
    let about = &known.about[id];
    let said = about.description.clone().unwrap_or_default();
    made(&known.urls[id], None, &known.calls[id].title, vec![said, known.lead(id)])
}

/// The card of a heading: its words, and what is said first under it; of a
/// block: the note's title, and the block.
fn place_card(known: &Known, id: &NoteId, anchor: &Anchor) -> Option<Card> {
    let note = &known.notes[id];
    let plain =
        |block: &Block| plain(note, &known.all_opened(id, note), &[vec![block.clone()]]).trim().to_owned();
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
    Some(made(&known.urls[id], Some(anchor), &title, vec![text]))
}

fn text_of(known: &Known, term: &Term, blocks: &[Vec<Block>]) -> String {
    let note = &known.notes[&term.note];
    plain(note, &known.all_opened(&term.note, note), blocks).trim().to_owned()
}
