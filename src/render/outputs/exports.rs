//! The bibliography for reference managers: all works that the book cites, and
//! each of them alone, in BibLaTeX and in CSL-JSON.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde_json::Value;

use crate::model::{Reference, ReferenceKey, Url};
use crate::render::citation::{bibtex, csl_json};
use crate::render::plan::Known;
use crate::resolve::url_path;

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
}

/// The files of every work that the book cites: `sources/KEY.bib` and
/// `sources/KEY.json`, with the key made safe for all drives.
pub(in crate::render) fn addresses<'a>(
    works: impl Iterator<Item = &'a ReferenceKey>,
) -> BTreeMap<&'a ReferenceKey, WorkFiles> {
    let mut taken = BTreeSet::new();
    works
        .map(|key| {
            let stem = url_path(&key.0.replace(['/', '.'], "-"));
            let stem = if stem.is_empty() { "work".to_owned() } else { stem };
            let stem = (1..)
                .map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") })
                .find(|stem| taken.insert(stem.clone()))
                .expect("there are more numbers than works");
            let url = |end: &str| Url::new(format!("sources/{stem}.{end}"));
            (key, WorkFiles { bibtex: url("bib"), csl_json: url("json") })
        })
        .collect()
}

/// The files themselves; none if the book cites nothing.
pub(super) fn exports(known: &Known) -> Vec<(String, String)> {
    let cited = known.indexes.cited.keys();
    let mut files = Vec::new();
    let (mut all_bibtex, mut all_json) = (Vec::new(), Vec::new());
    let write = |(key, urls)| {
        let work: &Reference = &known.book.references[key];
        let (bib, json) = (bibtex(work), Value::Array(vec![csl_json(work)]));
        (urls, pretty(&json), bib, json)
    };
    let written: Vec<(WorkFiles, String, String, Value)> =
        addresses(cited).into_par_iter().map(write).collect();
    for (urls, alone, bib, json) in written {
        files.push((urls.bibtex.as_str().to_owned(), bib.clone()));
        files.push((urls.csl_json.as_str().to_owned(), alone));
        all_bibtex.push(bib);
        if let Value::Array(json) = json {
            all_json.extend(json);
        }
    }
    if !files.is_empty() {
        files.push((BIBTEX.to_owned(), all_bibtex.join("\n")));
        files.push((CSL_JSON.to_owned(), pretty(&Value::Array(all_json))));
    }
    files
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
