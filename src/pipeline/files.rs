//! The files beside the pages: cards, lists for other programs, the search.

use std::sync::Arc;

use super::Sink;
use super::search::{SearchCache, search_files};
use crate::cache::{Keep, Last, Memo, Remembered, Traced};
use crate::index::search::Findable;
use crate::index::{Outline, Timeline, Told};
use crate::model::{Config, EventId, NoteId, Record, ReferenceKey, Url};
use crate::render::cards::{self, Card};
use crate::render::{self, CardOf, EventLines, Exported, Facts, FoundIn, Listed, Page, Settings};
use crate::resolve::Names;
use crate::site::SiteFile;

/// Some files of the site.
pub(super) type Files = Arc<Vec<(Url, SiteFile)>>;

/// Results of earlier builds, each for the function of its name.
#[derive(Debug, Default)]
pub struct FileCache {
    each_card: Traced<CardOf, Arc<Settings>, MaybeCard>,
    all_cards: Last<(Vec<MaybeCard>, u8), Files>,
    /// The files of cards by their name.
    pub cards: Memo<String, (String, Vec<Card>), Arc<str>>,
    event_lines: Traced<NoteId, (Arc<Settings>, Arc<Vec<Told>>), Arc<Vec<EventLines>>>,
    events: Last<EventsFrom, Files>,
    listed: Memo<Url, Arc<Page>, Arc<Listed>>,
    lists: Last<(Arc<Config>, Arc<Outline>, Arc<Names>, Vec<Arc<Listed>>), Files>,
    exported: Memo<ReferenceKey, Record, Arc<Exported>>,
    exports: Last<Vec<(ReferenceKey, Arc<Exported>)>, Files>,
    found: Traced<FoundIn, Arc<Settings>, Found>,
    /// The index of the search.
    pub search: SearchCache,
}

impl FileCache {
    /// Remembers nothing that is made for each thing from now on.
    pub(super) fn forget(&mut self) {
        self.each_card.forget();
        self.cards.forget();
        self.event_lines.forget();
        self.listed.forget();
        self.exported.forget();
        self.found.forget();
        self.search.forget();
    }
}

/// What the files of events are made from: the settings, the events, and those of
/// each note as lines.
type EventsFrom = (Arc<Config>, Arc<Timeline>, Vec<(NoteId, Arc<Vec<EventLines>>)>);

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

/// The files beside the pages, but for those of the search, which are given away.
pub(super) fn files(
    facts: &Facts,
    listed: Vec<Arc<Listed>>,
    cache: &mut FileCache,
    sink: Sink,
) -> [Files; 4] {
    search(facts, cache, sink);
    [card_files(facts, cache), event_files(facts, cache), lists(facts, listed, cache), exports(facts, cache)]
}

/// The cards that links show, under `_cards/`.
fn card_files(facts: &Facts, cache: &mut FileCache) -> Files {
    let settings = &facts.prepared.settings;
    let mut places = facts.linked.clone();
    places.sort();
    places.dedup();
    let defined = facts.lexicon.terms.iter().filter(|(_, term)| term.definition.is_some());
    let notes = facts.notes.keys().cloned().map(CardOf::Note);
    let all = notes
        .chain(places.into_iter().map(|(id, anchor)| CardOf::Place(id, anchor)))
        .chain(defined.map(|(id, _)| CardOf::Term(id.clone())))
        .chain(facts.works.works.keys().cloned().map(CardOf::Work));
    let all: Vec<CardOf> = all.collect();
    let arguments = all.iter().map(|of| (of, settings)).collect();
    let each = cache
        .each_card
        .map(arguments, &facts.changes, |of, _, trace| MaybeCard(render::card(of, facts, trace)));
    let each: Vec<&MaybeCard> = each.iter().map(|card| &card.result).collect();
    let digits = render::card_digits(facts.notes.len() + facts.lexicon.terms.len() + facts.works.works.len());
    let shards = &mut cache.cards;
    cache.all_cards.get((each, &digits), |(each, digits)| {
        let cards = each.iter().filter_map(|card| card.0.clone()).collect();
        let cut = cards::shards(cards, *digits);
        let arguments = cut.iter().map(|(name, cards)| (name, (name, cards))).collect();
        let files = shards.map(arguments, |(name, cards)| cards::shard(name, cards));
        let file = |name: &str, text: &Arc<str>| {
            (Url::new(format!("_cards/{name}.js")), SiteFile::Text(text.clone()))
        };
        Arc::new(files.iter().map(|shard| file(&shard.key, &shard.result)).collect())
    })
}

/// The timeline for calendars and programs.
fn event_files(facts: &Facts, cache: &mut FileCache) -> Files {
    let timeline = &facts.indexes.timeline;
    // Each note that tells of events has a first one.
    let telling = timeline.iter().filter(|event| event.event == EventId(0));
    let settings = &facts.prepared.settings;
    let arguments = telling.map(|event| (&event.id, (settings, &event.told))).collect();
    let lines = cache.event_lines.map(arguments, &facts.changes, |id, (_, told), trace| {
        Arc::new(render::event_lines(id, told, facts, trace))
    });
    let lines: Vec<_> = lines.iter().map(|lines| (&lines.key, &lines.result)).collect();
    let files = cache.events.get((&facts.config, timeline, lines), |(config, timeline, lines)| {
        Arc::new(render::event_files(config, timeline, lines))
    });
    cache.event_lines.let_go();
    files
}

/// What lists say of each page.
pub(super) fn listed<A>(pages: &[Remembered<Url, A, Arc<Page>>], cache: &mut FileCache) -> Vec<Arc<Listed>> {
    let pages = pages.iter().map(|page| (&page.key, &page.result)).collect();
    let listed = cache.listed.map_kept(pages, |page| Arc::new(render::listed(page)));
    listed.iter().map(|listed| listed.result.clone()).collect()
}

/// The files that list pages.
fn lists(facts: &Facts, listed: Vec<Arc<Listed>>, cache: &mut FileCache) -> Files {
    let from = (&facts.config, &facts.indexes.outline, &facts.names, listed.iter().collect::<Vec<_>>());
    cache.lists.get(from, |(config, outline, names, listed)| {
        Arc::new(render::page_files(config, outline, &names.files.urls, listed))
    })
}

/// The bibliography for reference managers.
fn exports(facts: &Facts, cache: &mut FileCache) -> Files {
    let cited = facts.indexes.cited.keys().map(|key| (key, &facts.references[key])).collect();
    let exported = cache.exported.map_kept(cited, |work| Arc::new(render::exported(work)));
    let exported: Vec<_> = exported.iter().map(|work| (&work.key, &work.result)).collect();
    cache.exports.get(exported, |works| Arc::new(render::exports(works)))
}

/// The search. Its files are given away as they are made: they are as large as the
/// text of the book.
fn search(facts: &Facts, cache: &mut FileCache, sink: Sink) {
    let settings = &facts.prepared.settings;
    let notes = facts.notes.keys().cloned().map(FoundIn::Note);
    let terms = facts.lexicon.terms.keys().cloned().map(FoundIn::Term);
    let sources = facts.indexes.cited.keys().cloned().map(FoundIn::Source);
    let all: Vec<FoundIn> = notes.chain(terms).chain(sources).collect();
    let arguments = all.iter().map(|place| (place, settings)).collect();
    let found = cache.found.map(arguments, &facts.changes, |place, _, trace| {
        Found(Arc::new(render::findables(place, facts, trace)))
    });
    let language: Arc<str> = facts.config.language.as_str().into();
    let things: Vec<&Arc<Findable>> = found.iter().flat_map(|found| found.result.0.iter()).collect();
    search_files(&things, &language, &mut cache.search, sink);
    cache.found.let_go();
}
