//! The text of a note as the search reads it: plain, and cut at headings, so
//! that a result leads to the heading under which the words stand.

use std::sync::Arc;

use super::{Content, Findable};
use crate::model::{Anchor, Block, CitationId, Inline, LinkId, Note};

/// The text between two headings.
#[derive(Debug, Default)]
pub struct Part {
    /// The heading over the text; `None` for what stands before the first one.
    pub(super) heading: Option<(Anchor, String)>,
    /// What is said under it, with single blanks between words.
    pub(super) text: String,
}

/// The words that a note leaves to the book.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What links are called that have no text of their own, in the order of links.
    pub links: Vec<(LinkId, Arc<str>)>,
    /// What works are called that are named in the sentence, in the order of citations.
    pub works: Vec<(CitationId, Arc<str>)>,
}

/// The parts of a note in reading order, at least one; none of anything else. Definition
/// lists are left out where they are entries of the glossary, which are found by
/// themselves.
pub fn parts(findable: &Findable) -> Vec<Part> {
    let Content::Note { note, opened, is_glossary, .. } = &findable.text else { return Vec::new() };
    let parts = vec![Part::default()];
    let mut reader = Reader { note, opened, skip_definitions: *is_glossary, parts };
    reader.blocks(&note.body);
    for footnote in &note.footnotes {
        reader.blocks(&footnote.body);
    }
    reader.parts
}

/// The text of some blocks of a note, plain, with single blanks between words.
pub fn plain(note: &Note, opened: &Opened, blocks: &[Vec<Block>]) -> String {
    let mut reader = Reader { note, opened, skip_definitions: false, parts: vec![Part::default()] };
    blocks.iter().for_each(|blocks| reader.blocks(blocks));
    let texts: Vec<String> = reader.parts.into_iter().map(|part| part.text).collect();
    texts.join(" ")
}

struct Reader<'n> {
    note: &'n Note,
    opened: &'n Opened,
    skip_definitions: bool,
    parts: Vec<Part>,
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.gap();
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) | Block::Plain(content) => self.inlines(content),
            Block::Heading(id) => {
                if let Some(heading) = self.note.headings.get(id.0 as usize) {
                    let heading = Some((heading.anchor.clone(), heading.plain.clone()));
                    self.parts.push(Part { heading, text: String::new() });
                }
            }
            Block::Quote(inner) => self.blocks(inner),
            Block::Callout(callout) => {
                self.inlines(callout.title.as_deref().unwrap_or_default());
                self.gap();
                self.blocks(&callout.body);
            }
            Block::List(list) => list.items.iter().for_each(|item| self.blocks(&item.body)),
            Block::DefinitionList(entries) if !self.skip_definitions => {
                for entry in entries {
                    for term in &entry.terms {
                        self.inlines(term);
                        self.gap();
                    }
                    entry.definitions.iter().for_each(|blocks| self.blocks(blocks));
                }
            }
            Block::Code(code) => self.text(&code.text),
            Block::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()).chain(&table.caption) {
                    self.inlines(cell);
                    self.gap();
                }
            }
            Block::Figure(figure) => {
                self.text(&figure.image.alt);
                self.gap();
                self.inlines(figure.caption.as_deref().unwrap_or_default());
            }
            Block::Timeline(events) => {
                for event in events.iter().filter_map(|id| self.note.events.get(id.0 as usize)) {
                    self.inlines(&event.text);
                    self.gap();
                }
            }
            Block::Chart(chart) => {
                for cell in chart.head.iter().chain(chart.rows.iter().flatten()).chain([&chart.title]) {
                    self.text(cell);
                    self.gap();
                }
            }
            Block::Anchored(_, inner) => self.block(inner),
            Block::DefinitionList(_) | Block::Embed(_) | Block::Html(_) | Block::Rule => {}
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(_, text) => self.text(text),
                Inline::Code(code) => self.text(code),
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strikethrough(inner)
                | Inline::Highlight(inner) => self.inlines(inner),
                Inline::Link(link, content) if content.is_empty() => {
                    if let Some(title) = found(&self.opened.links, link) {
                        self.text(title);
                    }
                }
                Inline::Link(_, content) => self.inlines(content),
                Inline::Image(image) => self.text(&image.alt),
                Inline::SoftBreak | Inline::HardBreak => self.gap(),
                Inline::Citation(citation) => match found(&self.opened.works, citation) {
                    Some(name) => self.text(name),
                    None => {
                        // The blank before it, as a full stop may follow.
                        let out = self.out();
                        out.truncate(out.trim_end().len());
                    }
                },
                Inline::Embed(_) | Inline::Footnote(_) | Inline::Html(_) => {}
            }
        }
    }

    fn out(&mut self) -> &mut String {
        &mut self.parts.last_mut().expect("a reader starts with a part and never takes one away").text
    }

    fn text(&mut self, text: &str) {
        if !has_gaps(text) {
            return self.out().push_str(text);
        }
        // Line ends are the only gaps of most runs of text.
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.gap();
            }
            let out = self.out();
            let begins = out.is_empty() || out.ends_with(' ');
            let line = if begins { line.trim_start_matches(is_gap) } else { line };
            if !has_gaps(line) {
                out.push_str(line);
                continue;
            }
            for c in line.chars() {
                match c {
                    c if is_gap(c) => self.gap(),
                    c => self.out().push(c),
                }
            }
        }
    }

    /// Words of different blocks must not run together.
    fn gap(&mut self) {
        let out = self.out();
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}

/// The words for one thing.
fn found<'o, T: Ord>(words: &'o [(T, Arc<str>)], of: &T) -> Option<&'o str> {
    words.binary_search_by(|(other, _)| other.cmp(of)).ok().map(|at| &*words[at].1)
}

/// Whether a character is one that parts words and is collapsed with others of its kind.
fn is_gap(c: char) -> bool {
    c.is_control() || c == ' '
}

/// Whether a text has control characters or two blanks in a row. All of a book goes
/// through here, so it is such that a processor can do many bytes at once: control
/// characters beyond ASCII are those whose first byte in UTF-8 is C2 and whose second
/// is below A0.
fn has_gaps(text: &str) -> bool {
    let bytes = text.as_bytes();
    let controls = bytes.iter().fold(false, |any, byte| any | (*byte < b' ') | (*byte == 0x7F));
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    controls
        | pairs.fold(false, |any, (a, b)| any | ((*a == b' ') & (*b == b' ')) | ((*a == 0xC2) & (*b < 0xA0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_blanks_in_a_row_and_control_characters() {
        for text in ["", "a b", "é à", "字", "\u{A0}", "\u{C2}\u{A2}"] {
            assert!(!has_gaps(text), "{text:?}");
        }
        for text in ["a  b", "a\tb", "a\u{7F}", "a\u{85}b", "\u{9F}"] {
            assert!(has_gaps(text), "{text:?}");
        }
    }
}
