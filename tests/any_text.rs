//! Whatever an author types, there is a note, and it can be printed.

use std::collections::HashSet;
use std::sync::Arc;

use briefbook::model::{Anchor, HtmlPolicy, LinkKind, Note};
use briefbook::parse::{Dialect, note};
use briefbook::render::{Body, CitationText, DateText, Ids, Part, Target, html};
use briefbook::source::{SourceFile, Span};
use proptest::prelude::*;

/// Pieces of the dialect that are likely to meet in bad ways.
const FRAGMENTS: &[&str] = &[
    "\n",
    "\n\n",
    "    ",
    "- ",
    "1. ",
    "> ",
    "> [!note]- ",
    "[!tip]",
    "# ",
    "## ",
    "```\n",
    "```timeline\n",
    "~~~\n",
    "2019-05: ",
    "1985~/..: ",
    " #tag",
    " ^id",
    "^id",
    "\n^id\n",
    "{#id}",
    "%%",
    "==",
    "=",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "[",
    "]",
    "(",
    ")",
    "[[",
    "]]",
    "![[",
    "|",
    "\\|",
    "\\",
    "@key",
    "[@a, p. 3]",
    "[-@b; see @c]",
    "@{odd key}",
    "[^a]",
    "[^a]: ",
    "\n[^b]: ",
    "^[",
    "[a]: /x\n",
    "<b>",
    "</b>",
    "<details>\n",
    "</details>\n",
    "<script>",
    "<!--",
    "-->",
    "<a title=\"",
    "\">",
    "&amp;",
    "&#0;",
    "\0",
    "\u{FDD0}",
    "\u{FDD1}1\u{FDD2}",
    "Table: ",
    "\n: ",
    "|a|b|\n|-|-|\n",
    "Term\n: x\n",
    "- [ ] ",
    "ü",
    "你好",
    "\u{301}",
    "\r\n",
    "\r",
    "\t",
    "...",
    "--",
    "\"",
    "'",
    "![",
    "](x.png)",
    "https://x.org/@k",
    "<https://x.org>",
    "---\n",
    "+++\n",
    "word",
    " ",
    ".",
    "---\ntitle: x\nevents: ['2019: [[a]] @b']\n---\n",
];

fn fragments() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(FRAGMENTS), 0..40).prop_map(|parts| parts.concat())
}

fn check(text: &str) {
    let file = SourceFile::new("content/a.md", text);
    let checked =
        note(&file, Dialect { smart_punctuation: text.len().is_multiple_of(2), ..Dialect::default() });
    let note = checked.value;
    for problem in &checked.diagnostics {
        assert_in_text(text, &problem.span);
    }
    note.links.iter().for_each(|link| assert_in_text(text, &link.span));
    note.headings.iter().for_each(|heading| assert_in_text(text, &heading.span));
    note.events.iter().for_each(|event| assert_in_text(text, &event.span));
    for citation in &note.citations {
        assert_in_text(text, &citation.span);
        citation.items.iter().for_each(|item| assert_in_text(text, &item.span));
    }
    assert!(note.links.is_sorted_by_key(|link| link.span.start), "links are in the order of the file");
    assert!(note.citations.is_sorted_by_key(|citation| citation.span.start), "and so are citations");
    for policy in [HtmlPolicy::Sanitize, HtmlPolicy::Escape] {
        let html = html(&body(note.clone(), policy));
        let mut ids = HashSet::new();
        for id in html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.insert(id.to_owned()), "the id {id} stands twice in {html}");
        }
        assert!(!html.contains("<script"), "{html}");
        assert!(!html.contains(|c| matches!(c, '\u{FDD0}'..='\u{FDEF}')), "{html}");
    }
    html(&body(note, HtmlPolicy::Allow));
}

fn assert_in_text(text: &str, span: &Span) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} is no place in the text");
}

fn body(note: Arc<Note>, policy: HtmlPolicy) -> Body {
    let targets = note.links.iter().map(|link| match link.kind {
        LinkKind::Image => Target::File { href: "x.png".to_owned() },
        _ => Target::Page { href: "x.html".to_owned(), title: "x".into() },
    });
    let citations = (0..note.citations.len()).map(|index| CitationText {
        text: if index % 3 == 0 { String::new() } else { "x".to_owned() },
        note: if index % 2 == 0 { "y".to_owned() } else { String::new() },
        inside: if index % 2 == 0 { "y".to_owned() } else { String::new() },
        anchor: Anchor::new(format!("cite:{index}")),
    });
    Body {
        part: Part::Whole,
        html: policy,
        ids: Ids::Plain,
        heading_shift: 1,
        paragraphs: Default::default(),
        links: targets.collect(),
        citations: citations.collect(),
        terms: Vec::new(),
        labels: Arc::default(),
        dates: note.events.iter().map(|_| DateText { text: "x".to_owned(), datetime: None }).collect(),
        note,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_note(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_mix_of_the_dialect_is_a_note(text in fragments()) {
        check(&text);
    }
}

#[test]
fn deep_nesting_ends_nowhere() {
    for part in
        ["> ", "- ", "*a ", "**b", "[", "![", "![[", "^[", "==a", "> [!note]\n", "1. ", "<div>", "`", "[@a "]
    {
        check(&part.repeat(3_000));
    }
    check(&format!("{}x{}", "*".repeat(5_000), "*".repeat(5_000)));
    check(&format!("{}x{}", "^[".repeat(2_000), "]".repeat(2_000)));
    check(&format!("{}x{}", "![".repeat(2_000), "](y)".repeat(2_000)));
}

#[test]
fn long_lines_take_time_in_proportion() {
    let started = std::time::Instant::now();
    check(&"See @key [p. 3] and [[link]] ==x== [^a] ^[n]. ".repeat(5_000));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
