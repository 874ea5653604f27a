//! Quartz, which has no package: it is a repository that authors clone, and that
//! their notes are put into.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::install::{Installed, Tool, started};
use crate::run;

/// What of a checkout stands beside the notes of each book. Its settings are ours.
const PARTS: [&str; 4] = ["quartz", "package.json", "quartz.layout.ts", "tsconfig.json"];

/// The program in a checkout whose packages were installed.
///
/// # Errors
///
/// When it does not start.
pub(super) fn installed(checkout: &Path) -> Result<Installed> {
    let folder = || format!("`{}`", checkout.display());
    let checkout = checkout.canonicalize().with_context(|| format!("there is no {}", folder()))?;
    let script = checkout.join("quartz/bootstrap-cli.mjs");
    if !script.is_file() {
        bail!("{} is no checkout of it", folder());
    }
    let packages = checkout.join("node_modules");
    if !packages.is_dir() {
        bail!("its packages are not installed in {}", folder());
    }
    // As `npx` does: a Node that was installed among the packages comes first.
    let node = packages.join(".bin/node");
    let node: OsString = if node.exists() { node.into() } else { "node".into() };
    let mut program =
        started(Tool::Quartz, vec![node, "quartz/bootstrap-cli.mjs".into()], Some(checkout.clone()))?;
    if let Some(revision) = revision(&checkout) {
        program.version += &format!(" at {revision}");
    }
    Ok(program)
}

/// The commit that is checked out, if Git knows.
fn revision(checkout: &Path) -> Option<String> {
    let told = Command::new("git").arg("-C").arg(checkout).args(["rev-parse", "--short", "HEAD"]).output();
    let told = told.ok().filter(|told| told.status.success() && checkout.join(".git").exists())?;
    Some(String::from_utf8_lossy(&told.stdout).trim().to_owned())
}

/// Puts the program beside a book. The checkout stays as it is.
///
/// # Errors
///
/// When something cannot be copied.
pub(super) fn join(checkout: &Path, book: &Path) -> Result<()> {
    let mut copy = Command::new("cp");
    copy.arg("-r").args(PARTS.map(|part| checkout.join(part))).arg(book);
    run::status("a copy of Quartz", &mut copy)?;
    let mut link = Command::new("ln");
    link.arg("-s").arg(checkout.join("node_modules")).arg(book);
    run::status("and its packages", &mut link)
}
