//! How readers can cite a page of the book.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Config, EventDate, Name, Note, Reference, ReferenceKey, ReferenceKind, Url, date, slug};
use crate::render::address::href;
use crate::render::citation::{Distinction, Style, bibtex, draft, work};
use crate::render::html::escape;
use crate::render::page::CitePage;
use crate::source::Span;

/// Stands for the title of a page: plain letters, as styles look into titles.
const TITLE: &str = "Page-title-zqx";

/// Stands for the last part of a page's address.
const PATH: &str = "page-zqx";

/// Stands for the year of a page.
const YEAR: &str = "\u{E0F2}";

/// The entry of a page in the book's citation style, with places for what
/// differs from page to page: the style is run twice, however many pages there
/// are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CiteForms {
    dated: Arc<str>,
    undated: Arc<str>,
}

impl CiteForms {
    /// Runs the style.
    pub fn new(config: &Config, style: &Style) -> Self {
        let run = |year: Option<&str>| {
            let url = config.base_url.as_ref().map(|base| format!("{base}{PATH}"));
            let page = reference(config, TITLE, url, None, year.map(str::to_owned));
            work(&page, &draft(&page, style), &Distinction::default(), style).entry
        };
        CiteForms { dated: run(Some(YEAR)), undated: run(None) }
    }

    /// How to cite the page of a note.
    pub(super) fn page(&self, config: &Config, note: &Note, title: &str, url: &Url) -> CitePage {
        let issued = note.front.updated.as_deref().or(config.as_of.as_ref());
        let year = issued.and_then(year);
        let path = href("", url, None);
        let form = if year.is_some() { &self.dated } else { &self.undated };
        let html = form
            .replace(TITLE, &escape(title))
            .replace(PATH, &escape(&path))
            .replace(YEAR, &year.unwrap_or_default());
        let address = config.base_url.as_ref().map(|base| format!("{base}{path}"));
        let mut page = reference(config, title, address, issued.cloned(), None);
        page.key = ReferenceKey(slug(path.trim_end_matches(".html").replace('/', "-").as_str()).into());
        CitePage { html: html.into(), bibtex: bibtex(&page).into() }
    }
}

/// A page of the book as a work.
fn reference(
    config: &Config,
    title: &str,
    url: Option<String>,
    issued: Option<EventDate>,
    issued_literal: Option<String>,
) -> Reference {
    Reference {
        key: ReferenceKey("page".into()),
        kind: ReferenceKind::Web,
        // Whether a name is that of a person or a body, the book does not say,
        // so none is taken apart.
        authors: config.authors.iter().map(|name| Name::Literal(name.clone())).collect(),
        editors: Vec::new(),
        contributors: BTreeMap::new(),
        title: Some(title.to_owned()),
        issued,
        issued_literal,
        accessed: None,
        url,
        archived: None,
        doi: None,
        fields: BTreeMap::from([("container-title".to_owned(), config.title.clone())]),
        span: Span::start_of(&crate::source::SourcePath::new("book.toml")),
    }
}

/// The year of a date, where it has a single one.
fn year(date: &EventDate) -> Option<String> {
    let (from, to) = (date.key.earliest.0, date.key.latest.0);
    (from == to && from > 0 && matches!(date.when, date::When::Date(_) | date::When::Moment { .. }))
        .then(|| from.to_string())
}
