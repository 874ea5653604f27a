//! Terms of the glossary.

use std::sync::Arc;

/// A term's name in its book: the term itself, as its author wrote it first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub Arc<str>);
