//! A note's tree back to Markdown: the twin of its page, for readers that want
//! text and no page, such as language models.
//!
//! A twin is CommonMark with the tables, footnotes and task lists of GFM, and
//! callouts and definition lists as they are common. What only this book can
//! understand has become ordinary: wiki links and citations are links and
//! words, embeds are quoted, events are a list, raw HTML is its text. Twins are
//! made from the tree and not from the file, so that comments, front matter and
//! notes that are drafts cannot get into them.

mod block;
mod escape;
mod inline;

use std::collections::BTreeSet;

use super::body::Body;
use super::page::{NotePage, Page};
use crate::model::Url;

pub(super) use escape::{address, line};
pub(super) use inline::decode;

/// The address of the twin of a page: `strategy/index.md`.
pub(super) fn twin_url(page: &Url) -> Url {
    let path = page.as_str();
    Url::new(format!("{}.md", path.strip_suffix(".html").unwrap_or(path)))
}

/// The twin of a page. `None` for pages that no note stands for.
pub(super) fn twin(page: &Page) -> Option<String> {
    let note = page.content.note()?;
    let body = note.body.as_ref()?;
    let mut out = format!("# {}\n", line(&page.title));
    if let Some(summary) = &body.note.front.description {
        out += &format!("\n> {}\n", line(summary));
    }
    let text = text(body);
    if !text.is_empty() {
        out += &format!("\n{text}");
    }
    out += &sources(note);
    Some(out)
}

/// A note's text, its footnotes at the end; empty, or ending in a line end.
fn text(body: &Body) -> String {
    let mut printer = Printer::new(body, String::new());
    let mut out = printer.part();
    for (label, text) in printer.notes {
        if !out.is_empty() {
            out.push('\n');
        }
        out += &block::item(&format!("[^{label}]: "), "    ", &text);
    }
    out
}

/// The list of works that the page cites.
fn sources(note: &NotePage) -> String {
    let mut out = String::new();
    for source in &note.sources {
        out += &format!("- {}\n", inline::from_html(&source.html));
    }
    if out.is_empty() { out } else { format!("\n## Sources\n\n{out}") }
}

/// Prints one body.
struct Printer<'a> {
    body: &'a Body,
    /// What stands before the labels of footnotes, so that those of embedded
    /// notes are other ones.
    prefix: String,
    /// Footnotes with their labels, in the order in which they are met.
    notes: Vec<(String, String)>,
    /// Their labels.
    noted: BTreeSet<String>,
    /// How many notes have been embedded.
    embeds: usize,
}

impl<'a> Printer<'a> {
    fn new(body: &'a Body, prefix: String) -> Self {
        Printer { body, prefix, notes: Vec::new(), noted: BTreeSet::new(), embeds: 0 }
    }
}
