//! Finds names in text.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use crate::model::TermId;

/// Finds the names of terms in text. Equal if the names are.
#[derive(Debug)]
pub struct Matcher {
    /// The names with their terms.
    pub(super) names: Vec<(String, TermId)>,
    automaton: Option<AhoCorasick>,
}

impl PartialEq for Matcher {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names
    }
}

impl Eq for Matcher {}

impl Matcher {
    pub(super) fn new(names: Vec<(String, TermId)>) -> Self {
        // For up to a hundred names the builder makes a table of all states, which is searched
        // faster; for more the table takes longer to make than it saves in most books.
        let automaton = (!names.is_empty()).then(|| {
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::LeftmostLongest)
                .build(names.iter().map(|(name, _)| name))
                .expect("names from notes are far from the limit of four billion bytes")
        });
        Matcher { names, automaton }
    }

    /// Whether there is nothing to find.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Every name in a text that stands there as a word of its own, the longest of
    /// those that begin at one place.
    pub(super) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Range<usize>, &'a TermId)> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let automaton = self.automaton.as_ref()?;
            let find = |range: Range<usize>| automaton.find(Input::new(text).range(range));
            loop {
                let mut found = find(from..text.len())?;
                let start = found.start();
                loop {
                    let (name, term) = &self.names[found.pattern().as_usize()];
                    let range = found.range();
                    if is_word(text, &range) && case_fits(name, &text[range.clone()]) {
                        from = range.end;
                        return Some((range, term));
                    }
                    // A shorter name may begin where one stands that does not fit.
                    let shorter = text[range].char_indices().next_back().map_or(0, |(at, _)| at);
                    match find(start..start + shorter).filter(|found| found.start() == start) {
                        Some(next) if shorter > 0 => found = next,
                        _ => break,
                    }
                }
                from = start + text[start..].chars().next().map_or(1, char::len_utf8);
            }
        })
    }
}

/// Whether no letter or digit touches the range. Scripts that put no blanks
/// between words are left alone.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let joins = |a: Option<char>, b: Option<char>| matches!((a, b), (Some(a), Some(b)) if a.is_alphanumeric() && b.is_alphanumeric() && !unspaced(a) && !unspaced(b));
    let inside = &text[range.clone()];
    !joins(text[..range.start].chars().next_back(), inside.chars().next())
        && !joins(inside.chars().next_back(), text[range.end..].chars().next())
}

/// Whether a script writes words without blanks between them: Han, kana, Thai,
/// Lao, Khmer, Myanmar.
fn unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Acronyms and names with capitals inside ("BIS", "O-RAN", "mmWave") count only
/// as they are written: "bis" and "ran" are other words. All other names may
/// begin a sentence or stand in it.
fn case_fits(name: &str, found: &str) -> bool {
    let is_acronym =
        name.chars().skip(1).any(char::is_uppercase) && !name.contains(' ') || name.chars().count() <= 3;
    !is_acronym || name == found
}
