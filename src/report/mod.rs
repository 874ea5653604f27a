//! Problems as text: for people, the line of the source that they stand in, with
//! a caret; for other programs, the formats that they read.

mod machine;
mod place;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

pub use machine::{github, json, sarif};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Inputs;

/// A problem with colours for a terminal.
pub fn styled(inputs: &Inputs, diagnostic: &Diagnostic) -> String {
    Renderer::styled().render(&[group(inputs, diagnostic)])
}

/// A problem without colours: what tests compare, and what other places than a
/// terminal show.
pub fn plain(inputs: &Inputs, diagnostic: &Diagnostic) -> String {
    Renderer::plain().render(&[group(inputs, diagnostic)])
}

/// The line and the column of a problem, both from 1, in characters.
pub fn position(inputs: &Inputs, diagnostic: &Diagnostic) -> (usize, usize) {
    let span = &diagnostic.span;
    let place = place::place(inputs.text(&span.file), span, place::Unit::Character);
    (place.line, place.column)
}

/// "2 errors, 1 warning"; `None` if there are none.
pub fn count(diagnostics: &[Diagnostic]) -> Option<String> {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let counts = [(errors, "error"), (diagnostics.len() - errors, "warning")];
    let words: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| number(count, word)).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// "1 page", "2 pages".
pub fn number(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn group<'a>(inputs: &'a Inputs, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let span = &diagnostic.span;
    let path = span.file.as_str();
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.name());
    let mut group = match inputs.text(&span.file) {
        Some(text) if span.end > 0 => {
            // The renderer walks all of its text, so it gets the lines that matter.
            let (start, end) = (span.start as usize, (span.end as usize).min(text.len()));
            let first = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
            let last = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
            let line = text[..first].matches('\n').count() + 1;
            let range = start - first..end - first;
            title.element(
                Snippet::source(&text[first..last])
                    .path(path)
                    .line_start(line)
                    .annotation(AnnotationKind::Primary.span(range)),
            )
        }
        // The problem is with the file as a whole, or with a file that is not text.
        Some(_) => title.element(Origin::path(path).line(1).char_column(1)),
        None => title.element(Origin::path(path)),
    };
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    group
}
