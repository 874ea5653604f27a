//! The bundled book keeps what it promises: it is complete, and all of it is tied
//! together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use briefbook::diagnostic::Code;
use briefbook::load::load;
use briefbook::model::{Block, LinkKind, LocatorKind};
use briefbook::parse::{self, Dialect};
use briefbook::pipeline::{Cache, build};
use briefbook::report;
use briefbook::site::SiteFile;
use briefbook::source::Inputs;

fn bundled_book() -> Inputs {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    load(root, &root.join("public")).expect("the book can be read")
}

/// Works without a citation and terms without a use are among what is reported;
/// notes that nothing leads to are where that is asked for, as here.
#[test]
fn bundled_book_has_nothing_to_report() {
    let mut inputs = bundled_book();
    inputs.asked.insert(Code::OrphanNote);
    let built = build(&inputs, &mut Cache::default());
    let problems: Vec<String> =
        built.diagnostics.iter().map(|problem| report::plain(&inputs, problem)).collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n\n"));
}

#[test]
fn bundled_book_is_as_large_as_it_says() {
    let inputs = bundled_book();
    let notes: Vec<_> = inputs
        .notes
        .iter()
        .map(|(id, file)| {
            (id, parse::note(file, Dialect { smart_punctuation: true, ..Dialect::default() }).value)
        })
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
    let inputs = bundled_book();
    let mut bare = Vec::new();
    for file in inputs.notes.values() {
        let note = parse::note(file, Dialect { smart_punctuation: true, ..Dialect::default() }).value;
        for event in &note.events {
            let within =
                |span: &briefbook::source::Span| span.start >= event.span.start && span.end <= event.span.end;
            let sourced = note.citations.iter().any(|citation| within(&citation.span));
            let linked = note.links.iter().any(|link| link.kind == LinkKind::Wiki && within(&link.span));
            if !sourced || !linked {
                bare.push(format!("{}: {} {}", file.path, event.date.edtf, event.plain.as_typed()));
            }
        }
    }
    assert!(bare.is_empty(), "\n{}", bare.join("\n"));
}

/// Who begins at the first page and follows links comes to every page of a note.
#[test]
fn every_note_of_the_bundled_book_is_reached_from_its_first_page() {
    let site = build(&bundled_book(), &mut Cache::default()).site;
    let mut reached = BTreeSet::from(["index.html".to_owned()]);
    let mut ahead: Vec<String> = reached.iter().cloned().collect();
    while let Some(page) = ahead.pop() {
        let Some(SiteFile::Text(text)) = site.get(page.as_str()) else { continue };
        for link in text.split("href=\"").skip(1) {
            let path = link.split(['"', '#']).next().unwrap_or_default();
            if path.ends_with(".html") && reached.insert(joined(&page, path)) {
                ahead.push(joined(&page, path));
            }
        }
    }
    let aside = ["404.html", "_"];
    // A page at an old address leads on, and is there for links of others.
    let leads_on =
        |file: &SiteFile| matches!(file, SiteFile::Text(text) if text.contains("http-equiv=\"refresh\""));
    let missed: Vec<_> = site
        .iter()
        .filter(|(_, file)| !leads_on(file))
        .map(|(url, _)| url.to_string())
        .filter(|url| url.ends_with(".html") && !aside.iter().any(|name| url.starts_with(name)))
        .filter(|url| !reached.contains(url))
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
}

/// Each address in a page names a file of the site, and each fragment an id in it:
/// readers who follow a link come to the very place.
#[test]
fn every_link_of_the_bundled_book_leads_to_its_place() {
    let site = build(&bundled_book(), &mut Cache::default()).site;
    let pages: BTreeMap<String, &str> = site
        .iter()
        .filter_map(|(url, file)| match file {
            SiteFile::Text(text) if url.to_string().ends_with(".html") => Some((url.to_string(), &**text)),
            _ => None,
        })
        .collect();
    let values = |text: &'static str| {
        move |page: &str| -> BTreeSet<String> {
            page.split(text).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
        }
    };
    let ids_of = values(" id=\"");
    let ids: BTreeMap<&str, BTreeSet<String>> =
        pages.iter().map(|(url, page)| (url.as_str(), ids_of(page))).collect();
    let mut broken = Vec::new();
    for (url, page) in &pages {
        let links = values(" href=\"")(page).into_iter().chain(values(" src=\"")(page));
        for link in links.filter(|link| !link.contains(':')) {
            let (path, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() { url.clone() } else { joined(url, path) };
            let there = match ids.get(target.as_str()) {
                Some(ids) => fragment.is_empty() || ids.contains(fragment),
                None => site.contains_key(target.as_str()),
            };
            if !there {
                broken.push(format!("{url}: {link}"));
            }
        }
    }
    assert!(pages.len() > 180, "{} pages", pages.len());
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// Where a link of a page leads: `a/b.html` and `../c.html` make `c.html`.
fn joined(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The paper has 112 footnotes. Each is the source of a work in the bibliography,
/// which says so, or a remark of the author's that a note cites by its number.
#[test]
fn every_footnote_of_the_paper_is_cited_in_the_bundled_book() {
    let inputs = bundled_book();
    let mut found: BTreeSet<u32> = BTreeSet::new();
    for file in &inputs.bibliographies {
        let works = parse::bibliography(file).value;
        let notes = works.iter().filter_map(|work| work.fields.get("annote"));
        for note in notes.filter_map(|note| note.strip_prefix("Named in note")) {
            let numbers = note.split(" of the paper").next().unwrap_or_default();
            found.extend(
                numbers.split(|letter: char| !letter.is_ascii_digit()).filter_map(|n| n.parse::<u32>().ok()),
            );
        }
    }
    for file in inputs.notes.values() {
        let note = parse::note(file, Dialect { smart_punctuation: true, ..Dialect::default() }).value;
        let items = note.citations.iter().flat_map(|citation| &citation.items);
        for item in items.filter(|item| &*item.key.0 == "apl-telecom-2020") {
            found.extend(
                item.locator
                    .iter()
                    .filter(|locator| locator.kind == LocatorKind::Note)
                    .filter_map(|locator| locator.value.parse::<u32>().ok()),
            );
        }
    }
    assert_eq!(found, (1..=112).collect());
}

/// A definition rests on a work, on the page of its subject, or on what is commonly
/// known, and says which.
#[test]
fn every_term_of_the_bundled_book_says_what_its_definition_rests_on() {
    let inputs = bundled_book();
    let glossary =
        &inputs.notes.iter().find(|(id, _)| id.as_str() == "glossary").expect("it has a glossary").1;
    let entries = glossary.text.split("\n\n").filter(|block| block.contains("\n: "));
    let bare: Vec<_> = entries
        .filter(|entry| !["[@", "[see @", "[[", "eneral knowledge"].iter().any(|mark| entry.contains(mark)))
        .collect();
    assert!(bare.is_empty(), "{bare:?}");
}

/// Pictures speak to those who do not see them, can be read on a phone, where they
/// are shown 343 pixels wide, and keep to the reader's color scheme.
#[test]
fn every_picture_of_the_bundled_book_is_made_for_all_readers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/images");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the folder of pictures can be read") {
        let path = entry.expect("the folder of pictures can be read").path();
        let text = std::fs::read_to_string(&path).expect("a picture is text");
        let name = path.display();
        for part in
            ["role=\"img\"", "<title id=", "<desc id=", "prefers-color-scheme: dark", "font-size=\"16\""]
        {
            assert!(text.contains(part), "{name} has no {part}");
        }
        assert!(text.contains("viewBox=\"0 0 440 "), "{name} is too wide for 16 units to be legible");
        count += 1;
    }
    assert!(count >= 3, "{count} pictures");
}

/// What authors can write, each with signs by which it is found in a text.
const FEATURES: &[(&str, &str)] = &[
    ("link to a note", "[["),
    ("link to a heading of the note itself", "[[#Where"),
    ("link to a heading below a heading", "look wrong#Unusual"),
    ("link by a path", "[[01-briefing/"),
    ("link to a block", "#^"),
    ("link with an escaped bar", "\\|"),
    ("ordinary link to a note", ".md)"),
    ("ordinary link to a heading", ".md#"),
    ("reference link", "[series]: "),
    ("address in running text", " https://"),
    ("embed of a note", "![[five-eyes]]"),
    ("embed of a heading", "![[the-papers-summary#Cost"),
    ("embed of a block", "![[cable-licensing#^"),
    ("picture of a given size", "|360]]"),
    ("picture with a caption", ".svg \""),
    ("block id", " ^"),
    ("block id of a list", "\n\n^advice"),
    ("heading id", "{#"),
    ("callout", "> [!"),
    ("callout that is folded", "]- "),
    ("callout that is unfolded", "]+ "),
    ("comment", "%%"),
    ("mark for the index", "%%index: "),
    ("highlight", "=="),
    ("what is struck out", "~~"),
    ("footnote", "[^"),
    ("footnote with a citation", "in one place [@"),
    ("footnote to which two marks refer", "Company.[^usual]"),
    ("footnote in place", "^["),
    ("table", "\n|---"),
    ("caption of a table", "\nTable: "),
    ("reference to a table", "[[#^shares]]"),
    ("task", "- [ ] "),
    ("task that is done", "- [x] "),
    ("definition list", "\n: "),
    ("citation", "[@"),
    ("citation with a locator", ", pp. "),
    ("citation in the sentence", "@apl-telecom-2020 [n."),
    ("citation without its author", "[-@"),
    ("citation of a key in braces", "@{"),
    ("citation with a locator in braces", "{nn. "),
    ("citation in a heading", "## The proposal [@"),
    ("citation in a table", "| [@"),
    ("date in doubt", "\n2019?"),
    ("date that is about right", "\n2005~"),
    ("date of which digits are open", "\n198X/199X"),
    ("date that is a season", "\n2020-22"),
    ("stretch of time", "\n1990/2005"),
    ("stretch of time with an open end", "/..: "),
    ("several works in one citation", "; @"),
    ("events", "```timeline"),
    ("events in front matter", "\nevents:"),
    ("chart", "```chart"),
    ("code with a language", "```"),
    ("front matter in TOML", "+++\n"),
    ("topic of a note", "\ntopic: "),
    ("topics of a note", "\ntopics: "),
    ("kind of a topic", "\nkind: "),
    ("aliases", "\naliases: "),
    ("old address", "\nredirect_from: "),
    ("tags", "\ntags: "),
    ("term of a note", "\nterm: "),
    ("forms of a term", "\nforms: "),
    ("term that is not linked", "\nlink: false"),
    ("terms that a note does without", "\nno_terms: "),
    ("works that are listed without a citation", "\nnocite: "),
    ("day of update", "\nupdated: "),
    ("description", "\ndescription: "),
];

#[test]
fn bundled_book_uses_everything_that_authors_can_write() {
    let notes = bundled_book().notes;
    let unused: Vec<&str> = FEATURES
        .iter()
        .filter(|(_, signs)| !notes.values().any(|note| note.text.contains(signs)))
        .map(|(feature, _)| *feature)
        .collect();
    assert!(unused.is_empty(), "the bundled book has no {unused:?}");
}
