//! Bibliographies: BibLaTeX, CSL-JSON and Hayagriva YAML to [`Reference`]s.
//!
//! Each format is first cut into entries, and each entry is then read by
//! itself: one bad entry costs a diagnostic, and neither the other entries nor
//! what can be read of itself.

mod bibtex;
mod bibtex_fields;
mod csl_json;
mod draft;
mod hayagriva;

use std::sync::Arc;

use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::model::Reference;
use crate::source::{SourceFile, Span};

/// Parses one bibliography; the extension says in which format it is: `.bib`
/// (BibTeX and BibLaTeX), `.json` (CSL-JSON), `.yaml` or `.yml` (Hayagriva).
///
/// References come in the order of the file, those with one key as often as
/// they stand there.
pub fn bibliography(file: &SourceFile) -> Checked<Arc<Vec<Arc<Reference>>>> {
    let references = match file.path.extension().as_str() {
        "bib" | "bibtex" | "biblatex" => bibtex::references(file),
        "json" => csl_json::references(file),
        "yaml" | "yml" => hayagriva::references(file),
        extension => Checked {
            value: Vec::new(),
            diagnostics: vec![
                Diagnostic::new(
                    Code::Bibliography,
                    Span::start_of(&file.path),
                    format!("`.{extension}` is not a format of bibliographies"),
                )
                .with_help("bibliographies end in `.bib`, `.json` (CSL-JSON) or `.yaml` (Hayagriva)"),
            ],
        },
    };
    references.map(|references| Arc::new(references.into_iter().map(Arc::new).collect()))
}

#[cfg(test)]
mod tests;
