//! How the index is cut: what is in which group, at which place, in which file.

use std::sync::Arc;

use super::{Findable, Kind, results, stems};
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

/// The things of a book in their groups.
#[derive(Debug)]
pub struct Arranged<'f> {
    /// How they are cut.
    pub layout: Layout,
    /// The members of each group in order, with their places. An entry's number is
    /// its group's number times the capacity, plus its place in the group.
    pub groups: Vec<Vec<Member<'f>>>,
}

/// A thing with its place in its group, or in its file.
type Member<'f> = (u16, &'f Arc<Findable>);

/// A member of a file, as it is remembered.
pub type Placed = (u16, Arc<Findable>);

/// Puts all that can be found into groups by a hash of its key, so that what is
/// added or taken away moves nothing in other groups.
pub fn arrange<'f>(findables: &'f [Arc<Findable>], language: &str) -> Arranged<'f> {
    let mut by_kind: [Vec<&Arc<Findable>>; 4] = Default::default();
    for findable in findables {
        by_kind[findable.kind as usize].push(findable);
    }
    let words: u64 = by_kind.iter().flatten().map(|findable| findable.size() as u64 / 6).sum();
    let notes = &by_kind[Kind::Note as usize];
    let note_words = notes.iter().map(|note| note.size() / 6).sum::<usize>() / notes.len().max(1);
    let mut layout = Layout {
        stems: stems::stem_language(language),
        depth: if words < TWO_LETTERS_FROM { 1 } else { 2 },
        // A file of results must not reach into the next group.
        capacity: 16,
        groups: [0; 4],
        per_file: [1; 4],
        counts: std::array::from_fn(|kind| by_kind[kind].len()),
        average: (note_words.max(1) as u32).next_power_of_two(),
    };
    let mut groups = Vec::new();
    let sizes = by_kind.each_ref().map(|members| members.iter().map(|member| member.size()).sum::<usize>());
    for (kind, members) in by_kind.into_iter().enumerate() {
        let count = members.len().div_ceil(GROUP).next_power_of_two();
        layout.groups[kind] = if members.is_empty() { 0 } else { count as u32 };
        let mut parts = vec![Vec::new(); layout.groups[kind] as usize];
        for member in members {
            parts[hash(&member.key) as usize % count].push(member);
        }
        let largest = parts.iter().map(Vec::len).max().unwrap_or_default();
        layout.capacity = layout.capacity.max((largest * 3 / 2).next_power_of_two() as u32);
        groups.append(&mut parts);
    }
    for (kind, size) in sizes.into_iter().enumerate() {
        let things = layout.counts[kind].max(1);
        let places = layout.groups[kind] as usize * layout.capacity as usize;
        let size = size / things + RESULT_BYTES;
        layout.per_file[kind] = 1 << (RESULTS_BYTES * places / things / size).clamp(1, 16).ilog2();
    }
    let groups = groups.into_iter().map(|members| placed(members, layout.capacity)).collect();
    Arranged { layout, groups }
}

/// Gives each member of a group a place by its hash, or the next one that is
/// free, so that a new one takes a gap and moves at most a few.
fn placed(members: Vec<&Arc<Findable>>, capacity: u32) -> Vec<Member<'_>> {
    let wanted = |member: &Findable| (hash(&member.key) >> 16) % capacity;
    let mut members: Vec<_> = members.into_iter().map(|member| (wanted(member) as u16, member)).collect();
    members.sort_by(|a, b| (a.0, &a.1.key).cmp(&(b.0, &b.1.key)));
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

impl<'f> Arranged<'f> {
    /// The files of results by their path without `.js`, with their members and
    /// their places.
    pub fn results(&self) -> Vec<(String, Vec<Member<'f>>)> {
        let kinds = Kind::ALL.iter().flat_map(|kind| {
            let count = self.layout.groups[*kind as usize] as usize;
            std::iter::repeat_n(*kind, count)
        });
        let mut files = Vec::new();
        for ((members, kind), number) in self.groups.iter().zip(kinds).zip(0..) {
            let per_file = self.layout.per_file[kind as usize];
            let first: u32 = number * self.layout.capacity / per_file;
            let file = |place: u16| u32::from(place) / per_file;
            for members in members.chunk_by(|(a, _), (b, _)| file(*a) == file(*b)) {
                let within = |place: u16| (u32::from(place) % per_file) as u16;
                let path = results::path(kind, first + file(members[0].0));
                let members = members.iter().map(|(place, member)| (within(*place), *member)).collect();
                files.push((path, members));
            }
        }
        files
    }
}
