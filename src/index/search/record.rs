//! The words of one thing that is found, each with how much it says about it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use rustc_hash::FxHasher;

use super::stems::Stems;
use super::words::words;
use super::{Content, Findable, Kind, text};

/// The words of one thing, ready to be gathered with those of others.
///
/// For each word its length, its UTF-8 bytes, and its weight: 0 to 7 after how
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

/// Records the words of one thing. `average` is about how many words a note has.
pub fn record(findable: &Findable, average: u32, language: &str) -> Record {
    let mut tally = Tally::default();
    match findable.kind {
        // The title of an event is all that is said about it.
        Kind::Event => tally.add(&findable.title, Field::Body),
        _ => tally.name(&findable.title),
    }
    for name in &findable.names {
        tally.name(name);
    }
    let mut length = 1_000;
    match &findable.text {
        Content::Short(text) => {
            tally.add(text, Field::Body);
            tally.add(&findable.context, Field::Body);
        }
        Content::Note { note, titles, forms, is_glossary } => {
            let before = tally.uses.len();
            for part in text::parts(note, titles, *is_glossary) {
                if let Some((_, heading)) = &part.heading {
                    tally.add(heading, Field::Heading);
                }
                tally.add(&part.text, Field::Body);
            }
            let ratio = (tally.uses.len() - before) as u64 * 1_000 / u64::from(average.max(1));
            length = LENGTHS.into_iter().rev().find(|step| *step <= ratio).unwrap_or(LENGTHS[0]);
            tally.add(note.front.description.as_deref().unwrap_or_default(), Field::Description);
            for topic in &note.front.topics {
                tally.add(topic.value.as_str(), Field::Description);
            }
            for form in forms {
                tally.add(form, Field::Form);
            }
        }
    }
    Record { bytes: tally.weigh(length, &Stems::of(language)) }
}

impl Record {
    /// The words in the order of their bytes, each with its weight.
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

/// All uses of words, in the order in which they were met.
#[derive(Default)]
struct Tally {
    letters: String,
    uses: Vec<(Range<u32>, Field)>,
}

impl Tally {
    fn name(&mut self, name: &str) {
        let before = self.uses.len();
        self.add(name, Field::Name(1));
        let count = (self.uses.len() - before) as u64;
        self.uses[before..].iter_mut().for_each(|(_, field)| *field = Field::Name(count));
    }

    fn add(&mut self, text: &str, field: Field) {
        words(text, |word| {
            let start = self.letters.len() as u32;
            self.letters.push_str(word);
            self.uses.push((start..self.letters.len() as u32, field));
        });
    }

    /// Sums up the uses of each word and of all words of one stem.
    fn weigh(self, length: u64, stems: &Stems) -> Box<[u8]> {
        let mut words: HashMap<&str, (u64, u8), BuildHasherDefault<FxHasher>> = HashMap::default();
        for (range, field) in &self.uses {
            let word = &self.letters[range.start as usize..range.end as usize];
            let (uses, named) = words.entry(word).or_default();
            *uses += field.worth();
            match field {
                Field::Name(1) => *named = WHOLE_NAME,
                Field::Name(_) => *named |= NAMED,
                _ => {}
            }
        }
        let mut stemmed: Vec<(Box<str>, u64, u8)> =
            words.into_iter().map(|(word, (uses, named))| (stem(stems, word), uses, named)).collect();
        stemmed.sort_unstable();
        let mut bytes = Vec::with_capacity(stemmed.len() * 9);
        for word in stemmed.chunk_by(|a, b| a.0 == b.0) {
            let uses: u64 = word.iter().map(|(_, uses, _)| uses).sum();
            let named = word.iter().map(|(.., named)| *named).max().unwrap_or_default();
            let stem = word[0].0.as_bytes();
            bytes.push(u8::try_from(stem.len()).expect("words have at most 40 characters of 4 bytes"));
            bytes.extend_from_slice(stem);
            let step = step(uses, length).min(if named == NAMED { 6 } else { 7 });
            bytes.push(named | step);
        }
        bytes.into()
    }
}

/// A word's weight from its uses, after BM25 without the part that depends on
/// the rest of the book. Both numbers are in thousandths.
fn step(uses: u64, length: u64) -> u8 {
    let norm = SATURATION * (1_000 - LENGTH_SHARE + LENGTH_SHARE * length / 1_000) / 1_000;
    (STEPS * uses / (uses + norm)).min(STEPS - 1) as u8
}

/// The stem of a word. Stemming is the dearest step of indexing, and a book has
/// few different words: each thread remembers the stems it has made.
fn stem(stems: &Stems, word: &str) -> Box<str> {
    /// How many stems a thread remembers before it starts anew: about 4 MB.
    const REMEMBERED: usize = 50_000;
    type Remembered = HashMap<Box<str>, Box<str>, BuildHasherDefault<FxHasher>>;
    thread_local! {
        static ENGLISH: RefCell<Remembered> = RefCell::default();
    }
    if !stems.is_dear() || !stems.changes(word) {
        return (*stems.stem(word)).into();
    }
    ENGLISH.with_borrow_mut(|remembered| {
        if let Some(stem) = remembered.get(word) {
            return stem.clone();
        }
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        let stem: Box<str> = stems.stem(word).into();
        remembered.insert(word.into(), stem.clone());
        stem
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, names: &[&str], text: &str) -> String {
        let findable = Findable {
            kind: Kind::Term,
            key: "key".into(),
            title: title.into(),
            href: "glossary.html".into(),
            context: "".into(),
            names: names.iter().map(|name| (*name).into()).collect(),
            text: Content::Short(text.to_owned()),
        };
        let record = record(&findable, 256, "en");
        let words: Vec<String> = record
            .words()
            .map(|(word, weight)| format!("{}:{weight}", String::from_utf8_lossy(word)))
            .collect();
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
