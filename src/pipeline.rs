//! The way from a book's files to its site, in one function. Everything that
//! builds calls it; a clean build is a build with an empty cache.

use std::sync::Arc;

use crate::cache::{Last, Memo};
use crate::diagnostic::{Checked, Diagnostic, Problems};
use crate::index;
use crate::model::{Book, Config, Note, NoteId, Reference, ReferenceKey, Url};
use crate::parse::{self, Dialect};
use crate::render::{self, Distinction, Draft, Page, Style, StyleChoice, Theme, Work, Works};
use crate::resolve::{self, Matcher, TermUse};
use crate::site::{Site, SiteFile};
use crate::source::{Inputs, SourceFile, SourcePath, Span};

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
    /// The citation style.
    pub style: Last<StyleChoice, Checked<Arc<Style>>>,
    /// What each work would be called if there were no other.
    pub drafts: Memo<ReferenceKey, (Arc<Reference>, Arc<Style>), Arc<Draft>>,
    /// The works in the words of the citation style.
    pub works: Memo<ReferenceKey, (Arc<Reference>, Distinction, Arc<Style>), Arc<Work>>,
    /// The theme.
    pub theme: Last<Arc<ThemeFiles>, Checked<Arc<Theme>>>,
    /// Pages by their address.
    pub pages: Memo<Url, (Arc<Theme>, Page), Checked<Arc<str>>>,
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
    let book = problems.take(Book::gather(config.clone(), notes, references, inputs.assets.clone()));
    let names = problems.take(resolve::names(&book));
    let lexicon = problems.take(resolve::lexicon(&book));
    let links = problems.take(resolve::links(&book, &names, &lexicon));
    problems.add(resolve::citations(&book));
    let notes =
        book.notes.iter().map(|(id, note)| (id.clone(), (note.clone(), lexicon.matcher.clone()))).collect();
    let uses = cache.uses.map(notes, |(note, matcher)| Arc::new(resolve::term_uses(note, matcher)));
    let uses = uses.into_iter().collect();
    let indexes = problems.take(index::index(&book, &names, &lexicon, &links, &uses));
    let works = works(&book, &config, cache, &mut problems);
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

    // Per page, reused while everything the page is made from is the same.
    let theme = problems.take(cache.theme.get(Arc::new(inputs.theme.clone()), |files| render::theme(files)));
    let pages = pages.into_iter().map(|page| (page.url.clone(), (theme.clone(), page))).collect();
    let pages = cache.pages.map(pages, |(theme, page)| render::render(theme, page));
    let mut site: Site =
        pages.into_iter().map(|(url, html)| (url, SiteFile::Text(problems.take(html)))).collect();
    site.extend(render::theme_files(&theme));
    site.extend(
        names.asset_urls.iter().map(|(path, url)| (url.clone(), SiteFile::Copy(book.assets[path].clone()))),
    );

    Build { site, diagnostics: problems.sorted() }
}

/// Every work in the words of the book's citation style. Works are made one by
/// one, but what tells them apart is known only when all are.
fn works(book: &Book, config: &Config, cache: &mut Cache, problems: &mut Problems) -> Works {
    let choice = StyleChoice { name: config.citation_style.clone(), language: config.language.clone() };
    let style = problems.take(
        cache
            .style
            .get(choice, |choice| render::style(choice, &Span::start_of(&SourcePath::new("book.toml")))),
    );
    let references: Vec<_> = book
        .references
        .iter()
        .map(|(key, reference)| (key.clone(), (reference.clone(), style.clone())))
        .collect();
    let drafts = cache.drafts.map(references, |(reference, style)| Arc::new(render::draft(reference, style)));
    let distinctions = render::distinctions(drafts.into_iter().collect(), &style);
    let references = distinctions
        .into_iter()
        .map(|(key, distinction)| {
            let reference = book.references[&key].clone();
            (key, (reference, distinction, style.clone()))
        })
        .collect();
    let works = cache.works.map(references, |(reference, distinction, style)| {
        Arc::new(render::work(reference, distinction, style))
    });
    Works::new(style, works.into_iter().collect())
}

/// What `book.toml` says, and over it what was said when the program was called.
fn config((file, base_url): &(Option<SourceFile>, Option<String>)) -> Checked<Arc<Config>> {
    let said = file.as_ref().map_or_else(|| Checked::ok(Arc::default()), parse::config);
    match base_url {
        None => said,
        Some(_) => said.map(|config| Arc::new(Config { base_url: base_url.clone(), ..(*config).clone() })),
    }
}
