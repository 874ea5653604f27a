//! What the fields and types of BibLaTeX mean in the terms of CSL.

use biblatex::{Chunk, Chunks, ChunksExt, Person};

use super::bibtex::{Entry, Field};
use super::draft::{self, set, set_names};
use crate::diagnostic::Diagnostic;
use crate::model::{Name, Reference, ReferenceKind};
use crate::parse;
use crate::source::SourceFile;

/// Fields whose meaning does not depend on the type of the entry.
const FIELDS: &[(&str, &str)] = &[
    ("journaltitle", "container-title"),
    ("journal", "container-title"),
    ("booktitle", "container-title"),
    ("maintitle", "collection-title"),
    ("series", "collection-title"),
    ("shorttitle", "title-short"),
    ("shortjournal", "container-title-short"),
    ("volume", "volume"),
    ("pages", "page"),
    ("chapter", "chapter-number"),
    ("part", "part-number"),
    ("edition", "edition"),
    ("version", "version"),
    ("issue", "issue"),
    ("volumes", "number-of-volumes"),
    ("pagetotal", "number-of-pages"),
    ("publisher", "publisher"),
    ("location", "publisher-place"),
    ("address", "publisher-place"),
    ("eventtitle", "event-title"),
    ("venue", "event-place"),
    ("eprint", "archive_location"),
    ("library", "archive"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("abstract", "abstract"),
    ("annotation", "annote"),
    ("annote", "annote"),
    ("note", "note"),
    ("language", "language"),
    ("langid", "language"),
    ("keywords", "keyword"),
    ("jurisdiction", "jurisdiction"),
    ("authority", "authority"),
    ("section", "section"),
    ("doi", "DOI"),
    ("url", "URL"),
];

/// Fields that name people.
const ROLES: &[(&str, &str)] = &[
    ("author", "author"),
    ("editor", "editor"),
    ("translator", "translator"),
    ("bookauthor", "container-author"),
    ("director", "director"),
    ("interviewer", "interviewer"),
    ("recipient", "recipient"),
    ("holder", "holder"),
];

/// Words that say what a work is, in `type`, `entrysubtype` or `keywords`; the
/// longest come first where one holds another.
const WORDS: &[(&str, ReferenceKind)] = &[
    ("press release", ReferenceKind::PressRelease),
    ("news release", ReferenceKind::PressRelease),
    ("executive order", ReferenceKind::Regulation),
    ("regulation", ReferenceKind::Regulation),
    ("rule", ReferenceKind::Regulation),
    ("order", ReferenceKind::Regulation),
    ("directive", ReferenceKind::Regulation),
    ("hearing", ReferenceKind::Hearing),
    ("testimony", ReferenceKind::Hearing),
    ("treaty", ReferenceKind::Treaty),
    ("bill", ReferenceKind::Bill),
    ("resolution", ReferenceKind::Bill),
    ("newspaper", ReferenceKind::NewspaperArticle),
    ("magazine", ReferenceKind::MagazineArticle),
    ("interview", ReferenceKind::Interview),
    ("speech", ReferenceKind::Speech),
    ("letter", ReferenceKind::PersonalCommunication),
    ("email", ReferenceKind::PersonalCommunication),
    ("dataset", ReferenceKind::Dataset),
    ("standard", ReferenceKind::Standard),
];

/// Makes a reference from an entry.
pub(super) fn reference(file: &SourceFile, entry: &Entry, problems: &mut Vec<Diagnostic>) -> Reference {
    let kind = kind(entry);
    let mut reference = draft::reference(file, entry.range.clone(), &entry.key, kind);
    for (from, to) in FIELDS {
        if !reference.fields.contains_key(*to) {
            set(&mut reference, to, &text(entry, from));
        }
    }
    for (from, to) in ROLES {
        set_names(&mut reference, to, names(entry, from));
    }
    let title = joined(": ", &[text(entry, "title"), text(entry, "subtitle")]);
    set(&mut reference, "title", &joined(". ", &[title, text(entry, "titleaddon")]));
    let container = reference.fields.get("container-title").cloned().unwrap_or_default();
    let subtitle = joined("", &[text(entry, "journalsubtitle"), text(entry, "booksubtitle")]);
    set(&mut reference, "container-title", &joined(": ", &[container, subtitle]));
    if reference.title.is_none() {
        set(&mut reference, "title", &text(entry, "maintitle"));
    }
    number(&mut reference, entry);
    organisation(&mut reference, entry);
    set(&mut reference, "genre", &genre(entry));
    for name in ["archived", "archiveurl", "archive-url", "urlarchive"] {
        let address = text(entry, name);
        if !address.is_empty() {
            reference.archived = Some(address);
        }
    }
    dates(file, &mut reference, entry, problems);
    reference
}

/// A field as plain text without line breaks; empty if there is none.
fn text(entry: &Entry, name: &str) -> String {
    let Some(field) = entry.fields.get(name) else { return String::new() };
    match name {
        // A tilde is a sign of addresses and of dates there, and no space.
        "date" | "urldate" | "year" | "doi" | "url" | "archived" | "archiveurl" | "archive-url"
        | "urlarchive" => field.chunks.format_verbatim().trim().to_owned(),
        _ => plain(&field.chunks),
    }
}

/// Plain text from LaTeX: what `biblatex` leaves is TeX's way to write quotes
/// and spaces.
pub(super) fn plain(chunks: &Chunks) -> String {
    let text = without_commands(&chunks.format_verbatim());
    let text = text.replace("``", "“").replace("''", "”").replace('`', "‘").replace('\'', "’");
    text.replace('~', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without the commands that `biblatex` does not know: of
/// `\\emph{words}` the words stay.
fn without_commands(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '{', '}']) {
        plain += &rest[..at];
        let is_command = rest[at..].starts_with('\\');
        rest = &rest[at + 1..];
        if is_command {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        }
    }
    plain + rest
}

/// The texts that are not empty, with `between` between them.
fn joined(between: &str, texts: &[String]) -> String {
    texts.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(between)
}

/// The kind of a work by the type of its entry, or by a word that says it more
/// exactly.
fn kind(entry: &Entry) -> ReferenceKind {
    let said =
        ["entrysubtype", "type", "titleaddon", "keywords"].map(|name| text(entry, name).to_lowercase());
    let word = || {
        let all = said.join(" ");
        let mut words = all.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>();
        words.retain(|word| !word.is_empty());
        let all = format!(" {} ", words.join(" "));
        WORDS.iter().find(|(word, _)| all.contains(&format!(" {word} "))).map(|(_, kind)| *kind)
    };
    match entry.kind.as_str() {
        "book" | "mvbook" | "booklet" | "manual" | "collection" | "mvcollection" | "reference"
        | "mvreference" | "proceedings" | "mvproceedings" | "periodical" => ReferenceKind::Book,
        "inbook" | "bookinbook" | "suppbook" | "incollection" | "suppcollection" | "inreference" => {
            ReferenceKind::Chapter
        }
        "article" | "suppperiodical" | "review" => word().unwrap_or(ReferenceKind::JournalArticle),
        "inproceedings" | "conference" => ReferenceKind::ConferencePaper,
        "thesis" | "phdthesis" | "mastersthesis" => ReferenceKind::Thesis,
        "patent" => ReferenceKind::Patent,
        "dataset" => ReferenceKind::Dataset,
        "standard" => ReferenceKind::Standard,
        "letter" => ReferenceKind::PersonalCommunication,
        "interview" => ReferenceKind::Interview,
        "hearing" => ReferenceKind::Hearing,
        "treaty" => ReferenceKind::Treaty,
        "bill" => ReferenceKind::Bill,
        "regulation" => ReferenceKind::Regulation,
        "jurisdiction" | "case" => ReferenceKind::Case,
        "legislation" | "legal" | "statute" => match word() {
            Some(kind) => kind,
            None if is_bill_number(&text(entry, "number")) => ReferenceKind::Bill,
            None => ReferenceKind::Statute,
        },
        "report" | "techreport" => word().unwrap_or(ReferenceKind::Report),
        "online" | "electronic" | "www" => word().unwrap_or(ReferenceKind::Web),
        _ => word().unwrap_or(ReferenceKind::Document),
    }
}

/// Whether a number is that of a bill or resolution of the United States
/// Congress: `H.R. 575`, `S. 3189`.
fn is_bill_number(number: &str) -> bool {
    let letters: String = number.chars().take_while(|c| !c.is_ascii_digit()).collect();
    let letters: String = letters.chars().filter(|c| c.is_alphabetic()).collect();
    ["HR", "S", "HRes", "SRes", "HJRes", "SJRes", "HConRes", "SConRes"].contains(&letters.as_str())
}

/// What is printed as the kind of work: "PhD thesis".
fn genre(entry: &Entry) -> String {
    let said = text(entry, "type");
    match (said.as_str(), entry.kind.as_str()) {
        ("phdthesis", _) | ("", "phdthesis") => "PhD thesis".to_owned(),
        ("mathesis" | "mastersthesis", _) | ("", "mastersthesis") => "Master’s thesis".to_owned(),
        ("techreport", _) | ("", "techreport") => "Technical report".to_owned(),
        _ => said,
    }
}

/// `number` counts issues of a journal, volumes of a series, or the work itself.
fn number(reference: &mut Reference, entry: &Entry) {
    use ReferenceKind as Kind;
    let name = match reference.kind {
        Kind::JournalArticle | Kind::MagazineArticle | Kind::NewspaperArticle => "issue",
        Kind::Book | Kind::Chapter | Kind::ConferencePaper => "collection-number",
        _ => "number",
    };
    if !reference.fields.contains_key(name) {
        set(reference, name, &text(entry, "number"));
    }
}

/// The body behind a work is its publisher, or an authority that speaks.
fn organisation(reference: &mut Reference, entry: &Entry) {
    use ReferenceKind as Kind;
    let names = ["institution", "organization", "school", "court", "howpublished"];
    let Some(body) = names.map(|name| text(entry, name)).into_iter().find(|name| !name.is_empty()) else {
        return;
    };
    let name = match reference.kind {
        Kind::Case | Kind::Hearing | Kind::Statute | Kind::Bill | Kind::Regulation | Kind::Patent => {
            "authority"
        }
        _ => "publisher",
    };
    if !reference.fields.contains_key(name) {
        set(reference, name, &body);
    }
}

/// The people that a field names.
fn names(entry: &Entry, field: &str) -> Vec<Name> {
    let Some(field) = entry.fields.get(field) else { return Vec::new() };
    let lists = field.chunks.parse::<Vec<Chunks>>().unwrap_or_default();
    lists.iter().filter_map(name).collect()
}

/// One name of a list.
fn name(chunks: &Chunks) -> Option<Name> {
    let whole = plain(chunks);
    let is_space = |text: &str| text.trim().is_empty();
    let braced = chunks.iter().all(|chunk| match &chunk.v {
        Chunk::Normal(text) => is_space(text),
        Chunk::Verbatim(_) | Chunk::Math(_) => true,
    });
    if whole.is_empty() {
        return None;
    }
    if whole == "others" {
        return Some(Name::Others);
    }
    if braced {
        return Some(Name::Literal(whole));
    }
    let person = Person::parse(chunks);
    let part = |text: &str| {
        let text = text.replace('\'', "’").replace('~', " ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    };
    Some(match part(&person.name) {
        Some(family) => Name::Person {
            family,
            given: part(&person.given_name),
            particle: part(&person.prefix),
            suffix: part(&person.suffix),
        },
        None => Name::Literal(whole),
    })
}

/// When the work was issued and looked at.
fn dates(file: &SourceFile, reference: &mut Reference, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    if let Some(field) = entry.fields.get("urldate") {
        match draft::date(file, field.range.clone(), &text(entry, "urldate")) {
            Ok(date) => reference.accessed = Some(date),
            Err(problem) => problems.push(problem),
        }
    }
    if let Some(field) = entry.fields.get("date") {
        // LaTeX has no other use for two hyphens in a date.
        let written = text(entry, "date").replace('–', "--");
        match draft::date(file, field.range.clone(), &written) {
            Ok(date) => reference.issued = Some(date),
            Err(problem) => {
                problems.push(problem);
                reference.issued_literal = Some(written);
            }
        }
        return;
    }
    let year = text(entry, "year");
    if year.is_empty() {
        let state = text(entry, "pubstate");
        reference.issued_literal = (!state.is_empty()).then_some(state);
        return;
    }
    // A year that is no date is common BibTeX ("in press", "c. 1850"): it is
    // printed as it stands, and nothing is wrong with it.
    match parse::date(&year_month_day(&year, entry)).or_else(|_| parse::date(year.trim())) {
        Ok(date) => reference.issued = Some(date),
        Err(_) => reference.issued_literal = Some(year),
    }
}

/// The date that BibTeX's three fields give.
fn year_month_day(year: &str, entry: &Entry) -> String {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = text(entry, "month").to_lowercase();
    let named = MONTHS.iter().position(|name| month.starts_with(name)).map(|position| position + 1);
    let Some(month) = named.or_else(|| month.parse().ok()) else { return year.to_owned() };
    match text(entry, "day").parse::<u8>() {
        Ok(day) => format!("{year}-{month:02}-{day:02}"),
        Err(_) => format!("{year}-{month:02}"),
    }
}

/// What an entry of one type inherits from another, under the names that it has
/// in the heir.
pub(super) fn inherited(link: &str, parent: &Entry, heir: &str) -> Vec<(String, Field)> {
    const NEVER: &[&str] = &[
        "crossref",
        "xref",
        "entryset",
        "entrysubtype",
        "execute",
        "ids",
        "label",
        "options",
        "presort",
        "related",
        "relatedtype",
        "shorthand",
        "shorttitle",
        "sortkey",
        "sortname",
        "sorttitle",
        "sortyear",
        "indextitle",
        "indexsorttitle",
    ];
    let whole = matches!(
        heir,
        "inbook"
            | "bookinbook"
            | "suppbook"
            | "incollection"
            | "suppcollection"
            | "inproceedings"
            | "inreference"
            | "conference"
    );
    let mut fields = Vec::new();
    for (name, field) in &parent.fields {
        let name = match name.as_str() {
            _ if link == "xdata" => name.as_str(),
            name if NEVER.contains(&name) => continue,
            "title" if whole => "booktitle",
            "subtitle" if whole => "booksubtitle",
            "title" if heir == "article" => "journaltitle",
            "subtitle" if heir == "article" => "journalsubtitle",
            "author" if whole && parent.kind == "book" && heir != "inbook" => "bookauthor",
            "titleaddon" | "title" | "subtitle" => continue,
            name => name,
        };
        fields.push((name.to_owned(), field.clone()));
    }
    fields
}
