//! Hayagriva YAML: a mapping from keys to entries, with the works that hold a
//! work as its `parent`.

use std::ops::Range;

use serde_json::{Map, Value};

use super::draft::{self, person, problem, set, set_names};
use crate::diagnostic::{Checked, Diagnostic};
use crate::model::{Name, Reference, ReferenceKind};
use crate::parse;
use crate::source::SourceFile;

/// Fields of the work itself that mean one variable of CSL.
const FIELDS: &[(&str, &str)] = &[
    ("abstract", "abstract"),
    ("archive", "archive"),
    ("archive-location", "archive_location"),
    ("call-number", "call-number"),
    ("chapter", "chapter-number"),
    ("edition", "edition"),
    ("genre", "genre"),
    ("issue", "issue"),
    ("language", "language"),
    ("location", "publisher-place"),
    // By its documentation an annotation, where the `note` of BibLaTeX is printed.
    ("note", "annote"),
    ("organization", "authority"),
    ("page-range", "page"),
    ("page-total", "number-of-pages"),
    ("volume", "volume"),
    ("volume-total", "number-of-volumes"),
];

/// Fields that a work has from the one that holds it, if it has none itself.
const FROM_PARENT: &[&str] = &[
    "edition",
    "issue",
    "volume",
    "location",
    "publisher",
    "organization",
    "archive",
    "editor",
    "date",
    "url",
];

/// Parses a file.
pub(super) fn references(file: &SourceFile) -> Checked<Vec<Reference>> {
    let mut problems = Vec::new();
    let mut references = Vec::new();
    for range in cut(&file.text) {
        let piece = &file.text[range.clone()];
        match serde_saphyr::from_str::<Map<String, Value>>(piece) {
            Ok(entries) => {
                for (key, entry) in &entries {
                    match entry.as_object() {
                        Some(entry) => {
                            references.push(reference(file, range.clone(), key, entry, &mut problems));
                        }
                        None => problems.push(problem(
                            file,
                            range.clone(),
                            format!("`{key}` has no fields: an entry is a mapping"),
                        )),
                    }
                }
            }
            Err(error) => {
                let at = error.location().map(|location| {
                    let before = |line: &u64| *line + 1 < location.line();
                    let lines = piece.split_inclusive('\n').zip(0_u64..);
                    let start: usize =
                        lines.take_while(|(_, line)| before(line)).map(|(text, _)| text.len()).sum();
                    let column = usize::try_from(location.column()).unwrap_or(usize::MAX).saturating_sub(1);
                    start + piece[start..].chars().take(column).map(char::len_utf8).sum::<usize>()
                });
                let place = at.map_or(range.clone(), |at| range.start + at..range.start + at + 1);
                let message = error.without_snippet().to_string();
                let message = message.lines().next().unwrap_or("it is not YAML");
                // Line and column are those of the piece; the span says it better.
                let message = message.rsplit_once(": ").map_or(message, |(_, message)| message);
                let message = message.split(" at line ").next().unwrap_or(message);
                problems.push(
                    problem(file, place, format!("this entry cannot be read: {message}"))
                        .with_help("the other entries of the file are kept"),
                );
            }
        }
    }
    Checked { value: references, diagnostics: problems }
}

/// Cuts a file before each line that is not indented: there a key stands.
fn cut(text: &str) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let is_key = !content.is_empty()
            && !content.starts_with([' ', '\t', '#', '}', ']'])
            && content != "---"
            && content != "..."
            && !content.starts_with('%');
        if is_key {
            pieces.push(at..at + content.len());
        } else if let Some(last) = pieces.last_mut()
            && content.starts_with([' ', '\t', '}', ']'])
        {
            last.end = at + content.len();
        }
        at += line.len();
    }
    pieces
}

/// Makes a reference from an entry.
fn reference(
    file: &SourceFile,
    range: Range<usize>,
    key: &str,
    entry: &Map<String, Value>,
    problems: &mut Vec<Diagnostic>,
) -> Reference {
    let parents: Vec<&Map<String, Value>> = match entry.get("parent") {
        Some(Value::Object(parent)) => vec![parent],
        Some(Value::Array(parents)) => parents.iter().filter_map(Value::as_object).collect(),
        _ => Vec::new(),
    };
    let parent = parents.first().copied();
    let field = |name: &str| {
        let inherited =
            FROM_PARENT.contains(&name).then(|| parent.and_then(|parent| parent.get(name))).flatten();
        entry.get(name).or(inherited)
    };
    let mut reference = draft::reference(file, range.clone(), key, kind(entry, parent));
    for (from, to) in FIELDS {
        if let Some(value) = field(from).and_then(text) {
            set(&mut reference, to, &value);
        }
    }
    if let Some(title) = entry.get("title") {
        set(&mut reference, "title", &text(title).unwrap_or_default());
        set(&mut reference, "title-short", &title.get("short").and_then(text).unwrap_or_default());
    }
    if let Some(parent) = parent {
        set(&mut reference, "container-title", &parent.get("title").and_then(text).unwrap_or_default());
    }
    if let Some(grandparent) = parent.and_then(|parent| parent.get("parent")) {
        set(&mut reference, "collection-title", &grandparent.get("title").and_then(text).unwrap_or_default());
    }
    people(&mut reference, entry, field("editor"));
    publisher(&mut reference, field("publisher"));
    serial_number(&mut reference, field("serial-number"));
    if let Some(url) = field("url") {
        set(&mut reference, "URL", &text(url).unwrap_or_default());
        if let Some(visited) = url.get("date").and_then(text) {
            match draft::date(file, range.clone(), &visited) {
                Ok(date) => reference.accessed = Some(date),
                Err(problem) => problems.push(problem),
            }
        }
    }
    if let Some(date) = field("date").and_then(text) {
        match parse::date(date.trim()) {
            Ok(date) => reference.issued = Some(date),
            Err(_) => reference.issued_literal = Some(date),
        }
    }
    reference
}

/// Text, a number as text, or the `value` of a longer form.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(longer) => longer.get("value").or_else(|| longer.get("name")).and_then(text),
        _ => None,
    }
}

/// The kind of a work by its type and that of the work that holds it.
fn kind(entry: &Map<String, Value>, parent: Option<&Map<String, Value>>) -> ReferenceKind {
    use ReferenceKind as Kind;
    let type_of =
        |entry: &Map<String, Value>| entry.get("type").and_then(text).unwrap_or_default().to_lowercase();
    let genre = entry.get("genre").and_then(text).unwrap_or_default().to_lowercase();
    match genre.as_str() {
        "press release" | "news release" => return Kind::PressRelease,
        "hearing" | "testimony" => return Kind::Hearing,
        "bill" => return Kind::Bill,
        "treaty" => return Kind::Treaty,
        "speech" => return Kind::Speech,
        "interview" => return Kind::Interview,
        "regulation" | "executive order" | "rule" => return Kind::Regulation,
        "standard" => return Kind::Standard,
        _ => {}
    }
    let parent = parent.map(type_of).unwrap_or_default();
    match (type_of(entry).as_str(), parent.as_str()) {
        ("article", "newspaper") => Kind::NewspaperArticle,
        ("article", "magazine" | "blog" | "web") => Kind::MagazineArticle,
        ("article", "proceedings" | "conference") => Kind::ConferencePaper,
        ("article", _) => Kind::JournalArticle,
        ("chapter" | "anthos" | "entry", _) => Kind::Chapter,
        ("book" | "anthology" | "reference" | "proceedings" | "periodical", _) => Kind::Book,
        ("report", _) => Kind::Report,
        ("web" | "blog" | "post" | "thread" | "newspaper", _) => Kind::Web,
        ("case", _) => Kind::Case,
        ("legislation", _) => Kind::Statute,
        ("thesis", _) => Kind::Thesis,
        ("patent", _) => Kind::Patent,
        ("repository", _) => Kind::Dataset,
        (_, "report") => Kind::Report,
        (_, "web" | "blog") => Kind::Web,
        _ => Kind::Document,
    }
}

/// Sets authors, editors and those who are affiliated otherwise.
fn people(reference: &mut Reference, entry: &Map<String, Value>, editor: Option<&Value>) {
    set_names(reference, "author", names(entry.get("author")));
    set_names(reference, "editor", names(editor));
    let affiliated = entry.get("affiliated").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for group in affiliated {
        let role = group.get("role").and_then(text).unwrap_or_default();
        if !role.is_empty() {
            set_names(reference, &role, names(group.get("names")));
        }
    }
}

/// The names in a field: one, or a list.
fn names(value: Option<&Value>) -> Vec<Name> {
    match value {
        Some(Value::Array(names)) => names.iter().filter_map(name).collect(),
        Some(one) => name(one).into_iter().collect(),
        None => Vec::new(),
    }
}

/// One name: "Family, Given", a body, or a mapping of parts.
fn name(value: &Value) -> Option<Name> {
    let part = |name: &str| value.get(name).and_then(text).filter(|text| !text.is_empty());
    if value.is_object() {
        return part("name").map(|family| Name::Person {
            family,
            given: part("given-name"),
            particle: part("prefix"),
            suffix: part("suffix"),
        });
    }
    let whole = text(value).filter(|text| !text.is_empty())?;
    Some(match whole.split_once(',') {
        Some((family, given)) => person(family, given),
        None if whole == "others" => Name::Others,
        None if whole.contains(' ') => Name::Literal(whole),
        None => person(&whole, ""),
    })
}

/// Sets the publisher and its place.
fn publisher(reference: &mut Reference, value: Option<&Value>) {
    let Some(value) = value else { return };
    set(reference, "publisher", &text(value).unwrap_or_default());
    if let Some(place) = value.get("location").and_then(text) {
        set(reference, "publisher-place", &place);
    }
}

/// Sets the identifiers of a work.
fn serial_number(reference: &mut Reference, value: Option<&Value>) {
    match value {
        Some(Value::Object(numbers)) => {
            for (name, value) in numbers {
                let variable = match name.as_str() {
                    "doi" => "DOI",
                    "isbn" => "ISBN",
                    "issn" => "ISSN",
                    "pmid" => "PMID",
                    "pmcid" => "PMCID",
                    "version" => "version",
                    "serial" => "number",
                    _ => continue,
                };
                set(reference, variable, &text(value).unwrap_or_default());
            }
        }
        Some(number) => set(reference, "number", &text(number).unwrap_or_default()),
        None => {}
    }
}
