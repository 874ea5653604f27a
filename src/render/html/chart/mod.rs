//! Charts: a drawing, and the table that it draws.
//!
//! The drawing is an image to those who cannot see it, named by its title; what
//! it says is in the table below it. It has classes and no styles, so a theme
//! can set it in its colours and a strict policy lets it pass.

mod draw;
mod scale;

use super::Printer;
use super::escape::{attribute, escape};
use crate::model::Chart;

impl Printer<'_> {
    /// Prints a chart with its table.
    pub(super) fn chart(&mut self, chart: &Chart, id: Option<&str>) {
        self.push("<figure class=\"chart\"");
        self.id(id);
        self.push(">\n");
        if !chart.title.is_empty() {
            self.push(&format!("<figcaption>{}</figcaption>\n", escape(&chart.title)));
        }
        self.push(&draw::drawing(chart));
        self.push("<div class=\"table\" role=\"group\" tabindex=\"0\"");
        self.attribute("aria-label", name(chart));
        self.push(">\n<table>\n<thead>\n<tr>\n");
        for (column, name) in chart.head.iter().enumerate() {
            let class = if column == 0 { "" } else { " class=\"right\"" };
            let unit = match chart.unit.as_str() {
                unit if column > 0 && !unit.is_empty() => format!(" ({})", escape(unit)),
                _ => String::new(),
            };
            self.push(&format!("<th scope=\"col\"{class}>{}{unit}</th>\n", escape(name)));
        }
        self.push("</tr>\n</thead>\n<tbody>\n");
        for row in &chart.rows {
            self.push("<tr>\n");
            for (column, cell) in row.iter().enumerate() {
                self.push(&match column {
                    0 => format!("<th scope=\"row\">{}</th>\n", escape(cell)),
                    _ => format!("<td class=\"right\">{}</td>\n", escape(cell)),
                });
            }
            self.push("</tr>\n");
        }
        self.push("</tbody>\n</table>\n</div>\n</figure>\n");
    }
}

/// What a chart is called where it is read out.
fn name(chart: &Chart) -> &str {
    match (chart.title.as_str(), chart.head.get(1)) {
        ("", Some(column)) => column,
        (title, _) => title,
    }
}

/// The opening tag of a drawing of a height.
fn svg(chart: &Chart, width: f64, height: f64) -> String {
    format!(
        "<svg class=\"chart-drawing\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {width} {height}\">\n",
        attribute(name(chart))
    )
}
