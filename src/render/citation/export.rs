//! References for other programs: BibLaTeX and CSL-JSON.

use serde_json::{Map, Value, json};

use crate::model::{EventDate, Name, Reference, ReferenceKind};
use crate::render::date::date;

/// CSL's fields under the names of BibLaTeX.
const FIELDS: [(&str, &str); 32] = [
    ("title-short", "shorttitle"),
    ("container-title", "journaltitle"),
    ("container-title-short", "shortjournal"),
    ("collection-title", "series"),
    ("volume", "volume"),
    ("number-of-volumes", "volumes"),
    ("issue", "issue"),
    ("number", "number"),
    ("collection-number", "number"),
    ("page", "pages"),
    ("number-of-pages", "pagetotal"),
    ("chapter-number", "chapter"),
    ("part-number", "part"),
    ("section", "section"),
    ("edition", "edition"),
    ("version", "version"),
    ("publisher", "publisher"),
    ("publisher-place", "location"),
    ("authority", "authority"),
    ("jurisdiction", "jurisdiction"),
    ("event-title", "eventtitle"),
    ("event-place", "venue"),
    ("genre", "type"),
    ("archive", "library"),
    ("archive_location", "eprint"),
    ("language", "language"),
    ("ISBN", "isbn"),
    ("ISSN", "issn"),
    ("keyword", "keywords"),
    ("note", "note"),
    ("annote", "annotation"),
    ("abstract", "abstract"),
];

/// Who had a part in a work, under the names of BibLaTeX.
const ROLES: [(&str, &str); 6] = [
    ("translator", "translator"),
    ("container-author", "bookauthor"),
    ("director", "director"),
    ("interviewer", "interviewer"),
    ("recipient", "recipient"),
    ("holder", "holder"),
];

/// A reference as a BibLaTeX entry, ending in a newline.
pub fn bibtex(reference: &Reference) -> String {
    let mut lines = Vec::new();
    let mut put = |name: &str, value: &str| lines.push(format!("  {name} = {{{value}}},\n"));
    let mut people = vec![("author", &reference.authors), ("editor", &reference.editors)];
    let others = ROLES.iter().filter_map(|(csl, name)| Some((*name, reference.contributors.get(*csl)?)));
    people.extend(others);
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
            use ReferenceKind as Kind;
            let name = match (csl, reference.kind) {
                ("container-title", Kind::Chapter | Kind::ConferencePaper) => "booktitle",
                ("publisher", Kind::Report | Kind::Thesis) => "institution",
                ("issue", Kind::JournalArticle | Kind::MagazineArticle | Kind::NewspaperArticle) => "number",
                // Standard BibLaTeX has nothing else for a court or a committee.
                (
                    "authority",
                    Kind::Case | Kind::Hearing | Kind::Statute | Kind::Bill | Kind::Regulation | Kind::Patent,
                ) => "institution",
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
    if let Some(archived) = &reference.archived {
        put("archived", archived);
    }
    if let Some(accessed) = &reference.accessed {
        put("urldate", &accessed.edtf);
    }
    let (kind, subtype) = bibtex_type(reference.kind);
    if let Some(subtype) = subtype {
        put("entrysubtype", subtype);
    }
    // Keys of other formats may hold what ends a key here.
    let key = reference.key.0.replace(|c: char| c.is_whitespace() || ",{}()\"%#~\\".contains(c), "-");
    format!("@{kind}{{{key},\n{}}}\n", lines.concat())
}

/// The type of an entry, and what says more exactly which kind of work it is:
/// BibLaTeX has no types for them, and other programs pass by what they do not
/// know.
fn bibtex_type(kind: ReferenceKind) -> (&'static str, Option<&'static str>) {
    use ReferenceKind as Kind;
    match kind {
        Kind::Book => ("book", None),
        Kind::Chapter => ("incollection", None),
        Kind::JournalArticle => ("article", None),
        Kind::MagazineArticle => ("article", Some("magazine")),
        Kind::NewspaperArticle => ("article", Some("newspaper")),
        Kind::Report => ("report", None),
        Kind::Web => ("online", None),
        Kind::PressRelease => ("online", Some("press release")),
        Kind::Statute => ("legislation", None),
        Kind::Bill => ("legislation", Some("bill")),
        Kind::Regulation => ("legislation", Some("regulation")),
        Kind::Treaty => ("legislation", Some("treaty")),
        Kind::Case => ("jurisdiction", None),
        Kind::Standard => ("standard", None),
        Kind::Thesis => ("thesis", None),
        Kind::ConferencePaper => ("inproceedings", None),
        Kind::PersonalCommunication => ("letter", None),
        Kind::Patent => ("patent", None),
        Kind::Dataset => ("dataset", None),
        Kind::Hearing => ("misc", Some("hearing")),
        Kind::Speech => ("misc", Some("speech")),
        Kind::Interview => ("misc", Some("interview")),
        Kind::Document => ("misc", None),
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
            // Two words of a family name would be taken for a given name and another.
            let given = given.as_deref().map(latex).or_else(|| family.contains(' ').then(String::new));
            let parts = [Some(family), suffix.as_deref().map(latex), given];
            let name = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
            if name.contains(" and ") { format!("{{{name}}}") } else { name.trim_end().to_owned() }
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
