//! The finished site to disk. The only room that writes, and only into the
//! output folder.
//!
//! A build may be killed at any moment, and the folder is then still a site
//! that works: files are made in a folder of their own and renamed into place,
//! by whole folders where nothing of the site stood before, and what is no longer part of the site goes last. The manifest lists what is
//! ours before it is there, so that the next build can finish the work.
//!
//! Nothing is flushed to the disk file by file, which would take longer than
//! the build: after a power cut, the next build compares every file and mends
//! what is not right.

mod again;
mod manifest;
mod place;
mod writing;

use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

pub use self::again::Output;
use self::manifest::Manifest;
use self::place::State;
pub use self::writing::Writing;
use self::writing::{Files, Placed};
use crate::model::Url;
use crate::site::{MANIFEST, Site};

/// Where files are made before they are renamed into place. What a killed build
/// left in it is removed by the next one.
const WORKSHOP: &str = ".briefbook-new";

/// Held while a build writes, so that two builds do not mix. The file is empty
/// and stays, because a lock on a file that comes and goes is none.
const LOCK: &str = ".briefbook-lock";

/// What a build changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or have other bytes than before, sorted.
    pub written: Vec<Url>,
    /// Files that were part of the site and no longer are, sorted.
    pub removed: Vec<Url>,
    /// How many files were right already and have not been touched.
    pub unchanged: usize,
}

/// Makes `folder` hold exactly `site`. Files that are copied come from the book
/// in `root`.
///
/// Files whose bytes are already right are left alone, so their modification
/// times say what a build really changed. Copies get the modification time of
/// their originals, by which they are known again without being read. Files
/// that this program did not write are never touched.
///
/// # Errors
///
/// When `folder` has files but no manifest (it is probably not ours), when a
/// foreign file stands where one of the site belongs, when another build is
/// writing, and when a file cannot be read, written or removed. In the first
/// three cases nothing has been changed.
pub fn write(site: &Site, root: &Path, folder: &Path) -> Result<Changes> {
    let writing = Writing::begin(root, folder)?;
    let files: Vec<_> = site.iter().collect();
    files.into_par_iter().for_each(|(url, file)| writing.put(url, file));
    writing.finish()
}

/// Whether an address is one that the writing itself needs.
fn is_reserved(url: &str) -> bool {
    let first = url.split('/').next().unwrap_or(url);
    [MANIFEST, manifest::NEXT, WORKSHOP, LOCK].contains(&first)
}

/// Reads the manifest of the folder, and makes sure that the folder may be
/// written to: because it is ours, is empty, or is not there yet.
fn claim(folder: &Path) -> Result<Manifest> {
    if let Some(manifest) = manifest::read(folder)? {
        return Ok(manifest);
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Manifest::default());
        }
        Err(error) => {
            return Err(error).with_context(|| format!("cannot write into `{}`", folder.display()));
        }
    };
    let mut foreign = Vec::new();
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read the folder `{}`", folder.display()))?;
        let name = entry.file_name();
        // What belongs to the host of a site, and not to the site.
        if !name.as_encoded_bytes().starts_with(b".") && name != "CNAME" {
            foreign.push(name.to_string_lossy().into_owned());
        }
    }
    foreign.sort();
    if let Some(first) = foreign.first() {
        bail!(
            "the folder `{}` holds files that briefbook did not write, such as `{first}`; empty it, or build into \
             another folder",
            folder.display()
        );
    }
    Ok(Manifest::default())
}

fn lock(folder: &Path) -> Result<File> {
    let path = folder.join(LOCK);
    let file = File::options().create(true).append(true).open(&path);
    let file = file.with_context(|| format!("cannot write `{}`", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => bail!("another build is writing into `{}`", folder.display()),
        // Some network drives know no locks, and a site can be built all the same.
        Err(TryLockError::Error(_)) => {}
    }
    // What a killed build left half made.
    for (name, remove) in [
        (WORKSHOP, fs::remove_dir_all as fn(PathBuf) -> std::io::Result<()>),
        (manifest::NEXT, fs::remove_file),
    ] {
        let path = folder.join(name);
        match remove(path.clone()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot remove `{}`", path.display()));
            }
            _ => {}
        }
    }
    Ok(file)
}

/// Refuses to write over files that are not ours.
fn refuse_foreign(files: &Files, old: &Manifest, folder: &Path) -> Result<()> {
    let foreign = |url: &Url, file: &Placed| match file.state {
        State::Absent => false,
        // Our files in it make room; if there are others, it cannot be removed.
        State::Folder => !old.owns_in(url.as_str()),
        State::Other | State::Right => !old.owns(url.as_str()),
    };
    let foreign: Vec<&Url> =
        files.iter().filter(|(url, file)| foreign(url, file)).map(|(url, _)| url).collect();
    let Some((first, others)) = foreign.split_first() else { return Ok(()) };
    bail!(
        "`{}` was not written by briefbook and stands where a file of the site belongs{}; move it away, or build \
         into another folder",
        folder.join(first.as_str()).display(),
        if others.is_empty() { String::new() } else { format!(" (and {} more)", others.len()) }
    )
}

/// Whether an old file must go before the site can be written: because a new
/// file takes the place of its folder, or a new folder its own place, or
/// because its name differs from a new one in capitals only, on a drive that
/// does not tell them apart.
fn is_in_the_way(old: &Url, site: &Files, present: &HashSet<String>) -> bool {
    let inside = Url::new(format!("{old}/"));
    let becomes_folder = site
        .range::<Url, _>(&inside..)
        .next()
        .is_some_and(|(url, _)| url.as_str().starts_with(inside.as_str()));
    becomes_folder
        || place::folders_of(old.as_str()).any(|folder| site.contains_key(folder))
        || present.contains(&old.as_str().to_lowercase())
}
