//! Names: what notes, pages, headings and files of a book are called.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::source::is_same_text;

/// Declares a newtype around a shared string.
macro_rules! names {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Eq)]
        pub struct $name(Arc<str>);

        // Names are compared without a look at the text where they are one value, as
        // they are in most builds after the first.
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                is_same_text(&self.0, &other.0)
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, hasher: &mut H) {
                self.0.hash(hasher);
            }
        }

        impl $name {
            /// A name from its text.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                $name(text.into())
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    )+};
}

names! {
    /// A note's name in its book: its path inside the content folder without
    /// `.md`, as the author wrote it: `03-strategy/02-key-vendors`.
    NoteId;
    /// The address of a page or file of the site, relative to the site's root,
    /// not percent-encoded: `strategy/key-vendors.html`.
    Url;
    /// What follows `#` in an address: the id of an element, unique on its page.
    Anchor;
    /// The path of an asset inside the content folder: `images/map.svg`.
    AssetPath;
    /// The path of a file, relative to the root of the book, with `/` between its
    /// parts on every system: `content/03-strategy/index.md`.
    SourcePath;
    /// The name of a topic, as front matter writes it: `Export controls`.
    TopicName;
}

impl SourcePath {
    /// The last part of the path: `index.md`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// What follows the last dot of the file name, in lower case; empty if
    /// there is none.
    pub fn extension(&self) -> String {
        match self.file_name().rsplit_once('.') {
            Some((_, extension)) => extension.to_ascii_lowercase(),
            None => String::new(),
        }
    }
}

impl NoteId {
    /// The last part: `02-key-vendors`.
    pub fn file_stem(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folder the note stands in; empty for the content folder itself.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether the note is the page of its folder.
    pub fn is_section(&self) -> bool {
        self.file_stem() == "index"
    }
}

/// An id made from a text as GitHub makes them for headings: lower case,
/// letters, digits, `-` and `_` kept, blanks as `-`, everything else left out.
pub fn slug(text: &str) -> String {
    text.trim()
        .chars()
        .filter_map(|c| match c {
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() => Some(c),
            c if c.is_whitespace() => Some('-'),
            _ => None,
        })
        .flat_map(char::to_lowercase)
        .collect()
}
