//! What the names in a book mean: which page a link leads to, which words are
//! terms of the glossary, which work a citation names.
//!
//! Parsing has recorded names as they are written; here they meet the whole
//! book. Nothing is printed yet.

mod citations;
mod facets;
mod file_names;
mod links;
mod matcher;
mod names;
mod running;
mod terms;
mod uses;

pub use citations::{References, citations};
pub use facets::{About, Called, Facets, Places, SubjectsOf, TopicsOf};
pub(crate) use file_names::url_path;
pub use file_names::{FileNames, file_names};
pub use links::{Destination, Everything, Links, embed_cycles, links};
pub use matcher::Matcher;
pub use names::{Asking, Calls, Names, SectionPath, names};
pub(crate) use names::{fold, former_url};
pub(crate) use terms::is_glossary;
pub use terms::{AskingTerms, Entry, Lexicon, Meaning, Term, lexicon};
pub use uses::{TermUse, abbreviations, mentions, term_uses};
