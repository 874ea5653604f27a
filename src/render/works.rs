//! The works that a book cites, in the words of its citation style, and the
//! citations of one page.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::citation::{self, CitationHtml, Cited, CitedItem, Order, Position, Style, Work};
use crate::model::{Citation, Inline, Locator, Note, ReferenceKey, ReferenceKind, citations_as_read};
use crate::trace::{Changes, Table, Trace};

/// Every cited work in the words of the book's citation style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Works {
    /// The style.
    pub style: Arc<Style>,
    /// The works by their key.
    pub works: BTreeMap<ReferenceKey, Arc<Work>>,
}

/// The same for a function whose questions are noted.
#[derive(Debug, Clone, Copy)]
pub(super) struct AskingWorks<'a> {
    pub style: &'a Style,
    pub works: Table<'a, BTreeMap<ReferenceKey, Arc<Work>>>,
}

impl Works {
    /// The works for a function that is to be run again only if it would be told
    /// something else; the style is the same for all pages.
    pub(super) fn asked<'a>(&'a self, trace: &'a Trace) -> AskingWorks<'a> {
        AskingWorks { style: &self.style, works: Table::new("works", &self.works, trace) }
    }

    /// Adds to `changes` the works that read otherwise than before.
    pub(super) fn compare(&self, old: &Works, changes: &mut Changes) {
        if !std::ptr::eq(self, old) {
            changes.compare("works", &old.works, &self.works);
        }
    }
}

impl<'a> AskingWorks<'a> {
    /// The keys of the works in the order of a list of sources from A to Z.
    pub(super) fn in_order(&self) -> Vec<&'a ReferenceKey> {
        let mut works: Vec<_> = self.works.whole().iter().collect();
        works.sort_by(|(a_key, a), (b_key, b)| (&a.sort_key, a_key).cmp(&(&b.sort_key, b_key)));
        works.into_iter().map(|(key, _)| key).collect()
    }

    /// The full entry of a work.
    pub(super) fn entry(&self, key: &ReferenceKey) -> Arc<str> {
        self.works.get(key).map_or_else(|| key.0.clone(), |work| work.entry.clone())
    }

    /// By what a work is called in a sentence: "Doe and Roe". A key that no
    /// bibliography has stays as it was typed.
    pub(super) fn name(&self, key: &ReferenceKey) -> String {
        self.works.get(key).map_or_else(|| format!("@{key}"), |work| work.name())
    }

    /// A place inside a work: "pp. 12-14".
    pub(super) fn locator(&self, locator: &Locator) -> String {
        citation::locator(locator, self.style)
    }
}

/// The works that one page cites, in the order in which they are cited first.
pub(super) struct PageCitations<'a> {
    works: AskingWorks<'a>,
    /// Each work with its number on the page, from 1.
    numbers: BTreeMap<&'a ReferenceKey, usize>,
    cited: Vec<&'a ReferenceKey>,
}

impl<'a> PageCitations<'a> {
    /// A page that cites nothing yet.
    pub(super) fn new(works: AskingWorks<'a>) -> Self {
        PageCitations { works, numbers: BTreeMap::new(), cited: Vec::new() }
    }

    /// Puts a work into the page's list of sources; `*` stands for all.
    pub(super) fn list(&mut self, key: &ReferenceKey) {
        if &*key.0 == "*" {
            for key in self.works.in_order() {
                self.list(key);
            }
            return;
        }
        let Some((key, _)) = self.works.works.get_key_value(key) else { return };
        if !self.numbers.contains_key(key) {
            self.cited.push(key);
            self.numbers.insert(key, self.cited.len());
        }
    }

    /// Puts the works that a note cites or names into the page's list of sources.
    pub(super) fn list_all(&mut self, note: &Note) {
        let read = citations_as_read(note);
        let citations = read.iter().filter_map(|id| note.citations.get(id.0 as usize));
        for item in citations.chain(&note.citations).flat_map(|citation| &citation.items) {
            self.list(&item.key);
        }
        note.front.nocite.iter().for_each(|key| self.list(&key.value));
    }

    /// Numbers the works as the list of sources has them, if the style sorts it:
    /// otherwise they have the numbers in which they are cited.
    pub(super) fn number(&mut self) {
        if self.works.style.order() == Order::Sorted {
            self.cited.sort_by_key(|key| (&self.works.works[*key].sort_key, *key));
            self.numbers = self.cited.iter().copied().zip(1..).collect();
        }
    }

    /// The positions of the works in a page's citations, which note styles ask
    /// for.
    pub(super) fn positions(&self, note: &Note) -> Vec<Vec<Position>> {
        citation::positions(&note.citations, &citations_as_read(note))
    }

    /// A citation. `print` prints what the author wrote around the works, and
    /// `href` says where the entry of a work stands.
    pub(super) fn cite(
        &self,
        group: &Citation,
        positions: &[Position],
        print: &dyn Fn(&[Inline]) -> String,
        href: &dyn Fn(&ReferenceKey) -> String,
    ) -> CitationHtml {
        self.with_items(group, positions, print, href, |items, style| {
            citation::citation(group.mode, items, style)
        })
    }

    /// A citation that stands away from its page, where notes and numbers would
    /// lead nowhere.
    pub(super) fn cite_elsewhere(
        &self,
        group: &Citation,
        print: &dyn Fn(&[Inline]) -> String,
        href: &dyn Fn(&ReferenceKey) -> String,
    ) -> String {
        let positions = vec![Position::First; group.items.len()];
        self.with_items(group, &positions, print, href, |items, style| {
            citation::citation_elsewhere(group.mode, items, style)
        })
    }

    fn with_items<T>(
        &self,
        group: &Citation,
        positions: &[Position],
        print: &dyn Fn(&[Inline]) -> String,
        href: &dyn Fn(&ReferenceKey) -> String,
        compose: impl FnOnce(&[CitedItem<'_>], &Style) -> T,
    ) -> T {
        let printed: Vec<(String, String, String)> = group
            .items
            .iter()
            .map(|item| (print(&item.prefix), print(&item.suffix), href(&item.key)))
            .collect();
        let items: Vec<CitedItem> = group
            .items
            .iter()
            .zip(positions)
            .zip(&printed)
            .map(|((item, position), (prefix, suffix, href))| CitedItem {
                key: &item.key,
                cited: self.works.works.get(&item.key).map(|work| Cited {
                    work,
                    href,
                    number: self.numbers.get(&item.key).copied().unwrap_or(1),
                    position: *position,
                }),
                locator: item.locator.as_ref(),
                prefix,
                suffix,
                suppress_author: item.suppress_author,
            })
            .collect();
        compose(&items, self.works.style)
    }

    /// The page's list of sources: each work with its full entry, as they are
    /// numbered.
    pub(super) fn sources(self) -> Vec<(&'a ReferenceKey, Arc<str>)> {
        self.cited.into_iter().map(|key| (key, self.works.entry(key))).collect()
    }
}

/// The kinds of works in the order of the citation index, what binds first, with
/// the key of each in the theme's words.
const KINDS: [(ReferenceKind, &str); 23] = [
    (ReferenceKind::Statute, "kind_statute"),
    (ReferenceKind::Regulation, "kind_regulation"),
    (ReferenceKind::Treaty, "kind_treaty"),
    (ReferenceKind::Bill, "kind_bill"),
    (ReferenceKind::Case, "kind_case"),
    (ReferenceKind::Hearing, "kind_hearing"),
    (ReferenceKind::Report, "kind_report"),
    (ReferenceKind::Standard, "kind_standard"),
    (ReferenceKind::PressRelease, "kind_press_release"),
    (ReferenceKind::Speech, "kind_speech"),
    (ReferenceKind::Book, "kind_book"),
    (ReferenceKind::Chapter, "kind_chapter"),
    (ReferenceKind::Thesis, "kind_thesis"),
    (ReferenceKind::JournalArticle, "kind_journal_article"),
    (ReferenceKind::ConferencePaper, "kind_conference_paper"),
    (ReferenceKind::MagazineArticle, "kind_magazine_article"),
    (ReferenceKind::NewspaperArticle, "kind_newspaper_article"),
    (ReferenceKind::Web, "kind_web"),
    (ReferenceKind::Interview, "kind_interview"),
    (ReferenceKind::PersonalCommunication, "kind_personal_communication"),
    (ReferenceKind::Patent, "kind_patent"),
    (ReferenceKind::Dataset, "kind_dataset"),
    (ReferenceKind::Document, "kind_document"),
];

/// The place of a kind in the citation index, and its key in the theme's words.
pub(super) fn kind(kind: ReferenceKind) -> (usize, &'static str) {
    let place = KINDS.iter().position(|(other, _)| *other == kind).expect("every kind is in the table");
    (place, KINDS[place].1)
}
