//! Keys of works in text: `@key`, `-@key`, `@{a key}`.

use std::ops::Range;

use super::Braces;

/// Signs that may stand inside a key, one at a time.
const INTERNAL: &str = ":.#$%&-+?<>~/";

/// A key in a text, as ranges of its bytes.
pub(super) struct Found {
    /// With its sign and braces.
    pub(super) written: Range<usize>,
    /// The key itself.
    pub(super) key: Range<usize>,
    /// Whether a `-` stands before the `@`.
    pub(super) suppress_author: bool,
}

/// The first key in a part of a text, whose braces are known.
pub(super) fn find(text: &str, part: Range<usize>, braces: &Braces) -> Option<Found> {
    let signs = text[part.clone()].match_indices('@').map(|(at, _)| part.start + at);
    signs.filter(|&at| !is_inside_word(&text[part.start..at])).find_map(|at| {
        let key = key_at(&text[..part.end], at + 1, braces)?;
        let suppress_author = text[part.start..at].ends_with('-');
        let braces = usize::from(text[at + 1..].starts_with('{'));
        Some(Found { written: at - usize::from(suppress_author)..key.end + braces, key, suppress_author })
    })
}

/// How far before a `@` its word is looked into, in bytes. No address is longer.
const LONGEST: usize = 2_000;

/// Whether a `@` after `before` is part of an address (`desk@example.org`,
/// `https://example.org/@desk`), of a word, or escaped.
fn is_inside_word(before: &str) -> bool {
    let before = before.strip_suffix('-').unwrap_or(before);
    if before.ends_with(|c: char| c.is_alphanumeric() || "_/\\@=.+%&".contains(c)) {
        return true;
    }
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST))..];
    near.rfind("://").is_some_and(|at| !near[at..].contains(char::is_whitespace))
}

/// The key whose first character, or brace, stands at `start`.
fn key_at(text: &str, start: usize, braces: &Braces) -> Option<Range<usize>> {
    let rest = &text[start..];
    if rest.starts_with('{') {
        let end = braces.get(&start).filter(|close| **close <= text.len())? - 1;
        return (!text[start + 1..end].trim().is_empty()).then_some(start + 1..end);
    }
    let mut end = start;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().is_some_and(|&(_, next)| is_key_character(next));
        if is_key_character(c) {
            end = start + at + c.len_utf8();
        } else if at == 0 || !INTERNAL.contains(c) || !next {
            break;
        }
    }
    (end > start).then_some(start..end)
}

/// Whether a key may begin and end with the character.
fn is_key_character(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    /// The keys in a text, as written.
    fn check(text: &str) -> String {
        super::super::in_text(text)
            .iter()
            .map(|item| &text[item.written.clone()])
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_key_has_only_single_signs_inside_it() {
        assert_eq!(check("@a:b.c#d$e%f&g-h+i?j<k>l~m/n"), "@a:b.c#d$e%f&g-h+i?j<k>l~m/n");
        assert_eq!(check("@doe, @roe. @poe; @moe?"), "@doe @roe @poe @moe");
        assert_eq!(check("@1999a @_x @Åse @李2020"), "@1999a @_x @Åse @李2020");
        assert_eq!(check("@https://example.org"), "@https");
        assert_eq!(check("@.doe @-doe @ doe @{ } @{open"), "");
    }

    #[test]
    fn braces_hold_any_key() {
        assert_eq!(check("@{a key}, -@{a{b}c}"), "@{a key} -@{a{b}c}");
    }

    #[test]
    fn addresses_and_escaped_signs_name_no_work() {
        assert_eq!(check("desk@example.org, a.@b, https://example.org/@desk?x=(@desk"), "");
        assert_eq!(check(r"\@doe @@doe mid-@word"), "");
    }

    #[test]
    fn a_work_may_stand_in_brackets_quotes_and_after_dashes() {
        assert_eq!(check("(@a) “@b” —@c *@d* -@e"), "@a @b @c @d -@e");
    }
}
