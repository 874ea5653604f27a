//! Where a span stands, in lines and columns.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::source::{Inputs, SourcePath, Span};

/// The unit in which columns are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Unicode scalar values: what most editors and compilers show.
    Character,
    /// UTF-16 code units: what SARIF and the Language Server Protocol count.
    Utf16,
}

/// The lines and columns of a span; all of them begin at 1, and the end is the
/// place after the last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// The texts of those files of a book that have problems.
pub(super) struct Texts<'a>(HashMap<&'a SourcePath, Lines<'a>>);

/// A text with the places at which its lines begin.
pub(super) struct Lines<'a> {
    pub text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Texts<'a> {
    /// The texts that some problems point into.
    pub(super) fn of(inputs: &'a Inputs, diagnostics: &[Diagnostic]) -> Self {
        let wanted: HashSet<&SourcePath> = diagnostics.iter().map(|problem| &problem.span.file).collect();
        let files = inputs.files().filter(|file| wanted.contains(&file.path));
        let mut texts = HashMap::new();
        for file in files {
            texts.entry(&file.path).or_insert_with(|| Lines::of(&file.text));
        }
        Texts(texts)
    }

    /// The text that a problem points into, if it is one of the book's text files.
    pub(super) fn get(&self, span: &Span) -> Option<&Lines<'a>> {
        self.0.get(&span.file)
    }

    /// The place of a span. Without the text, as for files that cannot be read,
    /// the place is the start of the file.
    pub(super) fn place(&self, span: &Span, unit: Unit) -> Place {
        self.get(span).unwrap_or(&Lines::of("")).place(span, unit)
    }
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { text, starts }
    }

    /// The line in which a byte stands, from 1, and where that line begins.
    pub(super) fn line(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset);
        (line, self.starts[line - 1])
    }

    fn place(&self, span: &Span, unit: Unit) -> Place {
        let (line, column) = self.position(span.start as usize, unit);
        let (end_line, end_column) = self.position(span.end as usize, unit);
        Place { line, column, end_line, end_column }
    }

    fn position(&self, offset: usize, unit: Unit) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let (line, start) = self.line(offset);
        let before = &self.text[start..offset];
        let column = match unit {
            Unit::Character => before.chars().count(),
            Unit::Utf16 => before.encode_utf16().count(),
        };
        (line, column + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    #[test]
    fn columns_count_characters_or_utf_16_units() {
        let file = SourceFile::new("a.md", "eins\nz\u{1F600}wei [[drei]]\n");
        let span = file.span(file.text.find("[[").unwrap()..file.text.find("]]").unwrap() + 2);
        let at = |unit| Lines::of(&file.text).place(&span, unit);
        assert_eq!(at(Unit::Character), Place { line: 2, column: 7, end_line: 2, end_column: 15 });
        assert_eq!(at(Unit::Utf16), Place { line: 2, column: 8, end_line: 2, end_column: 16 });
    }

    #[test]
    fn a_file_without_text_is_pointed_at_its_start() {
        let span = SourceFile::new("a.md", "text").span(2..3);
        assert_eq!(
            Texts(HashMap::new()).place(&span, Unit::Character),
            Place { line: 1, column: 1, end_line: 1, end_column: 1 }
        );
    }
}
