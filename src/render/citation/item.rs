//! References as items of CSL-JSON, which is what the engine takes.
//!
//! The engine cannot print all that a reference can say: date ranges make it
//! panic, literal dates are dropped, report numbers become ranges of numbers.
//! So an item holds stand-ins that the engine prints like anything else, and
//! [`Item::finish`] puts the right words in their place.

use std::collections::BTreeMap;

use citationberg::TermForm;
use citationberg::json::{Item as CslItem, LiteralName, NameItem, NameValue, Value};
use citationberg::taxonomy::{OtherTerm, Term};

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

/// What locales write before a number.
const NUMBER_LABELS: [&str; 10] =
    ["No. ", "no. ", "Nos. ", "nos. ", "Nr. ", "nr. ", "Nᵒ ", "nᵒ ", "N.º ", "núm. "];

/// An item with what its stand-ins stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// The item itself.
    pub(super) csl: CslItem,
    /// Texts that the engine prints, and what is meant by them.
    stands_for: Vec<(String, String)>,
    /// Words that go if an address follows them.
    not_before_url: Vec<String>,
    /// What straight quotes become in the language of the style.
    quotes: [String; 2],
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
    put("type", csl_type(reference, style));
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
    put("title", &inner_quotes(&title, style));
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
    let mut item = Item {
        csl: CslItem(csl),
        stands_for: Vec::new(),
        not_before_url: Vec::new(),
        quotes: style.quotes.clone(),
    };
    item.mend_words(reference, style);
    if let Some(parts) = reference.accessed.as_ref().and_then(|accessed| exact(accessed, language)) {
        item.set_date("accessed", &parts);
    }
    item.set_issued(reference, distinction, place, language);
    item
}

/// The type of CSL by which styles print a work best.
fn csl_type<'r>(reference: &'r Reference, style: &Style) -> &'r str {
    let spoken_by_body = reference.kind == ReferenceKind::Hearing
        && reference.authors.iter().all(|name| matches!(name, Name::Literal(_)))
        && !reference.authors.is_empty();
    let is_law = matches!(
        reference.kind,
        ReferenceKind::Statute | ReferenceKind::Bill | ReferenceKind::Regulation | ReferenceKind::Treaty
    );
    match reference.fields.get("type") {
        // Styles take the authors of a hearing for witnesses.
        _ if spoken_by_body && !style.is_of_law => "report",
        // And they never name the authors of a law: but a rule is its agency's.
        _ if is_law && !reference.authors.is_empty() && !style.is_of_law => "report",
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
        for word in &self.not_before_url {
            if let Some(at) = rich.text().find(&format!("{word} http")) {
                rich.replace_range(at, at + word.len() + 1, "");
            }
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
        // "2nd ed.. Geneva", but no dots that say that something is left out.
        while let Some(at) = double_stop(&rich.text()) {
            rich.replace_range(at, at + 1, "");
        }
        straight_quotes(&mut rich, &self.quotes);
        nested_quotes(&mut rich);
        // "Journal 3 : 1–20", where a style looks for an issue before the colon.
        while let Some(at) = rich.text().match_indices(" : ").map(|(at, _)| at).find(|&at| {
            let text = rich.text();
            let (before, after) = (&text[..at], &text[at + 3..]);
            before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit())
        }) {
            rich.replace_range(at, at + 1, "");
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
            for label in NUMBER_LABELS {
                self.stands_for.push((format!("{label}{number}"), number.clone()));
            }
        }
        // The comma after the first of two names belongs to its inversion.
        if let [first, second] = reference.authors.as_slice()
            && let (Some(first), Some(second)) = (uninverted(first), family(second))
        {
            let and = style.and.as_deref().unwrap_or("and");
            self.stands_for.push((format!("{first}, {and} {second}"), format!("{first} {and} {second}")));
        }
        // "Retrieved May 3, 2020, from" is nothing without its day.
        if reference.accessed.is_none()
            && let Some(word) = style.rules.word(Term::Other(OtherTerm::Retrieved), TermForm::Long)
        {
            let word = word.single().unwrap_or_default();
            self.not_before_url = [word.to_owned(), capitalised(word)].into();
            self.not_before_url.retain(|word| !word.is_empty());
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
        // "Secure 5G and Beyond Act of 2020 (2020)": the year is said.
        let is_said = |title: &str| {
            let year = reference.issued.as_ref().and_then(|issued| exact(issued, language));
            year.is_some_and(|parts| title.ends_with(&parts[0].to_string()))
        };
        if place == Use::List
            && matches!(reference.kind, ReferenceKind::Statute | ReferenceKind::Bill)
            && !["number", "container-title", "volume", "page"]
                .iter()
                .any(|name| reference.fields.contains_key(*name))
            && reference.authors.is_empty()
            && reference.title.as_deref().is_some_and(is_said)
        {
            return;
        }
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

/// The title with double quotes inside, if the style puts single ones around it.
fn inner_quotes(title: &str, style: &Style) -> String {
    if !style.single_quotes {
        return title.to_owned();
    }
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    while let Some((before, inside)) = rest.split_once('‘') {
        // An apostrophe has a letter behind it.
        let end = inside
            .match_indices('’')
            .map(|(at, _)| at)
            .find(|at| !inside[at + '’'.len_utf8()..].starts_with(char::is_alphanumeric));
        out += before;
        match end {
            Some(end) => {
                out += &format!("“{}”", &inside[..end]);
                rest = &inside[end + '’'.len_utf8()..];
            }
            None => {
                out.push('‘');
                rest = inside;
            }
        }
    }
    out + rest
}

/// Where two full stops stand and no third.
fn double_stop(text: &str) -> Option<usize> {
    let is_two = |at: &usize| !text[..*at].ends_with('.') && !text[at + 2..].starts_with('.');
    text.match_indices("..").map(|(at, _)| at).find(is_two)
}

/// Makes typographic signs of straight quotes and apostrophes, as CSL asks for: most
/// bibliographies are typed without them. Addresses keep theirs.
fn straight_quotes(rich: &mut Rich, [open, close]: &[String; 2]) {
    let text = rich.text();
    let pairs = text.matches('"').count().is_multiple_of(2);
    let mut signs: Vec<(usize, &str)> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '"' | '\'')) {
        let (before, after) = (&text[..at], &text[at + 1..]);
        let word = before.rfind(char::is_whitespace).map_or(before, |blank| &before[blank..]);
        if word.contains("://") || word.contains("www.") {
            continue;
        }
        let begins =
            before.chars().next_back().is_none_or(|c| c.is_whitespace() || "([{“‘«„—–/-".contains(c));
        let ends = |rest: &str| rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        match c {
            '"' if pairs => signs.push((at, if begins { open } else { close })),
            '"' => {}
            // "'09" has no second one, and "'foe'" has.
            _ if begins
                && !after.starts_with(|c: char| c.is_ascii_digit())
                && after.match_indices('\'').any(|(at, _)| at > 0 && ends(&after[at + 1..])) =>
            {
                signs.push((at, "‘"));
            }
            _ => signs.push((at, "’")),
        }
    }
    signs.into_iter().rev().for_each(|(at, sign)| rich.replace_range(at, at + 1, sign));
}

/// Makes single quotes of double ones inside of double ones.
fn nested_quotes(rich: &mut Rich) {
    let mut depth = 0;
    let mut inner = Vec::new();
    for (at, c) in rich.text().char_indices() {
        match c {
            '“' => {
                depth += 1;
                if depth > 1 {
                    inner.push((at, "‘"));
                }
            }
            '”' => {
                if depth > 1 {
                    inner.push((at, "’"));
                }
                depth = usize::saturating_sub(depth, 1);
            }
            _ => {}
        }
    }
    // All four signs have three bytes, so that places stay what they are.
    if depth == 0 {
        inner.into_iter().for_each(|(at, sign)| rich.replace_range(at, at + sign.len(), sign));
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
    // A comma before "and" says that one stands before the last of several.
    let et_al = match &text[start..at] {
        _ if start == 0 => "et al.",
        joint if joint.starts_with(',') => ", et al.",
        _ => " et al.",
    };
    rich.replace_range(start, end, et_al);
}
