//! Tables.

use super::Printer;
use crate::model::{Alignment, Inline, NumberedKind, Table};

impl<'b> Printer<'b> {
    /// Prints a table in a box that can be scrolled sideways, by keyboard too.
    pub(super) fn table(&mut self, table: &'b Table, id: Option<&str>) {
        self.push("<div class=\"table\"");
        self.id(id);
        self.push(" role=\"group\" aria-label=\"");
        let caption = table.caption.as_deref().map(words).unwrap_or_default();
        let label = if caption.is_empty() { &self.body.labels.table } else { &caption };
        self.escaped(label);
        self.push("\" tabindex=\"0\">\n<table>\n");
        if let Some(caption) = &table.caption {
            self.push("<caption>");
            self.number(NumberedKind::Table);
            self.inlines(caption);
            self.push("</caption>\n");
        }
        if table.head.iter().any(|cell| !cell.is_empty()) {
            self.push("<thead>\n");
            self.row(table, &table.head, "th");
            self.push("</thead>\n");
        }
        if !table.rows.is_empty() {
            self.push("<tbody>\n");
            table.rows.iter().for_each(|row| self.row(table, row, "td"));
            self.push("</tbody>\n");
        }
        self.push("</table>\n</div>\n");
    }

    fn row(&mut self, table: &Table, cells: &'b [Vec<Inline>], tag: &str) {
        self.push("<tr>\n");
        for (column, cell) in cells.iter().enumerate() {
            // A header without words heads nothing.
            let tag = if cell.is_empty() { "td" } else { tag };
            self.push("<");
            self.push(tag);
            if tag == "th" {
                self.push(" scope=\"col\"");
            }
            self.push(match table.alignments.get(column) {
                Some(Alignment::Left) => " class=\"left\"",
                Some(Alignment::Center) => " class=\"center\"",
                Some(Alignment::Right) => " class=\"right\"",
                Some(Alignment::Default) | None => "",
            });
            self.push(">");
            self.inlines(cell);
            self.push(&format!("</{tag}>\n"));
        }
        self.push("</tr>\n");
    }
}

/// The words of a line, for a name that is read out.
fn words(inlines: &[Inline]) -> String {
    let mut out = String::new();
    add_words(inlines, &mut out);
    out.truncate(out.trim_end().len());
    out
}

fn add_words(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(_, text) => out.push_str(text),
            Inline::Code(code) => out.push_str(code),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Highlight(inner)
            | Inline::Link(_, inner) => add_words(inner, out),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            // What is left out takes the blank before it with it.
            Inline::Citation(_) | Inline::Footnote(_) => out.truncate(out.trim_end().len()),
            Inline::Image(_) | Inline::Embed(_) | Inline::Html(_) => {}
        }
    }
}
