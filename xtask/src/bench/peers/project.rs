//! The settings and templates that peers are measured with, written as somebody
//! who knows the program would: what many pages need is made once.

use std::path::Path;

use anyhow::{Context, Result};

use super::super::corpus::{self, Reader, put};

/// A file of a project, and its text.
type File = (&'static str, &'static str);

const HUGO: [File; 5] = [
    ("hugo.toml", include_str!("hugo/bare/hugo.toml")),
    ("layouts/baseof.html", include_str!("hugo/bare/baseof.html")),
    ("layouts/home.html", include_str!("hugo/bare/home.html")),
    ("layouts/section.html", include_str!("hugo/bare/section.html")),
    ("layouts/page.html", include_str!("hugo/bare/page.html")),
];

const HUGO_EXTRAS: [File; 18] = [
    ("hugo.toml", include_str!("hugo/extras/hugo.toml")),
    ("layouts/baseof.html", include_str!("hugo/bare/baseof.html")),
    ("layouts/home.html", include_str!("hugo/bare/home.html")),
    ("layouts/home.json", include_str!("hugo/extras/home.json")),
    ("layouts/section.html", include_str!("hugo/extras/section.html")),
    ("layouts/page.html", include_str!("hugo/extras/page.html")),
    ("layouts/all-sources.html", include_str!("hugo/extras/all-sources.html")),
    ("layouts/all-terms.html", include_str!("hugo/extras/all-terms.html")),
    ("layouts/all-events.html", include_str!("hugo/extras/all-events.html")),
    ("layouts/_markup/render-link.html", include_str!("hugo/extras/render-link.html")),
    ("layouts/_partials/uses.html", include_str!("hugo/extras/uses.html")),
    ("layouts/_partials/backlinks.html", include_str!("hugo/extras/backlinks.html")),
    ("layouts/_partials/sources.html", include_str!("hugo/extras/sources.html")),
    ("layouts/_shortcodes/cite.html", include_str!("hugo/extras/cite.html")),
    ("layouts/_shortcodes/term.html", include_str!("hugo/extras/term.html")),
    ("content/sources.md", "---\ntitle: Sources\nlayout: all-sources\n---\n"),
    ("content/glossary.md", "---\ntitle: Glossary\nlayout: all-terms\n---\n"),
    ("content/timeline.md", "---\ntitle: Timeline\nlayout: all-events\n---\n"),
];

const ZOLA: [File; 5] = [
    ("config.toml", include_str!("zola/bare/config.toml")),
    ("templates/base.html", include_str!("zola/bare/base.html")),
    ("templates/index.html", include_str!("zola/bare/index.html")),
    ("templates/section.html", include_str!("zola/bare/section.html")),
    ("templates/page.html", include_str!("zola/bare/page.html")),
];

const ZOLA_EXTRAS: [File; 11] = [
    ("config.toml", include_str!("zola/extras/config.toml")),
    ("templates/base.html", include_str!("zola/bare/base.html")),
    ("templates/index.html", include_str!("zola/bare/index.html")),
    ("templates/section.html", include_str!("zola/extras/section.html")),
    ("templates/page.html", include_str!("zola/extras/page.html")),
    ("templates/sources/list.html", include_str!("zola/extras/sources-list.html")),
    ("templates/terms/list.html", include_str!("zola/extras/terms-list.html")),
    ("templates/sources/single.html", include_str!("zola/extras/uses.html")),
    ("templates/terms/single.html", include_str!("zola/extras/uses.html")),
    ("templates/shortcodes/cite.html", include_str!("zola/extras/cite.html")),
    ("templates/shortcodes/term.html", include_str!("zola/extras/term.html")),
];

const MDBOOK: [File; 1] = [("book.toml", "[book]\ntitle = \"A measured book\"\nlanguage = \"en\"\n")];

const ELEVENTY: [File; 2] = [
    ("eleventy.config.mjs", include_str!("eleventy/eleventy.config.mjs")),
    ("layouts/note.njk", include_str!("eleventy/note.njk")),
];

const QUARTZ: [File; 1] = [("quartz.config.ts", include_str!("quartz/quartz.config.ts"))];

/// Writes notes for a program, and all that it needs to build them.
///
/// # Errors
///
/// When something cannot be written.
pub(crate) fn lay(reader: Reader, book: &Path, notes: usize) -> Result<()> {
    corpus::write(book, notes, reader)?;
    let files: &[File] = match reader {
        Reader::Briefbook => &[],
        Reader::Hugo => &HUGO,
        Reader::HugoExtras => &HUGO_EXTRAS,
        Reader::Zola => &ZOLA,
        Reader::ZolaExtras => &ZOLA_EXTRAS,
        Reader::Mdbook => &MDBOOK,
        Reader::Eleventy => &ELEVENTY,
        Reader::Quartz => &QUARTZ,
    };
    for (name, text) in files {
        let path = book.join(name);
        let folder = path.parent().expect("it stands in the project");
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
        put(&path, text)?;
    }
    Ok(())
}
