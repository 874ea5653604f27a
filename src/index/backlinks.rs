//! Backlinks: which notes mention a note, and in what words.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Book, Excerpt, LinkKind, NoteId};
use crate::resolve::{Destination, Links};

/// The mentions of each note, by the note that is mentioned. A note's mentions
/// of itself are left out.
pub type Backlinks = BTreeMap<NoteId, Vec<Backlink>>;

/// The mentions of one note in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlink {
    /// The note that mentions it.
    pub from: NoteId,
    /// How it is mentioned; an embed counts more than a link.
    pub kind: MentionKind,
    /// The sentences in which it is mentioned, in reading order, each once.
    pub excerpts: Vec<Arc<Excerpt>>,
}

/// How a note is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionKind {
    /// By a link.
    Link,
    /// It, or a part of it, is shown in place.
    Embed,
}

/// Turns the links of a book round.
pub(super) fn backlinks(book: &Book, links: &Links) -> Backlinks {
    let mut backlinks = Backlinks::new();
    for (from, destinations) in links {
        for (link, destination) in book.notes[from].links.iter().zip(destinations) {
            let Destination::Note(to, _) = destination else { continue };
            if to == from {
                continue;
            }
            let kind = if link.kind == LinkKind::Embed { MentionKind::Embed } else { MentionKind::Link };
            let mentions = backlinks.entry(to.clone()).or_default();
            if mentions.last().is_none_or(|last| last.from != *from) {
                mentions.push(Backlink { from: from.clone(), kind, excerpts: Vec::new() });
            }
            let last = mentions.last_mut().expect("one has just been pushed");
            last.kind = last.kind.max(kind);
            let said = |other: &Arc<Excerpt>| text(other).eq(text(&link.excerpt));
            if text(&link.excerpt).next().is_some() && !last.excerpts.iter().any(said) {
                last.excerpts.push(link.excerpt.clone());
            }
        }
    }
    backlinks
}

/// The bytes of a sentence, wherever it is cut.
fn text(excerpt: &Excerpt) -> impl Iterator<Item = u8> {
    [&excerpt.before, &excerpt.marked, &excerpt.after].into_iter().flat_map(|part| part.bytes())
}
