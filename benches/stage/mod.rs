//! The stages of a build, each ready to be run over and over on one book: what
//! `stages.rs` times and `instructions.rs` counts.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use briefbook::index::{self, Indexes};
use briefbook::load;
use briefbook::model::{Book, Config, NoteId, Reference, ReferenceKey};
use briefbook::parse::{self, Dialect};
use briefbook::pipeline::{self, Cache, SearchCache};
use briefbook::render::citation::{self, Style, StyleChoice};
use briefbook::resolve::{self, Lexicon, Links, Names, TermUse};
use briefbook::source::{Inputs, SourceFile, SourcePath, Span};

/// The program's own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A stage by its name. What it needs is made when it is taken, and is not part
/// of what is measured.
pub(crate) type Stage = (&'static str, fn(&Inputs) -> Box<dyn FnMut()>);

/// All stages, in the order of a build.
pub(crate) const STAGES: [Stage; 11] = [
    ("parse", parse),
    ("bibliography", bibliography),
    ("highlight", highlight),
    ("resolve", resolve),
    ("index", index),
    ("citations", citations),
    ("render", render),
    ("search", search),
    ("build", build),
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
            black_box(parse::note(file, Dialect { smart_punctuation: true }));
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

/// Code in languages that notes about software have, as long as code in notes is.
fn highlight(_: &Inputs) -> Box<dyn FnMut()> {
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
    Box::new(|| {
        for (language, code) in CODE {
            black_box(parse::highlight(language, code));
        }
    })
}

/// Everything known about a book before its pages are planned.
struct Known {
    book: Book,
    names: Names,
    lexicon: Lexicon,
    links: Links,
    uses: std::collections::BTreeMap<NoteId, Arc<Vec<TermUse>>>,
}

impl Known {
    fn new(inputs: &Inputs) -> Known {
        let config =
            inputs.config.as_ref().map_or_else(Arc::<Config>::default, |file| parse::config(file).value);
        let dialect = Dialect { smart_punctuation: config.smart_punctuation };
        let notes =
            inputs.notes.iter().map(|(id, file)| (id.clone(), parse::note(file, dialect).value)).collect();
        let book = Book::gather(config, notes, references(inputs), inputs.assets.clone()).value;
        Known::of(book)
    }

    /// What the names of a book mean, and where its terms stand.
    fn of(book: Book) -> Known {
        let names = resolve::names(&book).value;
        let lexicon = resolve::lexicon(&book).value;
        let links = resolve::links(&book, &names, &lexicon).value;
        black_box(resolve::citations(&book));
        let uses = book
            .notes
            .iter()
            .map(|(id, note)| (id.clone(), Arc::new(resolve::term_uses(note, &lexicon.matcher))));
        Known { uses: uses.collect(), book, names, lexicon, links }
    }

    fn index(&self, inputs: &Inputs) -> Indexes {
        index::index(&self.book, &self.names, &self.lexicon, &self.links, &self.uses, &inputs.asked).value
    }
}

fn references(inputs: &Inputs) -> Vec<Arc<Reference>> {
    inputs.bibliographies.iter().flat_map(|file| parse::bibliography(file).value.to_vec()).collect()
}

fn resolve(inputs: &Inputs) -> Box<dyn FnMut()> {
    let mut known = Some(Known::new(inputs));
    Box::new(move || {
        // The book is moved through and not copied, so that only the stage counts.
        let book = known.take().expect("it is put back").book;
        known = Some(Known::of(book));
    })
}

fn index(inputs: &Inputs) -> Box<dyn FnMut()> {
    let (known, inputs) = (Known::new(inputs), inputs.clone());
    Box::new(move || {
        black_box(known.index(&inputs));
    })
}

/// Every work of the bibliography in the words of the default style.
fn citations(inputs: &Inputs) -> Box<dyn FnMut()> {
    let references: Vec<(ReferenceKey, Arc<Reference>)> =
        references(inputs).into_iter().map(|work| (work.key.clone(), work)).collect();
    let choice = StyleChoice { name: citation::DEFAULT_STYLE.to_owned(), language: "en".into() };
    let span = Span::start_of(&SourcePath::new("book.toml"));
    Box::new(move || {
        let style: Arc<Style> = citation::style(&choice, &span).value;
        let drafts =
            references.iter().map(|(key, work)| (key.clone(), citation::draft(work, &style))).collect();
        let distinctions = citation::disambiguate(&drafts, &style);
        for (key, work) in &references {
            let distinction = distinctions.get(key).cloned().unwrap_or_default();
            black_box(citation::work(work, &distinction, &style));
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
        cache.pages = Default::default();
        black_box(pipeline::build(&inputs, &mut cache));
    })
}

/// The index of the search, with all else remembered.
fn search(inputs: &Inputs) -> Box<dyn FnMut()> {
    let (inputs, mut cache) = (inputs.clone(), warm(inputs));
    Box::new(move || {
        cache.search = SearchCache::default();
        black_box(pipeline::build(&inputs, &mut cache));
    })
}

/// The whole book from nothing, without the disk.
fn build(inputs: &Inputs) -> Box<dyn FnMut()> {
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
