//! Things that happened.

use super::{Anchor, EventDate, Inline, Wording};
use crate::source::Span;

/// The position of an event among the events of its note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

/// One dated statement, from a line of a `timeline` block or from front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When it happened, as precisely as the author knows.
    pub date: EventDate,
    /// What happened, without the tags.
    pub text: Vec<Inline>,
    /// `text` without markup.
    pub plain: Wording,
    /// Tags, without `#`, in the order in which they were written.
    pub tags: Vec<String>,
    /// The event's id on the page of its note.
    pub anchor: Anchor,
    /// The whole line.
    pub span: Span,
}
