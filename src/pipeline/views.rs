//! What is known across the book: names, where links lead, and the views that
//! are made from them. Each is made again only if what it is made from has
//! changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cache::{Keep, Kept, Last, Memo, Remembered, Traced};
use crate::diagnostic::{Checked, Diagnostic, Problems};
use crate::index::{
    self, AllReferences, Asked, Backlink, ByThing, CitedOn, CitedWorks, Indexes, Outline, Share, Speaking,
    Subjects, TermUsers, Timeline, Told, Topics, Turned,
};
use crate::model::{Anchor, AssetPath, Book, Located, Note, NoteId, Record, Reference, ReferenceKey, TermId};
use crate::render::Uses;
use crate::resolve::{
    self, About, Calls, Destination, Entry, Everything, Facets, FileNames, Lexicon, Links, Matcher, Names,
    Places, Term, TermUse, TopicsOf,
};
use crate::source::{AssetFile, Inputs, SourcePath};
use crate::trace::{Changes, Table};

/// Where the links of a note lead, and what is wrong with them and the rest of
/// it.
#[derive(Debug, Clone, PartialEq)]
struct Resolved {
    destinations: Arc<Vec<Destination>>,
    diagnostics: Arc<Vec<Diagnostic>>,
}

impl Keep for Resolved {
    fn keep(self, earlier: &Self) -> Self {
        Resolved { destinations: self.destinations.keep(&earlier.destinations), ..self }
    }
}

impl Keep for Facets {
    fn keep(self, earlier: &Self) -> Self {
        Facets {
            called: self.called.keep(&earlier.called),
            places: self.places.keep(&earlier.places),
            about: self.about.keep(&earlier.about),
            topics: self.topics.keep(&earlier.topics),
            redirects: self.redirects.keep(&earlier.redirects),
            terms: self.terms.keep(&earlier.terms),
            subjects: self.subjects.keep(&earlier.subjects),
            embeds: self.embeds,
        }
    }
}

impl Keep for Share {
    fn keep(self, earlier: &Self) -> Self {
        Share {
            mentions: self.mentions.keep(&earlier.mentions),
            cites: self.cites.keep(&earlier.cites),
            lists: self.lists.keep(&earlier.lists),
            terms: self.terms.keep(&earlier.terms),
            events: self.events.keep(&earlier.events),
            places: self.places.keep(&earlier.places),
        }
    }
}

impl<T: Keep> Keep for Checked<T> {
    fn keep(self, earlier: &Self) -> Self {
        Checked { value: self.value.keep(&earlier.value), ..self }
    }
}

/// A place in a note to which a link leads.
type Linked = (NoteId, Anchor);

/// A part of each note.
type PartOf<T> = Vec<(NoteId, Arc<T>)>;

/// What the order of the book is made from: the names of files, the titles of the
/// notes that are pages of sections, the places that notes say they have, the title.
type OutlineFrom = (Arc<FileNames>, Vec<(NoteId, Arc<str>)>, Vec<(NoteId, i64)>, String);

/// Results of earlier builds, each for the function of its name.
#[derive(Debug, Default)]
pub struct ViewCache {
    facets: Memo<NoteId, (NoteId, Arc<Note>), Facets>,
    assets: Kept<BTreeMap<AssetPath, AssetFile>>,
    calls: Kept<Calls>,
    places: Kept<BTreeMap<NoteId, Arc<Places>>>,
    about: Kept<BTreeMap<NoteId, Arc<About>>>,
    records: Last<AllReferences, Arc<BTreeMap<ReferenceKey, Record>>>,
    file_names: Last<(Vec<(NoteId, SourcePath)>, Vec<AssetPath>), Checked<Arc<FileNames>>>,
    names: Last<(Arc<FileNames>, Arc<Calls>), Arc<Names>>,
    lexicon: Last<(PartOf<Vec<Entry>>, String), Checked<Arc<Lexicon>>>,
    resolved: Traced<NoteId, (Arc<Note>, bool), Resolved>,
    links: Kept<Links>,
    /// The terms that each note uses.
    pub uses: Memo<NoteId, (Arc<Note>, Arc<Matcher>), Arc<Vec<TermUse>>>,
    all_uses: Kept<Uses>,
    shares: Memo<NoteId, (NoteId, Arc<Note>, Arc<Vec<Destination>>, Arc<Vec<TermUse>>), Share>,
    mentions: Turned<NoteId, Backlink>,
    cites: Turned<ReferenceKey, CitedOn>,
    users: Turned<TermId, Backlink>,
    cited: Last<(ByThing<ReferenceKey, CitedOn>, Vec<Arc<Vec<ReferenceKey>>>, AllReferences), CitedWorks>,
    uncited: Last<(CitedWorks, AllReferences), Vec<Diagnostic>>,
    term_users: Last<(Arc<Lexicon>, ByThing<TermId, Backlink>), Checked<TermUsers>>,
    outline: Last<OutlineFrom, Arc<Outline>>,
    timeline: Last<PartOf<Vec<Told>>, Arc<Timeline>>,
    topics: Last<(PartOf<TopicsOf>, Arc<Timeline>), Checked<Arc<Topics>>>,
    subjects: Last<(Vec<Speaking>, bool, Arc<BTreeMap<TermId, Arc<Term>>>, Arc<Topics>), Arc<Subjects>>,
    linked: Last<Vec<Arc<Vec<Linked>>>, Arc<Vec<Linked>>>,
    before: Option<Before>,
    /// Whether nothing that is made for each note is remembered.
    forgets: bool,
}

impl ViewCache {
    /// Remembers nothing that is made for each note from now on.
    pub(super) fn forget(&mut self) {
        self.facets.forget();
        self.resolved.forget();
        self.uses.forget();
        self.shares.forget();
        self.forgets = true;
    }

    /// Lets go of what was made for each note, if nothing is to be remembered.
    fn let_go(&mut self) {
        self.facets.let_go();
        self.resolved.let_go();
        self.uses.let_go();
        self.shares.let_go();
        if self.forgets {
            self.mentions.let_go();
            self.cites.let_go();
            self.users.let_go();
            self.timeline = Last::default();
            self.subjects = Last::default();
        }
    }
}

/// The tables of the build before by which links were resolved.
#[derive(Debug)]
struct Before {
    names: Arc<Names>,
    lexicon: Arc<Lexicon>,
    places: Arc<BTreeMap<NoteId, Arc<Places>>>,
    records: Arc<BTreeMap<ReferenceKey, Record>>,
    assets: Arc<BTreeMap<AssetPath, AssetFile>>,
}

/// Everything that is known across the book.
pub(super) struct Views {
    pub calls: Arc<Calls>,
    pub places: Arc<BTreeMap<NoteId, Arc<Places>>>,
    pub about: Arc<BTreeMap<NoteId, Arc<About>>>,
    pub records: Arc<BTreeMap<ReferenceKey, Record>>,
    pub names: Arc<Names>,
    pub lexicon: Arc<Lexicon>,
    pub links: Arc<Links>,
    pub uses: Arc<Uses>,
    pub indexes: Indexes,
    pub redirects: PartOf<Vec<Located<String>>>,
    /// The places to which links lead, in order.
    pub linked: Arc<Vec<Linked>>,
    pub has_marks: bool,
    /// What is different from the build before of all that links are resolved by.
    pub changes: Changes,
}

/// Makes all views of a book.
pub(super) fn views(book: &Book, inputs: &Inputs, cache: &mut ViewCache, problems: &mut Problems) -> Views {
    let notes = || book.notes.iter();

    // What others see of each note.
    let arguments = notes().map(|(id, note)| (id, (id, note))).collect();
    let facets = cache.facets.map_kept(arguments, |(id, note)| Facets::of(id, note));
    let calls = cache.calls.keep_entries(part(facets, |facets| &facets.called));
    let places = cache.places.keep_entries(part(facets, |facets| &facets.places));
    let about = cache.about.keep_entries(part(facets, |facets| &facets.about));
    let topics_of = some(facets, |facets| &facets.topics, |of| of.topic.is_some() || !of.topics.is_empty());
    let entries = some(facets, |facets| &facets.terms, |entries| !entries.is_empty());
    let redirects = some(facets, |facets| &facets.redirects, |old| !old.is_empty());

    // Names.
    let assets = cache.assets.keep_entries(book.assets.iter());
    let paths: Vec<_> = calls.iter().map(|(id, called)| (id, &called.file)).collect();
    let file_names = cache.file_names.get((paths, assets.keys().collect::<Vec<_>>()), |(notes, assets)| {
        resolve::file_names(notes, assets).map(Arc::new)
    });
    let file_names = problems.take(file_names);
    let names = cache.names.get_from((&file_names, &calls), |(files, calls), before| {
        Arc::new(match before {
            Some(((_, before), names)) => names.then(files, before, calls),
            None => resolve::names(files, calls),
        })
    });
    let lexicon = cache.lexicon.get_kept((&entries, &book.config.language), |(entries, language)| {
        resolve::lexicon(entries, language).map(Arc::new)
    });
    let lexicon = problems.take(lexicon);
    let records = cache.records.get_kept(&book.references, |references| {
        let record = |(key, work): (&ReferenceKey, &Arc<Reference>)| (key.clone(), Record(work.clone()));
        Arc::new(references.iter().map(record).collect())
    });

    // Where links lead.
    let mut changes = Changes::default();
    if let Some(before) = &cache.before {
        changes = Changes::none();
        if !Arc::ptr_eq(&before.names, &names) {
            names.compare(&before.names, &mut changes);
        }
        if !Arc::ptr_eq(&before.lexicon, &lexicon) {
            lexicon.compare(&before.lexicon, &mut changes);
        }
        if !Arc::ptr_eq(&before.places, &places) {
            changes.compare("places", &before.places, &places);
        }
        if !Arc::ptr_eq(&before.records, &records) {
            changes.compare("references", &before.records, &records);
        }
        if !Arc::ptr_eq(&before.assets, &assets) {
            changes.compare("assets", &before.assets, &assets);
        }
    }
    let cites = !book.references.is_empty() || book.config.bibliography.is_some();
    let arguments = notes().map(|(id, note)| (id, (note, &cites))).collect();
    let resolved = cache.resolved.map(arguments, &changes, |id, (note, cites), trace| {
        let all = Everything {
            names: names.asked(trace),
            lexicon: lexicon.asked(trace),
            places: Table::new("places", &*places, trace),
        };
        let Checked { value, mut diagnostics } = resolve::links(id, note, all);
        diagnostics.extend(resolve::citations(note, Table::new("references", &*records, trace), *cites));
        diagnostics.extend(index::lints(note, &value, Table::new("assets", &*assets, trace)));
        Resolved { destinations: Arc::new(value), diagnostics: Arc::new(diagnostics) }
    });
    for resolved in resolved {
        problems.add(resolved.result.diagnostics.iter().cloned());
    }
    let links =
        cache.links.keep_entries(resolved.iter().map(|entry| (&entry.key, &entry.result.destinations)));
    let showing = facets.iter().filter(|facets| facets.result.embeds).map(|facets| &facets.key);
    problems.add(resolve::embed_cycles(showing, book, &links));

    // Where terms are used.
    let arguments = notes().map(|(id, note)| (id, (note, &lexicon.matcher))).collect();
    let uses = cache.uses.map_kept(arguments, |(note, matcher)| Arc::new(resolve::term_uses(note, matcher)));

    // What each note adds to the views, and the views.
    let arguments = notes()
        .zip(resolved)
        .zip(uses)
        .map(|(((id, note), resolved), uses)| (id, (id, note, &resolved.result.destinations, &uses.result)));
    let shares = cache.shares.map_kept(arguments.collect(), |(id, note, destinations, uses)| {
        index::share(id, note, destinations, uses)
    });
    let uses = cache.all_uses.keep_entries(uses.iter().map(|uses| (&uses.key, &uses.result)));
    let backlinks = cache.mentions.turn(part(shares, |share| &share.mentions));
    let cited_at = cache.cites.turn(part(shares, |share| &share.cites));
    let used_in = cache.users.turn(part(shares, |share| &share.terms));
    let lists = shares.iter().map(|share| &share.result.lists).filter(|lists| !lists.is_empty());
    let lists: Vec<_> = lists.collect();
    let cited = cache.cited.get((&cited_at, lists, &book.references), |(places, lists, references)| {
        index::cited(places, lists.iter().flat_map(|list| list.iter()), references)
    });
    problems.add(
        cache
            .uncited
            .get((&cited, &book.references), |(cited, references)| index::uncited(cited, references)),
    );
    let term_uses =
        cache.term_users.get((&lexicon, &used_in), |(lexicon, used_in)| index::term_users(lexicon, used_in));
    let term_uses = problems.take(term_uses);
    let titles: Vec<_> = names.files.section_pages.values().map(|id| (id, &calls[id].title)).collect();
    let stands: Vec<_> = calls.iter().filter_map(|(id, called)| Some((id, called.order.as_ref()?))).collect();
    let outline_from = (&names.files, titles, stands, &book.config.title);
    let outline = cache.outline.get_kept(outline_from, |(files, titles, places, title)| {
        Arc::new(index::outline(files, titles, places, title))
    });
    let told = some(shares, |share| &share.events, |events| !events.is_empty());
    let timeline = cache.timeline.get(&told, |notes| Arc::new(index::timeline(notes)));
    let topics = cache
        .topics
        .get_kept((&topics_of, &timeline), |(notes, timeline)| index::topics(notes, timeline).map(Arc::new));
    let topics = problems.take(topics);
    let with_titles = index::has_titles(facets.len());
    let speaks = |facets: &Facets| !facets.subjects.marks.is_empty() || facets.topics.topic.is_some();
    let speaking = facets.iter().map(|facets| (&facets.key, &facets.result));
    let speaking = speaking.filter(|(_, facets)| with_titles || speaks(facets));
    let speaking = speaking.map(|(id, facets)| Speaking {
        id: id.clone(),
        called: facets.called.clone(),
        of: facets.subjects.clone(),
        places: with_titles.then(|| facets.places.clone()),
        topics: facets.topics.clone(),
    });
    let speaking: Vec<Speaking> = speaking.collect();
    let speaking = (&speaking, &with_titles, &lexicon.terms, &topics);
    let subjects = cache.subjects.get_kept(speaking, |(notes, with_titles, terms, topics)| {
        Arc::new(index::subjects(notes, *with_titles, terms, topics))
    });
    let asked = Asked { codes: &inputs.asked, files: &inputs.notes };
    problems.add(index::asked(book, &names, &lexicon, &links, &backlinks, asked));

    let places_linked: Vec<_> =
        shares.iter().map(|share| &share.result.places).filter(|places| !places.is_empty()).collect();
    let linked = cache.linked.get_kept(places_linked, |places| {
        let mut linked: Vec<_> = places.iter().flat_map(|places| places.iter().cloned()).collect();
        linked.sort();
        linked.dedup();
        Arc::new(linked)
    });
    let has_marks = facets.iter().any(|facets| !facets.result.subjects.marks.is_empty());
    let indexes = Indexes { outline, backlinks, timeline, term_uses, cited, topics, subjects };
    cache.before = Some(Before {
        names: names.clone(),
        lexicon: lexicon.clone(),
        places: places.clone(),
        records: records.clone(),
        assets,
    });
    cache.let_go();
    Views {
        calls,
        places,
        about,
        records,
        names,
        lexicon,
        links,
        uses,
        indexes,
        redirects,
        linked,
        has_marks,
        changes,
    }
}

/// One part of what is remembered of every note.
fn part<'a, A, W, T: 'a>(
    notes: &'a [Remembered<NoteId, A, W>],
    part: impl Fn(&W) -> &Arc<T> + Clone,
) -> impl Iterator<Item = (&'a NoteId, &'a Arc<T>)> + Clone {
    notes.iter().map(move |note| (&note.key, part(&note.result)))
}

/// One part of the notes in which there is something.
fn some<'a, A, W, T: 'a>(
    notes: &'a [Remembered<NoteId, A, W>],
    of: impl Fn(&W) -> &Arc<T> + Clone,
    is_any: impl Fn(&T) -> bool,
) -> PartOf<T> {
    let some = part(notes, of).filter(|(_, part)| is_any(part));
    some.map(|(id, part)| (id.clone(), part.clone())).collect()
}
