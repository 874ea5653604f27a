//! A note's tree to HTML.
//!
//! For authors of themes, this is what is printed beside plain HTML. There is
//! no inline style and no script, and nothing carries meaning by its class
//! alone.
//!
//! | from | HTML |
//! |---|---|
//! | heading | `<h2 id="…">… <a class="anchor" href="#…">#</a></h2>` |
//! | numbered paragraph | `<p id="…">… <a class="anchor paragraph-number" href="#…">3</a></p>` |
//! | wiki link, link to a note | `<a href="…">` |
//! | link to elsewhere | `<a class="external" href="…" rel="noopener">` |
//! | broken link | `<span class="broken">` |
//! | use of a term | `<a class="term" href="…">` |
//! | citation | `<span class="citation" id="…">` |
//! | mark of a footnote | `<sup class="footnote-ref">` |
//! | footnotes | `<div class="footnotes" role="doc-endnotes"><ol>`, with `<a class="footnote-back">` |
//! | callout | `<aside class="callout callout-KIND" role="note">` with `<p class="callout-title">`; one that folds is `<details class="callout callout-KIND">` with `<summary class="callout-title">` |
//! | embed | `<div class="embed">`, at its end `<p class="embed-source">` |
//! | table | `<div class="table" role="group" tabindex="0">` around `<table>`; cells have `class="left"`, `center` or `right` |
//! | code | `<pre tabindex="0"><code class="language-NAME">`, in it `<span class="…">` with the classes of [`CodeRun`](crate::model::CodeRun) |
//! | task | `<li class="task">` with `<label><input type="checkbox" disabled>` |
//! | events | `<ol class="events">`, each `<li id="event-…">` with `<time class="date">` (or a `<span>`, where HTML cannot carry the date), `<div class="event">` and `<span class="tag">` |
//! | chart | `<figure class="chart">` with `<svg class="chart-drawing">`, in it classes `series-1` to `series-6`, `chart-grid`, `chart-mark`, `chart-label` and `chart-number`; then its table |
//! | number of a figure or table | `<span class="number">` before its caption |
//! | sound, film | `<figure class="media">` with `<audio>` or `<video>`, and a link in `<figcaption>` |
//! | picture | `<figure>` with `<figcaption>`, or `<img loading="lazy">` in a line |

mod block;
mod chart;
mod escape;
mod footnote;
mod inline;
mod number;
mod table;

use std::collections::BTreeSet;

use self::footnote::Notes;
use self::number::Numbers;
use super::body::{Body, Ids, Paragraphs, Target};
use super::labels::numbered;
use crate::model::{Anchor, Block, Found, Inline, LinkId, NumberedKind, Part};

pub(super) use self::escape::{attribute, escape, without_marks, without_tags};
use self::escape::{push_attribute, push_escaped};

/// Prints a note's text as HTML, its footnotes at the end.
pub fn html(body: &Body) -> String {
    let mut printer = Printer::new(body, Footnotes::AtTheEnd);
    // About what a word takes with its markup.
    printer.out.reserve(body.note.words as usize * 10);
    if body.paragraphs == Paragraphs::Numbered {
        printer.numbers = Some(Numbers::default());
    }
    match body.part.find(&body.note) {
        Found::Blocks(blocks) => printer.blocks(blocks),
        Found::Item(list, item) => printer.item_alone(list, item),
        Found::Definition(entry) => printer.definitions(std::slice::from_ref(entry)),
        Found::Event(event) => printer.events(&[event]),
    }
    printer.numbers = None;
    printer.footnotes();
    printer.out
}

/// Prints blocks of a note without its footnotes.
pub(super) fn blocks(body: &Body, blocks: &[Block]) -> String {
    let mut printer = Printer::new(body, Footnotes::LeftOut);
    printer.blocks(blocks);
    printer.out
}

/// Prints inlines of a note without its footnotes.
pub(super) fn inlines(body: &Body, inlines: &[Inline]) -> String {
    let mut printer = Printer::new(body, Footnotes::LeftOut);
    printer.inlines(inlines);
    printer.out
}

/// What becomes of footnotes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Footnotes {
    /// They stand at the end of the text.
    AtTheEnd,
    /// Neither they nor their marks are printed.
    LeftOut,
}

/// Prints one text.
struct Printer<'b> {
    body: &'b Body,
    footnotes: Footnotes,
    /// The footnotes met so far.
    notes: Notes<'b>,
    /// How many figures and tables with a caption there were so far.
    figures: u32,
    tables: u32,
    /// Whether a link is open, in which no other can stand.
    in_link: bool,
    /// The ids of raw HTML that have been printed.
    raw_ids: BTreeSet<&'b str>,
    /// The numbers of paragraphs, where they have some.
    numbers: Option<Numbers>,
    out: String,
}

impl<'b> Printer<'b> {
    fn new(body: &'b Body, footnotes: Footnotes) -> Self {
        Printer {
            body,
            footnotes,
            notes: Notes::default(),
            figures: 0,
            tables: 0,
            in_link: false,
            raw_ids: BTreeSet::new(),
            numbers: None,
            out: String::new(),
        }
    }

    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Prints ` name="value"`.
    fn attribute(&mut self, name: &str, value: &str) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        push_attribute(&mut self.out, value);
        self.push("\"");
    }

    /// Prints text.
    fn escaped(&mut self, text: &str) {
        push_escaped(&mut self.out, text);
    }

    /// Prints the id attribute of an element, if there shall be one.
    fn id(&mut self, anchor: Option<&str>) {
        if let Some(id) = anchor.and_then(|anchor| self.id_of(anchor)) {
            self.attribute("id", &id);
        }
    }

    /// How an id reads on this page; `None` if it has none there.
    fn id_of(&self, anchor: &str) -> Option<String> {
        match &self.body.ids {
            _ if anchor.is_empty() => None,
            Ids::Plain => Some(anchor.to_owned()),
            Ids::Prefixed(prefix) => Some(format!("{prefix}{anchor}")),
            Ids::Omitted => None,
        }
    }

    /// Where a link leads.
    fn target(&self, link: LinkId) -> &'b Target {
        self.body.links.get(link.0 as usize).unwrap_or(&Target::Nowhere)
    }

    /// Prints the number of a figure or table before its caption. What is shown
    /// inside another note keeps its caption and has no number, because it is
    /// counted where it comes from.
    fn number(&mut self, kind: NumberedKind) {
        if self.body.part != Part::Whole || self.body.ids == Ids::Omitted || self.notes.at_the_end() {
            return;
        }
        let labels = &self.body.labels;
        let (label, count) = match kind {
            NumberedKind::Figure => (&labels.figure_number, &mut self.figures),
            NumberedKind::Table => (&labels.table_number, &mut self.tables),
        };
        *count += 1;
        let words = numbered(label, &count.to_string());
        self.push(&format!("<span class=\"number\">{}</span> ", escape(&words)));
    }

    /// What a printing function prints, apart from the rest.
    fn apart(&mut self, print: impl FnOnce(&mut Self)) -> String {
        let rest = std::mem::take(&mut self.out);
        print(self);
        std::mem::replace(&mut self.out, rest)
    }
}

/// An anchor as text, if there is one.
fn name(anchor: Option<&Anchor>) -> Option<&str> {
    anchor.map(Anchor::as_str)
}
