//! `feed.xml`: the notes that were changed last, as an Atom feed (RFC 4287).

use std::fmt::Write as _;
use std::sync::Arc;

use super::listed::{Listed, ListedAs};
use super::xml::escape;
use crate::model::{Config, EventDate, Url};
use crate::render::address::href;
use crate::render::date::date;
use crate::resolve::url_path;

/// The most notes that the feed tells of.
const ENTRIES: usize = 50;

/// The address of the feed.
pub(in crate::render) const ADDRESS: &str = "feed.xml";

/// Whether a note that was updated then is in the feed.
pub fn is_told(updated: &EventDate) -> bool {
    date(updated, "en").datetime.is_some_and(|datetime| timestamp(&datetime).is_some())
}

/// The feed; `None` if no note says on which day it was updated.
///
/// Notes whose `updated` is less precise than a day are left out, because Atom
/// has no way to say so and a made-up day would be wrong.
pub(super) fn feed(config: &Config, base: &str, pages: &[Arc<Listed>]) -> Option<String> {
    let texts = pages.iter().filter(|page| page.kind == ListedAs::Text);
    let mut notes: Vec<(String, &Listed)> =
        texts.filter_map(|page| Some((timestamp(page.updated.as_deref()?)?, &**page))).collect();
    notes.sort_by(|(time_a, page_a), (time_b, page_b)| {
        time_b.cmp(time_a).then_with(|| page_a.url.cmp(&page_b.url))
    });
    notes.truncate(ENTRIES);
    let (latest, ..) = notes.first()?;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let language = escape(&config.language);
    let _ = writeln!(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">");
    let _ = writeln!(out, "<id>{}</id>", escape(base));
    let _ = writeln!(out, "<title>{}</title>", escape(&config.title));
    if let Some(subtitle) = config.subtitle.as_ref().or(config.description.as_ref()) {
        let _ = writeln!(out, "<subtitle>{}</subtitle>", escape(subtitle));
    }
    let _ = writeln!(out, "<updated>{latest}</updated>");
    let _ = writeln!(
        out,
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}{ADDRESS}\"/>",
        escape(base)
    );
    let home = href(base, &Url::new("index.html"), None);
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", escape(&home));
    // A feed must name somebody; a book without authors speaks for itself.
    let title = [config.title.clone()];
    for author in if config.authors.is_empty() { &title[..] } else { &config.authors } {
        let _ = writeln!(out, "<author><name>{}</name></author>", escape(author));
    }
    for (time, page) in &notes {
        entry(&mut out, base, time, page);
    }
    out.push_str("</feed>\n");
    Some(out)
}

fn entry(out: &mut String, base: &str, time: &str, page: &Listed) {
    let link = href(base, &page.url, None);
    let _ = writeln!(out, "<entry>\n<id>{}</id>", escape(&id(base, page)));
    let _ = writeln!(out, "<title>{}</title>", escape(&page.title));
    let _ = writeln!(out, "<updated>{time}</updated>");
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", escape(&link));
    for topic in &page.topics {
        let _ = writeln!(out, "<category term=\"{}\"/>", escape(topic.as_str()));
    }
    if !page.description.is_empty() {
        let _ = writeln!(out, "<summary>{}</summary>", escape(&page.description));
    }
    out.push_str("</entry>\n");
}

/// What the entry is known by for ever: the first address that the note had. A
/// note that moves and says so (`redirect_from`, oldest first) keeps it.
fn id(base: &str, page: &Listed) -> String {
    match &page.first_address {
        Some(first) => {
            let path = url_path(first.trim_end_matches(".html"));
            let end = if first.ends_with('/') { "/index.html" } else { ".html" };
            href(base, &Url::new(path + end), None)
        }
        None => href(base, &page.url, None),
    }
}

/// A day or a time as RFC 3339 has it; `None` for months and years. A time
/// without a zone counts as UTC, and a day begins at midnight there.
fn timestamp(datetime: &str) -> Option<String> {
    match datetime.split_once('T') {
        Some((_, time)) if time.ends_with('Z') || time.contains(['+', '-']) => Some(datetime.to_owned()),
        Some(_) => Some(format!("{datetime}Z")),
        None => (datetime.len() == "2020-01-31".len()).then(|| format!("{datetime}T00:00:00Z")),
    }
}
