//! The words of a note without its markup.

use super::{CitationId, Inline, Link, LinkId, TextId};

/// Text without markup, footnote marks and citations.
pub(crate) fn plain(inlines: &[Inline], links: &[Link]) -> String {
    marked(inlines, links).text
}

/// What a link without a text of its own is called as long as nobody knows the
/// title of what it leads to: the last part of its target.
fn name_of(target: &str) -> &str {
    let target = target.trim_end_matches('#');
    let last = target.rsplit(['#', '/']).find(|part| !part.is_empty()).unwrap_or(target);
    last.trim_start_matches('^')
}

/// Text without markup, and where in it things stand.
#[derive(Default)]
pub(crate) struct Marked {
    /// The text, white space collapsed.
    pub(crate) text: String,
    /// Links and citations with their range of bytes in the text; for citations
    /// the range is empty.
    pub(crate) marks: Vec<(Mark, std::ops::Range<usize>)>,
    /// Whether runs of text are marked too.
    with_texts: bool,
    /// Whether something was left out right before the end of the text.
    gap: bool,
}

/// Something in a text that has a sentence around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A link, image or embed.
    Link(LinkId),
    /// A citation.
    Citation(CitationId),
    /// A run of text, where those are asked for.
    Text(TextId),
}

/// Text without markup with the places of links and citations.
pub(crate) fn marked(inlines: &[Inline], links: &[Link]) -> Marked {
    Marked::default().filled(inlines, links)
}

/// The same with the places of runs of text.
pub(crate) fn marked_with_texts(inlines: &[Inline], links: &[Link]) -> Marked {
    Marked { with_texts: true, ..Marked::default() }.filled(inlines, links)
}

impl Marked {
    fn filled(mut self, inlines: &[Inline], links: &[Link]) -> Self {
        self.add_all(inlines, links);
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        for (_, range) in &mut self.marks {
            *range = range.start.min(end)..range.end.min(end);
        }
        self
    }

    fn add_all(&mut self, inlines: &[Inline], links: &[Link]) {
        for inline in inlines {
            self.add(inline, links);
        }
    }

    fn add(&mut self, inline: &Inline, links: &[Link]) {
        match inline {
            Inline::Text(text) => {
                let start = self.text.len();
                self.push(&text.text);
                if self.with_texts {
                    self.mark(Mark::Text(text.id), start);
                }
            }
            Inline::Code(code) => self.push(code),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Highlight(inner) => self.add_all(inner, links),
            Inline::Link(id, content) => {
                let start = self.text.len();
                match content.is_empty() {
                    true => self.push(links.get(id.0 as usize).map_or("", |link| name_of(&link.target))),
                    false => self.add_all(content, links),
                }
                self.mark(Mark::Link(*id), start);
            }
            Inline::Image(image) => {
                let start = self.text.len();
                self.push(&image.alt);
                self.mark(Mark::Link(image.link), start);
            }
            Inline::Embed(id) => {
                let start = self.text.len();
                self.push(links.get(id.0 as usize).map_or("", |link| name_of(&link.target)));
                self.mark(Mark::Link(*id), start);
            }
            Inline::Citation(id) => {
                // Right behind the word, as the blank before it goes with it.
                let at = self.text.trim_end().len();
                self.marks.push((Mark::Citation(*id), at..at));
                self.gap = true;
            }
            Inline::Footnote(_) | Inline::Html(_) => self.gap = true,
            Inline::SoftBreak | Inline::HardBreak => self.push(" "),
        }
    }

    fn mark(&mut self, mark: Mark, start: usize) {
        let start = start.min(self.text.len());
        let blank = self.text[start..].len() - self.text[start..].trim_start().len();
        self.marks.push((mark, start + blank..self.text.len()));
    }

    /// Adds text, so that there is never more than one blank between words, and
    /// none before a full stop where a citation was left out.
    fn push(&mut self, text: &str) {
        let Some(first) = text.chars().next() else { return };
        if self.gap && (first.is_whitespace() || ".,;:!?)]".contains(first)) {
            self.text.truncate(self.text.trim_end().len());
        }
        self.gap = false;
        let text = if self.text.is_empty() || self.text.ends_with(' ') { text.trim_start() } else { text };
        if is_collapsed(text) {
            return self.text.push_str(text);
        }
        for c in text.chars() {
            if !c.is_whitespace() {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
    }
}

/// Whether the only white space in a text is single blanks, as far as that can be
/// seen many bytes at once: all of a book goes through here. Other white space is
/// five control characters, and characters whose first byte in UTF-8 is one of four.
fn is_collapsed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let other = |byte: u8| (byte.wrapping_sub(0x09) < 5) | (byte == 0xC2) | (byte.wrapping_sub(0xE1) < 3);
    let others = bytes.iter().fold(false, |any, byte| any | other(*byte));
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    !(others | pairs.fold(false, |any, (a, b)| any | ((*a == b' ') & (*b == b' '))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_collapsed_whatever_it_is_made_of() {
        let check = |runs: &[&str]| {
            let mut marked = Marked::default();
            runs.iter().for_each(|run| marked.push(run));
            marked.text
        };
        assert_eq!(check(&[" a b", " ", "  c\td"]), "a b c d");
        assert_eq!(check(&["a\u{A0}b\u{2003}\u{3000}c", "\u{1680}d\u{85}"]), "a b c d ");
        assert_eq!(check(&["über “das” 中国", " é "]), "über “das” 中国 é ");
    }

    #[test]
    fn no_character_is_white_space_unseen() {
        for c in (0..=0x10_FFFF).filter_map(char::from_u32).filter(|c| c.is_whitespace() && *c != ' ') {
            assert!(!is_collapsed(&c.to_string()), "U+{:04X}", u32::from(c));
        }
    }
}
