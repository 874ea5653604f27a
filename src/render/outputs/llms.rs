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
use crate::resolve::SectionPath;

/// Which pages the contents list, by their places among all pages.
#[derive(Debug, PartialEq, Eq)]
pub struct Contents {
    /// The texts of each section of the first level, in reading order.
    sections: Vec<(SectionPath, Vec<usize>)>,
    /// The lists over the whole book.
    lists: Vec<usize>,
}

/// Sorts the pages of a book for its contents.
pub fn contents(outline: &Outline, urls: &BTreeMap<NoteId, Url>, pages: &[(Url, ListedAs)]) -> Contents {
    let of_kind = |kind: ListedAs| {
        let all = pages.iter().enumerate().filter(move |(_, (_, other))| *other == kind);
        all.map(|(at, (url, _))| (url, at))
    };
    let texts: FxHashMap<&Url, usize> = of_kind(ListedAs::Text).collect();
    // Notes of the content folder may stand between sections; they share one
    // heading all the same.
    let mut sections: Vec<(SectionPath, Vec<usize>)> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for stop in &outline.order {
        let (url, folder) = match stop {
            Stop::Note(id) => (&urls[id], id.folder()),
            Stop::Section(folder) => (&outline.sections[folder].url, &**folder),
        };
        let Some(text) = texts.get(url) else { continue };
        let first = folder.split('/').next().unwrap_or_default();
        let section = *places.entry(first).or_insert_with(|| {
            sections.push((first.into(), Vec::new()));
            sections.len() - 1
        });
        sections[section].1.push(*text);
    }
    Contents { sections, lists: of_kind(ListedAs::List).map(|(_, at)| at).collect() }
}

/// The contents: title, summary, then the notes of each section of the first
/// level under a heading of its own, in reading order.
pub(super) fn llms(config: &Config, outline: &Outline, contents: &Contents, pages: &[Arc<Listed>]) -> String {
    let line = |at: &usize| pages[*at].line.as_str();
    let mut out = head(config);
    out.reserve(pages.iter().map(|page| page.line.len()).sum());
    for (folder, texts) in &contents.sections {
        let title = &outline.sections[folder].title;
        let _ = write!(out, "\n## {}\n\n", markdown::line(title));
        out.extend(texts.iter().map(line));
    }
    if !contents.lists.is_empty() {
        // What stands under this name may be skipped by a reader short of room.
        out.push_str("\n## Optional\n\n");
        out.extend(contents.lists.iter().map(line));
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
