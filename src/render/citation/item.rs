//! References as items of CSL-JSON, which is what the engine takes.
//!
//! The engine cannot print all that a reference can say: date ranges make it
//! panic, literal dates are dropped, report numbers become ranges of numbers.
//! So an item holds stand-ins that the engine prints like anything else, and
//! [`Item::finish`] puts the right words in their place.

use std::collections::BTreeMap;

use citationberg::json::{Item as CslItem, LiteralName, NameItem, NameValue, Value};

use super::disambiguate::{Distinction, Mark, NameForm};
use super::label::{initials, short_title};
use super::rich::Rich;
use super::style::Style;
use crate::model::{EventDate, Name, Reference, ReferenceKind};
use crate::render::date::date;

/// Stands for people who are not named.
const OTHERS: &str = "\u{E0F0}";

/// Stands for a hyphen that is none between numbers.
const HYPHEN: char = '\u{E0F1}';

/// Years that stand for a date in words. The first that a reference does not
/// hold by chance is taken.
const STAND_IN_YEARS: [i64; 4] = [9871, 9753, 8642, 7531];

/// Fields that no style should print.
const NOT_PRINTED: [&str; 7] = ["note", "annote", "abstract", "keyword", "language", "type", "genre"];

/// An item with what its stand-ins stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// The item itself.
    pub(super) csl: CslItem,
    /// Texts that the engine prints, and what is meant by them.
    stands_for: Vec<(String, String)>,
}

/// Where an item is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// In the text, where a year is enough.
    Text,
    /// In a list of sources.
    List,
}

/// The item of a reference.
pub(super) fn item(reference: &Reference, distinction: &Distinction, place: Use, style: &Style) -> Item {
    let language = style.language();
    let mut csl = BTreeMap::new();
    let mut put = |name: &str, value: &str| {
        csl.insert(name.to_owned(), Value::String(value.to_owned()));
    };
    put("id", &reference.key.0);
    put("type", csl_type(reference));
    // No style changes the case of titles in a language that it does not know.
    put("language", "zxx");
    for (name, value) in &reference.fields {
        if !NOT_PRINTED.contains(&name.as_str()) {
            let is_number = matches!(name.as_str(), "number" | "collection-number" | "volume" | "issue");
            match is_number && value.contains(char::is_alphabetic) {
                true => put(name, &value.replace(['-', '–'], &HYPHEN.to_string())),
                false => put(name, value),
            }
        }
    }
    let genre = reference.fields.get("genre").map(String::as_str);
    match (genre, reference.kind) {
        (Some(genre), _) => put("genre", genre),
        (None, ReferenceKind::PressRelease) => put("genre", "Press release"),
        (None, ReferenceKind::Hearing) => put("genre", "Hearing"),
        (None, _) => {}
    }
    let title = reference.title.clone().unwrap_or_else(|| format!("[{}]", reference.key));
    put("title", &title);
    if !reference.fields.contains_key("title-short")
        && let Some(short) = short_title(&title)
    {
        put("title-short", &short);
    }
    if let Some(url) = &reference.url {
        put("URL", url);
    }
    if let Some(doi) = &reference.doi {
        put("DOI", doi);
    }
    let stand_in_authors = match &style.editors_as_authors {
        Some(roles) if reference.authors.is_empty() && !reference.editors.is_empty() => {
            let role = if reference.editors.len() == 1 { &roles[0] } else { &roles[1] };
            Some(match place {
                Use::Text => reference.editors.clone(),
                Use::List => with_role(&reference.editors, role),
            })
        }
        _ => None,
    };
    let people = match &stand_in_authors {
        Some(editors) => vec![("author", editors)],
        None => vec![("author", &reference.authors), ("editor", &reference.editors)],
    };
    let contributors = reference.contributors.iter().map(|(role, names)| (role.as_str(), names));
    for (role, names) in people.into_iter().chain(contributors) {
        let form = if place == Use::Text { distinction.names } else { NameForm::Family };
        let names: Vec<NameValue> = names.iter().map(|name| csl_name(name, form)).collect();
        if !names.is_empty() {
            csl.insert(role.to_owned(), Value::Names(names));
        }
    }
    let mut item = Item { csl: CslItem(csl), stands_for: Vec::new() };
    item.mend_words(reference, style);
    if let Some(parts) = reference.accessed.as_ref().and_then(|accessed| exact(accessed, language)) {
        item.set_date("accessed", &parts);
    }
    item.set_issued(reference, distinction, place, language);
    item
}

/// The type of CSL by which styles print a work best.
fn csl_type(reference: &Reference) -> &str {
    let spoken_by_body = reference.kind == ReferenceKind::Hearing
        && reference.authors.iter().all(|name| matches!(name, Name::Literal(_)))
        && !reference.authors.is_empty();
    let is_law = matches!(
        reference.kind,
        ReferenceKind::Statute | ReferenceKind::Bill | ReferenceKind::Regulation | ReferenceKind::Treaty
    );
    match reference.fields.get("type") {
        // Styles take the authors of a hearing for witnesses.
        _ if spoken_by_body => "report",
        // And they never name the authors of a law: but a rule is its agency's.
        _ if is_law && !reference.authors.is_empty() => "report",
        Some(name) => name,
        // Without its journal, styles print the title of an article as that of a book.
        None if reference.kind == ReferenceKind::JournalArticle
            && !reference.fields.contains_key("container-title") =>
        {
            "webpage"
        }
        None => reference.kind.csl_type(),
    }
}

impl Item {
    /// The item without anybody's name and without its date: what a style
    /// calls it by is then its title.
    pub(super) fn title_only(&self) -> Item {
        let mut item = self.clone();
        item.csl.0.retain(|name, value| !matches!(value, Value::Names(_)) && name != "issued");
        item
    }

    /// Puts the right words in the place of stand-ins.
    pub(super) fn finish(&self, mut rich: Rich) -> Rich {
        rich.replace(&HYPHEN.to_string(), "-");
        for (from, to) in &self.stands_for {
            let begins_sentence = rich.text().contains(&format!(". {from}"));
            rich.replace(from, &if begins_sentence { capitalised(to) } else { to.clone() });
        }
        while let Some(at) = rich.text().find(OTHERS) {
            et_al(&mut rich, at);
        }
        // Signs that the engine leaves where a style prints nothing between them.
        for (from, to) in [
            ("  ", " "),
            (" ,", ","),
            (",)", ")"),
            ("()", ""),
            (",.", "."),
            (".”.", ".”"),
            ("?”.", "?”"),
            ("!”.", "!”"),
            ("?.", "?"),
        ] {
            rich.replace(from, to);
        }
        rich.trim_end(&[' '])
    }

    /// The same work as another type of CSL.
    pub(super) fn as_type(&self, name: &str) -> Item {
        let mut item = self.clone();
        item.csl.0.insert("type".to_owned(), Value::String(name.to_owned()));
        item
    }

    /// Notes what the engine will write and nobody would.
    fn mend_words(&mut self, reference: &Reference, style: &Style) {
        // A bill's number says that it is one: "H.R. 575".
        if let Some(number) =
            reference.fields.get("number").filter(|number| number.starts_with(char::is_alphabetic))
            && reference.kind == ReferenceKind::Bill
        {
            for label in ["No. ", "no. ", "Nos. ", "nos. "] {
                self.stands_for.push((format!("{label}{number}"), number.clone()));
            }
        }
        // The comma after the first of two names belongs to its inversion.
        if let [first, second] = reference.authors.as_slice()
            && let (Some(first), Some(second)) = (uninverted(first), family(second))
        {
            self.stands_for.push((format!("{first}, and {second}"), format!("{first} and {second}")));
        }
        if style.comma_in_quotes {
            self.stands_for.push(("’.”".to_owned(), ".’”".to_owned()));
            self.stands_for.push(("’,”".to_owned(), ",’”".to_owned()));
        }
    }

    fn set_issued(&mut self, reference: &Reference, distinction: &Distinction, place: Use, language: &str) {
        let suffix = match &distinction.mark {
            Some(Mark::Suffix(suffix)) => suffix.as_str(),
            _ => "",
        };
        let words = match (&reference.issued, &reference.issued_literal) {
            (Some(issued), _) => {
                if let Some(parts) = exact(issued, language) {
                    if suffix.is_empty() {
                        return self.set_date("issued", &parts);
                    }
                    let year = self.stand_in_year();
                    let text = format!("{}{suffix}", parts[0]);
                    self.stands_for.push((year.to_string(), text));
                    let parts: Vec<i64> = std::iter::once(year).chain(parts[1..].iter().copied()).collect();
                    return self.set_date("issued", &parts);
                }
                match place {
                    Use::Text => years(issued, language),
                    Use::List => date(issued, language).text,
                }
            }
            (None, Some(literal)) => literal.clone(),
            (None, None) if suffix.is_empty() => return,
            (None, None) => "n.d.-".to_owned(),
        };
        let year = self.stand_in_year();
        self.stands_for.push((year.to_string(), words + suffix));
        self.set_date("issued", &[year]);
    }

    /// A year that the item does not hold in any of its texts.
    fn stand_in_year(&self) -> i64 {
        let texts: String = self.csl.0.values().filter_map(|value| value.to_str()).collect();
        let free = STAND_IN_YEARS.into_iter().find(|year| !texts.contains(&year.to_string()));
        free.unwrap_or(STAND_IN_YEARS[0])
    }

    fn set_date(&mut self, name: &str, parts: &[i64]) {
        // The crate's types for the parts of a date are private, but it reads
        // them from JSON.
        let json = serde_json::json!({ "date-parts": [parts] });
        if let Ok(value) = serde_json::from_value::<Value>(json) {
            self.csl.0.insert(name.to_owned(), value);
        }
    }
}

/// Words with a capital letter at their start, unless the first is an
/// abbreviation: "Spring 2020", but "c. 1985".
fn capitalised(words: &str) -> String {
    let first = words.split(' ').next().unwrap_or_default();
    let mut characters = words.chars();
    match characters.next() {
        Some(c) if c.is_lowercase() && !first.contains('.') => c.to_uppercase().chain(characters).collect(),
        _ => words.to_owned(),
    }
}

/// Year, month and day of a date that is exact and that every style can print.
fn exact(issued: &EventDate, language: &str) -> Option<Vec<i64>> {
    let datetime = date(issued, language).datetime?;
    let day = datetime.split('T').next().unwrap_or(&datetime);
    let parts: Vec<i64> = day.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    (1000..=7000).contains(parts.first()?).then_some(parts)
}

/// The years of a date that is not exact, for use in the text.
fn years(issued: &EventDate, language: &str) -> String {
    let (from, to) = (issued.key.earliest.0, issued.key.latest.0);
    let doubt = issued.edtf.contains(['~', '%', '?', 'X']);
    match (1..=9999).contains(&from) && (1..=9999).contains(&to) && !doubt {
        true if from == to => from.to_string(),
        true => format!("{from}–{to}"),
        false => date(issued, language).text,
    }
}

/// A name for the engine. It gets family names without given ones as literals,
/// because it drops or cuts some of those that it takes apart itself.
fn csl_name(name: &Name, form: NameForm) -> NameValue {
    let literal = |text: String| NameValue::Literal(LiteralName { literal: text });
    match name {
        Name::Literal(text) => literal(text.clone()),
        Name::Others => literal(OTHERS.to_owned()),
        Name::Person { family, given: None, particle, suffix } => {
            let parts = [particle.as_deref(), Some(family.as_str()), suffix.as_deref()];
            literal(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
        }
        Name::Person { family, given: Some(given), particle, suffix } => {
            let given_before = match form {
                NameForm::Family => None,
                NameForm::Initials => Some(initials(given)),
                NameForm::Full => Some(given.clone()),
            };
            match given_before {
                Some(before) => {
                    let parts = [Some(before.as_str()), particle.as_deref(), Some(family.as_str())];
                    literal(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
                }
                None => NameValue::Item(NameItem {
                    family: family.clone(),
                    given: Some(given.clone()),
                    non_dropping_particle: particle.clone(),
                    // Without any particle the crate looks for one in the
                    // family name, and takes it to begin in lower case.
                    dropping_particle: (particle.is_none() && begins_low(family)).then(String::new),
                    suffix: suffix.clone(),
                    comma_suffix: suffix.as_ref().map(|_| true),
                }),
            }
        }
    }
}

/// Whether any word of a name begins in lower case.
fn begins_low(name: &str) -> bool {
    name.split_whitespace().any(|word| word.starts_with(char::is_lowercase))
}

/// Names with what their bearers did after the last one: "Roe, Ann, ed."
fn with_role(names: &[Name], role: &str) -> Vec<Name> {
    let mut names = names.to_vec();
    if let Some(last) = names.iter_mut().rev().find(|name| **name != Name::Others) {
        match last {
            Name::Literal(name) => *name = format!("{name}, {role}"),
            Name::Person { suffix, .. } => {
                *suffix = Some(match suffix.take() {
                    Some(suffix) => format!("{suffix}, {role}"),
                    None => role.to_owned(),
                });
            }
            Name::Others => {}
        }
    }
    names
}

/// A name that is never turned round.
fn uninverted(name: &Name) -> Option<&str> {
    match name {
        Name::Literal(name) => Some(name),
        Name::Person { family, given: None, .. } => Some(family),
        Name::Person { .. } | Name::Others => None,
    }
}

/// The part of a name that a list has last or alone.
fn family(name: &Name) -> Option<&str> {
    match name {
        Name::Person { given: Some(given), .. } => Some(given),
        name => uninverted(name),
    }
}

/// Writes "et al." for unnamed people at a byte of the text, in the place of
/// what joins them to the name before.
fn et_al(rich: &mut Rich, at: usize) {
    let text = rich.text();
    let joints = [
        ", and ", " and ", ", & ", " & ", ", und ", " und ", ", et ", " et ", ", y ", " y ", ", e ", " e ",
        "; ", ", ", " ",
    ];
    let before = &text[..at];
    let start = joints.iter().find(|joint| before.ends_with(*joint)).map_or(at, |joint| at - joint.len());
    let mut end = at + OTHERS.len();
    if text[end..].starts_with('.') {
        end += 1;
    }
    rich.replace_range(start, end, if start == 0 { "et al." } else { " et al." });
}
