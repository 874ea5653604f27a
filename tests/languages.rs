//! A book in another language than English has no English words of ours in it.

mod book;

use briefbook::pipeline::{Cache, build};
use briefbook::site::SiteFile;

/// A book with everything that is printed with words of ours.
const BOOK: &str = "\
--- index.md ---
## a

> [!warning]
> b

> [!todo]-
> c

| d |
|---|
| e |

- [x]
  > f
- [ ]
  > g

h[^h] h[^h] [@i] FCC

```timeline
XXXX: j #k
```

[^h]: l
--- glossary.md ---
# U
FCC
: m
--- n.md ---
---
topics: [o]
---
p [[index]]
--- references.bib ---
@report{i, author = {Q, R}, title = {S}}
";

/// The words of each page that a reader sees or hears.
fn check(language: &str) -> String {
    let config = format!("--- book.toml ---\nlanguage = \"{language}\"\ntitle = \"T\"\n");
    let mut inputs = book::inputs(&format!("{config}{BOOK}"));
    inputs.theme = Default::default();
    let built = build(&inputs, &mut Cache::default());
    let pages = built.site.iter().filter(|(url, _)| url.as_str().ends_with(".html"));
    pages
        .filter_map(|(_, file)| match file {
            SiteFile::Text(text) => Some(text.as_ref()),
            SiteFile::Copy(_) => None,
        })
        .collect()
}

#[test]
fn no_english_word_is_left_in_a_german_book() {
    let english = check("en");
    let german = check("de");
    let words = [
        "Link to this heading",
        "Back to reference",
        ">Warning<",
        ">To do<",
        "\"Table\"",
        "\"done\"",
        "\"to do\"",
        ">Timeline<",
        ">Sources<",
        ">Topics<",
        "<title>Index",
        "mention-kind\">link<",
        "Page not found",
        "Undated",
    ];
    for word in words {
        assert!(english.contains(word), "the English book has no `{word}`");
        assert!(!german.contains(word), "the German book has `{word}`");
    }
    for word in ["Link zu dieser Überschrift", ">Warnung<", "\"erledigt\"", "Ohne Jahr"] {
        assert!(german.contains(word), "the German book has no `{word}`");
    }
}

/// A note's first paragraph in a book in a language.
fn paragraph(language: &str, text: &str) -> String {
    let config = format!("--- book.toml ---\nlanguage = \"{language}\"\ntitle = \"T\"\n");
    let built = build(&book::inputs(&format!("{config}--- index.md ---\n{text}\n")), &mut Cache::default());
    let page = built.site.iter().find(|(url, _)| url.as_str() == "index.html");
    let Some((_, SiteFile::Text(html))) = page else { panic!("no page") };
    let (_, rest) = html.split_once("<p>").expect("the page has a paragraph");
    rest.split_once("</p>").expect("the paragraph ends").0.to_owned()
}

#[test]
fn straight_quotes_become_those_of_the_language() {
    let text = "a \"b\" c's (\"*d*\") \\\"e\\\" `\"f\"` “g”";
    let rest = "&quot;e&quot; <code>&quot;f&quot;</code> “g”";
    let cases = [
        ("en-US", "“b”", "“<em>d</em>”"),
        ("de", "„b“", "„<em>d</em>“"),
        ("de-CH", "«b»", "«<em>d</em>»"),
        ("fr-FR", "«\u{a0}b\u{a0}»", "«\u{a0}<em>d</em>\u{a0}»"),
        ("es", "«b»", "«<em>d</em>»"),
        ("es-MX", "“b”", "“<em>d</em>”"),
        ("ar", "“b”", "“<em>d</em>”"),
    ];
    for (language, b, d) in cases {
        assert_eq!(paragraph(language, text), format!("a {b} c’s ({d}) {rest}"), "{language}");
    }
}

#[test]
fn quotes_without_spaces_around_them_open_and_close() {
    let text = "甲\"乙\"丙\"丁\"戊 **\"己\"庚** a\"";
    assert_eq!(paragraph("zh-Hans", text), "甲“乙”丙“丁”戊 <strong>“己”庚</strong> a”");
}
