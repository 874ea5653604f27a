//! Every name by which a note can be called.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use super::facets::Called;
use super::file_names::{FileNames, plain_path, safe_part, url_path};
use crate::model::{AssetPath, NoteId, Url};
use crate::trace::{Changes, Hashed, Table, Trace, differences};

pub(super) type ByName<V> = Hashed<String, V>;

/// A folder of notes by its path as written; empty for the content folder.
pub type SectionPath = Arc<str>;

/// The names of all notes and assets of a book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Those of files, with the addresses.
    pub files: Arc<FileNames>,
    /// Notes by alias: exact, and case-folded.
    aliases: [ByName<Vec<NoteId>>; 2],
    /// Notes by title.
    titles: [ByName<Vec<NoteId>>; 2],
    /// Notes by the addresses that they once had.
    former: ByName<Vec<NoteId>>,
}

/// What a name was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found<T> {
    /// One thing.
    One(T),
    /// Several; the first is the nearest.
    Several(Vec<T>),
    /// Nothing.
    Nothing,
}

/// How the notes of a book are called.
pub type Calls = BTreeMap<NoteId, Arc<Called>>;

/// Gathers the names of a book.
pub fn names(files: &Arc<FileNames>, calls: &Calls) -> Names {
    Names::default().then(files, &Calls::new(), calls)
}

/// Adds a name of a note to the table of names and to that of case-folded ones.
pub(super) fn call([exact, folded]: &mut [ByName<Vec<NoteId>>; 2], name: &str, id: &NoteId) {
    let name = composed(name);
    give(folded, fold(&name), id);
    give(exact, name.into_owned(), id);
}

/// Takes a name away from a note.
fn call_no_more([exact, folded]: &mut [ByName<Vec<NoteId>>; 2], name: &str, id: &NoteId) {
    let name = composed(name);
    take(folded, &fold(&name), id);
    take(exact, &name, id);
}

fn composed(name: &str) -> Cow<'_, str> {
    match name.is_ascii() {
        true => Cow::Borrowed(name),
        false => Cow::Owned(name.nfc().collect()),
    }
}

/// Adds a note to those that have a name, which stand in the order of ids.
fn give(table: &mut ByName<Vec<NoteId>>, key: String, id: &NoteId) {
    let add = |ids: &mut Vec<NoteId>| {
        if let Err(at) = ids.binary_search(id) {
            ids.insert(at, id.clone());
        }
    };
    table.change(key, || vec![id.clone()], add);
}

/// Takes a note from those that have a name.
fn take(table: &mut ByName<Vec<NoteId>>, key: &str, id: &NoteId) {
    table.reduce(key, |ids| {
        ids.retain(|other| other != id);
        !ids.is_empty()
    });
}

impl Names {
    /// The names for a function that is to be run again only if it would be
    /// told something else.
    pub fn asked<'a>(&'a self, trace: &'a Trace) -> Asking<'a> {
        let files = &*self.files;
        let [exact, folded] =
            [0, 1].map(|case| [&files.stems[case], &self.aliases[case], &self.titles[case]]);
        let table = |rank: usize, names: [&'static str; 3], tables: [&'a ByName<Vec<NoteId>>; 3]| {
            Table::new(names[rank], tables[rank], trace)
        };
        Asking {
            paths: Table::new("paths", &files.paths, trace),
            folded_paths: Table::new("folded paths", &files.folded_paths, trace),
            called: std::array::from_fn(|rank| table(rank, CALLED, exact)),
            folded: std::array::from_fn(|rank| table(rank, FOLDED, folded)),
            assets: Table::new("asset names", &files.assets, trace),
            former: Table::new("former addresses", &self.former, trace),
            section_pages: Table::new("section pages", &*files.section_pages, trace),
            names: Table::new("names", self, trace),
        }
    }

    /// The names of a later edition of the book. Only notes that are called something
    /// else than `before` are gone through.
    pub fn then(&self, files: &Arc<FileNames>, before: &Calls, calls: &Calls) -> Names {
        let mut names = Names { files: files.clone(), ..self.clone() };
        for (id, before, now) in differences(before, calls) {
            if let Some(called) = before {
                called.aliases.iter().for_each(|alias| call_no_more(&mut names.aliases, alias, id));
                call_no_more(&mut names.titles, &called.title, id);
                called.former.iter().for_each(|address| take(&mut names.former, &former_key(address), id));
            }
            if let Some(called) = now {
                called.aliases.iter().for_each(|alias| call(&mut names.aliases, alias, id));
                call(&mut names.titles, &called.title, id);
                called.former.iter().for_each(|address| give(&mut names.former, former_key(address), id));
            }
        }
        names
    }

    /// Finds out which names mean something else than they did.
    pub fn compare(&self, old: &Names, changes: &mut Changes) {
        if !Arc::ptr_eq(&self.files, &old.files) {
            self.files.compare(&old.files, changes);
        }
        for (rank, was, is) in [(1, &old.aliases, &self.aliases), (2, &old.titles, &self.titles)] {
            changes.compare_unordered(CALLED[rank], &was[0], &is[0]);
            changes.compare_unordered(FOLDED[rank], &was[1], &is[1]);
        }
        changes.compare_unordered("former addresses", &old.former, &self.former);
        // Lists of all names are read for proposals only.
        changes.compare_whole("names", &false, &true);
    }
}

/// The names of tables, for [`trace`](crate::trace).
const CALLED: [&str; 3] = ["file names", "aliases", "titles"];
const FOLDED: [&str; 3] = ["folded file names", "folded aliases", "folded titles"];

/// The names of a book, for a function whose questions are noted.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    paths: Table<'a, ByName<NoteId>>,
    folded_paths: Table<'a, ByName<NoteId>>,
    called: [Table<'a, ByName<Vec<NoteId>>>; 3],
    folded: [Table<'a, ByName<Vec<NoteId>>>; 3],
    assets: Table<'a, ByName<Vec<AssetPath>>>,
    former: Table<'a, ByName<Vec<NoteId>>>,
    /// The note that is the page of each folder that has one.
    pub(super) section_pages: Table<'a, BTreeMap<SectionPath, NoteId>>,
    names: Table<'a, Names>,
}

impl Asking<'_> {
    /// The note that `name` means when it stands in `from`.
    ///
    /// A path counts before a file name, a file name before an alias, an alias
    /// before a title, and what is written exactly before what differs in case.
    pub(super) fn note(&self, name: &str, from: &NoteId) -> Found<NoteId> {
        let name: String = name.trim().nfc().collect();
        let name = name.strip_suffix(".md").unwrap_or(&name).trim_matches('/');
        // What says where it begins is meant from there; all else from the content folder first.
        let relative = join(from.folder(), name);
        let begins_here = name.starts_with("./") || name.starts_with("../");
        let from_top = Some(name).filter(|_| !begins_here);
        for path in [from_top, relative.as_deref()].into_iter().flatten() {
            // A bare name that several notes have is not settled by where one of them stands.
            let is_settled = name.contains('/') || self.called[0].get(name).is_none();
            if let Some(id) = self.paths.get(path).filter(|_| is_settled) {
                return Found::One(id.clone());
            }
        }
        let file = name.rsplit('/').next().unwrap_or(name);
        let fits = |id: &&NoteId| file == name || ends_with_path(id.as_str(), name);
        for (tables, exact) in [(&self.called, true), (&self.folded, false)] {
            for (rank, table) in tables.iter().enumerate() {
                // Only file names have folders; aliases and titles may hold a slash.
                let key = if rank == 0 { file } else { name };
                let key = if exact { Cow::Borrowed(key) } else { Cow::Owned(fold(key)) };
                let Some(ids) = table.get(key.as_ref()) else { continue };
                let mut ids: Vec<NoteId> = ids.iter().filter(|id| rank > 0 || fits(id)).cloned().collect();
                // The nearest first: the same folder, then the shortest path.
                ids.sort_by_key(|id| (id.folder() != from.folder(), id.as_str().len(), id.clone()));
                match ids.len() {
                    0 => {}
                    1 => return Found::One(ids.remove(0)),
                    _ => return Found::Several(ids),
                }
            }
        }
        Found::Nothing
    }

    /// The note at a path inside the content folder, with or without `.md`.
    pub(super) fn note_at(&self, path: &str) -> Option<NoteId> {
        let path = path.strip_suffix('/').unwrap_or(path);
        let path =
            [".md", ".markdown", ".html"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
        let folder = path.strip_suffix("/index").unwrap_or(path);
        let exact = self.paths.get(path).or_else(|| self.paths.get(folder));
        // Addresses are in lower case, and some systems do not tell `README.md` from `readme.md`.
        exact.or_else(|| self.folded_paths.get(&fold(path))).cloned()
    }

    /// The asset that `name` means when it stands in `from`: a path from the
    /// note's folder or the content folder, or a file name.
    pub(super) fn asset(&self, name: &str, from: &NoteId) -> Found<AssetPath> {
        let name = name.trim().trim_start_matches('/');
        for path in [join(from.folder(), name), join("", name)].into_iter().flatten() {
            if let Some(paths) = self.assets.get(&fold(&path)) {
                let exact = paths.iter().find(|asset| asset.as_str() == path);
                let same = exact.or_else(|| paths.iter().find(|asset| fold(asset.as_str()) == fold(&path)));
                if let Some(asset) = same {
                    return Found::One(asset.clone());
                }
            }
        }
        let file = name.rsplit('/').next().unwrap_or(name);
        let found = self.assets.get(&fold(file)).map(Vec::as_slice).unwrap_or_default();
        let fits: Vec<_> = found
            .iter()
            .filter(|asset| file == name || ends_with_path(asset.as_str(), name))
            .cloned()
            .collect();
        match fits.as_slice() {
            [] => Found::Nothing,
            [one] => Found::One(one.clone()),
            _ => Found::Several(fits),
        }
    }

    /// The note that once had the address or the place that `path` is, seen from
    /// `from`. What has that name now counts before it.
    pub(super) fn formerly(&self, path: &str, from: &NoteId) -> Option<NoteId> {
        let relative = (!path.starts_with('/')).then(|| join(from.folder(), path)).flatten();
        let from_top = join("", path);
        let keys = [relative, from_top].into_iter().flatten().map(|path| former_key(&path));
        keys.filter(|key| !key.is_empty()).find_map(|key| self.former.get(key.as_str())?.first().cloned())
    }

    /// Every name that a link could have meant, for "did you mean".
    pub(super) fn candidates(&self) -> impl Iterator<Item = &str> {
        let all = self.names.whole();
        let tables = [&all.files.stems[0], &all.aliases[0], &all.titles[0]];
        let mut names: Vec<&str> =
            tables.into_iter().flat_map(|table| table.keys().map(String::as_str)).collect();
        names.sort_unstable();
        names.into_iter()
    }

    /// The paths of all notes and assets, for "did you mean".
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        let names = &self.names.whole().files;
        let notes = names.urls.keys().map(NoteId::as_str);
        let mut assets: Vec<&str> = names.assets.values().flatten().map(AssetPath::as_str).collect();
        assets.sort_unstable();
        notes.chain(assets)
    }
}

/// The address of the page that leads on from one that a note once had: as it is
/// written, for it is known elsewhere, but safe on every drive. `None` if it is
/// the address of no page.
pub(crate) fn former_url(address: &str) -> Option<Url> {
    let path = page_path(address);
    let parts: Vec<String> = path.split('/').map(safe_part).filter(|part| !part.is_empty()).collect();
    let path = parts.join("/");
    match address.ends_with('/') {
        _ if path.is_empty() => None,
        true => Some(Url::new(format!("{path}/index.html"))),
        false => Some(Url::new(format!("{path}.html"))),
    }
}

/// What an old address and the ways to write a link to it have in common.
fn former_key(address: &str) -> String {
    let path = url_path(&page_path(address));
    path.strip_suffix("/index").unwrap_or(&path).to_owned()
}

/// The path in the address of a page, without what names its file type.
fn page_path(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8_lossy();
    let end = [".md", ".markdown", ".html"].iter().find_map(|end| path.strip_suffix(end));
    end.unwrap_or(&path).to_owned()
}

/// Whether `path` is `end` with folders before it, numbers that order ignored.
fn ends_with_path(path: &str, end: &str) -> bool {
    let (path, end) = (fold(&plain_path(path)), fold(&plain_path(end)));
    path == end || path.strip_suffix(&end).is_some_and(|before| before.ends_with('/'))
}

/// A path relative to a folder, with `.` and `..` taken out. `None` if it climbs
/// out of the content folder.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A name as it compares when case does not count.
pub(crate) fn fold(name: &str) -> String {
    if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        name.nfc().flat_map(char::to_lowercase).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourcePath;

    /// Notes such as `a Talks/Meeting<old.html`: id, title, alias, former address.
    fn calls(notes: &[&str]) -> Calls {
        let called = |note: &&str| {
            let (id, rest) = note.split_once(' ').unwrap();
            let (rest, former) = rest.split_once('<').unwrap_or((rest, ""));
            let (title, alias) = rest.split_once('/').unwrap_or((rest, ""));
            let some =
                |name: &str| Some(name.to_owned()).filter(|name| !name.is_empty()).into_iter().collect();
            let (aliases, former) = (some(alias), some(former));
            let file = SourcePath::new(format!("content/{id}.md"));
            (NoteId::new(id), Arc::new(Called { title: title.into(), aliases, former, order: None, file }))
        };
        notes.iter().map(called).collect()
    }

    #[test]
    fn names_of_a_later_edition_are_those_made_from_nothing() {
        let editions: [&[&str]; 6] = [
            &["a Talks/Meeting<old.html", "b Talks", "c Envoys/talks<old.html"],
            &["a talks/Meeting<old.html", "b Talks/MEETING", "c Envoys/talks<old.html"],
            &["b Talks/Meeting<old.html", "c Talks/Talks"],
            &["a Café<Old", "b Talks", "c Cafe\u{301}/CAFÉ<old.html"],
            &["c Cafe\u{301}"],
            &[],
        ];
        let files = Arc::default();
        let mut before = (Names::default(), Calls::new());
        for edition in editions.iter().chain(editions.iter().rev()) {
            let calls = calls(edition);
            let names = before.0.then(&files, &before.1, &calls);
            assert_eq!(names, super::names(&files, &calls), "{edition:?}");
            before = (names, calls);
        }
    }
}
