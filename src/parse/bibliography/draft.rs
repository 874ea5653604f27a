//! A reference while it is read, and what all formats have in common.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{EventDate, Name, Reference, ReferenceKey, ReferenceKind};
use crate::parse;
use crate::source::SourceFile;

/// A reference of which nothing is known but its key, its kind and where it
/// stands.
pub(super) fn reference(file: &SourceFile, range: Range<usize>, key: &str, kind: ReferenceKind) -> Reference {
    Reference {
        key: ReferenceKey(key.into()),
        kind,
        authors: Vec::new(),
        editors: Vec::new(),
        contributors: BTreeMap::new(),
        title: None,
        issued: None,
        issued_literal: None,
        accessed: None,
        url: None,
        archived: None,
        doi: None,
        fields: BTreeMap::new(),
        span: file.span(range),
    }
}

/// A problem in a bibliography.
pub(super) fn problem(file: &SourceFile, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::Bibliography, file.span(range), message)
}

/// A date, or the reason why it is none as a diagnostic at `range`.
pub(super) fn date(file: &SourceFile, range: Range<usize>, text: &str) -> Result<EventDate, Diagnostic> {
    parse::date(text.trim()).map_err(|error| {
        let help = error.help();
        Diagnostic { help, ..Diagnostic::new(Code::Date, file.span(range), error.message) }
    })
}

/// Sets a field, unless there is nothing to set.
pub(super) fn set(reference: &mut Reference, name: &str, value: &str) {
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    match name {
        "title" => reference.title = Some(value.to_owned()),
        "URL" => reference.url = Some(value.to_owned()),
        "DOI" => reference.doi = Some(bare_doi(value).to_owned()),
        _ => {
            reference.fields.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// Sets the people who had a part in the work.
pub(super) fn set_names(reference: &mut Reference, role: &str, names: Vec<Name>) {
    if names.is_empty() {
        return;
    }
    match role {
        "author" => reference.authors = names,
        "editor" => reference.editors = names,
        _ => {
            reference.contributors.insert(role.to_owned(), names);
        }
    }
}

/// A digital object identifier without the resolver that is often written
/// before it.
fn bare_doi(text: &str) -> &str {
    let prefixes =
        ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"];
    let found = prefixes
        .iter()
        .find(|prefix| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)));
    found.map_or(text, |prefix| text[prefix.len()..].trim_start())
}

/// A person from family name and given names as written, with the particle
/// before the family name and a suffix after a comma in the given names split
/// off: "de Gaulle", "Charles" or "Smith", "John, Jr.".
pub(super) fn person(family: &str, given: &str) -> Name {
    let (particle, family) = split_particle(family.trim());
    let (given, suffix) = match given.trim().rsplit_once(',') {
        Some((given, suffix)) => (given.trim(), Some(suffix.trim().to_owned())),
        None => (given.trim(), None),
    };
    Name::Person {
        family: family.to_owned(),
        given: (!given.is_empty()).then(|| given.to_owned()),
        particle: particle.map(str::to_owned),
        suffix: suffix.filter(|suffix| !suffix.is_empty()),
    }
}

/// Splits words in lower case off the start of a family name. A name that has
/// no others is left whole.
fn split_particle(family: &str) -> (Option<&str>, &str) {
    let mut start = 0;
    for word in family.split_inclusive(' ') {
        if !word.starts_with(char::is_lowercase) {
            break;
        }
        start += word.len();
    }
    match start {
        0 => (None, family),
        _ if start == family.len() => (None, family),
        _ => (Some(family[..start].trim_end()), &family[start..]),
    }
}
