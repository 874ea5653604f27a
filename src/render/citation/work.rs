//! Everything that is shown of one work.

use std::sync::Arc;

use super::disambiguate::{Distinction, Draft, Mark, SortKey, sort_key};
use super::engine::{self, NOTE_NUMBER, Notes};
use super::item::{Item, Use, item};
use super::rich::{Links, Rich};
use super::style::{Class, Style};
use crate::model::{Name, Reference, ReferenceKind};

/// Everything that is shown of one work, in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Its entry in a list of sources, as HTML.
    pub entry: Arc<str>,
    /// Orders works in lists of sources.
    pub sort_key: SortKey,
    /// By what the work is called in a sentence: its authors, else its title.
    pub(super) label: Rich,
    /// What follows the label in a citation in the text: the year, or a short
    /// title. In a note style blank.
    pub(super) rest: Rich,
    /// Label and rest as a citation has them, with what stands between them; in
    /// a note style the short form.
    pub(super) whole: Rich,
    /// The full form of a note style.
    pub(super) full: Rich,
    /// How the work is called where notes and numbers would lead nowhere.
    pub(super) elsewhere: Rich,
    /// What the full form with a place is made from.
    pub(super) item: Item,
}

impl Work {
    /// By what the work is called in a sentence, plain.
    pub fn name(&self) -> String {
        self.label.text()
    }
}

/// How a work is cited in the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct InText {
    /// By what it is called in a sentence.
    pub(super) label: Rich,
    /// What follows the label.
    pub(super) rest: Rich,
    /// Both.
    pub(super) whole: Rich,
}

/// Makes everything that is shown of a work, given what it would be called if there
/// were no other.
///
/// Never fails: if the engine does, author and title stand for all.
pub fn work(reference: &Reference, draft: &Draft, distinction: &Distinction, style: &Style) -> Work {
    let in_text = item(reference, distinction, Use::Text, style);
    let in_list = item(reference, distinction, Use::List, style);
    let notes = match style.class {
        Class::Note => engine::notes(&in_list.csl, &style.rules, None).unwrap_or_default(),
        _ => Notes::default(),
    };
    let notes = finished(notes, &in_list);
    let InText { label, rest, whole } = match (style.class, &draft.cited) {
        (Class::Note, _) => {
            InText { label: name(reference, &in_text, style), rest: Rich::default(), whole: notes.later }
        }
        (Class::Numeric, _) => InText { label: name(reference, &in_text, style), ..InText::default() },
        // Most works need nothing to be told apart, and are called as in the draft.
        (_, Some(alone)) if *distinction == Distinction::default() => (**alone).clone(),
        _ => cited(reference, distinction, &in_text, style),
    };
    let whole = if whole.is_blank() && style.class != Class::Numeric { label.clone() } else { whole };
    let elsewhere = match whole.is_blank() || whole.text().contains(NOTE_NUMBER) {
        true => named_by_title(&label, reference, style),
        false => whole.clone(),
    };
    Work {
        entry: entry(reference, &in_list, style).html(Links::Kept).into(),
        sort_key: sort_key(reference, style),
        whole,
        label,
        rest,
        full: notes.first,
        elsewhere,
        item: in_list,
    }
}

/// "Doe, Title", or the title alone if that is what the work is called by.
fn named_by_title(label: &Rich, reference: &Reference, style: &Style) -> Rich {
    let title = plain_title(reference);
    let mut named = label.clone();
    if has_names(reference) && label.text() != title.text() {
        named.push_after(&Rich::plain(", "), style.comma_in_quotes);
        named.append(&title);
    }
    named
}

/// The entry in a list of sources. Some styles have nothing to say of some
/// types of works, and then say it as of a web page or a report.
fn entry(reference: &Reference, in_list: &Item, style: &Style) -> Rich {
    let read = |item: &Item| {
        let entry = in_list.finish(engine::entry(&item.csl, &style.rules)?);
        // Signs that stand between nothing and nothing say nothing.
        entry.text().contains(char::is_alphanumeric).then_some(entry)
    };
    let similar = || ["webpage", "report"].into_iter().find_map(|name| read(&in_list.as_type(name)));
    read(in_list).or_else(similar).unwrap_or_else(|| plain_entry(reference))
}

/// How a work is cited in the text if there is no other.
pub(super) fn alone(reference: &Reference, style: &Style) -> InText {
    let distinction = Distinction::default();
    let in_text = item(reference, &distinction, Use::Text, style);
    cited(reference, &distinction, &in_text, style)
}

/// How a work is cited in the text.
fn cited(reference: &Reference, distinction: &Distinction, in_text: &Item, style: &Style) -> InText {
    let cite = engine::first(&in_text.csl, &style.rules, None).unwrap_or_default();
    let engine_head = cite.head.clone();
    let head = in_text.finish(cite.head);
    let rest = in_text.finish(cite.rest);
    let whole = in_text.finish(cite.whole);
    if style.class == Class::Label {
        return InText { label: name(reference, in_text, style), rest: whole.clone(), whole };
    }
    let has_date = reference.issued.is_some() || reference.issued_literal.is_some();
    let has_letter = matches!(distinction.mark, Some(Mark::Suffix(_)));
    let mut label = head.trim_end(&[' ', ',']).without_comma_in_quotes();
    in_words(&mut label, reference, style);
    let is_named = has_names(reference);
    // "Secure 5G and Beyond Act of 2020" says its year itself.
    let year = rest.text();
    let year = year.trim_matches([' ', ',']);
    if !is_named
        && !has_letter
        && year.len() == 4
        && label.text().trim_end_matches(['”', '’']).ends_with(year)
    {
        return InText { whole: label.clone(), label, rest: Rich::default() };
    }
    let by_title = distinction.mark == Some(Mark::Title);
    // Undated works are told apart by their titles, and not by "n.d.".
    if by_title || (style.class == Class::AuthorDate && !has_date && !has_letter) {
        let title = title(reference, in_text, style);
        // Styles call some kinds of works by their titles, whoever made them.
        if !is_named || label.text() == title.text() {
            return InText { whole: title.clone(), label: title, rest: Rich::default() };
        }
        let mut whole = in_text.finish(engine_head).trim_end(&[' ', ',']).without_comma_in_quotes();
        whole.push_after(&Rich::plain(", "), style.comma_in_quotes);
        whole.append(&title);
        return InText { label, rest: title, whole };
    }
    InText { label, rest: rest.trim_start(&[' ', ',']), whole }
}

/// Writes "and" for "&" between names: the sign is for brackets.
fn in_words(label: &mut Rich, reference: &Reference, style: &Style) {
    let has_sign = |name: &Name| matches!(name, Name::Literal(name) if name.contains(" & "));
    if let Some(and) = style.and.as_deref().filter(|_| !reference.authors.iter().any(has_sign)) {
        label.replace(" & ", &format!(" {and} "));
    }
}

/// Whether a style finds anybody to name.
fn has_names(reference: &Reference) -> bool {
    let is_named = |names: &Vec<Name>| names.iter().any(|name| *name != Name::Others);
    is_named(&reference.authors)
        || is_named(&reference.editors)
        || reference.contributors.values().any(is_named)
}

/// The title as the style calls the work by it.
fn title(reference: &Reference, in_text: &Item, style: &Style) -> Rich {
    let bare = in_text.title_only();
    let cite = engine::first(&bare.csl, &style.rules, None).unwrap_or_default();
    let title = in_text.finish(cite.head).trim_end(&[' ', ',']).without_comma_in_quotes();
    let stands_out = title.0.iter().any(|run| run.look.italic) || title.text().contains(['“', '”', '«', '„']);
    if title.is_blank() || !stands_out { plain_title(reference) } else { title }
}

/// By what a work is called in a sentence where citations do not say it.
fn name(reference: &Reference, in_text: &Item, style: &Style) -> Rich {
    let author = engine::author(&in_text.csl, &style.rules).unwrap_or_default();
    let author = in_text.finish(author).trim_end(&[' ', ',']);
    if author.is_blank() { plain_title(reference) } else { author }
}

/// The short title as such works are called in English.
fn plain_title(reference: &Reference) -> Rich {
    use ReferenceKind as Kind;
    let title = reference.title.as_deref().unwrap_or(&reference.key.0);
    let short = reference.fields.get("title-short").cloned().or_else(|| super::label::short_title(title));
    let title = short.unwrap_or_else(|| title.to_owned());
    let mut rich = Rich::default();
    let mut look = super::rich::Look::default();
    match reference.kind {
        Kind::Statute | Kind::Bill | Kind::Regulation | Kind::Treaty | Kind::Standard | Kind::Patent => {
            rich.push(&title, look, None);
        }
        Kind::Book | Kind::Report | Kind::Case | Kind::Thesis | Kind::Dataset | Kind::Document => {
            look.italic = true;
            rich.push(&title, look, None);
        }
        _ => rich.push(&format!("“{title}”"), look, None),
    }
    rich
}

/// What stands in a list of sources if the style says nothing.
fn plain_entry(reference: &Reference) -> Rich {
    let names: Vec<String> = reference
        .authors
        .iter()
        .map(|name| match name {
            Name::Person { family, given: Some(given), .. } => format!("{family}, {given}"),
            Name::Person { family, given: None, .. } => family.clone(),
            Name::Literal(name) => name.clone(),
            Name::Others => "et al.".to_owned(),
        })
        .collect();
    let title = reference.title.clone().unwrap_or_else(|| format!("[{}]", reference.key));
    let mut rich = Rich::plain(match names.is_empty() {
        true => format!("{title}."),
        false => format!("{}. {title}.", names.join("; ").trim_end_matches('.')),
    });
    if let Some(url) = &reference.url {
        rich.push(" ", super::rich::Look::default(), None);
        rich.push(url, super::rich::Look::default(), Some(url));
    }
    rich
}

/// The forms of a work in notes, with a place in it.
pub(super) fn notes_of(work: &Work, place: engine::Place<'_>, style: &Style) -> Option<Notes> {
    engine::notes(&work.item.csl, &style.rules, place).map(|notes| finished(notes, &work.item))
}

fn finished(notes: Notes, item: &Item) -> Notes {
    let Notes { first, later, again, again_at } = notes;
    let [first, later, again, again_at] = [first, later, again, again_at].map(|form| item.finish(form));
    Notes { first, later, again, again_at }
}
