//! A build that reuses earlier results gives what a clean build gives, whatever
//! was edited in between, and does no more work than the edit asks for.

mod book;
#[path = "warm/desk.rs"]
mod desk;

use std::collections::BTreeMap;

use briefbook::pipeline::{Build, Cache, build};
use briefbook::site::SiteFile;
use briefbook::source::Inputs;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use desk::{Desk, Edit};

/// How many books are edited, and how often each at most. The environment may ask
/// for more books with `WARM_BOOKS`.
const BOOKS: u32 = 24;
const EDITS: usize = 120;

/// After how many edits a warm build is compared with a cold one, which takes
/// longer than all of them.
const COMPARED: usize = 6;

#[test]
fn warm_build_equals_cold_build() {
    // The same edits on every machine; a failure is shrunk to the few that matter.
    let books = std::env::var("WARM_BOOKS").ok().and_then(|books| books.parse().ok()).unwrap_or(BOOKS);
    let config = Config { cases: books, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let edits = prop::collection::vec(Edit::any(), EDITS / 2..=EDITS);
    runner
        .run(&edits, |edits| {
            let mut desk = Desk::new();
            let mut cache = Cache::default();
            build(&desk.inputs(), &mut cache);
            for (at, edit) in edits.iter().enumerate() {
                desk.apply(edit);
                let inputs = desk.inputs();
                let warm = build(&inputs, &mut cache);
                if !(at + 1).is_multiple_of(COMPARED) && at + 1 < edits.len() {
                    continue;
                }
                let cold = build(&inputs, &mut Cache::default());
                prop_assert_eq!(difference(&warm, &cold), Vec::<String>::new(), "after {:?}", edit);
            }
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

/// What a build has and another has not, file by file.
fn difference(warm: &Build, cold: &Build) -> Vec<String> {
    let urls = warm.site.keys().chain(cold.site.keys());
    let mut different: Vec<String> = urls
        .filter(|url| warm.site.get(*url) != cold.site.get(*url))
        .map(|url| format!("{url}: {:?} is not {:?}", warm.site.get(url), cold.site.get(url)))
        .collect();
    if warm.diagnostics != cold.diagnostics {
        different.push(format!("{:?} is not {:?}", warm.diagnostics, cold.diagnostics));
    }
    different
}

/// What the second of two builds cost: "notes 1, pages 1 (talks.html)".
fn cost(before: &str, after: &str) -> String {
    let mut cache = Cache::default();
    build(&book::inputs(before), &mut cache);
    let at_first = runs(&cache);
    build(&book::inputs(after), &mut cache);
    let then = runs(&cache);
    let spent = |at: usize| then[at].1 - at_first[at].1;
    let spent: Vec<String> = (0..then.len())
        .filter(|at| spent(*at) > 0)
        .map(|at| format!("{} {}", then[at].0, spent(at)))
        .collect();
    let pages: Vec<&str> = cache.pages.reruns().map(|(url, ..)| url.as_str()).collect();
    if !pages.is_empty() {
        return format!("{} ({})", spent.join(", "), pages.join(", "));
    }
    if spent.is_empty() { "nothing".to_owned() } else { spent.join(", ") }
}

fn runs(cache: &Cache) -> Vec<(&'static str, usize)> {
    vec![
        ("config", cache.config.runs()),
        ("notes", cache.notes.runs()),
        ("bibliographies", cache.bibliographies.runs()),
        ("uses", cache.views.uses.runs()),
        ("themes", cache.theme.runs()),
        ("pages", cache.pages.runs()),
        ("cards", cache.files.beside.cards.shards.runs()),
    ]
}

/// A book in which notes, terms, works, events and topics meet.
const BOOK: &str = "\
--- book.toml ---
title = \"Talks\"
--- index.md ---
# Talks and treaties
A book.
--- treaty.md ---
# The treaty
Signed after the [[talks]]. It binds them [@doe2001].
--- talks.md ---
---
topics: [Arms]
---
# Talks
Envoys met in Helsinki for two years.

They led to [[treaty]] on launchers.

Nobody was sure of it.

```timeline
1969-11: The talks begin
```
--- glossary.md ---
---
title: Glossary
---
Launcher
: What launches.
--- references.bib ---
@book{doe2001, author = {Doe, Jane}, title = {Talks}, date = {2001}}
";

#[test]
fn saving_without_a_change_costs_nothing() {
    assert_eq!(cost(BOOK, BOOK), "nothing");
}

/// And the page that is the whole book, for printing.
#[test]
fn prose_edit_costs_one_parse_and_one_page() {
    let after = BOOK.replace("Nobody was sure of it.", "Nobody doubted it.");
    assert_eq!(cost(BOOK, &after), "notes 1, uses 1, pages 2 (print.html, talks.html)");
}

#[test]
fn edit_of_what_a_card_shows_costs_one_file_of_cards() {
    let after = BOOK.replace("Envoys met in Helsinki", "Envoys met in Vienna");
    assert!(cost(BOOK, &after).contains("cards 1"), "{}", cost(BOOK, &after));
}

#[test]
fn broken_template_costs_no_parse() {
    let after = format!("{BOOK}--- theme/404.html ---\n{{{{ nothing }}}}\n");
    let cost = cost(BOOK, &after);
    assert!(!cost.contains("notes"), "{cost}");
}

#[test]
fn sentence_with_a_link_also_costs_the_page_that_shows_it() {
    let after = BOOK.replace("They led to [[treaty]]", "They did lead to [[treaty]]");
    // And the glossary, which shows the sentence for the term in it.
    let pages = "glossary.html, print.html, talks.html, treaty.html";
    assert_eq!(cost(BOOK, &after), format!("notes 1, uses 1, pages 4 ({pages})"));
}

#[test]
fn edit_of_the_bibliography_costs_no_parse_of_a_note() {
    let after = BOOK.replace("{2001}", "{2002}");
    let cost = cost(BOOK, &after);
    assert!(cost.starts_with("bibliographies 1") && !cost.contains("notes"), "{cost}");
}

/// A page is planned only if something that it shows of the book may be new.
#[test]
fn edit_plans_the_pages_that_may_show_it() {
    let planned = |after: &str| {
        let mut cache = Cache::default();
        build(&book::inputs(BOOK), &mut cache);
        let at_first = cache.plans.runs();
        build(&book::inputs(after), &mut cache);
        cache.plans.runs() - at_first
    };
    assert_eq!(planned(BOOK), 0);
    // The note, and the page that is the whole book.
    assert_eq!(planned(&BOOK.replace("Nobody was sure of it.", "Nobody doubted it.")), 2);
    // And the note that is linked to from the sentence, and the glossary, which
    // shows the sentence for the term in it.
    assert_eq!(planned(&BOOK.replace("They led to [[treaty]]", "They did lead to [[treaty]]")), 4);
}

/// A theme whose pages show what stands beside them, and nothing else.
const SIDEBAR: &str = "\
--- theme/note.html ---
{{ page.sidebar | safe }}
--- theme/parts/sidebar.html ---
{% for section in sidebar.sections %}{% for link in section.pages -%}
<a{{ link.current | safe }}>{{ link.title }}</a>
{% endfor %}{% endfor -%}
";

/// Of a page whose neighbour has a new title, the list beside it is another, and that
/// is put into the page without planning it.
#[test]
fn title_costs_the_pages_beside_it_no_plan() {
    let notes = "\
--- a/four.md ---
# Four
--- a/one.md ---
# One
--- a/three.md ---
# Three
--- a/two.md ---
# Two
";
    let book = SIDEBAR.to_owned() + notes;
    let mut cache = Cache::default();
    build(&book::inputs(&book), &mut cache);
    let plans = cache.plans.runs();
    let site = build(&book::inputs(&book.replace("# Three", "# Third")), &mut cache).site;
    let page = |url: &str| match &site[url] {
        SiteFile::Text(text) => text.trim_end().to_owned(),
        SiteFile::Copy(_) => panic!("{url} is a page"),
    };
    assert_eq!(
        page("a/four.html"),
        "<a aria-current=\"page\">Four</a>\n<a>One</a>\n<a>Third</a>\n<a>Two</a>"
    );
    assert_eq!(
        page("a/three.html"),
        "<a>Four</a>\n<a>One</a>\n<a aria-current=\"page\">Third</a>\n<a>Two</a>"
    );
    // The note itself, those before and after it, its section and the home page, which
    // list it, and the page that is the whole book; but not "Four".
    assert_eq!(cache.plans.runs() - plans, 6);
}

/// Beside the pages of a long section stands a part of it only, another for every few
/// pages: what comes, goes or is called anew in one part moves what stands in others.
#[test]
fn long_section_is_built_warm_as_it_is_cold() {
    let note = |number: usize| (format!("a/n{number:03}.md"), format!("# Note {number}\n"));
    let mut notes: BTreeMap<String, String> = (0..130).map(note).collect();
    let inputs = |notes: &BTreeMap<String, String>| {
        let files = notes.iter().map(|(path, text)| format!("--- {path} ---\n{text}"));
        book::inputs(&(SIDEBAR.to_owned() + &files.collect::<String>()))
    };
    let mut cache = Cache::default();
    build(&inputs(&notes), &mut cache);
    type Step = fn(&mut BTreeMap<String, String>);
    let steps: [(&str, Step); 5] = [
        ("a new title at the edge of a part", |notes| {
            notes.insert("a/n059.md".into(), "# Note 59, anew\n".into());
        }),
        ("a note that comes before all others", |notes| {
            notes.insert("a/a.md".into(), "# First\n".into());
        }),
        ("notes that go from the middle", |notes| {
            notes.retain(|path, _| !path.starts_with("a/n06"));
        }),
        ("a section that fits in one part", |notes| {
            notes.retain(|path, _| path.as_str() < "a/n050.md");
        }),
        ("and its pages called anew", |notes| {
            notes.insert("a/n020.md".into(), "# Twenty\n".into());
        }),
    ];
    for (what, step) in steps {
        step(&mut notes);
        let inputs = inputs(&notes);
        let warm = build(&inputs, &mut cache);
        assert_eq!(difference(&warm, &build(&inputs, &mut Cache::default())), [""; 0], "{what}");
    }
}

/// Equal files are one value, so that the cases above compare what they say.
#[test]
fn reading_a_book_twice_gives_equal_inputs() {
    let (one, other): (Inputs, Inputs) = (book::inputs(BOOK), book::inputs(BOOK));
    assert_eq!(one, other);
}
