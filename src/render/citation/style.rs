//! Citation styles, and what is learnt from them before any work is cited.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use citationberg::json::{Item as CslItem, Value};
use citationberg::taxonomy::{NameVariable, OtherTerm, Term};
use citationberg::{
    CitationFormat, Field, IndependentStyle, Locale, LocaleCode, LocalizedTerm, StyleCategory, StyleClass,
    TermForm,
};
use hayagriva::archive::LOCALES;

use super::engine;
use super::locator::{self, Count, Frame, Frames};
use super::narrow::{Narrowed, OfType};
use super::rich::{Look, Rich};
use crate::index::Collation;
use crate::model::LocatorKind;
use crate::source::SourceFile;

/// What a book says about its citations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StyleChoice {
    /// The name of a CSL style, `chicago-author-date`, or the path of its file in
    /// the book.
    pub name: String,
    /// The style's file, and that of the style that it takes its rules from;
    /// none for a style that comes with the program.
    pub files: Vec<SourceFile>,
    /// The book's language as a BCP 47 tag. Terms such as "p." and "and" are in
    /// this language, or in English where CSL does not know it.
    pub language: String,
}

/// A citation style in one language, ready for use.
///
/// Equal if what was chosen is: the rest follows from it.
#[derive(Debug)]
pub struct Style {
    choice: StyleChoice,
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
    pub(super) frames: Frames,
    /// What places are called by themselves: "pp."
    pub(super) labels: BTreeMap<(LocatorKind, Count), String>,
    pub(super) comma_in_quotes: bool,
    /// Whether titles stand in single quotes, and what they quote in double ones.
    pub(super) single_quotes: bool,
    /// What straight quotes in a title become.
    pub(super) quotes: [String; 2],
    /// The word "and" in the style's language.
    pub(super) and: Option<String>,
    /// The words for one and for several editors, if the engine gets editors
    /// wrong in this style where they stand in for authors.
    pub(super) editors_as_authors: Option<[String; 2]>,
    /// Whether the style is one of law: it then knows how laws, cases and hearings
    /// are cited, and how places follow each of them.
    pub(super) is_of_law: bool,
    pub(super) tells_apart: TellsApart,
    order: Order,
    pub(super) date_first: bool,
    /// The order of words in the book's language.
    pub(super) collation: Collation,
}

/// What the engine is given with each work.
#[derive(Debug)]
pub(super) struct Rules {
    /// The style, without what it puts around citations.
    pub(super) csl: IndependentStyle,
    pub(super) locale: LocaleCode,
    /// The locale, and American English for what it lacks.
    pub(super) locales: Vec<Locale>,
    /// The same behind what the style says of its own words.
    pub(super) words: Vec<Locale>,
    /// The style for each type of work that was met, as it follows from the style.
    narrowed: Mutex<BTreeMap<String, OfType>>,
}

impl Rules {
    /// The style for works like this one.
    pub(super) fn narrowed(&self, item: &CslItem) -> Arc<Narrowed> {
        let type_ = item.0.get("type").and_then(Value::to_str).unwrap_or_default();
        // A panic of the engine leaves what was made before as good as it was.
        let mut narrowed = self.narrowed.lock().unwrap_or_else(PoisonError::into_inner);
        if !narrowed.contains_key(&*type_) {
            narrowed.insert(type_.to_string(), OfType::new(&self.csl, &self.words, &type_));
        }
        let of_type = narrowed.get_mut(&*type_).expect("it is there by now");
        of_type.with_fields_of(item, &self.words)
    }

    /// A word in the language of the style.
    pub(super) fn word(&self, term: Term, form: TermForm) -> Option<&LocalizedTerm> {
        self.words.iter().find_map(|locale| locale.term(term, form))
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
        self.choice == other.choice
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

/// Learns from an example how a style writes.
pub(super) fn learn(mut csl: IndependentStyle, choice: StyleChoice) -> Style {
    let (locale, locales) = locales(&choice.language);
    let layout = &mut csl.citation.layout;
    let prefix = layout.prefix.take().unwrap_or_default();
    let suffix = layout.suffix.take().unwrap_or_default();
    // It is ours to put between works: the engine puts it between the parts of one too.
    let delimiter = layout.delimiter.take().unwrap_or_else(|| "; ".to_owned());
    let class = class(&csl);
    let tells_apart = TellsApart {
        by_given_names: csl.citation.disambiguate_add_givenname,
        by_year_suffix: csl.citation.disambiguate_add_year_suffix,
    };
    let mut fields = csl.info.category.iter().filter_map(|category| match category {
        StyleCategory::Field { field } => Some(*field),
        StyleCategory::CitationFormat { .. } => None,
    });
    // Styles for all subjects list law among them.
    let is_of_law = fields.next() == Some(Field::Law) && fields.next().is_none();
    let is_sorted = csl.bibliography.as_ref().is_some_and(|list| list.sort.is_some());
    let words = words(&csl, &locale, &locales);
    let rules = Rules { csl, locale, locales, words, narrowed: Mutex::default() };

    let example = example("author");
    let first = engine::first(&example, &rules, None).unwrap_or_default().whole;
    let notes = match class {
        Class::Note => engine::notes(&example, &rules, None).unwrap_or_default(),
        _ => engine::Notes::default(),
    };
    let base = if class == Class::Note { &notes.later } else { &first };
    let frames = Frames::new(example.clone(), base.text());
    let text = first.text();
    let (before, after) = match (class, text.split_once('1')) {
        (Class::Numeric, Some((before, after))) => (before.to_owned(), after.to_owned()),
        _ => (String::new(), String::new()),
    };
    let quote = |term| rules.word(Term::Other(term), TermForm::Long).and_then(|term| term.single());
    let quotes = [quote(OtherTerm::OpenQuote), quote(OtherTerm::CloseQuote)];
    let single_quotes = quotes[0] == Some("‘");
    // Where the style has single ones around a title, those inside it are double.
    let quotes = match quotes {
        [Some(open), Some(close)] if !single_quotes => [open.to_owned(), close.to_owned()],
        _ => ["“".to_owned(), "”".to_owned()],
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
        frames,
        comma_in_quotes: comma_in_quotes(&rules),
        single_quotes,
        quotes,
        and: rules
            .word(Term::Other(OtherTerm::And), TermForm::Long)
            .and_then(|term| term.single().map(str::to_owned)),
        editors_as_authors: editors_as_authors(&rules),
        is_of_law,
        tells_apart,
        order: if is_sorted { Order::Sorted } else { Order::Cited },
        date_first: class == Class::AuthorDate,
        collation: Collation::new(&choice.language),
        choice,
        rules,
    }
}

/// The words that a style has of its own for a language, then those of the
/// language.
fn words(csl: &IndependentStyle, code: &LocaleCode, locales: &[Locale]) -> Vec<Locale> {
    let base = |code: &str| code.split('-').next().unwrap_or_default().to_owned();
    let fits = |locale: &&Locale| match &locale.lang {
        Some(lang) => lang == code || (lang.0 == base(&lang.0) && lang.0 == base(&code.0)),
        None => true,
    };
    let mut own: Vec<Locale> = csl.locale.iter().filter(fits).cloned().collect();
    // What is said for one country goes before what is said for all.
    own.sort_by_key(|locale| std::cmp::Reverse(locale.lang.as_ref().map_or(0, |lang| lang.0.len())));
    own.extend_from_slice(locales);
    own
}

/// Whether a comma goes inside a quotation mark that it follows.
fn comma_in_quotes(rules: &Rules) -> bool {
    let options = rules.words.iter().filter_map(|locale| locale.style_options.as_ref());
    options.filter_map(|options| options.punctuation_in_quote).next().unwrap_or(false)
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
    let term = |form| rules.word(Term::NameVariable(NameVariable::Editor), form);
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

/// The languages of the engine's locales, in their order. Each locale begins with
/// its language, and reading all of a locale takes some milliseconds.
static CODES: LazyLock<Vec<&str>> =
    LazyLock::new(|| LOCALES.iter().map(|bytes| code(bytes).unwrap_or_default()).collect());

/// The first value of a map in CBOR (RFC 8949), if it is the language, and a text of
/// less than 24 bytes.
fn code(bytes: &'static [u8]) -> Option<&'static str> {
    const SHORT_TEXT: u8 = 0x60;
    let (&header, rest) = bytes.get(1..)?.strip_prefix(b"i@xml:lang")?.split_first()?;
    let length = header.checked_sub(SHORT_TEXT).filter(|length| *length < 24)?;
    std::str::from_utf8(rest.get(..usize::from(length))?).ok()
}

fn locale(number: usize) -> Option<Locale> {
    ciborium::from_reader(*LOCALES.get(number)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_locale_begins_with_its_language() {
        for (number, code) in CODES.iter().enumerate() {
            let locale = locale(number).expect("the engine's locales can be read");
            assert_eq!(locale.lang.map(|lang| lang.0).as_deref(), Some(*code));
        }
    }
}
