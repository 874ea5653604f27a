//! Text as it stands in HTML.

use std::borrow::Cow;

use crate::render::markdown::decode;

/// Text as it stands between tags or in an attribute's value.
///
/// Code points that Unicode keeps free of meaning are left out: this program
/// marks places in finished HTML with them (see
/// [`Fragment`](crate::render::fragment::Fragment)), so no text may bring its own.
pub(in crate::render) fn escape(text: &str) -> String {
    attribute(&without_marks(text)).into_owned()
}

/// An address or another value of ours as it stands in an attribute. It may hold
/// marks.
pub(in crate::render) fn attribute(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\0']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\0' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Text without the code points that this program uses as marks.
pub(in crate::render) fn without_marks(text: &str) -> Cow<'_, str> {
    // All of them begin with this byte, which is rare in most scripts.
    if text.as_bytes().contains(&0xEF) {
        Cow::Owned(text.replace(|c| matches!(c, '\u{FDD0}'..='\u{FDEF}'), ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of a piece of HTML that this program has made: no tags, no escapes.
pub(in crate::render) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        // What we print has `>` escaped in values of attributes.
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    decode(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_html_is_what_readers_see() {
        let html = "Doe, <i>Talks &amp;amp; <span class=\"x\">treaties</span></i> (<a href=\"a?b&amp;c\">a &lt; b</a>)";
        assert_eq!(without_tags(html), "Doe, Talks &amp; treaties (a < b)");
    }
}
