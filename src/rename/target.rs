//! How links are written, and how they could be.

use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::model::{Link, LinkKind, NoteId};
use crate::resolve::Destination;

/// What cannot stand in an address of Markdown as it is.
const ADDRESS: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'(').add(b')').add(b'<').add(b'>').add(b'?');

/// Where in a text the name stands that a link leads to, without the place in
/// the note; `None` if it is not written as it is read.
pub(super) fn written(text: &str, link: &Link) -> Option<Range<usize>> {
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

/// The ways to write a link to `destination` in the note `from`, the likest to
/// how it is written now first.
pub(super) fn choices(written: &str, link: &Link, destination: &Destination, from: &NoteId) -> Vec<String> {
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
            choices.push(format!("{id}{extension}"));
        }
        Destination::Note(id, _) => {
            let relative = relative(from.folder(), id.as_str());
            let absolute = written.starts_with('/');
            let ends: &[&str] = if written.ends_with(".md") { &[".md", ""] } else { &["", ".md"] };
            for end in ends {
                let path = if absolute { format!("/{id}{end}") } else { format!("{relative}{end}") };
                choices.push(utf8_percent_encode(&path, ADDRESS).to_string());
            }
        }
        Destination::Asset(path) if wiki => choices.push(path.to_string()),
        Destination::Asset(path) => {
            choices.push(utf8_percent_encode(&relative(from.folder(), path.as_str()), ADDRESS).to_string());
        }
        Destination::Term(_) | Destination::External | Destination::Nothing => {}
    }
    choices.dedup();
    choices
}

/// A file name without the number that orders it, unless the old name had one.
fn unnumbered_like<'a>(written: &str, stem: &'a str) -> &'a str {
    let digits = |name: &str| name.bytes().take_while(u8::is_ascii_digit).count();
    let number = digits(stem);
    match stem[number..].strip_prefix(['-', '_', ' ', '.']) {
        Some(rest) if number > 0 && digits(written) == 0 && !rest.is_empty() => rest,
        _ => stem,
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
