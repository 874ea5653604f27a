//! The old address of a note, written into its front matter.

use super::Edit;
use crate::model::Note;

/// What has to be written into a note's text so that its old address leads to
/// it. An author's own list of old addresses is added to.
pub(super) fn edit(text: &str, note: &Note, url: &str) -> Edit {
    let quoted = quoted(url);
    if let Some(first) = note.front.redirect_from.first() {
        let at = first.span.start as usize;
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let before = &text[line..at];
        let new = match before.trim_start().strip_prefix("- ") {
            // One address a line.
            Some(_) => {
                return Edit {
                    range: line..line,
                    new: format!("{}{quoted}\n", &before[..before.find("- ").map_or(0, |dash| dash + 2)]),
                };
            }
            None if before.contains('[') => format!("{quoted}, "),
            // A single address becomes a list of two.
            None => {
                let end = first.span.end as usize;
                return Edit { range: at..end, new: format!("[{quoted}, {}]", &text[at..end]) };
            }
        };
        return Edit { range: at..at, new };
    }
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let after_fence = |fence: &str| {
        let rest = text.strip_prefix(fence)?;
        let line = rest.find('\n')?;
        rest[..line].trim().is_empty().then_some(fence.len() + line + 1)
    };
    if let Some(at) = after_fence("---") {
        Edit { range: at..at, new: format!("redirect_from: [{quoted}]{newline}") }
    } else if let Some(at) = after_fence("+++") {
        Edit { range: at..at, new: format!("redirect_from = [{quoted}]{newline}") }
    } else {
        Edit { range: 0..0, new: format!("---{newline}redirect_from: [{quoted}]{newline}---{newline}") }
    }
}

/// An address as both YAML and TOML read it.
fn quoted(url: &str) -> String {
    format!("\"{}\"", url.replace('\\', "\\\\").replace('"', "\\\""))
}
