//! The least that any generator must do: reads each note, turns it to HTML with
//! pulldown-cmark, and writes one file for it. No links, no templates.
//!
//! `cargo bench --bench floor -- BOOK OUT` prints the seconds of CPU and of the
//! clock that it took.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use cpu_time::ProcessTime;
use pulldown_cmark::{Options, Parser, html::push_html};
use rayon::prelude::*;

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut folders = std::env::args().skip(1).filter(|arg| arg != "--bench").map(PathBuf::from);
    let (Some(book), Some(out)) = (folders.next(), folders.next()) else {
        eprintln!("say where the book is, and where to write: cargo bench --bench floor -- BOOK OUT");
        return;
    };
    let (cpu, clock) = (ProcessTime::now(), Instant::now());
    let notes = walkdir::WalkDir::new(book.join("content")).into_iter().filter_map(Result::ok);
    let paths = notes.map(|entry| entry.into_path()).filter(|path| path.extension().is_some());
    let notes: Vec<(PathBuf, PathBuf)> = paths
        .map(|note| {
            let page = out.join(note.strip_prefix(&book).expect("the walk starts at the book"));
            (note, page.with_extension("html"))
        })
        .collect();
    let folders: BTreeSet<&Path> = notes.iter().filter_map(|(_, page)| page.parent()).collect();
    folders.iter().for_each(|folder| fs::create_dir_all(folder).expect("the folder can be made"));
    notes.par_iter().for_each(|(note, page)| print(note, page));
    println!(
        "floor\t{:.4}\t{:.4}\t{}",
        cpu.elapsed().as_secs_f64(),
        clock.elapsed().as_secs_f64(),
        notes.len()
    );
}

fn print(note: &Path, page: &Path) {
    let text = fs::read_to_string(note).expect("a note of the corpus can be read");
    let body = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"));
    let text = body.map_or(&*text, |(_, body)| body);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_WIKILINKS;
    let mut html = String::with_capacity(text.len() * 2);
    push_html(&mut html, Parser::new_ext(text, options));
    fs::write(page, html).expect("the page can be written");
}
