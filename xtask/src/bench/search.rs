//! What a search costs a reader's browser.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::corpus;
use crate::run;

/// What one query took, in a page that had searched for nothing before.
pub(super) struct Query {
    /// What was sought.
    pub(super) text: String,
    pub(super) files: usize,
    pub(super) bytes: u64,
    /// As hosts send them.
    pub(super) compressed: u64,
    /// From the query to the first ten titles, with the files at hand.
    pub(super) seconds: f64,
    /// How many things were found, as far as it is counted.
    pub(super) found: usize,
}

/// Searches the site of a corpus with the script that pages run: in Chromium if
/// there are packages that open it, else in Node.
pub(super) fn measure(site: &Path, packages: Option<&Path>) -> Result<Vec<Query>> {
    let mut command = Command::new("node");
    command.arg(run::root().join("xtask/src/bench/search.mjs")).arg(site).args(corpus::queries());
    if let Some(packages) = packages {
        command.env("NODE_MODULES", packages);
    }
    let told = command.output().context("cannot run node")?;
    if !told.status.success() {
        bail!("the search of the site fails: {}", String::from_utf8_lossy(&told.stderr));
    }
    let query = |line: &str| {
        let mut parts = line.split('\t');
        Some(Query {
            text: parts.next()?.to_owned(),
            files: parts.next()?.parse().ok()?,
            bytes: parts.next()?.parse().ok()?,
            compressed: parts.next()?.parse().ok()?,
            seconds: parts.next()?.parse::<f64>().ok()? / 1e3,
            found: parts.next()?.parse().ok()?,
        })
    };
    Ok(String::from_utf8_lossy(&told.stdout).lines().filter_map(query).collect())
}
