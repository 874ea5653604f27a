//! The public test suite of the Citation Style Language, run through the engine
//! as it is: `cargo xtask csl FOLDER` with the folder of its tests.
//!
//! The suite is in no package registry and is not ours to copy, so nothing of it
//! is here but the names of the tests that pass, in `csl-suite-passes.txt`. A
//! listed test that fails is a fault that an update of the engine has brought; a
//! test that passes and is not listed must be added, so that the list is true.
//!
//! What the engine gets wrong and our own model mends is tested case by case in
//! `src/render/citation/`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use citationberg::json::Item;
use citationberg::taxonomy::Locator;
use citationberg::{
    Display, FontStyle, FontVariant, FontWeight, IndependentStyle, Locale, TextDecoration, VerticalAlign,
};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, Elem, ElemChild,
    ElemChildren, Formatting, LocatorPayload, Rendered, SpecificLocator,
};
use serde_json::Value;

const PASSES: &str = include_str!("csl-suite-passes.txt");

#[test]
#[ignore = "needs the suite: cargo xtask csl FOLDER"]
fn the_engine_passes_what_it_passed() {
    let folder = std::env::var_os("CSL_SUITE").expect("CSL_SUITE names the folder of the suite's tests");
    // A panic of the engine is a failure like any other, and says so once.
    std::panic::set_hook(Box::new(|_| {}));
    let locales = hayagriva::archive::locales();
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder of the suite can be read")
        .map(|entry| entry.expect("its entries too").path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    names.sort();
    let listed: BTreeSet<&str> = PASSES.lines().filter(|line| !line.starts_with('#')).collect();
    let mut passed = BTreeSet::new();
    let mut failed: BTreeMap<Failure, Vec<String>> = BTreeMap::new();
    for path in &names {
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("names are UTF-8");
        match result(path, &locales) {
            Ok(()) => drop(passed.insert(name.to_owned())),
            Err(why) => failed.entry(why).or_default().push(name.to_owned()),
        }
    }
    let _ = std::panic::take_hook();
    eprintln!("{} of {} tests pass; the others by what is in their way:", passed.len(), names.len());
    for (why, names) in &failed {
        eprintln!("{:4} {why}: {}", names.len(), names.join(" "));
    }
    let lost: Vec<_> = listed.iter().filter(|name| !passed.contains(**name)).collect();
    let won: Vec<_> = passed.iter().filter(|name| !listed.contains(name.as_str())).collect();
    assert!(lost.is_empty(), "these passed before, and fail: {lost:#?}");
    assert!(won.is_empty(), "these pass, and are to be added to tests/csl-suite-passes.txt: {won:#?}");
}

/// Why a test does not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Failure {
    /// The engine cannot read the style.
    Style,
    /// The engine cannot read the works.
    Works,
    /// The engine's requests have no way to say it; our own model does it, where it
    /// matters to a book.
    Request(&'static str),
    /// The engine panics, which we catch.
    Panic,
    /// The engine's result is another.
    Result,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Style => f.write_str("the engine cannot read the style"),
            Failure::Works => f.write_str("the engine cannot read the works"),
            Failure::Request(what) => write!(f, "the engine cannot be asked for {what}"),
            Failure::Panic => f.write_str("the engine panics"),
            Failure::Result => f.write_str("the engine's result is another"),
        }
    }
}

/// Whether the engine makes of a test what the suite says.
fn result(path: &Path, locales: &[Locale]) -> Result<(), Failure> {
    let text = std::fs::read_to_string(path).expect("tests of the suite are UTF-8");
    let text = text.trim_start_matches('\u{feff}');
    let said = section(text, "RESULT").expect("every test has a result");
    let found = std::panic::catch_unwind(|| run(text, locales)).map_err(|_| Failure::Panic)??;
    let (found, said) = (unmarked(found.trim()), unmarked(one_line_each(&said).trim()));
    if found == said {
        return Ok(());
    }
    if std::env::var_os("CSL_SHOW").is_some() {
        eprintln!("== {}\n- {said}\n+ {found}", path.display());
    }
    Err(Failure::Result)
}

/// Citations without the marks of those that the last edit has changed: a build makes
/// all of them anew.
fn unmarked(text: &str) -> String {
    let lines = text.lines().map(|line| match line.strip_prefix(">>[") {
        Some(rest) => format!("..[{rest}"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What stands between the marks of a section.
fn section(text: &str, name: &str) -> Option<String> {
    let mut lines = text.lines().skip_while(|line| !(line.starts_with(">>=") && word(line) == name));
    lines.next()?;
    let inside: Vec<&str> = lines.take_while(|line| !line.starts_with("<<=")).collect();
    Some(inside.join("\n"))
}

/// The name in a mark.
fn word(mark: &str) -> &str {
    mark.trim_matches(|c: char| "<>= \t".contains(c))
}

/// The suite sets entries and their parts on lines of their own.
fn one_line_each(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    if !text.trim_start().starts_with("<div") {
        return lines.join("\n");
    }
    lines.into_iter().map(str::trim).collect()
}

/// Runs a test.
fn run(text: &str, locales: &[Locale]) -> Result<String, Failure> {
    let part = |name| section(text, name).unwrap_or_default();
    let mut style = IndependentStyle::from_xml(&part("CSL")).map_err(|_| Failure::Style)?;
    let items: Vec<Item> = serde_json::from_str(&part("INPUT")).map_err(|_| Failure::Works)?;
    let json = |name| section(text, name).map(|json| serde_json::from_str::<Value>(&json));
    let groups: Vec<(Vec<Value>, usize)> = match (json("CITATIONS"), json("CITATION-ITEMS")) {
        (Some(citations), _) => {
            citations.ok().and_then(|edits| in_order(&edits)).ok_or(Failure::Request("these edits"))?
        }
        (None, Some(groups)) => {
            let groups = groups.ok().and_then(|groups| groups.as_array().cloned()).unwrap_or_default();
            let groups = groups.iter().map(|group| group.as_array().cloned().unwrap_or_default());
            groups.zip(1..).collect()
        }
        (None, None) => {
            let all = items.iter().map(|item| serde_json::json!({ "id": id(item) })).collect();
            vec![(all, 1)]
        }
    };
    // As in our own use of it: the engine puts it between the parts of a work too.
    if groups.iter().all(|(group, _)| group.len() == 1) {
        style.citation.layout.delimiter = None;
    }
    let mut driver = BibliographyDriver::new();
    for (group, note) in &groups {
        let cites = group.iter().map(|cite| cited(cite, &items)).collect::<Result<Vec<_>, _>>()?;
        driver.citation(CitationRequest::new(cites, &style, None, locales, Some(*note)));
    }
    let rendered = driver.finish(BibliographyRequest::new(&style, None, locales));
    match part("MODE").trim() {
        "citation" => Ok(citations(&rendered, section(text, "CITATIONS").is_some())),
        "bibliography" => bibliography(&rendered).ok_or(Failure::Result),
        _ => Err(Failure::Request("parts of a bibliography")),
    }
}

/// The citations of a document that was edited, as it reads after the last edit.
fn in_order(edits: &Value) -> Option<Vec<(Vec<Value>, usize)>> {
    let edits = edits.as_array()?;
    let [last, before, after] = edits.last()?.as_array()?.as_slice() else { return None };
    let cites = |citation: &Value| citation.get("citationItems").and_then(Value::as_array).cloned();
    let find = |place: &Value| {
        let id = place.get(0)?;
        let found =
            edits.iter().rev().filter_map(|edit| edit.get(0)).find(|edit| edit.get("citationID") == Some(id));
        Some((cites(found?)?, note(place.get(1))))
    };
    let mut ordered: Vec<_> = before.as_array()?.iter().map(find).collect::<Option<_>>()?;
    let index = last.get("properties").and_then(|properties| properties.get("noteIndex"));
    ordered.push((cites(last)?, note(index)));
    ordered.extend(after.as_array()?.iter().map(find).collect::<Option<Vec<_>>>()?);
    Some(ordered)
}

fn note(number: Option<&Value>) -> usize {
    number.and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok()).unwrap_or(1)
}

/// One work of a citation.
fn cited<'i>(cite: &'i Value, items: &'i [Item]) -> Result<CitationItem<'i, Item>, Failure> {
    let text = |name: &str| cite.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    if text("prefix").or(text("suffix")).is_some() {
        return Err(Failure::Request("words before and after a work"));
    }
    let is_set = |name: &str| {
        cite.get(name).is_some_and(|flag| flag.as_bool() == Some(true) || flag.as_u64() == Some(1))
    };
    if is_set("suppress-author") {
        return Err(Failure::Request("a work without its author"));
    }
    let wanted = cite.get("id").and_then(plain);
    let item = items.iter().find(|item| Some(id(item)) == wanted).ok_or(Failure::Works)?;
    let kind = text("label").map_or(Some(Locator::Page), |label| label.parse().ok());
    let kind = kind.ok_or(Failure::Request("a place of this kind"))?;
    let locator = text("locator").map(|place| SpecificLocator(kind, LocatorPayload::Str(place)));
    let purpose = is_set("author-only").then_some(CitePurpose::Author);
    Ok(CitationItem::new(item, locator, None, false, purpose))
}

fn id(item: &Item) -> String {
    serde_json::to_value(item).ok().and_then(|item| plain(item.get("id")?)).unwrap_or_default()
}

fn plain(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|number| number.to_string()))
}

fn citations(rendered: &Rendered, are_numbered: bool) -> String {
    let line = |(at, citation): (usize, &hayagriva::RenderedCitation)| match are_numbered {
        true => format!("..[{at}] {}", html(&citation.citation)),
        false => html(&citation.citation),
    };
    rendered.citations.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

fn bibliography(rendered: &Rendered) -> Option<String> {
    let mut out = String::from("<div class=\"csl-bib-body\">");
    for entry in &rendered.bibliography.as_ref()?.items {
        out += "<div class=\"csl-entry\">";
        if let Some(first) = &entry.first_field {
            out += "<div class=\"csl-left-margin\">";
            child(first, &mut out);
            out += "</div><div class=\"csl-right-inline\">";
        }
        out += &html(&entry.content);
        out += if entry.first_field.is_some() { "</div></div>" } else { "</div>" };
    }
    Some(out + "</div>")
}

fn html(children: &ElemChildren) -> String {
    let mut out = String::new();
    children.0.iter().for_each(|found| child(found, &mut out));
    out
}

fn child(found: &ElemChild, out: &mut String) {
    match found {
        ElemChild::Text(text) | ElemChild::Link { text, .. } => set(&text.text, &text.formatting, out),
        ElemChild::Markup(text) => *out += &escaped(text),
        ElemChild::Elem(Elem { children, display, .. }) => {
            let class = display.map(|display| match display {
                Display::Block => "csl-block",
                Display::LeftMargin => "csl-left-margin",
                Display::RightInline => "csl-right-inline",
                Display::Indent => "csl-indent",
            });
            *out += &class.map(|class| format!("<div class=\"{class}\">")).unwrap_or_default();
            children.0.iter().for_each(|inner| child(inner, out));
            *out += if class.is_some() { "</div>" } else { "" };
        }
        ElemChild::Transparent { .. } => {}
    }
}

/// Text in the tags of the suite.
fn set(text: &str, looks: &Formatting, out: &mut String) {
    let tags = [
        (looks.font_style == FontStyle::Italic, "<i>", "</i>"),
        (looks.font_weight == FontWeight::Bold, "<b>", "</b>"),
        (
            looks.font_variant == FontVariant::SmallCaps,
            "<span style=\"font-variant:small-caps;\">",
            "</span>",
        ),
        (
            looks.text_decoration == TextDecoration::Underline,
            "<span style=\"text-decoration:underline;\">",
            "</span>",
        ),
        (looks.vertical_align == VerticalAlign::Sup, "<sup>", "</sup>"),
        (looks.vertical_align == VerticalAlign::Sub, "<sub>", "</sub>"),
    ];
    tags.iter().filter(|(is_set, ..)| *is_set).for_each(|(_, open, _)| *out += open);
    *out += &escaped(text);
    tags.iter().rev().filter(|(is_set, ..)| *is_set).for_each(|(.., close)| *out += close);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;")
}
