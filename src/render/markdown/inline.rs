//! Inlines as Markdown.

use super::Printer;
use super::escape::{address, inline, push_inline};
use crate::model::{FootnoteId, Inline, LinkId};
use crate::render::body::Target;

impl Printer<'_> {
    /// The inlines of a line or a paragraph; may hold line ends.
    pub(super) fn inlines(&mut self, inlines: &[Inline]) -> String {
        let mut out = String::new();
        for inline in inlines {
            match inline {
                Inline::Text(_, text) => push_inline(&mut out, text),
                other => out += &self.inline(other),
            }
        }
        out
    }

    fn inline(&mut self, inline_: &Inline) -> String {
        match inline_ {
            Inline::Text(_, text) => inline(text),
            Inline::Code(code) => code_span(code),
            Inline::Emphasis(inner) => self.marked("*", inner),
            Inline::Strong(inner) => self.marked("**", inner),
            Inline::Strikethrough(inner) => self.marked("~~", inner),
            Inline::Highlight(inner) => self.marked("==", inner),
            Inline::Link(id, content) => self.link(*id, content),
            Inline::Image(image) => match self.target(image.link).and_then(href) {
                Some(src) => format!("![{}]({})", inline(&image.alt), address(src)),
                None => inline(&image.alt),
            },
            Inline::Embed(id) => self.link(*id, &[]),
            Inline::Citation(id) => {
                let Some(citation) = self.body.citations.get(id.0 as usize) else { return String::new() };
                let text = from_html(&citation.text);
                if citation.note.is_empty() {
                    return text;
                }
                let label = format!("{}c{}", self.prefix, id.0 + 1);
                let note = from_html(&citation.note);
                text + &self.note_mark(label, |_| note)
            }
            Inline::Footnote(id) => {
                let id = *id;
                self.note_mark(format!("{}{}", self.prefix, id.0 + 1), |printer| printer.footnote(id))
            }
            // A tag alone says nothing without its page.
            Inline::Html(_) => String::new(),
            Inline::SoftBreak => "\n".to_owned(),
            Inline::HardBreak => "\\\n".to_owned(),
        }
    }

    fn marked(&mut self, mark: &str, inner: &[Inline]) -> String {
        let text = self.inlines(inner);
        let (start, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
        if start >= end {
            return text;
        }
        // A mark does nothing beside a blank, so blanks stay outside.
        format!("{}{mark}{}{mark}{}", &text[..start], &text[start..end], &text[end..])
    }

    fn target(&self, id: LinkId) -> Option<&Target> {
        self.body.links.get(id.0 as usize)
    }

    fn link(&mut self, id: LinkId, content: &[Inline]) -> String {
        let content = self.inlines(content);
        let Some(target) = self.target(id) else { return content };
        let text = match target {
            _ if !content.trim().is_empty() => content,
            Target::Page { title, .. } | Target::Embed { title, .. } => inline(title),
            Target::File { href } | Target::External { href } => inline(href),
            Target::Nowhere => self.body.note.links.get(id.0 as usize).map_or_else(String::new, |link| {
                inline(if link.text.is_empty() { &link.target } else { &link.text })
            }),
        };
        match href(target) {
            Some(href) => format!("[{text}]({})", address(href)),
            None => text,
        }
    }

    fn note_mark(&mut self, label: String, text: impl FnOnce(&mut Self) -> String) -> String {
        if self.noted.insert(label.clone()) {
            // Its place is kept before its text is printed, which may have marks
            // of other notes, or its own.
            let at = self.notes.len();
            self.notes.push((label.clone(), String::new()));
            let text = text(self);
            self.notes[at].1 = text;
        }
        format!("[^{label}]")
    }

    fn footnote(&mut self, id: FootnoteId) -> String {
        let note = self.body.note.clone();
        note.footnotes.get(id.0 as usize).map_or_else(String::new, |note| self.blocks(&note.body))
    }
}

/// Where a link leads, if it leads anywhere.
fn href(target: &Target) -> Option<&str> {
    match target {
        Target::Page { href, .. }
        | Target::File { href }
        | Target::External { href }
        | Target::Embed { href, .. } => Some(href),
        Target::Nowhere => None,
    }
}

/// Code between more backticks than it holds in a row.
fn code_span(code: &str) -> String {
    let fence = "`".repeat(longest_run(code) + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// The most backticks in a row.
pub(super) fn longest_run(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Phrasing content that this program has printed, as Markdown: italics and
/// links to other sites stay, everything else is its text.
pub(super) fn from_html(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut links: Vec<Option<String>> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&inline(&decode(&rest[..at])));
        let Some(end) = rest[at..].find('>') else { break };
        let tag = &rest[at + 1..at + end];
        rest = &rest[at + end + 1..];
        match tag.split([' ', '/']).find(|name| !name.is_empty()) {
            Some("i" | "em") => out.push('*'),
            Some("b" | "strong") => out.push_str("**"),
            Some("a") if tag.starts_with('/') => {
                if let Some(Some(href)) = links.pop() {
                    out.push_str(&format!("]({})", address(&href)));
                }
            }
            Some("a") => {
                let href = attribute(tag, "href").filter(|href| href.contains("://"));
                if href.is_some() {
                    out.push('[');
                }
                links.push(href);
            }
            _ => {}
        }
    }
    if !rest.contains('<') {
        out.push_str(&inline(&decode(rest)));
    }
    out
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    Some(decode(rest.split('"').next()?))
}

/// Text with the entities resolved that this program writes.
pub(in crate::render) fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{A0}")
        .replace("&amp;", "&")
}
