//! The files beside the pages: cards, lists for other programs, the search.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::search::{SearchCache, search_files};
use super::{Sink, locked};
use crate::cache::{Keep, Last, Memo, Remembered, Traced};
use crate::index::search::Findable;
use crate::index::{Outline, Timeline, Told};
use crate::model::{Config, EventId, NoteId, Record, ReferenceKey, Url};
use crate::render::cards::{self, Card};
use crate::render::{
    self, CardOf, Contents, EventLines, Exported, Facts, FoundIn, Listed, ListedAs, Page, Settings,
};
use crate::site::SiteFile;
use crate::trace::Trace;

/// Some files of the site.
type Files = Arc<Vec<(Url, SiteFile)>>;

/// Results of earlier builds, each for the function of its name.
#[derive(Debug, Default)]
pub struct FileCache {
    listed: Memo<Url, Arc<Page>, Arc<Listed>>,
    /// The files but for the search.
    pub beside: BesideCache,
    /// The search.
    pub search: SearchFileCache,
}

/// What is known of the files but for the search.
#[derive(Debug, Default)]
pub struct BesideCache {
    /// Cards.
    pub cards: CardCache,
    events: EventCache,
    lists: ListCache,
    exports: ExportCache,
}

/// What is known of cards.
#[derive(Debug, Default)]
pub struct CardCache {
    each: Traced<CardOf, Arc<Settings>, MaybeCard>,
    /// Which cards are in which file.
    sorted: Last<(Vec<Url>, u8), Arc<Vec<(String, Vec<usize>)>>>,
    /// The files of cards by their name.
    pub shards: Memo<String, Vec<Card>, (Url, SiteFile)>,
}

/// What is known of the files of events.
#[derive(Debug, Default)]
struct EventCache {
    lines: Traced<NoteId, (Arc<Settings>, Arc<Vec<Told>>), Arc<Vec<EventLines>>>,
    all: Last<EventsFrom, Files>,
}

/// What is known of the files that list pages.
#[derive(Debug, Default)]
struct ListCache {
    /// Which pages `llms.txt` lists in which order.
    contents: Last<ContentsFrom, Arc<Contents>>,
    all: Last<ListsFrom, Files>,
}

/// What is known of works for reference managers.
#[derive(Debug, Default)]
struct ExportCache {
    each: Memo<ReferenceKey, Record, Arc<Exported>>,
    all: Last<Vec<(ReferenceKey, Arc<Exported>)>, Files>,
}

/// What is known of what a search finds.
#[derive(Debug, Default)]
pub struct SearchFileCache {
    found: Traced<FoundIn, Arc<Settings>, Found>,
    /// The index.
    pub index: SearchCache,
}

impl FileCache {
    /// Remembers nothing that is made for each thing from now on.
    pub(super) fn forget(&mut self) {
        self.listed.forget();
        self.beside.cards.each.forget();
        self.beside.cards.shards.forget();
        self.beside.events.lines.forget();
        self.beside.exports.each.forget();
    }
}

/// What the files of events are made from: the settings, the events, and those of
/// each note as lines.
type EventsFrom = (Arc<Config>, Arc<Timeline>, Vec<(NoteId, Arc<Vec<EventLines>>)>);

/// What the files that list pages are made from.
type ListsFrom = (Arc<Config>, Arc<Outline>, Arc<Contents>, Vec<Arc<Listed>>);

/// What the contents of the book are made from: its order, the addresses of its notes,
/// and its pages.
type ContentsFrom = (Arc<Outline>, Arc<BTreeMap<NoteId, Url>>, Vec<(Url, ListedAs)>);

/// A card, or nothing where it would say nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct MaybeCard(Option<Card>);

impl Keep for MaybeCard {
    fn keep(self, earlier: &Self) -> Self {
        if self == *earlier { earlier.clone() } else { self }
    }
}

/// What is found in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found(Arc<Vec<Arc<Findable>>>);

impl Keep for Found {
    fn keep(self, earlier: &Self) -> Self {
        if self == *earlier { earlier.clone() } else { self }
    }
}

impl FileCache {
    /// Gives away the files beside the pages.
    pub(super) fn give(&mut self, facts: &Facts, listed: Vec<Arc<Listed>>, sink: Sink) {
        let FileCache { beside, search, .. } = self;
        let beside = |sink: Sink| beside.give(facts, listed, Order::Kept, sink);
        side_by_side(|sink| search.give(facts, sink), beside, Order::Kept, sink);
    }
}

impl BesideCache {
    /// Gives away those files but for the search.
    pub(super) fn give(&mut self, facts: &Facts, listed: Vec<Arc<Listed>>, order: Order, sink: Sink) {
        let BesideCache { cards, events, lists, exports } = self;
        let give = |files: Files, sink: Sink| files.iter().for_each(|(url, file)| sink(url, file));
        side_by_side(
            |sink| {
                cards.give(facts, sink);
                give(events.files(facts), sink);
            },
            |sink| {
                give(lists.files(facts, &listed), sink);
                give(exports.files(facts), sink);
            },
            order,
            sink,
        );
    }
}

/// In which order files are given away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// As they come, where nobody remembers them.
    Any,
    /// That of the build before: by what comes after what,
    /// [`Collected`](super::collected::Collected) knows them.
    Kept,
}

/// Makes files side by side of which none depends on another.
fn side_by_side(first: impl FnOnce(Sink) + Send, second: impl FnOnce(Sink) + Send, order: Order, sink: Sink) {
    if order == Order::Any {
        rayon::join(|| first(sink), || second(sink));
        return;
    }
    let made = Mutex::new(Vec::new());
    rayon::join(|| first(sink), || second(&|url, file| locked(&made).push((url.clone(), file.clone()))));
    let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.iter().for_each(|(url, file)| sink(url, file));
}

impl CardCache {
    /// Gives away the cards that links show, under `_cards/`.
    fn give(&mut self, facts: &Facts, sink: Sink) {
        let settings = &facts.prepared.settings;
        let places = facts.linked.iter().cloned();
        let defined = facts.lexicon.terms.iter().filter(|(_, term)| term.definition.is_some());
        let notes = facts.notes.keys().cloned().map(CardOf::Note);
        let all = notes
            .chain(places.map(|(id, anchor)| CardOf::Place(id, anchor)))
            .chain(defined.map(|(id, _)| CardOf::Term(id.clone())))
            .chain(facts.works.works.keys().cloned().map(CardOf::Work));
        let all: Vec<CardOf> = all.collect();
        let arguments = all.iter().map(|of| (of, settings)).collect();
        let each = self
            .each
            .map(arguments, &facts.changes, |of, _, trace| MaybeCard(render::card(of, facts, trace)));
        let cards: Vec<&Card> = each.iter().filter_map(|card| card.result.0.as_ref()).collect();
        let addresses: Vec<&Url> = cards.iter().map(|card| &card.address).collect();
        let count = facts.notes.len() + facts.lexicon.terms.len() + facts.works.works.len();
        let digits = render::card_digits(count);
        let sorted = self
            .sorted
            .get((addresses, &digits), |(addresses, digits)| Arc::new(cards::shards(addresses, *digits)));
        let held = |places: &[usize]| places.iter().map(|at| cards[*at]).collect::<Vec<&Card>>();
        let arguments = sorted.iter().map(|(name, places)| (name, held(places)));
        let file = |name: &String, cards: &Vec<Card>| {
            (Url::new(format!("_cards/{name}.js")), SiteFile::Text(cards::shard(name, cards)))
        };
        self.shards.each(arguments.collect(), file, |(url, file)| sink(url, file));
        self.each.let_go();
    }
}

impl EventCache {
    /// The timeline for calendars and programs.
    fn files(&mut self, facts: &Facts) -> Files {
        let timeline = &facts.indexes.timeline;
        // Each note that tells of events has a first one.
        let telling = timeline.iter().filter(|event| event.event == EventId(0));
        let settings = &facts.prepared.settings;
        let arguments = telling.map(|event| (&event.id, (settings, &event.told))).collect();
        let lines = self.lines.map(arguments, &facts.changes, |id, (_, told), trace| {
            Arc::new(render::event_lines(id, told, facts, trace))
        });
        let lines: Vec<_> = lines.iter().map(|lines| (&lines.key, &lines.result)).collect();
        let files = self.all.get((&facts.config, timeline, lines), |(config, timeline, lines)| {
            Arc::new(render::event_files(config, timeline, lines))
        });
        self.lines.let_go();
        files
    }
}

impl ExportCache {
    /// The bibliography for reference managers.
    fn files(&mut self, facts: &Facts) -> Files {
        let cited = facts.indexes.cited.keys().map(|key| (key, &facts.references[key])).collect();
        let exported = self.each.map_kept(cited, |work| Arc::new(render::exported(work)));
        let exported: Vec<_> = exported.iter().map(|work| (&work.key, &work.result)).collect();
        self.all.get(exported, |works| Arc::new(render::exports(works)))
    }
}

impl SearchFileCache {
    /// The search. Its files are given away as they are made: they are as large as
    /// the text of the book.
    fn give(&mut self, facts: &Facts, sink: Sink) {
        let settings = &facts.prepared.settings;
        let all = found_in(facts);
        let arguments = all.iter().map(|place| (place, settings)).collect();
        let found = self.found.map(arguments, &facts.changes, |place, _, trace| {
            Found(Arc::new(render::findables(place, facts, trace)))
        });
        let language: Arc<str> = facts.config.language.as_str().into();
        let things: Vec<&Arc<Findable>> = found.iter().flat_map(|found| found.result.0.iter()).collect();
        search_files(&things, &language, &mut self.index, sink);
    }
}

/// The places in which something is found.
fn found_in(facts: &Facts) -> Vec<FoundIn> {
    let notes = facts.notes.keys().cloned().map(FoundIn::Note);
    let terms = facts.lexicon.terms.keys().cloned().map(FoundIn::Term);
    let sources = facts.indexes.cited.keys().cloned().map(FoundIn::Source);
    notes.chain(terms).chain(sources).collect()
}

/// Everything that is found.
pub(super) fn found(facts: &Facts) -> Vec<Arc<Findable>> {
    let places = found_in(facts);
    places.par_iter().flat_map_iter(|place| render::findables(place, facts, &Trace::none())).collect()
}

/// What lists say of each page.
pub(super) fn listed<A>(pages: &[Remembered<Url, A, Arc<Page>>], cache: &mut FileCache) -> Vec<Arc<Listed>> {
    let pages = pages.iter().map(|page| (&page.key, &page.result)).collect();
    let listed = cache.listed.map_kept(pages, |page| Arc::new(render::listed(page)));
    listed.iter().map(|listed| listed.result.clone()).collect()
}

impl ListCache {
    /// The files that list pages.
    fn files(&mut self, facts: &Facts, listed: &[Arc<Listed>]) -> Files {
        let (outline, urls) = (&facts.indexes.outline, &facts.names.files.urls);
        let pages: Vec<_> = listed.iter().map(|page| (&page.url, &page.kind)).collect();
        let contents = self.contents.get((outline, urls, pages), |(outline, urls, pages)| {
            Arc::new(render::contents(outline, urls, pages))
        });
        let from = (&facts.config, outline, &contents, listed.iter().collect::<Vec<_>>());
        self.all.get(from, |(config, outline, contents, listed)| {
            Arc::new(render::page_files(config, outline, contents, listed))
        })
    }
}
