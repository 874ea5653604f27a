//! Which sidebar each page has.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Planned, Prepared};
use crate::index::{Outline, Stop};
use crate::model::Url;
use crate::render::page::Place;
use crate::render::print::root_of;
use crate::render::sidebar::Sidebar;
use crate::resolve::SectionPath;

/// The most pages of its own section that a page lists.
const SHOWN: usize = 60;

/// How many pages after each other in a longer section list the same pages: a third of
/// them, so that each page has at least as many before and after it, but for the first
/// and the last.
const TOGETHER: usize = SHOWN / 3;

/// Which sidebars a site has: without what they say, so that no title of a note is in
/// it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sidebars {
    /// Each with the address of the first page that it stands on.
    all: Vec<(Url, Beside)>,
    /// For each page its place among them.
    pub of_pages: Vec<usize>,
}

/// A sidebar without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Beside {
    /// What leads from its pages to the root of the site.
    root: String,
    /// The folder whose pages it lists, and the first of them that it does.
    window: Option<(SectionPath, usize)>,
}

impl Prepared {
    /// What the sidebars say, each with the address of the first page that it stands on.
    pub fn sidebars(&self, sidebars: &Sidebars, outline: &Outline) -> Vec<(Url, Arc<Sidebar>)> {
        let said = |(url, beside): &(Url, Beside)| (url.clone(), Arc::new(self.sidebar(outline, beside)));
        sidebars.all.iter().map(said).collect()
    }

    /// Which sidebars pages have.
    pub(super) fn placed(&self, pages: &[(Url, Planned)]) -> Sidebars {
        let site = &self.settings.site;
        let mut places: HashMap<(String, Option<(&str, usize)>), usize> = HashMap::new();
        let mut sidebars = Sidebars { all: Vec::new(), of_pages: Vec::with_capacity(pages.len()) };
        let mut at_of: HashMap<&str, FxHashMap<&Url, usize>> = HashMap::new();
        for (url, planned) in pages {
            let root = root_of(url, matches!(planned, Planned::NotFound(..)), site);
            let folder = match planned {
                Planned::Stop { stop: Stop::Section(folder), .. } if !folder.is_empty() => Some(&**folder),
                Planned::Stop { stop: Stop::Note(id), .. }
                    if !id.folder().is_empty() || !site.is_listing(url) =>
                {
                    Some(id.folder())
                }
                _ => None,
            };
            let window = folder.map(|folder| {
                let siblings = &self.siblings[folder];
                if siblings.len() <= SHOWN {
                    return (folder, 0);
                }
                let at = at_of.entry(folder).or_insert_with(|| {
                    siblings.iter().enumerate().map(|(at, place)| (&place.url, at)).collect()
                });
                let at = at.get(url).copied().unwrap_or(0);
                (folder, start_of_window(at, siblings.len()))
            });
            let next = sidebars.all.len();
            let place = match places.entry((root, window)) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => {
                    let root = new.key().0.clone();
                    let window = window.map(|(folder, start)| (folder.into(), start));
                    sidebars.all.push((url.clone(), Beside { root, window }));
                    *new.insert(next)
                }
            };
            sidebars.of_pages.push(place);
        }
        sidebars
    }

    fn sidebar(&self, outline: &Outline, Beside { root, window }: &Beside) -> Sidebar {
        let window = window.as_ref().map(|(folder, start)| (&**folder, *start));
        let first_level = window.and_then(|(folder, _)| folder.split('/').find(|name| !name.is_empty()));
        let siblings: Arc<[Place]> = match window {
            None => [].into(),
            Some((folder, start)) => {
                let all = &self.siblings[folder];
                if all.len() <= SHOWN { all.clone() } else { all[start..start + SHOWN].into() }
            }
        };
        Sidebar {
            site: self.settings.site.clone(),
            root: root.clone(),
            sections: self.sections.clone(),
            section: first_level.map(|folder| outline.sections[folder].url.clone()),
            siblings,
        }
    }
}

/// Where the list of pages begins that a page of a long section shows.
fn start_of_window(at: usize, length: usize) -> usize {
    (at / TOGETHER * TOGETHER).saturating_sub(TOGETHER).min(length - SHOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_long_sections_list_those_around_them() {
        let starts: Vec<(usize, usize)> =
            [0, 19, 39, 40, 59, 60, 79, 80, 99].map(|at| (at, start_of_window(at, 100))).into();
        assert_eq!(
            starts,
            [(0, 0), (19, 0), (39, 0), (40, 20), (59, 20), (60, 40), (79, 40), (80, 40), (99, 40)]
        );
        for length in 61..200 {
            for at in 0..length {
                let start = start_of_window(at, length);
                assert!((start..start + SHOWN).contains(&at) && start + SHOWN <= length, "{at} of {length}");
            }
        }
    }
}
