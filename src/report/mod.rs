//! Problems as text: for people, the line of the source that they stand in, with
//! a caret; for other programs, the formats that they read.

mod machine;
mod place;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

pub use machine::{github, json, sarif};

use self::place::{Texts, Unit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Inputs;

/// Problems with colours for a terminal, one by one.
pub fn styled(inputs: &Inputs, diagnostics: &[Diagnostic]) -> impl Iterator<Item = String> {
    let texts = Texts::of(inputs, diagnostics);
    diagnostics.iter().map(move |diagnostic| Renderer::styled().render(&[group(&texts, diagnostic)]))
}

/// A problem without colours: what tests compare, and what other places than a
/// terminal show.
pub fn plain(inputs: &Inputs, diagnostic: &Diagnostic) -> String {
    let texts = Texts::of(inputs, std::slice::from_ref(diagnostic));
    Renderer::plain().render(&[group(&texts, diagnostic)])
}

/// The line and the column of a problem, both from 1, in characters.
pub fn position(inputs: &Inputs, diagnostic: &Diagnostic) -> (usize, usize) {
    let texts = Texts::of(inputs, std::slice::from_ref(diagnostic));
    let place = texts.place(&diagnostic.span, Unit::Character);
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

/// The longest excerpt, in bytes. Of longer lines, which nobody wrote by hand, only
/// the place is told.
const LONGEST: usize = 20_000;

fn group<'a>(texts: &Texts<'a>, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let span = &diagnostic.span;
    let path = span.file.as_str();
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.name());
    let mut group = match texts.get(span) {
        Some(lines) if span.end > 0 => {
            // The renderer walks all of its text, so it gets the lines that matter.
            let text = lines.text;
            let (start, end) = (span.start as usize, (span.end as usize).min(text.len()));
            let (line, first) = lines.line(start);
            let last = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
            if last - first > LONGEST {
                let column = texts.place(span, Unit::Character).column;
                title.element(Origin::path(path).line(line).char_column(column))
            } else {
                title.element(
                    Snippet::source(&text[first..last])
                        .path(path)
                        .line_start(line)
                        .annotation(AnnotationKind::Primary.span(start - first..end - first)),
                )
            }
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
