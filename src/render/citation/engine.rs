//! The one place that runs the CSL engine.
//!
//! Each call drives one work alone (beside a decoy that keeps it from being
//! "ibid."), because what the engine does between works is wrong: it drops
//! given names, and stops telling works apart after the third pair. A panic of
//! the engine is caught and costs no more than the words of one work.

use std::panic::{AssertUnwindSafe, catch_unwind};

use citationberg::json::{Item as CslItem, Value};
use citationberg::taxonomy::Locator;
use citationberg::{FontStyle, FontVariant, FontWeight, IndependentStyle, TextDecoration, VerticalAlign};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, Elem, ElemChild,
    ElemChildren, ElemMeta, Formatting, LocatorPayload, SpecificLocator,
};

use super::rich::{Height, Look, Rich};
use super::style::Rules;

/// How a work is cited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cite {
    /// What comes first: names, or a title in their place.
    pub(super) head: Rich,
    /// All that follows.
    pub(super) rest: Rich,
    /// Both.
    pub(super) whole: Rich,
}

/// How a work is cited in notes, by what was cited before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Notes {
    /// The first citation of the work.
    pub(super) first: Rich,
    /// A later citation of it.
    pub(super) later: Rich,
    /// A citation right after another.
    pub(super) again: Rich,
    /// A citation right after another of another place; blank without a place.
    pub(super) again_at: Rich,
}

/// A place as the engine takes it.
pub(super) type Place<'a> = Option<(Locator, &'a str)>;

/// The entry of an item in a list of sources. `None` if the engine fails; blank
/// if the style has nothing to say of such a work.
pub(super) fn entry(item: &CslItem, rules: &Rules) -> Option<Rich> {
    entry_in(&rules.narrowed(item).list, item, rules)
}

/// The same in a style that may be cut down to what it says of this item.
pub(super) fn entry_in(style: &IndependentStyle, item: &CslItem, rules: &Rules) -> Option<Rich> {
    catch_unwind(AssertUnwindSafe(|| {
        let mut driver = BibliographyDriver::new();
        let locale = Some(rules.locale.clone());
        let cited = CitationItem::with_entry(item);
        driver.citation(CitationRequest::new(vec![cited], style, locale.clone(), &rules.locales, Some(1)));
        let rendered = driver.finish(BibliographyRequest::new(style, locale, &rules.locales));
        let entry = rendered.bibliography.as_ref().and_then(|list| list.items.first());
        let Some(entry) = entry else { return Rich::default() };
        let mut whole = Rich::default();
        if let Some(first) = &entry.first_field {
            push(first, &mut whole);
            // The number of the entry is the list's to print.
            if !whole.text().contains(char::is_alphabetic) {
                whole = Rich::default();
            } else if !whole.text().ends_with(' ') {
                whole.push(" ", Look::default(), None);
            }
        }
        whole.append(&rich(&entry.content));
        whole
    }))
    .ok()
}

/// Stands for the number of the note in which a work was cited first.
pub(super) const NOTE_NUMBER: char = '\u{E0F3}';

/// Numbers of notes that no item holds by chance; the first that is free is taken.
const NOTES: [usize; 3] = [7919, 8117, 9203];

/// How a style cites one item in notes. `None` if the engine fails.
pub(super) fn notes(item: &CslItem, rules: &Rules, place: Place<'_>) -> Option<Notes> {
    notes_in(&rules.narrowed(item).text, item, rules, place)
}

/// The same in a style that may be cut down to what it says of this item.
pub(super) fn notes_in(
    style: &IndependentStyle,
    item: &CslItem,
    rules: &Rules,
    place: Place<'_>,
) -> Option<Notes> {
    catch_unwind(AssertUnwindSafe(|| {
        let decoy = decoy();
        let texts: String = item.0.values().filter_map(|value| value.to_str()).collect();
        let free = NOTES.into_iter().find(|number| !texts.contains(&number.to_string()));
        let from = free.unwrap_or(NOTES[0]);
        let mut driver = BibliographyDriver::new();
        let again_at = place.map(|_| (item, place));
        let cites = [(item, place), (&decoy, None), (item, place), (item, None)];
        for (note, (item, place)) in (from..).zip(cites.into_iter().chain(again_at)) {
            let locator = place.map(|(kind, value)| SpecificLocator(kind, LocatorPayload::Str(value)));
            let cited = CitationItem::new(item, locator, None, false, None);
            let locale = Some(rules.locale.clone());
            driver.citation(CitationRequest::new(vec![cited], style, locale, &rules.locales, Some(note)));
        }
        let request = BibliographyRequest::new(style, Some(rules.locale.clone()), &rules.locales);
        let rendered = driver.finish(request).citations;
        let note = |position: usize| {
            let mut note =
                rendered.get(position).map(|cited| cite(&cited.citation).whole).unwrap_or_default();
            note.replace(&from.to_string(), &NOTE_NUMBER.to_string());
            note
        };
        Notes { first: note(0), later: note(2), again: note(3), again_at: note(4) }
    }))
    .ok()
}

/// How a style cites one item with a place for the first time. `None` if the
/// engine fails.
pub(super) fn first(item: &CslItem, rules: &Rules, place: Place<'_>) -> Option<Cite> {
    standalone(&rules.narrowed(item).text, item, rules, place, None)
}

/// The names by which a style calls an item in a sentence. `None` if the engine
/// fails; blank if the item has no names.
pub(super) fn author(item: &CslItem, rules: &Rules) -> Option<Rich> {
    // For these the engine may look into the list of sources.
    standalone(&rules.csl, item, rules, None, Some(CitePurpose::Author)).map(|cite| cite.whole)
}

/// A citation by a style that may be cut down to what it says of this item.
pub(super) fn standalone(
    style: &IndependentStyle,
    item: &CslItem,
    rules: &Rules,
    place: Place<'_>,
    purpose: Option<CitePurpose>,
) -> Option<Cite> {
    catch_unwind(AssertUnwindSafe(|| {
        let locator = place.map(|(kind, value)| SpecificLocator(kind, LocatorPayload::Str(value)));
        let cited = CitationItem::new(item, locator, None, false, purpose);
        let locale = Some(rules.locale.clone());
        let request = CitationRequest::new(vec![cited], style, locale, &rules.locales, Some(1));
        cite(&hayagriva::standalone_citation(request))
    }))
    .ok()
}

/// An item that has nothing in common with any other.
fn decoy() -> CslItem {
    let text = |text: &str| Value::String(text.to_owned());
    CslItem(
        [("id", "\u{E0FF}"), ("type", "book"), ("title", "\u{E0FF}")]
            .map(|(name, value)| (name.to_owned(), text(value)))
            .into(),
    )
}

/// Takes a citation apart after its first element that can be read.
fn cite(children: &ElemChildren) -> Cite {
    let mut flat = Vec::new();
    unwrap_entries(children, &mut flat);
    let mut cite = Cite::default();
    let mut pieces = flat.iter().peekable();
    while let Some(piece) = pieces.next_if(|_| cite.head.is_blank()) {
        push(piece, &mut cite.head);
    }
    for piece in pieces {
        push(piece, &mut cite.rest);
    }
    cite.whole = cite.head.clone();
    cite.whole.append(&cite.rest);
    cite
}

/// The children of the elements that stand for a cited entry.
fn unwrap_entries<'e>(children: &'e ElemChildren, into: &mut Vec<&'e ElemChild>) {
    for child in &children.0 {
        match child {
            ElemChild::Elem(Elem { children, meta: Some(ElemMeta::Entry(_)), .. }) => {
                unwrap_entries(children, into);
            }
            child => into.push(child),
        }
    }
}

/// The text of elements.
fn rich(children: &ElemChildren) -> Rich {
    let mut rich = Rich::default();
    for child in &children.0 {
        push(child, &mut rich);
    }
    rich
}

fn push(child: &ElemChild, rich: &mut Rich) {
    match child {
        ElemChild::Text(text) => rich.push(&text.text, look(&text.formatting), None),
        ElemChild::Link { text, url } => rich.push(&text.text, look(&text.formatting), Some(url)),
        ElemChild::Markup(text) => rich.push(text, Look::default(), None),
        ElemChild::Elem(elem) => {
            // Blocks of an entry stand on one line, as it is part of a list.
            if elem.display.is_some() && !rich.is_blank() && !rich.text().ends_with(' ') {
                rich.push(" ", Look::default(), None);
            }
            for child in &elem.children.0 {
                push(child, rich);
            }
        }
        ElemChild::Transparent { .. } => {}
    }
}

fn look(formatting: &Formatting) -> Look {
    Look {
        italic: formatting.font_style == FontStyle::Italic,
        bold: formatting.font_weight == FontWeight::Bold,
        small_caps: formatting.font_variant == FontVariant::SmallCaps,
        underline: formatting.text_decoration == TextDecoration::Underline,
        height: match formatting.vertical_align {
            VerticalAlign::Sup => Height::Above,
            VerticalAlign::Sub => Height::Below,
            VerticalAlign::None | VerticalAlign::Baseline => Height::Line,
        },
    }
}
