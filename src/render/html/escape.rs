//! Text as it stands in HTML.

use std::borrow::Cow;

use crate::render::markdown::decode;

/// Text as it stands between tags or in an attribute's value.
///
/// Code points that Unicode keeps free of meaning are left out: this program
/// marks places in finished HTML with them (see
/// [`Fragment`](crate::render::fragment::Fragment)), so no text may bring its own.
pub(in crate::render) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// Appends what [`escape`] gives.
pub(in crate::render) fn push_escaped(out: &mut String, text: &str) {
    push_attribute(out, &without_marks(text));
}

/// An address or another value of ours as it stands in an attribute. It may hold
/// marks.
pub(in crate::render) fn attribute(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| ESCAPES[usize::from(byte)].is_some()) {
        let mut out = String::with_capacity(text.len() + 16);
        push_attribute(&mut out, text);
        Cow::Owned(out)
    } else {
        Cow::Borrowed(text)
    }
}

/// Appends what [`attribute`] gives. Most of most texts needs no escape, so what
/// stands between two is copied in one go.
pub(in crate::render) fn push_attribute(out: &mut String, text: &str) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(escape) = ESCAPES[usize::from(byte)] {
            out.push_str(&text[copied..at]);
            out.push_str(escape);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]);
}

/// What stands for a byte. All of these are characters of their own in UTF-8.
static ESCAPES: [Option<&str>; 256] = {
    let mut escapes = [None; 256];
    escapes[b'&' as usize] = Some("&amp;");
    escapes[b'<' as usize] = Some("&lt;");
    escapes[b'>' as usize] = Some("&gt;");
    escapes[b'"' as usize] = Some("&quot;");
    escapes[0] = Some("\u{FFFD}");
    escapes
};

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
