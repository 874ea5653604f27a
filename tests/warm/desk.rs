//! An author at work: a book whose files are edited at random.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use briefbook::source::{Inputs, SourceFile};
use proptest::prelude::*;

use crate::book;

/// One edit. What it does to which part of the book follows from its numbers,
/// which count round the parts that there are.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    kind: Kind,
    which: usize,
    with: usize,
}

/// Declares the kinds of edits together with the list of all.
macro_rules! kinds {
    ($($kind:ident),+ $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Kind { $($kind),+ }
        const KINDS: &[Kind] = &[$(Kind::$kind),+];
    };
}

kinds! {
    Text, Title, Move, Delete, Add, Alias, Draft, Order, Topic, TopicPage, Tag, Updated, Description,
    Redirect, IndexMark,
    Link, LinkToHeading, Embed, EmbedBlock, BrokenLink, Image, Heading, Footnote, Callout, Comment,
    Cite, CiteUnknown, Nocite, AddReference, ChangeReference, RemoveReference, BreakReferences,
    AddTerm, ChangeTerm, RemoveTerm, TermNote, NoTerms, UseTerm,
    Event, FrontMatterEvent, BadDate,
    Asset, RemoveAsset, Template, BreakTemplate, MendTemplate, Words, Style,
    BookTitle, BaseUrl, ParagraphNumbers, Language, AsOf, CitationStyle, SmartPunctuation, Html, BreakConfig, BreakFrontMatter, Undo,
}

impl Edit {
    /// Edits of every kind, each as likely as any other.
    pub(crate) fn any() -> impl Strategy<Value = Edit> {
        (prop::sample::select(KINDS), 0..100usize, 0..100usize).prop_map(|(kind, which, with)| Edit {
            kind,
            which,
            with,
        })
    }
}

/// A book while it is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Desk {
    notes: BTreeMap<String, Draft>,
    config: BTreeMap<&'static str, String>,
    references: BTreeMap<String, usize>,
    terms: BTreeMap<String, usize>,
    /// Assets by their path, with how often they were changed.
    assets: BTreeMap<String, usize>,
    /// Files of the book's own theme.
    theme: BTreeMap<&'static str, String>,
    broken_references: bool,
    /// The book before the last edit.
    before: Option<Box<Desk>>,
}

/// A note while it is written.
#[derive(Debug, Clone, Default)]
struct Draft {
    title: String,
    front_matter: BTreeMap<&'static str, String>,
    paragraphs: Vec<String>,
}

const WORDS: [&str; 8] =
    ["treaty", "talks", "launcher", "envoy", "verification", "summit", "ceiling", "signal"];
const KEYS: [&str; 4] = ["doe2001", "doe2001b", "roe1999", "act1947"];
const DATES: [&str; 8] =
    ["1969-11-17", "1972", "197X", "1985~", "2020-21", "1990/2005", "2020-03/..", "1962-10-16/1962-10-28"];

impl Desk {
    /// A small book to begin with.
    pub(crate) fn new() -> Desk {
        let mut desk = Desk::default();
        for (at, id) in
            ["index", "treaty", "01-talks/index", "01-talks/02-envoy", "launcher"].iter().enumerate()
        {
            let note = Draft {
                title: format!("The {}", WORDS[at]),
                paragraphs: vec![format!("About the {}. See [[treaty]].", WORDS[at + 1])],
                ..Draft::default()
            };
            desk.notes.insert((*id).to_owned(), note);
        }
        desk.references.insert("doe2001".to_owned(), 0);
        desk.terms.insert("Launcher".to_owned(), 0);
        desk
    }

    /// The book as its files.
    pub(crate) fn inputs(&self) -> Inputs {
        let mut files = String::new();
        let mut file =
            |name: &str, text: &str| writeln!(files, "--- {name} ---\n{text}").expect("a string grows");
        let settings: Vec<String> =
            self.config.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        file("book.toml", &settings.join("\n"));
        for (id, note) in &self.notes {
            file(&format!("{id}.md"), &note.text());
        }
        if !self.terms.is_empty() {
            let terms: Vec<String> = self
                .terms
                .iter()
                .map(|(term, version)| {
                    format!("{term}\n: What it is, version {version}. See [[treaty]] [@doe2001].\n")
                })
                .collect();
            file("glossary.md", &terms.join("\n"));
        }
        let works: Vec<String> = self
            .references
            .iter()
            .map(|(key, version)| {
                let year = 1990 + version % 3;
                format!(
                    "@book{{{key}, author = {{Doe, Jane}}, title = {{Book {version}}}, date = {{{year}}}}}\n"
                )
            })
            .collect();
        let end = if self.broken_references { "@book{broken, title = {" } else { "" };
        file("references.bib", &(works.join("\n") + end));
        for (name, text) in &self.theme {
            file(&format!("theme/{name}"), text);
        }
        let mut inputs = book::inputs(&files);
        for (path, version) in &self.assets {
            // The helper for tests takes assets from text; here they have times.
            let path = briefbook::model::AssetPath::new(path.as_str());
            let source = briefbook::source::SourcePath::new(format!("content/{path}"));
            let modified = *version as u128;
            inputs.assets.insert(path, briefbook::source::AssetFile { source, length: 1, modified });
        }
        // Templates of the short theme for tests show less of the book.
        for (name, file) in inputs.theme.clone().iter().filter(|(name, _)| name.ends_with(".html")) {
            let more = match name.starts_with("parts/") {
                true => "{{ site.title }} {{ words.glossary }}",
                false => "{{ page.sidebar | safe }}",
            };
            let text = format!("{}{more}", file.text);
            inputs.theme.insert(name.clone(), SourceFile::new(file.path.as_str(), &text));
        }
        inputs
    }

    /// Makes one edit.
    pub(crate) fn apply(&mut self, edit: &Edit) {
        let before = Desk { before: None, ..self.clone() };
        self.edit(edit.kind, edit.which, edit.with);
        if edit.kind != Kind::Undo {
            self.before = Some(Box::new(before));
        }
    }

    fn edit(&mut self, kind: Kind, which: usize, with: usize) {
        let word = WORDS[with % WORDS.len()];
        let date = DATES[with % DATES.len()];
        let key = KEYS[with % KEYS.len()];
        let ids: Vec<String> = self.notes.keys().cloned().collect();
        let id = ids.get(which % ids.len().max(1)).cloned().unwrap_or_default();
        let target = ids.get(with % ids.len().max(1)).cloned().unwrap_or_default();
        match kind {
            Kind::Move => {
                if let Some(note) = self.notes.remove(&id) {
                    self.notes.insert(path(which, word), note);
                }
            }
            Kind::Delete => {
                self.notes.remove(&id);
            }
            Kind::Add => {
                let note = Draft { title: format!("On {word}"), ..Draft::default() };
                self.notes.insert(path(which, word), note);
            }
            Kind::AddReference => {
                self.references.entry(key.to_owned()).or_insert(which);
            }
            Kind::ChangeReference => {
                self.references.values_mut().nth(which % 2).into_iter().for_each(|version| *version += 1);
            }
            Kind::RemoveReference => {
                self.references.remove(key);
            }
            Kind::BreakReferences => self.broken_references = !self.broken_references,
            Kind::AddTerm => {
                self.terms.entry(word.to_owned()).or_insert(which);
            }
            Kind::ChangeTerm => {
                self.terms.values_mut().nth(which % 2).into_iter().for_each(|version| *version += 1);
            }
            Kind::RemoveTerm => {
                self.terms.remove(word);
            }
            Kind::Asset => *self.assets.entry(format!("images/{word}.svg")).or_default() += 1,
            Kind::RemoveAsset => {
                self.assets.remove(&format!("images/{word}.svg"));
            }
            Kind::Template => {
                let text = format!("<h1>{{{{ page.title }}}} {with}</h1>{{{{ note.html | safe }}}}");
                self.theme.insert("note.html", text);
            }
            Kind::BreakTemplate => {
                self.theme.insert("note.html", format!("{{{{ page.{word} }}}}"));
            }
            Kind::MendTemplate => {
                self.theme.clear();
            }
            Kind::Words => {
                self.theme.insert("words/en.toml", format!("glossary = \"{word}\""));
            }
            Kind::Style => {
                self.theme.insert("book.css", format!("/* {word} */"));
            }
            Kind::BookTitle => self.set("title", format!("\"{word}\"")),
            Kind::BaseUrl => self.set("base_url", format!("\"https://{word}.example/\"")),
            Kind::ParagraphNumbers => self.set("paragraph_numbers", with.is_multiple_of(2).to_string()),
            Kind::Language => self.set("language", format!("\"{}\"", ["en", "de", "ar", "xx"][with % 4])),
            Kind::AsOf => self.set("as_of", format!("\"{date}\"")),
            Kind::CitationStyle => {
                let style = ["apa", "chicago-author-date", "ieee", "no-such-style"][with % 4];
                self.set("citation_style", format!("\"{style}\""));
            }
            Kind::SmartPunctuation => self.set("smart_punctuation", with.is_multiple_of(2).to_string()),
            Kind::Html => self.set("html", format!("\"{}\"", ["sanitize", "allow", "escape"][with % 3])),
            Kind::BreakConfig => self.set("titel", "[".to_owned()),
            Kind::Undo => {
                if let Some(before) = self.before.take() {
                    *self = *before;
                }
            }
            _ => {
                if let Some(note) = self.notes.get_mut(&id) {
                    note.edit(kind, which, with, &target);
                }
            }
        }
    }

    /// Sets a setting, or takes it out if it is that already.
    fn set(&mut self, key: &'static str, value: String) {
        if self.config.get(key) == Some(&value) {
            self.config.remove(key);
        } else {
            self.config.insert(key, value);
        }
    }
}

impl Draft {
    fn edit(&mut self, kind: Kind, which: usize, with: usize, target: &str) {
        let word = WORDS[with % WORDS.len()];
        let date = DATES[with % DATES.len()];
        let key = KEYS[with % KEYS.len()];
        let paragraph = match kind {
            Kind::Text => format!("They spoke of the {word}, \"{with}\" times -- <em>at least</em>."),
            Kind::Heading => format!("## {word} {}\n\nUnder it. ^b{with}", with % 3),
            Kind::Link => format!("It follows from [[{target}]]. And from [{word}]({target}.md)."),
            Kind::LinkToHeading => format!("See [[{target}#{word} 1]] and [[{target}#^b{}]].", with % 5),
            Kind::Embed => format!("![[{target}]]"),
            Kind::EmbedBlock => format!("![[{target}#{word} 1]]\n\n![[{target}#^b{}]]", with % 5),
            Kind::BrokenLink => format!("See [[no-such-{word}]]."),
            Kind::Image => format!("![A {word}](images/{word}.svg)\n\n![[{word}.svg|100]]"),
            Kind::Footnote => {
                format!("So it was.[^{with}]\n\n[^{with}]: Said the {word} [@{key}, p. {with}].")
            }
            Kind::Callout => {
                format!("> [!{}]- {word}\n> So be it [[{target}]].", ["note", "TIP", "faq"][with % 3])
            }
            Kind::Comment => format!("Seen %%hidden {word}%% seen."),
            Kind::IndexMark => format!("Marked. %%index: {word}%% %%index: {word}, aspect {with}%%"),
            Kind::Cite => format!("As @{key} [p. {with}] says, and others do [see @{key}; -@doe2001]."),
            Kind::CiteUnknown => format!("Nobody says so [@nobody{with}]."),
            Kind::UseTerm => format!("A {word}, and another Launcher."),
            Kind::Event => {
                format!("```timeline\n{date}: The [[{target}]] begins, says @{key} [p. 2] #{word}\n```")
            }
            Kind::BadDate => "```timeline\n1985-02-30: Never\nno date at all\n```".to_owned(),
            _ => return self.edit_front_matter(kind, which, with),
        };
        match self.paragraphs.iter().position(|known| *known == paragraph) {
            // Done twice, an edit takes itself back.
            Some(at) => drop(self.paragraphs.remove(at)),
            None => {
                let at = which % (self.paragraphs.len() + 1);
                self.paragraphs.insert(at, paragraph);
            }
        }
    }

    fn edit_front_matter(&mut self, kind: Kind, which: usize, with: usize) {
        let word = WORDS[with % WORDS.len()];
        let date = DATES[with % DATES.len()];
        let (key, value) = match kind {
            Kind::Title => return self.title = format!("A {word} {}", which % 3),
            Kind::Alias => ("aliases", format!("[{word} one, old-{word}]")),
            Kind::Draft => ("draft", with.is_multiple_of(3).to_string()),
            Kind::Order => ("order", with.to_string()),
            Kind::Topic => ("topics", format!("[{word}, Arms]")),
            Kind::TopicPage => ("topic", word.to_owned()),
            Kind::Tag => ("tags", format!("[{word}]")),
            Kind::Updated => ("updated", date.to_owned()),
            Kind::Description => ("description", format!("What the {word} says")),
            Kind::Redirect => ("redirect_from", format!("[/old/{word}.html]")),
            Kind::Nocite => ("nocite", "[doe2001]".to_owned()),
            Kind::TermNote => ("term", word.to_owned()),
            Kind::NoTerms => ("no_terms", format!("[{word}]")),
            Kind::FrontMatterEvent => ("events", format!("[{{date: \"{date}\", text: The {word} began}}]")),
            Kind::BreakFrontMatter => ("titel", "[unclosed".to_owned()),
            other => unreachable!("{other:?} is an edit of the text or of the book"),
        };
        if self.front_matter.get(key) == Some(&value) {
            self.front_matter.remove(key);
        } else {
            self.front_matter.insert(key, value);
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        if !self.front_matter.is_empty() {
            text += "---\n";
            for (key, value) in &self.front_matter {
                writeln!(text, "{key}: {value}").expect("a string grows");
            }
            text += "---\n";
        }
        write!(text, "# {}\n\n{}\n", self.title, self.paragraphs.join("\n\n")).expect("a string grows");
        text
    }
}

/// A place for a note; some are taken, and some differ from others only in what
/// is no part of an address.
fn path(which: usize, word: &str) -> String {
    match which % 4 {
        0 => word.to_owned(),
        1 => format!("01-talks/{word}"),
        2 => format!("02-more/0{}-{word}", which % 3),
        _ => format!("{word}/index"),
    }
}
