//! Single files and folders of the output.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use super::manifest::Manifest;
use crate::model::Url;
use crate::site::SiteFile;
use crate::source::AssetFile;

/// What stands where a file of the site belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing.
    Absent,
    /// A folder.
    Folder,
    /// Something else.
    Other,
    /// The file as it should be.
    Right,
}

/// Finds out what stands at `path`, where `file` belongs.
pub(super) fn state(path: &Path, file: &SiteFile, root: &Path) -> io::Result<State> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(State::Absent);
        }
        Err(error) => return Err(error),
    };
    if metadata.is_dir() {
        return Ok(State::Folder);
    }
    // A link is never what we wrote, wherever it leads.
    if !metadata.is_file() {
        return Ok(State::Other);
    }
    let right = match file {
        SiteFile::Text(text) => metadata.len() == text.len() as u64 && holds(path, text.as_bytes())?,
        SiteFile::Copy(asset) => {
            metadata.len() == asset.length
                && (metadata.modified().is_ok_and(|time| time == modified(asset))
                    || same_bytes(path, &original(root, asset))?)
        }
    };
    Ok(if right { State::Right } else { State::Other })
}

/// Where the original of a copy is.
pub(super) fn original(root: &Path, asset: &AssetFile) -> PathBuf {
    root.join(asset.source.as_str())
}

fn modified(asset: &AssetFile) -> std::time::SystemTime {
    let since = Duration::from_nanos_u128(asset.modified);
    UNIX_EPOCH.checked_add(since).unwrap_or(UNIX_EPOCH)
}

/// Whether a file holds these bytes, if it is as long as they are.
fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; bytes.len().min(1 << 16)];
    for piece in bytes.chunks(1 << 16) {
        let buffer = &mut buffer[..piece.len()];
        match file.read_exact(buffer) {
            Ok(()) if buffer == piece => {}
            Ok(()) => return Ok(false),
            // It has been cut since its length was asked for.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// Compares two files of one length without holding either in memory.
fn same_bytes(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (File::open(one)?, File::open(other)?);
    let (mut left, mut right) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let length = one.read(&mut left)?;
        if length == 0 {
            return Ok(other.read(&mut right)? == 0);
        }
        match other.read_exact(&mut right[..length]) {
            Ok(()) if left[..length] == right[..length] => {}
            Ok(()) => return Ok(false),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(error),
        }
    }
}

/// Makes a copy of a file, with its time of change.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let original = File::open(from)?;
    let mut original = io::BufReader::new(original);
    let mut copy = File::create_new(to)?;
    io::copy(&mut original, &mut copy)?;
    // A drive without times costs a comparison next time, and nothing else.
    if let Ok(modified) = original.get_ref().metadata().and_then(|metadata| metadata.modified()) {
        let _ = copy.set_modified(modified);
    }
    Ok(())
}

/// The folders that a file stands in, from the outermost in: `a/b/c.html` stands
/// in `a` and `a/b`.
pub(super) fn folders_of(url: &str) -> impl Iterator<Item = &str> {
    url.match_indices('/').map(|(at, _)| &url[..at])
}

/// Makes sure that files can be put into their folders.
///
/// # Errors
///
/// When something foreign stands where a folder belongs; so does a link, which
/// would lead our files elsewhere. Nothing has been changed.
pub(super) fn check_folders<'u>(
    urls: impl Iterator<Item = &'u Url>,
    folder: &Path,
    old: &Manifest,
) -> Result<()> {
    let needed: BTreeSet<&str> = urls.flat_map(|url| folders_of(url.as_str())).collect();
    for name in needed {
        let path = folder.join(name);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_dir() || (metadata.is_file() && old.owns(name)) => {}
            Ok(_) => bail!(
                "`{}` was not written by briefbook and stands where a folder of the site belongs; move it away, or \
                 build into another folder",
                path.display()
            ),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(error).with_context(|| format!("cannot read `{}`", path.display())),
        }
    }
    Ok(())
}

/// Makes the folders that files need and that are not there.
pub(super) fn make_folders<'u>(urls: impl Iterator<Item = &'u Url>, folder: &Path) -> Result<()> {
    let needed: BTreeSet<&str> = urls.flat_map(|url| folders_of(url.as_str())).collect();
    for name in needed {
        let path = folder.join(name);
        match fs::create_dir(&path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                return Err(error).with_context(|| format!("cannot make the folder `{}`", path.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Moves what stands in the folder `from`, if it is there, into the folder `to`.
///
/// A folder that cannot be moved as it is, because somebody has made one of its name
/// meanwhile or because a program looks into it on Windows, is moved file by file.
pub(super) fn move_all(from: &Path, to: &Path) -> Result<()> {
    // All names first: what a folder tells of itself while it changes is left open.
    let entries = fs::read_dir(from).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = match entries {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.with_context(|| format!("cannot read the folder `{}`", from.display()))?,
    };
    for entry in entries {
        let path = to.join(entry.file_name());
        let Err(error) = fs::rename(entry.path(), &path) else { continue };
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && (fs::create_dir(&path).is_ok() || is_real_folder(&path)) {
            move_all(&entry.path(), &path)?;
        } else {
            return Err(error).with_context(|| format!("cannot write `{}`", path.display()));
        }
    }
    Ok(())
}

/// Whether a folder stands there, and no link to one.
fn is_real_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Removes files of ours, and the folders that are empty then.
///
/// What has taken the place of such a file is not ours, and stays: a folder, or
/// whatever a link in its path leads to.
pub(super) fn remove(urls: &[&Url], folder: &Path) -> Result<()> {
    let mut folders = BTreeSet::new();
    for url in urls {
        let path = folder.join(url.as_str());
        // Folders that were found to be real are not asked again.
        let in_real_folders = folders_of(url.as_str()).all(|name| {
            folders.contains(name) || (is_real_folder(&folder.join(name)) && folders.insert(name))
        });
        if !in_real_folders || is_real_folder(&path) {
            continue;
        }
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot remove `{}`", path.display()));
            }
            _ => {}
        }
    }
    // Backwards, so that a folder comes after those in it. One with others'
    // files in it cannot be removed, and shall not be.
    for name in folders.iter().rev() {
        let _ = fs::remove_dir(folder.join(name));
    }
    Ok(())
}
