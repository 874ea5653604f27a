//! What the files of a book are called, whatever they say: their paths, and the
//! addresses that they are given.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::names::{ByName, SectionPath, call, fold};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::model::{AssetPath, NoteId, Url};
use crate::source::{SourcePath, Span};
use crate::trace::Changes;

/// The names of the files of a book.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FileNames {
    /// The address of each note.
    pub urls: Arc<BTreeMap<NoteId, Url>>,
    /// The note that is the page of each folder that has one.
    pub section_pages: Arc<BTreeMap<SectionPath, NoteId>>,
    /// The address of each asset.
    pub asset_urls: Arc<BTreeMap<AssetPath, Url>>,
    /// Notes by path as written and by path without numeric prefixes.
    pub(super) paths: ByName<NoteId>,
    /// The same with case folded; of two notes with one such path, the first.
    pub(super) folded_paths: ByName<NoteId>,
    /// Notes by file name: exact, and case-folded.
    pub(super) stems: [ByName<Vec<NoteId>>; 2],
    /// Assets by path and by file name, case-folded.
    pub(super) assets: ByName<Vec<AssetPath>>,
}

/// Gathers the names of the files of a book, notes each with its file, and gives
/// every one its address.
pub fn file_names(notes: &[(NoteId, SourcePath)], assets: &[AssetPath]) -> Checked<FileNames> {
    let mut names = FileNames { section_pages: Arc::new(section_pages(notes)), ..FileNames::default() };
    let (urls, diagnostics) = assign_urls(notes, &names);
    names.urls = Arc::new(urls);
    for (id, _) in notes {
        names.add(id);
    }
    names.asset_urls = Arc::new(asset_urls(assets));
    for path in assets {
        let mut add = |name: &str| {
            names.assets.change(fold(name), || vec![path.clone()], |paths| paths.push(path.clone()));
        };
        add(path.as_str());
        if let Some((_, file)) = path.as_str().rsplit_once('/') {
            add(file);
        }
    }
    Checked { value: names, diagnostics }
}

impl FileNames {
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

    fn add(&mut self, id: &NoteId) {
        let plain = plain_path(id.as_str());
        self.paths.insert_first(plain.clone().into_owned(), || id.clone());
        self.paths.insert(id.as_str().to_owned(), id.clone());
        for path in [id.as_str(), &plain] {
            self.folded_paths.insert_first(fold(path), || id.clone());
        }
        let mut stems = vec![id.file_stem(), without_order(id.file_stem())];
        if self.is_section_page(id) && !id.folder().is_empty() {
            self.paths.insert_first(id.folder().to_owned(), || id.clone());
            let folder = plain_path(id.folder()).into_owned();
            self.paths.insert_first(folder, || id.clone());
            let name = id.folder().rsplit('/').next().unwrap_or_default();
            stems.extend([name, without_order(name)]);
        }
        stems.dedup();
        for stem in stems {
            call(&mut self.stems, stem, id);
        }
    }

    /// Finds out which names mean something else than they did.
    pub(super) fn compare(&self, old: &FileNames, changes: &mut Changes) {
        changes.compare_unordered("paths", &old.paths, &self.paths);
        changes.compare_unordered("folded paths", &old.folded_paths, &self.folded_paths);
        changes.compare_unordered("file names", &old.stems[0], &self.stems[0]);
        changes.compare_unordered("folded file names", &old.stems[1], &self.stems[1]);
        changes.compare_unordered("asset names", &old.assets, &self.assets);
        changes.compare("section pages", &old.section_pages, &self.section_pages);
    }
}

/// The page of each folder: `index.md`, else `_index.md` as Hugo and Zola have
/// it, else `README.md` as hosts of Git repositories show it.
fn section_pages(notes: &[(NoteId, SourcePath)]) -> BTreeMap<SectionPath, NoteId> {
    let rank = |id: &NoteId| match id.file_stem() {
        "index" => Some(0),
        "_index" => Some(1),
        stem if stem.eq_ignore_ascii_case("readme") => Some(2),
        _ => None,
    };
    let mut pages: BTreeMap<SectionPath, NoteId> = BTreeMap::new();
    for (id, _) in notes {
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
fn assign_urls(
    notes: &[(NoteId, SourcePath)],
    names: &FileNames,
) -> (BTreeMap<NoteId, Url>, Vec<Diagnostic>) {
    let mut urls = BTreeMap::new();
    let mut diagnostics = Vec::new();
    // Case is ignored, as many drives do.
    let mut taken: FxHashMap<String, &SourcePath> = FxHashMap::default();
    for (id, file) in notes {
        let mut path = if names.is_section_page(id) {
            let folder = url_path(id.folder());
            if folder.is_empty() { "index".to_owned() } else { format!("{folder}/index") }
        } else {
            url_path(id.as_str())
        };
        if let Some(other) = taken.get(&fold(&path)) {
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateNote,
                    Span::start_of(file),
                    format!("this note and `{other}` would both be written to `{path}.html`"),
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
        taken.insert(fold(&path), file);
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

/// One part of an address: letters, digits, `-`, `_` and `.`; never a name that
/// Windows keeps for itself, and never one that ends in a dot.
fn url_part(name: &str) -> String {
    safe_part(&name.nfc().flat_map(char::to_lowercase).collect::<String>())
}

/// The same with capitals as they are.
pub(super) fn safe_part(name: &str) -> String {
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

pub(super) fn plain_path(path: &str) -> Cow<'_, str> {
    if path.split('/').all(|part| without_order(part) == part) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.split('/').map(without_order).collect::<Vec<_>>().join("/"))
}
