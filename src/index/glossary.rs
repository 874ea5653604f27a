//! Which notes use which terms.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::backlinks::Backlink;
use super::turned::ByThing;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::model::TermId;
use crate::resolve::Lexicon;

/// The notes that use each term with what they say, in order. A link to a term is a use as well; a
/// term's own entry is none.
pub type TermUsers = Arc<BTreeMap<TermId, Arc<Vec<Backlink>>>>;

/// The notes that use each term, and a report of the terms that none uses.
pub fn term_users(lexicon: &Lexicon, uses: &ByThing<TermId, Backlink>) -> Checked<TermUsers> {
    let mut users = BTreeMap::new();
    for (id, term) in &*lexicon.terms {
        let all = uses.get(id).cloned().unwrap_or_default();
        let users_here = match all.iter().any(|user| user.from == term.note) {
            true => Arc::new(all.iter().filter(|user| user.from != term.note).cloned().collect()),
            false => all,
        };
        users.insert(id.clone(), users_here);
    }
    // Nobody looks for the uses of a term that is not to be linked.
    let unused = lexicon.spans.iter().filter(|(term, _)| users[*term].is_empty());
    let diagnostics = unused.map(|(term, span)| {
        Diagnostic::new(Code::UnusedTerm, span.clone(), format!("no note uses the term `{}`", term.0))
            .with_help("add the forms in which it occurs, or take it out of the glossary")
    });
    let diagnostics = diagnostics.collect();
    Checked { value: Arc::new(users), diagnostics }
}
