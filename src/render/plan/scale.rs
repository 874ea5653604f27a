//! The drawn scale of a timeline: how much happened when, each bar at its true
//! place in time.

use super::period::Period;
use crate::model::date::Year;
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

/// Draws periods with the numbers of their events. There is nothing to draw of
/// few times, and what has no place in time has none here.
pub(super) fn scale(periods: &[(Period, usize)], language: &str) -> Option<ScaleView> {
    let placed: Vec<(i128, i128, usize)> = periods
        .iter()
        .filter_map(|&(period, count)| {
            let (first, last) = period.years()?;
            Some((first.into(), last.into(), count))
        })
        .collect();
    let first = placed.iter().map(|&(first, ..)| first).min()?;
    let last = placed.iter().map(|&(_, last, _)| last).max()?;
    let mut unit = 1;
    while (last - first) / unit >= BARS {
        unit *= 10;
    }
    let start = first.div_euclid(unit) * unit;
    let end = (last.div_euclid(unit) + 1) * unit;

    // What is known of one unit of time is a bar on it. What is only known of a
    // longer time lies behind the bars over all of that time.
    let mut drawn: Vec<(bool, i128, i128, usize)> = Vec::new();
    for (first, last, count) in placed {
        let (from, to) = (first.div_euclid(unit) * unit, (last.div_euclid(unit) + 1) * unit);
        let wide = to - from > unit;
        match drawn.iter_mut().find(|bar| (bar.0, bar.1, bar.2) == (wide, from, to)) {
            Some(bar) => bar.3 += count,
            None => drawn.push((wide, from, to, count)),
        }
    }
    if drawn.len() < FEWEST {
        return None;
    }
    // The wide ones first, as what is drawn later lies above.
    drawn.sort_by_key(|&(wide, from, to, _)| (!wide, from, to));
    let most = drawn.iter().map(|&(.., count)| count).max().unwrap_or(1);
    let bars = drawn
        .into_iter()
        .map(|(wide, from, to, count)| BarView {
            x: percent(from - start, end - start),
            width: percent(to - from, end - start),
            height: (count * 100 / most).clamp(LEAST, 100) as u8,
            wide,
            count,
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
