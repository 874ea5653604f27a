//! The dictionary and the lists of the words that begin alike, as scripts.
//!
//! A cell has one file with its dictionary, and files with the lists of entries:
//!
//! ```text
//! d/hu.js             briefbookSearch("d/hu","<dictionary>");
//! t/hu-1x9ka0.js      briefbookSearch("t/hu-1x9ka0","<lists>");
//! ```
//!
//! The dictionary has the words in order. Each is: how many UTF-16 units it has
//! in common with the one before; the rest of it; `!` and the number of a file if
//! a file begins with its list, else a blank; in how many entries it stands.
//! Lists are divided by blanks; each is a run of numbers, one an entry: how much
//! higher its number is than the last one's, times 16, plus the word's weight.
//! All numbers are as [`number`] writes them. Where the lists are
//! short all together, they stand in the dictionary's file as a third argument.
//!
//! Files are cut before words that are chosen by their hash, and are numbered by
//! it, so that a new word changes one file and renames none.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::group::{Slice, head};
use super::{INFALLIBLE, number};
use crate::model::hash;

/// The most entries of a list. A word that more have says so little that only
/// those matter which it says most about; a reader's other words do the rest.
pub(super) const LONGEST_LIST: usize = 3_000;

/// Lists that take more bytes have a file of their own.
const LONG: usize = 2_000;

/// About how many bytes of lists a file has.
const FILE: usize = 2_500;

/// How many bytes of lists a dictionary's file has at most.
const TOGETHER: usize = 5_000;

/// The words with the same first one or two characters.
///
/// A number: of the Latin letters and digits each, alone or with a second one,
/// has its own cell; of other characters each block of some dozens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(u32);

impl Cell {
    /// Numbers from here on are of characters that are not ASCII.
    const OTHER: u32 = 0x1000;

    /// The cell of a word, given as UTF-8. `depth` is how many letters count.
    pub(super) fn of(word: &[u8], depth: u8) -> Cell {
        let digit = |byte: Option<&u8>| match byte {
            Some(byte @ b'0'..=b'9') => Some(u32::from(byte - b'0')),
            Some(byte @ b'a'..=b'z') => Some(u32::from(byte - b'a') + 10),
            _ => None,
        };
        match digit(word.first()) {
            Some(first) if depth == 1 => Cell(first * 37),
            Some(first) => Cell(first * 37 + digit(word.get(1)).map_or(0, |second| second + 1)),
            None => {
                let first =
                    std::str::from_utf8(word).ok().and_then(|word| word.chars().next()).unwrap_or_default();
                Cell(Cell::OTHER + (u32::from(first) >> Cell::block(depth)))
            }
        }
    }

    /// How many low bits of a character make no difference.
    fn block(depth: u8) -> u32 {
        if depth == 1 { 9 } else { 6 }
    }

    /// The name of its files.
    pub(super) fn name(self, depth: u8) -> String {
        let digit = |value: u32| char::from_digit(value, 36).expect("there are 36 letters and digits");
        if let Some(block) = self.0.checked_sub(Cell::OTHER) {
            return format!("_{block:x}");
        }
        let mut name = String::from(digit(self.0 / 37));
        if depth > 1 {
            name.push((self.0 % 37).checked_sub(1).map_or('_', digit));
        }
        name
    }
}

/// The files of a cell by their path in the index.
pub type CellFiles = Vec<(String, Arc<str>)>;

/// Writes the files of a cell from its parts in each group, given in the order
/// of groups. `capacity` is how many entries a group has numbers for.
pub fn cell(cell: Cell, slices: &[Slice], depth: u8, capacity: u32) -> CellFiles {
    let lists = lists(slices, capacity);
    let name = cell.name(depth);
    let together = lists.iter().map(|list| list.entries.len() + 1).sum::<usize>() <= TOGETHER;
    let files = if together { Vec::new() } else { cut(&lists) };
    let mut written = Vec::with_capacity(files.len() + 1);
    let mut out = String::new();
    write!(out, "briefbookSearch(\"d/{name}\",\"").expect(INFALLIBLE);
    let mut before = "";
    let mut starts = files.iter().peekable();
    for (at, list) in lists.iter().enumerate() {
        let common = common(before, list.word);
        number::push(&mut out, before[..common].encode_utf16().count() as u64);
        out.push_str(&list.word[common..]);
        match starts.next_if(|(start, _)| *start == at) {
            Some((_, file)) => {
                out.push('!');
                number::push(&mut out, u64::from(*file));
            }
            None => out.push(' '),
        }
        number::push(&mut out, list.count as u64);
        before = list.word;
    }
    if together {
        out.push_str("\",\"");
        push_lists(&mut out, &lists);
    }
    out.push_str("\");\n");
    written.push((format!("d/{name}.js"), out.into()));
    for (at, (start, file)) in files.iter().enumerate() {
        let end = files.get(at + 1).map_or(lists.len(), |(next, _)| *next);
        let path = format!("t/{name}-{}", base36(*file));
        let mut out = format!("briefbookSearch(\"{path}\",\"");
        push_lists(&mut out, &lists[*start..end]);
        out.push_str("\");\n");
        written.push((path + ".js", out.into()));
    }
    written
}

/// The list of one word.
struct List<'g> {
    word: &'g str,
    /// How many entries have the word, listed or not.
    count: usize,
    /// The entries as numbers in text.
    entries: String,
}

/// The uses of a word in one group: the group's number, and the places with the weights.
type InGroup<'g> = (u32, &'g [[u8; 3]]);

/// Merges the words of all groups.
fn lists(slices: &[Slice], capacity: u32) -> Vec<List<'_>> {
    // Words stand in many groups, so it is much faster to sort them when each is there once.
    let mut words: HashMap<&[u8], Vec<InGroup>, BuildHasherDefault<FxHasher>> = HashMap::default();
    for slice in slices {
        for (word, uses) in slice.words() {
            words.entry(word).or_default().push((slice.number, uses));
        }
    }
    let mut words: Vec<(&[u8], Vec<InGroup>)> = words.into_iter().collect();
    words.sort_unstable_by_key(|(word, _)| (head(word), *word));
    words.iter().map(|(word, groups)| list(word, groups, capacity)).collect()
}

fn list<'g>(word: &'g [u8], groups: &[InGroup], capacity: u32) -> List<'g> {
    let count = groups.iter().map(|(_, uses)| uses.len()).sum();
    let mut entries: Vec<(u64, u8)> = Vec::with_capacity(count);
    for (number, uses) in groups {
        let base = u64::from(*number) * u64::from(capacity);
        let entry =
            |[low, high, weight]: &[u8; 3]| (base + u64::from(u16::from_le_bytes([*low, *high])), *weight);
        entries.extend(uses.iter().map(entry));
    }
    if count > LONGEST_LIST {
        entries.sort_unstable_by_key(|(entry, weight)| (std::cmp::Reverse(*weight), *entry));
        entries.truncate(LONGEST_LIST);
        entries.sort_unstable();
    }
    let mut out = String::with_capacity(entries.len() * 2);
    let mut before = 0;
    for (entry, weight) in entries {
        number::push(&mut out, (entry - before) * 16 + u64::from(weight));
        before = entry;
    }
    // Words come from texts, and are cut only between characters.
    let word = std::str::from_utf8(word).unwrap_or_default();
    List { word, count, entries: out }
}

/// Where files begin, and their numbers.
fn cut(lists: &[List]) -> Vec<(usize, u32)> {
    let mut files: Vec<(usize, u32)> = Vec::new();
    let mut taken = BTreeSet::new();
    let mut size = 0;
    let mut was_long = false;
    for (at, list) in lists.iter().enumerate() {
        let hash = hash(list.word);
        let is_long = list.entries.len() > LONG;
        let is_full = size >= FILE && hash.is_multiple_of(8) || size >= 3 * FILE;
        if at == 0 || is_long || was_long || is_full {
            let mut number = hash;
            while !taken.insert(number) {
                number = number.wrapping_add(1);
            }
            files.push((at, number));
            size = 0;
        }
        size += list.entries.len() + 1;
        was_long = is_long;
    }
    files
}

fn push_lists(out: &mut String, lists: &[List]) {
    for (at, list) in lists.iter().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(&list.entries);
    }
}

/// How many bytes two words have in common at their start, whole characters.
fn common(a: &str, b: &str) -> usize {
    let same = a.char_indices().zip(b.chars()).take_while(|((_, a), b)| a == b).last();
    same.map_or(0, |((at, c), _)| at + c.len_utf8())
}

/// A number as JavaScript's `toString(36)` writes it.
fn base36(mut number: u32) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit(number % 36, 36).expect("the remainder is below 36"));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_by_its_letters() {
        let check = |word: &str, depth| Cell::of(word.as_bytes(), depth).name(depth);
        assert_eq!(
            ["huawei", "5g", "c", "中国", "год"].map(|word| check(word, 1)),
            ["h", "5", "c", "_27", "_2"]
        );
        assert_eq!(
            ["huawei", "5g", "c", "中国", "год"].map(|word| check(word, 2)),
            ["hu", "5g", "c_", "_138", "_10"]
        );
    }

    #[test]
    fn numbers_of_files_are_written_as_in_the_browser() {
        assert_eq!([0, 35, 36, u32::MAX].map(base36), ["0", "z", "10", "1z141z3"]);
    }

    #[test]
    fn words_share_whole_characters() {
        assert_eq!(common("année", "annèe"), 3);
        assert_eq!(common("中国", "中央"), 3);
        assert_eq!(common("", "a"), 0);
    }
}
