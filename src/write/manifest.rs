//! The list of what a build wrote: by it we know our files from others'.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};

use crate::model::Url;
use crate::site::MANIFEST;

/// The first line of a manifest: what it is, and in which form.
const FORM: &str = "briefbook site 1";

/// Where a manifest is made before it is renamed into place.
pub(super) const NEXT: &str = ".briefbook-next";

/// What earlier builds wrote.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// Whether there is a manifest.
    pub(super) there: bool,
    /// The files, by address.
    pub(super) urls: BTreeSet<String>,
    /// The same in lower case: some drives do not tell `A.html` from `a.html`.
    folded: OnceLock<HashSet<String>>,
}

impl Manifest {
    /// The manifest that lists these too.
    pub(super) fn with<'u>(mut self, urls: impl Iterator<Item = &'u Url>) -> Self {
        for url in urls {
            if !self.urls.contains(url.as_str()) {
                self.urls.insert(url.as_str().to_owned());
            }
        }
        Manifest { there: true, urls: self.urls, folded: OnceLock::new() }
    }

    /// The manifest without these.
    pub(super) fn without(mut self, urls: &[Url]) -> Self {
        for url in urls {
            self.urls.remove(url.as_str());
        }
        Manifest { folded: OnceLock::new(), ..self }
    }

    /// Whether what stands at an address is ours, on any drive.
    pub(super) fn owns(&self, url: &str) -> bool {
        let folded = || self.folded.get_or_init(|| self.urls.iter().map(|url| url.to_lowercase()).collect());
        self.urls.contains(url) || folded().contains(&url.to_lowercase())
    }

    /// Whether a folder was made for files of ours.
    pub(super) fn owns_in(&self, folder: &str) -> bool {
        let inside = format!("{folder}/");
        self.urls.range(inside.clone()..).next().is_some_and(|url| url.starts_with(&inside))
    }
}

/// Reads the manifest of a folder, if there is one.
pub(super) fn read(folder: &Path) -> Result<Option<Manifest>> {
    let path = folder.join(MANIFEST);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read `{}`", path.display())),
    };
    let mut lines = text.lines();
    if lines.next() != Some(FORM) {
        bail!(
            "`{}` is not a list that this version of briefbook can read; remove the folder, or build into another",
            path.display()
        );
    }
    let urls: BTreeSet<String> = lines.map(str::to_owned).collect();
    // By this list files are removed.
    if let Some(outside) = urls.iter().find(|url| !is_inside(url)) {
        bail!("`{}` lists `{outside}`, which is not in its folder", path.display());
    }
    Ok(Some(Manifest { there: true, urls, folded: OnceLock::new() }))
}

/// Writes the manifest of a folder.
pub(super) fn write(folder: &Path, urls: &BTreeSet<String>) -> Result<()> {
    let mut text =
        String::with_capacity(FORM.len() + 1 + urls.iter().map(|url| url.len() + 1).sum::<usize>());
    for line in std::iter::once(FORM).chain(urls.iter().map(String::as_str)) {
        text.push_str(line);
        text.push('\n');
    }
    let path = folder.join(MANIFEST);
    let new = folder.join(NEXT);
    fs::write(&new, text)
        .and_then(|()| fs::rename(&new, &path))
        .with_context(|| format!("cannot write `{}`", path.display()))
}

/// Whether an address leads to a file inside the folder, on every system.
pub(super) fn is_inside(url: &str) -> bool {
    !url.contains(['\\', ':'])
        && !url.contains(char::is_control)
        && url.split('/').all(|part| !matches!(part, "" | "." | ".."))
}
