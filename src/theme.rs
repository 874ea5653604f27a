//! The theme that is built in: the files of `themes/default`, as they were when
//! the program was compiled.

/// Every file of the built-in theme as its name and its text, sorted by name:
/// `base.html`, `words/en.toml`, `book.css`.
pub const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/theme.rs"));

/// The text of a file of the built-in theme.
pub fn built_in(name: &str) -> Option<&'static str> {
    let at = BUILT_IN.binary_search_by_key(&name, |(name, _)| name).ok()?;
    Some(BUILT_IN[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_theme_is_found_by_its_name() {
        assert!(BUILT_IN.is_sorted_by_key(|(name, _)| name));
        for (name, text) in BUILT_IN {
            assert_eq!(built_in(name), Some(*text));
        }
        assert_eq!(built_in("no-such-file.html"), None);
    }
}
