//! CSL-JSON: an array of items, each an object with the variables of CSL 1.0.2.

use std::ops::Range;

use serde_json::{Map, Value};

use super::draft::{self, problem, set, set_names};
use crate::diagnostic::{Checked, Diagnostic};
use crate::model::{EventDate, Name, Reference, ReferenceKind};
use crate::parse;
use crate::source::SourceFile;

/// Variables that hold names.
const ROLES: &[&str] = &[
    "author",
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "director",
    "editor",
    "editor-translator",
    "editorial-director",
    "executive-producer",
    "guest",
    "holder",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
    "translator",
];

/// Parses a file.
pub(super) fn references(file: &SourceFile) -> Checked<Vec<Reference>> {
    let mut problems = Vec::new();
    let mut references = Vec::new();
    let text = &file.text;
    let first = text.len() - text.trim_start().len();
    if !text[first..].starts_with(['[', '{']) && first < text.len() {
        let message = "this is not CSL-JSON: a list of items between `[` and `]` is expected";
        problems.push(problem(file, first..first + 1, message));
    }
    for range in objects(text) {
        match serde_json::from_str::<Map<String, Value>>(&text[range.clone()]) {
            Ok(item) => references.extend(reference(file, range, &item, &mut problems)),
            Err(error) => {
                let at = range.start + offset(&text[range.clone()], error.line(), error.column());
                let message = error.to_string();
                let message = message.split(" at line ").next().unwrap_or(&message);
                problems.push(
                    problem(file, at..at + 1, format!("this item is not JSON: {message}"))
                        .with_help("the other items of the file are kept"),
                );
            }
        }
    }
    Checked { value: references, diagnostics: problems }
}

/// The objects that lie in no other, as ranges of the text. The last one may
/// lack its end.
fn objects(text: &str) -> Vec<Range<usize>> {
    let mut objects = Vec::new();
    let (mut depth, mut start, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            b'}' => {
                if depth == 1 {
                    objects.push(start..at + 1);
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
    }
    if depth > 0 {
        objects.push(start..text.len());
    }
    objects
}

/// The byte at a line and column, both counted from 1, as `serde_json` gives
/// them.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}

/// Makes a reference from an item. `None` if it has no key.
fn reference(
    file: &SourceFile,
    range: Range<usize>,
    item: &Map<String, Value>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Reference> {
    let key = ["id", "citation-key"].iter().find_map(|name| item.get(*name).and_then(scalar));
    let Some(key) = key.filter(|key| !key.trim().is_empty()) else {
        problems.push(problem(file, range, "this item has no `id`, so nothing can cite it"));
        return None;
    };
    let type_name = item.get("type").and_then(scalar).unwrap_or_default();
    let kind = ReferenceKind::from_csl(&type_name);
    let mut reference = draft::reference(file, range.clone(), &key, kind.unwrap_or(ReferenceKind::Document));
    if kind.is_none_or(|kind| kind.csl_type() != type_name && kind != ReferenceKind::PressRelease) {
        set(&mut reference, "type", &type_name);
    }
    if is_press_release(item) && reference.kind != ReferenceKind::PressRelease {
        reference.kind = ReferenceKind::PressRelease;
    }
    for (name, value) in item {
        match name.as_str() {
            "id" | "type" | "citation-key" | "citation-label" | "custom" => {}
            "issued" | "accessed" => date(file, &range, name, value, &mut reference, problems),
            role if ROLES.contains(&role) => set_names(&mut reference, role, names(value)),
            "archive_url" | "archive-url" => reference.archived = scalar(value),
            name => {
                if let Some(value) = scalar(value) {
                    set(&mut reference, name, &plain(&value));
                }
            }
        }
    }
    Some(reference)
}

/// Whether the genre says what CSL has no type for.
fn is_press_release(item: &Map<String, Value>) -> bool {
    let genre = item.get("genre").and_then(scalar).unwrap_or_default().to_lowercase();
    genre == "press release" || genre == "news release"
}

/// Text or a number as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The text without the markup that CSL allows in fields, on one line.
fn plain(text: &str) -> String {
    let mut plain = text.to_owned();
    for tag in [
        "<i>",
        "</i>",
        "<b>",
        "</b>",
        "<sub>",
        "</sub>",
        "<sup>",
        "</sup>",
        "<span class=\"nocase\">",
        "<span style=\"font-variant:small-caps;\">",
        "<span style=\"font-variant: small-caps;\">",
        "</span>",
    ] {
        plain = plain.replace(tag, "");
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The names in a name variable.
fn names(value: &Value) -> Vec<Name> {
    let names = value.as_array().map(Vec::as_slice).unwrap_or_default();
    names.iter().filter_map(name).collect()
}

/// One name. `None` if it is empty.
fn name(value: &Value) -> Option<Name> {
    let part = |name: &str| {
        value.get(name).and_then(scalar).map(|text| plain(&text)).filter(|text| !text.is_empty())
    };
    if let Some(literal) =
        part("literal").or_else(|| value.as_str().map(plain)).filter(|text| !text.is_empty())
    {
        return Some(if literal == "others" { Name::Others } else { Name::Literal(literal) });
    }
    let particles: Vec<String> =
        ["dropping-particle", "non-dropping-particle"].iter().filter_map(|name| part(name)).collect();
    let particle = (!particles.is_empty()).then(|| particles.join(" "));
    match part("family") {
        Some(family) => Some(Name::Person { family, given: part("given"), particle, suffix: part("suffix") }),
        None => part("given").map(Name::Literal),
    }
}

/// Sets a date variable.
fn date(
    file: &SourceFile,
    range: &Range<usize>,
    name: &str,
    value: &Value,
    reference: &mut Reference,
    problems: &mut Vec<Diagnostic>,
) {
    let literal = value.get("literal").and_then(scalar).or_else(|| value.as_str().map(str::to_owned));
    let read: Result<Option<EventDate>, Diagnostic> = match edtf(value) {
        Some(edtf) => draft::date(file, range.clone(), &edtf).map(Some),
        None => Ok(literal.as_deref().and_then(|literal| parse::date(literal.trim()).ok())),
    };
    let date = read.unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    if name == "accessed" {
        reference.accessed = date;
        return;
    }
    if date.is_none() {
        let raw = value.get("raw").and_then(scalar);
        reference.issued_literal = literal.or(raw).map(|text| plain(&text));
    }
    reference.issued = date;
}

/// A date variable as EDTF. `None` if it has no parts.
fn edtf(value: &Value) -> Option<String> {
    let truthy = |value: &Value| match value {
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_i64() != Some(0),
        Value::String(text) => !text.is_empty() && text != "false" && text != "0",
        _ => false,
    };
    if let Some(raw) = value.get("raw").and_then(Value::as_str).map(str::trim) {
        return parse::date(raw).is_ok().then(|| raw.to_owned());
    }
    let circa = if value.get("circa").is_some_and(truthy) { "~" } else { "" };
    let season = value.get("season").and_then(|season| match season {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => match text.to_lowercase().as_str() {
            "spring" => Some(1),
            "summer" => Some(2),
            "autumn" | "fall" => Some(3),
            "winter" => Some(4),
            number => number.parse().ok(),
        },
        _ => None,
    });
    let dates = value.get("date-parts")?.as_array()?;
    let dates = dates.iter().map(|parts| {
        let parts = parts.as_array()?;
        let mut numbers = parts.iter().map_while(|part| match part {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        });
        let year = numbers.next()?;
        // `[[2019, 5], [0]]` is how citeproc-js writes an open end.
        let mut rest = numbers.clone();
        if year == 0 && rest.all(|number| number == 0) {
            return Some("..".to_owned());
        }
        let mut text = match year {
            -9999..=-1 => format!("-{:04}", -year),
            0..=9999 => format!("{year:04}"),
            _ => format!("Y{year}"),
        };
        match season.filter(|season| (1..=4).contains(season)) {
            Some(season) => text += &format!("-{}", 20 + season),
            None => {
                for number in numbers.take(2) {
                    text += &format!("-{number:02}");
                }
            }
        }
        Some(text + circa)
    });
    let dates: Vec<String> = dates.take(2).collect::<Option<_>>()?;
    (!dates.is_empty()).then(|| dates.join("/"))
}
