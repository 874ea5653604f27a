//! The finished site as a value.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::Url;
use crate::source::AssetFile;

/// All files of a site by their address.
pub type Site = BTreeMap<Url, SiteFile>;

/// One file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiteFile {
    /// A file that the program made.
    Text(Arc<str>),
    /// A file of the book that is copied as it is.
    Copy(AssetFile),
}
