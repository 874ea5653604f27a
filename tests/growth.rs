//! No page but the indexes and the book on one page grows with the book: the same
//! pages of a small book and of a large one, in which everything has something to
//! do with everything.

mod book;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use briefbook::pipeline::{Cache, build};
use briefbook::site::SiteFile;
use briefbook::source::SourceFile;
use briefbook::theme::BUILT_IN;

/// A book of so many notes. All of them link to one note, cite one work, use one
/// term, belong to one topic and tell an event of it; half of them stand in one section.
fn text_of(notes: usize) -> String {
    let mut text = "\
--- glossary.md ---
# Glossary

Widget
: A thing.
--- gadget.md ---
---
term: Gadget
---
# Gadget
Another thing.
--- all/index.md ---
# All of it
--- start.md ---
# Start
"
    .to_owned();
    for n in 0..notes {
        let folder = if n % 2 == 0 { "all" } else { &*format!("part-{n:04}") };
        let _ = write!(
            text,
            "\
--- {folder}/note-{n:04}.md ---
---
topics: [Everything]
---
# Note {n:04}
A widget and a gadget are in [[start]] [@work, p. 1] [@work-{n:04}].

```timeline
2001-02-03: Note {n:04} is written #everything
```
"
        );
    }
    text.push_str("--- references.bib ---\n@book{work,\n  author = {Ahrens, Ann},\n  title = {Work},\n  date = {2001},\n}\n");
    for n in 0..notes {
        let _ = write!(
            text,
            "@book{{work-{n:04},\n  author = {{Chen, Bo}},\n  title = {{Work {n:04}}},\n  date = {{2001}},\n}}\n"
        );
    }
    text
}

/// Two books, each built once for all tests.
static SMALL: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| pages(320));
static LARGE: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| pages(640));

/// The pages of a book with the real theme, by address.
fn pages(notes: usize) -> BTreeMap<String, String> {
    let mut inputs = book::inputs(&text_of(notes));
    inputs.theme = BUILT_IN
        .iter()
        .map(|(name, text)| (*name, SourceFile::new(&format!("themes/default/{name}"), text)))
        .collect();
    let built = build(&inputs, &mut Cache::default());
    let pages = built.site.iter().filter_map(|(url, file)| match file {
        SiteFile::Text(text) if url.as_str().ends_with(".html") => {
            Some((url.as_str().to_owned(), text.to_string()))
        }
        _ => None,
    });
    pages.collect()
}

/// What kind of page it is, as its `body` says.
fn kind(page: &str) -> &str {
    let class = page.split_once("<body class=\"page-").expect("every page says its kind").1;
    class.split('"').next().expect("a split has a first part")
}

const INDEXES: [&str; 6] = ["timeline", "glossary", "citations", "topics", "book-index", "print"];

#[test]
fn no_page_but_the_indexes_and_the_whole_book_grows_with_the_book() {
    let mut compared = BTreeMap::new();
    for (url, page) in &*SMALL {
        let kind = kind(page);
        // The last part of a long list need not be full.
        if INDEXES.contains(&kind) || kind == "list" && !page.contains("rel=\"next\"") {
            continue;
        }
        let grown = LARGE.get(url).expect("what is in the small book is in the large one");
        // A number may have a digit more, and there are pages to come after the last one.
        assert!(
            grown.len() <= page.len() + 300,
            "{url} ({kind}) has {} bytes in the small book and {} in the large one",
            page.len(),
            grown.len()
        );
        *compared.entry(kind).or_insert(0) += 1;
    }
    for kind in ["home", "section", "note", "topic", "404", "list"] {
        assert!(compared.contains_key(kind), "no page of the kind `{kind}` was compared");
    }
}

#[test]
fn an_index_of_many_works_is_cut_into_parts_that_do_not_grow() {
    let of = |pages: &BTreeMap<String, String>| {
        let parts = pages.iter().filter(|(url, _)| url.ends_with("-on.html"));
        let parts: Vec<usize> = parts.map(|(_, page)| page.len()).collect();
        (parts.len(), parts.into_iter().max().unwrap_or_default())
    };
    let ((few, small), (many, large)) = (of(&SMALL), of(&LARGE));
    assert!(few >= 4 && many >= few * 3 / 2, "{few} parts, then {many}");
    assert!(large < small * 2, "the largest part has {small} bytes, then {large}");
}

#[test]
fn what_is_left_out_of_a_list_stands_on_pages_of_its_own() {
    let pages = &*SMALL;
    let leads = |from: &str, words: &str| {
        let page = &pages[from];
        let before = &page[..page.find(words).unwrap_or_else(|| panic!("{from} has no `{words}`"))];
        let href = before.rsplit_once("href=\"").expect("the words stand in a link").1;
        let href = href.split('"').next().expect("a split has a first part");
        href.trim_start_matches("../").to_owned()
    };
    let lists = [
        ("index.html", "and 131 more", "part-0319"),
        ("all/index.html", "and 100 more", "Note 0318"),
        ("start.html", "and 260 more</a>", "Note 0319"),
        ("gadget.html", "and 260 more</a>", "Note 0319"),
        ("topics/everything.html", "and 260 more", "Note 0319"),
        ("glossary.html", "and 300 more", "Note 0319"),
    ];
    for (page, words, last) in lists {
        let mut at = leads(page, words);
        let mut seen = 0;
        while !pages[&at].contains(last) {
            seen += 1;
            assert!(seen < 5, "{page} leads to lists without {last}");
            at = leads_on(pages, &at);
        }
    }
}

/// The page after a page in reading order, by its address.
fn leads_on(pages: &BTreeMap<String, String>, from: &str) -> String {
    let next = pages[from].split_once("<link rel=\"next\" href=\"").expect("there is a next part").1;
    next.split('"').next().expect("a split has a first part").trim_start_matches("../").to_owned()
}
