//! Writing into a folder again and again.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Result;
use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::writing::Writing;
use super::{Changes, write};
use crate::model::Url;
use crate::site::{MANIFEST, Site};

/// The output folder of a book, with what is known of it since the last time.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    folder: PathBuf,
    /// The manifest that was written last, and the file by which it is known that
    /// nobody has written another one since. `None` if the folder does not hold
    /// the site.
    written: Option<(Stamp, Manifest)>,
}

impl Output {
    /// The folder `folder`, of which nothing is known yet. Files that are copied
    /// come from the book in `root`.
    pub fn new(root: &Path, folder: &Path) -> Self {
        Output { root: root.to_owned(), folder: folder.to_owned(), written: None }
    }

    /// Makes the folder hold `site`. From the site of the last time it differs in
    /// the files `changed`, which are new or have other bytes, and in those that are
    /// `removed`. Where that is known to be all that there is to do, this is
    /// [`write()`] without a look at the other files.
    ///
    /// # Errors
    ///
    /// As [`write()`].
    pub fn write(&mut self, site: &Site, changed: &[Url], removed: &[Url]) -> Result<Changes> {
        let done = match self.written.take() {
            Some(written) => self.rewrite(written, site, changed, removed)?,
            None => None,
        };
        if let Some(changes) = done {
            return Ok(changes);
        }
        let changes = write(site, &self.root, &self.folder)?;
        // Read now, when nobody waits for it.
        if let (Some(stamp), Some(manifest)) = (Stamp::of(&self.folder), manifest::read(&self.folder)?) {
            self.written = Some((stamp, manifest));
        }
        Ok(changes)
    }

    /// Writes the files `changed` and takes away those that are `removed`; `None` if
    /// that is not all that there is to do: where the folder is not what it was.
    fn rewrite(
        &mut self,
        (stamp, old): (Stamp, Manifest),
        site: &Site,
        changed: &[Url],
        removed: &[Url],
    ) -> Result<Option<Changes>> {
        let is_old = |url: &&Url| old.urls.contains(url.as_str());
        let stands = old.urls.len() - removed.iter().filter(is_old).count();
        let is_all = stands + changed.iter().filter(|url| !is_old(url)).count() == site.len();
        if !is_all || Stamp::of(&self.folder).as_ref() != Some(&stamp) {
            return Ok(None);
        }
        let removed = removed.iter().filter(is_old).cloned().collect();
        let writing = Writing::again(&self.root, &self.folder, old)?;
        changed
            .par_iter()
            .filter_map(|url| site.get_key_value(url))
            .for_each(|(url, file)| writing.put(url, file));
        let (changes, ours) = writing.finish_part(removed)?;
        self.written = Stamp::of(&self.folder).map(|stamp| (stamp, ours));
        Ok(Some(changes))
    }
}

/// By what the manifest of a folder is known to be the one that was written.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Which file it is, where systems number them.
    file: Option<u64>,
}

impl Stamp {
    fn of(folder: &Path) -> Option<Stamp> {
        let metadata = fs::symlink_metadata(folder.join(MANIFEST)).ok().filter(Metadata::is_file)?;
        #[cfg(unix)]
        let file = Some(std::os::unix::fs::MetadataExt::ino(&metadata));
        #[cfg(not(unix))]
        let file = None;
        Some(Stamp { length: metadata.len(), modified: metadata.modified().ok(), file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteFile;

    fn site(files: &[(&str, &str)]) -> Site {
        files.iter().map(|(url, text)| (Url::new(*url), SiteFile::Text((*text).into()))).collect()
    }

    /// Writes one site, then another over it, after `between` was done to the
    /// folder. Of the other the named files are said to have changed, and those that
    /// it lacks to have gone. Returns what the folder holds and what was written.
    fn check(
        before: &[(&str, &str)],
        after: &[(&str, &str)],
        changed: &[&str],
        between: impl FnOnce(&Path),
    ) -> (Vec<String>, Vec<String>) {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let out = folder.path().join("public");
        let mut output = Output::new(folder.path(), &out);
        let (old, new) = (site(before), site(after));
        output.write(&old, &[], &[]).unwrap();
        between(&out);
        let changed: Vec<Url> = changed.iter().map(|url| Url::new(*url)).collect();
        let removed: Vec<Url> = old.keys().filter(|url| !new.contains_key(*url)).cloned().collect();
        let changes = output.write(&new, &changed, &removed).unwrap();
        let read = |(url, _): &(&str, &str)| {
            format!(
                "{url} {}",
                fs::read_to_string(out.join(url)).unwrap_or_else(|_| "is not there".to_owned())
            )
        };
        let files = before.iter().chain(after).map(read).collect::<std::collections::BTreeSet<_>>();
        (files.into_iter().collect(), changes.written.iter().map(|url| url.to_string()).collect())
    }

    #[test]
    fn only_what_has_changed_is_written() {
        let (files, written) = check(
            &[("a.html", "1"), ("b/c.html", "1")],
            &[("a.html", "1"), ("b/c.html", "2")],
            &["b/c.html"],
            |_| {},
        );
        assert_eq!(files, ["a.html 1", "b/c.html 2"]);
        assert_eq!(written, ["b/c.html"]);
    }

    #[test]
    fn files_that_come_and_go_are_taken_care_of() {
        let (files, written) = check(
            &[("a.html", "1"), ("b.html", "1")],
            &[("a.html", "1"), ("c.html", "1")],
            &["c.html"],
            |_| {},
        );
        assert_eq!(files, ["a.html 1", "b.html is not there", "c.html 1"]);
        assert_eq!(written, ["c.html"]);
    }

    #[test]
    fn files_that_come_and_go_cost_no_look_at_the_others() {
        let (files, written) = check(
            &[("a.html", "1"), ("b/old.html", "1"), ("c", "1")],
            &[("a.html", "1"), ("b/new.html", "2"), ("c/d.html", "3")],
            &["b/new.html", "c/d.html"],
            |out| fs::write(out.join("a.html"), "by hand").expect("files can be written"),
        );
        let expected =
            ["a.html by hand", "b/new.html 2", "b/old.html is not there", "c is not there", "c/d.html 3"];
        assert_eq!(files, expected);
        assert_eq!(written, ["b/new.html", "c/d.html"]);
    }

    #[test]
    fn folder_that_was_removed_is_written_whole() {
        let (files, written) = check(
            &[("a.html", "1"), ("b.html", "1")],
            &[("a.html", "2"), ("b.html", "1")],
            &["a.html"],
            |out| {
                fs::remove_dir_all(out).expect("folders can be removed");
            },
        );
        assert_eq!(files, ["a.html 2", "b.html 1"]);
        assert_eq!(written, ["a.html", "b.html"]);
    }
}
