//! Words cut down to what they share with their other forms.
//!
//! `themes/default/search-index.js` has the same rules, so they are such that a few
//! lines can follow them. English has Snowball's; other languages have endings
//! that are cut off ("light" stemming), which brings plurals, genders and cases
//! together and errs on the side of finding too much. Words are folded before:
//! they have no accents and no upper case.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

/// How the words of a book's language are cut down to stems.
pub(super) enum Stems {
    /// Not at all.
    None,
    /// Snowball's English, which is dear.
    English(Box<Stemmer>),
    /// By their endings.
    Endings(&'static Endings),
    /// By what stands before and behind them.
    Arabic,
}

/// The endings of a language.
pub(super) struct Endings {
    /// Endings in whose place another comes, once, before all else.
    turned: &'static [(&'static str, &'static str)],
    /// Endings that are cut off, again and again, as long as three letters stay.
    cut: &'static [&'static str],
    /// Whether of two equal letters at the end only one stays.
    single: bool,
}

/// The least number of letters of a stem.
const LEAST: usize = 3;

const SPANISH: Endings = Endings { turned: &[("ces", "z")], cut: &["s", "o", "a", "e"], single: false };

const FRENCH: Endings =
    Endings { turned: &[("eaux", "eau"), ("aux", "al"), ("eux", "eu")], cut: &["e", "s"], single: true };

const GERMAN: Endings =
    Endings { turned: &[], cut: &["ern", "em", "en", "er", "es", "e", "s", "n"], single: false };

/// Articles and particles that are written as one with the word.
const ARABIC_BEFORE: &[&str] = &["وال", "بال", "كال", "فال", "لل", "ال", "و"];

/// Plurals, the feminine, and pronouns.
const ARABIC_BEHIND: &[&str] = &["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];

/// The language of stems for a BCP 47 tag: `en`, `es`, `fr`, `de` or `ar`, or
/// nothing if words stay whole.
pub(super) fn stem_language(language: &str) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    ["en", "es", "fr", "de", "ar"].into_iter().find(|known| primary.eq_ignore_ascii_case(known)).unwrap_or("")
}

impl Stems {
    /// The rules for a language, a BCP 47 tag.
    pub(super) fn of(language: &str) -> Self {
        match stem_language(language) {
            "en" => Stems::English(Box::new(Stemmer::create(Algorithm::English))),
            "es" => Stems::Endings(&SPANISH),
            "fr" => Stems::Endings(&FRENCH),
            "de" => Stems::Endings(&GERMAN),
            "ar" => Stems::Arabic,
            _ => Stems::None,
        }
    }

    /// The stem of a word. Words with anything but letters of the language, such
    /// as `5g`, are their own stem.
    pub(super) fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        match self {
            Stems::English(stemmer) if self.changes(word) => stemmer.stem(word),
            Stems::Endings(endings) if self.changes(word) => endings.stem(word),
            Stems::Arabic if self.changes(word) => Cow::Owned(arabic(word)),
            _ => Cow::Borrowed(word),
        }
    }

    /// Whether the rules have anything to say about a word.
    fn changes(&self, word: &str) -> bool {
        match self {
            Stems::None => false,
            Stems::English(_) => word.bytes().all(|byte| byte.is_ascii_lowercase()),
            Stems::Endings(_) => word.chars().all(|c| c.is_ascii_lowercase() || "ßœæ".contains(c)),
            Stems::Arabic => word.chars().any(|c| ('\u{0621}'..='\u{064A}').contains(&c)),
        }
    }
}

impl Endings {
    fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let stays = |start: &str| start.chars().count() >= LEAST;
        let turned = self.turned.iter().find_map(|(ending, other)| {
            word.strip_suffix(ending)
                .filter(|start| start.chars().nth(1).is_some())
                .map(|start| format!("{start}{other}"))
        });
        if let Some(word) = turned {
            return Cow::Owned(word);
        }
        let mut stem = word;
        while let Some(start) =
            self.cut.iter().find_map(|ending| stem.strip_suffix(ending).filter(|start| stays(start)))
        {
            stem = start;
        }
        if self.single
            && let Some(last) = stem.chars().next_back()
            && let Some(start) = stem.strip_suffix(last)
            && let Some(before) = start.strip_suffix(last)
            && stays(before)
        {
            stem = start;
        }
        Cow::Borrowed(stem)
    }
}

fn arabic(word: &str) -> String {
    let letters = word.chars().filter(|c| !matches!(c, '\u{0640}' | '\u{064B}'..='\u{0655}' | '\u{0670}'));
    let plain: String = letters
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' => 'ي',
            'ة' => 'ه',
            other => other,
        })
        .collect();
    let stays = |rest: &&str| rest.chars().count() >= LEAST;
    let mut stem = plain.as_str();
    if let Some(rest) = ARABIC_BEFORE.iter().find_map(|start| stem.strip_prefix(start).filter(stays)) {
        stem = rest;
    }
    while let Some(rest) = ARABIC_BEHIND.iter().find_map(|ending| stem.strip_suffix(ending).filter(stays)) {
        stem = rest;
    }
    stem.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stems of words that should be found with each other.
    fn check(language: &str, words: &str) -> String {
        let stems = Stems::of(language);
        let mut found: Vec<String> = words.split(' ').map(|word| stems.stem(word).into_owned()).collect();
        found.dedup();
        found.join(" ")
    }

    #[test]
    fn forms_of_spanish_words_have_one_stem() {
        assert_eq!(check("es-MX", "acuerdo acuerdos"), "acuerd");
        assert_eq!(check("es", "estacion estaciones"), "estacion");
        assert_eq!(check("es", "chino china chinos chinas"), "chin");
        assert_eq!(check("es", "voz voces"), "voz");
        assert_eq!(check("es", "pais paises"), "pai");
        assert_eq!(check("es", "5g"), "5g");
    }

    #[test]
    fn forms_of_french_words_have_one_stem() {
        assert_eq!(check("fr", "chinois chinoise chinoises"), "chinoi");
        assert_eq!(check("fr", "reseau reseaux"), "reseau");
        assert_eq!(check("fr", "national nationale nationales nationaux"), "national");
        assert_eq!(check("fr", "industriel industrielle industrielles"), "industriel");
        assert_eq!(check("fr", "loi lois"), "loi");
    }

    #[test]
    fn forms_of_german_words_have_one_stem() {
        assert_eq!(check("de", "netzwerk netzwerke netzwerken netzwerks netzwerkes"), "netzwerk");
        assert_eq!(check("de", "land lander landern landes"), "land");
        assert_eq!(check("de", "minister ministers ministern"), "minist");
        assert_eq!(check("de", "regierung regierungen"), "regierung");
        assert_eq!(check("de", "haus hauser hausern"), "hau");
    }

    #[test]
    fn forms_of_arabic_words_have_one_stem() {
        assert_eq!(check("ar", "شركة الشركة والشركة شركات الشركات"), "شرك");
        assert_eq!(check("ar", "أمريكي أمريكية الأمريكية"), "امريك");
    }

    #[test]
    fn words_of_other_languages_stay_whole() {
        assert_eq!(check("nl", "netwerken"), "netwerken");
        assert_eq!(check("zh", "网络"), "网络");
    }
}
