use proptest::prelude::*;

use super::*;
use crate::model::Name;

/// What a bibliography is understood as: each reference with its fields, then
/// the problems with the text they point at.
fn check(path: &str, text: &str) -> String {
    let file = SourceFile::new(path, text);
    let checked = bibliography(&file);
    let mut lines = Vec::new();
    for reference in checked.value.iter() {
        lines.push(format!("{} {:?}", reference.key, reference.kind));
        let people = [("author", &reference.authors), ("editor", &reference.editors)];
        let others = reference.contributors.iter().map(|(role, names)| (role.as_str(), names));
        for (role, names) in people.into_iter().chain(others).filter(|(_, names)| !names.is_empty()) {
            lines.push(format!("  {role}: {}", names.iter().map(name).collect::<Vec<_>>().join("; ")));
        }
        let dates = [("issued", &reference.issued), ("accessed", &reference.accessed)];
        let dates = dates.map(|(name, date)| (name, date.as_ref().map(|date| date.edtf.clone())));
        let texts = [
            ("title", reference.title.clone()),
            ("issued as written", reference.issued_literal.clone()),
            ("url", reference.url.clone()),
            ("archived", reference.archived.clone()),
            ("doi", reference.doi.clone()),
        ];
        for (name, value) in dates.into_iter().chain(texts) {
            lines.extend(value.map(|value| format!("  {name}: {value}")));
        }
        lines.extend(reference.fields.iter().map(|(name, value)| format!("  {name}: {value}")));
    }
    for problem in &checked.diagnostics {
        let span = &problem.span;
        let at = &text[span.start as usize..span.end as usize];
        lines.push(format!("{}: {} at {at:?}", problem.code, problem.message));
    }
    lines.join("\n")
}

/// A name with a bar between its parts.
fn name(name: &Name) -> String {
    match name {
        Name::Person { family, given, particle, suffix } => {
            let parts = [given.as_deref(), particle.as_deref(), Some(family), suffix.as_deref()];
            parts.map(Option::unwrap_or_default).join("|")
        }
        Name::Literal(name) => format!("[{name}]"),
        Name::Others => "and others".to_owned(),
    }
}

#[test]
fn bibtex_is_read_with_its_accents_braces_and_abbreviations() {
    insta::assert_snapshot!(check(
        "a.bib",
        r#"
@string{rand = {{RAND Corporation}}}
@comment{left out}
% a comment, me@example.org
@Report{gao20,
  author = {{Government Accountability Office} and O'Rourke, Ronald and Charles de Gaulle and {\"O}stlund, J{\'o}n and others},
  title = {{AT\&T}'s ``New'' Network: \emph{Costs} of {5G}--2},
  subtitle = {A {Report}},
  institution = rand # { and others},
  number = {GAO-20-1},
  pages = {12--15},
  url = {https://example.org/a_b?x=1&y=~z},
  doi = {https://doi.org/10.1000/ABC},
}
@article{old, author = "Smith, Jr., John", journal = {Telecom Policy}, number = 3, volume = 20, year = {in press}}
"#
    ), @r"
    gao20 Report
      author: [Government Accountability Office]; Ronald||O’Rourke|; Charles|de|Gaulle|; Jón||Östlund|; and others
      title: AT&T’s “New” Network: Costs of 5G–2: A Report
      url: https://example.org/a_b?x=1&y=~z
      doi: 10.1000/ABC
      number: GAO-20-1
      page: 12–15
      publisher: RAND Corporation and others
    old JournalArticle
      author: John||Smith|Jr.
      issued as written: in press
      container-title: Telecom Policy
      issue: 3
      volume: 20
    ");
}

#[test]
fn one_bad_entry_loses_no_other() {
    insta::assert_snapshot!(check(
        "a.bib",
        "\
@book{first, title = {First}}
@book{second,
  title = {Second}
  author = {Missing Comma},
}
@book{third,
  title = {Third},
  note = {never closed,
}
@book{fourth, title = nobody # { Fourth}}
"
    ), @r#"
    first Book
      title: First
    second Book
      title: Second
    third Book
      title: Third
      note: never closed,
    fourth Book
      title: nobody Fourth
    bibliography: expected comma at "a"
    bibliography: expected comma at "}"
    bibliography: `nobody` is not an abbreviation at "nobody # { Fourth}"
    "#);
}

#[test]
fn entries_inherit_from_others() {
    insta::assert_snapshot!(check(
        "a.bib",
        "\
@inproceedings{talk, author = {Roe, Jane}, title = {Talk}, crossref = {conf}}
@proceedings{conf, title = {Conference}, editor = {Doe, Jo}, xdata = {place}}
@xdata{place, location = {Prague}, publisher = {Press}}
@book{lost, title = {Lost}, crossref = {nowhere}}
"
    ), @r#"
    talk ConferencePaper
      author: Jane||Roe|
      editor: Jo||Doe|
      title: Talk
      container-title: Conference
      publisher: Press
      publisher-place: Prague
    conf Book
      editor: Jo||Doe|
      title: Conference
      publisher: Press
      publisher-place: Prague
    lost Book
      title: Lost
    bibliography: `crossref` names `nowhere`, which is not in this file at "{nowhere}"
    "#);
}

#[test]
fn types_and_words_say_what_a_work_is() {
    let kind = |entry: &str| check("a.bib", entry).lines().next().unwrap_or_default().to_owned();
    assert_eq!(kind("@legislation{a, number = {{H.R.} 575}}"), "a Bill");
    assert_eq!(kind("@legislation{a, number = {Pub. L. 115-232}}"), "a Statute");
    assert_eq!(kind("@legislation{a, type = {Executive Order}}"), "a Regulation");
    assert_eq!(kind("@jurisdiction{a, title = {Brown v. Board}}"), "a Case");
    assert_eq!(kind("@online{a, type = {Press release}}"), "a PressRelease");
    assert_eq!(kind("@article{a, entrysubtype = {newspaper}}"), "a NewspaperArticle");
    assert_eq!(kind("@misc{a, keywords = {5G, hearing}}"), "a Hearing");
    assert_eq!(kind("@misc{a, keywords = {billing}}"), "a Document");
    assert_eq!(kind("@techreport{a, number = 3}"), "a Report");
}

#[test]
fn csl_json_is_read_item_by_item() {
    insta::assert_snapshot!(check(
        "a.json",
        r#"[
  {"id": "smith", "type": "article-newspaper", "title": "A <i>Title</i>\n here",
   "author": [{"family": "Gaulle", "given": "Charles", "non-dropping-particle": "de"}, {"literal": "FCC"}],
   "translator": [{"family": "Roe"}],
   "issued": {"literal": "in press"}, "volume": 3, "DOI": "doi:10.1/x", "URL": "https://example.org/"},
  {"id": 7, "type": "broadcast", "title": broken},
  {"type": "book"},
  {"id": "film", "type": "broadcast", "genre": "News"}
]"#
    ), @r#"
    smith NewspaperArticle
      author: Charles|de|Gaulle|; [FCC]
      translator: ||Roe|
      title: A Title here
      issued as written: in press
      url: https://example.org/
      doi: 10.1/x
      volume: 3
    film Document
      genre: News
      type: broadcast
    bibliography: this item is not JSON: expected value at "b"
    bibliography: this item has no `id`, so nothing can cite it at "{\"type\": \"book\"}"
    "#);
}

#[test]
fn hayagriva_is_read_entry_by_entry() {
    insta::assert_snapshot!(check(
        "a.yaml",
        "\
# works
smith:
  type: Article
  title: {value: Long Title, short: Title}
  author: [\"Smith, Jane\", World Health Organization]
  page-range: 3-5
  serial-number: {doi: 10.1/x}
  parent:
    type: Periodical
    title: Journal
    volume: 3
broken:
  title: [never closed
roe:
  type: Web
  author: van der Roe, Jan
  url: {value: https://example.org/}
  note: Worth a look
"
    ), @r#"
    smith JournalArticle
      author: Jane||Smith|; [World Health Organization]
      title: Long Title
      doi: 10.1/x
      container-title: Journal
      page: 3-5
      title-short: Title
      volume: 3
    roe Web
      author: Jan|van der|Roe|
      url: https://example.org/
      annote: Worth a look
    bibliography: this entry cannot be read: unclosed bracket '[' at "["
    "#);
}

#[test]
fn what_is_no_bibliography_is_reported_and_not_read() {
    assert_eq!(
        check("a.ris", "TY  - BOOK"),
        "bibliography: `.ris` is not a format of bibliographies at \"\""
    );
    assert_eq!(
        check("a.json", "hello"),
        "bibliography: this is not CSL-JSON: a list of items between `[` and `]` is expected at \"h\""
    );
    assert_eq!(check("a.bib", ""), "");
}

#[test]
fn abbreviations_that_lead_in_a_circle_and_deep_braces_end() {
    let circle = check("a.bib", "@string{a = b}\n@string{b = a}\n@book{x, title = a}\n");
    assert!(circle.starts_with("x Book\n  title: "), "{circle}");
    let deep = format!("@book{{x, title = {{{}{}}}}}", "{".repeat(9000), "}".repeat(9000));
    assert!(check("a.bib", &deep).starts_with("x Book\nbibliography: `title` is left out"));
    let heirs = check("a.bib", "@book{a, crossref = {b}}\n@book{b, crossref = {a}, publisher = {P}}");
    assert_eq!(heirs, "a Book\n  publisher: P\nb Book\n  publisher: P");
}

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(
        pieces in proptest::collection::vec(
            prop_oneof![
                "\\PC{0,12}",
                Just("@book{a,".to_owned()), Just("title = {".to_owned()), Just("}".to_owned()),
                Just("author = \"".to_owned()), Just("\\emph{".to_owned()), Just("$".to_owned()),
                Just("\n@string{x = x}\n".to_owned()), Just("date = x # {2020},".to_owned()),
                Just("crossref = {a},".to_owned()), Just("[{\"id\": 1, \"issued\": {".to_owned()),
                Just("\"date-parts\": [[2020, 99], [-5]]".to_owned()), Just("\"circa\": true}}]".to_owned()),
                Just("\na:\n  date: ".to_owned()), Just("  parent: {".to_owned()), Just("\\'".to_owned()),
            ],
            0..12,
        )
    ) {
        let text = pieces.concat();
        for path in ["a.bib", "a.json", "a.yaml"] {
            check(path, &text);
        }
    }
}
