//! The way from a book's files to its site, in one function. Everything that
//! builds calls it; a clean build is a build with an empty cache.

use std::sync::Arc;

use crate::cache::{Last, Memo};
use crate::diagnostic::{Checked, Diagnostic, Problems};
use crate::index;
use crate::model::{Book, Config, Note, NoteId, Reference, Url};
use crate::parse::{self, Dialect};
use crate::render::{self, Page, Theme};
use crate::resolve::{self, Matcher, TermUse};
use crate::site::{Site, SiteFile};
use crate::source::{Inputs, SourceFile, SourcePath};

/// The result of a build.
#[derive(Debug)]
pub struct Build {
    /// The whole site.
    pub site: Site,
    /// Everything that is wrong with the book, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Results of earlier builds. They are reused where what they were made from is
/// the same, and make no other difference than time.
#[derive(Debug, Default)]
pub struct Cache {
    /// `book.toml`.
    pub config: Last<(Option<SourceFile>, Option<String>), Checked<Arc<Config>>>,
    /// Notes by their file.
    pub notes: Memo<NoteId, (SourceFile, Dialect), Checked<Arc<Note>>>,
    /// Bibliographies by their file.
    pub bibliographies: Memo<SourcePath, SourceFile, Checked<Arc<Vec<Arc<Reference>>>>>,
    /// The terms that each note uses.
    pub uses: Memo<NoteId, (Arc<Note>, Arc<Matcher>), Arc<Vec<TermUse>>>,
    /// The theme.
    pub theme: Last<Arc<ThemeFiles>, Checked<Arc<Theme>>>,
    /// The files of pages by the page's address.
    pub pages: Memo<Url, (Arc<Theme>, Page), Checked<Vec<(Url, Arc<str>)>>>,
}

/// The text files of a theme by name.
pub type ThemeFiles = std::collections::BTreeMap<Arc<str>, SourceFile>;

/// Builds a book. Neither the time, nor the machine, nor the number of threads
/// makes a difference to the result.
pub fn build(inputs: &Inputs, cache: &mut Cache) -> Build {
    let mut problems = Problems::default();
    problems.add(inputs.problems.iter().cloned());

    // Per file, reused while the file's text is the same.
    let config = problems.take(cache.config.get((inputs.config.clone(), inputs.base_url.clone()), config));
    let dialect = Dialect { smart_punctuation: config.smart_punctuation };
    let notes = inputs.notes.iter().map(|(id, file)| (id.clone(), (file.clone(), dialect))).collect();
    let notes = cache.notes.map(notes, |(file, dialect)| parse::note(file, *dialect));
    let files = inputs.bibliographies.iter().map(|file| (file.path.clone(), file.clone())).collect();
    let references = cache.bibliographies.map(files, parse::bibliography);

    // Across the book, anew every time.
    let notes = notes.into_iter().map(|(id, note)| (id, problems.take(note)));
    let notes = notes.filter(|(_, note)| !note.front.draft).collect();
    let references = references.into_iter().flat_map(|(_, works)| problems.take(works).to_vec()).collect();
    let book = problems.take(Book::gather(config, notes, references, inputs.assets.clone()));
    let names = problems.take(resolve::names(&book));
    let lexicon = problems.take(resolve::lexicon(&book));
    let links = problems.take(resolve::links(&book, &names, &lexicon));
    problems.add(resolve::citations(&book));
    let notes =
        book.notes.iter().map(|(id, note)| (id.clone(), (note.clone(), lexicon.matcher.clone()))).collect();
    let uses = cache.uses.map(notes, |(note, matcher)| Arc::new(resolve::term_uses(note, matcher)));
    let uses = uses.into_iter().collect();
    let indexes = problems.take(index::index(&book, &names, &lexicon, &links, &uses));
    let works = render::works(&book.references);
    let known = render::Known {
        book: &book,
        names: &names,
        lexicon: &lexicon,
        links: &links,
        uses: &uses,
        indexes: &indexes,
        works: &works,
    };
    let pages = problems.take(render::plan(&known));
    let outputs = render::outputs(&known, &pages);

    // Per page, reused while everything the page is made from is the same.
    let theme = problems.take(cache.theme.get(Arc::new(inputs.theme.clone()), |files| render::theme(files)));
    let pages = pages.into_iter().map(|page| (page.url.clone(), (theme.clone(), page))).collect();
    let pages = cache.pages.map(pages, |(theme, page)| render::files(theme, page));
    let files = pages.into_iter().flat_map(|(_, files)| problems.take(files));
    let mut site: Site = files.map(|(url, text)| (url, SiteFile::Text(text))).collect();
    site.extend(outputs);
    site.extend(render::theme_files(&theme));
    site.extend(
        names.asset_urls.iter().map(|(path, url)| (url.clone(), SiteFile::Copy(book.assets[path].clone()))),
    );

    Build { site, diagnostics: problems.sorted() }
}

/// What `book.toml` says, and over it what was said when the program was called.
fn config((file, base_url): &(Option<SourceFile>, Option<String>)) -> Checked<Arc<Config>> {
    let said = file.as_ref().map_or_else(|| Checked::ok(Arc::default()), parse::config);
    match base_url {
        None => said,
        Some(_) => said.map(|config| Arc::new(Config { base_url: base_url.clone(), ..(*config).clone() })),
    }
}
