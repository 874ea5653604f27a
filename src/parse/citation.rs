//! The syntax of citations, after the section "Citation syntax" of Pandoc's
//! manual.
//!
//! All functions work on the text as the author wrote it and answer in ranges
//! of its bytes, so that prefixes and suffixes can keep their markup.

mod key;
mod labels;
mod locator;

use std::collections::BTreeMap;
use std::ops::Range;

pub use self::labels::PlaceWords;
use crate::model::Locator;

/// One work in a citation, as ranges of bytes of the text it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Text before the work, trimmed: `see`.
    pub prefix: Range<usize>,
    /// The key as written, with its sign and braces: `-@{a key}`.
    pub written: Range<usize>,
    /// The key itself.
    pub key: Range<usize>,
    /// Whether a `-` stands before the `@`.
    pub suppress_author: bool,
    /// Where in the work.
    pub locator: Option<Locator>,
    /// Text after the work and its locator, trimmed. A comma that stands before
    /// it belongs to it, because only the author knows whether there is one:
    /// `and passim`, but `, with a suffix`.
    pub suffix: Range<usize>,
}

impl Item {
    /// The same in a text that begins so many bytes before.
    pub(super) fn moved(self, by: usize) -> Item {
        let moved = |range: Range<usize>| range.start + by..range.end + by;
        Item {
            prefix: moved(self.prefix),
            written: moved(self.written),
            key: moved(self.key),
            suffix: moved(self.suffix),
            ..self
        }
    }
}

/// Takes apart what stands between the brackets of `[see @a, p. 4; -@b]`.
///
/// `None` if it is no citation: every part between semicolons must name a work.
pub(super) fn group(text: &str, words: PlaceWords) -> Option<Vec<Item>> {
    let braces = braces(text);
    parts(text, &braces).into_iter().map(|part| item(text, part, &braces, words)).collect()
}

/// Whether a text between brackets is such a group.
pub(super) fn is_group(text: &str) -> bool {
    let braces = braces(text);
    parts(text, &braces).into_iter().all(|part| key::find(text, part, &braces).is_some())
}

/// The part of a group that names no work, where the first one begins with a work. Such
/// brackets are text, and were probably meant to be a citation.
pub(super) fn part_without_work(text: &str) -> Option<Range<usize>> {
    if !text.trim_start().trim_start_matches('-').starts_with('@') {
        return None;
    }
    let braces = braces(text);
    let mut parts = parts(text, &braces).into_iter();
    key::find(text, parts.next()?, &braces)?;
    let part = parts.find(|part| key::find(text, part.clone(), &braces).is_none())?;
    Some(trimmed(text, part))
}

/// Finds the works that are named in running text: `@key`, `-@key`, `@{a key}`.
/// Prefix, locator and suffix are always empty.
pub(super) fn in_text(text: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let mut from = 0;
    let braces = braces(text);
    while let Some(found) = key::find(text, from..text.len(), &braces) {
        from = found.written.end;
        items.push(Item {
            prefix: found.written.start..found.written.start,
            locator: None,
            suffix: from..from,
            written: found.written,
            key: found.key,
            suppress_author: found.suppress_author,
        });
    }
    items
}

/// Takes apart what stands in the brackets after a work in running text:
/// `@key [p. 3, and passim]`, in the same way as after a key in a group.
pub(super) fn after_work(text: &str, words: PlaceWords) -> (Option<Locator>, Range<usize>) {
    let (locator, rest) = locator::split(text, words);
    (locator, trimmed(text, rest..text.len()))
}

/// One part of a group. `None` if it names no work.
fn item(text: &str, part: Range<usize>, braces: &Braces, words: PlaceWords) -> Option<Item> {
    let found = key::find(text, part.clone(), braces)?;
    let (locator, rest) = locator::split(&text[found.written.end..part.end], words);
    Some(Item {
        prefix: trimmed(text, part.start..found.written.start),
        suffix: trimmed(text, found.written.end + rest..part.end),
        written: found.written,
        key: found.key,
        suppress_author: found.suppress_author,
        locator,
    })
}

/// Cuts a group at its semicolons. Those in code, in braces and after a
/// backslash are text.
fn parts(text: &str, braces: &Braces) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    let fences = last_fences(text);
    while let Some(c) = text[at..].chars().next() {
        at += match c {
            '\\' => 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
            '{' => braces.get(&at).map_or(1, |close| close - at),
            '`' => code_span(text, at, &fences),
            ';' => {
                parts.push(start..at);
                start = at + 1;
                1
            }
            _ => c.len_utf8(),
        };
    }
    parts.push(start..text.len());
    parts
}

/// The place behind what closes each opening brace of a text, by the brace's own
/// place. Those that are never closed are not among them.
type Braces = BTreeMap<usize, usize>;

fn braces(text: &str) -> Braces {
    let mut open = Vec::new();
    let mut closed = Braces::new();
    for (at, c) in text.bytes().enumerate() {
        match c {
            b'{' => open.push(at),
            b'}' => closed.extend(open.pop().map(|start| (start, at + 1))),
            _ => {}
        }
    }
    closed
}

/// The length of the braces that `text` begins with, with what they hold.
/// `None` if they are never closed.
fn balanced(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// Where the last row of so many backticks begins, by how many. Without it, each
/// row that nothing closes would be looked for to the end.
fn last_fences(text: &str) -> BTreeMap<usize, usize> {
    let mut fences = BTreeMap::new();
    let mut at = 0;
    while let Some(next) = text[at..].find('`') {
        let length = fence(&text[at + next..]);
        fences.insert(length, at + next);
        at += next + length;
    }
    fences
}

/// How many backticks the text begins with.
fn fence(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// The length of the code that begins at a place, or of its backticks if no others
/// close them.
fn code_span(text: &str, start: usize, fences: &BTreeMap<usize, usize>) -> usize {
    let length = fence(&text[start..]);
    let mut at = start + length;
    if fences.get(&length).is_none_or(|last| *last < at) {
        return length;
    }
    while let Some(next) = text[at..].find('`') {
        let run = fence(&text[at + next..]);
        at += next + run;
        if run == length {
            return at - start;
        }
    }
    length
}

/// The range without the white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..(start + part.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text is understood as: a line for each work.
    fn check(input: &str) -> String {
        let bracketed = input.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let (text, items) = match bracketed {
            Some(text) => (text, group(text, PlaceWords::English)),
            None => (input, Some(in_text(input))),
        };
        let Some(items) = items else { return "no citation".to_owned() };
        let lines = items.into_iter().map(|item| {
            let mut line = String::new();
            for (name, range) in [("prefix", &item.prefix), ("key", &item.key), ("suffix", &item.suffix)] {
                if name == "suffix" {
                    if item.suppress_author {
                        line += "without author ";
                    }
                    if let Some(Locator { kind, value }) = &item.locator {
                        line += &format!("{kind:?}({value}) ");
                    }
                }
                if !range.is_empty() {
                    line += &format!("{name}({}) ", &text[range.clone()]);
                }
            }
            line.trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_examples_of_pandocs_manual_read_as_it_says() {
        let examples = "\
[@doe99; @smith2000; @smith2004]
@Foo_bar.baz.
@{Foo_bar.baz.}
@Foo_bar--baz
[@{https://example.com/bib?name=foobar&date=2000}, p.  33]
[see @doe99, pp. 33-35 and *passim*; @smith04, chap. 1]
[@smith{ii, A, D-Z}, with a suffix]
[@smith, {pp. iv, vi-xi, (xv)-(xvii)} with suffix here]
[@smith{}, 99 years later]
[-@smith04]
@smith04 says blah.";
        let output = examples.lines().map(|line| format!("{line}\n{}\n", check(line)));
        insta::assert_snapshot!(output.collect::<Vec<_>>().join("\n"), @r"
        [@doe99; @smith2000; @smith2004]
        key(doe99)
        key(smith2000)
        key(smith2004)

        @Foo_bar.baz.
        key(Foo_bar.baz)

        @{Foo_bar.baz.}
        key(Foo_bar.baz.)

        @Foo_bar--baz
        key(Foo_bar)

        [@{https://example.com/bib?name=foobar&date=2000}, p.  33]
        key(https://example.com/bib?name=foobar&date=2000) Page(33)

        [see @doe99, pp. 33-35 and *passim*; @smith04, chap. 1]
        prefix(see) key(doe99) Page(33-35) suffix(and *passim*)
        key(smith04) Chapter(1)

        [@smith{ii, A, D-Z}, with a suffix]
        key(smith) Page(ii, A, D-Z) suffix(, with a suffix)

        [@smith, {pp. iv, vi-xi, (xv)-(xvii)} with suffix here]
        key(smith) Page(iv, vi-xi, (xv)-(xvii)) suffix(with suffix here)

        [@smith{}, 99 years later]
        key(smith) suffix(, 99 years later)

        [-@smith04]
        key(smith04) without author

        @smith04 says blah.
        key(smith04)
        ");
    }

    #[test]
    fn a_place_in_brackets_belongs_to_the_work_before() {
        let after_work = |text| after_work(text, PlaceWords::English);
        let (locator, suffix) = after_work("p. 33, and passim");
        assert_eq!(format!("{locator:?} {suffix:?}"), "Some(Locator { kind: Page, value: \"33\" }) 5..17");
        assert_eq!(after_work("sic"), (None, 0..3));
        assert_eq!(after_work(""), (None, 0..0));
    }

    #[test]
    fn a_group_is_a_citation_only_if_every_part_names_a_work() {
        assert_eq!(check("[see the annex]"), "no citation");
        assert_eq!(check("[@doe; see the annex]"), "no citation");
        assert_eq!(check("[]"), "no citation");
        assert_eq!(check("[write to desk@example.org]"), "no citation");
        assert_eq!(check("[@]"), "no citation");
    }

    #[test]
    fn a_semicolon_in_code_braces_or_after_a_backslash_divides_nothing() {
        assert_eq!(check("[@doe, `a; b`]"), "key(doe) suffix(, `a; b`)");
        assert_eq!(check("[@doe{3; 4}]"), "key(doe) Page(3; 4)");
        assert_eq!(check(r"[@doe, a\; b]"), r"key(doe) suffix(, a\; b)");
        assert_eq!(check("[@doe {; @roe `]"), "key(doe) suffix({)\nkey(roe) suffix(`)");
    }
}
