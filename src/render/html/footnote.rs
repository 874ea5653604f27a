//! Footnotes, and citations that stand in notes, in one numbering.

use std::collections::BTreeMap;

use super::{Footnotes, Printer};
use crate::model::{Block, CitationId, FootnoteId, Inline};
use crate::render::citation::with_note_numbers;
use crate::render::labels::numbered;

/// The notes of a text, in the order in which they are first referred to.
#[derive(Default)]
pub(super) struct Notes<'b> {
    entries: Vec<Entry<'b>>,
    /// How many of them have been printed at the end.
    printed: usize,
    /// Whether they are being printed, so that a citation stands in a note as
    /// it is.
    at_the_end: bool,
    /// The notes that are footnotes, by their place in `entries`.
    of_footnotes: BTreeMap<FootnoteId, usize>,
    /// The notes in which citations stand.
    of_citations: BTreeMap<CitationId, usize>,
    /// A mark that waits for the sign after it: "signed.¹", not "signed¹."
    held: Option<(usize, &'b str)>,
}

/// Signs that stand before the mark of a note.
const BEFORE_MARK: [char; 6] = ['.', ',', ';', ':', '!', '?'];

/// A note at the end of a text.
struct Entry<'b> {
    content: Content<'b>,
    /// The ids of its marks, as they read on this page; none where ids are left
    /// out.
    marks: Vec<String>,
}

enum Content<'b> {
    /// A footnote of the author's.
    Footnote(FootnoteId),
    /// A citation, as HTML.
    Citation(&'b str),
}

impl Notes<'_> {
    /// Whether the notes themselves are being printed.
    pub(super) fn at_the_end(&self) -> bool {
        self.at_the_end
    }
}

impl<'b> Printer<'b> {
    /// Prints the mark of a footnote.
    pub(super) fn footnote_mark(&mut self, id: FootnoteId) {
        if self.footnotes == Footnotes::LeftOut {
            return;
        }
        let known = self.notes.of_footnotes.get(&id).copied();
        let index = known.unwrap_or_else(|| self.note(Content::Footnote(id)));
        self.notes.of_footnotes.insert(id, index);
        let name = match self.notes.entries[index].marks.len() {
            0 => format!("fnref:{}", index + 1),
            before => format!("fnref:{}:{}", index + 1, before + 1),
        };
        self.mark(index, &name);
    }

    /// Prints a citation that stands before another part of the line.
    pub(super) fn citation(&mut self, id: CitationId, next: Option<&Inline>) {
        let Some(citation) = self.body.citations.get(id.0 as usize) else { return };
        let noted =
            !citation.note.is_empty() && !self.notes.at_the_end && self.footnotes == Footnotes::AtTheEnd;
        if noted {
            let index = self.note(Content::Citation(&citation.note));
            self.notes.of_citations.insert(id, index + 1);
            self.push(&citation.text);
            let is_before_sign = matches!(next, Some(Inline::Text(_, text)) if text.starts_with(BEFORE_MARK));
            if citation.text.is_empty() {
                self.out.truncate(self.out.trim_end().len());
                if is_before_sign {
                    self.notes.held = Some((index, citation.anchor.as_str()));
                    return;
                }
            }
            return self.mark(index, citation.anchor.as_str());
        }
        let begins = self.notes.at_the_end && (self.out.is_empty() || self.out.ends_with("<p>"));
        self.push("<span class=\"citation\"");
        self.id(Some(citation.anchor.as_str()));
        self.push(">");
        self.push(&citation.text);
        if self.notes.at_the_end && !citation.note.is_empty() {
            self.notes.of_citations.entry(id).or_insert(self.notes.printed + 1);
        }
        let inside = match self.notes.at_the_end {
            true => citation.inside.clone(),
            false => with_note_numbers(&citation.inside, &BTreeMap::new()),
        };
        match (citation.text.is_empty(), citation.note.is_empty()) {
            (_, true) => {}
            // A footnote that says no more than where something stands.
            (true, false) if begins && next.is_none() => self.push(&citation.note),
            (true, false) if begins => self.push(&inside),
            // Where no notes can stand, as in a list of events or in a note.
            (true, false) => self.push(&format!("({inside})")),
            (false, false) => self.push(&format!(" ({inside})")),
        }
        self.push("</span>");
    }

    /// Prints the mark that waits, after the signs that the text begins with;
    /// answers how many bytes of the text these are.
    pub(super) fn held_mark(&mut self, text: &str) -> usize {
        let Some((index, name)) = self.notes.held.take() else { return 0 };
        let signs = text.len() - text.trim_start_matches(BEFORE_MARK).len();
        self.push(&text[..signs]);
        self.mark(index, name);
        signs
    }

    fn note(&mut self, content: Content<'b>) -> usize {
        self.notes.entries.push(Entry { content, marks: Vec::new() });
        self.notes.entries.len() - 1
    }

    /// Prints the mark of a note; `name` is the mark's own id.
    fn mark(&mut self, index: usize, name: &str) {
        let number = index + 1;
        self.push("<sup class=\"footnote-ref\"");
        self.id(Some(name));
        self.push(">");
        let note = self.id_of(&format!("fn:{number}")).filter(|_| !self.in_link);
        if let Some(note) = &note {
            self.push("<a");
            self.attribute("href", &format!("#{note}"));
            self.push(" role=\"doc-noteref\">");
        }
        self.push(&number.to_string());
        self.push(if note.is_some() { "</a></sup>" } else { "</sup>" });
        if let Some(mark) = self.id_of(name) {
            self.notes.entries[index].marks.push(mark);
        } else {
            // Counted all the same, so that names of marks stay apart.
            self.notes.entries[index].marks.push(String::new());
        }
    }

    /// Prints the notes that the text so far refers to.
    pub(super) fn footnotes(&mut self) {
        let body = self.body;
        self.notes.at_the_end = true;
        let mut notes: Vec<(String, &str)> = Vec::new();
        // A note may refer to notes that nothing referred to before.
        while self.notes.printed < self.notes.entries.len() {
            let content = match self.notes.entries[self.notes.printed].content {
                Content::Citation(html) => (format!("<p>{html}"), "</p>\n"),
                Content::Footnote(id) => {
                    let blocks = body.note.footnotes.get(id.0 as usize).map_or(&[][..], |note| &note.body);
                    self.footnote(blocks)
                }
            };
            notes.push(content);
            self.notes.printed += 1;
        }
        if notes.is_empty() {
            return;
        }
        self.push("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (index, (content, end)) in notes.into_iter().enumerate() {
            self.push("<li");
            self.id(Some(&format!("fn:{}", index + 1)));
            self.push(">\n");
            self.push(&with_note_numbers(&content, &self.notes.of_citations));
            self.back_links(index);
            self.push(end);
            self.push("</li>\n");
        }
        self.push("</ol>\n</div>\n");
    }

    /// A footnote's text up to where its links back belong, and what follows
    /// them.
    fn footnote(&mut self, blocks: &'b [Block]) -> (String, &'static str) {
        match blocks.split_last() {
            Some((Block::Paragraph(last), before)) => {
                let html = self.apart(|printer| {
                    printer.blocks(before);
                    printer.push("<p>");
                    printer.inlines(last);
                });
                (html, "</p>\n")
            }
            _ => (self.apart(|printer| printer.blocks(blocks)) + "<p>", "</p>\n"),
        }
    }

    fn back_links(&mut self, index: usize) {
        let marks = std::mem::take(&mut self.notes.entries[index].marks);
        for (count, mark) in marks.iter().filter(|mark| !mark.is_empty()).enumerate() {
            let number = index + 1;
            self.push(" <a class=\"footnote-back\"");
            self.attribute("href", &format!("#{mark}"));
            self.push(" role=\"doc-backlink\"");
            let (name, sign) = match count {
                0 => (number.to_string(), "↩".to_owned()),
                _ => (format!("{number}-{}", count + 1), format!("↩<sup>{}</sup>", count + 1)),
            };
            let body = self.body;
            self.attribute("aria-label", &numbered(&body.labels.back_to_reference, &name));
            self.push(&format!(">{sign}</a>"));
        }
    }
}
