//! `new`: the beginnings of notes, sections, terms, sources and events, where
//! they belong.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anstream::println;
use anyhow::{Context, Result, bail};

use super::Outcome;
use super::args::{NewEvent, NewOptions, NewSource, NewThing};
use super::draft::{create, replace};
use crate::load::load;
use crate::model::{NoteId, slug};
use crate::parse;
use crate::source::{Inputs, SourceFile};

/// Makes something new in a book.
pub(super) fn new(options: &NewOptions) -> Result<Outcome> {
    let inputs = load(&options.root, &options.root.join("public"))?;
    let book = Book { root: &options.root, inputs: &inputs };
    let path = match &options.thing {
        NewThing::Note { title, section } => book.note(title, section.as_deref())?,
        NewThing::Section { title, section } => book.section(title, section.as_deref())?,
        NewThing::Term { name } => book.term(name)?,
        NewThing::Source(source) => book.source(source)?,
        NewThing::Event(event) => book.event(event)?,
    };
    println!("{}", path.display());
    Ok(Outcome::Fine)
}

struct Book<'a> {
    root: &'a Path,
    inputs: &'a Inputs,
}

impl Book<'_> {
    /// The folder of the notes, from the book's folder on, with a slash at its
    /// end; empty for the book's folder itself.
    fn content(&self) -> String {
        let base = |(id, file): (&NoteId, &SourceFile)| {
            let stem = file.path.as_str().rsplit_once('.')?.0;
            Some(stem.strip_suffix(id.as_str())?.to_owned())
        };
        let beside = |(id, file): &(&NoteId, &SourceFile)| {
            id.as_str().starts_with("glossary/") && file.path.as_str().starts_with("glossary/")
        };
        let known = self.inputs.notes.iter().filter(|entry| !beside(entry)).find_map(base);
        known.unwrap_or_else(|| match self.root.join("content").is_dir() {
            true => "content/".to_owned(),
            false => String::new(),
        })
    }

    /// The folder of a section as it is written on disk, numbers included.
    fn folder(&self, section: Option<&str>) -> Result<String> {
        let Some(said) =
            section.map(|section| section.trim_matches('/')).filter(|section| !section.is_empty())
        else {
            return Ok(String::new());
        };
        let folders: BTreeSet<&str> = self.inputs.notes.keys().map(NoteId::folder).collect();
        let plain = |folder: &str| folder.split('/').map(without_number).collect::<Vec<_>>().join("/");
        let found = folders.iter().find(|folder| **folder == said || plain(folder) == plain(said));
        match found {
            Some(folder) => Ok(format!("{folder}/")),
            None => {
                let there: Vec<&str> = folders.into_iter().filter(|folder| !folder.is_empty()).collect();
                bail!("there is no section `{said}`; the sections are {}", there.join(", "))
            }
        }
    }

    fn note(&self, title: &str, section: Option<&str>) -> Result<PathBuf> {
        let folder = self.folder(section)?;
        let name = name(title)?;
        self.make(&format!("{}{folder}{name}.md", self.content()), &front_matter(title))
    }

    fn section(&self, title: &str, section: Option<&str>) -> Result<PathBuf> {
        let folder = self.folder(section)?;
        let number = self.next_number(&folder).map_or_else(String::new, |number| format!("{number:02}-"));
        let name = name(title)?;
        self.make(&format!("{}{folder}{number}{name}/index.md", self.content()), &front_matter(title))
    }

    /// The number after the last one of the sections in a folder, if those are
    /// numbered, or if there are none yet.
    fn next_number(&self, folder: &str) -> Option<u32> {
        let inside =
            self.inputs.notes.keys().filter_map(|id| id.as_str().strip_prefix(folder)?.split_once('/'));
        let names: BTreeSet<&str> = inside.map(|(name, _)| name).filter(|name| *name != "glossary").collect();
        let numbers = names.iter().filter_map(|name| {
            let digits = name.len() - without_digits(name).len();
            name[..digits].parse::<u32>().ok()
        });
        match numbers.max() {
            Some(last) => Some(last + 1),
            None => names.is_empty().then_some(1),
        }
    }

    fn term(&self, name: &str) -> Result<PathBuf> {
        let glossary = NoteId::new("glossary");
        if let Some(file) = self.inputs.notes.get(&glossary) {
            if file.text.lines().any(|line| line.trim().eq_ignore_ascii_case(name)) {
                bail!("`{}` has the term `{name}` already", file.path);
            }
            let text = format!("{}\n\n{name}\n: What it means.\n", file.text.trim_end());
            return self.change(file, &text);
        }
        let folder = if self.root.join("glossary").is_dir() { String::new() } else { self.content() };
        let text = format!("---\nterm: {}\n---\nWhat it means.\n", yaml(name));
        self.make(&format!("{folder}glossary/{}.md", self::name(name)?), &text)
    }

    fn source(&self, source: &NewSource) -> Result<PathBuf> {
        let key = &source.key;
        if key.is_empty() || !key.chars().all(|c| c.is_alphanumeric() || "_-:.+/".contains(c)) {
            bail!("`{key}` cannot be the key of a source: write letters, digits, `-` and `_`");
        }
        let kind = &source.kind;
        let field = |name: &str, value: &Option<String>| {
            value.as_ref().map_or_else(String::new, |value| {
                format!("  {name} = {{{}}},\n", value.replace(['{', '}'], ""))
            })
        };
        let entry = format!(
            "@{kind}{{{key},\n{}{}{}{}}}\n",
            field("author", &source.author),
            field("title", &Some(source.title.clone().unwrap_or_else(|| "Title".to_owned()))),
            field("date", &source.date),
            field("url", &source.url),
        );
        let Some(file) = self.inputs.bibliographies.iter().find(|file| file.path.extension() == "bib") else {
            return self.make("references.bib", &entry);
        };
        let taken =
            self.inputs.bibliographies.iter().flat_map(|file| parse::bibliography(file).value.to_vec());
        if taken.into_iter().any(|work| *work.key.0 == **key) {
            bail!("there is a source `{key}` already");
        }
        self.change(file, &format!("{}\n\n{entry}", file.text.trim_end()))
    }

    fn event(&self, event: &NewEvent) -> Result<PathBuf> {
        let NewEvent { date, text, note } = event;
        let bare = note.trim_end_matches(".md");
        let found = self.inputs.notes.iter().find(|(id, file)| {
            id.as_str() == bare || file.path.as_str() == note || without_number(id.file_stem()) == bare
        });
        let (_, file) = found.with_context(|| format!("there is no note `{note}`"))?;
        let line = format!("{date}: {}\n", text.trim());
        // A note of its own tells whether the line is an event.
        let probe = SourceFile::new("event.md", &format!("```timeline\n{line}```\n"));
        let probe = parse::note(&probe, parse::Dialect { smart_punctuation: false });
        if let Some(problem) = probe.diagnostics.first() {
            bail!("{}", problem.message);
        }
        let fence = file
            .text
            .match_indices("```timeline\n")
            .find(|(at, _)| *at == 0 || file.text[..*at].ends_with('\n'));
        let block =
            fence.and_then(|(at, fence)| Some(at + fence.len() + file.text[at + fence.len()..].find("```")?));
        let new = match block {
            Some(end) => format!("{}{line}{}", &file.text[..end], &file.text[end..]),
            None => format!("{}\n\n```timeline\n{line}```\n", file.text.trim_end()),
        };
        self.change(file, &new)
    }

    fn make(&self, path: &str, text: &str) -> Result<PathBuf> {
        let path = self.root.join(path);
        create(&path, text)?;
        Ok(path)
    }

    fn change(&self, file: &SourceFile, text: &str) -> Result<PathBuf> {
        let path = self.root.join(file.path.as_str());
        replace(&path, &file.text, text)?;
        Ok(path)
    }
}

/// The name of a file from a title.
fn name(title: &str) -> Result<String> {
    let name = slug(title);
    if name.chars().any(char::is_alphanumeric) { Ok(name) } else { bail!("`{title}` is no title") }
}

fn front_matter(title: &str) -> String {
    format!("---\ntitle: {}\ndescription:\n---\n\n", yaml(title))
}

/// A text as a YAML string that nothing in it can end.
fn yaml(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace(char::is_control, " "))
}

/// A name without the number that orders it.
fn without_number(name: &str) -> &str {
    let rest = without_digits(name);
    match rest.strip_prefix(['-', '_', ' ', '.']) {
        Some(plain) if rest.len() < name.len() && !plain.is_empty() => plain,
        _ => name,
    }
}

fn without_digits(name: &str) -> &str {
    name.trim_start_matches(|c: char| c.is_ascii_digit())
}
