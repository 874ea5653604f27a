//! What must be known of a citation style before its rules are read: whether it
//! is a file, and which style it takes its rules from.

/// The path of a style, if that is what `citation_style` holds, and not a name or
/// the address by which the repository of styles knows it.
pub fn style_path(value: &str) -> Option<&str> {
    let is_file = value.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("csl"));
    let is_address = value.contains("://");
    (!is_address && (is_file || value.contains('/'))).then_some(value)
}

/// The name of the style that a style takes its rules from: the last part of the
/// address that its `independent-parent` link has.
pub fn style_parent(xml: &str) -> Option<&str> {
    let links = xml.split("<link").skip(1).filter_map(|rest| rest.split('>').next());
    let mut parents = links.filter(|link| link.contains("independent-parent"));
    let (_, address) = parents.next()?.split_once("href=")?;
    let quote = address.chars().next()?;
    let address = address[1..].split(quote).next()?;
    let name = address.trim_end_matches('/').rsplit('/').next()?;
    let is_name = !name.is_empty() && !name.starts_with('.') && !name.contains(['\\', ':']);
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_ends_as_style_files_do_or_leads_into_a_folder() {
        assert_eq!(style_path("styles/house.csl"), Some("styles/house.csl"));
        assert_eq!(style_path("House.CSL"), Some("House.CSL"));
        assert_eq!(style_path("chicago-notes"), None);
        assert_eq!(style_path("http://www.zotero.org/styles/apa"), None);
    }

    #[test]
    fn a_style_names_its_parent_in_a_link() {
        let xml = r#"<link href="http://x.org/styles/own" rel="self"/>
            <link rel='independent-parent' href='http://x.org/styles/apa'/>"#;
        assert_eq!(style_parent(xml), Some("apa"));
        assert_eq!(style_parent(r#"<link href="http://x.org/.." rel="independent-parent"/>"#), None);
        assert_eq!(style_parent("<style/>"), None);
    }
}
