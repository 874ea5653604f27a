//! `new`: the beginnings of notes, sections, terms, sources and events, where
//! they belong.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anstream::println;
use anyhow::{Context, Result, bail};

use super::Outcome;
use super::args::{NewEvent, NewOptions, NewSource, NewThing};
use super::build::shown;
use super::draft::{create, replace};
use super::entry;
use super::place::{self, without_digits, without_number};
use crate::diagnostic::did_you_mean;
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
    println!("{}", shown(&path).display());
    Ok(Outcome::Fine)
}

struct Book<'a> {
    root: &'a Path,
    inputs: &'a Inputs,
}

impl Book<'_> {
    fn content(&self) -> String {
        place::content(self.inputs, self.root)
    }

    /// The folder of a section as it is written on disk, numbers included, with a
    /// slash at its end; empty if no section is named.
    fn folder(&self, section: Option<&str>) -> Result<String> {
        let said = section.map(|section| section.trim_matches('/')).filter(|section| !section.is_empty());
        let Some(said) = said else { return Ok(String::new()) };
        if let Some(folder) = place::find_folder(self.inputs, self.root, said)? {
            return Ok(format!("{folder}/"));
        }
        let there = place::folders(self.inputs);
        match did_you_mean(said, there.iter().flat_map(|path| [path.as_str(), without_number(path)])) {
            Some(near) => bail!("there is no section `{said}`; did you mean `{near}`?"),
            None if there.is_empty() => {
                bail!("there is no section `{said}`; make it with `briefbook new section`")
            }
            None => {
                let there: Vec<&str> = there.iter().map(String::as_str).collect();
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
        if let Some(date) = &source.date
            && let Err(error) = parse::date(date)
        {
            bail!("{}", error.message);
        }
        let files = &self.inputs.bibliographies;
        if files
            .iter()
            .flat_map(|file| parse::bibliography(file).value.to_vec())
            .any(|work| *work.key.0 == **key)
        {
            bail!("there is a source `{key}` already");
        }
        let of = |extensions: &[&str]| {
            files.iter().find(|file| extensions.contains(&file.path.extension().as_str()))
        };
        if let Some(file) = of(&["bib"]) {
            return self.change(file, &entry::appended(&file.text, &entry::biblatex(source)));
        }
        if let Some(file) = of(&["yaml", "yml"]) {
            return self.change(file, &entry::appended(&file.text, &entry::hayagriva(source)));
        }
        if let Some(file) = of(&["json"]) {
            let text = entry::in_json_list(&file.text, &entry::csl_json(source));
            let text = text.with_context(|| format!("`{}` is no list of works", file.path))?;
            return self.change(file, &text);
        }
        self.make("references.bib", &entry::biblatex(source))
    }

    fn event(&self, event: &NewEvent) -> Result<PathBuf> {
        let NewEvent { date, text, note } = event;
        let file = &self.inputs.notes[&place::note(self.inputs, self.root, note)?];
        let line = format!("{date}: {}\n", text.trim());
        // A note of its own tells whether the line is an event.
        let probe = SourceFile::new("event.md", &format!("```timeline\n{line}```\n"));
        let probe = parse::note(&probe, parse::Dialect::default());
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
pub(super) fn yaml(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace(char::is_control, " "))
}
