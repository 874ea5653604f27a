//! The way from what can be found to the files of the search.

use std::sync::Arc;

use rayon::prelude::*;

use super::Sink;
use crate::cache::{Last, Memo};
use crate::index::search::{self, Cell, Findable, Grouped, Key, Layout, Member, Record, Slice};
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

/// Things with their places in a group or a file.
type Placed = Vec<(u16, Arc<Findable>)>;

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
    pub results: Memo<String, Placed, (Url, SiteFile)>,
    /// What is in which file of results.
    files: Last<(Arc<Grouped>, [u32; 4]), Arc<Vec<(String, Vec<Member>)>>>,
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
        Arc::new(search::record(thing, &search::parts(thing), *average, language))
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

/// Gives away the files of the search, under `_search/`.
pub(super) fn search_files(
    things: &[&Arc<Findable>],
    language: &Arc<str>,
    cache: &mut SearchCache,
    sink: Sink,
) {
    let keys: Vec<&Key> = things.iter().map(|thing| &thing.key).collect();
    let grouped = cache.grouped.get(keys, |keys| Arc::new(search::grouped(keys)));
    let layout = search::layout(&grouped, things.iter().map(|thing| &***thing), language);

    let cells = cells(things, language, &grouped, &layout, cache);
    let slices = cells.iter().map(|(cell, slices)| (cell, (slices, &layout.depth, &layout.capacity)));
    let files = cache.cells.map_keys(slices.collect(), |cell, (slices, depth, capacity)| {
        cell_files(*cell, slices, *depth, *capacity)
    });
    files.iter().flat_map(|cell| &cell.result).for_each(|(url, file)| sink(url, file));
    let files = cache
        .files
        .get((&grouped, &layout.per_file), |(grouped, per_file)| Arc::new(search::files(grouped, per_file)));
    let arguments = files.iter().map(|(path, members)| {
        let members = members.iter().map(|(place, thing)| (place, things[*thing as usize]));
        (path, members.collect::<Vec<_>>())
    });
    let files = cache.results.map_keys(arguments.collect(), |path, members| {
        let entry = |thing: &Findable| search::entry(thing, &search::parts(thing));
        results_file(path, search::results(path, members.iter().map(|(place, thing)| (*place, entry(thing)))))
    });
    files.iter().for_each(|file| sink(&file.result.0, &file.result.1));
    let (url, root) = root_file(&layout, &cells);
    sink(&url, &root);
}

/// The same for a build that no other follows. Each thing is dropped as soon as its
/// words are known and what a result shows of it, and with a note all of its text.
pub(super) fn search_files_once(things: Vec<Arc<Findable>>, language: &str, sink: Sink) {
    let keys: Vec<Key> = things.iter().map(|thing| thing.key.clone()).collect();
    let grouped = search::grouped(&keys);
    let layout = search::layout(&grouped, things.iter().map(|thing| &**thing), language);
    drop(keys);

    let mut things: Vec<Option<Arc<Findable>>> = things.into_iter().map(Some).collect();
    let mut taken = |(place, thing): &Member| Some((*place, things[*thing as usize].take()?));
    let groups: Vec<(u32, Placed)> =
        (0..).zip(grouped.groups().map(|members| members.iter().filter_map(&mut taken).collect())).collect();
    let groups = groups.into_par_iter().map(|(number, members)| {
        let read = members.into_par_iter().map(|(place, thing)| {
            let parts = search::parts(&thing);
            let record = search::record(&thing, &parts, layout.average, language);
            ((place, Arc::new(record)), search::entry(&thing, &parts))
        });
        let (records, entries): (Vec<_>, Vec<String>) = read.unzip();
        let mut entries = entries.into_iter();
        for (path, members) in search::files_of_group(&grouped, &layout.per_file, number) {
            let places = members.iter().map(|(place, _)| *place);
            let (url, file) = results_file(&path, search::results(&path, places.zip(&mut entries)));
            sink(&url, &file);
        }
        (number, Arc::new(search::group(&records, layout.depth).slices(number)))
    });
    let groups: Vec<_> = groups.collect();
    let cells = Turned::default().turn(groups.iter().map(|(number, slices)| (number, slices)));
    drop(groups);
    cells.par_iter().for_each(|(cell, slices)| {
        let files = cell_files(*cell, slices, layout.depth, layout.capacity);
        files.iter().for_each(|(url, file)| sink(url, file));
    });
    let (url, root) = root_file(&layout, &cells);
    sink(&url, &root);
}

fn cell_files(cell: Cell, slices: &[Slice], depth: u8, capacity: u32) -> Vec<(Url, SiteFile)> {
    let files = search::cell(cell, slices, depth, capacity);
    files.into_iter().map(|(path, text)| file(&path, text)).collect()
}

fn results_file(path: &str, text: Arc<str>) -> (Url, SiteFile) {
    file(&format!("{path}.js"), text)
}

fn root_file(layout: &Layout, cells: &ByThing<Cell, Slice>) -> (Url, SiteFile) {
    file("root.js", search::root(layout, cells.keys().copied()))
}

fn file(path: &str, text: Arc<str>) -> (Url, SiteFile) {
    (Url::new(format!("_search/{path}")), SiteFile::Text(text))
}
