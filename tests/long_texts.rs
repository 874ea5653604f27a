//! Texts that took minutes while the time for them grew with the square of their
//! length. Nothing is timed: they are so long that a test that is as slow would not
//! end.

mod book;

use briefbook::pipeline::{Cache, build};
use briefbook::site::SiteFile;

/// Builds a book of one note and gives back the note's page.
fn page(text: &str) -> String {
    let work = "@book{a, author = {Lee, Ann}, title = {Cables}, date = {2019}}";
    let built = build(
        &book::inputs(&format!("--- index.md ---\n{text}\n--- a.bib ---\n{work}\n")),
        &mut Cache::default(),
    );
    match built.site.iter().find(|(url, _)| url.as_str() == "index.html") {
        Some((_, SiteFile::Text(text))) => text.to_string(),
        _ => String::new(),
    }
}

#[test]
fn rows_of_backticks_of_all_lengths_are_text() {
    let rows: String = (1..2_000).map(|length| format!("{}e", "`".repeat(length))).collect();
    assert!(page(&rows).contains("`e``e```e"));
}

#[test]
fn many_code_spans_in_one_line_are_code() {
    assert_eq!(page(&"`a` ".repeat(100_000)).matches("<code>a</code>").count(), 100_000);
}

#[test]
fn deep_emphasis_is_text_or_emphasis() {
    let nested = page(&format!("{}b{}", "*a **a ".repeat(40_000), " a** a*".repeat(40_000)));
    assert!(nested.contains('b'));
    page(&format!("{}a{}", "*".repeat(200_000), "*".repeat(200_000)));
    page(&format!("{}a{}", "*_".repeat(100_000), "_*".repeat(100_000)));
}

#[test]
fn a_long_row_of_citations_cites_each_time() {
    let count = |text: String| page(&text).matches("class=\"citation\"").count();
    assert_eq!(count("[@a] ".repeat(30_000)), 30_000);
    assert_eq!(count("@a ".repeat(30_000)), 30_000);
}

#[test]
fn signs_of_citations_that_open_nothing_are_text() {
    for sign in ["@{", "@", "[@a, {", "[@a `", "[@a, p. (", "(@", "x:@"] {
        let page = page(&sign.repeat(30_000));
        assert!(page.contains('@') || page.contains("Lee"), "{sign}");
    }
    assert!(page(&format!("[@a, p. 3{}]", ")".repeat(300_000))).contains("))"));
}

#[test]
fn a_long_row_of_footnotes_and_addresses_is_all_there() {
    assert_eq!(page(&"^[a] ".repeat(10_000)).matches("doc-backlink").count(), 10_000);
    assert_eq!(page(&"www.example.org ".repeat(10_000)).matches("http://www.example.org").count(), 10_000);
    assert_eq!(page(&"==a== ".repeat(30_000)).matches("<mark>").count(), 30_000);
}
