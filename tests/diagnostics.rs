//! `docs/diagnostics.md`: every code is in it, and every example has its problem.

mod book;

use std::collections::BTreeSet;

use briefbook::diagnostic::Code;
use briefbook::pipeline::{Cache, build};
use briefbook::source::Inputs;

const PAGE: &str = include_str!("../docs/diagnostics.md");

/// Problems of files on disk and of large pictures, which no example in text can
/// have; `tests/outside.rs` has them.
const NOT_IN_TEXT: &[&str] =
    &["missing-theme", "large-image", "not-utf8", "unreadable", "symlink", "unportable-name"];

/// The entries of the page: name, severity, and the example if there is one.
fn entries() -> Vec<(String, String, Option<String>)> {
    PAGE.split("\n### `")
        .skip(1)
        .map(|entry| {
            let (name, rest) =
                entry.split_once("` (").expect("an entry's heading is a code and its severity");
            let (severity, rest) = rest.split_once(")\n").expect("a severity stands in parentheses");
            let fence = ["```book\n", "~~~book\n"].into_iter().find(|fence| rest.contains(fence));
            let example = fence.map(|fence| {
                let start = rest.find(fence).expect("it has just been found") + fence.len();
                let end = rest[start..].find(&format!("\n{}\n", &fence[..3])).expect("the example ends")
                    + start
                    + 1;
                rest[start..end].to_owned()
            });
            (name.to_owned(), severity.to_owned(), example)
        })
        .collect()
}

#[test]
fn every_code_is_explained_with_its_severity() {
    let explained: BTreeSet<(String, String)> =
        entries().into_iter().map(|(name, severity, _)| (name, severity)).collect();
    let known: BTreeSet<(String, String)> =
        Code::ALL.iter().map(|code| (code.name().to_owned(), code.severity().to_string())).collect();
    assert_eq!(explained, known);
}

#[test]
fn every_example_has_the_problem_that_it_explains() {
    let mut wrong = Vec::new();
    for (name, _, example) in entries() {
        match example {
            None if NOT_IN_TEXT.contains(&name.as_str()) => {}
            None => wrong.push(format!("{name}: there is no example")),
            Some(example) => {
                let asked = Code::ALL.iter().copied().filter(|code| code.is_asked_for()).collect();
                let inputs = Inputs { asked, ..book::inputs(&example) };
                let built = build(&inputs, &mut Cache::default());
                let found: Vec<&str> = built.diagnostics.iter().map(|problem| problem.code.name()).collect();
                if !found.contains(&name.as_str()) {
                    wrong.push(format!("{name}: the example has {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
