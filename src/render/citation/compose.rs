//! One citation from the works it names.

use std::collections::BTreeMap;

use super::engine::{NOTE_NUMBER, Notes};
use super::locator::{after_work, csl_kind, locator, written};
use super::position::Position;
use super::rich::{Links, Rich};
use super::style::{Class, Style};
use super::work::{Work, notes_of};
use crate::model::{CitationId, CitationMode, Locator, ReferenceKey};
use crate::render::html::{attribute, escape};

/// One work of a citation, with what the page knows about it.
#[derive(Debug, Clone)]
pub struct CitedItem<'a> {
    /// The key, as the author wrote it.
    pub key: &'a ReferenceKey,
    /// The work; `None` if no bibliography has the key.
    pub cited: Option<Cited<'a>>,
    /// Where in the work.
    pub locator: Option<&'a Locator>,
    /// What the author wrote before the work, as HTML.
    pub prefix: &'a str,
    /// What the author wrote after it, as HTML, with its comma.
    pub suffix: &'a str,
    /// Whether the author is left out.
    pub suppress_author: bool,
}

/// A work on a page.
#[derive(Debug, Clone)]
pub struct Cited<'a> {
    /// The work.
    pub work: &'a Work,
    /// Where its entry stands, percent-encoded and not yet escaped for HTML.
    pub href: &'a str,
    /// The number of its entry on the page, from 1. Only numeric styles print
    /// it.
    pub number: usize,
    /// What was cited before. Only note styles ask.
    pub position: Position,
}

/// A citation as HTML of phrasing content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CitationHtml {
    /// What stands in the sentence; empty for a parenthetical citation in a note
    /// style.
    pub text: String,
    /// What stands in a note; empty in styles without notes.
    pub note: String,
    /// The same where it stands in a sentence of somebody else's.
    pub inside: String,
}

/// Puts a citation together.
pub fn citation(mode: CitationMode, items: &[CitedItem<'_>], style: &Style) -> CitationHtml {
    match (style.class, mode) {
        (Class::Note, _) => {
            let name = items.first().filter(|_| mode == CitationMode::Narrative).map(label);
            let delimiter = escape(&style.delimiter);
            let items: Vec<String> = items.iter().map(|item| in_note(item, style)).collect();
            let inside = items.join(&delimiter);
            CitationHtml { text: name.unwrap_or_default(), note: note(&inside, style), inside }
        }
        (_, CitationMode::Parenthetical) => {
            let items: Vec<String> = items.iter().map(|item| in_brackets(item, style)).collect();
            CitationHtml { text: bracketed(&items, style), ..CitationHtml::default() }
        }
        (_, CitationMode::Narrative) => {
            CitationHtml { text: in_sentence(items, style), ..CitationHtml::default() }
        }
    }
}

/// Puts a citation together that stands away from its page, where notes and
/// numbers would lead nowhere: works are called by their names and titles.
pub fn citation_elsewhere(mode: CitationMode, items: &[CitedItem<'_>], style: &Style) -> String {
    if matches!(style.class, Class::AuthorDate | Class::Author | Class::Label) {
        return citation(mode, items, style).text;
    }
    let names: Vec<String> = items.iter().map(|item| named(item, style)).collect();
    match (mode, items) {
        (CitationMode::Narrative, [only]) if only.locator.is_none() => {
            joined_suffix(&label(only), only.suffix)
        }
        _ => format!("({})", names.join("; ")),
    }
}

/// A work by its short form in a note, or by its label.
fn named(item: &CitedItem<'_>, style: &Style) -> String {
    let Some(cited) = &item.cited else { return broken(item.key) };
    let mut rich = cited.work.elsewhere.clone();
    if let Some(place) = item.locator {
        rich.push_after(&Rich::plain(format!(", {}", locator(place, style))), style.comma_in_quotes);
    }
    let prefix = if item.prefix.is_empty() { String::new() } else { format!("{} ", item.prefix) };
    joined_suffix(&format!("{prefix}{}", link(cited.href, &rich.html(Links::Dropped))), item.suffix)
}

/// "Doe (1999, 12)": the first work names itself in the sentence.
fn in_sentence(items: &[CitedItem<'_>], style: &Style) -> String {
    let Some((first, others)) = items.split_first() else { return String::new() };
    let Some(cited) = &first.cited else { return broken(first.key) };
    let is_bare = cited.work.rest.is_blank() && style.class != Class::Numeric;
    let mut in_brackets: Vec<String> = Vec::new();
    let mut sentence = cited.work.label.html(Links::Dropped);
    let inner = without_author(first, cited, style);
    if is_bare {
        // Nothing is left for the brackets but the place.
        sentence = link(cited.href, &sentence);
        let place = first.locator.map(|place| after_work(place, style)).unwrap_or_default();
        let place = escape(place.trim_start_matches([',', ' ']));
        let inner = joined_suffix(&place, first.suffix);
        if !inner.is_empty() {
            in_brackets.push(inner);
        }
    } else {
        in_brackets.push(joined_suffix(&link(cited.href, &inner), first.suffix));
    }
    in_brackets.extend(others.iter().map(|item| self::in_brackets(item, style)));
    match in_brackets.is_empty() {
        true => sentence,
        false => format!("{sentence} {}", bracketed(&in_brackets, style)),
    }
}

/// The items inside the brackets of the style.
fn bracketed(items: &[String], style: &Style) -> String {
    let items = items.join(&escape(&style.delimiter));
    // Numbers bring their own brackets, and a sentence needs some.
    let (open, close) = match (style.prefix.as_str(), style.suffix.as_str()) {
        ("", "") if matches!(style.class, Class::AuthorDate | Class::Author) => ("(", ")"),
        affixes => affixes,
    };
    format!("{}{items}{}", escape(open), escape(close))
}

/// One work inside the brackets of a citation.
fn in_brackets(item: &CitedItem<'_>, style: &Style) -> String {
    let core = match &item.cited {
        None => broken(item.key),
        Some(cited) if item.suppress_author => link(cited.href, &without_author(item, cited, style)),
        Some(cited) if style.class == Class::Numeric => link(cited.href, &numbered(item, cited, style)),
        Some(cited) => {
            let whole = with_place(cited.work.whole.clone(), item.locator, style);
            link(cited.href, &whole.html(Links::Dropped))
        }
    };
    let prefix = if item.prefix.is_empty() { String::new() } else { format!("{} ", item.prefix) };
    joined_suffix(&format!("{prefix}{core}"), item.suffix)
}

/// What a citation says beside the author.
fn without_author(item: &CitedItem<'_>, cited: &Cited<'_>, style: &Style) -> String {
    if style.class == Class::Numeric {
        return numbered(item, cited, style);
    }
    let work = cited.work;
    let rest = if work.rest.is_blank() { &work.label } else { &work.rest };
    with_place(rest.clone(), item.locator, style).html(Links::Dropped)
}

/// "[1, p. 12]"
fn numbered(item: &CitedItem<'_>, cited: &Cited<'_>, style: &Style) -> String {
    let place = item.locator.map(|place| after_work(place, style)).unwrap_or_default();
    let mut rich = Rich::default();
    let text = format!("{}{}{place}{}", style.number.before, cited.number, style.number.after);
    rich.push(&text, style.number_look, None);
    rich.html(Links::Dropped)
}

/// A work with a place in it.
fn with_place(mut rich: Rich, place: Option<&Locator>, style: &Style) -> Rich {
    if let Some(place) = place {
        rich.push_after(&Rich::plain(after_work(place, style)), style.comma_in_quotes);
    }
    rich
}

/// The forms of a work in notes with a place in it, as the style itself joins
/// them: inside brackets, before the year, after "at".
fn placed(work: &Work, place: &Locator, style: &Style) -> Option<Notes> {
    let value = written(&place.value);
    let place = csl_kind(place.kind).map(|kind| (kind, value.as_str()))?;
    notes_of(work, Some(place), style)
}

/// The text of a note from its works.
fn note(items: &str, style: &Style) -> String {
    let note = capitalised(items);
    let suffix = if style.suffix.is_empty() { "." } else { &style.suffix };
    // A full stop is not doubled, also not before the end of a tag.
    let visible = visible_end(&note);
    match visible {
        Some('.') if suffix == "." => format!("{}{note}", escape(&style.prefix)),
        Some('”' | '’') if suffix == "." && style.comma_in_quotes => stop_in_quotes(&note),
        _ => format!("{}{note}{}", escape(&style.prefix), escape(suffix)),
    }
}

/// One work in a note.
fn in_note(item: &CitedItem<'_>, style: &Style) -> String {
    let core = match &item.cited {
        None => broken(item.key),
        Some(cited) => {
            let work = cited.work;
            let rich = match (cited.position, &style.again, item.locator) {
                (Position::Again(_), Some(again), _) => again.clone(),
                (Position::First, _, None) if !work.full.is_blank() => work.full.clone(),
                (position, again, Some(place)) if position == Position::First || style.is_of_law => {
                    let is_again = matches!(position, Position::AgainElsewhere(_)) && again.is_some();
                    let placed = placed(work, place, style).map(|notes| match position {
                        Position::First => notes.first,
                        _ if is_again => notes.again_at,
                        _ => notes.later,
                    });
                    placed.filter(|rich| !rich.is_blank()).unwrap_or_else(|| {
                        let form = if position == Position::First { &work.full } else { &work.whole };
                        with_place(form.clone(), Some(place), style)
                    })
                }
                (Position::AgainElsewhere(_), Some(again), place) => with_place(again.clone(), place, style),
                (_, _, place) => with_place(work.whole.clone(), place, style),
            };
            let html = rich.trim_end(&[' ']).html(Links::Dropped);
            let first = match cited.position {
                Position::First => None,
                Position::Later(id) | Position::Again(id) | Position::AgainElsewhere(id) => Some(id),
            };
            link(cited.href, &with_first_note(&html, first))
        }
    };
    let prefix = if item.prefix.is_empty() { String::new() } else { format!("{} ", item.prefix) };
    joined_suffix(&format!("{prefix}{core}"), item.suffix)
}

/// Says which note it is that a short form points back to: that of the citation
/// in which the work was cited first. Its number is known when the page is
/// printed.
fn with_first_note(html: &str, first: Option<CitationId>) -> String {
    let id = first.map(|id| id.0.to_string()).unwrap_or_default();
    html.replace(NOTE_NUMBER, &format!("{NOTE_NUMBER}{id}{NOTE_NUMBER}"))
}

/// Puts the numbers of notes into citations that point back to them. Where the
/// work was cited first outside of notes, there is nothing to point to.
pub fn with_note_numbers(html: &str, notes: &BTreeMap<CitationId, usize>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, found)) = rest.split_once(NOTE_NUMBER) {
        let (id, after) = found.split_once(NOTE_NUMBER).unwrap_or((found, ""));
        let number = id.parse().ok().and_then(|id| notes.get(&CitationId(id)));
        out += before;
        rest = after;
        match number {
            Some(number) => out += &number.to_string(),
            // "Fisher (n 3) 46" and "Fisher, supra note 3, at 46".
            None if after.starts_with(')') && out.contains('(') => {
                out.truncate(out.rfind('(').map_or(0, |at| out[..at].trim_end().len()));
                rest = &after[1..];
            }
            None => out.truncate(out.trim_end_matches(char::is_alphabetic).trim_end().len()),
        }
    }
    out + rest
}

/// By what a work is called in a sentence.
fn label(item: &CitedItem<'_>) -> String {
    match &item.cited {
        None => broken(item.key),
        Some(cited) => link(cited.href, &cited.work.label.html(Links::Dropped)),
    }
}

/// A link to the entry of a work.
fn link(href: &str, html: &str) -> String {
    format!("<a href=\"{}\" class=\"cite\">{html}</a>", attribute(href))
}

/// A key that no bibliography has; a diagnostic says so.
fn broken(key: &ReferenceKey) -> String {
    format!("<span class=\"broken\">@{}</span>", escape(&key.0))
}

/// What the author wrote after a work, with a space where one is needed.
fn joined_suffix(html: &str, suffix: &str) -> String {
    let is_joined = suffix.is_empty() || suffix.starts_with([',', ';', '.', ':', ')', '’', '?', '!']);
    match html.is_empty() {
        true => suffix.trim_start_matches([',', ' ']).to_owned(),
        false if is_joined => format!("{html}{suffix}"),
        false => format!("{html} {suffix}"),
    }
}

/// The HTML with its first letter in upper case: a note is a sentence.
fn capitalised(html: &str) -> String {
    let mut in_tag = false;
    let first = html.char_indices().find(|(_, c)| match c {
        '<' => {
            in_tag = true;
            false
        }
        '>' => {
            in_tag = false;
            false
        }
        _ => !in_tag,
    });
    match first {
        Some((at, c)) if c.is_lowercase() && !html[at..].starts_with("http") => {
            let upper: String = c.to_uppercase().collect();
            format!("{}{upper}{}", &html[..at], &html[at + c.len_utf8()..])
        }
        _ => html.to_owned(),
    }
}

/// The last character that shows, before the tags at the end.
fn visible_end(html: &str) -> Option<char> {
    html[..end_of_text(html)].chars().next_back()
}

/// Where the text ends, before the tags at the end.
fn end_of_text(html: &str) -> usize {
    let mut end = html.len();
    while html[..end].ends_with('>') {
        match html[..end].rfind('<') {
            Some(start) => end = start,
            None => break,
        }
    }
    end
}

/// A full stop inside the quotation marks at the end.
fn stop_in_quotes(html: &str) -> String {
    let end = end_of_text(html);
    let at = html[..end].trim_end_matches(['”', '’']).len();
    let stop = if html[..at].ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{}{stop}{}", &html[..at], &html[at..])
}
