//! Parts of a line.

use super::{Printer, push_attribute};
use crate::model::{HtmlPolicy, Image, Inline, LinkId, LinkKind, TextId, ids_in};
use crate::render::body::Target;
use crate::render::sanitize::{Piece, sanitize};

impl<'b> Printer<'b> {
    /// Prints a line of text.
    pub(super) fn inlines(&mut self, inlines: &'b [Inline]) {
        let raw = inlines.iter().any(|inline| matches!(inline, Inline::Html(_)));
        if !raw || self.body.html != HtmlPolicy::Sanitize {
            let next = inlines.iter().skip(1).map(Some).chain([None]);
            return inlines.iter().zip(next).for_each(|(inline, next)| self.inline(inline, next));
        }
        let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(inlines.len());
        for (n, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Html(html) => {
                    pieces.extend(self.raw_ids(html));
                    pieces.push(Piece::Raw(html));
                }
                _ => {
                    pieces.push(Piece::Ours(self.apart(|printer| printer.inline(inline, inlines.get(n + 1)))))
                }
            }
        }
        self.push(&sanitize(&pieces));
    }

    /// The ids of raw HTML on elements of ours: what is cleaned has none, as they
    /// would meet those of the page.
    pub(super) fn raw_ids(&mut self, html: &'b str) -> Option<Piece<'static>> {
        let ids = self.apart(|printer| {
            for id in ids_in(html) {
                let known = printer.body.note.blocks.iter().any(|known| known.as_str() == id);
                if known && printer.id_of(id).is_some() && printer.raw_ids.insert(id) {
                    printer.open("span", Some(id));
                    printer.push("</span>");
                }
            }
        });
        (!ids.is_empty()).then_some(Piece::Ours(ids))
    }

    /// Prints one part of a line, before another.
    fn inline(&mut self, inline: &'b Inline, next: Option<&Inline>) {
        match inline {
            Inline::Text(id, text) => self.text(*id, text),
            Inline::Code(code) => self.wrapped("code", |printer| printer.escaped(code)),
            Inline::Emphasis(inner) => self.wrapped("em", |printer| printer.inlines(inner)),
            Inline::Strong(inner) => self.wrapped("strong", |printer| printer.inlines(inner)),
            Inline::Strikethrough(inner) => self.wrapped("del", |printer| printer.inlines(inner)),
            Inline::Highlight(inner) => self.wrapped("mark", |printer| printer.inlines(inner)),
            Inline::Link(id, content) => self.link(*id, content),
            Inline::Image(image) => self.image(image),
            Inline::Embed(id) => self.link(*id, &[]),
            Inline::Citation(id) => self.citation(*id, next),
            Inline::Footnote(id) => self.footnote_mark(*id),
            Inline::Html(html) => self.raw(html),
            Inline::SoftBreak => self.push("\n"),
            Inline::HardBreak => self.push("<br>\n"),
        }
    }

    /// Raw HTML where it needs no joining.
    pub(super) fn raw(&mut self, html: &str) {
        match self.body.html {
            // Markdown has no U+0000, but its parser leaves those in HTML.
            HtmlPolicy::Allow => self.push(&html.replace('\0', "\u{FFFD}")),
            HtmlPolicy::Sanitize => self.push(&sanitize(&[Piece::Raw(html)])),
            HtmlPolicy::Escape
                if html.trim_start().starts_with("<!--") && html.trim_end().ends_with("-->") => {}
            HtmlPolicy::Escape => self.escaped(html),
        }
    }

    fn wrapped(&mut self, tag: &str, content: impl FnOnce(&mut Self)) {
        self.push(&format!("<{tag}>"));
        content(self);
        self.push(&format!("</{tag}>"));
    }

    /// Prints text with the links of the terms in it.
    fn text(&mut self, id: TextId, text: &str) {
        let terms = &self.body.terms;
        let first = terms.partition_point(|term| term.text < id);
        let mut printed = self.held_mark(text);
        for term in terms[first..].iter().take_while(|term| term.text == id) {
            let (start, end) = (term.start as usize, term.end as usize);
            // A mark that does not fit the text is left out.
            let (Some(before), Some(word)) = (text.get(printed..start), text.get(start..end)) else {
                continue;
            };
            self.escaped(before);
            if self.in_link {
                self.escaped(word);
            } else {
                self.push("<a class=\"term\"");
                self.attribute("href", &term.href);
                self.push(">");
                self.escaped(word);
                self.push("</a>");
            }
            printed = end;
        }
        self.escaped(&text[printed..]);
    }

    /// Prints a link around its text; around the title of what it leads to, if
    /// it has no text.
    pub(super) fn link(&mut self, id: LinkId, content: &'b [Inline]) {
        let link = self.body.note.links.get(id.0 as usize);
        let own = match self.target(id) {
            Target::File { .. } => self.name_of_file(id),
            _ => link
                .map_or("", |link| if link.text.is_empty() { &link.target } else { &link.text })
                .to_owned(),
        };
        let words = |printer: &mut Self, title: &str| match content.is_empty() {
            true if link.is_some_and(|link| link.kind == LinkKind::Markdown) => {}
            true => printer.escaped(title),
            false => printer.inlines(content),
        };
        if self.in_link {
            return words(self, &own);
        }
        let (class, href, title) = match self.target(id) {
            Target::Page { href, title } | Target::Embed { href, title, .. } => ("", href, &**title),
            Target::File { href } => ("", href, own.as_str()),
            Target::External { href } => (" class=\"external\"", href, own.as_str()),
            Target::Nowhere => {
                self.push("<span class=\"broken\">");
                words(self, &own);
                return self.push("</span>");
            }
        };
        // An embed's own text says how to show it; the title says what it is.
        let title = match link {
            Some(link) if link.kind == LinkKind::Embed && !link.text.is_empty() => &link.text,
            _ => title,
        };
        self.push("<a");
        self.push(class);
        self.attribute("href", href);
        if !class.is_empty() {
            self.push(" rel=\"noopener\"");
        }
        if let Some(link) = link
            && !link.title.is_empty()
        {
            self.push(" title=\"");
            self.escaped(&link.title);
            self.push("\"");
        }
        self.push(">");
        self.in_link = true;
        words(self, title);
        self.in_link = false;
        self.push("</a>");
    }

    /// What a link to a file is called: its words, else what was typed, and the
    /// page if one is asked for, as of `paper.pdf#page=3`.
    pub(super) fn name_of_file(&self, id: LinkId) -> String {
        let Some(link) = self.body.note.links.get(id.0 as usize) else { return String::new() };
        if !link.text.is_empty() {
            return link.text.to_string();
        }
        self.body.labels.name_of_file(&link.target)
    }

    /// Prints a picture. One from elsewhere becomes a link, because pages load
    /// nothing from outside their folder.
    pub(super) fn image(&mut self, image: &Image) {
        let title = if image.title.is_empty() { None } else { Some(image.title.as_str()) };
        self.image_titled(image, title);
    }

    /// Prints a picture with another title than its own.
    pub(super) fn image_titled(&mut self, image: &Image, title: Option<&str>) {
        let href = match self.target(image.link) {
            Target::File { href } => href,
            Target::Page { .. } | Target::Embed { .. } | Target::External { .. } if !image.alt.is_empty() => {
                return self.link_with_words(image.link, &image.alt);
            }
            Target::Page { href, .. } | Target::Embed { href, .. } | Target::External { href } => {
                return self.link_with_words(image.link, href);
            }
            Target::Nowhere => {
                let target = self.body.note.links.get(image.link.0 as usize).map_or("", |link| &link.target);
                self.push("<span class=\"broken\">");
                self.escaped(if image.alt.is_empty() { target } else { &image.alt });
                return self.push("</span>");
            }
        };
        self.push("<img");
        self.attribute("src", href);
        self.push(" alt=\"");
        self.escaped(&image.alt);
        self.push("\"");
        if let Some(title) = title {
            self.push(" title=\"");
            self.escaped(title);
            self.push("\"");
        }
        if let Some(size) = image.size {
            self.attribute("width", &size.width.to_string());
            if let Some(height) = size.height {
                self.attribute("height", &height.to_string());
            }
        }
        self.push(" loading=\"lazy\">");
    }

    fn link_with_words(&mut self, id: LinkId, words: &str) {
        let (Target::Page { href, .. } | Target::Embed { href, .. } | Target::External { href }) =
            self.target(id)
        else {
            return self.escaped(words);
        };
        if self.in_link {
            return self.escaped(words);
        }
        self.push("<a class=\"external\" href=\"");
        push_attribute(&mut self.out, href);
        self.push("\" rel=\"noopener\">");
        self.escaped(words);
        self.push("</a>");
    }
}
