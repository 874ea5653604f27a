//! An index of citations that is too long for one page is cut into parts: the
//! works of one kind, from one author to another.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{InOrder, Planner, work_anchor};
use crate::model::{Name, Record, Reference, ReferenceKey, Url, hash};
use crate::render::outputs::exports::{self, WorkFiles};
use crate::render::page::{CitationsPage, Content, Page, Place};
use crate::render::works::{self, Works};

/// The most works that stand on one page if there is only one: what would be three
/// parts. An entry with the sentences that cite it weighs 2 to 5 kB.
const WHOLE: usize = 3 * MOST;

/// The least and the most works of a part. Between these a part ends where the
/// key of a work says so, so that a work more or less moves few others.
const LEAST: usize = 15;
const MOST: usize = 40;

/// A part of the index of citations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkPart {
    /// Its address.
    pub url: Url,
    /// The kind of its works, as a key of the theme's words.
    pub word: &'static str,
    /// What its first work is found by: an author, else its title.
    pub from: String,
    /// What its last work is found by.
    pub to: String,
    /// Its works in order.
    works: Vec<ReferenceKey>,
}

impl WorkPart {
    /// How many works it has.
    pub fn count(&self) -> usize {
        self.works.len()
    }
}

/// How the index of citations is cut.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct WorkParts {
    /// The parts in order; none if all works stand on one page.
    pub parts: Vec<Arc<WorkPart>>,
    /// The page of each work, if there are parts.
    pub urls: BTreeMap<ReferenceKey, Url>,
    /// The files of each work, if there are parts or not.
    pub(super) files: BTreeMap<ReferenceKey, WorkFiles>,
}

/// Cuts the index of citations.
pub fn work_parts(works: &Works, references: &BTreeMap<ReferenceKey, Record>) -> WorkParts {
    let mut cut = WorkParts { files: exports::addresses(works.works.keys()), ..WorkParts::default() };
    if works.works.len() <= WHOLE {
        return cut;
    }
    let kind = |key: &ReferenceKey| works::kind(references[key].kind);
    let mut order: Vec<_> = works.works.iter().collect();
    order.sort_by_cached_key(|(key, work)| (kind(key).0, &work.sort_key, *key));
    for of_kind in order.chunk_by(|(a, _), (b, _)| kind(a).0 == kind(b).0) {
        let mut rest = of_kind;
        while !rest.is_empty() {
            let ends = |at: &usize| hash(&rest[*at].0.0).is_multiple_of(8);
            let end = (LEAST..rest.len().min(MOST)).find(ends).unwrap_or(rest.len().min(MOST));
            let (part, after) = rest.split_at(end);
            let (first, last) = (part[0].0, part[part.len() - 1].0);
            let url = cut.files[first].part.clone();
            cut.urls.extend(part.iter().map(|(key, _)| ((*key).clone(), url.clone())));
            cut.parts.push(Arc::new(WorkPart {
                url,
                word: kind(first).1,
                from: found_by(&references[first]),
                to: found_by(&references[last]),
                works: part.iter().map(|(key, _)| (*key).clone()).collect(),
            }));
            rest = after;
        }
    }
    cut
}

/// What a work is found by in a list from A to Z.
fn found_by(work: &Reference) -> String {
    let maker = work.authors.iter().chain(&work.editors).find_map(|name| match name {
        Name::Person { family, .. } => Some(family.clone()),
        Name::Literal(name) => Some(name.clone()),
        Name::Others => None,
    });
    maker.or_else(|| work.title.clone()).unwrap_or_else(|| work.key.to_string())
}

impl Planner<'_> {
    /// The entry of a work in the index of citations.
    pub(super) fn work_place(&self, key: &ReferenceKey) -> Place {
        Place { title: "".into(), url: self.known.work_page(key).clone(), anchor: Some(work_anchor(key)) }
    }

    /// A part of the index of citations, with those before and after it.
    pub(super) fn work_part(&self, works: &InOrder<WorkPart>) -> Page {
        let place = |part: &WorkPart| {
            let kind = self.known.labels.kind(part.word);
            let title = format!("{kind}: {} \u{2013} {}", part.from, part.to);
            Place { title: title.into(), url: part.url.clone(), anchor: None }
        };
        let groups = self.groups(works.part.works.iter().collect());
        let content = CitationsPage { intro: Default::default(), groups, parts: Vec::new() };
        let whole = (&self.known.labels.sources, &self.addresses.citations);
        self.part_page(works, place, whole, Content::Citations(Box::new(content)))
    }

    /// The page of a part of a list; `whole` is the title of the list, and where it
    /// begins.
    pub(super) fn part_page<T>(
        &self,
        parts: &InOrder<T>,
        place: impl Fn(&T) -> Place,
        (title, url): (&String, &Url),
        content: Content,
    ) -> Page {
        let whole = Place { title: title.as_str().into(), url: url.clone(), anchor: None };
        Page {
            breadcrumbs: [self.section_place(""), whole].into(),
            previous: parts.before.as_deref().map(&place),
            next: parts.after.as_deref().map(&place),
            content,
            ..self.page(place(&parts.part))
        }
    }
}
