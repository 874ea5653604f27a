//! The sentence in which something is mentioned.

use std::ops::Range;

use super::plain::filled;
use super::{Open, Wording};

/// A sentence in which something is mentioned, as its note alone knows it. A book has
/// some dozens of them a note, so they are kept small.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentence {
    /// The sentence, and what is open in it, as in a [`Wording`].
    text: Box<str>,
    open: Option<Box<Opens>>,
    /// The bytes of the mention itself.
    marked: Range<u32>,
}

/// What is open in a sentence, with its place. In most nothing is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Opens(Box<[(u32, Open)]>);

/// A sentence in which something is mentioned, plain text, cut in three.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize)]
pub struct Excerpt {
    /// The sentence up to the mention.
    pub before: String,
    /// The mention itself as readers see it; may be empty, as for a citation beside the sentence.
    pub marked: String,
    /// The rest of the sentence.
    pub after: String,
}

/// How long an excerpt may be, in characters.
const LENGTH: usize = 240;

/// Words that end with a full stop that ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "v", "no", "nos", "pp", "p", "ch", "sec", "art", "inc",
    "ltd", "co", "corp", "jr", "sr", "cf", "e.g", "i.e", "al", "fig", "vol", "ed", "eds", "gen", "rep",
    "sen",
];

impl Sentence {
    /// No more than the mention itself.
    pub(crate) fn only(marked: String) -> Sentence {
        let wording = Wording::from(marked);
        let marked = 0..wording.text().len();
        Sentence::of(wording, marked)
    }

    /// The sentence around a range of a text, cut where it is too long. `ends` are
    /// the [`ends`] of the text's sentences.
    pub(crate) fn around(wording: &Wording, ends: &[usize], range: Range<usize>) -> Sentence {
        let text = wording.text();
        let start = sentence_start(text, ends, range.start);
        let end = sentence_end(text, ends, range.end);
        let room = LENGTH.saturating_sub(text[range.clone()].chars().count());
        let (before, after) = (&text[start..range.start], &text[range.end..end]);
        // Either side may have what the other does not need.
        let long = before.chars().rev().take(room).count();
        let short = after.chars().take(room).count();
        let before_room = room - short.min(room / 2);
        let (start, sign) = match last_of(before, before_room) {
            None => (start, ""),
            Some(cut) => (start + cut, "…"),
        };
        let (end, end_sign) = match first_of(after, room - long.min(before_room)) {
            None => (end, ""),
            Some(cut) => (range.end + cut, "…"),
        };
        let marked = sign.len() + range.start - start..sign.len() + range.end - start;
        Sentence::of(wording.part(start..end, sign, end_sign), marked)
    }

    fn of(wording: Wording, marked: Range<usize>) -> Sentence {
        let (text, open) = wording.into_parts();
        let open = (!open.is_empty()).then(|| Box::new(Opens(open)));
        Sentence { text, open, marked: marked.start as u32..marked.end as u32 }
    }

    fn open(&self) -> &[(u32, Open)] {
        self.open.as_ref().map_or(&[], |open| &open.0)
    }

    /// Whether there is nothing to read.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether two sentences of one note read the same, whatever is marked in them.
    pub(crate) fn reads_like(&self, other: &Sentence) -> bool {
        self.text == other.text
            && self
                .open()
                .iter()
                .map(|(_, open)| open.typed())
                .eq(other.open().iter().map(|(_, open)| open.typed()))
    }

    /// The sentence as readers see it.
    pub fn excerpt(&self, words: &dyn Fn(&Open) -> String) -> Excerpt {
        let (start, end) = (self.marked.start as usize, self.marked.end as usize);
        let part = |range: Range<usize>| filled(&self.text, range, self.open(), words);
        Excerpt { before: part(0..start), marked: part(start..end), after: part(end..self.text.len()) }
    }
}

/// Where the word begins from which on a text has at most `length` characters, if
/// it has more.
fn last_of(text: &str, length: usize) -> Option<usize> {
    let (cut, _) = text.char_indices().rev().nth(length)?;
    Some(text[cut..].find(' ').map_or(text.len(), |blank| cut + blank + 1))
}

/// Where the word ends up to which a text has at most `length` characters, if it
/// has more.
fn first_of(text: &str, length: usize) -> Option<usize> {
    let (cut, _) = text.char_indices().nth(length)?;
    Some(text[..cut].rfind(' ').unwrap_or(cut))
}

/// Where the sentence begins that a place stands in. A place right behind a
/// full stop, as of a citation that was left out, belongs to what was said
/// before it.
fn sentence_start(text: &str, ends: &[usize], at: usize) -> usize {
    let said = text[..at].trim_end_matches([' ', '.', '!', '?']).len();
    let behind = if at == text.len() || text[at..].starts_with(' ') { said } else { at };
    match ends.partition_point(|end| *end <= behind).checked_sub(1) {
        Some(last) => ends[last] + text[ends[last]..].len() - text[ends[last]..].trim_start().len(),
        None => 0,
    }
    .min(at)
}

/// Where the sentence ends that a place stands in.
fn sentence_end(text: &str, ends: &[usize], at: usize) -> usize {
    let behind = text[..at].ends_with(['.', '!', '?']) && text[at..].starts_with(' ');
    let next = ends.partition_point(|end| if behind { *end < at } else { *end <= at });
    ends.get(next).copied().unwrap_or(text.len()).max(at)
}

/// The ends of sentences: a full stop or the like, closing quotes, a blank, and
/// then something that can begin a sentence.
pub(crate) fn ends(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['.', '!', '?', '。', '！', '？']).filter_map(move |(at, stop)| {
        let wide = stop.len() > 1;
        let after = text[at + stop.len()..].trim_start_matches(['"', '\'', '”', '’', ')', ']', '»']);
        let end = text.len() - after.len();
        if wide {
            return Some(end);
        }
        let next = after.strip_prefix(' ')?.chars().next()?;
        let begins =
            next.is_uppercase() || next.is_numeric() || "\"'“‘([«".contains(next) || !next.is_ascii();
        let word = text[..at].rsplit(' ').next().unwrap_or_default().trim_start_matches(['(', '“', '"']);
        let short = stop == "."
            && (ABBREVIATIONS.contains(&word.to_lowercase().as_str())
                || word.chars().count() == 1 && word.chars().all(char::is_uppercase)
                || word.contains('.') && word.chars().all(|c| c.is_uppercase() || c == '.'));
        (begins && !short).then_some(end)
    })
}
