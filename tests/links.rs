//! Links and embeds across whole books: what a name leads to, what is shown in
//! place, and what is said where a name has no meaning or too many.

mod book;

use briefbook::diagnostic::Code;
use briefbook::pipeline::{Cache, build};
use briefbook::report;
use briefbook::site::SiteFile;
use briefbook::source::Inputs;
use insta::assert_snapshot;

/// Builds a book and shows its notes' pages but for the first one, then what is
/// wrong.
fn check(text: &str) -> String {
    shown(&book::inputs(text))
}

fn shown(inputs: &Inputs) -> String {
    let built = build(inputs, &mut Cache::default());
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
        let (line, column) = report::position(inputs, diagnostic);
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
    ), @r##"
    == setup.html
    <h1>Set up</h1>
    <h2 id="log-in">Log in <a class="anchor" href="#log-in" aria-label="Link to this heading">#</a></h2>
    <p>Give your name.</p>
    <h2 id="phone">Phone <a class="anchor" href="#phone" aria-label="Link to this heading">#</a></h2>
    <div class="embed">
    <h2>Log in</h2>
    <p>Give your name.</p>
    <p class="embed-source"><a href="#log-in">Set up</a></p>
    </div>
    "##);
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
    ), @r##"
    == a.html
    <h1>A</h1>
    <h2 id="one">One <a class="anchor" href="#one" aria-label="Link to this heading">#</a></h2>
    <div class="embed">
    <h2>Two</h2>
    <div class="embed">
    <h2>One</h2>
    <p><a href="b.html#two">B</a></p>
    <p class="embed-source"><a href="#one">A</a></p>
    </div>
    <p class="embed-source"><a href="b.html#two">B</a></p>
    </div>
    <h2 id="rest">Rest <a class="anchor" href="#rest" aria-label="Link to this heading">#</a></h2>
    <div class="embed">
    <h2>Two</h2>
    <div class="embed">
    <h2>One</h2>
    <div class="embed">
    <h2>Two</h2>
    <p><a href="#one">A</a></p>
    <p class="embed-source"><a href="b.html#two">B</a></p>
    </div>
    <p class="embed-source"><a href="#one">A</a></p>
    </div>
    <h2>Rest</h2>
    <p>Text.</p>
    <p class="embed-source"><a href="b.html">B</a></p>
    </div>

    embed from <a href="b.html">B</a>
    == b.html
    <h1>B</h1>
    <h2 id="two">Two <a class="anchor" href="#two" aria-label="Link to this heading">#</a></h2>
    <div class="embed">
    <h2>One</h2>
    <div class="embed">
    <h2>Two</h2>
    <p><a href="a.html#one">A</a></p>
    <p class="embed-source"><a href="#two">B</a></p>
    </div>
    <p class="embed-source"><a href="a.html#one">A</a></p>
    </div>
    <h2 id="rest">Rest <a class="anchor" href="#rest" aria-label="Link to this heading">#</a></h2>
    <p>Text.</p>

    embed from <a href="a.html">A</a>
    embed-cycle content/a.md:2:1: notes embed each other in a circle: `b#two` > `a#one` > `b#two`
        make one of the embeds a link: leave the `!` out
    "##);
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
    ), @r##"
    == a.html
    <h1>A</h1>
    <div class="embed">
    <p>One.<sup class="footnote-ref">1</sup></p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li>
    <div class="embed">
    <p>Three.</p>
    <p class="embed-source"><a href="c.html">C</a></p>
    </div>
    <p></p>
    </li>
    </ol>
    </div>
    <p class="embed-source"><a href="b.html#one">B</a></p>
    </div>

    embed from <a href="b.html">B</a>
    == b.html
    <h1>B</h1>
    <p id="one">One.<sup class="footnote-ref" id="fnref:1"><a href="#fn:1" role="doc-noteref">1</a></sup></p>
    <p id="two">Two.<sup class="footnote-ref" id="fnref:2"><a href="#fn:2" role="doc-noteref">2</a></sup></p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn:1">
    <div class="embed">
    <p>Three.</p>
    <p class="embed-source"><a href="c.html">C</a></p>
    </div>
    <p> <a class="footnote-back" href="#fnref:1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    <li id="fn:2">
    <div class="embed">
    <div class="embed">
    <p>One.<sup class="footnote-ref">1</sup></p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li>
    <div class="embed">
    <p>Three.</p>
    <p class="embed-source"><a href="c.html">C</a></p>
    </div>
    <p></p>
    </li>
    </ol>
    </div>
    <p class="embed-source"><a href="#one">B</a></p>
    </div>
    <p class="embed-source"><a href="a.html">A</a></p>
    </div>
    <p> <a class="footnote-back" href="#fnref:2" role="doc-backlink" aria-label="Back to reference 2">↩</a></p>
    </li>
    </ol>
    </div>

    embed from <a href="a.html">A</a>
    == c.html
    <h1>C</h1>
    <p>Three.</p>

    embed from <a href="b.html">B</a>
    "##);
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
    ), @r#"
    == east/index.html
    <h1>East</h1>

    child: <a href="../east/vendors.html">Vendors</a> Eastern.
    == east/vendors.html
    <h1>Vendors</h1>
    <p>Eastern.</p>

    link from <a href="../west/prices.html">Prices</a>: Vendors, Vendors, Vendors, [Vendors]
    == west/index.html
    <h1>West</h1>

    child: <a href="../west/prices.html">Prices</a> Vendors, Vendors, Vendors, Vendors
    child: <a href="../west/vendors.html">Vendors</a> Western.
    == west/prices.html
    <h1>Prices</h1>
    <p><a href="../west/vendors.html">Vendors</a>, <a href="../west/vendors.html">Vendors</a>, <a href="../west/vendors.html">Vendors</a>, <a href="../east/vendors.html">Vendors</a></p>
    == west/vendors.html
    <h1>Vendors</h1>
    <p>Western.</p>

    link from <a href="../west/prices.html">Prices</a>: [Vendors], Vendors, Vendors, Vendors
    ambiguous-link content/west/prices.md:1:1: `vendors` is the name of 2 notes
        write the path of the one that is meant: `west/vendors`, `east/vendors`; the link leads to the first
    "#);
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
    ), @r##"
    == law/act.html
    <h1>The act</h1>
    <h2 id="scope">Scope <a class="anchor" href="#scope" aria-label="Link to this heading">#</a></h2>

    link from <a href="../law/notes.html">Notes</a>: [The act], The act › Scope, act, act, act, home.: Then [the act] and act.
    == law/index.html
    <h1>Law</h1>

    child: <a href="../law/act.html">The act</a> 
    child: <a href="../law/notes.html">Notes</a> The act, The act › Scope, act, act, act, home. Then the act and act.
    == law/notes.html
    <h1>Notes</h1>
    <p><a href="../law/act.html">The act</a>, <a href="../law/act.html#scope">The act › Scope</a>, <a href="../law/act.html">act</a>, <a href="../law/act.html#scope">act</a>, <a href="../law/act.html">act</a>, <a href="../index.html">home</a>.
    Then <a href="../law/act.html#scope">the act</a> and <a href="../law/act.html">act</a>.</p>
    "##);
}

#[test]
fn names_on_other_sites_are_no_citations_where_there_is_no_bibliography() {
    assert_snapshot!(check(
        "\
--- thanks.md ---
Thanks to @jane. See [@doe].
"
    ), @r#"
    == thanks.html
    <h1>Thanks</h1>
    <p>Thanks to <span class="citation" id="cite-1"><span class="broken">@jane</span></span>. See <span class="citation" id="cite-2">(<span class="broken">@doe</span>)</span>.</p>
    unknown-citation content/thanks.md:1:23: no bibliography has the work `@doe`
        the book has no bibliography: put the work into `references.bib`, or write `\@` for the sign itself
    "#);
}

#[test]
fn mentions_say_how_and_in_which_sentence() {
    assert_snapshot!(check(
        "\
--- index.md ---
Home.
--- fcc.md ---
---
term: FCC
forms: [Commission]
---
An agency.
--- talks.md ---
First words. The Commission met, and [[fcc|the agency]] agreed. More of it.

> Quoted: ![[fcc]] and more.
--- treaty.md ---
![](fcc.md)

The FCC *signed*  it.
"
    ), @r#"
    == book-index.html
    C
    - Commission see <a href="fcc.html">FCC</a>
    F
    - <a href="fcc.html">FCC</a>
    T
    - <a href="talks.html">Talks</a>
    - <a href="treaty.html">Treaty</a>
    == fcc.html
    <h1>Fcc</h1>
    <p>An agency.</p>

    link, embed, term from <a href="talks.html">Talks</a>: The Commission met, and [the agency] agreed.
    embed, term from <a href="treaty.html">Treaty</a>: The [FCC] signed it.
    == glossary.html
    F
    - FCC, Commission: An agency.
      used in <a href="talks.html">Talks</a>: The [Commission] met, and the agency agreed.
      used in <a href="treaty.html">Treaty</a>: The [FCC] signed it.
    == talks.html
    <h1>Talks</h1>
    <p>First words. The <a class="term" href="fcc.html">Commission</a> met, and <a href="fcc.html">the agency</a> agreed. More of it.</p>
    <blockquote>
    <p>Quoted:</p>
    <div class="embed">
    <p>An agency.</p>
    <p class="embed-source"><a href="fcc.html">Fcc</a></p>
    </div>
    <p>and more.</p>
    </blockquote>
    == treaty.html
    <h1>Treaty</h1>
    <div class="embed">
    <p>An agency.</p>
    <p class="embed-source"><a href="fcc.html">Fcc</a></p>
    </div>
    <p>The <a class="term" href="fcc.html">FCC</a> <em>signed</em>  it.</p>
    "#);
}

#[test]
fn notes_that_nobody_links_to_and_names_without_links_are_told_where_asked_for() {
    let text = "\
--- index.md ---
See [[talks]].
--- talks.md ---
# The Lisbon talks
In 2007 they led to the Treaty of Lisbon, after the **treaty of Nice** had been found to be too small for all.
--- lisbon.md ---
# Treaty of Lisbon
It came from the Lisbon talks. See [[talks]].
--- nice.md ---
---
aliases: Treaty of Nice
---
Done.
--- fcc.md ---
---
term: FCC
---
The FCC.
--- other.md ---
FCC. The Treaty of Nice in code: `Treaty of Lisbon`.
--- unknown.md ---
The EU’s “talks”, the ITU, O-RAN and the ITUs; *BBC* but FCC.
--- unknown-2.md ---
[[talks]] of the ITU, the EU & O-RAN’s, III and `BBC`.
";
    let shown = shown(&Inputs {
        asked: [Code::OrphanNote, Code::UnlinkedMention, Code::WantedTerm].into(),
        ..book::inputs(text)
    });
    let problems: Vec<&str> = shown.lines().filter(|line| line.contains(" content/")).collect();
    assert_snapshot!(problems.join("\n"), @"
    orphan-note content/lisbon.md:1:1: no other note links to `lisbon`
    orphan-note content/nice.md:1:1: no other note links to `nice`
    orphan-note content/other.md:1:1: no other note links to `other`
    unlinked-mention content/other.md:1:10: `Treaty of Nice` names `nice` without a link
    unlinked-mention content/talks.md:2:25: `Treaty of Lisbon` names `lisbon` without a link
    unlinked-mention content/talks.md:2:55: `treaty of Nice` names `nice` without a link
    orphan-note content/unknown-2.md:1:1: no other note links to `unknown-2`
    orphan-note content/unknown.md:1:1: no other note links to `unknown`
    wanted-term content/unknown.md:1:5: 2 notes use `EU`, and nothing explains it
    wanted-term content/unknown.md:1:23: 2 notes use `ITU`, and nothing explains it
    wanted-term content/unknown.md:1:28: 2 notes use `O-RAN`, and nothing explains it
    ");
}

#[test]
fn tables_and_figures_with_captions_have_numbers_that_links_name() {
    assert_snapshot!(check(
        "\
--- routes.svg ---
<svg/>
--- a.md ---
See [[#^b]], [[#^f]] and [[#^b|both]].

| x |
|---|
| 1 |

Table: First

| y |
|---|
| 2 |

Table: Second ^b

| z |
|---|
| no caption |

> ![Routes](routes.svg \"The routes\") ^f
--- c.md ---
See [[a#^b]].

![[a#^b]]
"
    ), @r##"
    == a.html
    <h1>A</h1>
    <p>See <a href="#b">Table 2</a>, <a href="#f">Figure 1</a> and <a href="#b">both</a>.</p>
    <div class="table" role="group" aria-label="First" tabindex="0">
    <table>
    <caption><span class="number">Table 1.</span> First</caption>
    <thead>
    <tr>
    <th scope="col">x</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>1</td>
    </tr>
    </tbody>
    </table>
    </div>
    <div class="table" id="b" role="group" aria-label="Second" tabindex="0">
    <table>
    <caption><span class="number">Table 2.</span> Second</caption>
    <thead>
    <tr>
    <th scope="col">y</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>2</td>
    </tr>
    </tbody>
    </table>
    </div>
    <div class="table" role="group" aria-label="Table" tabindex="0">
    <table>
    <thead>
    <tr>
    <th scope="col">z</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>no caption</td>
    </tr>
    </tbody>
    </table>
    </div>
    <blockquote>
    <figure id="f">
    <img src="routes.svg" alt="Routes" loading="lazy">
    <figcaption><span class="number">Figure 1.</span> The routes</figcaption>
    </figure>
    </blockquote>

    link, embed from <a href="c.html">C</a>: See [A › Table 2].
    == c.html
    <h1>C</h1>
    <p>See <a href="a.html#b">A › Table 2</a>.</p>
    <div class="embed">
    <div class="table" role="group" aria-label="Second" tabindex="0">
    <table>
    <caption>Second</caption>
    <thead>
    <tr>
    <th scope="col">y</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>2</td>
    </tr>
    </tbody>
    </table>
    </div>
    <p class="embed-source"><a href="a.html#b">A</a></p>
    </div>
    "##);
}

#[test]
fn links_to_an_address_that_a_note_once_had_lead_to_the_note() {
    assert_snapshot!(check(
        "\
--- talks/2020/accord.md ---
---
redirect_from: [/old/01-Treaty.html, papers/]
aliases: [/blog/treaty/]
---
# The accord
## Annex
Text.
--- talks/index.md ---
[[old/01-Treaty]], [[/blog/treaty/#Annex]], [[blog/treaty|words]], [[papers/nothing]].

[a](../old/01-Treaty.md#annex), [b](/old/01-treaty.html), [c](../papers/), [d](../papers/index.html),
[e](../papers/other.md), ![[old/01-Treaty#Annex]]
"
    ), @r##"
    == blog/treaty/index.html
    to <a href="../../talks/2020/accord.html">The accord</a>
    == old/01-Treaty.html
    to <a href="../talks/2020/accord.html">The accord</a>
    == papers/index.html
    to <a href="../talks/2020/accord.html">The accord</a>
    == talks/2020/accord.html
    <h1>The accord</h1>
    <h2 id="annex">Annex <a class="anchor" href="#annex" aria-label="Link to this heading">#</a></h2>
    <p>Text.</p>

    link, embed from <a href="../../talks/index.html">Talks</a>: [The accord], The accord › Annex, words, papers/nothing.: [a], b, c, d, e,
    == talks/2020/index.html
    <h1>2020</h1>

    child: <a href="../../talks/2020/accord.html">The accord</a> Text.
    == talks/index.html
    <h1>Talks</h1>
    <p><a href="../talks/2020/accord.html">The accord</a>, <a href="../talks/2020/accord.html#annex">The accord › Annex</a>, <a href="../talks/2020/accord.html">words</a>, <span class="broken">papers/nothing</span>.</p>
    <p><a href="../talks/2020/accord.html#annex">a</a>, <a href="../talks/2020/accord.html">b</a>, <a href="../talks/2020/accord.html">c</a>, <a href="../talks/2020/accord.html">d</a>,
    <span class="broken">e</span>,</p>
    <div class="embed">
    <h2>Annex</h2>
    <p>Text.</p>
    <p class="embed-source"><a href="../talks/2020/accord.html#annex">The accord</a></p>
    </div>

    child: <a href="../talks/2020/index.html">2020</a>
    broken-link content/talks/index.md:1:68: there is no note `papers/nothing`
        write the note, or take the link out
    broken-link content/talks/index.md:4:1: there is no file `../papers/other.md`
        put the file there, or take the link out
    "##);
}

#[test]
fn an_old_address_is_kept_as_it_was_and_refused_where_something_stands() {
    assert_snapshot!(check(
        "\
--- licence.md ---
---
redirect_from: [LICENSE.html, license.html, LICENSE.html, /LICENSE, talks.html, /licence, map.html, /?p=12, glossary.html]
---
Terms.
--- talks.md ---
---
redirect_from: license.html
---
FCC
: An agency.
--- map.html ---
"
    ), @r#"
    == LICENSE.html
    to <a href="licence.html">Licence</a>
    == glossary.html
    to <a href="licence.html">Licence</a>
    == licence.html
    <h1>Licence</h1>
    <p>Terms.</p>
    == talks.html
    <h1>Talks</h1>
    <dl>
    <dt id="fcc">FCC</dt>
    <dd>An agency.</dd>
    </dl>
    duplicate-note content/licence.md:2:31: `license.html` cannot lead here: it differs from `LICENSE.html` in capitals only, and many drives hold but one of the two
        keep the address that readers have used, and take the other line out
    duplicate-note content/licence.md:2:69: `talks.html` cannot lead here: the page of `talks` is at that address
        take the line out, or give that note another file name
    duplicate-note content/licence.md:2:81: `/licence` cannot lead here: that is where this page is now
        take the line out
    duplicate-note content/licence.md:2:91: `map.html` cannot lead here: there is a page or a file at that address
        take the line out, or move the other page
    duplicate-note content/licence.md:2:101: `/?p=12` cannot lead here: it names no page
        write the path of the page that was there
    duplicate-note content/talks.md:2:16: `license.html` cannot lead here: that address leads to `licence`
        take one of the two lines out
    "#);
}
