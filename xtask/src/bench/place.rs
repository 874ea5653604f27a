//! Where books are written to be measured.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::run;

/// What the names of these folders begin with, before the number of a process.
const PREFIX: &str = "briefbook-bench-";

/// A folder for books and their sites. It is removed at the end.
pub(crate) struct Place(PathBuf);

impl Place {
    /// In memory if the system has such a place, because drives differ more
    /// than programs.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made.
    pub(crate) fn in_memory() -> Result<Place> {
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        sweep(&parent);
        Place::new(&parent.join(format!("{PREFIX}{}", std::process::id())))
    }

    /// On the drive that the project stands on.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made.
    pub(crate) fn on_disk() -> Result<Place> {
        let parent = run::root().join("target");
        sweep(&parent);
        Place::new(&parent.join(format!("{PREFIX}{}", std::process::id())))
    }

    fn new(folder: &Path) -> Result<Place> {
        let place = Place(folder.to_owned());
        place.clear()?;
        Ok(place)
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Empties the folder.
    ///
    /// # Errors
    ///
    /// When something in it cannot be removed.
    pub(crate) fn clear(&self) -> Result<()> {
        remove(&self.0)?;
        std::fs::create_dir_all(&self.0).with_context(|| format!("cannot make `{}`", self.0.display()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What cannot be removed is no reason to lose what was measured.
        let _ = remove(&self.0);
    }
}

/// Removes what runs that were ended left behind.
fn sweep(parent: &Path) {
    // Where the system does not tell what runs, nothing is known to be left behind.
    if !Path::new("/proc/self").exists() {
        return;
    }
    let entries = std::fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok);
    for entry in entries {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        if process.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            // Another day's leftovers are no reason to fail.
            let _ = remove(&entry.path());
        }
    }
}

/// Removes a folder if there is one.
///
/// # Errors
///
/// When something in it cannot be removed.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    std::fs::remove_dir_all(folder).with_context(|| format!("cannot remove `{}`", folder.display()))
}

/// How many files a folder has, and how many bytes they have.
///
/// # Errors
///
/// When it cannot be read.
pub(crate) fn weigh(folder: &Path) -> Result<(usize, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let (more, size) = match entry.file_type()?.is_dir() {
            true => weigh(&entry.path())?,
            false => (1, entry.metadata()?.len()),
        };
        files += more;
        bytes += size;
    }
    Ok((files, bytes))
}
