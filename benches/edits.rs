//! What a build costs stage by stage, and what it costs after an edit of each
//! kind, with what earlier builds left in memory, as `serve` has it.
//!
//! `cargo bench --bench edits -- BOOK OUT` changes the notes of a book that
//! `cargo xtask corpus` wrote. It prints a line for each step: its name, the
//! seconds of CPU, those of the clock, and how many files were written.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use briefbook::serve::{Desk, Glance, Look};
use briefbook::write::Output;
use cpu_time::ProcessTime;

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each edit is made. The least of the times counts: other work on
/// the machine only ever adds.
const ROUNDS: usize = 3;

/// An edit: its name, the file, and what is done to the text in a round.
type Edit = (&'static str, &'static str, fn(&str, usize) -> String);

const EDITS: [Edit; 7] = [
    ("nothing", "content/section-0/note-7.md", |text, _| text.to_owned()),
    ("prose", "content/section-0/note-7.md", |text, n| format!("{text}\nA sentence more, the {n}th.\n")),
    ("title", "content/section-0/note-8.md", |text, n| text.replacen("title: ", &format!("title: N{n} "), 1)),
    ("reference", "references.bib", |text, n| text.replacen("title = {", &format!("title = {{N{n} "), 1)),
    ("term", "content/glossary.md", |text, n| format!("{text}\nNew term {n}\n: A term that no note uses.\n")),
    ("event", "content/section-0/note-2.md", |text, n| {
        text.replacen("```timeline\n", &format!("```timeline\n1999-0{}: A new event\n", n + 1), 1)
    }),
    ("template", "themes/default/base.html", |text, n| {
        text.replacen("<body", &format!("<!-- {n} --><body"), 1)
    }),
];

fn main() {
    let mut folders = std::env::args().skip(1).filter(|arg| arg != "--bench").map(PathBuf::from);
    let (Some(book), Some(out)) = (folders.next(), folders.next()) else {
        eprintln!("say where the book is, and where to write: cargo bench --bench edits -- BOOK OUT");
        return;
    };
    let template = book.join("themes/default/base.html");
    fs::create_dir_all(template.parent().expect("it has one")).expect("the folder can be made");
    fs::write(&template, briefbook::theme::built_in("base.html").expect("every theme has it"))
        .expect("the template can be written");
    let mut desk = Desk::new(&book, &out, None, Box::new(|_: &mut Vec<_>| {}));
    let mut output = Output::new(&book, &out);
    step("cold", || build(&mut desk, &mut output, "cold"));
    for (name, file, edit) in EDITS {
        let mut best: Option<(f64, f64, usize)> = None;
        for round in 0..ROUNDS {
            let path = book.join(file);
            let text = fs::read_to_string(&path).expect("the corpus has it");
            fs::write(&path, edit(&text, round)).expect("the corpus can be written");
            let (cpu, clock) = (ProcessTime::now(), Instant::now());
            let written = build(&mut desk, &mut output, name);
            let now = (cpu.elapsed().as_secs_f64(), clock.elapsed().as_secs_f64(), written);
            best = Some(best.map_or(now, |best| (best.0.min(now.0), best.1.min(now.1), written)));
        }
        let (cpu, clock, written) = best.expect("there is a round");
        println!("{name}\t{cpu:.4}\t{clock:.4}\t{written}");
    }
}

/// What `watch` does after a save: looks, builds and writes; returns how many files
/// were written. The steps are told one by one if the environment asks for it with
/// `STAGES`.
fn build(desk: &mut Desk, output: &mut Output, name: &str) -> usize {
    let tell = |stage: &str, cpu: ProcessTime| {
        if std::env::var_os("STAGES").is_some() {
            println!("  {name}: {stage}\t{:.4}", cpu.elapsed().as_secs_f64());
        }
    };
    let cpu = ProcessTime::now();
    let look = desk.look(Glance::Second).expect("the corpus can be read");
    tell("look", cpu);
    let Look::New(edition) = look else { return 0 };
    let cpu = ProcessTime::now();
    let changes = output
        .write(&edition.build.site, &edition.changed, &edition.removed)
        .expect("the site can be written");
    tell("write", cpu);
    changes.written.len()
}

fn step(name: &str, run: impl FnOnce() -> usize) {
    let (cpu, clock) = (ProcessTime::now(), Instant::now());
    let written = run();
    println!("{name}\t{:.4}\t{:.4}\t{written}", cpu.elapsed().as_secs_f64(), clock.elapsed().as_secs_f64());
}
