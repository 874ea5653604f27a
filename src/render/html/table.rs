//! Tables.

use super::Printer;
use super::escape::escape;
use crate::model::{Alignment, Inline, Table};

impl<'b> Printer<'b> {
    /// Prints a table in a box that can be scrolled sideways, by keyboard too.
    pub(super) fn table(&mut self, table: &'b Table, id: Option<&str>) {
        self.push("<div class=\"table\"");
        self.id(id);
        self.push(" role=\"group\" aria-label=\"");
        let caption = table.caption.as_deref().map(words).unwrap_or_default();
        self.push(&if caption.is_empty() { "Table".to_owned() } else { escape(&caption) });
        self.push("\" tabindex=\"0\">\n<table>\n");
        if let Some(caption) = &table.caption {
            self.push("<caption>");
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
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.text.clone(),
            Inline::Code(code) => code.clone(),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Highlight(inner)
            | Inline::Link(_, inner) => words(inner),
            Inline::SoftBreak | Inline::HardBreak => " ".to_owned(),
            _ => String::new(),
        })
        .collect::<String>()
        .trim()
        .to_owned()
}
