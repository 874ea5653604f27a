//! The words of a group of things, sorted by cell: half of the way from words by
//! thing to things by word.

use std::sync::Arc;

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
    let mut uses = Vec::with_capacity(records.len() * 200);
    for (place, record) in records {
        uses.extend(
            record.words().map(|(word, weight)| (Cell::of(word, depth), head(word), word, *place, weight)),
        );
    }
    uses.sort_unstable();
    let mut bytes = Vec::with_capacity(uses.len() * 5);
    let mut cells: Vec<(Cell, u32)> = Vec::new();
    for uses in uses.chunk_by(|a, b| a.2 == b.2) {
        let (cell, _, word, ..) = uses[0];
        bytes.push(word.len() as u8);
        bytes.extend_from_slice(word);
        let count =
            u16::try_from(uses.len()).expect("a word stands once in a record, and each has its own place");
        bytes.extend_from_slice(&count.to_le_bytes());
        for (.., place, weight) in uses {
            bytes.extend_from_slice(&place.to_le_bytes());
            bytes.push(*weight);
        }
        let end = bytes.len() as u32;
        match cells.last_mut() {
            Some((last, until)) if *last == cell => *until = end,
            _ => cells.push((cell, end)),
        }
    }
    Group { bytes: bytes.into(), cells: cells.into() }
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
