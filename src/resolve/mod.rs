//! What the names in a book mean: which page a link leads to, which words are
//! terms of the glossary, which work a citation names.
//!
//! Parsing has recorded names as they are written; here they meet the whole
//! book. Nothing is printed yet.

mod citations;
mod links;
mod names;
mod terms;

pub use citations::citations;
pub use links::{Destination, Links, links};
pub(crate) use names::url_path;
pub use names::{Names, SectionPath, names};
pub(crate) use terms::is_glossary;
pub use terms::{Lexicon, Matcher, Term, TermUse, lexicon, mentions, term_uses};
