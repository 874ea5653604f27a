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
mod share;
mod subjects;
mod timeline;
mod topics;
mod turned;

use std::sync::Arc;

pub use asked::{Asked, asked};
pub use backlinks::{Backlink, Backlinks, MentionKind, MentionKinds, with_term};
pub use citations::{AllReferences, CitedOn, CitedWorks, cited, uncited};
pub use collation::Collation;
pub use glossary::{TermUsers, term_users};
pub use lints::{Assets, lints};
pub use outline::{Outline, Section, Stop, natural_order, outline};
pub use share::{Share, Told, share};
pub use subjects::{Speaking, Spot, Subject, Subjects, has_titles, subjects};
pub use timeline::{Timeline, TimelineEvent, timeline};
pub use topics::{Topic, Topics, topics};
pub use turned::{ByNote, ByThing, Said, Turned};

/// Everything that is known across the book. Each view is one value as long as
/// nothing in it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexes {
    /// Sections and reading order.
    pub outline: Arc<Outline>,
    /// Who mentions whom.
    pub backlinks: Backlinks,
    /// All events in order of time.
    pub timeline: Arc<Timeline>,
    /// The notes that use each term, and in what words.
    pub term_uses: TermUsers,
    /// The places that cite each work.
    pub cited: CitedWorks,
    /// Topics with their notes and events.
    pub topics: Arc<Topics>,
    /// Everything that the book speaks of.
    pub subjects: Arc<Subjects>,
}
