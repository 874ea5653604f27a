//! Raw HTML in notes, made harmless.
//!
//! Raw HTML comes in pieces with our own HTML between them: `<details>`, a list,
//! `</details>`. A piece alone cannot be judged, because it opens what a later
//! one closes. So all pieces of a container are cleaned as one text in which
//! marks stand for our own HTML, and that is put back afterwards. What is not
//! closed ends with its container, and what closes more than was opened is gone.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::html::without_marks;

/// A piece of what a container holds.
pub(super) enum Piece<'a> {
    /// Raw HTML as its author wrote it.
    Raw(&'a str),
    /// HTML that we printed.
    Ours(String),
}

/// Stands before and after the number of a piece of ours. Notes cannot bring
/// these signs: they are taken out of all their text.
const OPEN: char = '\u{FDD1}';
const CLOSE: char = '\u{FDD2}';

/// Elements whose content browsers do not read as HTML. Their tags are dropped
/// one by one, or one that is never closed would swallow what follows.
const RAW_TEXT: &[&str] = &[
    "script",
    "style",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "textarea",
    "title",
    "template",
    "svg",
    "math",
    "select",
    "frameset",
];

/// What stays of a container's content.
pub(super) fn sanitize(pieces: &[Piece<'_>]) -> String {
    let mut joined = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Raw(html) if is_raw_text_tag(html) => {}
            Piece::Raw(html) => joined.push_str(&without_marks(html)),
            Piece::Ours(_) => joined.push_str(&format!("{OPEN}{index}{CLOSE}")),
        }
    }
    let clean = POLICY.clean(&joined).to_string();
    put_back(&clean, pieces).unwrap_or_else(|| one_by_one(pieces))
}

/// Puts our own HTML in place of its marks. `None` if some of it would be lost
/// or stand twice.
fn put_back(clean: &str, pieces: &[Piece<'_>]) -> Option<String> {
    let mut out = String::with_capacity(clean.len());
    let mut missing: Vec<bool> = pieces.iter().map(|piece| matches!(piece, Piece::Ours(_))).collect();
    let mut parts = clean.split(OPEN);
    out.push_str(parts.next()?);
    for part in parts {
        let (number, rest) = part.split_once(CLOSE)?;
        let index: usize = number.parse().ok()?;
        let Piece::Ours(html) = pieces.get(index)? else { return None };
        if !std::mem::replace(&mut missing[index], false) {
            return None;
        }
        out.push_str(html);
        out.push_str(rest);
    }
    (!missing.contains(&true)).then_some(out)
}

/// Cleans each piece for itself: for HTML so broken that our own would be lost
/// in it.
fn one_by_one(pieces: &[Piece<'_>]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Raw(html) => POLICY.clean(&without_marks(html)).to_string(),
            Piece::Ours(html) => html.clone(),
        })
        .collect()
}

/// Whether a piece is just one tag of an element that swallows text.
fn is_raw_text_tag(html: &str) -> bool {
    let tag = html.trim().trim_start_matches(['<', '/']);
    let single = html.matches('<').count() == 1;
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    single && RAW_TEXT.contains(&name.to_ascii_lowercase().as_str())
}

/// The elements that may stand in notes, and their attributes. Attributes of
/// any element: `lang`, `dir`, `title`. No `class` and no `id`: they would meet
/// those of the page.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang"]),
    ("abbr", &[]),
    ("audio", &["src", "controls"]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("blockquote", &["cite"]),
    ("br", &[]),
    ("caption", &[]),
    ("cite", &[]),
    ("code", &[]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("dd", &[]),
    ("del", &["cite", "datetime"]),
    ("details", &["open"]),
    ("dfn", &[]),
    ("div", &[]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("i", &[]),
    ("img", &["src", "alt", "width", "height"]),
    ("ins", &["cite", "datetime"]),
    ("kbd", &[]),
    ("li", &["value"]),
    ("mark", &[]),
    ("ol", &["start", "reversed", "type"]),
    ("p", &[]),
    ("pre", &[]),
    ("q", &["cite"]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("small", &[]),
    ("source", &["src", "type"]),
    ("span", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "rowspan"]),
    ("tfoot", &[]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("thead", &[]),
    ("time", &["datetime"]),
    ("tr", &[]),
    ("track", &["src", "kind", "srclang", "label"]),
    ("u", &[]),
    ("ul", &[]),
    ("var", &[]),
    ("video", &["src", "controls", "width", "height", "poster"]),
    ("wbr", &[]),
];

static POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut policy = Builder::empty();
    let attributes: HashMap<&str, HashSet<&str>> =
        ELEMENTS.iter().map(|(tag, attributes)| (*tag, attributes.iter().copied().collect())).collect();
    policy
        .tags(ELEMENTS.iter().map(|(tag, _)| *tag).collect())
        .clean_content_tags(["script", "style"].into_iter().collect())
        .tag_attributes(attributes)
        .generic_attributes(["lang", "dir", "title"].into_iter().collect())
        .url_schemes(["http", "https", "mailto"].into_iter().collect())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener"))
        .strip_comments(true)
        .attribute_filter(|_, name, value| {
            // A mark in a value would put our own HTML, quotes and all, there.
            let marked = value.contains([OPEN, CLOSE]);
            // Pages load nothing from outside their folder.
            let loads_from_outside = matches!(name, "src" | "poster") && leads_out(value);
            if marked || loads_from_outside { None } else { Some(value.into()) }
        });
    policy
});

/// Whether an address leads out of the site: it has a scheme or a host.
fn leads_out(address: &str) -> bool {
    // Browsers drop these signs before they read an address.
    let address: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let address = address.replace('\\', "/");
    let first = address.split(['/', '?', '#']).next().unwrap_or_default();
    address.starts_with("//") || first.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stays of pieces of raw HTML; what stands between `{` and `}` is ours.
    fn check(text: &str) -> String {
        let mut pieces = Vec::new();
        for part in text.split_inclusive('}') {
            let (raw, ours) = part.split_once('{').unwrap_or((part, ""));
            pieces.push(Piece::Raw(raw));
            if let Some(ours) = ours.strip_suffix('}') {
                pieces.push(Piece::Ours(ours.to_owned()));
            }
        }
        sanitize(&pieces)
    }

    #[test]
    fn harmless_elements_stay() {
        for html in [
            "<b>x</b> <kbd>Ctrl</kbd> H<sub>2</sub>O <mark>x</mark><br>",
            "<details open=\"\"><summary>s</summary>t</details>",
            "<abbr title=\"as soon as possible\">asap</abbr>",
            "<table><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>",
            "<img src=\"a/b.png\" alt=\"x\">",
        ] {
            assert_eq!(check(html), html);
        }
    }

    #[test]
    fn our_html_stays_inside_what_is_opened_around_it() {
        assert_eq!(check("<details>{<p>x</p>}</details>{<p>y</p>}"), "<details><p>x</p></details><p>y</p>");
        assert_eq!(check("<b>{<em>x</em>}"), "<b><em>x</em></b>");
    }

    #[test]
    fn what_closes_more_than_was_opened_is_gone() {
        assert_eq!(check("</div></article></main>{<p>x</p>}</body></html>"), "<p>x</p>");
    }

    #[test]
    fn what_runs_or_loads_is_gone() {
        for (html, stays) in [
            ("<script>alert(1)</script>", ""),
            ("<img src=x onerror=alert(1)>", "<img src=\"x\">"),
            ("<a href=\"javascript:alert(1)\">x</a>", "<a rel=\"noopener\">x</a>"),
            ("<a href=\"java\nscript:alert(1)\">x</a>", "<a rel=\"noopener\">x</a>"),
            ("<a href=\"data:text/html,x\">x</a>", "<a rel=\"noopener\">x</a>"),
            ("<a href=\" JaVaScRiPt:alert(1)\">x</a>", "<a rel=\"noopener\">x</a>"),
            ("<svg onload=alert(1)><a xlink:href=\"javascript:x\">y</a></svg>", ""),
            ("<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>", ""),
            ("<iframe src=\"https://x.org\"></iframe>", ""),
            ("<object data=x></object><embed src=x>", ""),
            ("<base href=\"https://x.org/\">", ""),
            ("<meta http-equiv=refresh content=0>", ""),
            ("<link rel=stylesheet href=x>", ""),
            ("<form action=x><input name=a><button>b</button></form>", "b"),
            ("<p style=\"position:fixed\" class=\"c\" id=\"i\" onclick=\"x\">p</p>", "<p>p</p>"),
            ("<img src=\"https://x.org/p.png\" alt=\"a\">", "<img alt=\"a\">"),
            ("<img src=\"//x.org/p.png\"><img src=\"\\\\x.org\">", "<img><img>"),
            ("<video poster=\"https://x.org/p.png\" src=\"v.mp4\"></video>", "<video src=\"v.mp4\"></video>"),
            ("<!-- <script> -->x", "x"),
        ] {
            assert_eq!(check(html), stays, "{html}");
        }
    }

    #[test]
    fn our_html_never_lands_in_an_attribute() {
        assert_eq!(check("<a title=\"{<i class=\"x\">i</i>}\">y</a>"), "<i class=\"x\">i</i>\"&gt;y");
        assert_eq!(check("<img alt=\"{<i>i</i>}\" src=\"{x}\">"), "<i>i</i>\" src=\"x\"&gt;");
    }

    #[test]
    fn our_html_is_never_lost_in_broken_html() {
        assert_eq!(check("<script>{<p>x</p>}"), "<p>x</p>");
        assert_eq!(check("<div><style>{<p>x</p>}"), "<div></div><p>x</p>");
        assert_eq!(check("<!--{<p>x</p>}"), "<p>x</p>");
        assert_eq!(check("<textarea>{<p>x</p>}"), "<p>x</p>");
        assert_eq!(check("<table>{<p>x</p>}</table>"), "<p>x</p><table></table>");
    }

    #[test]
    fn marks_of_ours_cannot_be_forged() {
        assert_eq!(check("\u{FDD1}1\u{FDD2}{<p>x</p>}"), "1<p>x</p>");
    }
}
