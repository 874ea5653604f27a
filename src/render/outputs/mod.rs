//! The files of a site beside its pages: what calendars, feed readers, search
//! engines, spreadsheets and reference managers read.
//!
//! Each file has a module of its own, which is a pure function of the book and
//! its planned pages. Drafts are not in the book, so they are in none of these.

mod calendar;
mod entries;
mod events;
pub(super) mod exports;
pub(super) mod feed;
mod llms;
mod sitemap;
mod xml;

use super::page::Page;
use super::plan::Known;
use crate::model::Url;
use crate::site::SiteFile;

/// The files that stand beside the pages, by their address.
///
/// Files that need absolute addresses (`sitemap.xml`, `feed.xml`, `robots.txt`)
/// are made only if the book has a base URL: without one they would be wrong.
pub fn outputs(known: &Known, pages: &[Page]) -> Vec<(Url, SiteFile)> {
    let config = &*known.book.config;
    let of_events = || {
        let mut files = Vec::new();
        let entries = entries::entries(known);
        files.extend(calendar::calendar(config, &entries).map(|text| ("timeline.ics".to_owned(), text)));
        if !entries.is_empty() {
            files.push(("timeline.json".to_owned(), events::json(config, &entries)));
            files.push(("timeline.csv".to_owned(), events::csv(&entries)));
        }
        files
    };
    let of_pages = || {
        let mut files = vec![("llms.txt".to_owned(), llms::llms(known, pages))];
        if let Some(base) = &config.base_url {
            files.extend(sitemap::sitemaps(base, pages));
            files.extend(sitemap::robots(base).map(|text| ("robots.txt".to_owned(), text)));
            files.extend(feed::feed(config, base, pages).map(|text| (feed::ADDRESS.to_owned(), text)));
        }
        files
    };
    let (mut files, (more, exports)) =
        rayon::join(of_events, || rayon::join(of_pages, || exports::exports(known)));
    files.extend(more.into_iter().chain(exports));
    files.into_iter().map(|(url, text)| (Url::new(url), SiteFile::Text(text.into()))).collect()
}
