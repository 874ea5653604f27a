//! `llms.txt`: the book's contents for language models, after llmstxt.org. Its
//! links lead to the Markdown twins of notes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::listed::{Listed, ListedAs};
use crate::index::{Outline, Stop};
use crate::model::{Config, NoteId, Url};
use crate::render::address::href;
use crate::render::markdown;
use crate::render::page::Page;

/// The contents: title, summary, then the notes of each section of the first
/// level under a heading of its own, in reading order.
pub(super) fn llms(
    config: &Config,
    outline: &Outline,
    urls: &BTreeMap<NoteId, Url>,
    pages: &[Arc<Listed>],
) -> String {
    let texts = pages.iter().filter(|page| page.kind == ListedAs::Text);
    let lines: FxHashMap<&Url, &str> = texts.map(|page| (&page.url, page.line.as_str())).collect();
    let mut out = head(config);
    // Notes of the content folder may stand between sections; they share one
    // heading all the same.
    let mut groups: Vec<(&str, String)> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for stop in &outline.order {
        let (url, folder) = match stop {
            Stop::Note(id) => (&urls[id], id.folder()),
            Stop::Section(folder) => (&outline.sections[folder].url, &**folder),
        };
        let Some(line) = lines.get(url) else { continue };
        let first = folder.split('/').next().unwrap_or_default();
        let group = *places.entry(first).or_insert_with(|| {
            groups.push((first, String::new()));
            groups.len() - 1
        });
        groups[group].1.push_str(line);
    }
    for (folder, links) in groups {
        let title = &outline.sections[folder].title;
        let _ = write!(out, "\n## {}\n\n{links}", markdown::line(title));
    }
    let lists: Vec<&Arc<Listed>> = pages.iter().filter(|page| page.kind == ListedAs::List).collect();
    if !lists.is_empty() {
        // What stands under this name may be skipped by a reader short of room.
        out.push_str("\n## Optional\n\n");
        out.extend(lists.iter().map(|page| page.line.as_str()));
    }
    out
}

fn head(config: &Config) -> String {
    let mut out = format!("# {}\n", markdown::line(&config.title));
    if let Some(summary) = config.description.as_ref().or(config.subtitle.as_ref()) {
        let _ = write!(out, "\n> {}\n", markdown::line(summary));
    }
    let mut facts = Vec::new();
    if !config.authors.is_empty() {
        facts.push(format!("Written by {}.", markdown::line(&config.authors.join(", "))));
    }
    if let Some(date) = &config.as_of {
        let date = crate::render::date::date(date, &config.language);
        facts.push(format!("Its statements hold as of {}.", markdown::line(&date.text)));
    }
    if !facts.is_empty() {
        let _ = write!(out, "\n{}\n", facts.join(" "));
    }
    out
}

/// What the list says of a page, which is read at `url`.
pub(super) fn line(page: &Page, url: &Url) -> String {
    let base = page.site.base_url.as_deref().unwrap_or_default();
    let address = markdown::address(&href(base, url, None));
    let mut out = format!("- [{}]({address})", markdown::line(&page.title));
    if !page.description.is_empty() {
        let _ = write!(out, ": {}", markdown::line(&page.description));
    }
    out.push('\n');
    out
}
