//! How the index is cut: what is in which group, at which place, in which file.

use super::{Findable, Key, Kind, results, stems};
use crate::model::hash;

/// How many entries a group has on average, at most. More make an edit dear,
/// fewer make many groups to be gone through in each build.
const GROUP: usize = 64;

/// How many bytes of text a file of results is to hold. A file is read for each
/// result that is shown, so it should hold one note; but thousands of files with
/// a sentence each would be a burden to copy.
const RESULTS_BYTES: usize = 3_000;

/// About how many bytes a result has beside its text.
const RESULT_BYTES: usize = 100;

/// How many words a book must have for its dictionary to be cut by the first two
/// letters of words instead of by the first.
const TWO_LETTERS_FROM: u64 = 100_000;

/// How the index of a book is cut. Every number is a power of two, or counts
/// what readers see, so that an edit leaves it alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The language by whose rules words are cut down to stems; empty if they
    /// stay whole.
    pub stems: &'static str,
    /// How many letters of a word say in which cell it is: 1 or 2.
    pub depth: u8,
    /// How many numbers each group has for its entries.
    pub capacity: u32,
    /// How many groups each kind has.
    pub groups: [u32; 4],
    /// How many entries a file of results has, by kind.
    pub per_file: [u32; 4],
    /// How many things there are, by kind.
    pub counts: [usize; 4],
    /// About how many words a note has.
    pub average: u32,
}

/// The things of a book in their groups. What they say makes no difference to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Grouped {
    /// How many numbers each group has for its entries.
    capacity: u32,
    /// How many things there are, by kind.
    counts: [usize; 4],
    /// The groups of each kind, with their members in order. An entry's number is its
    /// group's number times the capacity, plus its place in the group.
    groups: [Vec<Vec<Member>>; 4],
}

/// The place of a thing in its group, or in its file, and which of all things it is.
pub type Member = (u16, u32);

/// Puts all that can be found into groups by a hash of its name, so that what is
/// added or taken away moves nothing in other groups.
pub fn grouped(keys: &[Key]) -> Grouped {
    let mut hashes: [Vec<(u32, u32)>; 4] = Default::default();
    for (key, thing) in keys.iter().zip(0..) {
        hashes[key.kind as usize].push((hash(&key.name), thing));
    }
    let counts = hashes.each_ref().map(Vec::len);
    let parts = hashes.map(|things| {
        let count = things.len().div_ceil(GROUP).next_power_of_two();
        let mut parts = vec![Vec::new(); if things.is_empty() { 0 } else { count }];
        for (hash, thing) in things {
            parts[hash as usize % count].push((hash, thing));
        }
        parts
    });
    let largest = parts.iter().flatten().map(Vec::len).max().unwrap_or_default();
    // A file of results must not reach into the next group.
    let capacity = (largest * 3 / 2).next_power_of_two().max(16) as u32;
    let groups = parts.map(|parts| parts.into_iter().map(|part| placed(part, keys, capacity)).collect());
    Grouped { capacity, counts, groups }
}

/// Gives each member of a group, known by its hash, a place by that hash, or the
/// next one that is free, so that a new one takes a gap and moves at most a few.
fn placed(members: Vec<(u32, u32)>, keys: &[Key], capacity: u32) -> Vec<Member> {
    let wanted = |(hash, thing): (u32, u32)| (((hash >> 16) % capacity) as u16, thing);
    let mut members: Vec<Member> = members.into_iter().map(wanted).collect();
    let name = |thing: u32| &keys[thing as usize].name;
    members.sort_by(|a, b| (a.0, name(a.1)).cmp(&(b.0, name(b.1))));
    let count = members.len();
    let mut free = 0;
    for (at, (place, _)) in members.iter_mut().enumerate() {
        // Those that are still to come need a place each.
        let last = capacity as usize - (count - at);
        *place = usize::from(*place).max(free).min(last) as u16;
        free = usize::from(*place) + 1;
    }
    members
}

impl Grouped {
    /// The members of each group, by the group's number.
    pub fn groups(&self) -> impl Iterator<Item = &Vec<Member>> {
        self.groups.iter().flatten()
    }

    /// A group by its number, with the kind of its members.
    fn group(&self, number: u32) -> (Kind, &[Member]) {
        let mut groups = Kind::ALL
            .iter()
            .flat_map(|kind| self.groups[*kind as usize].iter().map(|group| (*kind, &**group)));
        groups.nth(number as usize).expect("numbers are those of groups")
    }
}

/// How the index of these things is cut.
pub fn layout<'f>(
    grouped: &Grouped,
    findables: impl Iterator<Item = &'f Findable>,
    language: &str,
) -> Layout {
    let mut sizes = [0; 4];
    let mut words = 0;
    for findable in findables {
        let size = findable.size();
        sizes[findable.key.kind as usize] += size;
        words += size as u64 / 6;
    }
    let Grouped { capacity, counts, groups } = grouped;
    let note_words = sizes[Kind::Note as usize] / 6 / counts[Kind::Note as usize].max(1);
    let per_file = std::array::from_fn(|kind| {
        let things = counts[kind].max(1);
        let places = groups[kind].len() * *capacity as usize;
        let size = sizes[kind] / things + RESULT_BYTES;
        1 << (RESULTS_BYTES * places / things / size).clamp(1, 16).ilog2()
    });
    Layout {
        stems: stems::stem_language(language),
        depth: if words < TWO_LETTERS_FROM { 1 } else { 2 },
        capacity: *capacity,
        groups: groups.each_ref().map(|groups| groups.len() as u32),
        per_file,
        counts: *counts,
        average: (note_words.max(1) as u32).next_power_of_two(),
    }
}

/// The files of results by their path without `.js`, with their members and their
/// places. `per_file` is how many entries a file has, by kind.
pub fn files(grouped: &Grouped, per_file: &[u32; 4]) -> Vec<(String, Vec<Member>)> {
    (0..)
        .take(grouped.groups().count())
        .flat_map(|number| files_of_group(grouped, per_file, number))
        .collect()
}

/// The same for the entries of one group. An entry of a file is of no other group.
pub fn files_of_group(grouped: &Grouped, per_file: &[u32; 4], number: u32) -> Vec<(String, Vec<Member>)> {
    let (kind, members) = grouped.group(number);
    let per_file = per_file[kind as usize];
    let first: u32 = number * grouped.capacity / per_file;
    let file = |place: u16| u32::from(place) / per_file;
    let within = |place: u16| (u32::from(place) % per_file) as u16;
    let files = members.chunk_by(|(a, _), (b, _)| file(*a) == file(*b)).map(|members| {
        let path = results::path(kind, first + file(members[0].0));
        (path, members.iter().map(|(place, thing)| (within(*place), *thing)).collect())
    });
    files.collect()
}
