//! What is different about a page that is rendered again, in words for the
//! author.

use super::page::{
    BookPage, CitationsPage, Content, GlossaryPage, HomePage, ListPage, NotePage, Page, TimelinePage,
    TopicsPage,
};

/// What differs between two values of one page, by the names of what a reader
/// sees. Empty if they are equal.
pub fn differences(before: &Page, after: &Page) -> Vec<&'static str> {
    let mut found = Vec::new();
    // Every field is named, so that a new one cannot be forgotten here.
    let Page { url, title, description, site, breadcrumbs, previous, next, content } = before;
    compare(&mut found, "its address", url, &after.url);
    compare(&mut found, "its title", title, &after.title);
    compare(&mut found, "its description", description, &after.description);
    compare(&mut found, "what every page shows of the book", site, &after.site);
    compare(&mut found, "the way to it", breadcrumbs, &after.breadcrumbs);
    compare(&mut found, "the page before", previous, &after.previous);
    compare(&mut found, "the page after", next, &after.next);
    contents(&mut found, content, &after.content);
    found
}

fn compare<T: PartialEq>(found: &mut Vec<&'static str>, what: &'static str, before: &T, after: &T) {
    if before != after {
        found.push(what);
    }
}

fn contents(found: &mut Vec<&'static str>, before: &Content, after: &Content) {
    match (before, after) {
        (Content::Home(old, old_home), Content::Home(new, new_home)) => {
            notes(found, old, new);
            let HomePage { start, sections, rest, notes: beside, notes_rest, latest, counts } = &**old_home;
            compare(found, "where to start", start, &new_home.start);
            compare(found, "the notes beside the sections", beside, &new_home.notes);
            compare(found, "the number of notes", notes_rest, &new_home.notes_rest);
            compare(found, "the number of sections", rest, &new_home.rest);
            compare(found, "the list of sections", sections, &new_home.sections);
            compare(found, "the latest events", latest, &new_home.latest);
            compare(found, "the counts", counts, &new_home.counts);
        }
        (Content::Section(old), Content::Section(new))
        | (Content::Note(old), Content::Note(new))
        | (Content::Topic(old), Content::Topic(new)) => notes(found, old, new),
        (Content::Timeline(old), Content::Timeline(new)) => {
            let TimelinePage { intro, periods, scale, filters, parts } = &**old;
            compare(found, "its parts", parts, &new.parts);
            compare(found, "the text above the timeline", intro, &new.intro);
            compare(found, "the events", periods, &new.periods);
            compare(found, "the drawn scale", scale, &new.scale);
            compare(found, "the filters", filters, &new.filters);
        }
        (Content::Glossary(old), Content::Glossary(new)) => {
            let GlossaryPage { intro, letters, parts } = &**old;
            compare(found, "its parts", parts, &new.parts);
            compare(found, "the text above the terms", intro, &new.intro);
            compare(found, "the terms and where they are used", letters, &new.letters);
        }
        (Content::Citations(old), Content::Citations(new)) => {
            let CitationsPage { intro, groups, parts } = &**old;
            compare(found, "its parts", parts, &new.parts);
            compare(found, "the text above the works", intro, &new.intro);
            compare(found, "the works and where they are cited", groups, &new.groups);
        }
        (Content::Topics(old), Content::Topics(new)) => {
            let TopicsPage { intro, kinds } = &**old;
            compare(found, "the text above the topics", intro, &new.intro);
            compare(found, "the topics", kinds, &new.kinds);
        }
        (Content::Subjects(old), Content::Subjects(new)) => {
            compare(found, "the subjects", &old.letters, &new.letters);
        }
        (Content::Book(old), Content::Book(new)) => {
            let BookPage { chapters, sources } = &**old;
            compare(found, "the chapters", chapters, &new.chapters);
            compare(found, "the sources", sources, &new.sources);
        }
        (Content::Redirect(old), Content::Redirect(new)) => compare(found, "where it leads", old, new),
        (Content::List(old), Content::List(new)) => {
            let ListPage { note, cited_on } = &**old;
            notes(found, note, &new.note);
            compare(found, "where the work is cited", cited_on, &new.cited_on);
        }
        (Content::NotFound(old), Content::NotFound(new)) => compare(found, "the list of sections", old, new),
        _ => found.push("what kind of page it is"),
    }
}

fn notes(found: &mut Vec<&'static str>, before: &NotePage, after: &NotePage) {
    let NotePage { body, topics, updated, children, topic_kind, events, backlinks, rests, sources, cite } =
        before;
    compare(found, "how much its lists leave out", rests, &after.rests);
    compare(found, "its text", body, &after.body);
    compare(found, "its topics", topics, &after.topics);
    compare(found, "its date", updated, &after.updated);
    compare(found, "the notes it lists", children, &after.children);
    compare(found, "the kind of topic", topic_kind, &after.topic_kind);
    compare(found, "its events", events, &after.events);
    compare(found, "its backlinks", backlinks, &after.backlinks);
    compare(found, "its sources", sources, &after.sources);
    compare(found, "how it is cited", cite, &after.cite);
}
