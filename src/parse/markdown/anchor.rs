//! Ids of headings, terms and events.

use std::collections::{HashMap, HashSet};

use unicode_normalization::char::is_combining_mark;

use super::tables::Tables;
use crate::diagnostic::Code;
use crate::model::{Anchor, Block, Heading, HeadingId};

/// Names everything in a note that has an id: what the author named keeps its
/// name, and the rest gets names of its own that nothing else has.
pub(super) fn name_all(body: &mut [Block], tables: &mut Tables<'_>) {
    let mut names = Names::default();
    for block in &tables.blocks {
        names.taken.insert(block.as_str().to_owned());
    }
    let mut double = Vec::new();
    for (index, heading) in tables.headings.iter_mut().enumerate() {
        if !heading.anchor.as_str().is_empty() && !names.taken.insert(heading.anchor.as_str().to_owned()) {
            double.push((index, std::mem::replace(&mut heading.anchor, Anchor::new(""))));
        }
    }
    for (index, anchor) in double {
        let span = tables.headings[index].span.clone();
        let message = format!("the id `{anchor}` stands twice in this note");
        let place = span.start as usize..span.end as usize;
        tables.report(Code::DuplicateAnchor, place, message, Some("links lead to the first one"));
    }
    for heading in &mut tables.headings {
        if heading.anchor.as_str().is_empty() {
            heading.anchor = names.unique(&slug(&heading.plain));
        }
    }
    name_terms(body, &mut names);
    for (footnote, _) in &mut tables.footnotes {
        name_terms(&mut footnote.body, &mut names);
    }
    for event in &mut tables.events {
        event.anchor = names.unique(&event_slug(&event.date.edtf));
    }
}

fn name_terms(blocks: &mut [Block], names: &mut Names) {
    for block in blocks {
        match block {
            Block::DefinitionList(entries) => {
                for entry in entries {
                    entry.anchor = names.unique(&slug(entry.plain.first().map_or("", String::as_str)));
                    entry.definitions.iter_mut().for_each(|definition| name_terms(definition, names));
                }
            }
            Block::Quote(inner) => name_terms(inner, names),
            Block::Callout(callout) => name_terms(&mut callout.body, names),
            Block::List(list) => list.items.iter_mut().for_each(|item| name_terms(&mut item.body, names)),
            Block::Anchored(_, inner) => name_terms(std::slice::from_mut(inner), names),
            _ => {}
        }
    }
}

/// The ids of a note so far.
#[derive(Default)]
struct Names {
    taken: HashSet<String>,
    /// The last number tried behind a name.
    numbers: HashMap<String, u32>,
}

impl Names {
    /// The wanted id, or the first of `id-1`, `id-2` ... that is free.
    fn unique(&mut self, wanted: &str) -> Anchor {
        if self.taken.insert(wanted.to_owned()) {
            return Anchor::new(wanted);
        }
        let number = self.numbers.entry(wanted.to_owned()).or_default();
        loop {
            *number += 1;
            let name = format!("{wanted}-{number}");
            if self.taken.insert(name.clone()) {
                return Anchor::new(name);
            }
        }
    }
}

/// A text as GitHub makes it an id: lower case, blanks as dashes, and nothing
/// but letters, digits, dashes and underscores of any script.
fn slug(text: &str) -> String {
    let slug: String = text
        .trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() || is_combining_mark(c) => Some(c),
            _ => None,
        })
        .collect();
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// The id of an event: its date with words for signs that ids or addresses
/// cannot hold.
fn event_slug(edtf: &str) -> String {
    let mut slug = "event-".to_owned();
    for c in edtf.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            '~' => slug.push_str("ca"),
            '?' => slug.push_str("maybe"),
            '%' => slug.push_str("ca-maybe"),
            '/' => slug.push_str("--"),
            '.' | ',' | '-' | ':' if !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The heading that a block is, under its id if it has one.
pub(super) fn as_heading<'a>(block: &Block, headings: &'a [Heading]) -> Option<(HeadingId, &'a Heading)> {
    match block {
        Block::Heading(id) => headings.get(id.0 as usize).map(|heading| (*id, heading)),
        Block::Anchored(_, inner) => as_heading(inner, headings),
        _ => None,
    }
}
