//! The search as readers have it: the index of a whole book, asked by the
//! theme's own script. The script is run by Node, without a page.

mod book;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::ops::RangeInclusive;
use std::process::{Command, Stdio};

use briefbook::index::search::terms;
use briefbook::model::NoteId;
use briefbook::pipeline::{Cache, build};
use briefbook::site::{Site, SiteFile};
use briefbook::source::{Inputs, SourceFile};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

/// Runs `tests/search/ask.mjs`.
fn node(question: &Value) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/search/ask.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the tests of the search need Node: install the package `nodejs`");
    let mut stdin = node.stdin.take().expect("it has been asked for");
    stdin.write_all(question.to_string().as_bytes()).expect("Node reads its input");
    drop(stdin);
    let output = node.wait_with_output().expect("Node ends");
    assert!(output.status.success(), "Node has failed; see above");
    serde_json::from_slice(&output.stdout).expect("the script answers in JSON")
}

/// The files of the search of a site.
fn index(site: &Site) -> BTreeMap<&str, &str> {
    site.iter()
        .filter(|(url, _)| url.as_str().starts_with("_search/"))
        .map(|(url, file)| match file {
            SiteFile::Text(text) => (url.as_str(), &**text),
            SiteFile::Copy(_) => panic!("the search is made, not copied: {url}"),
        })
        .collect()
}

/// What the search of a book finds for each query, the best first.
fn check(text: &str, queries: &[&str]) -> String {
    let built = build(&book::inputs(text), &mut Cache::default());
    let found = node(&json!({ "files": index(&built.site), "queries": queries }));
    let found = found.as_array().expect("an answer for each query").iter();
    let titles = |found: &Value| -> Vec<String> {
        found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    queries
        .iter()
        .zip(found)
        .map(|(query, found)| format!("{query}: {}\n", titles(found).join(" | ")))
        .collect()
}

const BOOK: &str = "\
--- treaty.md ---
---
title: The treaty
aliases: [Pact of 1921]
---
Carriers signed it in May. It bans routers from [[Acme Systems]].

## Annexes

Équipement de réseau, 网络设备.

Those who use FDPR are bound.
--- acme.md ---
# Acme Systems

Makes routers.

```timeline
1999: Acme sells its first router
```
--- glossary.md ---
# Glossary

foreign direct product rule
FDPR
: A rule that reaches goods made abroad.
";

#[test]
fn notes_terms_and_events_are_found_by_any_form_of_their_words() {
    let queries = [
        "carrier",
        "router",
        "the pact",
        "equipement",
        "网络",
        "foreign direct product",
        "rout",
        "ruoters",
        "acme signed",
        "acme treaty nonsense",
        "...",
    ];
    let expected = "\
carrier: The treaty
router: Acme Systems | The treaty | Acme sells its first router
the pact: The treaty
equipement: The treaty
网络: The treaty
foreign direct product: foreign direct product rule | The treaty
rout: Acme Systems | The treaty | Acme sells its first router
ruoters: Acme Systems | The treaty | Acme sells its first router
acme signed: The treaty
acme treaty nonsense: The treaty | Acme Systems | Acme sells its first router
...: 
";
    assert_eq!(check(BOOK, &queries), expected);
}

/// Letters of many scripts, and signs that stand between and inside words.
const SCRIPTS: &[RangeInclusive<char>] = &[
    ' '..='~',
    'a'..='z',
    'À'..='ſ',
    'Ά'..='ώ',
    'А'..='я',
    'א'..='ת',
    'ء'..='غ',
    'क'..='न',
    'ก'..='ฯ',
    'ぁ'..='ヾ',
    '一'..='中',
    '가'..='갛',
    'Ａ'..='ｚ',
    '\u{300}'..='\u{304}',
    '’'..='’',
    'ﬀ'..='ﬄ',
    '𠀀'..='𠀅',
];

/// Texts of letters from everywhere, the same in every run.
fn any_texts(count: usize) -> Vec<String> {
    let letters = proptest::char::ranges(SCRIPTS.to_vec().into());
    let texts = proptest::collection::vec(proptest::collection::vec(letters, 0..60), count);
    let mut runner = TestRunner::deterministic();
    let texts = texts.new_tree(&mut runner).expect("nothing is filtered out").current();
    texts.iter().map(|letters| letters.iter().collect()).collect()
}

/// Words with every ending that the stemmer knows, after stumps of several
/// lengths.
fn every_ending() -> String {
    const STUMPS: &str =
        "b by hop hopp agr gener commun tr y say boy plast conspir ration vi cat skill inn out";
    const ENDINGS: &str = "s es ies ied sses us ss ed eed edly eedly ing ingly y ly ful fulness fulli less lessli ness \
        ous ousli ousness ive iveness iviti ative ation ational tion tional ization ize izer izing ator al alli aliti \
        alism alize ic ical iciti icate ance ence anci enci ant ent entli ment ement ement able ible abli bli biliti \
        ism iti logi ogi li er or ion sion e ee le ll lle yed ying";
    let word = |stump: &str, ending: &str| format!("{stump}{ending} ");
    STUMPS
        .split(' ')
        .flat_map(|stump| ENDINGS.split_whitespace().map(move |ending| word(stump, ending)))
        .collect()
}

#[test]
fn words_are_cut_and_stemmed_as_in_the_browser() {
    let mut texts: Vec<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/content/09-topics"))
        .expect("the bundled book has topics")
        .map(|file| std::fs::read_to_string(file.expect("it is there").path()).expect("notes are UTF-8"))
        .collect();
    texts.push(every_ending());
    texts.push(
        "skis skies dying lying tying idly gently ugly early only singly news howe atlas bias".to_owned(),
    );
    texts.push(
        "inning outing canning herring earring proceed exceed succeeded Huawei's s 's O'Brien's".to_owned(),
    );
    texts.extend(any_texts(400));
    // Endings of the other languages, one on the other.
    let parts = [
        "chin", "pa", "netz", "ces", "aux", "eaux", "eux", "ll", "e", "s", "es", "ern", "em", "n", "o", "a",
        "ß",
    ];
    texts.push(
        parts.iter().flat_map(|a| parts.map(|b| parts.map(|c| format!("{a}{b}{c} ")).concat())).collect(),
    );
    let parts = ["شرك", "مدر", "ال", "وال", "لل", "و", "ة", "ات", "ها", "ي", "ون", "أ", "ى", "\u{64f}"];
    texts.push(
        parts.iter().flat_map(|a| parts.map(|b| parts.map(|c| format!("{a}{b}{c} ")).concat())).collect(),
    );
    for language in ["en", "es", "fr", "de", "ar", "zh"] {
        let browser = node(&json!({ "texts": texts, "language": language }));
        for (text, browser) in texts.iter().zip(browser.as_array().expect("an answer for each text")) {
            assert_eq!(json!(terms(text, language)), *browser, "{language}: {text}");
        }
    }
}

#[test]
fn every_word_of_every_note_finds_the_note() {
    let texts = any_texts(150);
    let mut inputs = book::inputs("");
    for (at, text) in texts.iter().enumerate() {
        let text = format!("---\ntitle: N{at}\n---\n```text\n{text}\n```\n");
        inputs
            .notes
            .insert(NoteId::new(format!("n{at}")), SourceFile::new(&format!("content/n{at}.md"), &text));
    }
    let built = build(&inputs, &mut Cache::default());
    let mut queries = Vec::new();
    let mut expected = Vec::new();
    for (at, text) in texts.iter().enumerate().filter(|(_, text)| !text.contains('`')) {
        for word in terms(text, "und").into_iter().step_by(3) {
            queries.push(word + " ");
            expected.push(format!("N{at}"));
        }
    }
    assert!(queries.len() > 200, "{} words are too few", queries.len());
    let found = node(&json!({ "files": index(&built.site), "queries": queries }));
    for ((query, title), found) in queries.iter().zip(expected).zip(found.as_array().expect("an answer each"))
    {
        assert!(
            found.as_array().expect("titles").contains(&json!(title)),
            "`{query}` does not find {title}: {found}"
        );
    }
}

/// A book of as many notes, of words that are spread as in texts: few are common.
fn large_book(notes: usize) -> Inputs {
    let mut inputs = book::inputs("");
    let mut seed = 1_u64;
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for at in 0..notes {
        let mut text = format!("# Note {at}\n");
        for _ in 0..300 {
            let spread = 1 << random(13);
            let word = random(spread);
            text += &format!("{}{} ", ["ba", "co", "du", "fe", "gi", "ka", "lo"][(word % 7) as usize], word);
        }
        inputs
            .notes
            .insert(NoteId::new(format!("n{at}")), SourceFile::new(&format!("content/n{at}.md"), &text));
    }
    inputs
}

#[test]
fn an_edit_changes_few_files_and_costs_little_work() {
    let mut inputs = large_book(400);
    let mut cache = Cache::default();
    let first = build(&inputs, &mut cache).site;
    let before = [cache.files.search.index.records.runs(), cache.files.search.index.groups.runs()];
    let cells = cache.files.search.index.cells.runs();

    let id = NoteId::new("n17");
    let text = format!("{} A sentence on quokkas.\n", inputs.notes[&id].text);
    inputs.notes.insert(id, SourceFile::new("content/n17.md", &text));
    let second = build(&inputs, &mut cache).site;

    let (first, second) = (index(&first), index(&second));
    let changed: Vec<&&str> = second.keys().filter(|path| first.get(*path) != second.get(*path)).collect();
    assert!(changed.len() <= 6, "{} of {} files: {changed:?}", changed.len(), second.len());
    let after = [cache.files.search.index.records.runs(), cache.files.search.index.groups.runs()];
    assert_eq!(after, before.map(|runs| runs + 1));
    assert!(cache.files.search.index.cells.runs() - cells <= 4);

    // Warm equals cold.
    let cold = build(&inputs, &mut Cache::default()).site;
    assert_eq!(index(&cold), second);
}

#[test]
fn a_new_note_moves_no_other() {
    let mut inputs = large_book(400);
    let first = build(&inputs, &mut Cache::default()).site;
    inputs.notes.insert(NoteId::new("m"), SourceFile::new("content/m.md", "# Quokkas\n"));
    let second = build(&inputs, &mut Cache::default()).site;
    let (first, second) = (index(&first), index(&second));
    let changed = second.keys().filter(|path| first.get(*path) != second.get(*path)).count();
    // The root, the word's cell, what shows the note, and for each of the few that
    // it may have pushed aside, the cells of its words.
    assert!(changed <= 4, "{changed} of {} files", second.len());
}
