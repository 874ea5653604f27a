//! The bibliography for reference managers: all works that the book cites, and
//! each of them alone, in BibLaTeX and in CSL-JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use crate::model::{Reference, ReferenceKey, Url};
use crate::render::citation::{bibtex, csl_json};
use crate::resolve::url_path;
use crate::site::SiteFile;

/// The address of all works in BibLaTeX.
pub(in crate::render) const BIBTEX: &str = "bibliography.bib";

/// The address of all works in CSL-JSON.
pub(in crate::render) const CSL_JSON: &str = "bibliography.json";

/// The addresses of the files of one work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFiles {
    /// The work in BibLaTeX.
    pub bibtex: Url,
    /// The work in CSL-JSON.
    pub csl_json: Url,
    /// All places that cite the work, if they are too many for its entry.
    pub citing: Url,
    /// The part of the index of citations that begins with the work, if one does.
    pub part: Url,
}

/// The files of every work that the book cites: `sources/KEY.bib` and
/// `sources/KEY.json`, with the key made safe for all drives.
pub(in crate::render) fn addresses<'a>(
    works: impl Iterator<Item = &'a ReferenceKey>,
) -> BTreeMap<ReferenceKey, WorkFiles> {
    let mut taken = BTreeSet::new();
    works
        .map(|key| {
            let stem = url_path(&key.0.replace(['/', '.'], "-"));
            let stem = if stem.is_empty() { "work".to_owned() } else { stem };
            let stem = (1..)
                .map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") })
                .find(|stem| taken.insert(stem.clone()))
                .expect("there are more numbers than works");
            let files = WorkFiles {
                bibtex: Url::new(format!("sources/{stem}.bib")),
                csl_json: Url::new(format!("sources/{stem}.json")),
                citing: Url::new(format!("_lists/sources/{stem}-citing.html")),
                part: Url::new(format!("_lists/sources/{stem}-on.html")),
            };
            (key.clone(), files)
        })
        .collect()
}

/// A work as reference managers read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    bibtex: String,
    csl_json: Value,
}

/// Writes one work for reference managers.
pub fn exported(work: &Reference) -> Exported {
    Exported { bibtex: bibtex(work), csl_json: csl_json(work) }
}

/// The files of all works that the book cites; none if it cites nothing.
pub fn exports(works: &[(ReferenceKey, Arc<Exported>)]) -> Vec<(Url, SiteFile)> {
    let mut files: Vec<(Url, String)> = Vec::with_capacity(works.len() * 2 + 2);
    let addresses = addresses(works.iter().map(|(key, _)| key));
    for (key, work) in works {
        let WorkFiles { bibtex, csl_json, .. } = &addresses[key];
        files.push((bibtex.clone(), work.bibtex.clone()));
        files.push((csl_json.clone(), pretty(&Value::Array(vec![work.csl_json.clone()]))));
    }
    if !files.is_empty() {
        let all: Vec<&str> = works.iter().map(|(_, work)| work.bibtex.as_str()).collect();
        files.push((Url::new(BIBTEX), all.join("\n")));
        let all = works.iter().map(|(_, work)| work.csl_json.clone()).collect();
        files.push((Url::new(CSL_JSON), pretty(&Value::Array(all))));
    }
    files.into_iter().map(|(url, text)| (url, SiteFile::Text(text.into()))).collect()
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
