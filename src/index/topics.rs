//! Topics: subjects that gather notes and events across sections.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::model::{Anchor, NoteId, TopicName, slug};
use crate::resolve::TopicsOf;

use super::timeline::Timeline;

/// All topics, by an id made from their name: names that differ only in case or
/// punctuation are one topic.
pub type Topics = BTreeMap<Anchor, Topic>;

/// A subject that notes name in their front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The name as its own note writes it, else as it is written first.
    pub name: TopicName,
    /// The note that is the topic's page.
    pub page: Option<NoteId>,
    /// The notes that name the topic, in the order of ids.
    pub notes: Vec<NoteId>,
    /// The events that belong to it, by their place on the timeline: those that
    /// link to the topic's page, have a tag of its name, or stand in its note.
    pub events: Vec<usize>,
}

/// Gathers the topics of a book, and reports topics with two pages.
pub fn topics(notes: &[(NoteId, Arc<TopicsOf>)], timeline: &Timeline) -> Checked<Topics> {
    let mut diagnostics = Vec::new();
    let mut topics = Topics::new();
    let mut pages: BTreeMap<NoteId, Anchor> = BTreeMap::new();
    for (id, own) in notes {
        let Some(name) = &own.topic else { continue };
        let key = Anchor::new(slug(name.value.as_str()));
        if let Some(Topic { page: Some(other), .. }) = topics.get(&key) {
            let message = format!("`{other}` is already the page of the topic `{}`", name.value);
            diagnostics.push(
                Diagnostic::new(Code::DuplicateTopic, name.span.clone(), message)
                    .with_help("name the topic in `topics:` here, and keep `topic:` for its one page"),
            );
            continue;
        }
        pages.insert(id.clone(), key.clone());
        topics.insert(
            key,
            Topic { name: name.value.clone(), page: Some(id.clone()), notes: Vec::new(), events: Vec::new() },
        );
    }
    for (id, own) in notes {
        for name in &own.topics {
            let key = Anchor::new(slug(name.as_str()));
            let topic = topics.entry(key).or_insert_with(|| Topic {
                name: name.clone(),
                page: None,
                notes: Vec::new(),
                events: Vec::new(),
            });
            if topic.page.as_ref() != Some(id) && topic.notes.last() != Some(id) {
                topic.notes.push(id.clone());
            }
        }
    }
    for (place, event) in timeline.iter().enumerate() {
        let linked = event.event().to.iter().filter_map(|to| pages.get(to).cloned());
        let tagged = event.event().tags.iter().map(|tag| Anchor::new(slug(tag)));
        let belongs: BTreeSet<Anchor> = linked.chain(tagged).chain(pages.get(&event.id).cloned()).collect();
        for key in belongs {
            if let Some(topic) = topics.get_mut(&key) {
                topic.events.push(place);
            }
        }
    }
    Checked { value: topics, diagnostics }
}
