//! The text of notes with what it refers to: addresses, titles, citations.

use std::collections::BTreeMap;

use super::book::to_source;
use super::{Planner, work_anchor};
use crate::model::{
    Anchor, Block, CitationId, Inline, LinkId, Note, NoteId, Part, ReferenceKey, TermId, Url,
    citations_in_title,
};
use crate::render::address::href;
use crate::render::body::{Body, CitationText, Ids, Paragraphs, Target, TermMark};
use crate::render::date::date;
use crate::render::fragment::Fragment;
use crate::render::html;
use crate::render::page::SourceItem;
use crate::render::works::PageCitations;
use crate::resolve::{Destination, is_glossary};

/// How deep notes are shown inside notes. What is deeper becomes a link.
const EMBED_DEPTH: usize = 4;

/// The most notes that are shown inside one, at any depth. Notes that show each
/// other many times would make a page of any size.
const EMBEDS_SHOWN: usize = 200;

/// The page for which a text is made.
pub(super) struct Stage<'s> {
    /// What leads from the page to the root.
    pub root: &'s str,
    /// The page's own address; `None` for a fragment, which may stand anywhere.
    pub url: Option<&'s Url>,
    /// Where links find other notes.
    pub notes: Notes,
}

/// Where links find notes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Notes {
    /// Each on a page of its own.
    OnTheirPages,
    /// All on the page for which the text is made.
    OnThisPage,
}

/// What a text is shown in, so that circles of embeds end and no page grows
/// without end.
struct Shown {
    /// The note that the text is for, then what is shown in it, and what is
    /// shown in that; each with the place that it is cut down to.
    path: Vec<(NoteId, Option<Anchor>)>,
    /// How many more notes may be shown on the page.
    left: usize,
}

impl Shown {
    /// A note that is shown in nothing.
    fn page(id: &NoteId) -> Self {
        Shown { path: vec![(id.clone(), None)], left: EMBEDS_SHOWN }
    }

    /// The part of the note that is shown now.
    fn part(&self, note: &Note) -> Part {
        Part::at(note, self.path.last().and_then(|(_, place)| place.as_ref()))
    }

    /// Goes into something that is embedded, unless it is shown already around
    /// here or there is too much of it.
    fn enter(&mut self, to: &NoteId, place: Option<&Anchor>) -> bool {
        let step = (to.clone(), place.cloned());
        if self.left == 0 || self.path.len() > EMBED_DEPTH || self.path.contains(&step) {
            return false;
        }
        self.left -= 1;
        self.path.push(step);
        true
    }

    /// Comes out of what was entered last.
    fn leave(&mut self) {
        self.path.pop();
    }
}

impl Planner<'_> {
    /// A note's text for its own page, with the sources it cites.
    pub(super) fn own_body(&self, id: &NoteId, root: &str) -> (Body, Vec<SourceItem>) {
        let url = &self.known.urls[id];
        let mut body = self.whole_body(id, &Stage { root, url: Some(url), notes: Notes::OnTheirPages });
        let (texts, sources) = self.cite(id, &body);
        body.citations = texts;
        (body, sources)
    }

    /// A note's text for pieces of it that stand on other pages.
    pub(super) fn fragment_body(&self, id: &NoteId) -> Body {
        let stage = Stage { root: Fragment::ROOT, url: None, notes: Notes::OnTheirPages };
        let mut body = self.whole_body(id, &stage);
        body.ids = Ids::Omitted;
        body.citations = self.cite_elsewhere(id, &body, &stage);
        body
    }

    /// A note's text for the list that stands at the note's own address, so that
    /// its ids are free.
    pub(super) fn listing_body(&self, id: &NoteId) -> Body {
        Body { ids: Ids::Plain, ..self.fragment_body(id) }
    }

    /// The text of the note at a list's address. The definition lists of a
    /// glossary are left out: they are its entries.
    pub(super) fn intro(&self, id: Option<&NoteId>) -> Fragment {
        let Some(id) = id else { return Fragment::default() };
        let body = self.listing_body(id);
        let blocks: Vec<Block> = body
            .note
            .body
            .iter()
            .filter(|block| !is_glossary(id) || !matches!(block, Block::DefinitionList(_)))
            .cloned()
            .collect();
        Fragment::new(html::blocks(&body, &blocks))
    }

    /// The text of a note that is shown in no other, without its citations.
    pub(super) fn whole_body(&self, id: &NoteId, stage: &Stage) -> Body {
        self.body(id, stage, &mut Shown::page(id))
    }

    /// A note's text without its citations, as much of it as is to be shown.
    fn body(&self, id: &NoteId, stage: &Stage, shown: &mut Shown) -> Body {
        let note = &self.known.notes[id];
        let part = shown.part(note);
        let embeds = part.embeds(note);
        let links = self.known.links[id]
            .iter()
            .zip(&note.links)
            .enumerate()
            .map(|(n, (destination, link))| match destination {
                Destination::Note(to, anchor) if embeds.contains(&LinkId(n as u32)) => {
                    self.embed(to, anchor.as_ref(), stage, shown)
                }
                Destination::Note(to, anchor) => Target::Page {
                    href: self.note_href(to, anchor.as_ref(), stage),
                    title: self.known.link_title(id, to, anchor.as_ref(), &link.target).into(),
                },
                Destination::Term(term) => {
                    Target::Page { href: self.term_href(term, stage), title: term.0.clone() }
                }
                Destination::Asset(asset) => {
                    let page = link.page().map(|page| Anchor::new(format!("page={page}")));
                    let url = &self.known.asset_urls[asset];
                    Target::File { href: href(stage.root, url, page.as_ref()) }
                }
                Destination::External => Target::External { href: link.target.trim().to_owned() },
                Destination::Nothing => Target::Nowhere,
            })
            .collect();
        let terms = self.known.uses[id]
            .iter()
            .map(|found| TermMark {
                text: found.text,
                start: found.start,
                end: found.end,
                href: self.term_href(&found.term, stage),
            })
            .collect();
        let language = &self.config().language;
        Body {
            note: note.clone(),
            part,
            html: self.config().html,
            ids: Ids::Plain,
            paragraphs: self.paragraphs(),
            heading_shift: u8::from(has_top_heading(note)),
            links,
            citations: Vec::new(),
            terms,
            labels: self.known.labels.clone(),
            dates: note.events.iter().map(|event| date(&event.date, language)).collect(),
        }
    }

    fn paragraphs(&self) -> Paragraphs {
        match self.config().paragraph_numbers {
            true => Paragraphs::Numbered,
            false => Paragraphs::Unnumbered,
        }
    }

    fn embed(&self, to: &NoteId, anchor: Option<&Anchor>, stage: &Stage, shown: &mut Shown) -> Target {
        let href = self.note_href(to, anchor, stage);
        let title = self.known.calls[to].title.clone();
        if !shown.enter(to, anchor) {
            return Target::Page { href, title };
        }
        let mut body = self.body(to, stage, shown);
        shown.leave();
        body.ids = Ids::Omitted;
        body.paragraphs = Paragraphs::Unnumbered;
        body.terms.clear();
        body.citations = self.cite_elsewhere(to, &body, stage);
        Target::Embed { href, title, body: Box::new(body) }
    }

    fn note_href(&self, to: &NoteId, anchor: Option<&Anchor>, stage: &Stage) -> String {
        if stage.notes == Notes::OnThisPage {
            return self.inside(to, anchor);
        }
        let url = &self.known.urls[to];
        match anchor {
            Some(anchor) if stage.url == Some(url) => href("", &Url::new(""), Some(anchor)),
            _ => href(stage.root, url, anchor),
        }
    }

    fn term_href(&self, term: &TermId, stage: &Stage) -> String {
        if stage.notes == Notes::OnThisPage {
            let entry = &self.known.terms[term];
            return self.inside(&entry.note, entry.definition.as_ref().map(|definition| &definition.anchor));
        }
        let (url, anchor) = self.term_address(term);
        href(stage.root, url, anchor)
    }

    /// The citations of a note on its own page, and the list of its sources.
    fn cite(&self, id: &NoteId, body: &Body) -> (Vec<CitationText>, Vec<SourceItem>) {
        let note = &self.known.notes[id];
        let works = self.known.works;
        let mut page = PageCitations::new(works);
        let mut cited_at: BTreeMap<ReferenceKey, Vec<Anchor>> = BTreeMap::new();
        let hidden = citations_in_title(note);
        let shown = |(n, _): &(usize, _)| !hidden.contains(&CitationId(*n as u32));
        for (n, group) in note.citations.iter().enumerate().filter(shown) {
            for item in &group.items {
                let places = cited_at.entry(item.key.clone()).or_default();
                let anchor = citation_anchor(CitationId(n as u32));
                if places.last() != Some(&anchor) {
                    places.push(anchor);
                }
            }
        }
        page.list_all(note);
        page.number();
        let to_list = |key: &ReferenceKey| href("", &Url::new(""), Some(&source_anchor(key)));
        let texts = self.citation_texts(note, body, &page, &to_list);
        let sources = page
            .sources()
            .into_iter()
            .map(|(key, html)| SourceItem {
                anchor: source_anchor(key),
                html,
                index: self.work_place(key),
                cited_at: cited_at.remove(key).unwrap_or_default(),
            })
            .collect();
        (texts, sources)
    }

    /// The citations of a note where a piece of it stands on another page: they
    /// lead to the citation index, or to the sources of the whole book.
    fn cite_elsewhere(&self, id: &NoteId, body: &Body, stage: &Stage) -> Vec<CitationText> {
        let note = &self.known.notes[id];
        let to_entry = |key: &ReferenceKey| match stage.notes {
            Notes::OnTheirPages => href(stage.root, self.known.work_page(key), Some(&work_anchor(key))),
            Notes::OnThisPage => to_source(key),
        };
        let page = PageCitations::new(self.known.works);
        let print = |inlines: &[Inline]| html::inlines(body, inlines);
        let texts = note.citations.iter().enumerate().map(|(n, group)| CitationText {
            text: page.cite_elsewhere(group, &print, &to_entry),
            note: String::new(),
            inside: String::new(),
            anchor: citation_anchor(CitationId(n as u32)),
        });
        texts.collect()
    }

    /// The citations of a note. `page` knows the works that the page cites, and
    /// `href` says where the entry of a work stands.
    pub(super) fn citation_texts(
        &self,
        note: &Note,
        body: &Body,
        page: &PageCitations,
        href: &dyn Fn(&ReferenceKey) -> String,
    ) -> Vec<CitationText> {
        let places = page.positions(note);
        note.citations
            .iter()
            .zip(places)
            .enumerate()
            .map(|(n, (group, positions))| {
                let html = page.cite(group, &positions, &|inlines| html::inlines(body, inlines), href);
                CitationText {
                    text: html.text,
                    note: html.note,
                    inside: html.inside,
                    anchor: citation_anchor(CitationId(n as u32)),
                }
            })
            .collect()
    }
}

/// The id of a place that cites something, on its own page.
pub(super) fn citation_anchor(id: CitationId) -> Anchor {
    Anchor::new(format!("cite-{}", id.0 + 1))
}

/// The id of a work in a page's list of sources.
pub(super) fn source_anchor(key: &ReferenceKey) -> Anchor {
    Anchor::new(format!("source-{key}"))
}

/// Whether a heading of the first level stands in the text. The title of the
/// page is one already.
fn has_top_heading(note: &Note) -> bool {
    note.body
        .iter()
        .any(|block| matches!(block, Block::Heading(id) if note.headings[id.0 as usize].level == 1))
}
