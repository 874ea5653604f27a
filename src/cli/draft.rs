//! Files that commands write into a book, at the word of its author.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Makes a file that is not there yet, with the folders on the way to it.
pub(super) fn create(path: &Path, text: &str) -> Result<()> {
    if path.exists() {
        bail!("`{}` is there already", path.display());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    }
    put(path, text.as_bytes())
}

/// Gives a text file another text, if it still has the one that was read. A
/// byte order mark stays.
pub(super) fn replace(path: &Path, old: &str, new: &str) -> Result<()> {
    let bytes = marked(path, old)?;
    let mark = bytes.len() - old.len();
    let permissions =
        fs::metadata(path).with_context(|| format!("cannot read `{}`", path.display()))?.permissions();
    put(path, &[&bytes[..mark], new.as_bytes()].concat())?;
    fs::set_permissions(path, permissions).with_context(|| format!("cannot write `{}`", path.display()))
}

/// The bytes of a file that has a text, with the mark that may stand before it.
pub(super) fn marked(path: &Path, text: &str) -> Result<Vec<u8>> {
    let bytes = fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let unmarked = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    if unmarked != text.as_bytes() {
        bail!("`{}` is not UTF-8, or has just been changed", path.display());
    }
    Ok(bytes)
}

/// Writes a file beside its place and renames it, so that it is never there in
/// part.
fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = beside(path)?;
    fs::write(&beside, bytes)
        .and_then(|()| fs::rename(&beside, path))
        .with_context(|| format!("cannot write `{}`", path.display()))
}

/// A hidden name in the same folder, which no book takes in.
fn beside(path: &Path) -> Result<PathBuf> {
    let name = path.file_name().with_context(|| format!("`{}` is no name of a file", path.display()))?;
    Ok(path.with_file_name(format!(".{}.briefbook-new", name.to_string_lossy())))
}
