//! Addresses in running text, which are links without any sign around them:
//! what GFM calls extended autolinks, and what Obsidian links too.

use std::ops::Range;

/// An address in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// Where it leads: `www.example.org` lacks what begins an address.
    pub(super) target: String,
}

/// Whether a text is worth looking through.
pub(super) fn may_have_addresses(text: &str) -> bool {
    text.contains("://") || text.contains("www.") || text.contains('@')
}

/// The addresses in a text of one line, in order.
pub(super) fn addresses(text: &str) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    let mut from = 0;
    while let Some(sign) = text[from..].find(['w', ':', '@']).map(|at| from + at) {
        let floor = found.last().map_or(0, |last| last.range.end);
        let address = match text.as_bytes()[sign] {
            b'w' => www(text, sign),
            b':' => with_scheme(text, floor, sign),
            _ => mail(text, floor, sign),
        };
        from = address.as_ref().map_or(sign + 1, |address| address.range.end.max(sign + 1));
        found.extend(address);
    }
    found
}

/// `www.example.org/path`
fn www(text: &str, start: usize) -> Option<Address> {
    if !text[start..].starts_with("www.") || !may_begin(text, start) {
        return None;
    }
    let end = start + domain(&text[start..])?;
    let range = start..end + path(&text[end..]);
    Some(Address { target: format!("http://{}", written(&text[range.clone()])), range })
}

/// `https://example.org/path`, from its colon on. Nothing before `floor` belongs
/// to it.
fn with_scheme(text: &str, floor: usize, colon: usize) -> Option<Address> {
    let scheme = ["https", "http", "ftp"].into_iter().find(|scheme| {
        let start = colon.checked_sub(scheme.len());
        start
            .filter(|start| *start >= floor)
            .and_then(|start| text.get(start..colon))
            .is_some_and(|before| before.eq_ignore_ascii_case(scheme))
    })?;
    let (start, host) = (colon - scheme.len(), colon + "://".len());
    if !text[colon..].starts_with("://") || !may_begin(text, start) {
        return None;
    }
    let end = host + domain(&text[host..])?;
    let range = start..end + path(&text[end..]);
    Some(Address { target: written(&text[range.clone()]), range })
}

/// `name@example.org`, from its sign on, also with `mailto:` before it.
fn mail(text: &str, floor: usize, at: usize) -> Option<Address> {
    let name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let start = at - text[floor..at].chars().rev().take_while(name).count();
    let host = text[at + 1..].chars().take_while(|c| name(c) && *c != '+').count();
    let host = text[at + 1..at + 1 + host].trim_end_matches('.');
    let ends_well = host.ends_with(|c: char| c.is_ascii_alphanumeric());
    let begins_well = text[start..at].starts_with(|c: char| c.is_ascii_alphanumeric());
    if !begins_well || !ends_well || !host.contains('.') || host.contains("..") || host.starts_with('.') {
        return None;
    }
    let end = at + 1 + host.len();
    let start = match text[floor..start].ends_with("mailto:") {
        true => start - "mailto:".len(),
        false => start,
    };
    if text[..start].ends_with(['/', '@', ':']) {
        return None;
    }
    let address = text[start..end].strip_prefix("mailto:").unwrap_or(&text[start..end]);
    Some(Address { target: format!("mailto:{address}"), range: start..end })
}

/// Whether an address may begin at a place: not in the middle of a word or of
/// another address. Scripts that put no blanks between words are left alone.
fn may_begin(text: &str, start: usize) -> bool {
    let before = text[..start].chars().next_back();
    before.is_none_or(|c| c.is_whitespace() || !c.is_ascii() || "*_~([{|\"'<>,;:".contains(c))
}

/// The length of the host's name, with its port: parts of letters, digits, `-`
/// and `_` with dots between them, the last two without `_`.
fn domain(text: &str) -> Option<usize> {
    let in_name = |c: char| c.is_alphanumeric() && !is_wide(c) || matches!(c, '-' | '_' | '.');
    let name = &text[..text.find(|c| !in_name(c)).unwrap_or(text.len())];
    let name = name.trim_end_matches('.');
    let mut parts = name.rsplit('.');
    let underscored = parts.by_ref().take(2).any(|part| part.contains('_'));
    let whole = name.split('.').all(|part| !part.is_empty());
    if underscored || !whole || !(name.contains('.') || name == "localhost") {
        return None;
    }
    let port = text[name.len()..].strip_prefix(':').unwrap_or_default();
    let digits = port.bytes().take_while(u8::is_ascii_digit).count();
    Some(name.len() + if digits > 0 { digits + 1 } else { 0 })
}

/// The length of what follows the host's name. Punctuation at its end belongs to
/// the sentence, and so does a bracket that is not opened in the address.
fn path(text: &str) -> usize {
    if !text.starts_with(['/', '?', '#']) {
        return 0;
    }
    let stops = |c: char| c.is_whitespace() || c.is_control() || is_wide_stop(c) || "<>\"“”„«»".contains(c);
    let mut path = &text[..text.find(stops).unwrap_or(text.len())];
    let mut brackets = [('(', ')'), ('[', ']'), ('{', '}')]
        .map(|(open, close)| (close, path.matches(close).count(), path.matches(open).count()));
    loop {
        let Some(last) = path.chars().next_back() else { return 0 };
        let cut = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '’' | '|' => last.len_utf8(),
            ';' => entity_at_end(path).unwrap_or(1),
            ')' | ']' | '}' => {
                let bracket = brackets.iter_mut().find(|bracket| bracket.0 == last);
                let (_, closed, opened) = bracket.expect("these three are in the list");
                if *closed <= *opened {
                    return path.len();
                }
                *closed -= 1;
                1
            }
            _ => return path.len(),
        };
        path = &path[..path.len() - cut];
    }
}

/// The length of the entity, such as `&quot;`, that ends a text.
fn entity_at_end(text: &str) -> Option<usize> {
    let name = text.strip_suffix(';')?;
    let start = name.len() - name.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    (start < name.len() && name[..start].ends_with('&')).then(|| text.len() - start + 1)
}

/// An address as it was meant: `&amp;` is how HTML writes `&`.
fn written(text: &str) -> String {
    text.replace("&amp;", "&")
}

/// Signs that end an address in scripts that put no blank before them.
fn is_wide_stop(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF65}')
}

/// Whether a script writes words without blanks, so that its letters right behind
/// a host's name are the text that goes on.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::addresses;

    /// A text with its addresses in angle brackets, and where they lead if that is
    /// not what stands there.
    fn check(text: &str) -> String {
        let (mut out, mut at) = (String::new(), 0);
        for address in addresses(text) {
            let written = &text[address.range.clone()];
            out.push_str(&text[at..address.range.start]);
            out.push_str(&match address.target == written {
                true => format!("<{written}>"),
                false => format!("<{written} = {}>", address.target),
            });
            at = address.range.end;
        }
        out + &text[at..]
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        let cases = [
            ("https://a.org/b.", "<https://a.org/b>."),
            ("(https://a.org/b)", "(<https://a.org/b>)"),
            ("(https://a.org/b_(c))", "(<https://a.org/b_(c)>)"),
            ("[https://a.org/b]", "[<https://a.org/b>]"),
            ("https://a.org?q=1&amp;r=2;", "<https://a.org?q=1&amp;r=2 = https://a.org?q=1&r=2>;"),
            ("https://a.org/x&quot; y", "<https://a.org/x>&quot; y"),
            ("HTTP://A.org, ftp://b.org/c", "<HTTP://A.org>, <ftp://b.org/c>"),
            ("“https://a.org/b”", "“<https://a.org/b>”"),
            ("https://a.org:8080/b?c#d!", "<https://a.org:8080/b?c#d>!"),
            ("https://a.org.", "<https://a.org>."),
            ("www.a.org/b", "<www.a.org/b = http://www.a.org/b>"),
            ("看https://a.org/b。好", "看<https://a.org/b>。好"),
            ("https://a.org看", "<https://a.org>看"),
            ("https://münchen.de/x", "<https://münchen.de/x>"),
            ("http://localhost:3030/", "<http://localhost:3030/>"),
            ("https://a.org/@b/c", "<https://a.org/@b/c>"),
        ];
        for (text, expected) in cases {
            assert_eq!(check(text), expected);
        }
    }

    #[test]
    fn mail_is_written_to_names_at_hosts() {
        let cases = [
            ("a.b+c@d-e.org.", "<a.b+c@d-e.org = mailto:a.b+c@d-e.org>."),
            ("mailto:a@b.org", "<mailto:a@b.org>"),
            ("a@b.org, c@d.org", "<a@b.org = mailto:a@b.org>, <c@d.org = mailto:c@d.org>"),
        ];
        for (text, expected) in cases {
            assert_eq!(check(text), expected);
        }
    }

    #[test]
    fn what_only_looks_like_an_address_stays() {
        for text in [
            "http://",
            "https://a",
            "xhttps://a.org",
            "www.",
            "awww.a.org",
            "a@b",
            "a@b.",
            "@a.org",
            "a@.org",
            "a@b..org",
            "a@b_.org_",
            "www.a_b.org",
            "http://a..b",
            "://a.org",
            "a:b",
            "w",
            "@",
            ":",
        ] {
            assert_eq!(check(text), text);
        }
    }
}
