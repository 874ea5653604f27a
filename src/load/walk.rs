//! Which files of a folder belong to a book.

use std::io::ErrorKind;
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
        let mut walk = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    problems.extend(self.fault(&error, &start));
                    continue;
                }
            };
            let belongs = self.belongs(&entry);
            if !matches!(belongs, Ok(true)) {
                problems.extend(belongs.err());
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
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
    ///
    /// # Errors
    ///
    /// When it is none because a link leads out of the book: the program reads and
    /// publishes nothing that is elsewhere.
    fn belongs(&self, entry: &DirEntry) -> Result<bool, Diagnostic> {
        if entry.depth() == 0 {
            return Ok(true);
        }
        if is_left_out(entry.file_name().as_encoded_bytes()) {
            return Ok(false);
        }
        let path = entry.path();
        let is_at_top = || path.parent() == Some(self.reading.root);
        if entry.file_type().is_dir() {
            // Cargo and others mark folders of things that can be made again.
            let cache = || path.join("CACHEDIR.TAG").exists() || path.join(MANIFEST).exists();
            let other = entry.file_name() == "node_modules" || (entry.file_name() == "themes" && is_at_top());
            if path == self.output || other || cache() {
                return Ok(false);
            }
        } else {
            let config = entry.file_name() == "book.toml" && is_at_top();
            let is_same = |file: &&PathBuf| file.file_name() == Some(entry.file_name()) && *file == path;
            if config || self.bibliographies.iter().any(|file| is_same(&file)) {
                return Ok(false);
            }
        }
        if !entry.path_is_symlink() {
            return Ok(true);
        }
        match path.canonicalize() {
            Ok(target) if target.starts_with(self.reading.root) => Ok(true),
            // A site that is written elsewhere by way of a link is still no part of the book.
            Ok(target) if target == self.output => Ok(false),
            Ok(_) => Err(self.not_followed(path, "it leads out of the book")),
            Err(error) => Err(self.not_followed(path, &error.to_string())),
        }
    }

    /// The problem of what cannot be walked into.
    fn fault(&self, error: &walkdir::Error, start: &Path) -> Option<Diagnostic> {
        let path = error.path().unwrap_or(start);
        // What is hidden is left out, and so is what is wrong with it.
        if path.file_name().is_some_and(|name| is_left_out(name.as_encoded_bytes())) {
            return None;
        }
        if error.loop_ancestor().is_some() {
            // It has been read once, and that is enough.
            return Some(self.not_followed(path, "it leads to a folder that it stands in"));
        }
        let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
        if !path.is_symlink() {
            return Some(unreadable(&self.relative(path), &reason));
        }
        // A link that leads to nothing reads as if it were not there itself.
        let is_missing = error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound);
        Some(self.not_followed(path, if is_missing { "it leads to nothing" } else { &reason }))
    }

    /// The problem of a symbolic link, called by the one place where it is, however
    /// many other links lead there.
    fn not_followed(&self, link: &Path, fault: &str) -> Diagnostic {
        let folder = link.parent().and_then(|folder| folder.canonicalize().ok());
        let real = folder.zip(link.file_name()).map(|(folder, name)| folder.join(name));
        let real = real.filter(|real| real.starts_with(self.reading.root));
        let path = SourcePath::new(self.relative(real.as_deref().unwrap_or(link)));
        let to = std::fs::read_link(link).unwrap_or_default();
        let message = format!("this symbolic link to `{}` is not followed: {fault}", to.display());
        let help = "put what is meant into the book's folder itself, or remove the link";
        Diagnostic::new(Code::Symlink, Span::start_of(&path), message).with_help(help)
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
