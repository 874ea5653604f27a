//! What pages are planned from: everything that is known of the book, in tables
//! that note what is asked of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{ListPart, ListParts, Prepared, WorkPart, WorkParts};
use crate::index::{Backlink, CitedOn, Indexes, Section, Stop, Subjects, Timeline, Topic};
use crate::model::{Anchor, AssetPath, Config, Note, NoteId, Record, ReferenceKey, TermId, Url};
use crate::render::Labels;
use crate::render::fragment::Fragment;
use crate::render::outputs::exports::WorkFiles;
use crate::render::page::{BacklinkItem, CitedPlace, Place};
use crate::render::works::{AskingWorks, Works};
use crate::resolve::{
    About, Called, Calls, Destination, Lexicon, Links, Names, Places, SectionPath, Term, TermUse,
};
use crate::trace::{Changes, Hashed, Table, Trace};

/// The terms that each note uses.
pub type Uses = BTreeMap<NoteId, Arc<Vec<TermUse>>>;

/// The text of the events of each note that has some.
type EventTexts = BTreeMap<NoteId, Arc<Vec<Fragment>>>;

/// Who uses each term, as far as the glossary shows it.
type UsersShown = BTreeMap<TermId, Arc<Vec<BacklinkItem>>>;

/// Who cites each work, as far as the index of citations shows it.
type CitingShown = BTreeMap<ReferenceKey, Arc<Vec<CitedPlace>>>;

/// Everything that is known of a book. Each part is one value from build to build
/// as long as nothing in it changes, and what differs from the build before is
/// known by question.
#[derive(Debug)]
pub struct Facts {
    /// What `book.toml` says.
    pub config: Arc<Config>,
    /// Words of the book's language.
    pub labels: Arc<Labels>,
    /// The notes.
    pub notes: Arc<BTreeMap<NoteId, Arc<Note>>>,
    /// How they are called.
    pub calls: Arc<Calls>,
    /// The places in them.
    pub places: Arc<BTreeMap<NoteId, Arc<Places>>>,
    /// What lists say of them.
    pub about: Arc<BTreeMap<NoteId, Arc<About>>>,
    /// The works of the bibliographies.
    pub references: Arc<BTreeMap<ReferenceKey, Record>>,
    /// Names and addresses.
    pub names: Arc<Names>,
    /// The terms.
    pub lexicon: Arc<Lexicon>,
    /// Where links lead.
    pub links: Arc<Links>,
    /// Where notes use terms.
    pub uses: Arc<Uses>,
    /// Views across the book.
    pub indexes: Indexes,
    /// The words of the citation style for each work.
    pub works: Arc<Works>,
    /// How the index of citations is cut.
    pub work_parts: Arc<WorkParts>,
    /// How the glossary and the timeline are cut.
    pub list_parts: Arc<ListParts>,
    /// What all pages need.
    pub prepared: Arc<Prepared>,
    /// The text of events.
    pub event_texts: Arc<EventTexts>,
    /// Who uses each term, as far as the glossary shows it; empty where nothing is
    /// remembered.
    pub users_shown: Arc<UsersShown>,
    /// The same of who cites each work, in the index of citations.
    pub citing_shown: Arc<CitingShown>,
    /// The places in notes to which links lead, in order.
    pub linked: Arc<Vec<(NoteId, Anchor)>>,
    /// What is different from the build before.
    pub changes: Changes,
}

/// The same for a function whose questions are noted.
#[derive(Clone, Copy)]
pub(in crate::render) struct Known<'a> {
    pub config: &'a Config,
    pub labels: &'a Arc<Labels>,
    pub prepared: &'a Prepared,
    pub notes: Table<'a, BTreeMap<NoteId, Arc<Note>>>,
    pub calls: Table<'a, BTreeMap<NoteId, Arc<Called>>>,
    pub places: Table<'a, BTreeMap<NoteId, Arc<Places>>>,
    pub about: Table<'a, BTreeMap<NoteId, Arc<About>>>,
    pub references: Table<'a, BTreeMap<ReferenceKey, Record>>,
    pub urls: Table<'a, BTreeMap<NoteId, Url>>,
    pub asset_urls: Table<'a, BTreeMap<AssetPath, Url>>,
    pub section_pages: Table<'a, BTreeMap<SectionPath, NoteId>>,
    pub terms: Table<'a, BTreeMap<TermId, Arc<Term>>>,
    pub links: Table<'a, BTreeMap<NoteId, Arc<Vec<Destination>>>>,
    pub uses: Table<'a, Uses>,
    pub sections: Table<'a, BTreeMap<SectionPath, Section>>,
    order: Table<'a, Vec<Stop>>,
    pub backlinks: Table<'a, BTreeMap<NoteId, Arc<Vec<Backlink>>>>,
    timeline: Table<'a, Timeline>,
    pub term_uses: Table<'a, BTreeMap<TermId, Arc<Vec<Backlink>>>>,
    pub cited: Table<'a, BTreeMap<ReferenceKey, Arc<Vec<CitedOn>>>>,
    pub topics: Table<'a, BTreeMap<Anchor, Topic>>,
    subjects: Table<'a, Subjects>,
    pub works: AskingWorks<'a>,
    /// The page of each work in the index of citations, if that has parts.
    work_pages: Table<'a, BTreeMap<ReferenceKey, Url>>,
    /// The files of each work.
    pub work_files: Table<'a, BTreeMap<ReferenceKey, WorkFiles>>,
    work_parts: Table<'a, Vec<Arc<WorkPart>>>,
    /// The page of each term in the glossary, if that has parts.
    term_pages: Table<'a, BTreeMap<TermId, Url>>,
    term_parts: Table<'a, Vec<Arc<ListPart>>>,
    time_parts: Table<'a, Vec<Arc<ListPart>>>,
    /// Every note's page: the one thing that is asked for again and again.
    pub note_places: Table<'a, Hashed<NoteId, Place>>,
    /// The pages of each section.
    pub siblings: Table<'a, BTreeMap<SectionPath, Arc<[Place]>>>,
    /// The events that stand in each folder or below it, by their place on the
    /// timeline.
    pub events: Table<'a, BTreeMap<String, Vec<usize>>>,
    /// The address of each topic's page, by the topic's id.
    pub topic_places: Table<'a, BTreeMap<Anchor, Place>>,
    /// The text of each note's events.
    pub event_texts: Table<'a, EventTexts>,
    /// Who uses each term, as far as the glossary shows it, if that is known.
    pub users_shown: Table<'a, UsersShown>,
    /// Who cites each work, as far as the index of citations shows it, if that is known.
    pub citing_shown: Table<'a, CitingShown>,
}

impl Facts {
    /// The tables for a function that is to be run again only if it would be told
    /// something else.
    pub(in crate::render) fn asked<'a>(&'a self, trace: &'a Trace) -> Known<'a> {
        let (indexes, prepared) = (&self.indexes, &*self.prepared);
        Known {
            config: &self.config,
            labels: &self.labels,
            prepared,
            notes: Table::new("notes", &*self.notes, trace),
            calls: Table::new("calls", &*self.calls, trace),
            places: Table::new("places", &*self.places, trace),
            about: Table::new("about", &*self.about, trace),
            references: Table::new("references", &*self.references, trace),
            urls: Table::new("urls", &*self.names.files.urls, trace),
            asset_urls: Table::new("asset urls", &*self.names.files.asset_urls, trace),
            section_pages: Table::new("section pages", &*self.names.files.section_pages, trace),
            terms: Table::new("terms", &*self.lexicon.terms, trace),
            links: Table::new("links", &*self.links, trace),
            uses: Table::new("uses", &*self.uses, trace),
            sections: Table::new("sections", &indexes.outline.sections, trace),
            order: Table::new("order", &indexes.outline.order, trace),
            backlinks: Table::new("backlinks", &*indexes.backlinks, trace),
            timeline: Table::new("timeline", &*indexes.timeline, trace),
            term_uses: Table::new("term uses", &*indexes.term_uses, trace),
            cited: Table::new("cited", &*indexes.cited, trace),
            topics: Table::new("topics", &*indexes.topics, trace),
            subjects: Table::new("subjects", &*indexes.subjects, trace),
            works: self.works.asked(trace),
            work_pages: Table::new("work pages", &self.work_parts.urls, trace),
            work_files: Table::new("work files", &self.work_parts.files, trace),
            work_parts: Table::new("work parts", &self.work_parts.parts, trace),
            term_pages: Table::new("term pages", &self.list_parts.term_urls, trace),
            term_parts: Table::new("term parts", &self.list_parts.terms, trace),
            time_parts: Table::new("time parts", &self.list_parts.events, trace),
            note_places: Table::new("note places", &prepared.places, trace),
            siblings: Table::new("siblings", &prepared.siblings, trace),
            events: Table::new("events", &*prepared.events, trace),
            topic_places: Table::new("topic places", &*prepared.topics, trace),
            event_texts: Table::new("event texts", &*self.event_texts, trace),
            users_shown: Table::new("users shown", &*self.users_shown, trace),
            citing_shown: Table::new("citing shown", &*self.citing_shown, trace),
        }
    }

    /// Adds to `changes` what is not what it was. Names, places, terms and
    /// references have been compared before, to find out where links lead.
    pub fn compare(&mut self, old: &Facts) {
        let mut found = std::mem::take(&mut self.changes);
        let changes = &mut found;
        let unless = |same: bool, compare: &mut dyn FnMut(&mut Changes), changes: &mut Changes| {
            if !same {
                compare(changes);
            }
        };
        macro_rules! tables {
            ($($name:literal: $($part:ident).+;)+) => {$(
                unless(
                    Arc::ptr_eq(&old.$($part).+, &self.$($part).+),
                    &mut |changes| changes.compare($name, &old.$($part).+, &self.$($part).+),
                    changes,
                );
            )+};
        }
        tables! {
            "notes": notes;
            "calls": calls;
            "about": about;
            "urls": names.files.urls;
            "asset urls": names.files.asset_urls;
            "links": links;
            "uses": uses;
            "backlinks": indexes.backlinks;
            "term uses": indexes.term_uses;
            "cited": indexes.cited;
            "topics": indexes.topics;
        }
        if !Arc::ptr_eq(&old.indexes.outline, &self.indexes.outline) {
            changes.compare("sections", &old.indexes.outline.sections, &self.indexes.outline.sections);
            changes.compare_whole("order", &old.indexes.outline.order, &self.indexes.outline.order);
        }
        if !Arc::ptr_eq(&old.indexes.timeline, &self.indexes.timeline) {
            changes.compare_whole("timeline", &old.indexes.timeline, &self.indexes.timeline);
        }
        if !Arc::ptr_eq(&old.indexes.subjects, &self.indexes.subjects) {
            changes.compare_whole("subjects", &old.indexes.subjects, &self.indexes.subjects);
        }
        self.works.compare(&old.works, changes);
        if !Arc::ptr_eq(&old.work_parts, &self.work_parts) {
            changes.compare("work pages", &old.work_parts.urls, &self.work_parts.urls);
            changes.compare("work files", &old.work_parts.files, &self.work_parts.files);
            changes.compare_whole("work parts", &old.work_parts.parts, &self.work_parts.parts);
        }
        if !Arc::ptr_eq(&old.list_parts, &self.list_parts) {
            changes.compare("term pages", &old.list_parts.term_urls, &self.list_parts.term_urls);
            changes.compare_whole("term parts", &old.list_parts.terms, &self.list_parts.terms);
            changes.compare_whole("time parts", &old.list_parts.events, &self.list_parts.events);
        }
        let (before, now) = (&*old.prepared, &*self.prepared);
        if !std::ptr::eq(before, now) {
            changes.compare_unordered("note places", &before.places, &now.places);
            changes.compare("siblings", &before.siblings, &now.siblings);
            changes.compare("events", &before.events, &now.events);
            changes.compare("topic places", &before.topics, &now.topics);
        }
        self.changes = found;
    }

    /// The same for what is made last, from the rest.
    pub fn compare_made(&mut self, old: &Facts) {
        if !Arc::ptr_eq(&old.event_texts, &self.event_texts) {
            self.changes.compare("event texts", &old.event_texts, &self.event_texts);
        }
        if !Arc::ptr_eq(&old.users_shown, &self.users_shown) {
            self.changes.compare("users shown", &old.users_shown, &self.users_shown);
        }
        if !Arc::ptr_eq(&old.citing_shown, &self.citing_shown) {
            self.changes.compare("citing shown", &old.citing_shown, &self.citing_shown);
        }
    }
}

impl<'a> Known<'a> {
    /// All pages in reading order.
    pub(in crate::render) fn order(&self) -> &'a [Stop] {
        self.order.whole()
    }

    /// The page on which the entry of a work stands.
    pub(in crate::render) fn work_page(&self, key: &ReferenceKey) -> &'a Url {
        self.work_pages.get(key).unwrap_or(&self.prepared.settings.addresses.citations)
    }

    /// The parts of the index of citations; none if it stands on one page.
    pub(in crate::render) fn work_parts(&self) -> &'a [Arc<WorkPart>] {
        self.work_parts.whole()
    }

    /// The page on which a term of the glossary stands.
    pub(in crate::render) fn term_page(&self, term: &TermId) -> &'a Url {
        self.term_pages.get(term).unwrap_or(&self.prepared.settings.addresses.glossary)
    }

    /// The parts of the glossary; none if it stands on one page.
    pub(in crate::render) fn term_parts(&self) -> &'a [Arc<ListPart>] {
        self.term_parts.whole()
    }

    /// The parts of the timeline; none if it stands on one page.
    pub(in crate::render) fn time_parts(&self) -> &'a [Arc<ListPart>] {
        self.time_parts.whole()
    }

    /// All events in order of time.
    pub(in crate::render) fn timeline(&self) -> &'a Timeline {
        self.timeline.whole()
    }

    /// Everything that the book speaks of.
    pub(in crate::render) fn subjects(&self) -> &'a Subjects {
        self.subjects.whole()
    }
}
