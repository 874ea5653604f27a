//! A glossary or a timeline that is too long for one page is cut into parts: the
//! terms of a letter, the events of a stretch of time.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::period::Period;
use super::{InOrder, Planner};
use crate::index::{Collation, Timeline};
use crate::model::{TermId, Url};
use crate::render::Labels;
use crate::render::page::{Content, Page, Place};
use crate::render::print::letter_anchor;
use crate::resolve::{Term, url_path};

/// The most terms, and the most events, that stand on one page if there is only
/// one: what would be two parts. More than that is slow to load.
const WHOLE: usize = 2 * MOST;

/// The most of them that a part has.
const MOST: usize = 100;

/// The years that the parts of a timeline stand for: as many as hold no more
/// events than one part may have.
const SPANS: [i64; 4] = [1000, 100, 10, 1];

/// A part of the glossary or of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPart {
    /// Its address.
    pub url: Url,
    /// What it is called: a letter, a year, the first and the last of several.
    pub name: String,
    of: PartOf,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum PartOf {
    Terms(Vec<TermId>),
    /// By their places on the timeline.
    Events(Vec<usize>),
}

impl ListPart {
    /// How much it lists.
    pub fn count(&self) -> usize {
        match &self.of {
            PartOf::Terms(terms) => terms.len(),
            PartOf::Events(events) => events.len(),
        }
    }

    /// The events that it lists, by their places on the timeline.
    pub(super) fn events(&self) -> &[usize] {
        match &self.of {
            PartOf::Terms(_) => &[],
            PartOf::Events(events) => events,
        }
    }
}

/// How the glossary and the timeline are cut.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ListParts {
    /// The parts of the glossary in order; none if all terms stand on one page.
    pub terms: Vec<Arc<ListPart>>,
    /// The page of each term, if the glossary has parts.
    pub term_urls: BTreeMap<TermId, Url>,
    /// The parts of the timeline in order; none if all events stand on one page.
    pub events: Vec<Arc<ListPart>>,
}

/// Cuts the glossary and the timeline.
pub fn list_parts(
    terms: &BTreeMap<TermId, Arc<Term>>,
    timeline: &Timeline,
    language: &str,
    labels: &Labels,
) -> ListParts {
    let mut cut = ListParts::default();
    if terms.len() > WHOLE {
        for (letter, terms) in by_letter(terms.keys(), language) {
            let stem = url_path(letter_anchor(&letter).as_str());
            for (number, terms) in terms.chunks(MOST).enumerate() {
                let part = numbered(format!("glossary/{stem}"), letter.clone(), number, |url| {
                    cut.term_urls.extend(terms.iter().map(|term| ((*term).clone(), url.clone())));
                    PartOf::Terms(terms.iter().copied().cloned().collect())
                });
                cut.terms.push(part);
            }
        }
    }
    if timeline.len() > WHOLE {
        let mut periods: BTreeMap<Period, Vec<usize>> = BTreeMap::new();
        for (at, found) in timeline.iter().enumerate() {
            periods.entry(Period::of(&found.event().date)).or_default().push(at);
        }
        let periods: Vec<_> = periods.into_iter().collect();
        for stretch in stretches(&periods, &SPANS) {
            let events: Vec<usize> = stretch.iter().flat_map(|(_, events)| events.iter().copied()).collect();
            let first = stretch[0].0;
            let last = stretch.iter().map(|(period, _)| *period).max_by_key(|period| period.last());
            let name = first.title_to(last.unwrap_or(first), language, labels);
            for (number, events) in events.chunks(MOST).enumerate() {
                let stem = format!("timeline/from-{}", first.anchor());
                let part = numbered(stem, name.clone(), number, |_| PartOf::Events(events.to_vec()));
                cut.events.push(part);
            }
        }
    }
    cut
}

/// A part, or one of several of the same name.
fn numbered(
    mut stem: String,
    mut name: String,
    number: usize,
    of: impl FnOnce(&Url) -> PartOf,
) -> Arc<ListPart> {
    if number > 0 {
        stem = format!("{stem}-{}", number + 1);
        name = format!("{name} ({})", number + 1);
    }
    let url = Url::new(format!("_lists/{stem}.html"));
    let of = of(&url);
    Arc::new(ListPart { url, name, of })
}

/// Periods in runs that make a part each: those of a thousand years, of a hundred
/// and so on, until they are few enough, and neighbours together where they are
/// few. So an event more moves few others.
fn stretches<'p>(periods: &'p [(Period, Vec<usize>)], spans: &[i64]) -> Vec<&'p [(Period, Vec<usize>)]> {
    let count = |run: &[(Period, Vec<usize>)]| run.iter().map(|(_, events)| events.len()).sum::<usize>();
    let Some((span, narrower)) = spans.split_first().filter(|_| count(periods) > MOST) else {
        return vec![periods];
    };
    let within =
        periods.chunk_by(|(a, _), (b, _)| a.first().div_euclid(*span) == b.first().div_euclid(*span));
    let mut joined: Vec<&[_]> = Vec::new();
    let mut at = 0;
    for run in within.flat_map(|within| stretches(within, narrower)) {
        at += run.len();
        match joined.last_mut() {
            // What is not dated stands by itself.
            Some(last) if count(last) + count(run) <= MOST && run[0].0.years().is_some() => {
                *last = &periods[at - run.len() - last.len()..at];
            }
            _ => joined.push(run),
        }
    }
    joined
}

/// Terms by their letter, all in the order of a language.
pub(super) fn by_letter<'t>(
    terms: impl Iterator<Item = &'t TermId>,
    language: &str,
) -> Vec<(String, Vec<&'t TermId>)> {
    let order = Collation::new(language);
    let mut terms: Vec<&TermId> = terms.collect();
    terms.sort_by(|a, b| order.compare(&a.0, &b.0));
    let mut letters: Vec<(String, Vec<&TermId>)> = Vec::new();
    for id in terms {
        let letter = order.letter(&id.0);
        // Chinese has words in Latin letters behind all others, yet under the same letters.
        match letters.iter_mut().find(|(other, _)| *other == letter) {
            Some((_, terms)) => terms.push(id),
            None => letters.push((letter, vec![id])),
        }
    }
    letters.sort_by(|(a, _), (b, _)| (a != "#").cmp(&(b != "#")).then_with(|| order.compare(a, b)));
    letters
}

impl Planner<'_> {
    /// A part of the glossary or of the timeline, with those before and after it.
    pub(super) fn list_part(&self, list: &InOrder<ListPart>) -> Page {
        let labels = self.known.labels;
        let (whole, title, content) = match &list.part.of {
            PartOf::Terms(terms) => {
                let page = self.glossary(Default::default(), terms.iter());
                (&self.addresses.glossary, &labels.glossary, Content::Glossary(Box::new(page)))
            }
            PartOf::Events(events) => {
                let page = self.timeline(Default::default(), events);
                (&self.addresses.timeline, &labels.timeline, Content::Timeline(Box::new(page)))
            }
        };
        let place = |part: &ListPart| Place {
            title: format!("{title}: {}", part.name).into(),
            url: part.url.clone(),
            anchor: None,
        };
        self.part_page(list, place, (title, whole), content)
    }
}
