//! `build` and `check`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::Outcome;
use super::args::{BookOptions, BuildOptions, CheckOptions, Format};
use super::report;
use crate::diagnostic::{Diagnostic, Severity};
use crate::load::load;
use crate::pipeline::{self, Build, Cache};
use crate::source::Inputs;
use crate::write::write;

/// Builds the book and writes its site.
pub(super) fn build(options: &BuildOptions) -> Result<Outcome> {
    let started = Instant::now();
    let out = options.out.clone().unwrap_or_else(|| options.book.root.join("public"));
    let (inputs, build) = run(&options.book, &out, options.base_url.as_deref())?;
    let changes = write(&build.site, &options.book.root, &out)?;
    report::diagnostics(&inputs, &build.diagnostics, options.book.format);
    if options.book.verbose > 0 {
        report::changes(&changes);
    }
    if options.book.says_more() {
        report::built(&build, &changes, started.elapsed(), &out);
    }
    Ok(outcome(&build.diagnostics, options.book.strict))
}

/// Builds the book and reports what is wrong with it.
pub(super) fn check(options: &CheckOptions) -> Result<Outcome> {
    let (inputs, build) = run(&options.book, &options.book.root.join("public"), None)?;
    report::diagnostics(&inputs, &build.diagnostics, options.book.format);
    if options.book.says_more() {
        report::checked(&build);
    }
    Ok(outcome(&build.diagnostics, options.book.strict))
}

fn run(options: &BookOptions, out: &Path, base_url: Option<&str>) -> Result<(Inputs, Build)> {
    if let Some(jobs) = options.jobs {
        rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build_global()
            .context("cannot start the threads")?;
    }
    if let Some(url) = base_url {
        if !url.starts_with("https://") && !url.starts_with("http://") {
            bail!("the base URL `{url}` must begin with https:// or http://");
        }
    }
    let mut inputs = load(&options.root, out)?;
    inputs.base_url = base_url.map(|url| if url.ends_with('/') { url.to_owned() } else { format!("{url}/") });
    let mut build = pipeline::build(&inputs, &mut Cache::default());
    build.diagnostics.retain(|diagnostic| !options.allow.contains(&diagnostic.code));
    for diagnostic in &mut build.diagnostics {
        if options.deny.contains(&diagnostic.code) {
            diagnostic.severity = Severity::Error;
        }
    }
    Ok((inputs, build))
}

impl BookOptions {
    /// Whether results are told to people. Other programs read nothing but
    /// problems.
    fn says_more(&self) -> bool {
        !self.quiet && self.format == Format::Human
    }
}

fn outcome(diagnostics: &[Diagnostic], strict: bool) -> Outcome {
    let fails = |diagnostic: &Diagnostic| strict || diagnostic.severity == Severity::Error;
    if diagnostics.iter().any(fails) { Outcome::BookHasErrors } else { Outcome::Fine }
}

/// The page to open, as a path that can be pasted into a shell or a browser.
pub(super) fn start_page(out: &Path) -> PathBuf {
    out.join("index.html")
}
