//! The works that a book cites, in the words of its citation style, and the
//! citations of one page.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::citation::{
    self, CitationHtml, Cited, CitedItem, Distinction, Draft, Order, Positions, Style, Work,
};
use crate::model::{Citation, Inline, Locator, ReferenceKey, ReferenceKind};

/// Every work of the book in the words of its citation style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Works {
    style: Arc<Style>,
    works: BTreeMap<ReferenceKey, Arc<Work>>,
}

impl Works {
    /// The works of a book, made by [`work`](super::work) in this style.
    pub fn new(style: Arc<Style>, works: BTreeMap<ReferenceKey, Arc<Work>>) -> Self {
        Works { style, works }
    }
}

/// What tells works apart that the style would call the same, for every one of
/// `drafts`.
pub fn distinctions(
    drafts: BTreeMap<ReferenceKey, Arc<Draft>>,
    style: &Style,
) -> BTreeMap<ReferenceKey, Distinction> {
    let mut distinctions = citation::disambiguate(&drafts, style);
    drafts.into_keys().map(|key| (key.clone(), distinctions.remove(&key).unwrap_or_default())).collect()
}

/// The citations of one page, in reading order.
pub(super) struct PageCitations<'a> {
    works: &'a Works,
    cited: Vec<ReferenceKey>,
    positions: Positions,
}

/// Prints what the author wrote before or after a work.
type Print<'p> = &'p dyn Fn(&[Inline]) -> String;

/// Says where the entry of a work stands.
type Href<'p> = &'p dyn Fn(&ReferenceKey) -> String;

impl<'a> PageCitations<'a> {
    /// A page that cites nothing yet.
    pub(super) fn new(works: &'a Works) -> Self {
        PageCitations { works, cited: Vec::new(), positions: Positions::default() }
    }

    /// The next citation of the page.
    pub(super) fn cite(&mut self, group: &Citation, print: Print<'_>, href: Href<'_>) -> CitationHtml {
        self.with_items(group, print, href, |items, style| citation::citation(group.mode, items, style))
    }

    /// The next citation where a piece of the page stands on another.
    pub(super) fn cite_elsewhere(&mut self, group: &Citation, print: Print<'_>, href: Href<'_>) -> String {
        self.with_items(group, print, href, |items, style| {
            citation::citation_elsewhere(group.mode, items, style)
        })
    }

    fn with_items<T>(
        &mut self,
        group: &Citation,
        print: Print<'_>,
        href: Href<'_>,
        compose: impl FnOnce(&[CitedItem<'_>], &Style) -> T,
    ) -> T {
        for item in &group.items {
            self.list(&item.key);
        }
        let positions = self.positions.next(group);
        let texts: Vec<[String; 3]> = group
            .items
            .iter()
            .map(|item| [print(&item.prefix), print(&item.suffix), href(&item.key)])
            .collect();
        let items = group.items.iter().zip(&texts).zip(positions).map(|((item, texts), position)| {
            let [prefix, suffix, href] = texts;
            let number = self.cited.iter().position(|key| *key == item.key).map_or(0, |index| index + 1);
            let work = self.works.works.get(&item.key);
            CitedItem {
                key: &item.key,
                cited: work.map(|work| Cited { work, href, number, position }),
                locator: item.locator.as_ref(),
                prefix,
                suffix,
                suppress_author: item.suppress_author,
            }
        });
        compose(&items.collect::<Vec<_>>(), &self.works.style)
    }

    /// Puts a work into the page's list of sources. `*` stands for all works.
    pub(super) fn list(&mut self, key: &ReferenceKey) {
        if &*key.0 == "*" {
            for key in self.works.works.keys().cloned().collect::<Vec<_>>() {
                self.list(&key);
            }
        }
        if self.works.works.contains_key(key) && !self.cited.contains(key) {
            self.cited.push(key.clone());
        }
    }

    /// The page's list of sources with their entries.
    pub(super) fn sources(self) -> Vec<(ReferenceKey, Arc<str>)> {
        let mut keys = self.cited;
        if self.works.style.order() == Order::Sorted {
            keys.sort_by(|a, b| sort_key(self.works, a).cmp(&sort_key(self.works, b)));
        }
        keys.into_iter().map(|key| (key.clone(), entry(self.works, &key))).collect()
    }
}

/// The works with these keys as a list of sources has them; keys of works that
/// there are not are left out.
pub(super) fn in_order<'a>(
    works: &Works,
    keys: impl Iterator<Item = &'a ReferenceKey>,
) -> Vec<&'a ReferenceKey> {
    let mut keys: Vec<_> = keys.filter(|key| works.works.contains_key(*key)).collect();
    keys.sort_by(|a, b| sort_key(works, a).cmp(&sort_key(works, b)));
    keys
}

/// What orders a work, its key last.
fn sort_key<'k>(works: &'k Works, key: &'k ReferenceKey) -> (Option<&'k Vec<String>>, &'k ReferenceKey) {
    (works.works.get(key).map(|work| &work.sort_key), key)
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

/// The entry of a work in a list of sources, as HTML.
pub(super) fn entry(works: &Works, key: &ReferenceKey) -> Arc<str> {
    works.works[key].entry.clone()
}

/// A place in a work with its label, plain text: "p. 12".
pub(super) fn locator(works: &Works, locator: &Locator) -> String {
    citation::locator(locator, &works.style)
}
