//! Bars on a scale of powers of ten.

use std::fmt::Write as _;

use super::super::{Clean, Measured};
use super::{seconds, thousands};

/// A bar: what it is of, and how many seconds. Ours are drawn darker.
struct Bar {
    name: String,
    seconds: f64,
    own: bool,
}

/// Clean builds of all programs.
pub(super) fn cold(sizes: &[Measured]) -> String {
    let groups = sizes.iter().map(|size| {
        let mut bars = vec![
            Bar { name: "floor".into(), seconds: size.memory.floor.clock, own: false },
            Bar { name: "briefbook".into(), seconds: size.memory.cold.clock, own: true },
        ];
        for cost in &size.peers {
            let over = if matches!(cost.clean, Clean::Over(_)) { ", at least" } else { "" };
            let name = format!("{}{over}", cost.peer.name);
            bars.push(Bar { name, seconds: cost.clean.clock(), own: false });
        }
        (format!("{} notes", thousands(size.notes)), bars)
    });
    plot("Clean builds, by the clock; the scale is in powers of ten", groups.collect())
}

/// A sentence more, in all programs that wait for it.
pub(super) fn edits(sizes: &[Measured]) -> String {
    let groups = sizes.iter().map(|size| {
        let bar = |live: &super::super::Live| {
            let name = format!("{}, {}", live.name, live.shown);
            Some(Bar { name, seconds: live.prose?, own: live.name == "briefbook" })
        };
        (format!("{} notes", thousands(size.notes)), size.live.iter().filter_map(bar).collect())
    });
    plot("From the save of a sentence until it shows; the scale is in powers of ten", groups.collect())
}

fn plot(title: &str, groups: Vec<(String, Vec<Bar>)>) -> String {
    const ROW: usize = 20;
    const LEFT: usize = 230;
    const WIDEST: f64 = 400.0;
    let all = || groups.iter().flat_map(|(_, bars)| bars).map(|bar| bar.seconds);
    // From the power of ten below the least to the greatest.
    let low = all().fold(f64::INFINITY, f64::min).max(1e-5).log10().floor();
    let high = all().fold(low + 1.0, |high, time| high.max(time.log10()));
    let rows: usize = groups.iter().map(|(_, bars)| bars.len() + 1).sum();
    let height = ROW * (rows + 2) + 10;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 {height}\" font-family=\"sans-serif\" \
         font-size=\"12\" role=\"img\">\n<title>{title}</title>\n<rect width=\"720\" height=\"{height}\" \
         fill=\"#fff\"/>\n<text x=\"{LEFT}\" y=\"18\" font-weight=\"bold\">{title}</text>\n"
    );
    // Bars say nothing without their scale: a line for each power of ten.
    let place = |power: f64| LEFT as f64 + (power - low) / (high - low) * WIDEST;
    let powers = (low as i32..=high.floor() as i32).map(f64::from);
    for (x, time) in powers.map(|power| (place(power), 10f64.powf(power))) {
        let _ = writeln!(
            out,
            "<path d=\"M{x:.0} 42V{}\" stroke=\"#ccc\"/><text x=\"{x:.0}\" y=\"38\" text-anchor=\"middle\" \
             fill=\"#555\">{}</text>",
            height - 10,
            seconds(time),
        );
    }
    let mut row = 2;
    for (name, bars) in &groups {
        let _ = writeln!(out, "<text x=\"{LEFT}\" y=\"{}\" fill=\"#555\">{name}</text>", ROW * row + 20);
        row += 1;
        for Bar { name, seconds: time, own } in bars {
            let (top, base) = (ROW * row + 8, ROW * row + 19);
            let width = (place(time.log10()) - LEFT as f64).max(2.0);
            let fill = if *own { "#1f4e8c" } else { "#9db4d3" };
            let _ = writeln!(
                out,
                "<text x=\"{}\" y=\"{base}\" text-anchor=\"end\">{name}</text><rect x=\"{LEFT}\" y=\"{top}\" \
                 width=\"{width:.0}\" height=\"14\" fill=\"{fill}\"/><text x=\"{:.0}\" y=\"{base}\">{}</text>",
                LEFT - 10,
                LEFT as f64 + width + 6.0,
                seconds(*time),
            );
            row += 1;
        }
    }
    out.push_str("</svg>\n");
    out
}
