//! Blocks as Markdown.

use super::Printer;
use super::escape::{address, starts_of_lines};
use super::inline::{decode, longest_run};
use crate::model::{
    Alignment, Block, Callout, Cell, Chart, CodeBlock, Definition, EventId, Found, HtmlPolicy, Inline,
    LinkId, List, Table,
};
use crate::render::body::Target;

impl Printer<'_> {
    /// What the body shows of its note.
    pub(super) fn part(&mut self) -> String {
        match self.body.part.find(&self.body.note) {
            Found::Blocks(blocks) => self.blocks(blocks),
            Found::Item(list, item) => self.list(&List { start: list.start, items: vec![item.clone()] }),
            Found::Definition(entry) => self.definition(entry),
            Found::Event(event) => self.event(event),
        }
    }

    /// Blocks with a blank line between them; empty, or ending in a line end.
    pub(super) fn blocks(&mut self, blocks: &[Block]) -> String {
        let mut out = String::new();
        for block in blocks {
            let text = self.block(block);
            if text.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&text);
        }
        out
    }

    fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Paragraph(inlines) | Block::Plain(inlines) => {
                let text = starts_of_lines(self.inlines(inlines).trim());
                if text.is_empty() { text } else { text + "\n" }
            }
            Block::Heading(id) => {
                let note = self.body.note.clone();
                let Some(heading) = note.headings.get(id.0 as usize) else { return String::new() };
                let level = (heading.level + self.body.heading_shift).min(6);
                let text = self.inlines(&heading.content).replace('\n', " ");
                format!("{} {}\n", "#".repeat(level.into()), text.trim())
            }
            Block::Quote(blocks) => item("> ", "> ", &self.blocks(blocks)),
            Block::Callout(callout) => self.callout(callout),
            Block::List(list) => self.list(list),
            Block::DefinitionList(entries) => {
                let entries: Vec<String> = entries.iter().map(|entry| self.definition(entry)).collect();
                entries.join("\n")
            }
            Block::Code(code) => {
                let CodeBlock { language, text, .. } = &**code;
                let fence = "`".repeat(longest_run(text).max(2) + 1);
                let end = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
                format!("{fence}{language}\n{text}{end}{fence}\n")
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => {
                let picture = self.inlines(&[Inline::Image(Box::new(figure.image.clone()))]);
                match &figure.caption {
                    Some(words) => format!("{picture}\n\n*{}*\n", self.inlines(words).trim()),
                    None => picture + "\n",
                }
            }
            Block::Embed(id) => self.embed(*id),
            Block::Timeline(events) => events.iter().map(|id| self.event(*id)).collect(),
            Block::Chart(chart) => chart_table(chart),
            Block::Html(html) => self.html(html),
            Block::Rule => "* * *\n".to_owned(),
            Block::Anchored(_, block) => self.block(block),
        }
    }

    fn callout(&mut self, callout: &Callout) -> String {
        let title = callout.title.as_ref().map_or_else(String::new, |title| self.inlines(title));
        let head = format!("[!{}] {}", callout.kind.to_uppercase(), title.replace('\n', " "));
        let body = self.blocks(&callout.body);
        item("> ", "> ", &format!("{}\n{body}", head.trim_end()))
    }

    fn list(&mut self, list: &List) -> String {
        let is_tight =
            list.items.iter().all(|item| !item.body.iter().any(|b| matches!(inner(b), Block::Paragraph(_))));
        let mut out = String::new();
        for (at, entry) in list.items.iter().enumerate() {
            if at > 0 && !is_tight {
                out.push('\n');
            }
            let marker = match list.start {
                Some(first) => format!("{}. ", first.saturating_add(at as u64)),
                None => "- ".to_owned(),
            };
            let indent = " ".repeat(marker.len());
            let task = match entry.task {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            let body = if is_tight {
                entry.body.iter().map(|block| self.block(block)).collect()
            } else {
                self.blocks(&entry.body)
            };
            let body = if body.is_empty() { "\n" } else { &body };
            out.push_str(&item(&format!("{marker}{task}"), &indent, body));
        }
        out
    }

    fn definition(&mut self, entry: &Definition) -> String {
        let mut out: String =
            entry.terms.iter().map(|term| self.inlines(term).replace('\n', " ") + "\n").collect();
        for definition in &entry.definitions {
            out.push_str(&item(": ", "  ", &self.blocks(definition)));
        }
        out
    }

    fn table(&mut self, table: &Table) -> String {
        let mut out = self.row(&table.head);
        for alignment in &table.alignments {
            out.push_str(match alignment {
                Alignment::Default => "|---",
                Alignment::Left => "|:--",
                Alignment::Center => "|:-:",
                Alignment::Right => "|--:",
            });
        }
        out.push_str("|\n");
        for row in &table.rows {
            out.push_str(&self.row(row));
        }
        if let Some(caption) = &table.caption {
            out.push_str(&format!("\nTable: {}\n", self.inlines(caption).replace('\n', " ").trim()));
        }
        out
    }

    fn row(&mut self, cells: &[Cell]) -> String {
        let cells = cells.iter().map(|cell| {
            let text = self.inlines(cell).replace("\\\n", " ").replace('\n', " ");
            format!("| {} ", text.trim().replace('|', "\\|"))
        });
        cells.collect::<String>() + "|\n"
    }

    fn embed(&mut self, id: LinkId) -> String {
        let Some(target) = self.body.links.get(id.0 as usize) else { return String::new() };
        let Target::Embed { href, title, body } = target else {
            return self.inlines(&[Inline::Embed(id)]) + "\n";
        };
        self.embeds += 1;
        let mut inside = Printer::new(body, format!("{}e{}-", self.prefix, self.embeds));
        let mut text = inside.part();
        self.notes.extend(inside.notes);
        text.push_str(&format!("\n[{}]({})\n", super::line(title), address(href)));
        item("> ", "> ", text.trim_start_matches('\n'))
    }

    fn event(&mut self, id: EventId) -> String {
        let note = self.body.note.clone();
        let at = id.0 as usize;
        let (Some(event), Some(date)) = (note.events.get(at), self.body.dates.get(at)) else {
            return String::new();
        };
        let text = self.inlines(&event.text).replace('\n', " ");
        format!("- **{}**: {}\n", super::line(&date.text), text.trim())
    }

    /// The text of raw HTML; the HTML itself where the book shows it as text.
    fn html(&mut self, html: &str) -> String {
        let text = match self.body.html {
            HtmlPolicy::Escape => html.to_owned(),
            HtmlPolicy::Sanitize | HtmlPolicy::Allow => text_of(html),
        };
        let text = super::line(&text);
        if text.is_empty() { text } else { text + "\n" }
    }
}

/// The table of a chart, under its title.
fn chart_table(chart: &Chart) -> String {
    let row = |cells: &[String]| {
        let cells = cells.iter().map(|cell| format!("| {} ", super::line(cell).replace('|', "\\|")));
        cells.collect::<String>() + "|\n"
    };
    let mut out = row(&chart.head) + &"|---".repeat(chart.head.len()) + "|\n";
    chart.rows.iter().for_each(|cells| out.push_str(&row(cells)));
    if !chart.title.is_empty() {
        let unit = if chart.unit.is_empty() { String::new() } else { format!(" ({})", chart.unit) };
        out.push_str(&format!("\nTable: {}\n", super::line(&format!("{}{unit}", chart.title))));
    }
    out
}

/// A block without its id.
fn inner(block: &Block) -> &Block {
    match block {
        Block::Anchored(_, block) => inner(block),
        block => block,
    }
}

/// Text with `first` before its first line and `others` before all further
/// lines that are not blank.
pub(super) fn item(first: &str, others: &str, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + first.len() + 16);
    for (at, line) in text.lines().enumerate() {
        let before = if at == 0 { first } else { others };
        out.push_str(if line.is_empty() { before.trim_end() } else { before });
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// What is left of raw HTML without tags, comments, scripts and style sheets.
fn text_of(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&decode(&rest[..at]));
        rest = &rest[at..];
        let lower = rest.get(..7).unwrap_or(rest).to_ascii_lowercase();
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if lower.starts_with("<script") || lower.starts_with("<style") {
            // The first tag that ends anything is near enough: what is inside is
            // for programs.
            rest.find("</").and_then(|at| rest[at..].find('>').map(|end| at + end + 1))
        } else {
            rest.find('>').map(|at| at + 1)
        };
        let Some(end) = end else { return out };
        rest = &rest[end..];
        out.push(' ');
    }
    out + &decode(rest)
}
