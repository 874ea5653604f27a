//! Places inside works: `, pp. 33-35`, `{ii, A}`, `§ 12`.

use super::balanced;
use super::labels::PlaceWords;
use crate::model::{Locator, LocatorKind};

/// Which numbers may stand for a place.
#[derive(Clone, Copy)]
enum Numbers {
    /// Only those with a digit: nothing says that a place is meant.
    Arabic,
    /// Roman ones too.
    ArabicOrRoman,
    /// Single capitals: `app. A`.
    Letters,
}

/// Takes the place from the start of what follows a key, and says at which byte
/// the rest begins. Without a place, the rest is everything; after `{}` it is
/// what follows the braces.
pub(super) fn split(text: &str, words: PlaceWords) -> (Option<Locator>, usize) {
    let start = after_comma(text);
    if text[start..].starts_with('{')
        && let Some(length) = balanced(&text[start..])
    {
        let inside = text[start + 1..start + length - 1].trim();
        return (delimited(inside, words), start + length);
    }
    integrated(text, start, words).map_or((None, 0), |(locator, end)| (Some(locator), end))
}

/// Where the text begins after white space, at most one comma, white space.
fn after_comma(text: &str) -> usize {
    let rest = text.trim_start();
    text.len() - rest.strip_prefix(',').unwrap_or(rest).trim_start().len()
}

/// A place in braces: whatever they hold, with or without a label.
fn delimited(inside: &str, words: PlaceWords) -> Option<Locator> {
    let (kind, label) = label(inside, words).unwrap_or((LocatorKind::Page, 0));
    let value = inside[label..].trim();
    (!value.is_empty()).then(|| Locator { kind, value: value.to_owned() })
}

/// A place without braces, from `start`: a label with numbers, or just numbers,
/// which are pages. Answers where it ends.
fn integrated(text: &str, start: usize, words: PlaceWords) -> Option<(Locator, usize)> {
    let labelled = label(&text[start..], words).and_then(|(kind, length)| {
        let from = start + length;
        let end = match kind {
            LocatorKind::SubVerbo => headword(text, from)?,
            _ => numbers(text, from, Numbers::ArabicOrRoman).or_else(|| letters(text, from))?,
        };
        Some((kind, from, end))
    });
    let (kind, from, end) = match labelled {
        Some(found) => found,
        None => (LocatorKind::Page, start, numbers(text, start, Numbers::Arabic)?),
    };
    Some((Locator { kind, value: text[from..end].trim().to_owned() }, end))
}

/// The label that the text begins with, and how long it is with its dot and the
/// white space after it.
fn label(text: &str, words: PlaceWords) -> Option<(LocatorKind, usize)> {
    // There are more than a hundred labels, and few begin like the text.
    let first = text.chars().next()?.to_lowercase().next()?;
    let fits = words
        .labels()
        .filter(|(_, form)| form.starts_with(first))
        .filter(|(_, form)| text.get(..form.len()).is_some_and(|start| is_in_lower_case(start, form)));
    // Longest first: `s.vv.` before `s.v.`, `§§` before `§`.
    let (kind, form) = fits.filter(|(_, form)| ends_label(text, form)).max_by_key(|(_, form)| form.len())?;
    let rest = &text[form.len()..];
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    Some((kind, text.len() - rest.trim_start().len()))
}

/// Whether a text in lower case is `form`.
fn is_in_lower_case(text: &str, form: &str) -> bool {
    match text.is_ascii() {
        true => text.eq_ignore_ascii_case(form),
        false => text.to_lowercase() == form,
    }
}

/// Whether what follows `form` lets it be a label: a dot, white space, or
/// anything after a sign such as `§`.
fn ends_label(text: &str, form: &str) -> bool {
    let next = text[form.len()..].chars().next();
    let is_sign = !form.starts_with(char::is_alphabetic);
    next.is_some_and(|c| is_sign || c == '.' || c.is_whitespace())
}

/// Where the numbers that begin at `start` end: `33-35, 40 & 42`. `None` if
/// there are none.
fn numbers(text: &str, start: usize, which: Numbers) -> Option<usize> {
    let mut end = number(text, start, which)?;
    loop {
        let rest = &text[end..];
        let joint = rest.trim_start();
        let Some(after) = joint.strip_prefix([',', '&', '-', '–']) else { return Some(end) };
        let next = text.len() - after.trim_start_matches(['-', '–']).trim_start().len();
        match number(text, next, which) {
            Some(further) => end = further,
            None => return Some(end),
        }
    }
}

/// Where the letters that begin at `start` end, if nothing but a sign follows: `app.
/// A` is a place, and `note A few` begins a sentence.
fn letters(text: &str, start: usize) -> Option<usize> {
    let end = numbers(text, start, Numbers::Letters)?;
    let rest = text[end..].trim_start();
    (!rest.starts_with(|c: char| c.is_alphanumeric())).then_some(end)
}

/// Where the entry of a dictionary that begins at `start` ends: at a comma. What has
/// markup stays text, as a place has none.
fn headword(text: &str, start: usize) -> Option<usize> {
    let word = text[start..].split([',', ';']).next()?;
    let word = word.trim_end_matches(|c: char| c.is_whitespace() || ".:!?".contains(c));
    let is_plain = !word.contains(|c: char| "*_`[]<>{}\\\"'$~=^".contains(c));
    (is_plain && !word.is_empty()).then_some(start + word.len())
}

/// Where the number at `start` ends: `33-35`, `12a`, `(xv)-(xvii)`, `1:23`.
fn number(text: &str, start: usize, which: Numbers) -> Option<usize> {
    let rest = &text[start..];
    let word = &rest[..rest.find(|c: char| c.is_whitespace() || ",;&{}".contains(c)).unwrap_or(rest.len())];
    let mut word = word.trim_end_matches(|c: char| ".:!?\"'”’*_-–—".contains(c));
    // A bracket that is closed here was opened before the place.
    let count = |sign: char| word.matches(sign).count();
    let foreign = count(')').saturating_sub(count('('));
    for _ in 0..foreign {
        word = word.strip_suffix(')').unwrap_or(word);
    }
    let fits = match which {
        Numbers::Arabic => begins_like_a_number(word) && word.contains(|c: char| c.is_ascii_digit()),
        Numbers::ArabicOrRoman => word.contains(char::is_numeric) || is_roman_range(word),
        Numbers::Letters => word.split(['-', '–']).all(is_capital),
    };
    fits.then_some(start + word.len())
}

/// Whether an unlabelled word can be a page: `33`, `A12`, `[12]`, but no date
/// such as `May-2019`.
fn begins_like_a_number(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '[']);
    let letters = word.chars().take_while(|c| c.is_alphabetic()).count();
    letters <= 1 || is_roman(&word[..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())])
}

/// Whether all numbers of a range are Roman.
fn is_roman_range(word: &str) -> bool {
    word.split(['-', '–'])
        .filter(|part| !part.is_empty())
        .all(|part| is_roman(part.trim_start_matches(['(', '[']).trim_end_matches([')', ']'])))
        && !word.is_empty()
}

/// Whether a word is one capital letter.
fn is_capital(word: &str) -> bool {
    let mut signs = word.chars();
    signs.next().is_some_and(char::is_uppercase) && signs.next().is_none()
}

/// Whether a word is a well-formed Roman number below 4000.
fn is_roman(word: &str) -> bool {
    let lower = word.to_lowercase();
    let mut rest = lower.as_str();
    if rest.is_empty() {
        return false;
    }
    for (one, five, ten) in [("m", "", ""), ("c", "d", "m"), ("x", "l", "c"), ("i", "v", "x")] {
        rest = roman_digit(rest, one, five, ten);
    }
    rest.is_empty()
}

/// The text after one decimal digit in Roman signs.
fn roman_digit<'a>(text: &'a str, one: &str, five: &str, ten: &str) -> &'a str {
    for before in [ten, five] {
        if !before.is_empty()
            && let Some(rest) = text.strip_prefix(one).and_then(|rest| rest.strip_prefix(before))
        {
            return rest;
        }
    }
    let mut rest = if five.is_empty() { text } else { text.strip_prefix(five).unwrap_or(text) };
    for _ in 0..3 {
        rest = rest.strip_prefix(one).unwrap_or(rest);
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What follows a key, as place and rest.
    fn check(text: &str) -> String {
        in_language("en", text)
    }

    fn in_language(language: &str, text: &str) -> String {
        let (locator, rest) = split(text, PlaceWords::of(language));
        let place = locator.map_or("-".to_owned(), |place| format!("{:?}({})", place.kind, place.value));
        format!("{place} |{}", &text[rest..])
    }

    #[test]
    fn every_kind_of_place_has_its_labels() {
        for language in ["en", "de-AT", "fr", "es", "it", "pt-BR", "nl"] {
            for (kind, form) in PlaceWords::of(language).labels() {
                for written in [format!(", {form}. 3"), format!(", {form} 3"), format!(" {form} 3")] {
                    assert_eq!(in_language(language, &written), format!("{kind:?}(3) |"), "{written}");
                }
            }
        }
    }

    #[test]
    fn words_for_places_are_those_of_the_book() {
        assert_eq!(in_language("de", ", S. 33-35"), "Page(33-35) |");
        assert_eq!(in_language("de", ", Rn. 7"), "Paragraph(7) |");
        assert_eq!(in_language("de", ", pp. 33-35"), "Page(33-35) |");
        assert_eq!(in_language("fr", ", tome II"), "Volume(II) |");
        assert_eq!(in_language("es", ", págs. 3 y ss."), "Page(3) | y ss.");
        // A bill of the Senate.
        assert_eq!(check(", S. 3189"), "- |, S. 3189");
    }

    #[test]
    fn a_number_without_a_label_is_a_page() {
        assert_eq!(check(", 33"), "Page(33) |");
        assert_eq!(check(" 33-35, 40 & 42"), "Page(33-35, 40 & 42) |");
        assert_eq!(check(", A12"), "Page(A12) |");
        assert_eq!(check(", iv"), "- |, iv");
        assert_eq!(check(", May-2019 issue"), "- |, May-2019 issue");
    }

    #[test]
    fn labels_stand_before_roman_numbers_too() {
        assert_eq!(check(", pp. xi-xiv"), "Page(xi-xiv) |");
        assert_eq!(check(", bk. IV, chap. 2"), "Book(IV) |, chap. 2");
        assert_eq!(check(", pp. iiii"), "- |, pp. iiii");
    }

    #[test]
    fn parts_that_are_called_by_letters_are_places() {
        assert_eq!(check(", app. A"), "Appendix(A) |");
        assert_eq!(check(", appendices A-C, E."), "Appendix(A-C, E) |.");
        assert_eq!(check(", note A few read"), "- |, note A few read");
        assert_eq!(check(", p. 3, A"), "Page(3) |, A");
        assert_eq!(check(", part b"), "- |, part b");
    }

    #[test]
    fn entries_of_dictionaries_are_words() {
        assert_eq!(check(", s.v. open network, passim"), "SubVerbo(open network) |, passim");
        assert_eq!(check(", s.vv. Sache, Recht."), "SubVerbo(Sache) |, Recht.");
        assert_eq!(check(", s.v. *network*"), "- |, s.v. *network*");
    }

    #[test]
    fn a_single_v_is_a_verse_as_in_the_locale_of_english() {
        assert_eq!(check(", v. 3"), "Verse(3) |");
        assert_eq!(check(", vol. 3"), "Volume(3) |");
    }

    #[test]
    fn signs_need_no_space() {
        assert_eq!(check(", §12(b)(3)"), "Section(12(b)(3)) |");
        assert_eq!(check(", §§ 12–14"), "Section(12–14) |");
        assert_eq!(check(", ¶4"), "Paragraph(4) |");
        assert_eq!(check(", p.33"), "Page(33) |");
    }

    #[test]
    fn words_that_look_like_labels_stay_text() {
        assert_eq!(check(", part of it"), "- |, part of it");
        assert_eq!(check(", note that 3 of them"), "- |, note that 3 of them");
        assert_eq!(check(", particularly 3"), "- |, particularly 3");
    }

    #[test]
    fn a_place_ends_where_its_numbers_end() {
        assert_eq!(check(", p. 33: the claim"), "Page(33) |: the claim");
        assert_eq!(check(", p. 33."), "Page(33) |.");
        assert_eq!(check(", (p. 33)"), "- |, (p. 33)");
        assert_eq!(check(", time 1:23:45"), "Timestamp(1:23:45) |");
        assert_eq!(check(", 33 - 35, passim"), "Page(33 - 35) |, passim");
    }

    #[test]
    fn braces_force_or_forbid_a_place() {
        assert_eq!(check("{§ A-B}, x"), "Section(A-B) |, x");
        assert_eq!(check(", {xyz} x"), "Page(xyz) | x");
        assert_eq!(check("{ }, 99 years"), "- |, 99 years");
        assert_eq!(check("{open"), "- |{open");
    }
}
