//! One page from its value and the theme.

use std::cell::RefCell;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::address::{href, to_root};
use super::body::Body;
use super::entries::Entries;
use super::html;
use super::lean::lean;
use super::markdown;
use super::metadata;
use super::outputs::exports;
use super::page::{
    BacklinkItem, BookPage, Card, CitationsPage, CitedPlace, Content, EventItem, GlossaryPage, HomePage,
    NotePage, Page, Place, Rest, SubjectItem, SubjectsPage, TermItem, TimelinePage, TopicsPage, WorkItem,
};
use super::plan::ListPart;
use super::sidebar::{self, Framed, SidebarText};
use super::theme::{Shared, Theme};
use super::view::*;
use crate::diagnostic::Checked;
use crate::model::{Anchor, Block, Url, slug};
use crate::site::SiteFile;

/// How many words a reader reads in a minute.
const WORDS_A_MINUTE: u32 = 200;

/// Prints one page, but for its sidebar. Its value and the theme are all that it
/// depends on; of the page before, entries are taken over that are the same.
fn render(theme: &Theme, page: &Page, before: Option<&Entries>) -> Checked<(String, Entries)> {
    let printer =
        Printer { root: root_of(&page.url, matches!(page.content, Content::NotFound(_)), &page.site) };
    let entries = Entries::new(theme, page, &printer, before);
    let sheet = printer.sheet(page, &entries);
    let Checked { value, mut diagnostics } = theme.render(sheet.template, &page.site.language, &sheet);
    diagnostics.extend(entries.diagnostics());
    Checked { value: (value, entries), diagnostics }
}

/// What leads from a page to the root of the site.
pub(super) fn root_of(page: &Url, is_not_found: bool, site: &SiteView) -> String {
    match &site.base_url {
        // Hosts show it at any address below the book's, so nothing is relative to it.
        Some(base) if is_not_found => path_of(base).to_owned(),
        _ => to_root(page),
    }
}

/// The last value that a thread has made from another, to be made anew only if that
/// is another one. Pages that share something are mostly printed one after the
/// other.
type Latest<T, V> = RefCell<Option<(T, V)>>;

/// The book as templates see it: nearly all pages of a build share one.
pub(super) fn site_view(site: &Arc<SiteView>) -> Shared {
    thread_local! {
        static LATEST: Latest<Arc<SiteView>, Shared> = const { RefCell::new(None) };
    }
    LATEST.with_borrow_mut(|latest| match latest {
        Some((same, view)) if Arc::ptr_eq(same, site) => view.clone(),
        _ => latest.insert((site.clone(), Shared::new(&**site))).1.clone(),
    })
}

/// The path of an absolute address: `/book/` of `https://example.org/book/`.
fn path_of(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    address[host..].find('/').map_or("/", |at| &address[host + at..])
}

/// A page as it is printed.
#[derive(Debug)]
pub struct Printed {
    /// The page.
    html: Framed,
    /// What is printed by itself of it.
    entries: Entries,
    /// The files: the page itself, and its twin in Markdown if a note stands on it.
    pub files: Vec<(Url, SiteFile)>,
}

impl Printed {
    /// Prints a page with its sidebar. `before` is what the page was, and what was
    /// printed of it with the same theme; that makes no other difference than time.
    pub fn new(
        theme: &Theme,
        page: &Page,
        sidebar: &SidebarText,
        before: Option<(&Page, &Printed)>,
    ) -> Checked<Printed> {
        let before = before.filter(|(before, _)| before.site == page.site);
        let before = before.map(|(_, printed)| &printed.entries);
        render(theme, page, before).map(|(printed, entries)| {
            let html = Framed::new(&printed, &page.url, sidebar);
            let twin = markdown::twin(page).map(|text| (markdown::twin_url(&page.url), text.into()));
            let files = std::iter::once((page.url.clone(), html.text.clone())).chain(twin);
            Printed { files: files.map(|(url, text)| (url, SiteFile::Text(text))).collect(), html, entries }
        })
    }

    /// The same page with another sidebar.
    pub fn with(&self, sidebar: &SidebarText) -> Printed {
        let mut files = self.files.clone();
        let (url, file) = &mut files[0];
        let html = self.html.with(url, sidebar);
        *file = SiteFile::Text(html.text.clone());
        Printed { html, entries: self.entries.clone(), files }
    }
}

/// The files of the theme that pages load, under `_theme/`.
pub fn theme_files(theme: &Theme) -> Vec<(Url, SiteFile)> {
    theme
        .assets()
        .map(|(name, file)| (Url::new(format!("_theme/{name}")), SiteFile::Text(lean(name, &file.text))))
        .collect()
}

/// Everything that a template sees, but for the theme's words.
#[derive(Serialize)]
struct Sheet {
    #[serde(skip)]
    template: &'static str,
    site: Shared,
    page: PageView,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<NoteView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    home: Option<HomeView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeline: Option<TimelineView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    glossary: Option<GlossaryView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citations: Option<CitationsView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topics: Option<TopicsView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subjects: Option<SubjectsView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    book: Option<BookView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect: Option<LinkView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cited_on: Option<Vec<CitedOnView>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sections: Option<Vec<LinkView>>,
}

/// Makes the views of a page, with addresses relative to it.
pub(super) struct Printer {
    root: String,
}

impl Printer {
    fn sheet(&self, page: &Page, entries: &Entries) -> Sheet {
        let (template, kind) = match &page.content {
            Content::Home(..) => ("home.html", "home"),
            Content::Section(_) => ("section.html", "section"),
            Content::Note(_) => ("note.html", "note"),
            Content::Topic(_) => ("topic.html", "topic"),
            Content::Timeline(_) => ("timeline.html", "timeline"),
            Content::Glossary(_) => ("glossary.html", "glossary"),
            Content::Citations(_) => ("citations.html", "citations"),
            Content::Topics(_) => ("topics.html", "topics"),
            Content::Subjects(_) => ("book-index.html", "book-index"),
            Content::Book(_) => ("print.html", "print"),
            Content::List(_) => ("list.html", "list"),
            Content::Redirect(_) => ("redirect.html", "redirect"),
            Content::NotFound(_) => ("404.html", "404"),
        };
        let mut sheet = Sheet {
            template,
            site: site_view(&page.site),
            page: self.page(page, kind),
            note: None,
            home: None,
            timeline: None,
            glossary: None,
            citations: None,
            topics: None,
            subjects: None,
            book: None,
            redirect: None,
            cited_on: None,
            sections: None,
        };
        match &page.content {
            Content::Home(note, home) => {
                sheet.note = Some(self.note(note));
                sheet.home = Some(self.home(home));
            }
            Content::Section(note) | Content::Note(note) | Content::Topic(note) => {
                sheet.note = Some(self.note(note))
            }
            Content::Timeline(timeline) => sheet.timeline = Some(self.timeline(timeline)),
            Content::Glossary(glossary) => sheet.glossary = Some(self.glossary(glossary, entries)),
            Content::Citations(citations) => sheet.citations = Some(self.citations(citations, entries)),
            Content::Topics(topics) => sheet.topics = Some(self.topics(topics)),
            Content::Subjects(page) => sheet.subjects = Some(self.subjects(page)),
            Content::Book(book) => sheet.book = Some(whole_book(book)),
            Content::List(list) => {
                sheet.note = Some(self.note(&list.note));
                sheet.cited_on = Some(self.cited_on(&list.cited_on));
            }
            Content::Redirect(to) => sheet.redirect = Some(self.link(to)),
            Content::NotFound(sections) => sheet.sections = Some(self.links(sections)),
        }
        sheet
    }

    fn page(&self, page: &Page, kind: &'static str) -> PageView {
        PageView {
            url: page.url.clone(),
            root: self.root.clone(),
            title: page.title.clone(),
            description: page.description.to_string(),
            kind,
            canonical: page.site.base_url.as_ref().map(|base| href(base, &page.url, None)),
            breadcrumbs: self.links(&page.breadcrumbs),
            previous: page.previous.as_ref().map(|place| self.link(place)),
            next: page.next.as_ref().map(|place| self.link(place)),
            sidebar: sidebar::PLACE,
            metadata: MetadataView {
                properties: metadata::open_graph(page),
                names: metadata::citation(page),
                json_ld: metadata::json_ld(page),
                markdown: page
                    .content
                    .note()
                    .filter(|note| note.body.is_some())
                    .map(|_| href(&self.root, &markdown::twin_url(&page.url), None)),
            },
        }
    }

    fn href(&self, place: &Place) -> String {
        href(&self.root, &place.url, place.anchor.as_ref())
    }

    fn link(&self, place: &Place) -> LinkView {
        LinkView { title: place.title.clone(), href: self.href(place) }
    }

    fn links(&self, places: &[Place]) -> Vec<LinkView> {
        places.iter().map(|place| self.link(place)).collect()
    }

    fn note(&self, note: &NotePage) -> NoteView {
        let body = note.body.as_ref();
        NoteView {
            summary: body.and_then(|body| body.note.front.description.clone()),
            html: body.map(html::html).unwrap_or_default(),
            contents: body.map(contents).unwrap_or_default(),
            minutes: body.map_or(1, |body| body.note.words.div_ceil(WORDS_A_MINUTE).max(1)),
            topics: self.links(&note.topics),
            updated: note.updated.clone(),
            children: note.children.iter().map(|card| self.card(card)).collect(),
            topic_kind: note.topic_kind.clone(),
            events: self.events(&note.events),
            backlinks: note.backlinks.iter().map(|item| self.backlink(item)).collect(),
            more: MoreView {
                children: self.rest(note.rests.children.as_ref()),
                events: self.rest(note.rests.events.as_ref()),
                backlinks: self.rest(note.rests.backlinks.as_ref()),
            },
            sources: note
                .sources
                .iter()
                .map(|source| SourceView {
                    anchor: source.anchor.clone(),
                    html: source.html.clone(),
                    href: self.href(&source.index),
                    cited_at: source.cited_at.clone(),
                })
                .collect(),
            cite: note
                .cite
                .as_ref()
                .map(|cite| CiteView { html: cite.html.clone(), bibtex: cite.bibtex.clone() }),
        }
    }

    fn rest(&self, rest: Option<&Rest>) -> Option<RestView> {
        rest.map(|rest| RestView { href: href(&self.root, &rest.url, None), count: rest.count })
    }

    fn cited_on(&self, places: &[CitedPlace]) -> Vec<CitedOnView> {
        let view = |(place, locator, excerpt): &CitedPlace| CitedOnView {
            note: self.link(place),
            locator: locator.clone(),
            excerpt: (**excerpt).clone(),
        };
        places.iter().map(view).collect()
    }

    fn card(&self, card: &Card) -> CardView {
        CardView {
            title: card.place.title.clone(),
            href: self.href(&card.place),
            description: card.description.clone(),
        }
    }

    fn events(&self, events: &[EventItem]) -> Vec<EventView> {
        events
            .iter()
            .map(|event| EventView {
                date: event.date.clone(),
                html: event.text.on(&self.root),
                tags: event.tags.clone(),
                choices: event.choices.clone(),
                anchor: event.anchor.clone(),
                note: self.link(&event.place),
            })
            .collect()
    }

    fn backlink(&self, item: &BacklinkItem) -> BacklinkView {
        BacklinkView {
            title: item.place.title.clone(),
            href: self.href(&item.place),
            kinds: item.kinds.clone(),
            excerpts: item.excerpts.iter().map(|excerpt| (**excerpt).clone()).collect(),
        }
    }

    fn home(&self, home: &HomePage) -> HomeView {
        HomeView {
            start: home.start.as_ref().map(|place| self.link(place)),
            sections: home
                .sections
                .iter()
                .map(|section| HomeSection {
                    title: section.card.place.title.clone(),
                    href: self.href(&section.card.place),
                    description: section.card.description.clone(),
                    notes: self.links(&section.notes),
                    count: section.count,
                })
                .collect(),
            more: self.rest(home.rest.as_ref()),
            notes: home.notes.iter().map(|card| self.card(card)).collect(),
            more_notes: self.rest(home.notes_rest.as_ref()),
            latest: self.events(&home.latest),
            counts: home.counts,
        }
    }

    fn timeline(&self, page: &TimelinePage) -> TimelineView {
        let periods: Vec<PeriodView> = page
            .periods
            .iter()
            .map(|(period, events)| PeriodView { events: self.events(events), ..period.clone() })
            .collect();
        TimelineView {
            html: page.intro.on(&self.root),
            count: periods.iter().map(|period| period.events.len()).sum::<usize>()
                + page.parts.iter().map(|part| part.count()).sum::<usize>(),
            periods,
            scale: page.scale.clone(),
            filters: page.filters.clone(),
            parts: self.list_parts(&page.parts),
        }
    }

    fn glossary(&self, page: &GlossaryPage, entries: &Entries) -> GlossaryView {
        let mut entries = entries.views();
        let letters: Vec<LetterView> = page
            .letters
            .iter()
            .map(|(letter, terms)| LetterView {
                letter: letter.clone(),
                anchor: letter_anchor(letter),
                terms: entries.by_ref().take(terms.len()).collect(),
            })
            .collect();
        GlossaryView {
            html: page.intro.on(&self.root),
            count: letters.iter().map(|letter| letter.terms.len()).sum::<usize>()
                + page.parts.iter().map(|part| part.count()).sum::<usize>(),
            letters,
            parts: self.list_parts(&page.parts),
        }
    }

    fn list_parts(&self, parts: &[Arc<ListPart>]) -> Vec<ListPartView> {
        let view = |part: &Arc<ListPart>| ListPartView {
            title: part.name.clone(),
            href: href(&self.root, &part.url, None),
            count: part.count(),
        };
        parts.iter().map(view).collect()
    }

    pub(super) fn term(&self, term: &TermItem) -> TermView {
        TermView {
            name: term.name.clone(),
            forms: term.forms.clone(),
            anchor: term.anchor.clone(),
            html: term.text.on(&self.root),
            note: term.note.as_ref().map(|place| self.link(place)),
            used_in: term.used_in.iter().map(|user| self.backlink(user)).collect(),
            uses: term.uses,
            more: self.rest(term.rest.as_ref()),
        }
    }

    pub(super) fn work(&self, work: &WorkItem) -> WorkView {
        WorkView {
            key: work.key.clone(),
            anchor: work.anchor.clone(),
            html: work.html.clone(),
            archived: work.archived.clone(),
            annotation: work.annotation.clone(),
            accessed: work.accessed.clone(),
            cited_on: self.cited_on(&work.cited_on),
            citations: work.cited_on.len() + work.rest.as_ref().map_or(0, |rest| rest.count),
            more: self.rest(work.rest.as_ref()),
            downloads: DownloadsView {
                bibtex: href(&self.root, &work.files.bibtex, None),
                csl_json: href(&self.root, &work.files.csl_json, None),
            },
        }
    }

    fn citations(&self, page: &CitationsPage, entries: &Entries) -> CitationsView {
        let mut entries = entries.views();
        let groups: Vec<CitationGroupView> = page
            .groups
            .iter()
            .map(|group| CitationGroupView {
                word: group.word.clone(),
                anchor: Anchor::new(group.word.replace('_', "-")),
                works: entries.by_ref().take(group.works.len()).collect(),
            })
            .collect();
        CitationsView {
            html: page.intro.on(&self.root),
            count: groups.iter().map(|group| group.works.len()).sum::<usize>()
                + page.parts.iter().map(|part| part.count()).sum::<usize>(),
            groups,
            parts: page
                .parts
                .iter()
                .map(|part| WorkPartView {
                    word: part.word,
                    href: href(&self.root, &part.url, None),
                    from: part.from.clone(),
                    to: part.to.clone(),
                    count: part.count(),
                })
                .collect(),
            downloads: DownloadsView {
                bibtex: href(&self.root, &Url::new(exports::BIBTEX), None),
                csl_json: href(&self.root, &Url::new(exports::CSL_JSON), None),
            },
        }
    }

    fn subjects(&self, page: &SubjectsPage) -> SubjectsView {
        let letters = page.letters.iter();
        SubjectsView {
            letters: letters
                .map(|(letter, subjects)| SubjectLetterView {
                    letter: letter.clone(),
                    anchor: letter_anchor(letter),
                    subjects: subjects.iter().map(|subject| self.subject(subject)).collect(),
                })
                .collect(),
        }
    }

    fn subject(&self, subject: &SubjectItem) -> SubjectView {
        SubjectView {
            name: subject.name.clone(),
            href: subject.own.as_ref().map(|place| self.href(place)),
            places: self.links(&subject.places),
            see: subject.see.as_ref().map(|place| self.link(place)),
            aspects: subject.aspects.iter().map(|aspect| self.subject(aspect)).collect(),
        }
    }

    fn topics(&self, page: &TopicsPage) -> TopicsView {
        let kinds: Vec<TopicKindView> = page
            .kinds
            .iter()
            .map(|kind| TopicKindView {
                kind: kind.kind.clone(),
                topics: kind
                    .topics
                    .iter()
                    .map(|(card, notes, events)| TopicCardView {
                        title: card.place.title.clone(),
                        href: self.href(&card.place),
                        description: card.description.clone(),
                        notes: *notes,
                        events: *events,
                    })
                    .collect(),
            })
            .collect();
        TopicsView {
            html: page.intro.on(&self.root),
            count: kinds.iter().map(|kind| kind.topics.len()).sum(),
            kinds,
        }
    }
}

/// The whole book, its chapters printed side by side on all threads.
fn whole_book(book: &BookPage) -> BookView {
    let mut section = 0;
    let sections = book.chapters.iter().map(|chapter| {
        section += usize::from(chapter.level == 2);
        section
    });
    let sections: Vec<usize> = sections.collect();
    let chapters = book.chapters.par_iter().zip(sections).map(|(chapter, section)| {
        let body = chapter.body.as_ref();
        ChapterView {
            title: chapter.title.clone(),
            level: chapter.level,
            section,
            anchor: chapter.anchor.clone(),
            summary: body.and_then(|body| body.note.front.description.clone()),
            html: body.map(html::html).unwrap_or_default(),
        }
    });
    let sources = book.sources.iter();
    BookView {
        chapters: chapters.collect(),
        sources: sources
            .map(|(anchor, html)| BookSourceView { anchor: anchor.clone(), html: html.clone() })
            .collect(),
    }
}

/// The id of a letter in a list from A to Z.
pub(super) fn letter_anchor(letter: &str) -> Anchor {
    let name = slug(letter);
    Anchor::new(if name.is_empty() { "letter-other".to_owned() } else { format!("letter-{name}") })
}

/// The headings of a text down to the third level, as the page numbers levels.
fn contents(body: &Body) -> Vec<ContentsView> {
    body.note
        .body
        .iter()
        .filter_map(|block| match block {
            Block::Heading(id) => body.note.headings.get(id.0 as usize),
            _ => None,
        })
        .map(|heading| ContentsView {
            level: heading.level + body.heading_shift,
            title: heading.plain.clone(),
            anchor: heading.anchor.clone(),
        })
        .filter(|entry| entry.level <= 3)
        .collect()
}
