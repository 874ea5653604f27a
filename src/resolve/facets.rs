//! What the rest of the book sees of a note: far less than the note.

use std::sync::Arc;

use super::terms::{Entry, entries};
use crate::model::{
    Anchor, Block, EventDate, IndexMark, LinkKind, Located, Note, NoteId, Numbered, TopicName, Wording,
    numbered,
};
use crate::source::SourcePath;

/// A note as others see it, in parts that different views of the book are made
/// from.
///
/// Each part is one value as long as it stays the same, through all builds, so
/// that a view knows by comparing pointers that it has nothing to do. No part
/// holds places in the text, but for terms: a sentence more moves all below it. A link
/// more does move the numbers of links whose words a text leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facets {
    /// How it is called and where it stands.
    pub called: Arc<Called>,
    /// The places in it that links can name.
    pub places: Arc<Places>,
    /// What lists say of it.
    pub about: Arc<About>,
    /// Its topics.
    pub topics: Arc<TopicsOf>,
    /// Addresses that shall lead to it.
    pub redirects: Arc<Vec<Located<String>>>,
    /// The terms that it explains.
    pub terms: Arc<Vec<Entry>>,
    /// What it speaks of.
    pub subjects: Arc<SubjectsOf>,
    /// Whether it shows other notes.
    pub embeds: bool,
}

/// How a note is called and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Its title.
    pub title: Arc<str>,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Addresses that it once had, as written.
    pub former: Vec<String>,
    /// Its place among its siblings, if it says so.
    pub order: Option<i64>,
    /// The file it was read from.
    pub file: SourcePath,
}

/// The places in a note that links can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Headings: id, level, words.
    pub headings: Vec<(Anchor, u8, String)>,
    /// Blocks with an id.
    pub blocks: Vec<Anchor>,
    /// Events.
    pub events: Vec<Anchor>,
    /// Figures and tables with a number.
    pub numbered: Vec<Numbered>,
    /// Whether it has definition lists.
    pub defines: bool,
}

/// What lists say of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What it says of itself.
    pub description: Option<String>,
    /// Its first paragraph.
    pub lead: Arc<Wording>,
    /// What it is about, in one word.
    pub kind: Option<String>,
    /// When it was last changed in substance.
    pub updated: Option<Arc<EventDate>>,
}

/// The topics of a note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TopicsOf {
    /// The topics that it belongs to.
    pub topics: Vec<TopicName>,
    /// The topic that it is the page of.
    pub topic: Option<Located<TopicName>>,
}

/// What a note speaks of, for the index at the back of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectsOf {
    /// The author's marks: subject, aspect, and the heading above.
    pub marks: Vec<(String, Option<String>, Option<Anchor>)>,
}

impl Facets {
    /// A note as others see it.
    pub fn of(id: &NoteId, note: &Note) -> Facets {
        let front = &note.front;
        Facets {
            called: Arc::new(Called {
                title: note.title.as_str().into(),
                aliases: front.aliases.iter().map(|alias| alias.value.clone()).collect(),
                former: front.redirect_from.iter().map(|address| address.value.clone()).collect(),
                order: front.order,
                file: note.file.clone(),
            }),
            places: Arc::new(Places {
                headings: note
                    .headings
                    .iter()
                    .map(|heading| (heading.anchor.clone(), heading.level, heading.plain.clone()))
                    .collect(),
                blocks: note.blocks.clone(),
                events: note.events.iter().map(|event| event.anchor.clone()).collect(),
                numbered: numbered(note),
                defines: note.body.iter().any(|block| matches!(block, Block::DefinitionList(_))),
            }),
            about: Arc::new(About {
                description: front.description.clone(),
                lead: note.lead.clone(),
                kind: front.kind.clone(),
                updated: front.updated.clone(),
            }),
            topics: Arc::new(TopicsOf {
                topics: front.topics.iter().map(|topic| topic.value.clone()).collect(),
                topic: front.topic.clone(),
            }),
            redirects: Arc::new(front.redirect_from.clone()),
            terms: Arc::new(entries(id, note)),
            subjects: Arc::new(subjects(note)),
            embeds: note.links.iter().any(|link| matches!(link.kind, LinkKind::Embed | LinkKind::Image)),
        }
    }
}

fn subjects(note: &Note) -> SubjectsOf {
    let marks = note.index_marks.iter().map(|IndexMark { subject, aspect, span }| {
        (subject.clone(), aspect.clone(), heading_before(note, span.start))
    });
    SubjectsOf { marks: marks.collect() }
}

/// The heading under which a place of the file stands; `None` above the first
/// and under the title.
fn heading_before(note: &Note, place: u32) -> Option<Anchor> {
    let above = note.headings.iter().filter(|heading| heading.span.start < place);
    above
        .max_by_key(|heading| heading.span.start)
        .filter(|heading| heading.plain != note.title)
        .map(|heading| heading.anchor.clone())
}
