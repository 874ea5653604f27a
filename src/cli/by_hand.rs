//! What of a site of another program no settings can say.

use std::fs;
use std::path::Path;

use crate::report::number;
use crate::source::Inputs;

/// Folders whose files Hugo and Zola serve from the top of the site.
const SERVED: [&str; 2] = ["static", "assets"];

/// How many names of files a sentence holds.
const NAMES: usize = 3;

/// What authors of a site have to do themselves, in sentences.
pub(super) fn by_hand(root: &Path, content: &str, inputs: &Inputs) -> Vec<String> {
    let has_files =
        |folder: &&str| fs::read_dir(root.join(folder)).is_ok_and(|mut files| files.next().is_some());
    let mut sentences: Vec<String> = SERVED
        .into_iter()
        .filter(has_files)
        .map(|folder| {
            format!("{folder}/ is not looked into: what notes call `/file` is `{content}/file`; move its files there")
        })
        .collect();
    let notes = inputs.notes.values().filter(|file| has_shortcode(&file.text));
    let notes: Vec<&str> = notes.map(|file| file.path.as_str()).collect();
    if !notes.is_empty() {
        let (count, short) = (number(notes.len(), "note"), notes.len() <= NAMES);
        let end = if short { String::new() } else { " ...".to_owned() };
        let names = notes[..notes.len().min(NAMES)].join(", ");
        sentences.push(format!("shortcodes stay as they are written, in {count}: {names}{end}"));
    }
    sentences
}

/// Whether a text has `{{< name >}}` or `{{% name %}}`, as Hugo has them, or
/// `{{ name() }}` or `{% name() %}`, as Zola has them.
fn has_shortcode(text: &str) -> bool {
    text.match_indices('{').any(|(at, _)| {
        let rest = &text[at..];
        let inside = |open: &str, close: &str| {
            let rest = rest.strip_prefix(open)?.split_once(close)?.0;
            (!rest.contains('\n')).then(|| rest.trim())
        };
        let is_call = |text: &str| {
            let name = text.split('(').next().unwrap_or_default();
            text.ends_with(')') && !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        };
        inside("{{<", ">}}").is_some()
            || inside("{{%", "%}}").is_some()
            || inside("{{", "}}").is_some_and(is_call)
            || inside("{%", "%}").is_some_and(is_call)
    })
}

#[cfg(test)]
mod tests {
    use super::has_shortcode;

    #[test]
    fn shortcodes_of_both_programs_are_seen() {
        assert!(has_shortcode("See [it]({{< ref \"a\" >}})."));
        assert!(has_shortcode("{{% note %}}"));
        assert!(has_shortcode("{{ youtube(id=\"a\") }}"));
        assert!(has_shortcode("{% quote(author=\"a\") %}"));
        assert!(!has_shortcode("A set {{1}} and {{ title }}, {% if %}, {{< never closed"));
    }
}
