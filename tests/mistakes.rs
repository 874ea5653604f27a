//! Mistakes that authors make, and what they are told: where it is, what was meant.

mod book;

use briefbook::pipeline::{Cache, build};
use briefbook::report;
use insta::assert_snapshot;

/// What is wrong with a book, as it is reported.
fn check(text: &str) -> String {
    let inputs = book::inputs(text);
    let built = build(&inputs, &mut Cache::default());
    built.diagnostics.iter().map(|diagnostic| format!("{}\n", report::plain(&inputs, diagnostic))).collect()
}

#[test]
fn date_that_is_none_is_shown_whole_with_how_dates_are_written() {
    assert_snapshot!(check("\
--- a.md ---
---
updated: yesterday
---
```timeline
15 May 2020: They meet
2020/05/16: They part
2019-02-30: Nothing
```
"), @r##"
    error[invalid-date]: `yesterday` is not a date: year must have exactly four digits (or X)
     --> content/a.md:2:10
      |
    2 | updated: yesterday
      |          ^^^^^^^^^
      |
      = help: dates are written as `2019-05-16`, `2019-05` or `2019`
    error[invalid-date]: `15 May 2020` is not a date in EDTF
     --> content/a.md:5:1
      |
    5 | 15 May 2020: They meet
      | ^^^^^^^^^^^
      |
      = help: did you mean `2020-05-15`?
    error[invalid-date]: `2020/05/16` is not a date in EDTF
     --> content/a.md:6:1
      |
    6 | 2020/05/16: They part
      | ^^^^^^^^^^
      |
      = help: did you mean `2020-05-16`?
    error[invalid-date]: `2019-02-30` does not exist: February has 28 days, in leap years 29
     --> content/a.md:7:9
      |
    7 | 2019-02-30: Nothing
      |         ^^
    "##);
}

#[test]
fn date_without_a_day_needs_quotes_in_toml() {
    assert_snapshot!(check("\
--- book.toml ---
as_of = 2020-05
--- a.md ---
A.
"), @r##"
    error[config]: invalid date, expected `-` (MM-DD)
     --> book.toml:1:9
      |
    1 | as_of = 2020-05
      |         ^^^^^^^
      |
      = help: put a date without a day in quotes: `key = "2020-05"`
    "##);
}

#[test]
fn date_of_a_work_is_refused_once() {
    assert_snapshot!(check("\
--- references.bib ---
@book{smith99, author = {Smith, John}, title = {A Book}, date = {1999-13}}
--- a.md ---
[@smith99]
"), @r##"
    error[invalid-date]: `1999-13` is not a date: month must be 01-12 or a sub-year code 21-41
     --> references.bib:1:65
      |
    1 | @book{smith99, author = {Smith, John}, title = {A Book}, date = {1999-13}}
      |                                                                 ^^^^^^^^^
    "##);
}

#[test]
fn setting_that_a_chart_does_not_have_is_no_row_of_it() {
    assert_snapshot!(check("\
--- a.md ---
```chart
titel: Stations
source: the ministry
Year,China
2019,130
```
"), @r##"
    error[invalid-chart]: a chart has no `titel`
     --> content/a.md:2:1
      |
    2 | titel: Stations
      | ^^^^^
      |
      = help: did you mean `title`?
    error[invalid-chart]: a chart has no `source`
     --> content/a.md:3:1
      |
    3 | source: the ministry
      | ^^^^^^
      |
      = help: a chart has a `type`, a `title` and a `unit`; its table begins with the names of its columns: `Year,Sales`
    "##);
}

#[test]
fn part_of_a_citation_without_a_sign_is_told_from_text() {
    assert_snapshot!(check("\
--- references.bib ---
@book{smith99, author = {Smith, John}, title = {A Book}, date = {1999}}
--- a.md ---
Said before [@smith99; roe01] and [see @smith99, p. 3; emphasis added] and [@smith99; ].

Text: [sic; not @smith99], `[@smith99; roe01]`, [a; b].
"), @r##"
    warning[citation-syntax]: `roe01` in this citation names no work
     --> content/a.md:1:24
      |
    1 | Said before [@smith99; roe01] and [see @smith99, p. 3; emphasis added] and [@smith99; ].
      |                        ^^^^^
      |
      = help: write `@` before a key; what is said of a work stands after a comma: `[@key, p. 3]`
    warning[citation-syntax]: a part of this citation names no work
     --> content/a.md:1:87
      |
    1 | Said before [@smith99; roe01] and [see @smith99, p. 3; emphasis added] and [@smith99; ].
      |                                                                                       ^
      |
      = help: write `@` before a key; what is said of a work stands after a comma: `[@key, p. 3]`
    "##);
}

#[test]
fn link_to_a_page_that_has_no_note_says_which_note_it_takes() {
    assert_snapshot!(check("\
--- index.md ---
See [[timeline]], [the terms](glossary.html), [talks](talks/) and [[talks]].

Not [[print]] or [them](talk/).
--- talks/envoy.md ---
See [talks](./) and [[index]].
"), @r##"
    error[broken-link]: there is no note `timeline`
     --> content/index.md:1:5
      |
    1 | See [[timeline]], [the terms](glossary.html), [talks](talks/) and [[talks]].
      |     ^^^^^^^^^^^^
      |
      = help: write `timeline.md`, the introduction of the page that the program makes
    error[missing-file]: there is no file `glossary.html`
     --> content/index.md:1:19
      |
    1 | See [[timeline]], [the terms](glossary.html), [talks](talks/) and [[talks]].
      |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write `glossary.md`, the introduction of the page that the program makes
    error[missing-file]: there is no file `talks/`
     --> content/index.md:1:47
      |
    1 | See [[timeline]], [the terms](glossary.html), [talks](talks/) and [[talks]].
      |                                               ^^^^^^^^^^^^^^^
      |
      = help: write `talks/index.md`, the first page of that section
    error[broken-link]: there is no note `talks`
     --> content/index.md:1:67
      |
    1 | See [[timeline]], [the terms](glossary.html), [talks](talks/) and [[talks]].
      |                                                                   ^^^^^^^^^
      |
      = help: write `talks/index.md`, the first page of that section
    error[broken-link]: there is no note `print`
     --> content/index.md:3:5
      |
    3 | Not [[print]] or [them](talk/).
      |     ^^^^^^^^^
      |
      = help: write the note, or take the link out
    error[missing-file]: there is no file `talk/`
     --> content/index.md:3:18
      |
    3 | Not [[print]] or [them](talk/).
      |                  ^^^^^^^^^^^^^
      |
      = help: put the file there, or take the link out
    error[missing-file]: there is no file `./`
     --> content/talks/envoy.md:1:5
      |
    1 | See [talks](./) and [[index]].
      |     ^^^^^^^^^^^
      |
      = help: write `talks/index.md`, the first page of that section
    "##);
}

#[test]
fn address_with_a_slip_in_its_beginning_is_told_from_a_path() {
    assert_snapshot!(check("\
--- a.md ---
See [one](www.example.org/a), [two](htps://example.org/b), [three](ftp://example.org), [four](zotero://x).
"), @r##"
    error[missing-file]: there is no file `www.example.org/a`
     --> content/a.md:1:5
      |
    1 | See [one](www.example.org/a), [two](htps://example.org/b), [three](ftp://example.org), [four](zotero://x).
      |     ^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `https://www.example.org/a`?
    error[broken-link]: no browser follows `htps://example.org/b`
     --> content/a.md:1:31
      |
    1 | See [one](www.example.org/a), [two](htps://example.org/b), [three](ftp://example.org), [four](zotero://x).
      |                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `https://example.org/b`?
    "##);
}
