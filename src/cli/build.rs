//! `build` and `check`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::Outcome;
use super::args::{BookOptions, BuildOptions, CheckOptions, Format, SourceOptions};
use super::progress::Progress;
use super::report;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::load::{load, read_again};
use crate::pipeline::{self, Sink};
use crate::report::number;
use crate::source::Inputs;
use crate::write::Writing;

/// Builds the book and writes its site, file by file as they are made.
pub(super) fn build(options: &BuildOptions) -> Result<Outcome> {
    let started = Instant::now();
    let root = &options.book.source.root;
    let out = options.out.clone().unwrap_or_else(|| root.join("public"));
    let progress = options.book.progress();
    let mut inputs = inputs(&options.book, &out, options.base_url.as_deref())?;
    let notes = inputs.notes.len();
    let writing = Writing::begin(root, &out)?;
    let diagnostics = run(&options.book, &mut inputs, &progress, &|url, file| writing.put(url, file));
    let changes = writing.finish()?;
    drop(progress);
    report::diagnostics(&inputs, &diagnostics, options.book.format);
    if options.book.verbose > 0 {
        report::changes(&changes);
    }
    if options.book.says_more() {
        report::built(notes, &changes, started.elapsed(), &out);
    }
    Ok(outcome(&diagnostics, options.book.strict))
}

/// Builds the book and reports what is wrong with it.
pub(super) fn check(options: &CheckOptions) -> Result<Outcome> {
    let started = Instant::now();
    let progress = options.book.progress();
    let mut inputs = inputs(&options.book, &options.book.source.root.join("public"), None)?;
    let notes = inputs.notes.len();
    let diagnostics = run(&options.book, &mut inputs, &progress, &|_, _| {});
    drop(progress);
    report::diagnostics(&inputs, &diagnostics, options.book.format);
    if options.book.says_more() {
        report::checked(notes, &diagnostics, started.elapsed());
    }
    Ok(outcome(&diagnostics, options.book.strict))
}

fn inputs(options: &BookOptions, out: &Path, base_url: Option<&str>) -> Result<Inputs> {
    let source = &options.source;
    source.start_threads()?;
    let base_url = base_url.map(whole_address).transpose()?;
    let mut inputs = load(&source.root, out)?;
    inputs.base_url = base_url;
    inputs.asked =
        options.warn.iter().chain(&source.deny).copied().filter(|code| code.is_asked_for()).collect();
    Ok(inputs)
}

fn run(options: &BookOptions, inputs: &mut Inputs, progress: &Progress, sink: Sink) -> Vec<Diagnostic> {
    progress.step(format!("Building {}", number(inputs.notes.len(), "note")));
    let (mut diagnostics, used_up) = pipeline::build_once(inputs, sink);
    judge(&mut diagnostics, &options.source.allow, &options.source.deny);
    read_again(&options.source.root, inputs, used_up, &diagnostics);
    diagnostics
}

/// Leaves out problems that are allowed, and makes errors of those that are
/// denied.
pub(super) fn judge(diagnostics: &mut Vec<Diagnostic>, allow: &[Code], deny: &[Code]) {
    diagnostics.retain(|diagnostic| !allow.contains(&diagnostic.code));
    for diagnostic in diagnostics {
        if deny.contains(&diagnostic.code) {
            diagnostic.severity = Severity::Error;
        }
    }
}

/// The address of a site with a slash at its end.
pub(super) fn whole_address(url: &str) -> Result<String> {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        bail!("the base URL `{url}` must begin with https:// or http://");
    }
    Ok(if url.ends_with('/') { url.to_owned() } else { format!("{url}/") })
}

impl SourceOptions {
    /// Starts as many threads as were asked for.
    pub(super) fn start_threads(&self) -> Result<()> {
        let Some(jobs) = self.jobs else { return Ok(()) };
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global().context("cannot start the threads")
    }
}

impl BookOptions {
    /// The line that says what the program is at.
    fn progress(&self) -> Progress {
        Progress::start(!self.says_more(), "Reading the book")
    }

    /// Whether results are told to people. Other programs read nothing but
    /// problems.
    fn says_more(&self) -> bool {
        !self.source.quiet && self.format == Format::Human
    }
}

fn outcome(diagnostics: &[Diagnostic], strict: bool) -> Outcome {
    let fails = |diagnostic: &Diagnostic| strict || diagnostic.severity == Severity::Error;
    if diagnostics.iter().any(fails) { Outcome::BookHasErrors } else { Outcome::Fine }
}

/// The page to open, as a path that can be pasted into a shell or a browser.
pub(super) fn start_page(out: &Path) -> PathBuf {
    shown(out).join("index.html")
}

/// A path as it is shown: what stands here needs no `./`.
pub(super) fn shown(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}
