//! `sitemap.xml` after the protocol of sitemaps.org, and `robots.txt` after RFC
//! 9309 that leads to it.

use std::sync::Arc;

use super::listed::{Listed, ListedAs};
use super::xml::escape;
use crate::model::Url;
use crate::render::address::href;

/// The most addresses that one sitemap may list.
const ADDRESSES: usize = 50_000;

/// The sitemap, by its file name; of a very large site several, and an index of
/// them as `sitemap.xml`.
///
/// `lastmod` is the day on which the author changed the note, as precise as it
/// is known; a page that says no such day has none.
pub(super) fn sitemaps(base: &str, pages: &[Arc<Listed>]) -> Vec<(String, String)> {
    let listed = pages.iter().filter(|page| page.kind != ListedAs::Nothing);
    let urls: Vec<&str> = listed.map(|page| page.entry.as_str()).collect();
    if urls.len() <= ADDRESSES {
        return vec![("sitemap.xml".to_owned(), document("urlset", &urls))];
    }
    let parts = urls.chunks(ADDRESSES).enumerate();
    let mut files: Vec<(String, String)> =
        parts.map(|(at, urls)| (format!("sitemap-{}.xml", at + 1), document("urlset", urls))).collect();
    let part = |name: &str| format!("<sitemap>\n<loc>{}{name}</loc>\n</sitemap>\n", escape(base));
    let index: Vec<String> = files.iter().map(|(name, _)| part(name)).collect();
    let index: Vec<&str> = index.iter().map(String::as_str).collect();
    files.insert(0, ("sitemap.xml".to_owned(), document("sitemapindex", &index)));
    files
}

/// What crawlers may read: everything. `None` unless the site is a host's root,
/// as crawlers look for the file nowhere else.
pub(super) fn robots(base: &str) -> Option<String> {
    let (_, host) = base.split_once("://")?;
    let at_root = host.find('/') == Some(host.len() - 1);
    at_root.then(|| format!("User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n"))
}

/// What the sitemap says of the page at `url`, changed last at `updated`.
pub(super) fn entry(base: &str, url: &Url, updated: Option<&str>) -> String {
    let loc = href(base, url, None);
    // A time of day without a zone is no W3C date-time, and the day is enough.
    let day = updated.map(|datetime| datetime.split('T').next().unwrap_or(datetime));
    let lastmod = day.map_or_else(String::new, |day| format!("<lastmod>{day}</lastmod>\n"));
    format!("<url>\n<loc>{}</loc>\n{lastmod}</url>\n", escape(&loc))
}

fn document(root: &str, content: &[&str]) -> String {
    let head = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    let end = format!("</{root}>\n");
    [&[head.as_str()], content, &[&end]].concat().concat()
}
