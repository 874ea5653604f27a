//! An author who never stops: every kind of edit, in every way that editors save.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// How many notes the book has at most. It must not grow: what is measured is
/// what the program keeps, not what the book needs.
const MOST: usize = 60;

/// How many notes it has at least.
const FEWEST: usize = 30;

/// Numbers without a pattern that are the same in each run (SplitMix64, by
/// Steele, Lea and Flood).
#[derive(Debug)]
pub(super) struct Chance(pub(super) u64);

impl Chance {
    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}

/// A book that is written, and who writes it.
#[derive(Debug)]
pub(super) struct Author {
    root: PathBuf,
    chance: Chance,
    /// The notes that are there, by path inside the content folder, with what
    /// their text is made from.
    notes: BTreeMap<String, u64>,
    /// The files of the book as it was at first.
    first: BTreeMap<PathBuf, String>,
    /// The same for the notes.
    first_notes: BTreeMap<String, u64>,
    /// How many edits there were.
    pub(super) edits: u64,
}

impl Author {
    /// Writes a book into an empty folder.
    pub(super) fn new(root: &Path, seed: u64) -> Result<Author> {
        let mut author = Author {
            root: root.to_owned(),
            chance: Chance(seed),
            notes: BTreeMap::new(),
            first: BTreeMap::new(),
            first_notes: BTreeMap::new(),
            edits: 0,
        };
        author.put("book.toml", "title = \"A long day\"\n")?;
        author.put("content/index.md", "# A long day\n\nNothing yet.\n")?;
        author.bibliography(0)?;
        author.glossary(0)?;
        for _ in 0..(FEWEST + MOST) / 2 {
            author.add()?;
        }
        for path in files(root)? {
            let text = fs::read_to_string(&path)?;
            author.first.insert(path, text);
        }
        author.first_notes = author.notes.clone();
        Ok(author)
    }

    /// Gives the book back what it had at first, so that memory can be compared:
    /// what a book needs differs from day to day.
    pub(super) fn begin_again(&mut self) -> Result<()> {
        self.edits += 1;
        for path in files(&self.root)? {
            if !self.first.contains_key(&path) {
                remove(&path)?;
            }
        }
        for (path, text) in &self.first {
            write(path, text)?;
        }
        self.notes = self.first_notes.clone();
        Ok(())
    }

    /// Makes one edit, of any kind.
    pub(super) fn edit(&mut self) -> Result<()> {
        self.edits += 1;
        match self.chance.below(100) {
            0..46 => self.rewrite(),
            46..58 => self.half_save(),
            58..66 => self.add(),
            66..74 => self.remove(),
            74..82 => self.rename(),
            82..87 => {
                let version = self.chance.below(4) as u64;
                self.bibliography(version)
            }
            87..92 => {
                let version = self.chance.below(4) as u64;
                self.glossary(version)
            }
            92..94 => self.settings(),
            94..96 => self.template(),
            96..98 => self.picture(),
            98 => self.folder_away_and_back(),
            _ => self.branch(),
        }
    }

    /// Writes what must be seen in the end onto the first page.
    pub(super) fn sign(&mut self, words: &str) -> Result<()> {
        self.put("content/index.md", &format!("# A long day\n\n{words}\n"))
    }

    /// A note's text, with all that notes have; some of it is wrong.
    fn text(&mut self, seed: u64) -> String {
        let mut chance = Chance(seed);
        let names: Vec<&String> = self.notes.keys().collect();
        let mut other = || match names.as_slice() {
            [] => "index".to_owned(),
            names => {
                let name = names[chance.below(names.len())].trim_end_matches(".md");
                name.rsplit('/').next().unwrap_or(name).to_owned()
            }
        };
        let (one, two) = (other(), other());
        let number = chance.below(1000);
        let mut text = format!("---\ntitle: Note {number}\ntopics: [Topic {}]\n", number % 7);
        if number.is_multiple_of(5) {
            text += &format!("aliases: [Alias {}]\n", number % 40);
        }
        if number.is_multiple_of(11) {
            text += "title: [never closed\n";
        }
        text += &format!(
            "---\nA launcher is told of in [[{one}]] and [there]({two}.md), as shown [@work{}].\n\n",
            number % 12
        );
        for paragraph in 0..chance.below(6) {
            text += &format!(
                "## Part {paragraph}\n\nThe envoy said {} things, [[{one}|one of them]] twice.\n\n",
                chance.below(100)
            );
        }
        if number.is_multiple_of(3) {
            text += &format!(
                "```timeline\n19{:02}-{:02}: They met [[{two}]] #talks\n```\n",
                number % 100,
                number % 13
            );
        }
        if number.is_multiple_of(4) {
            text += &format!("![[{two}]]\n\n| a | b |\n|---|---|\n| {number} | [[index\\|home]] |\n");
        }
        text
    }

    fn any(&mut self) -> Option<String> {
        let at = self.chance.below(self.notes.len().max(1));
        self.notes.keys().nth(at).cloned()
    }

    fn new_path(&mut self) -> String {
        let folder = ["", "talks/", "01-papers/", "talks/deep/"][self.chance.below(4)];
        format!("{folder}note-{}.md", self.chance.below(200))
    }

    /// Saves a note, in one of the ways that editors have.
    fn rewrite(&mut self) -> Result<()> {
        let Some(path) = self.any() else { return self.add() };
        let seed = self.chance.below(usize::MAX) as u64;
        let text = self.text(seed);
        self.notes.insert(path.clone(), seed);
        let path = self.at(&path);
        match self.chance.below(3) {
            // In place.
            0 => write(&path, &text),
            // Beside it, and renamed over it.
            1 => {
                let new = path.with_extension("tmp~");
                write(&new, &text)?;
                rename(&new, &path)
            }
            // The old one is put aside first.
            _ => {
                let backup = path.with_extension("md~");
                rename(&path, &backup)?;
                write(&path, &text)?;
                remove(&backup)
            }
        }
    }

    /// Empties a note, writes a part of it, then all.
    fn half_save(&mut self) -> Result<()> {
        let Some(path) = self.any() else { return self.add() };
        let seed = self.chance.below(usize::MAX) as u64;
        let text = self.text(seed);
        self.notes.insert(path.clone(), seed);
        let path = self.at(&path);
        write(&path, "")?;
        write(&path, &text[..text.len() / 2])?;
        write(&path, &text)
    }

    fn add(&mut self) -> Result<()> {
        let path = self.new_path();
        if self.notes.len() >= MOST || self.notes.contains_key(&path) {
            return self.remove();
        }
        let seed = self.chance.below(usize::MAX) as u64;
        let text = self.text(seed);
        write(&self.at(&path), &text)?;
        self.notes.insert(path, seed);
        Ok(())
    }

    fn remove(&mut self) -> Result<()> {
        if self.notes.len() <= FEWEST {
            return self.rewrite();
        }
        let Some(path) = self.any() else { return Ok(()) };
        self.notes.remove(&path);
        remove(&self.at(&path))
    }

    fn rename(&mut self) -> Result<()> {
        let (Some(from), to) = (self.any(), self.new_path()) else { return Ok(()) };
        if self.notes.contains_key(&to) {
            return self.rewrite();
        }
        let seed = self.notes.remove(&from).unwrap_or_default();
        self.notes.insert(to.clone(), seed);
        rename(&self.at(&from), &self.at(&to))
    }

    fn bibliography(&mut self, version: u64) -> Result<()> {
        let mut text = String::new();
        for work in 0..12 - version {
            text += &format!(
                "@book{{work{work}, author = {{Doe, Jane}}, title = {{Work {work}, {version}}}, date = {{200{}}}}}\n\n",
                work % 10
            );
        }
        self.put("references.bib", &text)
    }

    fn glossary(&mut self, version: u64) -> Result<()> {
        let more = if version.is_multiple_of(2) { "\nEnvoy\n: Who is sent.\n" } else { "" };
        self.put(
            "content/glossary.md",
            &format!("# Glossary\n\nLauncher\n: What launches, in version {version}.\n{more}"),
        )
    }

    fn settings(&mut self) -> Result<()> {
        let version = self.chance.below(4);
        let more =
            ["", "smart_punctuation = false\n", "citation_style = \"apa\"\n", "language = \"de\"\n"][version];
        self.put("book.toml", &format!("title = \"A long day, {version}\"\n{more}"))
    }

    /// A template of the book's own comes, is wrong, or goes.
    fn template(&mut self) -> Result<()> {
        let file = "themes/default/parts/footer.html";
        match self.chance.below(3) {
            0 => self.put(file, "<footer>Ours</footer>\n"),
            1 => self.put(file, "<footer>{{ nothing }}</footer>\n"),
            _ if self.root.join(file).exists() => remove(&self.root.join(file)),
            _ => Ok(()),
        }
    }

    fn picture(&mut self) -> Result<()> {
        let size = self.chance.below(9) + 1;
        self.put(
            "content/map.svg",
            &format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"9\"/>\n"),
        )
    }

    fn folder_away_and_back(&mut self) -> Result<()> {
        let (content, away) = (self.root.join("content"), self.root.with_extension("away"));
        rename(&content, &away)?;
        rename(&away, &content)
    }

    /// Another branch is checked out: a third of the notes get another text, with
    /// no pause between them.
    fn branch(&mut self) -> Result<()> {
        let paths: Vec<String> = self.notes.keys().step_by(3).cloned().collect();
        for path in paths {
            let seed = self.chance.below(usize::MAX) as u64;
            let text = self.text(seed);
            remove(&self.at(&path))?;
            write(&self.at(&path), &text)?;
            self.notes.insert(path, seed);
        }
        Ok(())
    }

    fn at(&self, note: &str) -> PathBuf {
        self.root.join("content").join(note)
    }

    fn put(&self, path: &str, text: &str) -> Result<()> {
        write(&self.root.join(path), text)
    }
}

/// All files of a folder.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    Ok(files)
}

fn write(path: &Path, text: &str) -> Result<()> {
    make_folder_of(path)?;
    fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    make_folder_of(to)?;
    fs::rename(from, to).with_context(|| format!("cannot rename `{}`", from.display()))
}

fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).with_context(|| format!("cannot remove `{}`", path.display()))
}

fn make_folder_of(path: &Path) -> Result<()> {
    let folder = path.parent().expect("files stand in folders");
    fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))
}
