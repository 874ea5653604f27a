//! `book.toml` to [`Config`].

use std::ops::Range;
use std::sync::Arc;

use super::value::{Fields, Key, Kind, Table, Value, toml};
use crate::diagnostic::{Checked, Code, did_you_mean};
use crate::model::{Config, HtmlPolicy, Located};
use crate::source::SourceFile;

/// The keys of `book.toml`, in the order of [`Config`].
pub(crate) const KNOWN: &[&str] = &[
    "title",
    "subtitle",
    "description",
    "authors",
    "language",
    "as_of",
    "base_url",
    "image",
    "theme",
    "citation_style",
    "bibliography",
    "content",
    "html",
    "smart_punctuation",
    "paragraph_numbers",
];

/// Parses `book.toml`. What cannot be read keeps its default, and the reason is
/// a diagnostic.
pub fn config(file: &SourceFile) -> Checked<Arc<Config>> {
    let mut fields = Fields::new(file, Code::Config);
    let mut config = Config::default();
    let (table, errors) = toml(&file.text, 0);
    fields.syntax(errors);
    let mut table = fields.once(table);
    let of_mdbook = take_mdbook(&mut table);
    for (key, value) in table {
        match key.text.as_str() {
            "title" => replace(&mut config.title, fields.text(&key, &value)),
            "subtitle" => config.subtitle = fields.text(&key, &value),
            "description" => config.description = fields.text(&key, &value),
            "authors" | "author" => {
                config.authors = fields.list(&key, &value).into_iter().map(|author| author.value).collect();
            }
            "language" => replace(&mut config.language, language(&mut fields, &key, &value)),
            "as_of" => config.as_of = fields.date(&key, &value),
            "base_url" => config.base_url = base_url(&mut fields, &key, &value),
            "image" => config.image = inside(&mut fields, &key, &value).pop(),
            "theme" => config.theme = inside(&mut fields, &key, &value).pop(),
            "citation_style" => config.citation_style = citation_style(&mut fields, &key, &value),
            "bibliography" => config.bibliography = Some(inside(&mut fields, &key, &value)),
            "content" => config.content = content(&mut fields, &key, &value),
            "html" => replace(&mut config.html, html(&mut fields, &key, &value)),
            "smart_punctuation" => {
                replace(&mut config.smart_punctuation, fields.truth(&key, &value));
            }
            "paragraph_numbers" => {
                replace(&mut config.paragraph_numbers, fields.truth(&key, &value));
            }
            _ => fields.unknown(&key, "book.toml", KNOWN),
        }
    }
    if let Some((place, table)) = of_mdbook {
        mdbook(&mut fields, &mut config, place, table);
    }
    Checked { value: Arc::new(config), diagnostics: fields.problems }
}

/// Takes out of a table what mdBook reads, whose settings have the same file
/// name; returns what it says of the book.
fn take_mdbook(table: &mut Table) -> Option<(Range<usize>, Table)> {
    let at =
        table.iter().position(|(key, value)| key.text == "book" && matches!(value.kind, Kind::Table(_)))?;
    let (key, value) = table.remove(at);
    table.retain(|(key, _)| !matches!(key.text.as_str(), "build" | "output" | "preprocessor" | "rust"));
    match value.kind {
        Kind::Table(book) => Some((key.range, book)),
        _ => None,
    }
}

/// Reads what a book of mdBook says of itself, as far as the file says nothing of
/// it in our words. So one file serves both programs.
fn mdbook(fields: &mut Fields<'_>, config: &mut Config, place: Range<usize>, book: Table) {
    let span = fields.span(place);
    let ours = config.content.is_some();
    config.content.get_or_insert_with(|| Located { value: "src".to_owned(), span });
    for (key, value) in book {
        match key.text.as_str() {
            "title" if config.title == Config::default().title => {
                replace(&mut config.title, fields.text(&key, &value));
            }
            "description" if config.description.is_none() => config.description = fields.text(&key, &value),
            "authors" if config.authors.is_empty() => {
                config.authors = fields.list(&key, &value).into_iter().map(|author| author.value).collect();
            }
            "language" if config.language == Config::default().language => {
                replace(&mut config.language, language(fields, &key, &value));
            }
            "src" if !ours => replace(&mut config.content, content(fields, &key, &value).map(Some)),
            _ => {}
        }
    }
}

/// Puts a value that could be read in the place of the default.
fn replace<T>(default: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *default = value;
    }
}

/// A BCP 47 tag, as far as its form goes.
fn language(fields: &mut Fields<'_>, key: &Key, value: &Value) -> Option<String> {
    let tag = fields.text(key, value)?;
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let sound = (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if sound {
        return Some(tag);
    }
    fields.fault(&value.range, format!("`{tag}` is not a language tag")).help =
        Some("write a tag such as `en`, `en-US` or `zh-Hant`".to_owned());
    None
}

/// An absolute address on the web, with a final slash.
fn base_url(fields: &mut Fields<'_>, key: &Key, value: &Value) -> Option<String> {
    let url = fields.text(key, value)?;
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let sound = host.is_some_and(|host| {
        !host.is_empty() && !host.starts_with('/') && !host.contains(['"', '<', '>', '?', '#', ' ', '\\'])
    });
    if sound {
        return Some(format!("{}/", url.trim_end_matches('/')));
    }
    fields.fault(&value.range, format!("`{url}` is not the address of a site")).help =
        Some("write an address such as `https://example.org/book/`".to_owned());
    None
}

/// The name of a citation style, or the path of its file.
fn citation_style(fields: &mut Fields<'_>, key: &Key, value: &Value) -> Option<Located<String>> {
    match fields.text(key, value) {
        Some(text) if super::style_path(&text).is_some() => inside(fields, key, value).pop(),
        Some(_) => fields.located(key, value),
        None => None,
    }
}

/// The folder of the notes: inside the book, or `.` for the folder of `book.toml`,
/// as where an Obsidian vault is the book.
fn content(fields: &mut Fields<'_>, key: &Key, value: &Value) -> Option<Located<String>> {
    let path = fields.list(key, value).pop()?;
    match path.value.trim_end_matches('/') {
        "" | "." if !path.value.starts_with('/') => Some(Located { value: String::new(), ..path }),
        _ => inside(fields, key, value).pop(),
    }
}

/// Paths of files or folders inside the book. Others are reported and left out.
fn inside(fields: &mut Fields<'_>, key: &Key, value: &Value) -> Vec<Located<String>> {
    let mut paths = fields.list(key, value);
    paths.retain_mut(|path| {
        let parts: Vec<&str> = path.value.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        let leaves = path.value.starts_with('/')
            || path.value.contains(['\\', ':'])
            || parts.contains(&"..")
            || parts.is_empty();
        if leaves {
            let message = format!("`{}` is not a path inside the book", path.value);
            let place = path.span.start as usize..path.span.end as usize;
            fields.fault(&place, message).help =
                Some("write it from the folder of book.toml on, with `/` between its parts".to_owned());
        }
        path.value = parts.join("/");
        !leaves
    });
    paths
}

/// What becomes of raw HTML.
fn html(fields: &mut Fields<'_>, key: &Key, value: &Value) -> Option<HtmlPolicy> {
    const POLICIES: &[&str] = &["sanitize", "allow", "escape"];
    let policy = match &value.kind {
        Kind::Text(text) => text.as_str(),
        _ => return fields.text(key, value).and(None),
    };
    match policy {
        "sanitize" => Some(HtmlPolicy::Sanitize),
        "allow" => Some(HtmlPolicy::Allow),
        "escape" => Some(HtmlPolicy::Escape),
        _ => {
            let meant = did_you_mean(policy, POLICIES.iter().copied());
            fields.fault(&value.range, format!("`{policy}` is nothing that can become of HTML")).help =
                Some(match meant {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "write `sanitize`, `allow` or `escape`".to_owned(),
                });
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The settings of a `book.toml` that are not the default, and its problems
    /// with the words they stand at.
    fn check(text: &str) -> String {
        let Checked { value, diagnostics } = config(&SourceFile::new("book.toml", text));
        let lines = |config: &Config| -> Vec<String> {
            format!("{config:#?}").lines().map(|line| line.trim().to_owned()).collect()
        };
        let default = lines(&Config::default());
        let mut out: String = lines(&value)
            .into_iter()
            .filter(|line| !default.contains(line) && !line.contains("span:"))
            .filter(|line| line.contains(char::is_alphabetic))
            .map(|line| line + "\n")
            .collect();
        for problem in diagnostics {
            let place = &text[problem.span.start as usize..problem.span.end as usize];
            let help = problem.help.map(|help| format!(" ({help})")).unwrap_or_default();
            out.push_str(&format!("{}: {}{help} at {place:?}\n", problem.code, problem.message));
        }
        out
    }

    #[test]
    fn a_book_without_settings_has_the_defaults() {
        assert_eq!(check(""), "");
        assert_eq!(check("# nothing\n"), "");
    }

    #[test]
    fn every_key_is_understood() {
        let text = "\
title = \"T\"
subtitle = \"S\"
description = \"D\"
authors = [\"A\", \"B\"]
language = \"de-CH\"
as_of = 2024-02-01
base_url = \"https://example.org/book\"
image = \"images/cover.png\"
theme = \"plain\"
citation_style = \"apa\"
bibliography = \"./refs/a.bib\"
content = \"notes/\"
html = \"allow\"
smart_punctuation = false
paragraph_numbers = true
";
        let Checked { value, diagnostics } = config(&SourceFile::new("book.toml", text));
        assert_eq!(diagnostics, []);
        assert_eq!(
            *value,
            Config {
                title: "T".to_owned(),
                subtitle: Some("S".to_owned()),
                description: Some("D".to_owned()),
                authors: vec!["A".to_owned(), "B".to_owned()],
                language: "de-CH".to_owned(),
                as_of: Some(super::super::date("2024-02-01").expect("a date")),
                base_url: Some("https://example.org/book/".to_owned()),
                image: value.image.clone(),
                theme: value.theme.clone(),
                citation_style: value.citation_style.clone(),
                bibliography: value.bibliography.clone(),
                content: value.content.clone(),
                html: HtmlPolicy::Allow,
                smart_punctuation: false,
                paragraph_numbers: true,
            }
        );
        assert_eq!(value.image.as_ref().map(|image| image.value.as_str()), Some("images/cover.png"));
        assert_eq!(value.theme.as_ref().map(|theme| theme.value.as_str()), Some("plain"));
        assert_eq!(value.content.as_ref().map(|content| content.value.as_str()), Some("notes"));
        let bibliography = value.bibliography.iter().flatten().map(|path| path.value.as_str());
        assert_eq!(bibliography.collect::<Vec<_>>(), ["refs/a.bib"]);
        // Each key that is proposed to authors is understood.
        for key in KNOWN {
            assert!(text.contains(&format!("{key} =")), "{key}");
        }
    }

    #[test]
    fn bad_values_keep_their_defaults_and_leave_the_others() {
        assert_eq!(
            check(
                "\
titel = \"T\"
language = \"english!\"
as_of = \"May 2019\"
base_url = \"example.org\"
theme = \"../x\"
bibliography = [\"a.bib\", \"/b.bib\"]
html = \"sanitise\"
smart_punctuation = 1
subtitle = \"S\"
[boook]
title = \"T\"
"
            ),
            "\
subtitle: Some(
\"S\",
bibliography: Some(
Located {
value: \"a.bib\",
unknown-key: book.toml has no key `titel` (did you mean `title`?) at \"titel\"
config: `english!` is not a language tag (write a tag such as `en`, `en-US` or `zh-Hant`) at \"\\\"english!\\\"\"
invalid-date: `May 2019` is not a date in EDTF (did you mean `2019-05`?) at \"\\\"May 2019\\\"\"
config: `example.org` is not the address of a site (write an address such as `https://example.org/book/`) at \
\"\\\"example.org\\\"\"
config: `../x` is not a path inside the book (write it from the folder of book.toml on, with `/` between its \
parts) at \"\\\"../x\\\"\"
config: `/b.bib` is not a path inside the book (write it from the folder of book.toml on, with `/` between its \
parts) at \"\\\"/b.bib\\\"\"
config: `sanitise` is nothing that can become of HTML (did you mean `sanitize`?) at \"\\\"sanitise\\\"\"
config: `smart_punctuation` is `true` or `false`, not `1` at \"1\"
unknown-key: book.toml has no key `boook` at \"boook\"
"
        );
    }

    #[test]
    fn settings_of_mdbook_are_understood_beside_ours() {
        let book = "\
subtitle = \"S\"
[book]
title = \"T\"
authors = [\"A\"]
multilingual = false
[output.html]
edit-url-template = \"https://example.org\"
";
        assert_eq!(
            check(book),
            "title: \"T\",\nsubtitle: Some(\n\"S\",\nauthors: [\n\"A\",\ncontent: Some(\nLocated {\n\
             value: \"src\",\n"
        );
        assert!(
            check("title = \"Ours\"\n[book]\ntitle = \"T\"\nsrc = \"text\"\n").starts_with("title: \"Ours\"")
        );
        assert_eq!(check("[book]\nsrc = \".\"\n"), "content: Some(\nLocated {\nvalue: \"\",\n");
        assert!(check("[book]\nsrc = \"../x\"\n").contains("`../x` is not a path inside the book"));
    }

    #[test]
    fn a_fault_of_syntax_leaves_what_can_be_read() {
        assert_eq!(
            check("title = \"T\"\nsubtitle = \nauthors = [\"A\"]\n"),
            "title: \"T\",\nauthors: [\n\"A\",\nconfig: string values must be quoted, expected literal string (put the value in quotes: `key = \"text\"`) at \"\"\n"
        );
    }
}
