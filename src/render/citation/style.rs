//! Citation styles: found by name or read from a file, and what is learnt from
//! them before any work is cited.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use citationberg::json::{Item as CslItem, Value};
use citationberg::taxonomy::{NameVariable, OtherTerm, Term};
use citationberg::{
    CitationFormat, IndependentStyle, Locale, LocaleCode, StyleCategory, StyleClass, TermForm,
};
use hayagriva::archive::{ArchivedStyle, LOCALES};

use super::engine;
use super::locator::{self, Count, Frame};
use super::narrow::{self, Narrowed};
use super::rich::{Look, Rich};
use crate::diagnostic::{Checked, Code, Diagnostic, did_you_mean};
use crate::model::LocatorKind;
use crate::source::{SourceFile, Span};

/// What a book says about its citations.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StyleChoice {
    /// The name of a CSL style: `chicago-author-date`, `apa`.
    pub name: String,
    /// The book's language as a BCP 47 tag. Terms such as "p." and "and" are in
    /// this language, or in English where CSL does not know it.
    pub language: String,
}

/// A citation style in one language, ready for use.
///
/// Equal if name, language and file are: the rest follows from them.
#[derive(Debug)]
pub struct Style {
    choice: StyleChoice,
    /// The text of the style's file, if it does not come with the program.
    file: Option<Arc<str>>,
    pub(super) rules: Rules,
    pub(super) class: Class,
    /// What stands around a citation and between its works.
    pub(super) prefix: String,
    pub(super) suffix: String,
    pub(super) delimiter: String,
    /// What is written for a work that was cited right before, if the style has
    /// a word for it: "ibid."
    pub(super) again: Option<Rich>,
    /// What stands around the number of a work.
    pub(super) number: Frame,
    /// How a number looks: raised, in some styles.
    pub(super) number_look: Look,
    pub(super) locators: BTreeMap<(LocatorKind, Count), Frame>,
    /// What places are called by themselves: "pp."
    pub(super) labels: BTreeMap<(LocatorKind, Count), String>,
    pub(super) comma_in_quotes: bool,
    /// The word "and" in the style's language.
    pub(super) and: Option<String>,
    /// The words for one and for several editors, if the engine gets editors
    /// wrong in this style where they stand in for authors.
    pub(super) editors_as_authors: Option<[String; 2]>,
    pub(super) tells_apart: TellsApart,
    order: Order,
    pub(super) date_first: bool,
}

/// What the engine is given with each work.
#[derive(Debug)]
pub(super) struct Rules {
    /// The style, without what it puts around citations.
    pub(super) csl: IndependentStyle,
    /// The same without its list of sources: the engine makes that list with
    /// every citation, and it takes most of the time.
    pub(super) text_only: IndependentStyle,
    pub(super) locale: LocaleCode,
    /// The locale, and American English for what it lacks.
    pub(super) locales: Vec<Locale>,
    /// The style for each type of work that was met, as it follows from the style.
    narrowed: Mutex<BTreeMap<String, Arc<Narrowed>>>,
}

impl Rules {
    /// The style for works of the type of this one.
    pub(super) fn narrowed(&self, item: &CslItem) -> Arc<Narrowed> {
        let type_ = item.0.get("type").and_then(Value::to_str).unwrap_or_default();
        // A panic of the engine leaves what was made before as good as it was.
        let mut narrowed = self.narrowed.lock().unwrap_or_else(PoisonError::into_inner);
        match narrowed.get(&*type_) {
            Some(style) => style.clone(),
            None => {
                let style = Arc::new(narrow::narrowed(&self.csl, &type_));
                narrowed.insert(type_.into_owned(), style.clone());
                style
            }
        }
    }
}

/// The kinds of styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// "(Doe 1999)"
    AuthorDate,
    /// "(Doe)"
    Author,
    /// "\[1\]"
    Numeric,
    /// "\[Doe99\]"
    Label,
    /// In footnotes.
    Note,
}

/// How a style tells works apart that it would call the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TellsApart {
    /// By given names.
    pub(super) by_given_names: bool,
    /// By letters after the year.
    pub(super) by_year_suffix: bool,
}

/// The order of a list of sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By [`Work::sort_key`](super::Work::sort_key).
    Sorted,
    /// As they are cited first.
    Cited,
}

impl PartialEq for Style {
    fn eq(&self, other: &Self) -> bool {
        self.choice == other.choice && self.file == other.file
    }
}

impl Eq for Style {}

impl Style {
    /// The order of a list of sources in this style.
    pub fn order(&self) -> Order {
        self.order
    }

    /// Whether citations stand in notes and not in the text.
    pub fn has_notes(&self) -> bool {
        self.class == Class::Note
    }

    /// The language as a BCP 47 tag, as the book gives it.
    pub fn language(&self) -> &str {
        &self.choice.language
    }
}

/// The style that is used where the one that is asked for is not there.
pub const DEFAULT_STYLE: &str = "chicago-author-date";

/// Names of styles that the archive of the engine has under another name.
const ALIASES: [(&str, &str); 6] = [
    ("chicago", "chicago-author-date"),
    ("chicago-notes-bibliography", "chicago-notes"),
    ("chicago-fullnote-bibliography", "chicago-notes"),
    ("chicago-note-bibliography", "chicago-shortened-notes"),
    ("american-psychological-association", "apa"),
    ("modern-language-association-9", "mla"),
];

/// Finds a style by its name. A name that is not known is reported at `span`,
/// and the default style takes its place.
pub fn style(choice: &StyleChoice, span: &Span) -> Checked<Arc<Style>> {
    match archived(&choice.name) {
        Some(csl) => Checked::ok(Arc::new(learn(csl, choice.clone(), None))),
        None => {
            let names = ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied());
            let message = format!("there is no citation style `{}`", choice.name);
            let problem = Diagnostic::new(Code::UnknownStyle, span.clone(), message);
            let problem = match did_you_mean(&choice.name, names) {
                Some(name) => problem.with_help(format!("did you mean `{name}`?")),
                None => problem.with_help(
                    "some that there are: `chicago-author-date`, `chicago-notes`, `apa`, `mla`, `ieee`",
                ),
            };
            Checked { value: fallback(choice), diagnostics: vec![problem] }
        }
    }
}

/// Reads a style from a CSL file. What cannot be read is reported, and the
/// default style takes its place.
pub fn style_file(file: &SourceFile, language: &str) -> Checked<Arc<Style>> {
    let choice = StyleChoice { name: file.path.to_string(), language: language.to_owned() };
    match IndependentStyle::from_xml(&file.text) {
        Ok(csl) => Checked::ok(Arc::new(learn(csl, choice, Some(file.text.clone())))),
        Err(error) => {
            let message = format!("this is not a citation style that stands alone: {error}");
            let problem = Diagnostic::new(Code::UnknownStyle, Span::start_of(&file.path), message);
            Checked { value: fallback(&choice), diagnostics: vec![problem] }
        }
    }
}

fn fallback(choice: &StyleChoice) -> Arc<Style> {
    let csl = archived(DEFAULT_STYLE).expect("the archive of the engine has the default style");
    Arc::new(learn(
        csl,
        StyleChoice { name: DEFAULT_STYLE.to_owned(), language: choice.language.clone() },
        None,
    ))
}

/// A style that comes with the engine.
fn archived(name: &str) -> Option<IndependentStyle> {
    let name = name.trim().trim_end_matches(".csl").to_lowercase();
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, name)| name);
    let id = format!("http://www.zotero.org/styles/{name}");
    let style = ArchivedStyle::by_name(name).or_else(|| ArchivedStyle::by_id(&id))?;
    match style.get() {
        citationberg::Style::Independent(style) => Some(style),
        citationberg::Style::Dependent(_) => None,
    }
}

/// Learns from an example how a style writes.
fn learn(mut csl: IndependentStyle, choice: StyleChoice, file: Option<Arc<str>>) -> Style {
    let (locale, locales) = locales(&choice.language);
    let layout = &mut csl.citation.layout;
    let prefix = layout.prefix.take().unwrap_or_default();
    let suffix = layout.suffix.take().unwrap_or_default();
    let delimiter = layout.delimiter.clone().unwrap_or_else(|| "; ".to_owned());
    let class = class(&csl);
    let tells_apart = TellsApart {
        by_given_names: csl.citation.disambiguate_add_givenname,
        by_year_suffix: csl.citation.disambiguate_add_year_suffix,
    };
    let is_sorted = csl.bibliography.as_ref().is_some_and(|list| list.sort.is_some());
    let text_only = IndependentStyle { bibliography: None, ..csl.clone() };
    let rules = Rules { csl, text_only, locale, locales, narrowed: Mutex::default() };

    let example = example("author");
    let first = engine::first(&example, &rules, None).unwrap_or_default().whole;
    let notes = match class {
        Class::Note => engine::notes(&example, &rules, None).unwrap_or_default(),
        _ => engine::Notes::default(),
    };
    let base = if class == Class::Note { &notes.later } else { &first };
    let locators = locator::frames(&example, &rules, class, &base.text());
    let text = first.text();
    let (before, after) = match (class, text.split_once('1')) {
        (Class::Numeric, Some((before, after))) => (before.to_owned(), after.to_owned()),
        _ => (String::new(), String::new()),
    };
    let again = (notes.again != notes.later && !notes.again.is_blank()).then_some(notes.again);
    Style {
        class,
        prefix,
        suffix,
        delimiter,
        again,
        labels: locator::labels(&rules),
        number: Frame { before, after },
        number_look: first.0.first().map(|run| run.look).unwrap_or_default(),
        locators,
        comma_in_quotes: rules.locale.0 == "en-US",
        and: rules
            .locales
            .iter()
            .find_map(|locale| locale.term(Term::Other(OtherTerm::And), TermForm::Long))
            .and_then(|term| term.single().map(str::to_owned)),
        editors_as_authors: editors_as_authors(&rules),
        tells_apart,
        order: if is_sorted { Order::Sorted } else { Order::Cited },
        date_first: class == Class::AuthorDate,
        choice,
        file,
        rules,
    }
}

/// The kind of a style.
fn class(csl: &IndependentStyle) -> Class {
    if csl.settings.class == StyleClass::Note {
        return Class::Note;
    }
    let format = csl.info.category.iter().find_map(|category| match category {
        StyleCategory::CitationFormat { format } => Some(*format),
        StyleCategory::Field { .. } => None,
    });
    match format {
        Some(CitationFormat::Numeric) => Class::Numeric,
        Some(CitationFormat::Label) => Class::Label,
        Some(CitationFormat::Author) => Class::Author,
        Some(CitationFormat::AuthorDate | CitationFormat::Note) | None => Class::AuthorDate,
    }
}

/// Whether editors must be given to the engine as authors, and what is then said
/// of them: the engine forgets how a style writes names where one rule stands
/// in for another twice over.
fn editors_as_authors(rules: &Rules) -> Option<[String; 2]> {
    let text = |role| engine::first(&example(role), rules, None).map(|cite| cite.head.text());
    if text("author") == text("editor") {
        return None;
    }
    let term = |form| {
        rules.locales.iter().find_map(|locale| locale.term(Term::NameVariable(NameVariable::Editor), form))
    };
    let term = term(TermForm::Short).or_else(|| term(TermForm::Long));
    let single = term.and_then(|term| term.single()).unwrap_or("ed.");
    let several = term.and_then(|term| term.multiple()).unwrap_or("eds.");
    Some([single.to_owned(), several.to_owned()])
}

/// A work that every style can cite, and that holds no digit but its year.
fn example(role: &str) -> CslItem {
    let item = serde_json::json!({
        "id": "example", "type": "book", "language": "zxx", "title": "Example",
        role: [{ "family": "Doe", "given": "Jo" }], "issued": { "date-parts": [[2000]] },
    });
    serde_json::from_value(item).expect("the example is an item of CSL-JSON")
}

/// The locale for a language, and that locale with American English behind it.
fn locales(language: &str) -> (LocaleCode, Vec<Locale>) {
    /// The country whose locale stands for a language without one, where that
    /// is not the first of the alphabet.
    const COUNTRIES: [&str; 6] = ["de-DE", "en-US", "es-ES", "fr-FR", "pt-PT", "zh-CN"];
    let find = |code: &str| CODES.iter().position(|lang| lang.eq_ignore_ascii_case(code));
    let base = language.split(['-', '_']).next().unwrap_or("en").to_lowercase();
    let of_base = |code: &str| code.split('-').next() == Some(base.as_str());
    let found = find(language)
        .or_else(|| COUNTRIES.into_iter().find(|code| of_base(code)).and_then(find))
        .or_else(|| CODES.iter().position(|lang| of_base(lang)));
    let english = find("en-US");
    let mut numbers: Vec<usize> = found.into_iter().chain(english).collect();
    numbers.dedup();
    let locales: Vec<Locale> = numbers.into_iter().filter_map(locale).collect();
    let code = found.and_then(|_| locales.first()?.lang.clone()).unwrap_or_else(LocaleCode::en_us);
    (code, locales)
}

/// The languages of the engine's locales, in their order. Reading all of a locale
/// takes some milliseconds, and there are dozens.
static CODES: LazyLock<Vec<String>> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    struct Lang {
        #[serde(rename = "@xml:lang")]
        code: String,
    }
    let code =
        |bytes: &&[u8]| ciborium::from_reader::<Lang, _>(*bytes).map(|lang| lang.code).unwrap_or_default();
    LOCALES.iter().map(code).collect()
});

fn locale(number: usize) -> Option<Locale> {
    ciborium::from_reader(*LOCALES.get(number)?).ok()
}
