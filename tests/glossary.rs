//! The glossary of whole books: which words are linked, and how it is ordered.

mod book;

use briefbook::diagnostic::Code;
use briefbook::pipeline::{Cache, build};
use briefbook::report;
use briefbook::site::SiteFile;
use insta::assert_snapshot;

/// The glossary of a book, then the text of its note `a`, then what is wrong.
fn check(text: &str) -> String {
    let inputs = book::inputs(text);
    let built = build(&inputs, &mut Cache::default());
    let mut shown = String::new();
    for page in ["glossary.html", "a.html"] {
        let file = built.site.iter().find(|(url, _)| url.as_str() == page);
        if let Some((_, SiteFile::Text(text))) = file {
            shown += text.trim();
            shown += "\n";
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
fn the_longest_name_counts_and_plurals_are_known_and_acronyms_keep_their_case() {
    assert_snapshot!(check(
        "\
--- glossary.md ---
carrier
: A.

carrier grade
: B.

FCC
: C.

entity
: D.
--- a.md ---
Carriers have carrier grade switches. The fcc is not the FCC, and two FCCs and many entities are.
"
    ), @r#"
    C
    - carrier: A.

      used in <a href="a.html">A</a>: [Carriers] have carrier grade switches.
    - carrier grade: B.

      used in <a href="a.html">A</a>: Carriers have [carrier grade] switches.
    E
    - entity: D.

      used in <a href="a.html">A</a>: The fcc is not the FCC, and two FCCs and many [entities] are.
    F
    - FCC: C.

      used in <a href="a.html">A</a>: The fcc is not the [FCC], and two FCCs and many entities are.
    <h1>A</h1>
    <p><a class="term" href="glossary.html#term-carrier">Carriers</a> have <a class="term" href="glossary.html#term-carrier-grade">carrier grade</a> switches. The fcc is not the <a class="term" href="glossary.html#term-fcc">FCC</a>, and two FCCs and many <a class="term" href="glossary.html#term-entity">entities</a> are.</p>
    "#);
}

#[test]
fn titles_of_works_stay_without_links() {
    assert_snapshot!(check(
        "\
--- glossary.md ---
carrier
: A.

switch
: B.

router
: C.
--- a.md ---
See “The Carrier of the North”, *Switch and Router in China*, then a “cheap carrier”, a *switch* and the router.
"
    ), @r#"
    C
    - carrier: A.

      used in <a href="a.html">A</a>: See “The Carrier of the North”, Switch and Router in China, then a “cheap [carrier]”, a switch and the router.
    R
    - router: C.

      used in <a href="a.html">A</a>: See “The Carrier of the North”, Switch and Router in China, then a “cheap carrier”, a switch and the [router].
    S
    - switch: B.

      used in <a href="a.html">A</a>: See “The Carrier of the North”, Switch and Router in China, then a “cheap carrier”, a [switch] and the router.
    <h1>A</h1>
    <p>See “The Carrier of the North”, <em>Switch and Router in China</em>, then a “cheap <a class="term" href="glossary.html#term-carrier">carrier</a>”, a <em><a class="term" href="glossary.html#term-switch">switch</a></em> and the <a class="term" href="glossary.html#term-router">router</a>.</p>
    "#);
}

#[test]
fn a_page_can_do_without_some_terms_and_a_term_without_links() {
    assert_snapshot!(check(
        "\
--- glossary/fcc.md ---
---
term: FCC
forms: Commission
---
C.
--- glossary/core.md ---
---
term: core
link: false
---
D.
--- a.md ---
---
no_terms: [commission]
---
The FCC, its Commission and the core.
--- b.md ---
The FCC.
"
    ), @"
    <h1>A</h1>
    <p>The FCC, its Commission and the core.</p>
    ");
}

#[test]
fn a_wanted_term_that_nobody_defined_is_reported() {
    assert_snapshot!(check(
        "\
--- glossary.md ---
FCC
: C.
--- a.md ---
[[glossary#FCC]], [[fcc]], [[glossary#FC]], [[glossary#backhaul]], [[backhaul]]
"
    ), @r#"
    F
    - FCC: C.

      used in <a href="a.html">A</a>: [FCC], FCC, glossary#FC, glossary#backhaul, backhaul
    <h1>A</h1>
    <p><a href="glossary.html#term-fcc">FCC</a>, <a href="glossary.html#term-fcc">FCC</a>, <span class="broken">glossary#FC</span>, <span class="broken">glossary#backhaul</span>, <span class="broken">backhaul</span></p>
    unknown-term content/a.md:1:28: the glossary has no term `FC`
        did you mean `FCC`?
    unknown-term content/a.md:1:45: the glossary has no term `backhaul`
        define it: `backhaul` on a line, then `: ` and what it means
    broken-link content/a.md:1:68: there is no note `backhaul`
        write the note, or take the link out
    "#);
}

#[test]
fn a_shorter_name_counts_where_a_longer_one_does_not_fit() {
    assert_snapshot!(check(
        "\
--- glossary.md ---
core
: C.

core network
: N.
--- a.md ---
Core networking is no network, but cores are, and the core
network is one.
"
    ), @r#"
    C
    - core: C.

      used in <a href="a.html">A</a>: [Core] networking is no network, but cores are, and the core network is one.
    - core network: N.

      used in <a href="a.html">A</a>: Core networking is no network, but cores are, and the [core network] is one.
    <h1>A</h1>
    <p><a class="term" href="glossary.html#term-core">Core</a> networking is no network, but cores are, and the <a class="term" href="glossary.html#term-core-network">core
    network</a> is one.</p>
    "#);
}

#[test]
fn letters_stand_in_the_order_of_the_language() {
    assert_snapshot!(check(
        "\
--- book.toml ---
language = \"sv\"
--- glossary.md ---
ångström
: A.

zink
: B.

5G
: C.

Élan
: D.

esse
: E.
--- a.md ---
ångström zink 5G Élan esse
"
    ), @r#"
    #
    - 5G: C.

      used in <a href="a.html">A</a>: ångström zink [5G] Élan esse
    E
    - Élan: D.

      used in <a href="a.html">A</a>: ångström zink 5G [Élan] esse
    - esse: E.

      used in <a href="a.html">A</a>: ångström zink 5G Élan [esse]
    Z
    - zink: B.

      used in <a href="a.html">A</a>: ångström [zink] 5G Élan esse
    Å
    - ångström: A.

      used in <a href="a.html">A</a>: [ångström] zink 5G Élan esse
    <h1>A</h1>
    <p><a class="term" href="glossary.html#term-%C3%A5ngstr%C3%B6m">ångström</a> <a class="term" href="glossary.html#term-zink">zink</a> <a class="term" href="glossary.html#term-5g">5G</a> <a class="term" href="glossary.html#term-%C3%A9lan">Élan</a> <a class="term" href="glossary.html#term-esse">esse</a></p>
    "#);
}

#[test]
fn a_glossary_of_many_terms_is_cut_by_letter_and_its_terms_are_linked_where_they_stand() {
    let mut text = "\
--- theme/glossary.html ---
= {{ page.title }} ({{ glossary.count }}){% if page.next %} before {{ page.next.title }}{% endif %}
{% for part in glossary.parts -%}
part {{ part.title }} ({{ part.count }}) {{ part.href }}
{% endfor -%}
{% for letter in glossary.letters -%}
{% set first = letter.terms | first -%}
{{ letter.letter }}: {{ letter.terms | length }} from {{ first.html | trim }}
{% endfor -%}
--- theme/parts/term.html ---
{{ term.name }}
--- a.md ---
A widget 7, a gadget and a widget 230.
--- glossary.md ---
5G
: Five.

gadget
: Thing.

"
    .to_owned();
    for n in 1..=230 {
        text.push_str(&format!("widget {n}\n: Thing {n}.\n\n"));
    }
    for n in 1..=90 {
        text.push_str(&format!("zebra {n}\n: Horse {n}.\n\n"));
    }
    let inputs = book::inputs(&text);
    let built = build(&inputs, &mut Cache::default());
    // Few of these terms are used, which is not what this is about.
    assert!(built.diagnostics.iter().all(|found| found.code == Code::UnusedTerm));
    let mut shown = String::new();
    for (url, file) in built.site.iter() {
        let is_shown =
            ["glossary.html", "a.html"].contains(&url.as_str()) || url.as_str().starts_with("_lists/");
        if let (true, SiteFile::Text(text)) = (is_shown, file) {
            shown += &format!("{url}\n{}\n", text.trim());
        }
    }
    assert_snapshot!(shown, @r#"
    _lists/glossary/letter-g.html
    = Glossary: G (1) before Glossary: W
    G: 1 from gadget
    _lists/glossary/letter-other.html
    = Glossary: # (1) before Glossary: G
    #: 1 from 5G
    _lists/glossary/letter-w-2.html
    = Glossary: W (2) (100) before Glossary: W (3)
    W: 100 from widget 19
    _lists/glossary/letter-w-3.html
    = Glossary: W (3) (30) before Glossary: Z
    W: 30 from widget 72
    _lists/glossary/letter-w.html
    = Glossary: W (100) before Glossary: W (2)
    W: 100 from widget 1
    _lists/glossary/letter-z.html
    = Glossary: Z (90)
    Z: 90 from zebra 1
    a.html
    <h1>A</h1>
    <p>A <a class="term" href="_lists/glossary/letter-w-2.html#term-widget-7">widget 7</a>, a <a class="term" href="_lists/glossary/letter-g.html#term-gadget">gadget</a> and a <a class="term" href="_lists/glossary/letter-w-2.html#term-widget-230">widget 230</a>.</p>
    glossary.html
    = Glossary (322)
    part # (1) _lists/glossary/letter-other.html
    part G (1) _lists/glossary/letter-g.html
    part W (100) _lists/glossary/letter-w.html
    part W (2) (100) _lists/glossary/letter-w-2.html
    part W (3) (30) _lists/glossary/letter-w-3.html
    part Z (90) _lists/glossary/letter-z.html
    "#);
}
