//! The theme's words that stand in the text of pages and not in templates.

use std::collections::BTreeMap;

use crate::model::page_of_file;
use crate::theme;

/// Words in the language of the book. Templates have words of their own; these
/// are the ones that are printed with the text of notes, and the titles of pages
/// that the program makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// Names the sign behind a heading that leads to it.
    pub link_to_heading: String,
    /// Names the link from a footnote to its mark; `{n}` is the note's number.
    pub back_to_reference: String,
    /// Names the number of a paragraph: `{n}`.
    pub paragraph: String,
    /// Names a table that has no caption.
    pub table: String,
    /// What stands before the caption of a table that has a number: `{n}`.
    pub table_number: String,
    /// What stands before the caption of a picture that has a number: `{n}`.
    pub figure_number: String,
    /// Names a page of a file: `{file}`, `{n}`.
    pub file_page: String,
    /// Names the box of a task that is done.
    pub done: String,
    /// Names the box of a task that is not done.
    pub to_do: String,
    /// The title of the timeline.
    pub timeline: String,
    /// The title of the glossary.
    pub glossary: String,
    /// The title of the index of citations.
    pub sources: String,
    /// The title of the list of topics.
    pub topics: String,
    /// The title of the index at the back of the book.
    pub book_index: String,
    /// What a section or topic holds.
    pub notes: String,
    /// Over a list of events.
    pub dates: String,
    /// Over a list of mentions.
    pub mentioned_in: String,
    /// Over the places that cite a work.
    pub where_cited: String,
    /// The title of the page for addresses that are not there.
    pub not_found: String,
    /// The heading over events of which nobody knows the year.
    pub undated: String,
    /// What callouts without a title are called, by their kind.
    pub callouts: BTreeMap<String, String>,
    /// What kinds of sources are called, by their key: `kind_book`.
    pub kinds: BTreeMap<String, String>,
}

impl Labels {
    /// What a link to a file is called that has no text of its own: the file, and the
    /// page if one is asked for.
    pub(super) fn name_of_file(&self, target: &str) -> String {
        let file = target.split('#').next().unwrap_or_default();
        match page_of_file(target) {
            Some(page) => self.file_page.replace("{file}", file).replace("{n}", page),
            None => file.to_owned(),
        }
    }

    /// The keys of the words that are read, but for those of callouts and of kinds of
    /// sources, which begin with `callout_` and `kind_`.
    pub const WORDS: &[&str] = &[
        "link_to_heading",
        "back_to_reference",
        "paragraph",
        "table",
        "table_number",
        "figure_number",
        "file_page",
        "done",
        "to_do",
        "timeline",
        "glossary",
        "sources",
        "topics",
        "book_index",
        "notes",
        "dates",
        "mentioned_in",
        "where_cited",
        "not_found",
        "undated",
    ];

    /// The labels among a theme's words in one language, by key. A theme's words
    /// are complete, as what a language lacks is taken from English.
    pub(super) fn new<'w>(words: impl IntoIterator<Item = (&'w str, &'w str)>) -> Self {
        let words: BTreeMap<&str, &str> = words.into_iter().collect();
        let word = |key: &str| words.get(key).copied().unwrap_or(key).to_owned();
        let callouts = words.iter().filter_map(|(key, word)| {
            key.strip_prefix("callout_").map(|kind| (kind.to_owned(), (*word).to_owned()))
        });
        let kinds = words.iter().filter(|(key, _)| key.starts_with("kind_"));
        let kinds = kinds.map(|(key, word)| ((*key).to_owned(), (*word).to_owned())).collect();
        Labels {
            kinds,
            link_to_heading: word("link_to_heading"),
            back_to_reference: word("back_to_reference"),
            paragraph: word("paragraph"),
            table: word("table"),
            table_number: word("table_number"),
            figure_number: word("figure_number"),
            file_page: word("file_page"),
            done: word("done"),
            to_do: word("to_do"),
            timeline: word("timeline"),
            glossary: word("glossary"),
            sources: word("sources"),
            topics: word("topics"),
            book_index: word("book_index"),
            notes: word("notes"),
            dates: word("dates"),
            mentioned_in: word("mentioned_in"),
            where_cited: word("where_cited"),
            not_found: word("not_found"),
            undated: word("undated"),
            callouts: callouts.collect(),
        }
    }

    /// What a kind of sources is called.
    pub(super) fn kind<'l>(&'l self, key: &'l str) -> &'l str {
        self.kinds.get(key).map_or(key, String::as_str)
    }

    /// What a callout of a kind is called that has no title of its own.
    pub(super) fn callout(&self, kind: &str) -> &str {
        self.callouts.get(kind).or_else(|| self.callouts.get("note")).map_or("", String::as_str)
    }
}

impl Default for Labels {
    /// The labels in English.
    fn default() -> Self {
        let text = theme::built_in("words/en.toml").expect("English words are built in");
        let words: BTreeMap<String, String> = toml::from_str(text).expect("a test reads the built-in words");
        Labels::new(words.iter().map(|(key, word)| (key.as_str(), word.as_str())))
    }
}

/// A label with a number in the place of `{n}`.
pub(super) fn numbered(label: &str, number: &str) -> String {
    label.replace("{n}", number)
}
