//! Writing file by file, as a build makes them: nothing needs the whole site in
//! memory.
//!
//! A file that is put is compared with what stands in its place, and made in the
//! workshop if that is not right. Only when all are there, and it is certain that
//! they may be, does anything outside of the workshop change.
//!
//! Where a folder of the site is not there at all, as in a first build, it is put
//! together in the workshop and moved as a whole.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Error, Result, bail};
use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::place::{self, State};
use super::{Changes, WORKSHOP, claim, is_in_the_way, is_reserved, lock, refuse_foreign};
use crate::model::Url;
use crate::site::{MANIFEST, SiteFile};

/// The files that were put, by address.
pub(super) type Files = BTreeMap<Url, Placed>;

/// A file that was put.
#[derive(Debug)]
pub(super) struct Placed {
    /// What stands where it belongs.
    pub(super) state: State,
    /// If it was made in the workshop, where.
    made: Option<Made>,
}

/// Where in the workshop a file was made.
#[derive(Debug, Clone, Copy)]
enum Made {
    /// By itself, with this number.
    Single(u32),
    /// In [`WHOLE`], at its address.
    InWhole,
}

/// The part of the workshop that holds what is moved into the output folder as it is.
const WHOLE: &str = "whole";

/// A site that is being written. What is not finished changes nothing.
#[derive(Debug)]
pub struct Writing<'p> {
    /// The book, where copies come from.
    root: &'p Path,
    folder: &'p Path,
    workshop: PathBuf,
    old: Manifest,
    /// The names in the folder itself, in lower case, if it is new to us: all else
    /// is surely not there.
    present: Option<HashSet<String>>,
    files: Mutex<Vec<(Url, Placed)>>,
    /// Why a file could not be put: the first reason that was met.
    failed: Mutex<Option<Error>>,
    made: AtomicU32,
    _lock: File,
}

impl<'p> Writing<'p> {
    /// Begins to write the site of the book in `root` into `folder`.
    ///
    /// # Errors
    ///
    /// When the folder is not ours, and when another build is writing into it.
    pub fn begin(root: &'p Path, folder: &'p Path) -> Result<Self> {
        if !folder.join(MANIFEST).is_file() {
            claim(folder)?;
        }
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
        let lock = lock(folder)?;
        Ok(Self::with(root, folder, claim(folder)?, lock))
    }

    /// Begins to write into a folder that is ours by the manifest `old`.
    ///
    /// # Errors
    ///
    /// When another build is writing into it.
    pub(super) fn again(root: &'p Path, folder: &'p Path, old: Manifest) -> Result<Self> {
        let lock = lock(folder)?;
        Ok(Self::with(root, folder, old, lock))
    }

    fn with(root: &'p Path, folder: &'p Path, old: Manifest, lock: File) -> Self {
        let present = match old.there {
            true => None,
            false => names(folder).ok(),
        };
        Writing {
            root,
            folder,
            workshop: folder.join(WORKSHOP),
            old,
            present,
            files: Mutex::default(),
            failed: Mutex::default(),
            made: AtomicU32::new(0),
            _lock: lock,
        }
    }

    /// Puts a file of the site, from any thread. Of two with one address, the one
    /// that is put later counts. Should it fail, [`Writing::finish`] says so.
    pub fn put(&self, url: &Url, file: &SiteFile) {
        match self.place(url, file) {
            Ok(placed) => {
                self.files.lock().unwrap_or_else(PoisonError::into_inner).push((url.clone(), placed));
            }
            Err(error) => {
                self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            }
        }
    }

    fn place(&self, url: &Url, file: &SiteFile) -> Result<Placed> {
        if !manifest::is_inside(url.as_str()) || is_reserved(url.as_str()) {
            bail!("a page cannot have the address `{url}`");
        }
        let path = self.folder.join(url.as_str());
        let first = url.as_str().split('/').next().unwrap_or_default().to_lowercase();
        let is_new = self.present.as_ref().is_some_and(|present| !present.contains(&first));
        let state = match is_new {
            true => State::Absent,
            false => place::state(&path, file, self.root)
                .with_context(|| format!("cannot read `{}`", path.display()))?,
        };
        if state == State::Right {
            return Ok(Placed { state, made: None });
        }
        let made = self.make(is_new.then_some(url), |new| match file {
            SiteFile::Text(text) => File::create_new(new)?.write_all(text.as_bytes()),
            SiteFile::Copy(asset) => place::copy(&place::original(self.root, asset), new),
        });
        let made = made.with_context(|| match file {
            SiteFile::Text(_) => format!("cannot write `{}`", path.display()),
            SiteFile::Copy(asset) => format!("cannot copy `{}` to `{}`", asset.source, path.display()),
        })?;
        Ok(Placed { state, made: Some(made) })
    }

    /// Makes a file in the workshop, which is there from the first one on: where
    /// nothing is new, nothing is touched. `new` is its address, if nothing of the
    /// site is there yet where this begins.
    fn make(&self, new: Option<&Url>, write: impl Fn(&Path) -> io::Result<()>) -> io::Result<Made> {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        if let Some(url) = new {
            match self.with_folders(&self.workshop.join(WHOLE).join(url.as_str()), &write) {
                // A file was put with this address, or, on a drive that does not tell
                // capitals apart, with one that is the same to it.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                made => return made.map(|()| Made::InWhole),
            }
        }
        self.with_folders(&self.workshop.join(number.to_string()), &write)?;
        Ok(Made::Single(number))
    }

    /// Writes a file in the workshop, and makes the folders for it first if they are not
    /// there; but not the output folder, if somebody has taken it away meanwhile.
    fn with_folders(&self, path: &Path, write: impl Fn(&Path) -> io::Result<()>) -> io::Result<()> {
        match write(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                match fs::create_dir(&self.workshop) {
                    Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
                    _ => path.parent().map_or(Ok(()), fs::create_dir_all)?,
                }
                write(path)
            }
            done => done,
        }
    }

    /// Makes the folder hold exactly the files that were put.
    ///
    /// # Errors
    ///
    /// When a file could not be put, when a foreign file stands where one of the
    /// site belongs, and when a file cannot be put into its place or removed.
    pub fn finish(mut self) -> Result<Changes> {
        let files = self.files()?;
        let removed = self.old.urls.iter().filter(|url| !files.contains_key(url.as_str()));
        let removed: Vec<Url> = removed.map(|url| Url::new(url.as_str())).collect();
        let count = files.len();
        let (written, _) = self.exchange(files, &removed)?;
        Ok(Changes { unchanged: count - written.len(), written, removed })
    }

    /// Puts the files into their places, and takes away those that are `removed`:
    /// for a folder which is right but for them. Returns the manifest that it has
    /// then.
    pub(super) fn finish_part(mut self, removed: Vec<Url>) -> Result<(Changes, Manifest)> {
        let files = self.files()?;
        let (written, ours) = self.exchange(files, &removed)?;
        let unchanged = ours.urls.len() - written.len();
        Ok((Changes { unchanged, written, removed }, ours))
    }

    /// Moves files into the folder and others out of it. Returns those that were
    /// written, and the manifest.
    fn exchange(mut self, mut files: Files, removed: &[Url]) -> Result<(Vec<Url>, Manifest)> {
        place::check_folders(files.keys(), self.folder, &self.old)?;
        refuse_foreign(&files, &self.old, self.folder)?;
        let present: HashSet<String> = match removed {
            [] => HashSet::new(),
            _ => files
                .iter()
                .filter(|(_, file)| file.state != State::Absent)
                .map(|(url, _)| url.as_str().to_lowercase())
                .collect(),
        };
        let (in_the_way, rest): (Vec<&Url>, Vec<&Url>) =
            removed.iter().partition(|url| is_in_the_way(url, &files, &present));
        self.keep_replaced(&in_the_way, &mut files)?;

        // What is ours is listed before it is there, so that a killed build can be
        // told from a folder that is not ours.
        let old = std::mem::take(&mut self.old);
        let new = files.keys().any(|url| !old.urls.contains(url.as_str()));
        let (was_there, mut ours) = (old.there, old.with(files.keys()));
        if new || !was_there {
            manifest::write(self.folder, &ours.urls)?;
        }
        place::remove(&in_the_way, self.folder)?;
        self.settle(&files)?;
        place::remove(&rest, self.folder)?;
        if !removed.is_empty() {
            ours = ours.without(removed);
            manifest::write(self.folder, &ours.urls)?;
        }
        Ok((written(files), ours))
    }

    /// The files that were put, if all could be.
    fn files(&mut self) -> Result<Files> {
        if let Some(error) = self.failed.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(error);
        }
        let files = std::mem::take(self.files.get_mut().unwrap_or_else(PoisonError::into_inner));
        Ok(files.into_iter().collect())
    }

    /// On a drive that does not tell capitals apart, a file that is right may be
    /// the very one that goes because its name is another now. It is kept.
    fn keep_replaced(&self, in_the_way: &[&Url], files: &mut Files) -> Result<()> {
        if in_the_way.is_empty() {
            return Ok(());
        }
        let replaced: BTreeSet<String> = in_the_way.iter().map(|url| url.as_str().to_lowercase()).collect();
        let kept = files.iter_mut().filter(|(_, file)| file.state == State::Right);
        for (url, file) in kept.filter(|(url, _)| replaced.contains(&url.as_str().to_lowercase())) {
            let path = self.folder.join(url.as_str());
            let made = self.make(None, |new| place::copy(&path, new));
            file.made = Some(made.with_context(|| format!("cannot read `{}`", path.display()))?);
        }
        Ok(())
    }

    /// Moves what was made into its place.
    fn settle(&self, files: &Files) -> Result<()> {
        place::move_all(&self.workshop.join(WHOLE), self.folder)?;
        let single = |(url, file): (_, &Placed)| match file.made? {
            Made::Single(number) => Some((url, number)),
            Made::InWhole => None,
        };
        let made: Vec<(&Url, u32)> = files.iter().filter_map(single).collect();
        place::make_folders(made.iter().map(|(url, _)| *url), self.folder)?;
        made.par_iter().try_for_each(|(url, number)| {
            let path = self.folder.join(url.as_str());
            fs::rename(self.workshop.join(number.to_string()), &path)
                .with_context(|| format!("cannot write `{}`", path.display()))
        })
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if *self.made.get_mut() > 0 {
            // What cannot be removed now is removed by the next build.
            let _ = fs::remove_dir_all(&self.workshop);
        }
    }
}

/// What stands in a folder, in lower case.
fn names(folder: &Path) -> io::Result<HashSet<String>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().to_lowercase())).collect()
}

/// The files that are new or were not right.
fn written(files: Files) -> Vec<Url> {
    files.into_iter().filter(|(_, file)| file.made.is_some()).map(|(url, _)| url).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::write;

    /// What a folder holds, dot-files aside.
    fn shown(folder: &Path) -> Vec<String> {
        let mut files: Vec<String> =
            names(folder).unwrap().into_iter().filter(|name| !name.starts_with('.')).collect();
        files.sort();
        let text = |name: &String| fs::read_to_string(folder.join(name)).unwrap();
        files.iter().map(|name| format!("{name} {}", text(name))).collect()
    }

    fn text(text: &str) -> SiteFile {
        SiteFile::Text(text.into())
    }

    #[test]
    fn nothing_changes_before_all_files_are_there() {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let out = folder.path().join("public");
        let site = |words: &str| {
            [(Url::new("a.html"), text(words)), (Url::new("b.html"), text("same"))].into_iter().collect()
        };
        write(&site("old"), folder.path(), &out).unwrap();

        let writing = Writing::begin(folder.path(), &out).unwrap();
        writing.put(&Url::new("a.html"), &text("new"));
        writing.put(&Url::new("b.html"), &text("same"));
        assert_eq!(shown(&out), ["a.html old", "b.html same"]);
        let changes = writing.finish().unwrap();
        assert_eq!(shown(&out), ["a.html new", "b.html same"]);
        assert_eq!(changes.written, [Url::new("a.html")]);
    }

    #[test]
    fn what_is_not_finished_leaves_no_trace() {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let out = folder.path().join("public");
        let writing = Writing::begin(folder.path(), &out).unwrap();
        writing.put(&Url::new("a.html"), &text("new"));
        drop(writing);
        assert_eq!(shown(&out), [""; 0]);
        assert!(!out.join(WORKSHOP).exists());
    }

    #[test]
    fn of_two_files_with_one_address_the_later_counts() {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let writing = Writing::begin(folder.path(), folder.path()).unwrap();
        writing.put(&Url::new("a.html"), &text("earlier"));
        writing.put(&Url::new("a.html"), &text("later"));
        assert_eq!(writing.finish().unwrap().written.len(), 1);
        assert_eq!(shown(folder.path()), ["a.html later"]);
    }

    #[test]
    fn files_with_one_address_from_many_threads_are_one_whole_file() {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let out = folder.path().join("public");
        let writing = Writing::begin(folder.path(), &out).unwrap();
        let texts = ["a", "bb", "ccc", "dddd"].map(|letter| letter.repeat(9_000));
        texts.par_iter().for_each(|words| writing.put(&Url::new("notes/a.html"), &text(words)));
        assert_eq!(writing.finish().unwrap().written, [Url::new("notes/a.html")]);
        let written = fs::read_to_string(out.join("notes/a.html")).unwrap();
        assert!(texts.contains(&written), "{} bytes", written.len());
    }

    #[test]
    fn folder_that_somebody_makes_meanwhile_keeps_what_is_in_it() {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let out = folder.path().join("public");
        let writing = Writing::begin(folder.path(), &out).unwrap();
        writing.put(&Url::new("notes/a/b.html"), &text("page"));
        fs::create_dir_all(out.join("notes/a")).unwrap();
        fs::write(out.join("notes/a/own.txt"), "own").unwrap();
        writing.finish().unwrap();
        assert_eq!(shown(&out.join("notes/a")), ["b.html page", "own.txt own"]);
    }

    #[test]
    fn first_build_leaves_what_belongs_to_the_host() {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let out = folder.path().join("public");
        fs::create_dir_all(out.join(".well-known")).unwrap();
        fs::write(out.join(".well-known/own.txt"), "own").unwrap();
        fs::write(out.join("CNAME"), "host").unwrap();
        let site = [(Url::new(".well-known/x.txt"), text("x")), (Url::new("notes/a.html"), text("a"))];
        write(&site.into_iter().collect(), folder.path(), &out).unwrap();
        assert_eq!(shown(&out.join(".well-known")), ["own.txt own", "x.txt x"]);
        assert_eq!(shown(&out.join("notes")), ["a.html a"]);
        assert_eq!(fs::read_to_string(out.join("CNAME")).unwrap(), "host");
    }

    #[test]
    fn output_folder_that_is_taken_away_is_not_made_again() {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let out = folder.path().join("public");
        let writing = Writing::begin(folder.path(), &out).unwrap();
        fs::remove_dir_all(&out).unwrap();
        writing.put(&Url::new("a.html"), &text("a"));
        let failed = writing.finish().expect_err("there is no folder to write to");
        assert!(format!("{failed:#}").starts_with("cannot write"), "{failed:#}");
        assert!(!out.exists());
    }
}
