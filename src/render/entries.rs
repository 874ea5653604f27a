//! Entries of the glossary and of the index of citations: each is printed by itself,
//! so that of a long list only those are printed again that say something else.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::page::{Content, Page, TermItem, WorkItem};
use super::print::{Printer, site_view};
use super::theme::{Shared, Theme};
use super::view::{EntryView, TermView, WorkView};
use crate::diagnostic::{Checked, Diagnostic};
use crate::model::Anchor;

/// The entries of a page as they are printed, in order.
#[derive(Debug, Default, Clone)]
pub(super) struct Entries(Arc<[Entry]>);

/// An entry with its text.
#[derive(Debug)]
struct Entry {
    of: EntryOf,
    html: Arc<str>,
    diagnostics: Vec<Diagnostic>,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum EntryOf {
    Term(Arc<TermItem>),
    Work(Arc<WorkItem>),
}

/// What the template of an entry sees, but for the theme's words.
#[derive(Serialize)]
struct Sheet {
    site: Shared,
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<TermView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    work: Option<WorkView>,
}

impl EntryOf {
    /// Its id on the page.
    fn anchor(&self) -> &Anchor {
        match self {
            EntryOf::Term(term) => &term.anchor,
            EntryOf::Work(work) => &work.anchor,
        }
    }
}

impl Entries {
    /// Prints the entries of a page. `earlier` are those that it had before, printed
    /// with the same theme and the same view of the book.
    pub(super) fn new(theme: &Theme, page: &Page, printer: &Printer, earlier: Option<&Entries>) -> Entries {
        let all: Vec<EntryOf> = match &page.content {
            Content::Glossary(glossary) => {
                let terms = glossary.letters.iter().flat_map(|(_, terms)| terms);
                terms.map(|term| EntryOf::Term(term.clone())).collect()
            }
            Content::Citations(citations) => {
                let works = citations.groups.iter().flat_map(|group| &group.works);
                works.map(|work| EntryOf::Work(work.clone())).collect()
            }
            _ => return Entries::default(),
        };
        let earlier = earlier.iter().flat_map(|entries| &*entries.0);
        let earlier: HashMap<&Anchor, &Entry> = earlier.map(|entry| (entry.of.anchor(), entry)).collect();
        let entry = |of: EntryOf| match earlier.get(of.anchor()) {
            Some(same) if same.of == of => {
                Entry { of, html: same.html.clone(), diagnostics: same.diagnostics.clone() }
            }
            _ => {
                let Checked { value, diagnostics } = print(theme, page, printer, &of);
                Entry { of, html: value.into(), diagnostics }
            }
        };
        Entries(all.into_iter().map(entry).collect())
    }

    /// As the template of the page sees them, one after the other.
    pub(super) fn views(&self) -> impl Iterator<Item = EntryView> {
        self.0.iter().map(|entry| EntryView { html: entry.html.clone() })
    }

    /// What is wrong with them.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        self.0.iter().flat_map(|entry| entry.diagnostics.iter().cloned())
    }
}

fn print(theme: &Theme, page: &Page, printer: &Printer, of: &EntryOf) -> Checked<String> {
    let mut sheet = Sheet { site: site_view(&page.site), term: None, work: None };
    let template = match of {
        EntryOf::Term(term) => {
            sheet.term = Some(printer.term(term));
            "parts/term.html"
        }
        EntryOf::Work(work) => {
            sheet.work = Some(printer.work(work));
            "parts/work.html"
        }
    };
    theme.render(template, &page.site.language, &sheet)
}
