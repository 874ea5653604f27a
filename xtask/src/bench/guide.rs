//! The bundled book beside a guide that mdBook builds.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::measure::{self, Cost};
use super::peers::Installed;
use super::place::{Place, remove, weigh};
use crate::run;

/// How often each is built.
const BUILDS: usize = 5;

/// What both cost.
pub(super) struct Guide {
    /// This program and the bundled book, with all that it has.
    pub(super) own: Cost,
    /// How many bytes of text the bundled book has.
    pub(super) own_text: u64,
    /// mdBook and the guide, with search.
    pub(super) mdbook: Cost,
    /// How many bytes of text the guide has.
    pub(super) mdbook_text: u64,
}

/// Measures both, from nothing.
pub(super) fn measure(
    guide: &Path,
    mdbook: &Installed,
    program: &Path,
    place: &Place,
    limit: Duration,
) -> Result<Guide> {
    place.clear()?;
    let copy = place.path("guide");
    let mut copying = Command::new("cp");
    copying.arg("-r").arg(guide).arg(&copy);
    run::status("a copy of the guide", &mut copying)?;
    // What a guide's own program does to it first is not mdBook's time.
    let settings = copy.join("book.toml");
    let told = std::fs::read_to_string(&settings)
        .with_context(|| format!("cannot read `{}`", settings.display()))?;
    std::fs::write(&settings, without_preprocessors(&told))?;
    let out = place.path("site");
    let mdbook = measure::best(BUILDS, limit, || {
        remove(&out)?;
        let mut command = mdbook.command();
        command.args(["build", "--dest-dir"]).arg(&out).arg(&copy);
        Ok(command)
    })?;
    let own = measure::best(BUILDS, limit, || {
        remove(&out)?;
        Ok(super::build(program, &run::root(), &out))
    })?;
    let guide = Guide {
        own: own.context("the bundled book is not built in time")?,
        own_text: weigh(&run::root().join("content"))?.1,
        mdbook: mdbook.context("the guide is not built in time")?,
        mdbook_text: weigh(&copy.join("src"))?.1,
    };
    place.clear()?;
    Ok(guide)
}

/// The settings of a book without its tables about preprocessors.
fn without_preprocessors(settings: &str) -> String {
    let mut kept = String::new();
    let mut keep = true;
    for line in settings.lines() {
        if line.starts_with('[') {
            keep = !line.starts_with("[preprocessor");
        }
        if keep {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_is_built_without_programs_of_its_own() {
        let settings = "[book]\ntitle = \"A\"\n\n[preprocessor.helper]\ncommand = \"cargo run\"\n\n[output.html]\nsearch = true\n";
        assert_eq!(
            without_preprocessors(settings),
            "[book]\ntitle = \"A\"\n\n[output.html]\nsearch = true\n"
        );
    }
}
