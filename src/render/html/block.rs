//! Blocks.

use super::escape::escape;
use super::{Printer, name};
use crate::model::{
    Block, Callout, CodeBlock, Definition, EventId, Fold, HeadingId, HtmlPolicy, Image, Inline, LinkId, List,
    ListItem, Media, NumberedKind,
};
use crate::render::body::Target;
use crate::render::sanitize::{Piece, sanitize};

impl<'b> Printer<'b> {
    /// Prints blocks that stand one after the other.
    pub(super) fn blocks(&mut self, blocks: &'b [Block]) {
        let raw = blocks.iter().any(|block| matches!(block, Block::Html(_)));
        if !raw || self.body.html != HtmlPolicy::Sanitize {
            return blocks.iter().for_each(|block| self.block(block, None));
        }
        let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(blocks.len());
        for block in blocks {
            match block {
                Block::Html(html) => {
                    pieces.extend(self.raw_ids(html));
                    pieces.push(Piece::Raw(html));
                }
                _ => pieces.push(Piece::Ours(self.apart(|printer| printer.block(block, None)))),
            }
        }
        self.push(&sanitize(&pieces));
    }

    /// Prints a block; `id` is what links call it.
    fn block(&mut self, block: &'b Block, id: Option<&str>) {
        if matches!(block, Block::Paragraph(_) | Block::Anchored(..)) {
            return self.any_block(block, id);
        }
        // Paragraphs inside of others have no number.
        let numbers = self.numbers.take();
        self.any_block(block, id);
        self.numbers = numbers;
    }

    fn any_block(&mut self, block: &'b Block, id: Option<&str>) {
        match block {
            Block::Paragraph(content) => self.paragraph(content, id),
            Block::Plain(content) if id.is_some() => {
                self.open("span", id);
                self.inlines(content);
                self.push("</span>\n");
            }
            Block::Plain(content) => {
                self.inlines(content);
                self.push("\n");
            }
            Block::Heading(heading) if id.is_none() => self.heading(*heading),
            Block::Quote(inner) => {
                self.open("blockquote", id);
                self.push("\n");
                self.blocks(inner);
                self.push("</blockquote>\n");
            }
            Block::Callout(callout) => self.callout(callout, id),
            Block::List(list) => {
                self.open_list(list, id);
                list.items.iter().for_each(|item| self.item(item));
                self.push(if list.start.is_some() { "</ol>\n" } else { "</ul>\n" });
            }
            Block::DefinitionList(entries) if id.is_none() => self.definitions(entries),
            Block::Chart(chart) => self.chart(chart, id),
            Block::Code(code) => self.code(code, id),
            Block::Table(table) => self.table(table, id),
            Block::Figure(figure) => self.figure(&figure.image, figure.caption.as_deref(), id),
            Block::Embed(link) if id.is_none() => self.embed(*link),
            Block::Timeline(events) if id.is_none() => self.events(events),
            Block::Html(html) if id.is_none() => self.html(html),
            Block::Rule => {
                self.open("hr", id);
                self.push("\n");
            }
            Block::Anchored(anchor, inner) if id.is_none() => self.block(inner, Some(anchor.as_str())),
            // What has an id of its own, or no element to carry one.
            _ => {
                self.open("div", id);
                self.push("\n");
                self.block(block, None);
                self.push("</div>\n");
            }
        }
    }

    pub(super) fn open(&mut self, tag: &str, id: Option<&str>) {
        self.push("<");
        self.push(tag);
        self.id(id);
        self.push(">");
    }

    fn html(&mut self, html: &str) {
        match self.body.html {
            HtmlPolicy::Escape => {
                let text = self.apart(|printer| printer.raw(html.trim_end()));
                if !text.is_empty() {
                    self.push(&format!("<p>{text}</p>\n"));
                }
            }
            HtmlPolicy::Allow | HtmlPolicy::Sanitize => self.raw(html),
        }
    }

    fn heading(&mut self, id: HeadingId) {
        let Some(heading) = self.body.note.headings.get(id.0 as usize) else { return };
        let level = (heading.level + self.body.heading_shift).clamp(1, 6);
        let anchor = self.id_of(heading.anchor.as_str());
        self.open(&format!("h{level}"), Some(heading.anchor.as_str()));
        self.inlines(&heading.content);
        if let Some(anchor) = anchor {
            self.push(" <a class=\"anchor\"");
            self.attribute("href", &format!("#{anchor}"));
            let body = self.body;
            self.attribute("aria-label", &body.labels.link_to_heading);
            self.push(">#</a>");
        }
        self.push(&format!("</h{level}>\n"));
    }

    fn callout(&mut self, callout: &'b Callout, id: Option<&str>) {
        let (outer, title) = match callout.fold {
            None => ("aside", "p"),
            Some(_) => ("details", "summary"),
        };
        self.push(&format!("<{outer} class=\"callout callout-{}\"", callout.kind));
        self.id(id);
        self.push(match callout.fold {
            None => " role=\"note\">\n",
            Some(Fold::Open) => " open>\n",
            Some(Fold::Closed) => ">\n",
        });
        self.push(&format!("<{title} class=\"callout-title\">"));
        match &callout.title {
            Some(words) => self.inlines(words),
            None => {
                let body = self.body;
                self.escaped(body.labels.callout(callout.kind));
            }
        }
        self.push(&format!("</{title}>\n"));
        self.blocks(&callout.body);
        self.push(&format!("</{outer}>\n"));
    }

    /// Prints one item of a list as a list of its own.
    pub(super) fn item_alone(&mut self, list: &List, item: &'b ListItem) {
        let before = list.items.iter().take_while(|other| !std::ptr::eq(*other, item)).count();
        let start = list.start.map(|start| start.saturating_add(before as u64));
        self.open_list(&List { start, items: Vec::new() }, None);
        self.item(item);
        self.push(if list.start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn open_list(&mut self, list: &List, id: Option<&str>) {
        self.push(if list.start.is_some() { "<ol" } else { "<ul" });
        self.id(id);
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.attribute("start", &start.to_string());
        }
        self.push(">\n");
    }

    fn item(&mut self, item: &'b ListItem) {
        self.push(if item.task.is_some() { "<li class=\"task\"" } else { "<li" });
        self.id(name(item.anchor.as_ref()));
        self.push(">");
        let Some(done) = item.task else {
            if !matches!(item.body.first(), None | Some(Block::Plain(_))) {
                self.push("\n");
            }
            self.blocks(&item.body);
            return self.close_item();
        };
        let checked = if done { " checked" } else { "" };
        match item.body.split_first() {
            // Raw HTML may reach beyond its own line, so the label would not hold it.
            Some((Block::Plain(content), rest)) if !has_html(content) => {
                self.push(&format!("<label><input type=\"checkbox\" disabled{checked}> "));
                self.inlines(content);
                self.push("</label>\n");
                self.blocks(rest);
            }
            Some((Block::Paragraph(content), rest)) if !has_html(content) => {
                self.push(&format!("\n<p><label><input type=\"checkbox\" disabled{checked}> "));
                self.inlines(content);
                self.push("</label></p>\n");
                self.blocks(rest);
            }
            _ => {
                let labels = &self.body.labels;
                let label = escape(if done { &labels.done } else { &labels.to_do });
                self.push(&format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "));
                self.blocks(&item.body);
            }
        }
        self.close_item();
    }

    fn close_item(&mut self) {
        // The text of a tight item ends where the item does.
        if self.out.ends_with('\n') && !self.out.ends_with(">\n") {
            self.out.pop();
        }
        self.push("</li>\n");
    }

    /// Prints entries of a definition list.
    pub(super) fn definitions(&mut self, entries: &'b [Definition]) {
        self.push("<dl>\n");
        for entry in entries {
            for (index, term) in entry.terms.iter().enumerate() {
                self.open("dt", Some(entry.anchor.as_str()).filter(|_| index == 0));
                self.inlines(term);
                self.push("</dt>\n");
            }
            for definition in &entry.definitions {
                self.push("<dd>");
                match definition.as_slice() {
                    [Block::Paragraph(content) | Block::Plain(content)] => self.inlines(content),
                    blocks => {
                        self.push("\n");
                        self.blocks(blocks);
                    }
                }
                self.push("</dd>\n");
            }
        }
        self.push("</dl>\n");
    }

    fn code(&mut self, code: &CodeBlock, id: Option<&str>) {
        let CodeBlock { language, text, runs } = code;
        self.push("<pre");
        self.id(id);
        self.push(" tabindex=\"0\"><code");
        if !language.is_empty() {
            self.push(" class=\"language-");
            self.escaped(language);
            self.push("\"");
        }
        self.push(">");
        let mut rest = text.as_str();
        for run in runs.iter() {
            let (shown, after) = rest.split_at(run.len as usize);
            match run.class {
                "" => self.escaped(shown),
                class => {
                    self.push("<span class=\"");
                    self.push(class);
                    self.push("\">");
                    self.escaped(shown);
                    self.push("</span>");
                }
            }
            rest = after;
        }
        self.escaped(rest);
        self.push("</code></pre>\n");
    }

    fn figure(&mut self, image: &'b Image, caption: Option<&'b [Inline]>, id: Option<&str>) {
        self.open("figure", id);
        self.push("\n");
        // The title stands under the picture, where everybody can read it.
        self.image_titled(image, None);
        self.push("\n");
        if let Some(caption) = caption {
            self.push("<figcaption>");
            self.number(NumberedKind::Figure);
            self.inlines(caption);
            self.push("</figcaption>\n");
        }
        self.push("</figure>\n");
    }

    fn embed(&mut self, link: LinkId) {
        let (href, title, body) = match self.target(link) {
            Target::Embed { href, title, body } => (href, title, body),
            Target::File { href } => match Media::of(&self.body.note.links[link.0 as usize].target) {
                Some(Media::Sound) => return self.player("audio", href, link),
                Some(Media::Film) => return self.player("video", href, link),
                _ => return self.link_alone(link),
            },
            _ => return self.link_alone(link),
        };
        self.push("<div class=\"embed\">\n");
        self.push(&super::html(body));
        self.push("<p class=\"embed-source\"><a");
        self.attribute("href", href);
        self.push(">");
        self.escaped(title);
        self.push("</a></p>\n</div>\n");
    }

    fn link_alone(&mut self, link: LinkId) {
        self.push("<p>");
        self.link(link, &[]);
        self.push("</p>\n");
    }

    /// Prints a sound or film. The link under it is for browsers that cannot play
    /// it, for policies that forbid it, and for paper.
    fn player(&mut self, tag: &str, href: &str, link: LinkId) {
        self.push(&format!("<figure class=\"media\">\n<{tag} controls preload=\"metadata\""));
        self.attribute("src", href);
        self.attribute("aria-label", &self.name_of_file(link));
        self.push(&format!("></{tag}>\n<figcaption>"));
        self.link(link, &[]);
        self.push("</figcaption>\n</figure>\n");
    }

    /// Prints events as a list.
    pub(super) fn events(&mut self, events: &[EventId]) {
        self.push("<ol class=\"events\">\n");
        for id in events {
            let Some(event) = self.body.note.events.get(id.0 as usize) else { continue };
            self.push("<li");
            self.id(Some(event.anchor.as_str()));
            self.push(">");
            let date = self.body.dates.get(id.0 as usize);
            let (text, datetime) = match date {
                Some(date) => (date.text.as_str(), date.datetime.as_deref()),
                None => (event.date.edtf.as_str(), None),
            };
            let tag = if datetime.is_some() { "time" } else { "span" };
            self.push(&format!("<{tag} class=\"date\""));
            if let Some(datetime) = datetime {
                self.attribute("datetime", datetime);
            }
            self.push(">");
            self.escaped(text);
            self.push(&format!("</{tag}> <div class=\"event\">"));
            self.inlines(&event.text);
            for tag in &event.tags {
                self.push(" <span class=\"tag\">#");
                self.escaped(tag);
                self.push("</span>");
            }
            self.push("</div></li>\n");
        }
        self.push("</ol>\n");
    }
}

fn has_html(content: &[Inline]) -> bool {
    content.iter().any(|inline| matches!(inline, Inline::Html(_)))
}
