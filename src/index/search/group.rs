//! The words of a group of things, sorted by cell: half of the way from words by
//! thing to things by word.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::Record;
use super::cell::Cell;
use crate::index::Said;

/// The words of the things in one group, by cell.
///
/// For each word its length, its UTF-8 bytes, how many things have it (two
/// bytes, little-endian), and for each of them its place in the group (two
/// bytes) and the word's weight (one byte).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    bytes: Box<[u8]>,
    /// Where the words of each cell end; those of the first begin at 0.
    cells: Box<[(Cell, u32)]>,
}

/// The words of one cell in one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// The group's number.
    pub number: u32,
    /// The cell's words.
    bytes: Arc<[u8]>,
}

impl Said for Slice {
    type By = u32;

    fn by(&self) -> &u32 {
        &self.number
    }
}

/// Gathers the words of the things in a group, given with their places and in
/// their order.
pub fn group(records: &[(u16, Arc<Record>)], depth: u8) -> Group {
    // Words stand in many records, so it is much faster to sort them when each is there once.
    let mut numbers: HashMap<&[u8], u32, BuildHasherDefault<FxHasher>> = HashMap::default();
    let mut found: Vec<Found> = Vec::new();
    let mut uses: Vec<(u32, u16, u8)> = Vec::with_capacity(records.len() * 200);
    for (place, record) in records {
        for (word, weight) in record.words() {
            let number = *numbers.entry(word).or_insert_with(|| {
                found.push(Found { cell: Cell::of(word, depth), head: head(word), word, uses: 0 });
                found.len() as u32 - 1
            });
            found[number as usize].uses += 1;
            uses.push((number, *place, weight));
        }
    }
    let mut order: Vec<u32> = (0..found.len() as u32).collect();
    order.sort_unstable_by_key(|number| {
        let Found { cell, head, word, .. } = found[*number as usize];
        (cell, head, word)
    });
    let sizes = found.iter().map(|found| found.word.len() + 3 + usize::from(found.uses) * 3);
    let mut bytes = vec![0; sizes.sum()];
    let mut cells: Vec<(Cell, u32)> = Vec::new();
    // Where the next use of each word belongs.
    let mut next: Vec<usize> = vec![0; found.len()];
    let mut end = 0;
    for number in order {
        let Found { cell, word, uses, .. } = found[number as usize];
        bytes[end] = word.len() as u8;
        bytes[end + 1..][..word.len()].copy_from_slice(word);
        end += 1 + word.len();
        bytes[end..][..2].copy_from_slice(&uses.to_le_bytes());
        next[number as usize] = end + 2;
        end += 2 + usize::from(uses) * 3;
        match cells.last_mut() {
            Some((last, until)) if *last == cell => *until = end as u32,
            _ => cells.push((cell, end as u32)),
        }
    }
    for (number, place, weight) in uses {
        let next = &mut next[number as usize];
        let [low, high] = place.to_le_bytes();
        bytes[*next..][..3].copy_from_slice(&[low, high, weight]);
        *next += 3;
    }
    Group { bytes: bytes.into(), cells: cells.into() }
}

/// A word as it is gathered, with what it is sorted by.
#[derive(Clone, Copy)]
struct Found<'r> {
    cell: Cell,
    head: u64,
    word: &'r [u8],
    /// In how many records it stands: once in each, which have places of two bytes.
    uses: u16,
}

/// The first bytes of a word as a number that sorts like them. Nearly all
/// comparisons of words end with it.
pub(super) fn head(word: &[u8]) -> u64 {
    let mut head = [0; 8];
    let length = word.len().min(8);
    head[..length].copy_from_slice(&word[..length]);
    u64::from_be_bytes(head)
}

impl Group {
    /// The words of each cell, each part by itself: what else changes in the group
    /// makes no difference to the cell.
    pub fn slices(&self, number: u32) -> Vec<(Cell, Slice)> {
        let mut start = 0;
        let slices = self.cells.iter().map(|(cell, end)| {
            let bytes = self.bytes[start..*end as usize].into();
            start = *end as usize;
            (*cell, Slice { number, bytes })
        });
        slices.collect()
    }
}

/// A word in a slice: its bytes, and the places with the weights.
pub(super) type Uses<'g> = (&'g [u8], &'g [[u8; 3]]);

impl Slice {
    /// The words in order.
    pub(super) fn words(&self) -> impl Iterator<Item = Uses<'_>> {
        let mut rest = &*self.bytes;
        std::iter::from_fn(move || {
            let (&length, tail) = rest.split_first()?;
            let (word, tail) = tail.split_at_checked(usize::from(length))?;
            let (count, tail) = tail.split_first_chunk()?;
            let (uses, tail) = tail.split_at_checked(usize::from(u16::from_le_bytes(*count)) * 3)?;
            rest = tail;
            Some((word, uses.as_chunks().0))
        })
    }
}
