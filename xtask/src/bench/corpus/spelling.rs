//! How each program wants the same things written.

use super::{Corpus, SECTION, path};

/// The program that a corpus is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// This program: its own dialect, every feature used.
    Briefbook,
    /// Hugo, with links to addresses, as its quick start has them.
    Hugo,
    /// Hugo with shortcodes for citations and terms, and events in front matter.
    HugoExtras,
    /// Zola, with its own links to files.
    Zola,
    /// Zola with shortcodes for citations and terms, which are taxonomies too.
    ZolaExtras,
    /// mdBook, with links to files, and its table of contents.
    Mdbook,
    /// Eleventy, with links to addresses.
    Eleventy,
    /// Quartz, with links and callouts as Obsidian has them.
    Quartz,
}

impl Reader {
    /// What can be said on the command line.
    pub(crate) const NAMES: [(&str, Reader); 8] = [
        ("briefbook", Reader::Briefbook),
        ("hugo", Reader::Hugo),
        ("hugo-extras", Reader::HugoExtras),
        ("zola", Reader::Zola),
        ("zola-extras", Reader::ZolaExtras),
        ("mdbook", Reader::Mdbook),
        ("eleventy", Reader::Eleventy),
        ("quartz", Reader::Quartz),
    ];

    /// Whether its book shows where notes are mentioned, and what they cite.
    pub(crate) fn has_extras(self) -> bool {
        matches!(self, Reader::Briefbook | Reader::HugoExtras | Reader::ZolaExtras)
    }

    /// The folder that notes stand in.
    pub(crate) fn content(self) -> &'static str {
        if self == Reader::Mdbook { "src" } else { "content" }
    }

    /// The file name of a section's own note.
    pub(super) fn index(self) -> &'static str {
        match self {
            Reader::Hugo | Reader::HugoExtras | Reader::Zola | Reader::ZolaExtras => "_index.md",
            Reader::Briefbook | Reader::Mdbook | Reader::Eleventy | Reader::Quartz => "index.md",
        }
    }

    /// What a link to a note leads to.
    fn destination(self, from: usize, to: usize) -> String {
        let section = to / SECTION;
        let is_section = to.is_multiple_of(SECTION);
        match self {
            Reader::Briefbook | Reader::Quartz if is_section => format!("section-{section}/index"),
            Reader::Briefbook | Reader::Quartz => format!("note-{to}"),
            Reader::Zola | Reader::ZolaExtras => format!("@/{}", path(to, self)),
            Reader::Mdbook if from / SECTION == section => {
                path(to, self).rsplit('/').next().expect("a path ends in a name").to_owned()
            }
            Reader::Mdbook => format!("../{}", path(to, self)),
            _ if is_section => format!("/section-{section}/"),
            _ => format!("/section-{section}/note-{to}/"),
        }
    }

    /// A link to a note, with a text of its own.
    pub(super) fn link(self, from: usize, to: usize, text: &str) -> String {
        let destination = self.destination(from, to);
        match self {
            Reader::Briefbook | Reader::Quartz => format!("[[{destination}|{text}]]"),
            _ => format!("[{text}]({destination})"),
        }
    }
}

impl Corpus {
    /// A citation of a page of a work.
    pub(super) fn citation(&self, work: usize, page: usize, reader: Reader) -> String {
        let label = || {
            let work = self.work(work);
            format!("{} {}", work.author, work.year)
        };
        match reader {
            Reader::Briefbook => format!("[@work-{work}, p. {page}]"),
            Reader::HugoExtras => format!("{{{{< cite \"work-{work}\" \"p. {page}\" >}}}}"),
            Reader::ZolaExtras => {
                format!("{{{{ cite(key=\"work-{work}\", label=\"{}\", at=\"p. {page}\") }}}}", label())
            }
            _ => format!("({}, p. {page})", label()),
        }
    }

    /// A term in a sentence: found by itself, or said to be one.
    pub(super) fn term_use(&self, term: usize, reader: Reader) -> String {
        let name = self.term(term);
        match reader {
            Reader::HugoExtras => format!("the {{{{< term \"{name}\" >}}}}"),
            Reader::ZolaExtras => format!("the {{{{ term(name=\"{name}\") }}}}"),
            _ => format!("the {name}"),
        }
    }
}
