//! `init`: an empty folder becomes a small book that builds clean, or a folder of
//! another program gets the settings that fit.

use std::fs;
use std::path::Path;

use anstream::println;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::Outcome;
use super::args::InitOptions;
use super::build::shown;
use super::by_hand::by_hand;
use super::draft::create;
use crate::load::load;

/// The files of a new book.
const BOOK: &[(&str, &str)] = &[
    ("content/index.md", include_str!("init/index.md")),
    ("content/01-background/index.md", include_str!("init/background.md")),
    ("content/01-background/01-first-note.md", include_str!("init/first-note.md")),
    ("content/glossary.md", include_str!("init/glossary.md")),
    ("references.bib", include_str!("init/references.bib")),
    (".gitignore", "/public/\n"),
];

/// Makes a book.
pub(super) fn init(options: &InitOptions) -> Result<Outcome> {
    match &options.from {
        Some(folder) => adopt(folder, options.title.as_deref()),
        None => start(&options.root, options.title.as_deref()),
    }
}

/// Writes a small book into a folder that has none.
fn start(root: &Path, title: Option<&str>) -> Result<Outcome> {
    for name in ["book.toml", "content", "index.md"] {
        if root.join(name).exists() {
            bail!("there is a book already: `{}`", root.join(name).display());
        }
    }
    fs::create_dir_all(root).with_context(|| format!("cannot make the folder `{}`", root.display()))?;
    let title = title.map_or_else(|| name_of(root), str::to_owned);
    create(&root.join("book.toml"), &settings(&Settings { title, ..Settings::default() }))?;
    for (name, text) in BOOK {
        let path = root.join(name);
        // Only these may be there: a repository begins with one, and works are collected first.
        if !(path.exists() && matches!(*name, ".gitignore" | "references.bib")) {
            create(&path, text)?;
        }
    }
    println!("Made a book in {}", root.display());
    println!("Next: briefbook serve --open{}", at(root));
    Ok(Outcome::Fine)
}

/// The option that names a folder, quoted for a shell; empty for the one that the
/// author is in.
fn at(root: &Path) -> String {
    let name = root.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-~".contains(c);
    match name.as_str() {
        "." => String::new(),
        name if name.chars().all(plain) => format!(" --root {name}"),
        name => format!(" --root '{}'", name.replace('\'', "'\\''")),
    }
}

/// What is said in a `book.toml`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Settings {
    title: String,
    description: Option<String>,
    language: Option<String>,
    base_url: Option<String>,
    content: Option<String>,
}

/// Writes the `book.toml` for a folder that another program made.
fn adopt(root: &Path, title: Option<&str>) -> Result<Outcome> {
    if !root.is_dir() {
        bail!("there is no folder `{}`", root.display());
    }
    let (kind, mut found) = look_at(root)?;
    if let Some(title) = title {
        found.title = title.to_owned();
    }
    let text = settings(&found);
    let path = root.join("book.toml");
    if path.exists() && kind == MDBOOK {
        println!("{} is {MDBOOK}, and is read as it is", shown(&path).display());
        println!("Next: briefbook check{}", at(root));
        return Ok(Outcome::Fine);
    }
    if path.exists() {
        bail!("there is a book already: `{}`", shown(&path).display());
    }
    create(&path, &text)?;
    println!("Wrote {} for {kind}", shown(&path).display());
    if let Some(content) = &found.content {
        let inputs = load(root, &root.join("public"))?;
        for sentence in by_hand(root, content, &inputs) {
            println!("By hand: {sentence}");
        }
    }
    println!("Next: briefbook check{}", at(root));
    Ok(Outcome::Fine)
}

const MDBOOK: &str = "a book of mdBook";

/// Where Hugo and Zola look for their settings.
const SETTINGS: [&str; 13] = [
    "zola.toml",
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default/hugo.toml",
    "config/_default/hugo.yaml",
    "config/_default/config.toml",
    "config/_default/config.yaml",
];

/// Finds out which program a folder was made for, and what it says of the book.
fn look_at(root: &Path) -> Result<(&'static str, Settings)> {
    let mut found = Settings { title: name_of(root), ..Settings::default() };
    if let Some(table) = table(root, "book.toml")?
        && let Some(book) = table.get("book").and_then(Value::as_object)
    {
        read(
            &mut found,
            book,
            &[("title", Key::Title), ("description", Key::Description), ("language", Key::Language)],
        );
        return Ok((MDBOOK, found));
    }
    for name in SETTINGS {
        let Some(table) = table(root, name)? else { continue };
        // Zola asks for `base_url`, Hugo for `baseURL`.
        let zola = name == "zola.toml" || table.contains_key("base_url");
        if !zola && name.starts_with("config.") && !root.join("content").is_dir() {
            // Jekyll and others have such a file too.
            continue;
        }
        read(
            &mut found,
            &table,
            &[
                ("title", Key::Title),
                ("description", Key::Description),
                ("base_url", Key::BaseUrl),
                ("baseURL", Key::BaseUrl),
                ("baseurl", Key::BaseUrl),
                ("default_language", Key::Language),
                ("languageCode", Key::Language),
                ("languagecode", Key::Language),
            ],
        );
        if let Some(params) = table.get("params").and_then(Value::as_object) {
            read(&mut found, params, &[("description", Key::Description)]);
        }
        let content = table.get("contentDir").and_then(Value::as_str).unwrap_or("content");
        found.content = Some(content.trim_end_matches('/').to_owned());
        return Ok((if zola { "a site of Zola" } else { "a site of Hugo" }, found));
    }
    if root.join(".obsidian").is_dir() {
        return Ok(("a vault of Obsidian", found));
    }
    Ok(("a folder of notes", found))
}

/// What a setting of another program says to us.
#[derive(Clone, Copy)]
enum Key {
    Title,
    Description,
    Language,
    BaseUrl,
}

fn read(found: &mut Settings, table: &Map<String, Value>, keys: &[(&str, Key)]) {
    for (name, key) in keys {
        let Some(text) = table.get(*name).and_then(Value::as_str).filter(|text| !text.is_empty()) else {
            continue;
        };
        match key {
            Key::Title => found.title = text.to_owned(),
            Key::Description => found.description = Some(text.to_owned()),
            Key::Language => found.language = Some(text.to_owned()),
            // Placeholders such as `/` are no addresses.
            Key::BaseUrl if text.starts_with("http") => found.base_url = Some(text.to_owned()),
            Key::BaseUrl => {}
        }
    }
}

/// The settings in a file; `None` if it is not there.
fn table(root: &Path, name: &str) -> Result<Option<Map<String, Value>>> {
    let path = root.join(name);
    if !path.is_file() {
        return Ok(None);
    }
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let read = match path.extension().and_then(|extension| extension.to_str()) {
        Some("json") => serde_json::from_str(&text).map_err(anyhow::Error::from),
        Some("toml") => toml::from_str(&text).map_err(anyhow::Error::from),
        _ => serde_saphyr::from_str(&text).map_err(anyhow::Error::from),
    };
    read.map(Some).with_context(|| format!("cannot understand `{}`", path.display()))
}

/// Settings as the text of a `book.toml`.
fn settings(settings: &Settings) -> String {
    let mut text = format!("title = {}\n", quoted(&settings.title));
    let mut line = |key: &str, value: &Option<String>| {
        if let Some(value) = value {
            text += &format!("{key} = {}\n", quoted(value));
        }
    };
    line("description", &settings.description);
    line("language", &settings.language);
    line("base_url", &settings.base_url);
    line("content", &settings.content);
    text
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted += &format!("\\u{:04X}", c as u32),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// The name of a folder in words, for a title.
fn name_of(root: &Path) -> String {
    let path = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let name =
        path.file_name().map_or_else(String::new, |name| name.to_string_lossy().replace(['-', '_'], " "));
    let mut chars = name.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Untitled book".to_owned(),
    }
}
