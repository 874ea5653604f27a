//! Code in colours: the text of a code block cut into runs of one class. It is done
//! when the text is parsed, so once for each block, however often its page is printed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::model::CodeRun;

/// How many bytes of code are coloured. Grammars are slow, and nobody reads a
/// longer block for its colours.
const LIMIT: usize = 64 * 1024;

/// The classes of code, by the scopes of TextMate grammars that they stand for.
/// The longest scope that fits decides, and of the scopes of one place the
/// innermost that fits any.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "c"),
    ("constant", "n"),
    ("constant.character.escape", "e"),
    ("constant.language", "k"),
    ("constant.numeric", "n"),
    ("entity.name", "f"),
    ("entity.name.tag", "t"),
    ("entity.name.type", "ty"),
    ("entity.name.class", "ty"),
    ("entity.name.struct", "ty"),
    ("entity.other.attribute-name", "a"),
    ("invalid", "x"),
    ("keyword", "k"),
    ("keyword.operator", "o"),
    ("markup.bold", "b"),
    ("markup.heading", "h"),
    ("markup.italic", "i"),
    ("markup.inserted", "ins"),
    ("markup.deleted", "del"),
    ("meta.diff.header", "h"),
    ("storage", "k"),
    ("string", "s"),
    ("support.function", "f"),
    ("support.type", "ty"),
    ("support.class", "ty"),
    ("support.constant", "n"),
    ("variable.function", "f"),
    ("variable.language", "k"),
    ("variable.parameter", "v"),
];

/// All grammars. Loading takes some milliseconds, so books without code in
/// colours never do.
static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// [`CLASSES`] as the engine compares scopes, the longest first.
static TABLE: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    let mut table: Vec<(Scope, &'static str)> = CLASSES
        .iter()
        .map(|(scope, class)| (Scope::new(scope).expect("the table holds plain scopes"), *class))
        .collect();
    table.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
    table
});

/// Cuts code into runs. `None` if the language is not known, the code is longer
/// than 64 KiB, or its grammar fails.
pub fn highlight(language: &str, code: &str) -> Option<Vec<CodeRun>> {
    if language.is_empty() || language == "text" || code.len() > LIMIT {
        return None;
    }
    let syntax = GRAMMARS.find_syntax_by_token(language)?;
    if syntax.name == "Plain Text" {
        return None;
    }
    // Patterns of grammars can exceed what the engine can do, and it panics then.
    // Nothing outlives the attempt, so nothing can be left in a broken state.
    catch_unwind(AssertUnwindSafe(|| runs(syntax, code))).ok().flatten()
}

fn runs(syntax: &SyntaxReference, code: &str) -> Option<Vec<CodeRun>> {
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut runs: Vec<CodeRun> = Vec::new();
    for line in LinesWithEndings::from(code) {
        let mut done = 0;
        for (at, change) in state.parse_line(line, &GRAMMARS).ok()? {
            add(&mut runs, &scopes, line.get(done..at)?);
            done = at;
            scopes.apply(&change).ok()?;
        }
        add(&mut runs, &scopes, line.get(done..)?);
    }
    Some(runs)
}

/// Adds text to the last run if it is of one class with it, else as a new run.
fn add(runs: &mut Vec<CodeRun>, scopes: &ScopeStack, text: &str) {
    if text.is_empty() {
        return;
    }
    let len = u32::try_from(text.len()).expect("code in colours is short");
    let blank = text.trim().is_empty();
    let class = if blank { "" } else { class(scopes) };
    match runs.last_mut() {
        // Blanks have no colour, so they join whatever stands before them.
        Some(last) if last.class == class || blank => last.len += len,
        _ => runs.push(CodeRun { class, len }),
    }
}

fn class(scopes: &ScopeStack) -> &'static str {
    let of = |scope: &Scope| TABLE.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
    scopes.as_slice().iter().rev().find_map(of).map_or("", |(_, class)| class)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Code with the class of each run in front of it.
    fn check(language: &str, code: &str) -> Option<String> {
        let mut rest = code;
        let shown = highlight(language, code)?.into_iter().map(|run| {
            let (text, after) = rest.split_at(run.len as usize);
            rest = after;
            match run.class {
                "" => text.to_owned(),
                class => format!("‹{class} {text}›"),
            }
        });
        let shown: String = shown.collect();
        assert_eq!(rest, "");
        Some(shown)
    }

    #[test]
    fn code_has_few_classes_and_all_of_its_text() {
        assert_eq!(
            check("rust", "// sum\nfn add(a: u8) -> u8 { a + 1 }\n").as_deref(),
            Some("‹c // sum\n›‹k fn ›‹f add›(‹v a›: ‹k u8›) -> ‹k u8 ›{ a ‹o + ›‹n 1 ›}\n")
        );
    }

    #[test]
    fn language_that_is_not_known_has_no_colours() {
        assert_eq!(check("no-such-language", "x"), None);
        assert_eq!(check("", "x"), None);
        assert_eq!(check("text", "x"), None);
    }

    #[test]
    fn very_long_code_has_no_colours() {
        assert_eq!(check("rust", &"let x = 1;\n".repeat(10_000)), None);
    }
}
