//! Places in works, as styles write them: "12–14", "pp. 12–14", "chap. 3".

use std::collections::BTreeMap;
use std::sync::OnceLock;

use citationberg::TermForm;
use citationberg::json::Item as CslItem;
use citationberg::taxonomy::{Locator as CslLocator, NumberVariable, Term};

use super::engine;
use super::style::{Class, Rules, Style};
use crate::model::{Locator, LocatorKind};

/// Whether one place is meant or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Count {
    One,
    Several,
}

/// What stands before and after a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) before: String,
    pub(super) after: String,
}

/// Each kind of place with what CSL calls it. A version is no place there.
const KINDS: [(LocatorKind, CslLocator); 28] = [
    (LocatorKind::Act, CslLocator::Act),
    (LocatorKind::Appendix, CslLocator::Appendix),
    (LocatorKind::ArticleLocator, CslLocator::ArticleLocator),
    (LocatorKind::Book, CslLocator::Book),
    (LocatorKind::Canon, CslLocator::Canon),
    (LocatorKind::Chapter, CslLocator::Chapter),
    (LocatorKind::Column, CslLocator::Column),
    (LocatorKind::Elocation, CslLocator::Elocation),
    (LocatorKind::Equation, CslLocator::Equation),
    (LocatorKind::Figure, CslLocator::Figure),
    (LocatorKind::Folio, CslLocator::Folio),
    (LocatorKind::Issue, CslLocator::Issue),
    (LocatorKind::Line, CslLocator::Line),
    (LocatorKind::Note, CslLocator::Note),
    (LocatorKind::Opus, CslLocator::Opus),
    (LocatorKind::Page, CslLocator::Page),
    (LocatorKind::Paragraph, CslLocator::Paragraph),
    (LocatorKind::Part, CslLocator::Part),
    (LocatorKind::Rule, CslLocator::Rule),
    (LocatorKind::Scene, CslLocator::Scene),
    (LocatorKind::Section, CslLocator::Section),
    (LocatorKind::SubVerbo, CslLocator::SubVerbo),
    (LocatorKind::Supplement, CslLocator::Supplement),
    (LocatorKind::Table, CslLocator::Table),
    (LocatorKind::Timestamp, CslLocator::Timestamp),
    (LocatorKind::TitleLocator, CslLocator::TitleLocator),
    (LocatorKind::Verse, CslLocator::Verse),
    (LocatorKind::Volume, CslLocator::Volume),
];

/// A place by itself, with its label: "pp. 12–14", "chap. 3". Plain text.
pub fn locator(locator: &Locator, style: &Style) -> String {
    let value = written(&locator.value);
    match style.labels.get(&(locator.kind, count(locator))) {
        Some(label) if label.ends_with(['§', '¶']) => format!("{label}\u{A0}{value}"),
        Some(label) => format!("{label} {value}"),
        // Times say by themselves what they are, and most languages have no word for them.
        None => value,
    }
}

/// A place as it follows a work in a citation, with what joins it to the work.
pub(super) fn after_work(place: &Locator, style: &Style) -> String {
    match style.frames.get(place.kind, count(place), style) {
        Some(frame) => format!("{}{}{}", frame.before, written(&place.value), frame.after),
        None => format!(", {}", locator(place, style)),
    }
}

/// The engine's name for a kind of place.
pub(super) fn csl_kind(kind: LocatorKind) -> Option<CslLocator> {
    KINDS.iter().find(|(ours, _)| *ours == kind).map(|(_, csl)| *csl)
}

/// The value as it is printed: with dashes in ranges.
pub(super) fn written(value: &str) -> String {
    value.replace("--", "–").replace('-', "–").replace(" – ", "–")
}

/// Whether a place is one or several.
fn count(locator: &Locator) -> Count {
    match locator.value.contains(['-', '–', ',', '&']) {
        true => Count::Several,
        false => Count::One,
    }
}

/// The labels of all kinds of places that have one: looking one up in the
/// style's languages takes longer than all else that is done for a place.
pub(super) fn labels(rules: &Rules) -> BTreeMap<(LocatorKind, Count), String> {
    let counts = [Count::One, Count::Several];
    let labels = KINDS.iter().flat_map(|(kind, csl)| {
        let labelled = move |count| Some(((*kind, count), label(Term::Locator(*csl), count, rules)?));
        counts.into_iter().filter_map(labelled)
    });
    let version = Term::NumberVariable(NumberVariable::Version);
    let versions = counts.into_iter().filter_map(|count| {
        // The short one is that of volumes and verses.
        Some(((LocatorKind::Version, count), term(version, &[TermForm::Long], count, rules)?))
    });
    labels.chain(versions).collect()
}

/// The label of a kind of place in the style's language: short, else a sign,
/// else long.
fn label(kind: Term, count: Count, rules: &Rules) -> Option<String> {
    term(kind, &[TermForm::Short, TermForm::Symbol, TermForm::Long], count, rules)
}

/// A term in the first of some forms that the style's language has.
fn term(term: Term, forms: &[TermForm], count: Count, rules: &Rules) -> Option<String> {
    let terms = rules.words.iter();
    let mut terms = terms.flat_map(|locale| forms.iter().filter_map(move |form| locale.term(term, *form)));
    terms.find_map(|term| {
        let text = if count == Count::Several { term.multiple() } else { term.single() };
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    })
}

/// How a style joins places to works, learnt from an example when a place of a kind
/// is met first: few books have many kinds.
#[derive(Debug)]
pub(super) struct Frames {
    example: CslItem,
    /// What the example reads like without a place.
    base: String,
    /// By the kind's place in [`KINDS`], for one place and for several.
    learnt: [[OnceLock<Option<Frame>>; 2]; KINDS.len()],
}

impl Frames {
    pub(super) fn new(example: CslItem, base: String) -> Self {
        Frames { example, base, learnt: Default::default() }
    }

    fn get(&self, kind: LocatorKind, count: Count, style: &Style) -> Option<&Frame> {
        let at = KINDS.iter().position(|(known, _)| *known == kind)?;
        self.learnt[at][count as usize].get_or_init(|| self.learn(KINDS[at].1, count, style)).as_ref()
    }

    /// What the example reads like with a place, less what it reads like without.
    fn learn(&self, kind: CslLocator, count: Count, style: &Style) -> Option<Frame> {
        let (value, printed) = match count {
            Count::One => ("7", "7"),
            Count::Several => ("7-9", "7–9"),
        };
        let place = Some((kind, value));
        let text = match style.class {
            Class::Note => engine::notes(&self.example, &style.rules, place)?.later.text(),
            _ => engine::first(&self.example, &style.rules, place)?.whole.text(),
        };
        let added = added(&self.base, &text)?;
        let (before, after) = added.split_once(printed).or_else(|| added.split_once(value))?;
        Some(Frame { before: before.to_owned(), after: after.to_owned() })
    }
}

/// What was added to a text in one place. `None` if it is not the only change.
fn added<'t>(base: &str, text: &'t str) -> Option<&'t str> {
    let same = |(a, b): &(char, char)| a == b;
    let start: usize = base.chars().zip(text.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (base_rest, text_rest) = (&base[start..], &text[start..]);
    let end: usize = base_rest
        .chars()
        .rev()
        .zip(text_rest.chars().rev())
        .take_while(same)
        .map(|(c, _)| c.len_utf8())
        .sum();
    (end == base_rest.len()).then(|| &text_rest[..text_rest.len() - end])
}
