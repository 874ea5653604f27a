//! The words of a note without its markup.

use std::ops::Range;

use super::{Citation, CitationId, CitationMode, Inline, Link, LinkId, ReferenceKey, TextId};

/// Text without markup, footnote marks and citations beside the sentence. What the
/// book would have to say is as it was typed: `@smith99`, the name of a file.
pub(crate) fn plain(inlines: &[Inline], links: &[Link], citations: &[Citation]) -> String {
    wording(inlines, links, citations).as_typed()
}

/// The same with what the book has to say left open.
pub(crate) fn wording(inlines: &[Inline], links: &[Link], citations: &[Citation]) -> Wording {
    marked(inlines, links, citations).wording
}

/// Text without markup, as far as its note alone can know it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Wording {
    /// The text. U+FFFC, the object replacement character, stands where words are
    /// open, and nowhere else.
    text: String,
    /// What is open, with its place in the text, in the order of the text.
    open: Vec<(u32, Open)>,
}

/// Words that the book knows and its notes do not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Open {
    /// By what a work is called that the sentence names: "Smith" for `@smith99`.
    Work(ReferenceKey),
    /// By what a link is called that has no text of its own.
    Link {
        /// Which link of the note.
        link: LinkId,
        /// Where it leads, as typed.
        target: Box<str>,
    },
}

/// Stands where words are open.
const OPEN: char = '\u{FFFC}';

impl Wording {
    /// The text with what is open filled in.
    pub fn filled(&self, words: &dyn Fn(&Open) -> String) -> String {
        filled(&self.text, 0..self.text.len(), &self.open, words)
    }

    /// The text with what is open as it was typed.
    pub fn as_typed(&self) -> String {
        self.filled(&Open::as_typed)
    }

    /// The text, with a sign where words are open.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The text and what is open in it, without room for more.
    pub(super) fn into_parts(self) -> (Box<str>, Box<[(u32, Open)]>) {
        (self.text.into(), self.open.into())
    }

    /// Whether there is nothing to read.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// A range of bytes of [`text`](Self::text) with more around it.
    pub(crate) fn part(&self, range: Range<usize>, before: &str, after: &str) -> Wording {
        let place = |at: usize| self.open.partition_point(|(open, _)| (*open as usize) < at);
        let open = self.open[place(range.start)..place(range.end)].iter();
        let moved = |at: u32| at - range.start as u32 + before.len() as u32;
        let open = open.map(|(at, open)| (moved(*at), open.clone())).collect();
        Wording { text: [before, &self.text[range.clone()], after].concat(), open }
    }
}

impl Open {
    /// What was typed, and whether it names a work.
    pub(super) fn typed(&self) -> (bool, &str) {
        match self {
            Open::Work(key) => (true, &key.0),
            Open::Link { target, .. } => (false, target),
        }
    }

    /// What is read if nobody knows better.
    pub(crate) fn as_typed(&self) -> String {
        match self {
            Open::Work(key) => format!("@{key}"),
            Open::Link { target, .. } => name_of(target).to_owned(),
        }
    }
}

/// A part of a text with what is open in it filled in.
pub(super) fn filled(
    text: &str,
    part: Range<usize>,
    open: &[(u32, Open)],
    words: &dyn Fn(&Open) -> String,
) -> String {
    let mut filled = String::with_capacity(part.len());
    let mut end = part.start;
    for (at, open) in open {
        let at = *at as usize;
        if part.contains(&at) {
            filled += &text[end..at];
            filled += &words(open);
            end = at + OPEN.len_utf8();
        }
    }
    filled += &text[end..part.end];
    filled
}

/// How long the first paragraph may be when it describes its note, in characters.
const LEAD: usize = 300;

/// Where a first paragraph is cut that is too long to describe its note: between words.
pub(crate) fn end_of_lead(text: &str) -> Option<usize> {
    let (end, _) = text.char_indices().nth(LEAD)?;
    let cut = text[..end].rfind(' ').unwrap_or(end);
    Some(text[..cut].trim_end_matches([' ', ',', ';', ':', '-', '–', '—']).len())
}

impl From<String> for Wording {
    /// A text that leaves nothing open.
    fn from(text: String) -> Self {
        Wording { text: text.replace(OPEN, ""), open: Vec::new() }
    }
}

/// Whether a character counts as a part of a word: letters, digits, and what is
/// open.
pub(crate) fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == OPEN
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
    pub(crate) wording: Wording,
    /// Links and citations with their range of bytes in the text; for citations
    /// beside the sentence the range is empty.
    pub(crate) marks: Vec<(Mark, Range<usize>)>,
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
pub(crate) fn marked(inlines: &[Inline], links: &[Link], citations: &[Citation]) -> Marked {
    Marked::default().of(inlines, Tables { links, citations })
}

/// The same with the places of runs of text.
pub(crate) fn marked_with_texts(inlines: &[Inline], links: &[Link], citations: &[Citation]) -> Marked {
    Marked { with_texts: true, ..Marked::default() }.of(inlines, Tables { links, citations })
}

/// What the tree of a note refers to.
#[derive(Clone, Copy)]
struct Tables<'n> {
    links: &'n [Link],
    citations: &'n [Citation],
}

impl Marked {
    fn of(mut self, inlines: &[Inline], tables: Tables) -> Self {
        self.add_all(inlines, tables);
        let end = self.wording.text.trim_end().len();
        self.wording.text.truncate(end);
        for (_, range) in &mut self.marks {
            *range = range.start.min(end)..range.end.min(end);
        }
        self
    }

    fn add_all(&mut self, inlines: &[Inline], tables: Tables) {
        for inline in inlines {
            self.add(inline, tables);
        }
    }

    fn add(&mut self, inline: &Inline, tables: Tables) {
        match inline {
            Inline::Text(id, text) => {
                let start = self.wording.text.len();
                self.push(text);
                if self.with_texts {
                    self.mark(Mark::Text(*id), start);
                }
            }
            Inline::Code(code) => self.push(code),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Highlight(inner) => self.add_all(inner, tables),
            Inline::Link(id, content) => {
                let start = self.wording.text.len();
                match content.is_empty() {
                    true => self.open_link(*id, tables),
                    false => self.add_all(content, tables),
                }
                self.mark(Mark::Link(*id), start);
            }
            Inline::Image(image) => {
                let start = self.wording.text.len();
                self.push(&image.alt);
                self.mark(Mark::Link(image.link), start);
            }
            Inline::Embed(id) => {
                let start = self.wording.text.len();
                match tables.links.get(id.0 as usize).filter(|link| !link.text.is_empty()) {
                    Some(link) => self.push(&link.text),
                    None => self.open_link(*id, tables),
                }
                self.mark(Mark::Link(*id), start);
            }
            Inline::Citation(id) => {
                let named = tables.citations.get(id.0 as usize);
                let named = named.filter(|citation| citation.mode == CitationMode::Narrative);
                if let Some(work) = named.and_then(|citation| citation.items.first()) {
                    let start = self.wording.text.len();
                    self.open(Open::Work(work.key.clone()));
                    return self.mark(Mark::Citation(*id), start);
                }
                // Right behind the word, as the blank before it goes with it.
                let at = self.wording.text.trim_end().len();
                self.marks.push((Mark::Citation(*id), at..at));
                self.gap = true;
            }
            Inline::Footnote(_) | Inline::Html(_) => self.gap = true,
            Inline::SoftBreak | Inline::HardBreak => self.push(" "),
        }
    }

    fn mark(&mut self, mark: Mark, start: usize) {
        let text = &self.wording.text;
        let start = start.min(text.len());
        let blank = text[start..].len() - text[start..].trim_start().len();
        self.marks.push((mark, start + blank..text.len()));
    }

    fn open_link(&mut self, link: LinkId, tables: Tables) {
        let target = tables.links.get(link.0 as usize).map(|link| link.target.clone()).unwrap_or_default();
        self.open(Open::Link { link, target });
    }

    /// Leaves words open.
    fn open(&mut self, open: Open) {
        self.gap = false;
        self.wording.open.push((self.wording.text.len() as u32, open));
        self.wording.text.push(OPEN);
    }

    /// Adds text, so that there is never more than one blank between words, and
    /// none before a full stop where a citation was left out.
    fn push(&mut self, text: &str) {
        let Some(first) = text.chars().next() else { return };
        if self.gap && (first.is_whitespace() || ".,;:!?)]".contains(first)) {
            self.wording.text.truncate(self.wording.text.trim_end().len());
        }
        self.gap = false;
        // Runs of text go on over line ends, the only white space in most that is no
        // single blank.
        let mut lines = text.split('\n');
        self.push_line(lines.next().unwrap_or_default());
        for line in lines {
            self.push_line(" ");
            self.push_line(line);
        }
    }

    fn push_line(&mut self, text: &str) {
        let out = &mut self.wording.text;
        let text = if out.is_empty() || out.ends_with(' ') { text.trim_start() } else { text };
        if is_collapsed(text) {
            return out.push_str(text);
        }
        for c in text.chars().filter(|c| *c != OPEN) {
            if !c.is_whitespace() {
                out.push(c);
            } else if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
    }
}

/// Whether the only white space in a text is single blanks and nothing looks like
/// [`OPEN`], as far as that can be seen many bytes at once: all of a book goes through
/// here. Other white space is five control characters, and characters whose first byte
/// in UTF-8 is one of four; that of `OPEN` is a fifth.
fn is_collapsed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let other = |byte: u8| {
        (byte.wrapping_sub(0x09) < 5) | (byte == 0xC2) | (byte.wrapping_sub(0xE1) < 3) | (byte == 0xEF)
    };
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
            marked.wording.text
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
