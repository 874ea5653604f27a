//! The book as it was built once, and what has changed since the time before.

use std::collections::BTreeMap;
use std::time::Duration;

use imbl::OrdMap;
use imbl::ordmap::DiffItem;

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
    let (old, new) = changed_texts(before, after);
    let assets = differing(&before.assets, &after.assets).into_iter();
    let assets = assets.filter_map(|(_, old, new)| old.or(new)).map(|asset| asset.source.clone());
    let mut edited: Vec<SourcePath> = old.keys().chain(new.keys()).map(|path| (*path).clone()).collect();
    edited.extend(assets);
    edited.sort();
    edited.dedup();
    edited
}

/// Text files by path.
type Texts<'a> = BTreeMap<&'a SourcePath, &'a SourceFile>;

/// The text files in which two states of a book differ, as they were and as they
/// are.
fn changed_texts<'a>(before: &'a Inputs, after: &'a Inputs) -> (Texts<'a>, Texts<'a>) {
    let mut old: Vec<&SourceFile> = before.config.iter().chain(&before.bibliographies).collect();
    let mut new: Vec<&SourceFile> = after.config.iter().chain(&after.bibliographies).collect();
    for (_, was, is) in differing(&before.notes, &after.notes) {
        old.extend(was);
        new.extend(is);
    }
    for (_, was, is) in differing(&before.theme, &after.theme) {
        old.extend(was);
        new.extend(is);
    }
    let by_path = |files: Vec<&'a SourceFile>| files.into_iter().map(|file| (&file.path, file)).collect();
    let (mut old, mut new): (Texts, Texts) = (by_path(old), by_path(new));
    let same: Vec<&SourcePath> =
        old.iter().filter(|(path, file)| new.get(*path) == Some(*file)).map(|(path, _)| *path).collect();
    for path in same {
        old.remove(path);
        new.remove(path);
    }
    (old, new)
}

/// The entries in which two tables differ: the key, and what it had and has.
pub(super) fn differing<'a, K: Ord, V: PartialEq>(
    old: &'a OrdMap<K, V>,
    new: &'a OrdMap<K, V>,
) -> Vec<(&'a K, Option<&'a V>, Option<&'a V>)> {
    let differing = old.diff(new).map(|item| match item {
        DiffItem::Add(key, is) => (key, None, Some(is)),
        DiffItem::Update { old: (key, was), new: (_, is) } => (key, Some(was), Some(is)),
        DiffItem::Remove(key, was) => (key, Some(was), None),
    });
    differing.collect()
}

/// Whether a book has lost something that its author has probably not taken out:
/// a note is gone, or a text is empty that was not.
pub(super) fn looks_half_saved(before: &Inputs, after: &Inputs) -> bool {
    let (old, new) = changed_texts(before, after);
    old.iter().any(|(path, file)| match new.get(path) {
        None => true,
        Some(now) => now.text.trim().is_empty() && !file.text.trim().is_empty(),
    })
}
