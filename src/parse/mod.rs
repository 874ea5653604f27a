//! From the text of one file to one value. Everything there is to know about
//! Markdown, YAML, TOML, BibTeX and EDTF is here and nowhere else.
//!
//! Parsing never fails: text that cannot be understood stays text, and the
//! reason is a diagnostic.

mod bibliography;
mod citation;
mod config;
mod date;
mod front_matter;
mod highlight;
mod markdown;
mod style;
mod value;

pub use bibliography::bibliography;
pub use citation::PlaceWords;
// The schemas are held to these by a test.
#[cfg(test)]
pub(crate) use config::KNOWN as CONFIG_KEYS;
pub use config::config;
pub use date::{DateError, date};
#[cfg(test)]
pub(crate) use front_matter::KNOWN as FRONT_MATTER_KEYS;
pub use highlight::highlight;
pub use markdown::{Dialect, note};
pub use style::{style_parent, style_path};
