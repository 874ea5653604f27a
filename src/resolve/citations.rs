//! Which works citations name.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::model::{Citation, CitationMode, Note, Record, ReferenceKey};
use crate::trace::Table;

/// The works of a book, for a function whose questions are noted.
pub type References<'a> = Table<'a, BTreeMap<ReferenceKey, Record>>;

/// Reports citations in a note of works that no bibliography has. `cites` says
/// whether the book has one: without, `@name` in a sentence is a person's name on
/// some site.
pub fn citations(note: &Note, references: References<'_>, cites: bool) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let is_meant = |citation: &&Citation| cites || citation.mode == CitationMode::Parenthetical;
    {
        let cited = note
            .citations
            .iter()
            .filter(is_meant)
            .flat_map(|citation| &citation.items)
            .map(|item| (&item.key, &item.span));
        let listed =
            note.front.nocite.iter().filter(|key| &*key.value.0 != "*").map(|key| (&key.value, &key.span));
        for (key, span) in cited.chain(listed) {
            if references.contains_key(key) {
                continue;
            }
            let help = match did_you_mean(&key.0, references.keys().map(|known: &ReferenceKey| &*known.0)) {
                Some(near) => format!("did you mean `@{near}`?"),
                None if !cites || references.is_empty() => {
                    "the book has no bibliography: put the work into `references.bib`, or write `\\@` for the sign itself".to_owned()
                }
                None => "put the work into the bibliography, or write `\\@` for the sign itself".to_owned(),
            };
            diagnostics.push(
                Diagnostic::new(
                    Code::UnknownCitation,
                    span.clone(),
                    format!("no bibliography has the work `@{key}`"),
                )
                .with_help(help),
            );
        }
    }
    diagnostics
}
