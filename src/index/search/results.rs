//! What results show: titles, addresses and text, in files of one or a few
//! entries.
//!
//! ```text
//! r/n12.js   briefbookSearch("r/n12",[[title,href,context,[[anchor,heading,text],...]],0,...]);
//! ```
//!
//! An entry stands at its place in the file; there is a 0 where none stands.

use std::sync::Arc;

use super::{Content, Findable, Kind, Part};

/// The most bytes of one part that results can show. Words further on are found
/// all the same, and the result shows the start of the part.
const PART: usize = 3_000;

/// The most bytes of one note that results can show.
const WHOLE: usize = 15_000;

/// The path of a file of results in the index.
pub(super) fn path(kind: Kind, number: u32) -> String {
    format!("r/{}{number}", kind.letter())
}

/// Writes a file of results, given its path without `.js` and its entries with
/// their places in the file.
pub fn results<E: AsRef<str>>(path: &str, entries: impl IntoIterator<Item = (u16, E)>) -> Arc<str> {
    let mut out = format!("briefbookSearch(\"{path}\",[");
    let mut next = 0;
    for (place, entry) in entries {
        if next > 0 {
            out.push(',');
        }
        (next..place).for_each(|_| out.push_str("0,"));
        out.push_str(entry.as_ref());
        next = place + 1;
    }
    out.push_str("]);\n");
    out.into()
}

/// Writes the entry of one thing, given with its parts.
pub fn entry(findable: &Findable, parts: &[Part]) -> String {
    let Findable { title, href, context, text, .. } = findable;
    let mut out = String::from("[");
    for text in [title, href, context] {
        push(&mut out, text);
        out.push(',');
    }
    out.push('[');
    match text {
        Content::Short(text) => push_part(&mut out, "", "", shortened(text, PART)),
        Content::Note { .. } => {
            let mut left = WHOLE;
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                let (anchor, heading) =
                    part.heading.as_ref().map_or(("", ""), |(anchor, text)| (anchor.as_str(), text.as_str()));
                let text = shortened(part.text.trim_end(), PART.min(left));
                left -= text.len();
                push_part(&mut out, anchor, heading, text);
            }
        }
    }
    out.push_str("]]");
    out
}

fn push_part(out: &mut String, anchor: &str, heading: &str, text: &str) {
    for (before, text) in ["[", ",", ","].into_iter().zip([anchor, heading, text]) {
        out.push_str(before);
        push(out, text);
    }
    out.push(']');
}

/// Adds a text as JSON.
fn push(out: &mut String, text: &str) {
    out.push_str(&serde_json::to_string(text).expect("every text can be JSON"));
}

/// The first `most` bytes of a text, or a little less to end with a character.
fn shortened(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}
