//! What developers run: `cargo xtask test` and its parts.
//!
//! Everything the tests need is installed by them from package registries, into
//! `target/fixtures`, or they fail with a sentence that says what is missing.

mod bench;
mod browser;
mod fixtures;
mod ratchet;
mod run;
mod soak;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};

const USAGE: &str = "\
Usage: cargo xtask COMMAND

Commands:
  test       everything that must pass: format, lints, tests, docs, browser
  fixtures   install what the tests need, and nothing else
  browser    only the browser tests, on the built book
  screenshots
             take the pictures of the README anew, from the built book
  csl FOLDER
             the public CSL suite through the citation engine; FOLDER holds its tests
  styles FOLDER
             works of every kind in all citation styles of a folder; FOLDER is the repository of styles
  bench [N...] [OPTIONS]
             measure books of N notes (1000 and 10000) beside the floor, and write docs/benchmarks.md
      --peers          install Hugo, Zola, mdBook and Eleventy, and measure them on the same text
      --only NAMES     only those of them with one of these in their name, as hugo,zola
      --browser        look for edits in Chromium too
      --guide FOLDER   compare the bundled book with a guide that mdBook builds (needs --peers)
      --quartz FOLDER  measure Quartz too: FOLDER is a checkout of it with its packages installed
      --limit SECONDS  how long a program may take for one build or one edit (120)
      --minutes N      begin with no other program after this time
      --to FOLDER      write the page and its plots there instead
  ratchet [--record]
             count the instructions of each stage, and fail if one takes more than recorded
  corpus N FOLDER [READER]
             write a book of N notes to measure with, for briefbook or another program:
             hugo, hugo-extras, zola, zola-extras, mdbook, eleventy, quartz
  soak [--minutes N] [--seed N] [--program FILE]
             edit a served book at random, for an hour if nothing is said; nothing may be missed, and
             memory may not grow
";

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let result = match command.as_str() {
        "test" => test(),
        "fixtures" => fixtures::all().map(drop),
        "browser" => browser::test(),
        "screenshots" => browser::screenshots(),
        "bench" => bench::Options::read(std::env::args().skip(2)).and_then(|options| bench::bench(&options)),
        "corpus" => corpus(),
        "ratchet" => ratchet(),
        "soak" => soak(),
        "csl" => csl(),
        "styles" => styles(),
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

/// Counts the instructions of each stage.
fn ratchet() -> Result<()> {
    match std::env::args().nth(2).as_deref() {
        None => ratchet::ratchet(false),
        Some("--record") => ratchet::ratchet(true),
        Some(other) => bail!("`{other}` is not `--record`, the only option"),
    }
}

/// Runs the tests of the Citation Style Language that lie in a folder: they are in
/// no registry. `tests/csl_suite.rs` says what must come out.
fn csl() -> Result<()> {
    let Some(folder) = std::env::args().nth(2).map(std::path::PathBuf::from) else {
        bail!("say where the suite is: cargo xtask csl test-suite/processor-tests/humans");
    };
    let folder = folder.canonicalize().with_context(|| format!("there is no folder {}", folder.display()))?;
    let args = ["test", "--locked", "--test", "csl_suite", "--", "--ignored", "--nocapture"];
    run::cargo_with("CSL suite", &args, &[("CSL_SUITE", &folder.to_string_lossy())])
}

/// Makes a book in each of the citation styles that lie in a folder. It takes long:
/// `EVERY=10` in the environment takes one of ten.
fn styles() -> Result<()> {
    let Some(folder) = std::env::args().nth(2).map(PathBuf::from) else {
        bail!("say where the styles are: cargo xtask styles FOLDER");
    };
    let folder = folder.canonicalize().with_context(|| format!("there is no folder {}", folder.display()))?;
    let args = ["test", "--locked", "--test", "csl_styles", "--", "--ignored", "--nocapture"];
    run::cargo_with("CSL styles", &args, &[("CSL_STYLES", &folder.to_string_lossy())])
}

/// Writes a book to measure with, with all that its reader needs to build it.
fn corpus() -> Result<()> {
    let mut args = std::env::args().skip(2);
    let (Some(notes), Some(folder)) = (args.next(), args.next()) else {
        bail!("say how many notes, and into which folder: cargo xtask corpus 1000 /dev/shm/book");
    };
    let notes = notes.parse().with_context(|| format!("`{notes}` is not a number of notes"))?;
    let reader = args.next().unwrap_or_else(|| "briefbook".to_owned());
    bench::lay(folder.as_ref(), notes, &reader)
}

/// Edits a served book for a while.
fn soak() -> Result<()> {
    let (mut minutes, mut seed, mut program) = (60.0, 1, None);
    let mut args = std::env::args().skip(2);
    while let Some(name) = args.next() {
        let Some(value) = args.next() else { bail!("`{name}` needs a value") };
        match name.as_str() {
            "--minutes" => minutes = value.parse()?,
            "--seed" => seed = value.parse()?,
            "--program" => program = Some(PathBuf::from(value)),
            other => bail!("`soak` has no option `{other}`"),
        }
    }
    let program = match program {
        Some(program) => program.canonicalize()?,
        None => {
            run::cargo("build", &["build", "--release", "--locked"])?;
            run::root().join("target/release/briefbook")
        }
    };
    soak::soak(Duration::from_secs_f64(minutes * 60.0), &program, seed)
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
    browser::test()?;
    eprintln!("\nAll tests passed.");
    Ok(())
}
