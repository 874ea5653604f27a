//! Where books are written to be measured.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::run;

/// What the names of these folders begin with, before the number of a process.
const PREFIX: &str = "briefbook-bench-";

/// A folder for books and their sites. It is removed at the end.
pub(crate) struct Place {
    folder: PathBuf,
    kind: Kind,
    /// How many folders for sites were asked for.
    sites: Cell<usize>,
}

/// What a place is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A file system in memory.
    Memory,
    /// A drive.
    Drive,
}

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
        Place::new(&parent, Kind::Memory)
    }

    /// On the drive that the project stands on.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made.
    pub(crate) fn on_disk() -> Result<Place> {
        Place::new(&run::root().join("target"), Kind::Drive)
    }

    fn new(parent: &Path, kind: Kind) -> Result<Place> {
        let folder = parent.join(format!("{PREFIX}{}", std::process::id()));
        let place = Place { folder, kind, sites: Cell::default() };
        place.clear()?;
        Ok(place)
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Where a program is to write a site from nothing. In memory the site before
    /// is removed. On a drive it stays, and the folder is one that was never used:
    /// for minutes after files were deleted, ext4 looks at each of them again
    /// whenever a file is made. What was written before is brought to the drive
    /// first, so that nobody waits for what another has written.
    ///
    /// # Errors
    ///
    /// When the site before cannot be removed.
    pub(crate) fn site(&self) -> Result<PathBuf> {
        match self.kind {
            Kind::Memory => {
                let site = self.path("site");
                remove(&site)?;
                Ok(site)
            }
            Kind::Drive => {
                // Where there is no such program, the system writes when it likes.
                let _ = Command::new("sync").stderr(Stdio::null()).status();
                self.sites.set(self.sites.get() + 1);
                Ok(self.path(&format!("site-{}", self.sites.get())))
            }
        }
    }

    /// Empties the folder.
    ///
    /// # Errors
    ///
    /// When something in it cannot be removed.
    pub(crate) fn clear(&self) -> Result<()> {
        remove(&self.folder)?;
        std::fs::create_dir_all(&self.folder)
            .with_context(|| format!("cannot make `{}`", self.folder.display()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What cannot be removed is no reason to lose what was measured.
        let _ = remove(&self.folder);
        // On a drive not at the start: then it would be in what is measured.
        if let Some(parent) = self.folder.parent() {
            sweep(parent);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_a_drive_no_site_is_written_where_one_was() {
        let parent = tempfolder("drive");
        let place = Place::new(&parent, Kind::Drive).expect("it can be made");
        let sites = [place.site(), place.site()].map(|site| site.expect("there is one"));
        std::fs::create_dir_all(&sites[0]).expect("it can be made");
        assert_ne!(place.site().expect("there is one"), sites[1]);
        assert_ne!(sites[0], sites[1]);
        assert!(sites[0].exists(), "nothing is deleted");
        drop(place);
        assert_eq!(std::fs::read_dir(&parent).expect("it is there").count(), 0, "but at the end");
        std::fs::remove_dir(parent).expect("it is empty");
    }

    #[test]
    fn in_memory_the_site_before_is_gone() {
        let parent = tempfolder("memory");
        let place = Place::new(&parent, Kind::Memory).expect("it can be made");
        let site = place.site().expect("there is one");
        std::fs::create_dir_all(&site).expect("it can be made");
        assert_eq!(place.site().expect("there is one"), site);
        assert!(!site.exists());
        drop(place);
        std::fs::remove_dir(parent).expect("it is empty");
    }

    /// A folder for one test.
    fn tempfolder(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("xtask-place-{name}-{}", std::process::id()))
    }
}
