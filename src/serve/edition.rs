//! The book as it was built once, and what has changed since the time before.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Url;
use crate::pipeline::Build;
use crate::source::{Inputs, SourceFile, SourcePath};

/// One state of the book, built.
#[derive(Debug)]
pub struct Edition {
    /// 1 for the first one, then one more each.
    pub number: u64,
    /// What it is made from.
    pub inputs: Inputs,
    /// What came out.
    pub build: Build,
    /// Files of the book that are new or changed or gone, sorted. Empty for the
    /// first edition.
    pub edited: Vec<SourcePath>,
    /// Files of the site that are new or changed, sorted. Empty for the first
    /// edition.
    pub changed: Vec<Url>,
    /// Files that are no longer part of the site, sorted.
    pub removed: Vec<Url>,
    /// Why pages were rendered again: what is different about each.
    pub reasons: BTreeMap<Url, Vec<&'static str>>,
    /// Problems that the edition before did not have.
    pub new_problems: Vec<Diagnostic>,
    /// How long looking and building took.
    pub took: Duration,
}

impl Edition {
    /// How many errors there are.
    pub fn errors(&self) -> usize {
        errors(&self.build.diagnostics).count()
    }
}

/// The errors among problems.
pub(super) fn errors(problems: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    problems.iter().filter(|problem| problem.severity == Severity::Error)
}

/// Whether an error takes from pages what makes them pages: template, settings,
/// title or text. Pages that came out without are not worth looking at, unlike
/// those with a broken link.
pub(super) fn is_grave(problem: &Diagnostic) -> bool {
    use Code::{Config, FrontMatter, MissingTheme, NotUtf8, Template, Unreadable};
    problem.severity == Severity::Error
        && matches!(problem.code, Template | MissingTheme | Config | FrontMatter | NotUtf8 | Unreadable)
}

/// The files that differ between two states of a book.
pub(super) fn edited(before: &Inputs, after: &Inputs) -> Vec<SourcePath> {
    let (old, new) = (texts(before), texts(after));
    let paths: BTreeSet<&SourcePath> = old.keys().chain(new.keys()).copied().collect();
    let mut edited: Vec<SourcePath> =
        paths.into_iter().filter(|path| old.get(*path) != new.get(*path)).cloned().collect();
    let assets = before.assets.iter().filter(|(path, asset)| after.assets.get(*path) != Some(*asset));
    let new_assets = after.assets.iter().filter(|(path, _)| !before.assets.contains_key(*path));
    edited.extend(assets.chain(new_assets).map(|(_, asset)| asset.source.clone()));
    edited.sort();
    edited
}

/// All text files by path.
fn texts(inputs: &Inputs) -> BTreeMap<&SourcePath, &SourceFile> {
    let files = inputs.config.iter().chain(inputs.notes.values());
    let files = files.chain(&inputs.bibliographies).chain(inputs.theme.values());
    files.map(|file| (&file.path, file)).collect()
}

/// Whether a book has lost something that its author has probably not taken out:
/// a note is gone, or a text is empty that was not.
pub(super) fn looks_half_saved(before: &Inputs, after: &Inputs) -> bool {
    let (old, new) = (texts(before), texts(after));
    old.iter().any(|(path, file)| match new.get(path) {
        None => true,
        Some(now) => now.text.trim().is_empty() && !file.text.trim().is_empty(),
    })
}
