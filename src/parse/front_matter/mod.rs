//! What stands before a note's text, between `---` (YAML) or `+++` (TOML).

use std::ops::Range;
use std::sync::Arc;

use super::value::{Fields, Key, Kind, Table, Value, toml, words, yaml};
use crate::diagnostic::{Checked, Code};
use crate::model::{FrontMatter, Located, ReferenceKey, TermLinks, TopicName};
use crate::source::SourceFile;

/// The keys that mean something here, in the order of [`FrontMatter`].
pub(crate) const KNOWN: &[&str] = &[
    "title",
    "description",
    "topics",
    "topic",
    "kind",
    "aliases",
    "redirect_from",
    "tags",
    "term",
    "forms",
    "abbreviations",
    "plural",
    "link",
    "no_terms",
    "nocite",
    "events",
    "updated",
    "draft",
    "order",
];

/// Keys that mean something to Obsidian, Hugo, Zola, Jekyll, mdBook, Quarto and
/// Pandoc, and that their users' notes have. They are left alone.
const FOREIGN: &[&str] = &[
    "abstract",
    "archetype",
    "author",
    "authors",
    "banner",
    "base",
    "biblio_style",
    "bibliography",
    "build",
    "cascade",
    "categories",
    "category",
    "classoption",
    "comments",
    "cover",
    "cover_image",
    "created",
    "csl",
    "css",
    "cssclass",
    "cssclasses",
    "date_created",
    "date_modified",
    "documentclass",
    "editurl",
    "excerpt",
    "execute",
    "expirydate",
    "extra",
    "favicon",
    "featured",
    "format",
    "generate_feed",
    "geometry",
    "github_repo",
    "has_children",
    "header",
    "headless",
    "hide",
    "icon",
    "id",
    "image",
    "images",
    "in_search_index",
    "insert_anchor_links",
    "isodate",
    "jupyter",
    "keywords",
    "lang",
    "language",
    "lastupdated",
    "layout",
    "link_citations",
    "linktitle",
    "linter_yaml_title_alias",
    "mainfont",
    "markup",
    "math",
    "menu",
    "mobile",
    "nav_order",
    "output",
    "outputs",
    "page_template",
    "paginate_by",
    "parent",
    "path",
    "permalink",
    "publish",
    "publishdate",
    "published",
    "resources",
    "series",
    "series_order",
    "sidebar",
    "sidebar_position",
    "site",
    "sitemap",
    "slug",
    "sort_by",
    "source",
    "status",
    "subtitle",
    "taxonomies",
    "template",
    "thumbnail",
    "toc",
    "toc_hide",
    "translationkey",
    "type",
    "uid",
    "url",
    "version",
    "videos",
];

/// Parses a note's front matter, and says at which byte its text begins.
pub(super) fn front_matter(file: &SourceFile) -> Checked<(FrontMatter, usize)> {
    let mut fields = Fields::new(file, Code::FrontMatter);
    let (table, text) = match fence(&file.text) {
        Fence::None { text } => return Checked::ok((FrontMatter::default(), text)),
        Fence::Unclosed { opening, text } => {
            let closing = &file.text[opening.clone()];
            let message = format!("front matter begins with `{closing}` here and never ends");
            fields.fault(&opening, message).help =
                Some(format!("write `{closing}` on a line of its own after the last key"));
            return Checked { value: (FrontMatter::default(), text), diagnostics: fields.problems };
        }
        Fence::Closed { language, inner, text } => {
            let source = &file.text[inner.clone()];
            let (table, errors) = match language {
                Language::Yaml => yaml(source, inner.start),
                Language::Toml => toml(source, inner.start),
            };
            fields.syntax(errors);
            (table, text)
        }
    };
    let front = understood(&mut fields, table);
    Checked { value: (front, text), diagnostics: fields.problems }
}

/// What the front matter is written in.
enum Language {
    Yaml,
    Toml,
}

/// Where the front matter is.
enum Fence {
    /// There is none; the text begins at this byte.
    None { text: usize },
    /// It is opened and never closed, so it is text.
    Unclosed { opening: Range<usize>, text: usize },
    /// It stands here, without its fences, and the text begins at this byte.
    Closed { language: Language, inner: Range<usize>, text: usize },
}

fn fence(text: &str) -> Fence {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let (language, closing): (_, &[&str]) = match first.trim_end() {
        "---" => (Language::Yaml, &["---", "..."]),
        "+++" => (Language::Toml, &["+++"]),
        _ => return Fence::None { text: start },
    };
    let inner = start + first.len();
    let mut at = inner;
    for line in lines {
        let end = at + line.len();
        if closing.contains(&line.trim_end()) {
            // A rule across the page, and another one later, are not fences.
            if !has_keys(&text[inner..at]) && text[inner..at].starts_with(['\n', '\r']) {
                return Fence::None { text: start };
            }
            return Fence::Closed { language, inner: inner..at, text: end };
        }
        at = end;
    }
    if has_keys(&text[inner..]) {
        Fence::Unclosed { opening: start..start + 3, text: start }
    } else {
        Fence::None { text: start }
    }
}

/// Whether the first line that says something looks like a key with a value.
fn has_keys(text: &str) -> bool {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    line.is_some_and(|line| {
        line.starts_with(['{', '['])
            || line.split_once([':', '=']).is_some_and(|(key, _)| {
                let key = key.trim().trim_matches(['"', '\'']);
                !key.is_empty() && !key.contains([' ', '[', '('])
            })
    })
}

/// What the keys mean.
fn understood(fields: &mut Fields<'_>, table: Table) -> FrontMatter {
    let mut front = FrontMatter::default();
    // Keys of other programs that we understand too, once ours have had their say.
    let (mut summary, mut weight, mut dates) = (None, None, Vec::new());
    for (key, value) in fields.once(table) {
        // Obsidian minds no capitals, and Hugo and Zola differ in dashes.
        let name = key.text.trim().to_ascii_lowercase().replace('-', "_");
        match name.as_str() {
            "title" => front.title = fields.text(&key, &value),
            "description" => front.description = fields.text(&key, &value),
            "summary" => summary = fields.text(&key, &value),
            "topic" => front.topic = fields.located(&key, &value).map(topic),
            "topics" => front.topics = fields.list(&key, &value).into_iter().map(topic).collect(),
            "kind" => front.kind = fields.text(&key, &value),
            "aliases" | "alias" => {
                for alias in listed(fields, &key, &value) {
                    // Hugo's and Zola's aliases are addresses.
                    let address = alias.value.starts_with('/') || alias.value.ends_with(".html");
                    let names = if address { &mut front.redirect_from } else { &mut front.aliases };
                    names.push(alias);
                }
            }
            "redirect_from" => front.redirect_from.extend(fields.list(&key, &value)),
            "tags" | "tag" => {
                let tags = listed(fields, &key, &value).into_iter();
                let tags = tags.map(|tag| tag.value.trim_start_matches('#').to_owned());
                front.tags.extend(tags.filter(|tag| !tag.is_empty()));
            }
            "term" => front.term = fields.located(&key, &value),
            "forms" | "abbreviations" | "abbreviation" | "plural" | "plurals" => {
                front.forms.extend(fields.list(&key, &value).into_iter().map(|form| form.value));
            }
            "no_terms" => front.terms = terms(fields, &key, &value),
            "link" => front.unlinked = fields.truth(&key, &value) == Some(false),
            "nocite" => front.nocite = nocite(fields, &key, &value),
            "events" => front.events = events(fields, &key, &value),
            "updated" => {
                if let Some(date) = fields.date(&key, &value) {
                    front.updated = Some(Arc::new(date));
                }
            }
            "lastmod" | "last_modified" | "last_modified_at" | "modified" | "date" => {
                if let Kind::Text(text) = &value.kind {
                    dates.push((name, foreign_date(text)));
                }
            }
            "draft" => front.draft = fields.truth(&key, &value).unwrap_or(false),
            "order" => front.order = fields.number(&key, &value),
            "weight" => {
                weight = if let Kind::Text(text) = &value.kind { text.trim().parse().ok() } else { None };
            }
            name if FOREIGN.contains(&name) => {}
            _ => fields.unknown(&key, "front matter", KNOWN),
        }
    }
    front.description = front.description.or(summary);
    front.order = front.order.or(weight);
    // A day on which a note was changed says more than the one it was begun on.
    dates.sort_by_key(|(name, _)| name == "date");
    front.updated = front.updated.or(dates.into_iter().find_map(|(_, date)| date.map(Arc::new)));
    front
}

/// A list; one text is cut at its commas.
fn listed(fields: &mut Fields<'_>, key: &Key, value: &Value) -> Vec<Located<String>> {
    let members = fields.list(key, value);
    match value.kind {
        Kind::Text(_) => members.into_iter().flat_map(words).collect(),
        _ => members,
    }
}

/// A topic's name. Obsidian writes it as a link: `[[Export controls|exports]]`.
fn topic(name: Located<String>) -> Located<TopicName> {
    let text = name.value.trim_start_matches("[[").trim_end_matches("]]");
    let text = text.split('|').next().unwrap_or(text).trim();
    Located { value: TopicName::new(text), span: name.span }
}

/// Keys of works: `[a, b]`, or as in Pandoc `"@a, @b"`.
fn nocite(fields: &mut Fields<'_>, key: &Key, value: &Value) -> Vec<Located<ReferenceKey>> {
    let keys = fields.list(key, value).into_iter().flat_map(words);
    keys.map(|key| {
        let name = key.value.trim_start_matches('@').trim_start_matches('{').trim_end_matches('}');
        Located { value: ReferenceKey(name.into()), span: key.span }
    })
    .collect()
}

/// The terms that are linked: none, or all but those that are named.
fn terms(fields: &mut Fields<'_>, key: &Key, value: &Value) -> TermLinks {
    match &value.kind {
        Kind::Text(text) if text.eq_ignore_ascii_case("true") => TermLinks::None,
        Kind::Text(text) if text.eq_ignore_ascii_case("false") => TermLinks::All,
        Kind::Null => TermLinks::All,
        _ => TermLinks::AllBut(listed(fields, key, value).into_iter().map(|name| name.value).collect()),
    }
}

/// A day in another program's spelling: what follows the day is left out.
fn foreign_date(text: &str) -> Option<crate::model::EventDate> {
    let text = text.trim();
    super::date(text).ok().or_else(|| super::date(text.get(..10)?).ok())
}

/// Events as `date: text` lines.
///
/// They may be written as texts, as tables of `date` and `text`, or without
/// quotes, where YAML takes the date for a key.
fn events(fields: &mut Fields<'_>, key: &Key, value: &Value) -> Vec<Located<String>> {
    match &value.kind {
        Kind::List(members) => members.iter().flat_map(|member| events(fields, key, member)).collect(),
        Kind::Null | Kind::Text(_) => fields.located(key, value).into_iter().collect(),
        Kind::Table(table) => {
            let field = |name: &str| table.iter().find(|(key, _)| key.text == name);
            match (field("date"), field("text").or_else(|| field("title"))) {
                (Some((date_key, date)), Some((text_key, text))) => {
                    let tags = field("tags").or_else(|| field("tag"));
                    let tags: Vec<String> = tags
                        .map(|(key, tags)| listed(fields, key, tags))
                        .unwrap_or_default()
                        .into_iter()
                        .map(|tag| format!(" #{}", tag.value.trim_start_matches('#')))
                        .collect();
                    let range = date.range.start.min(text.range.start)..date.range.end.max(text.range.end);
                    match (fields.text(date_key, date), fields.text(text_key, text)) {
                        (Some(date), Some(text)) => vec![Located {
                            value: format!("{date}: {text}{}", tags.concat()),
                            span: fields.span(range),
                        }],
                        _ => Vec::new(),
                    }
                }
                (None, None) => table
                    .iter()
                    .filter_map(|(date, text)| {
                        let value = format!("{}: {}", date.text, fields.text(date, text)?);
                        Some(Located { value, span: fields.span(date.range.start..text.range.end) })
                    })
                    .collect(),
                (date, _) => {
                    let missing = if date.is_none() { "date" } else { "text" };
                    let place = table.first().map_or(value.range.clone(), |(key, _)| key.range.clone());
                    fields.fault(&place, format!("this event has no `{missing}`"));
                    Vec::new()
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
