//! Which works citations name.

use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::model::{Book, Citation, CitationMode, ReferenceKey};

/// Reports citations of works that no bibliography has.
pub fn citations(book: &Book) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    // Without a bibliography nobody cites: `@name` in a sentence is a person's name on some site.
    let cites = !book.references.is_empty() || book.config.bibliography.is_some();
    let is_meant = |citation: &&Citation| cites || citation.mode == CitationMode::Parenthetical;
    for note in book.notes.values() {
        let cited = note
            .citations
            .iter()
            .filter(is_meant)
            .flat_map(|citation| &citation.items)
            .map(|item| (&item.key, &item.span));
        let listed =
            note.front.nocite.iter().filter(|key| &*key.value.0 != "*").map(|key| (&key.value, &key.span));
        for (key, span) in cited.chain(listed) {
            if book.references.contains_key(key) {
                continue;
            }
            let help = match did_you_mean(&key.0, book.references.keys().map(|known: &ReferenceKey| &*known.0)) {
                Some(near) => format!("did you mean `@{near}`?"),
                None if book.references.is_empty() => {
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
