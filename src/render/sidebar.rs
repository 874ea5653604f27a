//! What stands beside the text: the sections of the book, and the pages of the
//! section that the page stands in.
//!
//! It is the same on all pages of a section but for the mark at the page itself. So
//! it is printed once for all of them, by a template of its own, and put into each.
//! A page whose neighbour has a new title gets another sidebar; nothing else of it
//! is planned or printed again.

use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;
use serde::Serialize;

use super::address::href;
use super::page::Place;
use super::print::site_view;
use super::theme::{Shared, Theme};
use super::view::{SidebarLink, SidebarSection, SidebarView, SiteView};
use crate::diagnostic::Checked;
use crate::model::Url;

/// The sidebar of some pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sidebar {
    /// The book as every page shows it.
    pub site: Arc<SiteView>,
    /// What leads from its pages to the root of the site.
    pub root: String,
    /// The sections of the first level, at most as many as are shown.
    pub sections: Arc<[Place]>,
    /// The one of them that its pages stand in; `None` if they stand beside them.
    pub section: Option<Url>,
    /// The pages around its own.
    pub siblings: Arc<[Place]>,
}

/// A printed sidebar.
#[derive(Debug, PartialEq, Eq)]
pub struct SidebarText {
    html: String,
    /// The pages that its links lead to, and where in the text each link is marked on
    /// the page itself; in the order of the text.
    links: Vec<(Url, usize)>,
}

/// What a template prints where the sidebar goes. No text of a book can forge it: text
/// has no `<` when it is printed, and raw HTML no U+0000, for which Markdown has U+FFFD.
pub(super) const PLACE: &str = "<bb-sidebar\0>";

/// What a template prints in a link before its number among the links.
const LINK: &str = "<bb-link ";

/// What it prints behind the number.
const LINK_END: &str = "/>";

/// What stands in a link to the page itself.
const CURRENT: &str = " aria-current=\"page\"";

/// The template of the sidebar.
const TEMPLATE: &str = "parts/sidebar.html";

/// What the template sees, but for the theme's words.
#[derive(Serialize)]
struct Sheet {
    site: Shared,
    sidebar: SidebarView,
}

impl Sidebar {
    /// Prints the sidebar.
    pub fn print(&self, theme: &Theme) -> Checked<Arc<SidebarText>> {
        let mut links = Vec::new();
        let sidebar = self.view(&mut links);
        let sheet = Sheet { site: site_view(&self.site), sidebar };
        theme
            .render(TEMPLATE, &self.site.language, &sheet)
            .map(|printed| Arc::new(SidebarText::new(&printed, &links)))
    }

    /// What the template sees of it. Adds the page of each link to `links`.
    fn view(&self, links: &mut Vec<Url>) -> SidebarView {
        let mut sections = Vec::with_capacity(self.sections.len());
        for section in &*self.sections {
            let is_open = self.section.as_ref() == Some(&section.url);
            let link = self.link(section, links);
            let pages = if is_open { self.siblings(links) } else { Vec::new() };
            sections.push(SidebarSection { link, is_open, pages });
        }
        let notes = if self.section.is_none() { self.siblings(links) } else { Vec::new() };
        SidebarView { sections, notes }
    }

    fn siblings(&self, links: &mut Vec<Url>) -> Vec<SidebarLink> {
        self.siblings.iter().map(|place| self.link(place, links)).collect()
    }

    fn link(&self, place: &Place, links: &mut Vec<Url>) -> SidebarLink {
        links.push(place.url.clone());
        SidebarLink {
            title: place.title.clone(),
            href: href(&self.root, &place.url, place.anchor.as_ref()),
            current: format!("{LINK}{}{LINK_END}", links.len() - 1),
        }
    }
}

impl SidebarText {
    fn new(printed: &str, pages: &[Url]) -> Self {
        let mut parts = printed.split(LINK);
        let mut html = parts.next().unwrap_or_default().to_owned();
        let mut links = Vec::with_capacity(pages.len());
        for part in parts {
            let number = part.split_once(LINK_END);
            let page =
                number.and_then(|(number, rest)| Some((pages.get(number.parse::<usize>().ok()?)?, rest)));
            match page {
                Some((page, rest)) => {
                    links.push((page.clone(), html.len()));
                    html.push_str(rest);
                }
                None => html.extend([LINK, part]),
            }
        }
        SidebarText { html, links }
    }

    /// Adds the sidebar of a page to its text.
    fn add(&self, page: &Url, text: &mut String) {
        let mut at = 0;
        for (_, place) in self.links.iter().filter(|(url, _)| url == page) {
            text.push_str(&self.html[at..*place]);
            text.push_str(CURRENT);
            at = *place;
        }
        text.push_str(&self.html[at..]);
    }
}

/// A page with its sidebar wherever the template has it.
#[derive(Debug)]
pub(super) struct Framed {
    /// The whole text.
    pub text: Arc<str>,
    /// Where in it the sidebar stands.
    sidebars: Vec<Range<usize>>,
}

impl Framed {
    /// The page as its template has printed it.
    pub(super) fn new(printed: &str, page: &Url, sidebar: &SidebarText) -> Self {
        let places = memmem::find_iter(printed.as_bytes(), PLACE);
        let sidebars: Vec<Range<usize>> = places.map(|at| at..at + PLACE.len()).collect();
        Framed::exchange(printed, &sidebars, page, sidebar)
    }

    /// The same page with another sidebar.
    pub(super) fn with(&self, page: &Url, sidebar: &SidebarText) -> Self {
        Framed::exchange(&self.text, &self.sidebars, page, sidebar)
    }

    /// A page with a sidebar in these places of a text.
    fn exchange(old: &str, places: &[Range<usize>], page: &Url, sidebar: &SidebarText) -> Self {
        let mut text = String::with_capacity(old.len() + sidebar.html.len() + CURRENT.len());
        let mut sidebars = Vec::with_capacity(places.len());
        let mut end = 0;
        for place in places {
            text.push_str(&old[end..place.start]);
            let start = text.len();
            sidebar.add(page, &mut text);
            sidebars.push(start..text.len());
            end = place.end;
        }
        text.push_str(&old[end..]);
        Framed { text: text.into(), sidebars }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sidebar(html: &str) -> SidebarText {
        SidebarText::new(html, &[Url::new("a.html"), Url::new("b.html")])
    }

    #[test]
    fn own_link_is_marked() {
        let sidebar = sidebar("<a 0<bb-link 0/>>A</a> <a 1<bb-link 1/>>B</a> <a 2<bb-link 1/>>B</a>");
        let on = |page: &str| {
            let mut text = String::new();
            sidebar.add(&Url::new(page), &mut text);
            text
        };
        let current = " aria-current=\"page\"";
        assert_eq!(on("a.html"), format!("<a 0{current}>A</a> <a 1>B</a> <a 2>B</a>"));
        assert_eq!(on("b.html"), format!("<a 0>A</a> <a 1{current}>B</a> <a 2{current}>B</a>"));
        assert_eq!(on("c.html"), "<a 0>A</a> <a 1>B</a> <a 2>B</a>");
    }

    #[test]
    fn what_is_no_link_stays() {
        let text = "<bb-link 7/> <bb-link x/> <bb-link ";
        assert_eq!(sidebar(text), SidebarText { html: text.to_owned(), links: vec![] });
    }

    #[test]
    fn sidebar_is_exchanged_wherever_it_stands() {
        let page = Url::new("a.html");
        let first = Framed::new(&format!("{PLACE}x{PLACE}"), &page, &sidebar("[one]"));
        assert_eq!(&*first.text, "[one]x[one]");
        let second = first.with(&page, &sidebar("[<bb-link 0/>]"));
        assert_eq!(&*second.text, "[ aria-current=\"page\"]x[ aria-current=\"page\"]");
        assert_eq!(&*second.with(&page, &sidebar("")).text, "x");
        let none = Framed::new("x", &page, &sidebar("[one]"));
        assert_eq!(&*none.with(&page, &sidebar("[two]")).text, "x");
    }
}
