//! The signs that straight double quotes become, by the language of the book.

use std::ops::Range;

/// What stands before and behind quoted text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotes {
    open: &'static str,
    close: &'static str,
}

impl Default for Quotes {
    fn default() -> Self {
        Quotes { open: "“", close: "”" }
    }
}

impl Quotes {
    /// The quotes of a language, by its BCP 47 tag: those of English for a language
    /// of which nothing is known.
    pub fn of(language: &str) -> Self {
        let language = language.to_ascii_lowercase();
        let mut parts = language.split('-');
        let (primary, region) = (parts.next().unwrap_or_default(), parts.next_back());
        let (open, close) = match (primary, region) {
            // The lines of these are not parted from the signs: no-break spaces.
            ("fr", region) if region != Some("ch") => ("«\u{a0}", "\u{a0}»"),
            ("de" | "fr" | "it", Some("ch")) => ("«", "»"),
            ("de" | "cs" | "sk" | "sl" | "bg", _) => ("„", "“"),
            ("pl" | "ro" | "hu", _) => ("„", "”"),
            ("sv" | "fi", _) => ("”", "”"),
            ("es", None | Some("es")) => ("«", "»"),
            ("it" | "ca" | "el" | "ru" | "uk" | "no" | "nb" | "nn", _) => ("«", "»"),
            _ => ("“", "”"),
        };
        Quotes { open, close }
    }

    /// The sign for the straight quote that stands in `range` of a text, if one
    /// stands there. `taken` is how the parser understood it, which goes by the
    /// spaces around it; where there are none, as in Chinese, `inside` tells
    /// whether another is open, and is kept.
    pub(super) fn sign(
        self,
        text: &str,
        range: &Range<usize>,
        taken: &str,
        inside: &mut bool,
    ) -> Option<&'static str> {
        if text.get(range.clone()) != Some("\"") || !matches!(taken, "“" | "”") {
            return None;
        }
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let between =
            is_letter(text[..range.start].chars().next_back()) && is_letter(text[range.end..].chars().next());
        let opens = if between { !*inside } else { taken == "“" };
        *inside = opens;
        Some(if opens { self.open } else { self.close })
    }
}
