//! The bundled book keeps what it promises: it is complete, and all of it is tied
//! together.

use std::path::Path;

use briefbook::load::load;
use briefbook::model::{Block, LinkKind};
use briefbook::parse::{self, Dialect};
use briefbook::pipeline::{Cache, build};
use briefbook::report;

#[test]
fn bundled_book_has_nothing_to_report() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inputs = load(root, &root.join("public")).expect("the book can be read");
    let built = build(&inputs, &mut Cache::default());
    let problems: Vec<String> =
        built.diagnostics.iter().map(|problem| report::plain(&inputs, problem)).collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n\n"));
}

#[test]
fn bundled_book_is_as_large_as_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inputs = load(root, &root.join("public")).expect("the book can be read");
    let notes: Vec<_> = inputs
        .notes
        .iter()
        .map(|(id, file)| (id, parse::note(file, Dialect { smart_punctuation: true }).value))
        .collect();
    let sections = notes.iter().filter(|(id, note)| note.front.topic.is_none() && !id.is_section()).count();
    let topics = notes.iter().filter(|(_, note)| note.front.topic.is_some()).count();
    let events: usize = notes.iter().map(|(_, note)| note.events.len()).sum();
    let terms: usize = notes
        .iter()
        .filter(|(id, _)| id.as_str() == "glossary")
        .flat_map(|(_, note)| &note.body)
        .map(|block| if let Block::DefinitionList(entries) = block { entries.len() } else { 0 })
        .sum();
    let works: usize = inputs.bibliographies.iter().map(|file| parse::bibliography(file).value.len()).sum();
    assert!(sections >= 25, "{sections} notes of sections");
    assert!(topics >= 45, "{topics} notes of topics");
    assert!(events >= 75, "{events} events");
    assert!(terms >= 90, "{terms} terms");
    assert!(works >= 99, "{works} references");
}

#[test]
fn every_event_of_the_bundled_book_has_a_source_and_links_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inputs = load(root, &root.join("public")).expect("the book can be read");
    let mut bare = Vec::new();
    for file in inputs.notes.values() {
        let note = parse::note(file, Dialect { smart_punctuation: true }).value;
        for event in &note.events {
            let within =
                |span: &briefbook::source::Span| span.start >= event.span.start && span.end <= event.span.end;
            let sourced = note.citations.iter().any(|citation| within(&citation.span));
            let linked = note.links.iter().any(|link| link.kind == LinkKind::Wiki && within(&link.span));
            if !sourced || !linked {
                bare.push(format!("{}: {} {}", file.path, event.date.edtf, event.plain));
            }
        }
    }
    assert!(bare.is_empty(), "\n{}", bare.join("\n"));
}
