//! The finished site as a value.

use std::sync::Arc;

use imbl::OrdMap;

use crate::model::Url;
use crate::source::{AssetFile, is_same_text};

/// The name of the file that lists what a build wrote into its output folder.
/// A folder that holds one is output, and no part of a book.
pub const MANIFEST: &str = ".briefbook";

/// All files of a site by their address. Sites of two builds share what is the same
/// in both.
pub type Site = OrdMap<Url, SiteFile>;

/// One file of a site.
#[derive(Debug, Clone, Eq)]
pub enum SiteFile {
    /// A file that the program made.
    Text(Arc<str>),
    /// A file of the book that is copied as it is.
    Copy(AssetFile),
}

impl PartialEq for SiteFile {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (SiteFile::Text(a), SiteFile::Text(b)) => is_same_text(a, b),
            (SiteFile::Copy(a), SiteFile::Copy(b)) => a == b,
            _ => false,
        }
    }
}
