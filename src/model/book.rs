//! The whole book, parsed: what the stages after parsing are given.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{AssetPath, Config, Note, NoteId, Reference, ReferenceKey};
use crate::source::AssetFile;

/// A parsed book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// What `book.toml` says.
    pub config: Arc<Config>,
    /// All notes that are published: drafts are left out.
    pub notes: BTreeMap<NoteId, Arc<Note>>,
    /// All references of all bibliographies; of two with one key, the first.
    pub references: BTreeMap<ReferenceKey, Arc<Reference>>,
    /// Files that notes may link to and that are copied as they are.
    pub assets: BTreeMap<AssetPath, AssetFile>,
}
