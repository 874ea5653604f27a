//! The works that a book cites, in the words of its citation style, and the
//! citations of one page.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Citation, Inline, Locator, Reference, ReferenceKey, ReferenceKind};

/// Every cited work in the words of the citation style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Works {
    entries: BTreeMap<ReferenceKey, Arc<str>>,
}

/// Stand-in.
pub fn works(references: &BTreeMap<ReferenceKey, Arc<Reference>>) -> Works {
    Works {
        entries: references
            .iter()
            .map(|(key, work)| {
                (key.clone(), super::html::escape(work.title.as_deref().unwrap_or(&key.0)).into())
            })
            .collect(),
    }
}

/// The citations of one page, in reading order.
pub(super) struct PageCitations<'a> {
    works: &'a Works,
    cited: Vec<ReferenceKey>,
}

impl<'a> PageCitations<'a> {
    pub(super) fn new(works: &'a Works) -> Self {
        PageCitations { works, cited: Vec::new() }
    }

    pub(super) fn cite(
        &mut self,
        group: &Citation,
        _print: &dyn Fn(&[Inline]) -> String,
        href: &dyn Fn(&ReferenceKey) -> String,
    ) -> String {
        let mut out = String::from("(");
        for item in &group.items {
            self.list(&item.key);
            out.push_str(&format!("<a class=\"cite\" href=\"{}\">{}</a> ", href(&item.key), item.key));
        }
        out.push(')');
        out
    }

    pub(super) fn cite_briefly(
        &mut self,
        group: &Citation,
        print: &dyn Fn(&[Inline]) -> String,
        href: &dyn Fn(&ReferenceKey) -> String,
    ) -> String {
        self.cite(group, print, href)
    }

    pub(super) fn as_notes(&self) -> bool {
        false
    }

    pub(super) fn list(&mut self, key: &ReferenceKey) {
        if self.works.entries.contains_key(key) && !self.cited.contains(key) {
            self.cited.push(key.clone());
        }
    }

    pub(super) fn sources(self) -> Vec<(ReferenceKey, Arc<str>)> {
        self.cited.iter().map(|key| (key.clone(), self.works.entries[key].clone())).collect()
    }
}

pub(super) fn in_order<'a>(
    _works: &Works,
    keys: impl Iterator<Item = &'a ReferenceKey>,
) -> Vec<&'a ReferenceKey> {
    keys.collect()
}

pub(super) fn kind_word(_kind: ReferenceKind) -> &'static str {
    "kind_document"
}

pub(super) fn entry(works: &Works, key: &ReferenceKey) -> Arc<str> {
    works.entries[key].clone()
}

pub(super) fn locator(_works: &Works, locator: &Locator) -> String {
    locator.value.clone()
}
