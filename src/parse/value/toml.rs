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
        SyntaxError { message: message.to_owned(), range: base + range.start..base + range.end, help: None }
    };
    (table(read.get_ref(), base), errors.iter().map(error).collect())
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
