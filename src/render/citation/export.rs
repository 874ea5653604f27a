//! References for other programs: BibLaTeX and CSL-JSON.

use serde_json::{Map, Value, json};

use crate::model::{EventDate, Name, Reference, ReferenceKind};
use crate::render::date::date;

/// CSL's fields under the names of BibLaTeX.
const FIELDS: [(&str, &str); 23] = [
    ("title-short", "shorttitle"),
    ("container-title", "journaltitle"),
    ("collection-title", "series"),
    ("volume", "volume"),
    ("issue", "number"),
    ("number", "number"),
    ("collection-number", "number"),
    ("page", "pages"),
    ("chapter-number", "chapter"),
    ("edition", "edition"),
    ("version", "version"),
    ("publisher", "publisher"),
    ("publisher-place", "location"),
    ("authority", "institution"),
    ("event-title", "eventtitle"),
    ("event-place", "venue"),
    ("genre", "type"),
    ("ISBN", "isbn"),
    ("ISSN", "issn"),
    ("keyword", "keywords"),
    ("note", "note"),
    ("annote", "annotation"),
    ("abstract", "abstract"),
];

/// A reference as a BibLaTeX entry, ending in a newline.
pub fn bibtex(reference: &Reference) -> String {
    let mut lines = Vec::new();
    let mut put = |name: &str, value: &str| lines.push(format!("  {name} = {{{value}}},\n"));
    let mut people = vec![("author", &reference.authors), ("editor", &reference.editors)];
    if let Some(translators) = reference.contributors.get("translator") {
        people.push(("translator", translators));
    }
    for (role, names) in people.into_iter().filter(|(_, names)| !names.is_empty()) {
        put(role, &names.iter().map(bibtex_name).collect::<Vec<_>>().join(" and "));
    }
    if let Some(title) = &reference.title {
        // Braces keep styles from changing the case.
        put("title", &format!("{{{}}}", latex(title)));
    }
    match (&reference.issued, &reference.issued_literal) {
        (Some(issued), _) => put("date", &issued.edtf),
        (None, Some(literal)) => put("year", &latex(literal)),
        (None, None) => {}
    }
    for (csl, name) in FIELDS {
        if let Some(value) = reference.fields.get(csl) {
            let name = match (csl, reference.kind) {
                ("container-title", ReferenceKind::Chapter | ReferenceKind::ConferencePaper) => "booktitle",
                ("publisher", ReferenceKind::Report | ReferenceKind::Thesis) => "institution",
                _ => name,
            };
            put(name, &latex(value));
        }
    }
    if let Some(doi) = &reference.doi {
        put("doi", doi);
    }
    if let Some(url) = &reference.url {
        put("url", url);
    }
    if let Some(accessed) = &reference.accessed {
        put("urldate", &accessed.edtf);
    }
    format!("@{}{{{},\n{}}}\n", bibtex_type(reference.kind), reference.key, lines.concat())
}

fn bibtex_type(kind: ReferenceKind) -> &'static str {
    use ReferenceKind as Kind;
    match kind {
        Kind::Book => "book",
        Kind::Chapter => "incollection",
        Kind::JournalArticle | Kind::MagazineArticle | Kind::NewspaperArticle => "article",
        Kind::Report => "report",
        Kind::Web | Kind::PressRelease => "online",
        Kind::Statute | Kind::Bill | Kind::Regulation | Kind::Treaty => "legislation",
        Kind::Case => "jurisdiction",
        Kind::Standard => "standard",
        Kind::Thesis => "thesis",
        Kind::ConferencePaper => "inproceedings",
        Kind::PersonalCommunication => "letter",
        Kind::Patent => "patent",
        Kind::Dataset => "dataset",
        Kind::Hearing | Kind::Speech | Kind::Interview | Kind::Document => "misc",
    }
}

fn bibtex_name(name: &Name) -> String {
    match name {
        Name::Literal(name) => format!("{{{}}}", latex(name)),
        Name::Others => "others".to_owned(),
        Name::Person { family, given, particle, suffix } => {
            let family = match particle {
                Some(particle) => format!("{} {}", latex(particle), latex(family)),
                None => latex(family),
            };
            let parts = [Some(family), suffix.as_deref().map(latex), given.as_deref().map(latex)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
    }
}

/// Text with the signs escaped that mean something to LaTeX. Unicode stays: all
/// current tools read it.
fn latex(text: &str) -> String {
    let mut latex = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => latex.extend(['\\', c]),
            '\\' => latex += "\\textbackslash{}",
            '~' => latex += "\\textasciitilde{}",
            '^' => latex += "\\textasciicircum{}",
            _ => latex.push(c),
        }
    }
    latex
}

/// A reference as an item of CSL-JSON.
pub fn csl_json(reference: &Reference) -> Value {
    let mut item = Map::new();
    item.insert("id".to_owned(), json!(&*reference.key.0));
    let kind = reference.fields.get("type").map_or(reference.kind.csl_type(), String::as_str);
    item.insert("type".to_owned(), json!(kind));
    let people = [("author", &reference.authors), ("editor", &reference.editors)];
    let contributors = reference.contributors.iter().map(|(role, names)| (role.as_str(), names));
    for (role, names) in people.into_iter().chain(contributors).filter(|(_, names)| !names.is_empty()) {
        item.insert(role.to_owned(), names.iter().map(json_name).collect());
    }
    for (name, value) in &reference.fields {
        item.insert(name.clone(), json!(value));
    }
    let texts = [("title", &reference.title), ("URL", &reference.url), ("DOI", &reference.doi)];
    for (name, value) in texts.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
        item.insert(name.to_owned(), json!(value));
    }
    if let Some(archived) = &reference.archived {
        item.insert("archive_url".to_owned(), json!(archived));
    }
    if let Some(issued) = &reference.issued {
        item.insert("issued".to_owned(), json_date(issued));
    } else if let Some(literal) = &reference.issued_literal {
        item.insert("issued".to_owned(), json!({ "literal": literal }));
    }
    if let Some(accessed) = &reference.accessed {
        item.insert("accessed".to_owned(), json_date(accessed));
    }
    Value::Object(item)
}

fn json_name(name: &Name) -> Value {
    match name {
        Name::Literal(name) => json!({ "literal": name }),
        Name::Others => json!({ "literal": "others" }),
        Name::Person { family, given, particle, suffix } => {
            let mut parts = Map::new();
            parts.insert("family".to_owned(), json!(family));
            let others = [("given", given), ("non-dropping-particle", particle), ("suffix", suffix)];
            for (name, value) in others.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)))
            {
                parts.insert(name.to_owned(), json!(value));
            }
            Value::Object(parts)
        }
    }
}

/// An exact date by its parts, any other as EDTF, which newer programs read
/// from `raw`, with its words for the rest.
fn json_date(when: &EventDate) -> Value {
    let words = date(when, "en");
    let parts: Option<Vec<i64>> = words.datetime.as_ref().and_then(|datetime| {
        let day = datetime.split('T').next()?;
        day.split('-').map(|part| part.parse().ok()).collect()
    });
    match parts {
        Some(parts) => json!({ "date-parts": [parts] }),
        None => json!({ "raw": when.edtf, "literal": words.text }),
    }
}
