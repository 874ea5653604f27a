//! The site as it grows, file by file.

use crate::model::Url;
use crate::site::{Site, SiteFile};

/// How many files may have gone from one place for those after them to be known
/// again. More are only dearer.
const GONE: usize = 16;

/// How many edits may move those after them. More are dearer than a copy of all.
const MOVING: usize = 8;

/// The files of a build in the order in which they were made, and as a site.
#[derive(Debug, Default)]
pub(super) struct Collected {
    files: Vec<(Url, SiteFile)>,
    site: Site,
}

/// Files that are being collected beside those of the build before: most often
/// each is the one that was there, at the place where it was.
pub(super) struct Collecting {
    before: Collected,
    /// How many of the files before have been met or passed over.
    at: usize,
    edits: Vec<Edit>,
}

/// A difference between the files before and those that are collected.
struct Edit {
    /// Before which of the files before.
    at: usize,
    /// How many of them go, from there on.
    gone: usize,
    /// What comes in their place.
    new: Option<(Url, SiteFile)>,
}

impl Collected {
    /// Begins the next build.
    pub(super) fn collecting(self) -> Collecting {
        Collecting { before: self, at: 0, edits: Vec::new() }
    }
}

impl Collecting {
    /// The next file. Of two with one address, the later one counts.
    pub(super) fn add(&mut self, url: &Url, file: &SiteFile) {
        let at = self.at;
        let known = self.before.files[at..].iter().take(GONE).position(|(old, _)| old == url);
        let gone = match known {
            Some(gone) if self.before.files[at + gone].1 == *file => {
                self.at += gone + 1;
                if gone > 0 {
                    self.edits.push(Edit { at, gone, new: None });
                }
                return;
            }
            Some(gone) => gone + 1,
            None => 0,
        };
        self.at += gone;
        self.edits.push(Edit { at, gone, new: Some((url.clone(), file.clone())) });
    }

    /// The site, and what is to be known of it in the next build.
    pub(super) fn site(mut self) -> (Site, Collected) {
        let Collected { files: old, mut site } = self.before;
        if self.at < old.len() {
            self.edits.push(Edit { at: self.at, gone: old.len() - self.at, new: None });
        }
        if self.edits.is_empty() {
            return (site.clone(), Collected { files: old, site });
        }
        // Where two have one address, the site does not tell what the other was.
        let is_whole = site.len() == old.len();
        let moving = self.edits.iter().filter(|edit| edit.gone != usize::from(edit.new.is_some()));
        let files = match moving.count() <= MOVING {
            true => edited(old, &self.edits, &mut site),
            false => copied(old, &self.edits, &mut site),
        };
        site.extend(self.edits.into_iter().filter_map(|edit| edit.new));
        if !is_whole || site.len() != files.len() {
            site = files.iter().cloned().collect();
        }
        (site.clone(), Collected { files, site })
    }
}

/// Takes a file from the site, unless another comes at its address.
fn leave(site: &mut Site, url: &Url, new: &Option<(Url, SiteFile)>) {
    if new.as_ref().is_none_or(|(new, _)| new != url) {
        site.remove(url);
    }
}

/// Edits the files where they are. Those that go are taken from the site.
fn edited(mut files: Vec<(Url, SiteFile)>, edits: &[Edit], site: &mut Site) -> Vec<(Url, SiteFile)> {
    // From the end, so that the places of the others stay what they were.
    for Edit { at, gone, new } in edits.iter().rev() {
        files.splice(*at..at + gone, new.clone()).for_each(|(url, _)| leave(site, &url, new));
    }
    files
}

/// The same in one go over all files.
fn copied(old: Vec<(Url, SiteFile)>, edits: &[Edit], site: &mut Site) -> Vec<(Url, SiteFile)> {
    let mut files = Vec::with_capacity(old.len());
    let mut old = old.into_iter();
    let mut met = 0;
    for Edit { at, gone, new } in edits {
        files.extend(old.by_ref().take(at - met));
        old.by_ref().take(*gone).for_each(|(url, _)| leave(site, &url, new));
        met = at + gone;
        files.extend(new.clone());
    }
    files.extend(old);
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Collects these files one row after the other, such as `a1 b2`, and shows the
    /// site that each row gives.
    fn sites(rows: &[&str]) -> Vec<String> {
        let mut collected = Collected::default();
        let mut site_of = |row: &&str| {
            let mut collecting = std::mem::take(&mut collected).collecting();
            for file in row.split_whitespace() {
                collecting.add(&Url::new(&file[..1]), &SiteFile::Text(file[1..].into()));
            }
            let (site, next) = collecting.site();
            collected = next;
            let shown = site.iter().map(|(url, file)| match file {
                SiteFile::Text(text) => format!("{url}{text}"),
                SiteFile::Copy(_) => url.to_string(),
            });
            shown.collect::<Vec<_>>().join(" ")
        };
        rows.iter().map(&mut site_of).collect()
    }

    #[test]
    fn site_is_what_was_collected_last() {
        let rows = ["a1 b1 c1", "a1 b1 c1", "a1 b2 c1", "a1 c1", "n1 a1 b1 c1", "c1 a1", "", "a1"];
        let sites_of_rows = sites(&rows);
        let shown = ["a1 b1 c1", "a1 b1 c1", "a1 b2 c1", "a1 c1", "a1 b1 c1 n1", "a1 c1", "", "a1"];
        assert_eq!(sites_of_rows, shown);
        // More at once than are edited in place.
        let rows = [
            "b1 k1",
            "a1 b1 c1 d1 e1 f1 g1 h1 i1 j1 k2 l1 m1 n1 o1 p1 q1 r1",
            "b1 d1 f2 h1 j1 l1 n1 p1 r1 s1",
            "a1 c1 d1 e1 g1 h1 i1 k2 l1 m1 n2 o1 q1",
        ];
        assert_eq!(sites(&rows), rows);
    }

    #[test]
    fn of_two_files_with_one_address_the_later_counts() {
        assert_eq!(sites(&["a1 a2", "a3 a2", "a3", "a3 a1", "a3"]), ["a2", "a2", "a3", "a1", "a3"]);
    }
}
