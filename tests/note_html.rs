//! What pages make of a note's text: parts of it, its ids, what stands in notes,
//! raw HTML under each policy.

use std::sync::Arc;

use briefbook::model::{Anchor, HtmlPolicy, TextId};
use briefbook::parse::{Dialect, note};
use briefbook::render::{Body, CitationText, Ids, Part, Target, TermMark, html};
use briefbook::source::SourceFile;

/// A text as its page shows it, before anything is changed. Links are broken,
/// citations read `(KEY)`.
fn body(text: &str) -> Body {
    let note =
        note(&SourceFile::new("a.md", text), Dialect { smart_punctuation: false, ..Dialect::default() })
            .value;
    let citations = note
        .citations
        .iter()
        .enumerate()
        .map(|(index, citation)| CitationText {
            inside: String::new(),
            text: format!("({})", citation.items[0].key),
            note: String::new(),
            anchor: Anchor::new(format!("cite:{}", index + 1)),
        })
        .collect();
    Body {
        part: Part::Whole,
        html: HtmlPolicy::Sanitize,
        ids: Ids::Plain,
        heading_shift: 0,
        paragraphs: Default::default(),
        links: note.links.iter().map(|_| Target::Nowhere).collect(),
        citations,
        terms: Vec::new(),
        labels: Arc::default(),
        dates: Vec::new(),
        note,
    }
}

fn check(text: &str, change: impl FnOnce(&mut Body)) -> String {
    let mut body = body(text);
    change(&mut body);
    html(&body)
}

fn part(text: &str, part: Part) -> String {
    check(text, |body| {
        body.part = part;
        body.ids = Ids::Omitted;
    })
}

const PARTS: &str = "\
# Title
Lead ^lead

## One
1

### Deep
2

## Two
3[^a]

- x ^item
- y

```timeline
2019: e
```

[^a]: note
";

#[test]
fn section_goes_to_the_next_heading_of_its_level() {
    let one = "<h2>One</h2>\n<p>1</p>\n<h3>Deep</h3>\n<p>2</p>\n";
    assert_eq!(part(PARTS, Part::Section(Anchor::new("one"))), one);
    assert_eq!(part(PARTS, Part::Section(Anchor::new("deep"))), "<h3>Deep</h3>\n<p>2</p>\n");
}

#[test]
fn section_of_the_title_is_all_of_the_note() {
    assert_eq!(part(PARTS, Part::Section(Anchor::new("title"))), part(PARTS, Part::Whole));
}

#[test]
fn block_is_shown_alone() {
    assert_eq!(part(PARTS, Part::Block(Anchor::new("lead"))), "<p>Lead</p>\n");
    assert_eq!(part(PARTS, Part::Block(Anchor::new("item"))), "<ul>\n<li>x</li>\n</ul>\n");
    assert_eq!(
        part(PARTS, Part::Block(Anchor::new("event-2019"))),
        "<ol class=\"events\">\n<li><span class=\"date\">2019</span> <div class=\"event\">e</div></li>\n</ol>\n"
    );
}

#[test]
fn part_that_is_not_there_is_empty() {
    assert_eq!(part(PARTS, Part::Block(Anchor::new("none"))), "");
    assert_eq!(part(PARTS, Part::Section(Anchor::new("none"))), "");
}

#[test]
fn part_has_its_own_footnotes() {
    insta::assert_snapshot!(part("a[^a]\n\nb[^b] ^b\n\n[^a]: A\n[^b]: B\n", Part::Block(Anchor::new("b"))), @r#"
    <p>b<sup class="footnote-ref">1</sup></p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li>
    <p>B</p>
    </li>
    </ol>
    </div>
    "#);
}

#[test]
fn ids_and_links_to_them_get_one_prefix() {
    let prefixed = |body: &mut Body| body.ids = Ids::Prefixed("p-".to_owned());
    insta::assert_snapshot!(check("## H\n\nx[^a] ^b\n\n[^a]: A\n", prefixed), @r##"
    <h2 id="p-h">H <a class="anchor" href="#p-h" aria-label="Link to this heading">#</a></h2>
    <p id="p-b">x<sup class="footnote-ref" id="p-fnref:1"><a href="#p-fn:1" role="doc-noteref">1</a></sup></p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="p-fn:1">
    <p>A <a class="footnote-back" href="#p-fnref:1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    </ol>
    </div>
    "##);
}

#[test]
fn citations_in_notes_are_numbered_with_footnotes() {
    let as_notes = |body: &mut Body| {
        for citation in &mut body.citations {
            citation.note = std::mem::take(&mut citation.text);
            citation.inside = citation.note.clone();
        }
    };
    insta::assert_snapshot!(check("a [@x] b[^n] c [@y]\n\n[^n]: see [@z]\n", as_notes), @r##"
    <p>a<sup class="footnote-ref" id="cite:1"><a href="#fn:1" role="doc-noteref">1</a></sup> b<sup class="footnote-ref" id="fnref:2"><a href="#fn:2" role="doc-noteref">2</a></sup> c<sup class="footnote-ref" id="cite:2"><a href="#fn:3" role="doc-noteref">3</a></sup></p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn:1">
    <p>(x) <a class="footnote-back" href="#cite:1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p>
    </li>
    <li id="fn:2">
    <p>see <span class="citation" id="cite:3">((z))</span> <a class="footnote-back" href="#fnref:2" role="doc-backlink" aria-label="Back to reference 2">↩</a></p>
    </li>
    <li id="fn:3">
    <p>(y) <a class="footnote-back" href="#cite:2" role="doc-backlink" aria-label="Back to reference 3">↩</a></p>
    </li>
    </ol>
    </div>
    "##);
}

#[test]
fn headings_move_down_but_never_below_the_sixth_level() {
    let html = check("## a\n\n###### b\n", |body| {
        body.heading_shift = 1;
        body.ids = Ids::Omitted;
    });
    assert_eq!(html, "<h3>a</h3>\n<h6>b</h6>\n");
}

#[test]
fn terms_are_linked_in_their_run_of_text() {
    let html = check("The SIM & the *SIM*.\n", |body| {
        let mark =
            |text, start, end| TermMark { text: TextId(text), start, end, href: "g.html#sim&x".to_owned() };
        body.terms = vec![mark(0, 4, 7), mark(1, 0, 3), mark(2, 0, 99)];
    });
    let link = "<a class=\"term\" href=\"g.html#sim&amp;x\">SIM</a>";
    assert_eq!(html, format!("<p>The {link} &amp; the <em>{link}</em>.</p>\n"));
}

#[test]
fn broken_link_keeps_its_text() {
    let html = check("[[a|x]] ![p](p.png) [y](z)\n", |_| {});
    let broken = |text| format!("<span class=\"broken\">{text}</span>");
    assert_eq!(html, format!("<p>{} {} {}</p>\n", broken("x"), broken("p"), broken("y")));
}

#[test]
fn picture_from_elsewhere_is_a_link() {
    let html = check("![A map](https://x.org/m.png)\n", |body| {
        body.links = vec![Target::External { href: "https://x.org/m.png".to_owned() }];
    });
    let link = "<a class=\"external\" href=\"https://x.org/m.png\" rel=\"noopener\">A map</a>";
    assert_eq!(html, format!("<figure>\n{link}\n</figure>\n"));
}

#[test]
fn embed_is_shown_with_where_it_comes_from() {
    let html = check("![[other]]\n", |outer| {
        let mut inner = body("## Inner <x>\n\nText ^id\n");
        inner.ids = Ids::Omitted;
        let title = Arc::from("The <other>");
        outer.links = vec![Target::Embed { href: "other.html".to_owned(), title, body: Box::new(inner) }];
    });
    insta::assert_snapshot!(html, @r#"
    <div class="embed">
    <h2>Inner </h2>
    <p>Text</p>
    <p class="embed-source"><a href="other.html">The &lt;other&gt;</a></p>
    </div>
    "#);
}

#[test]
fn raw_html_follows_the_policy_of_the_book() {
    let text = "<div onclick=\"x\">\n\n*a*\n\n</div>\n\n<b>b</b> <!-- c -->\n";
    let under = |policy| check(text, |body| body.html = policy);
    assert_eq!(
        under(HtmlPolicy::Allow),
        "<div onclick=\"x\">\n<p><em>a</em></p>\n</div>\n<p><b>b</b> <!-- c --></p>\n"
    );
    assert_eq!(under(HtmlPolicy::Sanitize), "<div>\n<p><em>a</em></p>\n</div>\n<p><b>b</b> </p>\n");
    assert_eq!(
        under(HtmlPolicy::Escape),
        "<p>&lt;div onclick=&quot;x&quot;&gt;</p>\n<p><em>a</em></p>\n<p>&lt;/div&gt;</p>\n\
         <p>&lt;b&gt;b&lt;/b&gt; </p>\n"
    );
}

#[test]
fn text_is_escaped_everywhere() {
    let text = "## a & \"b\" \\<c>\n\n`<d>` [x](y \"<t>\") ![\"\\<e>\"](f.png)\n\n``` <g>\n<h>\n```\n\n> [!note] <i\n";
    let html = check(text, |body| {
        body.ids = Ids::Omitted;
        let file = Target::File { href: "\"<f>\"".to_owned() };
        body.links = vec![file; 2];
    });
    insta::assert_snapshot!(html, @r#"
    <h2>a &amp; &quot;b&quot; &lt;c&gt;</h2>
    <p><code>&lt;d&gt;</code> <a href="&quot;&lt;f&gt;&quot;" title="&lt;t&gt;">x</a> <img src="&quot;&lt;f&gt;&quot;" alt="&quot;&lt;e&gt;&quot;" loading="lazy"></p>
    <pre tabindex="0"><code class="language-&lt;g&gt;">&lt;h&gt;
    </code></pre>
    <aside class="callout callout-note" role="note">
    <p class="callout-title">&lt;i</p>
    </aside>
    "#);
}
