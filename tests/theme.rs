//! The contract between the program and the built-in theme: every template
//! renders with everything a view can hold, and with as little as it can hold.
//!
//! The pages are left in `target/tmp/theme`, to be looked at and checked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use briefbook::diagnostic::Checked;
use briefbook::model::{Anchor, Excerpt, Url};
use briefbook::render::*;
use briefbook::source::SourceFile;
use briefbook::theme::BUILT_IN;
use serde::Serialize;

/// What a template sees, whichever it is.
#[derive(Serialize, Clone)]
struct View {
    site: SiteView,
    page: PageView,
    note: NoteView,
    home: HomeView,
    timeline: TimelineView,
    glossary: GlossaryView,
    citations: CitationsView,
    topics: TopicsView,
    subjects: SubjectsView,
    book: BookView,
    redirect: LinkView,
    cited_on: Vec<CitedOnView>,
    sections: Vec<LinkView>,
    sidebar: SidebarView,
    term: TermView,
    work: WorkView,
}

/// Templates that are printed by themselves, of which pages hold what they print.
const PARTS: [&str; 3] = ["parts/sidebar.html", "parts/term.html", "parts/work.html"];

const TEMPLATES: [(&str, &str, &str); 13] = [
    ("home.html", "home", "index.html"),
    ("section.html", "section", "section.html"),
    ("note.html", "note", "note.html"),
    ("topic.html", "topic", "topic.html"),
    ("timeline.html", "timeline", "timeline.html"),
    ("glossary.html", "glossary", "glossary.html"),
    ("citations.html", "citations", "citations.html"),
    ("topics.html", "topics", "topics.html"),
    ("book-index.html", "book-index", "book-index.html"),
    ("print.html", "print", "print.html"),
    ("list.html", "list", "list.html"),
    ("redirect.html", "redirect", "redirect.html"),
    ("404.html", "404", "404.html"),
];

#[test]
fn every_template_renders_a_full_view() {
    let theme = built_in_theme();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("theme");
    for (name, file) in theme.assets() {
        write(&folder.join("_theme").join(name), &file.text);
    }
    write(&folder.join("four-periods.svg"), &fs::read_to_string("content/images/four-periods.svg").unwrap());
    for (template, kind, file) in TEMPLATES {
        let page = render(&theme, template, "en", &full(kind, file));
        write(&folder.join(file), &page);
        assert!(page.ends_with("</html>\n"), "{template}");
        // Only words that are for scripts keep the place of their number.
        let for_scripts = page.matches("data-one=\"{n}").count() + page.matches("data-many=\"{n}").count();
        assert_eq!(page.matches("{n}").count(), for_scripts, "{template} leaves a number out");
    }
}

#[test]
fn every_template_renders_an_empty_view() {
    let theme = built_in_theme();
    for part in PARTS {
        render(&theme, part, "en", &minimal("note", "note.html"));
    }
    for (template, kind, file) in TEMPLATES {
        let page = render(&theme, template, "en", &minimal(kind, file));
        assert!(page.ends_with("</html>\n"), "{template}");
    }
}

#[test]
fn every_template_renders_in_every_language() {
    let theme = built_in_theme();
    for language in languages() {
        for (template, kind, file) in TEMPLATES {
            render(&theme, template, &language, &full(kind, file));
        }
        for part in PARTS {
            render(&theme, part, &language, &full("note", "note.html"));
        }
    }
}

#[test]
fn sidebar_lists_sections_and_the_pages_of_one() {
    let theme = built_in_theme();
    let view = full("note", "note.html");
    let lines = |view: &View| render(&theme, "parts/sidebar.html", "en", view);
    insta::assert_snapshot!(lines(&view), @r#"
    <details class="sidebar">
    <summary>Sections</summary>
    <nav aria-label="Sections">
    <ol class="sections">
    <li><a href="../summary/index.html">Summary &lt;1&gt;</a></li>
    <li class="here"><a href="index.html">Four periods</a>
    <ol class="siblings">
    <li><a href="ventures.html">Joint ventures</a></li>
    <li><a href="zte.html" aria-current="page">ZTE</a></li>
    </ol></li>
    </ol>
    </nav>
    </details>
    "#);
    let notes = view.sidebar.sections[1].pages.clone();
    let beside = View { sidebar: SidebarView { notes, ..view.sidebar.clone() }, ..view };
    insta::assert_snapshot!(lines(&beside), @r#"
    <details class="sidebar">
    <summary>Sections</summary>
    <nav aria-label="Sections">
    <ol class="sections">
    <li><a href="ventures.html">Joint ventures</a></li>
    <li><a href="zte.html" aria-current="page">ZTE</a></li>
    </ol>
    </nav>
    </details>
    "#);
    assert_eq!(lines(&minimal("note", "note.html")), "");
}

#[test]
fn text_of_the_author_is_escaped() {
    let theme = built_in_theme();
    let attack = "<script>\"'&";
    for (template, kind, file) in TEMPLATES {
        let mut view = full(kind, file);
        view.site.title = attack.to_owned();
        view.page.title = attack.into();
        view.page.description = attack.to_owned();
        view.note.summary = Some(attack.to_owned());
        view.redirect.title = attack.into();
        for event in &mut view.note.events {
            event.note.title = attack.into();
            event.tags = vec![attack.to_owned()];
        }
        view.sidebar.sections[0].link.title = attack.into();
        view.term.name = attack.into();
        view.term.forms = vec![attack.to_owned()];
        view.work.annotation = Some(attack.to_owned());
        for template in [template].iter().chain(&PARTS) {
            let page = render(&theme, template, "en", &view);
            assert!(!page.contains(attack) && !page.contains("<script>"), "{template}");
        }
    }
}

#[test]
fn pages_carry_no_script_and_no_style_of_their_own() {
    let theme = built_in_theme();
    for (template, kind, file) in TEMPLATES {
        let page = render(&theme, template, "en", &full(kind, file));
        assert!(!page.contains("style="), "{template}");
        assert!(!page.contains("<style"), "{template}");
        for script in page.split("<script").skip(1) {
            // Metadata in a script element is data and never runs.
            let loaded = script.starts_with(" src=\"_theme/");
            let data = script.starts_with(" type=\"application/ld+json\">");
            assert!(loaded || data, "{template}: <script{}", &script[..40]);
        }
    }
}

#[test]
fn every_word_that_a_template_asks_for_is_there_and_none_is_idle() {
    let english = words("en");
    let mut asked = BTreeSet::new();
    for (name, text) in BUILT_IN.iter().filter(|(name, _)| name.ends_with(".html")) {
        for after in text.split("words.").skip(1) {
            let word: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            assert!(english.contains_key(&word), "{name} asks for the word `{word}`");
            asked.insert(word);
        }
    }
    // The program asks for the rest by itself, when it prints notes.
    let labels = include_str!("../src/render/labels.rs");
    let printed = |word: &str| {
        let by_name = ["callout_", "mention_"].iter().any(|start| word.starts_with(start));
        matches!(word, "tags") || by_name || labels.contains(&format!("\"{word}\""))
    };
    let idle: Vec<&String> = english
        .keys()
        .filter(|word| !asked.contains(*word) && !word.starts_with("kind_") && !printed(word))
        .collect();
    assert!(idle.is_empty(), "no template asks for {idle:?}");
}

#[test]
fn every_language_has_all_words_and_keeps_their_numbers() {
    let english = words("en");
    for language in languages() {
        let words = words(&language);
        assert!(words.keys().eq(english.keys()), "words/{language}.toml and words/en.toml differ in keys");
        for (key, word) in &words {
            let needs = english[key].contains("{n}") && !key.ends_with("_one") && !key.ends_with("_once");
            assert!(!needs || word.contains("{n}"), "words/{language}.toml: `{key}` has no {{n}}");
            assert!(
                !word.trim().is_empty() || key == "list_separator",
                "words/{language}.toml: `{key}` is empty"
            );
        }
    }
}

fn built_in_theme() -> Arc<Theme> {
    let files = BUILT_IN
        .iter()
        .map(|(name, text)| (Arc::from(*name), SourceFile::new(&format!("themes/default/{name}"), text)))
        .collect();
    sound(theme(&files))
}

fn render(theme: &Theme, template: &str, language: &str, view: &View) -> String {
    sound(theme.render(template, language, view))
}

fn sound<T>(checked: Checked<T>) -> T {
    assert_eq!(checked.diagnostics, []);
    checked.value
}

fn languages() -> Vec<String> {
    let name = |name: &str| Some(name.strip_prefix("words/")?.strip_suffix(".toml")?.to_owned());
    BUILT_IN.iter().filter_map(|(file, _)| name(file)).collect()
}

fn words(language: &str) -> BTreeMap<String, String> {
    let text = briefbook::theme::built_in(&format!("words/{language}.toml")).expect("it is in the list");
    toml::from_str(text).expect("words are keys with texts")
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it is in a folder")).unwrap();
    fs::write(path, text).unwrap();
}

/// A view with nothing in it that can be left out.
fn minimal(kind: &'static str, file: &str) -> View {
    View {
        site: SiteView {
            title: "Book".to_owned(),
            subtitle: None,
            description: None,
            authors: vec![],
            language: "en".to_owned(),
            direction: "ltr",
            as_of: None,
            base_url: None,
            image: None,
            timeline: None,
            glossary: None,
            citations: None,
            topics: None,
            book_index: None,
            print: None,
            feed: None,
            card_digits: 2,
        },
        page: PageView {
            url: Url::new(file),
            root: String::new(),
            title: "Page".into(),
            description: String::new(),
            kind,
            canonical: None,
            breadcrumbs: vec![],
            previous: None,
            next: None,
            sidebar: "",
            metadata: MetadataView::default(),
        },
        note: NoteView {
            summary: None,
            html: String::new(),
            contents: vec![],
            minutes: 1,
            topics: vec![],
            updated: None,
            children: vec![],
            topic_kind: None,
            events: vec![],
            backlinks: vec![],
            more: MoreView::default(),
            sources: vec![],
            cite: None,
        },
        home: HomeView {
            start: None,
            sections: vec![],
            more: None,
            notes: vec![],
            more_notes: None,
            latest: vec![],
            counts: CountsView { notes: 1, events: 0, terms: 0, sources: 0, topics: 0 },
        },
        timeline: TimelineView {
            html: String::new(),
            periods: vec![],
            scale: None,
            filters: vec![],
            parts: vec![],
            count: 0,
        },
        glossary: GlossaryView { html: String::new(), letters: vec![], parts: vec![], count: 0 },
        citations: CitationsView {
            html: String::new(),
            groups: vec![],
            parts: vec![],
            downloads: DownloadsView::default(),
            count: 0,
        },
        topics: TopicsView { html: String::new(), kinds: vec![], count: 0 },
        subjects: SubjectsView::default(),
        book: BookView { chapters: vec![], sources: vec![] },
        redirect: LinkView { title: "Elsewhere".into(), href: "note.html".to_owned() },
        cited_on: vec![],
        sections: vec![],
        sidebar: SidebarView { sections: vec![], notes: vec![] },
        term: TermView {
            name: "Term".into(),
            forms: vec![],
            anchor: Anchor::new("term"),
            html: String::new(),
            note: None,
            used_in: vec![],
            uses: 0,
            more: None,
        },
        work: WorkView {
            key: "doe".to_owned(),
            anchor: Anchor::new("work-doe"),
            html: "".into(),
            archived: None,
            annotation: None,
            accessed: None,
            cited_on: vec![],
            citations: 0,
            more: None,
            downloads: DownloadsView::default(),
        },
    }
}

/// A view with everything in it, as a real book would have it.
fn full(kind: &'static str, file: &str) -> View {
    let titles = [
        "Summary and key judgements",
        "Four periods of dependence",
        "Full separation begins",
        "The ZTE shock and what followed",
        "Carriers and submarine cables",
        "Standards, patents and the next generation",
    ];
    let title = match kind {
        "home" => "US–China telecommunications",
        "section" => "Four periods of dependence",
        "note" => "Full separation begins, 2015 to 2020",
        "topic" => "Huawei",
        "timeline" => "Timeline",
        "glossary" => "Glossary",
        "citations" => "Sources",
        "topics" => "Topics",
        _ => "Page not found",
    };
    let note = match kind {
        "home" => {
            "<p><strong>What this book says.</strong> For thirty years two sectors grew into one another. \
            This book sets out how they came apart, who decided it, and what it may cost.</p>\n<ul>\n\
            <li>Separation will be hard to reverse.</li>\n<li>The rule against HiSilicon is a turning point.</li>\n\
            <li>More vendors will need scale, partners and time.</li>\n</ul>"
        }
        _ => include_str!("theme/note.html"),
    };
    let headings = [
        (2, "Full separation begins", "full-separation"),
        (3, "The rule, step by step", "the-rule"),
        (2, "Outlook", "outlook"),
    ];
    View {
        site: SiteView {
            title: "US–China telecommunications".to_owned(),
            subtitle: Some("A briefing book on the separation of two sectors".to_owned()),
            description: Some(
                "What legislators need to know about thirty years of joint work, five years of separation, \
                 and the choices that are still open."
                    .to_owned(),
            ),
            authors: vec!["Committee staff".to_owned(), "Research service".to_owned()],
            language: "en".to_owned(),
            direction: "ltr",
            as_of: Some(exact("1 November 2020", "2020-11-01")),
            base_url: Some("https://example.org/book/".to_owned()),
            image: None,
            timeline: Some(Url::new("timeline.html")),
            glossary: Some(Url::new("glossary.html")),
            citations: Some(Url::new("citations.html")),
            topics: Some(Url::new("topics.html")),
            book_index: Some(Url::new("book-index.html")),
            print: Some(Url::new("print.html")),
            feed: Some(Url::new("feed.xml")),
            card_digits: 2,
        },
        page: PageView {
            url: Url::new(file),
            root: String::new(),
            title: title.into(),
            description: "How vendors, carriers and standards came apart, and what each step rested on.".to_owned(),
            kind,
            canonical: Some(format!("https://example.org/book/{file}")),
            breadcrumbs: match kind {
                "home" => vec![],
                "note" => vec![link("US–China telecommunications", "index.html"), link(titles[1], "section.html")],
                _ => vec![link("US–China telecommunications", "index.html")],
            },
            previous: (kind != "home").then(|| link("The years of joint ventures", "note.html")),
            next: Some(link("Summary and key judgements", "note.html")),
            sidebar: "",
            metadata: MetadataView {
                properties: vec![MetaView { name: "og:title".to_owned(), content: "A & B".to_owned() }],
                names: vec![MetaView { name: "citation_title".to_owned(), content: "A \"B\"".to_owned() }],
                json_ld: Some("{\"@type\":\"Article\"}".to_owned()),
                markdown: Some("note.md".to_owned()),
            },
        },
        note: NoteView {
            cite: Some(CiteView { html: "<i>Book</i>.".into(), bibtex: "@online{note,\n}\n".into() }),
            summary: Some(
                "Between 2015 and 2020 vendors, carriers and standards came apart in that order; this note says \
                 what each step rested on."
                    .to_owned(),
            ),
            html: note.to_owned(),
            contents: match kind {
                "home" => vec![],
                _ => headings
                    .map(|(level, title, anchor)| ContentsView { level, title: title.to_owned(), anchor: Anchor::new(anchor) })
                    .to_vec(),
            },
            minutes: 7,
            topics: vec![link("Huawei", "topic.html"), link("Export controls", "topic.html"), link("Semiconductors", "topic.html")],
            updated: Some(exact("14 October 2020", "2020-10-14")),
            children: titles[2..]
                .iter()
                .map(|title| CardView {
                    title: (*title).into(),
                    href: "note.html".to_owned(),
                    description: "What happened, who decided it, and which sources carry the account.".into(),
                })
                .collect(),
            topic_kind: Some("company".to_owned()),
            events: events(),
            backlinks: vec![
                BacklinkView {
                    title: "Summary and key judgements".into(),
                    href: "note.html".to_owned(),
                    kinds: vec!["mention_link", "mention_term"],
                    excerpts: vec![
                        excerpt("By early 2020 little more than semiconductors still joined the two sectors, as ", "full separation", " had begun."),
                        excerpt("See ", "2015–2020", " for the grounds."),
                    ],
                },
                BacklinkView {
                    title: "HiSilicon".into(),
                    href: "topic.html".to_owned(),
                    kinds: vec!["mention_embed"],
                    excerpts: vec![],
                },
            ],
            more: MoreView { children: rest(40), events: rest(7), backlinks: rest(300) },
            sources: match kind {
                "home" => vec![],
                _ => vec![
                    SourceView {
                        anchor: Anchor::new("ref-apl"),
                        html: "Sturgeon, Paul. 2020. <em>US–China Telecommunications</em>. Laurel, MD: Applied Physics Laboratory.".into(),
                        href: "citations.html#kind-report-1".to_owned(),
                        cited_at: vec![Anchor::new("cite-1"), Anchor::new("cite-2")],
                    },
                    SourceView {
                        anchor: Anchor::new("ref-bis"),
                        html: "Bureau of Industry and Security. 2020. “Export Administration Regulations: Amendments.” <em>Federal Register</em> 85: 29849–29863. <a class=\"external\" href=\"https://www.federalregister.gov/documents/2020/05/19/2020-10856/\" rel=\"noopener\">https://www.federalregister.gov/documents/2020/05/19/2020-10856/</a>.".into(),
                        href: "citations.html#kind-statute-1".to_owned(),
                        cited_at: vec![Anchor::new("cite-1")],
                    },
                ],
            },
        },
        home: HomeView {
            start: Some(link("Summary", "note.html")),
            sections: titles
                .iter()
                .enumerate()
                .map(|(at, title)| HomeSection {
                    title: (*title).into(),
                    href: "section.html".to_owned(),
                    description: "How it came about, who decided it, and what may follow from it for the next session.".into(),
                    notes: vec![link("The years of joint ventures", "note.html"), link("The denial order", "note.html"), link("What the list says", "note.html")],
                    count: at + 3,
                })
                .collect(),
            more: rest(12),
            notes: vec![],
            more_notes: rest(5),
            latest: events().into_iter().rev().take(4).collect(),
            counts: CountsView { notes: 128, events: 94, terms: 71, sources: 112, topics: 86 },
        },
        timeline: timeline(),
        glossary: glossary(),
        citations: citations(),
        subjects: SubjectsView {
            letters: vec![SubjectLetterView {
                letter: "H".to_owned(),
                anchor: Anchor::new("letter-h"),
                subjects: vec![SubjectView {
                    name: "Huawei".to_owned(),
                    href: Some("note.html".to_owned()),
                    places: vec![link("Switches", "note.html")],
                    see: Some(link("HiSilicon", "note.html")),
                    aspects: vec![SubjectView {
                        name: "founding".to_owned(),
                        href: None,
                        places: vec![link("Switches", "note.html#a")],
                        see: None,
                        aspects: vec![],
                    }],
                }],
            }],
        },
        book: BookView {
            chapters: vec![
                ChapterView {
                    title: "Part <one>".into(),
                    level: 2,
                    section: 1,
                    anchor: Anchor::new("part"),
                    summary: None,
                    html: String::new(),
                },
                ChapterView {
                    title: title.into(),
                    level: 3,
                    section: 1,
                    anchor: Anchor::new("part/note"),
                    summary: Some("What it says.".to_owned()),
                    html: "<p>Text.</p>".to_owned(),
                },
            ],
            sources: vec![BookSourceView { anchor: Anchor::new("source-a"), html: "A, <i>B</i>.".into() }],
        },
        topics: TopicsView {
            html: String::new(),
            kinds: [("company", 7), ("law", 3), ("", 4)]
                .map(|(kind, count)| TopicKindView {
                    kind: kind.to_owned(),
                    topics: (0..count)
                        .map(|at| TopicCardView {
                            title: ["Huawei", "ZTE", "Nortel", "Ericsson", "Nokia", "Samsung", "Mavenir"][at].into(),
                            href: "topic.html".to_owned(),
                            description: "The largest vendor of network equipment, and the one against which most measures are aimed.".into(),
                            notes: at + 1,
                            events: at,
                        })
                        .collect(),
                })
                .to_vec(),
            count: 14,
        },
        redirect: link("Full separation begins", "note.html"),
        cited_on: vec![cited_on()],
        sections: titles.map(|title| link(title, "section.html")).to_vec(),
        sidebar: sidebar(),
        term: term("A", 0, "Entity List", &["EL", "Entity Lists"]),
        work: work("kind-report", 2),
    }
}

/// The sidebar of a note in a section.
fn sidebar() -> SidebarView {
    let to = |title: &str, href: &str, current: &str| SidebarLink {
        title: title.into(),
        href: href.to_owned(),
        current: current.to_owned(),
    };
    let section = |link, pages: &[SidebarLink]| SidebarSection {
        link,
        is_open: !pages.is_empty(),
        pages: pages.to_vec(),
    };
    SidebarView {
        sections: vec![
            section(to("Summary <1>", "../summary/index.html", ""), &[]),
            section(
                to("Four periods", "index.html", ""),
                &[to("Joint ventures", "ventures.html", ""), to("ZTE", "zte.html", " aria-current=\"page\"")],
            ),
        ],
        notes: vec![],
    }
}

fn cited_on() -> CitedOnView {
    CitedOnView {
        note: link("Carrier separation accelerates", "note.html#cite-1"),
        locator: String::new(),
        excerpt: excerpt("China Mobile was refused a licence, and two others may lose theirs", "", "."),
    }
}

fn rest(count: usize) -> Option<RestView> {
    Some(RestView { href: "list.html".to_owned(), count })
}

fn timeline() -> TimelineView {
    let years: [(&str, usize); 13] = [
        ("1970s", 1),
        ("1980s", 2),
        ("1990s", 3),
        ("2000s", 3),
        ("2012", 1),
        ("2014", 2),
        ("2015", 3),
        ("2016", 2),
        ("2017", 3),
        ("2018", 5),
        ("2019", 5),
        ("2020", 6),
        ("Undated", 1),
    ];
    let month = |number: u8, title: &'static str, count: usize| MonthView {
        number,
        title,
        count,
        share: count as u8 * 25,
        first: (count > 0).then(|| events()[0].anchor.clone()),
    };
    let bar = |title: &str, x: &str, width: &str, height: u8, wide: bool, count: usize| BarView {
        title: title.to_owned(),
        href: format!("#period-{}", title.to_lowercase()),
        x: x.to_owned(),
        width: width.to_owned(),
        height,
        wide,
        count,
    };
    let tick = |x: &str, title: &str| TickView { x: x.to_owned(), title: title.to_owned() };
    TimelineView {
        html: String::new(),
        periods: years
            .map(|(title, count)| PeriodView {
                title: title.to_owned(),
                anchor: Anchor::new(format!("period-{}", title.to_lowercase())),
                events: events().into_iter().cycle().take(count).collect(),
                months: if title == "2020" {
                    vec![month(1, "January", 0), month(2, "February", 2), month(3, "March", 4)]
                } else {
                    Vec::new()
                },
            })
            .to_vec(),
        scale: Some(ScaleView {
            bars: vec![
                bar("1970s", "0.000%", "19.608%", 17, true, 1),
                bar("2020", "98.039%", "1.961%", 100, false, 6),
            ],
            ticks: vec![tick("0.000%", "1970"), tick("98.039%", "2020")],
        }),
        parts: vec![ListPartView {
            title: "2001 – 2007".to_owned(),
            href: "_lists/timeline/from-period-2001.html".to_owned(),
            count: 7,
        }],
        filters: vec![
            FilterView {
                word: "tags",
                title: String::new(),
                choices: vec![choice(1, "export-controls", 21), choice(2, "carriers", 11)],
            },
            FilterView {
                word: "topics",
                title: "company".to_owned(),
                choices: vec![choice(3, "Huawei", 18), choice(4, "ZTE", 9)],
            },
        ],
        count: 37,
    }
}

fn choice(number: usize, name: &str, count: usize) -> ChoiceView {
    ChoiceView { number, name: name.to_owned(), count }
}

/// An entry of a list, as its template prints it.
fn entry(term: Option<TermView>, work: Option<WorkView>) -> EntryView {
    static THEME: LazyLock<Arc<Theme>> = LazyLock::new(built_in_theme);
    let template = if term.is_some() { "parts/term.html" } else { "parts/work.html" };
    let bare = minimal("note", "note.html");
    let view = View {
        term: term.unwrap_or(bare.term),
        work: work.unwrap_or(bare.work),
        ..minimal("note", "note.html")
    };
    EntryView { html: render(&THEME, template, "en", &view).into() }
}

fn term(letter: &str, at: usize, name: &str, forms: &[&str]) -> TermView {
    TermView {
        name: name.into(),
        forms: forms.iter().map(|form| (*form).to_owned()).collect(),
        anchor: Anchor::new(format!("term-{letter}-{at}").to_lowercase()),
        html: "<p>The list of foreign persons and companies to whom goods of American origin may be sent only under a licence, which is presumed to be denied.</p>".to_owned(),
        note: (at == 0).then(|| link(name, "note.html")),
        used_in: vec![
            BacklinkView {
                title: "Full separation begins".into(),
                href: "note.html".to_owned(),
                kinds: vec!["mention_term"],
                excerpts: vec![excerpt("In May 2019 Huawei came onto the ", name, ".")],
            },
            BacklinkView {
                title: "The ZTE shock".into(),
                href: "note.html".to_owned(),
                kinds: vec!["mention_term"],
                excerpts: vec![],
            },
        ],
        uses: if at == 0 { 9 } else { 2 },
        more: if at == 0 { rest(7) } else { None },
    }
}

fn glossary() -> GlossaryView {
    let letters = ["A", "B", "C", "D", "E", "F", "H", "I", "N", "O", "S", "T", "#"];
    GlossaryView {
        html: String::new(),
        parts: vec![ListPartView {
            title: "S".to_owned(),
            href: "_lists/glossary/letter-s.html".to_owned(),
            count: 7,
        }],
        letters: letters
            .map(|letter| LetterView {
                letter: letter.to_owned(),
                anchor: Anchor::new(if letter == "#" {
                    "letter-other".to_owned()
                } else {
                    format!("letter-{}", letter.to_lowercase())
                }),
                terms: vec![
                    entry(Some(term(letter, 0, "Entity List", &["EL", "Entity Lists"])), None),
                    entry(Some(term(letter, 1, "Foreign direct product rule", &["FDPR"])), None),
                ],
            })
            .to_vec(),
        count: 26,
    }
}

fn work(kind: &str, at: usize) -> WorkView {
    WorkView {
        key: format!("fcc-{kind}-{at}"),
        anchor: Anchor::new(format!("{kind}-{at}")),
        html: "Federal Communications Commission. 2019. “FCC Denies China Mobile USA Application to Provide Telecommunications Services.” News release, May 9. <a class=\"external\" href=\"https://docs.fcc.gov/public/attachments/DOC-357372A1.pdf\" rel=\"noopener\">https://docs.fcc.gov/public/attachments/DOC-357372A1.pdf</a>.".into(),
        archived: (at == 0).then(|| "https://web.archive.org/web/2020/https://docs.fcc.gov/".to_owned()),
        annotation: (at == 1).then(|| "Named in note 62 of the paper.".to_owned()),
            accessed: None,
        cited_on: (0..2 * at)
            .map(|n| CitedOnView {
                locator: if n == 0 { "p. 12".to_owned() } else { String::new() },
                ..cited_on()
            })
            .collect(),
        citations: 2 * at,
        more: if at == 2 { rest(8) } else { None },
        downloads: DownloadsView {
            bibtex: format!("sources/fcc-{kind}-{at}.bib"),
            csl_json: format!("sources/fcc-{kind}-{at}.json"),
        },
    }
}

fn citations() -> CitationsView {
    CitationsView {
        html: String::new(),
        downloads: DownloadsView {
            bibtex: "bibliography.bib".to_owned(),
            csl_json: "bibliography.json".to_owned(),
        },
        groups: ["kind_statute", "kind_report", "kind_newspaper_article", "kind_web", "kind_of_its_own"]
            .map(|kind| CitationGroupView {
                word: kind.to_owned(),
                anchor: Anchor::new(kind.replace('_', "-")),
                works: (0..3).map(|at| entry(None, Some(work(&kind.replace('_', "-"), at)))).collect(),
            })
            .to_vec(),
        parts: vec![WorkPartView {
            word: "kind_report",
            href: "citations.html".to_owned(),
            from: "Ahrens".to_owned(),
            to: "Chen".to_owned(),
            count: 80,
        }],
        count: 15,
    }
}

fn events() -> Vec<EventView> {
    let event = |date: DateText, html: &str, tags: &[&str]| EventView {
        date,
        html: html.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        choices: if tags.is_empty() { Vec::new() } else { vec![1, 3] },
        anchor: Anchor::new("/note:event"),
        note: link("Full separation begins", "note.html#event-2019-05-16"),
    };
    let vague = |text: &str| DateText { text: text.to_owned(), datetime: None };
    vec![
        event(vague("c. 1985"), "First joint ventures for digital switches.", &[]),
        event(
            exact("October 2012", "2012-10"),
            "The House intelligence committee warns against equipment of <a href=\"topic.html\">Huawei</a> and ZTE.",
            &["huawei", "zte"],
        ),
        event(
            exact("15 April 2018", "2018-04-15"),
            "The Department activates its denial order against ZTE.",
            &["zte", "export-controls"],
        ),
        event(
            exact("16 May 2019", "2019-05-16"),
            "Huawei and 68 affiliates go on the Entity List <span class=\"citation\">(<a class=\"cite\" href=\"citations.html#kind-report-1\">BIS 2019</a>)</span>.",
            &["huawei", "export-controls"],
        ),
        event(vague("spring 2020"), "The rule against HiSilicon is drafted.", &["huawei"]),
        event(
            exact("17 August 2020", "2020-08-17"),
            "The foreign direct product rule is widened to all chips for Huawei.",
            &["huawei", "export-controls"],
        ),
    ]
}

fn exact(text: &str, datetime: &str) -> DateText {
    DateText { text: text.to_owned(), datetime: Some(datetime.to_owned()) }
}

fn link(title: &str, href: &str) -> LinkView {
    LinkView { title: title.into(), href: href.to_owned() }
}

fn excerpt(before: &str, marked: &str, after: &str) -> Excerpt {
    Excerpt { before: before.to_owned(), marked: marked.to_owned(), after: after.to_owned() }
}
