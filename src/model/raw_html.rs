//! What links can name in raw HTML.

/// The ids in raw HTML: `<a id="x">`, `<div id=x>`, and `<a name="x">` of old. A
/// tag that is cut off counts as well.
pub(crate) fn ids_in(html: &str) -> Vec<&str> {
    let mut ids = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let name = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        if !after.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let is_link = after[..name].eq_ignore_ascii_case("a");
        rest = &after[name..];
        while let Some((attribute, value, next)) = attribute(rest) {
            rest = next;
            let names =
                attribute.eq_ignore_ascii_case("id") || is_link && attribute.eq_ignore_ascii_case("name");
            if names && !value.is_empty() && !value.contains(char::is_whitespace) {
                ids.push(value);
            }
        }
    }
    ids
}

/// The first attribute of what is left of a tag, its value, and what follows.
/// `None` where the tag ends.
fn attribute(tag: &str) -> Option<(&str, &str, &str)> {
    let tag = tag.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    let end = tag.find(|c: char| c.is_whitespace() || "=>/<\"'".contains(c)).unwrap_or(tag.len());
    if end == 0 {
        return None;
    }
    let (name, rest) = tag.split_at(end);
    let Some(value) = rest.trim_start().strip_prefix('=') else { return Some((name, "", rest)) };
    let value = value.trim_start();
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let (value, rest) = value[1..].split_once(quote)?;
            Some((name, value, rest))
        }
        _ => {
            let end = value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
            Some((name, &value[..end], &value[end..]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ids_in;

    #[test]
    fn ids_stand_in_tags() {
        for (html, ids) in [
            ("<a id=\"x\"></a><a name='y'></a>", "x y"),
            ("<div class=c ID = z>\n<p title=\"a > b\" id=q>", "z q"),
            ("<p name=\"n\" data-id=\"d\" id=\"\" id=\"a b\">", ""),
            ("<!-- <a id=\"x\"> --> id=\"y\" </a id=\"z\"> < id=\"w\">", ""),
            ("<a id=\"x", ""),
            ("<a", ""),
            ("<", ""),
            ("<a =x =\"y\" id=é>", ""),
        ] {
            assert_eq!(ids_in(html).join(" "), ids, "{html}");
        }
    }
}
