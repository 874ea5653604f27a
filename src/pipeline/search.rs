//! The way from what can be found to the files of the search.

use std::sync::Arc;

use rayon::prelude::*;

use super::Sink;
use crate::cache::{Last, Memo};
use crate::index::search::{self, Cell, Findable, Grouped, Key, Layout, Member, Placed, Record, Slice};
use crate::index::{ByThing, Turned};
use crate::model::Url;
use crate::site::SiteFile;

/// What a record is made from: the thing, the average length of notes, the
/// language.
type RecordFrom = (Arc<Findable>, u32, Arc<str>);

/// What a group is made from: its records in their places, and the depth of cells.
type GroupFrom = (Vec<(u16, Arc<Record>)>, u8);

/// What the files of a cell are made from: its words in each group, the depth of
/// cells, and the capacity of groups.
type CellFrom = (Arc<Vec<Slice>>, u8, u32);

/// Results of earlier builds, each for the function of its name.
#[derive(Debug, Default)]
pub struct SearchCache {
    /// What is in which group.
    grouped: Last<Vec<Key>, Arc<Grouped>>,
    /// The words of each thing.
    pub records: Memo<Key, RecordFrom, Arc<Record>>,
    /// The words of each group by its number, in slices by cell.
    pub groups: Memo<u32, GroupFrom, Arc<Vec<(Cell, Slice)>>>,
    /// The slices of each cell.
    slices: Turned<Cell, Slice>,
    /// The files of each cell.
    pub cells: Memo<Cell, CellFrom, Vec<(Url, SiteFile)>>,
    /// The files of results by their path.
    pub results: Memo<String, Vec<Placed>, (Url, SiteFile)>,
    /// What is in which file of results.
    files: Last<(Arc<Grouped>, [u32; 4]), Arc<Vec<(String, Vec<Member>)>>>,
    /// Whether nothing is remembered.
    forgets: bool,
}

impl SearchCache {
    /// Remembers nothing from now on.
    pub(super) fn forget(&mut self) {
        self.cells.forget();
        self.results.forget();
        self.forgets = true;
    }
}

/// The words of each cell: per thing, then per group of them, then turned round.
fn cells(
    things: &[&Arc<Findable>],
    language: &Arc<str>,
    grouped: &Grouped,
    layout: &Layout,
    cache: &mut SearchCache,
) -> ByThing<Cell, Slice> {
    let arguments = things.iter().map(|thing| (&thing.key, (*thing, &layout.average, language)));
    let records = cache.records.map(arguments.collect(), |(thing, average, language)| {
        Arc::new(search::record(thing, *average, language))
    });
    let numbers: Vec<u32> = (0..).take(grouped.groups().count()).collect();
    let groups = numbers.iter().zip(grouped.groups()).map(|(number, members)| {
        let members = members.iter().map(|(place, thing)| (place, &records[*thing as usize].result));
        (number, (members.collect::<Vec<_>>(), &layout.depth))
    });
    let groups = cache.groups.map_keys(groups.collect(), |number, (records, depth)| {
        Arc::new(search::group(records, *depth).slices(*number))
    });
    cache.slices.turn(groups.iter().map(|group| (&group.key, &group.result)))
}

/// The same where nothing is remembered: the words of things are dropped as soon as they
/// are in their group.
fn forgotten_cells(
    things: &[&Arc<Findable>],
    language: &str,
    grouped: &Grouped,
    layout: &Layout,
) -> ByThing<Cell, Slice> {
    let groups: Vec<(u32, &Vec<Member>)> = (0..).zip(grouped.groups()).collect();
    let groups = groups.into_par_iter().map(|(number, members)| {
        let record = |(place, thing): &Member| {
            (*place, Arc::new(search::record(things[*thing as usize], layout.average, language)))
        };
        let records: Vec<_> = members.par_iter().map(record).collect();
        (number, Arc::new(search::group(&records, layout.depth).slices(number)))
    });
    let groups: Vec<_> = groups.collect();
    Turned::default().turn(groups.iter().map(|(number, slices)| (number, slices)))
}

/// Gives away the files of the search, under `_search/`.
pub(super) fn search_files(
    things: &[&Arc<Findable>],
    language: &Arc<str>,
    cache: &mut SearchCache,
    sink: Sink,
) {
    let keys: Vec<&Key> = things.iter().map(|thing| &thing.key).collect();
    let grouped = cache.grouped.get(keys, |keys| Arc::new(search::grouped(keys)));
    let layout = search::layout(&grouped, things, language);

    let cells = match cache.forgets {
        true => forgotten_cells(things, language, &grouped, &layout),
        false => cells(things, language, &grouped, &layout, cache),
    };
    let root = search::root(&layout, cells.keys().copied());
    let file = |path: &str, text: Arc<str>| (Url::new(format!("_search/{path}")), SiteFile::Text(text));
    let slices = cells.iter().map(|(cell, slices)| (cell, (slices, &layout.depth, &layout.capacity)));
    let print = |cell: &Cell, (slices, depth, capacity): &CellFrom| {
        let files = search::cell(*cell, slices, *depth, *capacity);
        files.into_iter().map(|(path, text)| file(&path, text)).collect()
    };
    let give = |files: &Vec<(Url, SiteFile)>| files.iter().for_each(|(url, file)| sink(url, file));
    cache.cells.each(slices.collect(), print, give);
    let files = cache
        .files
        .get((&grouped, &layout.per_file), |(grouped, per_file)| Arc::new(search::files(grouped, per_file)));
    let arguments = files.iter().map(|(path, members)| {
        let members = members.iter().map(|(place, thing)| (place, things[*thing as usize]));
        (path, members.collect::<Vec<_>>())
    });
    let print =
        |path: &String, members: &Vec<Placed>| file(&format!("{path}.js"), search::results(path, members));
    cache.results.each(arguments.collect(), print, |(url, file)| sink(url, file));
    let (url, root) = file("root.js", root);
    sink(&url, &root);
}
