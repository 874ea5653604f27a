//! What a page says about itself to programs: Open Graph for previews of links,
//! `citation_*` for reference managers and Google Scholar, and JSON-LD in the
//! words of schema.org for search engines.

use serde::Serialize;

use super::address::href;
use super::body::{Body, Target};
use super::page::{Content, Page};
use super::view::{MetaView, SiteView};
use crate::model::{Block, Image};

/// Formats of pictures that programs show in previews; SVG is not among them.
pub(super) const PREVIEWED: [&str; 5] = [".png", ".jpg", ".jpeg", ".webp", ".gif"];

/// Properties of Open Graph (<https://ogp.me/>). They need absolute addresses,
/// so without a base URL there are none.
pub(super) fn open_graph(page: &Page) -> Vec<MetaView> {
    let site = &page.site;
    let Some(base) = &site.base_url else { return Vec::new() };
    let is_home = matches!(page.content, Content::Home(..));
    let mut properties = vec![
        meta("og:type", if is_home { "website" } else { "article" }),
        meta("og:site_name", &site.title),
        meta("og:title", &*page.title),
        meta("og:url", href(base, &page.url, None)),
        // Open Graph has the underscore of POSIX where BCP 47 has a dash.
        meta("og:locale", site.language.replace('-', "_")),
    ];
    if !page.description.is_empty() {
        properties.push(meta("og:description", &*page.description));
    }
    if let Some((src, image)) = body(page).and_then(first_picture) {
        let folder = page.url.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        properties.push(meta("og:image", absolute(base, folder, src)));
        if !image.alt.is_empty() {
            properties.push(meta("og:image:alt", &image.alt));
        }
    } else if let Some(image) = &site.image {
        properties.push(meta("og:image", href(base, image, None)));
        properties.push(meta("og:image:alt", &site.title));
    }
    if let Some(updated) = updated(page).filter(|_| !is_home) {
        properties.push(meta("article:modified_time", updated));
    }
    properties
}

/// Names of Highwire Press, which Google Scholar and Zotero read: on pages with
/// the text of a note, one `citation_author` for each author.
pub(super) fn citation(page: &Page) -> Vec<MetaView> {
    if body(page).is_none() {
        return Vec::new();
    }
    let site = &page.site;
    let mut names = vec![meta("citation_title", &*page.title)];
    names.extend(site.authors.iter().map(|author| meta("citation_author", author)));
    if let Some(date) = updated(page).or_else(|| as_of(site)) {
        let day = date.split('T').next().unwrap_or(date);
        names.push(meta("citation_publication_date", day.replace('-', "/")));
    }
    if !matches!(page.content, Content::Home(..)) {
        names.push(meta("citation_inbook_title", &site.title));
    }
    names.push(meta("citation_language", &site.language));
    if let Some(base) = &site.base_url {
        names.push(meta("citation_public_url", href(base, &page.url, None)));
    }
    names
}

/// A page in the words of schema.org.
#[derive(Serialize)]
struct Thing<'p> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Author<'p>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    breadcrumb: Option<Breadcrumbs<'p>>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    modified: Option<&'p str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'p str,
    #[serde(rename = "inLanguage")]
    language: &'p str,
    #[serde(rename = "isPartOf", skip_serializing_if = "Option::is_none")]
    book: Option<Report<'p>>,
    name: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// Whether an author is a person or a body, the book does not say.
#[derive(Serialize)]
struct Author<'p> {
    name: &'p str,
}

#[derive(Serialize)]
struct Report<'p> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Breadcrumbs<'p> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<Breadcrumb<'p>>,
}

#[derive(Serialize)]
struct Breadcrumb<'p> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item: String,
    name: &'p str,
    position: usize,
}

/// The page as JSON-LD, safe to stand in a `script` element. `None` for pages
/// that say nothing of their own.
pub(super) fn json_ld(page: &Page) -> Option<String> {
    let site = &page.site;
    let kind = match &page.content {
        Content::Home(..) => "Report",
        Content::Note(_) | Content::Topic(_) => "Article",
        Content::Section(_) => "CollectionPage",
        Content::Glossary(_) => "DefinedTermSet",
        Content::Subjects(_)
        | Content::Timeline(_)
        | Content::Citations(_)
        | Content::Topics(_)
        | Content::List(_) => "CollectionPage",
        Content::Book(_) | Content::Redirect(_) | Content::NotFound(_) => return None,
    };
    let base = site.base_url.as_deref();
    let breadcrumb = base.filter(|_| !page.breadcrumbs.is_empty()).map(|base| {
        let places = page.breadcrumbs.iter().map(|place| (&*place.title, &place.url));
        let items = places.chain([(&*page.title, &page.url)]).enumerate().map(|(at, (name, url))| {
            Breadcrumb { kind: "ListItem", item: href(base, url, None), name, position: at + 1 }
        });
        Breadcrumbs { kind: "BreadcrumbList", items: items.collect() }
    });
    let thing = Thing {
        context: "https://schema.org",
        kind,
        author: site.authors.iter().map(|name| Author { name }).collect(),
        breadcrumb,
        modified: updated(page).or_else(|| as_of(site)),
        description: &page.description,
        language: &site.language,
        book: (kind != "Report").then(|| Report {
            kind: "Report",
            name: &site.title,
            url: base.map(|base| format!("{base}index.html")),
        }),
        name: &page.title,
        url: base.map(|base| href(base, &page.url, None)),
    };
    Some(in_script(&serde_json::to_string(&thing).expect("texts and numbers can be written as JSON")))
}

/// JSON as it can stand in a `script` element: nothing in it can end the
/// element or begin a comment.
fn in_script(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        safe.push_str(&rest[..at]);
        let mut chars = rest[at..].chars();
        let sign = chars.next().expect("one was found");
        safe.push_str(&format!("\\u{:04x}", u32::from(sign)));
        rest = chars.as_str();
    }
    safe.push_str(rest);
    safe
}

fn meta(name: &str, content: impl Into<String>) -> MetaView {
    MetaView { name: name.to_owned(), content: content.into() }
}

fn body(page: &Page) -> Option<&Body> {
    page.content.note().and_then(|note| note.body.as_ref())
}

fn updated(page: &Page) -> Option<&str> {
    page.content.note()?.updated.as_ref()?.datetime.as_deref()
}

fn as_of(site: &SiteView) -> Option<&str> {
    site.as_of.as_ref()?.datetime.as_deref()
}

/// The first picture of the text that stands alone and is a file of the book,
/// with its address from the page.
fn first_picture(body: &Body) -> Option<(&str, &Image)> {
    body.note.body.iter().find_map(|block| {
        let Block::Figure(figure) = block else { return None };
        let image = &figure.image;
        match body.links.get(image.link.0 as usize)? {
            Target::File { href } if PREVIEWED.iter().any(|end| href.to_lowercase().ends_with(end)) => {
                Some((href.as_str(), image))
            }
            _ => None,
        }
    })
}

/// An address that is relative to a page in `folder` as an absolute one.
fn absolute(base: &str, folder: &str, mut href: &str) -> String {
    let mut folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    while let Some(rest) = href.strip_prefix("../") {
        folders.pop();
        href = rest;
    }
    folders.push(href);
    format!("{base}{}", folders.join("/"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_in_a_book_ends_the_script_that_describes_it() {
        let json = json!({ "name": "</script><!--<script>&\u{2028}" }).to_string();
        assert_eq!(
            in_script(&json),
            "{\"name\":\"\\u003c/script\\u003e\\u003c!--\\u003cscript\\u003e\\u0026\\u2028\"}"
        );
    }

    #[test]
    fn addresses_of_pictures_are_absolute() {
        assert_eq!(absolute("https://a.org/b/", "x/y", "../../images/a.png"), "https://a.org/b/images/a.png");
        assert_eq!(absolute("https://a.org/b/", "x/y", "a.png"), "https://a.org/b/x/y/a.png");
        assert_eq!(absolute("https://a.org/b/", "", "a.png"), "https://a.org/b/a.png");
    }
}
