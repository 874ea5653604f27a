//! What a note's tables hold. What the tree looks like is tested with its HTML,
//! in `tests/dialect.rs`.

use std::fmt::Write;

use super::*;
use crate::model::{Config, Excerpt, Inline, Open, Sentence};

/// A note's title, beginning, tables and problems.
fn check(path: &str, text: &str) -> String {
    let file = SourceFile::new(path, text);
    let Checked { value: note, mut diagnostics } = note(&file, Dialect::of(&Config::default()));
    let mut out = format!("{:?}, {} words\n", note.title, note.words);
    if !note.lead.as_typed().is_empty() {
        let _ = writeln!(out, "lead: {}", note.lead.as_typed());
    }
    let place = |span: &crate::source::Span| &text[span.start as usize..span.end as usize];
    for link in &note.links {
        let _ = writeln!(out, "{:?} {} {:?}", link.kind, link.target, place(&link.span));
        let _ = writeln!(out, "    {}", sentence(&link.sentence));
    }
    for citation in &note.citations {
        let _ = writeln!(out, "{:?} {:?}", citation.mode, place(&citation.span));
        for item in &citation.items {
            let (prefix, suffix) = (words(&item.prefix), words(&item.suffix));
            let locator =
                item.locator.as_ref().map(|locator| format!("{:?} {}", locator.kind, locator.value));
            let sign = if item.suppress_author { "-" } else { "" };
            let _ = writeln!(
                out,
                "    {prefix:?} {sign}{} {:?} {suffix:?} {:?}",
                item.key,
                locator.unwrap_or_default(),
                place(&item.span)
            );
        }
        let _ = writeln!(out, "    {}", sentence(&citation.sentence));
    }
    for heading in &note.headings {
        let _ = writeln!(
            out,
            "h{} #{} {:?} {:?}",
            heading.level,
            heading.anchor,
            heading.plain,
            place(&heading.span)
        );
    }
    for footnote in &note.footnotes {
        let _ = writeln!(out, "[^{}] {} times", footnote.label, footnote.references);
    }
    for event in &note.events {
        let _ = writeln!(
            out,
            "{} {:?} {:?} #{} {:?}",
            event.date.edtf,
            event.plain.as_typed(),
            event.tags,
            event.anchor,
            place(&event.span)
        );
    }
    diagnostics.sort();
    for problem in &diagnostics {
        let _ = writeln!(out, "! {} {:?}", problem.code, place(&problem.span));
    }
    out
}

fn sentence(sentence: &Sentence) -> String {
    let Excerpt { before, marked, after } = sentence.excerpt(&Open::as_typed);
    format!("{before}<{marked}>{after}")
}

fn words(inlines: &[Inline]) -> String {
    crate::model::plain(inlines, &[], &[])
}
#[test]
fn note_is_called_by_its_first_heading() {
    insta::assert_snapshot!(check("a.md", "# The *treaty*[^1] [@k]

It was signed.

[^1]: x
"), @r##"
    "The treaty", 3 words
    lead: It was signed.
    Parenthetical "[@k]"
        "" k "" "" "@k"
        The treaty<>
    h1 #the-treaty "The treaty" "# The *treaty*[^1] [@k]"
    [^1] 1 times
    "##);
}

#[test]
fn note_is_called_by_its_front_matter() {
    insta::assert_snapshot!(check("a.md", "---
title: The treaty
---
# The treaty

Text.
"), @r##"
    "The treaty", 1 words
    lead: Text.
    h1 #the-treaty "The treaty" "# The treaty"
    "##);
}

#[test]
fn note_is_called_by_its_file() {
    insta::assert_snapshot!(check("content/03-strategy/02-key_vendors.md", "## Not the first level
"), @r###"
    "Key vendors", 4 words
    h2 #not-the-first-level "Not the first level" "## Not the first level"
    "###);
}

#[test]
fn section_is_called_by_its_folder() {
    insta::assert_snapshot!(check("content/03-strategy/index.md", "Text.
"), @r#"
    "Strategy", 1 words
    lead: Text.
    "#);
}

#[test]
fn year_in_a_file_name_is_no_number_of_order() {
    insta::assert_snapshot!(check("2019-review.md", ""), @r#""2019 review", 0 words"#);
}

#[test]
fn link_keeps_the_sentence_it_stands_in() {
    insta::assert_snapshot!(check("a.md", r#"First one. They met Mr. [[people/ali|Ali]] of the U.S. [[army]] in 2019 [@k, p. 3]. Then "it" ended. See [[end#part]]!
"#), @r#"
    "A", 17 words
    lead: First one. They met Mr. Ali of the U.S. army in 2019. Then “it” ended. See part!
    Wiki people/ali "[[people/ali|Ali]]"
        They met Mr. <Ali> of the U.S. army in 2019.
    Wiki army "[[army]]"
        They met Mr. Ali of the U.S. <army> in 2019.
    Wiki end#part "[[end#part]]"
        See <part>!
    Parenthetical "[@k, p. 3]"
        "" k "Page 3" "" "@k"
        They met Mr. Ali of the U.S. army in 2019<>.
    "#);
}

#[test]
fn citation_behind_a_full_stop_belongs_to_the_sentence_before() {
    insta::assert_snapshot!(check("a.md", "It rained. It snowed. [@k] Then it stopped.
"), @r#"
    "A", 7 words
    lead: It rained. It snowed. Then it stopped.
    Parenthetical "[@k]"
        "" k "" "" "@k"
        It snowed.<>
    "#);
}

#[test]
fn long_sentence_is_cut_at_words() {
    insta::assert_snapshot!(check("a.md", "word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word [[link]] more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more more 
"), @r#"
    "A", 121 words
    lead: word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word…
    Wiki link "[[link]]"
        …word word word word word word word word word word word word word word word word word word word word word word word word <link> more more more more more more more more more more more more more more more more more more more more more more more…
    "#);
}

#[test]
fn sentence_does_not_leave_its_block() {
    insta::assert_snapshot!(check("a.md", "- one [[a]]
- two [[b]]

| x [[c]] | y |
|---|---|

## On [[d]]

> [!note] Title [[e]]
> body
"), @r###"
    "A", 12 words
    Wiki a "[[a]]"
        one <a>
    Wiki b "[[b]]"
        two <b>
    Wiki c "[[c]]"
        x <c>
    Wiki d "[[d]]"
        On <d>
    Wiki e "[[e]]"
        Title <e>
    h2 #on-d "On d" "## On [[d]]"
    "###);
}

#[test]
fn citation_keeps_its_parts_and_their_places() {
    insta::assert_snapshot!(check("a.md", r#"> Said [see *e.g.* @a, pp. 3--5, and "so"
> on; -@{b c}, chap. 2] and @d [p. 4, x; see @e].
"#), @r#"
    "A", 3 words
    Parenthetical "[see *e.g.* @a, pp. 3--5, and \"so\"\n> on; -@{b c}, chap. 2]"
        "see e.g." a "Page 3--5" ", and “so” on" "@a"
        "" -b c "Chapter 2" "" "-@{b c}"
        Said<> and @d.
    Narrative "@d [p. 4, x; see @e]"
        "" d "Page 4, x" "" "@d"
        "see" e "" "" "@e"
        Said and <@d>.
    "#);
}

#[test]
fn reading_order_is_kept_through_markup() {
    insta::assert_snapshot!(check("a.md", "@a **[[b]] @c** [@d] *x [[e]]*[^1] @f

[^1]: [[g]] @h
"), @r#"
    "A", 6 words
    lead: @a b @c x e @f
    Wiki b "[[b]]"
        @a <b> @c x e @f
    Wiki e "[[e]]"
        @a b @c x <e> @f
    Wiki g "[[g]]"
        <g> @h
    Narrative "@a"
        "" a "" "" "@a"
        <@a> b @c x e @f
    Narrative "@c"
        "" c "" "" "@c"
        @a b <@c> x e @f
    Parenthetical "[@d]"
        "" d "" "" "@d"
        @a b @c<> x e @f
    Narrative "@f"
        "" f "" "" "@f"
        @a b @c x e <@f>
    Narrative "@h"
        "" h "" "" "@h"
        g <@h>
    [^1] 1 times
    "#);
}

#[test]
fn comment_moves_no_span() {
    insta::assert_snapshot!(check("a.md", "%%one%%
%%
two
%%
a %%three%%[[b]] [@c] x %% y
"), @r#"
    "A", 4 words
    lead: a b x %% y
    Wiki b "[[b]]"
        a <b> x %% y
    Parenthetical "[@c]"
        "" c "" "" "@c"
        a b<> x %% y
    ! unclosed-comment "%%"
    "#);
}

#[test]
fn events_come_from_front_matter_too() {
    insta::assert_snapshot!(check("a.md", r#"---
events:
  - "2019-05: [[a]] met [@b] #tag"
---

```timeline
2018: before [r](x)
2018: again
```
"#), @r#"
    "A", 5 words
    Wiki a "[[a]]"
        <a> met
    Markdown x "[r](x)"
        before <r>
    Parenthetical "[@b]"
        "" b "" "" "@b"
        a met<>
    2019-05 "a met" ["tag"] #event-2019-05 "2019-05: [[a]] met [@b] #tag"
    2018 "before r" [] #event-2018 "2018: before [r](x)"
    2018 "again" [] #event-2018-1 "2018: again"
    "#);
}

#[test]
fn tags_are_taken_out_of_events() {
    insta::assert_snapshot!(check("a.md", "```timeline
2019: #one A #two/x-y, [[b]] #three #1 c#d end. #four
```
"), @r#"
    "A", 5 words
    Wiki b "[[b]]"
        A, <b> #1 c#d end.
    2019 "A, b #1 c#d end." ["one", "two/x-y", "three", "four"] #event-2019 "2019: #one A #two/x-y, [[b]] #three #1 c#d end. #four"
    "#);
}

#[test]
fn reference_links_work_in_events() {
    insta::assert_snapshot!(check("a.md", "```timeline
2019: see [the text][Ref] and [ref]
```

[ref]: https://x.org
"), @r#"
    "A", 5 words
    Markdown https://x.org "[the text][Ref]"
        see <the text> and ref
    Markdown https://x.org "[ref]"
        see the text and <ref>
    2019 "see the text and ref" [] #event-2019 "2019: see [the text][Ref] and [ref]"
    "#);
}

#[test]
fn signs_without_blanks_between_words_are_counted_one_by_one() {
    insta::assert_snapshot!(check("a.md", "你好世界 and two
"), @r#"
    "A", 6 words
    lead: 你好世界 and two
    "#);
}
