//! The stages of a build, each ready to be run over and over on one book: what
//! `stages.rs` times and `instructions.rs` counts.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use briefbook::index::{self, Share, Turned};
use briefbook::load;
use briefbook::model::{Book, Config, NoteId, Record, Reference, ReferenceKey, Url, by_key};
use briefbook::parse::{self, Dialect};
use briefbook::pipeline::{self, Cache, SearchCache};
use briefbook::render::citation::{self, Style, StyleChoice};
use briefbook::resolve::{self, Calls, Destination, Everything, Facets, Names, TermUse};
use briefbook::site::SiteFile;
use briefbook::source::{Inputs, SourceFile, SourcePath, Span};
use briefbook::trace::{Table, Trace};

/// The program's own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A stage by its name. What it needs is made when it is taken, and is not part
/// of what is measured.
pub(crate) type Stage = (&'static str, fn(&Inputs) -> Box<dyn FnMut()>);

/// The stage that is run once by a program, and costs nothing later.
pub(crate) const ONCE: &str = "grammars";

/// All stages, in the order of a build.
pub(crate) const STAGES: [Stage; 13] = [
    ("parse", parse),
    ("bibliography", bibliography),
    (ONCE, grammars),
    ("highlight", highlight),
    ("resolve", resolve),
    ("index", index),
    ("citations", citations),
    ("render", render),
    ("search", search),
    ("build", build),
    ("build that is followed by others", first),
    ("build after no edit", unchanged),
    ("build after an edit", edited),
];

/// Reads a book.
pub(crate) fn read(book: &Path) -> Inputs {
    load::load(book, &book.join("public")).expect("the book can be read")
}

fn parse(inputs: &Inputs) -> Box<dyn FnMut()> {
    let files: Vec<SourceFile> = inputs.notes.values().cloned().collect();
    Box::new(move || {
        for file in &files {
            black_box(parse::note(file, Dialect { smart_punctuation: true, ..Dialect::default() }));
        }
    })
}

fn bibliography(inputs: &Inputs) -> Box<dyn FnMut()> {
    let files = inputs.bibliographies.clone();
    Box::new(move || {
        for file in &files {
            black_box(parse::bibliography(file));
        }
    })
}

/// What the first code of a book costs beside its colours: grammars are read, and their
/// patterns compiled, once for all.
fn grammars(_: &Inputs) -> Box<dyn FnMut()> {
    Box::new(colour)
}

fn highlight(_: &Inputs) -> Box<dyn FnMut()> {
    colour();
    Box::new(colour)
}

/// Colours code in languages that notes about software have, as long as code in notes is.
fn colour() {
    const CODE: [(&str, &str); 4] = [
        (
            "rust",
            "/// Adds.\nfn add(left: u64, right: u64) -> u64 {\n    left + right // never overflows\n}\n",
        ),
        (
            "python",
            "def rows(table):\n    \"\"\"Rows that count.\"\"\"\n    return [row for row in table if row > 3]\n",
        ),
        ("toml", "[book]\ntitle = \"A book\" # its name\nlanguage = \"en\"\nnumbers = [1, 2.5, 1_000]\n"),
        ("bash", "for file in *.md; do\n  wc -w \"$file\" | sort -n > \"${file%.md}.count\"\ndone\n"),
    ];
    for (language, code) in CODE {
        black_box(parse::highlight(language, code));
    }
}

/// What the names of a book mean, and where its terms stand.
struct Known {
    facets: Vec<(NoteId, Facets)>,
    calls: Arc<Calls>,
    names: Names,
    links: Vec<Vec<Destination>>,
    uses: Vec<Vec<TermUse>>,
}

impl Known {
    fn of(book: &Book) -> Known {
        let facets: Vec<(NoteId, Facets)> =
            book.notes.iter().map(|(id, note)| (id.clone(), Facets::of(id, note))).collect();
        let calls: Calls = facets.iter().map(|(id, facets)| (id.clone(), facets.called.clone())).collect();
        let places = facets.iter().map(|(id, facets)| (id.clone(), facets.places.clone())).collect();
        let terms: Vec<_> = facets.iter().map(|(id, facets)| (id.clone(), facets.terms.clone())).collect();
        let assets: Vec<_> = book.assets.keys().cloned().collect();
        let records = book.references.iter().map(|(key, work)| (key.clone(), Record(work.clone()))).collect();
        let files: Vec<_> = calls.iter().map(|(id, called)| (id.clone(), called.file.clone())).collect();
        let files = resolve::file_names(&files, &assets).value;
        let names = resolve::names(&Arc::new(files), &calls);
        let lexicon = resolve::lexicon(&terms, &book.config.language).value;
        let (mut links, mut uses) = (Vec::new(), Vec::new());
        for (id, note) in &*book.notes {
            let trace = Trace::default();
            let all = Everything {
                names: names.asked(&trace),
                lexicon: lexicon.asked(&trace),
                places: Table::new("places", &places, &trace),
            };
            links.push(resolve::links(id, note, all).value);
            black_box(resolve::citations(note, Table::new("references", &records, &trace), true));
            uses.push(resolve::term_uses(note, &lexicon.matcher));
        }
        Known { facets, calls: Arc::new(calls), names, links, uses }
    }
}

fn book(inputs: &Inputs) -> Book {
    let config = inputs.config.as_ref().map_or_else(Arc::<Config>::default, |file| parse::config(file).value);
    let dialect = Dialect::of(&config);
    let notes =
        inputs.notes.iter().map(|(id, file)| (id.clone(), parse::note(file, dialect).value)).collect();
    let references = by_key(references(inputs).into_iter()).value;
    Book { config, notes: Arc::new(notes), references, assets: inputs.assets.clone() }
}

fn references(inputs: &Inputs) -> Vec<Arc<Reference>> {
    inputs.bibliographies.iter().flat_map(|file| parse::bibliography(file).value.to_vec()).collect()
}

fn resolve(inputs: &Inputs) -> Box<dyn FnMut()> {
    let book = book(inputs);
    Box::new(move || {
        black_box(Known::of(&book));
    })
}

/// The views across the book: what each note adds, turned round, and the order of
/// notes, events and topics.
fn index(inputs: &Inputs) -> Box<dyn FnMut()> {
    let book = book(inputs);
    let known = Known::of(&book);
    Box::new(move || {
        let notes = book.notes.iter().zip(&known.links).zip(&known.uses);
        let shares: Vec<(NoteId, Share)> = notes
            .map(|(((id, note), links), uses)| (id.clone(), index::share(id, note, links, uses)))
            .collect();
        let turn = |shares: &[(NoteId, Share)]| {
            let shares = || shares.iter();
            black_box(Turned::default().turn(shares().map(|(id, share)| (id, &share.mentions))));
            black_box(Turned::default().turn(shares().map(|(id, share)| (id, &share.cites))));
            black_box(Turned::default().turn(shares().map(|(id, share)| (id, &share.terms))));
        };
        turn(&shares);
        let events: Vec<_> = shares.iter().map(|(id, share)| (id.clone(), share.events.clone())).collect();
        let timeline = index::timeline(&events);
        let topics: Vec<_> =
            known.facets.iter().map(|(id, facets)| (id.clone(), facets.topics.clone())).collect();
        black_box(index::topics(&topics, &timeline));
        let files = &known.names.files;
        let titles = files.section_pages.values().map(|id| (id.clone(), known.calls[id].title.clone()));
        let places = known.calls.iter().filter_map(|(id, called)| Some((id.clone(), called.order?)));
        let (titles, places): (Vec<_>, Vec<_>) = (titles.collect(), places.collect());
        black_box(index::outline(files, &titles, &places, "A book"));
    })
}

/// Every work of the bibliography in the words of the default style.
fn citations(inputs: &Inputs) -> Box<dyn FnMut()> {
    let references: Vec<(ReferenceKey, Record)> =
        references(inputs).into_iter().map(|work| (work.key.clone(), Record(work))).collect();
    let choice =
        StyleChoice { name: citation::DEFAULT_STYLE.to_owned(), files: Vec::new(), language: "en".into() };
    let span = Span::start_of(&SourcePath::new("book.toml"));
    Box::new(move || {
        let style: Arc<Style> = citation::style(&choice, &span).value;
        let drafts: BTreeMap<_, _> =
            references.iter().map(|(key, work)| (key.clone(), citation::draft(work, &style))).collect();
        let distinctions = citation::disambiguate(&drafts, &style);
        for (key, work) in &references {
            let distinction = distinctions.get(key).cloned().unwrap_or_default();
            black_box(citation::work(work, &drafts[key], &distinction, &style));
        }
    })
}

/// A cache that remembers one build of a book.
fn warm(inputs: &Inputs) -> Cache {
    let mut cache = Cache::default();
    pipeline::build(inputs, &mut cache);
    cache
}

/// Planning and printing of all pages, with all else remembered.
fn render(inputs: &Inputs) -> Box<dyn FnMut()> {
    let (inputs, mut cache) = (inputs.clone(), warm(inputs));
    Box::new(move || {
        cache.plans = Default::default();
        cache.pages = Default::default();
        black_box(pipeline::build(&inputs, &mut cache));
    })
}

/// The index of the search, with all else remembered.
fn search(inputs: &Inputs) -> Box<dyn FnMut()> {
    let (inputs, mut cache) = (inputs.clone(), warm(inputs));
    Box::new(move || {
        cache.files.search.index = SearchCache::default();
        black_box(pipeline::build(&inputs, &mut cache));
    })
}

/// The whole book from nothing, without the disk, as `build` makes it.
fn build(inputs: &Inputs) -> Box<dyn FnMut()> {
    let inputs = inputs.clone();
    Box::new(move || {
        let sink = |url: &Url, file: &SiteFile| {
            black_box((url, file));
        };
        black_box(pipeline::build_once(&mut inputs.clone(), &sink));
    })
}

/// The same as `watch` and `serve` make it, which remember what they have made.
fn first(inputs: &Inputs) -> Box<dyn FnMut()> {
    let inputs = inputs.clone();
    Box::new(move || {
        black_box(pipeline::build(&inputs, &mut Cache::default()));
    })
}

fn unchanged(inputs: &Inputs) -> Box<dyn FnMut()> {
    let (inputs, mut cache) = (inputs.clone(), warm(inputs));
    Box::new(move || {
        black_box(pipeline::build(&inputs, &mut cache));
    })
}

/// A sentence more in the longest note, and one less the next time.
fn edited(inputs: &Inputs) -> Box<dyn FnMut()> {
    let mut cache = warm(inputs);
    let (id, file) = inputs.notes.iter().max_by_key(|(_, file)| file.text.len()).expect("a book has notes");
    let mut longer = inputs.clone();
    let text = format!("{}\n\nA sentence more about this.\n", file.text);
    longer.notes.insert(id.clone(), SourceFile::new(file.path.as_str(), &text));
    let mut versions = [longer, inputs.clone()];
    Box::new(move || {
        black_box(pipeline::build(&versions[0], &mut cache));
        versions.swap(0, 1);
    })
}
