//! What keeps an open page up to date: a script that the server puts into pages
//! as it sends them, and what the server tells that script.
//!
//! Files on disk know nothing of it. The script and its style come from the
//! server itself, so that a page with a strict content security policy takes
//! them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::edition::{Edition, is_grave};
use crate::diagnostic::Code;
use crate::model::Url;
use crate::source::SourcePath;

/// Where the script is, and everything else that is not part of the site. No
/// page of a site can stand here, as its files never begin with `_live`.
pub(super) const LIVE: &str = "_live/";

/// The script.
pub(super) const SCRIPT: &str = include_str!("client.js");

/// The style of the panel that shows problems.
pub(super) const STYLE: &str = include_str!("client.css");

/// A page with the script in it, before all others, so that it sees the page as
/// it was sent.
pub(super) fn with_script(html: &str, url: &str, session: u64, edition: u64) -> String {
    let script = format!(
        "<script src=\"/{LIVE}client.js\" data-page=\"{}\" data-session=\"{session}\" data-edition=\"{edition}\"></script>",
        url.replace('&', "&amp;").replace('"', "&quot;")
    );
    let at = after_tag(html, "<head").unwrap_or(0);
    // Without a head, the document's type must still come first.
    let at = if at == 0 { after_tag(html, "<!doctype").unwrap_or(0) } else { at };
    format!("{}{script}{}", &html[..at], &html[at..])
}

/// The place after the first tag that begins like `start`.
fn after_tag(html: &str, start: &str) -> Option<usize> {
    let at = html.to_ascii_lowercase().match_indices(start).map(|(at, _)| at).find(|at| {
        // `<header>` is no `<head>`.
        html[at + start.len()..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace())
    })?;
    Some(at + html[at..].find('>')? + 1)
}

/// What has happened to the site since the first edition.
#[derive(Debug, Default)]
pub(super) struct History {
    /// In which edition each file was changed last.
    changed: BTreeMap<Url, u64>,
    /// The grave errors that were there from the beginning.
    known: BTreeSet<(SourcePath, Code)>,
    /// Whether the last edition has others.
    hold: bool,
}

impl History {
    /// Takes note of an edition.
    pub(super) fn add(&mut self, edition: &Edition) {
        let grave = edition.build.diagnostics.iter().filter(|problem| is_grave(problem));
        let mut grave = grave.map(|problem| (problem.span.file.clone(), problem.code));
        if edition.number == 1 {
            self.changed = edition.build.site.keys().map(|url| (url.clone(), 1)).collect();
            self.known = grave.collect();
        } else {
            self.hold = grave.any(|error| !self.known.contains(&error));
        }
        for url in &edition.changed {
            self.changed.insert(url.clone(), edition.number);
        }
        for url in &edition.removed {
            self.changed.remove(url);
        }
    }

    /// The edition in which a file was changed last; `None` if there is none.
    pub(super) fn changed(&self, url: &str) -> Option<u64> {
        self.changed.get(url).copied()
    }

    /// Files other than pages that were changed after an edition.
    fn files_since(&self, edition: u64) -> Vec<&str> {
        let changed = self.changed.iter().filter(|(_, changed)| **changed > edition);
        changed.map(|(url, _)| url.as_str()).filter(|url| !url.ends_with(".html")).collect()
    }
}

/// What a page is told about an edition: whether it is still what it was, which
/// other files have changed, and what is wrong with the book.
///
/// A page is told to `hold` what it shows while there is an error that takes from
/// pages what makes them pages, unless the error was there from the beginning.
pub(super) fn message(
    edition: &Edition,
    history: &History,
    page: &str,
    since: u64,
    session: u64,
    problems: &Value,
) -> Value {
    json!({
        "session": session,
        "edition": edition.number,
        "changed": history.changed(page),
        "files": history.files_since(since),
        "hold": history.hold,
        "problems": problems,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str) -> String {
        with_script(html, "a.html", 1, 2)
            .replace(r#" data-page="a.html" data-session="1" data-edition="2""#, "")
            .replace("<script src=\"/_live/client.js\"></script>", "|")
    }

    #[test]
    fn script_comes_before_everything_else_in_the_head() {
        assert_eq!(check("<!DOCTYPE html><html><head><title>"), "<!DOCTYPE html><html><head>|<title>");
        assert_eq!(check("<HTML><HEAD lang=a>\n<body>"), "<HTML><HEAD lang=a>|\n<body>");
        assert_eq!(check("<!doctype html>\n<header>Hi"), "<!doctype html>|\n<header>Hi");
        assert_eq!(check("nothing here"), "|nothing here");
        assert_eq!(check("<head"), "|<head");
    }
}
