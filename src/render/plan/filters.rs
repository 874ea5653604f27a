//! What readers can choose from to see fewer events of the timeline.

use std::collections::{BTreeMap, HashMap};

use super::Planner;
use crate::model::Anchor;
use crate::render::view::{ChoiceView, FilterView};

/// The most tags that readers can choose from, and the most topics. The style
/// sheet of the theme, which cannot count, knows as many choices.
const CHOICES: usize = 24;

/// The filters of a timeline, and which choices each event answers to.
pub(super) struct Filters {
    /// The choices: tags first, then topics by kind.
    pub filters: Vec<FilterView>,
    /// The numbers of the choices of each event on the page.
    pub of_event: Vec<Vec<usize>>,
}

impl Planner<'_> {
    /// The tags of events, and the topics that events belong to. Topics of one
    /// kind, such as companies, make a filter of their own: so readers can ask for
    /// one actor. `shown` are the events on the page, by their place on the timeline.
    pub(super) fn filters(&self, shown: &[usize]) -> Filters {
        let timeline = self.known.timeline();
        let mut filters = Filters { filters: Vec::new(), of_event: vec![Vec::new(); shown.len()] };
        let on_page: HashMap<usize, usize> = shown.iter().enumerate().map(|(n, at)| (*at, n)).collect();
        let (first, last) = (shown.iter().min().copied(), shown.iter().max().copied());

        let mut tags: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, at) in shown.iter().enumerate() {
            for tag in &timeline[*at].event().tags {
                let events = tags.entry(tag).or_default();
                if events.last() != Some(&n) {
                    events.push(n);
                }
            }
        }
        let tags = tags.into_iter().map(|(tag, events)| (tag.to_owned(), events)).collect();
        filters.add("tags", String::new(), most_used(tags));

        let mut topics: Vec<(&Anchor, Vec<usize>)> = Vec::new();
        for (key, topic) in self.known.topics.whole() {
            // They are in order, and those on the page stand close together.
            let from = topic.events.partition_point(|at| Some(*at) < first);
            let close = topic.events[from..].iter().take_while(|at| Some(**at) <= last);
            let events: Vec<usize> = close.filter_map(|at| on_page.get(at).copied()).collect();
            if !events.is_empty() {
                topics.push((key, events));
            }
        }
        let mut kinds: BTreeMap<String, Vec<(String, Vec<usize>)>> = BTreeMap::new();
        for (key, events) in most_used(topics) {
            let topic = &self.known.topics[key];
            let about = topic.page.as_ref().map(|id| &self.known.about[id]);
            let kind = about.and_then(|about| about.kind.clone()).unwrap_or_default();
            kinds.entry(kind).or_default().push((topic.name.as_str().to_owned(), events));
        }
        for (kind, topics) in kinds {
            filters.add("topics", kind, topics);
        }
        filters
    }
}

impl Filters {
    fn add(&mut self, word: &'static str, title: String, choices: Vec<(String, Vec<usize>)>) {
        if choices.is_empty() {
            return;
        }
        let before: usize = self.filters.iter().map(|filter| filter.choices.len()).sum();
        let mut views = Vec::new();
        for (number, (name, events)) in choices.into_iter().enumerate() {
            let number = before + number + 1;
            views.push(ChoiceView { number, name, count: events.len() });
            events.into_iter().for_each(|at| self.of_event[at].push(number));
        }
        self.filters.push(FilterView { word, title, choices: views });
    }
}

/// The names with most events, the most used first; of those used as often, in
/// the order of names.
fn most_used<N: Ord>(mut names: Vec<(N, Vec<usize>)>) -> Vec<(N, Vec<usize>)> {
    names.sort_by(|(a, some), (b, others)| others.len().cmp(&some.len()).then_with(|| a.cmp(b)));
    names.truncate(CHOICES);
    names
}
