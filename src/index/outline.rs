//! The order of the book: sections, their notes, and the way through them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::{NoteId, Url};
use crate::resolve::{FileNames, SectionPath};

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
///
/// `titles` are those of the notes that are the pages of sections, `places` the places
/// among their siblings of the notes that say so.
pub fn outline(
    files: &FileNames,
    titles: &[(NoteId, Arc<str>)],
    places: &[(NoteId, i64)],
    title: &str,
) -> Outline {
    let titles = titles.iter().map(|(id, title)| (id, title)).collect();
    let places = places.iter().map(|(id, place)| (id, *place)).collect();
    let book = &Ordered { files, titles, places, title };
    let mut outline = Outline::default();
    add_section(&mut outline, book, "");
    for id in files.urls.keys() {
        let mut folder = id.folder();
        while !folder.is_empty() && !outline.sections.contains_key(folder) {
            add_section(&mut outline, book, folder);
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
    for id in files.urls.keys().filter(|id| !files.is_section_page(id)) {
        let section = outline.sections.get_mut(id.folder()).expect("every note's folder has been added");
        section.children.push(Stop::Note(id.clone()));
    }
    for section in outline.sections.values_mut() {
        let ordered = |stop| (order_of(book, &stop), stop);
        let mut children: Vec<_> = section.children.drain(..).map(ordered).collect();
        children.sort_by(compare);
        section.children.extend(children.into_iter().map(|(_, stop)| stop));
    }
    let mut order = Vec::with_capacity(files.urls.len());
    walk(&outline, "", &mut order);
    outline.order = order;
    outline
}

/// What the order of a book is made from.
struct Ordered<'a> {
    files: &'a FileNames,
    titles: FxHashMap<&'a NoteId, &'a Arc<str>>,
    places: FxHashMap<&'a NoteId, i64>,
    title: &'a str,
}

fn add_section(outline: &mut Outline, book: &Ordered<'_>, folder: &str) {
    let page = book.files.section_pages.get(folder).cloned();
    let (title, url) = match &page {
        Some(id) => (book.titles[id].clone(), book.files.urls[id].clone()),
        None => (book.files.folder_title(folder, book.title), book.files.folder_url(folder)),
    };
    outline.sections.insert(folder.into(), Section { title, page, url, children: Vec::new() });
}

fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Compares pages that say their place among their siblings, or do not.
fn compare((place, a): &(Option<i64>, Stop), (other, b): &(Option<i64>, Stop)) -> Ordering {
    let rank = |place: &Option<i64>| (place.is_none(), *place);
    rank(place)
        .cmp(&rank(other))
        .then_with(|| natural_order(file_name(a), file_name(b)))
        .then_with(|| a.cmp(b))
}

/// The place among its siblings that the note of a page says, if it does.
fn order_of(book: &Ordered<'_>, stop: &Stop) -> Option<i64> {
    let note = match stop {
        Stop::Note(id) => id,
        Stop::Section(folder) => book.files.section_pages.get(folder)?,
    };
    book.places.get(note).copied()
}

fn file_name(stop: &Stop) -> &str {
    match stop {
        Stop::Note(id) => id.file_stem(),
        Stop::Section(folder) => folder.rsplit('/').next().unwrap_or_default(),
    }
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
    let (mut left, mut right) = (a, b);
    loop {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (x, y) = (digits(left), digits(right));
        if x > 0 && y > 0 {
            let (number, other) = (left[..x].trim_start_matches('0'), right[..y].trim_start_matches('0'));
            match number.len().cmp(&other.len()).then_with(|| number.cmp(other)) {
                Ordering::Equal => (left, right) = (&left[x..], &right[y..]),
                order => return order,
            }
            continue;
        }
        let (mut rest, mut other_rest) = (left.chars(), right.chars());
        match (rest.next(), other_rest.next()) {
            (None, None) => return a.cmp(b),
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(x), Some(y)) => match x.to_lowercase().cmp(y.to_lowercase()) {
                Ordering::Equal => (left, right) = (rest.as_str(), other_rest.as_str()),
                order => return order,
            },
        }
    }
}
