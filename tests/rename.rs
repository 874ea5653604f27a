//! Moving notes: links follow, and every other byte stays.

mod book;

use briefbook::model::NoteId;
use briefbook::pipeline::{Cache, build};
use briefbook::rename::{Refusal, rename};
use briefbook::source::SourceFile;

/// Moves a note, and shows the files that change. The book as it is afterwards
/// must have the problems that it had before, and no others.
fn check(text: &str, from: &str, to: &str) -> String {
    let inputs = book::inputs(text);
    let moved = match rename(&inputs, &NoteId::new(from), &NoteId::new(to)) {
        Ok(moved) => moved,
        Err(refusal) => return format!("{refusal:?}"),
    };
    let mut after = inputs.clone();
    let old = after.notes.remove(&NoteId::new(from)).expect("it has been moved");
    let new_file = SourceFile { path: moved.to.clone(), text: old.text };
    after.notes.insert(NoteId::new(to), new_file);
    for file in after.notes.values_mut() {
        if let Some(text) = moved.texts.get(&file.path) {
            file.text = text.clone();
        }
    }
    let problems = |inputs| build(inputs, &mut Cache::default()).diagnostics.len();
    assert_eq!(problems(&inputs), problems(&after), "the book is as good as before");
    let files = moved.texts.iter().map(|(path, text)| format!("== {path}\n{text}"));
    files.collect::<Vec<_>>().join("").trim_end().to_owned()
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
fn number_that_orders_a_note_changes_no_address_and_no_link() {
    let book = "--- 01-treaty.md ---\n# Treaty\n--- talks.md ---\nSee [[treaty]].\n";
    assert_eq!(check(book, "01-treaty", "02-treaty"), "== content/02-treaty.md\n# Treaty");
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
fn what_cannot_be_moved_is_left_alone() {
    let book = "--- a.md ---\nText.\n--- b.md ---\nText.\n";
    assert_eq!(check(book, "c", "d"), "Unknown(c)");
    assert_eq!(check(book, "a", "b"), "Taken(b)");
    assert_eq!(check(book, "a", "../b"), "NoName(\"../b\")");
    assert_eq!(check(book, "a", "a"), "NoName(\"a\")");
    let inputs = book::inputs("--- a.md ---\nText.\n");
    assert!(matches!(rename(&inputs, &NoteId::new("a"), &NoteId::new("x#y")), Err(Refusal::NoName(_))));
}
