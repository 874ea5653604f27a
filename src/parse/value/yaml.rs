//! YAML to values. The only file that names serde-saphyr.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::DuplicateKeyPolicy;
use serde_saphyr::{Location, RenderOptions, SnippetMode, Spanned};

use super::{Key, Kind, SyntaxError, Table, Value};

/// More values than any front matter has. Bounds what a hostile file can cost.
const MAX_NODES: usize = 5_000;
/// Deeper nesting than any front matter has.
const MAX_DEPTH: usize = 24;

/// Reads YAML that begins at byte `base` of its file. What can be read is kept
/// beside what cannot: a fault under one key leaves the others.
pub(crate) fn yaml(text: &str, base: usize) -> (Table, Vec<SyntaxError>) {
    let whole = match document(text, base) {
        Ok(table) => return (table, Vec::new()),
        Err(error) => error,
    };
    let (mut table, mut errors) = (Table::new(), Vec::new());
    for chunk in entries(text) {
        match document(&text[chunk.clone()], base + chunk.start) {
            Ok(members) => table.extend(members),
            Err(error) => errors.push(error),
        }
    }
    // Each entry may be sound where the whole is not: an alias to an anchor
    // under another key, or too much in all.
    if errors.is_empty() {
        errors.push(whole);
    }
    (table, errors)
}

/// The lines of each key of the outermost level with what belongs to it.
fn entries(text: &str) -> Vec<Range<usize>> {
    let mut entries: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match entries.last_mut() {
            Some(last) if line.starts_with([' ', '\t', '-', '#', ']', '}', '\r', '\n']) => last.end = end,
            _ => entries.push(at..end),
        }
        at = end;
    }
    entries
}

/// Reads one whole text.
fn document(text: &str, base: usize) -> Result<Table, SyntaxError> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_nodes: MAX_NODES,
            max_events: 3 * MAX_NODES,
            max_depth: MAX_DEPTH,
            max_aliases: 100,
            max_anchors: 100,
            max_documents: 1,
        },
        // Told apart later, where both places can be named.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        // `y` and `no` are words.
        strict_booleans: true,
        with_snippet: false,
    };
    let read: Option<Spanned<Raw>> = serde_saphyr::from_str_with_options(text, options)
        .map_err(|error| syntax_error(text, base, &error))?;
    let Some(read) = read else { return Ok(Table::new()) };
    let place = bytes(read.defined, base);
    match value(read, text, base).kind {
        Kind::Table(table) => Ok(table),
        Kind::Null => Ok(Table::new()),
        other => Err(SyntaxError {
            message: format!("keys with values are expected here, not {}", other.name()),
            range: place,
            help: None,
        }),
    }
}

fn syntax_error(text: &str, base: usize, error: &serde_saphyr::Error) -> SyntaxError {
    let mut options = RenderOptions::default();
    options.snippets = SnippetMode::Off;
    let message = error.without_snippet().render_with_options(options);
    let message = message.lines().next().unwrap_or_default();
    // Where it is, is said by the span.
    let message = message.split(" at line ").next().unwrap_or(message);
    let message = message.rsplit_once("]: ").map_or(message, |(_, message)| message);
    let at = error.location().map_or(0, |location| match location.span().byte_offset() {
        Some(offset) => usize::try_from(offset).unwrap_or(text.len()),
        None => position(text, location),
    });
    let at = base + at.min(text.len());
    SyntaxError { message: message.trim_end_matches('.').to_owned(), range: at..at, help: help(message) }
}

/// What to do about the faults that authors make most.
fn help(message: &str) -> Option<&'static str> {
    [
        ("unclosed bracket '['", "close the list with `]`, or put text that begins with a sign in quotes"),
        ("unclosed bracket '{'", "close it with `}`, or put text that begins with a sign in quotes"),
        ("unclosed quote", "close the text with the quote that it begins with"),
        ("mapping values are not allowed", "put text that holds a colon in quotes"),
        ("unexpected character", "put text that begins with a sign in quotes"),
        ("alias references", "put text that begins with `*` in quotes"),
        ("tab", "indent with spaces"),
    ]
    .iter()
    .find(|(fault, _)| message.contains(fault))
    .map(|(_, help)| *help)
}

/// The byte of a line and a column, which count characters from 1.
fn position(text: &str, location: Location) -> usize {
    let line = usize::try_from(location.line()).unwrap_or(usize::MAX).max(1);
    let column = usize::try_from(location.column()).unwrap_or(usize::MAX).max(1);
    let start = text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at)
}

/// The bytes of a value in its file.
fn bytes(location: Location, base: usize) -> Range<usize> {
    let byte = |number: Option<u64>| usize::try_from(number.unwrap_or(0)).unwrap_or(0);
    let start = base + byte(location.span().byte_offset());
    start..start + byte(location.span().byte_len())
}

/// A value as the YAML reader gives it.
enum Raw {
    Null,
    /// A number or a truth value, in the reader's spelling.
    Plain(String),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Table(Vec<(Spanned<String>, Spanned<Raw>)>),
}

fn value(raw: Spanned<Raw>, text: &str, base: usize) -> Value {
    let range = bytes(raw.referenced, base);
    let kind = match raw.value {
        Raw::Null => Kind::Null,
        Raw::Text(text) => Kind::Text(text),
        Raw::Plain(number) => {
            // The author's spelling: `007` is no 7 where it is a name.
            let place = bytes(raw.defined, 0);
            let written = text.get(place).map(str::trim).filter(|written| !written.is_empty());
            Kind::Text(written.map_or(number, str::to_owned))
        }
        Raw::List(list) => Kind::List(list.into_iter().map(|member| value(member, text, base)).collect()),
        Raw::Table(members) => {
            let member = |(key, member): (Spanned<String>, Spanned<Raw>)| {
                (Key { range: bytes(key.referenced, base), text: key.value }, value(member, text, base))
            };
            Kind::Table(members.into_iter().map(member).collect())
        }
    };
    Value { kind, range }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Raw, E> {
        Ok(Raw::Plain(truth.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Raw, E> {
        Ok(Raw::Plain(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Raw, E> {
        Ok(Raw::Plain(number.to_string()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Raw, E> {
        Ok(Raw::Plain(number.to_string()))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Raw, E> {
        Ok(Raw::Plain(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Raw, E> {
        Ok(Raw::Plain(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(member) = members.next_element()? {
            list.push(member);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Raw, A::Error> {
        let mut table = Vec::new();
        while let Some(entry) = members.next_entry()? {
            table.push(entry);
        }
        Ok(Raw::Table(table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of a text, one a line with their places in it, and its faults.
    fn check(text: &str) -> String {
        fn line(out: &mut String, text: &str, indent: usize, value: &Value) {
            match &value.kind {
                Kind::Null => out.push_str("nothing\n"),
                Kind::Text(scalar) => {
                    out.push_str(&format!("{scalar:?} at {:?}\n", text.get(value.range.clone())));
                }
                Kind::List(members) => {
                    out.push('\n');
                    for member in members {
                        out.push_str(&format!("{:indent$}- ", ""));
                        line(out, text, indent + 2, member);
                    }
                }
                Kind::Table(table) => {
                    out.push('\n');
                    for (key, member) in table {
                        assert_eq!(text.get(key.range.clone()), Some(key.text.as_str()));
                        out.push_str(&format!("{:indent$}{}: ", "", key.text));
                        line(out, text, indent + 2, member);
                    }
                }
            }
        }
        let (table, errors) = yaml(text, 0);
        let mut out = String::new();
        line(&mut out, text, 0, &Value { kind: Kind::Table(table), range: 0..0 });
        for error in errors {
            out.push_str(&format!("{} before {:?}\n", error.message, text.get(error.range.start..)));
        }
        out
    }

    #[test]
    fn a_scalar_is_text_in_the_spelling_of_its_author() {
        assert_eq!(
            check("ä: é7\nb: 007\nc: y\nd: True\ne: \"x y\"\nf: 2019-05-16\ng: 1e3\nh: ~\ni:\n"),
            "
ä: \"é7\" at Some(\"é7\")
b: \"007\" at Some(\"007\")
c: \"y\" at Some(\"y\")
d: \"True\" at Some(\"True\")
e: \"x y\" at Some(\"\\\"x y\\\"\")
f: \"2019-05-16\" at Some(\"2019-05-16\")
g: \"1e3\" at Some(\"1e3\")
h: nothing
i: nothing
"
        );
    }

    #[test]
    fn lists_tables_and_windows_line_ends_keep_their_places() {
        assert_eq!(
            check("a:\r\n- x\r\n- {d: e}\r\nb: [1, ü]\r\n"),
            "
a: 
  - \"x\" at Some(\"x\")
  - 
    d: \"e\" at Some(\"e\")
b: 
  - \"1\" at Some(\"1\")
  - \"ü\" at Some(\"ü\")
"
        );
    }

    #[test]
    fn a_fault_under_one_key_leaves_the_others() {
        assert_eq!(
            check("title: Talks: a start\nkind: law\nby: @me\nlist: [1\nlast: 1\n"),
            "
kind: \"law\" at Some(\"law\")
last: \"1\" at Some(\"1\")
mapping values are not allowed in this context before Some(\": a start\\nkind: law\\nby: @me\\nlist: [1\\nlast: 1\\n\")
unexpected character: `@' before Some(\"@me\\nlist: [1\\nlast: 1\\n\")
unclosed bracket '[' before Some(\"[1\\nlast: 1\\n\")
"
        );
    }

    #[test]
    fn a_bomb_is_defused() {
        let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for (name, of) in ["b", "c", "d", "e", "f", "g"].iter().zip(["a", "b", "c", "d", "e", "f"]) {
            bomb.push_str(&format!("{name}: &{name} [{}]\n", vec![format!("*{of}"); 9].join(", ")));
        }
        assert!(!yaml(&bomb, 0).1.is_empty());
        assert!(!yaml(&"[".repeat(100_000), 0).1.is_empty());
        assert!(!yaml(&format!("a: {}", "{b: ".repeat(10_000)), 0).1.is_empty());
    }
}
