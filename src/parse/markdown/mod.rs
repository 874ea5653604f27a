//! Markdown to [`Note`].
//!
//! The text goes through these steps, each in a file of its own: comments are
//! taken out (`comment`), the parser's events become a tree (`builder`, and
//! `block`, `inline`, `link`, `callout`, `timeline` for what the parser knows
//! nothing of), everything is numbered in the order of the file (`order`) and
//! named (`anchor`), and each link gets its sentence (`excerpt`).

mod address;
mod anchor;
mod block;
mod builder;
mod callout;
mod chart;
mod comment;
mod excerpt;
mod frame;
mod inline;
mod link;
mod order;
mod pieces;
mod places;
mod quotes;
mod summary;
mod tables;
#[cfg(test)]
mod tests;
mod timeline;

use std::sync::Arc;

use self::builder::Builder;
use self::places::Places;
use self::quotes::Quotes;
use self::tables::{Origin, Tables, exact};
use super::citation::PlaceWords;
use super::front_matter::front_matter;
use crate::diagnostic::{Checked, Code};
use crate::model::{Block, Config, EventId, IndexMark, Located, Note};
use crate::source::SourceFile;

/// The choices of `book.toml` on which the meaning of a note's text depends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dialect {
    /// Whether straight quotes and dots become typographic ones.
    pub smart_punctuation: bool,
    /// What straight double quotes become.
    pub quotes: Quotes,
    /// The language whose words for places citations may use.
    pub places: PlaceWords,
}

impl Dialect {
    /// What a book's settings say of it.
    pub fn of(config: &Config) -> Self {
        Dialect {
            smart_punctuation: config.smart_punctuation,
            quotes: Quotes::of(&config.language),
            places: PlaceWords::of(&config.language),
        }
    }
}

/// Parses one Markdown file.
///
/// Never fails: text that cannot be understood is kept as text, and the reason
/// is a diagnostic.
pub fn note(file: &SourceFile, dialect: Dialect) -> Checked<Arc<Note>> {
    let Checked { value: (front, start), diagnostics } = front_matter(file);
    let uncommented = comment::without_comments(&file.text, start);
    let front_texts: Vec<(String, Places)> =
        front.events.iter().map(|event| front_text(file, event)).collect();
    let mut tables = Tables::new(file);
    tables.diagnostics = diagnostics;
    let index_marks =
        uncommented.comments.into_iter().filter_map(|comment| index_mark(file, comment)).collect();
    for place in uncommented.unclosed {
        let message = "this comment is never closed".to_owned();
        tables.report(Code::UnclosedComment, place, message, Some("end it with `%%`"));
    }

    let front_events: Vec<EventId> = front_texts
        .iter()
        .filter_map(|(text, places)| {
            let mut builder = Builder::new(Origin { text, places }, dialect, &mut tables);
            timeline::event(&mut builder, 0..text.len())
        })
        .collect();
    let origin = Origin { text: &uncommented.text, places: &uncommented.places };
    let mut body = Builder::new(origin, dialect, &mut tables).blocks();
    // What the front matter tells of has its place on the page, as all events
    // have: the timeline and the lists of sources lead there.
    if !front_events.is_empty() {
        body.push(Block::Timeline(front_events));
    }
    tables.report_unnamed_pictures();
    anchor::name_all(&mut body, &mut tables);
    let footnotes = order::in_file_order(&mut body, &mut tables);

    let Tables { mut links, mut citations, headings, events, blocks, texts, diagnostics, .. } = tables;
    let title = summary::title(front.title.as_deref(), &mut body, &headings, file.path.as_str());
    let words = excerpt::fill(&body, &headings, &footnotes, &events, &mut links, &mut citations);
    let lead = Arc::new(summary::lead(&body, &links, &citations));
    let file = file.path.clone();
    let note = Note {
        file,
        front,
        title,
        body: exact(body),
        links: exact(links),
        citations: exact(citations),
        headings: exact(headings),
        footnotes: exact(footnotes),
        events: exact(events),
        blocks,
        index_marks,
        texts: texts.iter().map(|start| *start as u32).collect(),
        lead,
        words,
    };
    Checked { value: Arc::new(note), diagnostics }
}

/// The mark for the index of the book that a comment is, if it is one.
fn index_mark(file: &SourceFile, comment: std::ops::Range<usize>) -> Option<IndexMark> {
    let text = file.text[comment.clone()].trim_matches('%').trim().strip_prefix("index:")?;
    let (subject, aspect) = match text.split_once(',') {
        Some((subject, aspect)) => (subject.trim(), Some(aspect.trim().to_owned())),
        None => (text.trim(), None),
    };
    let aspect = aspect.filter(|aspect| !aspect.is_empty());
    (!subject.is_empty()).then(|| IndexMark { subject: subject.to_owned(), aspect, span: file.span(comment) })
}

/// A line of front matter as a text of one line, with where it stands.
fn front_text(file: &SourceFile, line: &Located<String>) -> (String, Places) {
    let span = line.span.start as usize..line.span.end as usize;
    let text = line.value.trim().replace(['\n', '\r'], " ");
    let places = match file.text.get(span.clone()).and_then(|written| written.find(&text)) {
        Some(at) => Places::Shifted(vec![(0, span.start + at)]),
        None => Places::Whole(span),
    };
    (text, places)
}
