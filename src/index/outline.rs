//! The order of the book: sections, their notes, and the way through them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{NoteId, Url};
use crate::resolve::{Calls, Names, SectionPath};

/// The sections of a book and its reading order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Every folder that holds notes, by its path; the content folder, with the
    /// empty path, among them.
    pub sections: BTreeMap<SectionPath, Section>,
    /// All pages in reading order: each section's own page, then what it holds.
    pub order: Vec<Stop>,
}

/// A page in reading order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// A note that is not the page of a section.
    Note(NoteId),
    /// The page of a section, whether a note stands there or not.
    Section(SectionPath),
}

/// A folder of notes.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    /// The title of its page; made from the folder's name if it has none.
    pub title: Arc<str>,
    /// The note that is its page.
    pub page: Option<NoteId>,
    /// The address of its page.
    pub url: Url,
    /// What it holds, in order.
    pub children: Vec<Stop>,
}

/// Orders the notes of a book: by `order` in front matter, then by file name,
/// where numbers compare as numbers.
pub fn outline(calls: &Calls, names: &Names, title: &str) -> Outline {
    let book = Titled { calls, title };
    let book = &book;
    let mut outline = Outline::default();
    add_section(&mut outline, book, names, "");
    for id in book.calls.keys() {
        let mut folder = id.folder();
        while !folder.is_empty() && !outline.sections.contains_key(folder) {
            add_section(&mut outline, book, names, folder);
            folder = parent(folder);
        }
    }
    let folders: Vec<SectionPath> =
        outline.sections.keys().filter(|folder| !folder.is_empty()).cloned().collect();
    for folder in folders {
        let above =
            outline.sections.get_mut(parent(&folder)).expect("a folder's parents have been added with it");
        above.children.push(Stop::Section(folder));
    }
    for id in book.calls.keys().filter(|id| !names.is_section_page(id)) {
        let section = outline.sections.get_mut(id.folder()).expect("every note's folder has been added");
        section.children.push(Stop::Note(id.clone()));
    }
    for section in outline.sections.values_mut() {
        section.children.sort_by(|a, b| compare(book, names, a, b));
    }
    let mut order = Vec::with_capacity(book.calls.len());
    walk(&outline, "", &mut order);
    outline.order = order;
    outline
}

/// The notes of a book and its title.
struct Titled<'a> {
    calls: &'a Calls,
    title: &'a str,
}

fn add_section(outline: &mut Outline, book: &Titled<'_>, names: &Names, folder: &str) {
    let page = names.section_pages.get(folder).cloned();
    let (title, url) = match &page {
        Some(id) => (book.calls[id].title.clone(), names.urls[id].clone()),
        None => (names.folder_title(folder, book.title), names.folder_url(folder)),
    };
    outline.sections.insert(folder.into(), Section { title, page, url, children: Vec::new() });
}

fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn compare(book: &Titled<'_>, names: &Names, a: &Stop, b: &Stop) -> Ordering {
    let key = |stop: &Stop| match stop {
        Stop::Note(id) => (book.calls[id].order, id.file_stem().to_owned()),
        Stop::Section(folder) => {
            let page = names.section_pages.get(folder).map(|id| &book.calls[id]);
            (page.and_then(|note| note.order), folder.rsplit('/').next().unwrap_or_default().to_owned())
        }
    };
    let ((order_a, name_a), (order_b, name_b)) = (key(a), key(b));
    let rank = |order: Option<i64>| (order.is_none(), order);
    rank(order_a).cmp(&rank(order_b)).then_with(|| natural_order(&name_a, &name_b)).then_with(|| a.cmp(b))
}

fn walk(outline: &Outline, folder: &str, order: &mut Vec<Stop>) {
    order.push(Stop::Section(folder.into()));
    for child in &outline.sections[folder].children {
        match child {
            Stop::Note(_) => order.push(child.clone()),
            Stop::Section(folder) => walk(outline, folder, order),
        }
    }
}

/// Compares names without regard to case, and runs of digits in them as
/// numbers: `2-b` comes before `10-a`.
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let (x, y) = match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return a.cmp(b),
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(x), Some(y)) => (x, y),
        };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let number = |chars: &mut std::iter::Peekable<std::str::Chars>| {
                let mut digits = String::new();
                while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                    digits.push(digit);
                }
                digits.trim_start_matches('0').to_owned()
            };
            let (x, y) = (number(&mut left), number(&mut right));
            match x.len().cmp(&y.len()).then_with(|| x.cmp(&y)) {
                Ordering::Equal => continue,
                other => return other,
            }
        }
        match x.to_lowercase().cmp(y.to_lowercase()) {
            Ordering::Equal => {
                left.next();
                right.next();
            }
            other => return other,
        }
    }
}
