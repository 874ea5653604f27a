//! A note's tree to HTML.

use super::body::Body;

/// Prints a note's text as HTML, its footnotes at the end.
pub fn html(body: &Body) -> String {
    let _ = body;
    String::new()
}

/// Prints blocks of a note.
pub(super) fn blocks(body: &Body, blocks: &[crate::model::Block]) -> String {
    let _ = (body, blocks);
    String::new()
}

/// Prints inlines of a note.
pub(super) fn inlines(body: &Body, inlines: &[crate::model::Inline]) -> String {
    let _ = (body, inlines);
    String::new()
}

/// Text as it stands in HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
