//! The site as it grows, file by file.

use crate::model::Url;
use crate::site::{Site, SiteFile};

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
    /// How many files there are.
    count: usize,
    /// Those that are not what was there at their place.
    others: Vec<(usize, Url, SiteFile)>,
}

impl Collected {
    /// Begins the next build.
    pub(super) fn collecting(self) -> Collecting {
        Collecting { before: self, count: 0, others: Vec::new() }
    }
}

impl Collecting {
    /// The next file. Of two with one address, the later one counts.
    pub(super) fn add(&mut self, url: &Url, file: &SiteFile) {
        let is_same = |(old_url, old): &(Url, SiteFile)| old_url == url && old == file;
        if !self.before.files.get(self.count).is_some_and(is_same) {
            self.others.push((self.count, url.clone(), file.clone()));
        }
        self.count += 1;
    }

    /// The site, and what is to be known of it in the next build.
    pub(super) fn site(self) -> (Site, Collected) {
        let Collecting { before: Collected { mut files, mut site }, count, others } = self;
        let is_in_place =
            |(at, url, _): &(usize, Url, SiteFile)| files.get(*at).is_some_and(|old| old.0 == *url);
        let is_in_place = count == files.len() && site.len() == count && others.iter().all(is_in_place);
        if is_in_place && others.is_empty() {
            return (site.clone(), Collected { files, site });
        }
        if is_in_place {
            for (at, url, file) in others {
                files[at] = (url.clone(), file.clone());
                site.insert(url, file);
            }
        } else {
            files.truncate(count);
            for (at, url, file) in others {
                match files.get_mut(at) {
                    Some(old) => *old = (url, file),
                    None => files.push((url, file)),
                }
            }
            // Made at once, which is faster than adding file after file.
            site = files.iter().cloned().collect();
        }
        (site.clone(), Collected { files, site })
    }
}
