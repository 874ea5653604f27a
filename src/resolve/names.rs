//! Every name by which a note can be called, and the address it is given.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rustc_hash::FxHasher;
use unicode_normalization::UnicodeNormalization;

use super::facets::Called;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::model::{AssetPath, NoteId, Url};
use crate::source::Span;
use crate::trace::{Changes, Table, Trace};

type ByName<V> = HashMap<String, V, BuildHasherDefault<FxHasher>>;

/// A folder of notes by its path as written; empty for the content folder.
pub type SectionPath = Arc<str>;

/// The names of all notes and assets of a book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// The address of each note.
    pub urls: Arc<BTreeMap<NoteId, Url>>,
    /// The note that is the page of each folder that has one.
    pub section_pages: Arc<BTreeMap<SectionPath, NoteId>>,
    /// The address of each asset.
    pub asset_urls: Arc<BTreeMap<AssetPath, Url>>,
    /// Notes by path as written and by path without numeric prefixes.
    paths: ByName<NoteId>,
    /// The same with case folded; of two notes with one such path, the first.
    folded_paths: ByName<NoteId>,
    /// Notes by file name, alias, then title: exact, and case-folded.
    called: [ByName<Vec<NoteId>>; 3],
    folded: [ByName<Vec<NoteId>>; 3],
    /// Assets by path and by file name, case-folded.
    assets: ByName<Vec<AssetPath>>,
    /// Notes by the addresses that they once had.
    former: ByName<NoteId>,
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

/// Gathers the names of a book and gives every note its address.
pub fn names(calls: &Calls, assets: &[AssetPath]) -> Checked<Names> {
    let mut names = Names { section_pages: Arc::new(section_pages(calls)), ..Names::default() };
    let (urls, diagnostics) = assign_urls(calls, &names);
    names.urls = Arc::new(urls);
    for (id, called) in calls {
        names.add(id, called);
    }
    names.asset_urls = Arc::new(asset_urls(assets));
    for path in assets {
        names.assets.entry(fold(path.as_str())).or_default().push(path.clone());
        if let Some((_, file)) = path.as_str().rsplit_once('/') {
            names.assets.entry(fold(file)).or_default().push(path.clone());
        }
    }
    Checked { value: names, diagnostics }
}

impl Names {
    /// Whether a note is the page of its folder.
    pub fn is_section_page(&self, id: &NoteId) -> bool {
        self.section_pages.get(id.folder()) == Some(id)
    }

    /// The title of a folder that has no page of its own: its name in words.
    pub fn folder_title(&self, folder: &str, book_title: &str) -> Arc<str> {
        let name = without_order(folder.rsplit('/').next().unwrap_or_default()).replace(['-', '_'], " ");
        let mut chars = name.chars();
        match chars.next() {
            None => book_title.into(),
            Some(first) => first.to_uppercase().chain(chars).collect::<String>().into(),
        }
    }

    /// The address of the page of a folder that has none of its own.
    pub fn folder_url(&self, folder: &str) -> Url {
        let path = url_path(folder);
        Url::new(if path.is_empty() { "index.html".to_owned() } else { format!("{path}/index.html") })
    }

    fn add(&mut self, id: &NoteId, called: &Called) {
        let plain = plain_path(id.as_str());
        self.paths.entry(plain.clone().into_owned()).or_insert_with(|| id.clone());
        self.paths.insert(id.as_str().to_owned(), id.clone());
        for path in [id.as_str(), &plain] {
            self.folded_paths.entry(fold(path)).or_insert_with(|| id.clone());
        }
        let mut stems = vec![id.file_stem(), without_order(id.file_stem())];
        if self.is_section_page(id) && !id.folder().is_empty() {
            self.paths.entry(id.folder().to_owned()).or_insert_with(|| id.clone());
            let folder = plain_path(id.folder()).into_owned();
            self.paths.entry(folder).or_insert_with(|| id.clone());
            let name = id.folder().rsplit('/').next().unwrap_or_default();
            stems.extend([name, without_order(name)]);
        }
        stems.dedup();
        for stem in stems {
            self.call(0, stem, id);
        }
        for alias in &called.aliases {
            self.call(1, alias, id);
        }
        self.call(2, &called.title, id);
        for address in &called.former {
            self.former.entry(former_key(address)).or_insert_with(|| id.clone());
        }
    }

    fn call(&mut self, rank: usize, name: &str, id: &NoteId) {
        let name: String = name.nfc().collect();
        for (table, key) in [(&mut self.folded[rank], fold(&name)), (&mut self.called[rank], name)] {
            let ids = table.entry(key).or_default();
            if ids.last() != Some(id) {
                ids.push(id.clone());
            }
        }
    }

    /// The names for a function that is to be run again only if it would be
    /// told something else.
    pub fn asked<'a>(&'a self, trace: &'a Trace) -> Asking<'a> {
        Asking {
            paths: Table::new("paths", &self.paths, trace),
            folded_paths: Table::new("folded paths", &self.folded_paths, trace),
            called: std::array::from_fn(|rank| Table::new(CALLED[rank], &self.called[rank], trace)),
            folded: std::array::from_fn(|rank| Table::new(FOLDED[rank], &self.folded[rank], trace)),
            assets: Table::new("asset names", &self.assets, trace),
            former: Table::new("former addresses", &self.former, trace),
            section_pages: Table::new("section pages", &*self.section_pages, trace),
            names: Table::new("names", self, trace),
        }
    }

    /// Finds out which names mean something else than they did.
    pub fn compare(&self, old: &Names, changes: &mut Changes) {
        changes.compare_unordered("paths", &old.paths, &self.paths);
        changes.compare_unordered("folded paths", &old.folded_paths, &self.folded_paths);
        for rank in 0..3 {
            changes.compare_unordered(CALLED[rank], &old.called[rank], &self.called[rank]);
            changes.compare_unordered(FOLDED[rank], &old.folded[rank], &self.folded[rank]);
        }
        changes.compare_unordered("asset names", &old.assets, &self.assets);
        changes.compare_unordered("former addresses", &old.former, &self.former);
        changes.compare("section pages", &old.section_pages, &self.section_pages);
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
    former: Table<'a, ByName<NoteId>>,
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
        keys.filter(|key| !key.is_empty()).find_map(|key| self.former.get(key.as_str()).cloned())
    }

    /// Every name that a link could have meant, for "did you mean".
    pub(super) fn candidates(&self) -> impl Iterator<Item = &str> {
        let mut names: Vec<&str> =
            self.names.whole().called.iter().flat_map(|table| table.keys().map(String::as_str)).collect();
        names.sort_unstable();
        names.into_iter()
    }

    /// The paths of all notes and assets, for "did you mean".
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        let names = self.names.whole();
        let notes = names.urls.keys().map(NoteId::as_str);
        let mut assets: Vec<&str> = names.assets.values().flatten().map(AssetPath::as_str).collect();
        assets.sort_unstable();
        notes.chain(assets)
    }
}

/// The page of each folder: `index.md`, else `_index.md` as Hugo and Zola have
/// it, else `README.md` as hosts of Git repositories show it.
fn section_pages(calls: &Calls) -> BTreeMap<SectionPath, NoteId> {
    let rank = |id: &NoteId| match id.file_stem() {
        "index" => Some(0),
        "_index" => Some(1),
        stem if stem.eq_ignore_ascii_case("readme") => Some(2),
        _ => None,
    };
    let mut pages: BTreeMap<SectionPath, NoteId> = BTreeMap::new();
    for id in calls.keys() {
        let Some(own) = rank(id) else { continue };
        match pages.get(id.folder()).and_then(rank) {
            Some(other) if other <= own => {}
            _ => {
                pages.insert(id.folder().into(), id.clone());
            }
        }
    }
    pages
}

/// Gives every note its address, and reports notes that ask for the same one.
fn assign_urls(calls: &Calls, names: &Names) -> (BTreeMap<NoteId, Url>, Vec<Diagnostic>) {
    let mut urls = BTreeMap::new();
    let mut diagnostics = Vec::new();
    // Case is ignored, as many drives do.
    let mut taken: ByName<NoteId> = ByName::default();
    for (id, called) in calls {
        let mut path = if names.is_section_page(id) {
            let folder = url_path(id.folder());
            if folder.is_empty() { "index".to_owned() } else { format!("{folder}/index") }
        } else {
            url_path(id.as_str())
        };
        if let Some(other) = taken.get(&fold(&path)) {
            let file = &calls[other].file;
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateNote,
                    Span::start_of(&called.file),
                    format!("this note and `{file}` would both be written to `{path}.html`"),
                )
                .with_help(
                    "give one of them another file name: numbers that order files are not part of addresses",
                ),
            );
            let base = path.clone();
            let mut count = 2;
            while taken.contains_key(&fold(&path)) {
                path = format!("{base}-{count}");
                count += 1;
            }
        }
        taken.insert(fold(&path), id.clone());
        urls.insert(id.clone(), Url::new(format!("{path}.html")));
    }
    (urls, diagnostics)
}

/// Gives every asset an address: its path, made safe in the same way as those of
/// notes, so that a file stands in the folder of the notes beside it.
fn asset_urls(assets: &[AssetPath]) -> BTreeMap<AssetPath, Url> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut urls = BTreeMap::new();
    for path in assets {
        let (folder, file) = path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()));
        let (stem, extension) = file
            .rsplit_once('.')
            .map_or((file, String::new()), |(stem, end)| (stem, format!(".{}", fold(end))));
        let base = [url_path(folder), url_part(stem)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("/");
        let url = (1..)
            .map(|n| if n == 1 { format!("{base}{extension}") } else { format!("{base}-{n}{extension}") })
            .find(|url| !taken.contains(url))
            .expect("there are more numbers than files");
        taken.insert(url.clone());
        urls.insert(path.clone(), Url::new(url));
    }
    urls
}

/// A path inside the content folder as it stands in addresses: without numbers
/// that order, in lower case, safe on every drive.
pub(crate) fn url_path(path: &str) -> String {
    path.split('/')
        .map(|part| url_part(without_order(part)))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("/")
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

/// One part of an address: letters, digits, `-`, `_` and `.`; never a name that
/// Windows keeps for itself, and never one that ends in a dot.
fn url_part(name: &str) -> String {
    safe_part(&name.nfc().flat_map(char::to_lowercase).collect::<String>())
}

/// The same with capitals as they are.
fn safe_part(name: &str) -> String {
    let mut part = String::with_capacity(name.len());
    for c in name.nfc() {
        if c.is_alphanumeric() || matches!(c, '_' | '.') {
            part.push(c);
        } else if !part.ends_with('-') && !part.is_empty() {
            part.push('-');
        }
    }
    let part = part.trim_end_matches(['-', '.']).to_owned();
    let device = fold(part.split('.').next().unwrap_or_default());
    let numbered = |name: &str| {
        device.len() == 4 && device.starts_with(name) && device.ends_with(|c: char| c.is_ascii_digit())
    };
    if matches!(device.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt") {
        return format!("{part}-");
    }
    part
}

/// A file or folder name without the number that orders it: one to three digits
/// before `-`, `_` or `.`. Four digits are a year.
pub(crate) fn without_order(name: &str) -> &str {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    match name[digits..].chars().next() {
        Some('-' | '_' | '.') if (1..=3).contains(&digits) && name.len() > digits + 1 => {
            name[digits + 1..].trim_start()
        }
        _ => name,
    }
}

fn plain_path(path: &str) -> Cow<'_, str> {
    if path.split('/').all(|part| without_order(part) == part) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.split('/').map(without_order).collect::<Vec<_>>().join("/"))
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
