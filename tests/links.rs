//! Links and embeds across whole books: what a name leads to, what is shown in
//! place, and what is said where a name has no meaning or too many.

mod book;

use briefbook::pipeline::{Cache, build};
use briefbook::report;
use briefbook::site::SiteFile;
use insta::assert_snapshot;

/// Builds a book and shows its notes' pages but for the first one, then what is
/// wrong.
fn check(text: &str) -> String {
    let inputs = book::inputs(text);
    let built = build(&inputs, &mut Cache::default());
    let mut shown = String::new();
    for (url, file) in &built.site {
        let made = ["404.html", "print.html", "index.html"].contains(&url.as_str());
        match file {
            SiteFile::Text(text) if url.as_str().ends_with(".html") && !made => {
                shown += &format!("== {url}\n{}\n", text.trim());
            }
            _ => {}
        }
    }
    for diagnostic in &built.diagnostics {
        let (line, column) = report::position(&inputs, diagnostic);
        let path = &diagnostic.span.file;
        shown += &format!("{} {path}:{line}:{column}: {}\n", diagnostic.code, diagnostic.message);
        shown += &diagnostic.help.as_ref().map_or_else(String::new, |help| format!("    {help}\n"));
    }
    shown
}

#[test]
fn a_note_shows_its_own_section_in_another_one() {
    assert_snapshot!(check(
        "\
--- setup.md ---
# Set up
## Log in
Give your name.
## Phone
![[setup#Log in]]
"
    ), @"");
}

#[test]
fn a_section_that_shows_itself_is_a_circle_and_its_notes_are_none() {
    assert_snapshot!(check(
        "\
--- a.md ---
## One
![[b#Two]]
## Rest
![[b]]
--- b.md ---
## Two
![[a#One]]
## Rest
Text.
"
    ), @"");
}

#[test]
fn notes_that_show_each_other_many_times_end() {
    let embeds = |name: &str| format!("![[{name}]]\n\n").repeat(30);
    let text = format!(
        "--- a.md ---\n{}--- b.md ---\n{}--- c.md ---\n{}--- d.md ---\nEnd.\n",
        embeds("b"),
        embeds("c"),
        embeds("d")
    );
    let shown = check(&text);
    assert!(shown.matches("End.").count() < 800, "{}", shown.len());
}

#[test]
fn an_embed_in_a_footnote_is_shown_with_what_refers_to_it() {
    assert_snapshot!(check(
        "\
--- a.md ---
![[b#^one]]
--- b.md ---
One.[^x] ^one

Two.[^y] ^two

[^x]: ![[c]]

[^y]: ![[a]]
--- c.md ---
Three.
"
    ), @"");
}

#[test]
fn a_name_in_two_folders_is_ambiguous_even_beside_one_of_them() {
    assert_snapshot!(check(
        "\
--- east/vendors.md ---
Eastern.
--- west/vendors.md ---
Western.
--- west/prices.md ---
[[vendors]], [[./vendors]], [[west/vendors]], [[../east/vendors]]
"
    ), @"");
}

#[test]
fn links_lead_where_paths_say_from_the_note_and_from_the_top() {
    assert_snapshot!(check(
        "\
--- README.md ---
# Start
--- law/01-act.md ---
# The act
## Scope
--- law/notes.md ---
[[law/act]], [[act#scope]], [act](01-act.md), [act](/law/01-act.md#scope), [act](act.html), [home](../readme.html).
Then [the act][a] and [act].

[a]: 01-act.md#scope
[act]: ./01-act.md
"
    ), @"");
}

#[test]
fn names_on_other_sites_are_no_citations_where_there_is_no_bibliography() {
    assert_snapshot!(check(
        "\
--- thanks.md ---
Thanks to @jane. See [@doe].
"
    ), @"");
}
