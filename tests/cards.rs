//! The cards that links show: which there are, and what they say.

mod book;

use briefbook::pipeline::{Cache, build};
use briefbook::site::SiteFile;

/// All files of cards of a book, one after the other.
fn check(text: &str) -> String {
    let site = build(&book::inputs(text), &mut Cache::default()).site;
    let files = site.iter().filter(|(url, _)| url.as_str().starts_with("_cards/"));
    let mut cards: Vec<String> = files
        .flat_map(|(_, file)| {
            let SiteFile::Text(text) = file else { panic!("cards are text") };
            let (_, entries) = text.split_once(',').expect("a file calls with its name and its cards");
            let entries = entries.strip_suffix(");\n").expect("a file is one call");
            let entries: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(entries).expect("cards are JSON");
            entries.into_iter().map(|(address, words)| format!("{address} {words}\n")).collect::<Vec<_>>()
        })
        .collect();
    cards.sort();
    cards.concat()
}

#[test]
fn notes_linked_places_terms_and_works_have_cards() {
    let cards = check(
        "\
--- talks.md ---
---
description: What they were *about* & why.
---
# Talks
They met, said <b>little</b>, and signed [[treaty#Article 1]] [@doe2001]. See [[treaty#^limits]].
--- treaty.md ---
# Treaty
It binds them.
## Article 1
No more [[talks|talk]] of launchers.

## Article 2
Nobody links here.

Limits are in the annex. ^limits
--- glossary.md ---
# Glossary
Launcher
: What **launches** [[talks]].
--- references.bib ---
@book{doe2001, author = {Doe, Jane}, title = {Talks \\& treaties}, date = {2001}}
",
    );
    insta::assert_snapshot!(cards, @r#"
    citations.html#work-doe2001 ["","Doe, Jane. 2001. Talks & treaties."]
    glossary.html#term-launcher ["Launcher","What launches Talks."]
    talks.html ["Talks","What they were *about* & why.","They met, said little, and signed Treaty › Article 1. See Treaty."]
    treaty.html ["Treaty","It binds them."]
    treaty.html#article-1 ["Treaty › Article 1","No more talk of launchers."]
    treaty.html#limits ["Treaty","Limits are in the annex."]
    "#);
}

#[test]
fn note_that_says_nothing_has_no_card() {
    assert_eq!(check("--- index.md ---\n"), "");
}
