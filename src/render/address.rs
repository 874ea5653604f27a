//! Addresses as they stand in `href`: relative to the page they stand on, so
//! that the site works under any path and from a folder.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::model::{Anchor, Url};

/// What must not stand in a path as it is, after the path percent-encode set of
/// the URL standard, and `%`, as our addresses are not encoded yet.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%')
    .add(b'\\')
    .add(b'^')
    .add(b'|')
    .add(b'[')
    .add(b']');

/// What leads from a page to the root of the site: `../` for each folder.
pub(super) fn to_root(page: &Url) -> String {
    "../".repeat(page.as_str().matches('/').count())
}

/// The address of a page, file or place, with `root` before it.
pub(super) fn href(root: &str, url: &Url, anchor: Option<&Anchor>) -> String {
    let mut href = String::with_capacity(root.len() + url.as_str().len() + 16);
    href.push_str(root);
    href.extend(utf8_percent_encode(url.as_str(), PATH));
    if let Some(anchor) = anchor {
        href.push('#');
        href.extend(utf8_percent_encode(anchor.as_str(), PATH));
    }
    href
}
