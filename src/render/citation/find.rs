//! Finding a citation style: one that comes with the program by its name, any
//! other by its file.

use std::collections::BTreeMap;
use std::sync::Arc;

use citationberg::IndependentStyle;
use hayagriva::archive::ArchivedStyle;

use super::style::{Style, StyleChoice, learn};
use crate::diagnostic::{Checked, Code, Diagnostic, did_you_mean};
use crate::source::{SourceFile, Span};

/// The style that is used where the one that is asked for is not there.
pub const DEFAULT_STYLE: &str = "chicago-author-date";

/// Styles of our own, for law, of which the archive of the engine has none.
const OURS: [(&str, &str); 2] =
    [("oscola", include_str!("styles/oscola.csl")), ("bluebook", include_str!("styles/bluebook.csl"))];

/// Names of styles that are here under another name.
const ALIASES: [(&str, &str); 9] = [
    ("chicago", "chicago-author-date"),
    ("chicago-notes-bibliography", "chicago-notes"),
    ("chicago-fullnote-bibliography", "chicago-notes"),
    ("chicago-note-bibliography", "chicago-shortened-notes"),
    ("american-psychological-association", "apa"),
    ("modern-language-association-9", "mla"),
    ("bluebook-law-review", "bluebook"),
    ("bluebook2", "bluebook"),
    ("oscola-no-ibid", "oscola"),
];

/// Finds the style that a book chooses. What is wrong with its name is reported
/// at `span`, what is wrong with its file there, and the default style takes its
/// place.
pub fn style(choice: &StyleChoice, span: &Span) -> Checked<Arc<Style>> {
    let found = match choice.files.split_first() {
        Some((file, parents)) => from_file(file, parents),
        None => named(&choice.name).ok_or_else(|| unknown(&choice.name, span)),
    };
    match found {
        Ok(csl) => Checked::ok(Arc::new(learn(csl, choice.clone()))),
        Err(problem) => {
            let csl = named(DEFAULT_STYLE).expect("the archive of the engine has the default style");
            let instead = StyleChoice { name: DEFAULT_STYLE.to_owned(), files: Vec::new(), ..choice.clone() };
            Checked { value: Arc::new(learn(csl, instead)), diagnostics: vec![problem] }
        }
    }
}

/// A style that comes with the program.
fn named(name: &str) -> Option<IndependentStyle> {
    let name = name.trim().trim_end_matches(".csl").to_lowercase();
    let name = name.strip_prefix("http://www.zotero.org/styles/").unwrap_or(&name).to_owned();
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, name)| name);
    if let Some((_, xml)) = OURS.iter().find(|(ours, _)| *ours == name) {
        return Some(IndependentStyle::from_xml(xml).expect("a test reads our styles"));
    }
    let id = format!("http://www.zotero.org/styles/{name}");
    let style = ArchivedStyle::by_name(name).or_else(|| ArchivedStyle::by_id(&id))?;
    match style.get() {
        citationberg::Style::Independent(style) => Some(style),
        citationberg::Style::Dependent(_) => None,
    }
}

fn unknown(name: &str, span: &Span) -> Diagnostic {
    if name.contains('/') {
        return Diagnostic::new(Code::UnknownStyle, span.clone(), format!("there is no file `{name}`"))
            .with_help("write the path of a CSL style from the folder of book.toml on");
    }
    let archived = ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied());
    let names = archived.chain(OURS.iter().map(|(name, _)| *name));
    let problem =
        Diagnostic::new(Code::UnknownStyle, span.clone(), format!("there is no citation style `{name}`"));
    problem.with_help(match did_you_mean(name, names) {
        Some(name) => format!("did you mean `{name}`?"),
        None => {
            "some that there are: `chicago-author-date`, `chicago-notes`, `apa`, `mla`, `ieee`, `oscola`, \
                 `bluebook`; for any other put its file into the book and write its path: `styles/name.csl`"
                .to_owned()
        }
    })
}

/// Reads a style from its file. A style that only names another takes the rules
/// of that one.
fn from_file(file: &SourceFile, parents: &[SourceFile]) -> Result<IndependentStyle, Diagnostic> {
    let fault = |message| Diagnostic::new(Code::UnknownStyle, Span::start_of(&file.path), message);
    let style = citationberg::Style::from_xml(&file.text)
        .map_err(|error| fault(format!("this is not a citation style: {}", error.source)))?;
    let style = match style {
        citationberg::Style::Independent(style) => style,
        citationberg::Style::Dependent(style) => {
            let parent = style.parent_link.href.trim_end_matches('/');
            let name = parent.rsplit('/').next().unwrap_or(parent);
            match parents.split_first() {
                Some((file, [])) => return from_file(file, &[]),
                Some(_) | None => named(name).ok_or_else(|| {
                    fault(format!("this style takes its rules from `{name}`, which is not there"))
                        .with_help(format!("put `{name}.csl` beside it"))
                })?,
            }
        }
    };
    // The engine would call itself until the program ends.
    match circle(&style) {
        Some(name) => Err(fault(format!("the macro `{name}` of this style leads back to itself"))),
        None => Ok(style),
    }
}

/// A macro that calls itself, directly or through others.
fn circle(style: &IndependentStyle) -> Option<String> {
    let calls: BTreeMap<&str, Vec<String>> = style
        .macros
        .iter()
        .map(|named| {
            let mut calls = Vec::new();
            called(&serde_json::to_value(&named.children).unwrap_or_default(), &mut calls);
            (named.name.as_str(), calls)
        })
        .collect();
    let leads_back = |name: &&&str| {
        let mut seen: Vec<&str> = Vec::new();
        let mut open: Vec<&str> = calls[**name].iter().map(String::as_str).collect();
        while let Some(next) = open.pop() {
            if next == **name {
                return true;
            }
            if !seen.contains(&next) {
                seen.push(next);
                open.extend(calls.get(next).into_iter().flatten().map(String::as_str));
            }
        }
        false
    };
    calls.keys().find(leads_back).map(|name| (*name).to_owned())
}

/// The macros that rules call, wherever they stand in them.
fn called(rules: &serde_json::Value, into: &mut Vec<String>) {
    match rules {
        serde_json::Value::Array(items) => items.iter().for_each(|item| called(item, into)),
        serde_json::Value::Object(fields) => {
            into.extend(fields.get("@macro").and_then(|name| name.as_str()).map(str::to_owned));
            fields.values().for_each(|value| called(value, into));
        }
        _ => {}
    }
}
