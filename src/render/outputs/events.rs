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

/// The whole of `timeline.json`.
#[derive(Serialize)]
struct File<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_url: Option<&'a str>,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<&'a str>,
    events: Vec<Row<'a>>,
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

/// The events as JSON.
pub(super) fn json(config: &Config, entries: &[Entry]) -> String {
    let file = File {
        title: &config.title,
        base_url: config.base_url.as_deref(),
        language: &config.language,
        as_of: config.as_of.as_ref().map(|date| date.edtf.as_str()),
        events: entries.iter().map(Row::new).collect(),
    };
    let json = serde_json::to_string_pretty(&file).expect("texts and lists of texts are always JSON");
    json + "\n"
}

/// The events as a table after RFC 4180, with a row of names first. Tags and
/// sources share their cells, parted by blanks, which they cannot hold.
pub(super) fn csv(entries: &[Entry]) -> String {
    let mut out = String::new();
    row(&mut out, &COLUMNS);
    for entry in entries {
        let event = Row::new(entry);
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
    }
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
