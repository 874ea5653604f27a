//! The words of one thing that is found, each with how much it says about it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use rustc_hash::FxHasher;

use super::stems::{Stems, stem_language};
use super::words::words;
use super::{Content, Findable, Kind, Part};

/// The words of one thing, ready to be gathered with those of others.
///
/// For each word, in the order in which they are met, its length, its UTF-8 bytes, and its weight: 0 to 7 after how
/// often and where it stands, and 8 more if it belongs to the thing's name; 15
/// if it is the whole name. One run of bytes, as a book has some hundred words a
/// note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    bytes: Box<[u8]>,
}

/// The weight that says that a word belongs to the name.
const NAMED: u8 = 8;

/// The weight of a word that is the whole name.
const WHOLE_NAME: u8 = 15;

/// How many weights there are below [`NAMED`].
const STEPS: u64 = 8;

/// How fast more uses of a word cease to make a difference, in thousandths: k1
/// of BM25.
const SATURATION: u64 = 1_200;

/// How much a text's length counts, in thousandths: b of BM25.
const LENGTH_SHARE: u64 = 600;

/// How long a text is measured by the average, in thousandths: steps by the
/// square root of two, so that a sentence more changes no weight.
const LENGTHS: [u64; 13] = [125, 177, 250, 354, 500, 707, 1_000, 1_414, 2_000, 2_828, 4_000, 5_657, 8_000];

/// Where a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    /// In the title; with how many other words, as a word says more about a
    /// thing that is called by it alone.
    Name(u64),
    Heading,
    Description,
    Body,
    /// In another name of a term that the text uses.
    Form,
}

impl Field {
    /// How many uses in the body it is worth, in thousandths.
    fn worth(self) -> u64 {
        match self {
            Field::Name(words) => 6_000 / words.max(1),
            Field::Heading => 3_000,
            Field::Description => 2_000,
            Field::Body => 1_000,
            Field::Form => 500,
        }
    }
}

/// Records the words of one thing, given with its parts. `average` is about how many
/// words a note has.
pub fn record(findable: &Findable, parts: &[Part], average: u32, language: &str) -> Record {
    VOCABULARY.with_borrow_mut(|vocabulary| {
        vocabulary.open(language);
        let tally = Tally { vocabulary, words: Vec::new(), length: 0 };
        tally.findable(findable, parts, average)
    })
}

impl Record {
    /// The words, each with its weight.
    pub(super) fn words(&self) -> impl Iterator<Item = (&[u8], u8)> {
        let mut rest = &*self.bytes;
        std::iter::from_fn(move || {
            let (&length, tail) = rest.split_first()?;
            let (word, tail) = tail.split_at_checked(usize::from(length))?;
            let (&weight, tail) = tail.split_first()?;
            rest = tail;
            Some((word, weight))
        })
    }
}

/// The words of one thing as they are counted.
struct Tally<'v> {
    vocabulary: &'v mut Vocabulary,
    /// Each word once.
    words: Vec<Word>,
    /// How many words have been met.
    length: usize,
}

/// All uses of the words of one stem.
struct Word {
    /// The number of the stem.
    stem: u32,
    /// What the uses are worth, in thousandths.
    uses: u64,
    /// [`WHOLE_NAME`], [`NAMED`], or nothing.
    named: u8,
}

impl Tally<'_> {
    fn findable(mut self, findable: &Findable, parts: &[Part], average: u32) -> Record {
        match findable.key.kind {
            // The title of an event is all that is said about it.
            Kind::Event => self.add(&findable.title, Field::Body),
            _ => self.name(&findable.title),
        }
        for name in &findable.names {
            self.name(name);
        }
        let mut length = 1_000;
        match &findable.text {
            Content::Short(text) => {
                self.add(text, Field::Body);
                self.add(&findable.context, Field::Body);
            }
            Content::Note { note, forms, .. } => {
                let before = self.length;
                for part in parts {
                    if let Some((_, heading)) = &part.heading {
                        self.add(heading, Field::Heading);
                    }
                    self.add(&part.text, Field::Body);
                }
                let ratio = (self.length - before) as u64 * 1_000 / u64::from(average.max(1));
                length = LENGTHS.into_iter().rev().find(|step| *step <= ratio).unwrap_or(LENGTHS[0]);
                self.add(note.front.description.as_deref().unwrap_or_default(), Field::Description);
                for topic in &note.front.topics {
                    self.add(topic.value.as_str(), Field::Description);
                }
                for form in forms {
                    self.add(form, Field::Form);
                }
            }
        }
        Record { bytes: self.weigh(length) }
    }

    fn name(&mut self, name: &str) {
        let mut count = 0;
        words(name, |_| count += 1);
        self.add(name, Field::Name(count));
    }

    fn add(&mut self, text: &str, field: Field) {
        let worth = field.worth();
        let named = match field {
            Field::Name(1) => WHOLE_NAME,
            Field::Name(_) => NAMED,
            _ => 0,
        };
        words(text, |word| {
            self.length += 1;
            let (stem, place) = self.vocabulary.look_up(word, self.words.len());
            match self.words.get_mut(place) {
                Some(word) => {
                    word.uses += worth;
                    word.named |= named;
                }
                None => self.words.push(Word { stem, uses: worth, named }),
            }
        });
    }

    fn weigh(self, length: u64) -> Box<[u8]> {
        let mut bytes = Vec::with_capacity(self.words.len() * 9);
        for Word { stem, uses, named } in self.words {
            let stem = self.vocabulary.stems[stem as usize].as_bytes();
            bytes.push(u8::try_from(stem.len()).expect("words have at most 40 characters of 4 bytes"));
            bytes.extend_from_slice(stem);
            let step = step(uses, length).min(if named == NAMED { 6 } else { 7 });
            bytes.push(named | step);
        }
        bytes.into()
    }
}

thread_local! {
    static VOCABULARY: RefCell<Vocabulary> = RefCell::new(Vocabulary::new(""));
}

/// The words that a thread has met, with their stems. Stemming is the dearest step
/// of indexing, and a book has few different words.
struct Vocabulary {
    rules: Stems,
    /// What `rules` are for.
    language: &'static str,
    /// The number of each word's stem, for words of up to eight bytes, which are most,
    /// by these bytes as a number.
    short: HashMap<u64, u32, BuildHasherDefault<FxHasher>>,
    /// The number of each longer word's stem.
    long: Numbers,
    /// The numbers of stems.
    numbers: Numbers,
    /// The stems by their number.
    stems: Vec<Box<str>>,
    /// By the number of a stem: in which record it was met last, and as the how
    /// manieth of its words.
    met: Vec<(u64, u32)>,
    /// Which record is being made.
    record: u64,
}

type Numbers = HashMap<Box<str>, u32, BuildHasherDefault<FxHasher>>;

impl Vocabulary {
    /// How many words a thread remembers before it starts anew: about 5 MB.
    const REMEMBERED: usize = 50_000;

    fn new(language: &str) -> Self {
        Vocabulary {
            rules: Stems::of(language),
            language: stem_language(language),
            short: HashMap::default(),
            long: Numbers::default(),
            numbers: Numbers::default(),
            stems: Vec::new(),
            met: Vec::new(),
            record: 0,
        }
    }

    /// Begins a record.
    fn open(&mut self, language: &str) {
        if self.language != stem_language(language) || self.short.len() + self.long.len() >= Self::REMEMBERED
        {
            *self = Vocabulary::new(language);
        }
        self.record += 1;
    }

    /// The number of a word's stem, and its place among the words of the record:
    /// `next` if it has not been met in it.
    fn look_up(&mut self, word: &str, next: usize) -> (u32, usize) {
        let number = match short(word) {
            Some(short) => self.short.get(&short),
            None => self.long.get(word),
        };
        let number = match number {
            Some(number) => *number,
            None => self.learn(word),
        };
        let (record, place) = &mut self.met[number as usize];
        if *record != self.record {
            (*record, *place) = (self.record, next as u32);
        }
        (number, *place as usize)
    }

    fn learn(&mut self, word: &str) -> u32 {
        let stem = self.rules.stem(word);
        let number = match self.numbers.get(&*stem) {
            Some(number) => *number,
            None => {
                let number = self.stems.len() as u32;
                self.numbers.insert((*stem).into(), number);
                self.stems.push((*stem).into());
                self.met.push((0, 0));
                number
            }
        };
        match short(word) {
            Some(short) => self.short.insert(short, number),
            None => self.long.insert(word.into(), number),
        };
        number
    }
}

/// A word of up to eight bytes as a number. No word has zeros in it, so it is that of
/// no other word.
fn short(word: &str) -> Option<u64> {
    (word.len() <= 8).then(|| word.bytes().fold(0, |number, byte| number << 8 | u64::from(byte)))
}

/// A word's weight from its uses, after BM25 without the part that depends on
/// the rest of the book. Both numbers are in thousandths.
fn step(uses: u64, length: u64) -> u8 {
    let norm = SATURATION * (1_000 - LENGTH_SHARE + LENGTH_SHARE * length / 1_000) / 1_000;
    (STEPS * uses / (uses + norm)).min(STEPS - 1) as u8
}

#[cfg(test)]
mod tests {
    use super::super::Key;
    use super::*;

    fn check(title: &str, names: &[&str], text: &str) -> String {
        let findable = Findable {
            key: Key { kind: Kind::Term, name: "key".into() },
            title: title.into(),
            href: "glossary.html".into(),
            context: "".into(),
            names: names.iter().map(|name| (*name).into()).collect(),
            text: Content::Short(text.to_owned()),
        };
        let record = record(&findable, &[], 256, "en");
        let mut words: Vec<String> = record
            .words()
            .map(|(word, weight)| format!("{}:{weight}", String::from_utf8_lossy(word)))
            .collect();
        words.sort();
        words.join(" ")
    }

    #[test]
    fn a_name_counts_more_than_the_text_and_more_uses_more_than_one() {
        assert_eq!(check("Rule", &[], "The rule of banning, a ban"), "a:3 ban:5 of:3 rule:15 the:3");
    }

    #[test]
    fn other_names_are_names() {
        assert_eq!(check("Federal Commission", &["FCC"], ""), "commiss:13 fcc:15 feder:13");
    }

    #[test]
    fn a_word_in_a_long_text_says_less() {
        assert_eq!([step(1_000, 125), step(1_000, 1_000), step(1_000, 8_000)], [5, 3, 1]);
    }
}
