//! How links are written, and how they could be.

use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::Edit;
use super::heading::Renamed;
use crate::model::{Link, LinkKind, NoteId, slug};
use crate::resolve::Destination;

/// What cannot stand in an address of Markdown as it is.
const ADDRESS: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'(').add(b')').add(b'<').add(b'>').add(b'?');

/// Where in a text the name stands that a link leads to, without the place in
/// the note; `None` if it is not written as it is read.
fn written(text: &str, link: &Link) -> Option<Range<usize>> {
    let span = link.span.start as usize..link.span.end as usize;
    let whole = &text[span.clone()];
    match link.kind {
        LinkKind::Wiki | LinkKind::Embed => {
            let start = whole.find("[[")? + 2;
            let end = start + whole[start..].find(['#', '|', ']'])?;
            // In tables the bar is written with a backslash.
            let end = if whole[..end].ends_with('\\') { end - 1 } else { end };
            let name = whole[start..end].trim();
            let start = start + whole[start..end].find(name)?;
            (!name.is_empty()).then(|| span.start + start..span.start + start + name.len())
        }
        LinkKind::Markdown | LinkKind::Image => {
            let path = link.target.split(['#', '?']).next().filter(|path| !path.is_empty())?;
            if let Some(at) = whole.rfind(&format!("({path}")).or_else(|| whole.rfind(&format!("(<{path}"))) {
                let start = span.start + at + whole[at..].find(path)?;
                return Some(start..start + path.len());
            }
            // `[label]: target`, somewhere else in the file.
            let (at, _) = text.match_indices("]:").find(|(at, _)| {
                let rest = text[at + 2..].trim_start().trim_start_matches('<');
                let end = rest.strip_prefix(path).and_then(|end| end.chars().next());
                rest.starts_with(path) && end.is_none_or(|c| c.is_whitespace() || "#?>".contains(c))
            })?;
            let start = at + text[at..].find(path)?;
            Some(start..start + path.len())
        }
    }
}

/// Where in a text the place in the note stands that a link leads to, without
/// the `#` before it.
fn written_place(text: &str, link: &Link) -> Option<Range<usize>> {
    let (_, place) = link.target.split_once('#')?;
    let span = link.span.start as usize..link.span.end as usize;
    let whole = &text[span.clone()];
    match link.kind {
        LinkKind::Wiki | LinkKind::Embed => {
            let start = whole.find('#')? + 1;
            let end = start + whole[start..].find(['|', ']'])?;
            let end = if whole[..end].ends_with('\\') { end - 1 } else { end };
            let end = start + whole[start..end].trim_end().len();
            Some(span.start + start..span.start + end)
        }
        LinkKind::Markdown | LinkKind::Image => {
            if let Some(at) = whole.rfind(&format!("#{place}")) {
                let start = span.start + at + 1;
                return Some(start..start + place.len());
            }
            let (at, _) = text.match_indices("]:").find(|(at, _)| {
                let line = text[at + 2..].trim_start().trim_start_matches('<');
                line.starts_with(&*link.target)
            })?;
            let start = at + text[at..].find(&*link.target)? + link.target.len() - place.len();
            Some(start..start + place.len())
        }
    }
}

/// Where in a text a link can be changed.
pub(super) fn ranges(text: &str, link: &Link) -> Vec<Range<usize>> {
    [written(text, link), written_place(text, link)].into_iter().flatten().collect()
}

/// A link that leads astray, and where it shall lead.
pub(super) struct Aim<'a> {
    /// The link as it is now.
    pub(super) written: &'a Link,
    /// The text that it stands in.
    pub(super) text: &'a str,
    /// The note that it stands in, by its name afterwards.
    pub(super) from: &'a NoteId,
    /// Where it shall lead.
    pub(super) to: &'a Destination,
    pub(super) renamed: Option<&'a Renamed>,
}

impl Aim<'_> {
    /// Where the link can be changed.
    pub(super) fn ranges(&self) -> Vec<Range<usize>> {
        ranges(self.text, self.written)
    }

    /// The ways to write the link, the likest to how it is written now first.
    pub(super) fn choices(&self) -> Vec<Vec<Edit>> {
        let name = written(self.text, self.written);
        let names = name.clone().map_or_else(Vec::new, |range| {
            let said = &self.text[range.clone()];
            let mut names = self.titles(said);
            names.extend(choices(said, self.written, self.to, self.from));
            names.retain(|new| new != said);
            names.into_iter().map(|new| Edit { range: range.clone(), new }).collect()
        });
        let place = self.renamed.and_then(|_| written_place(self.text, self.written));
        let places = place.map_or_else(Vec::new, |range| {
            let said = &self.text[range.clone()];
            let mut places = self.places(said);
            places.retain(|new| new != said);
            places.into_iter().map(|new| Edit { range: range.clone(), new }).collect()
        });
        let mut all: Vec<Vec<Edit>> = places.iter().map(|place| vec![place.clone()]).collect();
        all.extend(names.iter().map(|name| vec![name.clone()]));
        for name in &names {
            all.extend(places.iter().map(|place| vec![name.clone(), place.clone()]));
        }
        all
    }

    /// The new title of a note that is called by its old one.
    fn titles(&self, said: &str) -> Vec<String> {
        let Some(renamed) = self.renamed.filter(|renamed| slug(&renamed.old) == slug(said)) else {
            return Vec::new();
        };
        renamed.title.iter().filter(|title| !title.contains(FORBIDDEN)).cloned().collect()
    }

    /// The new ways to name a place: in what was said, the heading's text by its
    /// new text, or its id by the new one; else the id of the place.
    fn places(&self, said: &str) -> Vec<String> {
        let (Some(renamed), Destination::Note(_, Some(anchor))) = (self.renamed, self.to) else {
            return Vec::new();
        };
        let wiki = matches!(self.written.kind, LinkKind::Wiki | LinkKind::Embed);
        let encoded = |text: &str| match wiki {
            true => text.to_owned(),
            false => utf8_percent_encode(text, ADDRESS).to_string(),
        };
        let decoded = percent_decode_str(said).decode_utf8_lossy().into_owned();
        let text = renamed.new.replace(FORBIDDEN, " ");
        let mut places = Vec::new();
        for new in [text.trim(), &slug(&renamed.new)] {
            let is_id = |part: &str| part == renamed.anchor.as_str() && part != renamed.old;
            let mut parts: Vec<&str> = decoded.split('#').collect();
            for part in &mut parts {
                let called = slug(part) == slug(&renamed.old) || *part == renamed.anchor.as_str();
                if called && is_id(part) == (new != text.trim()) {
                    *part = new;
                }
            }
            places.push(encoded(&parts.join("#")));
        }
        places.push(encoded(anchor.as_str()));
        places.dedup();
        places
    }
}

/// The ways to write a link in the note `from` that leads to `to`, another note than
/// before perhaps, where it may have had no name: `[[#Annex]]`.
pub(super) fn parted(text: &str, link: &Link, from: &NoteId, to: &Destination) -> Vec<Vec<Edit>> {
    let place = written_place(text, link);
    let wiki = matches!(link.kind, LinkKind::Wiki | LinkKind::Embed);
    let (range, said) = match (written(text, link), &place) {
        (Some(range), _) => (Some(range.clone()), &text[range]),
        // Before the sign that begins the place.
        (None, Some(place)) => {
            (Some(place.start - 1..place.start - 1), if wiki { "note" } else { "note.md" })
        }
        (None, None) => (None, ""),
    };
    let names = range.map_or_else(Vec::new, |range| {
        let mut names = choices(said, link, to, from);
        names.retain(|new| *new != text[range.clone()]);
        names.into_iter().map(|new| Edit { range: range.clone(), new }).collect()
    });
    let place = match (place, to) {
        (Some(range), Destination::Note(_, Some(anchor))) => {
            let sign = if text[range.clone()].starts_with('^') { "^" } else { "" };
            let new = format!("{sign}{anchor}");
            (new != text[range.clone()]).then_some(Edit { range, new })
        }
        _ => None,
    };
    let mut all: Vec<Vec<Edit>> = names.iter().map(|name| vec![name.clone()]).collect();
    all.extend(place.iter().map(|place| vec![place.clone()]));
    all.extend(place.iter().flat_map(|place| names.iter().map(|name| vec![name.clone(), place.clone()])));
    all
}

/// Signs that no name in a wiki link can have.
const FORBIDDEN: [char; 5] = ['[', ']', '|', '#', '^'];

/// The ways to write the name of `destination` in the note `from`, the likest to
/// how it is written now first.
fn choices(written: &str, link: &Link, destination: &Destination, from: &NoteId) -> Vec<String> {
    let wiki = matches!(link.kind, LinkKind::Wiki | LinkKind::Embed);
    let mut choices = Vec::new();
    match destination {
        Destination::Note(id, _) if wiki => {
            let extension = if written.ends_with(".md") { ".md" } else { "" };
            let stem = if id.is_section() { id.folder().rsplit('/').next() } else { Some(id.file_stem()) };
            let stem = stem.filter(|stem| !stem.is_empty());
            if !written.contains('/') {
                choices.extend(stem.map(|stem| format!("{}{extension}", unnumbered_like(written, stem))));
                choices.extend(stem.map(|stem| format!("{stem}{extension}")));
            }
            let plain: Vec<&str> =
                id.as_str().split('/').map(|part| unnumbered_like(written, part)).collect();
            choices.push(format!("{}{extension}", plain.join("/")));
            choices.push(format!("{id}{extension}"));
        }
        Destination::Note(id, _) => {
            let path = path_like(written, id);
            let relative = relative(from.folder(), &path);
            let top = ["@/", "/"].into_iter().find(|top| written.starts_with(top));
            let ends: &[&str] = if written.ends_with(".md") { &[".md", ""] } else { &["", ".md"] };
            for end in ends {
                let path = match top {
                    Some(top) => format!("{top}{path}{end}"),
                    None => format!("{relative}{end}"),
                };
                choices.push(utf8_percent_encode(&path, ADDRESS).to_string());
            }
        }
        Destination::Asset(path) if wiki => {
            if !written.contains('/') {
                choices.extend(path.as_str().rsplit('/').next().map(str::to_owned));
            }
            choices.push(path.to_string());
        }
        Destination::Asset(path) => {
            let way = match written.starts_with('/') {
                true => format!("/{path}"),
                false => relative(from.folder(), path.as_str()),
            };
            choices.push(utf8_percent_encode(&way, ADDRESS).to_string());
        }
        Destination::Term(_) | Destination::External | Destination::Nothing => {}
    }
    choices.dedup();
    choices
}

/// The path of a note for an ordinary link: with a slash at its end, or without
/// the name `index`, if it was written in that way.
fn path_like(written: &str, id: &NoteId) -> String {
    let by_folder = id.is_section() && !id.folder().is_empty();
    let name = written.rsplit('/').next().unwrap_or_default();
    match (by_folder, name) {
        (true, "") => format!("{}/", id.folder()),
        (true, name) if !name.starts_with("index") => id.folder().to_owned(),
        _ => id.to_string(),
    }
}

/// A file name without the number that orders it, unless the old name had one.
fn unnumbered_like<'a>(written: &str, stem: &'a str) -> &'a str {
    if written.starts_with(|c: char| c.is_ascii_digit()) { stem } else { unnumbered(stem) }
}

/// A file name without the number that orders it.
pub(super) fn unnumbered(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['-', '_', ' ', '.']) {
        Some(plain) if rest.len() < name.len() && !plain.is_empty() => plain,
        _ => name,
    }
}

/// The way from a folder to a path, both inside the content folder.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let same = from.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; from.len() - same];
    parts.extend(&to[same..]);
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn way_from_a_folder_to_a_file() {
        assert_eq!(relative("", "a/b"), "a/b");
        assert_eq!(relative("a", "a/b"), "b");
        assert_eq!(relative("a/c", "a/b"), "../b");
        assert_eq!(relative("a/c", "d"), "../../d");
    }
}
