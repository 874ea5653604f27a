//! TOML to values.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue, Error};

use super::{Key, Kind, SyntaxError, Table, Value};

/// Reads TOML that begins at byte `base` of its file. What can be read is kept
/// beside what cannot.
pub(crate) fn toml(text: &str, base: usize) -> (Table, Vec<SyntaxError>) {
    let (read, errors) = DeTable::parse_recoverable(text);
    let error = |error: &Error| {
        let range = error.span().unwrap_or(0..0);
        let message = error.message().lines().next().unwrap_or_default().trim_end_matches('.');
        let help = help(message);
        SyntaxError { message: message.to_owned(), range: base + range.start..base + range.end, help }
    };
    (table(read.get_ref(), base), errors.iter().map(error).collect())
}

/// What to do about the faults that authors make most.
fn help(message: &str) -> Option<&'static str> {
    [
        ("invalid basic string", "close the text with `\"` on the same line"),
        ("invalid literal string", "close the text with `'` on the same line"),
        ("string values must be quoted", "put the value in quotes: `key = \"text\"`"),
        ("key with no value", "write a value behind it: `key = \"text\"`"),
        ("invalid date", "put a date without a day in quotes: `key = \"2020-05\"`"),
        ("unclosed array", "close the list with `]`"),
    ]
    .iter()
    .find(|(fault, _)| message.contains(fault))
    .map(|(_, help)| *help)
}

fn table(read: &DeTable<'_>, base: usize) -> Table {
    let mut table: Table = read
        .iter()
        .map(|(key, value)| {
            let range = key.span();
            let key = Key { text: key.get_ref().to_string(), range: base + range.start..base + range.end };
            (key, self::value(value, base))
        })
        .collect();
    // The map is sorted by name, and authors think in the order of their file.
    table.sort_by_key(|(key, _)| key.range.start);
    table
}

fn value(read: &Spanned<DeValue<'_>>, base: usize) -> Value {
    let range = read.span();
    let kind = match read.get_ref() {
        DeValue::String(text) => Kind::Text(text.to_string()),
        DeValue::Integer(number) => Kind::Text(number.to_string()),
        DeValue::Float(number) => Kind::Text(number.to_string()),
        DeValue::Boolean(truth) => Kind::Text(truth.to_string()),
        DeValue::Datetime(date) => Kind::Text(date.to_string()),
        DeValue::Array(list) => Kind::List(list.iter().map(|member| value(member, base)).collect()),
        DeValue::Table(members) => Kind::Table(table(members, base)),
    };
    Value { kind, range: base + range.start..base + range.end }
}
