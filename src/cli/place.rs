//! What an author means by the name of a note, a section or a file: as links
//! name it, or as the shell completes it.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail};

use crate::diagnostic::did_you_mean;
use crate::model::{AssetPath, NoteId};
use crate::source::Inputs;

/// The note of a name.
///
/// # Errors
///
/// When there is none, or several; the message says which are near.
pub(super) fn note(inputs: &Inputs, root: &Path, said: &str) -> Result<NoteId> {
    if let Some(id) = find_note(inputs, root, said) {
        return Ok(id);
    }
    let bare = bare(said);
    let several: Vec<String> =
        inputs.notes.keys().filter(|id| is_called(id, bare)).map(|id| format!("`{id}`")).collect();
    if !several.is_empty() {
        bail!("`{said}` is the name of {} notes: {}; write its path", several.len(), several.join(", "));
    }
    match did_you_mean(bare, inputs.notes.keys().flat_map(|id| [id.as_str(), id.file_stem()])) {
        Some(near) => bail!("there is no note `{said}`; did you mean `{near}`?"),
        None => bail!("there is no note `{said}`"),
    }
}

/// The note of a name, if there is just one: the path of its file, from here or
/// from the book's folder, its path in the book, or its file's name.
pub(super) fn find_note(inputs: &Inputs, root: &Path, said: &str) -> Option<NoteId> {
    let bare = bare(said);
    let known = inputs.notes.iter().find(|(id, file)| {
        id.as_str() == bare || file.path.as_str() == said || is_here(root, said, file.path.as_str())
    });
    if let Some((id, _)) = known {
        return Some(id.clone());
    }
    for fits in [
        &(|id: &NoteId| plain(id.as_str()) == plain(bare)) as &dyn Fn(&NoteId) -> bool,
        &|id| id.file_stem() == bare,
        &|id| is_called(id, bare),
    ] {
        let mut fitting = inputs.notes.keys().filter(|id| fits(id));
        match (fitting.next(), fitting.next()) {
            (Some(id), None) => return Some(id.clone()),
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
    }
    None
}

fn bare(said: &str) -> &str {
    said.trim_end_matches(".md").trim_matches('/')
}

fn is_called(id: &NoteId, bare: &str) -> bool {
    without_number(id.file_stem()) == without_number(bare)
}

/// The folder of a name, as it is written on disk inside the content folder.
///
/// # Errors
///
/// When several folders have the name.
pub(super) fn find_folder(inputs: &Inputs, root: &Path, said: &str) -> Result<Option<String>> {
    let content = content(inputs, root);
    let bare = said.trim_start_matches("./").trim_matches('/');
    let inside = format!("{bare}/");
    let from_content = inside.strip_prefix(&content).unwrap_or(&inside).trim_matches('/');
    let folders = folders(inputs);
    let here = folders.iter().find(|folder| is_here(root, said, &format!("{content}{folder}")));
    if let Some(folder) = here.or_else(|| folders.get(from_content)) {
        return Ok(Some(folder.clone()));
    }
    for fits in [&(|folder: &str| plain(folder) == plain(from_content)) as &dyn Fn(&str) -> bool, &|folder| {
        plain(folder.rsplit('/').next().unwrap_or_default()) == plain(from_content)
    }] {
        let fitting: Vec<&String> = folders.iter().filter(|folder| fits(folder)).collect();
        match fitting.as_slice() {
            [] => {}
            [one] => return Ok(Some((*one).clone())),
            several => {
                let several: Vec<String> = several.iter().map(|folder| format!("`{folder}`")).collect();
                bail!("`{said}` is the name of {} folders: {}", several.len(), several.join(", "));
            }
        }
    }
    Ok(None)
}

/// A path that is to be, in the folder that is there already: `talks/envoy` in
/// `01-talks`.
pub(super) fn in_known_folder(inputs: &Inputs, path: String) -> String {
    let Some((folder, name)) = path.rsplit_once('/') else { return path };
    let folders = folders(inputs);
    let known = folders.get(folder).or_else(|| folders.iter().find(|known| plain(known) == plain(folder)));
    known.map_or_else(|| path.clone(), |known| format!("{known}/{name}"))
}

/// All folders inside the content folder that have files.
pub(super) fn folders(inputs: &Inputs) -> BTreeSet<String> {
    let files = inputs.notes.keys().map(NoteId::as_str).chain(inputs.assets.keys().map(AssetPath::as_str));
    files.flat_map(|path| path.match_indices('/').map(|(at, _)| path[..at].to_owned())).collect()
}

/// The file of a path.
pub(super) fn find_asset(inputs: &Inputs, root: &Path, said: &str) -> Option<AssetPath> {
    let fits = |(path, file): &(&AssetPath, &crate::source::AssetFile)| {
        path.as_str() == said || file.source.as_str() == said || is_here(root, said, file.source.as_str())
    };
    inputs.assets.iter().find(fits).map(|(path, _)| path.clone())
}

/// Whether what was said is, from where the program was called, the place of a
/// file of the book.
fn is_here(root: &Path, said: &str, path: &str) -> bool {
    let Ok(here) = Path::new(said).canonicalize() else { return false };
    root.join(path).canonicalize().is_ok_and(|there| there == here)
}

/// The folder of the notes, from the book's folder on, with a slash at its end;
/// empty for the book's folder itself.
pub(super) fn content(inputs: &Inputs, root: &Path) -> String {
    let beside = |path: &str| path.starts_with("glossary/");
    let notes = inputs.notes.iter().map(|(id, file)| (file.path.as_str(), id.as_str()));
    let assets = inputs.assets.iter().map(|(path, file)| (file.source.as_str(), path.as_str()));
    let known = notes.chain(assets).find(|(path, name)| !(beside(path) && beside(name)));
    match known {
        Some((path, name)) => base(path, name).to_owned(),
        None if root.join("content").is_dir() => "content/".to_owned(),
        None => String::new(),
    }
}

/// What stands before a file's name inside the content folder.
pub(super) fn base<'a>(path: &'a str, name: &str) -> &'a str {
    crate::rename::split(path, name).map_or("", |(base, _)| base)
}

/// A path without the numbers that order.
fn plain(path: &str) -> String {
    path.split('/').map(without_number).collect::<Vec<_>>().join("/")
}

/// A name without the number that orders it.
pub(super) fn without_number(name: &str) -> &str {
    let rest = without_digits(name);
    match rest.strip_prefix(['-', '_', ' ', '.']) {
        Some(plain) if rest.len() < name.len() && !plain.is_empty() => plain,
        _ => name,
    }
}

/// A name without the digits at its beginning.
pub(super) fn without_digits(name: &str) -> &str {
    name.trim_start_matches(|c: char| c.is_ascii_digit())
}
