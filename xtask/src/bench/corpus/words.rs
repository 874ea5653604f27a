//! Words, sentences and numbers of a corpus: the same each time, without a
//! pattern that a program could profit from.

/// How many different words there are.
const VOCABULARY: usize = 20_000;

/// The words that everything is written with, the short ones first.
pub(super) struct Words(Vec<String>);

impl Words {
    pub(super) fn new() -> Words {
        const ONSETS: [&str; 16] =
            ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr"];
        const NUCLEI: [&str; 6] = ["a", "e", "i", "o", "u", "ai"];
        let syllables: Vec<String> = ONSETS
            .iter()
            .flat_map(|onset| NUCLEI.iter().map(move |nucleus| format!("{onset}{nucleus}")))
            .collect();
        let word = |number: usize| {
            let mut word = String::new();
            let mut rest = number;
            loop {
                // The step is prime to the number of syllables, so none is left out.
                word.push_str(&syllables[(rest * 37 + 11) % syllables.len()]);
                rest /= syllables.len();
                if rest == 0 {
                    break;
                }
            }
            word.push(['n', 's', 'r', 't', 'l'][number % 5]);
            word
        };
        Words((0..VOCABULARY).map(word).collect())
    }

    /// The word of a rank, 0 being the most frequent.
    pub(super) fn at(&self, rank: usize) -> &str {
        &self.0[rank]
    }

    /// A word, the early ones far more often than the late, as in any language.
    pub(super) fn any(&self, random: &mut Random) -> &str {
        // The inverse of a distribution that falls with the rank.
        let share = random.below(1 << 20) as f64 / f64::from(1 << 20);
        let rank = (VOCABULARY as f64).powf(share) - 1.0;
        self.at((rank as usize).min(VOCABULARY - 1))
    }

    /// Some words with a capital at the start, and no full stop.
    pub(super) fn phrase(&self, random: &mut Random, words: usize) -> String {
        let mut phrase = capital(self.any(random));
        for _ in 1..words {
            phrase.push(' ');
            phrase.push_str(self.any(random));
        }
        phrase
    }
}

/// The word with a capital.
pub(super) fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// Numbers without a pattern, the same each time (SplitMix64).
pub(super) struct Random(u64);

impl Random {
    /// Seeds that follow each other are mixed first: they would give the same
    /// numbers, one place later.
    pub(super) fn new(seed: u64) -> Self {
        Random(mixed(seed))
    }

    /// A number from 0 up to, not including, `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        (mixed(self.0) % end as u64) as usize
    }
}

/// A number in which every bit depends on all bits of another.
fn mixed(number: u64) -> u64 {
    let mut mixed = number ^ 0x9E37_79B9_7F4A_7C15;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
