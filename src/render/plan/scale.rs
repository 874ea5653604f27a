//! The drawn scale of a timeline: how much happened when, each bar at its true
//! place in time.

use super::period::Period;
use crate::model::date::Year;
use crate::render::Labels;
use crate::render::date::year;
use crate::render::view::{BarView, ScaleView, TickView};

/// The most bars beside each other; a bar stands for a year, or for ten, a
/// hundred ... years if there are more.
const BARS: i128 = 120;

/// The most years that are named below the bars.
const TICKS: i128 = 7;

/// The least height of a bar, in percent: a single event must be seen.
const LEAST: usize = 4;

/// The fewest bars that show anything: two are two blocks of one height or another.
const FEWEST: usize = 3;

/// Events of a stretch of years, which reaches up to the year `to`.
struct Bar {
    from: i128,
    to: i128,
    /// Whether no more is known of the events than that they are of this time,
    /// which is longer than a bar stands for.
    wide: bool,
    count: usize,
    first: Period,
    last: Period,
}

/// Draws periods, which are in order, with the numbers of their events; each bar
/// leads to the address of the first of its periods. There is nothing to draw of
/// few times, and what has no place in time has none here.
pub(super) fn scale(
    periods: &[(Period, usize)],
    href: impl Fn(Period) -> String,
    language: &str,
    labels: &Labels,
) -> Option<ScaleView> {
    let placed: Vec<(i128, i128, Period, usize)> = periods
        .iter()
        .filter_map(|&(period, count)| {
            let (first, last) = period.years()?;
            Some((first.into(), last.into(), period, count))
        })
        .collect();
    let first = placed.iter().map(|&(first, ..)| first).min()?;
    let last = placed.iter().map(|&(_, last, ..)| last).max()?;
    let mut unit = 1;
    while (last - first) / unit >= BARS {
        unit *= 10;
    }
    let start = first.div_euclid(unit) * unit;
    let end = (last.div_euclid(unit) + 1) * unit;

    // What is known of one unit of time is a bar on it. What is only known of a
    // longer time lies behind the bars over all of that time.
    let mut drawn: Vec<Bar> = Vec::new();
    for (first, last, period, count) in placed {
        let (from, to) = (first.div_euclid(unit) * unit, (last.div_euclid(unit) + 1) * unit);
        let wide = to - from > unit;
        match drawn.iter_mut().find(|bar| (bar.from, bar.to) == (from, to)) {
            Some(bar) => {
                bar.count += count;
                // A year may lie within a decade that came before it.
                if period.last() > bar.last.last() {
                    bar.last = period;
                }
            }
            None => drawn.push(Bar { from, to, wide, count, first: period, last: period }),
        }
    }
    if drawn.len() < FEWEST {
        return None;
    }
    // The wide ones first, as what is drawn later lies above.
    drawn.sort_by_key(|bar| (!bar.wide, bar.from, bar.to));
    let most = drawn.iter().map(|bar| bar.count).max().unwrap_or(1);
    let bars = drawn
        .into_iter()
        .map(|bar| BarView {
            title: bar.first.title_to(bar.last, language, labels),
            href: href(bar.first),
            x: percent(bar.from - start, end - start),
            width: percent(bar.to - bar.from, end - start),
            height: (bar.count * 100 / most).clamp(LEAST, 100) as u8,
            wide: bar.wide,
            count: bar.count,
        })
        .collect();
    Some(ScaleView { bars, ticks: ticks(start, end, unit, language) })
}

/// Round years between a start and an end.
fn ticks(start: i128, end: i128, unit: i128, language: &str) -> Vec<TickView> {
    let mut steps = (0..).flat_map(|power| [1, 2, 5].map(|step| step * 10_i128.pow(power)));
    let step = steps
        .find(|step| *step >= unit && (end - start) / step <= TICKS)
        .expect("some step is as long as all years together");
    let first = start.div_euclid(step) * step;
    (0..)
        .map(|n| first + n * step)
        // There is no year 0, and 500 BCE is the year -499.
        .map(|at| if at <= 0 { at + 1 } else { at })
        .skip_while(|at| *at < start)
        .take_while(|at| *at < end)
        .map(|at| TickView {
            x: percent(at - start, end - start),
            title: year(Year::Exact(at.try_into().unwrap_or(i64::MAX)), language),
        })
        .collect()
}

/// A part of a whole, for an attribute of SVG.
fn percent(part: i128, whole: i128) -> String {
    let thousandths = part * 100_000 / whole;
    format!("{}.{:03}%", thousandths / 1000, thousandths % 1000)
}
