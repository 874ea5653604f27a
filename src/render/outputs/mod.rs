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

use std::sync::Arc;

use rustc_hash::FxHashMap;

use self::entries::Entry;
pub use self::exports::{Exported, exported, exports};
pub use self::feed::is_told;
pub use self::listed::{Listed, ListedAs, listed};
pub use self::llms::{Contents, contents};
use super::plan::Facts;
use crate::index::{Outline, Timeline, Told};
use crate::model::{Config, NoteId, Url};
use crate::site::SiteFile;
use crate::trace::Trace;

/// An event as the files of the timeline have it.
#[derive(Debug, PartialEq, Eq)]
pub struct EventLines {
    /// In the calendar, if its date is precise enough.
    calendar: Option<String>,
    json: String,
    csv: String,
}

/// The events that a note tells, as the files of the timeline have them.
pub fn event_lines(id: &NoteId, told: &[Told], facts: &Facts, trace: &Trace) -> Vec<EventLines> {
    let lines = |entry: &Entry| EventLines {
        calendar: calendar::event(&facts.config, entry),
        json: events::json_row(entry),
        csv: events::csv_row(entry),
    };
    entries::entries(id, told, &facts.asked(trace)).iter().map(lines).collect()
}

/// The files of the timeline for calendars and programs, given the lines of the
/// notes that tell of events.
pub fn event_files(
    config: &Config,
    timeline: &Timeline,
    lines: &[(NoteId, Arc<Vec<EventLines>>)],
) -> Vec<(Url, SiteFile)> {
    if timeline.is_empty() {
        return Vec::new();
    }
    let lines: FxHashMap<&NoteId, &Vec<EventLines>> =
        lines.iter().map(|(id, lines)| (id, &**lines)).collect();
    let events: Vec<&EventLines> =
        timeline.iter().map(|event| &lines[&event.id][event.event.0 as usize]).collect();
    let calendar = calendar::calendar(config, events.iter().filter_map(|event| event.calendar.as_deref()));
    let json = events::json(config, events.iter().map(|event| &*event.json));
    let csv = events::csv(events.iter().map(|event| &*event.csv));
    let files = [("timeline.ics", calendar), ("timeline.json", Some(json)), ("timeline.csv", Some(csv))];
    let file = |(url, text): (&str, Option<String>)| Some((Url::new(url), SiteFile::Text(text?.into())));
    files.into_iter().filter_map(file).collect()
}

/// The files that list pages.
///
/// Those that need absolute addresses (`sitemap.xml`, `feed.xml`, `robots.txt`)
/// are made only if the book has a base URL: without one they would be wrong.
pub fn page_files(
    config: &Config,
    outline: &Outline,
    contents: &Contents,
    pages: &[Arc<Listed>],
) -> Vec<(Url, SiteFile)> {
    let mut files = vec![
        ("llms.txt".to_owned(), llms::llms(config, outline, contents, pages)),
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
