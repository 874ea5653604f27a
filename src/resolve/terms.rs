//! The terms of the glossary: gathered from notes and definition lists, each under
//! all of its names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::matcher::Matcher;
use super::names::fold;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::model::{Anchor, Block, Note, NoteId, TermId, slug};
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

impl Lexicon {
    /// Whether a term has this name or form; case does not count.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(&fold(name))
    }

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
