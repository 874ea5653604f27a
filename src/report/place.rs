//! Where a span stands, in lines and columns.

use crate::source::Span;

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

/// The place of a span in the text of its file. Without the text, as for files
/// that cannot be read, the place is the start of the file.
pub(super) fn place(text: Option<&str>, span: &Span, unit: Unit) -> Place {
    let text = text.unwrap_or_default();
    let (line, column) = position(text, span.start as usize, unit);
    let (end_line, end_column) = position(text, span.end as usize, unit);
    Place { line, column, end_line, end_column }
}

fn position(text: &str, offset: usize, unit: Unit) -> (usize, usize) {
    let before = &text[..offset.min(text.len())];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let in_line = &before[line_start..];
    let column = match unit {
        Unit::Character => in_line.chars().count(),
        Unit::Utf16 => in_line.encode_utf16().count(),
    };
    (before.matches('\n').count() + 1, column + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    #[test]
    fn columns_count_characters_or_utf_16_units() {
        let file = SourceFile::new("a.md", "eins\nz\u{1F600}wei [[drei]]\n");
        let span = file.span(file.text.find("[[").unwrap()..file.text.find("]]").unwrap() + 2);
        let at = |unit| place(Some(&file.text), &span, unit);
        assert_eq!(at(Unit::Character), Place { line: 2, column: 7, end_line: 2, end_column: 15 });
        assert_eq!(at(Unit::Utf16), Place { line: 2, column: 8, end_line: 2, end_column: 16 });
    }

    #[test]
    fn a_file_without_text_is_pointed_at_its_start() {
        let span = SourceFile::new("a.md", "text").span(2..3);
        assert_eq!(
            place(None, &span, Unit::Character),
            Place { line: 1, column: 1, end_line: 1, end_column: 1 }
        );
    }
}
