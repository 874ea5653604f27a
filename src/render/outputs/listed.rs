//! A page as lists of pages have it.

use std::sync::Arc;

use super::{llms, sitemap};
use crate::model::{TopicName, Url};
use crate::render::markdown;
use crate::render::page::{Content, Page};

/// What files that list pages say of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its address.
    pub url: Url,
    pub(super) title: Arc<str>,
    pub(super) description: Arc<str>,
    /// What kind of page it is.
    pub kind: ListedAs,
    /// Its line in `llms.txt`; empty if it has none.
    pub(super) line: String,
    /// What the sitemap says of it; empty without a base URL.
    pub(super) entry: String,
    /// When its note was changed last, as HTML has it.
    pub(super) updated: Option<String>,
    /// The topics of its note, if that says when it was changed.
    pub(super) topics: Vec<TopicName>,
    /// The first address that its note had, if that says when it was changed.
    pub(super) first_address: Option<String>,
}

/// What kind of page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedAs {
    /// The text of a note.
    Text,
    /// A list over the whole book.
    List,
    /// Something else that readers may look for.
    Other,
    /// Nothing that readers look for: the book on one page says nothing that the
    /// others do not.
    Nothing,
}

/// A page as lists have it.
pub fn listed(page: &Page) -> Listed {
    let kind = match &page.content {
        Content::Book(_) | Content::Redirect(_) | Content::NotFound(_) => ListedAs::Nothing,
        Content::Timeline(_) | Content::Glossary(_) | Content::Citations(_) | Content::Topics(_) => {
            ListedAs::List
        }
        content if content.note().is_some_and(|note| note.body.is_some()) => ListedAs::Text,
        _ => ListedAs::Other,
    };
    let shown = page.content.note();
    let updated = shown.and_then(|note| note.updated.as_ref()).and_then(|date| date.datetime.clone());
    let note =
        shown.and_then(|shown| shown.body.as_ref()).map(|body| &body.note).filter(|_| updated.is_some());
    let topics = note.map(|note| note.front.topics.iter().map(|topic| topic.value.clone()).collect());
    let line = match kind {
        ListedAs::Text => llms::line(page, &markdown::twin_url(&page.url)),
        ListedAs::List => llms::line(page, &page.url),
        ListedAs::Other | ListedAs::Nothing => String::new(),
    };
    let base = page.site.base_url.as_ref();
    Listed {
        entry: base.map_or_else(String::new, |base| sitemap::entry(base, &page.url, updated.as_deref())),
        url: page.url.clone(),
        title: page.title.clone(),
        description: page.description.clone(),
        kind,
        line,
        updated,
        topics: topics.unwrap_or_default(),
        first_address: note.and_then(|note| Some(note.front.redirect_from.first()?.value.clone())),
    }
}
