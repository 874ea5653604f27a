//! Short names for works and people that we make ourselves.

/// How many characters a title may have before it is shortened in the text.
const LONG_TITLE: usize = 50;

/// Words that a shortened title does not end with.
const NOT_LAST: [&str; 22] = [
    "a", "an", "and", "as", "at", "by", "de", "des", "for", "from", "in", "into", "la", "of", "on", "or",
    "the", "to", "und", "von", "with", "&",
];

/// The title cut down to what is needed to recognise it: its main part before
/// a colon, else its first words. `None` if it is short as it is.
pub(super) fn short_title(title: &str) -> Option<String> {
    if title.chars().count() <= LONG_TITLE {
        return None;
    }
    let main = title.split([':', '?', ';']).next().unwrap_or(title).trim_end();
    let main = if title[main.len()..].starts_with('?') { &title[..main.len() + 1] } else { main };
    if (2..=LONG_TITLE).contains(&main.chars().count()) {
        return Some(balanced(main));
    }
    let mut end = 0;
    let mut characters = 0;
    for word in main.split_inclusive(' ') {
        let length = word.chars().count();
        if characters + length > LONG_TITLE && end > 0 {
            break;
        }
        characters += length;
        end += word.len();
    }
    let mut short = main[..end].trim_end();
    while let Some((rest, last)) = short.rsplit_once(' ') {
        if !NOT_LAST.contains(&last.to_lowercase().as_str()) {
            break;
        }
        short = rest.trim_end();
    }
    Some(balanced(short.trim_end_matches([',', '–', '—', '-'])))
}

/// The text with brackets and quotation marks closed that it leaves open.
fn balanced(text: &str) -> String {
    let mut text = text.to_owned();
    for (open, close) in [('(', ')'), ('[', ']'), ('“', '”')] {
        if text.matches(open).count() > text.matches(close).count() {
            text.push(close);
        }
    }
    text
}

/// The initials of given names: "J.-P. M." for "Jean-Pierre Marie".
pub(super) fn initials(given: &str) -> String {
    let initial = |name: &str| name.chars().next().map(|first| format!("{first}.")).unwrap_or_default();
    let names = given.split_whitespace().map(|name| {
        name.split('-').filter(|part| !part.is_empty()).map(initial).collect::<Vec<_>>().join("-")
    });
    names.collect::<Vec<_>>().join(" ")
}
