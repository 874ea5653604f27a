//! A book of any number of notes, the same each time, with all that books have:
//! the same prose for this program and for its peers, each in its own dialect.

mod note;
mod spelling;
mod words;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

pub(crate) use self::spelling::Reader;
use self::words::{Random, Words, capital};

/// How many notes a section has.
const SECTION: usize = 50;

/// Writes a book of `notes` notes into `folder`, which need not be there yet:
/// notes, and the data that they name. What a peer needs beside (settings,
/// templates) is not here.
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
    let corpus = Corpus { notes, words: Words::new() };
    let content = folder.join(reader.content());
    for note in 0..notes {
        let path = content.join(path(note, reader));
        let parent = path.parent().expect("notes stand in sections");
        fs::create_dir_all(parent).with_context(|| format!("cannot make `{}`", parent.display()))?;
        put(&path, &corpus.note(note, reader))?;
    }
    match reader {
        Reader::Briefbook => {
            put(&content.join("glossary.md"), &corpus.glossary())?;
            put(&folder.join("references.bib"), &corpus.bibliography())?;
            put(
                &folder.join("book.toml"),
                "title = \"A measured book\"\nlanguage = \"en\"\nas_of = \"2026\"\nbase_url = \"https://example.org/\"\n",
            )
        }
        Reader::HugoExtras | Reader::ZolaExtras => {
            let data = folder.join("data");
            fs::create_dir_all(&data)?;
            put(&data.join("works.json"), &corpus.works_json())?;
            put(&data.join("terms.json"), &corpus.terms_json())
        }
        Reader::Mdbook => put(&content.join("SUMMARY.md"), &corpus.summary()),
        Reader::Hugo | Reader::Zola | Reader::Eleventy | Reader::Quartz => Ok(()),
    }
}

/// The path of a note inside the content folder.
pub(crate) fn path(note: usize, reader: Reader) -> String {
    let section = note / SECTION;
    match note % SECTION {
        0 => format!("section-{section}/{}", reader.index()),
        _ => format!("section-{section}/note-{note}.md"),
    }
}

/// What somebody may look for: a word that is everywhere, one in some notes, one
/// in few, two together, and the start of a word.
pub(crate) fn queries() -> Vec<String> {
    let words = Words::new();
    let rare = words.at(12_000);
    let queries = [
        words.at(2).to_owned(),
        words.at(300).to_owned(),
        rare.to_owned(),
        format!("{} {}", words.at(40), words.at(900)),
        rare[..4].to_owned(),
    ];
    queries.into()
}

/// Writes a file that nothing else may be said about than that it failed.
pub(crate) fn put(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
}

struct Corpus {
    notes: usize,
    words: Words,
}

/// A cited work, as far as any program shows it.
struct Work {
    kind: &'static str,
    author: String,
    given: String,
    title: String,
    year: usize,
    publisher: String,
}

impl Corpus {
    fn works(&self) -> usize {
        (self.notes / 5).max(1)
    }

    fn terms(&self) -> usize {
        (self.notes / 10).clamp(1, 500)
    }

    /// What a note is called; the number makes it the only one of that name.
    fn title(&self, note: usize) -> String {
        let mut random = Random::new(!(note as u64));
        format!("{} {note}", self.words.phrase(&mut random, 3))
    }

    /// The name of a term, as it stands in a sentence after an article.
    fn term(&self, term: usize) -> String {
        format!("{} doctrine", self.words.at(1000 + term))
    }

    fn definition(&self, term: usize) -> String {
        format!("{}.", self.words.phrase(&mut Random::new(0xABCD ^ term as u64), 15))
    }

    fn work(&self, work: usize) -> Work {
        let mut random = Random::new(0x5EED ^ work as u64);
        Work {
            kind: ["article", "book", "report", "online"][random.below(4)],
            author: capital(self.words.any(&mut random)),
            given: capital(self.words.any(&mut random)),
            title: self.words.phrase(&mut random, 7),
            year: 1960 + random.below(66),
            publisher: capital(self.words.any(&mut random)),
        }
    }

    fn glossary(&self) -> String {
        let mut text = "---\ntitle: Glossary\n---\n".to_owned();
        for term in 0..self.terms() {
            let _ = write!(text, "\n{}\n: {}\n", self.term(term), self.definition(term));
        }
        text
    }

    fn bibliography(&self) -> String {
        let mut text = String::new();
        for number in 0..self.works() {
            let Work { kind, author, given, title, year, publisher } = self.work(number);
            let _ = writeln!(
                text,
                "@{kind}{{work-{number},\n  author = {{{author}, {given}}},\n  title = {{{title}}},\n  date = {{{year}}},\n  \
                 institution = {{{publisher}}},\n  url = {{https://example.org/{number}}},\n}}\n",
            );
        }
        text
    }

    /// The works as JSON; the words have nothing in them that JSON must escape.
    fn works_json(&self) -> String {
        let works = (0..self.works()).map(|number| {
            let Work { author, given, title, year, publisher, .. } = self.work(number);
            format!(
                "\"work-{number}\":{{\"author\":\"{author}, {given}\",\"title\":\"{title}\",\"year\":\"{year}\",\
                 \"publisher\":\"{publisher}\",\"url\":\"https://example.org/{number}\"}}"
            )
        });
        format!("{{{}}}\n", works.collect::<Vec<_>>().join(",\n"))
    }

    fn terms_json(&self) -> String {
        let terms =
            (0..self.terms()).map(|term| format!("\"{}\":\"{}\"", self.term(term), self.definition(term)));
        format!("{{{}}}\n", terms.collect::<Vec<_>>().join(",\n"))
    }

    /// The table of contents that mdBook builds from.
    fn summary(&self) -> String {
        let mut text = "# Summary\n\n".to_owned();
        for note in 0..self.notes {
            let indent = if note % SECTION == 0 { "" } else { "  " };
            let _ = writeln!(text, "{indent}- [{}]({})", self.title(note), path(note, Reader::Mdbook));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The words of a note's body, without links, marks and what stands at its top.
    fn words(note: usize, reader: Reader) -> Vec<String> {
        let corpus = Corpus { notes: 100, words: Words::new() };
        let text = corpus.note(note, reader);
        let body = text.split_once("\n## ").expect("a note has a heading").1;
        let body = body.split("\n[^1]: ").next().unwrap_or_default();
        let is_word =
            |word: &&str| word.chars().all(|letter| letter.is_ascii_lowercase()) && !word.is_empty();
        body.split_whitespace().filter(is_word).map(str::to_owned).collect()
    }

    #[test]
    fn every_program_reads_the_same_prose() {
        let own = words(7, Reader::Briefbook);
        assert!(own.len() > 400, "{own:?}");
        for (name, reader) in Reader::NAMES {
            let others: BTreeSet<String> = words(7, reader).into_iter().collect();
            // Only what links and citations are written with is not the same.
            let missing = own.iter().filter(|word| !others.contains(*word)).count();
            assert!(missing * 50 < own.len(), "{name}: {missing} of {} words are not there", own.len());
        }
    }

    #[test]
    fn a_link_leads_to_the_note_in_every_dialect() {
        let links: Vec<String> = Reader::NAMES
            .into_iter()
            .map(|(name, reader)| format!("{name}: {}", reader.link(7, 63, "word")))
            .collect();
        assert_eq!(
            links,
            [
                "briefbook: [[note-63|word]]",
                "hugo: [word](/section-1/note-63/)",
                "hugo-extras: [word](/section-1/note-63/)",
                "zola: [word](@/section-1/note-63.md)",
                "zola-extras: [word](@/section-1/note-63.md)",
                "mdbook: [word](../section-1/note-63.md)",
                "eleventy: [word](/section-1/note-63/)",
                "quartz: [[note-63|word]]",
            ]
        );
    }
}
