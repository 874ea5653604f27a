//! The terms of the glossary, and where notes use them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::names::fold;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::model::{Anchor, Block, Book, Inline, Note, NoteId, TermId, TermLinks, TextId, slug};
use crate::source::Span;
use crate::trace::{Changes, Table, Trace};

/// All terms of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexicon {
    /// The terms by name.
    pub terms: Arc<BTreeMap<TermId, Arc<Term>>>,
    /// Finds terms in text.
    pub matcher: Arc<Matcher>,
    /// Every name and form, folded.
    names: Arc<BTreeMap<String, TermId>>,
    /// Where each term stands, but for those that want no links.
    pub spans: Arc<BTreeMap<TermId, Span>>,
}

/// The terms of a book, for a function whose questions are noted.
#[derive(Debug, Clone, Copy)]
pub struct AskingTerms<'a> {
    terms: Table<'a, BTreeMap<TermId, Arc<Term>>>,
    names: Table<'a, BTreeMap<String, TermId>>,
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
    pub definition: Option<Meaning>,
}

/// What a term means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// The id of the entry on the page of its note.
    pub anchor: Anchor,
    /// What it means; one or several.
    pub definitions: Vec<Vec<Block>>,
}

/// What a note says of a term that it explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    name: String,
    forms: Vec<String>,
    definition: Option<Meaning>,
    span: Span,
    /// Whether its note wants no links to it.
    unlinked: bool,
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
    /// The terms for a function that is to be run again only if it would be told
    /// something else.
    pub fn asked<'a>(&'a self, trace: &'a Trace) -> AskingTerms<'a> {
        AskingTerms {
            terms: Table::new("terms", &*self.terms, trace),
            names: Table::new("term names", &*self.names, trace),
        }
    }

    /// Finds out which names mean something else than they did, and which terms
    /// are others.
    pub fn compare(&self, old: &Lexicon, changes: &mut Changes) {
        changes.compare("terms", &old.terms, &self.terms);
        changes.compare("term names", &old.names, &self.names);
    }
}

impl AskingTerms<'_> {
    /// The term with this name or form; case does not count.
    pub(super) fn find(&self, name: &str) -> Option<TermId> {
        self.names.get(&fold(name)).cloned()
    }

    /// All terms and their other names, for "did you mean".
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.terms
            .whole()
            .iter()
            .flat_map(|(id, term)| std::iter::once(&*id.0).chain(term.forms.iter().map(String::as_str)))
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
pub fn lexicon(entries: &[(NoteId, Arc<Vec<Entry>>)], language: &str) -> Checked<Lexicon> {
    let mut terms = BTreeMap::new();
    let mut spans = BTreeMap::new();
    let mut names: BTreeMap<String, TermId> = BTreeMap::new();
    let mut patterns = Vec::new();
    let mut anchors = BTreeSet::new();
    let mut diagnostics = Vec::new();
    // Notes that explain a term come before definition lists.
    let all = || entries.iter().flat_map(|(id, entries)| entries.iter().map(move |entry| (id, entry)));
    let of_notes = all().filter(|(_, entry)| entry.definition.is_none());
    let of_lists = all().filter(|(_, entry)| entry.definition.is_some());
    for (id, Entry { name, forms, definition, span, unlinked }) in of_notes.chain(of_lists) {
        let term = TermId(name.as_str().into());
        if let Some(other) = names.get(&fold(name)) {
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateTerm,
                    span.clone(),
                    format!("the term `{name}` is already taken by `{}`", other.0),
                )
                .with_help("keep one of the two definitions, or give one of them a name of its own"),
            );
            continue;
        }
        let mut kept = Vec::new();
        names.insert(fold(name), term.clone());
        let mut own = vec![name.clone()];
        for form in forms {
            match names.get(&fold(form)) {
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
                    names.insert(fold(form), term.clone());
                    own.push(form.clone());
                    kept.push(form.clone());
                }
            }
        }
        if definition.is_some() || !unlinked {
            patterns.extend(own.into_iter().map(|name| (name, term.clone())));
        }
        let anchor = free_anchor(name, &mut anchors);
        if !unlinked {
            spans.insert(term.clone(), span.clone());
        }
        let entry = Term { forms: kept, anchor, note: id.clone(), definition: definition.clone() };
        terms.insert(term, Arc::new(entry));
    }
    if is_english(language) {
        // What an author calls something else is no plural.
        let plurals: Vec<_> =
            patterns.iter().filter_map(|(name, term)| Some((plural(name)?, term.clone()))).collect();
        patterns.extend(plurals.into_iter().filter(|(name, _)| !names.contains_key(&fold(name))));
    }
    let matcher = Arc::new(Matcher::new(patterns));
    let (terms, names, spans) = (Arc::new(terms), Arc::new(names), Arc::new(spans));
    let lexicon = Lexicon { terms, matcher, names, spans };
    Checked { value: lexicon, diagnostics }
}

fn is_english(language: &str) -> bool {
    language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"))
}

/// The regular plural of an English name; `None` if it has none, such as a name
/// that ends in a sign. Other plurals, and those of other languages, authors give
/// as forms of their terms.
fn plural(name: &str) -> Option<String> {
    let last = name.chars().next_back().filter(|c| c.is_alphanumeric())?;
    let before = name[..name.len() - last.len_utf8()].chars().next_back();
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| name.ends_with(end));
    let vowel = before.is_some_and(|c| "aeiouAEIOU".contains(c));
    Some(match last {
        'y' if !vowel => format!("{}ies", &name[..name.len() - 1]),
        _ if hisses => format!("{name}es"),
        _ => format!("{name}s"),
    })
}

/// What a note says of terms: the one that the whole note explains, then those
/// of its definition lists, if it is one of the glossary.
pub(super) fn entries(id: &NoteId, note: &Note) -> Vec<Entry> {
    let mut entries = Vec::new();
    if let Some(term) = &note.front.term {
        entries.push(Entry {
            name: term.value.clone(),
            forms: note.front.forms.clone(),
            definition: None,
            span: term.span.clone(),
            unlinked: note.front.unlinked,
        });
    }
    let lists = note.body.iter().filter_map(|block| match block {
        Block::DefinitionList(definitions) if is_glossary(id) => Some(definitions),
        _ => None,
    });
    for definition in lists.flatten() {
        let Some((name, forms)) = definition.plain.split_first() else { continue };
        entries.push(Entry {
            name: name.clone(),
            forms: forms.to_vec(),
            definition: Some(Meaning {
                anchor: definition.anchor.clone(),
                definitions: definition.definitions.clone(),
            }),
            span: definition.span.clone(),
            unlinked: note.front.unlinked,
        });
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
/// Terms are not looked for in headings, links, code, the titles of works and the
/// terms of definition lists, nor where a note says `no_terms`. Of two names that
/// overlap the longer one counts.
pub fn term_uses(note: &Note, matcher: &Matcher) -> Vec<TermUse> {
    let mut search = Search { matcher, found: BTreeSet::new(), uses: Vec::new(), said: None };
    match &note.front.terms {
        _ if matcher.automaton.is_none() => return search.uses,
        TermLinks::None => return search.uses,
        TermLinks::AllBut(names) => {
            let names: BTreeSet<String> = names.iter().map(|name| fold(name)).collect();
            let unwanted = matcher.names.iter().filter(|(name, _)| names.contains(&fold(name)));
            search.found.extend(unwanted.map(|(_, term)| term.clone()));
        }
        TermLinks::All => {}
    }
    // A note does not explain its own term to itself.
    if let Some(term) = &note.front.term {
        search.found.insert(TermId(term.value.as_str().into()));
    }
    search.note(note);
    search.uses
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
    if matcher.automaton.is_none() {
        return mentions;
    }
    for (id, note) in &*book.notes {
        let mut search = Search {
            matcher: &matcher,
            found: BTreeSet::from([term(id)]),
            uses: Vec::new(),
            said: Some(Vec::new()),
        };
        search.note(note);
        for (found, said) in search.uses.into_iter().zip(search.said.unwrap_or_default()) {
            mentions.push((id, &**note, ids[&found.term], said));
        }
    }
    mentions
}

/// How much text around a mention is quoted, in characters on each side.
const QUOTED: usize = 40;

/// A part of a text with some words before and after it.
fn around(text: &str, range: &std::ops::Range<usize>) -> String {
    let before = text[..range.start].char_indices().rev().nth(QUOTED).map(|(at, _)| at);
    let after = text[range.end..].char_indices().nth(QUOTED).map(|(at, _)| range.end + at);
    let start =
        before.map_or(0, |at| text[at..range.start].find(' ').map_or(range.start, |blank| at + blank + 1));
    let end = after
        .map_or(text.len(), |at| text[range.end..at].rfind(' ').map_or(range.end, |blank| range.end + blank));
    let mark = |cut: bool| if cut { "…" } else { "" };
    format!("{}{}{}", mark(before.is_some()), &text[start..end], mark(after.is_some()))
}

struct Search<'a> {
    matcher: &'a Matcher,
    found: BTreeSet<TermId>,
    uses: Vec<TermUse>,
    /// The words around each use, where they are wanted.
    said: Option<Vec<String>>,
}

impl Search<'_> {
    fn note(&mut self, note: &Note) {
        self.blocks(&note.body);
        for footnote in &note.footnotes {
            self.blocks(&footnote.body);
        }
    }

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
                // In italics, what is written like a title is one.
                Inline::Emphasis(inner) if is_title(&words_of(inner)) => {}
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
        let titles: Vec<_> = quoted(text).filter(|range| is_title(&text[range.clone()])).collect();
        for (range, term) in self.matcher.find(text) {
            if titles.iter().any(|title| title.contains(&range.start)) {
                continue;
            }
            if self.found.insert(term.clone()) {
                let (start, end) = (range.start as u32, range.end as u32);
                self.uses.push(TermUse { text: id, start, end, term: term.clone() });
                if let Some(said) = &mut self.said {
                    said.push(around(text, &range));
                }
            }
        }
    }
}

/// The words of a line.
fn words_of(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.text.as_str(),
            Inline::SoftBreak | Inline::HardBreak => " ",
            _ => "",
        })
        .collect()
}

/// What stands between quotation marks in a text.
fn quoted(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let open = from + text[from..].find(['“', '„', '«', '《', '"'])?;
        let sign = text[open..].chars().next()?;
        let start = open + sign.len_utf8();
        let close: &[char] = match sign {
            '“' => &['”'],
            '„' => &['“', '”'],
            '«' => &['»'],
            '《' => &['》'],
            _ => &['"'],
        };
        let end = start + text[start..].find(close)?;
        from = end + text[end..].chars().next().map_or(0, char::len_utf8);
        Some(start..end)
    })
}

/// Whether a text is written like the title of a work: of two words or more, and
/// all but short ones begin with a capital or a digit.
fn is_title(text: &str) -> bool {
    let mut words = 0;
    let long = text.split_whitespace().map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()));
    for word in long.filter(|word| !word.is_empty()) {
        let capital = word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        if !capital && word.chars().count() > 3 {
            return false;
        }
        words += usize::from(capital);
    }
    words >= 2
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
