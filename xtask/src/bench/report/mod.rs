//! What was measured, for people: a page of the docs with its plots.

mod page;
mod plot;
mod targets;

use std::path::Path;

use anyhow::{Context, Result};

use super::Results;
use super::corpus::put;
use crate::run;

/// Writes the page and its plots into `docs`, or into another folder.
///
/// # Errors
///
/// When one of them cannot be written.
pub(super) fn write(results: &Results, folder: Option<&Path>) -> Result<()> {
    let docs = folder.map_or_else(|| run::root().join("docs"), Path::to_owned);
    let images = docs.join("images");
    std::fs::create_dir_all(&images).with_context(|| format!("cannot make `{}`", images.display()))?;
    put(&docs.join("benchmarks.md"), &page::page(results))?;
    put(&images.join("benchmarks.svg"), &plot::cold(&results.sizes))?;
    put(&images.join("benchmarks-edits.svg"), &plot::edits(&results.sizes))?;
    eprintln!("\nWritten to `{}`.", docs.join("benchmarks.md").display());
    Ok(())
}

/// Seconds with as many figures as they mean something.
fn seconds(seconds: f64) -> String {
    match seconds {
        ..0.0995 => format!("{:.1} ms", seconds * 1e3),
        ..9.95 => format!("{seconds:.2} s"),
        _ => format!("{seconds:.0} s"),
    }
}

fn megabytes(bytes: u64) -> String {
    match bytes {
        ..9_950_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.0} MB", bytes as f64 / 1e6),
    }
}

fn kilobytes(bytes: u64) -> String {
    format!("{:.0} kB", bytes as f64 / 1e3)
}

/// How many times as much, with two figures if they mean something.
fn times(ratio: f64) -> String {
    match ratio {
        ..0.0995 => format!("{ratio:.2}"),
        ..9.95 => format!("{ratio:.1}"),
        _ => format!("{ratio:.0}"),
    }
}

/// A number with its thousands apart.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_as_many_figures_as_mean_something() {
        let times_told = [0.000_42, 0.0123, 0.25, 3.238, 61.7].map(seconds);
        assert_eq!(times_told, ["0.4 ms", "12.3 ms", "0.25 s", "3.24 s", "62 s"]);
        assert_eq!([420_000, 4_600_000, 339_000_000].map(megabytes), ["0.4 MB", "4.6 MB", "339 MB"]);
        assert_eq!([0.043, 0.5, 9.94, 35.7].map(times), ["0.04", "0.5", "9.9", "36"]);
        assert_eq!([7, 999, 1_000, 100_000].map(thousands), ["7", "999", "1,000", "100,000"]);
    }
}
