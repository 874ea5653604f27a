//! The order of words in a language.
//!
//! After the Unicode Collation Algorithm (UTS 10) with the rules of the CLDR for
//! each language: `ä` stands with `a` in German and after `z` in Swedish, and
//! Chinese words stand in the order of their sounds. The citation engine brings
//! the collator and its tables with it, so that they cost no further build.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;
use unicode_normalization::UnicodeNormalization;

/// Orders words as readers of a language look for them.
#[derive(Debug)]
pub struct Collation {
    /// Tells apart all that differs.
    words: CollatorBorrowed<'static>,
    /// Tells apart letters only, and neither case nor accents that make no letter
    /// of their own.
    letters: CollatorBorrowed<'static>,
}

/// For each Latin letter under which Chinese dictionaries list words, the first
/// character that stands there in the order of pinyin. No syllable begins with
/// I, U or V.
const PINYIN: &str = "A阿B八C嚓D咑E妸F发G旮H哈J丌K咔L垃M妈N拏O噢P妑Q七R呥S仨T他W哇X夕Y丫Z帀";

impl Collation {
    /// The order in a language, given as a BCP 47 tag. Of a language that nobody
    /// has written rules for, the order that is the same for all.
    pub fn new(language: &str) -> Self {
        let locale: Locale = language.parse().unwrap_or(Locale::UNKNOWN);
        let collator = |strength| {
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            let for_all = || Collator::try_new(Locale::UNKNOWN.into(), options);
            Collator::try_new((&locale).into(), options)
                .or_else(|_| for_all())
                .expect("the order that is the same for all is compiled in")
        };
        Collation { words: collator(Strength::Tertiary), letters: collator(Strength::Primary) }
    }

    /// Which of two texts comes first. Signs at their start do not count, and of
    /// texts that stand together the order of their characters decides.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.words.compare(without_signs(a), without_signs(b)).then_with(|| a.cmp(b))
    }

    /// What a text is ordered by: of two texts, the one with the lesser key comes
    /// first. Worth it where texts are compared more than once.
    pub fn key(&self, text: &str) -> Vec<u8> {
        let mut key = Vec::new();
        let Ok(()) = self.words.write_sort_key_to(without_signs(text), &mut key);
        key
    }

    /// The letter under which a text is listed, in upper case; `#` for digits and
    /// signs.
    pub fn letter(&self, text: &str) -> String {
        let Some(first) = without_signs(text).chars().next().filter(|c| c.is_alphabetic()) else {
            return "#".to_owned();
        };
        let own = first.to_string();
        if matches!(first, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}') {
            return self.pinyin(&own).unwrap_or(own);
        }
        // "É" is listed under "E", unless the language makes a letter of it.
        let base: String = own.nfd().take(1).collect();
        let same = self.letters.compare(&base, &own) == Ordering::Equal;
        if same { base } else { own }.to_uppercase()
    }

    /// The letter with which the sound of a Chinese character begins, if the
    /// language orders them by sound.
    fn pinyin(&self, character: &str) -> Option<String> {
        // Where "阿" (a) comes after "八" (ba), characters stand by strokes.
        let letters: Vec<char> = PINYIN.chars().collect();
        let starts = letters.chunks(2).map(|pair| (pair[0], pair[1].to_string()));
        let starts: Vec<(char, String)> = starts.collect();
        let is_by_sound = starts.is_sorted_by(|(_, a), (_, b)| self.words.compare(a, b) == Ordering::Less);
        let before = starts.iter().rev().find(|(_, first)| self.words.compare(first, character).is_le());
        before.filter(|_| is_by_sound).map(|(letter, _)| letter.to_string())
    }
}

/// A text from its first letter or digit on; all of it if it has none.
fn without_signs(text: &str) -> &str {
    let start = text.find(char::is_alphanumeric).unwrap_or(0);
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words in the order of a language, each behind its letter.
    fn check(language: &str, words: &str) -> String {
        let collation = Collation::new(language);
        let mut words: Vec<&str> = words.split(' ').collect();
        words.sort_by(|a, b| collation.compare(a, b));
        let listed: Vec<String> =
            words.iter().map(|word| format!("{}:{word}", collation.letter(word))).collect();
        listed.join(" ")
    }

    #[test]
    fn letters_stand_where_each_language_has_them() {
        let words = "zte Ärzte azure Ångström öl Öl “huawei” 5G cote côte côté coté";
        assert_eq!(
            check("en", words),
            "#:5G A:Ångström A:Ärzte A:azure C:cote C:coté C:côte C:côté H:“huawei” O:öl O:Öl Z:zte"
        );
        assert_eq!(check("de", words), check("en", words));
        assert_eq!(
            check("sv", words),
            "#:5G A:azure C:cote C:coté C:côte C:côté H:“huawei” Z:zte Å:Ångström Ä:Ärzte Ö:öl Ö:Öl"
        );
        // Words of unknown languages have an order all the same.
        assert_eq!(check("tlh", words), check("en", words));
        assert_eq!(check("no language", words), check("en", words));
    }

    #[test]
    fn spanish_has_its_own_letter_and_chinese_its_sounds() {
        assert_eq!(check("es", "ñandú nz oso"), "N:nz Ñ:ñandú O:oso");
        assert_eq!(check("zh", "中兴 华为 爱立信 5G ZTE"), "#:5G A:爱立信 H:华为 Z:中兴 Z:ZTE");
    }
}
