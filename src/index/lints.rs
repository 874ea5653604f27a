//! What is wrong with a book although every name in it has a meaning: headings
//! out of order, pictures too large for a page.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{AssetPath, LinkKind, Media, Note};
use crate::resolve::Destination;
use crate::source::AssetFile;
use crate::trace::Table;

/// The files of a book, for a function whose questions are noted.
pub type Assets<'a> = Table<'a, BTreeMap<AssetPath, AssetFile>>;

/// The size from which a picture is reported, in bytes. Readers on phones and
/// slow lines wait for it.
const LARGE_IMAGE: u64 = 1_000_000;

/// Reports headings of a note that skip a level, and large pictures.
pub fn lints(note: &Note, destinations: &[Destination], assets: Assets<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    heading_order(note, &mut diagnostics);
    for (link, destination) in note.links.iter().zip(destinations) {
        let Destination::Asset(asset) = destination else { continue };
        let length = assets[asset].length;
        let shown = matches!(link.kind, LinkKind::Image | LinkKind::Embed);
        if shown && length > LARGE_IMAGE && Media::of(asset.as_str()) == Some(Media::Picture) {
            let message = format!("`{asset}` is a picture of {:.1} MB", length as f64 / 1e6);
            let help = "make it smaller: a page shows at most some 1,500 pixels across";
            diagnostics.push(Diagnostic::new(Code::LargeImage, link.span.clone(), message).with_help(help));
        }
    }
    diagnostics
}

/// Readers who cannot see the page walk it by its headings, and a level that is
/// left out reads like a part that is missing.
fn heading_order(note: &Note, diagnostics: &mut Vec<Diagnostic>) {
    // The title of the page stands above the first heading.
    let mut above = 1;
    let shifts = note.headings.iter().skip(1).any(|heading| heading.level == 1);
    for heading in &note.headings {
        let level = heading.level + u8::from(shifts);
        if level > above + 1 {
            let message = match heading.level - (level - above) {
                // Others of the first level stand below it.
                0 => format!("the first heading is of level {}", heading.level),
                before => format!("a heading of level {} follows one of level {before}", heading.level),
            };
            let help = format!("write it with {} `#`", heading.level - (level - above - 1));
            diagnostics
                .push(Diagnostic::new(Code::HeadingOrder, heading.span.clone(), message).with_help(help));
        }
        above = level;
    }
}
