//! Texts that are put together from pieces of others.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Edit, Edits};
use crate::model::NoteId;
use crate::source::NoteFiles;

/// A piece of a new text.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// From a note as it was.
    Of(NoteId, Range<usize>),
    /// Between pieces.
    Glue(&'static str),
}

/// The text of pieces, with the edits that concern them.
pub(super) fn text(pieces: &[Piece], files: &NoteFiles, edits: &Edits) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Glue(text) => (*text).to_owned(),
        Piece::Of(id, range) => {
            let mut text = files[id].text[range.clone()].to_owned();
            for edit in edits.inside(id, range).rev() {
                let at = edit.range.start - range.start..edit.range.end - range.start;
                text.replace_range(at, &edit.new);
            }
            text
        }
    };
    pieces.iter().map(piece).collect()
}

/// Where in the text of pieces a place of a note is, if it is in it.
pub(super) fn place(
    pieces: &[Piece],
    files: &NoteFiles,
    edits: &Edits,
    id: &NoteId,
    at: usize,
) -> Option<usize> {
    let mut start = 0;
    for piece in pieces {
        match piece {
            Piece::Of(of, range) if of == id && range.contains(&at) => {
                return Some(start + edits.shifted(id, range.start, at) - range.start);
            }
            _ => start += text(std::slice::from_ref(piece), files, edits).len(),
        }
    }
    None
}

/// Cuts a range out of a text: what stays, and what goes. Definitions of footnotes
/// and of targets go with what uses them, wherever they stand; `None` if a
/// footnote would have to be in both.
pub(super) fn cut(text: &str, range: Range<usize>) -> Option<[Vec<Range<usize>>; 2]> {
    let definitions = definitions(text);
    let is_inside = |at: usize| range.contains(&at);
    // Those that leave their place, and those that are wanted in both texts.
    let (mut strays, mut stays, mut copied) = (Vec::new(), Vec::new(), Vec::new());
    for (label, lines) in &definitions {
        let uses =
            brackets(text).into_iter().filter(|(at, used)| used == label && !lines.contains(&at.start));
        let (inside, outside): (Vec<_>, Vec<_>) = uses.partition(|(at, _)| is_inside(at.start));
        match (inside.is_empty(), outside.is_empty()) {
            (false, false) if label.starts_with('^') => return None,
            (false, false) => copied.push(lines.clone()),
            (false, true) if !is_inside(lines.start) => strays.push(lines.clone()),
            (true, false) if is_inside(lines.start) => stays.push(lines.clone()),
            _ => {}
        }
    }
    // What goes leaves its place empty; what stays of the range comes after what stood before it.
    let without = |range: Range<usize>, holes: &[Range<usize>]| {
        let mut at = range.start;
        let mut parts = Vec::new();
        for hole in holes.iter().filter(|hole| range.contains(&hole.start)) {
            parts.push(at..hole.start);
            at = hole.end;
        }
        parts.push(at..range.end);
        parts.retain(|part| !text[part.clone()].trim().is_empty());
        parts
    };
    let mut kept = without(0..range.start, &strays);
    kept.extend(without(range.end..text.len(), &strays));
    kept.extend(stays.iter().cloned());
    let mut moved = without(range.clone(), &stays);
    moved.extend(strays);
    let (inside, outside): (Vec<_>, Vec<_>) = copied.into_iter().partition(|lines| is_inside(lines.start));
    kept.extend(inside);
    moved.extend(outside);
    Some([kept, moved])
}

/// What is left of a text.
pub(super) fn joined(id: &NoteId, text: &str, kept: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for range in kept {
        // Text that would run into what stood after the hole is kept apart from it.
        let apart = text[range.clone()].starts_with(['#', '\n', '\r']);
        if let Some(Piece::Of(_, last)) = pieces.last()
            && !text[..last.end].ends_with("\n\n")
            && last.end != range.start
            && !apart
        {
            pieces.push(Piece::Glue("\n"));
        }
        pieces.push(Piece::Of(id.clone(), range.clone()));
    }
    if let Some(Piece::Of(_, last)) = pieces.last_mut()
        && last.end < text.len()
    {
        let end = last.start + text[last.clone()].trim_end().len();
        *last = last.start..end;
        pieces.push(Piece::Glue("\n"));
    }
    pieces
}

/// A text with pieces of another at a place.
pub(super) fn inserted(
    into: &NoteId,
    text: &str,
    place: usize,
    from: &NoteId,
    other: &str,
    moved: &[Range<usize>],
) -> Vec<Piece> {
    let trimmed =
        |text: &str, range: &Range<usize>| range.start..range.start + text[range.clone()].trim_end().len();
    let mut pieces = Vec::new();
    let head = trimmed(text, &(0..place));
    if !head.is_empty() {
        pieces.extend([Piece::Of(into.clone(), head), Piece::Glue("\n\n")]);
    }
    for (number, range) in moved.iter().enumerate() {
        if number > 0 {
            let last = definition(other[range.clone()].lines().next().unwrap_or_default());
            let before = &other[trimmed(other, &moved[number - 1])];
            let close = last.is_some() && definition(before.lines().next().unwrap_or_default()).is_some();
            pieces.push(Piece::Glue(if close { "\n" } else { "\n\n" }));
        }
        pieces.push(Piece::Of(from.clone(), trimmed(other, range)));
    }
    pieces.push(Piece::Glue("\n"));
    if !text[place..].trim().is_empty() {
        pieces.extend([Piece::Glue("\n"), Piece::Of(into.clone(), place..text.len())]);
    }
    pieces
}

/// New labels for what is moved where the other text has the same ones.
pub(super) fn labels(text: &str, moved: &[Range<usize>], into: &str) -> Vec<Edit> {
    let is_moved = |at: usize| moved.iter().any(|range| range.contains(&at));
    let defined: BTreeSet<String> =
        definitions(text).into_iter().filter(|(_, at)| is_moved(at.start)).map(|(label, _)| label).collect();
    let mut taken: BTreeSet<String> = brackets(into).into_iter().map(|(_, label)| label).collect();
    let mut edits = Vec::new();
    let twice: Vec<String> = defined.intersection(&taken).cloned().collect();
    for label in &twice {
        let new = (2..).map(|number| format!("{label}-{number}")).find(|new| !taken.contains(new));
        let new = new.expect("numbers have no end");
        let uses = brackets(text).into_iter().filter(|(at, used)| used == label && is_moved(at.start));
        edits.extend(uses.map(|(range, _)| Edit { range, new: new.clone() }));
        taken.insert(new);
    }
    edits
}

/// What stands in brackets outside code: where, and the label that it could be.
fn brackets(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        let signs = &bare[..bare.len() - bare.trim_start_matches(['`', '~']).len()];
        match fence {
            None if signs.len() >= 3 => fence = Some(signs),
            Some(open) if signs.starts_with(open) => fence = None,
            None => in_line(line, start, &mut found),
            Some(_) => {}
        }
        start += line.len();
    }
    found
}

fn in_line(line: &str, start: usize, found: &mut Vec<(Range<usize>, String)>) {
    let mut at = 0;
    while let Some(next) = line[at..].find(['`', '[']) {
        at += next;
        if line[at..].starts_with('`') {
            let signs = line[at..].len() - line[at..].trim_start_matches('`').len();
            let close = line[at + signs..].find(&line[at..at + signs]);
            at += signs + close.map_or(0, |close| close + signs);
            continue;
        }
        at += 1;
        if let Some(end) = line[at..].find(['[', ']']).filter(|end| line[at + end..].starts_with(']')) {
            let label = line[at..at + end].to_lowercase();
            if !label.is_empty() {
                found.push((start + at..start + at + end, label));
            }
        }
    }
}

/// The label that a line defines.
fn definition(line: &str) -> Option<String> {
    let bare = line.trim_start();
    let (label, _) = bare.strip_prefix('[')?.split_once("]:")?;
    (line.len() - bare.len() < 4 && !label.contains(['[', ']'])).then(|| label.to_lowercase())
}

/// Definitions of footnotes and of targets, with all of their lines.
fn definitions(text: &str) -> Vec<(String, Range<usize>)> {
    let known: BTreeSet<usize> = brackets(text).into_iter().map(|(at, _)| at.start).collect();
    let mut found: Vec<(String, Range<usize>)> = Vec::new();
    let mut start = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let indented = line.starts_with([' ', '\t']);
        let blank = line.trim().is_empty();
        match definition(line).filter(|_| known.contains(&(start + line.find('[').unwrap_or(0) + 1))) {
            Some(label) => {
                found.push((label, start..start + line.len()));
                open = true;
            }
            // A footnote goes on after an empty line if what comes is indented.
            None if open => {
                let last = found.last_mut().expect("one is open");
                let after_blank = text[..start].ends_with("\n\n") || text[..start].ends_with("\n\r\n");
                let goes_on = last.0.starts_with('^') && !blank && (indented || !after_blank);
                if goes_on {
                    last.1.end = start + line.len();
                } else if !blank {
                    open = false;
                }
            }
            None => {}
        }
        start += line.len();
    }
    found
}
