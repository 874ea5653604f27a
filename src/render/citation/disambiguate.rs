//! Telling works apart that a style would call the same, across the whole book.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::label::initials;
use super::style::{Class, Style};
use super::work;
use crate::model::{Name, Reference, ReferenceKey};

/// What a work would be called if there were no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// How it is cited in the text, plain: `Doe 1999`.
    pub label: String,
    /// The first of its authors with initials, and in full.
    first_author: [String; 2],
    /// Orders works as in a list of sources.
    pub sort_key: SortKey,
    /// The same as the label, in its parts; none in styles in which it is empty.
    pub(super) cited: Option<Arc<work::InText>>,
}

/// Orders works in a list of sources: by author or title, date and title, each
/// as the language of the book orders words.
pub type SortKey = Vec<Vec<u8>>;

/// What tells a work apart from others that would be called the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Distinction {
    /// How its authors are named in the text.
    pub names: NameForm,
    /// What is added.
    pub mark: Option<Mark>,
}

/// How authors are named in the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum NameForm {
    /// "Doe"
    #[default]
    Family,
    /// "J. Doe"
    Initials,
    /// "Jane Doe"
    Full,
}

/// What is added to tell a work apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Letters after the year: "1999a".
    Suffix(String),
    /// The title.
    Title,
}

/// Says what a work would be called if there were no other.
pub fn draft(reference: &Reference, style: &Style) -> Draft {
    let first = |short: fn(&str) -> String| match reference.authors.first() {
        Some(Name::Person { family, given, .. }) => {
            format!("{family}, {}", given.as_deref().map(short).unwrap_or_default())
        }
        Some(Name::Literal(name)) => name.clone(),
        Some(Name::Others) | None => String::new(),
    };
    let cited = match style.class {
        // Numbers and notes are never ambiguous.
        Class::Numeric | Class::Note => None,
        Class::AuthorDate | Class::Author | Class::Label => Some(work::alone(reference, style)),
    };
    Draft {
        label: cited.as_ref().map(|cited| cited.whole.text()).unwrap_or_default(),
        cited: cited.map(Arc::new),
        first_author: [first(initials), first(str::to_owned)],
        sort_key: sort_key(reference, style),
    }
}

/// Tells works apart. Letters follow the order of the list of sources, so that
/// they are the same on every page of the book.
///
/// A work that is not in the result needs no distinction.
pub fn disambiguate(
    drafts: &BTreeMap<ReferenceKey, Draft>,
    style: &Style,
) -> BTreeMap<ReferenceKey, Distinction> {
    let mut groups: BTreeMap<&str, Vec<(&ReferenceKey, &Draft)>> = BTreeMap::new();
    for (key, draft) in drafts.iter().filter(|(_, draft)| !draft.label.is_empty()) {
        groups.entry(&draft.label).or_default().push((key, draft));
    }
    let mut distinctions = BTreeMap::new();
    for mut group in groups.into_values().filter(|group| group.len() > 1) {
        group.sort_by_key(|(key, draft)| (&draft.sort_key, *key));
        let names = name_form(&group, style);
        let mut same: BTreeMap<&str, Vec<&ReferenceKey>> = BTreeMap::new();
        for (key, draft) in &group {
            let name = match names {
                NameForm::Family => "",
                NameForm::Initials => &draft.first_author[0],
                NameForm::Full => &draft.first_author[1],
            };
            same.entry(name).or_default().push(key);
        }
        for keys in same.into_values() {
            let are_apart = keys.len() == 1;
            for (n, key) in keys.into_iter().enumerate() {
                let mark = (!are_apart).then(|| match style.tells_apart.by_year_suffix {
                    true => Mark::Suffix(letters(n)),
                    false => Mark::Title,
                });
                distinctions.insert(key.clone(), Distinction { names, mark });
            }
        }
    }
    distinctions
}

/// The shortest form of names that tells any works of a group apart.
fn name_form(group: &[(&ReferenceKey, &Draft)], style: &Style) -> NameForm {
    let differ = |form: usize| {
        group.iter().any(|(_, draft)| draft.first_author[form] != group[0].1.first_author[form])
    };
    match style.tells_apart.by_given_names {
        true if differ(0) => NameForm::Initials,
        true if differ(1) => NameForm::Full,
        _ => NameForm::Family,
    }
}

/// a, b, ... z, aa, ab ...
fn letters(mut n: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'a' + u8::try_from(n % 26).expect("less than 26")));
        if n < 26 {
            return letters.into_iter().rev().collect();
        }
        n = n / 26 - 1;
    }
}

/// What orders a work in a list of sources.
pub(super) fn sort_key(reference: &Reference, style: &Style) -> SortKey {
    let names = if reference.authors.is_empty() { &reference.editors } else { &reference.authors };
    let key = |text: &str| style.collation.key(text);
    let names: Vec<Vec<u8>> = names
        .iter()
        .map(|name| match name {
            Name::Person { family, given, .. } => {
                [key(family), key(given.as_deref().unwrap_or_default())].join(&0)
            }
            Name::Literal(name) => key(without_article(name)),
            Name::Others => vec![u8::MAX],
        })
        .collect();
    let title = key(without_article(reference.title.as_deref().unwrap_or(&reference.key.0)));
    let date = match &reference.issued {
        // Years before 1 are shifted, so that they sort as text.
        Some(issued) => {
            let (year, month, day) = issued.key.earliest;
            format!("{:020}-{month:02}-{day:02}", i128::from(year) + (1 << 64))
        }
        None => "~".to_owned(),
    };
    let date = date.into_bytes();
    let who = if names.is_empty() { title.clone() } else { names.join(&1) };
    match style.date_first {
        true => vec![who, date, title],
        false => vec![who, title, date],
    }
}

/// The text without the article at its start.
fn without_article(text: &str) -> &str {
    let articles = ["The ", "A ", "An "];
    articles.iter().find_map(|article| text.strip_prefix(article)).unwrap_or(text)
}
