//! The files beside the pages: cards, lists for other programs, the search.

use std::sync::{Arc, Mutex};

use super::search::{SearchCache, search_files};
use super::{Sink, locked};
use crate::cache::{Keep, Last, Memo, Traced};
use crate::index::Outline;
use crate::index::search::Findable;
use crate::model::{Config, Record, ReferenceKey, Url};
use crate::render::cards::{self, Card};
use crate::render::{self, CardOf, Exported, Facts, FoundIn, Listed, Page, Settings};
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
    events: Traced<(), Arc<Settings>, Files>,
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
        self.events.forget();
        self.listed.forget();
        self.exported.forget();
        self.found.forget();
        self.search.forget();
    }
}

/// A card, or nothing where it would say nothing.
#[derive(Debug, Clone, PartialEq)]
struct MaybeCard(Option<Card>);

impl Keep for MaybeCard {
    fn keep(self, earlier: &Self) -> Self {
        if self == *earlier { earlier.clone() } else { self }
    }
}

/// What is found in one place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found(Arc<Vec<Arc<Findable>>>);

impl Keep for Found {
    fn keep(self, earlier: &Self) -> Self {
        if self == *earlier { earlier.clone() } else { self }
    }
}

/// The files beside the pages.
pub(super) fn files(
    facts: &Facts,
    listed: Vec<Arc<Listed>>,
    cache: &mut FileCache,
    sink: Sink,
) -> Vec<(Url, SiteFile)> {
    let parts = [
        card_files(facts, cache),
        event_files(facts, cache),
        lists(facts, listed, cache),
        exports(facts, cache),
        found(facts, cache, sink),
    ];
    parts.iter().flat_map(|files| files.iter().cloned()).collect()
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
    let arguments = all.map(|of| (of, settings.clone())).collect();
    let each = cache
        .each_card
        .map(arguments, &facts.changes, |of, _, trace| MaybeCard(render::card(of, facts, trace)));
    let each = each.into_iter().map(|(_, card)| card).collect();
    let digits = render::card_digits(facts.notes.len() + facts.lexicon.terms.len() + facts.works.works.len());
    let FileCache { all_cards, cards: shards, .. } = cache;
    all_cards.get((each, digits), |(each, digits)| {
        let cards = each.iter().filter_map(|card| card.0.clone()).collect();
        let arguments =
            cards::shards(cards, *digits).into_iter().map(|(name, cards)| (name.clone(), (name, cards)));
        let files = shards.map(arguments.collect(), |(name, cards)| cards::shard(name, cards));
        let address = |name| Url::new(format!("_cards/{name}.js"));
        Arc::new(files.into_iter().map(|(name, text)| (address(name), SiteFile::Text(text))).collect())
    })
}

/// The timeline for calendars and programs.
fn event_files(facts: &Facts, cache: &mut FileCache) -> Files {
    let settings = facts.prepared.settings.clone();
    let made = cache.events.map(vec![((), settings)], &facts.changes, |(), _, trace| {
        Arc::new(render::event_files(facts, trace))
    });
    made.into_iter().next().map(|(_, files)| files).unwrap_or_default()
}

/// What lists say of each page.
pub(super) fn listed(pages: &[(Url, Arc<Page>)], cache: &mut FileCache) -> Vec<Arc<Listed>> {
    let listed = cache.listed.map_kept(pages.to_vec(), |page| Arc::new(render::listed(page)));
    listed.into_iter().map(|(_, listed)| listed).collect()
}

/// The files that list pages.
fn lists(facts: &Facts, listed: Vec<Arc<Listed>>, cache: &mut FileCache) -> Files {
    let from = (facts.config.clone(), facts.indexes.outline.clone(), facts.names.clone(), listed);
    cache.lists.get(from, |(config, outline, names, listed)| {
        Arc::new(render::page_files(config, outline, &names.urls, listed))
    })
}

/// The bibliography for reference managers.
fn exports(facts: &Facts, cache: &mut FileCache) -> Files {
    let cited = facts.indexes.cited.keys().map(|key| (key.clone(), facts.references[key].clone()));
    let exported = cache.exported.map_kept(cited.collect(), |work| Arc::new(render::exported(work)));
    cache.exports.get(exported, |works| Arc::new(render::exports(works)))
}

/// The search. Where nothing is remembered, its files are given away as they are
/// made: they are as large as the text of the book.
fn found(facts: &Facts, cache: &mut FileCache, sink: Sink) -> Files {
    let settings = &facts.prepared.settings;
    let notes = facts.notes.keys().cloned().map(FoundIn::Note);
    let terms = facts.lexicon.terms.keys().cloned().map(FoundIn::Term);
    let sources = facts.indexes.cited.keys().cloned().map(FoundIn::Source);
    let all = notes.chain(terms).chain(sources);
    let arguments = all.map(|place| (place, settings.clone())).collect();
    let found = cache.found.map(arguments, &facts.changes, |place, _, trace| {
        Found(Arc::new(render::findables(place, facts, trace)))
    });
    let found: Vec<Found> = found.into_iter().map(|(_, found)| found).collect();
    let things = |found: &[Found]| found.iter().flat_map(|found| found.0.iter().cloned()).collect();
    let language: Arc<str> = facts.config.language.as_str().into();
    let search = &mut cache.search;
    if search.forgets {
        let things = things(&found);
        drop(found);
        search_files(things, &language, search, sink);
        return Files::default();
    }
    let mut all = std::mem::take(&mut search.all);
    let files = all.get((found, language), |(found, language)| {
        let files = Mutex::new(Vec::new());
        search_files(things(found), language, search, &|url, file| locked(&files).push((url, file)));
        Arc::new(std::mem::take(&mut *locked(&files)))
    });
    search.all = all;
    files
}
