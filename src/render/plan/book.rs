//! The whole book on one page, for printing and for reading through.

use rayon::prelude::*;

use super::Planner;
use super::bodies::{Notes, Stage, source_anchor};
use crate::index::Stop;
use crate::model::{Anchor, NoteId, ReferenceKey, Url};
use crate::render::address::href;
use crate::render::body::{Body, Ids};
use crate::render::page::{BookPage, Chapter};
use crate::render::works::PageCitations;

/// The most notes of a book that is put on one page. A larger one makes a page
/// that browsers cannot print and that every change of a word makes anew.
const NOTES: usize = 1_000;

/// Whether the book is put on one page.
pub(super) fn is_put_on_one_page(notes: usize) -> bool {
    (1..=NOTES).contains(&notes)
}

impl Planner<'_> {
    /// The whole book in reading order, its sources once at the end.
    pub(super) fn book_page(&self) -> BookPage {
        let stops = self.known.order();
        let mut chapters: Vec<Chapter> = stops.par_iter().map(|stop| self.chapter(stop)).collect();
        // Works are numbered through the book, for styles that number.
        let mut cited = PageCitations::new(self.known.works);
        for body in chapters.iter().filter_map(|chapter| chapter.body.as_ref()) {
            cited.list_all(&body.note);
        }
        cited.number();
        chapters.par_iter_mut().filter_map(|chapter| chapter.body.as_mut()).for_each(|body| {
            body.citations = self.citation_texts(&body.note, body, &cited, &to_source);
        });
        let sources = cited.sources().into_iter().map(|(key, html)| (source_anchor(key), html)).collect();
        BookPage { chapters, sources }
    }

    /// A section or a note without its citations.
    fn chapter(&self, stop: &Stop) -> Chapter {
        let depth =
            |folder: &str| if folder.is_empty() { 0 } else { 1 + folder.matches('/').count().min(3) as u8 };
        let place = self.stop_place(stop);
        let (level, id) = match stop {
            Stop::Section(folder) => (1 + depth(folder).max(1), self.known.sections[folder].page.as_ref()),
            Stop::Note(id) => (2 + depth(id.folder()), Some(id)),
        };
        let anchor = chapter_anchor(&place.url);
        Chapter { title: place.title, level, anchor, body: id.map(|id| self.chapter_body(id, level)) }
    }

    /// A note's text as a part of the book: all its ids begin with its name, and
    /// its links lead to places in the book.
    fn chapter_body(&self, id: &NoteId, level: u8) -> Body {
        let stage = Stage { root: "", url: None, notes: Notes::OnThisPage };
        let mut body = self.whole_body(id, &stage);
        body.ids = Ids::Prefixed(format!("{}:", chapter_anchor(&self.known.urls[id])));
        // A note's own headings begin at the second level, below its title.
        body.heading_shift += level - 1;
        body
    }

    /// The address of a note, or of a place in it, inside the book.
    pub(super) fn inside(&self, to: &NoteId, anchor: Option<&Anchor>) -> String {
        let chapter = chapter_anchor(&self.known.urls[to]);
        let anchor = match anchor {
            // The heading that became the title is the chapter's own.
            Some(anchor) if !self.is_title(to, anchor) => Anchor::new(format!("{chapter}:{anchor}")),
            _ => chapter,
        };
        href("", &Url::new(""), Some(&anchor))
    }

    fn is_title(&self, id: &NoteId, anchor: &Anchor) -> bool {
        let (places, title) = (&self.known.places[id], &self.known.calls[id].title);
        places.headings.iter().any(|(own, _, plain)| own == anchor && **plain == **title)
    }
}

/// The address of a work's entry inside the book.
pub(super) fn to_source(key: &ReferenceKey) -> String {
    href("", &Url::new(""), Some(&source_anchor(key)))
}

/// The id of a chapter: the path of its note's page. Addresses hold no colon, so
/// ids that begin with a chapter's id and a colon are only its own.
fn chapter_anchor(url: &Url) -> Anchor {
    Anchor::new(url.as_str().strip_suffix(".html").unwrap_or(url.as_str()))
}
