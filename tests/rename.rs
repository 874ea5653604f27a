//! Moving notes, sections and files, and renaming headings: links follow, and
//! every other byte stays.

mod book;

use briefbook::model::{AssetPath, NoteId};
use briefbook::pipeline::{Cache, build};
use briefbook::rename::{Change, OldAddress, rename};
use briefbook::source::{Inputs, SourcePath};

/// Makes a change, and shows the files that move and those whose text changes.
/// The book as it is afterwards must have the problems that it had before, and
/// no others.
fn made(text: &str, change: &Change, old: OldAddress) -> String {
    let inputs = book::inputs(text);
    let moved = match rename(&inputs, change, old) {
        Ok(moved) => moved,
        Err(refusal) => return format!("{refusal:?}"),
    };
    let mut after = Inputs { notes: Default::default(), assets: Default::default(), ..inputs.clone() };
    let new_path = |path: &SourcePath| moved.files.get(path).unwrap_or(path).clone();
    let name = |path: &SourcePath| path.as_str().strip_prefix("content/").unwrap().to_owned();
    for mut file in inputs.notes.values().cloned() {
        file.path = new_path(&file.path);
        if let Some(text) = moved.texts.get(&file.path) {
            file.text = text.clone();
        }
        after.notes.insert(NoteId::new(name(&file.path).trim_end_matches(".md")), file);
    }
    for mut file in inputs.assets.values().cloned() {
        file.source = new_path(&file.source);
        after.assets.insert(AssetPath::new(name(&file.source)), file);
    }
    let codes = |inputs| -> Vec<&str> {
        let mut codes: Vec<&str> = build(inputs, &mut Cache::default())
            .diagnostics
            .iter()
            .map(|problem| problem.code.name())
            .collect();
        codes.sort_unstable();
        codes
    };
    assert_eq!(codes(&inputs), codes(&after), "the book is as good as before");
    let files = moved.files.iter().filter(|(_, to)| !moved.texts.contains_key(*to));
    let files = files.map(|(from, to)| format!("{from} > {to}\n"));
    let texts = moved.texts.iter().map(|(path, text)| format!("== {path}\n{text}"));
    files.chain(texts).collect::<String>().trim_end().to_owned()
}

/// Moves a note.
fn check(text: &str, from: &str, to: &str) -> String {
    made(text, &Change::Note(NoteId::new(from), NoteId::new(to)), OldAddress::Kept)
}

/// Moves a folder.
fn folder(text: &str, from: &str, to: &str) -> String {
    made(text, &Change::Folder(from.to_owned(), to.to_owned()), OldAddress::Kept)
}

/// Renames a heading.
fn heading(text: &str, note: &str, from: &str, to: &str, old: OldAddress) -> String {
    made(text, &Change::Heading(NoteId::new(note), from.to_owned(), to.to_owned()), old)
}

#[test]
fn links_of_every_form_follow_the_note() {
    let book = "\
--- treaty.md ---
# The treaty
## Annex
--- talks.md ---
See [[treaty]], [[treaty|the text]], [[ treaty#annex | its annex ]], [text](treaty.md), [annex](<treaty.md#annex> \"t\").

| a | b |
|---|---|
| [[treaty\\|x]] | ![[treaty#annex]] |

See [there] and [[The treaty]], which is its title. `[[treaty]]` is code.

[there]: treaty.md#annex
";
    assert_eq!(
        check(book, "treaty", "papers/01-accord"),
        "\
== content/papers/01-accord.md
---
redirect_from: [\"treaty.html\"]
---
# The treaty
## Annex
== content/talks.md
See [[accord]], [[accord|the text]], [[ accord#annex | its annex ]], [text](papers/01-accord.md), [annex](<papers/01-accord.md#annex> \"t\").

| a | b |
|---|---|
| [[accord\\|x]] | ![[accord#annex]] |

See [there] and [[The treaty]], which is its title. `[[treaty]]` is code.

[there]: papers/01-accord.md#annex"
    );
}

#[test]
fn links_and_pictures_of_the_moved_note_follow_too() {
    let book = "\
--- treaty.md ---
---
title: Treaty
redirect_from: old.html
---
See [talks](talks.md), [[talks]], ![A map](images/map.svg) and [itself](treaty.md).
--- talks.md ---
# Talks
--- images/map.svg ---
<svg/>
";
    assert_eq!(
        check(book, "treaty", "papers/treaty"),
        "\
== content/papers/treaty.md
---
title: Treaty
redirect_from: [\"treaty.html\", old.html]
---
See [talks](../talks.md), [[talks]], ![A map](images/map.svg) and [itself](treaty.md)."
    );
}

#[test]
fn name_that_would_mean_another_note_is_written_as_a_path() {
    let book = "\
--- a/accord.md ---
# One
--- b/treaty.md ---
# Two
--- a/talks.md ---
See [[treaty]] and [[accord]].
";
    assert_eq!(
        check(book, "b/treaty", "b/accord"),
        "\
== content/a/talks.md
See [[b/accord]] and [[a/accord]].
== content/b/accord.md
---
redirect_from: [\"b/treaty.html\"]
---
# Two"
    );
}

#[test]
fn paths_from_the_top_stay_paths_from_the_top() {
    let book = "\
--- blog/treaty.md ---
# Treaty
--- blog/talks.md ---
See [one](@/blog/treaty.md), [two](/blog/treaty.md#treaty), [three](/blog/treaty).
";
    assert_eq!(
        check(book, "blog/treaty", "papers/treaty"),
        "\
== content/blog/talks.md
See [one](@/papers/treaty.md), [two](/papers/treaty.md#treaty), [three](/papers/treaty).
== content/papers/treaty.md
---
redirect_from: [\"blog/treaty.html\"]
---
# Treaty"
    );
}

#[test]
fn number_that_orders_a_note_changes_no_address_and_no_link() {
    let book = "--- 01-treaty.md ---\n# Treaty\n--- talks.md ---\nSee [[treaty]].\n";
    assert_eq!(check(book, "01-treaty", "02-treaty"), "content/01-treaty.md > content/02-treaty.md");
}

#[test]
fn old_addresses_are_added_to_the_list_that_is_there() {
    let list = "--- a.md ---\n---\nredirect_from:\n  - one.html\n---\nText.\n";
    assert_eq!(
        check(list, "a", "b"),
        "== content/b.md\n---\nredirect_from:\n  - \"a.html\"\n  - one.html\n---\nText."
    );
    let toml = "--- a.md ---\n+++\nredirect_from = [\"one.html\"]\n+++\nText.\n";
    assert_eq!(
        check(toml, "a", "b"),
        "== content/b.md\n+++\nredirect_from = [\"a.html\", \"one.html\"]\n+++\nText."
    );
}

#[test]
fn section_moves_with_all_that_is_in_it() {
    let book = "\
--- 01-talks/index.md ---
# Talks
See [the envoy](envoy.md) and ![A map](map.svg).
--- 01-talks/envoy.md ---
# Envoy
Back to [[talks]], on to [the treaty](../treaty.md).
--- 01-talks/map.svg ---
<svg/>
--- treaty.md ---
# Treaty
Made in [[talks]] by [[envoy]], [his page](01-talks/envoy.md#envoy), [all of them](01-talks/), [[talks/envoy|him]] and
![his map](01-talks/map.svg).
";
    assert_eq!(
        folder(book, "01-talks", "papers/02-meetings"),
        "\
content/01-talks/map.svg > content/papers/02-meetings/map.svg
== content/papers/02-meetings/envoy.md
---
redirect_from: [\"talks/envoy.html\"]
---
# Envoy
Back to [[meetings]], on to [the treaty](../../treaty.md).
== content/papers/02-meetings/index.md
---
redirect_from: [\"talks/index.html\"]
---
# Talks
See [the envoy](envoy.md) and ![A map](map.svg).
== content/treaty.md
# Treaty
Made in [[meetings]] by [[envoy]], [his page](papers/02-meetings/envoy.md#envoy), [all of them](papers/02-meetings/), \
[[papers/meetings/envoy|him]] and
![his map](papers/02-meetings/map.svg)."
    );
    assert_eq!(folder(book, "01-talks", "01-talks/old"), "NoName(\"01-talks/old\")");
    assert_eq!(folder(book, "papers", "talks"), "Unknown(\"papers\")");
    let two = "--- a/one.md ---\nText.\n--- b/two.md ---\nText.\n";
    assert_eq!(folder(two, "a", "b"), "Taken(\"b\")");
}

#[test]
fn picture_moves_and_is_still_shown() {
    let book = "\
--- talks/index.md ---
![A map](../images/map.svg) and ![[map.svg|300]] and [it](/images/map.svg).
--- images/map.svg ---
<svg/>
";
    let change = Change::Asset(AssetPath::new("images/map.svg"), AssetPath::new("maps/our routes.svg"));
    assert_eq!(
        made(book, &change, OldAddress::Kept),
        "\
content/images/map.svg > content/maps/our routes.svg
== content/talks/index.md
![A map](../maps/our%20routes.svg) and ![[our routes.svg|300]] and [it](/maps/our%20routes.svg)."
    );
}

const ANNEX: &str = "\
--- treaty.md ---
# The treaty
## Annex
Text.
## Annex
More. See [[#Annex]].
--- talks.md ---
See [[treaty#Annex]], [[treaty#annex|it]], [[The treaty#Annex]], [here](treaty.md#annex), ![[treaty#Annex]] and [there].

| [[treaty#Annex\\|x]] | [[treaty#annex-1]] |
|---|---|

[there]: treaty.md#annex
";

#[test]
fn heading_gets_another_text_and_keeps_its_address() {
    assert_eq!(
        heading(ANNEX, "treaty", "Annex", "First *annex*", OldAddress::Kept),
        "\
== content/talks.md
See [[treaty#First annex]], [[treaty#first-annex|it]], [[The treaty#First annex]], [here](treaty.md#first-annex), \
![[treaty#First annex]] and [there].

| [[treaty#First annex\\|x]] | [[treaty#annex-1]] |
|---|---|

[there]: treaty.md#first-annex
== content/treaty.md
# The treaty
## First *annex* {#annex}
Text.
## Annex
More. See [[#First annex]]."
    );
}

#[test]
fn heading_that_was_never_published_leaves_nothing_behind() {
    assert_eq!(
        heading(ANNEX, "treaty", "Annex", "First annex", OldAddress::Dropped),
        "\
== content/talks.md
See [[treaty#First annex]], [[treaty#first-annex|it]], [[The treaty#First annex]], [here](treaty.md#first-annex), \
![[treaty#First annex]] and [there].

| [[treaty#First annex\\|x]] | [[treaty#annex]] |
|---|---|

[there]: treaty.md#first-annex
== content/treaty.md
# The treaty
## First annex
Text.
## Annex
More. See [[#First annex]]."
    );
}

#[test]
fn heading_with_an_id_of_its_own_keeps_it() {
    let book = "\
--- treaty.md ---
Annex
----- {#a}

## Second {#b}
--- talks.md ---
See [[treaty#Second]] and [[treaty#b]].
";
    assert_eq!(
        heading(book, "treaty", "b", "Third", OldAddress::Kept),
        "\
== content/talks.md
See [[treaty#Third]] and [[treaty#b]].
== content/treaty.md
Annex
----- {#a}

## Third {#b}"
    );
}

#[test]
fn heading_that_is_the_title_is_what_links_call_the_note() {
    let book = "\
--- treaty.md ---
# The treaty

Text.
--- talks.md ---
See [[The treaty]], [[the treaty|it]] and [[treaty]].
";
    assert_eq!(
        heading(book, "treaty", "The treaty", "The accord", OldAddress::Kept),
        "\
== content/talks.md
See [[The accord]], [[The accord|it]] and [[treaty]].
== content/treaty.md
# The accord

Text."
    );
}

#[test]
fn heading_that_cannot_be_renamed_is_left_alone() {
    let book = "--- a.md ---\n## One\n\n## See [[a]]\n";
    let check = |from: &str, to: &str| heading(book, "a", from, to, OldAddress::Kept);
    assert_eq!(check("Three", "Two"), "NoHeading(a, [\"One\", \"See a\"])");
    assert!(check("One", "").contains("a heading is one line of text"));
    assert!(check("One", "See [[a]]").contains("it would not stay one heading without links"));
    assert!(check("See a", "See b").contains("there is a link in the old heading"));
}

/// Moves a part of a note.
fn part(text: &str, from: &str, heading: &str, to: &str, under: Option<&str>) -> String {
    let change =
        Change::Part(NoteId::new(from), heading.to_owned(), NoteId::new(to), under.map(str::to_owned));
    made(text, &change, OldAddress::Kept)
}

#[test]
fn part_of_a_note_moves_and_links_follow_it_and_lead_from_it() {
    let book = "\
--- papers/treaty.md ---
# The treaty
See [[#Annex]], [it](#annex) and [[#Parties]].

## Annex
As [[#Parties]] say, [they](#parties) and [[#Kinds]], see [talks](../talks.md), ![A map](map.svg) and [itself](treaty.md#annex).

### Kinds
Two. ^two

```timeline
1969: They met
```

## Parties
One.
--- papers/map.svg ---
<svg/>
--- map.svg ---
<svg/>
--- accord.md ---
# The accord
See [[treaty#Annex]].

## End
Text.
--- talks.md ---
See [[treaty#Annex]], [[The treaty#Kinds|them]], [here](papers/treaty.md#annex), ![[treaty#^two]], [[treaty#Parties]], [[treaty]],
[when](papers/treaty.md#event-1969).
";
    assert_eq!(
        part(book, "papers/treaty", "Annex", "accord", None),
        "\
== content/accord.md
# The accord
See [[accord#Annex]].

## End
Text.

## Annex
As [[treaty#Parties]] say, [they](papers/treaty.md#parties) and [[#Kinds]], see [talks](talks.md), \
![A map](papers/map.svg) and [itself](accord.md#annex).

### Kinds
Two. ^two

```timeline
1969: They met
```
== content/papers/treaty.md
# The treaty
See [[accord#Annex]], [it](../accord.md#annex) and [[#Parties]].

## Parties
One.
== content/talks.md
See [[accord#Annex]], [[accord#Kinds|them]], [here](accord.md#annex), ![[accord#^two]], [[treaty#Parties]], [[treaty]],
[when](accord.md#event-1969)."
    );
}

#[test]
fn part_comes_under_a_heading_and_its_id_changes_where_there_is_another() {
    let book = "\
--- treaty.md ---
---
title: Treaty
---
## Annex
One.
## Annex
Two, see [[#Annex]].
--- accord.md ---
---
title: Accord
---
## Annex
Three.
## End
--- talks.md ---
See [[treaty#Annex]], [first](treaty.md#annex), [second](treaty.md#annex-1), [[accord#Annex]].
";
    assert_eq!(
        part(book, "treaty", "Annex", "accord", Some("Annex")),
        "\
== content/accord.md
---
title: Accord
---
## Annex
Three.

## Annex
One.

## End
== content/talks.md
See [[accord#annex-1]], [first](accord.md#annex-1), [second](treaty.md#annex), [[accord#Annex]].
== content/treaty.md
---
title: Treaty
---
## Annex
Two, see [[accord#annex-1]]."
    );
}

#[test]
fn footnotes_and_targets_go_with_the_part_that_uses_them() {
    let book = "\
--- treaty.md ---
# Treaty
One[^1], and [there].

## Annex
Two[^2], again[^2], and `[^2]`, [there] and [away].

[^1]: First.
[^2]: Second,
    and more.

    And more.

[there]: talks.md
[away]: talks.md#why
--- accord.md ---
# Accord
Three[^2].

[^2]: Third.
--- talks.md ---
## Why
";
    assert_eq!(
        part(book, "treaty", "Annex", "accord", None),
        "\
== content/accord.md
# Accord
Three[^2].

[^2]: Third.

## Annex
Two[^2-2], again[^2-2], and `[^2]`, [there] and [away].

[^2-2]: Second,
    and more.

    And more.

[there]: talks.md
[away]: talks.md#why
== content/treaty.md
# Treaty
One[^1], and [there].

[^1]: First.

[there]: talks.md"
    );
}

#[test]
fn part_that_cannot_be_moved_is_left_alone() {
    let book = "\
--- a.md ---
# A
One[^1].

## Annex
Two[^1].

> ## Quoted

[^1]: Note.
--- b.md ---
---
topics: [One]
---
--- c.md ---
# C

# Annex
";
    let check = |from: &str, heading: &str, to: &str| part(book, from, heading, to, None);
    assert_eq!(check("a", "Three", "c"), "NoHeading(a, [\"A\", \"Annex\", \"Quoted\"])");
    assert_eq!(check("a", "Annex", "d"), "Unknown(\"d\")");
    assert!(check("a", "A", "c").contains("it is the title of its note"));
    assert!(check("a", "Annex", "a").contains("it is in that note already"));
    assert!(check("a", "Quoted", "c").contains("it stands inside something else"));
    assert!(check("a", "Annex", "c").contains("a footnote is used in it and in the rest of its note"));
    assert!(check("c", "Annex", "b").contains("a note would get another title"));
}

#[test]
fn what_cannot_be_moved_is_left_alone() {
    let book = "--- a.md ---\nText.\n--- b.md ---\nText.\n";
    assert_eq!(check(book, "c", "d"), "Unknown(\"c\")");
    assert_eq!(check(book, "a", "b"), "Taken(\"b\")");
    assert_eq!(check(book, "a", "../b"), "NoName(\"../b\")");
    assert_eq!(check(book, "a", "a"), "NoName(\"a\")");
    assert_eq!(check(book, "a", "x#y"), "NoName(\"x#y\")");
}
