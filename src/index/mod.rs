//! Views across the book: order, grouping and counting. What a name means has
//! been decided before; nothing is printed yet.

mod asked;
mod backlinks;
mod citations;
mod collation;
mod glossary;
mod lints;
mod outline;
pub mod search;
mod subjects;
mod timeline;
mod topics;

use std::collections::{BTreeMap, BTreeSet};

pub use backlinks::{Backlink, Backlinks, MentionKind};
pub use citations::{CitedOn, CitedWorks};
pub use collation::Collation;
pub use outline::{Outline, Section, Stop, natural_order};
pub use subjects::{Spot, Subject, Subjects};
pub use timeline::{Timeline, TimelineEvent};
pub use topics::{Topic, Topics};

use crate::diagnostic::{Checked, Code};
use crate::model::{Book, NoteId, TermId};
use crate::resolve::{Lexicon, Links, Names, TermUse};

/// Everything that is known across the book.
#[derive(Debug)]
pub struct Indexes {
    /// Sections and reading order.
    pub outline: Outline,
    /// Who mentions whom.
    pub backlinks: Backlinks,
    /// All events in order of time.
    pub timeline: Timeline,
    /// The notes that use each term.
    pub term_uses: BTreeMap<TermId, Vec<NoteId>>,
    /// The places that cite each work.
    pub cited: CitedWorks,
    /// Topics with their notes and events.
    pub topics: Topics,
    /// Everything that the book speaks of.
    pub subjects: Subjects,
}

/// Makes all views across the book. `asked` names the problems that are looked for
/// although they are no fault in most books.
pub fn index(
    book: &Book,
    names: &Names,
    lexicon: &Lexicon,
    links: &Links,
    uses: &BTreeMap<NoteId, std::sync::Arc<Vec<TermUse>>>,
    asked: &BTreeSet<Code>,
) -> Checked<Indexes> {
    // Views do not depend on each other, but for topics, which have events.
    let in_time = || {
        let mut diagnostics = Vec::new();
        let timeline = timeline::timeline(book);
        let topics = topics::topics(book, links, &timeline, &mut diagnostics);
        (timeline, topics, diagnostics)
    };
    let of_terms = || {
        let mut diagnostics = lints::lints(book, links);
        let uses = glossary::term_uses(lexicon, uses, links, book, &mut diagnostics);
        (uses, diagnostics)
    };
    let of_works = || {
        let mut diagnostics = Vec::new();
        let cited = citations::citations(book, &mut diagnostics);
        (cited, diagnostics)
    };
    let (
        ((timeline, topics, mut diagnostics), (term_uses, on_terms)),
        ((cited, on_works), (outline, backlinks)),
    ) = rayon::join(
        || rayon::join(in_time, of_terms),
        || {
            let of_notes = || (outline::outline(book, names), backlinks::backlinks(book, links));
            rayon::join(of_works, of_notes)
        },
    );
    diagnostics.extend(on_terms.into_iter().chain(on_works));
    diagnostics.extend(asked::asked(book, names, links, &backlinks, asked));
    let subjects = subjects::subjects(book, lexicon, &topics);
    let indexes = Indexes { outline, backlinks, timeline, term_uses, cited, topics, subjects };
    Checked { value: indexes, diagnostics }
}
