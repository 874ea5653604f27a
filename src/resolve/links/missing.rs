//! What is said of links to what is not there.

use super::{Destination, Resolver};
use crate::diagnostic::{Code, did_you_mean};
use crate::model::Link;
use crate::resolve::names::join;

impl Resolver<'_> {
    pub(super) fn unknown_note(&mut self, link: &Link, name: &str) -> Destination {
        let near = || did_you_mean(name, self.all.names.candidates()).map(str::to_owned);
        let help =
            self.page_without_note(name).or_else(|| near().map(|near| format!("did you mean `{near}`?")));
        self.report(Code::BrokenLink, link, format!("there is no note `{name}`")).help =
            Some(help.unwrap_or_else(|| "write the note, or take the link out".to_owned()));
        Destination::Nothing
    }

    pub(super) fn missing_file(&mut self, link: &Link, path: &str) -> Destination {
        let help = address_meant(path).or_else(|| self.page_without_note(path)).or_else(|| {
            let rule = "Paths start at the note's folder, or with `/` at the content folder";
            self.near_file(path).map(|near| format!("did you mean `{near}`? {rule}"))
        });
        let code = if path.ends_with(".md") { Code::BrokenLink } else { Code::MissingFile };
        self.report(code, link, format!("there is no file `{path}`")).help =
            Some(help.unwrap_or_else(|| "put the file there, or take the link out".to_owned()));
        Destination::Nothing
    }

    /// The file that was most likely meant: one of nearly the same name, wherever it
    /// is. Folders that are right say nothing.
    fn near_file(&self, path: &str) -> Option<String> {
        let name =
            |path: &str| path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_owned();
        let names: Vec<String> = self.all.names.paths().map(name).collect();
        let near = did_you_mean(&name(path), names.iter().map(String::as_str))?;
        let near = self.all.names.paths().find(|path| name(path) == near)?;
        let is_note = !near.rsplit('/').next().unwrap_or_default().contains('.');
        Some(if is_note { format!("{near}.md") } else { near.to_owned() })
    }

    /// What to do where a page is meant that the program makes, and which links have no
    /// name for as long as it has no note.
    fn page_without_note(&self, path: &str) -> Option<String> {
        let name = path.trim_start_matches("./").trim_matches('/');
        let name = name.strip_suffix(".md").or_else(|| name.strip_suffix(".html")).unwrap_or(name);
        if MADE_PAGES.contains(&name) {
            return Some(format!("write `{name}.md`, the introduction of the page that the program makes"));
        }
        let name = name.strip_suffix("/index").unwrap_or(name);
        let folder = join(self.from.folder(), name).filter(|folder| !folder.is_empty())?;
        let is_in = |folder: &str| {
            let inside = format!("{folder}/");
            self.all.names.paths().any(|path| path.starts_with(&inside))
        };
        let section =
            [folder.as_str(), name].into_iter().find(|folder| !folder.is_empty() && is_in(folder))?;
        Some(format!("write `{section}/index.md`, the first page of that section"))
    }
}

/// Pages that are there without a note, and have one for an introduction.
const MADE_PAGES: [&str; 4] = ["timeline", "glossary", "citations", "topics/index"];

/// The address of a site that was written as if it were a path.
fn address_meant(path: &str) -> Option<String> {
    path.starts_with("www.").then(|| format!("did you mean `https://{path}`?"))
}

/// The address with a scheme that was most likely meant, as for `htps://`.
pub(super) fn scheme_meant(target: &str) -> Option<String> {
    let (scheme, rest) = target.split_once("://")?;
    // Nearly every link has one of these, and is not compared with anything.
    if ["https", "http"].iter().any(|right| scheme.eq_ignore_ascii_case(right)) {
        return None;
    }
    let near = did_you_mean(scheme, ["https", "http"])?;
    Some(format!("{near}://{rest}"))
}
