//! The whole book, parsed: what the stages after parsing are given.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Config, Note, NoteId, Reference, ReferenceKey};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::source::AssetFiles;

/// A parsed book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// What `book.toml` says.
    pub config: Arc<Config>,
    /// All notes that are published: drafts are left out.
    pub notes: Arc<BTreeMap<NoteId, Arc<Note>>>,
    /// All references of all bibliographies; of two with one key, the first.
    pub references: Arc<BTreeMap<ReferenceKey, Arc<Reference>>>,
    /// Files that notes may link to and that are copied as they are.
    pub assets: AssetFiles,
}

/// All references by their key. Of two with one key the first counts, and the
/// other is reported.
pub fn by_key(
    references: impl Iterator<Item = Arc<Reference>>,
) -> Checked<Arc<BTreeMap<ReferenceKey, Arc<Reference>>>> {
    let mut by_key: BTreeMap<ReferenceKey, Arc<Reference>> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for reference in references {
        if let Some(first) = by_key.get(&reference.key) {
            let message =
                format!("`{}` is already the key of a reference in `{}`", reference.key, first.span.file);
            diagnostics.push(
                Diagnostic::new(Code::DuplicateReference, reference.span.clone(), message)
                    .with_help("the first one counts; take one of them out, or give it a key of its own"),
            );
            continue;
        }
        by_key.insert(reference.key.clone(), reference);
    }
    Checked { value: Arc::new(by_key), diagnostics }
}
