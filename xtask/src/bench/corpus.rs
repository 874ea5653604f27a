//! A book of any number of notes, the same each time, with all that books have.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// How many words of prose a note has, front matter, tables and code aside.
const WORDS: usize = 600;

/// How many notes a section has.
const SECTION: usize = 50;

/// How many different words the prose is made from.
const VOCABULARY: usize = 20_000;

/// For whom a corpus is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// This program: its own dialect, every feature used.
    Briefbook,
    /// Any program: the same notes with the same prose as CommonMark with
    /// tables, footnotes and links to files; no citations, terms or events.
    Anyone,
}

/// Writes a book of `notes` notes into `folder`, which need not be there yet.
///
/// One note in fifty is the page of a section. A note has 600 words, eight
/// links, five citations, two or three terms, a table and a footnote; one in
/// four a callout, one in five two events, one in ten a block of code. One work
/// is cited for five notes, and one term explained for ten, up to 500.
///
/// # Errors
///
/// When a file cannot be written.
pub(crate) fn write(folder: &Path, notes: usize, reader: Reader) -> Result<()> {
    let corpus = Corpus { notes, vocabulary: vocabulary() };
    for note in 0..notes {
        let path = folder.join("content").join(path(note));
        let parent = path.parent().expect("notes stand in sections");
        fs::create_dir_all(parent).with_context(|| format!("cannot make `{}`", parent.display()))?;
        put(&path, &corpus.note(note, reader))?;
    }
    if reader == Reader::Briefbook {
        put(&folder.join("content/glossary.md"), &corpus.glossary())?;
        put(&folder.join("references.bib"), &corpus.bibliography())?;
        put(
            &folder.join("book.toml"),
            "title = \"A measured book\"\nlanguage = \"en\"\nas_of = \"2026\"\nbase_url = \"https://example.org/\"\n",
        )?;
    }
    Ok(())
}

/// The path of a note inside the content folder.
pub(crate) fn path(note: usize) -> String {
    let section = note / SECTION;
    match note % SECTION {
        0 => format!("section-{section}/index.md"),
        _ => format!("section-{section}/note-{note}.md"),
    }
}

/// How a link without its own text names a note.
fn name(note: usize) -> String {
    match note % SECTION {
        0 => format!("section-{}/index", note / SECTION),
        _ => format!("note-{note}"),
    }
}

fn put(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
}

struct Corpus {
    notes: usize,
    vocabulary: Vec<String>,
}

impl Corpus {
    fn works(&self) -> usize {
        (self.notes / 5).max(1)
    }

    fn terms(&self) -> usize {
        (self.notes / 10).clamp(1, 500)
    }

    fn note(&self, note: usize, reader: Reader) -> String {
        let mut random = Random::new(note as u64);
        let mut text = String::with_capacity(6_000);
        let own = reader == Reader::Briefbook;
        let title = self.title(note);
        let _ = writeln!(text, "---\ntitle: {title}");
        let _ = writeln!(text, "description: {}", self.sentence(&mut random, 12));
        if own {
            let _ = writeln!(text, "topics: [Topic {}, Topic {}]", note % 20, (note / 7) % 40);
        }
        text.push_str("---\n");
        let mut said = 0;
        let mut paragraph = 0;
        while said < WORDS {
            if paragraph % 3 == 0 {
                let _ = write!(text, "\n## {}\n", self.sentence(&mut random, 4).trim_end_matches('.'));
            }
            text.push('\n');
            for sentence in 0..4 {
                let words = 10 + random.below(10);
                said += words;
                let plain = self.sentence(&mut random, words);
                let body = plain.trim_end_matches('.');
                match (sentence, paragraph) {
                    (0, _) => {
                        let _ = writeln!(text, "{body} {}.", self.link(note, random.below(self.notes), own));
                    }
                    (1, 0..5) if own => {
                        let work = random.below(self.works());
                        let _ = writeln!(text, "{body} [@work-{work}, p. {}].", 1 + random.below(300));
                    }
                    (2, 0..3) if own => {
                        let _ = writeln!(text, "{body} {}.", self.term(random.below(self.terms())));
                    }
                    (2, 3) => {
                        let _ = writeln!(text, "{body}[^1] and **{}**.", self.word(&mut random));
                    }
                    _ => {
                        let _ = writeln!(text, "{plain}");
                    }
                }
            }
            paragraph += 1;
        }
        let _ = write!(text, "\n[^1]: {}\n", self.sentence(&mut random, 9));
        text.push_str("\n| Region | Share | Change |\n|---|--:|--:|\n");
        for _ in 0..4 {
            let (share, change) = (random.below(100), random.below(40));
            let _ = writeln!(text, "| {} | {share} | {change} |", self.word(&mut random));
        }
        if note % 4 == 1 {
            let quoted = self.sentence(&mut random, 14);
            let mark = if own { "[!NOTE] In short\n> " } else { "" };
            let _ = write!(text, "\n> {mark}{quoted}\n");
        }
        if note % 10 == 3 {
            let name = self.word(&mut random);
            let _ = write!(
                text,
                "\n```python\ndef {name}(rows):\n    return [row for row in rows if row > {note}]\n```\n"
            );
        }
        if own && note % 5 == 2 {
            text.push_str("\n```timeline\n");
            for _ in 0..2 {
                let (year, month) = (1950 + random.below(76), 1 + random.below(12));
                let event = self.sentence(&mut random, 10);
                let link = self.link(note, random.below(self.notes), true);
                let _ = writeln!(
                    text,
                    "{year}-{month:02}: {} {link} #tag-{}",
                    event.trim_end_matches('.'),
                    note % 12
                );
            }
            text.push_str("```\n");
        }
        text
    }

    fn title(&self, note: usize) -> String {
        let mut random = Random::new(!(note as u64));
        format!("{} {note}", self.sentence(&mut random, 3).trim_end_matches('.'))
    }

    fn link(&self, from: usize, to: usize, own: bool) -> String {
        match own {
            true => format!("[[{}|{}]]", name(to), self.vocabulary[to % 500]),
            false => {
                let up = if from / SECTION == to / SECTION { "" } else { "../" };
                let path = path(to);
                let path = if up.is_empty() { path.rsplit('/').next().unwrap_or(&path) } else { &path };
                format!("[{}]({up}{path})", self.vocabulary[to % 500])
            }
        }
    }

    fn term(&self, term: usize) -> String {
        format!("the {} doctrine", self.vocabulary[1000 + term])
    }

    fn glossary(&self) -> String {
        let mut text = "---\ntitle: Glossary\n---\n".to_owned();
        for term in 0..self.terms() {
            let mut random = Random::new(0xABCD ^ term as u64);
            let name = self.term(term);
            let name = name.trim_start_matches("the ");
            let _ = write!(text, "\n{name}\n: {}\n", self.sentence(&mut random, 15));
        }
        text
    }

    fn bibliography(&self) -> String {
        let mut text = String::new();
        for work in 0..self.works() {
            let mut random = Random::new(0x5EED ^ work as u64);
            let kind = ["article", "book", "report", "online"][random.below(4)];
            let author = capital(self.word(&mut random));
            let given = capital(self.word(&mut random));
            let title = self.sentence(&mut random, 7);
            let year = 1960 + random.below(66);
            let _ = writeln!(
                text,
                "@{kind}{{work-{work},\n  author = {{{author}, {given}}},\n  title = {{{}}},\n  date = {{{year}}},\n  \
                 institution = {{{}}},\n  url = {{https://example.org/{work}}},\n}}\n",
                title.trim_end_matches('.'),
                capital(self.word(&mut random)),
            );
        }
        text
    }

    fn sentence(&self, random: &mut Random, words: usize) -> String {
        let mut sentence = capital(self.word(random));
        for _ in 1..words {
            sentence.push(' ');
            sentence.push_str(self.word(random));
        }
        sentence.push('.');
        sentence
    }

    /// A word, the early ones far more often than the late, as in any language.
    fn word(&self, random: &mut Random) -> &str {
        // The inverse of a distribution that falls with the rank.
        let share = random.below(1 << 20) as f64 / f64::from(1 << 20);
        let rank = (VOCABULARY as f64).powf(share) - 1.0;
        &self.vocabulary[(rank as usize).min(VOCABULARY - 1)]
    }
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// Words that can be spoken, the short ones first.
fn vocabulary() -> Vec<String> {
    const ONSETS: [&str; 16] =
        ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr"];
    const NUCLEI: [&str; 6] = ["a", "e", "i", "o", "u", "ai"];
    let syllables: Vec<String> = ONSETS
        .iter()
        .flat_map(|onset| NUCLEI.iter().map(move |nucleus| format!("{onset}{nucleus}")))
        .collect();
    let mut words = Vec::with_capacity(VOCABULARY);
    let mut number = 0;
    while words.len() < VOCABULARY {
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
        words.push(word);
        number += 1;
    }
    words
}

/// Numbers without a pattern, the same each time (SplitMix64).
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A number from 0 up to, not including, `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}
