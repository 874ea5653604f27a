//! Which files of a folder belong to a book.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::folder::{Reading, Stamp};
use crate::diagnostic::{Code, Diagnostic};
use crate::site::MANIFEST;
use crate::source::{SourcePath, Span};

/// What is left out of a book, besides what is left out of every book.
pub(super) struct Walk<'a> {
    /// Where and how files are read.
    reading: &'a Reading<'a>,
    /// The folder of the site.
    output: &'a Path,
    /// Files that are read as something else.
    bibliographies: Vec<PathBuf>,
}

/// A file that was found.
pub(super) struct Found {
    /// Its path from the book's root.
    pub(super) source: SourcePath,
    /// Its path from the folder that was walked, after the prefix.
    pub(super) name: String,
    /// Its length in bytes.
    pub(super) length: u64,
    /// When it was changed last, in nanoseconds since 1970.
    pub(super) modified: u128,
    /// By what it is known to be unchanged.
    pub(super) stamp: Stamp,
}

impl<'a> Walk<'a> {
    /// A walk through the folder of `reading`.
    pub(super) fn new(reading: &'a Reading<'a>, output: &'a Path, bibliographies: &[SourcePath]) -> Self {
        let bibliographies = bibliographies.iter().map(|file| super::on_disk(reading.root, file)).collect();
        Walk { reading, output, bibliographies }
    }

    /// The files of `folder`, a path from the root on (empty for the root
    /// itself), sorted; their names stand behind `prefix`.
    pub(super) fn files(&self, folder: &str, prefix: &str, problems: &mut Vec<Diagnostic>) -> Vec<Found> {
        let start = super::on_disk(self.reading.root, &SourcePath::new(folder));
        let mut entries = Vec::new();
        // Links are followed as far as they stay in the book: see `belongs`.
        let walk = WalkDir::new(&start).follow_links(true).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(|entry| self.belongs(entry)) {
            let entry = match entry {
                Ok(entry) => entry,
                // A folder inside itself has been read once, and that is enough.
                Err(error) if error.loop_ancestor().is_some() => continue,
                Err(error) => {
                    let path = error.path().unwrap_or(&start);
                    // What is hidden is left out, and so is what is wrong with it.
                    if path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")) {
                        continue;
                    }
                    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    problems.push(unreadable(&self.relative(path), &reason));
                    continue;
                }
            };
            if entry.file_type().is_dir() {
                self.reading.look_into(entry.path());
            }
            if !entry.file_type().is_file() {
                continue;
            }
            entries.push(entry);
        }
        // Asking for the times of many files takes longer than listing them.
        let found: Vec<Result<Found, Diagnostic>> =
            entries.into_par_iter().map(|entry| self.found(&entry, folder, prefix)).collect();
        let (files, faults): (Vec<_>, Vec<_>) = found.into_iter().partition(Result::is_ok);
        problems.extend(faults.into_iter().filter_map(Result::err));
        files.into_iter().flatten().collect()
    }

    /// What is known of a file.
    fn found(&self, entry: &DirEntry, folder: &str, prefix: &str) -> Result<Found, Diagnostic> {
        let source = SourcePath::new(self.relative(entry.path()));
        if entry.path().to_str().is_none() {
            return Err(unreadable(source.as_str(), "its name is not UTF-8"));
        }
        if entry.path_is_symlink()
            && let Ok(target) = entry.path().canonicalize()
            && let Some(folder) = target.parent()
        {
            self.reading.look_into(folder);
        }
        let metadata = entry.metadata().map_err(|error| unreadable(source.as_str(), &error.to_string()))?;
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let name = source.as_str().strip_prefix(folder).unwrap_or(source.as_str());
        let name = format!("{prefix}{}", name.trim_start_matches('/'));
        Ok(Found {
            source,
            name,
            length: metadata.len(),
            modified: modified.map_or(0, |since| since.as_nanos()),
            stamp: Stamp::of(&metadata),
        })
    }

    /// Whether a file or folder is part of the book.
    fn belongs(&self, entry: &DirEntry) -> bool {
        if entry.depth() == 0 {
            return true;
        }
        let name = entry.file_name().as_encoded_bytes();
        if is_left_out(name) {
            return false;
        }
        let path = entry.path();
        if entry.path_is_symlink()
            && !path.canonicalize().is_ok_and(|target| target.starts_with(self.reading.root))
        {
            return false;
        }
        let is_at_top = || path.parent() == Some(self.reading.root);
        if entry.file_type().is_dir() {
            // Cargo and others mark folders of things that can be made again.
            let cache = || path.join("CACHEDIR.TAG").exists() || path.join(MANIFEST).exists();
            let other = entry.file_name() == "node_modules" || (entry.file_name() == "themes" && is_at_top());
            return path != self.output && !other && !cache();
        }
        let config = entry.file_name() == "book.toml" && is_at_top();
        let is_same = |file: &&PathBuf| file.file_name() == Some(entry.file_name()) && *file == path;
        let bibliography = self.bibliographies.iter().any(|file| is_same(&file));
        !config && !bibliography
    }

    /// A path on disk as a path from the book's root on.
    fn relative(&self, path: &Path) -> String {
        let path = path.strip_prefix(self.reading.root).unwrap_or(path);
        // Most often it is written like that already.
        if let Some(text) = path.to_str()
            && MAIN_SEPARATOR == '/'
            && !text.contains("./")
            && !text.contains("//")
        {
            return text.to_owned();
        }
        let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    }
}

/// Whether a file or folder of this name is part of no book.
pub(super) fn is_left_out(name: &[u8]) -> bool {
    name.starts_with(b".") || is_of_an_editor(name)
}

/// Whether a file is what an editor has put beside the one that is written: a
/// backup (`talks.md~`), what was not saved yet (`#talks.md#`), the old and the
/// new one while they change places, or a trial whether files can be made (Vim's
/// `4913`).
fn is_of_an_editor(name: &[u8]) -> bool {
    name.ends_with(b"~")
        || name.ends_with(b"___jb_tmp___")
        || name.ends_with(b"___jb_old___")
        || name.len() > 2 && name.starts_with(b"#") && name.ends_with(b"#")
        || name == b"4913"
}

/// The problem of a file that cannot be read.
pub(super) fn unreadable(path: &str, reason: &str) -> Diagnostic {
    let span = Span::start_of(&SourcePath::new(path));
    Diagnostic::new(Code::Unreadable, span, format!("this file cannot be read: {reason}"))
}
