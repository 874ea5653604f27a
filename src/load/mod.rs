//! From a folder on disk to [`Inputs`]: which files belong to a book, and their
//! text.
//!
//! The folder is only ever read. What is wrong with single files is a
//! diagnostic, and the other files are loaded all the same.

mod folder;
mod names;
mod text;
mod walk;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

pub use self::folder::Folder;
use self::folder::Reading;
use self::walk::{Found, Walk};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::model::{AssetPath, Config, Located, NoteId};
use crate::parse;
use crate::source::{AssetFile, AssetFiles, Inputs, NoteFiles, SourceFile, SourcePath, Span, ThemeFiles};
use crate::theme;

/// The bibliographies of a book that names none.
const BIBLIOGRAPHIES: [&str; 4] = ["references.bib", "references.yaml", "references.yml", "references.json"];

/// Reads a book from the folder `root`. `output`, the folder that its site is
/// written to, is left out wherever it is.
///
/// A book need not have a `book.toml`, and need not have a folder for its
/// notes: any folder of Markdown files is a book.
///
/// # Errors
///
/// When `root` is not a folder that can be read.
pub fn load(root: &Path, output: &Path) -> Result<Inputs> {
    Folder::new(root, output).load()
}

/// Reads those notes again of which something is told, after a build has used up their
/// texts: `used_up` has the [`SourceFile::fingerprint`] of each. One that is no longer what
/// it was is left out, as nothing can be shown of it.
pub fn read_again(
    root: &Path,
    inputs: &mut Inputs,
    used_up: BTreeMap<NoteId, u64>,
    diagnostics: &[Diagnostic],
) {
    let told: HashSet<&SourcePath> = diagnostics.iter().map(|diagnostic| &diagnostic.span.file).collect();
    let Ok(root) = real_root(root) else { return };
    for (id, fingerprint) in used_up {
        let path = &inputs.notes[&id].path;
        if !told.contains(path) {
            continue;
        }
        match text::read(&root, path.clone()).0.filter(|file| file.fingerprint() == fingerprint) {
            Some(file) => drop(inputs.notes.insert(id, file)),
            None => drop(inputs.notes.remove(&id)),
        }
    }
}

/// The book's folder without links on the way to it: links are told from
/// folders by comparing whole paths.
fn real_root(root: &Path) -> Result<PathBuf> {
    match std::fs::metadata(root) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => bail!("`{}` is a file, and a book is a folder", root.display()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            bail!("there is no folder `{}`", root.display())
        }
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read the folder `{}`", root.display()));
        }
    }
    root.canonicalize().with_context(|| format!("cannot find `{}`", root.display()))
}

/// Everything that `reading` finds in its folder.
fn inputs(reading: &Reading<'_>, output: &Path) -> (Inputs, (Vec<SourcePath>, Vec<Diagnostic>)) {
    let root = reading.root;
    let output = output.canonicalize().unwrap_or_else(|_| output.to_owned());

    let mut problems = Vec::new();
    let config_file = config_file(reading, &mut problems);
    // What is wrong with it is reported by the build.
    let config = config_file.as_ref().map(|file| parse::config(file).value).unwrap_or_default();

    let bibliographies = bibliographies(reading, &config, &mut problems);
    let content = content(root, &config, &mut problems);
    let walk = Walk::new(reading, &output, &bibliographies);
    let mut files = walk.files(&content, "", &mut problems);
    // A glossary beside the notes belongs to them, as if it stood among them.
    if !content.is_empty() && root.join("glossary").is_dir() && content != "glossary" {
        files.extend(walk.files("glossary", "glossary/", &mut problems));
    }
    let named = reading.check_names(files.iter().map(|file| file.source.clone()).collect());
    problems.extend(named.1.iter().cloned());

    let (notes, others): (Vec<Found>, Vec<Found>) =
        files.into_iter().partition(|file| note_name(&file.name).is_some());
    let notes = read_notes(reading, notes, &mut problems);
    let mut assets = AssetFiles::new();
    for file in others {
        let asset = AssetFile { source: file.source, length: file.length, modified: file.modified };
        assets.entry(AssetPath::new(file.name)).or_insert(asset);
    }

    let bibliographies =
        bibliographies.into_iter().filter_map(|path| keep(reading.text(path), &mut problems));
    let bibliographies = bibliographies.collect();
    let styles = styles(reading, &config, &mut problems);
    let theme = theme(reading, &config, &mut problems);
    let inputs = Inputs {
        config: config_file,
        base_url: None,
        notes,
        bibliographies,
        styles,
        theme,
        assets,
        asked: BTreeSet::new(),
        problems,
    };
    (inputs, named)
}

/// Reads the notes, in parallel. Of two with one id, the first is kept.
fn read_notes(reading: &Reading<'_>, files: Vec<Found>, problems: &mut Vec<Diagnostic>) -> NoteFiles {
    let mut notes: BTreeMap<NoteId, Found> = BTreeMap::new();
    for file in files {
        let Some(id) = note_name(&file.name).map(|name| reading.id(name)) else { continue };
        match notes.entry(id) {
            Entry::Vacant(entry) => {
                entry.insert(file);
            }
            Entry::Occupied(entry) => {
                let message = format!("`{}` has the same name as `{}`", file.source, entry.get().source);
                let help = "rename one of them; only the first is in the book";
                let span = Span::start_of(&file.source);
                problems.push(Diagnostic::new(Code::DuplicateNote, span, message).with_help(help));
            }
        }
    }
    let read: Vec<_> =
        notes.into_par_iter().map(|(id, found)| (id, reading.found(found.source, found.stamp))).collect();
    read.into_iter().filter_map(|(id, file)| Some((id, keep(file, problems)?))).collect()
}

/// A value, after its problems have been put with the others.
fn keep<T>((value, faults): (T, Vec<Diagnostic>), problems: &mut Vec<Diagnostic>) -> T {
    problems.extend(faults);
    value
}

fn config_file(reading: &Reading<'_>, problems: &mut Vec<Diagnostic>) -> Option<SourceFile> {
    reading
        .root
        .join("book.toml")
        .is_file()
        .then(|| SourcePath::new("book.toml"))
        .and_then(|path| keep(reading.text(path), problems))
}

/// The bibliographies that are there, in the order in which they are named.
fn bibliographies(reading: &Reading<'_>, config: &Config, problems: &mut Vec<Diagnostic>) -> Vec<SourcePath> {
    let root = reading.root;
    let Some(named) = &config.bibliography else {
        let there = BIBLIOGRAPHIES.iter().filter(|name| root.join(name).is_file());
        return there.map(|name| SourcePath::new(*name)).collect();
    };
    let mut found: Vec<SourcePath> = Vec::new();
    for Located { value, span } in named {
        reading.look_into_folders_of(value);
        if !root.join(value).is_file() {
            let message = format!("there is no bibliography `{value}`");
            let help = "paths begin at the folder of book.toml; make the file, or take it out of the list";
            problems.push(Diagnostic::new(Code::MissingFile, span.clone(), message).with_help(help));
        } else if !found.iter().any(|path| path.as_str() == value) {
            found.push(SourcePath::new(value.as_str()));
        }
    }
    found
}

/// The file of the citation style, if `citation_style` is a path, and that of
/// the style whose rules it takes, if that lies beside it.
fn styles(reading: &Reading<'_>, config: &Config, problems: &mut Vec<Diagnostic>) -> Vec<SourceFile> {
    let named = config.citation_style.as_ref().map(|style| style.value.as_str());
    let Some(path) = named.and_then(parse::style_path) else { return Vec::new() };
    reading.look_into_folders_of(path);
    // The build reports a style that is not there, as it knows those that come with
    // the program.
    if !reading.root.join(path).is_file() {
        return Vec::new();
    }
    let Some(style) = keep(reading.text(SourcePath::new(path)), problems) else { return Vec::new() };
    let folder = path.rfind('/').map_or("", |at| &path[..=at]);
    let parent = parse::style_parent(&style.text).map(|name| format!("{folder}{name}.csl"));
    let parent = parent.filter(|parent| parent != path && reading.root.join(parent).is_file());
    let parent = parent.and_then(|parent| keep(reading.text(SourcePath::new(parent)), problems));
    std::iter::once(style).chain(parent).collect()
}

/// The folder of the notes from the root on; empty for the root itself.
fn content(root: &Path, config: &Config, problems: &mut Vec<Diagnostic>) -> String {
    match &config.content {
        Some(folder) if root.join(&folder.value).is_dir() => return folder.value.clone(),
        Some(Located { value, span }) => {
            let message = format!("there is no folder `{value}` for the notes");
            let help = "make the folder, or leave `content` out: the notes are in `content/` then";
            problems.push(Diagnostic::new(Code::MissingFile, span.clone(), message).with_help(help));
        }
        None => {}
    }
    if root.join("content").is_dir() { "content".to_owned() } else { String::new() }
}

/// The name of the note that a file is, or `None` for a file that is no note.
fn note_name(name: &str) -> Option<&str> {
    let (stem, extension) = name.rsplit_once('.')?;
    let markdown = ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known));
    (markdown && !stem.is_empty() && !stem.ends_with('/')).then_some(stem)
}

/// The built-in theme with the book's own files over it.
fn theme(reading: &Reading<'_>, config: &Config, problems: &mut Vec<Diagnostic>) -> ThemeFiles {
    let root = reading.root;
    reading.look_into_folders_of("themes/");
    let built_in = |(name, text): &(&str, &str)| {
        (Arc::from(*name), SourceFile::new(&format!("themes/default/{name}"), text))
    };
    let mut files: ThemeFiles = theme::BUILT_IN.iter().map(built_in).collect();
    let name = config.theme.as_ref().map_or("default", |theme| theme.value.as_str());
    let folder = root.join("themes").join(name);
    if folder.is_dir() {
        let walk = Walk::new(reading, Path::new(""), &[]);
        for file in walk.files(&format!("themes/{name}"), "", problems) {
            let (text, faults) = reading.found(file.source, file.stamp);
            // Half of a picture's bytes are no help to a template.
            if faults.is_empty() {
                files.extend(text.map(|text| (Arc::from(file.name), text)));
            }
            problems.extend(faults);
        }
    } else if let Some(theme) = &config.theme
        && name != "default"
    {
        let there = themes(root);
        let names = there.iter().map(String::as_str).chain(["default"]);
        let help = match did_you_mean(name, names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("make the folder `themes/{name}`, or leave `theme` out for the built-in theme"),
        };
        let message = format!("there is no theme `{name}`");
        problems.push(Diagnostic::new(Code::MissingTheme, theme.span.clone(), message).with_help(help));
    }
    files
}

/// The names of the book's own themes, sorted.
fn themes(root: &Path) -> Vec<String> {
    let folders = std::fs::read_dir(root.join("themes")).into_iter().flatten().flatten();
    let folders = folders.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name());
    let mut names: Vec<String> = folders.filter_map(|name| name.into_string().ok()).collect();
    names.sort();
    names
}

/// The place on disk of a path in the book.
fn on_disk(root: &Path, path: &SourcePath) -> PathBuf {
    path.as_str().split('/').fold(root.to_owned(), |folder, part| folder.join(part))
}
