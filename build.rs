//! Puts the built-in theme into the program: every text file of
//! `themes/default`, as one sorted table that `src/theme.rs` includes.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

fn main() {
    // The folder for files that come and go, each file for changes inside it.
    println!("cargo::rerun-if-changed=themes/default");
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("Cargo sets it for build scripts"))
        .join("themes/default");

    let mut table = String::from("&[\n");
    for entry in WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.expect("the theme's folder is part of the package");
        let name = entry.path().strip_prefix(&root).expect("the walk starts at the root");
        let name = name.to_str().expect("names in the theme are ASCII").replace('\\', "/");
        if entry.file_type().is_file() {
            println!("cargo::rerun-if-changed=themes/default/{name}");
            writeln!(table, "    ({name:?}, include_str!({:?})),", entry.path())
                .expect("writing to a string does not fail");
        }
    }
    table.push_str("]\n");

    // The walk orders a folder's files among its folders, so `words.html` could
    // stand after `words/en.toml`; sorting whole lines orders by whole names.
    let mut lines: Vec<&str> = table.lines().collect();
    let last = lines.len() - 1;
    lines[1..last].sort_unstable();

    let out = Path::new(&env::var("OUT_DIR").expect("Cargo sets it for build scripts")).join("theme.rs");
    fs::write(out, lines.join("\n")).expect("the build folder can be written to");
}
