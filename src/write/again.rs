//! Writing a site of which it is known what has changed.

use std::path::Path;

use anyhow::Result;

use super::place::{self, State};
use super::{Changes, lock, manifest, put, refuse_foreign, states, write};
use crate::model::Url;
use crate::site::Site;

/// Makes `folder` hold `site`, if it holds it already but for the files
/// `changed`: what [`write()`] does, without looking at the other files.
///
/// Where files come or go, and where the folder is not what it should be, this
/// is [`write()`].
///
/// # Errors
///
/// As [`write()`].
pub fn rewrite(site: &Site, changed: &[Url], root: &Path, folder: &Path) -> Result<Changes> {
    let part: Site = changed.iter().filter_map(|url| Some((url.clone(), site.get(url)?.clone()))).collect();
    let lock = match folder.is_dir() {
        true => lock(folder)?,
        false => return write(site, root, folder),
    };
    let old = manifest::read(folder)?.unwrap_or_default();
    let known = |url: &Url| old.urls.contains(url.as_str());
    if old.urls.len() != site.len() || part.len() != changed.len() || !changed.iter().all(known) {
        drop(lock);
        return write(site, root, folder);
    }
    place::check_folders(&part, folder, &old)?;
    let states = states(&part, root, folder)?;
    refuse_foreign(&states, &old, folder)?;
    let stale: Vec<&Url> =
        states.iter().filter(|(_, state)| **state != State::Right).map(|(url, _)| *url).collect();
    place::make_folders(&stale, folder)?;
    put(&stale, &part, root, folder)?;
    let written: Vec<Url> = stale.into_iter().cloned().collect();
    Ok(Changes { unchanged: site.len() - written.len(), written, removed: Vec::new() })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::site::SiteFile;

    fn site(files: &[(&str, &str)]) -> Site {
        files.iter().map(|(url, text)| (Url::new(*url), SiteFile::Text((*text).into()))).collect()
    }

    /// Writes one site, then another over it of which the named files are said
    /// to have changed; returns what the folder holds and what was written.
    fn check(
        before: &[(&str, &str)],
        after: &[(&str, &str)],
        changed: &[&str],
    ) -> (Vec<String>, Vec<String>) {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let out = folder.path().join("public");
        write(&site(before), folder.path(), &out).unwrap();
        let changed: Vec<Url> = changed.iter().map(|url| Url::new(*url)).collect();
        let changes = rewrite(&site(after), &changed, folder.path(), &out).unwrap();
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
        );
        assert_eq!(files, ["a.html 1", "b/c.html 2"]);
        assert_eq!(written, ["b/c.html"]);
    }

    #[test]
    fn files_that_come_and_go_are_taken_care_of() {
        let (files, written) =
            check(&[("a.html", "1"), ("b.html", "1")], &[("a.html", "1"), ("c.html", "1")], &["c.html"]);
        assert_eq!(files, ["a.html 1", "b.html is not there", "c.html 1"]);
        assert_eq!(written, ["c.html"]);
    }
}
