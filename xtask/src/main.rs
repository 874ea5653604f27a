//! What developers run: `cargo xtask test` and its parts.
//!
//! Everything the tests need is installed by them from package registries, into
//! `target/fixtures`, or they fail with a sentence that says what is missing.

mod bench;
mod fixtures;
mod run;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::bench::corpus::Reader;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

Commands:
  test       everything that must pass: format, lints, tests, docs, browser
  fixtures   install what the tests need, and nothing else
  browser    only the browser tests, on the built book
  corpus N FOLDER [--plain]   write a book of N notes, to measure with; plain for other programs
";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let result = match command.as_str() {
        "test" => test(),
        "fixtures" => fixtures::all().map(drop),
        "browser" => browser(),
        "bench" => measure(),
        "corpus" => corpus(),
        "-h" | "--help" | "help" => {
            print!("{USAGE}");
            Ok(())
        }
        other => {
            eprint!("there is no command `{other}`\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Measures builds of books of the sizes that are given, or of two.
fn measure() -> Result<()> {
    let sizes: Vec<usize> = std::env::args().skip(2).map(|size| size.parse()).collect::<Result<_, _>>()?;
    bench::bench(if sizes.is_empty() { &[1_000, 10_000] } else { &sizes })
}

/// Writes a book to measure with.
fn corpus() -> Result<()> {
    let mut args = std::env::args().skip(2);
    let (Some(notes), Some(folder)) = (args.next(), args.next()) else {
        bail!("say how many notes, and into which folder: cargo xtask corpus 1000 /dev/shm/book");
    };
    let reader = match args.next().as_deref() {
        None => Reader::Briefbook,
        Some("plain") => Reader::Anyone,
        Some(other) => bail!("a corpus is `plain` or has every feature, and not `{other}`"),
    };
    bench::corpus::write(folder.as_ref(), notes.parse()?, reader)
}

fn test() -> Result<()> {
    run::cargo("format", &["fmt", "--all", "--check"])?;
    run::cargo("lints", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])?;
    fixtures::all()?;
    run::cargo("tests", &["test", "--workspace", "--locked"])?;
    run::cargo_with(
        "docs",
        &["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"],
        &[("RUSTDOCFLAGS", "-D warnings")],
    )?;
    browser()?;
    eprintln!("\nAll tests passed.");
    Ok(())
}

/// Builds the bundled book twice, with the program as users get it, and opens it
/// in Chromium.
fn browser() -> Result<()> {
    let node_modules = fixtures::browser()?;
    run::cargo("build", &["build", "--locked"])?;
    let site = run::root().join("target/fixtures/site");
    let out = site.to_str().expect("the project's path is UTF-8");
    run::cargo("bundled book", &["run", "--quiet", "--locked", "--", "build", "--strict", "--out", out])?;
    if !site.join("index.html").is_file() {
        bail!("the build of the bundled book has left no {}", site.join("index.html").display());
    }
    // Named one by one: versions of Node differ in what a folder means to them.
    let tests = browser_tests()?;
    let args: Vec<&str> =
        ["--test", "--test-concurrency=2"].into_iter().chain(tests.iter().map(String::as_str)).collect();
    run::node("browser", &args, &[("NODE_MODULES", &node_modules), ("SITE", &site)])
}

/// The files of browser tests, in order of their names.
fn browser_tests() -> Result<Vec<String>> {
    let folder = "tests/browser";
    let mut tests = Vec::new();
    for entry in std::fs::read_dir(run::root().join(folder))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            tests.push(format!("{folder}/{name}"));
        }
    }
    tests.sort();
    Ok(tests)
}
