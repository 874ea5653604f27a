//! Callouts: `> [!NOTE] Title`, as GFM and Obsidian write them.

use std::ops::Range;

use super::pieces::{Piece, Rest, trim};
use crate::model::Fold;

/// The first line of a callout.
pub(super) struct Head {
    /// The kind, aliases resolved.
    pub(super) kind: &'static str,
    /// The kind as written, if it is not one of ours.
    pub(super) unknown: Option<String>,
    /// Whether the callout can be folded.
    pub(super) fold: Option<Fold>,
    /// The title; empty if there is none.
    pub(super) title: Vec<Piece>,
    /// Where the first line stands in the text.
    pub(super) range: Range<usize>,
}

/// Every kind of callout under each of its names.
const KINDS: &[(&str, &[&str])] = &[
    ("note", &["note"]),
    ("abstract", &["abstract", "summary", "tldr"]),
    ("info", &["info"]),
    ("todo", &["todo"]),
    ("tip", &["tip", "hint"]),
    ("important", &["important"]),
    ("success", &["success", "check", "done"]),
    ("question", &["question", "help", "faq"]),
    ("warning", &["warning", "attention"]),
    ("caution", &["caution"]),
    ("failure", &["failure", "fail", "missing"]),
    ("danger", &["danger", "error"]),
    ("bug", &["bug"]),
    ("example", &["example"]),
    ("quote", &["quote", "cite"]),
];

/// Takes the first line off the first paragraph of a quote, if it makes the
/// quote a callout. Else gives the paragraph back.
pub(super) fn head(text: &str, pieces: Vec<Piece>) -> Result<(Head, Vec<Piece>), Vec<Piece>> {
    let Some(start) = pieces.first().map(|piece| piece.range.start) else { return Err(pieces) };
    let Some((name, length)) = name(&text[start..]) else { return Err(pieces) };
    // What the backslash of `\[!note]` escapes is text.
    if text[..start].ends_with('\\') {
        return Err(pieces);
    }
    let name = name.split('|').next().unwrap_or_default().trim().to_lowercase();
    let (fold, length) = match text[start + length..].chars().next() {
        Some('+') => (Some(Fold::Open), length + 1),
        Some('-') => (Some(Fold::Closed), length + 1),
        _ => (None, length),
    };
    let mut rest = Rest::new(pieces);
    rest.until(start + length);
    let mut title = Vec::new();
    let mut body = Vec::new();
    let mut in_body = false;
    for piece in rest.all() {
        match (in_body, piece.is_break()) {
            (false, true) => in_body = true,
            (false, false) => title.push(piece),
            (true, _) => body.push(piece),
        }
    }
    let end = title.last().map_or(start + length, |piece| piece.range.end);
    trim(&mut title);
    let kind = KINDS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(kind, _)| *kind);
    let unknown = if kind.is_none() { Some(name) } else { None };
    Ok((Head { kind: kind.unwrap_or("note"), unknown, fold, title, range: start..end }, body))
}

/// The name in `[!name]`, and the length of all of it.
fn name(text: &str) -> Option<(&str, usize)> {
    let inside = text.strip_prefix("[!")?;
    let name = &inside[..inside.find([']', '\n'])?];
    let valid = name.chars().next().is_some_and(char::is_alphabetic) && !name.contains('[');
    (valid && inside[name.len()..].starts_with(']')).then_some((name, name.len() + 3))
}
