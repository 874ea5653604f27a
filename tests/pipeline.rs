//! Whole books through the whole pipeline: text in, pages and problems out.

mod book;

use std::collections::BTreeMap;
use std::sync::Mutex;

use briefbook::diagnostic::Code;
use briefbook::pipeline::{Cache, build, build_once, build_to};
use briefbook::report;
use briefbook::site::SiteFile;
use insta::assert_snapshot;

/// Builds a book and shows every page whose address is not one of those that
/// every book has, then what is wrong.
fn check(text: &str) -> String {
    let inputs = book::inputs(text);
    let built = build(&inputs, &mut Cache::default());
    let mut shown = String::new();
    for (url, file) in &built.site {
        let is_other =
            !url.as_str().ends_with(".html") || matches!(url.as_str(), "print.html" | "book-index.html");
        let made_text = matches!(file, SiteFile::Text(_)) && is_other;
        if url.as_str().starts_with('_') || url.as_str() == "404.html" || made_text {
            continue;
        }
        match file {
            SiteFile::Text(text) => shown += &format!("== {url}\n{}\n", text.trim()),
            SiteFile::Copy(asset) => shown += &format!("== {url}\ncopy of {}\n", asset.source),
        }
    }
    for diagnostic in &built.diagnostics {
        shown += &format!("{}\n", report::plain(&inputs, diagnostic));
    }
    shown
}

/// The places that templates leave for the sidebar cannot be made by a text.
#[test]
fn place_of_the_sidebar_cannot_be_forged() {
    for policy in ["sanitize", "escape", "allow"] {
        let text = format!(
            "\
--- book.toml ---
html = \"{policy}\"
--- theme/parts/sidebar.html ---
SIDEBAR
--- theme/note.html ---
<h1>{{{{ page.title }}}}</h1>
{{{{ page.description }}}}
{{{{ note.html | safe }}}}
{{{{ page.sidebar | safe }}}}
--- a/note.md ---
---
title: \"<bb-sidebar\\0>\"
---
<bb-sidebar\0> and `<bb-sidebar\0>` and <b title=\"<bb-sidebar\0>\">it</b> [[note|<bb-sidebar\0>]]

<bb-sidebar\0>

<!-- <bb-sidebar\0> -->
"
        );
        let built = build(&book::inputs(&text), &mut Cache::default());
        let Some((_, SiteFile::Text(page))) =
            built.site.iter().find(|(url, _)| url.as_str() == "a/note.html")
        else {
            panic!("there is a page")
        };
        assert!(page.contains("bb-sidebar"), "{page}");
        assert_eq!(page.matches("SIDEBAR").count(), 1, "{policy}: {page}");
    }
}

#[test]
fn link_makes_a_backlink() {
    assert_snapshot!(check(
        "\
--- treaty.md ---
# The treaty
--- talks.md ---
# Talks
They led to [[treaty]]. Nobody was sure of it.
"
    ), @r#"
    == index.html
    <h1>Untitled book</h1>

    child: <a href="talks.html">Talks</a> They led to The treaty. Nobody was sure of it.
    child: <a href="treaty.html">The treaty</a>
    == talks.html
    <h1>Talks</h1>
    <p>They led to <a href="treaty.html">The treaty</a>. Nobody was sure of it.</p>
    == treaty.html
    <h1>The treaty</h1>

    link from <a href="talks.html">Talks</a>: They led to [The treaty].
    "#);
}

#[test]
fn broken_link_says_what_was_probably_meant() {
    assert_snapshot!(check(
        "\
--- treaty.md ---
# The treaty
## Annex
--- talks.md ---
They led to [[treatty]] and to [its annex](treaty.md#anex).
"
    ), @r##"
    == index.html
    <h1>Untitled book</h1>

    child: <a href="talks.html">Talks</a> They led to treatty and to its annex.
    child: <a href="treaty.html">The treaty</a>
    == talks.html
    <h1>Talks</h1>
    <p>They led to <span class="broken">treatty</span> and to <span class="broken">its annex</span>.</p>
    == treaty.html
    <h1>The treaty</h1>
    <h2 id="annex">Annex <a class="anchor" href="#annex" aria-label="Link to this heading">#</a></h2>
    error[broken-link]: there is no note `treatty`
     --> content/talks.md:1:13
      |
    1 | They led to [[treatty]] and to [its annex](treaty.md#anex).
      |             ^^^^^^^^^^^
      |
      = help: did you mean `treaty`?
    error[broken-anchor]: `treaty` has no heading `#anex`
     --> content/talks.md:1:32
      |
    1 | They led to [[treatty]] and to [its annex](treaty.md#anex).
      |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `#annex`?
    "##);
}

#[test]
fn definition_list_stays_in_the_introduction_of_every_list_but_the_glossary() {
    let shown = check(
        "\
--- topics/index.md ---
# Topics
companies
: [[talks]]
--- talks.md ---
---
topics: [Arms]
---
# Talks
--- theme/topics.html ---
{{ topics.html | safe }}
",
    );
    assert!(shown.contains("<dd>"), "{shown}");
}

/// `build` goes another way through the stages than `watch` does where nothing has to be
/// remembered.
#[test]
fn build_that_no_other_follows_makes_the_same() {
    let book = "\
--- book.toml ---
title = \"Talks\"
--- references.bib ---
@book{smith99, title = {On talks}, author = {Smith, Ann}, date = {1999}}
--- index.md ---
# Talks

[[treaty]] and [[nowhere]].

```timeline
1999-05: Talks began in [[treaty]] #talks
```
--- treaty.md ---
# The treaty

Envoys met the FCC [@smith99, p. 4]. See ![[glossary#FCC]].
--- hidden.md ---
---
draft: true
---
It is a draft.
--- glossary.md ---
FCC
: The commission that licenses carriers.
";
    let mut inputs = book::inputs(book);
    let built = build(&inputs, &mut Cache::default());
    let files = Mutex::new(BTreeMap::new());
    let (diagnostics, used_up) = build_once(&mut inputs, &|url, file| {
        files.lock().unwrap().insert(url.clone(), file.clone());
    });
    let files = files.into_inner().unwrap();
    assert!(built.site.iter().eq(files.iter()));
    assert_eq!(diagnostics, built.diagnostics);
    assert!(!diagnostics.is_empty());
    assert!(inputs.notes.len() == 4 && inputs.notes.values().all(|note| note.text.is_empty()));
    assert!(used_up.keys().eq(inputs.notes.keys()));

    // What is asked for is looked for in the texts, so these stay.
    let mut inputs = book::inputs(book);
    inputs.asked.insert(Code::UnlinkedMention);
    let built = build(&inputs, &mut Cache::default());
    let (diagnostics, used_up) = build_once(&mut inputs, &|_, _| {});
    assert_eq!((diagnostics, used_up.len()), (built.diagnostics, 0));
    assert_eq!(inputs.notes, book::inputs(book).notes);
}

/// The files of a build are known again by where they come after the others; where they
/// came in another order, each edit would cost a look at all of them.
#[test]
fn files_come_in_the_order_of_the_build_before() {
    let note = |number: usize, more: &str| {
        format!("--- note-{number}.md ---\n# Note {number}\n\nOf word{number} and [[note-7]].{more}\n")
    };
    let book = |more: &str| book::inputs(&(0..200).map(|number| note(number, more)).collect::<String>());
    let mut cache = Cache::default();
    let mut order = |more: &str| {
        let order = Mutex::new(Vec::new());
        build_to(&book(more), &mut cache, &|url, _| order.lock().unwrap().push(url.to_string()));
        order.into_inner().unwrap()
    };
    let first = order("");
    let last_of_search = first.iter().rposition(|url| url.starts_with("_search/"));
    let first_card = first.iter().position(|url| url.starts_with("_cards/"));
    assert!(last_of_search.is_some() && last_of_search < first_card, "{first:?}");
    for more in ["", " Of word7.", "", " Of word7."] {
        assert_eq!(order(more), first);
    }
}
