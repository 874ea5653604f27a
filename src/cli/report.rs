//! What the program prints: problems to standard error with the line of the
//! source that they stand in, results to standard output.

use std::path::Path;
use std::time::Duration;

use annotate_snippets::{Group, Level, Renderer};
use anstream::{eprintln, print, println};

use super::args::Format;
use super::build::start_page;
use crate::diagnostic::Diagnostic;
use crate::report::{self, number};
use crate::source::Inputs;
use crate::write::Changes;

/// Prints problems one by one, and counts them for people.
pub(super) fn diagnostics(inputs: &Inputs, diagnostics: &[Diagnostic], format: Format) {
    match format {
        Format::Human => {
            problems(inputs, diagnostics);
            if let Some(count) = report::count(diagnostics) {
                eprintln!("{count}");
            }
        }
        Format::Json => print!("{}", report::json(inputs, diagnostics)),
        Format::Sarif => print!("{}", report::sarif(inputs, diagnostics)),
        Format::Github => print!("{}", report::github(inputs, diagnostics)),
    }
}

/// Prints problems one by one, for people.
pub(super) fn problems(inputs: &Inputs, diagnostics: &[Diagnostic]) {
    for problem in report::styled(inputs, diagnostics) {
        eprintln!("{problem}\n");
    }
}

/// Prints what a build did and where to look at it.
pub(super) fn built(notes: usize, changes: &Changes, time: Duration, out: &Path) {
    let mut done = vec![format!("{} written", changes.written.len())];
    if !changes.removed.is_empty() {
        done.push(format!("{} removed", changes.removed.len()));
    }
    println!(
        "Built {} from {} in {:.2} s: {}",
        number(changes.written.len() + changes.unchanged, "file"),
        number(notes, "note"),
        time.as_secs_f64(),
        done.join(", ")
    );
    println!("Open {}", start_page(out).display());
}

/// Prints which files a build changed.
pub(super) fn changes(changes: &Changes) {
    for url in &changes.written {
        println!("wrote   {url}");
    }
    for url in &changes.removed {
        println!("removed {url}");
    }
}

/// Prints that a book was looked through.
pub(super) fn checked(notes: usize, diagnostics: &[Diagnostic], time: Duration) {
    let what = number(notes, "note");
    let time = time.as_secs_f64();
    match diagnostics.is_empty() {
        true => println!("Checked {what} in {time:.2} s: nothing is wrong"),
        false => println!("Checked {what} in {time:.2} s"),
    }
}

/// Prints why the program cannot go on.
pub(super) fn failure(error: &anyhow::Error) {
    let message = format!("{error:#}");
    eprintln!("{}", Renderer::styled().render(&[Group::with_title(Level::ERROR.primary_title(&message))]));
}
