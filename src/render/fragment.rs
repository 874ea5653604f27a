//! Pieces of HTML that are printed once and placed on several pages.

use std::sync::Arc;

use serde::Serialize;

/// A piece of HTML in which addresses begin at the root of the site.
///
/// Where an address begins, `Fragment::ROOT` stands for what leads from the
/// page to the root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct Fragment(Arc<str>);

impl Fragment {
    /// Stands for what leads to the root. It is one of the code points that
    /// Unicode keeps free of meaning, so no text that people write has it.
    pub(super) const ROOT: &'static str = "\u{FDD0}";

    /// A fragment from its HTML.
    pub(super) fn new(html: String) -> Self {
        Fragment(html.into())
    }

    /// The HTML as it stands on a page from which `root` leads to the root.
    pub(super) fn on(&self, root: &str) -> String {
        self.0.replace(Fragment::ROOT, root)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
