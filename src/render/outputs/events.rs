//! `timeline.json` and `timeline.csv`: the events as data.
//!
//! Both give a date as its author wrote it (EDTF), in words, and as the first
//! and the last day that it can mean, so that programs can sort and filter
//! without knowing EDTF. A day that is not known is left empty, never made up.

use serde::Serialize;

use super::entries::Entry;
use crate::model::Config;
use crate::model::date::Day;

/// The columns of the table.
const COLUMNS: [&str; 9] =
    ["date", "earliest", "latest", "words", "text", "tags", "sources", "note", "address"];

/// What `timeline.json` says of the book.
#[derive(Serialize)]
struct Head<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_url: Option<&'a str>,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<&'a str>,
}

/// One event. Addresses are relative to the root of the site.
#[derive(Serialize)]
struct Row<'a> {
    date: &'a str,
    earliest: Option<String>,
    latest: Option<String>,
    words: &'a str,
    text: &'a str,
    tags: &'a [String],
    sources: Vec<&'a str>,
    note: &'a str,
    address: &'a str,
}

impl<'a> Row<'a> {
    fn new(entry: &'a Entry) -> Self {
        Row {
            date: &entry.event.date.edtf,
            earliest: day(entry.event.date.key.earliest),
            latest: day(entry.event.date.key.latest),
            words: &entry.date.text,
            text: &entry.text,
            tags: &entry.event.tags,
            sources: entry.sources.iter().map(|key| &*key.0).collect(),
            note: entry.title,
            address: &entry.href,
        }
    }
}

/// The events as JSON: what is said of the book, with the rows under `events`.
pub(super) fn json<'r>(config: &Config, rows: impl Iterator<Item = &'r str> + Clone) -> String {
    let head = Head {
        title: &config.title,
        base_url: config.base_url.as_deref(),
        language: &config.language,
        as_of: config.as_of.as_ref().map(|date| date.edtf.as_str()),
    };
    let mut out = pretty(&head);
    let end = out.trim_end_matches("\n}").len();
    out.truncate(end);
    out.reserve(rows.clone().map(|row| row.len() + 10).sum());
    out.push_str(",\n  \"events\": [");
    for (at, row) in rows.enumerate() {
        out.push_str(if at == 0 { "\n    " } else { ",\n    " });
        out.push_str(row);
    }
    out.push_str("\n  ]\n}\n");
    out
}

/// An event as it stands in the JSON.
pub(super) fn json_row(entry: &Entry) -> String {
    pretty(&Row::new(entry)).replace('\n', "\n    ")
}

fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("texts and lists of texts are always JSON")
}

/// The events as a table after RFC 4180, with a row of names first.
pub(super) fn csv<'r>(rows: impl Iterator<Item = &'r str> + Clone) -> String {
    let mut out = String::new();
    row(&mut out, &COLUMNS);
    out.reserve(rows.clone().map(str::len).sum());
    out.extend(rows);
    out
}

/// An event as a row of the table. Tags and sources share their cells, parted by
/// blanks, which they cannot hold.
pub(super) fn csv_row(entry: &Entry) -> String {
    let event = Row::new(entry);
    let mut out = String::new();
    row(
        &mut out,
        &[
            event.date,
            event.earliest.as_deref().unwrap_or_default(),
            event.latest.as_deref().unwrap_or_default(),
            event.words,
            event.text,
            &event.tags.join(" "),
            &event.sources.join(" "),
            event.note,
            event.address,
        ],
    );
    out
}

fn row(out: &mut String, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if cell.contains(['"', ',', '\r', '\n']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

/// A day after ISO 8601; years outside of 0 to 9999 in its expanded form with a
/// sign. `None` for the ends of time that stand for "open" and "unknown".
fn day((year, month, day): Day) -> Option<String> {
    match year {
        i64::MIN | i64::MAX => None,
        0..=9999 => Some(format!("{year:04}-{month:02}-{day:02}")),
        _ => Some(format!("{year:+05}-{month:02}-{day:02}")),
    }
}
