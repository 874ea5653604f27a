//! Cards: what a link shows of the place it leads to before anyone goes there.
//!
//! They stand in files that a page loads as a reader asks for them, each a
//! script, because a page that was opened from a folder may load scripts and
//! nothing else.
//!
//! ```text
//! _cards/3f.js   briefbookCards("3f",{"talks.html":["Talks","What they were about.","Envoys met ..."],...});
//! ```
//!
//! Which file holds a card is told by its address alone, and how many files
//! there are by the number of cards: so no file grows with the book, no page
//! holds more than the number of digits in their names, and an edit changes only
//! the file of what was edited. `themes/default/cards.js` reads them, and tells
//! the file in the same way.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Url, hash};

/// About how many cards a file has on average, at most.
const CARDS: usize = 32;

/// How long the text of a card may be in characters, all its paragraphs
/// together.
const TEXT: usize = 420;

/// The card of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The address relative to the root of the site, not percent-encoded:
    /// `talks.html`, `glossary.html#term-treaty`.
    pub address: Url,
    /// What it shows.
    pub text: Arc<CardText>,
}

/// What a card shows, as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardText {
    /// What is there; empty where the text says it.
    title: String,
    /// The first words of what is said there, by paragraph.
    paragraphs: Vec<String>,
}

impl CardText {
    /// A card's text from its paragraphs. What is too long is cut short; what is
    /// empty, or says again what was said before it, is left out.
    pub(super) fn new(title: &str, paragraphs: Vec<String>) -> Self {
        let mut kept: Vec<String> = Vec::new();
        let mut left = TEXT;
        for paragraph in paragraphs {
            let said = kept.iter().any(|before| before.starts_with(paragraph.trim_end_matches('…')));
            if said || paragraph.is_empty() || left == 0 {
                continue;
            }
            let text = shortened(&paragraph, left);
            // What follows a cut would read as if it followed the text.
            left = if text == paragraph { left.saturating_sub(text.chars().count()) } else { 0 };
            kept.push(text);
        }
        CardText { title: title.to_owned(), paragraphs: kept }
    }

    /// Whether it says no more than the link does that leads here.
    pub(super) fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }
}

/// The first words of a text, at most so many characters of it.
fn shortened(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = &text[..end];
    // Half a word is worse than one less, but some scripts have no blanks.
    let whole = cut.rfind(' ').filter(|at| *at > end / 2).map_or(cut, |at| &cut[..at]);
    format!("{}…", whole.trim_end_matches([' ', ',', ';', ':', '.', '…']))
}

/// How many hexadecimal digits the names of the files have, for so many cards;
/// none if there is no card.
pub(super) fn digits(cards: usize) -> u8 {
    match cards {
        0 => 0,
        _ => (1..8).find(|digits| cards <= CARDS << (4 * digits)).unwrap_or(8),
    }
}

/// Sorts cards into files with so many digits in their names: for each its name, and
/// the places of its cards among these addresses, in the order of addresses. Of two
/// cards with one address, the first counts.
pub fn shards(addresses: &[Url], digits: u8) -> Vec<(String, Vec<usize>)> {
    let mut shards: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, address) in addresses.iter().enumerate() {
        shards.entry(shard_of(address.as_str(), digits)).or_default().push(at);
    }
    let named = shards.into_iter().map(|(number, mut places)| {
        places.sort_by_key(|at| &addresses[*at]);
        places.dedup_by_key(|at| &addresses[*at]);
        (name(number, digits), places)
    });
    named.collect()
}

/// Writes one file.
pub fn shard(name: &str, cards: &[Card]) -> Arc<str> {
    let entries: serde_json::Map<String, serde_json::Value> = cards
        .iter()
        .map(|Card { address, text }| {
            let words = std::iter::once(&text.title).chain(&text.paragraphs);
            (address.to_string(), words.cloned().collect())
        })
        .collect();
    let entries = serde_json::Value::from(entries);
    format!("briefbookCards(\"{name}\",{entries});\n").into()
}

/// The file that holds the card of an address: the last digits of its [`hash`].
fn shard_of(address: &str, digits: u8) -> u32 {
    let all = u64::from(hash(address));
    (all & ((1 << (4 * u32::from(digits.min(8)))) - 1)) as u32
}

/// The name of a file of cards.
fn name(number: u32, digits: u8) -> String {
    match digits {
        0 => String::new(),
        _ => format!("{number:0width$x}", width = usize::from(digits.min(8))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(address: &str, title: &str, paragraphs: &[&str]) -> Card {
        let paragraphs = paragraphs.iter().map(|text| (*text).to_owned()).collect();
        Card { address: Url::new(address), text: Arc::new(CardText::new(title, paragraphs)) }
    }

    #[test]
    fn file_of_cards_is_a_script_that_calls_with_its_name() {
        let cards = [
            card("glossary.html#term-cwg", "CWG", &["A \"working\" group\u{2028}of </script>"]),
            card("talks.html", "Talks", &["What they were about.", "Envoys met."]),
        ];
        assert_eq!(
            &*shard("3f", &cards),
            "briefbookCards(\"3f\",{\"glossary.html#term-cwg\":[\"CWG\",\"A \\\"working\\\" group\u{2028}of </script>\"],\
             \"talks.html\":[\"Talks\",\"What they were about.\",\"Envoys met.\"]});\n"
        );
    }

    #[test]
    fn address_tells_the_file() {
        // The hash's own test vectors for "" and "a"; `cards.js` has the same.
        let file_of = |address: &str, digits: u8| shards(&[Url::new(address)], digits)[0].0.clone();
        assert_eq!(file_of("", 8), "811c9dc5");
        assert_eq!(file_of("a", 8), "e40c292c");
        assert_eq!(file_of("a", 2), "2c");
        assert_eq!(file_of("a", 0), "");
    }

    #[test]
    fn file_has_its_cards_in_order_and_each_once() {
        let addresses = ["b.html", "a.html", "b.html", "c.html"].map(Url::new);
        assert_eq!(shards(&addresses, 0), [(String::new(), vec![1, 0, 3])]);
    }

    #[test]
    fn no_file_grows_with_the_book() {
        for cards in [1, 32, 500, 512, 513, 10_000, 131_072] {
            let all: Vec<Url> = (0..cards).map(|at| Url::new(format!("notes/note-{at}.html"))).collect();
            let shards = shards(&all, digits(cards));
            assert_eq!(shards.iter().map(|(_, places)| places.len()).sum::<usize>(), cards);
            assert!(shards.iter().all(|(_, places)| places.len() <= 3 * CARDS), "{cards}");
        }
    }

    #[test]
    fn card_says_nothing_twice_and_not_too_much() {
        let words = |paragraphs: &[&str]| card("", "", paragraphs).text.paragraphs.clone();
        assert_eq!(words(&["Envoys met.", "", "Envoys met."]), ["Envoys met."]);
        assert_eq!(words(&["Envoys met in Helsinki.", "Envoys met…"]), ["Envoys met in Helsinki."]);
        let long = "word ".repeat(200);
        let cut = words(&["Short.", long.trim(), "Never seen."]);
        assert_eq!(cut.len(), 2);
        assert!(cut[1].ends_with("word…") && cut[1].len() < TEXT, "{}", cut[1]);
        assert_eq!(words(&[&"字".repeat(500)])[0].chars().count(), TEXT + 1);
    }
}
