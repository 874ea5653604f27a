//! What results show: titles, addresses and text, in files of one or a few
//! entries.
//!
//! ```text
//! r/n12.js   briefbookSearch("r/n12",[[title,href,context,[[anchor,heading,text],...]],0,...]);
//! ```
//!
//! An entry stands at its place in the file; there is a 0 where none stands.

use std::sync::Arc;

use serde_json::json;

use super::{Content, Findable, Kind, text};

/// The most bytes of one part that results can show. Words further on are found
/// all the same, and the result shows the start of the part.
const PART: usize = 3_000;

/// The most bytes of one note that results can show.
const WHOLE: usize = 15_000;

/// An entry with its place in its file.
pub type Placed = (u16, Arc<Findable>);

/// The path of a file of results in the index.
pub(super) fn path(kind: Kind, number: u32) -> String {
    format!("r/{}{number}", kind.letter())
}

/// Writes a file of results, given its path without `.js` and its entries with
/// their places in the file.
pub fn results(path: &str, members: &[Placed]) -> Arc<str> {
    let mut entries = Vec::new();
    for (place, member) in members {
        entries.resize(usize::from(*place), json!(0));
        entries.push(entry(member));
    }
    let entries = serde_json::Value::from(entries);
    format!("briefbookSearch(\"{path}\",{entries});\n").into()
}

fn entry(findable: &Findable) -> serde_json::Value {
    let mut left = WHOLE;
    let parts: Vec<_> = match &findable.text {
        Content::Short(text) => vec![json!(["", "", shortened(text, PART)])],
        Content::Note { note, opened, is_glossary, .. } => text::parts(note, opened, *is_glossary)
            .iter()
            .map(|part| {
                let (anchor, heading) =
                    part.heading.as_ref().map_or(("", ""), |(anchor, text)| (anchor.as_str(), text));
                let text = shortened(part.text.trim_end(), PART.min(left));
                left -= text.len();
                json!([anchor, heading, text])
            })
            .collect(),
    };
    json!([findable.title, findable.href, findable.context, parts])
}

/// The first `most` bytes of a text, or a little less to end with a character.
fn shortened(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}
