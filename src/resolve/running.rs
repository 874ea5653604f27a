//! The running text of a note: where terms and names are looked for.

use std::ops::Range;

use crate::model::{Block, Inline, Note, Text};

/// Calls `see` with each run of text in which names are looked for, and the line
/// that it stands in, in reading order.
///
/// Left out are headings, links, code, what is struck out, the titles of works
/// that are set in italics, and the terms of definition lists.
pub(super) fn running_text<'n>(note: &'n Note, see: &mut impl FnMut(&'n [Inline], Text<'n>)) {
    blocks(&note.body, see);
    for footnote in &note.footnotes {
        blocks(&footnote.body, see);
    }
}

fn blocks<'n>(all: &'n [Block], see: &mut impl FnMut(&'n [Inline], Text<'n>)) {
    for block in all {
        match block {
            Block::Paragraph(text) | Block::Plain(text) => inlines(text, text, see),
            Block::Quote(body) => blocks(body, see),
            Block::Callout(callout) => blocks(&callout.body, see),
            Block::List(list) => list.items.iter().for_each(|item| blocks(&item.body, see)),
            Block::DefinitionList(definitions) => {
                definitions.iter().flat_map(|entry| &entry.definitions).for_each(|body| blocks(body, see));
            }
            Block::Table(table) => {
                table.rows.iter().flatten().for_each(|cell| inlines(cell, cell, see));
            }
            Block::Figure(figure) => figure.caption.iter().for_each(|caption| inlines(caption, caption, see)),
            Block::Anchored(_, block) => blocks(std::slice::from_ref(block), see),
            Block::Heading(_)
            | Block::Code(_)
            | Block::Embed(_)
            | Block::Timeline(_)
            | Block::Chart(_)
            | Block::Html(_)
            | Block::Rule => {}
        }
    }
}

fn inlines<'n>(line: &'n [Inline], part: &'n [Inline], see: &mut impl FnMut(&'n [Inline], Text<'n>)) {
    for inline in part {
        match inline {
            Inline::Text(id, text) => see(line, Text { id: *id, text }),
            // In italics, what is written like a title is one.
            Inline::Emphasis(inner) if is_title(&words_of(inner)) => {}
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Highlight(inner) => {
                inlines(line, inner, see)
            }
            Inline::Strikethrough(_)
            | Inline::Code(_)
            | Inline::Link(..)
            | Inline::Image(_)
            | Inline::Embed(_)
            | Inline::Citation(_)
            | Inline::Footnote(_)
            | Inline::Html(_)
            | Inline::SoftBreak
            | Inline::HardBreak => {}
        }
    }
}

/// The titles of works in a text: what stands between quotation marks and is
/// written like a title.
pub(super) fn titles(text: &str) -> Vec<Range<usize>> {
    quoted(text).filter(|range| is_title(&text[range.clone()])).collect()
}

/// The words of a line.
fn words_of(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(_, text) => text,
            Inline::SoftBreak | Inline::HardBreak => " ",
            _ => "",
        })
        .collect()
}

/// What stands between quotation marks in a text.
fn quoted(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let open = from + text[from..].find(['“', '„', '«', '《', '"'])?;
        let sign = text[open..].chars().next()?;
        let start = open + sign.len_utf8();
        let close: &[char] = match sign {
            '“' => &['”'],
            '„' => &['“', '”'],
            '«' => &['»'],
            '《' => &['》'],
            _ => &['"'],
        };
        let end = start + text[start..].find(close)?;
        from = end + text[end..].chars().next().map_or(0, char::len_utf8);
        // French quotes have spaces on the inside.
        let inside = &text[start..end];
        let start = end - inside.trim_start().len();
        Some(start..start + inside.trim().len())
    })
}

/// Whether a text is written like the title of a work: of two words or more, and
/// all but short ones begin with a capital or a digit.
fn is_title(text: &str) -> bool {
    let mut words = 0;
    let long = text.split_whitespace().map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()));
    for word in long.filter(|word| !word.is_empty()) {
        let capital = word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        if !capital && word.chars().count() > 3 {
            return false;
        }
        words += usize::from(capital);
    }
    words >= 2
}
