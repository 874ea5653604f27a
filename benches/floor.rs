//! The least that any generator must do: reads each note, turns it to HTML with
//! pulldown-cmark, and writes one file for it. No links, no templates.
//!
//! `cargo bench --bench floor -- BOOK OUT` prints the seconds of CPU and of the
//! clock that it took.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use cpu_time::ProcessTime;
use pulldown_cmark::{Options, Parser, html::push_html};
use rayon::prelude::*;

fn main() {
    let mut folders = std::env::args().skip(1).filter(|arg| arg != "--bench").map(PathBuf::from);
    let (Some(book), Some(out)) = (folders.next(), folders.next()) else {
        eprintln!("say where the book is, and where to write: cargo bench --bench floor -- BOOK OUT");
        return;
    };
    let (cpu, clock) = (ProcessTime::now(), Instant::now());
    let notes = walkdir::WalkDir::new(book.join("content")).into_iter().filter_map(Result::ok);
    let notes: Vec<PathBuf> =
        notes.map(|entry| entry.into_path()).filter(|path| path.extension().is_some()).collect();
    notes.par_iter().for_each(|path| print(path, &book, &out));
    println!(
        "floor\t{:.4}\t{:.4}\t{}",
        cpu.elapsed().as_secs_f64(),
        clock.elapsed().as_secs_f64(),
        notes.len()
    );
}

fn print(path: &Path, book: &Path, out: &Path) {
    let text = fs::read_to_string(path).expect("a note of the corpus can be read");
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_WIKILINKS;
    let mut html = String::with_capacity(text.len() * 2);
    push_html(&mut html, Parser::new_ext(&text, options));
    let path = path.strip_prefix(book).expect("the walk starts at the book");
    let path = out.join(path).with_extension("html");
    fs::create_dir_all(path.parent().expect("notes stand in sections")).expect("the folder can be made");
    fs::write(path, html).expect("the page can be written");
}
