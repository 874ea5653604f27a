//! The terms of the glossary, and where notes use them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::names::fold;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::model::{Anchor, Block, Book, Definition, Inline, Note, NoteId, TermId, TextId, slug};
use crate::source::Span;

/// All terms of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexicon {
    /// The terms by name.
    pub terms: BTreeMap<TermId, Term>,
    /// Finds terms in text.
    pub matcher: Arc<Matcher>,
    /// Every name and form, folded.
    names: BTreeMap<String, TermId>,
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Other names: abbreviations, plurals.
    pub forms: Vec<String>,
    /// Its id on the glossary page.
    pub anchor: Anchor,
    /// The note it stands in.
    pub note: NoteId,
    /// What it means, where that is an entry of a definition list; `None` where
    /// the whole note explains the term.
    pub definition: Option<Definition>,
}

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
}

/// Finds the names of terms in text. Equal if the names are.
#[derive(Debug)]
pub struct Matcher {
    /// The names with their terms.
    names: Vec<(String, TermId)>,
    automaton: Option<AhoCorasick>,
}

impl PartialEq for Matcher {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names
    }
}

impl Eq for Matcher {}

impl Lexicon {
    /// The term with this name or form; case does not count.
    pub(super) fn find(&self, name: &str) -> Option<TermId> {
        self.names.get(&fold(name)).cloned()
    }

    /// Whether a term is defined in a note.
    pub(super) fn stands_in(&self, term: &TermId, note: &NoteId) -> bool {
        self.terms[term].note == *note
    }
}

/// Whether a note's definition lists are entries of the glossary: the note
/// `glossary` of the content folder, and all notes of the folder `glossary`.
pub(crate) fn is_glossary(id: &NoteId) -> bool {
    id.as_str() == "glossary" || id.folder() == "glossary" || id.folder().starts_with("glossary/")
}

/// Gathers the terms of a book, and reports names that two of them claim.
pub fn lexicon(book: &Book) -> Checked<Lexicon> {
    let mut terms = BTreeMap::new();
    let mut names: BTreeMap<String, TermId> = BTreeMap::new();
    let mut patterns = Vec::new();
    let mut anchors = BTreeSet::new();
    let mut diagnostics = Vec::new();
    for (id, name, forms, definition, span) in entries(book) {
        let term = TermId(name.as_str().into());
        if let Some(other) = names.get(&fold(&name)) {
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateTerm,
                    span,
                    format!("the term `{name}` is already taken by `{}`", other.0),
                )
                .with_help("keep one of the two definitions, or give one of them a name of its own"),
            );
            continue;
        }
        let mut kept = Vec::new();
        names.insert(fold(&name), term.clone());
        patterns.push((name.clone(), term.clone()));
        for form in forms {
            match names.get(&fold(&form)) {
                Some(other) if *other == term => {}
                Some(other) => {
                    let message =
                        format!("`{form}`, another name for `{name}`, is already taken by `{}`", other.0);
                    diagnostics.push(
                        Diagnostic::new(Code::DuplicateTerm, span.clone(), message)
                            .with_help("a name can lead to one term only: take it away from one of them"),
                    );
                }
                None => {
                    names.insert(fold(&form), term.clone());
                    patterns.push((form.clone(), term.clone()));
                    kept.push(form);
                }
            }
        }
        let anchor = free_anchor(&name, &mut anchors);
        terms.insert(term, Term { forms: kept, anchor, note: id, definition });
    }
    let lexicon = Lexicon { terms, matcher: Arc::new(Matcher::new(patterns)), names };
    Checked { value: lexicon, diagnostics }
}

type Entry = (NoteId, String, Vec<String>, Option<Definition>, Span);

/// Every entry of the glossary: notes that define a term, then definition lists.
fn entries(book: &Book) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (id, note) in &book.notes {
        if let Some(term) = &note.front.term {
            entries.push((id.clone(), term.value.clone(), note.front.forms.clone(), None, term.span.clone()));
        }
    }
    for (id, note) in book.notes.iter().filter(|(id, _)| is_glossary(id)) {
        for block in &note.body {
            let Block::DefinitionList(definitions) = block else { continue };
            for definition in definitions {
                let Some((name, forms)) = definition.plain.split_first() else { continue };
                let forms = forms.to_vec();
                entries.push((
                    id.clone(),
                    name.clone(),
                    forms,
                    Some(definition.clone()),
                    definition.span.clone(),
                ));
            }
        }
    }
    entries
}

fn free_anchor(name: &str, taken: &mut BTreeSet<Anchor>) -> Anchor {
    let base = format!("term-{}", slug(name));
    let anchor = (1..)
        .map(|n| Anchor::new(if n == 1 { base.clone() } else { format!("{base}-{n}") }))
        .find(|anchor| !taken.contains(anchor))
        .expect("there are more numbers than terms");
    taken.insert(anchor.clone());
    anchor
}

/// Finds the first use of each term in a note, in reading order.
///
/// Terms are not looked for in headings, links, code and the terms of definition
/// lists, nor in notes that say `no_terms`. Of two names that overlap the longer
/// one counts.
pub fn term_uses(note: &Note, matcher: &Matcher) -> Vec<TermUse> {
    let mut search = Search { matcher, found: BTreeSet::new(), uses: Vec::new() };
    if note.front.no_terms || matcher.automaton.is_none() {
        return search.uses;
    }
    // A note does not explain its own term to itself.
    if let Some(term) = &note.front.term {
        search.found.insert(TermId(term.value.as_str().into()));
    }
    search.blocks(&note.body);
    for footnote in &note.footnotes {
        search.blocks(&footnote.body);
    }
    search.uses
}

struct Search<'a> {
    matcher: &'a Matcher,
    found: BTreeSet<TermId>,
    uses: Vec<TermUse>,
}

impl Search<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text) | Block::Plain(text) => self.inlines(text),
                Block::Quote(body) => self.blocks(body),
                Block::Callout(callout) => self.blocks(&callout.body),
                Block::List(list) => list.items.iter().for_each(|item| self.blocks(&item.body)),
                Block::DefinitionList(definitions) => {
                    definitions
                        .iter()
                        .flat_map(|entry| &entry.definitions)
                        .for_each(|body| self.blocks(body));
                }
                Block::Table(table) => {
                    table.rows.iter().flatten().for_each(|cell| self.inlines(cell));
                }
                Block::Figure { caption: Some(caption), .. } => self.inlines(caption),
                Block::Anchored(_, block) => self.blocks(std::slice::from_ref(block)),
                Block::Heading(_)
                | Block::Code { .. }
                | Block::Figure { caption: None, .. }
                | Block::Embed(_)
                | Block::Timeline(_)
                | Block::Chart(_)
                | Block::Html(_)
                | Block::Rule => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text.id, &text.text),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Highlight(inner) => {
                    self.inlines(inner)
                }
                Inline::Strikethrough(_)
                | Inline::Code(_)
                | Inline::Link(..)
                | Inline::Image(_)
                | Inline::Embed(_)
                | Inline::Citation(_)
                | Inline::Footnote(_)
                | Inline::Html(_)
                | Inline::SoftBreak
                | Inline::HardBreak => {}
            }
        }
    }

    fn text(&mut self, id: TextId, text: &str) {
        for (range, term) in self.matcher.find(text) {
            if self.found.insert(term.clone()) {
                let (start, end) = (range.start as u32, range.end as u32);
                self.uses.push(TermUse { text: id, start, end, term: term.clone() });
            }
        }
    }
}

impl Matcher {
    fn new(names: Vec<(String, TermId)>) -> Self {
        let automaton = (!names.is_empty()).then(|| {
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::LeftmostLongest)
                .build(names.iter().map(|(name, _)| name))
                .expect("names from notes are far from the limit of four billion bytes")
        });
        Matcher { names, automaton }
    }

    /// Every name in a text that stands there as a word of its own.
    fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (std::ops::Range<usize>, &'a TermId)> {
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let automaton = self.automaton.as_ref()?;
                let found = automaton.find(Input::new(text).range(from..))?;
                let (name, term) = &self.names[found.pattern().as_usize()];
                let range = found.range();
                if is_word(text, &range) && case_fits(name, &text[range.clone()]) {
                    from = range.end;
                    return Some((range, term));
                }
                // A shorter name may begin inside what did not fit.
                from = range.start + text[range.start..].chars().next().map_or(1, char::len_utf8);
            }
        })
    }
}

/// Whether no letter or digit touches the range. Scripts that put no blanks
/// between words are left alone.
fn is_word(text: &str, range: &std::ops::Range<usize>) -> bool {
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
