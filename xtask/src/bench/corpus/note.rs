//! The text of one note.

use std::fmt::Write as _;

use super::words::Random;
use super::{Corpus, Reader, SECTION};

/// How many words of prose a note has, front matter, tables and code aside.
const WORDS: usize = 600;

/// What a note names, for those programs that want to be told at its top.
#[derive(Default)]
struct Named {
    works: Vec<String>,
    terms: Vec<String>,
    /// Dates, and what happened.
    events: Vec<(String, String)>,
}

impl Corpus {
    /// The text of a note. Whoever it is written for, the same numbers are
    /// drawn in the same order, so that the prose is the same.
    pub(super) fn note(&self, note: usize, reader: Reader) -> String {
        let mut random = Random::new(note as u64);
        let mut named = Named::default();
        let description = self.words.phrase(&mut random, 12);
        let mut body = String::with_capacity(6_000);
        self.prose(&mut body, note, reader, &mut random, &mut named);
        self.blocks(&mut body, note, reader, &mut random);
        self.events(&mut body, note, reader, &mut random, &mut named);
        self.head(note, reader, &description, named) + &body
    }

    /// Front matter, or the title alone.
    fn head(&self, note: usize, reader: Reader, description: &str, named: Named) -> String {
        let title = self.title(note);
        match reader {
            Reader::Mdbook => format!("# {title}\n\n{description}.\n"),
            // Sections have no taxonomies there, and say how their pages are sorted.
            Reader::Zola | Reader::ZolaExtras if note.is_multiple_of(SECTION) => format!(
                "+++\ntitle = \"{title}\"\ndescription = \"{description}.\"\nsort_by = \"title\"\n+++\n"
            ),
            Reader::Zola => format!("+++\ntitle = \"{title}\"\ndescription = \"{description}.\"\n+++\n"),
            Reader::ZolaExtras => format!(
                "+++\ntitle = \"{title}\"\ndescription = \"{description}.\"\n\n[taxonomies]\nsources = {:?}\nterms = \
                 {:?}\n+++\n",
                named.works, named.terms
            ),
            Reader::Hugo | Reader::Eleventy | Reader::Quartz => {
                format!("---\ntitle: {title}\ndescription: {description}.\n---\n")
            }
            Reader::HugoExtras => {
                let mut head = format!("---\ntitle: {title}\ndescription: {description}.\n");
                if !named.events.is_empty() {
                    head.push_str("events:\n");
                }
                for (date, event) in named.events {
                    let _ = writeln!(head, "  - date: \"{date}\"\n    text: \"{event}\"");
                }
                head + "---\n"
            }
            Reader::Briefbook => format!(
                "---\ntitle: {title}\ndescription: {description}.\ntopics: [Topic {}, Topic {}]\n---\n",
                note % 20,
                (note / 7) % 40
            ),
        }
    }

    fn prose(&self, text: &mut String, note: usize, reader: Reader, random: &mut Random, named: &mut Named) {
        let mut said = 0;
        let mut paragraph = 0;
        while said < WORDS {
            if paragraph % 3 == 0 {
                let _ = write!(text, "\n## {}\n", self.words.phrase(random, 4));
            }
            text.push('\n');
            for sentence in 0..4 {
                let words = 10 + random.below(10);
                said += words;
                let body = self.words.phrase(random, words);
                let _ = match (sentence, paragraph) {
                    (0, _) => {
                        writeln!(text, "{body} {}.", self.link(note, random.below(self.notes), reader))
                    }
                    (1, 0..5) => {
                        let (work, page) = (random.below(self.works()), 1 + random.below(300));
                        named.works.push(format!("work-{work}"));
                        writeln!(text, "{body} {}.", self.citation(work, page, reader))
                    }
                    (2, 0..3) => {
                        let term = random.below(self.terms());
                        named.terms.push(self.term(term));
                        writeln!(text, "{body} {}.", self.term_use(term, reader))
                    }
                    (2, 3) => writeln!(text, "{body}[^1] and **{}**.", self.words.any(random)),
                    _ => writeln!(text, "{body}."),
                };
            }
            paragraph += 1;
        }
        named.works.sort();
        named.works.dedup();
        named.terms.sort();
        named.terms.dedup();
    }

    /// A footnote and a table; a callout and code in some notes.
    fn blocks(&self, text: &mut String, note: usize, reader: Reader, random: &mut Random) {
        let _ = write!(text, "\n[^1]: {}.\n", self.words.phrase(random, 9));
        text.push_str("\n| Region | Share | Change |\n|---|--:|--:|\n");
        for _ in 0..4 {
            let (share, change) = (random.below(100), random.below(40));
            let _ = writeln!(text, "| {} | {share} | {change} |", self.words.any(random));
        }
        if note % 4 == 1 {
            let quoted = self.words.phrase(random, 14);
            let has_callouts = matches!(reader, Reader::Briefbook | Reader::Quartz);
            let mark = if has_callouts { "[!NOTE] In short\n> " } else { "" };
            let _ = write!(text, "\n> {mark}{quoted}.\n");
        }
        if note % 10 == 3 {
            let name = self.words.any(random);
            let _ = write!(
                text,
                "\n```python\ndef {name}(rows):\n    return [row for row in rows if row > {note}]\n```\n"
            );
        }
    }

    /// Two events in some notes: a timeline, or a list for those that have none.
    fn events(&self, text: &mut String, note: usize, reader: Reader, random: &mut Random, named: &mut Named) {
        if note % 5 != 2 {
            return;
        }
        for _ in 0..2 {
            let (year, month) = (1950 + random.below(76), 1 + random.below(12));
            let event = self.words.phrase(random, 10);
            let link = self.link(note, random.below(self.notes), reader);
            named.events.push((format!("{year}-{month:02}"), format!("{event} {link}")));
        }
        match reader {
            Reader::Briefbook => {
                text.push_str("\n```timeline\n");
                for (date, event) in &named.events {
                    let _ = writeln!(text, "{date}: {event} #tag-{}", note % 12);
                }
                text.push_str("```\n");
            }
            // They stand at the top.
            Reader::HugoExtras => {}
            _ => {
                text.push('\n');
                for (date, event) in &named.events {
                    let _ = writeln!(text, "- {date}: {event}");
                }
            }
        }
    }

    fn link(&self, from: usize, to: usize, reader: Reader) -> String {
        reader.link(from, to, self.words.at(to % 500))
    }
}
