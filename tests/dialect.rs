//! The dialect of notes: what is written, and the HTML that it becomes.
//!
//! Links lead to `TARGET` as written, citations read `(KEY)`, and under the HTML
//! stand the problems with their place in the text.

use std::fmt::Write;

use briefbook::model::{Anchor, HtmlPolicy, LinkKind, Note};
use briefbook::parse::{Dialect, note};
use briefbook::render::{Body, CitationText, DateText, Ids, Part, Target, html};
use briefbook::source::SourceFile;

fn check(text: &str) -> String {
    shown(text, Part::Whole)
}

fn shown(text: &str, part: Part) -> String {
    let file = SourceFile::new("content/03-a_note.md", text);
    let checked = note(&file, Dialect { smart_punctuation: true, ..Dialect::default() });
    let mut out = html(&body(checked.value, part));
    let mut diagnostics = checked.diagnostics;
    diagnostics.sort();
    for problem in diagnostics {
        let place = &text[problem.span.start as usize..problem.span.end as usize];
        let _ = writeln!(out, "! {} {place:?}: {}", problem.code, problem.message);
    }
    out
}

fn body(note: std::sync::Arc<Note>, part: Part) -> Body {
    let links = note
        .links
        .iter()
        .map(|link| match link.kind {
            LinkKind::Image => Target::File { href: link.target.to_string() },
            LinkKind::Embed if link.target.contains('.') => Target::File { href: link.target.to_string() },
            _ if link.target.contains("://") => Target::External { href: link.target.to_string() },
            _ => Target::Page { href: link.target.to_string(), title: link.target.to_uppercase().into() },
        })
        .collect();
    let citations = note
        .citations
        .iter()
        .enumerate()
        .map(|(index, citation)| {
            let keys: Vec<String> = citation.items.iter().map(|item| item.key.to_string()).collect();
            let anchor = Anchor::new(format!("cite:{}", index + 1));
            CitationText {
                text: format!("({})", keys.join("; ")),
                note: String::new(),
                inside: String::new(),
                anchor,
            }
        })
        .collect();
    let dates =
        note.events.iter().map(|event| DateText { text: event.date.edtf.clone(), datetime: None }).collect();
    Body {
        note,
        part,
        html: HtmlPolicy::Sanitize,
        ids: Ids::Plain,
        heading_shift: 0,
        paragraphs: Default::default(),
        links,
        citations,
        terms: Vec::new(),
        labels: std::sync::Arc::default(),
        dates,
    }
}

#[test]
fn link_is_written_in_many_ways() {
    insta::assert_snapshot!(check(r#"[[a]], [[b/c#d|the text]], [[#here]], [[X]](url), <https://a.org>, <a@b.org>, [r][ref].

[ref]: note.md "Its title"
"#), @r##"<p><a href="a">A</a>, <a href="b/c#d">the text</a>, <a href="#here">#HERE</a>, <a href="url">[X]</a>, <a class="external" href="https://a.org" rel="noopener">https://a.org</a>, <a href="mailto:a@b.org">a@b.org</a>, <a href="note.md" title="Its title">r</a>.</p>"##);
}

#[test]
fn bar_in_a_table_is_escaped_in_links() {
    insta::assert_snapshot!(check(r#"| [[x\|y]] | ![[p.png\|20]] |
|---|---|
"#), @r#"
    <div class="table" role="group" aria-label="Table" tabindex="0">
    <table>
    <thead>
    <tr>
    <th scope="col"><a href="x">y</a></th>
    <th scope="col"><img src="p.png" alt="" width="20" loading="lazy"></th>
    </tr>
    </thead>
    </table>
    </div>
    ! missing-alt "![[p.png\\|20]]": the picture `p.png` has no text alternative
    "#);
}

#[test]
fn a_caption_may_stand_above_its_table() {
    insta::assert_snapshot!(check("Table: Above [@k]. ^t

| a |
|---|
| 1 |

| b |
|---|
| 2 |

Table: *Below*

| c |
|---|
| 3 |

Table:

| d |
|---|
"), @r#"
    <div class="table" id="t" role="group" aria-label="Above." tabindex="0">
    <table>
    <caption><span class="number">Table 1.</span> Above <span class="citation" id="cite:1">(k)</span>.</caption>
    <thead>
    <tr>
    <th scope="col">a</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>1</td>
    </tr>
    </tbody>
    </table>
    </div>
    <div class="table" role="group" aria-label="Below" tabindex="0">
    <table>
    <caption><span class="number">Table 2.</span> <em>Below</em></caption>
    <thead>
    <tr>
    <th scope="col">b</th>
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
    <th scope="col">c</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>3</td>
    </tr>
    </tbody>
    </table>
    </div>
    <p>Table:</p>
    <div class="table" role="group" aria-label="Table" tabindex="0">
    <table>
    <thead>
    <tr>
    <th scope="col">d</th>
    </tr>
    </thead>
    </table>
    </div>
    "#);
}

#[test]
fn a_colon_begins_a_caption_above_a_table_where_it_begins_no_definition() {
    insta::assert_snapshot!(check("## Figures

: Above

| a |
|---|

| b |
|---|

table: Below

A term

: What it means

| c |
|---|
"), @r##"
    <h2 id="figures">Figures <a class="anchor" href="#figures" aria-label="Link to this heading">#</a></h2>
    <div class="table" role="group" aria-label="Above" tabindex="0">
    <table>
    <caption><span class="number">Table 1.</span> Above</caption>
    <thead>
    <tr>
    <th scope="col">a</th>
    </tr>
    </thead>
    </table>
    </div>
    <div class="table" role="group" aria-label="Below" tabindex="0">
    <table>
    <caption><span class="number">Table 2.</span> Below</caption>
    <thead>
    <tr>
    <th scope="col">b</th>
    </tr>
    </thead>
    </table>
    </div>
    <dl>
    <dt id="a-term">A term</dt>
    <dd>What it means</dd>
    </dl>
    <div class="table" role="group" aria-label="Table" tabindex="0">
    <table>
    <thead>
    <tr>
    <th scope="col">c</th>
    </tr>
    </thead>
    </table>
    </div>
    "##);
}

#[test]
fn table_has_header_scope_and_caption() {
    insta::assert_snapshot!(check("| a | b |
|:--|--:|
| 1 |  |

Table: What *it* shows [@k].
"), @r#"
    <div class="table" role="group" aria-label="What it shows." tabindex="0">
    <table>
    <caption><span class="number">Table 1.</span> What <em>it</em> shows <span class="citation" id="cite:1">(k)</span>.</caption>
    <thead>
    <tr>
    <th scope="col" class="left">a</th>
    <th scope="col" class="right">b</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td class="left">1</td>
    <td class="right"></td>
    </tr>
    </tbody>
    </table>
    </div>
    "#);
}

#[test]
fn table_without_header_words_has_no_header() {
    insta::assert_snapshot!(check("| | |
|-|-|
| 1 | 2 |

: Two numbers
"), @r#"
    <div class="table" role="group" aria-label="Two numbers" tabindex="0">
    <table>
    <caption><span class="number">Table 1.</span> Two numbers</caption>
    <tbody>
    <tr>
    <td>1</td>
    <td>2</td>
    </tr>
    </tbody>
    </table>
    </div>
    "#);
}

#[test]
fn picture_alone_is_a_figure() {
    insta::assert_snapshot!(check(r#"![[map.png|300x200]]

![Alt](p.png "The caption")

In ![i](i.png) a line.
"#), @r#"
    <figure>
    <img src="map.png" alt="" width="300" height="200" loading="lazy">
    </figure>
    <figure>
    <img src="p.png" alt="Alt" loading="lazy">
    <figcaption><span class="number">Figure 1.</span> The caption</figcaption>
    </figure>
    <p>In <img src="i.png" alt="i" loading="lazy"> a line.</p>
    ! missing-alt "![[map.png|300x200]]": the picture `map.png` has no text alternative
    "#);
}

#[test]
fn embed_leads_to_its_note_where_it_cannot_be_shown() {
    insta::assert_snapshot!(check("![[note#part]]

In *the ![[n]] words*.
"), @r#"
    <p><a href="note#part">NOTE#PART</a></p>
    <p>In <em>the <a href="n">N</a> words</em>.</p>
    "#);
}

#[test]
fn embed_in_a_sentence_stands_on_lines_of_its_own() {
    insta::assert_snapshot!(check("Before ![[n#^x]] and after ![[paper.pdf#page=3]]. ^id

- item ![[n]]
"), @r#"
    <p id="id">Before</p>
    <p><a href="n#^x">N#^X</a></p>
    <p>and after <a href="paper.pdf#page=3">paper.pdf, page 3</a>.</p>
    <ul>
    <li>item
    <p><a href="n">N</a></p>
    </li>
    </ul>
    "#);
}

#[test]
fn sound_and_film_are_played_and_a_paper_is_opened_at_its_page() {
    insta::assert_snapshot!(check("![[talk.mp3]]

![The hearing](hearing.mp4)

![[paper.pdf#page=3]] and [[paper.pdf]], ![[gone/map.png]]
"), @r#"
    <figure class="media">
    <audio controls preload="metadata" src="talk.mp3" aria-label="talk.mp3"></audio>
    <figcaption><a href="talk.mp3">talk.mp3</a></figcaption>
    </figure>
    <figure class="media">
    <video controls preload="metadata" src="hearing.mp4" aria-label="The hearing"></video>
    <figcaption><a href="hearing.mp4">The hearing</a></figcaption>
    </figure>
    <p><a href="paper.pdf#page=3">paper.pdf, page 3</a> and <a href="paper.pdf">PAPER.PDF</a>, <img src="gone/map.png" alt="" loading="lazy"></p>
    ! missing-alt "![[gone/map.png]]": the picture `gone/map.png` has no text alternative
    "#);
}

#[test]
fn address_in_running_text_is_a_link() {
    insta::assert_snapshot!(check("See https://a.org/b_c_d, (www.b.org/x), **https://c.org/*** and me@d.org.

`https://code.org` [https://e.org](f) <https://g.org> https\\://no.org

[^1]

[^1]: From https://h.org/--i.
"), @r##"
    <p>See <a class="external" href="https://a.org/b_c_d" rel="noopener">https://a.org/b_c_d</a>, (<a class="external" href="http://www.b.org/x" rel="noopener">www.b.org/x</a>), <strong><a class="external" href="https://c.org/" rel="noopener">https://c.org/</a></strong>* and <a href="mailto:me@d.org">me@d.org</a>.</p>
    <p><code>https://code.org</code> <a href="f">https://e.org</a> <a class="external" href="https://g.org" rel="noopener">https://g.org</a> https://no.org</p>
    <p><sup class="footnote-ref" id="fnref:1"><a href="#fn:1" role="doc-noteref">1</a></sup></p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn:1">
    <p>From <a class="external" href="https://h.org/--i" rel="noopener">https://h.org/--i</a>. <a class="footnote-back" href="#fnref:1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    </ol>
    </div>
    "##);
}

#[test]
fn raw_html_gives_ids_that_links_can_name() {
    insta::assert_snapshot!(check("<a id=\"old\"></a>

<div id=\"box\" class=\"c\">

Text <a name=old>x</a>

</div>
"), @r#"
    <p><span id="old"></span><a rel="noopener"></a></p>
    <span id="box"></span><div>
    <p>Text <a rel="noopener">x</a></p>
    </div>
    ! duplicate-anchor "<a name=old>": the id `old` stands twice in this note
    "#);
}

#[test]
fn any_sign_in_a_box_means_that_the_task_is_done_with() {
    insta::assert_snapshot!(check("- [/] half
- [-] given up
- [1] no task
- [!] *now*
"), @r#"
    <ul>
    <li class="task"><label><input type="checkbox" disabled checked> half</label>
    </li>
    <li class="task"><label><input type="checkbox" disabled checked> given up</label>
    </li>
    <li>[1] no task</li>
    <li class="task"><label><input type="checkbox" disabled checked> <em>now</em></label>
    </li>
    </ul>
    "#);
}

#[test]
fn caption_has_markup_and_citations() {
    insta::assert_snapshot!(check("![Map](map.svg \"Vendors by *region* [@k]\")
"), @r#"
    <figure>
    <img src="map.svg" alt="Map" loading="lazy">
    <figcaption><span class="number">Figure 1.</span> Vendors by <em>region</em> <span class="citation" id="cite:1">(k)</span></figcaption>
    </figure>
    "#);
}

#[test]
fn pictures_that_nobody_describes_are_reported_together() {
    insta::assert_snapshot!(check("![[a.png]]

![[b.png|300]] ![[c.png|words]] ![](https://x.org/d.png)
"), @r#"
    <figure>
    <img src="a.png" alt="" loading="lazy">
    </figure>
    <p><img src="b.png" alt="" width="300" loading="lazy"> <img src="c.png" alt="words" loading="lazy"> <img src="https://x.org/d.png" alt="" loading="lazy"></p>
    ! missing-alt "![[a.png]]": the picture `a.png` and 1 more in this note have no text alternative
    ! remote-image "![](https://x.org/d.png)": the picture `https://x.org/d.png` lies on another site, so a link takes its place
    "#);
}

#[test]
fn callout_has_kind_title_and_fold() {
    insta::assert_snapshot!(check(r#"> [!warning]- Mind *this*
> Text
>
> > [!tldr]
> > Short

> [!custom]+
> x

> [!NOTE]

> \[!note] no callout
"#), @r#"
    <details class="callout callout-warning">
    <summary class="callout-title">Mind <em>this</em></summary>
    <p>Text</p>
    <aside class="callout callout-abstract" role="note">
    <p class="callout-title">Abstract</p>
    <p>Short</p>
    </aside>
    </details>
    <details class="callout callout-note" open>
    <summary class="callout-title">Custom</summary>
    <p>x</p>
    </details>
    <aside class="callout callout-note" role="note">
    <p class="callout-title">Note</p>
    </aside>
    <blockquote>
    <p>[!note] no callout</p>
    </blockquote>
    "#);
}

#[test]
fn block_id_names_the_block_it_ends() {
    insta::assert_snapshot!(check("Text ^one

- a ^two
- b

## H ^three

again ^one

No^id and ^no id
"), @r##"
    <p id="one">Text</p>
    <ul>
    <li id="two">a</li>
    <li>b</li>
    </ul>
    <div id="three">
    <h2 id="h">H <a class="anchor" href="#h" aria-label="Link to this heading">#</a></h2>
    </div>
    <p>again</p>
    <p>No^id and ^no id</p>
    ! duplicate-anchor "^one": the id `one` stands twice in this note
    "##);
}

#[test]
fn block_id_on_its_own_line_names_the_block_before() {
    insta::assert_snapshot!(check("- a
- b

^list

| t |
|---|
| x |
^table

> q

^quote

```
code
```
^code

> lazy
^lazy
"), @r#"
    <ul id="list">
    <li>a</li>
    <li>b</li>
    </ul>
    <div class="table" id="table" role="group" aria-label="Table" tabindex="0">
    <table>
    <thead>
    <tr>
    <th scope="col">t</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>x</td>
    </tr>
    </tbody>
    </table>
    </div>
    <blockquote id="quote">
    <p>q</p>
    </blockquote>
    <pre id="code" tabindex="0"><code>code
    </code></pre>
    <blockquote id="lazy">
    <p>lazy</p>
    </blockquote>
    "#);
}

#[test]
fn highlight_stands_right_at_its_text() {
    insta::assert_snapshot!(check("a ==b *c*== d == e == f=== ==g==h
"), @"<p>a <mark>b <em>c</em></mark> d == e == f=== <mark>g</mark>h</p>");
}

#[test]
fn footnotes_are_numbered_by_their_first_mark() {
    insta::assert_snapshot!(check("One[^a] two[^b] one[^a] three[^c].

[^b]: B.
[^a]: A[^d].
[^c]: C

    - list
[^d]: D
"), @r##"
    <p>One<sup class="footnote-ref" id="fnref:1"><a href="#fn:1" role="doc-noteref">1</a></sup> two<sup class="footnote-ref" id="fnref:2"><a href="#fn:2" role="doc-noteref">2</a></sup> one<sup class="footnote-ref" id="fnref:1:2"><a href="#fn:1" role="doc-noteref">1</a></sup> three<sup class="footnote-ref" id="fnref:3"><a href="#fn:3" role="doc-noteref">3</a></sup>.</p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn:1">
    <p>A<sup class="footnote-ref" id="fnref:4"><a href="#fn:4" role="doc-noteref">4</a></sup>. <a class="footnote-back" href="#fnref:1" role="doc-backlink" aria-label="Back to reference 1">↩</a> <a class="footnote-back" href="#fnref:1:2" role="doc-backlink" aria-label="Back to reference 1-2">↩<sup>2</sup></a></p>
    </li>
    <li id="fn:2">
    <p>B. <a class="footnote-back" href="#fnref:2" role="doc-backlink" aria-label="Back to reference 2">↩</a></p>
    </li>
    <li id="fn:3">
    <p>C</p>
    <ul>
    <li>list</li>
    </ul>
    <p> <a class="footnote-back" href="#fnref:3" role="doc-backlink" aria-label="Back to reference 3">↩</a></p>
    </li>
    <li id="fn:4">
    <p>D <a class="footnote-back" href="#fnref:4" role="doc-backlink" aria-label="Back to reference 4">↩</a></p>
    </li>
    </ol>
    </div>
    "##);
}

#[test]
fn footnote_can_stand_in_its_sentence() {
    insta::assert_snapshot!(check("Said ^[in *passing*, by @k] and ^[@j].
"), @r##"
    <p>Said <sup class="footnote-ref" id="fnref:1"><a href="#fn:1" role="doc-noteref">1</a></sup> and <sup class="footnote-ref" id="fnref:2"><a href="#fn:2" role="doc-noteref">2</a></sup>.</p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn:1">
    <p>in <em>passing</em>, by <span class="citation" id="cite:1">(k)</span> <a class="footnote-back" href="#fnref:1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    <li id="fn:2">
    <p><span class="citation" id="cite:2">(j)</span> <a class="footnote-back" href="#fnref:2" role="doc-backlink" aria-label="Back to reference 2">↩</a></p>
    </li>
    </ol>
    </div>
    "##);
}

#[test]
fn footnotes_that_miss_something_are_reported() {
    insta::assert_snapshot!(check(r#"One[^zz] \[^yy] `[^xx]`[^a].

[^a]: A
[^d]: unused
[^a]: again
"#), @r##"
    <p>One[^zz] [^yy] <code>[^xx]</code><sup class="footnote-ref" id="fnref:1"><a href="#fn:1" role="doc-noteref">1</a></sup>.</p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn:1">
    <p>A <a class="footnote-back" href="#fnref:1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    </ol>
    </div>
    ! unknown-footnote "[^zz]": there is no footnote `[^zz]`
    ! unused-footnote "[^d]: unused": nothing refers to the footnote `[^d]`
    ! duplicate-footnote "[^a]: again": the footnote `[^a]` is defined twice
    "##);
}

#[test]
fn task_has_a_label() {
    insta::assert_snapshot!(check("- [ ] open
- [x] done [[a]]

1. [ ] loose

2. two
"), @r#"
    <ul>
    <li class="task"><label><input type="checkbox" disabled> open</label>
    </li>
    <li class="task"><label><input type="checkbox" disabled checked> done <a href="a">A</a></label>
    </li>
    </ul>
    <ol>
    <li class="task">
    <p><label><input type="checkbox" disabled> loose</label></p>
    </li>
    <li>
    <p>two</p>
    </li>
    </ol>
    "#);
}

#[test]
fn definition_list_takes_several_names() {
    insta::assert_snapshot!(check("Term
Other name
: What it *means*.

Two
: First

: Second

    More
"), @r#"
    <dl>
    <dt id="term">Term</dt>
    <dt>Other name</dt>
    <dd>What it <em>means</em>.</dd>
    <dt id="two">Two</dt>
    <dd>First</dd>
    <dd>
    <p>Second</p>
    <p>More</p>
    </dd>
    </dl>
    "#);
}

#[test]
fn heading_ids_are_those_of_github() {
    insta::assert_snapshot!(check(r#"# A title

## Same

## Same

## Ünï & "q" `x_y` z

## a — b

## 你好, Welt

## !!
"#), @r##"
    <h2 id="same">Same <a class="anchor" href="#same" aria-label="Link to this heading">#</a></h2>
    <h2 id="same-1">Same <a class="anchor" href="#same-1" aria-label="Link to this heading">#</a></h2>
    <h2 id="ünï--q-x_y-z">Ünï &amp; “q” <code>x_y</code> z <a class="anchor" href="#ünï--q-x_y-z" aria-label="Link to this heading">#</a></h2>
    <h2 id="a--b">a — b <a class="anchor" href="#a--b" aria-label="Link to this heading">#</a></h2>
    <h2 id="你好-welt">你好, Welt <a class="anchor" href="#你好-welt" aria-label="Link to this heading">#</a></h2>
    <h2 id="section">!! <a class="anchor" href="#section" aria-label="Link to this heading">#</a></h2>
    "##);
}

#[test]
fn heading_can_have_an_id_of_its_own() {
    insta::assert_snapshot!(check("## One {#own}

## Two {#own}

## Own
"), @r###"
    <h2 id="own">One <a class="anchor" href="#own" aria-label="Link to this heading">#</a></h2>
    <h2 id="two">Two <a class="anchor" href="#two" aria-label="Link to this heading">#</a></h2>
    <h2 id="own-1">Own <a class="anchor" href="#own-1" aria-label="Link to this heading">#</a></h2>
    ! duplicate-anchor "## Two {#own}": the id `own` stands twice in this note
    "###);
}

#[test]
fn citation_is_written_as_in_pandoc() {
    insta::assert_snapshot!(check("[see @a, p. 3; -@b] and @c [p. 4, x] say; [see
@d]. @{odd key}.
"), @r#"<p><span class="citation" id="cite:1">(a; b)</span> and <span class="citation" id="cite:2">(c)</span> say; <span class="citation" id="cite:3">(d)</span>. <span class="citation" id="cite:4">(odd key)</span>.</p>"#);
}

#[test]
fn citation_is_no_address_code_or_link() {
    insta::assert_snapshot!(check(r#"`@d` a@b.org \@e <c@d.org> [x @j](u) ![see [@k]](i.png) https://x.org/@k
"#), @r#"<p><code>@d</code> <a href="mailto:a@b.org">a@b.org</a> @e <a href="mailto:c@d.org">c@d.org</a> <a href="u">x @j</a> <img src="i.png" alt="see [@k]" loading="lazy"> <a class="external" href="https://x.org/@k" rel="noopener">https://x.org/@k</a></p>"#);
}

#[test]
fn citation_beside_other_brackets_is_reported() {
    insta::assert_snapshot!(check("[@a](u) and [@b][@c] and [text][@d], [@user](https://x.org)
"), @r#"
    <p><a href="u">@a</a> and <span class="citation" id="cite:1">(b)</span><span class="citation" id="cite:2">(c)</span> and [text]<span class="citation" id="cite:3">(d)</span>, <a class="external" href="https://x.org" rel="noopener">@user</a></p>
    ! citation-syntax "[@a](u)": `[@a]` is a link here, not a citation
    ! citation-syntax "[@b][@c]": a citation stands right after another pair of brackets
    ! citation-syntax "[text][@d]": a citation stands right after another pair of brackets
    "#);
}

#[test]
fn citation_may_hold_brackets_and_be_as_long_as_it_likes() {
    insta::assert_snapshot!(check(r"[see @a, p. 3 [sic]; *x* @b] \[@c [x]\] [`@d` [x]] [[see [@e]]] [x@f.org [x]] [x [y, [@g [z]]]]
"), @r##"<p><span class="citation" id="cite:1">(a; b)</span> [<span class="citation" id="cite:2">(c)</span>] [<code>@d</code> [x]] <a href="see [@e">SEE [@E</a>] [<a href="mailto:x@f.org">x@f.org</a> [x]] [x [y, <span class="citation" id="cite:3">(g)</span>]]</p>"##);
    let works = "; @b, p. 2".repeat(200);
    let page = check(&format!("[see *x* @a{works}]\n"));
    assert_eq!(page.matches("; b").count(), 200, "{page}");
    assert!(!page.contains('['), "{page}");
}

#[test]
fn comment_is_gone() {
    insta::assert_snapshot!(check("%%gone%% here %%and
there%% x `%%code%%`
%%
whole
%%
end %%last%%  
```
%%kept%%
```
open %% end
"), @r#"
    <p>here  x <code>%%code%%</code>
    end</p>
    <pre tabindex="0"><code>%%kept%%
    </code></pre>
    <p>open %% end</p>
    ! unclosed-comment "%%": this comment is never closed
    "#);
}

#[test]
fn timeline_is_a_list_of_events() {
    insta::assert_snapshot!(check(r#"```timeline
2019-05: Text with [[links]], [@cites] #tag #a/b.
# comment

1985~: "Quoted" & <b>x</b>
2019-05: again, #1 of `#code`
```
"#), @r#"
    <ol class="events">
    <li id="event-2019-05"><span class="date">2019-05</span> <div class="event">Text with <a href="links">LINKS</a>, <span class="citation" id="cite:1">(cites)</span>. <span class="tag">#tag</span> <span class="tag">#a/b</span></div></li>
    <li id="event-1985ca"><span class="date">1985~</span> <div class="event">“Quoted” &amp; <b>x</b></div></li>
    <li id="event-2019-05-1"><span class="date">2019-05</span> <div class="event">again, #1 of <code>#code</code></div></li>
    </ol>
    "#);
}

#[test]
fn events_of_front_matter_stand_at_the_end() {
    insta::assert_snapshot!(check("---
events: ['2019-05: Signed in [[vienna]]. #treaty', '1985~: Begun']
---
The text.
"), @r##"
    <p>The text.</p>
    <ol class="events">
    <li id="event-2019-05"><span class="date">2019-05</span> <div class="event">Signed in <a href="vienna">VIENNA</a>. <span class="tag">#treaty</span></div></li>
    <li id="event-1985ca"><span class="date">1985~</span> <div class="event">Begun</div></li>
    </ol>
    "##);
}

#[test]
fn bad_line_of_a_timeline_stays() {
    insta::assert_snapshot!(check("```timeline
no date
2019-13: bad
2019:
2019: good
```
"), @r#"
    <ol class="events">
    <li id="event-2019"><span class="date">2019</span> <div class="event">good</div></li>
    </ol>
    <p>no date</p>
    <p>2019-13: bad</p>
    <p>2019:</p>
    ! invalid-event "no date": an event needs a date, a colon and what happened
    ! invalid-date "13": `2019-13` is not a date: month must be 01-12 or a sub-year code 21-41
    ! invalid-event "2019:": nothing is said to have happened in `2019`
    "#);
}

#[test]
fn link_or_picture_without_words_is_reported() {
    insta::assert_snapshot!(check("[](u) ![](x.png) [[x|]]
"), @r#"
    <p><a href="u"></a> <img src="x.png" alt="" loading="lazy"> <a href="x">X</a></p>
    ! empty-link "[](u)": the link to `u` has no text
    ! missing-alt "![](x.png)": the picture `x.png` has no text alternative
    ! empty-link "[[x|]]": the link to `x` has no text
    "#);
}

#[test]
fn punctuation_becomes_typographic() {
    insta::assert_snapshot!(check(r#""Quotes" -- dashes --- and 'x'... `"code"`
"#), @"<p>“Quotes” – dashes — and ‘x’… <code>&quot;code&quot;</code></p>");
}

#[test]
fn raw_html_reaches_around_markdown() {
    insta::assert_snapshot!(check("<details><summary>Sum</summary>

*md* & more

</details>

key <kbd>Ctrl</kbd> <b>x *y*
"), @"
    <details><summary>Sum</summary>
    <p><em>md</em> &amp; more</p>
    </details>
    <p>key <kbd>Ctrl</kbd> <b>x <em>y</em></b></p>
    ");
}
