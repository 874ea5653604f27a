//! The way from a book's files to its site, in one function. Everything that
//! builds calls it; a clean build is a build with an empty cache.

mod search;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use search::SearchCache;

use crate::cache::{Last, Memo};
use crate::diagnostic::{Checked, Diagnostic, Problems};
use crate::index::{self, Indexes};
use crate::model::{Book, Config, Note, NoteId, Reference, ReferenceKey, Url};
use crate::parse::{self, Dialect};
use crate::render::cards::{self, Card};
use crate::render::citation::{self, Distinction, Draft, Style, StyleChoice, Work};
use crate::render::{self, Page, Theme, Works};
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
    pub style: Last<(StyleChoice, Span), Checked<Arc<Style>>>,
    /// What each cited work would be called if there were no other.
    pub drafts: Memo<ReferenceKey, (Arc<Reference>, Arc<Style>), Draft>,
    /// The works in the words of the citation style.
    pub works: Memo<ReferenceKey, (Arc<Reference>, Distinction, Arc<Style>), Arc<Work>>,
    /// The theme.
    pub theme: Last<Arc<ThemeFiles>, Checked<Arc<Theme>>>,
    /// The files of pages by the page's address.
    pub pages: Memo<Url, (Arc<Theme>, Page), Checked<Vec<(Url, Arc<str>)>>>,
    /// The files of cards by their name.
    pub cards: Memo<String, (String, Vec<Card>), Arc<str>>,
    /// The index of the search.
    pub search: SearchCache,
}

impl Cache {
    /// Why each page that the last build rendered was rendered: what is
    /// different about it.
    pub fn reasons(&self) -> BTreeMap<Url, Vec<&'static str>> {
        let reasons = self.pages.reruns().map(|(url, before, (theme, page))| {
            let Some((old_theme, old)) = before else { return (url.clone(), vec!["the page is new"]) };
            let mut differences = render::differences(old, page);
            if old_theme != theme {
                differences.push("the theme");
            }
            (url.clone(), differences)
        });
        reasons.collect()
    }
}

/// The text files of a theme by name.
pub type ThemeFiles = BTreeMap<Arc<str>, SourceFile>;

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
    let works = problems.take(works(&book, &indexes, cache));
    let theme = problems.take(cache.theme.get(Arc::new(inputs.theme.clone()), |files| render::theme(files)));
    let known = render::Known {
        book: &book,
        names: &names,
        lexicon: &lexicon,
        links: &links,
        uses: &uses,
        indexes: &indexes,
        works: &works,
        labels: theme.labels(&book.config.language),
    };
    let pages = problems.take(render::plan(&known));
    let outputs = render::outputs(&known, &pages);

    // Per page, reused while everything the page is made from is the same.
    let pages = pages.into_iter().map(|page| (page.url.clone(), (theme.clone(), page))).collect();
    let pages = cache.pages.map(pages, |(theme, page)| render::files(theme, page));
    let files = pages.into_iter().flat_map(|(_, files)| problems.take(files));
    let mut site: Site = files.map(|(url, text)| (url, SiteFile::Text(text))).collect();
    site.extend(outputs);
    site.extend(render::theme_files(&theme));
    site.extend(card_files(&known, cache));
    site.extend(search::search_files(render::findables(&known), &book.config.language, &mut cache.search));
    site.extend(
        names.asset_urls.iter().map(|(path, url)| (url.clone(), SiteFile::Copy(book.assets[path].clone()))),
    );

    Build { site, diagnostics: problems.sorted() }
}

/// The cards that links show, under `_cards/`.
fn card_files(known: &render::Known, cache: &mut Cache) -> Vec<(Url, SiteFile)> {
    let shards = cards::shards(render::cards(known), render::card_digits(known));
    let shards = shards.into_iter().map(|(name, cards)| (name.clone(), (name, cards))).collect();
    let files = cache.cards.map(shards, |(name, cards)| cards::shard(name, cards));
    let address = |name| Url::new(format!("_cards/{name}.js"));
    files.into_iter().map(|(name, text)| (address(name), SiteFile::Text(text))).collect()
}

/// What `book.toml` says, and over it what was said when the program was called.
fn config((file, base_url): &(Option<SourceFile>, Option<String>)) -> Checked<Arc<Config>> {
    let said = file.as_ref().map_or_else(|| Checked::ok(Arc::default()), parse::config);
    match base_url {
        None => said,
        Some(_) => said.map(|config| Arc::new(Config { base_url: base_url.clone(), ..(*config).clone() })),
    }
}

/// The cited works in the words of the citation style. What tells works apart
/// depends on all of them; all the rest is done once for each.
fn works(book: &Book, indexes: &Indexes, cache: &mut Cache) -> Checked<Works> {
    let (name, span) = match &book.config.citation_style {
        Some(style) => (style.value.clone(), style.span.clone()),
        None => (citation::DEFAULT_STYLE.to_owned(), Span::start_of(&SourcePath::new("book.toml"))),
    };
    let choice = StyleChoice { name, language: book.config.language.clone() };
    cache.style.get((choice, span), |(choice, span)| citation::style(choice, span)).map(|style| {
        let cited = || indexes.cited.keys().map(|key| (key.clone(), book.references[key].clone()));
        let drafts = cited().map(|(key, work)| (key, (work, style.clone()))).collect();
        let drafts =
            cache.drafts.map(drafts, |(work, style)| citation::draft(work, style)).into_iter().collect();
        let distinctions = citation::disambiguate(&drafts, &style);
        let distinction = |key: &ReferenceKey| distinctions.get(key).cloned().unwrap_or_default();
        let works =
            cited().map(|(key, work)| (key.clone(), (work, distinction(&key), style.clone()))).collect();
        let works = cache
            .works
            .map(works, |(work, distinction, style)| Arc::new(citation::work(work, distinction, style)));
        Works { works: works.into_iter().collect(), style }
    })
}
