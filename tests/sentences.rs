//! What is shown of a note elsewhere without its markup: sentences that mention
//! something, descriptions, cards, the search, the timeline as data. It reads as it
//! does on the note's own page.

mod book;

use briefbook::pipeline::{Cache, build};
use briefbook::site::SiteFile;
use insta::assert_snapshot;

/// Files of a book's site whose addresses begin so, as far as they have text.
fn check(files: &[&str], text: &str) -> String {
    let built = build(&book::inputs(text), &mut Cache::default());
    let mut out = String::new();
    for (url, file) in built.site.iter() {
        if let SiteFile::Text(text) = file
            && files.iter().any(|file| url.as_str().starts_with(file))
        {
            out += &format!("== {url}\n{}\n", text.trim());
        }
    }
    out
}

const BOOK: &str = r#"
--- book.toml ---
title = "Book"
base_url = "https://example.org/"
citation_style = "STYLE"
--- references.bib ---
@book{smith99, author = {Smith, John and Roe, Ann}, title = {A Book}, date = {1999}}
@statute{act, title = {Widgets Act}, date = {2001}}
--- key-treaty.md ---
# The treaty
--- talks.md ---
As @smith99 says, [[key-treaty]] is dead. So says @act [sec. 3]. It was [@smith99, p. 4] alive; @nobody doubts it.

```timeline
2019-05-16: @smith99 [p. 9] speaks of [[key-treaty]]
```
"#;

#[test]
fn works_that_a_sentence_names_and_links_without_a_text_are_called_as_on_the_page() {
    let book = BOOK.replace("STYLE", "chicago-author-date");
    assert_snapshot!(check(&["citations.html", "key-treaty.html", "index.html", "talks.html", "timeline.", "llms.txt"], &book), @r##"
    == citations.html
    kind_statute
    - Widgets Act (2001).
      cited on <a href="talks.html#cite-2">Talks</a> sec. 3: So says [Widgets Act].
    kind_book
    - Smith, John, and Ann Roe. 1999. <i>A Book</i>.
      cited on <a href="talks.html#cite-1">Talks</a> : As [Smith and Roe] says, The treaty is dead.
      cited on <a href="talks.html#cite-3">Talks</a> p. 4: It was| alive; @nobody doubts it.
      cited on <a href="talks.html#cite-5">Talks</a> p. 9: [Smith and Roe] speaks of The treaty
    == index.html
    <h1>Book</h1>

    child: <a href="key-treaty.html">The treaty</a> 
    child: <a href="talks.html">Talks</a> As Smith and Roe says, The treaty is dead. So says Widgets Act. It was alive; @nobody doubts it.
    == key-treaty.html
    <h1>The treaty</h1>

    link from <a href="talks.html">Talks</a>: As Smith and Roe says, [The treaty] is dead.: Smith and Roe speaks of [The treaty]
    == llms.txt
    # Book

    ## Book

    - [The treaty](https://example.org/key-treaty.md)
    - [Talks](https://example.org/talks.md): As Smith and Roe says, The treaty is dead. So says Widgets Act. It was alive; @nobody doubts it.

    ## Optional

    - [Sources](https://example.org/citations.html)
    - [Timeline](https://example.org/timeline.html)
    == talks.html
    <h1>Talks</h1>
    <p>As <span class="citation" id="cite-1">Smith and Roe (<a href="#source-smith99" class="cite">1999</a>)</span> says, <a href="key-treaty.html">The treaty</a> is dead. So says <span class="citation" id="cite-2">Widgets Act (<a href="#source-act" class="cite">2001, sec. 3</a>)</span>. It was <span class="citation" id="cite-3">(<a href="#source-smith99" class="cite">Smith and Roe 1999, 4</a>)</span> alive; <span class="citation" id="cite-4"><span class="broken">@nobody</span></span> doubts it.</p>
    <ol class="events">
    <li id="event-2019-05-16"><time class="date" datetime="2019-05-16">16 May 2019</time> <div class="event"><span class="citation" id="cite-5">Smith and Roe (<a href="#source-smith99" class="cite">1999, 9</a>)</span> speaks of <a href="key-treaty.html">The treaty</a></div></li>
    </ol>

    source: Smith, John, and Ann Roe. 1999. <i>A Book</i>.
    source: Widgets Act (2001).
    == timeline.csv
    date,earliest,latest,words,text,tags,sources,note,address
    2019-05-16,2019-05-16,2019-05-16,16 May 2019,Smith and Roe speaks of The treaty,,smith99,Talks,talks.html#event-2019-05-16
    == timeline.html
    2019
    - 16 May 2019: <span class="citation">Smith and Roe (<a href="citations.html#work-smith99" class="cite">1999, 9</a>)</span> speaks of <a href="key-treaty.html">The treaty</a> (<a href="talks.html#event-2019-05-16">Talks</a>)
    == timeline.ics
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//briefbook//briefbook//EN
    CALSCALE:GREGORIAN
    NAME:Book
    X-WR-CALNAME:Book
    BEGIN:VEVENT
    UID:talks.html#event-2019-05-16@example.org
    DTSTAMP:19700101T000000Z
    DTSTART;VALUE=DATE:20190516
    DTEND;VALUE=DATE:20190517
    SUMMARY:Smith and Roe speaks of The treaty
    DESCRIPTION:Talks\nhttps://example.org/talks.html#event-2019-05-16
    URL:https://example.org/talks.html#event-2019-05-16
    TRANSP:TRANSPARENT
    END:VEVENT
    END:VCALENDAR
    == timeline.json
    {
      "title": "Book",
      "base_url": "https://example.org/",
      "language": "en",
      "events": [
        {
          "date": "2019-05-16",
          "earliest": "2019-05-16",
          "latest": "2019-05-16",
          "words": "16 May 2019",
          "text": "Smith and Roe speaks of The treaty",
          "tags": [],
          "sources": [
            "smith99"
          ],
          "note": "Talks",
          "address": "talks.html#event-2019-05-16"
        }
      ]
    }
    "##);
}

#[test]
fn works_that_a_sentence_names_are_called_so_in_a_style_of_notes() {
    let book = BOOK.replace("STYLE", "oscola");
    assert_snapshot!(check(&["citations.html", "key-treaty.html"], &book), @r#"
    == citations.html
    kind_statute
    - Widgets Act 2001
      cited on <a href="talks.html#cite-2">Talks</a> s 3: So says [Widgets Act].
    kind_book
    - Smith J and Roe A, <i>A Book</i> (1999)
      cited on <a href="talks.html#cite-1">Talks</a> : As [Smith and Roe] says, The treaty is dead.
      cited on <a href="talks.html#cite-3">Talks</a> p. 4: It was| alive; @nobody doubts it.
      cited on <a href="talks.html#cite-5">Talks</a> p. 9: [Smith and Roe] speaks of The treaty
    == key-treaty.html
    <h1>The treaty</h1>

    link from <a href="talks.html">Talks</a>: As Smith and Roe says, [The treaty] is dead.: Smith and Roe speaks of [The treaty]
    "#);
}

#[test]
fn cards_and_the_search_call_works_as_the_page_does() {
    let book = BOOK.replace("STYLE", "chicago-author-date");
    assert_snapshot!(check(&["_cards/", "_search/r/"], &book), @r#"
    == _cards/3.js
    briefbookCards("3",{"talks.html":["Talks","As Smith and Roe says, The treaty is dead. So says Widgets Act. It was alive; @nobody doubts it."]});
    == _cards/5.js
    briefbookCards("5",{"citations.html#work-act":["","Widgets Act (2001)."]});
    == _cards/8.js
    briefbookCards("8",{"citations.html#work-smith99":["","Smith, John, and Ann Roe. 1999. A Book."]});
    == _search/r/e2.js
    briefbookSearch("r/e2",[0,0,0,0,0,0,["Smith and Roe speaks of The treaty","talks.html#event-2019-05-16","16 May 2019",[["","",""]]]]);
    == _search/r/n0.js
    briefbookSearch("r/n0",[0,0,0,0,0,0,0,0,0,0,["The treaty","key-treaty.html","",[["","",""]]],["Talks","talks.html","",[["","","As Smith and Roe says, The treaty is dead. So says Widgets Act. It was alive; @nobody doubts it. Smith and Roe speaks of The treaty"]]]]);
    == _search/r/s1.js
    briefbookSearch("r/s1",[0,["A Book","citations.html#work-smith99","John Smith, Ann Roe, 1999",[["","",""]]],0,0,0,0,0,0,0,0,["Widgets Act","citations.html#work-act","2001",[["","",""]]]]);
    "#);
}

#[test]
fn a_heading_and_a_title_keep_a_work_as_it_was_typed() {
    let book = format!(
        "{BOOK}--- heading.md ---\n# What @smith99 says\n\nText.\n\n## What @act says [@smith99]\n\n[[#What @act says]]\n"
    );
    assert_snapshot!(check(&["heading.html"], &book.replace("STYLE", "chicago-author-date")), @r##"
    == heading.html
    <h1>What @smith99 says</h1>
    <p>Text.</p>
    <h2 id="what-act-says">What <span class="citation" id="cite-2">Widgets Act (<a href="#source-act" class="cite">2001</a>)</span> says <span class="citation" id="cite-3">(<a href="#source-smith99" class="cite">Smith and Roe 1999</a>)</span> <a class="anchor" href="#what-act-says" aria-label="Link to this heading">#</a></h2>
    <p><a href="#what-act-says">What @act says</a></p>

    source: Smith, John, and Ann Roe. 1999. <i>A Book</i>.
    source: Widgets Act (2001).
    "##);
}

#[test]
fn a_sentence_that_is_said_twice_is_shown_once() {
    let book =
        format!("{BOOK}--- twice.md ---\nSee [[key-treaty]].\n\nSee [[key-treaty]].\n\nSee [[talks]].\n");
    assert_snapshot!(check(&["key-treaty.html"], &book.replace("STYLE", "oscola")), @r#"
    == key-treaty.html
    <h1>The treaty</h1>

    link from <a href="talks.html">Talks</a>: As Smith and Roe says, [The treaty] is dead.: Smith and Roe speaks of [The treaty]
    link from <a href="twice.html">Twice</a>: See [The treaty].
    "#);
}

#[test]
fn links_to_a_page_of_a_file_are_called_as_on_the_page() {
    assert_snapshot!(check(&["index.html", "a.html"], "\
--- a.md ---
See [[paper.pdf#page=3]] and [[paper.pdf]].
--- paper.pdf ---
PDF
"), @r#"
    == a.html
    <h1>A</h1>
    <p>See <a href="paper.pdf#page=3">paper.pdf, page 3</a> and <a href="paper.pdf">paper.pdf</a>.</p>
    == index.html
    <h1>Untitled book</h1>

    child: <a href="a.html">A</a> See paper.pdf, page 3 and paper.pdf.
    "#);
}

#[test]
fn a_description_is_no_longer_than_its_measure_whatever_its_links_are_called() {
    let links = "[[a]] ".repeat(60);
    let book = format!("--- a.md ---\n---\ntitle: Many words\n---\n--- b.md ---\n{links}\n");
    let site = check(&["index.html"], &book);
    let list =
        site.lines().find(|line| line.starts_with("child: <a href=\"b.html\">")).expect("the note is listed");
    let (_, description) = list.split_once("</a> ").expect("it is described");
    assert_snapshot!(format!("{}: {description}", description.chars().count()), @r##"297: Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words Many words…"##);
}
