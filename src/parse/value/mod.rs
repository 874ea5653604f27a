//! Values of YAML and TOML with the places where they stand.
//!
//! Front matter and `book.toml` are read into these first and understood key by
//! key afterwards, so that one value of the wrong kind does not take the others
//! with it.

mod fields;
mod toml;
mod yaml;

use std::ops::Range;

pub(super) use self::fields::{Fields, words};
pub(super) use self::toml::toml;
pub(super) use self::yaml::yaml;

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    /// What it is.
    pub(super) kind: Kind,
    /// Its bytes in the file.
    pub(super) range: Range<usize>,
}

/// What a value is.
///
/// Numbers, truth values and dates are text: which of them is meant is decided
/// by the key, and not by how the value looks. So a title may be `2019`.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// Nothing: `key:` in YAML.
    Null,
    /// A scalar, as the author wrote it, without quotes.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Keys with values.
    Table(Table),
}

/// Keys with values, in the order in which they were written. A key may stand
/// twice.
pub(super) type Table = Vec<(Key, Value)>;

/// A key with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    /// The key.
    pub(super) text: String,
    /// Its bytes in the file.
    pub(super) range: Range<usize>,
}

impl Kind {
    /// How a message calls a value of this kind.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Kind::Null => "nothing",
            Kind::Text(_) => "text",
            Kind::List(_) => "a list",
            Kind::Table(_) => "a table",
        }
    }
}

/// Why a text cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SyntaxError {
    /// What is wrong, lower case, without a final period.
    pub(super) message: String,
    /// Where in the file, in bytes.
    pub(super) range: Range<usize>,
    /// What to do about it.
    pub(super) help: Option<&'static str>,
}
