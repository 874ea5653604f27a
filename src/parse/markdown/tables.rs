//! What has been read of a note so far, beside its tree.

use std::collections::HashMap;
use std::ops::Range;

use super::places::Places;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Anchor, Citation, CitationId, Event, Footnote, FootnoteId, Heading, Inline, Link, LinkId, TextId,
};
use crate::source::SourceFile;

/// The side tables of a note while it is read.
///
/// Entries come in the order in which they are found, which is not the order of
/// the file: a citation in running text is seen when its paragraph ends. The
/// numbers in the tree are positions in these tables until
/// [`order`](super::order) puts both into the order of the file.
pub(super) struct Tables<'a> {
    /// The file that is read.
    pub(super) file: &'a SourceFile,
    /// Links, images and embeds.
    pub(super) links: Vec<Link>,
    /// Citations.
    pub(super) citations: Vec<Citation>,
    /// Headings. Their anchors are what `{#id}` says, else empty, until
    /// [`anchor`](super::anchor) names them.
    pub(super) headings: Vec<Heading>,
    /// Footnotes with the place of each one's definition.
    pub(super) footnotes: Vec<(Footnote, Option<Range<usize>>)>,
    /// The marks of footnotes: where each stands in the file, its footnote, and
    /// the footnote in whose definition it stands.
    pub(super) marks: Vec<(usize, FootnoteId, Option<FootnoteId>)>,
    /// Events. Their anchors are empty until they are named.
    pub(super) events: Vec<Event>,
    /// Ids of blocks.
    pub(super) blocks: Vec<Anchor>,
    /// Where each run of text begins in the file.
    pub(super) texts: Vec<usize>,
    /// Embedded pictures without a text alternative: where each stands, and its
    /// target.
    pub(super) unnamed_pictures: Vec<(Range<usize>, String)>,
    /// What is wrong with the note.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Footnotes by their label, folded.
    labels: HashMap<String, FootnoteId>,
}

impl<'a> Tables<'a> {
    /// Tables of a note of which nothing has been read yet.
    pub(super) fn new(file: &'a SourceFile) -> Self {
        Tables {
            file,
            links: Vec::new(),
            citations: Vec::new(),
            headings: Vec::new(),
            footnotes: Vec::new(),
            marks: Vec::new(),
            events: Vec::new(),
            blocks: Vec::new(),
            texts: Vec::new(),
            unnamed_pictures: Vec::new(),
            diagnostics: Vec::new(),
            labels: HashMap::new(),
        }
    }

    /// Reports a problem at a range of the file.
    pub(super) fn report(&mut self, code: Code, place: Range<usize>, message: String, help: Option<&str>) {
        let mut diagnostic = Diagnostic::new(code, self.file.span(place), message);
        diagnostic.help = help.map(str::to_owned);
        self.diagnostics.push(diagnostic);
    }

    /// Reports embedded pictures without a text alternative. Vaults have many, so
    /// they are reported together.
    pub(super) fn report_unnamed_pictures(&mut self) {
        let pictures = std::mem::take(&mut self.unnamed_pictures);
        let [(place, target), others @ ..] = pictures.as_slice() else { return };
        let message = match others.len() {
            0 => format!("the picture `{target}` has no text alternative"),
            more => format!("the picture `{target}` and {more} more in this note have no text alternative"),
        };
        let help = "say what it shows: `![[file|text]]`";
        self.report(Code::MissingAlt, place.clone(), message, Some(help));
    }

    /// A run of text that begins at a place of the file.
    pub(super) fn text(&mut self, start: usize, text: String) -> Inline {
        let id = TextId(self.texts.len() as u32);
        self.texts.push(start);
        Inline::Text(id, text.into())
    }

    /// Keeps a link.
    pub(super) fn link(&mut self, link: Link) -> LinkId {
        self.links.push(link);
        LinkId(self.links.len() as u32 - 1)
    }

    /// Keeps a citation.
    pub(super) fn citation(&mut self, citation: Citation) -> CitationId {
        self.citations.push(citation);
        CitationId(self.citations.len() as u32 - 1)
    }

    /// The footnote with a label; a new, empty one if none has it yet.
    pub(super) fn footnote(&mut self, label: &str) -> FootnoteId {
        let folded = label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let next = FootnoteId(self.footnotes.len() as u32);
        let id = *self.labels.entry(folded).or_insert(next);
        if id == next {
            let footnote = Footnote { label: label.to_owned(), body: Vec::new(), references: 0 };
            self.footnotes.push((footnote, None));
        }
        id
    }

    /// A footnote that stands where it is referred to, without a label.
    pub(super) fn inline_footnote(&mut self, content: Vec<Inline>, place: Range<usize>) -> FootnoteId {
        let id = FootnoteId(self.footnotes.len() as u32);
        let body = vec![crate::model::Block::Paragraph(content)];
        let footnote = Footnote { label: format!("inline-{}", id.0 + 1), body, references: 0 };
        self.footnotes.push((footnote, Some(place)));
        id
    }
}

/// A text that Markdown is read from, with the places its bytes come from.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// Where it stands in the file.
    pub(super) places: &'a Places,
}

/// The same values without room for many more. Trees of notes are most of what a
/// build holds, and a vector that has grown has room for as many again.
pub(super) fn exact<T>(mut values: Vec<T>) -> Vec<T> {
    if !is_wide(values.capacity(), values.len()) {
        return values;
    }
    let mut exact = Vec::with_capacity(values.len());
    exact.append(&mut values);
    exact
}

/// The same for a text, which has grown if it was put together.
pub(super) fn exact_text(text: String) -> String {
    if is_wide(text.capacity(), text.len()) { text.as_str().to_owned() } else { text }
}

fn is_wide(capacity: usize, length: usize) -> bool {
    capacity > length + length / 4
}
