//! The way from a book's files to its site, in one function. Everything that
//! builds calls it; a clean build is a build with an empty cache.

mod collected;
mod files;
mod search;
mod views;

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

pub use files::FileCache;
pub use search::SearchCache;
pub use views::ViewCache;

use crate::cache::{Keep, Kept, Last, Memo, Traced};
use crate::diagnostic::{Checked, Diagnostic, Problems};
use crate::index::{Indexes, Outline, Timeline, Topics};
use crate::model::{self, Book, Config, Located, Note, NoteId, Record, Reference, ReferenceKey, TermId, Url};
use crate::parse::{self, Dialect};
use crate::render::citation::{self, Distinction, Draft, Style, StyleChoice, Work};
use crate::render::{
    self, BacklinkItem, CiteForms, CitedPlace, Facts, Fragment, Labels, ListParts, Listed, Long, Page, Pages,
    Planned, Preparation, Prepared, Printed, Settings, Sidebar, SidebarText, Theme, WorkParts, Works,
};
use crate::resolve::{FileNames, Term};
use crate::site::{Site, SiteFile};
use crate::source::{Inputs, SourceFile, SourcePath, Span, ThemeFiles};
use crate::trace::Trace;
use collected::Collected;
use files::Order;
use views::Views;

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
    /// The notes that are published.
    published: Kept<BTreeMap<NoteId, Arc<Note>>>,
    /// Bibliographies by their file.
    pub bibliographies: Memo<SourcePath, SourceFile, Checked<Arc<Vec<Arc<Reference>>>>>,
    /// All works by their key.
    references: Last<Vec<Arc<Vec<Arc<Reference>>>>, Checked<Arc<BTreeMap<ReferenceKey, Arc<Reference>>>>>,
    /// What is known across the book.
    pub views: ViewCache,
    /// The works that are cited.
    works: WorkCache,
    /// The theme.
    pub theme: Last<ThemeFiles, Checked<Arc<Theme>>>,
    /// What all pages need.
    preparation: Kept<Preparation>,
    prepared: Last<Arc<Preparation>, Arc<Prepared>>,
    /// The lists that take several pages.
    long: Last<LongFrom, Arc<Vec<Long>>>,
    /// How pages are cited.
    cite: Last<(Arc<Config>, Arc<Style>), Arc<CiteForms>>,
    /// How the index of citations is cut.
    work_parts: Last<(Arc<Works>, Arc<BTreeMap<ReferenceKey, Record>>), Arc<WorkParts>>,
    /// How the glossary and the timeline are cut.
    list_parts: Last<ListPartsFrom, Arc<ListParts>>,
    /// Which pages there are.
    planned: Last<PlannedFrom, Checked<Arc<Pages>>>,
    /// The text of the events of each note.
    event_texts: TableCache<NoteId, Fragment>,
    /// Who uses a term and who cites a work, as far as lists of all of them show it.
    users_shown: TableCache<TermId, BacklinkItem>,
    citing_shown: TableCache<ReferenceKey, CitedPlace>,
    /// Pages as values.
    pub plans: Traced<Url, (Planned, Arc<Settings>), Arc<Page>>,
    /// What stands beside pages.
    placed: Last<(Arc<Pages>, Arc<Prepared>), SidebarsOfPages>,
    /// The same as it is printed, by the first page that it stands on.
    pub sidebars: Memo<Url, (Arc<Theme>, Arc<Sidebar>), Checked<Arc<SidebarText>>>,
    /// The files of pages by the page's address.
    pub pages: Memo<Url, (Arc<Theme>, Arc<Page>, Arc<SidebarText>), Checked<Printed>>,
    /// The files beside pages.
    pub files: FileCache,
    /// All files of the last build.
    site: Collected,
    /// What the build before knew.
    facts: Option<Facts>,
    /// Whether nothing that is large is remembered.
    forgets: bool,
}

impl Cache {
    /// A cache that does not remember what is made for each file, for a build that
    /// no other follows: what has been used up is dropped during the build.
    fn forgetful() -> Self {
        let mut cache = Cache { forgets: true, ..Cache::default() };
        cache.bibliographies.forget();
        cache.views.forget();
        cache.works.drafts.forget();
        cache.works.works.forget();
        cache.event_texts.each.forget();
        cache.plans.forget();
        cache.sidebars.forget();
        cache.files.forget();
        cache
    }

    /// Why each page that the last build rendered was rendered: what is
    /// different about it.
    pub fn reasons(&self) -> BTreeMap<Url, Vec<&'static str>> {
        let reruns: Vec<_> = self.pages.reruns().collect();
        let reasons = reruns.into_par_iter().map(|(url, before, (theme, page, sidebar))| {
            let Some((old_theme, old, old_sidebar)) = before else {
                return (url.clone(), vec!["the page is new"]);
            };
            let mut differences = render::differences(old, page);
            if old_theme != theme {
                differences.push("the theme");
            }
            if old_sidebar != sidebar {
                differences.push("the pages beside it");
            }
            (url.clone(), differences)
        });
        reasons.collect()
    }
}

/// What decides which pages there are: what all pages show, the order of the book,
/// the names of its files and its topics; the addresses that notes once had; the lists
/// that take several pages, the parts of the index of citations, of the glossary and
/// of the timeline. No titles of notes are among it.
type PlannedFrom = (
    (Arc<Settings>, Arc<Outline>, Arc<FileNames>, Arc<Topics>),
    Vec<(NoteId, Arc<Vec<Located<String>>>)>,
    (Arc<Vec<Long>>, Arc<WorkParts>, Arc<ListParts>),
);

/// All terms.
type Terms = Arc<BTreeMap<TermId, Arc<Term>>>;

/// What decides which lists take several pages.
type LongFrom = (Arc<Settings>, Arc<FileNames>, Indexes, Terms, Arc<WorkParts>);

/// What decides how the glossary and the timeline are cut.
type ListPartsFrom = (Arc<Config>, Arc<Labels>, Arc<Timeline>, Terms);

/// Each sidebar with the address of the first page that it stands on.
type SidebarsOfPages = Arc<Vec<(Url, Arc<Sidebar>)>>;

/// Takes the files of a site as they are made, from any thread. Of two with one
/// address, the later one counts.
pub type Sink<'s> = &'s (dyn Fn(&Url, &SiteFile) + Sync);

/// Builds a book. Neither the time, nor the machine, nor the number of threads
/// makes a difference to the result.
pub fn build(inputs: &Inputs, cache: &mut Cache) -> Build {
    let collecting = Mutex::new(std::mem::take(&mut cache.site).collecting());
    let diagnostics = build_to(inputs, cache, &|url, file| locked(&collecting).add(url, file));
    let collecting = collecting.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (site, collected) = collecting.site();
    cache.site = collected;
    Build { site, diagnostics }
}

/// Builds a book and gives its files away one by one, so that a site need not be
/// in memory as a whole. Returns everything that is wrong with the book.
pub fn build_to(inputs: &Inputs, cache: &mut Cache, sink: Sink) -> Vec<Diagnostic> {
    let mut problems = Problems::default();

    // Per file, reused while the file's text is the same.
    let config = problems.take(cache.config.get((&inputs.config, &inputs.base_url), config));
    let dialect = Dialect::of(&config);
    let notes = inputs.notes.iter().map(|(id, file)| (id, (file, &dialect))).collect();
    let notes = cache.notes.map(notes, |(file, dialect)| parse::note(file, *dialect));
    for note in notes {
        problems.add(note.result.diagnostics.iter().cloned());
    }
    let notes = notes.iter().map(|note| (&note.key, &note.result.value));
    let notes = cache.published.keep_entries(notes.filter(|(_, note)| !note.front.draft));
    site(inputs, config, notes, cache, sink, problems)
}

/// The same for a build that no other follows: what is known is dropped as soon as it is
/// used up, and with it the texts of notes, each when it is parsed. Returns what was used
/// up as well, by [`SourceFile::fingerprint`].
pub fn build_once(inputs: &mut Inputs, sink: Sink) -> (Vec<Diagnostic>, BTreeMap<NoteId, u64>) {
    let mut cache = Cache::forgetful();
    let mut problems = Problems::default();
    let config = problems.take(cache.config.get((&inputs.config, &inputs.base_url), config));
    let dialect = Dialect::of(&config);
    // What is asked for is looked for in the texts.
    let uses_up = inputs.asked.is_empty();
    let files: Vec<_> = std::mem::take(&mut inputs.notes).into_iter().collect();
    let parsed = files.into_par_iter().map(|(id, mut file)| {
        let note = parse::note(&file, dialect);
        let fingerprint = uses_up.then(|| file.fingerprint());
        if uses_up {
            file.text = Arc::default();
        }
        (id, file, note, fingerprint)
    });
    let mut notes = BTreeMap::new();
    let mut used_up = BTreeMap::new();
    for (id, file, note, fingerprint) in parsed.collect::<Vec<_>>() {
        used_up.extend(fingerprint.map(|fingerprint| (id.clone(), fingerprint)));
        let note = problems.take(note);
        if !note.front.draft {
            notes.insert(id.clone(), note);
        }
        inputs.notes.insert(id, file);
    }
    let diagnostics = site(inputs, config, Arc::new(notes), &mut cache, sink, problems);
    (diagnostics, used_up)
}

/// Makes the site of parsed notes.
fn site(
    inputs: &Inputs,
    config: Arc<Config>,
    notes: Arc<BTreeMap<NoteId, Arc<Note>>>,
    cache: &mut Cache,
    sink: Sink,
    mut problems: Problems,
) -> Vec<Diagnostic> {
    problems.add(inputs.problems.iter().cloned());
    let files = inputs.bibliographies.iter().map(|file| (&file.path, file)).collect();
    let works = cache.bibliographies.map(files, parse::bibliography);
    let works: Vec<_> = works.iter().map(|works| problems.take(works.result.clone())).collect();
    let references =
        cache.references.get(&works, |works| model::by_key(works.iter().flat_map(|all| all.iter().cloned())));
    let references = problems.take(references);
    let language = config.language.clone();
    let book = Book { config, notes, references, assets: inputs.assets.clone() };

    // Across the book, each reused while what it is made from is the same. What depends
    // on no note is read meanwhile.
    let (choice, span) = style_choice(&book.config, &inputs.styles);
    let (view_cache, style, theme) = (&mut cache.views, &mut cache.works.style, &mut cache.theme);
    let (views, (style, theme)) = rayon::join(
        || views::views(&book, inputs, view_cache, &mut problems),
        || {
            let style = style.get((&choice, &span), |(choice, span)| citation::style(choice, span));
            (style, theme.get(&inputs.theme, render::theme))
        },
    );
    let (style, theme) = (problems.take(style), problems.take(theme));
    let works = works_of(&views, style, &mut cache.works);
    let planned = planned(&book, views, works, &theme, cache, &mut problems);

    // Per page, reused while everything the page is made from is the same.
    let listed = pages(&planned, &theme, cache, sink, &mut problems);
    let facts = cache.facts.as_ref().expect("planning has left it");
    match cache.forgets {
        true => cache.files.beside.give(facts, listed, Order::Any, sink),
        false => cache.files.give(facts, listed, sink),
    }
    let copies = facts.names.files.asset_urls.iter();
    let copies = copies.map(|(path, url)| (url.clone(), SiteFile::Copy(book.assets[path].clone())));
    let others = [Arc::new(render::theme_files(&theme)), Arc::new(copies.collect())];
    for files in &others {
        match cache.forgets {
            true => files.par_iter().for_each(|(url, file)| sink(url, file)),
            false => files.iter().for_each(|(url, file)| sink(url, file)),
        }
    }

    if cache.forgets {
        // Of all that is known, the search needs what it finds. Dropping the rest before its
        // words are gathered is what keeps them from adding to the most that is in memory.
        let things = files::found(facts);
        let rest = (std::mem::take(cache), book, planned, others);
        rayon::join(|| drop(rest), || search::search_files_once(things, &language, sink));
    }
    problems.sorted()
}

/// What stands behind a lock. Who panics while holding it leaves it whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Plans each page, prints it, and gives its files away. Returns what lists say of
/// it. Where nothing is remembered, a page is dropped as soon as it is printed, so
/// that no more than a few are in memory.
fn pages(
    planned: &Arc<Pages>,
    theme: &Arc<Theme>,
    cache: &mut Cache,
    sink: Sink,
    problems: &mut Problems,
) -> Vec<Arc<Listed>> {
    let facts = cache.facts.as_ref().expect("planning has left it");
    let settings = &facts.prepared.settings;
    let from = (planned, &facts.prepared);
    let sidebars = cache.placed.get(from, |(planned, prepared)| {
        Arc::new(prepared.sidebars(&planned.sidebars, &facts.indexes.outline))
    });
    let sidebars = sidebars.iter().map(|(url, sidebar)| (url, (theme, sidebar))).collect();
    let sidebars = cache.sidebars.map_kept(sidebars, |(theme, sidebar)| sidebar.print(theme));
    for sidebar in sidebars {
        problems.add(sidebar.result.diagnostics.iter().cloned());
    }
    let sidebar_of = |at: usize| &sidebars[planned.sidebars.of_pages[at]].result.value;
    let arguments = planned.planned.iter().map(|(url, page)| (url, (page, settings))).collect();
    let plan = |_: &Url, (page, _): &(Planned, Arc<Settings>), trace: &Trace| {
        Arc::new(render::page(page, facts, trace))
    };
    let give = |printed: &Printed| printed.files.iter().for_each(|(url, file)| sink(url, file));
    if cache.forgets {
        let found = Mutex::new(Vec::new());
        let listed = cache.plans.each(arguments, plan, |at, page| {
            let listed = Arc::new(render::listed(&page));
            let printed = Printed::new(theme, &page, sidebar_of(at), None);
            give(&printed.value);
            if !printed.diagnostics.is_empty() {
                locked(&found).extend(printed.diagnostics);
            }
            listed
        });
        problems.add(found.into_inner().unwrap_or_else(PoisonError::into_inner));
        return listed;
    }
    let pages = cache.plans.map(arguments, &facts.changes, plan);
    let listed = files::listed(pages, &mut cache.files);
    let arguments = pages.iter().enumerate();
    let arguments = arguments.map(|(at, page)| (&page.key, (theme, &page.result, sidebar_of(at)))).collect();
    let printed = cache.pages.map_from(arguments, |(theme, page, sidebar), earlier| {
        match earlier.filter(|((same, ..), _)| same == theme) {
            Some(((_, same, _), printed)) if same == page => {
                Checked { value: printed.value.with(sidebar), diagnostics: printed.diagnostics.clone() }
            }
            earlier => {
                let before = earlier.map(|((_, page, _), printed)| (&**page, &printed.value));
                Printed::new(theme, page, sidebar, before)
            }
        }
    });
    for printed in printed {
        problems.add(printed.result.diagnostics.iter().cloned());
        give(&printed.result.value);
    }
    listed
}

/// Which pages there are. Everything that is known is kept, for planning them and
/// for the next build.
fn planned(
    book: &Book,
    views: Views,
    works: Arc<Works>,
    theme: &Theme,
    cache: &mut Cache,
    problems: &mut Problems,
) -> Arc<Pages> {
    let is_told = |about: &Arc<crate::resolve::About>| about.updated.as_deref().is_some_and(render::is_told);
    let cite = cache
        .cite
        .get((&book.config, &works.style), |(config, style)| Arc::new(CiteForms::new(config, style)));
    let preparation = cache.preparation.keep(Preparation {
        config: book.config.clone(),
        cite,
        labels: theme.labels(&book.config.language),
        style: works.style.clone(),
        calls: views.calls.clone(),
        names: views.names.clone(),
        outline: views.indexes.outline.clone(),
        timeline: views.indexes.timeline.clone(),
        topics: views.indexes.topics.clone(),
        terms: views.lexicon.terms.len(),
        works: views.indexes.cited.len(),
        has_marks: views.has_marks,
        has_updates: book.config.base_url.is_some() && views.about.values().any(is_told),
    });
    let before = cache.facts.take();
    let prepared = cache.prepared.get_from(&preparation, |from, earlier| {
        let earlier = earlier.map(|(from, prepared)| (&**from, &**prepared));
        let mut prepared = Prepared::new(from, earlier);
        if let Some((_, earlier)) = earlier {
            prepared.settings = prepared.settings.keep(&earlier.settings);
        }
        Arc::new(prepared)
    });
    let (settings, files, terms) = (&prepared.settings, &views.names.files, &views.lexicon.terms);
    let from = (&works, &views.records);
    let work_parts =
        cache.work_parts.get(from, |(works, records)| Arc::new(render::work_parts(works, records)));
    let from = (settings, files, &views.indexes, terms, &work_parts);
    let long = cache.long.get_kept(from, |(_, files, indexes, terms, works)| {
        Arc::new(render::long_lists(&prepared, files, indexes, terms, works))
    });
    let from = (&book.config, &preparation.labels, &views.indexes.timeline, terms);
    let list_parts = cache.list_parts.get_kept(from, |(config, labels, timeline, terms)| {
        Arc::new(render::list_parts(terms, timeline, &config.language, labels))
    });
    let (outline, topics) = (&views.indexes.outline, &views.indexes.topics);
    let from = ((settings, outline, files, topics), &views.redirects, (&long, &work_parts, &list_parts));
    let planned =
        cache.planned.get(from, |((_, outline, files, topics), redirects, (long, works, lists))| {
            prepared.pages((outline, files, topics), redirects, long, &works.parts, lists).map(Arc::new)
        });
    let planned = problems.take(planned);
    let mut facts = Facts {
        config: book.config.clone(),
        labels: preparation.labels.clone(),
        notes: book.notes.clone(),
        calls: views.calls,
        places: views.places,
        about: views.about,
        references: views.records,
        names: views.names,
        lexicon: views.lexicon,
        links: views.links,
        uses: views.uses,
        indexes: views.indexes,
        works,
        work_parts,
        list_parts,
        prepared,
        event_texts: Arc::default(),
        users_shown: Arc::default(),
        citing_shown: Arc::default(),
        linked: views.linked,
        changes: views.changes,
    };
    if let Some(before) = &before {
        facts.compare(before);
    }

    let telling = facts.notes.iter().filter(|(_, note)| !note.events.is_empty()).map(|(id, _)| id);
    facts.event_texts = cache.event_texts.table(telling, &facts, render::event_texts);
    // Of a list that is printed once there is nothing to be reused.
    if !cache.forgets {
        let (terms, works) = (facts.indexes.term_uses.keys(), facts.indexes.cited.keys());
        let users = cache.users_shown.table(terms, &facts, render::users_shown);
        let citing = cache.citing_shown.table(works, &facts, render::citing_shown);
        (facts.users_shown, facts.citing_shown) = (users, citing);
    }
    if let Some(before) = &before {
        facts.compare_made(before);
    }
    // Large tables take time to drop, and nobody waits for that.
    rayon::spawn(move || drop(before));
    cache.facts = Some(facts);
    planned
}

/// What was known of a table for pages: some things by key, made for each key by itself.
#[derive(Debug)]
struct TableCache<K, T> {
    each: Traced<K, Arc<Settings>, Arc<Vec<T>>>,
    all: Kept<BTreeMap<K, Arc<Vec<T>>>>,
}

impl<K, T> Default for TableCache<K, T> {
    fn default() -> Self {
        TableCache { each: Traced::default(), all: Kept::default() }
    }
}

impl<K: Clone + Ord + Hash + Send + Sync, T: PartialEq + Send + Sync> TableCache<K, T> {
    /// The table of these keys, which are in order. What is made for a key depends on
    /// the settings and on what `make` asks of the facts.
    fn table<'k>(
        &mut self,
        keys: impl Iterator<Item = &'k K>,
        facts: &Facts,
        make: impl Fn(&K, &Facts, &Trace) -> Arc<Vec<T>> + Sync,
    ) -> Arc<BTreeMap<K, Arc<Vec<T>>>>
    where
        K: 'k,
    {
        let arguments = keys.map(|key| (key, &facts.prepared.settings)).collect();
        let each = self.each.map(arguments, &facts.changes, |key, _, trace| make(key, facts, trace));
        let all = self.all.keep_entries(each.iter().map(|made| (&made.key, &made.result)));
        self.each.let_go();
        all
    }
}

/// What `book.toml` says, and over it what was said when the program was called.
fn config((file, base_url): &(Option<SourceFile>, Option<String>)) -> Checked<Arc<Config>> {
    let said = file.as_ref().map_or_else(|| Checked::ok(Arc::default()), parse::config);
    match base_url {
        None => said,
        Some(_) => said.map(|config| Arc::new(Config { base_url: base_url.clone(), ..(*config).clone() })),
    }
}

/// What was known of the works that are cited.
#[derive(Debug, Default)]
struct WorkCache {
    /// All of them.
    all: Last<(Vec<(ReferenceKey, Record)>, Arc<Style>), Arc<Works>>,
    /// The citation style.
    style: Last<(StyleChoice, Span), Checked<Arc<Style>>>,
    /// What each would be called if there were no other.
    drafts: Memo<ReferenceKey, (Record, Arc<Style>), Draft>,
    /// Each in the words of the citation style.
    works: Memo<ReferenceKey, (Record, Draft, Distinction, Arc<Style>), Arc<Work>>,
}

/// Which citation style a book asks for, and where.
fn style_choice(config: &Config, styles: &[SourceFile]) -> (StyleChoice, Span) {
    let (name, span) = match &config.citation_style {
        Some(style) => (style.value.clone(), style.span.clone()),
        None => (citation::DEFAULT_STYLE.to_owned(), Span::start_of(&SourcePath::new("book.toml"))),
    };
    (StyleChoice { name, files: styles.to_vec(), language: config.language.clone() }, span)
}

/// The cited works in the words of the citation style. What tells works apart
/// depends on all of them; all the rest is done once for each.
fn works_of(views: &Views, style: Arc<Style>, cache: &mut WorkCache) -> Arc<Works> {
    let cited: Vec<_> =
        views.indexes.cited.keys().map(|key| (key.clone(), views.records[key].clone())).collect();
    let WorkCache { all, drafts, works, .. } = cache;
    all.get((&cited, &style), |(cited, style)| {
        let arguments = cited.iter().map(|(key, work)| (key, (work, style)));
        let drafts = drafts.map(arguments.collect(), |(work, style)| citation::draft(work, style));
        let drafts: BTreeMap<ReferenceKey, Draft> =
            drafts.iter().map(|draft| (draft.key.clone(), draft.result.clone())).collect();
        let distinctions = citation::disambiguate(&drafts, style);
        let none = Distinction::default();
        let distinction = |key: &ReferenceKey| distinctions.get(key).unwrap_or(&none);
        let arguments = cited.iter().map(|(key, work)| (key, (work, &drafts[key], distinction(key), style)));
        let works = works.map_kept(arguments.collect(), |(work, draft, distinction, style)| {
            Arc::new(citation::work(work, draft, distinction, style))
        });
        let works = works.iter().map(|work| (work.key.clone(), work.result.clone())).collect();
        Arc::new(Works { works, style: style.clone() })
    })
}
