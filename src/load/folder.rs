//! A folder that is read again and again, of which only what was changed is
//! read again.

use std::collections::BTreeSet;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use anyhow::Result;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{inputs, names, on_disk, real_root, text, walk};
use crate::diagnostic::Diagnostic;
use crate::model::NoteId;
use crate::source::{Inputs, SourceFile, SourcePath};

/// How old a change must be for a file's times to be trusted. Two writes in one
/// tick of a drive's clock leave one time, and the slowest clock (FAT) ticks
/// every two seconds: files younger than that are read again, whatever their
/// times say.
const TRUSTED_AFTER: Duration = Duration::from_millis(2100);

/// A book's folder with the texts that were read from it.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    output: PathBuf,
    texts: FxHashMap<SourcePath, Kept>,
    /// The names of notes, each one value through all loads.
    ids: FxHashSet<NoteId>,
    /// The paths of the last load, and what is wrong with them.
    named: (Vec<SourcePath>, Vec<Diagnostic>),
    /// How many loads there have been.
    loads: u64,
    folders: BTreeSet<PathBuf>,
}

impl Folder {
    /// The folder `root` of a book whose site is written to `output`. Nothing
    /// is read yet.
    pub fn new(root: &Path, output: &Path) -> Self {
        let (root, output) = (root.to_owned(), output.to_owned());
        Folder {
            root,
            output,
            texts: FxHashMap::default(),
            ids: FxHashSet::default(),
            named: Default::default(),
            loads: 0,
            folders: BTreeSet::new(),
        }
    }

    /// Reads the book. What comes out does not depend on what was read before,
    /// but unchanged files are not read again.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn load(&mut self) -> Result<Inputs> {
        let root = real_root(&self.root)?;
        self.loads += 1;
        let reading = Reading {
            root: &root,
            began: SystemTime::now(),
            load: self.loads,
            earlier: &self.texts,
            ids: &self.ids,
            named: &self.named,
            read: Mutex::default(),
            new_ids: Mutex::default(),
            folders: Mutex::default(),
        };
        reading.look_into(&root);
        let (inputs, named) = inputs(&reading, &self.output);
        let read = reading.read.into_inner().unwrap_or_else(PoisonError::into_inner);
        let new_ids = reading.new_ids.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.folders = reading.folders.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.texts.extend(read);
        self.texts.retain(|_, kept| kept.load.load(Ordering::Relaxed) == self.loads);
        self.ids.extend(new_ids);
        if self.ids.len() > inputs.notes.len() {
            self.ids.retain(|id| inputs.notes.contains_key(id));
        }
        self.named = named;
        Ok(inputs)
    }

    /// What [`Folder::load`] would give if nothing but notes among these paths was
    /// changed since it gave `last`: only they are read. `None` if that takes a look
    /// at the whole folder, as where notes come and go. Files that are new and no notes
    /// are left to the next load; they are often what is about to take the place of a
    /// note.
    pub fn reload(&mut self, last: &Inputs, paths: &BTreeSet<PathBuf>) -> Option<Inputs> {
        let root = real_root(&self.root).ok()?;
        let mut inputs = last.clone();
        for path in paths {
            let source = path.strip_prefix(&root).ok()?.to_str()?;
            if walk::is_left_out(path.file_name()?.as_encoded_bytes()) {
                continue;
            }
            let Some((id, note)) = last.notes.iter().find(|(_, file)| file.path.as_str() == source) else {
                if self.is_known(last, source) || super::note_name(source).is_some() || path.is_dir() {
                    return None;
                }
                continue;
            };
            let is_file = std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
            let (file, faults) = text::read(&root, note.path.clone());
            let file = file.filter(|_| is_file && faults.is_empty())?;
            let kept = self.texts.get_mut(&note.path).filter(|kept| kept.faults.is_empty())?;
            if file != kept.file {
                // The next load reads it again, whatever its times say.
                (kept.stamp, kept.file) = (None, file);
            }
            inputs.notes.insert(id.clone(), kept.file.clone());
        }
        Some(inputs)
    }

    /// Whether a path is that of a file of the book that is no note, or of a folder in
    /// which there are notes.
    fn is_known(&self, last: &Inputs, source: &str) -> bool {
        let is_in_it = |file: &SourceFile| Path::new(file.path.as_str()).starts_with(source);
        self.texts.contains_key(source)
            || last.assets.values().any(|asset| asset.source.as_str() == source)
            || last.notes.values().any(is_in_it)
    }

    /// The folders that the last load looked into: what it read is what it was
    /// as long as nothing directly inside one of them changes.
    pub fn folders(&self) -> &BTreeSet<PathBuf> {
        &self.folders
    }
}

/// By what a file is known to be unchanged without being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    /// When its bytes were changed last. Programs can set this back.
    modified: Option<SystemTime>,
    /// When anything about it was changed last, in seconds and nanoseconds, and
    /// which file it is. No program can set these.
    identity: Option<(i64, i64, u64)>,
}

impl Stamp {
    /// The stamp of a file.
    pub(super) fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            Some((metadata.ctime(), metadata.ctime_nsec(), metadata.ino()))
        };
        #[cfg(not(unix))]
        let identity = None;
        Stamp { length: metadata.len(), modified: metadata.modified().ok(), identity }
    }

    /// Whether an equal stamp later will mean equal bytes.
    fn is_settled(&self, now: SystemTime) -> bool {
        let old = |time: SystemTime| now.duration_since(time).is_ok_and(|age| age > TRUSTED_AFTER);
        let changed = self.identity.and_then(|(seconds, nanoseconds, _)| {
            let since = Duration::new(u64::try_from(seconds).ok()?, u32::try_from(nanoseconds).ok()?);
            SystemTime::UNIX_EPOCH.checked_add(since)
        });
        self.modified.is_some_and(old) && changed.is_none_or(old)
    }
}

/// A text that was read, with what was wrong with it.
#[derive(Debug)]
struct Kept {
    /// `None` if the file was so young that its times say nothing.
    stamp: Option<Stamp>,
    file: SourceFile,
    faults: Vec<Diagnostic>,
    /// The last load that found it.
    load: AtomicU64,
}

/// One load of a folder: where it looks, and what it finds.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// The book's folder, without links on the way to it.
    pub(super) root: &'a Path,
    /// When it began.
    began: SystemTime,
    /// Its number.
    load: u64,
    earlier: &'a FxHashMap<SourcePath, Kept>,
    ids: &'a FxHashSet<NoteId>,
    named: &'a (Vec<SourcePath>, Vec<Diagnostic>),
    /// What was read anew.
    read: Mutex<Vec<(SourcePath, Kept)>>,
    new_ids: Mutex<Vec<NoteId>>,
    folders: Mutex<BTreeSet<PathBuf>>,
}

impl Reading<'_> {
    /// Remembers that what is in a folder matters.
    pub(super) fn look_into(&self, folder: &Path) {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
    }

    /// Remembers that what is in the folders on the way to `path` matters, as far
    /// as they are there.
    pub(super) fn look_into_folders_of(&self, path: &str) {
        for (at, _) in path.match_indices('/') {
            let folder = on_disk(self.root, &SourcePath::new(&path[..at]));
            if folder.is_dir() {
                self.look_into(&folder);
            }
        }
    }

    /// The note of a name.
    pub(super) fn id(&self, name: &str) -> NoteId {
        self.ids.get(name).cloned().unwrap_or_else(|| {
            let id = NoteId::new(name);
            self.new_ids.lock().unwrap_or_else(PoisonError::into_inner).push(id.clone());
            id
        })
    }

    /// What is wrong with the paths of a book.
    pub(super) fn check_names(&self, paths: Vec<SourcePath>) -> (Vec<SourcePath>, Vec<Diagnostic>) {
        if self.named.0 == paths {
            return self.named.clone();
        }
        let mut problems = Vec::new();
        names::check(paths.iter().map(SourcePath::as_str), &mut problems);
        (paths, problems)
    }

    /// The text of a file, with what is wrong with it; `None` if it cannot be
    /// read at all.
    pub(super) fn text(&self, path: SourcePath) -> (Option<SourceFile>, Vec<Diagnostic>) {
        // The stamp is taken before the text is read: a change in between is
        // then seen the next time, and at worst the text is read once too often.
        match std::fs::metadata(on_disk(self.root, &path)) {
            Ok(metadata) => self.found(path, Stamp::of(&metadata)),
            Err(_) => text::read(self.root, path),
        }
    }

    /// The same for a file whose stamp is known.
    pub(super) fn found(&self, path: SourcePath, stamp: Stamp) -> (Option<SourceFile>, Vec<Diagnostic>) {
        let earlier = self.earlier.get(&path);
        if let Some(kept) = earlier.filter(|kept| kept.stamp == Some(stamp)) {
            kept.load.store(self.load, Ordering::Relaxed);
            return (Some(kept.file.clone()), kept.faults.clone());
        }
        let (file, faults) = text::read(self.root, path.clone());
        let file = file.map(|file| match earlier {
            // One value for one text makes comparing it later cheap.
            Some(kept) if kept.file == file => kept.file.clone(),
            _ => file,
        });
        if let Some(file) = &file {
            let stamp = stamp.is_settled(self.began).then_some(stamp);
            let load = AtomicU64::new(self.load);
            let kept = Kept { stamp, file: file.clone(), faults: faults.clone(), load };
            self.read.lock().unwrap_or_else(PoisonError::into_inner).push((path, kept));
        }
        (file, faults)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::load;
    use super::*;

    /// A book in a temporary folder.
    fn book() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        fs::create_dir_all(folder.path().join("content/talks")).expect("folders can be made");
        fs::write(folder.path().join("content/index.md"), "# One\n").expect("files can be written");
        fs::write(folder.path().join("content/talks/envoy.md"), "# Envoy\n").expect("files can be written");
        folder
    }

    fn make_old(path: &Path) {
        let file = fs::File::options().append(true).open(path).expect("the file is there");
        file.set_modified(SystemTime::now() - Duration::from_secs(60)).expect("times can be set");
    }

    #[test]
    fn second_load_gives_what_a_first_one_gives() {
        let book = book();
        let output = book.path().join("public");
        let mut folder = Folder::new(book.path(), &output);
        let index = book.path().join("content/index.md");
        for text in ["# One\n", "# Two\n", "# Two\n", "", "# One\n"] {
            fs::write(&index, text).expect("files can be written");
            assert_eq!(folder.load().unwrap(), load(book.path(), &output).unwrap());
        }
        fs::remove_file(&index).expect("files can be removed");
        assert_eq!(folder.load().unwrap(), load(book.path(), &output).unwrap());
    }

    /// What is found by a look at some paths only, beside what a load gives: "as a
    /// load", "not known", "something else".
    fn reloaded(change: impl FnOnce(&Path), paths: &[&str]) -> &'static str {
        let book = book();
        let root = book.path().canonicalize().unwrap();
        let output = root.join("public");
        let mut folder = Folder::new(&root, &output);
        let last = folder.load().unwrap();
        change(&root.join("content"));
        let paths = paths.iter().map(|path| root.join("content").join(path)).collect();
        let found = folder.reload(&last, &paths);
        let loaded = folder.load().unwrap();
        assert_eq!(loaded, load(&root, &output).unwrap());
        match found {
            None => "not known",
            Some(found) if found == loaded => "as a load",
            Some(_) => "something else",
        }
    }

    #[test]
    fn look_at_what_was_saved_finds_what_a_load_finds() {
        let save = |content: &Path| {
            fs::write(content.join("new"), "# Two\n").unwrap();
            fs::rename(content.join("new"), content.join("index.md")).unwrap();
        };
        assert_eq!(reloaded(save, &["new", "index.md"]), "as a load");
        assert_eq!(
            reloaded(|content| fs::write(content.join(".index.md.swp"), "").unwrap(), &[".index.md.swp"]),
            "as a load"
        );
        // Of what nobody has told, nothing is known.
        assert_eq!(reloaded(save, &["talks/envoy.md"]), "something else");
    }

    #[test]
    fn files_that_come_and_go_need_a_load() {
        assert_eq!(
            reloaded(|content| fs::write(content.join("two.md"), "").unwrap(), &["two.md"]),
            "not known"
        );
        assert_eq!(
            reloaded(|content| fs::remove_file(content.join("index.md")).unwrap(), &["index.md"]),
            "not known"
        );
        assert_eq!(
            reloaded(|content| fs::remove_dir_all(content.join("talks")).unwrap(), &["talks"]),
            "not known"
        );
        assert_eq!(
            reloaded(|content| fs::write(content.join("index.md"), b"\xff").unwrap(), &["index.md"]),
            "not known"
        );
    }

    #[test]
    fn change_that_keeps_length_and_time_is_seen() {
        let book = book();
        let mut folder = Folder::new(book.path(), &book.path().join("public"));
        let index = book.path().join("content/index.md");
        make_old(&index);
        let before = folder.load().unwrap();
        fs::write(&index, "# Two\n").expect("files can be written");
        make_old(&index);
        assert_ne!(folder.load().unwrap(), before);
    }

    #[test]
    fn every_folder_that_was_looked_into_is_named() {
        let book = book();
        fs::write(book.path().join("book.toml"), "bibliography = [\"papers/more/a.bib\"]").unwrap();
        fs::create_dir_all(book.path().join("papers")).unwrap();
        fs::create_dir_all(book.path().join("themes/default/words")).unwrap();
        fs::create_dir_all(book.path().join("public/old")).unwrap();
        let mut folder = Folder::new(book.path(), &book.path().join("public"));
        folder.load().unwrap();
        let root = book.path().canonicalize().unwrap();
        let names =
            folder.folders().iter().map(|folder| folder.strip_prefix(&root).unwrap().to_str().unwrap());
        let names: Vec<&str> = names.collect();
        assert_eq!(
            names,
            ["", "content", "content/talks", "papers", "themes", "themes/default", "themes/default/words"]
        );
    }
}
