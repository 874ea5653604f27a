//! Where notes use terms of the glossary, call other notes by name, and use
//! abbreviations.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::matcher::Matcher;
use super::names::fold;
use super::running::{running_text, titles};
use crate::model::{
    Book, Inline, Mark, Note, NoteId, Sentence, TermId, TermLinks, Text, TextId, marked_with_texts,
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
    pub sentence: Arc<Sentence>,
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
    running_text(note, &mut |line, text: Text<'_>| {
        let words = on_one_line(text.text);
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
                sentence: Arc::new(sentence(note, line, text.id, &words, range)),
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
fn sentence(note: &Note, line: &[Inline], run: TextId, text: &str, range: Range<usize>) -> Sentence {
    let word = &text[range.clone()];
    let before = text[..range.start].matches(word).count();
    let line = marked_with_texts(line, &note.links, &note.citations);
    let run = line.marks.iter().find(|(mark, _)| *mark == Mark::Text(run)).map(|(_, run)| run.clone());
    let run = run.unwrap_or(0..line.wording.text().len());
    let place =
        line.wording.text()[run.clone()].match_indices(word).nth(before).map(|(at, _)| run.start + at);
    match place {
        Some(at) => {
            let ends: Vec<usize> = sentence_ends(line.wording.text()).collect();
            Sentence::around(&line.wording, &ends, at..at + word.len())
        }
        // White space inside of the word was collapsed.
        None => Sentence::only(word.to_owned()),
    }
}

/// A place where a note calls another one by a name in plain text.
#[derive(Debug)]
pub struct Mention<'b> {
    /// The note that does so.
    pub from: &'b NoteId,
    /// The note that it names.
    pub to: &'b NoteId,
    /// The run of text.
    pub text: TextId,
    /// The name as it stands there, with a line end if it goes over two lines.
    pub name: String,
    /// How often the same words stand before it in the run.
    pub before: usize,
}

/// The places where notes call other notes by a name in plain text: the first of
/// each name in each note.
pub fn mentions<'b>(book: &'b Book, names: &BTreeMap<&str, &'b NoteId>) -> Vec<Mention<'b>> {
    let term = |id: &NoteId| TermId(id.as_str().into());
    let matcher = Matcher::new(names.iter().map(|(name, id)| ((*name).to_owned(), term(id))).collect());
    let ids: BTreeMap<TermId, &NoteId> = names.values().map(|id| (term(id), *id)).collect();
    let mut mentions = Vec::new();
    if matcher.is_empty() {
        return mentions;
    }
    for (from, note) in &*book.notes {
        let mut found = BTreeSet::from([term(from)]);
        running_text(note, &mut |_, text: Text<'_>| {
            let words = on_one_line(text.text);
            for (range, term) in matcher.find(&words) {
                let inside = |work: &Range<usize>| work.contains(&range.start);
                if titles(&words).iter().any(inside) || !found.insert(term.clone()) {
                    continue;
                }
                // Where it is looked up in the file, it is as the file has it.
                let name = text.text[range.clone()].to_owned();
                let before = text.text[..range.start].matches(&name).count();
                mentions.push(Mention { from, to: ids[term], text: text.id, name, before });
            }
        });
    }
    mentions
}

/// An abbreviation that stands in running text.
#[derive(Debug)]
pub struct Abbreviation {
    /// The run of text.
    pub text: TextId,
    /// The abbreviation as it stands there.
    pub name: String,
}

/// The abbreviations of a note, such as `FCC` or `O-RAN`: words of capitals, with
/// digits and signs among them. Each is told once.
pub fn abbreviations(note: &Note) -> Vec<Abbreviation> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut abbreviations = Vec::new();
    running_text(note, &mut |_, text: Text<'_>| {
        let words = text.text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '&' | '.' | '’')));
        for word in words {
            let word = word.trim_matches(['-', '&', '.', '’']);
            let word = word.split('’').next().unwrap_or_default();
            let name = word.strip_suffix('s').unwrap_or(word);
            let capitals = name.chars().filter(|c| c.is_uppercase()).count();
            let whole =
                name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '&'));
            let is_number = name.chars().all(|c| "IVX".contains(c));
            if capitals >= 2 && whole && !is_number && name.chars().count() <= 8 && found.insert(name) {
                abbreviations.push(Abbreviation { text: text.id, name: name.to_owned() });
            }
        }
    });
    abbreviations
}
