//! Which files of a folder belong to a book.

use std::path::Path;
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};

use super::folder::{Reading, Stamp};
use crate::diagnostic::{Code, Diagnostic};
use crate::site::MANIFEST;
use crate::source::{SourcePath, Span};

/// What is left out of a book, besides what is left out of every book.
pub(super) struct Walk<'a> {
    /// Where and how files are read.
    pub(super) reading: &'a Reading<'a>,
    /// The folder of the site.
    pub(super) output: &'a Path,
    /// Files that are read as something else.
    pub(super) bibliographies: &'a [SourcePath],
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

impl Walk<'_> {
    /// The files of `folder`, a path from the root on (empty for the root
    /// itself), sorted; their names stand behind `prefix`.
    pub(super) fn files(&self, folder: &str, prefix: &str, problems: &mut Vec<Diagnostic>) -> Vec<Found> {
        let start = super::on_disk(self.reading.root, &SourcePath::new(folder));
        let mut files = Vec::new();
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
            let source = SourcePath::new(self.relative(entry.path()));
            if entry.path().to_str().is_none() {
                problems.push(unreadable(source.as_str(), "its name is not UTF-8"));
                continue;
            }
            if entry.path_is_symlink()
                && let Ok(target) = entry.path().canonicalize()
                && let Some(folder) = target.parent()
            {
                self.reading.look_into(folder);
            }
            let (length, modified, stamp) = match entry.metadata() {
                Ok(metadata) => {
                    let modified =
                        metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                    (metadata.len(), modified.map_or(0, |since| since.as_nanos()), Stamp::of(&metadata))
                }
                Err(error) => {
                    problems.push(unreadable(source.as_str(), &error.to_string()));
                    continue;
                }
            };
            let name = source.as_str().strip_prefix(folder).unwrap_or(source.as_str());
            let name = format!("{prefix}{}", name.trim_start_matches('/'));
            files.push(Found { source, name, length, modified, stamp });
        }
        files
    }

    /// Whether a file or folder is part of the book.
    fn belongs(&self, entry: &DirEntry) -> bool {
        if entry.depth() == 0 {
            return true;
        }
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            return false;
        }
        let path = entry.path();
        if entry.path_is_symlink()
            && !path.canonicalize().is_ok_and(|target| target.starts_with(self.reading.root))
        {
            return false;
        }
        let top = path.parent() == Some(self.reading.root);
        if entry.file_type().is_dir() {
            // Cargo and others mark folders of things that can be made again.
            let cache = || path.join("CACHEDIR.TAG").exists() || path.join(MANIFEST).exists();
            let other = entry.file_name() == "node_modules" || (top && entry.file_name() == "themes");
            return path != self.output && !other && !cache();
        }
        let config = top && entry.file_name() == "book.toml";
        let bibliography =
            self.bibliographies.iter().any(|file| super::on_disk(self.reading.root, file) == path);
        !config && !bibliography
    }

    /// A path on disk as a path from the book's root on.
    fn relative(&self, path: &Path) -> String {
        let path = path.strip_prefix(self.reading.root).unwrap_or(path);
        let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    }
}

/// The problem of a file that cannot be read.
pub(super) fn unreadable(path: &str, reason: &str) -> Diagnostic {
    let span = Span::start_of(&SourcePath::new(path));
    Diagnostic::new(Code::Unreadable, span, format!("this file cannot be read: {reason}"))
}
