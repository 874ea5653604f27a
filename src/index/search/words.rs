//! The words of a text as the search knows them.
//!
//! `themes/default/search-index.js` cuts readers' queries by the same rules, so each
//! rule is one that a browser can follow without a dictionary. A test feeds both
//! the same texts.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The most characters of a word. What is longer is no word that anybody types,
/// but a hash or a picture in text form.
const LONGEST: usize = 40;

/// Scripts that are written without blanks between words, or with endings that
/// no rule for other languages cuts off. They are indexed by pairs of
/// characters.
const PAIRED: &[(char, char)] = &[
    ('\u{0E00}', '\u{0EFF}'),   // Thai, Lao
    ('\u{1000}', '\u{109F}'),   // Burmese
    ('\u{1100}', '\u{11FF}'),   // Hangul, parts of syllables
    ('\u{1780}', '\u{17FF}'),   // Khmer
    ('\u{3005}', '\u{3007}'),   // Han: repetition and zero
    ('\u{3040}', '\u{31FF}'),   // kana and their extensions
    ('\u{3400}', '\u{4DBF}'),   // Han
    ('\u{4E00}', '\u{9FFF}'),   // Han
    ('\u{AC00}', '\u{D7AF}'),   // Hangul syllables
    ('\u{F900}', '\u{FAFF}'),   // Han, for compatibility
    ('\u{20000}', '\u{3FFFF}'), // Han, rare
];

/// Calls `each` with every word of a text, folded but not stemmed: without case,
/// accents and differences of form, scripts without blanks in pairs.
pub(super) fn words(text: &str, mut each: impl FnMut(&str)) {
    if text.is_ascii() {
        return ascii_words(text, &mut each);
    }
    // No rule looks beyond a blank, and most words have nothing to be folded.
    for part in text.split_ascii_whitespace() {
        match part.is_ascii() {
            true => ascii_words(part, &mut each),
            false => folded_words(&fold(part), &mut each),
        }
    }
}

/// The same as [`folded_words`] for the text that nearly all of most books is
/// made of, where nothing has to be looked up.
fn ascii_words(text: &str, each: &mut impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut word = String::with_capacity(LONGEST);
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let mut kinds = 0;
        while let Some(&byte) = bytes.get(at)
            && KINDS[usize::from(byte)] != 0
        {
            kinds |= KINDS[usize::from(byte)];
            at += 1;
        }
        let found = &text[start..at];
        // What stands here parts words.
        at += 1;
        if found.is_empty() || found.len() > LONGEST || is_possessive(&text[..start], found) {
            continue;
        }
        if kinds & CAPITAL == 0 {
            each(found);
            continue;
        }
        word.clear();
        word.push_str(found);
        word.make_ascii_lowercase();
        each(&word);
    }
}

/// What a byte of ASCII is in a word: nothing, a part of it, or a capital.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_uppercase() {
            kinds[byte] = CAPITAL;
        } else if (byte as u8).is_ascii_alphanumeric() {
            kinds[byte] = PART;
        }
        byte += 1;
    }
    kinds
};

const PART: u8 = 1;
const CAPITAL: u8 = 2;

fn fold(text: &str) -> String {
    text.nfkd()
        .flat_map(char::to_lowercase)
        .filter(|c| !('\u{0300}'..='\u{036F}').contains(c))
        .map(|c| if c == 'ς' { 'σ' } else { c })
        .nfc()
        .collect()
}

fn folded_words(text: &str, each: &mut impl FnMut(&str)) {
    let mut rest = text;
    while let Some(at) = rest.find(is_part) {
        let before = text.len() - rest.len() + at;
        let run = &rest[at..];
        let paired = run.starts_with(is_paired);
        let end = run.find(|c| !is_part(c) || is_paired(c) != paired).unwrap_or(run.len());
        let word = &run[..end];
        if paired {
            pairs(word, each);
        } else if word.chars().count() <= LONGEST && !is_possessive(&text[..before], word) {
            each(word);
        }
        rest = &run[end..];
    }
}

/// Overlapping pairs of characters; a single one stands for itself.
fn pairs(run: &str, each: &mut impl FnMut(&str)) {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    if starts.len() == 2 {
        each(run);
    }
    for window in starts.windows(3) {
        each(&run[window[0]..window[2]]);
    }
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_paired(c: char) -> bool {
    PAIRED.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Whether a word is the `s` of "Huawei's", which would stand in the way of
/// those who look for "Huawei's plan".
fn is_possessive(before: &str, word: &str) -> bool {
    matches!(word, "s" | "S")
        && before.strip_suffix(['\'', '\u{2019}']).is_some_and(|before| before.ends_with(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::search::stems::Stems;

    fn check(text: &str) -> String {
        let mut found = Vec::new();
        words(text, |word| found.push(Stems::of("en-GB").stem(word).into_owned()));
        found.join(" ")
    }

    #[test]
    fn words_are_folded_and_cut_to_their_stems() {
        assert_eq!(check("Carriers' ROUTERS were banned"), "carrier router were ban");
        assert_eq!(check("5G, 3GPP and O-RAN"), "5g 3gpp and o ran");
    }

    #[test]
    fn accents_and_forms_of_letters_make_no_difference() {
        assert_eq!(check("Zürich ﬁle ＦＣＣ Ελλάς İzmir"), "zurich file fcc ελλασ izmir");
    }

    #[test]
    fn a_possessive_s_is_no_word() {
        assert_eq!(check("Huawei's plan"), "huawei plan");
        assert_eq!(check("Huawei\u{2019}s naïve plan, plan S"), "huawei naiv plan plan s");
    }

    #[test]
    fn scripts_without_blanks_are_cut_in_pairs() {
        assert_eq!(check("华为5G手机"), "华为 5g 手机");
        assert_eq!(check("中 中国移动"), "中 中国 国移 移动");
        assert_eq!(check("한국어"), "한국 국어");
    }

    #[test]
    fn what_nobody_types_is_no_word() {
        assert_eq!(check(&format!("a {} b", "x".repeat(41))), "a b");
    }
}
