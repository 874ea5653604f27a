//! `chart` blocks: a few settings, then a small table as CSV.
//!
//! ```text
//! type: line
//! title: Base stations
//! Year,China,United States
//! 2018,0,0
//! 2019,130,50
//! ```

use std::ops::Range;

use super::builder::Builder;
use crate::diagnostic::{Code, did_you_mean};
use crate::model::{Chart, ChartKind};

/// A cell with its place in the text, quotes included.
type Cell = (String, Range<usize>);

/// Reads a chart. `None`, and a diagnostic, if there is nothing to draw.
pub(super) fn chart(builder: &mut Builder<'_, '_>, code: &[(String, Range<usize>)]) -> Option<Chart> {
    let mut chart = Chart {
        kind: ChartKind::Bar,
        title: String::new(),
        unit: String::new(),
        head: Vec::new(),
        rows: Vec::new(),
    };
    let mut block = 0..0;
    for (text, range) in code {
        if block.is_empty() {
            block = range.clone();
        }
        block.end = range.end;
        let mut start = range.start;
        for line in text.split_inclusive('\n') {
            let place = start..(start + line.trim_end().len()).min(range.end);
            start = (start + line.len()).min(range.end);
            if line.trim().is_empty() {
                continue;
            }
            if chart.head.is_empty() {
                if setting(builder, &mut chart, line.trim_end(), place.start) {
                    continue;
                }
                chart.head =
                    cells(builder, line.trim_end(), place.start).into_iter().map(|(text, _)| text).collect();
                continue;
            }
            let row = cells(builder, line.trim_end(), place.start);
            add_row(builder, &mut chart, row, place);
        }
    }
    if chart.head.len() < 2 || chart.rows.is_empty() {
        report(
            builder,
            block,
            "a chart needs a line of names and a line of numbers below it".to_owned(),
            Some("write it so: `Year,Sales`, then `2019,40`"),
        );
        return None;
    }
    Some(chart)
}

/// What can be said of a chart before its table begins.
const SETTINGS: [&str; 3] = ["type", "title", "unit"];

/// Reads `type:`, `title:` or `unit:`. Whether the line is such a setting.
fn setting(builder: &mut Builder<'_, '_>, chart: &mut Chart, line: &str, start: usize) -> bool {
    let Some((name, value)) = line.split_once(':') else { return false };
    let value_text = value.trim();
    match name.trim() {
        "title" => chart.title = value_text.to_owned(),
        "unit" => chart.unit = value_text.to_owned(),
        "type" => match ChartKind::NAMES.iter().find(|(name, _)| *name == value_text) {
            Some((_, kind)) => chart.kind = *kind,
            None => {
                let at = start + line.len() - value.trim_start().len();
                let names = ChartKind::NAMES.iter().map(|(name, _)| *name);
                let help = match did_you_mean(value_text, names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "write `bar`, `line` or `dot`".to_owned(),
                };
                let message = format!("`{value_text}` is no type of chart");
                report(builder, at..at + value_text.len(), message, Some(&help));
            }
        },
        // No table has one column alone.
        name if !line.contains(',') => {
            let at = start + line.len() - line.trim_start().len();
            let help = match did_you_mean(name, SETTINGS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "a chart has a `type`, a `title` and a `unit`; its table begins with the names of \
                         its columns: `Year,Sales`"
                    .to_owned(),
            };
            report(builder, at..at + name.len(), format!("a chart has no `{name}`"), Some(&help));
        }
        _ => return false,
    }
    true
}

fn add_row(builder: &mut Builder<'_, '_>, chart: &mut Chart, row: Vec<Cell>, place: Range<usize>) {
    let wanted = chart.head.len();
    if row.len() != wanted {
        let message = format!("this row has {}, and the first line has {wanted}", cell_count(row.len()));
        report(builder, place, message, Some("put a cell that holds a comma in double quotes"));
    }
    for (text, place) in row.iter().take(wanted).skip(1) {
        if !text.trim().is_empty() && Chart::number(text).is_none() {
            let message = format!("`{}` is not a number", text.trim());
            report(builder, place.clone(), message, Some("leave the cell empty if the number is not known"));
        }
    }
    let mut cells: Vec<String> = row.into_iter().map(|(text, _)| text.trim().to_owned()).collect();
    cells.resize(wanted, String::new());
    chart.rows.push(cells);
}

fn cell_count(count: usize) -> String {
    if count == 1 { "one cell".to_owned() } else { format!("{count} cells") }
}

/// The cells of a line after RFC 4180; a cell in quotes ends on its line.
fn cells(builder: &mut Builder<'_, '_>, line: &str, start: usize) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut at = 0;
    loop {
        let blank = line[at..].len() - line[at..].trim_start().len();
        let (text, end) = match line[at + blank..].strip_prefix('"') {
            Some(inner) => match quoted(inner) {
                Some((text, length)) => (text, at + blank + 1 + length),
                None => {
                    let place = start + at + blank..start + line.len();
                    report(builder, place, "this quotation mark is never closed".to_owned(), None);
                    (inner.to_owned(), line.len())
                }
            },
            None => {
                let end = line[at..].find(',').map_or(line.len(), |comma| at + comma);
                (line[at..end].trim().to_owned(), end)
            }
        };
        cells.push((text, start + at + blank.min(end - at)..start + end));
        // What stands between a closing quote and the comma is left out.
        match line[end..].find(',') {
            Some(comma) => at = end + comma + 1,
            None => return cells,
        }
    }
}

/// The text up to the closing quote and how many bytes it takes with it.
fn quoted(inner: &str) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut chars = inner.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' if chars.next_if(|(_, next)| *next == '"').is_some() => text.push('"'),
            '"' => return Some((text, at + 1)),
            c => text.push(c),
        }
    }
    None
}

fn report(builder: &mut Builder<'_, '_>, place: Range<usize>, message: String, help: Option<&str>) {
    let place = builder.origin.places.range(place);
    builder.tables.report(Code::Chart, place, message, help);
}
