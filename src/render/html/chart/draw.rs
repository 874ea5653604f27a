//! The drawing of a chart.

use std::fmt::Write as _;

use super::super::escape::escape;
use super::scale::{Scale, Zero};
use super::svg;
use crate::model::{Chart, ChartKind};

/// The width of all drawings, in the units of the SVG: at their full size about
/// CSS pixels.
const WIDTH: f64 = 640.0;

/// The room for the labels of rows.
const LABELS: f64 = 170.0;

/// The room at the right for the words of the last mark or number.
const RIGHT: f64 = 46.0;

/// The height of a line of words.
const LINE: f64 = 22.0;

/// The most characters of a label; the table has all of it.
const LABEL_LENGTH: usize = 26;

/// How many looks of series a theme has; after that they begin again.
const LOOKS: usize = 6;

/// Draws a chart.
pub(super) fn drawing(chart: &Chart) -> String {
    match chart.kind {
        ChartKind::Bar | ChartKind::Dot => rows(chart),
        ChartKind::Line => lines(chart),
    }
}

/// All numbers of a chart.
fn numbers(chart: &Chart) -> impl Iterator<Item = f64> + '_ {
    chart.rows.iter().flat_map(|row| row.iter().skip(1)).filter_map(|cell| Chart::number(cell))
}

fn look(series: usize) -> usize {
    series % LOOKS + 1
}

/// A row of bars or dots for each row of the table, from top to bottom, so that
/// there is room for long labels.
fn rows(chart: &Chart) -> String {
    let series = chart.head.len().saturating_sub(1);
    let (per_row, thickness) = match chart.kind {
        ChartKind::Bar => (series as f64 * 16.0 + 10.0, 13.0),
        ChartKind::Dot | ChartKind::Line => (LINE + 4.0, 0.0),
    };
    let zero = if chart.kind == ChartKind::Bar { Zero::Always } else { Zero::IfNear };
    let scale = Scale::new(numbers(chart), zero);
    let across = |number: f64| LABELS + scale.place(number) * (WIDTH - LABELS - RIGHT);
    let top = legend_height(chart);
    let bottom = top + chart.rows.len() as f64 * per_row;
    let mut out = svg(chart, WIDTH, bottom + LINE + 4.0);
    legend(&mut out, chart);
    for (number, words) in scale.marks() {
        let x = across(number);
        let _ = writeln!(
            out,
            "<line class=\"chart-grid\" x1=\"{x:.1}\" y1=\"{top:.1}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\"/>"
        );
        let y = bottom + 16.0;
        let _ = writeln!(
            out,
            "<text class=\"chart-mark\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{words}</text>"
        );
    }
    for (at, row) in chart.rows.iter().enumerate() {
        let start = top + at as f64 * per_row;
        let middle = start + per_row / 2.0;
        label(&mut out, LABELS - 8.0, middle + 4.5, "end", &row[0]);
        if chart.kind == ChartKind::Dot {
            let (x, end) = (LABELS, WIDTH - RIGHT);
            let _ = writeln!(
                out,
                "<line class=\"chart-grid\" x1=\"{x:.1}\" y1=\"{middle:.1}\" x2=\"{end:.1}\" y2=\"{middle:.1}\"/>"
            );
        }
        for (series, cell) in row.iter().skip(1).enumerate() {
            let Some(number) = Chart::number(cell) else { continue };
            let look = look(series);
            if chart.kind == ChartKind::Dot {
                let x = across(number);
                let _ = writeln!(
                    out,
                    "<circle class=\"series-{look}\" cx=\"{x:.1}\" cy=\"{middle:.1}\" r=\"5.5\"/>"
                );
                continue;
            }
            let (x, end) = (across(number.min(0.0)), across(number.max(0.0)));
            let y = start + 5.0 + series as f64 * 16.0;
            let width = (end - x).max(0.5);
            let _ = writeln!(
                out,
                "<rect class=\"series-{look}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{thickness}\"/>"
            );
            let (x, y) = (end + 4.0, y + 10.5);
            let _ = writeln!(
                out,
                "<text class=\"chart-number\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>",
                escape(cell)
            );
        }
    }
    out.push_str("</svg>\n");
    out
}

/// A line for each column of numbers, the rows from left to right.
fn lines(chart: &Chart) -> String {
    const LEFT: f64 = 64.0;
    const HEIGHT: f64 = 240.0;
    /// How wide the label of a row may be before others are left out.
    const LABEL_WIDTH: f64 = 56.0;
    let scale = Scale::new(numbers(chart), Zero::IfNear);
    let top = legend_height(chart) + 8.0;
    let bottom = top + HEIGHT;
    let count = chart.rows.len();
    let across = |at: usize| LEFT + (at as f64 + 0.5) / count as f64 * (WIDTH - LEFT - 8.0);
    let down = |number: f64| bottom - scale.place(number) * HEIGHT;
    let mut out = svg(chart, WIDTH, bottom + LINE + 4.0);
    legend(&mut out, chart);
    for (number, words) in scale.marks() {
        let (y, end) = (down(number), WIDTH - 8.0);
        let _ = writeln!(
            out,
            "<line class=\"chart-grid\" x1=\"{LEFT:.1}\" y1=\"{y:.1}\" x2=\"{end:.1}\" y2=\"{y:.1}\"/>"
        );
        let (x, y) = (LEFT - 6.0, y + 4.0);
        let _ = writeln!(
            out,
            "<text class=\"chart-mark\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"end\">{words}</text>"
        );
    }
    let every = (LABEL_WIDTH * count as f64 / (WIDTH - LEFT)).ceil().max(1.0) as usize;
    for (at, row) in chart.rows.iter().enumerate().step_by(every) {
        label(&mut out, across(at), bottom + 17.0, "middle", &row[0]);
    }
    for series in 1..chart.head.len() {
        let look = look(series - 1);
        let points: Vec<Option<(f64, f64)>> = chart
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| Chart::number(&row[series]).map(|number| (across(at), down(number))))
            .collect();
        // A number that is not known breaks the line: nothing is made up.
        for run in points.split(Option::is_none) {
            let run: Vec<String> = run.iter().flatten().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
            if run.len() > 1 {
                let _ = writeln!(out, "<polyline class=\"series-{look}\" points=\"{}\"/>", run.join(" "));
            }
        }
        for (x, y) in points.into_iter().flatten() {
            let _ = writeln!(out, "<circle class=\"series-{look}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"/>");
        }
    }
    out.push_str("</svg>\n");
    out
}

fn label(out: &mut String, x: f64, y: f64, anchor: &str, text: &str) {
    let mut short: String = text.chars().take(LABEL_LENGTH).collect();
    if short.len() < text.len() {
        short.pop();
        short.push('\u{2026}');
    }
    let _ = writeln!(
        out,
        "<text class=\"chart-label\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
        escape(&short)
    );
}

fn legend_height(chart: &Chart) -> f64 {
    if chart.head.len() > 2 { (chart.head.len() - 1).div_ceil(3) as f64 * LINE + 4.0 } else { 2.0 }
}

/// The names of the series, three a line; one alone needs none.
fn legend(out: &mut String, chart: &Chart) {
    if chart.head.len() <= 2 {
        return;
    }
    for (series, name) in chart.head.iter().skip(1).enumerate() {
        let x = (series % 3) as f64 * (WIDTH / 3.0);
        let y = (series / 3) as f64 * LINE + 4.0;
        let look = look(series);
        let _ = writeln!(
            out,
            "<rect class=\"series-{look}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"12\" height=\"12\"/>"
        );
        label(out, x + 18.0, y + 11.0, "start", name);
    }
}
