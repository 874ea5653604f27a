//! The sentences in which links and citations stand.

use std::ops::Range;
use std::sync::Arc;

use super::plain::{Mark, marked};
use super::walk;
use crate::model::{Block, Citation, Event, Excerpt, Footnote, Heading, Inline, Link};

/// How long an excerpt may be, in characters.
const LENGTH: usize = 240;

/// Words that end with a full stop that ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "v", "no", "nos", "pp", "p", "ch", "sec", "art", "inc",
    "ltd", "co", "corp", "jr", "sr", "cf", "e.g", "i.e", "al", "fig", "vol", "ed", "eds", "gen", "rep",
    "sen",
];

/// Gives every link and citation the sentence that it stands in.
pub(super) fn fill(
    body: &[Block],
    headings: &[Heading],
    footnotes: &[Footnote],
    events: &[Event],
    links: &mut [Link],
    citations: &mut [Citation],
) {
    let mut found: Vec<(Mark, Excerpt)> = Vec::new();
    let mut see = |line: &[Inline]| {
        let line = marked(line, links);
        let ends: Vec<usize> = if line.marks.is_empty() { Vec::new() } else { ends(&line.text).collect() };
        found.extend(
            line.marks.iter().map(|(mark, range)| (*mark, excerpt(&line.text, &ends, range.clone()))),
        );
    };
    // A heading that became the title is in no block.
    headings.iter().for_each(|heading| see(&heading.content));
    walk::lines(body, headings, &mut see);
    footnotes.iter().for_each(|footnote| walk::lines(&footnote.body, headings, &mut see));
    events.iter().for_each(|event| see(&event.text));
    for (mark, excerpt) in found {
        match mark {
            Mark::Link(id) => links[id.0 as usize].excerpt = Arc::new(excerpt),
            Mark::Citation(id) => citations[id.0 as usize].excerpt = Arc::new(excerpt),
        }
    }
    for link in links.iter_mut() {
        // Pictures and embeds that stand alone are all of their block.
        if *link.excerpt == Excerpt::default() {
            link.excerpt = Arc::new(Excerpt { marked: link.text.clone(), ..Excerpt::default() });
        }
    }
}

/// The sentence around a range of a text, cut where it is too long. `ends` are
/// the ends of the text's sentences.
fn excerpt(text: &str, ends: &[usize], range: Range<usize>) -> Excerpt {
    let start = sentence_start(text, ends, range.start);
    let end = sentence_end(text, ends, range.end);
    let marked = &text[range.clone()];
    let room = LENGTH.saturating_sub(marked.chars().count());
    let (before, after) = (&text[start..range.start], &text[range.end..end]);
    // Either side may have what the other does not need.
    let long = before.chars().rev().take(room).count();
    let short = after.chars().take(room).count();
    let before_room = room - short.min(room / 2);
    let before = last_of(before, before_room);
    let after = first_of(after, room - long.min(before_room));
    Excerpt { before, marked: marked.to_owned(), after }
}

/// At most `length` of the last characters of a text, from a word on.
fn last_of(text: &str, length: usize) -> String {
    match text.char_indices().rev().nth(length) {
        None => text.to_owned(),
        Some((cut, _)) => {
            let word = text[cut..].find(' ').map_or(text.len(), |blank| cut + blank + 1);
            format!("…{}", &text[word..])
        }
    }
}

/// At most `length` of the first characters of a text, up to the end of a word.
fn first_of(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        None => text.to_owned(),
        Some((cut, _)) => {
            let word = text[..cut].rfind(' ').unwrap_or(cut);
            format!("{}…", &text[..word])
        }
    }
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
fn ends(text: &str) -> impl Iterator<Item = usize> {
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
