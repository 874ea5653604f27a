//! The files beside the pages: calendar, data, sitemap, feed, twins, downloads.

mod book;

use std::collections::BTreeMap;

use briefbook::pipeline::{Cache, build};
use briefbook::site::SiteFile;
use insta::assert_snapshot;

/// The text files of a book's site by their address.
fn site(text: &str) -> BTreeMap<String, String> {
    let built = build(&book::inputs(text), &mut Cache::default());
    let texts = built.site.iter().filter_map(|(url, file)| match file {
        SiteFile::Text(text) => Some((url.as_str().to_owned(), text.to_string())),
        SiteFile::Copy(_) => None,
    });
    texts.collect()
}

/// The files of a book that are no pages and stand in none of the theme's or
/// the search's folders.
fn names(text: &str) -> Vec<String> {
    let is_beside = |url: &String| !url.ends_with(".html") && !url.starts_with('_');
    site(text).into_keys().filter(is_beside).collect()
}

/// One file of a book's site.
fn check(text: &str, file: &str) -> String {
    site(text).remove(file).unwrap_or_else(|| format!("there is no {file}"))
}

/// The smallest book that has everything.
const BOOK: &str = "\
--- book.toml ---
title = \"Cables & treaties\"
subtitle = \"A \\\"short\\\" book\"
authors = [\"Ann Lee\"]
as_of = 2020-10-31
base_url = \"https://example.org/book\"
--- index.md ---
---
title: Start
updated: 2020-10-01
---
Read [[talks]] first.
--- 01-law/index.md ---
---
title: Law
updated: 2020-09
---
--- 01-law/talks.md ---
---
title: Talks <and> terms
description: Who met whom, & why.
updated: 2020-10-05
redirect_from: [/old/talks.html]
topics: [Cables]
---
They met [@lee, p. 3].

```timeline
2019-05-16/2019-05-17: They meet; again, in [[cables|Paris]] [@lee] #talks #law
2019-06: The second round
1990~: Somebody has the idea
2020-02-29T23:30:00-05:00: The hour is set
```
--- 01-law/secret.md ---
---
title: Secret
draft: true
updated: 2020-10-07
---
Nobody must know about 2018.

```timeline
2018-01-01: Nobody must know
```
--- cables.md ---
# Cables
%%who laid them?%%
Under the sea.
--- references.bib ---
@book{lee, author = {Lee, Ann}, title = {Cables}, year = {2019}}
";

#[test]
fn a_book_with_everything_has_all_files() {
    assert_snapshot!(names(BOOK).join("\n"), @r#"
    .nojekyll
    bibliography.bib
    bibliography.json
    cables.md
    feed.xml
    index.md
    law/index.md
    law/talks.md
    llms.txt
    sitemap.xml
    sources/lee.bib
    sources/lee.json
    timeline.csv
    timeline.ics
    timeline.json
    "#);
}

#[test]
fn a_book_without_a_base_url_has_no_file_that_needs_one() {
    assert_snapshot!(names("--- index.md ---\n---\nupdated: 2020-10-01\n---\nText.\n").join("\n"), @r#"
    .nojekyll
    index.md
    llms.txt
    "#);
}

#[test]
fn calendar_has_days_and_whole_months_and_leaves_out_what_is_less_precise() {
    assert_snapshot!(check(BOOK, "timeline.ics").replace('\r', ""), @r#"
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//briefbook//briefbook//EN
    CALSCALE:GREGORIAN
    NAME:Cables & treaties
    X-WR-CALNAME:Cables & treaties
    BEGIN:VEVENT
    UID:law/talks.html#event-2019-05-16--2019-05-17@example.org/book
    DTSTAMP:20201005T000000Z
    DTSTART;VALUE=DATE:20190516
    DTEND;VALUE=DATE:20190518
    SUMMARY:They meet\; again\, in Paris
    DESCRIPTION:Talks <and> terms\nhttps://example.org/book/law/talks.html#even
     t-2019-05-16--2019-05-17
    URL:https://example.org/book/law/talks.html#event-2019-05-16--2019-05-17
    CATEGORIES:talks,law
    TRANSP:TRANSPARENT
    END:VEVENT
    BEGIN:VEVENT
    UID:law/talks.html#event-2019-06@example.org/book
    DTSTAMP:20201005T000000Z
    DTSTART;VALUE=DATE:20190601
    DTEND;VALUE=DATE:20190701
    SUMMARY:(June 2019) The second round
    DESCRIPTION:Talks <and> terms\nhttps://example.org/book/law/talks.html#even
     t-2019-06
    URL:https://example.org/book/law/talks.html#event-2019-06
    TRANSP:TRANSPARENT
    END:VEVENT
    BEGIN:VEVENT
    UID:law/talks.html#event-2020-02-29t23-30-00-05-00@example.org/book
    DTSTAMP:20201005T000000Z
    DTSTART:20200301T043000Z
    SUMMARY:The hour is set
    DESCRIPTION:Talks <and> terms\nhttps://example.org/book/law/talks.html#even
     t-2020-02-29t23-30-00-05-00
    URL:https://example.org/book/law/talks.html#event-2020-02-29t23-30-00-05-00
    TRANSP:TRANSPARENT
    END:VEVENT
    END:VCALENDAR
    "#);
}

#[test]
fn calendar_is_what_the_standard_asks_for() {
    let long = "\
--- book.toml ---
title = \"Cables\"
--- talks.md ---
```timeline
2019-12-31: One; two, three \\\\ four, and so on until the line is far too long for an old program: 中文中文中文中文中文中文中文中文中文
```
";
    let calendar = check(long, "timeline.ics");
    assert!(calendar.ends_with("\r\n"));
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{calendar}");
    let properties = read_calendar(&calendar);
    let value = |name: &str| {
        let of_name: Vec<_> = properties.iter().filter(|(key, _)| key == name).collect();
        assert_eq!(of_name.len(), 1, "{name} in {properties:?}");
        of_name[0].1.clone()
    };
    assert_eq!(value("DTSTART;VALUE=DATE"), "20191231");
    assert_eq!(value("DTEND;VALUE=DATE"), "20200101");
    assert_eq!(value("DTSTAMP"), "19700101T000000Z");
    assert_eq!(value("UID"), "talks.html#event-2019-12-31@cables.briefbook");
    assert_eq!(
        value("SUMMARY"),
        "One; two, three \\ four, and so on until the line is far too long for an old program: \
         中文中文中文中文中文中文中文中文中文"
    );
}

/// The properties of a calendar with their values, after RFC 5545: lines
/// unfolded, texts unescaped, components closed in the order of their opening.
fn read_calendar(text: &str) -> Vec<(String, String)> {
    let mut open = Vec::new();
    let mut properties = Vec::new();
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let (name, value) = line.split_once(':').expect("a content line has a name");
        match name {
            "BEGIN" => open.push(value.to_owned()),
            "END" => assert_eq!(open.pop().as_deref(), Some(value)),
            _ => {
                assert!(!open.is_empty(), "{line} stands outside of all components");
                let mut plain = String::new();
                let mut chars = value.chars();
                while let Some(c) = chars.next() {
                    match c {
                        '\\' => match chars.next() {
                            Some('n' | 'N') => plain.push('\n'),
                            Some(c @ ('\\' | ';' | ',')) => plain.push(c),
                            other => panic!("`\\{other:?}` in {line}"),
                        },
                        c => plain.push(c),
                    }
                }
                properties.push((name.to_owned(), plain));
            }
        }
    }
    assert_eq!(open, Vec::<String>::new());
    properties
}

#[test]
fn events_as_json_keep_the_precision_that_the_author_gave() {
    assert_snapshot!(check(BOOK, "timeline.json"), @r#"
    {
      "title": "Cables & treaties",
      "base_url": "https://example.org/book/",
      "language": "en",
      "as_of": "2020-10-31",
      "events": [
        {
          "date": "1990~",
          "earliest": "1990-01-01",
          "latest": "1990-12-31",
          "words": "c. 1990",
          "text": "Somebody has the idea",
          "tags": [],
          "sources": [],
          "note": "Talks <and> terms",
          "address": "law/talks.html#event-1990ca"
        },
        {
          "date": "2019-05-16/2019-05-17",
          "earliest": "2019-05-16",
          "latest": "2019-05-17",
          "words": "16–17 May 2019",
          "text": "They meet; again, in Paris",
          "tags": [
            "talks",
            "law"
          ],
          "sources": [
            "lee"
          ],
          "note": "Talks <and> terms",
          "address": "law/talks.html#event-2019-05-16--2019-05-17"
        },
        {
          "date": "2019-06",
          "earliest": "2019-06-01",
          "latest": "2019-06-30",
          "words": "June 2019",
          "text": "The second round",
          "tags": [],
          "sources": [],
          "note": "Talks <and> terms",
          "address": "law/talks.html#event-2019-06"
        },
        {
          "date": "2020-02-29T23:30:00-05:00",
          "earliest": "2020-02-29",
          "latest": "2020-02-29",
          "words": "29 February 2020, 23:30 UTC-05:00",
          "text": "The hour is set",
          "tags": [],
          "sources": [],
          "note": "Talks <and> terms",
          "address": "law/talks.html#event-2020-02-29t23-30-00-05-00"
        }
      ]
    }
    "#);
}

#[test]
fn events_as_a_table_are_quoted_where_they_must_be() {
    assert_snapshot!(check(BOOK, "timeline.csv").replace('\r', ""), @r#"
    date,earliest,latest,words,text,tags,sources,note,address
    1990~,1990-01-01,1990-12-31,c. 1990,Somebody has the idea,,,Talks <and> terms,law/talks.html#event-1990ca
    2019-05-16/2019-05-17,2019-05-16,2019-05-17,16–17 May 2019,"They meet; again, in Paris",talks law,lee,Talks <and> terms,law/talks.html#event-2019-05-16--2019-05-17
    2019-06,2019-06-01,2019-06-30,June 2019,The second round,,,Talks <and> terms,law/talks.html#event-2019-06
    2020-02-29T23:30:00-05:00,2020-02-29,2020-02-29,"29 February 2020, 23:30 UTC-05:00",The hour is set,,,Talks <and> terms,law/talks.html#event-2020-02-29t23-30-00-05-00
    "#);
}

#[test]
fn sitemap_lists_pages_with_the_dates_of_their_contents() {
    let sitemap = check(BOOK, "sitemap.xml");
    let xml = roxmltree::Document::parse(&sitemap).expect("a sitemap is XML");
    let listed = xml
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "url")));
    let lines: Vec<String> = listed
        .map(|url| {
            url.children()
                .filter_map(|child| child.text())
                .map(str::trim)
                .collect::<Vec<_>>()
                .join(" ")
                .trim()
                .to_owned()
        })
        .collect();
    assert_snapshot!(lines.join("\n"), @r#"
    https://example.org/book/book-index.html
    https://example.org/book/cables.html
    https://example.org/book/citations.html
    https://example.org/book/index.html  2020-10-01
    https://example.org/book/law/index.html  2020-09
    https://example.org/book/law/talks.html  2020-10-05
    https://example.org/book/timeline.html
    https://example.org/book/topics/cables.html
    https://example.org/book/topics/index.html
    "#);
}

#[test]
fn robots_are_told_of_the_sitemap_only_at_the_root_of_a_host() {
    let at = |base: &str| {
        check(&format!("--- book.toml ---\nbase_url = \"{base}\"\n--- index.md ---\nText.\n"), "robots.txt")
    };
    assert_eq!(
        at("https://example.org"),
        "User-agent: *\nAllow: /\n\nSitemap: https://example.org/sitemap.xml\n"
    );
    assert_eq!(at("https://example.org/book"), "there is no robots.txt");
}

#[test]
fn feed_has_the_notes_with_a_day_of_update_and_ids_that_outlive_a_move() {
    let feed = check(BOOK, "feed.xml");
    roxmltree::Document::parse(&feed).expect("a feed is XML");
    assert_snapshot!(feed, @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
    <id>https://example.org/book/</id>
    <title>Cables &amp; treaties</title>
    <subtitle>A &quot;short&quot; book</subtitle>
    <updated>2020-10-05T00:00:00Z</updated>
    <link rel="self" type="application/atom+xml" href="https://example.org/book/feed.xml"/>
    <link rel="alternate" type="text/html" href="https://example.org/book/index.html"/>
    <author><name>Ann Lee</name></author>
    <entry>
    <id>https://example.org/book/old/talks.html</id>
    <title>Talks &lt;and&gt; terms</title>
    <updated>2020-10-05T00:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://example.org/book/law/talks.html"/>
    <category term="Cables"/>
    <summary>Who met whom, &amp; why.</summary>
    </entry>
    <entry>
    <id>https://example.org/book/index.html</id>
    <title>Cables &amp; treaties</title>
    <updated>2020-10-01T00:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://example.org/book/index.html"/>
    <summary>Read Talks &lt;and&gt; terms first.</summary>
    </entry>
    </feed>
    "#);
}

#[test]
fn contents_for_language_models_lead_to_the_twins() {
    assert_snapshot!(check(BOOK, "llms.txt"), @r#"
    # Cables & treaties

    > A "short" book

    Written by Ann Lee. Its statements hold as of 31 October 2020.

    ## Start

    - [Cables & treaties](https://example.org/book/index.md): Read Talks \<and> terms first.
    - [Cables](https://example.org/book/cables.md): Under the sea.

    ## Law

    - [Law](https://example.org/book/law/index.md)
    - [Talks \<and> terms](https://example.org/book/law/talks.md): Who met whom, & why.

    ## Optional

    - [Sources](https://example.org/book/citations.html)
    - [Timeline](https://example.org/book/timeline.html)
    - [Topics](https://example.org/book/topics/index.html)
    "#);
}

#[test]
fn twin_of_a_note_is_ordinary_markdown() {
    assert_snapshot!(check(BOOK, "law/talks.md"), @r#"
    # Talks \<and> terms

    > Who met whom, & why.

    They met (Lee 2019, 3).

    - **16–17 May 2019**: They meet; again, in [Paris](../cables.html) (Lee 2019)
    - **June 2019**: The second round
    - **c. 1990**: Somebody has the idea
    - **29 February 2020, 23:30 UTC-05:00**: The hour is set

    ## Sources

    - Lee, Ann. 2019. *Cables*.
    "#);
}

#[test]
fn twin_of_a_note_keeps_every_construct() {
    let text = "\
--- a.md ---
---
title: A
---
%%hidden%% One *two* **three** ~~four~~ `a ` b` <b>five</b> 1\\. *six*.

1\\. not a list
\\# not a heading

## Lists

1. one
2. two

   - deep

- [x] done
- [ ] open

> [!warning] Mind
> the *gap*

> said

| a | b |
|:--|--:|
| x \\| y | [[b\\|other]] |

Table: Numbers

```rust
fn main() {}
```

A mark[^1] and [a place](https://example.org/a_(b)).

[^1]: The note.

![[b#Part]]

<div>raw <b>text</b></div>
<!-- secret -->

Term
: meaning
--- b.md ---
# B
## Part
Shown in place[^x].

[^x]: Its own note.
## Other
Not shown.
";
    assert_snapshot!(check(text, "a.md"), @r#"
    # A

    One *two* **three** ~~four~~ `a ` b\` five 1. *six*.

    1\. not a list
    \# not a heading

    ## Lists

    1. one

    2. two

       - deep

    - [x] done
    - [ ] open

    > [!WARNING] Mind
    > the *gap*

    > said

    | a | b |
    |:--|--:|
    | x \| y | [other](b.html) |

    Table: Numbers

    ```rust
    fn main() {}
    ```

    A mark[^1] and [a place](https://example.org/a_%28b%29).

    > ## Part
    >
    > Shown in place[^e1-1].
    >
    > [B](b.html#part)

    raw text

    Term
    : meaning

    [^1]: The note.

    [^e1-1]: Its own note.
    "#);
}

#[test]
fn drafts_are_in_no_file() {
    for (url, text) in site(BOOK) {
        assert!(!text.contains("Nobody must know") && !text.contains("ecret"), "{url}:\n{text}");
    }
}

#[test]
fn cited_works_can_be_downloaded() {
    assert_snapshot!(check(BOOK, "sources/lee.bib") + &check(BOOK, "sources/lee.json"), @r#"
    @book{lee,
      author = {Lee, Ann},
      title = {{Cables}},
      date = {2019},
    }
    [
      {
        "author": [
          {
            "family": "Lee",
            "given": "Ann"
          }
        ],
        "id": "lee",
        "issued": {
          "date-parts": [
            [
              2019
            ]
          ]
        },
        "title": "Cables",
        "type": "book"
      }
    ]
    "#);
    assert_eq!(check(BOOK, "bibliography.bib"), check(BOOK, "sources/lee.bib"));
}

/// What the pages of the book say about themselves, one thing a line.
fn described(page: &str) -> String {
    let template = "\
--- theme/note.html ---
{% for meta in page.metadata.properties %}{{ meta.name }} = {{ meta.content }}
{% endfor %}{% for meta in page.metadata.names %}{{ meta.name }} = {{ meta.content }}
{% endfor %}{{ page.metadata.json_ld | safe }}
{{ page.metadata.markdown }}
{{ site.feed }}
";
    check(&format!("{BOOK}{template}"), page)
}

#[test]
fn pages_describe_themselves_to_programs() {
    assert_snapshot!(described("law/talks.html"), @r#"
    og:type = article
    og:site_name = Cables &amp; treaties
    og:title = Talks &lt;and&gt; terms
    og:url = https://example.org/book/law/talks.html
    og:locale = en
    og:description = Who met whom, &amp; why.
    article:modified_time = 2020-10-05
    citation_title = Talks &lt;and&gt; terms
    citation_author = Ann Lee
    citation_publication_date = 2020/10/05
    citation_inbook_title = Cables &amp; treaties
    citation_language = en
    citation_public_url = https://example.org/book/law/talks.html
    {"@context":"https://schema.org","@type":"Article","author":[{"name":"Ann Lee"}],"breadcrumb":{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","item":"https://example.org/book/index.html","name":"Cables \u0026 treaties","position":1},{"@type":"ListItem","item":"https://example.org/book/law/index.html","name":"Law","position":2},{"@type":"ListItem","item":"https://example.org/book/law/talks.html","name":"Talks \u003cand\u003e terms","position":3}]},"dateModified":"2020-10-05","description":"Who met whom, \u0026 why.","inLanguage":"en","isPartOf":{"@type":"Report","name":"Cables \u0026 treaties","url":"https://example.org/book/index.html"},"name":"Talks \u003cand\u003e terms","url":"https://example.org/book/law/talks.html"}
    ../law/talks.md
    feed.xml
    "#);
}

#[test]
fn a_picture_of_the_book_stands_for_pages_without_one() {
    let described = |image: &str| {
        let book = format!(
            "\
--- book.toml ---
title = \"Cables\"
base_url = \"https://example.org/book\"
image = \"{image}\"
--- a.md ---
# A
--- images/cover.png ---
x
--- images/map.svg ---
x
--- theme/note.html ---
{{% for meta in page.metadata.properties %}}{{{{ meta.name }}}} = {{{{ meta.content }}}}
{{% endfor %}}"
        );
        check(&book, "a.html")
    };
    assert_snapshot!(described("images/cover.png"), @"
    og:type = article
    og:site_name = Cables
    og:title = A
    og:url = https://example.org/book/a.html
    og:locale = en
    og:image = https://example.org/book/images/cover.png
    og:image:alt = Cables
    ");
    // A drawing is shown by nobody, and what is not there by nobody either.
    for image in ["images/map.svg", "images/none.png"] {
        assert!(!described(image).contains("og:image"), "{image}");
    }
}

#[test]
fn book_on_one_page_leads_to_itself() {
    let text = "\
--- index.md ---
Start with [[talks]], [[#^here]] and [[talks#The end]]. ^here
--- talks.md ---
# Talks
A word[^1] on [[talks#talks|itself]] and a treaty [@lee, p. 3].

[^1]: Said [[index|at the start]].

## The end
![[index]]
--- glossary.md ---
Treaty
: A paper. See [[talks]].
--- references.bib ---
@book{lee, author = {Lee, Ann}, title = {Cables}, year = {2019}}
";
    let page = check(text, "print.html");
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let chapters = page.lines().filter_map(|line| line.split_once('#')).map(|(_, rest)| rest);
    let headings: Vec<&str> = chapters.filter_map(|rest| rest.split(' ').next()).collect();
    for (at, id) in ids.iter().enumerate() {
        assert!(!ids[..at].contains(id) && !headings.contains(id), "{id} stands twice in\n{page}");
    }
    for link in page.split(" href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&link) || headings.contains(&link), "#{link} leads nowhere in\n{page}");
    }
    assert_snapshot!(page, @r##"

    h2 #index Untitled book
    <p id="index:here">Start with <a href="#talks">Talks</a>, <a href="#index:here">Content</a> and <a href="#talks:the-end">Talks › The end</a>.</p>

    h2 #glossary Glossary
    <dl>
    <dt id="glossary:treaty">Treaty</dt>
    <dd>A paper. See <a href="#talks">Talks</a>.</dd>
    </dl>

    h2 #talks Talks
    <p>A word<sup class="footnote-ref" id="talks:fnref:1"><a href="#talks:fn:1" role="doc-noteref">1</a></sup> on <a href="#talks">itself</a> and a <a class="term" href="#glossary:treaty">treaty</a> <span class="citation" id="talks:cite-1">(<a href="#source-lee" class="cite">Lee 2019, 3</a>)</span>.</p>
    <h3 id="talks:the-end">The end <a class="anchor" href="#talks:the-end" aria-label="Link to this heading">#</a></h3>
    <div class="embed">
    <p>Start with <a href="#talks">Talks</a>, <a href="#index:here">Content</a> and <a href="#talks:the-end">Talks › The end</a>.</p>
    <p class="embed-source"><a href="#index">Content</a></p>
    </div>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="talks:fn:1">
    <p>Said <a href="#index">at the start</a>. <a class="footnote-back" href="#talks:fnref:1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    </ol>
    </div>

    #source-lee Lee, Ann. 2019. <i>Cables</i>.
    "##);
}

#[test]
fn pages_say_how_they_are_cited() {
    let template = "--- theme/note.html ---\n{{ note.cite.html | safe }}\n{{ note.cite.bibtex | safe }}\n";
    assert_snapshot!(check(&format!("{BOOK}{template}"), "law/talks.html"), @r#"
    Ann Lee. 2020. “Talks &lt;and&gt; terms.” Cables &amp; treaties. <a href="https://example.org/book/law/talks.html">https://example.org/book/law/talks.html</a>.
    @online{law-talks,
      author = {{Ann Lee}},
      title = {{Talks <and> terms}},
      date = {2020-10-05},
      journaltitle = {Cables \& treaties},
      url = {https://example.org/book/law/talks.html},
    }
    "#);
    let without_date = check(&format!("--- a.md ---\n# A\n{template}"), "a.html");
    assert_snapshot!(without_date, @r#"
    Untitled book. n.d. “A.”
    @online{a,
      title = {{A}},
      journaltitle = {Untitled book},
    }
    "#);
    for style in ["mla", "apa", "ieee", "chicago-notes"] {
        let book = BOOK.replacen("title =", &format!("citation_style = \"{style}\"\ntitle ="), 1);
        let page = check(&format!("{book}{template}"), "law/talks.html");
        let has = |text: &str| page.contains(text);
        assert!(
            has("Talks &lt;and&gt; terms") && has("2020") && has("law/talks.html") && !has("zqx"),
            "{style}: {page}"
        );
    }
}

#[test]
fn numbered_paragraphs_keep_their_ids_when_others_come_and_go() {
    let check = |text: &str| {
        check(&format!("--- book.toml ---\nparagraph_numbers = true\n--- a.md ---\n# A\n{text}"), "a.html")
    };
    assert_snapshot!(check("One **word** after another, and more.\n\n- not\n\n  this\n\nNamed. ^own\n\nOne word after another, and again.\n"), @r##"
    <h1>A</h1>
    <p id="p.one-word-after-another-and">One <strong>word</strong> after another, and more. <a class="anchor paragraph-number" href="#p.one-word-after-another-and" aria-label="Paragraph 1">1</a></p>
    <ul>
    <li>
    <p>not</p>
    <p>this</p>
    </li>
    </ul>
    <p id="own">Named. <a class="anchor paragraph-number" href="#own" aria-label="Paragraph 2">2</a></p>
    <p id="p.one-word-after-another-and.2">One word after another, and again. <a class="anchor paragraph-number" href="#p.one-word-after-another-and.2" aria-label="Paragraph 3">3</a></p>
    "##);
    let before = check("The treaty was signed in May.\n");
    let after = check("A new one.\n\nThe treaty was signed in June.\n");
    let id = "id=\"p.the-treaty-was-signed-in\"";
    assert!(before.contains(id) && after.contains(id), "{after}");
}

#[test]
fn index_of_the_book_has_topics_terms_titles_and_marks() {
    let text = "\
--- talks.md ---
---
topics: [Cables]
---
# Talks
The treaty.

## The end
They parted. %%index: Lee, farewell%%%%index: Élan%%%%index: cables%%

## Cost
Much.

## What now?
--- waves.md ---
---
term: Waves
---
Up and down.
--- wires.md ---
---
topic: Cables
aliases: [Wires, Cable, /old/cables]
---
--- glossary.md ---
Treaty
Accord
Treaties
: A paper.

Cables
: Wires.
";
    assert_snapshot!(check(text, "book-index.html"), @r#"

    A
    - Accord see <a href="glossary.html#term-treaty">Treaty</a>
    C
    - <a href="wires.html">Cables</a>, <a href="glossary.html#term-cables">Glossary</a>, <a href="talks.html#the-end">Talks</a>
    E
    - Élan, <a href="talks.html#the-end">Talks</a>
    L
    - Lee
      - farewell, <a href="talks.html#the-end">Talks</a>
    T
    - <a href="talks.html">Talks</a>
    - The end, <a href="talks.html#the-end">Talks</a>
    - <a href="glossary.html#term-treaty">Treaty</a>
    W
    - <a href="waves.html">Waves</a>
    - Wires see <a href="wires.html">Cables</a>
    "#);
}

#[test]
fn annotation_of_a_work_is_shown_in_the_index_of_citations_and_goes_with_the_work() {
    let text = "\
--- talks.md ---
# Talks
They met [@lee].
--- references.bib ---
@book{lee, author = {Lee, Ann}, title = {Talks}, date = {2019}, annotation = {Seen & copied in 2020.}}
";
    assert_snapshot!(check(text, "citations.html"), @r#"

    kind_book
    - Lee, Ann. 2019. <i>Talks</i>.
      Seen &amp; copied in 2020.
      cited on <a href="talks.html#cite-1">Talks</a> : They met|.
    "#);
    assert_snapshot!(check(text, "sources/lee.bib"), @r#"
    @book{lee,
      author = {Lee, Ann},
      title = {{Talks}},
      date = {2019},
      annotation = {Seen \& copied in 2020.},
    }
    "#);
}

#[test]
fn the_page_for_missing_addresses_works_at_any_depth_if_the_book_knows_its_path() {
    let root = |settings: &str| {
        let template = "--- theme/404.html ---\nroot: `{{ page.root }}`\n";
        check(&format!("--- book.toml ---\n{settings}{template}--- index.md ---\n"), "404.html")
    };
    assert_eq!(root("base_url = \"https://example.org/some/path\"\n"), "root: `/some/path/`\n");
    assert_eq!(root("base_url = \"https://example.org\"\n"), "root: `/`\n");
    assert_eq!(root("title = \"Cables\"\n"), "root: ``\n");
}
