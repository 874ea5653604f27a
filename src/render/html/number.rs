//! Numbers of paragraphs, for books whose paragraphs are cited.
//!
//! A number is a place in the note as it is now. The id that a link keeps is
//! made from the first words of the paragraph, so it outlives paragraphs that
//! come and go before it and edits behind those words. An author who wants more
//! gives the paragraph an id (` ^id`), and then that is the one.

use std::collections::BTreeSet;

use super::Printer;
use crate::model::{Inline, slug};
use crate::render::labels::numbered;

/// How many words an id is made from.
const WORDS: usize = 5;

/// The most characters of them, for languages that write without blanks.
const LENGTH: usize = 40;

/// The numbers of the paragraphs that stand in the note itself, and not in its
/// lists, quotations or footnotes.
#[derive(Default)]
pub(super) struct Numbers {
    count: usize,
    taken: BTreeSet<String>,
}

impl Numbers {
    /// The number of the next paragraph, and its id if it has none of its own.
    fn next(&mut self, content: &[Inline]) -> (usize, String) {
        self.count += 1;
        let mut text = String::new();
        words(content, &mut text);
        let opening: Vec<&str> = text.split_whitespace().take(WORDS).collect();
        let slug: String = slug(&opening.join(" ")).chars().take(LENGTH).collect();
        // Ids of headings and blocks hold no dot.
        let base = format!("p.{slug}");
        let id = (1..)
            .map(|n| if n == 1 { base.clone() } else { format!("{base}.{n}") })
            .find(|id| self.taken.insert(id.clone()))
            .expect("there are more numbers than paragraphs");
        (self.count, id)
    }
}

impl<'b> Printer<'b> {
    /// Prints a paragraph, with its number if paragraphs are numbered here.
    pub(super) fn paragraph(&mut self, content: &'b [Inline], id: Option<&str>) {
        let Some((number, made)) = self.numbers.as_mut().map(|numbers| numbers.next(content)) else {
            self.open("p", id);
            self.inlines(content);
            return self.push("</p>\n");
        };
        let id = id.unwrap_or(&made);
        self.open("p", Some(id));
        self.inlines(content);
        if let Some(anchor) = self.id_of(id) {
            self.push(" <a class=\"anchor paragraph-number\"");
            self.attribute("href", &format!("#{anchor}"));
            self.attribute("aria-label", &numbered(&self.body.labels.paragraph, &number.to_string()));
            self.push(&format!(">{number}</a>"));
        }
        self.push("</p>\n");
    }
}

/// The words of a line.
fn words(content: &[Inline], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(_, text) => out.push_str(text),
            Inline::Code(code) => out.push_str(code),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Highlight(inner)
            | Inline::Link(_, inner) => words(inner, out),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::Image(_)
            | Inline::Embed(_)
            | Inline::Citation(_)
            | Inline::Footnote(_)
            | Inline::Html(_) => {}
        }
    }
}
