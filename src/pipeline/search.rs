//! The way from what can be found to the files of the search.

use std::sync::Arc;

use super::Sink;
use super::files::{Files, Found};
use crate::cache::{Last, Memo};
use crate::index::Turned;
use crate::index::search::{self, Cell, Findable, Kind, Placed, Record, Slice, arrange, root};
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
    /// The words of each thing.
    pub records: Memo<(Kind, Arc<str>), RecordFrom, Arc<Record>>,
    /// The words of each group by its number, in slices by cell.
    pub groups: Memo<u32, GroupFrom, Arc<Vec<(Cell, Slice)>>>,
    /// The slices of each cell.
    slices: Turned<Cell, Slice>,
    /// The files of each cell.
    pub cells: Memo<Cell, CellFrom, Vec<(Url, SiteFile)>>,
    /// The files of results by their path.
    pub results: Memo<String, Vec<Placed>, (Url, SiteFile)>,
    /// All files.
    pub(super) all: Last<(Vec<Found>, Arc<str>), Files>,
    /// Whether nothing is remembered.
    pub(super) forgets: bool,
}

impl SearchCache {
    /// Remembers nothing from now on.
    pub(super) fn forget(&mut self) {
        self.forgets = true;
        self.records.forget();
        self.groups.forget();
        self.cells.forget();
        self.results.forget();
    }
}

/// Gives away the files of the search, under `_search/`.
pub(super) fn search_files(
    findables: &[Arc<Findable>],
    language: &Arc<str>,
    cache: &mut SearchCache,
    sink: Sink,
) {
    let arranged = arrange(findables, language);
    let layout = &arranged.layout;

    // Per thing, then per group of them.
    let things = || arranged.groups.iter().flatten().map(|(_, thing)| *thing);
    let keys: Vec<(Kind, Arc<str>)> = things().map(|thing| (thing.kind, thing.key.clone())).collect();
    let arguments = keys.iter().zip(things()).map(|(key, thing)| (key, (thing, &layout.average, language)));
    let records = cache.records.map(arguments.collect(), |(thing, average, language)| {
        Arc::new(search::record(thing, *average, language))
    });
    let mut records = records.iter().map(|record| &record.result);
    let numbers: Vec<u32> = (0..).take(arranged.groups.len()).collect();
    let groups = numbers.iter().zip(&arranged.groups).map(|(number, members)| {
        let places = members.iter().map(|(place, _)| place);
        (number, (places.zip(records.by_ref()).collect::<Vec<_>>(), &layout.depth))
    });
    let groups = cache.groups.map_keys(groups.collect(), |number, (records, depth)| {
        Arc::new(search::group(records, *depth).slices(*number))
    });

    // Per cell of words, and per file of results.
    let cells = cache.slices.turn(groups.iter().map(|group| (&group.key, &group.result)));
    cache.records.let_go();
    cache.groups.let_go();
    let root = root(layout, cells.keys().copied());
    let file = |path: &str, text: Arc<str>| (Url::new(format!("_search/{path}")), SiteFile::Text(text));
    let slices = cells.iter().map(|(cell, slices)| (cell, (slices, &layout.depth, &layout.capacity)));
    let print = |cell: &Cell, (slices, depth, capacity): &CellFrom| {
        let files = search::cell(*cell, slices, *depth, *capacity);
        files.into_iter().map(|(path, text)| file(&path, text)).collect()
    };
    let give = |files: &Vec<(Url, SiteFile)>| files.iter().for_each(|(url, file)| sink(url, file));
    cache.cells.each(slices.collect(), print, give);
    let (paths, members): (Vec<String>, Vec<_>) = arranged.results().into_iter().unzip();
    let arguments = paths.iter().zip(members).collect();
    let print =
        |path: &String, members: &Vec<Placed>| file(&format!("{path}.js"), search::results(path, members));
    cache.results.each(arguments, print, |(url, file)| sink(url, file));
    let (url, root) = file("root.js", root);
    sink(&url, &root);
}
