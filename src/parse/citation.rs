//! The syntax of citations, after the section "Citations" of Pandoc's manual.

use std::ops::Range;

use crate::model::Locator;

/// One work in a citation, as ranges of bytes of the text it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Text before the work, trimmed: `see`.
    pub prefix: Range<usize>,
    /// The key as written, with its sign and braces: `-@{a key}`.
    pub written: Range<usize>,
    /// The key itself.
    pub key: Range<usize>,
    /// Whether a `-` stands before the `@`.
    pub suppress_author: bool,
    /// Where in the work.
    pub locator: Option<Locator>,
    /// Text after the work and its locator, trimmed, without a comma before it.
    pub suffix: Range<usize>,
}

/// Takes apart what stands between the brackets of `[see @a, p. 4; -@b]`.
/// `None` if it is no citation.
pub(super) fn group(text: &str) -> Option<Vec<Item>> {
    let _ = text;
    None
}

/// Finds the works that are named in running text: `@key`, `-@key`, `@{a key}`.
/// Prefix, locator and suffix are always empty.
pub(super) fn in_text(text: &str) -> Vec<Item> {
    let _ = text;
    Vec::new()
}

/// Takes apart what stands in the brackets after a work in running text:
/// `@key [p. 3, and passim]`, in the same way as after a key in a group.
pub(super) fn after_work(text: &str) -> (Option<Locator>, Range<usize>) {
    (None, 0..text.len())
}
