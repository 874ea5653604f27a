//! Where notes use terms of the glossary, and call other notes by name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::matcher::Matcher;
use super::names::fold;
use super::running::{running_text, titles};
use crate::model::{
    Book, Excerpt, Inline, Mark, Note, NoteId, TermId, TermLinks, Text, TextId, marked_with_texts,
    sentence_ends,
};

/// A place where a note uses a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermUse {
    /// The run of text.
    pub text: TextId,
    /// The first byte in the run.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
    /// The term.
    pub term: TermId,
    /// The sentence in which it is used.
    pub excerpt: Arc<Excerpt>,
}

/// Finds the first use of each term in a note, in reading order.
///
/// Terms are not looked for in headings, links, code, the titles of works and the
/// terms of definition lists, nor where a note says `no_terms`. Of two names that
/// overlap the longer one counts.
pub fn term_uses(note: &Note, matcher: &Matcher) -> Vec<TermUse> {
    let mut found: BTreeSet<TermId> = BTreeSet::new();
    match &note.front.terms {
        _ if matcher.is_empty() => return Vec::new(),
        TermLinks::None => return Vec::new(),
        TermLinks::AllBut(names) => {
            let names: BTreeSet<String> = names.iter().map(|name| fold(name)).collect();
            let unwanted = matcher.names.iter().filter(|(name, _)| names.contains(&fold(name)));
            found.extend(unwanted.map(|(_, term)| term.clone()));
        }
        TermLinks::All => {}
    }
    // A note does not explain its own term to itself.
    if let Some(term) = &note.front.term {
        found.insert(TermId(term.value.as_str().into()));
    }
    first_uses(note, matcher, found)
}

/// The first use of each name in a note, but for those that are `found` already.
fn first_uses(note: &Note, matcher: &Matcher, mut found: BTreeSet<TermId>) -> Vec<TermUse> {
    let mut uses = Vec::new();
    running_text(note, &mut |line, text: &Text| {
        let words = on_one_line(&text.text);
        let mut works: Option<Vec<Range<usize>>> = None;
        for (range, term) in matcher.find(&words) {
            let works = works.get_or_insert_with(|| titles(&words));
            if found.contains(term) || works.iter().any(|work| work.contains(&range.start)) {
                continue;
            }
            found.insert(term.clone());
            uses.push(TermUse {
                text: text.id,
                start: range.start as u32,
                end: range.end as u32,
                term: term.clone(),
                excerpt: Arc::new(sentence(note, line, text.id, &words, range)),
            });
        }
    });
    uses
}

/// A run of text that goes over several lines as one line of the same length.
fn on_one_line(text: &str) -> Cow<'_, str> {
    match text.contains('\n') {
        true => text.replace('\n', " ").into(),
        false => text.into(),
    }
}

/// The sentence around a part of a run of text.
fn sentence(note: &Note, line: &[Inline], run: TextId, text: &str, range: Range<usize>) -> Excerpt {
    let word = &text[range.clone()];
    let before = text[..range.start].matches(word).count();
    let line = marked_with_texts(line, &note.links);
    let run = line.marks.iter().find(|(mark, _)| *mark == Mark::Text(run)).map(|(_, run)| run.clone());
    let run = run.unwrap_or(0..line.text.len());
    let place = line.text[run.clone()].match_indices(word).nth(before).map(|(at, _)| run.start + at);
    match place {
        Some(at) => {
            let ends: Vec<usize> = sentence_ends(&line.text).collect();
            Excerpt::around(&line.text, &ends, at..at + word.len())
        }
        // White space inside of the word was collapsed.
        None => Excerpt { marked: word.to_owned(), ..Excerpt::default() },
    }
}

/// The places where notes call other notes by a name in plain text: the first of
/// each name in each note, with some of the text around it.
pub fn mentions<'b>(
    book: &'b Book,
    names: &BTreeMap<&str, &'b NoteId>,
) -> Vec<(&'b NoteId, &'b Note, &'b NoteId, String)> {
    let term = |id: &NoteId| TermId(id.as_str().into());
    let matcher = Matcher::new(names.iter().map(|(name, id)| ((*name).to_owned(), term(id))).collect());
    let ids: BTreeMap<TermId, &NoteId> = names.values().map(|id| (term(id), *id)).collect();
    let mut mentions = Vec::new();
    if matcher.is_empty() {
        return mentions;
    }
    for (from, note) in &*book.notes {
        let mut found = BTreeSet::from([term(from)]);
        running_text(note, &mut |_, text: &Text| {
            let words = on_one_line(&text.text);
            let works = titles(&words);
            for (range, term) in matcher.find(&words) {
                if works.iter().any(|work| work.contains(&range.start)) || !found.insert(term.clone()) {
                    continue;
                }
                mentions.push((from, &**note, ids[term], around(&words, &range)));
            }
        });
    }
    mentions
}

/// How much text around a mention is quoted, in characters on each side.
const QUOTED: usize = 40;

/// A part of a text with some words before and after it.
fn around(text: &str, range: &Range<usize>) -> String {
    let before = text[..range.start].char_indices().rev().nth(QUOTED).map(|(at, _)| at);
    let after = text[range.end..].char_indices().nth(QUOTED).map(|(at, _)| range.end + at);
    let start =
        before.map_or(0, |at| text[at..range.start].find(' ').map_or(range.start, |blank| at + blank + 1));
    let end = after
        .map_or(text.len(), |at| text[range.end..at].rfind(' ').map_or(range.end, |blank| range.end + blank));
    let mark = |cut: bool| if cut { "…" } else { "" };
    format!("{}{}{}", mark(before.is_some()), &text[start..end], mark(after.is_some()))
}
