//! Citations from a note to its page: syntax, places, styles, sources.

mod book;

use briefbook::pipeline::{Cache, build};
use briefbook::site::SiteFile;
use briefbook::source::{Inputs, SourceFile};
use insta::assert_snapshot;

const BIB: &str = r#"
--- references.bib ---
@book{doe99, author = {Doe, Jane}, title = {First Book}, date = {1999}, publisher = {Press}}
@article{smith2000, author = {Smith, John}, title = {A Paper}, journaltitle = {Journal}, volume = {3}, pages = {1-20}, date = {2000}}
@book{smith04, author = {Smith, John}, title = {Second Book}, date = {2004}, publisher = {Press}}
@book{smith2004, author = {Smith, John}, title = {Third Book}, date = {2004}, publisher = {Press}}
@report{Foo_bar.baz, author = {{Foo}}, title = {Report on Foo}, date = {2010}}
@report{Foo_bar.baz., author = {{Foo}}, title = {Other Report on Foo}, date = {2011}}
@report{Foo_bar, author = {{Foo}}, title = {Third Report on Foo}, date = {2012}}
@online{https://example.com/bib?name=foobar&date=2000, author = {Roe, Ann}, title = {Page}, date = {2000}}
"#;

/// A note's page in a style, its problems first.
fn page(style: &str, language: &str, text: &str) -> String {
    let settings = format!("citation_style = \"{style}\"\nlanguage = \"{language}\"");
    whole_book(&format!("--- book.toml ---\n{settings}\n--- index.md ---\n{text}{BIB}"), "index.html")
}

/// A file of a book's site, the book's problems first.
fn whole_book(text: &str, file: &str) -> String {
    let built = build(&book::inputs(text), &mut Cache::default());
    let uncited = |code: &str| code == "uncited-reference" || code == "orphan-note";
    let problems = built.diagnostics.iter().filter(|problem| !uncited(problem.code.name()));
    let mut lines: Vec<String> =
        problems.map(|problem| format!("{}: {}", problem.code, problem.message)).collect();
    let found = built.site.iter().find(|(url, _)| url.as_str() == file);
    if let Some((_, SiteFile::Text(text))) = found {
        lines.push(without_links(text));
    }
    lines.join("\n")
}

/// The text with every link to a source shown as `<…>` around its words.
fn without_links(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, link)) = rest.split_once("<a href=\"#source-") {
        let (_, link) = link.split_once('>').expect("tags are closed");
        let (words, after) = link.split_once("</a>").expect("links are closed");
        out += &format!("{before}<{words}>");
        rest = after;
    }
    out + rest
}

/// Every example of the section "Citation syntax" of Pandoc's manual.
const MANUAL: &str = r"
Blah blah [@doe99; @smith2000; @smith2004].

@Foo_bar.baz. Blah @{Foo_bar.baz.}. Blah @Foo_bar--baz.

Blah [@{https://example.com/bib?name=foobar&date=2000}, p.  33].

Blah blah [see @doe99, pp. 33-35 and *passim*; @smith04, chap. 1].

[@smith04{ii, A, D-Z}, with a suffix]
[@smith04, {pp. iv, vi-xi, (xv)-(xvii)} with suffix here]
[@smith04{}, 99 years later]

Smith says blah [-@smith04].

@smith04 says blah.

@smith04 [p. 33] says blah.
";

#[test]
fn the_examples_of_pandocs_manual_in_a_style_of_authors_and_dates() {
    assert_snapshot!(page("chicago-author-date", "en", MANUAL), @r#"
    <h1>Untitled book</h1>
    <p>Blah blah <span class="citation" id="cite-1">(<Doe 1999>; <Smith 2000>; <Smith 2004b>)</span>.</p>
    <p><span class="citation" id="cite-2">Foo (<2010>)</span>. Blah <span class="citation" id="cite-3">Foo (<2011>)</span>. Blah <span class="citation" id="cite-4">Foo (<2012>)</span>–baz.</p>
    <p>Blah <span class="citation" id="cite-5">(<Roe 2000, 33>)</span>.</p>
    <p>Blah blah <span class="citation" id="cite-6">(see <Doe 1999, 33–35> and <em>passim</em>; <Smith 2004a, chap. 1>)</span>.</p>
    <p><span class="citation" id="cite-7">(<Smith 2004a, ii, A, D–Z>, with a suffix)</span>
    <span class="citation" id="cite-8">(<Smith 2004a, iv, vi–xi, (xv)–(xvii)> with suffix here)</span>
    <span class="citation" id="cite-9">(<Smith 2004a>, 99 years later)</span></p>
    <p>Smith says blah <span class="citation" id="cite-10">(<2004a>)</span>.</p>
    <p><span class="citation" id="cite-11">Smith (<2004a>)</span> says blah.</p>
    <p><span class="citation" id="cite-12">Smith (<2004a, 33>)</span> says blah.</p>

    source: Doe, Jane. 1999. <i>First Book</i>. Press.
    source: Foo. 2010. <i>Report on Foo</i>.
    source: Foo. 2011. <i>Other Report on Foo</i>.
    source: Foo. 2012. <i>Third Report on Foo</i>.
    source: Roe, Ann. 2000. “Page.”
    source: Smith, John. 2000. “A Paper.” <i>Journal</i> 3: 1–20.
    source: Smith, John. 2004a. <i>Second Book</i>. Press.
    source: Smith, John. 2004b. <i>Third Book</i>. Press.
    "#);
}

#[test]
fn the_examples_of_pandocs_manual_in_a_style_of_notes() {
    assert_snapshot!(page("chicago-notes", "en", MANUAL), @r##"
    <h1>Untitled book</h1>
    <p>Blah blah.<sup class="footnote-ref" id="cite-1"><a href="#fn:1" role="doc-noteref">1</a></sup></p>
    <p><Foo><sup class="footnote-ref" id="cite-2"><a href="#fn:2" role="doc-noteref">2</a></sup>. Blah <Foo><sup class="footnote-ref" id="cite-3"><a href="#fn:3" role="doc-noteref">3</a></sup>. Blah <Foo><sup class="footnote-ref" id="cite-4"><a href="#fn:4" role="doc-noteref">4</a></sup>–baz.</p>
    <p>Blah.<sup class="footnote-ref" id="cite-5"><a href="#fn:5" role="doc-noteref">5</a></sup></p>
    <p>Blah blah.<sup class="footnote-ref" id="cite-6"><a href="#fn:6" role="doc-noteref">6</a></sup></p>
    <p><sup class="footnote-ref" id="cite-7"><a href="#fn:7" role="doc-noteref">7</a></sup><sup class="footnote-ref" id="cite-8"><a href="#fn:8" role="doc-noteref">8</a></sup><sup class="footnote-ref" id="cite-9"><a href="#fn:9" role="doc-noteref">9</a></sup></p>
    <p>Smith says blah.<sup class="footnote-ref" id="cite-10"><a href="#fn:10" role="doc-noteref">10</a></sup></p>
    <p><Smith><sup class="footnote-ref" id="cite-11"><a href="#fn:11" role="doc-noteref">11</a></sup> says blah.</p>
    <p><Smith><sup class="footnote-ref" id="cite-12"><a href="#fn:12" role="doc-noteref">12</a></sup> says blah.</p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn:1">
    <p><Jane Doe, <i>First Book</i> (Press, 1999)>; <John Smith, “A Paper,” <i>Journal</i> 3 (2000): 1–20>; <John Smith, <i>Third Book</i> (Press, 2004)>. <a class="footnote-back" href="#cite-1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    <li id="fn:2">
    <p><Foo, <i>Report on Foo</i> (2010)>. <a class="footnote-back" href="#cite-2" role="doc-backlink" aria-label="Back to reference 2">↩</a></p>
    </li>
    <li id="fn:3">
    <p><Foo, <i>Other Report on Foo</i> (2011)>. <a class="footnote-back" href="#cite-3" role="doc-backlink" aria-label="Back to reference 3">↩</a></p>
    </li>
    <li id="fn:4">
    <p><Foo, <i>Third Report on Foo</i> (2012)>. <a class="footnote-back" href="#cite-4" role="doc-backlink" aria-label="Back to reference 4">↩</a></p>
    </li>
    <li id="fn:5">
    <p><Ann Roe, “Page,” 2000, 33>. <a class="footnote-back" href="#cite-5" role="doc-backlink" aria-label="Back to reference 5">↩</a></p>
    </li>
    <li id="fn:6">
    <p>See <Doe, <i>First Book</i>, 33–35> and <em>passim</em>; <John Smith, <i>Second Book</i> (Press, 2004), chap. 1>. <a class="footnote-back" href="#cite-6" role="doc-backlink" aria-label="Back to reference 6">↩</a></p>
    </li>
    <li id="fn:7">
    <p><Smith, <i>Second Book</i>, ii, A, D–Z>, with a suffix. <a class="footnote-back" href="#cite-7" role="doc-backlink" aria-label="Back to reference 7">↩</a></p>
    </li>
    <li id="fn:8">
    <p><Smith, <i>Second Book</i>, iv, vi–xi, (xv)–(xvii)> with suffix here. <a class="footnote-back" href="#cite-8" role="doc-backlink" aria-label="Back to reference 8">↩</a></p>
    </li>
    <li id="fn:9">
    <p><Smith, <i>Second Book</i>>, 99 years later. <a class="footnote-back" href="#cite-9" role="doc-backlink" aria-label="Back to reference 9">↩</a></p>
    </li>
    <li id="fn:10">
    <p><Smith, <i>Second Book</i>>. <a class="footnote-back" href="#cite-10" role="doc-backlink" aria-label="Back to reference 10">↩</a></p>
    </li>
    <li id="fn:11">
    <p><Smith, <i>Second Book</i>>. <a class="footnote-back" href="#cite-11" role="doc-backlink" aria-label="Back to reference 11">↩</a></p>
    </li>
    <li id="fn:12">
    <p><Smith, <i>Second Book</i>, 33>. <a class="footnote-back" href="#cite-12" role="doc-backlink" aria-label="Back to reference 12">↩</a></p>
    </li>
    </ol>
    </div>

    source: Doe, Jane. <i>First Book</i>. Press, 1999.
    source: Foo. <i>Other Report on Foo</i>. 2011.
    source: Foo. <i>Report on Foo</i>. 2010.
    source: Foo. <i>Third Report on Foo</i>. 2012.
    source: Roe, Ann. “Page.” 2000.
    source: Smith, John. “A Paper.” <i>Journal</i> 3 (2000): 1–20.
    source: Smith, John. <i>Second Book</i>. Press, 2004.
    source: Smith, John. <i>Third Book</i>. Press, 2004.
    "##);
}

#[test]
fn citations_stand_wherever_text_does() {
    let text = "\
# On books

## What [@doe99] says

Text.[^n] More[^m].

[^n]: [@smith2000, p. 3]
[^m]: But see [@doe99, chap. 2]; and @smith04 [p. 9].

| Who | Where |
|---|---|
| Doe | [@doe99, 7] |

Table: As [@smith04] counts

![A map](map.png \"A map after @smith2000 [p. 2] and [see @doe99, p. 4]\")

```timeline
1999-05: They met [@doe99, p. 12]
```
--- map.png ---
";
    assert_snapshot!(page("chicago-author-date", "en", text), @r##"
    <h1>Untitled book</h1>
    <h2 id="what-says">What <span class="citation" id="cite-1">(<Doe 1999>)</span> says <a class="anchor" href="#what-says" aria-label="Link to this heading">#</a></h2>
    <p>Text.<sup class="footnote-ref" id="fnref:1"><a href="#fn:1" role="doc-noteref">1</a></sup> More<sup class="footnote-ref" id="fnref:2"><a href="#fn:2" role="doc-noteref">2</a></sup>.</p>
    <div class="table" role="group" aria-label="As counts" tabindex="0">
    <table>
    <caption><span class="number">Table 1.</span> As <span class="citation" id="cite-6">(<Smith 2004>)</span> counts</caption>
    <thead>
    <tr>
    <th scope="col">Who</th>
    <th scope="col">Where</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>Doe</td>
    <td><span class="citation" id="cite-5">(<Doe 1999, 7>)</span></td>
    </tr>
    </tbody>
    </table>
    </div>
    <figure>
    <img src="map.png" alt="A map" loading="lazy">
    <figcaption><span class="number">Figure 1.</span> A map after <span class="citation" id="cite-7">Smith (<2000, 2>)</span> and <span class="citation" id="cite-8">(see <Doe 1999, 4>)</span></figcaption>
    </figure>
    <ol class="events">
    <li id="event-1999-05"><time class="date" datetime="1999-05">May 1999</time> <div class="event">They met <span class="citation" id="cite-9">(<Doe 1999, 12>)</span></div></li>
    </ol>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn:1">
    <p><span class="citation" id="cite-2">(<Smith 2000, 3>)</span> <a class="footnote-back" href="#fnref:1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    <li id="fn:2">
    <p>But see <span class="citation" id="cite-3">(<Doe 1999, chap. 2>)</span>; and <span class="citation" id="cite-4">Smith (<2004, 9>)</span>. <a class="footnote-back" href="#fnref:2" role="doc-backlink" aria-label="Back to reference 2">↩</a></p>
    </li>
    </ol>
    </div>

    source: Doe, Jane. 1999. <i>First Book</i>. Press.
    source: Smith, John. 2000. “A Paper.” <i>Journal</i> 3: 1–20.
    source: Smith, John. 2004. <i>Second Book</i>. Press.
    "##);
    assert_snapshot!(page("chicago-notes", "en", text), @r##"
    <h1>Untitled book</h1>
    <h2 id="what-says">What<sup class="footnote-ref" id="cite-1"><a href="#fn:1" role="doc-noteref">1</a></sup> says <a class="anchor" href="#what-says" aria-label="Link to this heading">#</a></h2>
    <p>Text.<sup class="footnote-ref" id="fnref:2"><a href="#fn:2" role="doc-noteref">2</a></sup> More<sup class="footnote-ref" id="fnref:3"><a href="#fn:3" role="doc-noteref">3</a></sup>.</p>
    <div class="table" role="group" aria-label="As counts" tabindex="0">
    <table>
    <caption><span class="number">Table 1.</span> As<sup class="footnote-ref" id="cite-6"><a href="#fn:4" role="doc-noteref">4</a></sup> counts</caption>
    <thead>
    <tr>
    <th scope="col">Who</th>
    <th scope="col">Where</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <td>Doe</td>
    <td><sup class="footnote-ref" id="cite-5"><a href="#fn:5" role="doc-noteref">5</a></sup></td>
    </tr>
    </tbody>
    </table>
    </div>
    <figure>
    <img src="map.png" alt="A map" loading="lazy">
    <figcaption><span class="number">Figure 1.</span> A map after <Smith><sup class="footnote-ref" id="cite-7"><a href="#fn:6" role="doc-noteref">6</a></sup> and<sup class="footnote-ref" id="cite-8"><a href="#fn:7" role="doc-noteref">7</a></sup></figcaption>
    </figure>
    <ol class="events">
    <li id="event-1999-05"><time class="date" datetime="1999-05">May 1999</time> <div class="event">They met<sup class="footnote-ref" id="cite-9"><a href="#fn:8" role="doc-noteref">8</a></sup></div></li>
    </ol>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn:1">
    <p><Jane Doe, <i>First Book</i> (Press, 1999)>. <a class="footnote-back" href="#cite-1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    <li id="fn:2">
    <p><span class="citation" id="cite-2"><John Smith, “A Paper,” <i>Journal</i> 3 (2000): 3>.</span> <a class="footnote-back" href="#fnref:2" role="doc-backlink" aria-label="Back to reference 2">↩</a></p>
    </li>
    <li id="fn:3">
    <p>But see <span class="citation" id="cite-3">(<Doe, <i>First Book</i>, chap. 2>)</span>; and <span class="citation" id="cite-4"><Smith> (<John Smith, <i>Second Book</i> (Press, 2004), 9>)</span>. <a class="footnote-back" href="#fnref:3" role="doc-backlink" aria-label="Back to reference 3">↩</a></p>
    </li>
    <li id="fn:4">
    <p><Smith, <i>Second Book</i>>. <a class="footnote-back" href="#cite-6" role="doc-backlink" aria-label="Back to reference 4">↩</a></p>
    </li>
    <li id="fn:5">
    <p><Doe, <i>First Book</i>, 7>. <a class="footnote-back" href="#cite-5" role="doc-backlink" aria-label="Back to reference 5">↩</a></p>
    </li>
    <li id="fn:6">
    <p><Smith, “A Paper,” 2>. <a class="footnote-back" href="#cite-7" role="doc-backlink" aria-label="Back to reference 6">↩</a></p>
    </li>
    <li id="fn:7">
    <p>See <Doe, <i>First Book</i>, 4>. <a class="footnote-back" href="#cite-8" role="doc-backlink" aria-label="Back to reference 7">↩</a></p>
    </li>
    <li id="fn:8">
    <p><Doe, <i>First Book</i>, 12>. <a class="footnote-back" href="#cite-9" role="doc-backlink" aria-label="Back to reference 8">↩</a></p>
    </li>
    </ol>
    </div>

    source: Doe, Jane. <i>First Book</i>. Press, 1999.
    source: Smith, John. “A Paper.” <i>Journal</i> 3 (2000): 1–20.
    source: Smith, John. <i>Second Book</i>. Press, 2004.
    "##);
}

#[test]
fn notes_follow_the_order_in_which_they_are_read() {
    let text = "\
First [@doe99, p. 3]. Then again [@doe99, p. 3], and [@doe99, p. 5].[^n] Then [@doe99, p. 5]; @smith04 says.

[^n]: See [@smith2000].
";
    assert_snapshot!(page("oscola", "en-GB", text), @r##"
    <h1>Untitled book</h1>
    <p>First.<sup class="footnote-ref" id="cite-1"><a href="#fn:1" role="doc-noteref">1</a></sup> Then again,<sup class="footnote-ref" id="cite-2"><a href="#fn:2" role="doc-noteref">2</a></sup> and.<sup class="footnote-ref" id="cite-3"><a href="#fn:3" role="doc-noteref">3</a></sup><sup class="footnote-ref" id="fnref:4"><a href="#fn:4" role="doc-noteref">4</a></sup> Then;<sup class="footnote-ref" id="cite-4"><a href="#fn:5" role="doc-noteref">5</a></sup> <Smith><sup class="footnote-ref" id="cite-5"><a href="#fn:6" role="doc-noteref">6</a></sup> says.</p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn:1">
    <p><Jane Doe, <i>First Book</i> (Press 1999) 3>. <a class="footnote-back" href="#cite-1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    <li id="fn:2">
    <p><Ibid>. <a class="footnote-back" href="#cite-2" role="doc-backlink" aria-label="Back to reference 2">↩</a></p>
    </li>
    <li id="fn:3">
    <p><Ibid 5>. <a class="footnote-back" href="#cite-3" role="doc-backlink" aria-label="Back to reference 3">↩</a></p>
    </li>
    <li id="fn:4">
    <p>See <span class="citation" id="cite-6">(<John Smith, ‘A Paper’ (2000) 3 Journal 1>)</span>. <a class="footnote-back" href="#fnref:4" role="doc-backlink" aria-label="Back to reference 4">↩</a></p>
    </li>
    <li id="fn:5">
    <p><Doe (n 1) 5>. <a class="footnote-back" href="#cite-4" role="doc-backlink" aria-label="Back to reference 5">↩</a></p>
    </li>
    <li id="fn:6">
    <p><John Smith, <i>Second Book</i> (Press 2004)>. <a class="footnote-back" href="#cite-5" role="doc-backlink" aria-label="Back to reference 6">↩</a></p>
    </li>
    </ol>
    </div>

    source: Doe J, <i>First Book</i> (Press 1999)
    source: Smith J, ‘A Paper’ (2000) 3 Journal 1
    source: Smith J, <i>Second Book</i> (Press 2004)
    "##);
    assert_snapshot!(page("bluebook", "en-US", text), @r##"
    <h1>Untitled book</h1>
    <p>First.<sup class="footnote-ref" id="cite-1"><a href="#fn:1" role="doc-noteref">1</a></sup> Then again,<sup class="footnote-ref" id="cite-2"><a href="#fn:2" role="doc-noteref">2</a></sup> and.<sup class="footnote-ref" id="cite-3"><a href="#fn:3" role="doc-noteref">3</a></sup><sup class="footnote-ref" id="fnref:4"><a href="#fn:4" role="doc-noteref">4</a></sup> Then;<sup class="footnote-ref" id="cite-4"><a href="#fn:5" role="doc-noteref">5</a></sup> <Smith><sup class="footnote-ref" id="cite-5"><a href="#fn:6" role="doc-noteref">6</a></sup> says.</p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn:1">
    <p><<span class="small-caps">Jane Doe</span>, <span class="small-caps">First Book</span> 3 (1999)>. <a class="footnote-back" href="#cite-1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    <li id="fn:2">
    <p><<i>Id.</i>> <a class="footnote-back" href="#cite-2" role="doc-backlink" aria-label="Back to reference 2">↩</a></p>
    </li>
    <li id="fn:3">
    <p><<i>Id.</i> at 5>. <a class="footnote-back" href="#cite-3" role="doc-backlink" aria-label="Back to reference 3">↩</a></p>
    </li>
    <li id="fn:4">
    <p>See <span class="citation" id="cite-6">(<John Smith, <i>A Paper</i>, 3 <span class="small-caps">Journal</span> 1 (2000)>)</span>. <a class="footnote-back" href="#fnref:4" role="doc-backlink" aria-label="Back to reference 4">↩</a></p>
    </li>
    <li id="fn:5">
    <p><Doe, <i>supra</i> note 1, at 5>. <a class="footnote-back" href="#cite-4" role="doc-backlink" aria-label="Back to reference 5">↩</a></p>
    </li>
    <li id="fn:6">
    <p><<span class="small-caps">John Smith</span>, <span class="small-caps">Second Book</span> (2004)>. <a class="footnote-back" href="#cite-5" role="doc-backlink" aria-label="Back to reference 6">↩</a></p>
    </li>
    </ol>
    </div>

    source: <span class="small-caps">Doe, Jane</span>, <span class="small-caps">First Book</span> (1999).
    source: Smith, John, <i>A Paper</i>, 3 <span class="small-caps">Journal</span> 1 (2000).
    source: <span class="small-caps">Smith, John</span>, <span class="small-caps">Second Book</span> (2004).
    "##);
}

#[test]
fn places_are_called_as_the_language_calls_them() {
    let text = "[@doe99, S. 3-5; @smith04, Kap. 2; @smith2000, Rn. 7]";
    assert_snapshot!(page("chicago-author-date", "de", text), @r#"
    <h1>Untitled book</h1>
    <p><span class="citation" id="cite-1">(<Doe 1999, 3–5>; <Smith 2004, Kap. 2>; <Smith 2000, Abs. 7>)</span></p>

    source: Doe, Jane. 1999. <i>First Book</i>. Press.
    source: Smith, John. 2000. „A Paper“. <i>Journal</i> 3: 1–20.
    source: Smith, John. 2004. <i>Second Book</i>. Press.
    "#);
}

#[test]
fn works_that_are_not_cited_can_be_listed() {
    let text = "---\nnocite: '@doe99, @smith04'\n---\nText.\n";
    assert_snapshot!(page("apa", "en", text), @r#"
    <h1>Untitled book</h1>
    <p>Text.</p>

    source: Doe, J. (1999). <i>First Book</i>. Press.
    source: Smith, J. (2004). <i>Second Book</i>. Press.
    "#);
    let all = "---\nnocite: '@*'\n---\nText.\n";
    assert_snapshot!(page("ieee", "en", all), @r#"
    <h1>Untitled book</h1>
    <p>Text.</p>

    source: J. Doe, <i>First Book</i>. Press, 1999.
    source: Foo, “Other Report on Foo,” 2011.
    source: Foo, “Report on Foo,” 2010.
    source: Foo, “Third Report on Foo,” 2012.
    source: A. Roe, “Page.”
    source: J. Smith, “A Paper,” <i>Journal</i>, vol. 3, pp. 1–20, 2000.
    source: J. Smith, <i>Second Book</i>. Press, 2004.
    source: J. Smith, <i>Third Book</i>. Press, 2004.
    "#);
}

/// A style whose citations have parts beside each other in their layout.
const PARTS: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
<info><title>Parts</title><id>http://x.org/styles/parts</id><updated>2026-01-01T00:00:00Z</updated></info>
<citation><layout delimiter="; " suffix="."><choose><if variable="title"><names variable="author"/>
<text variable="title" prefix=", "/><text variable="edition" prefix=", " suffix=" ed."/></if></choose>
<text variable="locator" prefix=", "/></layout></citation>
<bibliography><layout suffix=". It stands."><names variable="author"/><text variable="edition" prefix=", " suffix=" ed."/></layout></bibliography></style>"#;

#[test]
fn what_a_style_puts_between_works_does_not_stand_in_one() {
    let text = "--- book.toml ---\ncitation_style = \"parts.csl\"\n--- index.md ---\n[@a, p. 3; @b]\n--- works.bib ---\n\
        @book{a, author = {Doe, Jane}, title = {First}, edition = {2}}\n@book{b, author = {Roe, R.}, title = {Second}}\n";
    let inputs = Inputs { styles: vec![SourceFile::new("parts.csl", PARTS)], ..book::inputs(text) };
    let built = build(&inputs, &mut Cache::default());
    let page = built.site.iter().find(|(url, _)| url.as_str() == "index.html");
    let Some((_, SiteFile::Text(page))) = page else { panic!("there is a page") };
    assert_snapshot!(without_links(page), @r##"
    <h1>Untitled book</h1>
    <p><sup class="footnote-ref" id="cite-1"><a href="#fn:1" role="doc-noteref">1</a></sup></p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn:1">
    <p><Jane Doe, First, 2 ed., 3>; <R. Roe, Second>. <a class="footnote-back" href="#cite-1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    </ol>
    </div>

    source: Jane Doe, 2 ed. It stands.
    source: R. Roe. It stands.
    "##);
}

/// A style of a few rules.
const STYLE: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>House</title><id>http://x.org/styles/house</id><updated>2026-01-01T00:00:00Z</updated></info>
<macro name="who"><names variable="author"><name form="short"/></names></macro>
<citation><layout prefix="{" suffix="}" delimiter=" + "><text macro="who"/></layout></citation>
<bibliography><layout><text macro="who"/><text variable="title" prefix=" wrote "/></layout></bibliography>
</style>"#;

fn with_style(files: &[(&str, &str)]) -> String {
    let text =
        format!("--- book.toml ---\ncitation_style = \"styles/own.csl\"\n--- index.md ---\n[@doe99]\n{BIB}");
    let mut inputs = book::inputs(&text);
    inputs.styles = files.iter().map(|(name, text)| SourceFile::new(name, text)).collect();
    let built = build(&inputs, &mut Cache::default());
    let problems = built.diagnostics.iter().filter(|problem| problem.code.name() == "unknown-style");
    let mut lines: Vec<String> =
        problems.map(|problem| format!("{:?}: {}", problem.span, problem.message)).collect();
    let found = built.site.iter().find(|(url, _)| url.as_str() == "index.html");
    if let Some((_, SiteFile::Text(text))) = found {
        lines.push(without_links(text));
    }
    lines.join("\n")
}

#[test]
fn a_style_can_be_a_file_of_the_book() {
    assert_snapshot!(with_style(&[("styles/own.csl", STYLE)]), @r#"
    <h1>Untitled book</h1>
    <p><span class="citation" id="cite-1">{<Doe>}</span></p>

    source: Doe wrote First Book
    "#);
}

#[test]
fn a_work_of_which_a_style_says_nothing_but_signs_is_listed_all_the_same() {
    let rules =
        r#"<bibliography><layout><text variable="authority"/><text value="."/></layout></bibliography>"#;
    let (start, _) = STYLE.split_once("<bibliography>").expect("the style lists its sources");
    let page = with_style(&[("styles/own.csl", &format!("{start}{rules}</style>"))]);
    let source = page.lines().find(|line| line.starts_with("source:"));
    assert_eq!(source, Some("source: Doe, Jane. First Book."), "{page}");
}

#[test]
fn a_style_may_take_its_rules_from_another() {
    let dependent = |parent: &str| {
        format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\"><info><title>Own</title>\
             <id>http://x.org/styles/own</id><link href=\"http://www.zotero.org/styles/{parent}\" \
             rel=\"independent-parent\"/><updated>2026-01-01T00:00:00Z</updated></info></style>"
        )
    };
    assert_snapshot!(with_style(&[("styles/own.csl", &dependent("apa"))]), @r#"
    <h1>Untitled book</h1>
    <p><span class="citation" id="cite-1">(<Doe, 1999>)</span></p>

    source: Doe, J. (1999). <i>First Book</i>. Press.
    "#);
    assert_snapshot!(with_style(&[("styles/own.csl", &dependent("house")), ("styles/house.csl", STYLE)]), @r#"
    <h1>Untitled book</h1>
    <p><span class="citation" id="cite-1">{<Doe>}</span></p>

    source: Doe wrote First Book
    "#);
    assert_snapshot!(with_style(&[("styles/own.csl", &dependent("house"))]), @r#"
    styles/own.csl:0..0: this style takes its rules from `house`, which is not there
    <h1>Untitled book</h1>
    <p><span class="citation" id="cite-1">(<Doe 1999>)</span></p>

    source: Doe, Jane. 1999. <i>First Book</i>. Press.
    "#);
}

#[test]
fn a_style_that_cannot_be_used_is_reported() {
    assert_snapshot!(with_style(&[("styles/own.csl", "<html/>")]), @r#"
    styles/own.csl:0..0: this is not a citation style: missing field `info`
    <h1>Untitled book</h1>
    <p><span class="citation" id="cite-1">(<Doe 1999>)</span></p>

    source: Doe, Jane. 1999. <i>First Book</i>. Press.
    "#);
    let circle = STYLE.replace("<text macro=\"who\"/><text", "<text macro=\"a\"/><text").replace(
        "<citation>",
        "<macro name=\"a\"><group><text macro=\"b\"/></group></macro><macro name=\"b\"><text macro=\"a\"/></macro><citation>",
    );
    assert_snapshot!(with_style(&[("styles/own.csl", &circle)]), @r#"
    styles/own.csl:0..0: the macro `a` of this style leads back to itself
    <h1>Untitled book</h1>
    <p><span class="citation" id="cite-1">(<Doe 1999>)</span></p>

    source: Doe, Jane. 1999. <i>First Book</i>. Press.
    "#);
    assert_snapshot!(with_style(&[]), @r#"
    book.toml:17..33: there is no file `styles/own.csl`
    <h1>Untitled book</h1>
    <p><span class="citation" id="cite-1">(<Doe 1999>)</span></p>

    source: Doe, Jane. 1999. <i>First Book</i>. Press.
    "#);
}
