//! The files of a site beside its pages: what calendars, feed readers, search
//! engines, spreadsheets and reference managers read.
//!
//! Each file has a module of its own, which is a pure function of the book or of
//! what is listed of its pages. Drafts are not in the book, so they are in none of these.

mod calendar;
mod entries;
mod events;
pub(super) mod exports;
pub(super) mod feed;
mod listed;
mod llms;
mod sitemap;
mod xml;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::exports::{Exported, exported, exports};
pub use self::feed::is_told;
pub use self::listed::{Listed, listed};
use super::plan::Facts;
use crate::index::Outline;
use crate::model::{Config, NoteId, Url};
use crate::site::SiteFile;
use crate::trace::Trace;

/// The files of the timeline for calendars and programs.
pub fn event_files(facts: &Facts, trace: &Trace) -> Vec<(Url, SiteFile)> {
    let config = &facts.config;
    let known = facts.asked(trace);
    let entries = entries::entries(&known);
    let mut files = Vec::new();
    files.extend(calendar::calendar(config, &entries).map(|text| ("timeline.ics", text)));
    if !entries.is_empty() {
        files.push(("timeline.json", events::json(config, &entries)));
        files.push(("timeline.csv", events::csv(&entries)));
    }
    files.into_iter().map(|(url, text)| (Url::new(url), SiteFile::Text(text.into()))).collect()
}

/// The files that list pages.
///
/// Those that need absolute addresses (`sitemap.xml`, `feed.xml`, `robots.txt`)
/// are made only if the book has a base URL: without one they would be wrong.
pub fn page_files(
    config: &Config,
    outline: &Outline,
    urls: &BTreeMap<NoteId, Url>,
    pages: &[Arc<Listed>],
) -> Vec<(Url, SiteFile)> {
    let mut files = vec![
        ("llms.txt".to_owned(), llms::llms(config, outline, urls, pages)),
        // GitHub Pages leaves out folders such as `_theme` if it does not find this file.
        (".nojekyll".to_owned(), String::new()),
    ];
    if let Some(base) = &config.base_url {
        files.extend(sitemap::sitemaps(base, pages));
        files.extend(sitemap::robots(base).map(|text| ("robots.txt".to_owned(), text)));
        files.extend(feed::feed(config, base, pages).map(|text| (feed::ADDRESS.to_owned(), text)));
    }
    files.into_iter().map(|(url, text)| (Url::new(url), SiteFile::Text(text.into()))).collect()
}
