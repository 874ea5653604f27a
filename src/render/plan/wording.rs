//! The words that a note leaves to the book: what links without a text of their own
//! are called, and the works that its sentences name.

use std::sync::Arc;

use super::Known;
use crate::index::search::Opened;
use crate::model::{
    Anchor, Citation, CitationId, CitationMode, Excerpt, Link, LinkId, LinkKind, Note, NoteId, NumberedKind,
    Open, Sentence, Wording, end_of_lead,
};
use crate::render::labels;
use crate::resolve::{Destination, Places};

impl Known<'_> {
    /// A text of a note as readers see it.
    pub(in crate::render) fn filled(&self, from: &NoteId, words: &Wording) -> String {
        words.filled(&|open| self.opened(from, open))
    }

    /// A sentence of a note as readers see it.
    pub(super) fn excerpt(&self, from: &NoteId, sentence: &Sentence) -> Arc<Excerpt> {
        Arc::new(sentence.excerpt(&|open| self.opened(from, open)))
    }

    /// What a note says, in one or two sentences; may be empty.
    pub(super) fn description(&self, id: &NoteId) -> Arc<str> {
        let about = &self.about[id];
        match &about.description {
            Some(description) => description.as_str().into(),
            None => self.lead(id).into(),
        }
    }

    /// How a note begins. It was cut before its links had their words, each of which
    /// can be as long as a title.
    pub(super) fn lead(&self, id: &NoteId) -> String {
        let mut lead = self.filled(id, &self.about[id].lead);
        if let Some(end) = end_of_lead(lead.trim_end_matches('…')) {
            lead.truncate(end);
            lead.push('…');
        }
        lead
    }

    /// All words that a note leaves open.
    pub(super) fn all_opened(&self, id: &NoteId, note: &Note) -> Opened {
        let has_no_text = |link: &Link| link.kind == LinkKind::Wiki && link.text.is_empty();
        let links = note.links.iter().enumerate().filter(|(_, link)| has_no_text(link));
        let links =
            links.map(|(n, link)| (LinkId(n as u32), self.called(id, LinkId(n as u32), &link.target).into()));
        let in_sentence = |citation: &Citation| citation.mode == CitationMode::Narrative;
        let works = note.citations.iter().enumerate().filter(|(_, citation)| in_sentence(citation));
        let works = works.filter_map(|(n, citation)| {
            Some((CitationId(n as u32), self.works.name(&citation.items.first()?.key).into()))
        });
        Opened { links: links.collect(), works: works.collect() }
    }

    fn opened(&self, from: &NoteId, open: &Open) -> String {
        match open {
            Open::Work(key) => self.works.name(key),
            Open::Link { link, target } => self.called(from, *link, target),
        }
    }

    /// What a link of a note is called that has no text of its own.
    fn called(&self, from: &NoteId, link: LinkId, target: &str) -> String {
        match self.links[from].get(link.0 as usize) {
            Some(Destination::Note(to, anchor)) => self.link_title(from, to, anchor.as_ref(), target),
            Some(Destination::Term(term)) => term.0.to_string(),
            Some(Destination::Asset(_)) => self.labels.name_of_file(target),
            _ => target.to_owned(),
        }
    }

    /// The text of a link to a note that has none of its own. What was typed stays,
    /// but a file name becomes the title of its note.
    pub(super) fn link_title(
        &self,
        from: &NoteId,
        to: &NoteId,
        anchor: Option<&Anchor>,
        target: &str,
    ) -> String {
        let (called, places) = (&self.calls[to], &self.places[to]);
        let name = target.split('#').next().unwrap_or_default().trim();
        let typed = name.rsplit('/').next().unwrap_or_default();
        let is_other_name = called.aliases.iter().any(|alias| alias.to_lowercase() == typed.to_lowercase());
        let title = if is_other_name && !typed.is_empty() { typed } else { &called.title };
        if let Some(words) = anchor.and_then(|anchor| self.number_of(places, anchor)) {
            return if from == to { words } else { format!("{title} \u{203A} {words}") };
        }
        let heading = anchor
            .and_then(|anchor| places.headings.iter().find(|(own, ..)| own == anchor))
            .map(|(.., plain)| plain)
            .filter(|plain| **plain != *called.title);
        match heading {
            Some(heading) if from == to => heading.clone(),
            Some(heading) => format!("{title} \u{203A} {heading}"),
            None => title.to_owned(),
        }
    }

    /// What a figure or table with a block id is called: "Table 2".
    fn number_of(&self, note: &Places, anchor: &Anchor) -> Option<String> {
        if !note.blocks.contains(anchor) {
            return None;
        }
        let found = note.numbered.iter().find(|found| found.anchor.as_ref() == Some(anchor))?;
        let label = match found.kind {
            NumberedKind::Figure => &self.labels.figure_number,
            NumberedKind::Table => &self.labels.table_number,
        };
        let words = labels::numbered(label, &found.number.to_string());
        Some(words.trim_end_matches('.').to_owned())
    }
}
